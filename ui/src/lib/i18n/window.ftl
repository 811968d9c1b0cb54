# The window's own words. Those of errors and self-tests stand in the shared message file.

## Everywhere

close = Close
cancel = Cancel
save = Save
back = Back
continue = Continue
done = Done
undo = Undo
stop = Stop
not-now = Not now
try-again = Try again
copy = Copy
show = Show
hide = Hide
lock = Lock
skip = Skip to the page
rail = Sections
unexpected-what = Something went wrong. Your codes are safe.
unexpected-next = This is our bug. Reference { $code }.
no-host = This page belongs to the Sixboard program and works only inside its window. Please start Sixboard.
working = Working…
working-at = { $done } of { $total }
see-typed = Show what is typed in { $label }

## First run

first-title = Welcome to Sixboard
first-text = Sixboard makes the access codes you need to sign in to HMRC and other services. Keys stay on this computer.
first-protect = What should protect your keys?
protect-sign-in = My sign-in to this computer
protect-sign-in-why = Nothing more to remember. Whoever can sign in as you can use the codes.
protect-passphrase = A passphrase or PIN
protect-passphrase-why = Asked for each time Sixboard is unlocked. It cannot be recovered if forgotten.
passphrase = Passphrase or PIN
passphrase-again = The same once more
passphrase-empty = Type a passphrase or PIN.
passphrase-differs = The two are not the same. Type them again.
first-start = Start
first-making = Setting up…
first-restore = I have a backup to restore
first-foot = You can change this later in Settings. There will be a practice account to try things with.

## Lock

unlock-title = Unlock
unlock = Unlock
unlocking = Unlocking…
unlock-plain = Your sign-in to this computer protects the codes.
unlock-waiting = If your computer asks for a password in another window, answer it there.
cannot-unlock = I can't unlock
cannot-caps = Check Caps Lock, and use the eye to see what you type. Capitals and spaces count.
cannot-keyring = If your computer's own password was reset, its keyring may still want the old one.
cannot-forgotten = A forgotten passphrase cannot be recovered, not even by us. Restore a backup on another profile or computer, or set up new keys at each service.
cannot-urgent = If you must sign in now, use the service's backup method, such as a text message.
blocked = Sixboard can't open your codes
recover = Start with a new vault…
recover-title = Set the old vault aside and start with a new one?
recover-text = The old vault's files are kept beside the new one. The new vault is empty until you restore a backup or add keys again.
recover-yes = Set aside and start new

## Codes

codes = Codes
search = Search accounts
search-hint = Search (Ctrl+F)
found = { $count ->
    [0] Nothing found
    [one] 1 account found
   *[other] { $count } accounts found
}
search-none = Nothing matches '{ $asked }'.
show-all = Show all
add = Add
add-keys = Add an account (Ctrl+N)
last-used = Last used by you here
other-accounts = All other accounts ({ $count })
all-accounts = All accounts ({ $count })
rows-shown = { $shown } of { $total } shown
show-more = Show { $count } more
codes-empty = No accounts yet.
codes-empty-why = Add the secret key that a service shows you, and its access codes appear here.
add-first = Add your first account
bring-backup = Restore a backup
hint = ID ..{ $hint }
row-practice = Practice
row-look-alike = Looks like '{ $label }'. Check the ID.
row-pending = New key, not tested yet. The earlier key is kept.
row-untested = Not tested yet.
row-check = Check it works
used-today = You, { $when } today
used-yesterday = You, yesterday { $when }
used-earlier = You, { $when }
new-code = New code
next = Next { $code }
next-hold = Hold for a second to copy the next code
old-key = Earlier key { $code }
count-label = Codes change in
count-seconds = { $left } s
count-ending = Ending
count-last = Last seconds
count-fresh = New code
say-ten = 10 seconds left
say-five = 5 seconds left
say-fresh = New code
speak-hint = ID ending { $hint }.
speak-code = Code { $code }.
speak-hidden = Code hidden.
speak-left = { $left ->
    [one] 1 second left.
   *[other] { $left } seconds left.
}
damaged = { $count ->
    [one] The other accounts are not affected. Nothing was deleted.
   *[other] { $count } records cannot be read. The other accounts are not affected. Nothing was deleted.
}
damaged-restore = Restore from a backup
backup-never = No backup yet.
backup-never-why = If this computer breaks, your keys are gone. A backup takes a minute.
backup-older = Your backup is older than your newest key.
backup-older-why = Make a new one, so that it holds every key.
backup-now = Back up now

## Notices

notices = Notices
toast-copied = Copied: { $name }. Paste it.
toast-copied-next = Copied the next code: { $name }. It works in { $seconds } s.
toast-copied-hint = Copied the ID of { $name }: { $hint }.
toast-name-hint = { $name } (..{ $hint })
toast-left = { $seconds } s left.
toast-cleared = The code was cleared from the clipboard.
toast-removed = Removed: { $label }. Its key is kept for 30 days.
toast-confirmed = { $label } works.
toast-earlier-key = { $label } uses its earlier key again.
toast-saved = Saved.
toast-passphrase-set = The passphrase now protects the vault.
toast-passphrase-change = The passphrase was changed.
toast-passphrase-remove = Your sign-in to this computer now protects the vault.
wait = New code in { $seconds } s – we'll copy it for you
wait-plain = New code soon – we'll copy it for you
copy-this-one = Copy this one anyway

## Account

panel-close = Close account
sign-in-page = Sign-in page
contacts = Who to contact
refused = Code not accepted?
refused-again = You copied this account's code a moment ago. If it was refused:
refused-account = Right account? Compare the name with the sign-in page.
refused-account-hint = Right account? The user ID ends in ..{ $hint }.
refused-wait = Wait for a new code. A service may not take the same code twice.
refused-counter = Take a new code and use it once.
refused-pending = The new key is not confirmed. If the service still has the earlier key, use the earlier key's code.
refused-key = Key changed on { $date }: you have it.
refused-clock = Check that this computer's clock is right.
refused-backup = Use the backup method of the service, such as a text message.
copy-anyway = Copy anyway
rename = Rename
change-hint = User ID
change-note = Note
replace-key = Replace the key
remove = Remove
details = Details
details-service = Service
details-issuer = Issuer, as the service wrote it
details-account = Account, as the service wrote it
details-kind = Codes
details-added = Added
details-keys = Secret keys
service-other = Another service
kind-timed = { $digits } characters, new every { $period } s
kind-counter = { $digits } characters, new with each use
key-version = Key { $number }, { $date }
key-current = in use
key-unconfirmed = new, not tested yet
key-previous = kept until the new key is tested
key-retired = replaced, and kept until the account is removed for good

## Add

add-title = Add an account
add-text = Have HMRC's page open with the QR code showing. Other services' pages work the same way.
add-drop = You can also drop a picture of the QR code anywhere on this window.
from-screen = Select it on screen
from-screen-why = Looks for QR codes on all your screens.
from-picture = Use a picture
from-picture-why = A file with the QR code, PNG or JPEG.
from-clipboard = Use the clipboard
from-clipboard-why = A picture of the QR code that you copied.
from-text = Type the secret key
from-text-why = Or paste it, or an otpauth address.
reading = Reading…
type-title = Type the secret key
key-label = Secret key
key-hint = Sometimes called seed key. Letters and numbers, as the service shows it. Spaces and capitals do not matter.
choose-title = Choose which to bring in
choose-transfer = This holds { $count ->
    [one] 1 account
   *[other] { $count } accounts
} from Google Authenticator. Tick what to bring in.
choose-text = This holds { $count ->
    [one] 1 account.
   *[other] { $count } accounts.
}
choose-one = This holds { $count ->
    [one] 1 account.
   *[other] { $count } accounts. Which one has the new key?
}
found-nameless = Account without a name
found-here = Already here as '{ $label }'.
batch = { $read } of { $size } parts read. Show the next QR code of the transfer.
skipped = { $count ->
    [one] 1 could not be read
   *[other] { $count } could not be read
}
bring-in = { $count ->
    [0] Bring in
    [one] Bring in 1 account
   *[other] Bring in { $count } accounts
}
brought-title = Bring accounts in
brought-busy = { $done } of { $total } brought in…
brought-text = { $count ->
    [one] 1 account was added.
   *[other] { $count } accounts were added.
}
brought-added = Added
brought-replaced = Key replaced
brought-labelTaken = Not added: '{ $label }' is already used by another account.
brought-sameKey = Already here as '{ $label }'. Nothing was changed.
brought-failed = Not added
brought-name = Give it another name
name-title = Name it
label = Name
label-why = Service – purpose – office. Don't put client names or passwords here.
aid = Help me name it
aid-service = Service
aid-purpose = Purpose
aid-office = Office
aid-usual = Usual purposes
hint-label = Last 4 of the user ID (optional)
hint-why = Tells accounts apart. Never the whole ID.
note-label = Note (optional)
note-why = Not a password: whoever sees both could sign in.
use-label = Use '{ $label }'
label-look-alike = Looks like '{ $label }'. This one differs in the bold word:
add-go = Add
taken = Name already used. '{ $label }' is there since { $date }.
taken-text = It has another secret key. Nothing was changed.
taken-other = Use another name
taken-replace = Replace its key
same-key = Already here as '{ $label }'. Nothing was changed.
same-key-open = Open it
replace-title = Replace the key of { $label }
replace-text = The new key is tried first. The earlier key is kept until you confirm that the service accepts the new one.
replace-go = Use this as the new key
leave-title = Leave without adding?
leave-text = What you typed will not be kept.
leave-stay = Stay here
leave-go = Leave

## Check it works

check-title = Check it works
check-hmrc = Type this code at HMRC
check-issuer = Type this code at { $issuer }
check-page = Type this code on the sign-in page
check-wait = A code with enough time to type comes in { $seconds } s.
check-none = The code is on its way.
check-ask = Did it accept the code?
accepted = Accepted
refused-answer = Refused
later = Later
check-refused = Refused: nothing is lost. Try this:
earlier-key-text = If the service still takes codes of the earlier key, the replacement did not happen there.
earlier-key = Go back to the earlier key
check-gone = This account is no longer here.

## Settings

settings = Settings
set-lock = Locking
idle-lock = Lock when not used for
idle-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
idle-never = Never
protected-passphrase = A passphrase or PIN protects this vault.
protected-sign-in = Your sign-in to this computer protects this vault.
passphrase-set = Set a passphrase or PIN
passphrase-change = Change it
passphrase-remove = Remove it
passphrase-now = Passphrase or PIN now
passphrase-new = New passphrase or PIN
passphrase-hint = It cannot be recovered if forgotten. Three words are easy to remember.
passphrase-remove-text = Your sign-in to this computer will protect the vault alone.
set-look = Look and behaviour
theme = Colours
theme-system = As the computer
theme-light = Light
theme-dark = Dark
hide-codes = Hide codes until asked
hide-codes-why = Good when you share your screen. Copying works all the same.
hide-seconds = Hide seconds
hide-seconds-why = The bar and its words stay.
single-keys = Single-key shortcuts
single-keys-why = Typing letters searches, and ? lists the keys.
set-backup = Back up
last-backup = Last backup: { $date }.
last-backup-never = No backup yet.
backup-text = One encrypted file with every key. Keep it away from this computer, and its passphrase away from the file.
backup-passphrase = Passphrase for the backup
backup-passphrase-why = You need it to restore. It cannot be recovered if forgotten.
backup-go = Choose where to save…
backup-done = { $count ->
    [one] Backed up 1 account: { $path }
   *[other] Backed up { $count } accounts: { $path }
}
set-restore = Restore a backup
restore-text = Restoring only adds. You see what would be added before anything changes.
restore-passphrase = Passphrase of the backup
restore-open = Choose the file…
restore-apply = Add these
restore-done = { $total ->
    [one] { $done } of 1 account added.
   *[other] { $done } of { $total } accounts added.
}
plan-from = Backup is from { $date }.
plan-add = { $count ->
    [0] There is nothing to add.
    [one] 1 account would be added.
   *[other] { $count } accounts would be added.
}
plan-other = It was made by another vault. That is fine.
plan-stale = { $count ->
    [one] 1 key was replaced after that and won't work.
   *[other] { $count } keys were replaced after that and won't work.
} Restore the rest?
plan-addRenamed = Will be added as '{ $label }', because the name is used by another key
plan-alreadyHere = Already here, nothing changes
plan-replacedSince = Replaced here since, will not be added
plan-wasRemoved = Had been removed when the backup was made, left out
plan-noKey = Its key could not be read when the backup was made
plan-unreadable = Cannot be read. Update Sixboard, then restore again
plan-add-row = Will be added
set-contacts = Who helps
contacts-why = Shown in the help card, for when someone is locked out.
contact-number = Contact { $number }
contact-name = Name
contact-phone = Telephone
set-removed = Recently removed
removed-none = Nothing was removed in the last 30 days.
removed-text = Put an account back, or wipe its key now.
removed-days = { $days ->
    [one] wiped in 1 day
   *[other] wiped in { $days } days
}
put-back = Put back
put-back-name = Put back { $label }
purge = Wipe now
purge-name = Wipe { $label } now
purge-title = Wipe the key of '{ $label }' now?
purge-text = It cannot be undone. The service still has its key: remove it there too, if nobody should sign in with it.
set-test = Self-test
test-text = Looks at the keyring, the clock, the folder and every record.
test-run = Run the test
check-state-ok = OK.
check-state-unknown = Not known.
check-state-warn = Works, but take care.
check-state-bad = Does not work.

## Help

help = Help
help-card-none = Nobody named yet
help-no-contacts = Nobody is named here yet. Name one or two colleagues who can help.
help-set-contacts = Name them
locked-out = Locked out of HMRC?
locked-out-text = Use the backup method on HMRC's page, such as a text message. If there is none, an administrator of your HMRC account can reset it. If you are the only one, ring HMRC's online services helpdesk.
lost-device = Lost a device?
lost-device-text = Tell the people above at once. A key that somebody else may have makes codes until it is replaced at the service: replace each one there, then here.
not-asked = I was asked for a code I didn't ask for
not-asked-text = Don't type or read a code to anybody. Somebody may know your password: change it at the service, and tell the people above.
refused-help = Code not accepted?
refused-help-text = Check the last four of the user ID, wait for a new code, and check this computer's clock. Then use the service's backup method.
keys = Keyboard
keys-letters = Find an account by the start of any word
keys-choose = Choose an account
keys-number = Go to one of the first nine
keys-copy = Copy its code
keys-open = Open its details
keys-sign-in = Open its sign-in page
keys-hint = Copy the last four characters of its user ID
keys-search = Search
keys-sections = Codes, Settings, Help
keys-add = Add an account
keys-lock = Lock
keys-help = Help
keys-rename = Rename the open account
keys-back = Back or close
keys-list = This list

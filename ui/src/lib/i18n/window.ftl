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

who-title = How will you use it?
who-found = Set up a firm
who-why-found = You share sign-ins with colleagues, and nobody has set Sixboard up yet.
who-join = Join a firm
who-why-join = Somebody in your firm gave you an invite code.
who-me = Just me
who-why-me = Your own codes, on this computer. You can set up or join a firm later.
who-foot = Nothing is sent anywhere. There is no account to sign up for.
protect-administrator = Who sets up a firm is its administrator, and administrators must protect their codes with a passphrase or PIN. It is asked for each time Sixboard is unlocked, and cannot be recovered if forgotten.
protect-joiner = First, this computer. Administrators need a passphrase or PIN; for everybody else it is a choice.
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
bring-transfer = Bring codes from Google Authenticator
bring-backup = Restore a backup
codes-empty-staff = No codes yet.
codes-empty-staff-why = Your administrator shares them with you. They appear here by themselves.
row-firm = Firm
hint = ID ..{ $hint }
row-practice = Practice
row-look-alike = Looks like '{ $label }'. Compare the word in bold, and the service.
row-look-alike-hint = Looks like '{ $label }'. Compare the word in bold, and the ID.
row-pending = New key, not tested yet. The old key is kept.
row-untested = Not tested yet.
row-new-key = New key. If the service refuses its codes, tell an administrator.
row-check = Check it works
used-today = You, { $when } today
used-yesterday = You, yesterday { $when }
used-earlier = You, { $when }
new-code = New code
next = Next { $code }
next-hold = Hold for a second to copy the next code
old-key = Old key { $code }
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
damaged-record = Record { $id }
damaged-remove = Remove…
damaged-remove-name = Remove… record { $id }
damaged-remove-title = Remove the account that cannot be read?
damaged-remove-text = If you have a backup, or the key of its service, bring the account back instead: restore the backup, or add the key again. Otherwise remove it here. What is left of it is kept for 30 days, under Recently removed in Settings.
damaged-remove-go = Remove
damaged-lost-title = Remove it for good?
damaged-lost-text = Neither its name nor its key can be read any more, so nothing is kept that could be put back. If no backup has this account, its codes are lost: ask its service for a new key. The other accounts are not affected.
damaged-lost-go = Remove for good
damaged-keep = Keep it
toast-damaged-removed = Removed. What is left of it is kept for 30 days, under Recently removed in Settings.
toast-damaged-lost = Removed for good.
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
toast-earlier-key = { $label } uses its old key again.
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
refused-pending = The new key is not confirmed. If the service still has the old key, use the old key's code.
refused-key = Key changed on { $date }: you have it.
refused-clock = Check that this computer's clock is right.
refused-backup = Use the backup method of the service, such as a text message.
copy-anyway = Copy anyway
rename = Rename
change-hint = User ID
change-note = Note
replace-key = Replace the key
remove = Remove
of-firm = This account is { $firm }'s. An administrator changes its name and its key, for everybody who has it.
of-firm-shared = This account is { $firm }'s: a new name or key goes to everybody who has it.
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
add-transfer = Coming from Google Authenticator? Choose Transfer accounts there, then Export, and read its QR code in any of these ways.
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
brought-mended = The key of '{ $label }' is back
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
replace-text = The new key is tried first. The old key is kept until you confirm that the service accepts the new one.
replace-go = Use this as the new key
leave-title = Leave without adding?
leave-wizard = Leave this page?
leave-text = What you typed will not be kept.
leave-stay = Stay here
leave-go = Leave
unsaved-title = Leave without saving?

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
earlier-key-text = If the service still takes codes of the old key, the replacement did not happen there.
earlier-key = Go back to the old key
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
    [one] { $done } of 1 account brought in.
   *[other] { $done } of { $total } accounts brought in.
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
plan-addEarlier = Will be added as '{ $label }' with its old key. The new one could not be read when the backup was made
plan-mend = Here as '{ $label }' and cannot be read. Will be brought back
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
purge-name = Wipe now: { $label }
purge-title = Wipe the key of '{ $label }' now?
purge-text = It cannot be undone. The service still has its key: remove it there too, if nobody should sign in with it.
set-test = Self-test
test-text = Looks at the keyring, the clock, the folder and every record.
test-run = Run the test
check-state-ok = OK.
check-state-unknown = Not known.
check-state-warn = Works, but take care.
check-state-bad = Does not work.

set-firm = Firm
firm-unread = The firm cannot be read here now. Your codes work all the same.
firm-none = This computer is in no firm. In a firm, colleagues share sign-ins, and it is known who has which.
firm-you = You
firm-kept = Kept in
firm-looked = Last looked into
firm-looked-never = Not yet
place-change = Change the place…
moving-title = Where is the firm kept?
moving-what = What do you want to do?
moving-move = Move the firm there, for everybody
moving-move-why = All of it is put there and read back first. Then every device goes there by itself. The old place stays as it is: keep it until all have followed.
moving-here = It is there already
moving-here-why = For this computer alone: the same folder by another path, or the new place when the old one is gone.
moving-go-move = Move the firm
moving-go-here = Use this place
moving-untold = The firm is moved, but the others do not learn of it in the old place. Tell them where it is now: in Settings, under Firm, they choose 'Change the place'.
toast-moved = The firm is in { $place }.
toast-place-here = This computer looks for the firm in { $place }.
sign-in-again = Sign in again…
sign-in-title = Sign in to the place of the firm
sign-in-whom = For whom is this sign-in?
sign-in-all = Everybody in the firm
sign-in-all-why = Others take it up by themselves, as long as the one before is still accepted meanwhile.
sign-in-here = This computer alone
sign-in-here-why = The others keep theirs.
sign-in-go = Try it and keep it
toast-sign-in-all = The sign-in was accepted. Everybody gets it.
toast-sign-in-here = The sign-in was accepted.

set-kit = Recovery kit
kit-what = Two sheets of words that open the firm again when nobody else can: only both together. Two people keep them, in two places.
kit-unchecked = The sheets were not typed back on this computer yet.
kit-checked = Both sheets were typed back here on { $date }.
kit-check = Check the kit…
kit-check-go = Check the sheets
kit-new = Make a new kit…
kit-words = Its words from the paper, with spaces between. { $count } of 24 typed.
toast-kit-checked = These are the two sheets of the firm's recovery kit.
kit-old-title = A new recovery kit
kit-old-text = Type the sheets that you have now. They stay in force until the new ones are proven.
kit-go = Put the new kit in force
kit-done-title = The new recovery kit
kit-done = The new kit is in force.
kit-done-text = Destroy the old sheets: they open nothing any more. Give the new sheets to the two people who keep them.

## Setting up a firm

step = Step { $step } of { $of }
found-protect = Set a passphrase or PIN
found-names = Set up a firm
found-place = Where shall we keep the shared files?
found-sheet-a = Recovery kit: sheet A
found-sheet-b = Recovery kit: sheet B
found-second = Invite the second administrator
found-go = Set up the firm
firm-name = Firm
firm-name-why = As colleagues know it.
your-name = Your name
your-name-why = First and last name, as colleagues know it.
device-name = This computer
device-name-why = So that it can be told from your others: 'Office PC', 'Laptop'.
place-text = All devices of the firm hear of each other through one place that all can reach. We write encrypted files only: whoever has nothing but the place can read nothing.
place-kind = What kind of place is it?
place-folder = A shared folder
place-folder-why = On a file server, or one that OneDrive, SharePoint or Dropbox keeps in step. Right for most firms.
place-server = A server, with a sign-in
place-server-why = A WebDAV server, a bucket or a database. Your IT gives you its address and the sign-in.
place = Shared folder
place-why = It must be empty. Choose it, or type its full path.
place-why-there = The one that the firm is in. Choose it, or type its full path.
place-choose = Choose…
place-address = Address of the server
place-address-why = As IT wrote it, such as https://cloud.firm.example/dav/sixboard/, s3://…, azure://…, gs://… or postgres://… No password in it.
sign-in-name-password = User name
sign-in-name-password_or_token = User name (empty for a token)
sign-in-name-access_key = ID of the access key
sign-in-secret-password = Password
sign-in-secret-password_or_token = Password or token
sign-in-secret-access_key = Secret access key
sign-in-secret-azure_key = Account key or shared access signature
sign-in-secret-google_key = The service account's JSON file, or a token
sign-in-why = Kept in this computer's keyring, and never written into the address.
sign-in-shared = Everybody in the firm uses this sign-in
sign-in-shared-why = It is passed on sealed, so that you can change it for all later. Switch it off where everybody has a sign-in of their own.
kit-text = If every administrator is locked out, two sheets of words open the firm again: only both together, never one alone. Print them or write them down by hand; they are never shown again.
kit-keep-a = Keep sheet A yourself, away from this computer.
kit-keep-b = The second administrator keeps sheet B. Don't keep both in one place.
sheet-name = Sheet { $letter }
sheet-window = 24 words, in a window of its own.
sheet-show = Show the sheet
sheet-again = Show it again
sheet-prove = Type two of its words back, from the paper
sheet-word = Word { $place }
found-there = { $firm } is set up.
second-text = You can't reset yourself: if you lose this computer, somebody else must let you in again. Nothing can be shared before there are two administrators.
second-kit = Give sheet B of the recovery kit to that person.
second-invite = Invite
second-later = Remind me later

## The window of a sheet

sheet-title = Recovery kit, sheet { $letter }
sheet-picture = The 24 words of this sheet and a QR code of them, as a picture. A screen reader cannot read it: have somebody you trust read it to you.
sheet-care = Anyone with both sheets can open everything in the firm. Don't photograph it. Don't keep it with the other sheet.
sheet-print = Print
sheet-close = I have it

## Joining a firm

join-title = Join a firm
join-text = Your administrator gave you an invite code and the place of the firm: a folder, or the address of a server and the sign-in to it.
invite-code = Invite code
invite-code-why = 26 letters and numbers. Spaces, hyphens and capitals do not matter.
join-go = Join
toast-in = You are in { $firm }. Its codes appear by themselves.
wait-title = Waiting to be let in
wait-read = Read these digits to your administrator
wait-why = On the telephone or side by side, not by email or chat: so that nobody can slip in between.
wait-state = This page goes on by itself once you are let in. Your own codes work meanwhile.
wait-record-title = What the firm will know
wait-record = Your name, this computer's name, which accounts you may use, and when this computer was last in touch. Not where you are, or what you do.
wait-check = Look now
wait-stop = Give up

## The firm, everywhere

firm-removed = You no longer have access to { $firm }. Your own sign-ins are still here.
firm-waiting = You are not let in yet.
firm-why-waiting = Your administrator needs the digits from this computer.
waiting-open = Show the digits
firm-alarms = Something in the firm's records, or its folder, is not as it should be.
firm-why-alarms = Codes still work. Show this to an administrator.
firm-passphrase = Administrators must set a passphrase or PIN.
firm-why-passphrase = Your sign-in to this computer alone protects this vault at the moment. Nothing of the firm comes or goes here until you set one.
firm-second = There is no second administrator.
firm-why-second = You can't reset yourself, and nothing can be shared before there is one.
firm-replace = Replace these keys at the service.
firm-why-replace = Somebody who should not have them any more can make codes until you do.
firm-kit = The recovery kit was never proven.
firm-why-kit = Type both sheets back, so that you know they can be read.
firm-kit-used = The recovery kit was used.
firm-why-kit-used = Make a new one: whoever has the old sheets could use them again.
firm-kit-old = The recovery kit was last checked over a year ago.
firm-why-kit-old = Look for both sheets and type them back, so that you know they are there and can be read.
kit-open = Open the recovery kit
folder-gone = Firm folder not found ({ $place }).
folder-gone-why = Codes still work. Changes wait.
sign-in-refused = Wrong password at the place of the firm.
sign-in-refused-why = Codes still work. Changes wait until you sign in again.
news = Last news from { $firm }: { $when }
news-none = No news from an administrator yet
just-now = just now
unsent = { $count ->
    [one] 1 change waits to be sent
   *[other] { $count } changes wait to be sent
}
sync-now = Sync now
syncing = Looking…

## People

people = People
people-of = { $firm } · { $count ->
    [one] 1 person
   *[other] { $count } people
}
people-here = In the firm ({ $count })
people-left = Left ({ $count })
people-alone = It's only you.
people-alone-why = Add a second administrator first: you can't reset yourself.
person-you = (you)
person-left = Left on { $date }
person-no-team = In no team.
role-administrator = Administrator
role-deputy = Deputy
role-staff = Staff
role-auditor = Auditor
role-why-administrator = Sees and does everything in the firm.
role-why-deputy = Adds accounts, and shares those of their own teams.
role-why-staff = Uses the codes of their teams.
role-why-auditor = Reads who has what, and never sees a code.
devices = Devices
devices-none = None in use.
devices-count = { $count ->
    [0] no device
    [one] 1 device
   *[other] { $count } devices
}
device-this = (this one)
device-lost = Lost…
device-lost-name = Lost… { $name }
add-device = Add a device
seen-never = never seen
seen-today = seen today
seen-days = { $days ->
    [one] seen yesterday
   *[other] seen { $days } days ago
}
seen-away = not seen for { $days } days
role-title = What they may do
role-less = Nobody can be made less than they are: remove the person, then invite them anew.
role-rule-passphrase = Their computer asks them for a passphrase or PIN: administrators must have one.
role-rule-senior = Who became an administrator earlier can remove who became one later, never the other way round. The recovery kit stands above all.
role-rule-leaves = An administrator can see every key. When one leaves, every key of the firm must be replaced.
make-more-deputy = Make a deputy…
appoint-deputy-title = Make { $name } a deputy?
appoint-deputy-go = Make a deputy
make-more-administrator = Make an administrator…
appoint-administrator-title = Make { $name } an administrator?
appoint-administrator-go = Make an administrator
toast-made-deputy = { $name } is a deputy now.
toast-made-administrator = { $name } is an administrator now.
leaves-title = Leaving or away
leaves-text = Goes through every key they could have, until each one is replaced. Nothing changes before you say so.
leaves-left = Go through every key that they could have, until each one is replaced.
leaving-start = Leaving or away
leaving-go-through = Go through their keys
not-yourself = Nobody can remove or reset themselves: another administrator does that.

## Inviting and letting in

invite = Invite
invite-keys = Invite somebody (Ctrl+Shift+N)
invite-title = Invite somebody
invite-device = A further device for { $name }
invite-device-text = { $name } joins with it as before, and gets the codes of the same teams on it.
invite-name = Name
invite-role = What they will be
invite-teams = Teams
invite-go = Make the invite
invite-code-of = Invite code for { $name }
invite-picture = The invite code, as a picture. Copy it to use it elsewhere.
invite-once = It is shown once, and works until { $date }.
invite-step-hand = Hand it to { $name } so that nobody else sees it: on paper, or read out.
invite-step-join = { $name } opens Sixboard, chooses 'Join a firm', and types the code and this folder:
invite-step-server = { $name } opens Sixboard, chooses 'Join a firm', and types the code, this address and the sign-in to it:
invite-step-compare = Compare the digits here under 'Waiting to be let in', and let them in.
invite-copy = Copy the code
toast-invite-copied = Copied the invite code. It is cleared from the clipboard in a minute.
requests = Waiting to be let in
requests-none = No one is waiting. Invites that were made on another computer are answered there.
request-answered = { $device } asks to be let in.
request-open = Invited, has not answered yet. Open until { $date }.
compare = Compare digits
close-invite = Close invite
close-invite-of = Close invite of { $name }
compare-title = Is it really { $name }?
compare-text = '{ $device }' answered the invite. Make sure that it is this person's before you let it in.
compare-how = How do you compare?
compare-voice = On the telephone
compare-person = Side by side
compare-ring = Ring { $name } on a number you know. Ask for the 20 digits on their screen and type them here.
compare-digits = The digits they read out
compare-go = Compare and let in
compare-look = Look at { $name }'s screen. Does it show exactly these digits?
they-match = They match
they-differ = They don't match
compare-differ = If they don't match, somebody else answered. The invite is closed and nobody is let in.
toast-let-in = { $name } is in.
toast-refused = Nobody was let in. The invite of { $name } is closed.

## Work that did not count

voided = Did not count
voided-why = Done by somebody who was out of the firm by then. Look at each: doing it again makes it count, in your name.
voided-by = { $name } on '{ $device }', { $date }
do-again = Do it again
do-again-name = Do it again: { $name }, { $date }
toast-again = Done again. It counts now.

## Teams

teams = Teams
teams-none = No teams yet. A team is who needs the same codes, such as 'Tax' or 'Payroll'.
new-team = New team
new-team-text = A team is who needs the same codes. What is shared with it, everybody in it has.
team-name = Name of the team
team-make = Make the team
team-people = People
team-nobody = Nobody yet
team-has = Has the codes of
team-nothing = Nothing yet
team-accounts = { $count ->
    [0] Has no account yet
    [one] Has 1 account
   *[other] Has { $count } accounts
}
team-change = Change people
team-change-name = Change people of { $team }
team-title = Who is in { $team }?
team-who = People
team-into = { $people } will have { $count ->
    [one] 1 account
   *[other] { $count } accounts
} of this team.
team-out-why = Whoever leaves a team may have kept its keys: replace them at the service. Only that cuts them off.

## What leaving means

remove-devices = Stops at once, and forgets the firm's codes at its next sync: { $devices }.
remove-teams = Leaves the teams: { $teams }.
remove-accounts = { $count ->
    [one] 1 key must be replaced at the service
   *[other] { $count } keys must be replaced at the services
}
remove-nothing = No key was ever on it: nothing has to be replaced.
remove-let-in = Let in lately, and they stay: { $devices }. Check that you know them.
remove-reason = Reason (optional)
remove-reason-why = Kept in the firm's records.
honest = Removing our copy is not enough. A key that somebody has seen makes codes until you replace it at the service.

## Somebody leaves

leavers = Leavers
leavers-none = Nobody's leaving is open.
leavers-done = Signed off ({ $count })
leaver-continue = Continue
leaver-continue-name = Continue: { $name }
leaver-look = Look
standing-left = { $left ->
    [0] { $excepted ->
        [0] { $all ->
            [one] The key is replaced
           *[other] All { $all } keys are replaced
        }
        [one] 1 of { $all } keys not replaced, with a reason
       *[other] { $excepted } of { $all } keys not replaced, with a reason
    }
    [one] 1 of { $all } keys not replaced
   *[other] { $left } of { $all } keys not replaced
}
standing-none = No key has to be replaced
clock-open = Until done, { $name } may be able to get in. Open for { $days ->
    [0] { $hours } h { $minutes } min
    [one] 1 day { $hours } h
   *[other] { $days } days { $hours } h
}
clock-closed = Closed after { $days ->
    [0] { $hours } h { $minutes } min
    [one] 1 day { $hours } h
   *[other] { $days } days { $hours } h
}
clock-ahead = The clock starts at the end of the last day
standing = How it stands
notice-left = { $name } left { $when }: { $count ->
    [one] 1 key not replaced
   *[other] { $count } keys not replaced
}
notice-cut-off = { $name } was cut off { $when }: { $count ->
    [one] 1 key not replaced
   *[other] { $count } keys not replaced
}
notice-lost = '{ $name }' was lost { $when }: { $count ->
    [one] 1 key not replaced
   *[other] { $count } keys not replaced
}
notice-moved = { $name } still has keys from before, { $when }: { $count ->
    [one] 1 key not replaced
   *[other] { $count } keys not replaced
}
notice-ahead = { $name } leaves on { $when }: { $count ->
    [one] 1 key to replace then
   *[other] { $count } keys to replace then
}
notice-sign = Everything is done about { $name }: sign it off

leaving = Leaving
leaving-steps = Pages
leaving-step-who = Who and when
leaving-step-had = What they had
leaving-step-keys = Replace keys
leaving-step-tell = Tell staff
leaving-step-sign = Sign off
step-done = nothing left
step-open = something left
leaving-title-who = { $name }: who and when
leaving-title-had = What { $name } had
leaving-title-keys = Replace the keys that { $name } had
leaving-title-tell = Tell staff about { $name }'s keys
leaving-title-sign = Sign off: { $name }
leaving-next = Next: { $page }
leaving-later = Save and finish later
leaving-kept = Every answer is kept at once. Another administrator can go on from here.
leaving-saved = Kept.

leave-title-who = { $name }: leaving or away
leave-kind = What is it?
leaving-kind-leaving = Leaving
leaving-why-leaving = You remove them from the firm when the last day is over, and replace every key they had at its service.
leaving-kind-moving = Changing role
leaving-why-moving = Keeps what the new teams need. You replace the other keys at their services.
leaving-kind-away = Away for a while
leaving-why-away = Gets no codes while away. You replace only keys of which there is a copy on paper or a phone.
leaving-kind-cut_off = Cut off today
leaving-why-cut_off = Out at once, and the list of keys to replace opens. We send no message, but their screen says so at its next sync.
leaving-kind-lost_device = Lost device
last-day-when = When is the last day over?
last-day-now = It is over
last-day-why-now = They are removed from the firm when you press Start.
last-day-today = Today at 17:30
last-day-why-today = They work until then. Come back to remove them.
last-day-day = On another day
last-day-why-day = The clock starts then.
day = Day
day-why = For example, 31 1 2027
day-wrong = Not a day and a time. Write them like 31 1 2027 and 17:30.
time = Time
time-why = For example, 17:30
moving-teams = Teams from now on
lost-title = '{ $name }' is lost
lost-text = It is taken out of use at once. Its person stays in the firm, and gets the new keys on other devices.
start-leaving = Start
start-remove = Start and remove them now
unlock-again-why = Asked again, because somebody else may be at this computer.
cut-off = Cut off today
cut-off-why = Removes { $name } at once.
cut-off-title = Cut off { $name } now?
cut-off-text = { $name } is out of the firm at once, and their devices forget its codes at the next sync. We send no message, but their screen says so then.
cut-off-go = Cut off now
who = Who
leaver-device = { $device }, of { $name }
leaver-kind = What
last-day = Last day
since = Since
begun-by = Begun by
removed-since = Out of the firm since
to-remove = { $name } is still in the firm.
to-remove-why = They can use its codes until they are removed.
remove-now = Remove now
away-now = { $name } is away and gets no codes.
away-why = When they are back, they get them again.
away-back = They are back
away-returned = { $name } is back, said { $by }, { $when }.

had-list = { $count ->
    [0] Accounts
    [one] 1 account
   *[other] { $count } accounts
}
had-list-why = From the firm's records: it cannot be made shorter, only added to.
had-none = The firm's records know of no key that { $name } had.
had-it = How they had it
had-questions = What only people know
had-questions-why = Each answer is kept at once, with your name.
route-app = This app
route-phone = On a phone
route-paper = On paper
route-file = In a file
route-shown = Shown on a screen
route-export = Export or backup
route-other = Another copy
had-since = key { $version }, since { $date }
ask-anything_else = Did { $name } have anything else?
ask-why-anything_else = A phone, paper, a backup file, a recovery sheet, a screenshot, an own app that copies itself to the cloud.
ask-knew_passwords = Did { $name } know the passwords?
ask-why-knew_passwords = If in doubt, yes. Then each password is changed together with its key.
ask-service_administrator = Was { $name } an administrator at a service?
ask-why-service_administrator = At HMRC, or a local administrator at NHSmail. Two others must be left.
ask-text-service_administrator = Where, and which two are left?
ask-phone_number = Is { $name }'s phone number a backup method anywhere?
ask-why-phone_number = Then the service's text messages go to them.
ask-text-phone_number = At which accounts?
ask-firm_phone = Does { $name } have a phone of the firm?
ask-why-firm_phone = It may get text messages, or have an app with keys.
ask-text-firm_phone = Which one, and when does it come back?
ask-own_sign_ins = Did { $name } have sign-ins of their own to remove?
ask-why-own_sign_ins = Such as their own user at the agent services account. You remove it there.
ask-text-own_sign_ins = Which, and are they removed?
answer-yes = Yes
answer-no = No
answer-not_known = Not known
answer-not_yet = Not yet
answer-not_needed = Not needed
answer-add = Yes, add it
answer-no-more = No, nothing else
anything-route = What is it?
anything-account = For which account?
anything-key = Which key?
anything-key-number = { $newest ->
    [yes] Key { $number }, the newest
   *[no] Key { $number }
}
anything-all = All that they had
anything-text = In a few words
anything-text-why = Never the key itself.
anything-go = Add to the list
anything-said = { $account }: { $text } ({ $by })

state-planned = Waits for the last day
state-not_begun = Not replaced
state-begun = Begun
state-rivals = Two new keys
state-captured = New key, not tested
state-replaced = Replaced
state-replaced_before = Replaced before
state-kept = Still theirs to use
state-excepted = Not replaced, with a reason
begun-by-name = by { $name }
replaced-by = by { $name }, { $date }
assigned-due = { $name }, by { $date }
cards-planned = { $name } is still in the firm and would get a new key like everybody else. Remove them first, or replace the keys at the services after the last day.
cards-nothing = No key has to be replaced.
cards-spared = Nothing to do
good-moment = A good moment (optional)
lately = Copied in the last hour, so somebody may be signing in just now:
lately-one = { $label }: { $people }, { $when }
lately-nobody = Nobody copied one of these codes in the last hour, as far as their devices have said.
lately-unknown = What others did in the last hour could not be read here: somebody may have copied a code all the same.
good-moment-why = Not when others need the codes: avoid the mornings, and 30 and 31 January.
card-planned = To be replaced after the last day.
card-excepted = Why it is not replaced:
card-no-copy = Its key has not arrived on this computer. Another administrator can replace it, or look for news first.
fetch-open = Open the service's page
fetch-no-page = We do not know its page. Open the service as you always do, never by a link in an email.
fetch-key = Set up a new authenticator app there, and take its key
fetch-key-why = The service shows a QR code. Everybody who has this account gets the new key at once; the old one stays beside it for 24 hours.
fetch-other = Another way
fetch-taking = Taking the new key…
fetch-same-why = It is no replacement: the old key would go on working. Let the service show a new one.
fetch-again = Look again
fetch-doubt = This key says that it is of { $issuer }.
fetch-doubt-why = Is it the right page? Nothing was changed.
fetch-use = Use it all the same
try-kept = The old key is kept for 24 hours, in case this one did not take.
rivals-title = Two new keys: which one works?
rivals-text = Two people captured a new key at the same time. Type one code at the service. The one that it accepts is right; the other is dropped.
rival-by = { $name }, { $when }
rival-choose = This one works
rival-choose-name = Code { $number }, of { $name }, works
after-works = The new key is in use.
after-receipts = { $have } of { $all } devices have it.
after-password = Password changed too?
after-password-why = Whoever knew it could still sign in with another method.
after-method = Old method removed there?
after-method-why = The service may keep the old authenticator app, or a phone number of theirs.
key-next = Next: { $label }
plan = Who does it, and by when
plan-who = Who
plan-nobody = Nobody yet
plan-due = By when
plan-due-none = No day
plan-due-in = { $days ->
    [0] Today
    [one] Tomorrow
   *[other] In { $days } days
}
except = It cannot be replaced…
except-reason = Why is it not replaced?
except-why = Stands on the certificate, with your name.
except-go = Leave it with this reason
except-undo = Replace it after all
replace-again = Replace it once more

tell-copies = { $count ->
    [0] Who needs a new copy
    [one] 1 copy must be made anew
   *[other] { $count } copies must be made anew
}
tell-copies-why = These have the old key outside this app. It stops working: give them a new copy.
tell-copies-none = Nobody has an old key on paper, on a phone or in a file.
copy-paper = Paper { $number }
tell-app = Who has nothing to do
tell-app-why = Everybody with this app: it updates itself. No message is needed.
receipts = { $have } of { $all } devices
receipts-lack = Not heard of yet:
receipts-none = No key is replaced yet.
ask-told = Have those been told who need to know?
ask-why-told = A short word is enough: "Your code app updates itself."
told-yes = Yes, told
told-not_needed = Nobody needs telling
told-text = Who, and how?

sign-left = { $count ->
    [one] 1 thing is left
   *[other] { $count } things are left
}
sign-exceptions = { $count ->
    [one] 1 key is not replaced
   *[other] { $count } keys are not replaced
}
sign-ask = Is everything done?
sign-why = { $name } began this. You are the second to look at it: your name stands beside it.
sign-text = Remark (optional)
sign-go = Sign off
sign-first = It can be signed off once nothing is left.
sign-second = A second administrator signs it off: not the one who began it, and not the one who leaves. They find it under People, Leavers.
signed-title = Signed off
certificate-save = Save the certificate
certificate-why = What { $name } had, when each key was replaced and by whom, as PDF. Anyone can check it.
certificate-saved = Certificate saved.
signed-by = Signed off by { $name }, { $when }

## Sharing

share = Share
share-title = Who needs it?
share-teams = Teams
share-people = People
share-own-why = It becomes the firm's: administrators have it from then on, and its name and key are changed in the firm.
share-firm-why = They have the code as soon as their device is in touch.
share-go = { $count ->
    [0] Share
    [one] Share with 1
   *[other] Share with { $count }
}
share-only-me = Only me for the moment
has-it = has it
toast-shared = Shared { $label } with { $who }.
sharing = Who has the code
sharing-own = Only you. Nobody in the firm sees it.
sharing-count = { $have } of { $all } devices have the key in use.
sharing-none = Administrators only.
sharing-team = Team { $who }
holder-has = has key { $version }
holder-old = has key { $version }, replaced since
holder-since = Key { $version }, since { $date }
key-history = Keys of this account
key-made = Key { $version }: { $date }, { $by }
holder-none = has not said that it has the key
share-code = Share code
way-app = In this app (best)
way-undo-app = You can stop sharing whenever you like. Whoever had the code is cut off only by a new key at the service.
ways = Other ways
way-phone = On a phone
way-undo-phone = Only the owner of the phone can remove it. You cut it off by a new key at the service.
way-paper = On paper
way-undo-paper = The sheet comes back or is destroyed. Whoever copied it is cut off only by a new key at the service.
way-file = As a file
way-undo-file = Nobody can undo it. Whoever has the file and its words is cut off only by a new key at the service.
way-shown = Show secret key
way-undo-shown = Nobody can undo it. Whoever saw it is cut off only by a new key at the service.
stop-sharing = Stop sharing
stop-sharing-name = Stop sharing with { $who }
stop-title = Stop sharing with { $who }?
stop-text = '{ $label }' goes from the devices of { $who } with their next sync, unless they have it in another way.
toast-stopped = { $who } no longer gets { $label }. Replace its key at the service.

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
keys-sections-people = Codes, People, Log, Settings, Help
keys-invite = Invite somebody
keys-add = Add an account
keys-lock = Lock
keys-help = Help
keys-rename = Rename the open account
keys-larger = Show everything larger
keys-smaller = Show everything smaller
keys-usual-size = Show everything in its usual size
keys-back = Back or close
keys-list = This list

## Giving a key by another way

give-title-phone = Give the code on a phone
give-title-paper = Give the code on paper
give-title-file = Give the code as a file
give-title-shown = Show secret key
give-care-phone = The phone makes codes until you replace the key at the service. This is recorded.
give-care-paper = Anyone who has the sheet can make codes until you replace the key at the service. This is recorded.
give-care-file = Whoever has the file and its six words can make codes until you replace the key at the service. This is recorded.
give-care-shown = Anyone who sees this can make codes until you replace it. This is recorded.
give-who = Who gets it?
give-sees = Who sees it?
give-nobody = Choose a person
give-reason = Why?
give-due = Back, or destroyed, within
give-days = { $days ->
    [one] 1 day
   *[other] { $days } days
} ({ $date })
give-on-paper = What is on the sheet?
paper-both = QR code and secret key
paper-why-both = Works with every authenticator app.
paper-key_only = Secret key only
paper-why-key_only = To be typed. No camera reads it by accident.
paper-qr_only = QR code only
paper-why-qr_only = To be scanned. Nobody reads it over a shoulder.
give-go-phone = Show the QR code for 60 s
give-go-paper = Save the sheet…
give-go-file = Save the file…
give-go-shown = Show for 60 s
again-label = Your passphrase or PIN again
again-why = Somebody else may be at this computer. It counts for two minutes.
approval-needed = A second administrator has to approve this first.
approval-needed-why = Your firm's rules say so. Nothing has been given.
approval-ask = Ask for approval
approval-ask-again = Ask again
approval-waits = Waiting for a second administrator.
approval-waits-why = Asked on { $date }. They find it under People. This page goes on by itself.
approval-granted = { $name } approved it.
approval-refused = { $name } refused it.
given-paper = Sheet no. { $number } for { $name } is saved.
given-print = Open the file you chose, and print it.
given-hand = Hand it to { $name }. It is due back, or destroyed, by { $date }.
given-delete = Delete the file. It is as secret as the key.
given-phone = The QR code for { $name } is in a window of its own. It closes by itself after 60 seconds.
given-phone-again = Sit side by side: the phone scans the screen. Send no picture of it.
given-not = They don't have it
given-file = The file for { $name } is saved.
given-send = Send { $name } the file.
given-read-out = Ring { $name } and read out the six words. They are in a window of their own, which closes by itself after 5 minutes. Do not send them with the file.
given-restore = They restore it in their Sixboard: Settings, Restore a backup. The words are its passphrase.
given-words-away = Put the words away
given-shown = The secret key is in a window of its own. It closes by itself after 60 seconds.
toast-given = { $name } has { $label }.
key-who-phone = For { $name }'s phone, key { $version }
key-who-file = Words for { $name }'s file, key { $version }
key-who-shown = Seen by { $name }, key { $version }
key-alt-phone = The QR code of the secret key, as a picture for the camera of a phone.
key-alt-file = The six words, as a picture. A screen reader cannot read them: have somebody you trust read them to you.
key-alt-shown = The secret key in groups of four, as a picture. A screen reader cannot read it: have somebody you trust read it to you.
key-left = Closes in { $minutes ->
    [0] { $seconds } s
   *[other] { $minutes } min { $seconds } s
}
key-scan = In the authenticator app choose to add an account, and scan this. Name it exactly: { $label }
key-care = Anyone who sees this can make codes until you replace the key. Don't photograph it.
key-care-file = Read these six words out on the telephone. Do not send them with the file.
key-words-once = They are shown once, for 5 minutes. If { $name } does not have them by then, give a new file.
key-taken = They have it

## Paper and phones

given-title = Paper and phones
given-text = Keys that were given by another way than this app. What is lost must be replaced at the service.
given-count = { $count ->
    [0] Nothing is outstanding
    [one] 1 is outstanding
   *[other] { $count } are outstanding
}
given-urgent = { $count ->
    [one] 1 is late or lost
   *[other] { $count } are late or lost
}
given-none = Nothing is outstanding.
given-never = Nothing was given out yet. A key given on a phone, on paper or as a file is listed here.
given-open = Outstanding ({ $count })
given-over = Over ({ $count })
given-number = Paper no. { $number }
given-by = Given by { $by }, { $date }
given-approved = approved by { $name }
given-replace = Replace the key
standing-overdue = Overdue since { $due }
standing-out = Due back by { $due }
standing-has-phone = On the phone
standing-has-file = They have it
standing-unsaid-phone = Shown. Nobody said that they have it.
standing-unsaid-file = As a file. Nobody said that they have it.
standing-wiped-phone = Removed from the phone
standing-wiped-file = Removed
standing-lost = Lost
standing-seen = Seen
standing-returned = Returned
standing-destroyed = Destroyed
standing-old = Replaced since: makes no codes any more
fate-received = They have it
fate-returned = Returned
fate-destroyed = Destroyed
fate-wiped = Removed
fate-lost = Lost…
say-fate = { $fate }: { $label }, { $name }
given-lost-title = Is it lost?
given-lost-text = Whoever finds what { $name } had makes codes for '{ $label }' until you replace the key at the service.
lost-go = It is lost
lost-replace = Replace the key now: only that cuts off whoever has it.
approvals = Waiting for your approval
approvals-why = The firm's rules ask for two people before a key leaves this app.
asks-phone = { $label } on a phone, for { $name }
asks-paper = { $label } on paper, for { $name }
asks-file = { $label } as a file, for { $name }
asks-shown = Show the key of { $label } to { $name }
approval-by = { $by }, { $date }
approval-other = You asked: another administrator answers.
approve-it = Approve
refuse-it = Refuse
toast-approved = Approved. They can go on now.
toast-disapproved = Refused. Nothing was given.

## The log, and reports

journal = Log
journal-title = Log
journal-text = Who did what, and when. We record who copied, shared, replaced and removed, for the safety of sign-ins alone. Not where anybody is or what they do.
journal-own-title = What is recorded of you
journal-own-text = We record who copied, shared, replaced and removed. Not where you are or what you do. These are your own lines: administrators and auditors read everybody's.
journal-own-open = What is recorded of you
journal-what-happened = What happened
journal-filters = Which lines
journal-who = Who
journal-anybody = Anybody
journal-account = Account
journal-any-account = Any account
journal-what = What
journal-anything = Anything
journal-when = When
journal-from = From this day
journal-to = To this day
journal-days-wrong = Write days like 31 1 2027, the earlier one first.
journal-days-go = Show these days
journal-reading = Reading what the devices reported…
journal-reading-at = Reading what the devices reported: { $done } of { $total }
journal-none = Nothing recorded yet. We record who copied, shared, replaced and removed. Not where you are or what you do.
journal-no-match = Nothing in the log is like that.
journal-clear = Show everything
journal-count = { $count ->
    [one] 1 line
   *[other] { $shown } of { $count } lines, the newest first
 }
journal-more = Show { $count } more
journal-by = { $person } on { $device }
journal-kit = Recovery kit
journal-void = had no effect
journal-unreached = What other devices reported cannot be read now.
journal-unbroken = { $entries ->
    [one] 1 signed entry
   *[other] { $entries } signed entries
 }, chain unbroken since { $since }.
journal-broken = { $entries ->
    [one] 1 signed entry
   *[other] { $entries } signed entries
 } since { $since }, with the warnings above.
journal-uses-from = Copied codes are looked for from { $date } on. Choose an earlier day for more.
journal-part = There are more reports than are read at once. Choose a shorter time.
journal-unread = { $count ->
    [one] 1 daily report could not be opened: it was
   *[other] { $count } daily reports could not be opened: they were
 } made before this computer was let in to read them, or damaged.
journal-silent = { $device } of { $person } last reported: { $seen }. What was done there since may be missing.
journal-never = never
journal-no-proof = “Copied a code” is no proof that somebody signed in.
logged-copied-code = Codes copied
logged-showed-code = Codes looked at
logged-showed-key = Secret keys looked at
logged-exported = Keys exported or printed
logged-given = Keys given out, and what became of them
logged-key = New keys
logged-step = Steps at the service
logged-shared = Shared
logged-unshared = Shared no more
logged-details = Names and notes changed
logged-asked = Approval asked for
logged-approved = Approved
logged-refused = Refused
logged-leaving = Leavers
logged-person = People named and removed
logged-device = Devices let in and taken out of use
logged-team = Teams
logged-kit = Recovery kit
logged-rules = The firm's rules
period-all = Since the firm began
period-today = Today
period-week = The last 7 days
period-month = The last 30 days
period-year = The last 365 days
period-days = Days that I choose
could-title = Who could make codes?
could-choose = Choose an account
could-day-why = For example, 31 1 2027. Empty is now.
could-go = Answer
could-answer = { $label }, on { $when }
could-nobody = Nobody could, as far as the log knows.
could-key = With key { $key }
could-since = since { $date }
could-left = left the firm
could-kit = From keys and acts in the log. Whoever has both sheets of the recovery kit could, too. What nobody wrote down, such as a photograph, the log cannot know.
export-title = Keep it as a file
export-csv = Save for a spreadsheet (CSV)
export-json = Save for another program (JSON)
export-audit-why = An auditor can check the whole log without your firm's keys: no secret key is in the file.
export-audit = Save the whole log to be checked
export-check = Check such a file
saved-as-file = Saved
checked-holds = { $firm }: { $entries } signed entries of { $writers ->
    [one] 1 device
   *[other] { $writers } devices
 } hold.
checked-by = Saved by { $person } on { $device }, { $when }.
checked-first = First entry: { $hash }
checked-certificate = Leaver certificate of { $firm }, for { $person }: { $count ->
    [one] { $count } account
   *[other] { $count } accounts
}.
checked-proven = { $person } made it on { $when }, and this firm's log says the same, as far as { $person } knew it then.
checked-unproven = Unchanged since it was made, by { $person } on { $when } as it says. Who really made it, and whether it is so, only the firm's log shows: an administrator or auditor of that firm can compare it.
checked-unknown = { $count ->
    [one] { $count } earlier entry
   *[other] { $count } earlier entries
} of the log { $person } did not know, or left out. Ask for a new certificate.
checked-signed = Everything was done, and { $person } signed it off.
checked-unsigned = Everything was done; nobody has signed it off yet.
checked-incomplete = Something was left to do when it was made.
checked-void = { $count ->
    [one] 1 of them was
   *[other] { $count } of them were
 } made by a device after it was removed, without effect.
checked-kept-back = { $count ->
    [one] 1 of them is kept back, as it holds a sign-in: who signed it is
   *[other] { $count } of them are kept back, as they hold a sign-in: who signed them is
 } checked all the same.
reports-open = Reports
reports-title = Reports
reports-text = What an auditor, an insurer or a reviewer asks. No report ranks people by what they do.
report-open-one = Open
reports-all = All reports
called-who-could = Who could make codes
called-leavers = Leavers
called-shown-and-exported = Keys shown, exported and printed
called-paper-and-phones = Paper, files and phones
called-out-of-date = Out-of-date copies
called-joiners = Who was let in
called-integrity = Is the log whole?
answers-who-could = Who had a key of an account at a day and time, and by which way?
answers-leavers = How long did it take until somebody who left could make no more codes?
answers-shown-and-exported = Who has seen a secret key or taken one out, and who approved it?
answers-paper-and-phones = Which copies on paper, in files or on phones are still out there?
answers-out-of-date = Which devices have not reported, or lack the newest key?
answers-joiners = Who let each person and device in, and how was it checked?
answers-integrity = Is every entry of the log signed, in its place and accounted for?
report-making = Making the report…
report-of = { $firm }, { $when }, by { $person }
report-table = Table: { $title }
report-empty = Nothing to report.
report-csv = Save for a spreadsheet (CSV)
report-pdf = Save as PDF

## The firm's rules

set-rules = Rules of the firm
keep-use = How long it is kept who copied a code
keep-use-why = After this, each device deletes its reports. The signed log stays.
keep-use-months = { $months } months
two-people = Two administrators must agree before a key leaves Sixboard
two-people-off = One administrator is enough
two-people-why = On paper, on a phone, as a file or shown on the screen.

# The words for errors and self-tests: one English source for the window and the command line.
# Errors come in pairs: err- says what happened, rec- what to do next.

## The vault

err-vault-absent = There is no vault here yet.
rec-vault-absent = Add your first account to make one.
err-vault-exists = There is a vault here already.
rec-vault-exists = Open it instead. Nothing was changed.
err-vault-locked = Locked.
rec-vault-locked = Unlock first.
err-vault-wrong-passphrase = Wrong passphrase.
rec-vault-wrong-passphrase = Check Caps Lock and try again.
err-vault-passphrase-needed = This vault has a passphrase or PIN.
rec-vault-passphrase-needed = { $shell ->
    [terminal] Type it to unlock, or use --passphrase-file FILE, or - for standard input.
   *[window] Type it to unlock.
}
err-vault-passphrase-long = The passphrase is too long.
rec-vault-passphrase-long = Use a shorter one. Nothing was changed.
err-vault-too-large = There is too much in the vault for one file.
rec-vault-too-large = Nothing was changed. Wipe removed accounts, then try again, and tell us.
err-vault-passphrase-short = Too short. A passphrase or PIN needs { $least } characters or more.
rec-vault-passphrase-short = Use a longer one. Three words are easy to remember.
err-vault-key-missing = The keyring does not have this vault's key. It may have been emptied or changed.
rec-vault-key-missing = Nothing was changed. If you used another keyring before, switch back to it. Otherwise restore your backup.
err-vault-other-key = This keyring does not hold this vault's key. It has another one.
rec-vault-other-key = Nothing was changed. If you used another keyring before, switch back to it. Otherwise restore your backup.
err-vault-key-damaged = The vault's key in the keyring cannot be read.
rec-vault-key-damaged = Nothing was changed. Restore the keyring from your computer's backup, or restore your Sixboard backup.
err-vault-damaged = The vault's file cannot be read.
rec-vault-damaged = Nothing was changed. Restore the file from your computer's backup, or restore your Sixboard backup.
err-vault-newer = A newer Sixboard made this vault.
rec-vault-newer = Update Sixboard on this computer. Nothing was changed.
err-vault-busy = Sixboard, or another copy of it, is still at work on the vault.
rec-vault-busy = Wait a moment and try again.
err-vault-record-damaged = One record cannot be read. The others are not affected.
rec-vault-record-damaged = Its bytes are kept. Restore your backup or add its key again, and the account is back (record { $id }).
err-vault-record-lost = Neither this record nor a key of it can be read.
rec-vault-record-lost = { $shell ->
    [terminal] Restore your backup or add its key again, and the account is back. If you have neither: sixboard remove { $id } --for-good
   *[window] Restore your backup or add its key again, and the account is back. If you have neither, remove it on the Codes page.
}
err-vault-record-newer = One record was written by a newer Sixboard.
rec-vault-record-newer = Update Sixboard on this computer to use it (record { $id }).
err-vault-key-item-missing = The keyring no longer has this account's secret key.
rec-vault-key-item-missing = The other accounts are not affected. Restore your backup or add the key again, and it is back.
err-vault-key-item-damaged = This account's secret key in the keyring cannot be read.
rec-vault-key-item-damaged = The other accounts are not affected. Restore your backup or add the key again, and it is back.

## Keyring and disk

err-keyring-none = This computer has no keyring running.
rec-keyring-none = Sixboard keeps keys in the system's keyring. Sign out and in again, or ask IT to install one (GNOME Keyring or KWallet).
err-keyring-not-set-up = This computer's keyring has not been set up yet.
rec-keyring-not-set-up = Sixboard keeps keys in it. Sign out and in again; if it stays so, make a keyring called 'Login' in your computer's program for passwords and keys, or ask IT.
err-keyring-refused = The keyring stayed locked: its question was closed or not answered.
rec-keyring-refused = Try again, and type the keyring's password (usually the one you sign in to this computer with) when your computer asks. Nothing was changed.
err-keyring-locked = The keyring is locked.
rec-keyring-locked = Unlock it when your computer asks, then try again. Nothing was changed.
err-keyring-waiting = The keyring is waiting for you.
rec-keyring-waiting = Look for a window of your computer that asks for a password, answer it, then try again.
err-keyring-too-large = The keyring does not take an item of this size.
rec-keyring-too-large = Nothing was added. Tell us which service gave you this key.
err-keyring-failed = The keyring did not work: { $cause }.
rec-keyring-failed = Nothing was changed. { $shell ->
    [terminal] Run the self-test (sixboard doctor) for details.
   *[window] Try again. If it stays so, run the self-test in Settings, or ask IT about the keyring.
}
err-keyring-forgets = The keyring did not keep what was written to it.
rec-keyring-forgets = Nothing was added. { $shell ->
    [terminal] Run the self-test (sixboard doctor), or ask IT about the keyring.
   *[window] Run the self-test in Settings, or ask IT about the keyring.
}
err-disk-full = The disk is full.
rec-disk-full = Nothing was lost. Free some space and try again.
err-disk-read-only = The folder { $path } cannot be written to.
rec-disk-read-only = Nothing was changed. { $shell ->
    [terminal] Ask IT for permission to write there, or use --profile with another folder.
   *[window] Ask IT for permission to write there.
}
err-disk-failed = The disk did not work: { $cause }.
rec-disk-failed = Nothing was changed. { $shell ->
    [terminal] Run the self-test (sixboard doctor) for details.
   *[window] Try again. If it stays so, ask IT about the disk.
}
err-no-memory = This computer does not have enough free memory to check a passphrase.
rec-no-memory = Close other programs and try again.
err-no-folder = This computer names no folder for local data.
rec-no-folder = { $shell ->
    [terminal] Use --profile DIR to name one.
   *[window] Ask IT to set up your home folder, then start Sixboard again.
}

## Accounts

err-account-of-firm = '{ $label }' is the firm's: it is not removed here alone.
rec-account-of-firm = An administrator takes it from a team or a person. Nothing was changed.
err-account-label-taken = Name already used. '{ $label }' is there since { $since }.
rec-account-label-taken = { $add ->
    [office] Add the office, such as '{ $example }'.
   *[more] Add what tells the two apart, such as the team.
} Nothing was changed.
err-account-label-empty = The name is empty.
rec-account-label-empty = Give the account a name, such as 'HMRC online services – VAT – Leeds'.
err-account-label-long = The name is too long. { $most } characters are the most.
rec-account-label-long = Shorten it.
err-account-label-invisible = The name has a character that cannot be seen.
rec-account-label-invisible = Type the name instead of pasting it.
err-account-same-key = Already here as '{ $label }'. Nothing was changed.
rec-account-same-key = Rename '{ $label }' if you want another name.
err-account-replace-undecided = '{ $label }' has a new key that is not confirmed.
rec-account-replace-undecided = Say first whether the service accepted it. Both keys are kept until then.
err-account-not-new = This is a key that '{ $label }' has already, or had before: it replaces nothing.
rec-account-not-new = Ask the service for a new key, and put that in. Nothing was changed.
err-account-nothing-to-confirm = '{ $label }' has no new key to confirm.
rec-account-nothing-to-confirm = Nothing to do.
err-account-not-found = { $shell ->
    [terminal] No account is called '{ $label }'.
   *[window] This account is no longer here.
}
rec-account-not-found = { $shell ->
    [terminal] See the list of names with: sixboard list
   *[window] It may have been removed meanwhile. See Recently removed in Settings.
}
err-account-ambiguous = More than one account fits '{ $label }': { $labels }.
rec-account-ambiguous = { $shell ->
    [terminal] Type the whole name, or the ID: sixboard list.
   *[window] Type the whole name.
}
err-account-not-removed = '{ $label }' is not in the list of removed accounts.
rec-account-not-removed = { $shell ->
    [terminal] Remove it first.
   *[window] It may have been put back meanwhile. Nothing was changed.
}
err-account-hint-length = Only the last four characters of the user ID, letters or digits.
rec-account-hint-length = Type four, or leave it empty. A whole user ID must not be kept beside a key.
err-account-label-key = This name holds what looks like a secret key.
rec-account-label-key = Names are shown to everybody who uses the account. Put the key into the field for the key, and word the name differently.
err-account-note-password = This note looks like a password or a key.
rec-account-note-password = Keep passwords somewhere else: whoever sees both could sign in. Word the note differently.
err-account-note-long = The note is too long. { $most } characters are the most.
rec-account-note-long = Shorten it.
err-account-key-long = The secret key is longer than { $most } bytes.
rec-account-key-long = Check that only the key was copied. Nothing was added.
err-account-no-hint = No user ID is noted for this account.
rec-account-no-hint = Add its last four characters in the account's details.

err-account-not-counter = This account's codes change with time, not with use.
rec-account-not-counter = Wait for the next code.
err-account-counter-time = This account's codes change with use, not with time.
rec-account-counter-time = { $shell ->
    [terminal] Leave out --at and --next.
   *[window] Take a new code instead.
}
err-account-counter-spent = No more codes can be made with this key.
rec-account-counter-spent = Get a new key at the service.
err-account-service-unknown = No service is called '{ $service }'.
rec-account-service-unknown = Choose one of the list.
err-settings-contact-long = Two contacts of { $most } characters each are the most.
rec-settings-contact-long = Shorten them.
err-settings-damaged = Your settings cannot be read. The usual ones apply.
rec-settings-damaged = Your accounts and keys are not affected. Look at the settings and save them again.
err-page-none = No sign-in page is known for this account.
rec-page-none = Choose its service, or open the page as usual.
err-page-failed = The browser could not be opened.
rec-page-failed = Open { $page } yourself.
err-draft-gone = What was read is no longer here.
rec-draft-gone = Read it again. Nothing was added.
err-clipboard-failed = The clipboard cannot be used.
rec-clipboard-failed = Type the code instead.

## Secret keys

err-key-empty = No secret key.
rec-key-empty = Paste or type the secret key that the service shows.
err-key-too-short = Not a secret key. It is too short.
rec-key-too-short = Copy all of it: services show 16 characters or more.
err-key-too-long = Not a secret key. It is too long.
rec-key-too-long = Copy only the key.
err-key-looks-like-code = This is a code, not a secret key.
rec-key-looks-like-code = The secret key is longer, with letters. The service shows it beside or under its QR code.
err-key-looks-like-uri = This is an address, not a secret key alone.
rec-key-looks-like-uri = { $shell ->
    [terminal] Paste it where a whole otpauth address is asked for (--uri -).
   *[window] Copy all of it, from otpauth:// on, and paste it again.
}
err-key-padding = Not a secret key. It has an equals sign in its middle.
rec-key-padding = Copy the key again, all of it and nothing else.
err-key-character = Not a secret key. It has letters A–Z and numbers 2–7 only; character { $position } is '{ $found }'.
rec-key-character = Compare it with what the service shows.
err-key-zero-is-o = Not a secret key. It has letters A–Z and numbers 2–7 only; character { $position } is '0'.
rec-key-zero-is-o = '0' may be the letter O.
err-key-one-is-i-or-l = Not a secret key. It has letters A–Z and numbers 2–7 only; character { $position } is '1'.
rec-key-one-is-i-or-l = '1' may be I or L.
err-key-eight-is-b = Not a secret key. It has letters A–Z and numbers 2–7 only; character { $position } is '8'.
rec-key-eight-is-b = '8' may be the letter B.
err-key-no-nine = Not a secret key. It has letters A–Z and numbers 2–7 only; character { $position } is '9'.
rec-key-no-nine = Compare it with what the service shows.
err-text-too-long = The text is too long.
rec-text-too-long = Paste one address, or name a smaller file.
err-text-line-broken = The address is broken over two lines.
rec-text-line-broken = Put it on one line, so that no part of the key is lost.

## otpauth addresses

err-uri-not-a-uri = Not a set-up code for an authenticator.
rec-uri-not-a-uri = It should begin with otpauth://. Choose "authenticator app" at the service to get one.
err-uri-too-long = The address is too long.
rec-uri-too-long = Copy it again, all of it and nothing else.
err-uri-scheme = Not a set-up code for an authenticator. It begins with '{ $value }'.
rec-uri-scheme = Choose "authenticator app" at the service to get one that begins with otpauth://.
err-uri-phonefactor = This QR code sets up Microsoft's own push approval, not a code.
rec-uri-phonefactor = On Microsoft's page choose "I want to use a different authenticator app", and read the QR code it shows then.
err-uri-migration = This is a transfer code of Google Authenticator, not one account.
rec-uri-migration = Read it where several accounts can be chosen.
err-uri-motp = mOTP codes need a PIN and MD5. Sixboard does not make them.
rec-uri-motp = Ask the service for a standard authenticator code (TOTP).
err-uri-yaotp = Yandex codes need a PIN. Sixboard does not make them.
rec-uri-yaotp = Use Yandex's own app for this account.
err-uri-type = The type of code '{ $value }' is not known.
rec-uri-type = It should be totp, hotp or steam. Get a new QR code at the service.
err-uri-secret-missing = The secret key is missing from it.
rec-uri-secret-missing = Get a new QR code at the service.
err-uri-secret-short = The secret key in it is too short.
rec-uri-secret-short = Get a new QR code at the service.
err-uri-secret-escape = The secret key in it is damaged.
rec-uri-secret-escape = Copy the address again, or get a new QR code at the service.
err-uri-secret-padding = The secret key in it has an equals sign in its middle.
rec-uri-secret-padding = Copy the address again, or get a new QR code at the service.
err-uri-secret-character = The secret key in it has a character that is not A–Z or 2–7.
rec-uri-secret-character = Copy the address again, or get a new QR code at the service.
err-uri-conflict = It says two different things about '{ $field }'.
rec-uri-conflict = Sixboard does not guess. Get a new QR code at the service.
err-uri-key-in-name = This looks like two set-up codes in one.
rec-uri-key-in-name = Add them one at a time, each on a line of its own.
err-uri-algorithm = This service's codes are of a kind Sixboard cannot make: the algorithm is '{ $value }'.
rec-uri-algorithm = Sixboard makes SHA1, SHA256 and SHA512 codes. Another one would give wrong codes.
err-uri-digits = This service's codes are of a kind Sixboard cannot make: 'digits={ $value }' is not a number from 1 to 10.
rec-uri-digits = Sixboard does not guess. Get a new QR code at the service.
err-uri-period = This service's codes are of a kind Sixboard cannot make: 'period={ $value }' is not a number of seconds from 1 to 86400.
rec-uri-period = Sixboard does not guess. Get a new QR code at the service.
err-uri-counter = This service's codes are of a kind Sixboard cannot make: 'counter={ $value }' is not a counter.
rec-uri-counter = Sixboard does not guess. Get a new QR code at the service.
err-uri-encoder = This service's codes are of a kind Sixboard cannot make: the encoder is '{ $value }'.
rec-uri-encoder = Get a new QR code at the service.
err-uri-steam = It says Steam, and something else about '{ $field }'.
rec-uri-steam = Sixboard does not guess. Get a new QR code at the service.

## Transfer codes of Google Authenticator

err-migration-not-migration = Not a transfer code.
rec-migration-not-migration = In Google Authenticator choose "Transfer accounts", then "Export".
err-migration-too-long = The transfer code is too long.
rec-migration-too-long = Make a new one in Google Authenticator.
err-migration-data-missing = The transfer code is empty.
rec-migration-data-missing = Make a new one in Google Authenticator.
err-migration-data-conflict = The transfer code says two different things.
rec-migration-data-conflict = Make a new one in Google Authenticator.
err-migration-base64 = The transfer code is damaged.
rec-migration-base64 = Make a new one in Google Authenticator.
err-migration-damaged = The transfer code is damaged or cut off.
rec-migration-damaged = Make a new one in Google Authenticator.
err-migration-empty = The transfer code holds no accounts.
rec-migration-empty = Choose accounts in Google Authenticator and make a new one.
err-migration-entry-damaged = This entry is damaged.
rec-migration-entry-damaged = Add it by itself, with a new QR code from its service. The others are not affected.
err-migration-entry-secret-missing = This entry has no secret key.
rec-migration-entry-secret-missing = Add it by itself, with a new QR code from its service. The others are not affected.
err-migration-entry-md5 = This entry uses MD5, which Sixboard does not make.
rec-migration-entry-md5 = Ask its service for a new QR code. The others are not affected.
err-migration-entry-algorithm = This entry's algorithm is not known.
rec-migration-entry-algorithm = Add it by itself, with a new QR code from its service. The others are not affected.
err-migration-entry-digits = This entry's number of digits is not known.
rec-migration-entry-digits = Add it by itself, with a new QR code from its service. The others are not affected.
err-migration-entry-type = This entry's type of code is not known.
rec-migration-entry-type = Add it by itself, with a new QR code from its service. The others are not affected.
err-migration-entry-counter = This entry's counter is not one.
rec-migration-entry-counter = Add it by itself, with a new QR code from its service. The others are not affected.

## Pictures

err-qr-no-code-found = { $where ->
    [screen] No QR code on your screens.
   *[picture] No QR code in that picture.
}
rec-qr-no-code-found = { $where ->
    [screen] Make the service's page bigger and try again.
   *[picture] Make the service's page bigger, take the picture again, and use that.
}
err-qr-no-picture-on-clipboard = There is no picture on the clipboard.
rec-qr-no-picture-on-clipboard = Copy the QR code as a picture first, or take a screenshot.
err-qr-clipboard-unavailable = The clipboard cannot be read.
rec-qr-clipboard-unavailable = Save the picture as a file and use that.
err-qr-not-a-picture = That file is not a picture.
rec-qr-not-a-picture = Choose a PNG or JPEG picture.
err-qr-unsupported-picture = { $format } files cannot be read here.
rec-qr-unsupported-picture = Save it as PNG or JPEG, or show it on the screen and use "Select it on screen".
err-qr-damaged-picture = The picture is damaged or cut off.
rec-qr-damaged-picture = Save or send it again.
err-qr-picture-too-large = The picture is too large.
rec-qr-picture-too-large = Cut out the part with the QR code.
err-qr-no-screen = There is no screen to read.
rec-qr-no-screen = Save the QR code as a picture and use that.
err-qr-screen-refused = A picture of the screen was not allowed.
rec-qr-screen-refused = Allow it when your computer asks, or save the QR code as a picture and use that.
err-qr-screen-unreadable = The screen cannot be read.
rec-qr-screen-unreadable = Save the QR code as a picture and use that.
err-qr-file-unreadable = That file cannot be read.
rec-qr-file-unreadable = Check that it is there and that you may open it.
err-qr-took-too-long = Looking for a QR code took too long.
rec-qr-took-too-long = Cut out the part of the picture with the QR code.
err-qr-cannot-draw = This is too much for one QR code.
rec-qr-cannot-draw = Use the secret key as text instead.
err-qr-reader-failed = The reader of pictures stopped.
rec-qr-reader-failed = Try again. If it happens again, that is our bug: please report it.

## Backup

err-backup-not = That file is not a Sixboard backup.
rec-backup-not = Choose a file that ends in .sixboard-backup.
err-backup-cut = The backup file is cut off.
rec-backup-cut = It may not have been copied completely. Copy it again, or use an earlier one.
err-backup-damaged = The backup file is damaged.
rec-backup-damaged = Copy it again, or use an earlier one. Nothing was changed.
err-backup-passphrase = Wrong passphrase for this backup.
rec-backup-passphrase = Use the passphrase that was set when the backup was made.
err-backup-incomplete = { $count } of the keys here cannot be read, and the file that is there may hold them. It was not replaced.
rec-backup-incomplete = Keep that file, and give the new backup another name.
err-backup-newer = A newer Sixboard wrote this backup.
rec-backup-newer = Update Sixboard on this computer, then restore again.
err-backup-file = The backup file cannot be opened or written: { $cause }.
rec-backup-file = Choose another folder, or check that you may write there.

## How codes are made

err-params-algorithm = This service's codes are of a kind Sixboard cannot make: the algorithm is '{ $value }'.
rec-params-algorithm = Sixboard makes SHA1, SHA256 and SHA512 codes. Another one would give wrong codes.
err-params-digits = This service's codes are of a kind Sixboard cannot make: a code has 1 to 10 digits, not { $value }.
rec-params-digits = Most services use 6. Leave it out unless the service says otherwise.
err-params-period = This service's codes are of a kind Sixboard cannot make: a code lasts 1 to 86400 seconds, not { $value }.
rec-params-period = Most services use 30. Leave it out unless the service says otherwise.
err-params-not-of-kind = There is no { $field } to choose for { $kind } codes.
rec-params-not-of-kind = { $shell ->
    [terminal] Leave out --{ $field }.
   *[window] Leave it out.
}
err-params-differs = The service says { $field } { $said }, and you say { $asked }.
rec-params-differs = { $shell ->
    [terminal] Leave out --{ $field }
   *[window] Leave it out
}: only what the service says gives codes that it accepts.

## The command line

err-cli-backup-passphrase = A backup has a passphrase of its own.
rec-cli-backup-passphrase = Name a file that holds it with --backup-passphrase-file, or - for standard input. (--passphrase-file is for the vault.)
err-cli-declined = Nothing was changed.
rec-cli-declined = Answer y, or use --yes, to go on.
err-cli-file = The file { $path } cannot be read: { $cause }.
rec-cli-file = Check its name, and that you may open it.
err-cli-input = Standard input cannot be read: { $cause }.
rec-cli-input = Use a file instead, or pipe the text in again.
err-cli-input-twice = Standard input can be read only once.
rec-cli-input-twice = Use - for one of them, and a file for the other.
err-cli-new-key-needed = The new key is missing.
rec-cli-new-key-needed = Give it with --qr FILE, --key - or --uri -. Steps at the service are kept for accounts of the firm only. Nothing was changed.
err-cli-new-passphrase-file = This vault has no passphrase that --passphrase-file could name.
rec-cli-new-passphrase-file = To set one, use --new-passphrase-file FILE. Nothing was changed.
err-cli-no-terminal = A QR code is drawn only on a terminal that somebody sits at.
rec-cli-no-terminal = To have it as a picture, name a file with --out FILE.png. Nothing was changed.
err-cli-not-text = { $path } is not text.
rec-cli-not-text = Check that it is the right file. Text must be UTF-8.
err-cli-not-shown = What is shown only this once could not be written: { $cause }.
rec-cli-not-shown = Nothing was changed. Have all of it printed, to the screen or into a file.
err-cli-nothing-in-it = There is no account in it.
rec-cli-nothing-in-it = Copy the whole set-up code of the service, or all of its picture.
err-cli-output = The result could not be written: { $cause }.
rec-cli-output = What was asked for may be done all the same: look before you repeat it.
err-cli-passphrases-differ = The two passphrases differ.
rec-cli-passphrases-differ = Nothing was changed. Type the same one twice.
err-cli-pick = There is no account number { $pick } in it.
rec-cli-pick = Choose one of 1 to { $count }: { $accounts }.
err-cli-digits-needed = The digits are missing.
rec-cli-digits-needed = Give them with --digits.
err-cli-sheets-needed = The words of both sheets are missing.
rec-cli-sheets-needed = Give --sheets-file FILE, with one sheet a line, or --sheets-file - for standard input.
err-cli-sign-in-needed = A sign-in is needed, and nobody can be asked for it.
rec-cli-sign-in-needed = Give --sign-in-file FILE, or --sign-in-file - for standard input.
err-cli-several = It holds { $count } accounts: { $accounts }.
rec-cli-several = Add them one by one, each under its own name, with --pick and its number.
err-cli-write = The file { $path } cannot be made: { $cause }.
rec-cli-write = Choose a folder that you may write to, and a name that is not taken. Nothing was changed.
err-cli-yes-needed = This needs a yes.
rec-cli-yes-needed = Say it with --yes. Nothing was changed.

cli-backup-reader-passphrase = Name a file that holds it with --passphrase-file, or - for standard input.
cli-invite-not-shown = The invite is open all the same, and its code is lost. Close it, then invite again: sixboard invite '{ $name }' --close
cli-label-taken = Choose another name{ $known ->
    [yes] , such as '{ $suggestion }'
   *[no] {""}
}. If the service gave you a new key for '{ $label }', use --replace: the old key is kept until you confirm the new one.
cli-recover = On the command line: sixboard recover, then sixboard restore FILE.
cli-whole-name = Did you mean '{ $label }'? Type the whole name, so that the right account is changed.
cli-warn-code-shown = A code typed into a command stays in the shell's history and can be seen in the list of running programs.
cli-warn-code-shown-next = Leave it out and paste it when asked, or pipe it in. Where others use this computer, ask for a new invite.
cli-warn-copied-lately = You copied a code of { $name } a moment ago. If it was refused:
cli-warn-copied-lately-next = Right account? { $hint ->
    [none] Compare the name with the sign-in page.
   *[known] The user ID ends in { $hint }.
} { $kind ->
    [counter] A counter code works once: use this new one.
   *[timed] Wait for a new code, since a service may not take the same one twice.
} { $key ->
    [first] Was the key replaced at the service? Then it needs the new one: sixboard add --replace
    [pending] The new key is not confirmed: if the service still has the old key, sixboard confirm --refused brings it back.
   *[replaced] The key was replaced on { $since }: you have it.
}
cli-warn-key-shown = Keys typed into a command stay in the shell's history and can be seen in the list of running programs.
cli-warn-key-shown-next = Use - instead and paste it when asked, or pipe it in. Consider a new key from the service.
cli-warn-passphrase-file = Other people on this computer can read the passphrase file { $path }.
cli-warn-passphrase-file-next = Take their permission away: chmod 600
cli-warn-sheets-file = Other people on this computer can read { $path }.
cli-warn-sheets-file-next = Delete it, or let only yourself read it: chmod 600. Who has both sheets can take the firm over.
cli-warn-sign-in-file = Other people on this computer can read { $path }.
cli-warn-sign-in-file-next = Let only yourself read it: chmod 600. It is not needed any more once the sign-in is in the keyring.

## Our own fault

err-bug-unexpected = Something went wrong. Your codes are safe.
rec-bug-unexpected = Reference { $reference }. That is our bug: please report it, with the reference.

## Self-test

check-keyring = Keyring
check-keyring-ok = Keys can be stored and read back.
check-clock = Clock
check-clock-ok = The computer keeps its clock in step.
check-clock-unknown = Can't check the clock offline. If a code is refused, use your backup method.
check-clock-off = The computer does not keep its clock in step. Ask IT to switch on automatic time.
check-clock-back = The clock is behind: it says { $now }, but the vault was used on { $last }. Codes will be wrong. Ask IT to fix the PC's clock.
check-folder = Folder
check-folder-ok = The vault's folder can be written to: { $path }
check-records = Accounts
check-records-ok = Every account can be read ({ $count }).
check-records-bad = { $count } records cannot be read. The others are not affected.
check-records-locked = Locked: the accounts were not looked at.
check-records-absent = There is no vault here yet.
check-use = Record of use
check-use-ok = Which of the firm's codes are copied here can be recorded.
check-use-damaged = Records of which codes were copied here were damaged, and were begun anew. What could not be read is kept in the vault's file. Days that were sent to the firm's store before are not affected.

## Advice

caution-client-name = Don't put client names in labels. And never a client's own sign-in: HMRC forbids sharing it.
caution-own-account = This looks like one person's own account. Never share it: everybody needs their own.

## Remarks on a key

note-key-length-odd = The key has an odd length. Check that no character is missing.
note-key-spare-bits = The last character of the key holds spare bits, which are not used.
note-key-short = The key is short. The service chose it; it works.
note-name-missing = It names no service and no account. Give it a name.
note-counter-missing = It gives no counter, so it starts at 0.
note-steam-by-issuer = Read as a Steam code, because the issuer is Steam.

## The firm

err-firm-address = This cannot be the address of the firm's folder: { $cause }.
rec-firm-address = Give the full path of a folder, or an address such as https://cloud.firm.example/dav/firm/ or postgres://server/database. Nothing was changed.
err-firm-alarms = Something in the firm's record, or its folder, is not as it should be.
rec-firm-alarms = Your codes still work. Show the warnings to an administrator.
err-firm-behind = The firm's folder has work of this device that is not here. The vault was put back to an earlier state.
rec-firm-behind = { $shell ->
    [terminal] Run sixboard sync, then try again. Nothing was changed.
   *[window] Press 'Sync now', then try again. Nothing was changed.
}
err-firm-bounds = A value is longer or larger than the firm's list can hold.
rec-firm-bounds = Shorten the name or the note, then try again. Codes need 5 digits or more to be shared. Nothing was changed.
err-firm-counter = The codes of this account come from a counter, and cannot be shared: two people would use up each other's codes.
rec-firm-counter = Ask the service for codes that come from the clock. Nothing was changed.
err-firm-damaged = Part of the firm's data on this computer is damaged.
rec-firm-damaged = Your codes still work. Ask an administrator to take this device out of use and to invite it again.
err-firm-device-key-damaged = This device's own key for the firm cannot be read from the keyring.
rec-firm-device-key-damaged = Your codes still work. Restore the keyring from your computer's backup, or ask an administrator to invite this device again.
err-firm-device-key-missing = The keyring no longer has this device's own key for the firm.
rec-firm-device-key-missing = Your codes still work. Switch back to your former keyring, or ask an administrator to invite this device again.
err-firm-exists = This vault is in a firm already, or waits to be let in.
rec-firm-exists = { $shell ->
    [terminal] See sixboard firm status. For another firm use another vault: --profile DIR. Nothing was changed.
   *[window] Nothing was changed. One vault is in one firm.
}
err-firm-keep-use = Records of use are kept for { $least } to { $most } months.
rec-firm-keep-use = Choose a number between them. Nothing was changed.
err-firm-left = This vault left the firm while Sixboard was at work on it.
rec-firm-left = Nothing of that work was kept. If the vault is in another firm now, try again there.
err-firm-name = The name is empty, or longer than { $most } characters.
rec-firm-name = Give a name that people will know. Nothing was changed.
err-firm-no-device = No device in use is called '{ $name }'.
rec-firm-no-device = { $shell ->
    [terminal] See sixboard devices.
   *[window] Look at the list again: it may have changed.
}
err-firm-no-person = Nobody in the firm is called '{ $name }'.
rec-firm-no-person = { $shell ->
    [terminal] See sixboard people.
   *[window] Look at the list again: it may have changed.
}
err-firm-no-team = No team is called '{ $name }'.
rec-firm-no-team = { $shell ->
    [terminal] See sixboard team list.
   *[window] Look at the list again: it may have changed.
}
err-firm-no-promotion = Nobody can be made less than they are.
rec-firm-no-promotion = Remove the person, then invite them anew as what they are to be. Nothing was changed.
err-firm-none = This vault is in no firm.
rec-firm-none = { $shell ->
    [terminal] Set one up with sixboard firm create, or join one with sixboard join.
   *[window] Set one up, or join one, in Settings.
}
err-firm-not-arrived = Something that this needs has not arrived from the firm yet.
rec-firm-not-arrived = { $shell ->
    [terminal] Run sixboard sync in a while, then try again. Nothing was changed.
   *[window] Press 'Sync now' in a while, then try again. Nothing was changed.
}
err-firm-not-shared = '{ $label }' is not shared with them.
rec-firm-not-shared = { $shell ->
    [terminal] See sixboard team list. Nothing was changed.
   *[window] Look at the account again: it may have changed. Nothing was changed.
}
err-firm-not-yours = This is not for you to do in the firm.
rec-firm-not-yours = Ask an administrator who has been one for longer. Nothing was changed.
err-firm-passphrase = Only your sign-in to this computer protects this vault. Administrators must set a passphrase or PIN.
rec-firm-passphrase = { $shell ->
    [terminal] Set one with sixboard passphrase, then try again.
   *[window] Set one in Settings, under Locking, then try again.
}
err-firm-passphrase-stays = You are an administrator of a firm, and administrators must have a passphrase or PIN.
rec-firm-passphrase-stays = Nothing was changed. You can change it for another one.
err-firm-person-taken = Somebody in the firm is called '{ $name }' already.
rec-firm-person-taken = { $shell ->
    [terminal] For another person add a second name. For another device of the same person use --further-device.
   *[window] For another person add a second name. For another device of the same person, open the person and press 'Add a device'.
}
err-firm-place-empty = There is no firm in '{ $address }'.
rec-firm-place-empty = Look whether the address is right and the drive is connected. Nothing was changed.
err-firm-place-other = This firm is not in '{ $address }'.
rec-firm-place-other = { $shell ->
    [terminal] Ask an administrator for the address: sixboard firm status shows it.
   *[window] Ask an administrator for the address.
} Nothing was changed.
err-firm-place-taken = There is something of a firm in '{ $address }' already.
rec-firm-place-taken = To join that firm ask its administrator for an invite. To set up another one choose an empty folder. Nothing was changed.
err-firm-removed = This device was removed from the firm.
rec-firm-removed = The firm's codes are gone from it. Your own accounts are as they were. If this is a mistake, ask an administrator.
err-firm-second-administrator = The firm needs a second administrator before anything is shared or anybody is put into a team.
rec-firm-second-administrator = { $shell ->
    [terminal] Invite one: sixboard invite NAME --role administrator. With one alone, the firm could be locked out. Nothing was changed.
   *[window] Invite one on the People page. With one alone, the firm could be locked out. Nothing was changed.
}
err-firm-several-devices = Several devices are called '{ $name }'.
rec-firm-several-devices = { $shell ->
    [terminal] Give the ID instead: sixboard devices.
   *[window] Open the person, and choose the device there. Nothing was changed.
}
err-firm-several-people = Several people are called '{ $name }'.
rec-firm-several-people = { $shell ->
    [terminal] Give the ID instead: sixboard people --json.
   *[window] Open the person and use the switches there. Nothing was changed.
}
err-firm-several-teams = Several teams are called '{ $name }'.
rec-firm-several-teams = { $shell ->
    [terminal] Give the ID instead: sixboard team list --json.
   *[window] Make a team with another name. Nothing was changed.
}
err-firm-stopped = Stopped.
rec-firm-stopped = { $shell ->
    [terminal] What came until then is kept. Run it again to go on.
   *[window] What came until then is kept. Press 'Sync now' to go on.
}
err-firm-team-taken = There is a team called '{ $name }' already.
rec-firm-team-taken = Choose another name. Nothing was changed.
err-firm-too-much = This is too much for one step.
rec-firm-too-much = Do it in several steps. Nothing was changed.
err-firm-twice = This device exists twice: its vault was copied, or put back to an earlier state.
rec-firm-twice = Your codes still work. Ask another administrator to take this device out of use and to invite it again.
err-firm-unknown = The firm does not have this any more.
rec-firm-unknown = { $shell ->
    [terminal] Run sixboard sync, and look again. Nothing was changed.
   *[window] Press 'Sync now', and look again. Nothing was changed.
}
err-firm-waiting = Nobody has let this device in yet.
rec-firm-waiting = { $shell ->
    [terminal] Read the digits to your administrator (sixboard firm status shows them), then run sixboard sync.
   *[window] Read the digits to your administrator. They are in Settings, under Firm.
}
err-firm-wrong-key = A key from the firm does not match its record.
rec-firm-wrong-key = It was not taken in. Tell your administrators: somebody gave people different keys.

## Work that did not count

void-account = A new account
void-details = Another name or note of '{ $name }'
void-device = Letting in the device '{ $name }'
void-firm = The firm's name and rules: '{ $name }'
void-key = A new key of '{ $name }'
void-person = '{ $name }' as a person of the firm
void-place = Moving the firm to '{ $name }'
void-role = Another role of '{ $name }'
void-share = Sharing '{ $name }' with a team
void-team = The team '{ $name }'
void-team-people = Who is in the team '{ $name }'
void-unshare = Sharing '{ $name }' with a team no more
void-use = Putting '{ $name }' away, or back

## The log

err-log-file = The file cannot be written: { $cause }.
rec-log-file = Choose another folder, or check that you may write there.
err-log-no-account = The firm has no account called '{ $label }'.
rec-log-no-account = { $shell ->
    [terminal] See sixboard holders for its accounts.
   *[window] Choose one of the list.
}
err-log-no-kind = Nothing in the log is called '{ $kind }'.
rec-log-no-kind = { $shell ->
    [terminal] See sixboard audit --json: "what" of each line is its name. The first part will do, such as 'given' or 'key'.
   *[window] Choose one of the list.
}
err-log-not-yours = Others' lines in the log are for administrators and auditors.
rec-log-not-yours = Your own are there for you to read. Ask an administrator for more.
err-log-several-accounts = More than one account of the firm is called '{ $label }'.
rec-log-several-accounts = { $shell ->
    [terminal] Use its ID: sixboard holders --json
   *[window] Rename one of them.
}

err-audit-beside = What the file says of its maker, its accounts or the firm's name is not what its entries say.
rec-audit-beside = It was changed after it was made. Do not rely on it; ask for a new one.
err-audit-column = Entry { $entry } says something else than its column '{ $column }'.
rec-audit-column = The file was changed after it was made. Do not rely on it; ask for a new one.
err-audit-entry = Entry { $entry } does not hold: { $fault }.
rec-audit-entry = The file was changed, or is not whole. Do not rely on it; ask for a new one.
err-audit-newer = A newer Sixboard made this file, or another program.
rec-audit-newer = Check it with the newest Sixboard.
err-audit-not = This is not an exported log, or it was changed at line { $line }.
rec-audit-not = { $shell ->
    [terminal] Make a new one: sixboard audit export FILE
   *[window] Ask for a new one.
}
err-audit-other-firm = The file is of another firm: its first entry is another one.
rec-audit-other-firm = Ask for the file of the firm that you mean, and compare the first entry again.
err-audit-unreadable = The file cannot be opened: { $cause }.
rec-audit-unreadable = Check that it is still there, and that you may open it.
err-audit-whole = The file does not hold: { $fault }.
rec-audit-whole = It was changed, or is not whole. Do not rely on it; ask for a new one.
err-report-account = This report is of one account, and none was named.
rec-report-account = { $shell ->
    [terminal] Name it: --account LABEL
   *[window] Choose one.
}
err-report-none = There is no report called '{ $name }'.
rec-report-none = Choose one of: { $known }.

fault-broken = its device signed it against the rules
fault-checkpoint = it states the firm otherwise than the entries give it
fault-content = its content does not open with the key beside it
fault-label = an account's label does not open
fault-malformed = it is not well-formed, or of another firm
fault-missing = an entry that it follows is missing
fault-needs-update = a newer Sixboard wrote it
fault-not-first = the firm's first entry is not where it should be
fault-order = it is not in its place
fault-signature = its device did not sign it
fault-statement = whose device made the file did not sign that it is so, and whole
fault-unknown-device = no entry let its device in

log-appointed = Appointed { $name }
log-approved = Approved that { $name } gets it
log-asked = Asked for approval: { $name }
log-copied-code = Copied a code
log-details = Changed name or note
log-device-added = Let in a device of { $name }
log-device-removed = Took out of use: { $name }
log-exported = Exported or printed the secret key
log-firm-named = Set the firm's name: { $name }
log-founded = Set up the firm { $name }
log-given-destroyed = Noted as destroyed: copy of { $name }
log-given-export = Exported for { $name }
log-given-file = Gave as a file to { $name }
log-given-lost = Noted as lost: copy of { $name }
log-given-other = Noted that { $name } has it by another route
log-given-paper = Gave on paper to { $name }
log-given-phone = Gave to a phone of { $name }
log-given-received = Noted as received by { $name }
log-given-returned = Noted as returned by { $name }
log-given-shown = Showed the secret key to { $name }
log-group-key = Made a new group key of { $name }
log-group-key-passed = Passed on the group key of { $name }
log-in-use = Put in use
log-kept-back = Kept back: it holds a sign-in
log-key-back = Put an old key in use again
log-key-confirmed = Noted that the service takes the key
log-key-new = Brought a new key
log-kit-new = Made a new recovery kit
log-kit-used = Used the recovery kit
log-leaving = Worked on a leaver (sealed)
log-leaving-answer = Answered a question about a leaver
log-leaving-begun = Began a leaver: { $name }
log-leaving-signed-off = Signed a leaver off
log-note = Wrote a remark
log-person = Named a person: { $name }
log-person-removed = Removed { $name } from the firm
log-place = Said where the firm's folder is: { $name }
log-put-away = Put away
log-read-notice = Read a notice
log-refused = Refused that { $name } gets it
log-rules = Set the firm's rules: { $name }
log-sealed = Sealed keys for { $name }
log-shared = Shared with { $name }
log-showed-code = Looked at a code
log-showed-key = Looked at the secret key
log-stated = Stated how the firm is
log-step-begun = Began to replace the key
log-step-method = Removed the old method at the service
log-step-method-not-needed = No old method to remove at the service
log-step-method-not-yet = Old method at the service still to be removed
log-step-password = Changed the password at the service
log-step-password-not-needed = Password needs no change
log-step-password-not-yet = Password still to be changed
log-step-put-off = Put off replacing the key
log-team = Named the team { $name }
log-team-joined = Put { $name } into a team
log-team-left = Took { $name } out of a team
log-unknown = Something that this Sixboard does not know
log-unshared = Shared no more with { $name }

route-administrator = this app, as an administrator
route-app = this app
route-export = an export
route-file = a file
route-other = another route
route-paper = paper
route-phone = a phone
route-shown = shown on the screen

## Invites

err-invite-burnt = Two different devices answered this invite: its code was stolen or passed on.
rec-invite-burnt = { $shell ->
    [terminal] Nobody is let in with it. Close it with sixboard invite NAME --close, then invite again, over a safer way.
   *[window] Nobody is let in with it. Close the invite, then invite again, over a safer way.
}
err-invite-code = This is not an invite code. One has 26 letters and numbers.
rec-invite-code = Check it with the person who gave it to you.
err-invite-digits = These are not the digits of the device that answered.
rec-invite-digits = { $shell ->
    [terminal] Nobody was let in. Let the person read them out again. If they still differ, somebody else answered: close the invite with sixboard invite NAME --close.
   *[window] Nobody was let in. Let the person read them out again. If they still differ, somebody else answered: press 'They don't match'.
}
err-invite-expired = The invite has expired.
rec-invite-expired = Ask for a new one.
err-invite-no-answer = Nobody has answered the invite of '{ $name }' yet.
rec-invite-no-answer = { $shell ->
    [terminal] Ask the person to run sixboard join, wait until the folder is in step, then try again.
   *[window] Ask the person to join, wait until the folder is in step, then try again.
}
err-invite-none = There is no open invite for '{ $name }' on this device.
rec-invite-none = { $shell ->
    [terminal] Invites are approved on the device that made them. See sixboard requests.
   *[window] Invites are approved on the computer that made them.
}
err-invite-not-shown = The code of this invite is not shown any more.
rec-invite-not-shown = A code is shown once. Close the invite, then invite again.
err-invite-not-there = The folder has no such invite.
rec-invite-not-there = Check the code and the folder. Perhaps the folder is not in step yet: wait a while, then try again.
err-invite-open = There is an open invite for '{ $name }' already.
rec-invite-open = { $shell ->
    [terminal] Use it, or close it with sixboard invite NAME --close. Nothing was changed.
   *[window] Use it, or close it on the People page. Nothing was changed.
}
err-invite-refused = What lies in the folder was not made for this code.
rec-invite-refused = Nothing was changed. Ask for a new invite.

## What went wrong in the firm

alarm-who = { $person }'s '{ $device }'
alarm-who-unknown = A device that is not in the firm
alarm-fork = { $who } may have been copied, or was put back to an earlier state. Take it out of use and invite it again.
alarm-broken = { $who } wrote something into the firm's record that no Sixboard writes. Take it out of use, and have the computer looked at before you invite it again.
alarm-needs-update = { $who } has a newer Sixboard, and wrote something that this one cannot read. Update Sixboard on this computer.
alarm-withheld = { $who } wrote something that has not arrived here for more than a day. See whether the firm's folder is in step on both computers.
alarm-rolled-back = { $who } wrote more than the firm's folder shows now, as if the folder was put back from a backup. Sixboard puts back what is missing. Ask who looks after the folder what happened.
alarm-ack-went-back = { $who } went back to an earlier state. Ask its person whether the computer was restored from a backup. If it was not, take it out of use and invite it again.
alarm-invite-burnt = Two different devices answered one invite: its code was stolen or passed on. Close that invite, then invite again and hand the code over unseen.
alarm-wrong-group-key = Keys that came from the firm are not the ones that were announced. Tell your administrators: somebody gave people different keys. Codes that you have still work.
alarm-wrong-commitment = A key that came from the firm is not the one that was announced. It was not taken in. Tell your administrators: somebody gave people different keys.
alarm-checkpoint-mismatch = { $who } knows the firm otherwise than this device does. Show this to another administrator before you change who is in the firm.
alarm-kit-used = The recovery kit was used. If nobody planned that, find out who has its sheets, and replace it.
alarm-use-broken = { $who } keeps a record of use that was altered. Ask its person about it. If nobody can explain it, take it out of use and invite it again.
alarm-disagreement = { $who } was shown another history of the firm than this device. Show this to another administrator before you change who is in the firm.
alarm-rule-lifted = { $who } switched off the rule that two administrators agree before a key leaves Sixboard. If that was not agreed, look in the log for what was given since.
alarm-unknown = Something in the firm's record is not as it should be, and this Sixboard has no words for it. Update Sixboard on this computer.

## The recovery kit

err-kit-count = A sheet has 24 words.
rec-kit-count = Type all of them, with spaces between.
err-kit-mixed = The words exist, but do not belong together: one is wrong, or two are swapped.
rec-kit-mixed = Compare them with the sheet, one by one.
err-kit-other = These sheets belong together, but are not this firm's recovery kit.
rec-kit-other = Look for the sheets that were made last. Nothing was changed.
err-kit-same = This is the same sheet twice.
rec-kit-same = The other sheet is needed too.
err-kit-typed = These are not those words of the sheet.
rec-kit-typed = Compare them with the paper, one by one. If it cannot be read, print the sheet again.
err-kit-unproven = The sheets of the recovery kit were not both proven.
rec-kit-unproven = Begin again, and type two words of each sheet back. Nothing was changed.
err-kit-word = Word { $place } is on no sheet.
rec-kit-word = Compare it with the sheet.

## The firm's folder

err-store-damaged = Something in the firm's folder cannot be read: { $cause }.
rec-store-damaged = Your codes still work. It is tried again with the next sync.
err-store-denied = The firm's folder does not permit it: { $cause }.
rec-store-denied = Your codes still work. Ask IT for the right to read and write in that folder.
err-store-full = The firm's folder is full: { $cause }.
rec-store-full = Your codes still work. Ask IT for more space; what waits goes out with the next sync.
err-store-gone = The firm's folder is not there: { $cause }.
rec-store-gone = Your codes still work. Connect to the network or the drive, { $shell ->
    [terminal] then run sixboard sync.
   *[window] then sync with the firm.
}
err-store-no-sign-in = The firm is in a folder, which wants no sign-in of ours.
rec-store-no-sign-in = Nothing to do. Who may use the folder is set where it is shared.
err-store-sign-in = The place of the firm's folder does not accept the sign-in: { $cause }.
rec-store-sign-in = Your codes still work. { $shell ->
    [terminal] Give the right one: sixboard firm sign-in.
   *[window] Sign in again in Settings, under Firm.
} If it has changed, ask an administrator for the new one.
err-store-sign-in-kind = This is not the sign-in that the place of the firm's folder wants: it wants { $wants }.
rec-store-sign-in-kind = { $shell ->
    [terminal] See sixboard firm sign-in --help for what a sign-in file holds. Nothing was changed.
   *[window] Look at what is asked for, and type it again. Nothing was changed.
}
err-store-sign-in-missing = The place of the firm's folder wants { $wants }, and this device has no sign-in for it.
rec-store-sign-in-missing = { $shell ->
    [terminal] Give it with --sign-in-file FILE, or for a firm that you are in: sixboard firm sign-in.
   *[window] Type it under the address; for a firm that you are in, in Settings, under Firm.
}
err-store-slow = The firm's folder does not answer in time: { $cause }.
rec-store-slow = Your codes still work. Try again later.
err-store-untrusted = The server of the firm's folder cannot prove who it is: { $cause }.
rec-store-untrusted = Your codes still work. Ask IT before you go on.

## Somebody leaves; keys that leave the program
err-account-rivals = Two new keys were captured for '{ $label }'.
rec-account-rivals = { $shell ->
    [terminal] See their codes with sixboard confirm LABEL --keys, try them at the service, and say which one it takes: sixboard confirm LABEL --key KEY
   *[window] Try the code of each at the service, and choose the one that it takes.
}
err-approval-none = No such request is waiting.
rec-approval-none = It may have been answered meanwhile. Nothing was changed.
err-firm-needs-approval = A second administrator has to approve this first: the firm's rules say so.
rec-firm-needs-approval = { $shell ->
    [terminal] Ask for it with: sixboard approval ask LABEL --to NAME --route ROUTE. Once it is approved, do this again.
   *[window] Ask for it here. Once it is approved, do this again.
}
err-firm-several-accounts = More than one account of the firm is called '{ $name }'.
rec-firm-several-accounts = { $shell ->
    [terminal] Give the ID instead: sixboard holders --json.
   *[window] Rename one of them. Nothing was changed.
}
err-given-auditor = { $name } is an auditor: auditors read the log, and see no keys.
rec-given-auditor = Give it to somebody else. If they are to have codes, make them staff first.
err-given-file = A file is at { $path } already.
rec-given-file = Choose another name. Nothing was given, and no file was changed.
err-given-none = Nothing was given out under '{ $number }'.
rec-given-none = { $shell ->
    [terminal] See what was given out with: sixboard handout list
   *[window] It may have been dealt with meanwhile. Nothing was changed.
}
err-given-not-shown = Nothing is shown any more.
rec-given-not-shown = A key is shown for a minute and the words of a file for five, and neither once the vault is locked. To show it again, give it again.
err-given-route = A key is given on a phone, on paper, in a file or by showing it.
rec-given-route = To share an account inside Sixboard, share it with a team or a person.
err-given-several = More than one sheet has the number { $number }: two administrators printed at the same time.
rec-given-several = { $shell ->
    [terminal] Give the ID instead: sixboard handout list --json.
   *[window] Choose it under Paper and phones. Nothing was changed.
}
err-leaver-account = This answer is about one account.
rec-leaver-account = Say which account it is about.
err-leaver-begun = Somebody has begun this already.
rec-leaver-begun = { $shell ->
    [terminal] See how far it is with: sixboard leaver status
   *[window] Open it under People, and go on from there.
}
err-leaver-key = The account has no key number { $key } here.
rec-leaver-key = { $shell ->
    [terminal] See its keys with: sixboard who LABEL. Without --key, the newest one that they had is meant.
   *[window] Choose one of its keys.
}
err-leaver-kind = People leave, move or are away; a device is lost.
rec-leaver-kind = Name the person, or for a lost device the device.
err-leaver-none = Nobody called '{ $name }' is leaving.
rec-leaver-none = { $shell ->
    [terminal] Begin it with: sixboard leaver start NAME
   *[window] Begin it under People.
}
err-leaver-not-done = Not signed off: something is left to do for { $name }.
rec-leaver-not-done = { $shell ->
    [terminal] See what with: sixboard leaver status NAME
   *[window] The list says what.
}
err-leaver-reason = An exception needs a reason.
rec-leaver-reason = Say in a few words why the key is not replaced. It is printed on the certificate.
err-leaver-several = Several people or devices called '{ $name }' are leaving.
rec-leaver-several = { $shell ->
    [terminal] Say which one by its ID: sixboard leaver status --json shows it.
   *[window] Open it from the list of leavers.
}
err-leaver-second = Not signed off: another administrator than the one who began it has to agree.
rec-leaver-second = Ask a second administrator to sign off for { $name }.
err-vault-unlock-again = This needs your passphrase or PIN again: somebody else may be at this computer.
rec-vault-unlock-again = Type it, and do this again within two minutes.

# What is left to do before somebody's leaving can be signed off.
left-remove = Remove them from the firm
left-keys = Replace the keys that they had
left-rivals = Say which of two new keys works
left-confirm = Say whether the service takes the new keys
left-passwords = Say whether the passwords were changed too
left-questions = Answer the questions
left-away = They are still away

err-certificate-changed = This certificate was changed after it was signed. The part that differs: { $part }.
rec-certificate-changed = Do not rely on it. Ask the firm for the certificate anew.
err-certificate-differs = This certificate says otherwise than the firm's log. The part that differs: { $part }.
rec-certificate-differs = Do not rely on it. Ask the firm for the certificate and the log anew, and who made this one.
err-certificate-file = The certificate cannot be written into that file: { $cause }.
rec-certificate-file = Choose another folder, or check that you may write there.
err-certificate-maker = Who made this certificate was neither administrator nor auditor of the firm then.
rec-certificate-maker = Do not rely on it. Ask an administrator of the firm for the certificate.
err-certificate-newer = This certificate was made by a newer Sixboard.
rec-certificate-newer = Update Sixboard, then check it again.
err-certificate-not = This is no certificate of Sixboard.
rec-certificate-not = Choose the file that ends in .json. In the PDF it is attached as certificate.json.
err-certificate-old-log = The log that is here is older than this certificate.
rec-certificate-old-log = { $shell ->
    [terminal] Ask the firm for an export that was made with the certificate or later, and check again.
   *[window] This computer has not heard of all that it rests on. Wait until it is in step with the firm, then check again.
}
err-certificate-other-log = The export of the log is of another firm than this certificate.
rec-certificate-other-log = Ask the firm that the certificate names for an export of its log.
err-certificate-signature = The signature under this certificate is not right.
rec-certificate-signature = Do not rely on it. Ask the firm for the certificate anew.
err-paper-code-too-long = No QR code is large enough for this key and its label.
rec-paper-code-too-long = Print the key without the QR code.
err-paper-file = The sheet cannot be written into that file: { $cause }.
rec-paper-file = Choose another folder, or check that you may write there. If the sheet got a number, say that it was destroyed.
err-paper-too-long = This does not fit on the sheet. The longest text is the { $longest }.
rec-paper-too-long = Make it shorter, and print a new sheet.

# The certificate of somebody's leaving, as it is printed.
cert-title = Leaver certificate: { $name }
cert-lead = What they could make codes with, when each key was replaced at its service, and by whom.
cert-about = Who and when
cert-keys = Keys, and what became of them
cert-had = What they had
cert-exceptions = Exceptions
cert-footer = Made from the firm's signed log. The attached certificate.json can be checked by anyone, without the firm's vault: sixboard audit verify certificate.json
cert-attached = This certificate, as a program can check it
cert-word-closed = Closed
cert-closed = Everything was done. Signed off by { $by }, { $at }.
cert-word-unsigned = Not signed off
cert-unsigned = Everything was done. A second administrator has not signed it off yet.
cert-word-open = Open
cert-open = { $name } may still be able to get in: something is left to do.
cert-person = Person
cert-kind = What happened
cert-kind-leaving = Left the firm
cert-kind-moving = Changed role
cert-kind-away = Was away
cert-kind-cut-off = Was cut off at once
cert-kind-lost-device = A device was lost
cert-begun = Begun
cert-last-day = Last day
cert-removed = Removed from the firm
cert-hours = Hours open
cert-not-yet = Not yet
cert-yes = Yes
cert-not-needed = Not needed
cert-devices = { $have } of { $all }
cert-no-keys = They had no key.
cert-no-exceptions = None.
cert-col-account = Account
cert-col-state = State
cert-col-replaced = Replaced
cert-col-by = By
cert-col-password = Password changed
cert-col-devices = Devices with the new key
cert-col-key = Key
cert-col-route = How
cert-col-since = Since
cert-col-reason = Reason
cert-route-app = This app
cert-route-phone = Phone
cert-route-paper = Paper
cert-route-file = File
cert-route-shown = Shown on screen
cert-route-export = Export
cert-route-other = Other
replacing-planned = To be replaced once they are out
replacing-not-begun = Not replaced
replacing-begun = Begun
replacing-rivals = Two new keys
replacing-captured = New key, not yet confirmed
replacing-replaced = Replaced
replacing-replaced-before = Replaced before they left
replacing-kept = Still needs it
replacing-excepted = Not replaced: exception
report-nothing = Nothing.

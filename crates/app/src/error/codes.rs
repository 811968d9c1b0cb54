//! Every code, whose turn it is, and how the errors of the lower layers become one.

use otp::typed::TypedKeyError;
use qr::QrError;
use vault::keyring::{KeyringError, ProbeError};
use vault::{
    AddError, ChangeError, CreateError, Damage, DocumentError, KeyError, LabelError, MAX_KEY,
    MAX_LABEL, OpenError, PassphraseError, ReadError, SealError, SetAsideError, StorageError,
    UnlockError, UserIdHintError,
};

use super::Error;
use crate::session::SHORTEST_PASSPHRASE;
use crate::view::ErrorKind::{self, Bug, Damaged, Denied, Locked, Offline, User};

/// The codes of this layer. Those of what is read from outside (`uri.`, `key.`, `text.`,
/// `migration.`) are listed where they are made and are always the person's turn.
const OWN: &[(&str, ErrorKind)] = &[
    ("account.ambiguous", User),
    ("account.counter-spent", User),
    ("account.counter-time", User),
    ("account.hint-length", User),
    ("account.key-long", User),
    ("account.label-empty", User),
    ("account.label-invisible", User),
    ("account.label-key", User),
    ("account.label-long", User),
    ("account.label-taken", User),
    ("account.no-hint", User),
    ("account.not-counter", User),
    ("account.not-found", User),
    ("account.not-new", User),
    ("account.not-removed", User),
    ("account.note-long", User),
    ("account.note-password", User),
    ("account.nothing-to-confirm", User),
    ("account.of-firm", User),
    ("account.replace-undecided", User),
    ("account.rivals", User),
    ("account.same-key", User),
    ("account.service-unknown", User),
    ("approval.none", User),
    ("audit.beside", Damaged),
    ("audit.column", Damaged),
    ("audit.entry", Damaged),
    ("audit.newer", User),
    ("audit.not", User),
    ("audit.other-firm", Damaged),
    ("audit.unreadable", User),
    ("audit.whole", Damaged),
    ("backup.cut", Damaged),
    ("backup.damaged", Damaged),
    ("backup.file", User),
    ("backup.incomplete", Damaged),
    ("backup.newer", User),
    ("backup.not", User),
    ("backup.passphrase", User),
    ("bug.unexpected", Bug),
    ("certificate.changed", Damaged),
    ("certificate.differs", Damaged),
    ("certificate.file", User),
    ("certificate.maker", Damaged),
    ("certificate.newer", User),
    ("certificate.not", User),
    ("certificate.old-log", User),
    ("certificate.other-log", User),
    ("certificate.signature", Damaged),
    ("cli.backup-passphrase", User),
    ("cli.declined", User),
    ("cli.digits-needed", User),
    ("cli.file", User),
    ("cli.input", User),
    ("cli.input-twice", User),
    ("cli.new-key-needed", User),
    ("cli.new-passphrase-file", User),
    ("cli.no-terminal", User),
    ("cli.not-shown", User),
    ("cli.not-text", User),
    ("cli.nothing-in-it", User),
    ("cli.output", User),
    ("cli.passphrases-differ", User),
    ("cli.pick", User),
    ("cli.several", User),
    ("cli.sheets-needed", User),
    ("cli.sign-in-needed", User),
    ("cli.write", User),
    ("cli.yes-needed", User),
    ("clipboard.failed", User),
    ("disk.failed", User),
    ("disk.full", User),
    ("disk.read-only", User),
    ("draft.gone", User),
    ("firm.address", User),
    ("firm.alarms", Damaged),
    ("firm.behind", User),
    ("firm.bounds", User),
    ("firm.counter", User),
    ("firm.damaged", Damaged),
    ("firm.device-key-damaged", Damaged),
    ("firm.device-key-missing", Damaged),
    ("firm.exists", User),
    ("firm.keep-use", User),
    ("firm.left", User),
    ("firm.name", User),
    ("firm.needs-approval", User),
    ("firm.no-device", User),
    ("firm.no-person", User),
    ("firm.no-promotion", User),
    ("firm.no-team", User),
    ("firm.none", User),
    ("firm.not-arrived", Offline),
    ("firm.not-shared", User),
    ("firm.not-yours", Denied),
    ("firm.passphrase", User),
    ("firm.passphrase-stays", User),
    ("firm.person-taken", User),
    ("firm.place-empty", User),
    ("firm.place-other", User),
    ("firm.place-taken", User),
    ("firm.removed", Denied),
    ("firm.second-administrator", User),
    ("firm.several-accounts", User),
    ("firm.several-devices", User),
    ("firm.several-people", User),
    ("firm.several-teams", User),
    ("firm.stopped", User),
    ("firm.team-taken", User),
    ("firm.too-much", User),
    ("firm.twice", Damaged),
    ("firm.unknown", User),
    ("firm.waiting", User),
    ("firm.wrong-key", Damaged),
    ("given.auditor", User),
    ("given.file", User),
    ("given.none", User),
    ("given.not-shown", User),
    ("given.route", User),
    ("given.several", User),
    ("invite.burnt", Denied),
    ("invite.code", User),
    ("invite.digits", Denied),
    ("invite.expired", User),
    ("invite.no-answer", User),
    ("invite.none", User),
    ("invite.not-shown", User),
    ("invite.not-there", User),
    ("invite.open", User),
    ("invite.refused", Denied),
    ("keyring.failed", Offline),
    ("keyring.forgets", Offline),
    ("keyring.locked", Locked),
    ("keyring.none", Offline),
    ("keyring.not-set-up", Offline),
    ("keyring.refused", Denied),
    ("keyring.too-large", User),
    ("keyring.waiting", Locked),
    ("kit.count", User),
    ("kit.mixed", User),
    ("kit.other", User),
    ("kit.same", User),
    ("kit.typed", User),
    ("kit.unproven", User),
    ("kit.word", User),
    ("leaver.account", User),
    ("leaver.begun", User),
    ("leaver.key", User),
    ("leaver.kind", User),
    ("leaver.none", User),
    ("leaver.not-done", User),
    ("leaver.reason", User),
    ("leaver.second", User),
    ("leaver.several", User),
    ("log.file", User),
    ("log.no-account", User),
    ("log.no-kind", User),
    ("log.not-yours", Denied),
    ("log.several-accounts", User),
    ("no.folder", User),
    ("no.memory", User),
    ("page.failed", User),
    ("page.none", User),
    ("paper.code-too-long", User),
    ("paper.file", User),
    ("paper.too-long", User),
    ("params.algorithm", User),
    ("params.differs", User),
    ("params.digits", User),
    ("params.not-of-kind", User),
    ("params.period", User),
    ("qr.cannot-draw", User),
    ("qr.clipboard-unavailable", User),
    ("qr.damaged-picture", User),
    ("qr.file-unreadable", User),
    ("qr.no-code-found", User),
    ("qr.no-picture-on-clipboard", User),
    ("qr.no-screen", User),
    ("qr.not-a-picture", User),
    ("qr.picture-too-large", User),
    ("qr.reader-failed", Bug),
    ("qr.screen-refused", Denied),
    ("qr.screen-unreadable", User),
    ("qr.took-too-long", User),
    ("qr.unsupported-picture", User),
    ("settings.contact-long", User),
    ("settings.damaged", Damaged),
    ("report.account", User),
    ("report.none", User),
    ("store.damaged", Damaged),
    ("store.denied", Denied),
    ("store.full", User),
    ("store.gone", Offline),
    ("store.no-sign-in", User),
    ("store.sign-in", Denied),
    ("store.sign-in-kind", User),
    ("store.sign-in-missing", User),
    ("store.slow", Offline),
    ("store.untrusted", Denied),
    ("vault.absent", User),
    ("vault.busy", Offline),
    ("vault.damaged", Damaged),
    ("vault.exists", User),
    ("vault.key-damaged", Damaged),
    ("vault.key-item-damaged", Damaged),
    ("vault.key-item-missing", Damaged),
    ("vault.key-missing", Damaged),
    ("vault.locked", Locked),
    ("vault.newer", User),
    ("vault.other-key", Damaged),
    ("vault.passphrase-long", User),
    ("vault.passphrase-needed", Locked),
    ("vault.passphrase-short", User),
    ("vault.record-damaged", Damaged),
    ("vault.record-lost", Damaged),
    ("vault.record-newer", User),
    ("vault.too-large", User),
    ("vault.unlock-again", User),
    ("vault.wrong-passphrase", Locked),
];

/// Every code that an [`Error`] can have.
pub fn all() -> impl Iterator<Item = &'static str> {
    let read = [
        otp::uri::UriError::CODES,
        otp::migration::MigrationError::CODES,
        otp::migration::SkipReason::CODES,
        otp::text::CODES,
        TypedKeyError::CODES,
    ];
    OWN.iter().map(|(code, _)| *code).chain(read.into_iter().flatten().copied())
}

/// Whose turn it is after an error. A code that is not listed is our own fault.
pub(super) fn kind(code: &str) -> ErrorKind {
    match OWN.iter().find(|(own, _)| *own == code) {
        Some((_, kind)) => *kind,
        None if all().any(|listed| listed == code) => User,
        None => Bug,
    }
}

impl From<KeyringError> for Error {
    fn from(error: KeyringError) -> Self {
        let code = match &error {
            KeyringError::NoService(_) => "keyring.none",
            KeyringError::NotSetUp => "keyring.not-set-up",
            KeyringError::Locked => "keyring.locked",
            KeyringError::Refused => "keyring.refused",
            KeyringError::Waiting => "keyring.waiting",
            KeyringError::TooLarge => "keyring.too-large",
            KeyringError::Item(_) | KeyringError::Other(_) => "keyring.failed",
        };
        Self::new(code).with("cause", error.to_string()).because(error)
    }
}

impl From<ProbeError> for Error {
    fn from(error: ProbeError) -> Self {
        match error {
            ProbeError::Keyring(error) => error.into(),
            ProbeError::NotKept => Self::new("keyring.forgets"),
            ProbeError::Random(error) => error.into(),
        }
    }
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        let code = match &error {
            StorageError::Full => "disk.full",
            StorageError::ReadOnly | StorageError::Denied => "disk.read-only",
            StorageError::Busy => "vault.busy",
            StorageError::Damaged(_) => "vault.damaged",
            StorageError::Newer => "vault.newer",
            StorageError::Other(_) => "disk.failed",
            StorageError::Seal(error) => return (*error).into(),
        };
        Self::new(code).with("cause", error.to_string()).because(error)
    }
}

impl From<SealError> for Error {
    fn from(error: SealError) -> Self {
        let code = match error {
            SealError::EmptyPassphrase => return Self::passphrase_short(),
            SealError::LongPassphrase => "vault.passphrase-long",
            SealError::NoMemory => "no.memory",
            SealError::TooLong => "vault.too-large",
            _ => "bug.unexpected",
        };
        Self::new(code).because(error)
    }
}

impl From<OpenError> for Error {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::KeyMissing => Self::new("vault.key-missing"),
            OpenError::OtherKey => Self::new("vault.other-key"),
            OpenError::KeyDamaged => Self::new("vault.key-damaged"),
            OpenError::Newer => Self::new("vault.newer"),
            OpenError::Keyring(error) => error.into(),
            OpenError::Storage(error) => error.into(),
        }
    }
}

impl From<SetAsideError> for Error {
    fn from(error: SetAsideError) -> Self {
        match error {
            SetAsideError::Absent => Self::new("vault.absent"),
            SetAsideError::Opens => Self::new("vault.exists"),
            SetAsideError::Open(error) => error.into(),
            SetAsideError::Storage(error) => error.into(),
        }
    }
}

impl From<UnlockError> for Error {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::PassphraseNeeded => Self::new("vault.passphrase-needed"),
            UnlockError::WrongPassphrase => Self::new("vault.wrong-passphrase"),
            UnlockError::NoMemory => Self::new("no.memory"),
            UnlockError::Open(error) => error.into(),
        }
    }
}

impl From<CreateError> for Error {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Exists => Self::new("vault.exists"),
            CreateError::Passphrase(error) => error.into(),
            CreateError::Keyring(error) => error.into(),
            CreateError::Storage(error) => error.into(),
        }
    }
}

impl From<AddError> for Error {
    fn from(error: AddError) -> Self {
        match error {
            AddError::LabelTaken { id } => {
                Self::new("account.label-taken").with("id", id.to_string())
            }
            AddError::SameKey { id } => Self::new("account.same-key").with("id", id.to_string()),
            AddError::KeyEmpty => Self::new("key.empty"),
            AddError::KeyTooLong => Self::key_long(),
            AddError::NotKept => Self::new("keyring.forgets"),
            AddError::Keyring(error) => error.into(),
            AddError::Storage(error) => error.into(),
        }
    }
}

impl From<ChangeError> for Error {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::new("account.not-found"),
            ChangeError::Damaged(damage) => damage.into(),
            ChangeError::LabelTaken { id } => {
                Self::new("account.label-taken").with("id", id.to_string())
            }
            ChangeError::SameKey { id } => Self::new("account.same-key").with("id", id.to_string()),
            ChangeError::Undecided => Self::new("account.replace-undecided"),
            ChangeError::NothingToConfirm => Self::new("account.nothing-to-confirm"),
            ChangeError::NothingLeft => Self::new("vault.record-lost").with("id", ""),
            ChangeError::NotRemoved => Self::new("account.not-removed"),
            ChangeError::NoCounter => Self::new("account.not-counter"),
            ChangeError::CounterSpent => Self::new("account.counter-spent"),
            ChangeError::KeyEmpty => Self::new("key.empty"),
            ChangeError::KeyTooLong => Self::key_long(),
            ChangeError::NotKept => Self::new("keyring.forgets"),
            ChangeError::Keyring(error) => error.into(),
            ChangeError::Storage(error) => error.into(),
        }
    }
}

impl From<Damage> for Error {
    fn from(damage: Damage) -> Self {
        let newer = damage == Damage::Newer;
        let code = if newer { "vault.record-newer" } else { "vault.record-damaged" };
        Self::new(code).with("id", "").because(damage)
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        ChangeError::from(error).into()
    }
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Missing => Self::new("vault.key-item-missing"),
            KeyError::Damaged => Self::new("vault.key-item-damaged"),
            KeyError::Newer => Self::new("vault.record-newer").with("id", ""),
            KeyError::Keyring(error) => error.into(),
        }
    }
}

impl From<PassphraseError> for Error {
    fn from(error: PassphraseError) -> Self {
        match error {
            PassphraseError::OldNeeded => Self::new("vault.passphrase-needed"),
            PassphraseError::WrongPassphrase => Self::new("vault.wrong-passphrase"),
            PassphraseError::New(error) => error.into(),
            PassphraseError::NotKept => Self::new("keyring.forgets"),
            PassphraseError::Open(error) => error.into(),
            PassphraseError::Keyring(error) => error.into(),
            PassphraseError::Storage(error) => error.into(),
        }
    }
}

impl From<DocumentError> for Error {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Damaged => Self::new("vault.record-damaged").with("id", "settings"),
            DocumentError::Storage(error) => error.into(),
        }
    }
}

impl From<LabelError> for Error {
    fn from(error: LabelError) -> Self {
        match error {
            LabelError::Empty => Self::new("account.label-empty"),
            LabelError::TooLong => {
                Self::new("account.label-long").with("most", MAX_LABEL.to_string())
            }
            LabelError::Invisible => Self::new("account.label-invisible"),
        }
    }
}

impl From<UserIdHintError> for Error {
    fn from(_: UserIdHintError) -> Self {
        Self::new("account.hint-length")
    }
}

impl From<TypedKeyError> for Error {
    fn from(error: TypedKeyError) -> Self {
        let refused = Self::new(error.code());
        match error {
            TypedKeyError::Character { found, position, .. } => {
                refused.with("found", found.to_string()).with("position", position.to_string())
            }
            _ => refused,
        }
    }
}

impl From<QrError> for Error {
    fn from(error: QrError) -> Self {
        let refused = Self::new(error.code());
        match error {
            QrError::UnsupportedPicture(format) => refused.with("format", format),
            error => refused.because(error),
        }
    }
}

impl Error {
    /// The passphrase has fewer characters than are asked for.
    pub(crate) fn passphrase_short() -> Self {
        Self::new("vault.passphrase-short").with("least", SHORTEST_PASSPHRASE.to_string())
    }

    fn key_long() -> Self {
        Self::new("account.key-long").with("most", MAX_KEY.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use vault::backup::WriteError;

    use crate::messages;

    /// Every code has both sentences, and no sentence is without its code.
    #[test]
    fn codes_and_messages_come_in_pairs() {
        let stems: BTreeSet<String> = all().map(|code| code.replace('.', "-")).collect();
        let ids = |prefix: &str| -> BTreeSet<String> {
            let lines = messages::SOURCE.lines().filter_map(|line| line.split_once(" = "));
            lines.filter_map(|(id, _)| id.strip_prefix(prefix)).map(str::to_owned).collect()
        };
        assert_eq!(stems, ids("err-"));
        assert_eq!(stems, ids("rec-"));
    }

    #[test]
    fn what_stops_the_sealing_has_its_own_words() {
        for (error, code) in [
            (SealError::EmptyPassphrase, "vault.passphrase-short"),
            (SealError::LongPassphrase, "vault.passphrase-long"),
            (SealError::NoMemory, "no.memory"),
            (SealError::TooLong, "vault.too-large"),
            (SealError::NoRandomness, "bug.unexpected"),
        ] {
            assert_eq!(Error::from(WriteError::Seal(error)).code(), code);
            assert_eq!(Error::from(PassphraseError::New(error)).code(), code);
            assert_eq!(Error::from(CreateError::Passphrase(error)).code(), code);
            assert_eq!(Error::from(StorageError::Seal(error)).code(), code);
        }
        let vault = WriteError::Storage(StorageError::Busy);
        assert_eq!(Error::from(vault).code(), "vault.busy", "the vault, not the file");
        let file = WriteError::File(StorageError::Denied);
        assert_eq!(Error::from(file).code(), "backup.file");
    }

    #[test]
    fn each_trouble_with_the_keyring_or_the_disk_has_its_own_words() {
        let text = || "cause".to_owned();
        let keyring = [
            (KeyringError::NoService(text()), "keyring.none"),
            (KeyringError::NotSetUp, "keyring.not-set-up"),
            (KeyringError::Locked, "keyring.locked"),
            (KeyringError::Refused, "keyring.refused"),
            (KeyringError::Waiting, "keyring.waiting"),
            (KeyringError::TooLarge, "keyring.too-large"),
            (KeyringError::Other(text()), "keyring.failed"),
        ];
        let disk = [
            (StorageError::Full, "disk.full"),
            (StorageError::ReadOnly, "disk.read-only"),
            (StorageError::Denied, "disk.read-only"),
            (StorageError::Busy, "vault.busy"),
            (StorageError::Newer, "vault.newer"),
        ];
        let open = [
            (OpenError::KeyMissing, "vault.key-missing"),
            (OpenError::OtherKey, "vault.other-key"),
            (OpenError::KeyDamaged, "vault.key-damaged"),
            (OpenError::Newer, "vault.newer"),
        ];
        let keyring = keyring.into_iter().map(|(error, code)| (Error::from(error), code));
        let disk = disk.into_iter().map(|(error, code)| (Error::from(error), code));
        let open = open.into_iter().map(|(error, code)| (Error::from(error), code));
        for (error, code) in keyring.chain(disk).chain(open) {
            assert_eq!(error.code(), code);
        }
    }

    #[test]
    fn codes_are_listed_once() {
        let unique: BTreeSet<&str> = all().collect();
        assert_eq!(unique.len(), all().count());
    }
}

//! How the errors of the firm's log and of its folder become ours.

use ledger::{AuthorError, InviteError, KitError, MemoryError, SecretError};
use store::StoreError;
use vault::FirmError;

use crate::Error;

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Gone(_) => "store.gone",
            StoreError::Full(_) => "store.full",
            StoreError::Denied(_) => "store.denied",
            StoreError::WrongCredentials(_) => "store.sign-in",
            StoreError::Untrusted(_) => "store.untrusted",
            StoreError::Slow(_) => "store.slow",
            StoreError::Placeholder(_) | StoreError::Damaged(_) | StoreError::TooLarge(_) => {
                "store.damaged"
            }
            StoreError::Bug(_) => "bug.unexpected",
        };
        Self::new(code).with("cause", error.cause().as_str()).because(error)
    }
}

impl From<AuthorError> for Error {
    fn from(error: AuthorError) -> Self {
        let code = match error {
            AuthorError::NotAWriter | AuthorError::NotAllowed => "firm.not-yours",
            AuthorError::Stopped => "firm.removed",
            AuthorError::NoKey => "firm.not-arrived",
            AuthorError::Unknown => "firm.unknown",
            AuthorError::OutOfBounds => "firm.bounds",
            AuthorError::NeedsSecondAdministrator => "firm.second-administrator",
            AuthorError::NeedsApproval => "firm.needs-approval",
            AuthorError::Behind => "firm.behind",
            AuthorError::Forked => "firm.twice",
            AuthorError::TooLong => "firm.too-much",
            AuthorError::Seal(error) => return error.into(),
            _ => "bug.unexpected",
        };
        Self::new(code).because(error)
    }
}

impl From<InviteError> for Error {
    fn from(error: InviteError) -> Self {
        let code = match error {
            InviteError::BadCode => "invite.code",
            InviteError::Refused => "invite.refused",
            InviteError::Expired => "invite.expired",
            InviteError::Burnt => "invite.burnt",
            InviteError::DigitsDiffer => "invite.digits",
            InviteError::Author(error) => return error.into(),
            _ => "bug.unexpected",
        };
        Self::new(code).because(error)
    }
}

impl From<KitError> for Error {
    fn from(error: KitError) -> Self {
        match error {
            KitError::WrongCount => Self::new("kit.count"),
            KitError::UnknownWord(place) => Self::new("kit.word").with("place", place.to_string()),
            KitError::Checksum => Self::new("kit.mixed"),
            KitError::SameSheet => Self::new("kit.same"),
        }
    }
}

impl From<SecretError> for Error {
    fn from(error: SecretError) -> Self {
        let code = match error {
            SecretError::WrongCommitment => "firm.wrong-key",
            SecretError::NoKey => "firm.not-arrived",
            _ => "firm.unknown",
        };
        Self::new(code).because(error)
    }
}

impl From<MemoryError> for Error {
    fn from(error: MemoryError) -> Self {
        Self::new("firm.damaged").because(error)
    }
}

impl From<FirmError> for Error {
    fn from(error: FirmError) -> Self {
        match error {
            FirmError::InFirm => Self::new("firm.exists"),
            FirmError::NotInFirm => Self::new("firm.left"),
            FirmError::Missing => Self::new("firm.device-key-missing"),
            FirmError::Damaged => Self::new("firm.device-key-damaged"),
            FirmError::Newer => Self::new("vault.newer"),
            FirmError::NotKept => Self::new("keyring.forgets"),
            FirmError::Keyring(error) => error.into(),
            FirmError::Storage(error) => error.into(),
        }
    }
}

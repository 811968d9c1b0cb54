//! One error for each family of operations. None of them holds a secret.

use seal::SealError;

use crate::account::Damage;
use crate::keyring::{KeyringError, ProbeError};
use crate::{AccountId, StorageError};

/// Why there is no vault to unlock. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The keyring works and holds no key of this vault: it was emptied, or is another one.
    #[error("this keyring does not hold this vault's key")]
    KeyMissing,
    /// The keyring holds a key under this vault's name that is not this vault's.
    #[error("this keyring holds another vault's key")]
    OtherKey,
    /// The item of the vault key is there and makes no sense.
    #[error("the vault key's item in the keyring is damaged")]
    KeyDamaged,
    /// The vault or its key was written by a newer program.
    #[error("the vault was written by a newer program")]
    Newer,
    /// The keyring could not be asked.
    #[error(transparent)]
    Keyring(KeyringError),
    /// The folder or the database could not be read.
    #[error(transparent)]
    Storage(StorageError),
}

impl OpenError {
    /// Whether neither waiting nor another try will mend it: what is on the disk or in the keyring
    /// is wrong. Only such a vault may be set aside.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::KeyMissing | Self::OtherKey | Self::KeyDamaged => true,
            Self::Storage(error) => matches!(error, StorageError::Damaged(_)),
            Self::Newer | Self::Keyring(_) => false,
        }
    }
}

/// Why a vault was not set aside. It is where it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetAsideError {
    /// There is none.
    #[error("there is no vault")]
    Absent,
    /// It can be opened: the keyring came back, or another program mended it.
    #[error("the vault can be opened")]
    Opens,
    /// It cannot be opened now, and may be later.
    #[error(transparent)]
    Open(OpenError),
    /// The folder could not be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why the vault stays locked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// There is a passphrase, and none was given.
    #[error("a passphrase is needed")]
    PassphraseNeeded,
    /// The passphrase is not the one of this vault.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// There is not enough memory for the work of checking a passphrase.
    #[error("not enough memory to check the passphrase")]
    NoMemory,
    /// What [`crate::open`] would say now.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// Why no vault was made. Nothing half-made stays behind that anybody could mistake for one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CreateError {
    /// There is a vault by now: another program was faster.
    #[error("there is a vault already")]
    Exists,
    /// The passphrase is empty or too long, or there is not enough memory to work with it.
    #[error(transparent)]
    Passphrase(SealError),
    /// The keyring cannot be trusted with keys.
    #[error(transparent)]
    Keyring(#[from] ProbeError),
    /// The folder cannot be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why an account was not added. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddError {
    /// Another account has this label, or one that reads the same.
    #[error("the label is taken")]
    LabelTaken {
        /// By which account.
        id: AccountId,
    },
    /// Another account has this very key, in this or an earlier version.
    #[error("this key is already here")]
    SameKey {
        /// Which account.
        id: AccountId,
    },
    /// The key has no bytes.
    #[error("the key is empty")]
    KeyEmpty,
    /// The key has more than [`crate::MAX_KEY`] bytes.
    #[error("the key is too long")]
    KeyTooLong,
    /// The keyring took the key and did not have it when asked again.
    #[error("the keyring does not keep what it is given")]
    NotKept,
    /// The keyring refused.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The database could not be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why an account was not changed. It is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// There is no account with this id, or it was removed.
    #[error("there is no such account")]
    NotFound,
    /// Its row cannot be read. Its bytes stay as they are.
    #[error(transparent)]
    Damaged(Damage),
    /// Another account has this label, or one that reads the same.
    #[error("the label is taken")]
    LabelTaken {
        /// By which account.
        id: AccountId,
    },
    /// An account, this one perhaps, has this very key: it replaces nothing.
    #[error("this key is already here")]
    SameKey {
        /// Which account.
        id: AccountId,
    },
    /// It was replaced before, and nobody has said yet whether the service accepts that key.
    #[error("the last replacement is not decided yet")]
    Undecided,
    /// There is no replacement to decide on.
    #[error("there is no replacement to decide on")]
    NothingToConfirm,
    /// Neither its row nor any of its keys can be read: there is nothing to keep.
    #[error("neither the record nor a key of it can be read")]
    NothingLeft,
    /// It was not removed, so it can be neither put back nor wiped.
    #[error("the account was not removed")]
    NotRemoved,
    /// Its codes come from the clock, not from a counter.
    #[error("the account has no counter")]
    NoCounter,
    /// Its counter is at its end.
    #[error("the counter is at its end")]
    CounterSpent,
    /// The key has no bytes.
    #[error("the key is empty")]
    KeyEmpty,
    /// The key has more than [`crate::MAX_KEY`] bytes.
    #[error("the key is too long")]
    KeyTooLong,
    /// The keyring took the key and did not have it when asked again.
    #[error("the keyring does not keep what it is given")]
    NotKept,
    /// The keyring refused.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The database could not be read or written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why an account could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is no account with this id.
    #[error("there is no such account")]
    NotFound,
    /// Its row cannot be read. Its bytes stay as they are.
    #[error(transparent)]
    Damaged(Damage),
    /// The database could not be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why a secret key could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The keyring works and does not hold this key.
    #[error("the keyring does not hold this key")]
    Missing,
    /// The item is there and is not this key: damaged, or copied from elsewhere.
    #[error("the key's item in the keyring is damaged")]
    Damaged,
    /// The item was written by a newer program.
    #[error("the key was written by a newer program")]
    Newer,
    /// The keyring could not be asked.
    #[error(transparent)]
    Keyring(KeyringError),
}

/// Why the passphrase was not changed. The old one, or none, is still in force.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// There is a passphrase, and the old one was not given.
    #[error("the old passphrase is needed")]
    OldNeeded,
    /// The old passphrase is wrong.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The new passphrase is empty, too long, or there is not enough memory to work with it.
    #[error(transparent)]
    New(SealError),
    /// The keyring took the new item and did not have it when asked again.
    #[error("the keyring does not keep what it is given")]
    NotKept,
    /// The vault key's item could not be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The keyring refused the new item.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The database could not be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why a settings document could not be had or kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// It does not open with this vault's key in this place.
    #[error("the document is damaged")]
    Damaged,
    /// The database could not be read or written.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<StorageError> for OpenError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Newer => Self::Newer,
            error => Self::Storage(error),
        }
    }
}

impl From<KeyringError> for OpenError {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::Item(_) => Self::KeyDamaged,
            error => Self::Keyring(error),
        }
    }
}

impl From<KeyringError> for KeyError {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::Item(_) => Self::Damaged,
            error => Self::Keyring(error),
        }
    }
}

impl From<ReadError> for ChangeError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Damaged(damage) => Self::Damaged(damage),
            ReadError::Storage(error) => Self::Storage(error),
        }
    }
}

impl From<SealError> for CreateError {
    fn from(error: SealError) -> Self {
        Self::Storage(error.into())
    }
}

//! What changes a vault. Each operation is whole or not at all, whatever ends the program.

mod add;
mod damaged;
mod edit;
mod expire;
pub(crate) mod mend;
mod passphrase;
mod remove;
mod replace;
mod times;

pub use remove::KEPT_FOR;
pub use replace::Accepted;

use secret::Secret;

use crate::pending::KeepError;
use crate::{AddError, ChangeError, MAX_KEY, PassphraseError};

/// Refuses a key that no item can hold.
fn check_len(key: &Secret) -> Result<(), AddError> {
    match key.expose().len() {
        0 => Err(AddError::KeyEmpty),
        1..=MAX_KEY => Ok(()),
        _ => Err(AddError::KeyTooLong),
    }
}

impl From<AddError> for ChangeError {
    fn from(error: AddError) -> Self {
        match error {
            AddError::LabelTaken { id } => Self::LabelTaken { id },
            AddError::SameKey { id } => Self::SameKey { id },
            AddError::KeyEmpty => Self::KeyEmpty,
            AddError::KeyTooLong => Self::KeyTooLong,
            AddError::NotKept => Self::NotKept,
            AddError::Keyring(error) => Self::Keyring(error),
            AddError::Storage(error) => Self::Storage(error),
        }
    }
}

impl From<KeepError> for AddError {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Keyring(error) => Self::Keyring(error),
            KeepError::NotKept => Self::NotKept,
        }
    }
}

impl From<KeepError> for PassphraseError {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Keyring(error) => Self::Keyring(error),
            KeepError::NotKept => Self::NotKept,
        }
    }
}

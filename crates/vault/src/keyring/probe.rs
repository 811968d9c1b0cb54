use data_encoding::BASE64;
use seal::SealError;
use secret::SecretText;

use super::{ItemName, Keyring, KeyringError};
use crate::{KeyId, VaultId};

/// Why a keyring cannot be trusted with keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProbeError {
    /// It refused.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// It took a test item and does not have it when asked through a second connection, or has
    /// something else: keys would be lost.
    #[error("the keyring does not keep what it is given")]
    NotKept,
    /// The system gave no random bytes for the test item.
    #[error(transparent)]
    Random(#[from] SealError),
}

/// Writes a test item, reads it through a second connection, deletes it, and sees it gone.
///
/// "No entry" is also the answer of a service that has no keyring at all; this tells.
///
/// # Errors
/// [`ProbeError`]. The test item is deleted where that is possible.
pub fn probe(keyring: &dyn Keyring) -> Result<(), ProbeError> {
    let item = ItemName::probe(VaultId::make()?, KeyId::make()?);
    let text = SecretText::new(BASE64.encode(seal::make_key()?.expose()));
    let kept = keyring.write(&item, &text).and_then(|()| keyring.reopen()?.read(&item));
    let deleted = keyring.delete(&item);
    if kept? != Some(text) {
        return Err(ProbeError::NotKept);
    }
    deleted?;
    match keyring.read(&item)? {
        None => Ok(()),
        Some(_) => Err(ProbeError::NotKept),
    }
}

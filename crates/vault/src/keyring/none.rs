//! A system without a keyring that we know.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error, Result};

use super::{ItemName, KeyringError};

pub(super) fn connect() -> Result<Arc<CredentialStore>> {
    Err(Error::NotSupportedByStore("no keyring is known on this system".to_owned()))
}

pub(super) fn modifiers(_: &ItemName) -> HashMap<&'static str, &'static str> {
    HashMap::new()
}

pub(super) fn explain(cause: &(dyn StdError + Send + Sync + 'static)) -> KeyringError {
    KeyringError::NoService(cause.to_string())
}

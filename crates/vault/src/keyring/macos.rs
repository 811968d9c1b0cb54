//! The login keychain of macOS.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::Arc;

use keyring_core::{CredentialStore, Result};

use super::{ItemName, KeyringError};

pub(super) fn connect() -> Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

pub(super) fn modifiers(_: &ItemName) -> HashMap<&'static str, &'static str> {
    HashMap::new()
}

pub(super) fn explain(cause: &(dyn StdError + Send + Sync + 'static)) -> KeyringError {
    KeyringError::Other(cause.to_string())
}

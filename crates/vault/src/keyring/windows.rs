//! The Windows Credential Manager.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::Arc;

use keyring_core::{CredentialStore, Result};

use super::{ItemName, KeyringError};

pub(super) fn connect() -> Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// The store's default is "Enterprise": keys would roam to every machine the person signs in to.
pub(super) fn modifiers(_: &ItemName) -> HashMap<&'static str, &'static str> {
    HashMap::from([("persistence", "Local")])
}

/// The store tells "no such logon session" apart (`NoStorageAccess`) by text alone.
pub(super) fn explain(cause: &(dyn StdError + Send + Sync + 'static)) -> KeyringError {
    KeyringError::Other(cause.to_string())
}

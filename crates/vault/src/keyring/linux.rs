//! The Secret Service (GNOME Keyring, KWallet, KeePassXC) over D-Bus.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::Arc;

use keyring_core::{CredentialStore, Result};
use secret_service::Error;

use super::{ItemName, KeyringError};

pub(super) fn connect() -> Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

pub(super) fn modifiers(item: &ItemName) -> HashMap<&'static str, &'static str> {
    HashMap::from([("label", item.title())])
}

pub(super) fn explain(cause: &(dyn StdError + Send + Sync + 'static)) -> KeyringError {
    match cause.downcast_ref::<Error>() {
        Some(Error::Locked) => KeyringError::Locked,
        Some(Error::Prompt | Error::PromptDisconnected) => KeyringError::Refused,
        Some(Error::NoResult) => KeyringError::NotSetUp,
        Some(Error::Unavailable) => KeyringError::NoService(cause.to_string()),
        Some(Error::Zbus(error)) => explain_bus(error),
        _ => KeyringError::Other(cause.to_string()),
    }
}

fn explain_bus(error: &zbus::Error) -> KeyringError {
    let name = match error {
        zbus::Error::MethodError(name, ..) => name.as_str(),
        zbus::Error::Connection(..) | zbus::Error::Address(_) | zbus::Error::InputOutput(_) => {
            return KeyringError::NoService(error.to_string());
        }
        _ => return KeyringError::Other(error.to_string()),
    };
    match name {
        "org.freedesktop.Secret.Error.IsLocked" => KeyringError::Locked,
        "org.freedesktop.DBus.Error.ServiceUnknown"
        | "org.freedesktop.DBus.Error.NameHasNoOwner"
        | "org.freedesktop.DBus.Error.NoReply"
        | "org.freedesktop.DBus.Error.Disconnected"
        | "org.freedesktop.DBus.Error.Spawn.ChildExited"
        | "org.freedesktop.DBus.Error.Spawn.ExecFailed" => {
            KeyringError::NoService(error.to_string())
        }
        _ => KeyringError::Other(error.to_string()),
    }
}

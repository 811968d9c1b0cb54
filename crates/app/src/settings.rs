//! What the person set, sealed in the vault.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use vault::UnlockedVault;

use crate::error::Result;
use crate::session::minutes;
use crate::view::{ContactView, SettingsView, Theme};
use crate::{App, Error};

/// Name of the document.
const DOCUMENT: &str = "settings";

/// Helpers that the help card has room for.
const CONTACTS: usize = 2;

/// The longest text of a contact, in characters.
const LONGEST_CONTACT: usize = 80;

/// Fields that are missing, because an older version wrote the document, take their defaults.
#[derive(Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    idle_lock_minutes: u32,
    hide_codes: bool,
    hide_seconds: bool,
    single_keys: bool,
    theme: Theme,
    contacts: Vec<ContactView>,
    pub(crate) last_backup: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle_lock_minutes: 15,
            hide_codes: true,
            hide_seconds: false,
            single_keys: true,
            theme: Theme::System,
            contacts: Vec::new(),
            last_backup: None,
        }
    }
}

impl App {
    /// The settings.
    ///
    /// # Errors
    /// When the vault is locked, or the settings cannot be read.
    pub fn settings(&self) -> Result<SettingsView> {
        let settings = self.with_vault(read)?;
        Ok(SettingsView {
            idle_lock_minutes: settings.idle_lock_minutes,
            hide_codes: settings.hide_codes,
            hide_seconds: settings.hide_seconds,
            single_keys: settings.single_keys,
            theme: settings.theme,
            contacts: settings.contacts,
            last_backup: settings.last_backup,
        })
    }

    /// Stores the settings. When the last backup was is not theirs to say.
    ///
    /// # Errors
    /// When there are too many contacts, or they are too long.
    pub fn save_settings(&self, new: SettingsView) -> Result<()> {
        let long = |text: &str| text.chars().count() > LONGEST_CONTACT;
        if new.contacts.len() > CONTACTS
            || new.contacts.iter().any(|contact| long(&contact.name) || long(&contact.phone))
        {
            return Err(
                Error::new("settings.contact-long").with("most", LONGEST_CONTACT.to_string())
            );
        }
        self.with_vault(|vault| {
            let last_backup = read(vault)?.last_backup;
            let settings = Settings {
                idle_lock_minutes: new.idle_lock_minutes,
                hide_codes: new.hide_codes,
                hide_seconds: new.hide_seconds,
                single_keys: new.single_keys,
                theme: new.theme,
                contacts: new.contacts,
                last_backup,
            };
            write(vault, &settings)
        })?;
        self.active();
        Ok(())
    }
}

/// After how long without use the vault locks; `None` is never.
pub(crate) fn idle_lock(vault: &UnlockedVault) -> Option<Duration> {
    let count = read(vault).unwrap_or_default().idle_lock_minutes;
    (count > 0).then(|| minutes(count))
}

pub(crate) fn read(vault: &UnlockedVault) -> Result<Settings> {
    match vault.document(DOCUMENT)? {
        None => Ok(Settings::default()),
        Some(stored) => serde_json::from_slice(stored.expose()).map_err(|error| {
            Error::new("vault.record-damaged").with("id", DOCUMENT).because(error)
        }),
    }
}

pub(crate) fn write(vault: &UnlockedVault, settings: &Settings) -> Result<()> {
    let stored = serde_json::to_vec(settings)
        .map_err(|error| Error::new("bug.unexpected").because(error))?;
    Ok(vault.set_document(DOCUMENT, &stored)?)
}

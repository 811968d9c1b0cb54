//! What the person set, sealed in the vault.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use vault::{DocumentError, UnlockedVault};

use crate::error::Result;
use crate::session::minutes;
use crate::view::{ContactView, SettingsView, Theme};
use crate::{App, Error, backed_up};

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
        }
    }
}

impl App {
    /// The settings; the defaults where they cannot be understood, which [`App::accounts`] tells
    /// among what is damaged.
    ///
    /// # Errors
    /// When the vault is locked or cannot be read.
    pub fn settings(&self) -> Result<SettingsView> {
        let (settings, last_backup) = self
            .with_vault(|vault| Ok((read(vault)?.unwrap_or_default(), backed_up::last(vault)?)))?;
        Ok(SettingsView {
            idle_lock_minutes: settings.idle_lock_minutes,
            hide_codes: settings.hide_codes,
            hide_seconds: settings.hide_seconds,
            single_keys: settings.single_keys,
            theme: settings.theme,
            contacts: settings.contacts,
            last_backup,
        })
    }

    /// Stores the settings, also in place of those that cannot be understood. When the last backup
    /// was is not theirs to say.
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
            let settings = Settings {
                idle_lock_minutes: new.idle_lock_minutes,
                hide_codes: new.hide_codes,
                hide_seconds: new.hide_seconds,
                single_keys: new.single_keys,
                theme: new.theme,
                contacts: new.contacts,
            };
            write(vault, &settings)
        })?;
        self.active();
        Ok(())
    }
}

/// After how long without use the vault locks; `None` is never.
pub(crate) fn idle_lock(vault: &UnlockedVault) -> Option<Duration> {
    let count = read(vault).ok().flatten().unwrap_or_default().idle_lock_minutes;
    (count > 0).then(|| minutes(count))
}

/// What is wrong with the settings as they are stored, if anything is.
pub(crate) fn problem(vault: &UnlockedVault) -> Option<Error> {
    read(vault).is_ok_and(|read| read.is_none()).then(|| Error::new("settings.damaged"))
}

/// The settings as stored; `None` where they cannot be understood. They stay as they are until
/// the person stores others.
fn read(vault: &UnlockedVault) -> Result<Option<Settings>> {
    match vault.document(DOCUMENT) {
        Ok(None) => Ok(Some(Settings::default())),
        Ok(Some(stored)) => Ok(serde_json::from_slice(stored.expose()).ok()),
        Err(DocumentError::Damaged) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn write(vault: &UnlockedVault, settings: &Settings) -> Result<()> {
    let stored = serde_json::to_vec(settings)
        .map_err(|error| Error::new("bug.unexpected").because(error))?;
    Ok(vault.set_document(DOCUMENT, &stored)?)
}

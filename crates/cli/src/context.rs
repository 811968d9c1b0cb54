//! What the commands that need the vault have in common.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use app::host::{Home, OsKeyring, PATIENCE, SystemClipboard, SystemClock, default_home};
use app::view::{DoneView, Protection, VaultState};
use app::{App, Error, Event, Ports};
use secret::SecretText;

use crate::args::Global;
use crate::failure::Failure;
use crate::input::Input;
use crate::{output, passphrase};

/// The vault that was named, and how to talk to the person.
pub(crate) struct Context {
    pub(crate) app: App,
    pub(crate) home: Home,
    pub(crate) input: Input,
    pub(crate) json: bool,
    passphrase_file: Option<PathBuf>,
}

impl Context {
    /// Opens nothing yet.
    ///
    /// # Errors
    /// When no folder is named and the system names none.
    pub(crate) fn new(global: Global, json: bool) -> Result<Self, Failure> {
        let home = match global.profile {
            Some(dir) => Home::new(std::path::absolute(&dir).unwrap_or(dir)),
            None => default_home().ok_or_else(|| Error::new("no.folder"))?,
        };
        let keyring = OsKeyring::new(PATIENCE).map_err(Error::from)?;
        let ports = Ports {
            keyring: Arc::new(keyring),
            clock: Arc::new(SystemClock),
            clipboard: Arc::new(SystemClipboard::default()),
            stores: Arc::new(store_remote::AnyStore),
            news: Arc::new(hear),
        };
        let app = App::new(home.clone(), ports);
        let passphrase_file = global.passphrase_file;
        Ok(Self { app, home, input: Input::default(), json, passphrase_file })
    }

    /// Unlocks the vault; gives the passphrase that did it.
    ///
    /// # Errors
    /// When there is no vault, or it does not open.
    pub(crate) fn open(&self) -> Result<Option<SecretText>, Failure> {
        let status = self.app.status();
        match status.state {
            VaultState::Unlocked => Ok(None),
            VaultState::Locked if status.protection == Some(Protection::Passphrase) => {
                self.unlock()
            }
            VaultState::Locked | VaultState::Blocked => {
                self.app.unlock(None)?;
                Ok(None)
            }
            VaultState::Absent => Err(Error::new("vault.absent").into()),
        }
    }

    /// Unlocks with the passphrase, from where it was said to be.
    ///
    /// # Errors
    /// When there is none, or it is wrong.
    pub(crate) fn unlock(&self) -> Result<Option<SecretText>, Failure> {
        let given = self.passphrase("Passphrase of the vault")?;
        self.app.unlock(given.as_ref())?;
        Ok(given)
    }

    /// Unlocks the vault, or makes it where there is none.
    ///
    /// # Errors
    /// When it does not open, or keyring or disk refuse a new one.
    pub(crate) fn open_or_make(&self) -> Result<(), Failure> {
        if !self.is_absent() {
            return self.open().map(drop);
        }
        let file = self.passphrase_file.as_deref();
        let passphrase = file.map(|file| self.input.passphrase(file, self.json)).transpose()?;
        match self.app.create_empty_vault(passphrase.as_ref()) {
            // Another program was faster: it is there now, which is all that is wanted.
            Err(error) if error.code() == "vault.exists" => {
                return Ok(self.app.unlock(passphrase.as_ref()).map(drop)?);
            }
            made => made?,
        };
        self.note(&format!("Made a vault in {}.", self.home.dir().display()));
        self.note(protected_by(passphrase.is_some()));
        Ok(())
    }

    /// Whether a file with the vault's passphrase was named.
    pub(crate) fn names_passphrase(&self) -> bool {
        self.passphrase_file.is_some()
    }

    /// Whether there is no vault yet.
    pub(crate) fn is_absent(&self) -> bool {
        self.app.status().state == VaultState::Absent
    }

    /// Says something beside the result; JSON readers are told only what went wrong.
    pub(crate) fn note(&self, line: &str) {
        if !self.json {
            output::say(line);
        }
    }

    /// The id of the account with exactly this label or id.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn whole(&self, name: &str) -> Result<Named, Failure> {
        let found = self.app.find_whole(name).map_err(|error| {
            let label = error.args().get("close").cloned();
            let next = label.and_then(|label| {
                app::messages::text("cli-whole-name", [("label", label.as_str())])
            });
            Failure::with_next(error, next)
        })?;
        let of_firm = found.firm.is_some();
        Ok(Named { id: found.id.to_string(), label: found.label.to_string(), of_firm })
    }

    /// The record with exactly this id that cannot be read, and so has no other name.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub(crate) fn damaged(&self, name: &str) -> Result<Option<Named>, Failure> {
        let found = self.app.find_damaged(name)?.map(|id| id.to_string());
        Ok(found.map(|id| Named { label: id.clone(), id, of_firm: false }))
    }

    fn passphrase(&self, question: &str) -> Result<Option<SecretText>, Failure> {
        passphrase::known(&self.input, self.passphrase_file.as_deref(), question, self.json)
    }
}

/// An account that was found.
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) label: String,
    /// Whether it is a copy of an account of the firm.
    pub(crate) of_firm: bool,
}

/// What protects the vault, in words.
pub(crate) fn protected_by(passphrase: bool) -> &'static str {
    if passphrase {
        "A passphrase protects this vault."
    } else {
        "Your computer sign-in protects this vault. To set a passphrase: sixboard passphrase"
    }
}

fn hear(event: Event) {
    if let Event::Progress(DoneView { done, total, .. }) = event
        && io::stderr().is_terminal()
    {
        output::progress(done, total);
    }
}

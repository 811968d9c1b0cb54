//! Where the vault stands: absent, locked, unlocked, or blocked by something that must be mended.

use std::time::Duration;
use std::{fs, mem};

use secret::SecretText;
use vault::{AbsentVault, LockedVault, Opened, UnlockedVault};

use crate::error::Result;
use crate::host::LOCK_REQUEST;
use crate::view::{BackupDue, Protection, StatusView, VaultState};
use crate::{App, Error, Event};

/// The shortest passphrase or PIN, in characters.
pub(crate) const SHORTEST_PASSPHRASE: usize = 6;

#[derive(Default)]
pub(crate) enum Session {
    /// Not looked at yet.
    #[default]
    Closed,
    Absent(AbsentVault),
    Locked(LockedVault),
    Unlocked(UnlockedVault),
    /// There is something here that cannot be opened now; nothing was changed.
    Blocked(Error),
}

impl App {
    /// Where the vault stands. Looks again each time while it is blocked. A vault that only the
    /// person's sign-in protects opens at the first look, and after a lock waits for [`App::unlock`].
    pub fn status(&self) -> StatusView {
        let mut session = self.session();
        if matches!(*session, Session::Closed | Session::Blocked(_)) {
            *session = self.open();
        }
        self.describe(&mut session)
    }

    /// Makes the vault of this device, with the practice account.
    ///
    /// # Errors
    /// When there is a vault already, the passphrase is short, or keyring or disk refuse. Nothing
    /// half-made stays behind.
    pub fn create_vault(&self, passphrase: Option<&SecretText>) -> Result<StatusView> {
        self.create_empty_vault(passphrase)?;
        self.with_vault(|vault| self.add_practice_account(vault))?;
        Ok(self.status())
    }

    /// Makes the vault of this device with no account in it.
    ///
    /// # Errors
    /// As [`App::create_vault`].
    pub fn create_empty_vault(&self, passphrase: Option<&SecretText>) -> Result<StatusView> {
        if let Some(passphrase) = passphrase {
            long_enough(passphrase)?;
        }
        self.status();
        let mut session = self.session();
        let absent = match mem::take(&mut *session) {
            Session::Absent(absent) => absent,
            other => {
                *session = other;
                return Err(Error::new("vault.exists"));
            }
        };
        let vault = absent.create()?;
        if passphrase.is_some() {
            vault.set_passphrase(None, passphrase)?;
        }
        *session = Session::Unlocked(vault);
        self.start_idle_clock(&mut session);
        Ok(self.describe(&mut session))
    }

    /// Unlocks.
    ///
    /// # Errors
    /// A wrong or missing passphrase, or a keyring that refuses; the vault stays locked.
    pub fn unlock(&self, passphrase: Option<&SecretText>) -> Result<StatusView> {
        self.status();
        let mut session = self.session();
        *session = match mem::take(&mut *session) {
            Session::Locked(locked) => match locked.unlock(passphrase) {
                Ok(vault) => Session::Unlocked(vault),
                Err((locked, error)) => {
                    *session = Session::Locked(locked);
                    return Err(error.into());
                }
            },
            other => other,
        };
        if let Session::Blocked(error) = &*session {
            return Err(error.clone());
        }
        self.start_idle_clock(&mut session);
        Ok(self.describe(&mut session))
    }

    /// Locks: wipes keys, entries and drafts, and takes a copied code off the clipboard.
    pub fn lock(&self) -> StatusView {
        self.clear_copied();
        self.forget_drafts();
        self.forget_plans();
        let mut session = self.session();
        *session = match mem::take(&mut *session) {
            Session::Unlocked(vault) => Session::Locked(vault.lock()),
            other => other,
        };
        self.inner().idle.clear();
        self.describe(&mut session)
    }

    /// The person is here: the idle lock starts to count anew.
    pub fn active(&self) {
        self.start_idle_clock(&mut self.session());
    }

    /// Sets, changes or removes the passphrase.
    ///
    /// # Errors
    /// When the old one is wrong, the new one is short, or the keyring refuses; the old one then
    /// stays in force.
    pub fn set_passphrase(&self, old: Option<&SecretText>, new: Option<&SecretText>) -> Result<()> {
        if let Some(new) = new {
            long_enough(new)?;
        }
        self.with_vault(|vault| Ok(vault.set_passphrase(old, new)?))
    }

    /// Moves a vault that cannot be opened aside (it is renamed, never deleted), and makes a new one
    /// with no account in it.
    ///
    /// # Errors
    /// When the vault can be opened or only has to wait, and when disk or keyring refuse.
    pub fn recover(&self) -> Result<StatusView> {
        self.status();
        let mut session = self.session();
        let Session::Blocked(problem) = &*session else { return Err(Error::new("vault.exists")) };
        if !RECOVERABLE.contains(&problem.code()) {
            return Err(problem.clone());
        }
        vault::set_aside(&self.inner().home, self.now())?;
        *session = Session::Closed;
        drop(session);
        self.create_empty_vault(None)
    }

    /// Runs `act` on the unlocked vault.
    pub(crate) fn with_vault<T>(&self, act: impl FnOnce(&UnlockedVault) -> Result<T>) -> Result<T> {
        let mut session = self.session();
        if matches!(*session, Session::Closed) {
            *session = self.open();
        }
        match &mut *session {
            Session::Unlocked(vault) => act(vault),
            Session::Locked(_) | Session::Closed => Err(Error::new("vault.locked")),
            Session::Absent(_) => Err(Error::new("vault.absent")),
            Session::Blocked(problem) => Err(problem.clone()),
        }
    }

    /// Asks a window that is open on the same vault to lock.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn request_lock(&self) -> Result<()> {
        let request = self.inner().home.dir().join(LOCK_REQUEST);
        fs::write(request, []).map_err(|error| {
            Error::new("disk.failed").with("cause", error.kind().to_string()).because(error)
        })
    }

    /// Another program wrote into the vault's folder: locks if that was asked for, and tells when
    /// the list changed.
    pub fn folder_changed(&self, lock_requested: bool) {
        let request = self.inner().home.dir().join(LOCK_REQUEST);
        if lock_requested && fs::remove_file(request).is_ok() {
            self.lock_and_tell();
        }
        if self.with_vault(|vault| Ok(vault.changed()?)).unwrap_or(false) {
            self.tell(Event::Changed);
        }
    }

    /// Locks because of time or the system, and says so.
    pub fn lock_and_tell(&self) {
        self.lock();
        self.tell(Event::Locked);
    }

    fn open(&self) -> Session {
        match vault::open(&self.inner().home, self.inner().ports.keyring.clone()) {
            Ok(Opened::Absent(absent)) => Session::Absent(absent),
            Ok(Opened::Locked(locked)) if locked.protection() == vault::Protection::OsSignIn => {
                let unlocked = locked.unlock(None);
                unlocked.map_or_else(|(locked, _)| Session::Locked(locked), Session::Unlocked)
            }
            Ok(Opened::Locked(locked)) => Session::Locked(locked),
            Err(error) => Session::Blocked(error.into()),
        }
    }

    fn describe(&self, session: &mut Session) -> StatusView {
        let view = |state, protection| StatusView {
            state,
            protection,
            problem: None,
            backup: BackupDue::No,
        };
        match session {
            Session::Absent(_) | Session::Closed => view(VaultState::Absent, None),
            Session::Locked(locked) => view(VaultState::Locked, Some(shown(locked.protection()))),
            Session::Unlocked(vault) => {
                let backup = crate::backup::due(vault).unwrap_or(BackupDue::No);
                let protection = Some(shown(vault.protection()));
                StatusView { backup, ..view(VaultState::Unlocked, protection) }
            }
            Session::Blocked(problem) => {
                StatusView { problem: Some((&*problem).into()), ..view(VaultState::Blocked, None) }
            }
        }
    }

    fn start_idle_clock(&self, session: &mut Session) {
        let Session::Unlocked(vault) = session else { return };
        match crate::settings::idle_lock(vault) {
            Some(after) => self.inner().idle.set(after),
            None => self.inner().idle.clear(),
        }
    }
}

/// Blocked by data or keys that will not come back by themselves: [`App::recover`] is for these.
pub const RECOVERABLE: &[&str] =
    &["vault.key-missing", "vault.other-key", "vault.key-damaged", "vault.damaged"];

/// Minutes as the idle alarm counts them.
pub(crate) fn minutes(count: u32) -> Duration {
    Duration::from_secs(u64::from(count) * 60)
}

fn shown(protection: vault::Protection) -> Protection {
    match protection {
        vault::Protection::OsSignIn => Protection::OsSignIn,
        vault::Protection::Passphrase => Protection::Passphrase,
    }
}

pub(crate) fn long_enough(passphrase: &SecretText) -> Result<()> {
    if passphrase.expose().chars().count() < SHORTEST_PASSPHRASE {
        return Err(
            Error::new("vault.passphrase-short").with("least", SHORTEST_PASSPHRASE.to_string())
        );
    }
    Ok(())
}

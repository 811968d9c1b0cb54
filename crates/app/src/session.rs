//! Where the vault stands: absent, locked, unlocked, or blocked by something that must be mended.

use std::sync::atomic::Ordering;
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
            self.start_idle_clock(&mut session);
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
        self.create_in(&mut session, passphrase)?;
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
                Ok(vault) => {
                    self.note_unlocked();
                    Session::Unlocked(vault)
                }
                Err((locked, error)) => {
                    let error = self.here(error);
                    // What will not come back by itself is looked at anew, and can be recovered.
                    if !RECOVERABLE.contains(&error.code()) {
                        *session = Session::Locked(locked);
                    }
                    return Err(error);
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
        self.stop_restore();
        self.stop_sync();
        // At once, because the vault may be held by a keyring that asks the person.
        self.wipe();
        let mut session = self.session();
        *session = match mem::take(&mut *session) {
            Session::Unlocked(vault) => Session::Locked(vault.lock()),
            other => other,
        };
        // And what came in meanwhile. Nothing comes after it: that takes an unlocked vault.
        self.wipe();
        self.inner().idle.clear();
        self.describe(&mut session)
    }

    fn wipe(&self) {
        self.clear_copied();
        self.forget_drafts();
        self.forget_plans();
        self.drop_kit();
        self.forget_invite();
        self.forget_key();
        self.copying().forget_counter_code();
        self.inner().unlocked_at.store(0, Ordering::Relaxed);
    }

    /// The person is here: the idle lock starts to count anew. After a sleep, in which it stood
    /// still, it locks instead.
    pub fn active(&self) {
        let mut session = self.session();
        if self.was_away(&session) {
            drop(session);
            return self.lock_and_tell();
        }
        self.start_idle_clock(&mut session);
    }

    fn was_away(&self, session: &Session) -> bool {
        let Session::Unlocked(vault) = session else { return false };
        let away = self.now().saturating_sub(self.inner().active_at.load(Ordering::Relaxed));
        crate::settings::idle_lock(vault).is_some_and(|after| away > after.as_secs())
    }

    /// Sets, changes or removes the passphrase.
    ///
    /// # Errors
    /// When the old one is wrong, the new one is short, an administrator of a firm would be without
    /// one, or the keyring refuses; the old one then stays in force.
    pub fn set_passphrase(&self, old: Option<&SecretText>, new: Option<&SecretText>) -> Result<()> {
        match new {
            Some(new) => long_enough(new)?,
            None => self.may_do_without_passphrase()?,
        }
        self.with_vault(|vault| Ok(vault.set_passphrase(old, new)?))
    }

    /// Moves a vault that cannot be opened aside (it is renamed, never deleted), and makes a new one
    /// with no account in it.
    ///
    /// # Errors
    /// When the vault can be opened or only has to wait, and when disk or keyring refuse; the vault
    /// is then in its place.
    pub fn recover(&self) -> Result<StatusView> {
        self.status();
        let mut session = self.session();
        let Session::Blocked(problem) = &*session else { return Err(Error::new("vault.exists")) };
        if !RECOVERABLE.contains(&problem.code()) {
            return Err(problem.clone());
        }
        let (home, keyring) = (&self.inner().home, &self.inner().ports.keyring);
        // "No entry" is also what a service says that has no keyring at all.
        vault::keyring::probe(&**keyring)?;
        let aside =
            vault::set_aside(home, keyring, self.now()).map_err(|error| self.here(error))?;
        *session = self.open();
        if let Err(error) = self.create_in(&mut session, None) {
            // Should even this fail, the file is beside its place under its other name.
            let _ = aside.bring_back();
            *session = Session::Closed;
            return Err(error);
        }
        Ok(self.describe(&mut session))
    }

    /// Runs `act` on the unlocked vault.
    pub(crate) fn with_vault<T>(&self, act: impl FnOnce(&UnlockedVault) -> Result<T>) -> Result<T> {
        let mut session = self.session();
        if matches!(*session, Session::Closed) {
            *session = self.open();
            self.start_idle_clock(&mut session);
        }
        match &mut *session {
            Session::Unlocked(vault) => act(vault).map_err(|error| self.here(error)),
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

    fn create_in(&self, session: &mut Session, passphrase: Option<&SecretText>) -> Result<()> {
        let absent = match mem::take(session) {
            Session::Absent(absent) => absent,
            other => {
                *session = other;
                return Err(Error::new("vault.exists"));
            }
        };
        let vault = absent.create(passphrase).map_err(|error| self.here(error))?;
        *session = Session::Unlocked(vault);
        self.start_idle_clock(session);
        Ok(())
    }

    fn open(&self) -> Session {
        match vault::open(&self.inner().home, self.inner().ports.keyring.clone()) {
            Ok(Opened::Absent(absent)) => Session::Absent(absent),
            Ok(Opened::Locked(locked)) if locked.protection() == vault::Protection::OsSignIn => {
                let unlocked = locked.unlock(None);
                unlocked.map_or_else(|(locked, _)| Session::Locked(locked), Session::Unlocked)
            }
            Ok(Opened::Locked(locked)) => Session::Locked(locked),
            Err(error) => Session::Blocked(self.here(error)),
        }
    }

    /// Says of a folder that cannot be written to which one it is.
    fn here(&self, error: impl Into<Error>) -> Error {
        let error = error.into();
        if error.code() != "disk.read-only" || error.args().contains_key("path") {
            return error;
        }
        error.with("path", self.inner().home.dir().display().to_string())
    }

    fn describe(&self, session: &mut Session) -> StatusView {
        let view = |state, protection| StatusView {
            state,
            protection,
            problem: None,
            recoverable: false,
            backup: BackupDue::No,
        };
        match session {
            Session::Absent(_) | Session::Closed => view(VaultState::Absent, None),
            Session::Locked(locked) => view(VaultState::Locked, Some(shown(locked.protection()))),
            Session::Unlocked(vault) => {
                // Where the accounts cannot be read, the list says so.
                let backup = crate::backed_up::due(vault).unwrap_or(BackupDue::No);
                let protection = Some(shown(vault.protection()));
                StatusView { backup, ..view(VaultState::Unlocked, protection) }
            }
            Session::Blocked(problem) => {
                let recoverable = RECOVERABLE.contains(&problem.code());
                let problem = Some((&*problem).into());
                StatusView { problem, recoverable, ..view(VaultState::Blocked, None) }
            }
        }
    }

    fn start_idle_clock(&self, session: &mut Session) {
        let Session::Unlocked(vault) = session else { return };
        self.inner().active_at.store(self.now(), Ordering::Relaxed);
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
        return Err(Error::passphrase_short());
    }
    Ok(())
}

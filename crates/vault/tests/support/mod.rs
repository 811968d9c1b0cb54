//! What the tests of the vault share.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its own part of it")]

#[cfg(target_os = "linux")]
pub mod script;

use std::sync::Arc;

use otp::Params;
use secret::{Secret, SecretText};
use vault::keyring::Keyring;
use vault::keyring::fake::FakeKeyring;
use vault::{Home, Label, LockedVault, NewAccount, OpenError, Opened, UnlockedVault};

/// A time to start from.
pub const T0: u64 = 1_900_000_000;

/// A vault in a folder of its own, with a keyring in memory.
pub struct Place {
    pub dir: tempfile::TempDir,
    pub keyring: FakeKeyring,
}

impl Place {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), keyring: FakeKeyring::new() }
    }

    pub fn home(&self) -> Home {
        Home::new(self.dir.path().join("profile"))
    }

    pub fn create(&self) -> UnlockedVault {
        create(&self.home(), Arc::new(self.keyring.clone()))
    }

    pub fn try_open(&self) -> Result<Opened, OpenError> {
        vault::open(&self.home(), Arc::new(self.keyring.clone()))
    }

    pub fn locked(&self) -> LockedVault {
        match self.try_open().unwrap() {
            Opened::Locked(locked) => locked,
            Opened::Absent(_) => panic!("there is no vault"),
        }
    }

    pub fn open(&self) -> UnlockedVault {
        unlock(self.locked(), None)
    }

    pub fn ring(&self) -> Arc<dyn Keyring> {
        Arc::new(self.keyring.clone())
    }

    pub fn empty_keyring(&self) {
        for name in self.keyring.names() {
            self.keyring.put(&name, None);
        }
    }

    /// A statement on the database, behind the vault's back.
    pub fn sql(&self, statement: &str) {
        let connection = rusqlite::Connection::open(self.home().database()).unwrap();
        connection.execute_batch(statement).unwrap();
    }
}

pub fn create(home: &Home, keyring: Arc<dyn Keyring>) -> UnlockedVault {
    match vault::open(home, keyring).unwrap() {
        Opened::Absent(absent) => absent.create(None).unwrap(),
        Opened::Locked(_) => panic!("there is a vault already"),
    }
}

pub fn unlock(locked: LockedVault, passphrase: Option<&SecretText>) -> UnlockedVault {
    locked.unlock(passphrase).map_err(|(_, error)| error).unwrap()
}

pub fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub fn new(text: &str) -> NewAccount {
    NewAccount::new(label(text), Params::totp_default())
}

/// A secret key that `seed` tells from others.
pub fn key(seed: u8) -> Secret {
    Secret::new(vec![seed; 20])
}

pub fn text(text: &str) -> SecretText {
    SecretText::copy_of(text)
}

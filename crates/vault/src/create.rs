use std::fs;
use std::io;
use std::sync::Arc;

use seal::passphrase::Cost;
use secret::{Secret, SecretText};

use crate::database::{Database, Meta};
use crate::device::{Device, make_meta};
use crate::home::sync_dir;
use crate::keyring::{ItemName, Keyring, ProbeError};
use crate::{CreateError, Home, StorageError, UnlockedVault, VaultId, fail, item};

/// A place without a database, where a vault may be made.
pub struct AbsentVault {
    home: Home,
    keyring: Arc<dyn Keyring>,
}

impl AbsentVault {
    pub(crate) fn new(home: Home, keyring: Arc<dyn Keyring>) -> Self {
        Self { home, keyring }
    }

    /// Makes a new vault with a random key and unlocks it. The key is protected by the person's
    /// sign-in, and by `passphrase` from the first moment on where there is one.
    ///
    /// The key is written to the keyring and read through a second connection before there is a
    /// database; a keyring that forgets is found out here. The database appears whole, by a
    /// rename, and never takes the place of one that is there.
    ///
    /// # Errors
    /// [`CreateError`].
    pub fn create(self, passphrase: Option<&SecretText>) -> Result<UnlockedVault, CreateError> {
        self.home.prepare()?;
        let lock = self.home.lock()?;
        if self.home.has_database()? {
            return Err(CreateError::Exists);
        }
        self.clear_unfinished()?;
        let (vault, key) = (VaultId::make()?, seal::make_key()?);
        // The file names the keyring item before that exists, so that it can be found again.
        let text = key_text(vault, &key, passphrase)?;
        let meta = Meta { passphrase: passphrase.is_some(), ..make_meta(vault, &key)? };
        Database::create(&self.home.unfinished(), &meta)?;
        fail::point("create: intended");
        let made = self.keep(vault, &text).and_then(|()| self.publish());
        if let Err(error) = made {
            // Best effort: the next attempt clears what stays.
            let _ = self.clear_unfinished();
            return Err(error);
        }
        drop(lock);
        let device = Device::open(&self.home, self.keyring)?;
        Ok(UnlockedVault::new(Box::new(device), key))
    }

    fn keep(&self, vault: VaultId, text: &SecretText) -> Result<(), CreateError> {
        let name = ItemName::vault_key(vault, 1);
        self.keyring.write(&name, text).map_err(ProbeError::from)?;
        fail::point("create: written");
        let second = self.keyring.reopen().map_err(ProbeError::from)?;
        let kept = second.read(&name).map_err(ProbeError::from)?;
        if kept.as_ref() != Some(text) {
            return Err(ProbeError::NotKept.into());
        }
        fail::point("create: kept");
        Ok(())
    }

    fn publish(&self) -> Result<(), CreateError> {
        // SQLite has synced the file with its commit.
        let unfinished = self.home.unfinished();
        fs::rename(unfinished, self.home.database()).map_err(StorageError::from)?;
        fail::point("create: published");
        Ok(sync_dir(self.home.dir())?)
    }

    /// Deletes what an attempt left behind that never became a vault, and its keyring item.
    fn clear_unfinished(&self) -> Result<(), StorageError> {
        let path = self.home.unfinished();
        if let Ok(meta) = Database::open(&path).and_then(|database| database.meta()) {
            // An item that cannot be deleted now is a key to nothing.
            let _ = self.keyring.delete(&ItemName::vault_key(meta.vault, meta.slot));
        }
        let journal = self.home.dir().join("vault.new-journal");
        for file in [path, journal] {
            match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }
}

/// What the keyring is to hold of the vault key.
fn key_text(
    vault: VaultId,
    key: &Secret,
    passphrase: Option<&SecretText>,
) -> Result<SecretText, CreateError> {
    match passphrase {
        None => Ok(item::plain(vault, key)),
        Some(passphrase) => {
            item::wrapped(vault, key, passphrase, Cost::default()).map_err(CreateError::Passphrase)
        }
    }
}

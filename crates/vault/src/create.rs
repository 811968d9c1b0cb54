use std::fs;
use std::io;
use std::sync::Arc;

use secret::Secret;

use crate::database::Database;
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

    /// Makes a new vault with a random key, protected by the person's sign-in, and unlocks it.
    ///
    /// The key is written to the keyring and read through a second connection before there is a
    /// database; a keyring that forgets is found out here. The database appears whole, by a
    /// rename, and never takes the place of one that is there.
    ///
    /// # Errors
    /// [`CreateError`].
    pub fn create(self) -> Result<UnlockedVault, CreateError> {
        self.home.prepare()?;
        let lock = self.home.lock()?;
        if self.home.database().try_exists().map_err(StorageError::from)? {
            return Err(CreateError::Exists);
        }
        self.clear_unfinished()?;
        let (vault, key) = (VaultId::make()?, seal::make_key()?);
        // The file names the keyring item before that exists, so that it can be found again.
        Database::create(&self.home.unfinished(), &make_meta(vault, &key)?)?;
        fail::point("create: intended");
        let made = self.keep(vault, &key).and_then(|()| self.publish());
        if let Err(error) = made {
            // Best effort: the next attempt clears what stays.
            let _ = self.clear_unfinished();
            return Err(error);
        }
        drop(lock);
        let device = Device::open(&self.home, self.keyring)?;
        Ok(UnlockedVault::new(Box::new(device), key))
    }

    fn keep(&self, vault: VaultId, key: &Secret) -> Result<(), CreateError> {
        let name = ItemName::vault_key(vault, 1);
        let text = item::plain(vault, key);
        self.keyring.write(&name, &text).map_err(ProbeError::from)?;
        fail::point("create: written");
        let second = self.keyring.reopen().map_err(ProbeError::from)?;
        let kept = second.read(&name).map_err(ProbeError::from)?;
        if kept != Some(text) {
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

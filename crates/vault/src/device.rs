use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use seal::Namespace;
use secret::Secret;

use crate::database::{Database, Meta};
use crate::item::{self, ItemError, KeyItem};
use crate::keyring::{ItemName, Keyring};
use crate::{Home, OpenError, StorageError, VaultId};

/// What a vault has whether it is locked or not.
pub(crate) struct Device {
    pub(crate) home: Home,
    pub(crate) keyring: Arc<dyn Keyring>,
    pub(crate) database: Database,
    pub(crate) vault: VaultId,
    /// The version of the database that the caller was last told of.
    pub(crate) seen: AtomicI64,
}

impl Device {
    pub(crate) fn open(home: &Home, keyring: Arc<dyn Keyring>) -> Result<Self, StorageError> {
        let database = Database::open(&home.database())?;
        let vault = database.meta()?.vault;
        let seen = AtomicI64::new(database.version()?);
        Ok(Self { home: home.clone(), keyring, database, vault, seen })
    }

    /// The item of the vault key, and which slot it is in.
    pub(crate) fn key_item(&self) -> Result<(u32, KeyItem), OpenError> {
        let mut slot = self.database.meta()?.slot;
        loop {
            if let Some(text) = self.keyring.read(&ItemName::vault_key(self.vault, slot))? {
                return Ok((slot, item::read_vault_key(&text).map_err(OpenError::from)?));
            }
            // Another program may have changed the passphrase between the two readings.
            let now = self.database.meta()?.slot;
            if now == slot {
                return Err(OpenError::KeyMissing);
            }
            slot = now;
        }
    }

    /// Checks that `key` is this vault's, and no other's.
    pub(crate) fn verify(&self, key: &Secret) -> Result<(), OpenError> {
        let meta = self.database.meta()?;
        let opened = seal::open(key, Namespace::VERIFIER, self.vault.as_bytes(), &meta.verifier);
        opened.map(drop).map_err(|error| match error {
            seal::OpenError::UnknownVersion(_) => OpenError::Newer,
            _ => OpenError::OtherKey,
        })
    }
}

/// A new vault's row about itself, for `key`.
pub(crate) fn make_meta(vault: VaultId, key: &Secret) -> Result<Meta, seal::SealError> {
    let verifier = seal::seal(key, Namespace::VERIFIER, vault.as_bytes(), b"")?;
    Ok(Meta { vault, slot: 1, passphrase: false, verifier })
}

impl From<ItemError> for OpenError {
    fn from(error: ItemError) -> Self {
        match error {
            ItemError::Newer => Self::Newer,
            ItemError::Damaged => Self::KeyDamaged,
        }
    }
}

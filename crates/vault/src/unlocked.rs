use std::sync::atomic::Ordering;

use rusqlite::Connection;
use seal::Namespace;
use secret::Secret;

use crate::account::Damage;
use crate::device::Device;
use crate::open::protection_of;
use crate::rows::{self, AccountRow, Index};
use crate::{
    Account, AccountId, FirmKey, Label, LockedVault, Protection, ReadError, StorageError, VaultId,
    record,
};

/// A vault whose rows can be read, and whose keys can be had one at a time.
///
/// Dropping it, or [`Self::lock`], wipes the vault key. Every operation goes to the database, so
/// what another program did is seen at once; [`Self::changed`] tells when to look again.
pub struct UnlockedVault {
    pub(crate) device: Box<Device>,
    pub(crate) key: Secret,
}

impl UnlockedVault {
    pub(crate) fn new(device: Box<Device>, key: Secret) -> Self {
        Self { device, key }
    }

    /// Which vault.
    pub fn id(&self) -> VaultId {
        self.device.vault
    }

    /// What protects the vault key.
    pub fn protection(&self) -> Protection {
        protection_of(&self.device)
    }

    /// Wipes the vault key. Nothing that was read stays here; copies that the caller made do.
    pub fn lock(self) -> LockedVault {
        LockedVault::new(self.device)
    }

    /// Whether another program changed the vault since the last call, or since it was opened.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn changed(&self) -> Result<bool, StorageError> {
        let now = self.device.database.version()?;
        Ok(self.device.seen.swap(now, Ordering::Relaxed) != now)
    }

    pub(crate) fn label_index(&self, label: &Label) -> Result<Index, StorageError> {
        let fold = label.fold();
        Ok(seal::blind_index(&self.key, Namespace::LABEL_INDEX, fold.as_bytes())?)
    }

    pub(crate) fn key_index(&self, key: &Secret) -> Result<Index, StorageError> {
        Ok(seal::blind_index(&self.key, Namespace::KEY_INDEX, key.expose())?)
    }

    /// A key of the firm's may be the person's own as well: those do not stand in each other's way.
    pub(crate) fn key_index_of(
        &self,
        firm: Option<FirmKey>,
        key: &Secret,
    ) -> Result<Index, StorageError> {
        match firm {
            None => self.key_index(key),
            Some(firm) => {
                let bound = Secret::new(seal::join(&[key.expose(), &firm.account]));
                self.key_index(&bound)
            }
        }
    }

    pub(crate) fn seal_account(&self, account: &Account) -> Result<Vec<u8>, StorageError> {
        let bytes = record::encode(account)?;
        Ok(seal::seal(&self.key, Namespace::ROW, &self.bind(account.id), &bytes)?)
    }

    pub(crate) fn open_row(&self, row: &AccountRow) -> Result<Account, Damage> {
        let opened = seal::open(&self.key, Namespace::ROW, &self.bind(row.id), &row.sealed);
        let bytes = opened.map_err(|error| match error {
            // No program ever wrote 0; a disk that lost a block gives it back as zeros.
            seal::OpenError::UnknownVersion(1..) => Damage::Newer,
            _ => Damage::Sealed,
        })?;
        let account = record::decode(row.id, bytes.expose())?;
        // Whether it is live stands outside the seal: a switched mark must not bring it back.
        match account.removed_at.is_none() == row.live {
            true => Ok(account),
            false => Err(Damage::Content),
        }
    }

    /// The account, removed or not.
    pub(crate) fn load(&self, on: &Connection, id: AccountId) -> Result<Account, ReadError> {
        let row = rows::account(on, id)?.ok_or(ReadError::NotFound)?;
        self.open_row(&row).map_err(ReadError::Damaged)
    }

    fn bind(&self, id: AccountId) -> Vec<u8> {
        seal::join(&[b"account", self.device.vault.as_bytes(), id.as_bytes()])
    }
}

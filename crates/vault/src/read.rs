//! Finding and listing; no secret key is touched, save by [`UnlockedVault::key`].

use secret::Secret;

use crate::item::{self, ItemError};
use crate::keyring::ItemName;
use crate::{
    Account, AccountId, Damaged, KeyError, KeyId, Label, Listing, ReadError, StorageError,
    UnlockedVault, rows,
};

impl UnlockedVault {
    /// All accounts that were not removed. A row that cannot be read is listed as damaged.
    ///
    /// # Errors
    /// [`StorageError`] when the database as a whole cannot be read.
    pub fn accounts(&self) -> Result<Listing, StorageError> {
        let rows = rows::accounts(&self.device.database.connection(), true)?;
        let mut listing = Listing::default();
        for row in rows {
            match self.open_row(&row) {
                Ok(account) => listing.accounts.push(account),
                Err(reason) => listing.damaged.push(Damaged { id: row.id, reason }),
            }
        }
        Ok(listing)
    }

    /// Accounts that were removed and can be put back. Damaged ones are left out.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn removed(&self) -> Result<Vec<Account>, StorageError> {
        let rows = rows::accounts(&self.device.database.connection(), false)?;
        Ok(rows.iter().filter_map(|row| self.open_row(row).ok()).collect())
    }

    /// One account, removed or not.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn account(&self, id: AccountId) -> Result<Account, ReadError> {
        self.load(&self.device.database.connection(), id)
    }

    /// The account with this label, or one that reads the same; the work does not grow with the
    /// number of accounts.
    ///
    /// # Errors
    /// [`StorageError::Damaged`] when the row found has another label: somebody altered the file.
    pub fn find(&self, label: &Label) -> Result<Option<AccountId>, StorageError> {
        let index = self.label_index(label)?;
        let connection = self.device.database.connection();
        let Some(id) = rows::label_owner(&connection, &index)? else { return Ok(None) };
        match self.load(&connection, id) {
            Ok(account) if account.label.fold() != label.fold() => {
                Err(StorageError::Damaged("two labels were switched".to_owned()))
            }
            Err(ReadError::Storage(error)) => Err(error),
            _ => Ok(Some(id)),
        }
    }

    /// The account that has this secret key, in this or an earlier version. Does not touch the
    /// keyring.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn find_same_key(&self, key: &Secret) -> Result<Option<AccountId>, StorageError> {
        let index = self.key_index(key)?;
        rows::key_owner(&self.device.database.connection(), &index)
    }

    /// Reads one secret key from the keyring. Make the code and drop it.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn key(&self, account: AccountId, key: KeyId) -> Result<Secret, KeyError> {
        let vault = self.device.vault;
        let text =
            self.device.keyring.read(&ItemName::key(vault, key))?.ok_or(KeyError::Missing)?;
        item::open_key(&self.key, (vault, account, key), &text).map_err(|error| match error {
            ItemError::Newer => KeyError::Newer,
            ItemError::Damaged => KeyError::Damaged,
        })
    }
}

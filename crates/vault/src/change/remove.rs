use rusqlite::Connection;

use crate::pending::{self, Pending};
use crate::rows::Index;
use crate::{
    Account, AccountId, ChangeError, Damage, ReadError, StorageError, UnlockedVault, fail, rows,
};

/// Seconds for which the keys of a removed account are kept: 30 days.
pub const KEPT_FOR: u64 = 30 * 24 * 60 * 60;

impl UnlockedVault {
    /// Removes an account from the list. Its keys are kept for [`KEPT_FOR`] seconds, in which it
    /// can be put back; its label is free at once. So can be one whose record cannot be read, with
    /// its bytes as they are: see [`Self::removed_records`].
    ///
    /// # Errors
    /// [`ChangeError`]; [`ChangeError::NothingLeft`] where neither the record nor a key can be read:
    /// there is nothing to keep, and only [`Self::purge`] takes it away.
    pub fn remove(&self, id: AccountId, at: u64) -> Result<(), ChangeError> {
        let removed = self.edit(id, |account| {
            account.removed_at = Some(at);
            Ok(())
        });
        match removed {
            Err(ChangeError::Damaged(Damage::Sealed | Damage::Content)) => {
                self.remove_record(id, at)
            }
            removed => removed,
        }
    }

    /// Puts a removed account back.
    ///
    /// # Errors
    /// [`ChangeError::LabelTaken`] and [`ChangeError::SameKey`] when another account has its label
    /// or a key of its by now.
    pub fn put_back(&self, id: AccountId) -> Result<(), ChangeError> {
        self.device.database.write(|tx| {
            let account = match self.load(tx, id) {
                Err(ReadError::Damaged(Damage::Sealed | Damage::Content)) => None,
                loaded => Some(loaded?),
            };
            if account.as_ref().is_some_and(|account| account.removed_at.is_none()) {
                return Err(ChangeError::NotRemoved);
            }
            for (_, index) in rows::keys(tx, id)? {
                let index = Index::try_from(index)
                    .map_err(|_| StorageError::Damaged("no key index".to_owned()))?;
                if let Some(owner) = rows::key_owner(tx, &index)?.filter(|owner| *owner != id) {
                    return Err(ChangeError::SameKey { id: owner });
                }
            }
            match account {
                Some(account) => self.store(tx, &Account { removed_at: None, ..account }),
                None => self.put_record_back(tx, id),
            }
        })
    }

    /// Wipes a removed account and its keys for good, or one whose record cannot be read.
    ///
    /// # Errors
    /// [`ChangeError`]; a record of a newer program is not wiped. Keys that the keyring does not let go of now are wiped when the vault is
    /// next opened.
    pub fn purge(&self, id: AccountId) -> Result<(), ChangeError> {
        let _lock = self.device.home.lock()?;
        let items = self.device.database.write(|tx| {
            let row = rows::account(tx, id)?.ok_or(ChangeError::NotFound)?;
            match self.open_row(&row) {
                Err(Damage::Newer) => return Err(ChangeError::Damaged(Damage::Newer)),
                Ok(_) if row.live => return Err(ChangeError::NotRemoved),
                _ => {}
            }
            Ok(drop_account(tx, id)?)
        })?;
        fail::point("purge: committed");
        self.device.discard(&items);
        Ok(())
    }
}

/// Deletes the rows of an account and names its keyring items as pending.
fn drop_account(on: &Connection, id: AccountId) -> Result<Vec<Pending>, StorageError> {
    let items: Vec<Pending> =
        rows::keys(on, id)?.into_iter().map(|(key, _)| Pending::Key(key)).collect();
    rows::delete_account(on, id)?;
    for item in &items {
        pending::insert(on, *item)?;
    }
    Ok(items)
}

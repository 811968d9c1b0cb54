//! Removing a record that cannot be read. Its bytes and its keys are kept as those of any removed
//! account are; the time stands in a document, because it cannot stand in the record.

use rusqlite::Connection;

use super::KEPT_FOR;
use super::times::{Times, encode};
use crate::account::{Damage, RemovedRecord};
use crate::rows::AccountRow;
use crate::{AccountId, ChangeError, KeyError, StorageError, UnlockedVault, rows};

/// Name of the document that says when each was removed.
const REMOVED: &str = "removed-records";

impl UnlockedVault {
    /// Records that cannot be read and were removed. They can be put back as they are.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn removed_records(&self) -> Result<Vec<RemovedRecord>, StorageError> {
        let times = self.times(REMOVED)?;
        let removed = self.unreadable_removed()?.into_iter();
        let noted = |id| times.get(&id).map(|&removed_at| RemovedRecord { id, removed_at });
        Ok(removed.filter_map(noted).collect())
    }

    /// Removes a record that cannot be read, unless none of its keys can be read either.
    pub(super) fn remove_record(&self, id: AccountId, at: u64) -> Result<(), ChangeError> {
        if !self.has_readable_key(id)? {
            return Err(ChangeError::NothingLeft);
        }
        let mut times = self.times(REMOVED)?;
        times.insert(id, at);
        self.device.database.write(|tx| {
            if !self.unreadable_row(tx, id)?.live {
                return Err(ChangeError::NotFound);
            }
            rows::set_live(tx, id, false)?;
            Ok(self.put_document(tx, REMOVED, &encode(&times))?)
        })
    }

    /// Puts a record that cannot be read back as it is. The caller has seen that its keys are free.
    pub(super) fn put_record_back(
        &self,
        on: &Connection,
        id: AccountId,
    ) -> Result<(), ChangeError> {
        if self.unreadable_row(on, id)?.live {
            return Err(ChangeError::NotRemoved);
        }
        if let Some(id) = rows::same_label_owner(on, id)? {
            return Err(ChangeError::LabelTaken { id });
        }
        Ok(rows::set_live(on, id, true)?)
    }

    /// When the time of each removed record that cannot be read is over. One that nobody noted was
    /// readable when it was removed, and counts from `at`.
    pub(super) fn ends_of_records(&self, at: u64) -> Result<Times, StorageError> {
        let noted = self.times(REMOVED)?;
        let removed = self.unreadable_removed()?.into_iter();
        let times: Times = removed.map(|id| (id, noted.get(&id).copied().unwrap_or(at))).collect();
        if times != noted {
            self.set_times(REMOVED, &times)?;
        }
        Ok(times.into_iter().map(|(id, at)| (id, at.saturating_add(KEPT_FOR))).collect())
    }

    /// The row of a record that cannot be read; what a newer program wrote is none.
    fn unreadable_row(&self, on: &Connection, id: AccountId) -> Result<AccountRow, ChangeError> {
        let row = rows::account(on, id)?.ok_or(ChangeError::NotFound)?;
        match self.open_row(&row) {
            Err(Damage::Newer) => Err(ChangeError::Damaged(Damage::Newer)),
            Err(_) => Ok(row),
            // Another program mended it meanwhile.
            Ok(_) => Err(StorageError::Busy.into()),
        }
    }

    fn unreadable_removed(&self) -> Result<Vec<AccountId>, StorageError> {
        let mut rows = rows::accounts(&self.device.database.connection(), false)?;
        rows.retain(|row| matches!(self.open_row(row), Err(Damage::Sealed | Damage::Content)));
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    fn has_readable_key(&self, id: AccountId) -> Result<bool, ChangeError> {
        let keys = rows::keys(&self.device.database.connection(), id)?;
        for (key, _) in keys {
            match self.key(id, key) {
                Ok(_) | Err(KeyError::Newer) => return Ok(true),
                Err(KeyError::Missing | KeyError::Damaged) => {}
                Err(KeyError::Keyring(error)) => return Err(error.into()),
            }
        }
        Ok(false)
    }
}

//! Keyring items on their way in or out.
//!
//! Before an item is written, a row says that it belongs to nobody; the commit that puts it to use
//! deletes that row. When an item is to go, the commit that drops it adds such a row. So at any
//! moment a row here names an item that can be deleted, and nothing else is needed to undo or
//! finish what a dead program was doing.

use rusqlite::Connection;
use secret::SecretText;

use crate::device::Device;
use crate::home::Lock;
use crate::keyring::{ItemName, KeyringError};
use crate::{FirmId, KeyId, StorageError, fail, rows};

type Result<T> = std::result::Result<T, StorageError>;

/// An item that may be in the keyring and belongs to no committed row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pending {
    VaultKey(u32),
    Key(KeyId),
    Seeds(FirmId),
    /// A part of the sign-in to the firm's store.
    SignIn(KeyId, u8),
}

/// Why an item was not kept.
pub(crate) enum KeepError {
    Keyring(KeyringError),
    /// What was read back is not what was written.
    NotKept,
}

impl Device {
    /// Writes an item that a pending row names, or that stands in place of a useless one, and reads
    /// it back.
    pub(crate) fn keep(
        &self,
        item: Pending,
        text: &SecretText,
    ) -> std::result::Result<(), KeepError> {
        let name = self.name(item);
        self.keyring.write(&name, text)?;
        fail::point("keep: written");
        match self.keyring.read(&name)? {
            Some(kept) if kept == *text => Ok(()),
            _ => Err(KeepError::NotKept),
        }
    }

    /// Deletes the named items from the keyring, then their rows. What fails stays for later.
    /// The caller has the lock.
    pub(crate) fn discard(&self, items: &[Pending]) {
        for &item in items {
            let unused = self.is_unused(item);
            let gone = match unused {
                Ok(true) => self.is_deleted(item),
                // In use after all: only the row is wrong.
                Ok(false) => true,
                Err(_) => false,
            };
            fail::point("discard: deleted");
            if gone {
                // The row stays until the next time, and so does no harm.
                let _ = self.database.write(|tx| remove(tx, item));
            }
        }
    }

    /// Deletes an item, whatever it holds.
    pub(crate) fn delete(&self, item: Pending) -> std::result::Result<(), KeyringError> {
        self.keyring.delete(&self.name(item))
    }

    /// Discards what a program that is no more left behind, unless one that lives is at work.
    pub(crate) fn clear_pending(&self) {
        if self.pending().is_empty() {
            return;
        }
        if let Ok(Some(lock)) = self.home.try_lock() {
            self.clear_pending_with(&lock);
        }
    }

    /// As [`Self::clear_pending`], for whoever has the lock: no live program is at work then.
    pub(crate) fn clear_pending_with(&self, _lock: &Lock) {
        self.discard(&self.pending());
    }

    fn pending(&self) -> Vec<Pending> {
        // What cannot be read now is discarded another time.
        list(&self.database.connection()).unwrap_or_default()
    }

    /// Deletes an item and sees it gone: what was wiped must not be found in the keyring later.
    fn is_deleted(&self, item: Pending) -> bool {
        let name = self.name(item);
        self.keyring.delete(&name).is_ok() && self.keyring.read(&name).is_ok_and(|it| it.is_none())
    }

    fn is_unused(&self, item: Pending) -> Result<bool> {
        match item {
            Pending::VaultKey(slot) => Ok(self.database.meta()?.slot != slot),
            Pending::Key(key) => Ok(!rows::has_key(&self.database.connection(), key)?),
            Pending::Seeds(firm) => Ok(self.database.firm()? != Some(firm)),
            Pending::SignIn(id, _) => {
                Ok(self.database.sign_in()?.map(|items| items.id) != Some(id))
            }
        }
    }

    fn name(&self, item: Pending) -> ItemName {
        match item {
            Pending::VaultKey(slot) => ItemName::vault_key(self.vault, slot),
            Pending::Key(key) => ItemName::key(self.vault, key),
            Pending::Seeds(firm) => ItemName::seeds(self.vault, firm),
            Pending::SignIn(id, part) => ItemName::sign_in(self.vault, id, part),
        }
    }
}

impl From<KeyringError> for KeepError {
    fn from(error: KeyringError) -> Self {
        Self::Keyring(error)
    }
}

impl Pending {
    fn columns(self) -> (u8, Vec<u8>) {
        match self {
            Self::VaultKey(slot) => (0, slot.to_be_bytes().to_vec()),
            Self::Key(key) => (1, key.as_bytes().to_vec()),
            Self::Seeds(firm) => (2, firm.as_bytes().to_vec()),
            Self::SignIn(id, part) => (3, [&id.as_bytes()[..], &[part]].concat()),
        }
    }

    fn from_columns(kind: u8, id: &[u8]) -> Option<Self> {
        match kind {
            0 => Some(Self::VaultKey(u32::from_be_bytes(id.try_into().ok()?))),
            1 => KeyId::from_slice(id).map(Self::Key),
            2 => FirmId::from_slice(id).map(Self::Seeds),
            3 => {
                let (part, id) = id.split_last()?;
                KeyId::from_slice(id).map(|id| Self::SignIn(id, *part))
            }
            _ => None,
        }
    }
}

pub(crate) fn insert(on: &Connection, item: Pending) -> Result<()> {
    on.prepare_cached("INSERT OR IGNORE INTO pending VALUES (?1, ?2)")?.execute(item.columns())?;
    Ok(())
}

pub(crate) fn remove(on: &Connection, item: Pending) -> Result<()> {
    on.prepare_cached("DELETE FROM pending WHERE kind = ?1 AND id = ?2")?
        .execute(item.columns())?;
    Ok(())
}

fn list(on: &Connection) -> Result<Vec<Pending>> {
    let mut query = on.prepare_cached("SELECT kind, id FROM pending")?;
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(u8, Vec<u8>)>>>()?;
    Ok(rows.iter().filter_map(|(kind, id)| Pending::from_columns(*kind, id)).collect())
}

//! What this device keeps of the firm: its own two seeds in the OS keyring, and, sealed in the
//! database, the objects that were accepted and those that are still to be put into the store.

use std::fmt;

use data_encoding::HEXLOWER;
use rusqlite::Connection;
use seal::Namespace;
use secret::Secret;

use crate::item::{self, ItemError};
use crate::keyring::{ItemName, KeyringError};
use crate::pending::{self, KeepError, Pending};
use crate::{
    Account, AccountId, AddError, ChangeError, FirmKey, NewAccount, ReadError, StorageError,
    UnlockedVault, database, fail, rows,
};

mod accounts;
mod sign_in;

pub use sign_in::MAX_SIGN_IN;
pub(crate) use sign_in::SignInItems;

/// Which firm: 32 bytes, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FirmId([u8; 32]);

/// An object of the firm's store, by its name there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirmObject {
    /// Its name, of at most 255 bytes.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An object that is still to be put into the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Which: another object of the same name gets another number.
    pub number: i64,
    /// The object.
    pub object: FirmObject,
}

/// A change to what is kept of the firm. All of it is kept, or nothing.
#[derive(Debug)]
pub struct FirmChange {
    /// Which firm: nothing of it is kept in a vault that left it, or is in another.
    pub firm: FirmId,
    /// Objects to keep for good.
    pub hold: Vec<FirmObject>,
    /// Objects to put into the store, after those that wait already.
    pub send: Vec<FirmObject>,
    /// What was put into the store.
    pub sent: Vec<i64>,
    /// Objects that are to be forgotten, by name.
    pub forget: Vec<String>,
    /// The person's own accounts that become copies of keys of the firm's.
    pub give: Vec<(AccountId, FirmKey)>,
    /// Documents to keep, or to forget, by name.
    pub documents: Vec<(&'static str, Option<Secret>)>,
}

/// Why what is kept of the firm could not be read or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FirmError {
    /// The vault is in a firm already.
    #[error("the vault is in a firm already")]
    InFirm,
    /// The vault is not in the firm that was to be changed, or no longer.
    #[error("the vault is not in this firm")]
    NotInFirm,
    /// The keyring no longer has this device's seeds.
    #[error("the keyring has no item for this device in the firm")]
    Missing,
    /// What the keyring or the database has cannot be read.
    #[error("what is kept of the firm is damaged")]
    Damaged,
    /// A newer program wrote it.
    #[error("what is kept of the firm was written by a newer program")]
    Newer,
    /// The keyring did not keep what was written to it.
    #[error("the keyring did not keep the item")]
    NotKept,
    /// The keyring refused.
    #[error(transparent)]
    Keyring(KeyringError),
    /// The database refused.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl FirmChange {
    /// A change to what is kept of this firm, empty still.
    pub fn of(firm: FirmId) -> Self {
        Self {
            firm,
            hold: Vec::new(),
            send: Vec::new(),
            sent: Vec::new(),
            forget: Vec::new(),
            give: Vec::new(),
            documents: Vec::new(),
        }
    }
}

impl FirmId {
    /// An id with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for FirmId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl UnlockedVault {
    /// The firm that this device is in or on its way into.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn firm(&self) -> Result<Option<FirmId>, StorageError> {
        self.device.database.firm()
    }

    /// Takes the vault into the firm of its first change: keeps the device's seeds in the keyring,
    /// and puts them to use together with that change.
    ///
    /// # Errors
    /// [`FirmError`]; nothing is kept then. [`FirmError::InFirm`] unless it is in none.
    pub fn enter_firm(&self, seeds: &Secret, first: &FirmChange) -> Result<(), FirmError> {
        let firm = first.firm;
        let lock = self.device.home.lock()?;
        self.device.database.bring_up_to_date()?;
        self.device.clear_pending_with(&lock);
        if self.firm()?.is_some() {
            return Err(FirmError::InFirm);
        }
        let item = Pending::Seeds(firm);
        self.device.database.write(|tx| pending::insert(tx, item))?;
        fail::point("enter firm: intended");
        let text = item::seal_seeds(&self.key, (self.device.vault, firm), seeds)
            .map_err(StorageError::from)?;
        let done = self.device.keep(item, &text).map_err(FirmError::from).and_then(|()| {
            fail::point("enter firm: kept");
            self.device.database.write(|tx| {
                let mut insert = tx
                    .prepare_cached("INSERT INTO firm VALUES (1, ?1)")
                    .map_err(StorageError::from)?;
                insert.execute([firm.as_bytes()]).map_err(StorageError::from)?;
                self.apply(tx, first)?;
                Ok(pending::remove(tx, item)?)
            })
        });
        if done.is_err() && done != Err(FirmError::Keyring(KeyringError::Waiting)) {
            self.device.discard(&[item]);
        }
        drop(lock);
        done
    }

    /// Forgets the firm: its objects, `documents`, the device's seeds and its sign-in. The copies of its keys
    /// are accounts, and stay until [`Self::drop_firm_account`].
    ///
    /// # Errors
    /// [`StorageError`]. Seeds that the keyring does not let go of now are wiped when the vault is
    /// next opened.
    pub fn leave_firm(&self, documents: &[&str]) -> Result<(), StorageError> {
        let _lock = self.device.home.lock()?;
        self.device.database.bring_up_to_date()?;
        let Some(firm) = self.firm()? else { return Ok(()) };
        let mut items = sign_in::items_of(self.device.database.sign_in()?);
        items.push(Pending::Seeds(firm));
        self.device.database.write(|tx| {
            tx.execute_batch(
                "DELETE FROM firm; DELETE FROM firm_object; DELETE FROM firm_outgoing;
                 DELETE FROM firm_sign_in;",
            )?;
            documents.iter().try_for_each(|name| self.drop_document(tx, name))?;
            items.iter().try_for_each(|item| pending::insert(tx, *item))
        })?;
        fail::point("leave firm: committed");
        self.device.discard(&items);
        Ok(())
    }

    /// This device's seeds in its firm.
    ///
    /// # Errors
    /// [`FirmError`].
    pub fn firm_seeds(&self, firm: FirmId) -> Result<Secret, FirmError> {
        let name = ItemName::seeds(self.device.vault, firm);
        let text = self.device.keyring.read(&name).map_err(FirmError::from)?;
        let text = text.ok_or(FirmError::Missing)?;
        Ok(item::open_seeds(&self.key, (self.device.vault, firm), &text)?)
    }

    /// Changes what is kept of the firm, all at once.
    ///
    /// # Errors
    /// [`FirmError`]; nothing is changed then. [`FirmError::NotInFirm`] for another firm's change.
    pub fn change_firm(&self, change: &FirmChange) -> Result<(), FirmError> {
        self.device.database.write(|tx| {
            if database::firm_in(tx)? != Some(change.firm) {
                return Err(FirmError::NotInFirm);
            }
            Ok(self.apply(tx, change)?)
        })
    }

    /// The objects that are kept. One that cannot be read is left out: it can be had again.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn firm_objects(&self) -> Result<Vec<FirmObject>, StorageError> {
        let connection = self.device.database.connection();
        let mut query = connection.prepare_cached("SELECT name_index, sealed FROM firm_object")?;
        let rows = query
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(Vec<u8>, Vec<u8>)>>>()?;
        Ok(rows
            .iter()
            .filter_map(|(index, sealed)| self.open_object(HELD, index, sealed))
            .collect())
    }

    /// What is still to be put into the store, in order.
    ///
    /// # Errors
    /// [`StorageError`]; [`StorageError::Damaged`] for a row that cannot be read.
    pub fn outgoing(&self) -> Result<Vec<Outgoing>, StorageError> {
        let connection = self.device.database.connection();
        let mut query = connection.prepare_cached(
            "SELECT number, name_index, sealed FROM firm_outgoing ORDER BY number",
        )?;
        let rows = query
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<Vec<(i64, Vec<u8>, Vec<u8>)>>>()?;
        let read = rows.iter().map(|(number, index, sealed)| {
            let object = self.open_object(OUTGOING, index, sealed);
            let damaged = || StorageError::Damaged("an object of the firm".to_owned());
            Ok(Outgoing { number: *number, object: object.ok_or_else(damaged)? })
        });
        read.collect()
    }

    fn apply(&self, on: &Connection, change: &FirmChange) -> Result<(), StorageError> {
        for object in &change.hold {
            let (index, sealed) = self.seal_object(HELD, object)?;
            on.prepare_cached("INSERT OR REPLACE INTO firm_object VALUES (?1, ?2)")?
                .execute((index, sealed))?;
        }
        for name in &change.forget {
            let index = self.object_index(name)?;
            on.prepare_cached("DELETE FROM firm_object WHERE name_index = ?1")?.execute([index])?;
        }
        for object in &change.send {
            let (index, sealed) = self.seal_object(OUTGOING, object)?;
            on.prepare_cached(
                "INSERT OR REPLACE INTO firm_outgoing (name_index, sealed) VALUES (?1, ?2)",
            )?
            .execute((index, sealed))?;
        }
        for number in &change.sent {
            on.prepare_cached("DELETE FROM firm_outgoing WHERE number = ?1")?.execute([number])?;
        }
        for (id, firm) in &change.give {
            let account = self.load(on, *id).map_err(|error| match error {
                ReadError::Storage(error) => error,
                other => StorageError::Damaged(other.to_string()),
            })?;
            let account = Account { firm: Some(*firm), ..account };
            let (label, sealed) = (self.label_index(&account.label)?, self.seal_account(&account)?);
            let live = account.removed_at.is_none();
            rows::update_account(on, *id, live, &label, &sealed)?;
        }
        for (name, content) in &change.documents {
            match content {
                Some(content) => self.put_document(on, name, content.expose())?,
                None => self.drop_document(on, name)?,
            }
        }
        Ok(())
    }

    fn object_index(&self, name: &str) -> Result<[u8; 32], StorageError> {
        Ok(seal::blind_index(&self.key, Namespace::FIRM_OBJECT, name.as_bytes())?)
    }

    /// The row of an object: its index, and sealed `length of the name 1 ‖ name ‖ bytes`.
    fn seal_object(
        &self,
        place: &[u8],
        object: &FirmObject,
    ) -> Result<([u8; 32], Vec<u8>), StorageError> {
        let index = self.object_index(&object.name)?;
        let len = u8::try_from(object.name.len())
            .map_err(|_| StorageError::Other("the name of an object is too long".to_owned()))?;
        let plain = [&[len], object.name.as_bytes(), &object.bytes].concat();
        let bound = self.bind_object(place, &index);
        Ok((index, seal::seal(&self.key, Namespace::FIRM_OBJECT, &bound, &plain)?))
    }

    fn open_object(&self, place: &[u8], index: &[u8], sealed: &[u8]) -> Option<FirmObject> {
        let bound = self.bind_object(place, index);
        let plain = seal::open(&self.key, Namespace::FIRM_OBJECT, &bound, sealed).ok()?;
        let (len, rest) = plain.expose().split_first()?;
        let (name, bytes) = rest.split_at_checked(usize::from(*len))?;
        Some(FirmObject { name: String::from_utf8(name.to_vec()).ok()?, bytes: bytes.to_vec() })
    }

    fn bind_object(&self, place: &[u8], index: &[u8]) -> Vec<u8> {
        seal::join(&[place, self.device.vault.as_bytes(), index])
    }
}

/// The two places of a sealed object; neither opens in the other.
const HELD: &[u8] = b"held";
const OUTGOING: &[u8] = b"outgoing";

impl From<KeepError> for FirmError {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Keyring(error) => error.into(),
            KeepError::NotKept => Self::NotKept,
        }
    }
}

impl From<KeyringError> for FirmError {
    fn from(error: KeyringError) -> Self {
        match error {
            KeyringError::Item(_) => Self::Damaged,
            error => Self::Keyring(error),
        }
    }
}

impl From<ItemError> for FirmError {
    fn from(error: ItemError) -> Self {
        match error {
            ItemError::Newer => Self::Newer,
            ItemError::Damaged => Self::Damaged,
        }
    }
}

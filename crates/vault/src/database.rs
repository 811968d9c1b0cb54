//! The database file: how it is opened and what is in it.
//!
//! Rows are sealed by whoever writes them; ids and blind indexes are all that can be read without
//! the vault key.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use crate::firm::SignInItems;
use crate::{FirmId, KeyId, StorageError, VaultId, home};

/// `SB1v`: tells our file from any other SQLite database.
const APPLICATION_ID: i64 = 0x5342_3176;

/// Counted up when an older program could no longer read the file rightly.
const FORMAT: i64 = 3;

/// The format before the firm had tables. It is brought up to date when it is opened.
const FORMAT_WITHOUT_FIRM: i64 = 1;

/// The format before the firm's store had a sign-in; likewise.
const FORMAT_WITHOUT_SIGN_IN: i64 = 2;

/// Two programs may have the file open; each change is short.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The rollback journal rather than WAL: one file at rest that can be moved and copied, no shared
/// memory, and writes are far too rare for WAL to be faster. EXTRA also syncs the folder, so that
/// what was committed outlives a power cut: a used counter or a key must not come back undone;
/// macOS needs to be asked for that a second time.
const SETTINGS: &str = "
    PRAGMA journal_mode = DELETE;
    PRAGMA synchronous = EXTRA;
    PRAGMA fullfsync = ON;
    PRAGMA secure_delete = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;";

/// `live` is 1 until an account is removed; a removed one lets go of its label and its keys, so
/// both are unique among the live ones alone. `pending` names keyring items that belong to no
/// committed row: whatever is found there later is deleted from the keyring.
const SCHEMA: &str = "
    CREATE TABLE meta (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        vault BLOB NOT NULL,
        slot INTEGER NOT NULL,
        passphrase INTEGER NOT NULL,
        verifier BLOB NOT NULL) STRICT;
    CREATE TABLE account (
        id BLOB PRIMARY KEY,
        live INTEGER NOT NULL,
        label_index BLOB NOT NULL,
        sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX account_label ON account (label_index) WHERE live = 1;
    CREATE TABLE key_version (
        id BLOB PRIMARY KEY,
        account BLOB NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        live INTEGER NOT NULL,
        key_index BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX key_version_key ON key_version (key_index) WHERE live = 1;
    CREATE INDEX key_version_account ON key_version (account);
    CREATE TABLE document (name_index BLOB PRIMARY KEY, sealed BLOB NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE pending (kind INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY (kind, id))
        STRICT, WITHOUT ROWID;";

/// What is kept of the firm: which one, the objects that were accepted, and what is still to be
/// put into its store, in the order of `number`.
const FIRM_SCHEMA: &str = "
    CREATE TABLE firm (id INTEGER PRIMARY KEY CHECK (id = 1), firm BLOB NOT NULL) STRICT;
    CREATE TABLE firm_object (name_index BLOB PRIMARY KEY, sealed BLOB NOT NULL)
        STRICT, WITHOUT ROWID;
    CREATE TABLE firm_outgoing (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        name_index BLOB NOT NULL UNIQUE,
        sealed BLOB NOT NULL) STRICT;";

/// Which keyring items hold the sign-in to the firm's store.
const SIGN_IN_SCHEMA: &str = "
    CREATE TABLE firm_sign_in (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        item BLOB NOT NULL,
        parts INTEGER NOT NULL) STRICT;";

/// An open database of a vault.
pub(crate) struct Database(Mutex<Connection>);

/// The one row about the vault itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meta {
    pub(crate) vault: VaultId,
    /// Which keyring item holds the vault key.
    pub(crate) slot: u32,
    /// Whether that item is wrapped under a passphrase. Said here for showing; the item decides.
    pub(crate) passphrase: bool,
    /// Opens with the vault key and no other.
    pub(crate) verifier: Vec<u8>,
}

impl Database {
    /// Makes a new database at `path`, which must not exist.
    pub(crate) fn create(path: &Path, meta: &Meta) -> Result<(), StorageError> {
        home::create(OpenOptions::new().create_new(true), path)?.sync_all()?;
        let database = Self::connect(path)?;
        database.write(|tx| {
            tx.execute_batch(SCHEMA)?;
            tx.execute_batch(FIRM_SCHEMA)?;
            tx.execute_batch(SIGN_IN_SCHEMA)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", FORMAT)?;
            tx.execute(
                "INSERT INTO meta VALUES (1, ?1, ?2, ?3, ?4)",
                (meta.vault.as_bytes(), meta.slot, meta.passphrase, &meta.verifier),
            )?;
            Ok::<_, StorageError>(())
        })
    }

    /// Opens the database at `path`. A file that is no vault, or a newer one, stays as it is.
    pub(crate) fn open(path: &Path) -> Result<Self, StorageError> {
        let database = Self::connect(path)?;
        if pragma(&database.connection(), "application_id")? != APPLICATION_ID {
            return Err(StorageError::Damaged("not a vault".to_owned()));
        }
        let format = pragma(&database.connection(), "user_version")?;
        match format {
            FORMAT => Ok(database),
            FORMAT_WITHOUT_FIRM | FORMAT_WITHOUT_SIGN_IN => {
                // Codes can be had from a folder that cannot be written; whoever needs the firm's
                // tables asks for them again.
                let _ = database.bring_up_to_date();
                Ok(database)
            }
            newer if newer > FORMAT => Err(StorageError::Newer),
            _ => Err(StorageError::Damaged("no such format".to_owned())),
        }
    }

    /// Adds what an older program did not have. Nothing that is there is changed.
    pub(crate) fn bring_up_to_date(&self) -> Result<(), StorageError> {
        self.write(|tx| {
            let format = pragma(tx, "user_version")?;
            if format == FORMAT_WITHOUT_FIRM {
                tx.execute_batch(FIRM_SCHEMA)?;
            }
            if format < FORMAT {
                tx.execute_batch(SIGN_IN_SCHEMA)?;
                tx.pragma_update(None, "user_version", FORMAT)?;
            }
            Ok(())
        })
    }

    /// The firm that this device is in or on its way into.
    pub(crate) fn firm(&self) -> Result<Option<FirmId>, StorageError> {
        firm_in(&self.connection())
    }

    /// Which keyring items hold the sign-in to the firm's store.
    pub(crate) fn sign_in(&self) -> Result<Option<SignInItems>, StorageError> {
        let connection = self.connection();
        if pragma(&connection, "user_version")? < FORMAT {
            return Ok(None);
        }
        let mut query = connection.prepare_cached("SELECT item, parts FROM firm_sign_in")?;
        let row: Option<(Vec<u8>, u8)> =
            query.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let damaged = || StorageError::Damaged("no sign-in id".to_owned());
        row.map(|(id, parts)| {
            Ok(SignInItems { id: KeyId::from_slice(&id).ok_or_else(damaged)?, parts })
        })
        .transpose()
    }

    fn connect(path: &Path) -> Result<Self, StorageError> {
        // Never CREATE: a file that is gone must not come back empty.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.execute_batch(SETTINGS)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// For reading.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` in one transaction that no other program can come between; what it did is
    /// either all there or not at all.
    pub(crate) fn write<T, E: From<StorageError>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection();
        let tx = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StorageError::from)?;
        let result = work(&tx)?;
        tx.commit().map_err(StorageError::from)?;
        Ok(result)
    }

    pub(crate) fn meta(&self) -> Result<Meta, StorageError> {
        let connection = self.connection();
        let mut query =
            connection.prepare_cached("SELECT vault, slot, passphrase, verifier FROM meta")?;
        let (vault, slot, passphrase, verifier): (Vec<u8>, _, _, _) =
            query.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        let vault = VaultId::from_slice(&vault)
            .ok_or_else(|| StorageError::Damaged("no vault id".to_owned()))?;
        Ok(Meta { vault, slot, passphrase, verifier })
    }

    /// Changes when another connection commits, and never by what this one does.
    pub(crate) fn version(&self) -> Result<i64, StorageError> {
        Ok(self.connection().pragma_query_value(None, "data_version", |row| row.get(0))?)
    }
}

/// As [`Database::firm`], in the middle of a change.
pub(crate) fn firm_in(on: &Connection) -> Result<Option<FirmId>, StorageError> {
    if pragma(on, "user_version")? == FORMAT_WITHOUT_FIRM {
        return Ok(None);
    }
    let mut query = on.prepare_cached("SELECT firm FROM firm")?;
    let firm: Option<Vec<u8>> = query.query_row([], |row| row.get(0)).optional()?;
    let damaged = || StorageError::Damaged("no firm id".to_owned());
    firm.map(|firm| FirmId::from_slice(&firm).ok_or_else(damaged)).transpose()
}

fn pragma(on: &Connection, name: &str) -> rusqlite::Result<i64> {
    on.pragma_query_value(None, name, |row| row.get(0))
}

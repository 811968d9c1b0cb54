//! Backup: one file, sealed under a passphrase, with every account and every key.
//!
//! The format is described in `docs/backup-format.md`. Every version ever written stays readable.

mod contents;
mod file;

use std::fs;
use std::io::Read;
use std::path::Path;

use seal::SealError;
use seal::passphrase::Cost;
use secret::{Secret, SecretText};

pub use contents::{Contents, Entry, Unreadable};

use crate::keyring::KeyringError;
use crate::{AccountId, Damage, KeyError, KeyId, NewAccount, StorageError, UnlockedVault};

/// What was written, and what could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Accounts in the file, removed ones included.
    pub accounts: usize,
    /// Secret keys in the file, earlier versions included.
    pub keys: usize,
    /// What is in the vault and not in the file, because it could not be read.
    pub left_out: Vec<LeftOut>,
}

/// Something that could not be read, and so is not in the backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// A whole account: its row is damaged.
    Account {
        /// Which account.
        id: AccountId,
        /// Why.
        reason: Damage,
    },
    /// One key version of an account.
    Key {
        /// Of which account.
        account: AccountId,
        /// Which version.
        key: KeyId,
        /// Why.
        reason: KeyError,
    },
}

/// Why no backup was written. A file that was at the place before is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The passphrase is empty or too long, or there is not enough memory to work with it.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The keyring could not be asked at all.
    #[error(transparent)]
    Keyring(KeyringError),
    /// Not everything could be read, and the file that is there may hold what cannot.
    #[error("{} things cannot be read, and a backup stands in the place of this one", .0.len())]
    Incomplete(Vec<LeftOut>),
    /// The vault could not be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file could not be written.
    #[error(transparent)]
    File(StorageError),
}

/// Why a backup was not opened. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// The file is something else.
    #[error("not a backup of Sixboard")]
    NotABackup,
    /// The end of the file is missing.
    #[error("the backup is cut off")]
    CutOff,
    /// Bytes of the file were altered.
    #[error("the backup is damaged")]
    Damaged,
    /// The passphrase is not the one it was sealed with.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The file was written by a newer program, in this version of the format.
    #[error("the backup was written by a newer program")]
    Newer(u8),
    /// There is not enough memory to work with the passphrase.
    #[error("not enough memory to work with the passphrase")]
    NoMemory,
    /// The file could not be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Writes a backup of everything in `vault` to `path`, as at `at`.
///
/// The file appears whole, by a rename from a sealed one beside it, is its owner's alone, and was
/// read back before. What cannot be read of the vault does not stop the rest; it is told. A file
/// that is there is replaced only by a backup that lacks nothing.
///
/// # Errors
/// [`WriteError`].
pub fn write(
    vault: &UnlockedVault,
    path: &Path,
    passphrase: &SecretText,
    at: u64,
) -> Result<Written, WriteError> {
    let (contents, left_out) = contents::gather(vault, at)?;
    if !left_out.is_empty() && fs::symlink_metadata(path).is_ok() {
        return Err(WriteError::Incomplete(left_out));
    }
    let plain = contents.encode()?;
    let bytes = file::seal(plain.expose(), passphrase, Cost::default())?;
    file::write(path, &bytes).map_err(WriteError::File)?;
    let keys = contents.entries().iter().map(|entry| entry.keys().len()).sum();
    Ok(Written { accounts: contents.entries().len(), keys, left_out })
}

/// Writes one account with one key to `path`, as a backup that one person restores into their own
/// vault.
///
/// # Errors
/// [`WriteError::File`] also where a file is there: it is not replaced.
pub fn write_one(
    path: &Path,
    passphrase: &SecretText,
    (new, key): (NewAccount, Secret),
    at: u64,
) -> Result<(), WriteError> {
    if fs::symlink_metadata(path).is_ok() {
        let there = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
        return Err(WriteError::File(StorageError::from(there)));
    }
    let contents = Contents::of_one(new, key, at).map_err(WriteError::Seal)?;
    let bytes = file::seal(contents.encode()?.expose(), passphrase, Cost::default())?;
    file::write(path, &bytes).map_err(WriteError::File)
}

/// Opens the backup at `path`.
///
/// # Errors
/// [`BackupError`].
pub fn open(path: &Path, passphrase: &SecretText) -> Result<Contents, BackupError> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(StorageError::from)?;
    file.take(file::MAX_LEN + 1).read_to_end(&mut bytes).map_err(StorageError::from)?;
    read(&bytes, passphrase)
}

/// Opens a backup from its bytes.
///
/// # Errors
/// [`BackupError`].
pub fn read(bytes: &[u8], passphrase: &SecretText) -> Result<Contents, BackupError> {
    let plain = file::open(bytes, passphrase)?;
    Contents::decode(plain.expose())
}

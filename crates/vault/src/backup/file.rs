use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use seal::passphrase::{self, Cost};
use seal::{Namespace, OpenError, SealError};
use secret::{Secret, SecretText};

use super::BackupError;
use crate::home::{self, sync_dir};
use crate::{KeyId, StorageError};

const MAGIC: &[u8; 16] = b"SIXBOARD-BACKUP\n";
const VERSION: u8 = 1;
const HEADER_LEN: usize = MAGIC.len() + 1 + 8;

/// No backup is longer.
pub(super) const MAX_LEN: u64 = seal::MAX_PLAIN as u64 + 1024;

/// `magic 16 ‖ version 1 ‖ length 8 ‖ passphrase envelope`; the envelope is bound to the header.
pub(super) fn seal(
    plain: &[u8],
    passphrase: &SecretText,
    cost: Cost,
) -> Result<Vec<u8>, SealError> {
    let len = plain.len() + passphrase::OVERHEAD;
    let mut bytes = Vec::with_capacity(HEADER_LEN + len);
    bytes.extend_from_slice(MAGIC);
    bytes.push(VERSION);
    bytes.extend_from_slice(&(len as u64).to_be_bytes());
    let envelope = passphrase::seal(passphrase, cost, Namespace::BACKUP, &bytes, plain)?;
    bytes.extend_from_slice(&envelope);
    Ok(bytes)
}

pub(super) fn open(bytes: &[u8], passphrase: &SecretText) -> Result<Secret, BackupError> {
    let (header, envelope) = split(bytes)?;
    passphrase::open(passphrase, Namespace::BACKUP, header, envelope).map_err(|error| match error {
        OpenError::WrongPassphrase => BackupError::WrongPassphrase,
        OpenError::NoMemory => BackupError::NoMemory,
        OpenError::UnknownVersion(version) => BackupError::Newer(version),
        OpenError::TooShort => BackupError::CutOff,
        _ => BackupError::Damaged,
    })
}

/// Checks the header, and that the file has the length that it says.
fn split(bytes: &[u8]) -> Result<(&[u8], &[u8]), BackupError> {
    let start = &bytes[..bytes.len().min(MAGIC.len())];
    if start.is_empty() || !MAGIC.starts_with(start) {
        return Err(BackupError::NotABackup);
    }
    match bytes.get(MAGIC.len()) {
        None => return Err(BackupError::CutOff),
        Some(&VERSION) => {}
        Some(0) => return Err(BackupError::Damaged),
        Some(&newer) => return Err(BackupError::Newer(newer)),
    }
    let (header, envelope) = bytes.split_at_checked(HEADER_LEN).ok_or(BackupError::CutOff)?;
    let mut len = [0; 8];
    len.copy_from_slice(&header[MAGIC.len() + 1..]);
    match (envelope.len() as u64).cmp(&u64::from_be_bytes(len)) {
        std::cmp::Ordering::Less => Err(BackupError::CutOff),
        std::cmp::Ordering::Equal => Ok((header, envelope)),
        std::cmp::Ordering::Greater => Err(BackupError::Damaged),
    }
}

/// Writes `bytes` beside `path`, reads them back, and renames them into place.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let beside = beside(path)?;
    let written = write_whole(&beside, bytes).and_then(|()| Ok(fs::rename(&beside, path)?));
    if written.is_err() {
        // It is sealed and of no use; if it cannot be deleted, the disk is the trouble.
        let _ = fs::remove_file(&beside);
        return written;
    }
    sync_dir(folder_of(path))
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StorageError> {
    let mut file = home::create(OpenOptions::new().create_new(true), path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    match fs::read(path)? == bytes {
        true => Ok(()),
        false => Err(StorageError::Damaged("the disk does not keep what it is given".to_owned())),
    }
}

/// A name in the same folder that nobody uses.
fn beside(path: &Path) -> Result<PathBuf, StorageError> {
    let name = path.file_name().ok_or_else(|| StorageError::Other("no file name".to_owned()))?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", KeyId::make()?));
    Ok(folder_of(path).join(hidden))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

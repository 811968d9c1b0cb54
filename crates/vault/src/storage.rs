//! What can go wrong with the folder and the database, told apart.

use std::io;

use rusqlite::ErrorCode;

/// Why the vault's folder could not be read or written. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// No room is left on the disk.
    #[error("the disk is full")]
    Full,
    /// The folder, or the disk that it is on, cannot be written.
    #[error("the folder is read-only")]
    ReadOnly,
    /// This user may not use the folder.
    #[error("access to the folder was refused")]
    Denied,
    /// Another program is changing the vault and did not finish in time.
    #[error("another program is changing the vault")]
    Busy,
    /// The file is not a vault, or bytes of it were altered.
    #[error("the vault's file is damaged: {0}")]
    Damaged(String),
    /// The vault was written by a newer program.
    #[error("the vault was written by a newer program")]
    Newer,
    /// Something else, in the system's words.
    #[error("{0}")]
    Other(String),
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::PermissionDenied) => Self::Denied,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<seal::SealError> for StorageError {
    fn from(error: seal::SealError) -> Self {
        Self::Other(error.to_string())
    }
}

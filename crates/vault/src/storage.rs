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
    /// A record could not be sealed: the system gave no random bytes, or it is too large.
    #[error(transparent)]
    Seal(seal::SealError),
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
            _ if is_of_content(&error) => Self::Damaged(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

/// Whether it is the content of the file that is at fault: a table, a column or the one row about
/// the vault is missing, or a value is of another kind than we ever wrote.
fn is_of_content(error: &rusqlite::Error) -> bool {
    use rusqlite::Error;
    match error {
        Error::QueryReturnedNoRows
        | Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::InvalidColumnType(..)
        | Error::Utf8Error(..)
        | Error::SqlInputError { .. } => true,
        Error::SqliteFailure(_, Some(words)) => words.starts_with("no such "),
        _ => false,
    }
}

impl From<seal::SealError> for StorageError {
    fn from(error: seal::SealError) -> Self {
        Self::Seal(error)
    }
}

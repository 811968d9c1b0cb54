//! Windows' words: error numbers and file attributes. Numbers in, answers out, so that the tables
//! are checked and tested on every system.

use windows_sys::Win32::Foundation as error;
use windows_sys::Win32::Storage::FileSystem as file;

use crate::{Cause, StoreError};

/// Says whether an error goes away when the other program is done with the file. Windows refuses
/// access to a file that another program is about to delete or holds open against renaming, so
/// that one is tried again too: a real refusal takes two seconds longer to be told.
pub(super) fn passes(code: i32) -> bool {
    matches!(
        unsigned(code),
        error::ERROR_SHARING_VIOLATION
            | error::ERROR_LOCK_VIOLATION
            | error::ERROR_ACCESS_DENIED
            | error::ERROR_USER_MAPPED_FILE
            | error::ERROR_DELETE_PENDING
    )
}

/// Says whether attributes are those of a file whose bytes are online only.
pub(super) fn is_placeholder(attributes: u32) -> bool {
    let online_only = file::FILE_ATTRIBUTE_OFFLINE
        | file::FILE_ATTRIBUTE_RECALL_ON_OPEN
        | file::FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS;
    attributes & online_only != 0
}

/// Sorts an error number by what a person can do; nothing where the standard library knows it.
pub(super) fn sort(code: i32) -> Option<fn(Cause) -> StoreError> {
    Some(match unsigned(code) {
        error::ERROR_BAD_NETPATH
        | error::ERROR_BAD_NET_NAME
        | error::ERROR_BAD_UNIT
        | error::ERROR_CONNECTION_UNAVAIL
        | error::ERROR_DEV_NOT_EXIST
        | error::ERROR_NETNAME_DELETED
        | error::ERROR_NETWORK_UNREACHABLE
        | error::ERROR_NOT_READY
        | error::ERROR_NO_NET_OR_BAD_PATH
        | error::ERROR_UNEXP_NET_ERR => StoreError::Gone,
        error::ERROR_ACCOUNT_DISABLED
        | error::ERROR_ACCOUNT_EXPIRED
        | error::ERROR_ACCOUNT_LOCKED_OUT
        | error::ERROR_INVALID_PASSWORD
        | error::ERROR_LOGON_FAILURE
        | error::ERROR_PASSWORD_EXPIRED
        | error::ERROR_PASSWORD_MUST_CHANGE => StoreError::WrongCredentials,
        error::ERROR_DISK_FULL
        | error::ERROR_HANDLE_DISK_FULL
        | error::ERROR_DISK_QUOTA_EXCEEDED => StoreError::Full,
        error::ERROR_WRITE_PROTECT => StoreError::Denied,
        error::ERROR_CLOUD_FILE_NETWORK_UNAVAILABLE
        | error::ERROR_CLOUD_FILE_PROVIDER_NOT_RUNNING
        | error::ERROR_CLOUD_FILE_PROVIDER_TERMINATED
        | error::ERROR_CLOUD_FILE_REQUEST_TIMEOUT
        | error::ERROR_CLOUD_FILE_UNSUCCESSFUL => StoreError::Placeholder,
        error::ERROR_CRC | error::ERROR_FILE_CORRUPT => StoreError::Damaged,
        error::ERROR_SEM_TIMEOUT | error::ERROR_SHARING_VIOLATION | error::ERROR_LOCK_VIOLATION => {
            StoreError::Slow
        }
        _ => return None,
    })
}

/// The standard library shows error numbers as signed.
fn unsigned(code: i32) -> u32 {
    code.cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_errors_are_sorted_by_what_a_person_can_do() {
        let sorted = |code: i32| sort(code).map(|sort| sort("x".into()));
        assert_eq!(sorted(53), Some(StoreError::Gone("x".into())));
        assert_eq!(sorted(1326), Some(StoreError::WrongCredentials("x".into())));
        assert_eq!(sorted(112), Some(StoreError::Full("x".into())));
        assert_eq!(sorted(362), Some(StoreError::Placeholder("x".into())));
        assert_eq!(sorted(2), None);
    }

    #[test]
    fn sharing_violations_pass_and_missing_files_do_not() {
        assert!(passes(32) && passes(33) && passes(5));
        assert!(!passes(2) && !passes(112));
    }

    #[test]
    fn online_only_files_are_known_by_their_attributes() {
        assert!(is_placeholder(0x0040_0000 | 0x20) && is_placeholder(0x1000));
        assert!(!is_placeholder(0x20));
    }
}

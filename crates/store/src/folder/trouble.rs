//! What the system says about a folder, in our words.

use std::fs::Metadata;
use std::io::{self, ErrorKind};
use std::thread;
use std::time::Duration;

use crate::StoreError;

/// Pauses between tries while another program has the file: a virus scanner, a syncing program.
const PAUSES: [u64; 7] = [10, 20, 50, 100, 250, 500, 1000];

/// Runs `work` again, with pauses, while it fails for a reason that passes by itself.
pub(super) fn patiently<T>(mut work: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for pause in PAUSES {
        match work() {
            Err(error) if passes(&error) => thread::sleep(Duration::from_millis(pause)),
            done => return done,
        }
    }
    work()
}

/// Says whether an error goes away when the other program is done with the file.
fn passes(error: &io::Error) -> bool {
    #[cfg(windows)]
    if error.raw_os_error().is_some_and(super::windows::passes) {
        return true;
    }
    matches!(
        error.kind(),
        ErrorKind::Interrupted
            | ErrorKind::ResourceBusy
            | ErrorKind::ExecutableFileBusy
            | ErrorKind::WouldBlock
            | ErrorKind::StaleNetworkFileHandle
    )
}

/// Says whether a file's bytes are still elsewhere. Only Windows tells.
pub(super) fn is_placeholder(about: &Metadata) -> bool {
    #[cfg(windows)]
    return super::windows::is_placeholder(std::os::windows::fs::MetadataExt::file_attributes(
        about,
    ));
    #[cfg(not(windows))]
    {
        let _ = about;
        false
    }
}

/// Sorts an error of the system by what a person can do.
pub(super) fn trouble(error: io::Error) -> StoreError {
    #[cfg(windows)]
    if let Some(sort) = error.raw_os_error().and_then(super::windows::sort) {
        return sort(error.to_string().into());
    }
    let sort = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            StoreError::Full
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => StoreError::Denied,
        ErrorKind::TimedOut
        | ErrorKind::ResourceBusy
        | ErrorKind::ExecutableFileBusy
        | ErrorKind::WouldBlock => StoreError::Slow,
        ErrorKind::InvalidData
        | ErrorKind::UnexpectedEof
        | ErrorKind::IsADirectory
        | ErrorKind::NotADirectory => StoreError::Damaged,
        _ => of_unix(error.raw_os_error().unwrap_or_default()),
    };
    sort(error.to_string().into())
}

/// Sorts what the kinds of the standard library leave open. Whatever is not known here means that
/// the folder cannot be used, which for the person is the same as its absence.
fn of_unix(code: i32) -> fn(crate::Cause) -> StoreError {
    const INPUT_OUTPUT: i32 = 5;
    const KEY_REJECTED: i32 = 129;
    const KEY_EXPIRED: i32 = 127;
    match code {
        INPUT_OUTPUT if cfg!(unix) => StoreError::Damaged,
        // A Linux mount whose sign-in at the file server is no longer good.
        KEY_REJECTED | KEY_EXPIRED if cfg!(target_os = "linux") => StoreError::WrongCredentials,
        _ => StoreError::Gone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_program_holds_is_tried_again_and_then_given_up() {
        let mut tries = 0;
        let done = patiently(|| {
            tries += 1;
            if tries < 3 { Err(ErrorKind::ResourceBusy.into()) } else { Ok(tries) }
        });
        assert_eq!(done.unwrap(), 3);
        let mut tries = 0;
        let failed = patiently(|| -> io::Result<()> {
            tries += 1;
            Err(ErrorKind::PermissionDenied.into())
        });
        assert_eq!((failed.unwrap_err().kind(), tries), (ErrorKind::PermissionDenied, 1));
    }

    #[test]
    fn errors_are_sorted_by_what_a_person_can_do() {
        let sorted = |kind: ErrorKind| trouble(kind.into());
        assert!(matches!(sorted(ErrorKind::StorageFull), StoreError::Full(_)));
        assert!(matches!(sorted(ErrorKind::QuotaExceeded), StoreError::Full(_)));
        assert!(matches!(sorted(ErrorKind::ReadOnlyFilesystem), StoreError::Denied(_)));
        assert!(matches!(sorted(ErrorKind::PermissionDenied), StoreError::Denied(_)));
        assert!(matches!(sorted(ErrorKind::HostUnreachable), StoreError::Gone(_)));
        assert!(matches!(sorted(ErrorKind::NotFound), StoreError::Gone(_)));
        assert!(matches!(sorted(ErrorKind::TimedOut), StoreError::Slow(_)));
    }
}

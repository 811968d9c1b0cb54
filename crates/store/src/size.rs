//! How large an object may be: checked before anything is sent or read.

use crate::{Name, StoreError};

/// Checks the bytes for `name` before a store takes them. For those who write stores.
///
/// # Errors
/// [`StoreError::TooLarge`] beyond [`Name::max_len`]; [`StoreError::Bug`] for no bytes, because
/// no object is empty and an empty file is what a synced folder shows before the real one is there.
pub fn check_write(name: &Name, bytes: &[u8]) -> Result<(), StoreError> {
    if bytes.is_empty() {
        return Err(StoreError::Bug("an object of no bytes was to be kept".into()));
    }
    check_limit(name, bytes.len() as u64)
}

/// Checks the size of what is kept under `name` before a store reads it. For those who write
/// stores.
///
/// # Errors
/// [`StoreError::TooLarge`] beyond [`Name::max_len`]; [`StoreError::Damaged`] for nothing at all.
pub fn check_read(name: &Name, len: u64) -> Result<(), StoreError> {
    if len == 0 {
        return Err(StoreError::Damaged(format!("{name} is empty").into()));
    }
    check_limit(name, len)
}

fn check_limit(name: &Name, len: u64) -> Result<(), StoreError> {
    let limit = name.max_len();
    if len > limit as u64 {
        let cause = format!("{name} has {len} bytes, the limit is {limit}");
        return Err(StoreError::TooLarge(cause.into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_itself_is_allowed_and_one_byte_more_is_not() {
        let hint = Name::parse("ts1/hint").unwrap();
        let most = vec![1; hint.max_len()];
        assert_eq!(check_write(&hint, &most), Ok(()));
        assert_eq!(check_read(&hint, most.len() as u64), Ok(()));
        let more = vec![1; hint.max_len() + 1];
        assert!(matches!(check_write(&hint, &more), Err(StoreError::TooLarge(_))));
        assert!(matches!(check_read(&hint, u64::MAX), Err(StoreError::TooLarge(_))));
    }

    #[test]
    fn nothing_is_no_object() {
        let hint = Name::parse("ts1/hint").unwrap();
        assert!(matches!(check_write(&hint, &[]), Err(StoreError::Bug(_))));
        assert!(matches!(check_read(&hint, 0), Err(StoreError::Damaged(_))));
    }
}

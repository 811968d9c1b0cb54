//! No bytes make the readers of envelopes fail, and an altered
//! envelope never opens.
//!
//! Seeds: seal
#![no_main]

use libfuzzer_sys::fuzz_target;
use seal::{Namespace, OpenError, OVERHEAD, open, passphrase, seal};
use secret::{Secret, SecretText};

fuzz_target!(|bytes: &[u8]| {
    let key = Secret::new(vec![7; seal::KEY_LEN]);
    match open(&key, Namespace::ROW, b"row", bytes) {
        Ok(_) => panic!("nobody sealed this"),
        Err(OpenError::TooShort) => assert!(bytes.len() < OVERHEAD),
        Err(OpenError::UnknownVersion(version)) => assert_eq!(version, bytes[0]),
        Err(OpenError::Refused) => assert!(bytes.len() >= OVERHEAD),
        Err(other) => panic!("{other}"),
    }
    altered(&key, bytes);
    // A header whose digest fits cannot be guessed, so none of this may do Argon2id's work.
    let typed = SecretText::copy_of("correct horse");
    let opened = passphrase::open(&typed, Namespace::BACKUP, b"", bytes);
    assert!(matches!(
        opened,
        Err(OpenError::TooShort | OpenError::Damaged | OpenError::UnknownVersion(_))
    ));
});

/// Seals some of the input, lets the rest of it alter the envelope, and opens that.
fn altered(key: &Secret, bytes: &[u8]) {
    let Some(([at, flip], plain)) = bytes.split_first_chunk() else { return };
    let mut envelope = seal(key, Namespace::ITEM, b"", plain).expect("short enough");
    let at = usize::from(*at) % envelope.len();
    envelope[at] ^= flip;
    match open(key, Namespace::ITEM, b"", &envelope) {
        Ok(opened) => assert!(*flip == 0 && opened.expose() == plain),
        Err(_) => assert!(*flip != 0),
    }
}

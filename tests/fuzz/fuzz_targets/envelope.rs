//! No bytes make the readers of envelopes fail, and an altered
//! envelope never opens.
//!
//! Seeds: seal
#![no_main]

use libfuzzer_sys::fuzz_target;
use seal::passphrase::{self, Cost};
use seal::{Namespace, OVERHEAD, OpenError, open, seal};
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
    if let Some(cost) = cost_of(bytes)
        && cost != Cost::MIN
    {
        return; // one try of it would be the whole fuzzing time
    }
    let typed = SecretText::copy_of("correct horse");
    match passphrase::open(&typed, Namespace::BACKUP, b"", bytes) {
        Ok(_) => panic!("nobody sealed this"),
        Err(OpenError::TooShort) => assert!(bytes.len() < passphrase::OVERHEAD),
        Err(OpenError::UnknownVersion(version)) => assert_eq!(version, bytes[0]),
        Err(OpenError::Cost) => assert_eq!(cost_of(bytes), None),
        Err(OpenError::Damaged | OpenError::WrongPassphrase) => {}
        Err(other) => panic!("{other}"),
    }
});

/// The cost that an envelope under a passphrase asks for. The digest over it is no hindrance: the
/// fuzzer sees what it is compared with.
fn cost_of(envelope: &[u8]) -> Option<Cost> {
    let numbers = envelope.get(1..13)?;
    let number = |at: usize| numbers[at..at + 4].try_into().map(u32::from_be_bytes).ok();
    Cost::new(number(0)?, number(4)?, number(8)?)
}

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

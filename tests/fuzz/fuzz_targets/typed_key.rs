//! No typed text makes the reader of secret keys fail, and a key is as long as it says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use otp::typed::{TypedKeyError, parse};

fuzz_target!(|typed: &str| match parse(typed) {
    Ok(key) => {
        let bytes = key.secret.expose().len();
        assert!(bytes >= 1 && key.bits == 8 * bytes && bytes * 8 <= typed.len() * 5);
        let lower = parse(&typed.to_ascii_lowercase());
        assert_eq!(lower.as_ref().map(|lower| &lower.secret), Ok(&key.secret));
    }
    Err(error) => assert!(TypedKeyError::CODES.contains(&error.code())),
});

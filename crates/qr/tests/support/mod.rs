//! What the test files share.

#![allow(dead_code, reason = "each test file takes the parts it needs")]

#[cfg(all(unix, not(target_os = "macos")))]
pub mod desktop;
pub mod drawing;
pub mod hard;
#[cfg(all(unix, not(target_os = "macos")))]
pub mod portal;

use std::time::Duration;

use qr::{QrError, Reader};
use secret::SecretText;

/// A sign-in address as long as that of a common government service; nobody's key.
pub const URI: &str = "otpauth://totp/Example%20Practice:agent%40example.co.uk?secret=ONUXQYTPMFZGIIDUMVZXIIDLMV4SA33OMU&issuer=Example%20Practice";

/// Another account; nobody's key either.
pub const OTHER_URI: &str =
    "otpauth://totp/Other:agent%40example.co.uk?secret=JBSWY3DPEHPK3PXP&issuer=Other";

/// Reads without haste: how fast is for benchmarks to say, not for tests on a busy machine.
pub fn read(file: &[u8]) -> Result<Vec<String>, &'static str> {
    outcome(Reader::within(Duration::from_secs(120)).bytes(file))
}

/// The texts, or the code of the error.
pub fn outcome(read: Result<Vec<SecretText>, QrError>) -> Result<Vec<String>, &'static str> {
    match read {
        Ok(texts) => Ok(texts.iter().map(|text| text.expose().to_owned()).collect()),
        Err(error) => Err(error.code()),
    }
}

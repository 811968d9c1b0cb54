//! Google Authenticator's transfer codes: `otpauth-migration://offline?data=...`.
//!
//! One code holds up to about ten accounts; a longer export is several codes, which [`Gathered`]
//! collects in any order. The format is protobuf:
//! `Payload { repeated bytes account = 1; int32 version = 2; int32 size = 3; int32 index = 4;
//! int32 id = 5 }` with `Account { bytes secret = 1; string name = 2; string issuer = 3;
//! enum algorithm = 4; enum digits = 5; enum type = 6; int64 counter = 7 }`. Unknown fields are
//! skipped: version 2 adds one to each account and leaves out the id.
//!
//! ```
//! let batch = otp::migration::parse(
//!     "otpauth-migration://offline?data=ChoKCkhlbGxvId6tvu8SBm5vYm9keSAAKAAwABABGAEgACgH",
//! )?;
//! assert_eq!((batch.version, batch.size, batch.index, batch.id), (1, 1, 0, Some(7)));
//! assert_eq!(batch.accounts[0].account, "nobody");
//! # Ok::<(), otp::migration::MigrationError>(())
//! ```

mod entry;
mod error;
mod gather;
mod wire;

pub use error::{MigrationError, SkipReason};
pub use gather::{Added, Gathered, Transfer};

use data_encoding::{BASE64_NOPAD, Encoding};
use std::sync::LazyLock;
use zeroize::Zeroizing;

use crate::Account;
use crate::uri::Query;
use wire::{Field, Value};

/// The longest transfer code that is read; a QR code holds 4,296 characters at most.
const MAX_BYTES: usize = 64 * 1024;

/// Standard base64 whose last character's spare bits may be anything.
#[allow(clippy::expect_used, reason = "the specification is a constant that the tests load")]
static LENIENT: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = BASE64_NOPAD.specification();
    specification.check_trailing_bits = false;
    specification.encoding().expect("a valid base64 specification")
});

/// What one transfer code holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Batch {
    /// The version of the format: 1, or 2 since 2025; 0 where it is not said.
    pub version: i32,
    /// How many codes the whole export has; 0 where it is not said.
    pub size: i32,
    /// Which of them this is, counted from 0.
    pub index: i32,
    /// The export's number, which only version 1 writes.
    pub id: Option<i32>,
    /// The accounts that can be used, in their order.
    pub accounts: Vec<Account>,
    /// Those that cannot, and why. They cost no other account.
    pub skipped: Vec<Skipped>,
}

/// One account of a transfer code that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Which account of the code, counted from 1.
    pub place: usize,
    /// Why.
    pub why: SkipReason,
}

/// Reads one transfer code.
///
/// # Errors
/// [`MigrationError`] where the code as a whole cannot be read or holds no account. An account that
/// cannot be used is listed in [`Batch::skipped`].
pub fn parse(uri: &str) -> Result<Batch, MigrationError> {
    let uri = uri.trim_matches(|c: char| c.is_whitespace() || crate::base32::is_invisible(c));
    if uri.len() > MAX_BYTES {
        return Err(MigrationError::TooLong);
    }
    let payload = decode_base64(data_of(uri)?)?;
    read_payload(&payload)
}

/// Whether `text` begins as a transfer code does, right or wrong further on.
pub(crate) fn is_migration(text: &str) -> bool {
    strip_prefix_ignoring_case(text, "otpauth-migration:").is_some()
}

/// The raw value of `data`.
fn data_of(uri: &str) -> Result<&str, MigrationError> {
    let rest = strip_prefix_ignoring_case(uri, "otpauth-migration://")
        .and_then(|rest| strip_prefix_ignoring_case(rest, "offline"))
        .ok_or(MigrationError::NotMigration)?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    if rest.is_empty() {
        return Err(MigrationError::DataMissing);
    }
    let query = Query::new(rest.strip_prefix('?').ok_or(MigrationError::NotMigration)?);
    let mut values = query.raw("data");
    let first = values.next().ok_or(MigrationError::DataMissing)?;
    match values.all(|value| value == first) {
        true => Ok(first),
        false => Err(MigrationError::DataConflict),
    }
}

/// Percent-encoded base64. A `+` stands for itself, and so does a space: a form decoder made it.
fn decode_base64(raw: &str) -> Result<Zeroizing<Vec<u8>>, MigrationError> {
    let mut text = Zeroizing::new(Vec::with_capacity(raw.len()));
    text.extend(percent_encoding::percent_decode(raw.as_bytes()).filter_map(|byte| match byte {
        b'\r' | b'\n' | b'\t' => None,
        b' ' => Some(b'+'),
        byte => Some(byte),
    }));
    while text.last() == Some(&b'=') {
        text.pop();
    }
    let len = LENIENT.decode_len(text.len()).map_err(|_| MigrationError::Base64)?;
    let mut bytes = Zeroizing::new(vec![0; len]);
    LENIENT.decode_mut(&text, &mut bytes).map_err(|_| MigrationError::Base64)?;
    Ok(bytes)
}

fn read_payload(payload: &[u8]) -> Result<Batch, MigrationError> {
    let (accounts, skipped) = (Vec::new(), Vec::new());
    let mut batch = Batch { version: 0, size: 0, index: 0, id: None, accounts, skipped };
    let mut place = 0;
    for field in wire::fields(payload) {
        match field.map_err(|_| MigrationError::Damaged)? {
            Field { number: 1, value: Value::Bytes(bytes) } => {
                place += 1;
                match entry::read(bytes) {
                    Ok(account) => batch.accounts.push(account),
                    Err(why) => batch.skipped.push(Skipped { place, why }),
                }
            }
            Field { number: 2, value: Value::Number(version) } => batch.version = int32(version),
            Field { number: 3, value: Value::Number(size) } => batch.size = int32(size),
            Field { number: 4, value: Value::Number(index) } => batch.index = int32(index),
            Field { number: 5, value: Value::Number(id) } => batch.id = Some(int32(id)),
            Field { number: 1..=5, .. } => return Err(MigrationError::Damaged),
            _ => {}
        }
    }
    match place {
        0 => Err(MigrationError::Empty),
        _ => Ok(batch),
    }
}

/// A protobuf `int32`: its low 32 bits, whatever the writer put above them.
fn int32(value: u64) -> i32 {
    value as i32
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

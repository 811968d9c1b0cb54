//! One account of a transfer code.

use secret::Secret;

use super::SkipReason;
use super::wire::{self, Field, Value};
use crate::uri::{Label, split_label};
use crate::{Account, Algorithm, Digits, Params, Period};

/// The fields as they stand, the secret key borrowed.
#[derive(Default)]
struct Raw<'a> {
    secret: &'a [u8],
    name: &'a [u8],
    issuer: &'a [u8],
    algorithm: u64,
    digits: u64,
    kind: u64,
    counter: u64,
}

/// Reads one account. Its period is always 30 seconds: the format has no field for it.
pub(super) fn read(bytes: &[u8]) -> Result<Account, SkipReason> {
    let raw = read_raw(bytes)?;
    if raw.secret.is_empty() {
        return Err(SkipReason::SecretMissing);
    }
    let params = params(&raw)?;
    let Label { issuer, account, label_issuer } = names(&raw);
    Ok(Account { issuer, account, label_issuer, params, secret: Secret::copy_of(raw.secret) })
}

fn read_raw(bytes: &[u8]) -> Result<Raw<'_>, SkipReason> {
    let mut raw = Raw::default();
    for field in wire::fields(bytes) {
        match field.map_err(|_| SkipReason::Damaged)? {
            Field { number: 1, value: Value::Bytes(secret) } => raw.secret = secret,
            Field { number: 2, value: Value::Bytes(name) } => raw.name = name,
            Field { number: 3, value: Value::Bytes(issuer) } => raw.issuer = issuer,
            Field { number: 4, value: Value::Number(algorithm) } => raw.algorithm = algorithm,
            Field { number: 5, value: Value::Number(digits) } => raw.digits = digits,
            Field { number: 6, value: Value::Number(kind) } => raw.kind = kind,
            Field { number: 7, value: Value::Number(counter) } => raw.counter = counter,
            Field { number: 1..=7, .. } => return Err(SkipReason::Damaged),
            _ => {}
        }
    }
    Ok(raw)
}

/// In each enumeration 0 is "unspecified" and means the default.
fn params(raw: &Raw<'_>) -> Result<Params, SkipReason> {
    let algorithm = match raw.algorithm {
        0 | 1 => Algorithm::Sha1,
        2 => Algorithm::Sha256,
        3 => Algorithm::Sha512,
        4 => return Err(SkipReason::Md5),
        _ => return Err(SkipReason::Algorithm),
    };
    let digits = match raw.digits {
        0 | 1 => Digits::SIX,
        2 => Digits::EIGHT,
        _ => return Err(SkipReason::Digits),
    };
    match raw.kind {
        1 => match i64::try_from(raw.counter) {
            Ok(_) => Ok(Params::hotp(algorithm, digits, raw.counter)),
            Err(_) => Err(SkipReason::Counter),
        },
        0 | 2 => Ok(Params::totp(algorithm, digits, Period::THIRTY)),
        _ => Err(SkipReason::Kind),
    }
}

/// The name goes by the rule for labels, but stays as it is to its last space where it has no prefix.
fn names(raw: &Raw<'_>) -> Label {
    let name = String::from_utf8_lossy(raw.name);
    let issuer = String::from_utf8_lossy(raw.issuer).into_owned();
    match name.contains(':') {
        true => split_label(&name, issuer),
        false => Label { issuer, account: name.into_owned(), label_issuer: None },
    }
}

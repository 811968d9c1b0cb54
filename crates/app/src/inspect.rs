//! What would come in, and what would not and why. Needs no vault and stores nothing.

use std::fs::File;
use std::io::Read;
use std::path::Path;

pub use otp::Account;
pub use otp::text::Progress;
use qr::QrError;
use secret::{Secret, SecretText};

use crate::Error;
use crate::error::Result;
use crate::view::SkippedView;

/// Room that is there from the start, so that a short text is never moved and left behind.
const ROOM: usize = 64 * 1024;

/// What was read.
#[derive(Debug, Default)]
pub struct Inspection {
    /// Accounts that can be added.
    pub accounts: Vec<otp::Account>,
    /// What cannot.
    pub skipped: Vec<Skipped>,
    /// How far a transfer in several parts is.
    pub batch: Option<Progress>,
}

/// Something that cannot be added.
#[derive(Debug)]
pub struct Skipped {
    /// Where it stands.
    pub place: String,
    /// Why.
    pub problem: Error,
}

impl Inspection {
    /// One account that was read by itself.
    pub fn of(account: otp::Account) -> Self {
        Self { accounts: vec![account], ..Self::default() }
    }
}

impl From<Skipped> for SkippedView {
    fn from(skipped: Skipped) -> Self {
        Self { place: skipped.place, problem: skipped.problem.into() }
    }
}

/// Reads text: an otpauth URI, a list of them, transfer codes.
pub fn text(text: &SecretText) -> Inspection {
    let found = otp::text::read(text.expose());
    Inspection {
        accounts: found.accounts,
        skipped: found
            .skipped
            .into_iter()
            .map(|skipped| refused(skipped, "line", "line"))
            .collect(),
        batch: found.batches.into_iter().find(|batch| batch.read < batch.size),
    }
}

/// Reads the contents of QR codes, each of which may be an otpauth URI or a part of a transfer.
pub fn codes(codes: &[SecretText]) -> Inspection {
    let room = codes.iter().map(|code| code.expose().len() + 1).sum();
    let mut joined = String::with_capacity(room); // grown text would leave copies of keys behind
    for code in codes {
        let one_line =
            code.expose().chars().map(|c| if matches!(c, '\r' | '\n') { ' ' } else { c });
        joined.extend(one_line);
        joined.push('\n');
    }
    let joined = SecretText::new(joined);
    let found = otp::text::read(joined.expose());
    Inspection {
        skipped: found
            .skipped
            .into_iter()
            .map(|skipped| refused(skipped, "line", "code"))
            .collect(),
        accounts: found.accounts,
        batch: found.batches.into_iter().find(|batch| batch.read < batch.size),
    }
}

/// Reads the QR codes of a picture file.
///
/// # Errors
/// When it cannot be read as a picture, or holds no code.
pub fn picture(path: &Path) -> Result<Inspection> {
    Ok(codes(&qr::read_file(path)?))
}

/// Reads a file that is either text or a picture; its content says which, not its name.
///
/// # Errors
/// When it cannot be read, or is neither.
pub fn file(path: &Path) -> Result<Inspection> {
    let file = File::open(path).map_err(QrError::FileUnreadable)?;
    let mut bytes = Vec::with_capacity(ROOM);
    let read = file.take(qr::MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    let bytes = Secret::new(bytes);
    read.map_err(QrError::FileUnreadable)?;
    match std::str::from_utf8(bytes.expose()) {
        Ok(found) if !found.contains('\0') => Ok(text(&SecretText::copy_of(found))),
        _ => Ok(codes(&qr::read_bytes(bytes.expose())?)),
    }
}

/// Whether text is meant as a secret key alone: one line that is no URI.
pub fn is_bare_key(text: &str) -> bool {
    !text.contains(':') && text.trim().lines().count() <= 1
}

/// A secret key alone, as an account without a name: 6 digits, 30 seconds, SHA-1.
///
/// # Errors
/// When it is not a secret key; which character is wrong, and what it may be meant to be.
pub fn bare_key(typed: &SecretText) -> Result<otp::Account> {
    let key = otp::typed::parse(typed.expose())?;
    Ok(otp::Account {
        issuer: String::new(),
        account: String::new(),
        label_issuer: None,
        params: otp::Params::totp_default(),
        secret: key.secret,
    })
}

/// Whether the content of a code is part of a transfer of many accounts.
pub(crate) fn is_transfer(code: &str) -> bool {
    code.trim_start().get(..18).is_some_and(|head| head.eq_ignore_ascii_case("otpauth-migration:"))
}

fn refused(skipped: otp::text::Skipped, from: &str, to: &str) -> Skipped {
    let problem = Error::new(skipped.code).with("value", skipped.detail.unwrap_or_default());
    Skipped { place: skipped.where_.replacen(from, to, 1), problem }
}

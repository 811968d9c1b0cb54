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

/// How a transfer code begins.
const TRANSFER: &str = "otpauth-migration:";

/// Room that is there from the start, so that a short text is never moved and left behind.
const ROOM: usize = 64 * 1024;

/// What was read.
#[derive(Debug, Default)]
pub struct Inspection {
    /// Accounts that can be added.
    pub accounts: Vec<otp::Account>,
    /// What cannot.
    pub skipped: Vec<Skipped>,
    /// Remarks on accounts that can be added, by their place among them.
    pub notes: Vec<(usize, otp::Note)>,
    /// Whether it came in transfer codes of Google Authenticator.
    pub transfer: bool,
    /// How far a transfer is of which parts are missing.
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
    /// Message ids of the remarks on the account at `index`.
    pub fn remarks(&self, index: usize) -> Vec<String> {
        let own = self.notes.iter().filter(|(of, _)| *of == index);
        own.map(|(_, note)| note.code().replace('.', "-")).collect()
    }
}

impl From<Skipped> for SkippedView {
    fn from(skipped: Skipped) -> Self {
        Self { place: skipped.place, problem: skipped.problem.into() }
    }
}

/// Reads text: an otpauth URI, a list of them, transfer codes. A single transfer code may be broken
/// over several lines, as mail programs do: unlike a key that is cut short, one that is put
/// together wrongly is seen.
pub fn text(text: &SecretText) -> Inspection {
    let found = lines(text);
    if found.accounts.is_empty() && is_one_transfer(text.expose()) {
        let mut joined = String::with_capacity(text.expose().len());
        joined.extend(text.expose().chars().filter(|c| !matches!(c, '\r' | '\n')));
        let joined = lines(&SecretText::new(joined));
        if !joined.accounts.is_empty() {
            return joined;
        }
    }
    found
}

fn lines(text: &SecretText) -> Inspection {
    let found = otp::text::read(text.expose());
    Inspection {
        accounts: found.accounts,
        skipped: found
            .skipped
            .into_iter()
            .map(|skipped| refused(skipped, "line", "line"))
            .collect(),
        notes: found.notes,
        transfer: !found.batches.is_empty(),
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
        notes: found.notes,
        transfer: !found.batches.is_empty(),
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

/// Whether text is meant as a secret key alone: no URI is in it. It may be broken over lines, as
/// pages and mails do.
pub fn is_bare_key(text: &str) -> bool {
    !text.contains([':', '/'])
}

/// A secret key alone, as an account without a name: 6 digits, 30 seconds, SHA-1.
///
/// # Errors
/// When it is not a secret key; which character is wrong, and what it may be meant to be.
pub fn bare_key(typed: &SecretText) -> Result<Inspection> {
    let key = otp::typed::parse(typed.expose())?;
    let account = otp::Account {
        issuer: String::new(),
        account: String::new(),
        label_issuer: None,
        params: otp::Params::totp_default(),
        secret: key.secret,
    };
    let notes = key.notes.into_iter().map(|note| (0, note)).collect();
    Ok(Inspection { accounts: vec![account], notes, ..Inspection::default() })
}

/// Whether the content of a code is part of a transfer of many accounts.
pub(crate) fn is_transfer(code: &str) -> bool {
    code.trim_start().get(..TRANSFER.len()).is_some_and(|head| head.eq_ignore_ascii_case(TRANSFER))
}

fn is_one_transfer(text: &str) -> bool {
    let heads = text.as_bytes().windows(TRANSFER.len());
    heads.filter(|head| head.eq_ignore_ascii_case(TRANSFER.as_bytes())).count() == 1
}

fn refused(skipped: otp::text::Skipped, from: &str, to: &str) -> Skipped {
    // What may be a key is not shown.
    let value = skipped.detail.unwrap_or_else(|| "…".to_owned());
    let problem = Error::new(skipped.code)
        .with("value", value)
        .with("field", skipped.field.unwrap_or_default());
    Skipped { place: skipped.where_.replacen(from, to, 1), problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRANSFER_CODE: &str =
        "otpauth-migration://offline?data=ChwKCkhlbGxvId6tvu8SBWFsaWNlGgFBIAEoATACEAEYASAAKAc%3D";

    fn accounts_in(read: &str) -> usize {
        text(&SecretText::copy_of(read)).accounts.len()
    }

    #[test]
    fn a_transfer_code_may_be_broken_over_lines_and_a_key_may_not() {
        let (head, tail) = TRANSFER_CODE.split_at(70);
        assert_eq!(accounts_in(TRANSFER_CODE), 1);
        assert_eq!(accounts_in(&format!("\u{feff}{head}\r\n{tail}\n")), 1);
        assert_eq!(accounts_in(&format!("{head}\n{tail}\n{head}\n{tail}\n")), 0);
        assert_eq!(accounts_in("otpauth://totp/A?secret=JBSWY3DP\nEHPK3PXP"), 0);
    }

    #[test]
    fn a_transfer_is_known_as_one_when_no_part_of_it_is_missing() {
        let of_two = TRANSFER_CODE.replace("ASAA", "AiAA");
        assert_ne!(of_two, TRANSFER_CODE);
        let one = "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP";
        for (read, transfer, missing) in
            [(TRANSFER_CODE, true, false), (&of_two, true, true), (one, false, false)]
        {
            for found in [text(&SecretText::copy_of(read)), codes(&[SecretText::copy_of(read)])] {
                assert_eq!(found.accounts.len(), 1, "{read}");
                assert_eq!((found.transfer, found.batch.is_some()), (transfer, missing), "{read}");
            }
        }
    }

    #[test]
    fn a_key_alone_may_be_broken_over_lines() {
        for key in ["JBSWY3DPEHPK3PXP", "JBSW Y3DP\r\nEHPK 3PXP\n", "JBSWY3DP\n\nEHPK3PXP"] {
            assert!(is_bare_key(key), "{key}");
            let read = bare_key(&SecretText::copy_of(key)).unwrap();
            assert_eq!(read.accounts[0].secret.expose(), b"Hello!\xde\xad\xbe\xef");
        }
        for other in ["otpauth://totp/A", "https://x", "motp:x", "// a remark"] {
            assert!(!is_bare_key(other), "{other}");
        }
    }

    #[test]
    fn what_is_odd_about_a_key_is_remarked() {
        let odd = bare_key(&SecretText::copy_of("JBSWY3DPEHPK3PXPA")).unwrap();
        assert_eq!(odd.remarks(0), ["note-key-length-odd", "note-key-short"]);
        let long = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
        let list = format!("otpauth://totp/A?secret={long}\notpauth://totp/B?secret=JBSWY3DP");
        let list = text(&SecretText::copy_of(&list));
        assert_eq!((list.remarks(0), list.remarks(1)), (vec![], vec!["note-key-short".to_owned()]));
        for id in otp::Note::CODES {
            assert!(crate::messages::text(&id.replace('.', "-"), []).is_some(), "{id}");
        }
    }

    #[test]
    fn a_refusal_names_the_field_and_shows_nothing_that_may_be_a_key() {
        let why = |uri: &str| {
            let found = text(&SecretText::copy_of(uri));
            crate::messages::of(&found.skipped[0].problem).what
        };
        let uri = |rest: &str| format!("otpauth://totp/A?secret=JBSWY3DPEHPK3PXP&{rest}");
        assert_eq!(why(&uri("digits=6&digits=8")), "It says two different things about 'digits'.");
        assert_eq!(
            why("otpauth://steam/A?secret=JBSWY3DPEHPK3PXP&digits=8"),
            "It says Steam, and something else about 'digits'."
        );
        assert_eq!(
            why(&uri("algorithm=JBSWY3DPEHPK3PXPJBSWY3DP")),
            "This service's codes are of a kind Sixboard cannot make: the algorithm is '…'."
        );
    }

    #[test]
    fn a_file_is_told_by_its_content() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("codes.png");
        std::fs::write(&path, "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP").unwrap();
        assert_eq!(file(&path).unwrap().accounts.len(), 1);
        std::fs::write(&path, b"\0\xff\xfe").unwrap();
        assert_eq!(file(&path).unwrap_err().code(), "qr.not-a-picture");
        assert_eq!(file(&dir.path().join("none")).unwrap_err().code(), "qr.file-unreadable");
    }
}

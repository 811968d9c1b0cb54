//! Whatever a person pastes: one URI, a list of URIs, transfer codes.

use crate::base32::is_invisible;
use crate::migration::{self, Gathered, Transfer};
use crate::uri::{is_secret_layout, secret_text};
use crate::{Account, Note, uri};

/// The longest text that is read: a firm's whole list is a few hundred kilobytes.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// What text holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The accounts that can be used: first those of URIs line by line, then those of transfer codes.
    pub accounts: Vec<Account>,
    /// What cannot be used, line by line, and why.
    pub skipped: Vec<Skipped>,
    /// How far each export of transfer codes is ("2 of 3 read").
    pub batches: Vec<Progress>,
    /// Remarks on accounts that were accepted, by their place in `accounts`.
    pub notes: Vec<(usize, Note)>,
}

/// One thing that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where it stands: `line 3`, or `line 3, account 2` inside a transfer code.
    pub where_: String,
    /// The stable name of the reason: a code of [`uri::UriError`], [`migration::MigrationError`] or
    /// [`migration::SkipReason`], or one of [`CODES`].
    pub code: &'static str,
    /// The field at fault, as [`uri::UriError::field`] names it; `None` where it is not one of a URI.
    pub field: Option<&'static str>,
    /// What was found there, where it cannot be a secret key.
    pub detail: Option<String>,
}

/// How far one export of transfer codes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The version of the format.
    pub version: i32,
    /// How many codes the export has.
    pub size: usize,
    /// How many were read.
    pub read: usize,
}

/// The codes that only text as a whole can give: it is too long, or a URI was broken in two lines.
pub const CODES: &[&str] = &["text.too-long", "text.line-broken"];

/// Reads text. Blank lines and lines that begin with `#` or `//` are passed over, as is a byte order
/// mark; every other line is a URI, or is listed as skipped. Lines of one export of transfer codes
/// may come in any order and twice.
///
/// A URI whose secret key seems to go on in the next line is skipped too: taken as it stands it
/// would give an account with half a key.
///
/// ```
/// let found = otp::text::read("# codes\notpauth://totp/A:me?secret=JBSWY3DP\n\nhello\n");
/// assert_eq!(found.accounts.len(), 1);
/// assert_eq!((&*found.skipped[0].where_, found.skipped[0].code), ("line 4", "uri.not-a-uri"));
/// ```
pub fn read(text: &str) -> Found {
    let mut found = Found::default();
    if text.len() > MAX_BYTES {
        found.skip("line 1".to_owned(), CODES[0]);
        return found;
    }
    let mut gathered = Gathered::default();
    let mut lines = lines(text).peekable();
    while let Some((number, line)) = lines.next() {
        let place = format!("line {number}");
        if migration::is_migration(line) {
            found.take_batch(&place, line, &mut gathered);
        } else if lines
            .peek()
            .is_some_and(|(next, rest)| *next == number + 1 && is_rest_of_key(line, rest))
        {
            found.skip(place, CODES[1]);
        } else {
            found.take_uri(place, line);
        }
    }
    found.batches = gathered.transfers().iter().map(Progress::of).collect();
    found.accounts.extend(gathered.into_accounts());
    found
}

impl Found {
    fn take_uri(&mut self, place: String, line: &str) {
        match uri::parse_with_notes(line) {
            Ok((account, notes)) => {
                let index = self.accounts.len();
                self.accounts.push(account);
                self.notes.extend(notes.into_iter().map(|note| (index, note)));
            }
            Err(error) => self.skipped.push(Skipped {
                where_: place,
                code: error.code(),
                field: Some(error.field()),
                detail: error.detail().map(str::to_owned),
            }),
        }
    }

    fn take_batch(&mut self, place: &str, line: &str, gathered: &mut Gathered) {
        match migration::parse(line) {
            Ok(batch) => {
                let skipped = batch.skipped.clone();
                if let migration::Added::New { .. } = gathered.add(batch) {
                    for entry in skipped {
                        let place = format!("{place}, account {}", entry.place);
                        self.skip(place, entry.why.code());
                    }
                }
            }
            Err(error) => self.skip(place.to_owned(), error.code()),
        }
    }

    fn skip(&mut self, where_: String, code: &'static str) {
        self.skipped.push(Skipped { where_, code, field: None, detail: None });
    }
}

impl Progress {
    fn of(transfer: &Transfer) -> Self {
        let version = transfer.batches().next().map_or(0, |batch| batch.version);
        Self { version, size: transfer.size(), read: transfer.read() }
    }
}

/// The lines that say something, trimmed, with their numbers counted from 1. `\n`, `\r\n` and `\r`
/// all end a line.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut number = 0;
    let mut after_return = false;
    text.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let is_end_of_crlf = after_return && line == "\n";
        after_return = line.ends_with('\r');
        if is_end_of_crlf {
            return None;
        }
        number += 1;
        let line = line.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let says_nothing = line.is_empty() || line.starts_with('#') || line.starts_with("//");
        (!says_nothing).then_some((number, line))
    })
}

/// Whether `line` is a URI that ends within its secret key and `next` looks like the key's rest,
/// as when a mail program has broken the line.
fn is_rest_of_key(line: &str, next: &str) -> bool {
    let last = line.rsplit(['?', '&']).next().unwrap_or_default();
    let ends_in_key = line.contains('?')
        && last.split_once('=').is_some_and(|(name, _)| name.eq_ignore_ascii_case("secret"));
    let (key, more) = next.split_once('&').unwrap_or((next, ""));
    ends_in_key && is_part_of_key(key) && (more.is_empty() || more.contains('='))
}

/// Whether `text` reads as a piece of a secret key in a URI: base32 and whatever layout may stand in
/// one, plain or escaped. A line of words may look so too; to refuse it costs less than half a key.
fn is_part_of_key(text: &str) -> bool {
    let Some(text) = secret_text(text) else { return false };
    let is_base32 = |c: char| matches!(c, 'A'..='Z' | 'a'..='z' | '2'..='7');
    text.chars().all(|c| is_base32(c) || c == '=' || is_secret_layout(c))
        && text.chars().any(is_base32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: &str = "otpauth://totp/A:me?secret=JBSWY3DPEHPK3PXP&issuer=A";

    #[test]
    fn lines_of_every_kind_are_counted() {
        let text = format!("\u{FEFF}{URI}\r\n\r\n# note\r\n{URI}\r{URI}\n\n\nWIFI:S:x;;");
        let found = read(&text);
        assert_eq!(found.accounts.len(), 3);
        let skipped = &found.skipped[0];
        assert_eq!((&*skipped.where_, skipped.code), ("line 8", "uri.scheme"));
        assert_eq!(skipped.detail.as_deref(), Some("wifi"));
    }

    #[test]
    fn one_bad_line_never_loses_another() {
        let found = read(&format!("otpauth://totp/A?secret=0189\n{URI}\nmotp://x\n{URI}"));
        assert_eq!(found.accounts.len(), 2);
        let codes: Vec<_> = found.skipped.iter().map(|skipped| skipped.code).collect();
        assert_eq!(codes, ["uri.secret-character", "uri.motp"]);
        assert!(!format!("{found:?}").contains("0189"));
    }

    #[test]
    fn half_a_key_is_never_taken_for_a_whole_one() {
        for rest in [
            "EHPK3PXP",
            "EHPK3PXP&issuer=A",
            "ehpk3pxp==",
            "EHPK 3PXP",
            "EHPK-3PXP",
            "_EHPK_3PXP",
            "EHPK%203PXP&issuer=A",
            "EHPK+3PXP",
            "EHPK\t3PXP",
            "%45HPK\u{A0}3PXP",
            "-EHPK3PXP",
        ] {
            let found = read(&format!("otpauth://totp/A?secret=JBSWY3DP\n{rest}\n{URI}"));
            assert_eq!(found.accounts.len(), 1, "{rest}");
            assert_eq!((&*found.skipped[0].where_, found.skipped[0].code), ("line 1", CODES[1]));
        }
        for rest in ["----------", "= =", "Bank: 12", "EHPK3PX8", "EHPK3PXP, or ask"] {
            let found = read(&format!("otpauth://totp/A?secret=JBSWY3DP\n{rest}\n{URI}"));
            assert_eq!((found.accounts.len(), found.skipped.len()), (2, 1), "{rest}");
        }
        let apart = read("otpauth://totp/A?secret=JBSWY3DP\n\nEHPK3PXP");
        assert_eq!((apart.accounts.len(), apart.skipped.len()), (1, 1));
    }

    #[test]
    fn text_without_anything_gives_nothing() {
        assert_eq!(read(" \r\n\u{FEFF}\n# x\n// y"), Found::default());
        assert_eq!(read(&" ".repeat(MAX_BYTES + 1)).skipped[0].code, CODES[0]);
    }
}

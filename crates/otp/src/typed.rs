//! A secret key typed by hand or pasted alone.

use secret::Secret;
use thiserror::Error;

use crate::Note;
use crate::base32::{self, Refusal};

/// The longest text that is read; services print 16 to 104 characters.
const MAX_BYTES: usize = 8 * 1024;

/// A secret key as a person typed it.
#[derive(Debug, PartialEq, Eq)]
pub struct TypedKey {
    /// The key.
    pub secret: Secret,
    /// Its length in bits, to show beside the field.
    pub bits: usize,
    /// Remarks, [`Note::KeyLengthOdd`] first of all: a character may be missing.
    pub notes: Vec<Note>,
}

/// Why typed text is not a secret key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TypedKeyError {
    /// Nothing was typed.
    #[error("no secret key was typed")]
    Empty,
    /// One character holds no byte.
    #[error("the secret key is too short")]
    TooShort,
    /// Longer than any secret key (8 KiB).
    #[error("the text is too long for a secret key")]
    TooLong,
    /// Six to eight digits: a code, typed where the key belongs.
    #[error("this is a code, not a secret key")]
    LooksLikeCode,
    /// An otpauth URI or a web address.
    #[error("this is a URI, not a secret key alone")]
    LooksLikeUri,
    /// A `=` that is not at the end.
    #[error("the secret key holds an equals sign in its middle")]
    Padding,
    /// A character that is not A-Z or 2-7.
    #[error("character {position} cannot stand in a secret key")]
    Character {
        /// What was typed. A digit or sign that no secret key contains, so that it gives none away.
        found: char,
        /// Which character, counted from 1, spaces and dashes left out.
        position: usize,
        /// What it may be meant to be.
        hint: Hint,
    },
}

/// What a character that cannot stand in a secret key may be meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// `0` for the letter O.
    ZeroIsO,
    /// `1` for the letter I or L.
    OneIsIOrL,
    /// `8` for the letter B.
    EightIsB,
    /// `9`: secret keys have no 9.
    NoNine,
    /// Anything else.
    None,
}

/// Reads a secret key. White space, dashes of every kind, underscores, invisible characters, case
/// and padding at the end are forgiven; no character is ever replaced by another.
///
/// # Errors
/// [`TypedKeyError`] says which character is wrong and what it may be meant to be.
///
/// ```
/// let key = otp::typed::parse("jbsw y3dp-ehpk 3pxp")?;
/// assert_eq!((key.secret.expose(), key.bits), (b"Hello!\xde\xad\xbe\xef".as_slice(), 80));
/// # Ok::<(), otp::typed::TypedKeyError>(())
/// ```
pub fn parse(typed: &str) -> Result<TypedKey, TypedKeyError> {
    if typed.len() > MAX_BYTES {
        return Err(TypedKeyError::TooLong);
    }
    if typed.contains("://") {
        return Err(TypedKeyError::LooksLikeUri);
    }
    if looks_like_code(typed) {
        return Err(TypedKeyError::LooksLikeCode);
    }
    let (secret, notes) = base32::read(typed, is_layout).map_err(TypedKeyError::from)?;
    let bits = secret.expose().len() * 8;
    Ok(TypedKey { secret, bits, notes })
}

impl TypedKeyError {
    /// Every code that [`TypedKeyError::code`] can give.
    pub const CODES: &[&str] = &[
        "key.empty",
        "key.too-short",
        "key.too-long",
        "key.looks-like-code",
        "key.looks-like-uri",
        "key.padding",
        "key.character",
        "key.zero-is-o",
        "key.one-is-i-or-l",
        "key.eight-is-b",
        "key.no-nine",
    ];

    /// The stable name of this reason; a wrong character with a hint has the hint's own.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "key.empty",
            Self::TooShort => "key.too-short",
            Self::TooLong => "key.too-long",
            Self::LooksLikeCode => "key.looks-like-code",
            Self::LooksLikeUri => "key.looks-like-uri",
            Self::Padding => "key.padding",
            Self::Character { hint, .. } => match hint {
                Hint::ZeroIsO => "key.zero-is-o",
                Hint::OneIsIOrL => "key.one-is-i-or-l",
                Hint::EightIsB => "key.eight-is-b",
                Hint::NoNine => "key.no-nine",
                Hint::None => "key.character",
            },
        }
    }
}

impl From<Refusal> for TypedKeyError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Empty => Self::Empty,
            Refusal::Short => Self::TooShort,
            Refusal::Padding => Self::Padding,
            Refusal::Character { found, position } => {
                Self::Character { found, position, hint: Hint::of(found) }
            }
        }
    }
}

impl Hint {
    fn of(found: char) -> Self {
        match found {
            '0' => Self::ZeroIsO,
            '1' => Self::OneIsIOrL,
            '8' => Self::EightIsB,
            '9' => Self::NoNine,
            _ => Self::None,
        }
    }

    /// The letters it may be meant to be, none where nothing is likely.
    pub fn letters(self) -> &'static [char] {
        match self {
            Self::ZeroIsO => &['O'],
            Self::OneIsIOrL => &['I', 'L'],
            Self::EightIsB => &['B'],
            Self::NoNine | Self::None => &[],
        }
    }
}

/// Word processors turn a dash into one of its longer kin.
fn is_layout(c: char) -> bool {
    c.is_whitespace()
        || base32::is_invisible(c)
        || matches!(c, '-' | '_' | '\u{00AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn looks_like_code(typed: &str) -> bool {
    let mut digits = 0;
    for c in typed.chars().filter(|c| !is_layout(*c)) {
        if !c.is_ascii_digit() {
            return false;
        }
        digits += 1;
    }
    (6..=8).contains(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_and_case_are_forgiven() {
        for typed in [
            "JBSWY3DPEHPK3PXP",
            "jbswy3dpehpk3pxp",
            " JBSW Y3DP\tEHPK\u{A0}3PXP\r\n",
            "JBSW-Y3DP\u{2013}EHPK\u{2212}3PXP",
            "\u{FEFF}JBSW\u{200B}Y3DP_EHPK3PXP======",
        ] {
            let key = parse(typed).unwrap();
            assert_eq!((key.secret.expose(), key.bits), (&b"Hello!\xde\xad\xbe\xef"[..], 80));
        }
    }

    #[test]
    fn a_digit_that_no_key_contains_is_explained() {
        for (found, code, letters) in [
            ('0', "key.zero-is-o", &['O'][..]),
            ('1', "key.one-is-i-or-l", &['I', 'L']),
            ('8', "key.eight-is-b", &['B']),
            ('9', "key.no-nine", &[]),
            ('!', "key.character", &[]),
            ('Ａ', "key.character", &[]),
        ] {
            let error = parse(&format!("JB-SW {found}Y3DP")).unwrap_err();
            let TypedKeyError::Character { found: told, position: 5, hint } = error else {
                panic!("{error:?}");
            };
            assert_eq!((told, error.code(), hint.letters()), (found, code, letters));
        }
    }

    #[test]
    fn what_is_no_key_at_all_is_told_apart() {
        for (typed, code) in [
            ("", "key.empty"),
            (" -\u{200B}=", "key.empty"),
            ("A", "key.too-short"),
            ("482 913", "key.looks-like-code"),
            ("23456723", "key.looks-like-code"),
            ("otpauth://totp/A?secret=AA", "key.looks-like-uri"),
            ("JBSW=Y3DP", "key.padding"),
            (&"A".repeat(8193), "key.too-long"),
        ] {
            assert_eq!(parse(typed).unwrap_err().code(), code);
            assert!(TypedKeyError::CODES.contains(&code));
        }
    }

    #[test]
    fn a_missing_character_is_remarked() {
        assert_eq!(parse("JBSWY3DPEHPK3PX").unwrap().notes[0], Note::KeySpareBits);
        let odd = parse(&"A".repeat(31 + 2)).unwrap();
        assert_eq!(odd.notes, [Note::KeyLengthOdd { characters: 33 }]);
    }
}

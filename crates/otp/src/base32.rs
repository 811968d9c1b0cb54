//! Secret keys as services print them: base32 (RFC 4648 section 6), read with forgiveness for
//! layout and with none for content.

use std::sync::LazyLock;

use data_encoding::{BASE32_NOPAD, Encoding};
use secret::Secret;
use zeroize::Zeroizing;

use crate::Note;

/// The RFC's alphabet without padding, where the last character's spare bits may be anything.
#[allow(clippy::expect_used, reason = "the specification is a constant that the tests load")]
static LENIENT: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = BASE32_NOPAD.specification();
    specification.check_trailing_bits = false;
    specification.encoding().expect("a valid base32 specification")
});

/// Why text is not a secret key.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nothing is left after layout is dropped.
    Empty,
    /// One character holds no whole byte.
    Short,
    /// A `=` that is not at the end.
    Padding,
    /// A character that is neither layout nor base32; the position counts characters from 1,
    /// layout left out.
    Character {
        /// What was found.
        found: char,
        /// Where.
        position: usize,
    },
}

/// Reads a secret key from text. `is_layout` says which characters are dropped; trailing `=` always
/// is, and lower case is read as upper case.
///
/// Lengths that base32 never produces (1, 3 or 6 over a multiple of 8) and non-zero spare bits are
/// read as floor(5n/8) bytes, as phone apps do; the notes say so.
pub(crate) fn read(
    text: &str,
    is_layout: impl Fn(char) -> bool,
) -> Result<(Secret, Vec<Note>), Refusal> {
    let characters = collect(text, is_layout)?;
    let count = characters.len();
    let odd = matches!(count % 8, 1 | 3 | 6);
    let used = &characters[..count - usize::from(odd)];
    let bytes = used.len() * 5 / 8;
    match (count, bytes) {
        (0, _) => return Err(Refusal::Empty),
        (_, 0) => return Err(Refusal::Short),
        _ => {}
    }
    let secret = Secret::filled(bytes, |out| match LENIENT.decode_mut(used, out) {
        Ok(_) => Ok(()),
        Err(_) => Err(Refusal::Short),
    })?;
    let mut notes = Vec::new();
    if odd {
        notes.push(Note::KeyLengthOdd { characters: count });
    } else if has_spare_bits(used) {
        notes.push(Note::KeySpareBits);
    }
    if bytes < 16 {
        notes.push(Note::KeyShort { bits: bytes * 8 });
    }
    Ok((secret, notes))
}

/// Invisible characters that come along when text is copied from a web page.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// The base32 characters of `text` in upper case, in one allocation that is wiped.
fn collect(text: &str, is_layout: impl Fn(char) -> bool) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let mut characters = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut padded = false;
    for c in text.chars().filter(|c| !is_layout(*c)) {
        match c.to_ascii_uppercase() {
            '=' => padded = true,
            upper @ ('A'..='Z' | '2'..='7') => {
                if padded {
                    return Err(Refusal::Padding);
                }
                characters.push(upper as u8);
            }
            found => return Err(Refusal::Character { found, position: characters.len() + 1 }),
        }
    }
    Ok(characters)
}

/// Whether bits of the last character that no byte uses are set.
fn has_spare_bits(used: &[u8]) -> bool {
    let spare = used.len() * 5 % 8;
    let value = match used.last() {
        Some(c @ b'A'..=b'Z') => c - b'A',
        Some(c) => c - b'2' + 26,
        None => 0,
    };
    value & ((1 << spare) - 1) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes_of(text: &str) -> Vec<u8> {
        read(text, char::is_whitespace).unwrap().0.expose().to_vec()
    }

    #[test]
    fn every_length_gives_all_its_whole_bytes() {
        for length in 2..=64 {
            let text = "ABCDEFGH".repeat(8)[..length].to_owned();
            let whole = BASE32_NOPAD.decode("ABCDEFGH".repeat(9).as_bytes()).unwrap();
            assert_eq!(bytes_of(&text), whole[..length * 5 / 8], "{length} characters");
        }
    }

    #[test]
    fn text_without_one_whole_byte_is_refused() {
        assert_eq!(read(" = ", char::is_whitespace).unwrap_err(), Refusal::Empty);
        assert_eq!(read("A", char::is_whitespace).unwrap_err(), Refusal::Short);
        assert_eq!(bytes_of("AA"), [0]);
    }

    #[test]
    fn only_trailing_equals_signs_are_padding() {
        assert_eq!(bytes_of("my====== "), [0x66]);
        assert_eq!(read("MY=MY", char::is_whitespace).unwrap_err(), Refusal::Padding);
    }

    #[test]
    fn a_character_outside_the_alphabet_is_placed() {
        for (text, found, position) in [("AB C0", '0', 4), ("ſA", 'ſ', 1), ("A\0", '\0', 2)] {
            let refusal = read(text, char::is_whitespace).unwrap_err();
            assert_eq!(refusal, Refusal::Character { found, position });
        }
    }

    #[test]
    fn what_is_odd_is_noted() {
        let notes = |text: &str| read(text, char::is_whitespace).unwrap().1;
        assert_eq!(notes("MY"), [Note::KeyShort { bits: 8 }]);
        assert_eq!(notes("MZ"), [Note::KeySpareBits, Note::KeyShort { bits: 8 }]);
        assert_eq!(notes(&"A".repeat(33)), [Note::KeyLengthOdd { characters: 33 }]);
        assert_eq!(notes(&"A".repeat(26)), []);
    }
}

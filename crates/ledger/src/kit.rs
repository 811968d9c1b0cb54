//! The recovery kit: 32 random bytes on two sheets that only together are the kit (protocol
//! section 12).

use bip39::{Language, Mnemonic};
use seal::{Entropy, Label, NoRandomness};
use secret::{Secret, SecretText};
use zeroize::Zeroize;

use crate::firm::DeviceKeys;

const SEED_LEN: usize = 32;

/// Words on a sheet: 32 bytes and 8 bits of checksum, 11 bits a word (BIP-39, English list).
pub const SHEET_WORDS: usize = 24;

/// The recovery kit's seed.
#[derive(Debug)]
pub struct Kit(Secret);

/// One of the two sheets. Alone it tells nothing.
#[derive(Debug)]
pub struct Sheet(Secret);

/// Why sheets do not make a kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KitError {
    /// Not 24 words.
    #[error("a sheet has 24 words")]
    WrongCount,
    /// A word that is on no sheet, by its place from 1.
    #[error("word {0} is on no sheet")]
    UnknownWord(usize),
    /// All words exist, but they are not those of one sheet: a slip, or two mixed up.
    #[error("the words do not belong together")]
    Checksum,
    /// The same sheet twice.
    #[error("this is the same sheet twice")]
    SameSheet,
}

impl Kit {
    /// Makes a kit, as its two sheets.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn make(entropy: &mut dyn Entropy) -> Result<(Self, [Sheet; 2]), NoRandomness> {
        let seed = seal::make_secret(entropy, SEED_LEN)?;
        let first = seal::make_secret(entropy, SEED_LEN)?;
        let second = xor(&seed, &first);
        Ok((Self(seed), [Sheet(first), Sheet(second)]))
    }

    /// Puts the kit together from its sheets, in either order. Whether it is the kit of a firm,
    /// the firm says: its keys are on the log.
    ///
    /// # Errors
    /// [`KitError::SameSheet`].
    pub fn from_sheets(one: &Sheet, other: &Sheet) -> Result<Self, KitError> {
        if one.0 == other.0 { Err(KitError::SameSheet) } else { Ok(Self(xor(&one.0, &other.0))) }
    }

    /// Derives the kit's keys. It signs and opens as a device does.
    pub fn keys(&self) -> DeviceKeys {
        let derive = |label| seal::derive_secret(&self.0, &[], label, &[]);
        let keys = derive(Label::KIT_SIGN)
            .zip(derive(Label::KIT_KEM))
            .and_then(|(sign, kem)| DeviceKeys::derive(&sign, &kem));
        match keys {
            Some(keys) => keys,
            None => unreachable!("32 bytes were derived from 32 bytes"),
        }
    }
}

impl Sheet {
    /// The 24 words, one space between two.
    pub fn text(&self) -> SecretText {
        match Mnemonic::from_entropy_in(Language::English, self.0.expose()) {
            Ok(mut words) => {
                let mut text = String::with_capacity(SHEET_WORDS * 9);
                for word in words.words() {
                    if !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(word);
                }
                words.zeroize();
                SecretText::new(text)
            }
            Err(_) => unreachable!("32 bytes are 24 words"),
        }
    }

    /// Reads a sheet as somebody typed it: any case, any white space, words shortened to their
    /// first four letters.
    ///
    /// # Errors
    /// [`KitError`], with the place of a word that is on no sheet.
    pub fn read(typed: &SecretText) -> Result<Self, KitError> {
        let typed = typed.expose().split_whitespace();
        let words: Vec<&str> = typed
            .enumerate()
            .map(|(index, word)| full_word(word).ok_or(KitError::UnknownWord(index + 1)))
            .collect::<Result<_, _>>()?;
        if words.len() != SHEET_WORDS {
            return Err(KitError::WrongCount);
        }
        let mut joined = words.join(" ");
        let parsed = Mnemonic::parse_in_normalized(Language::English, &joined);
        joined.zeroize();
        let mut parsed = parsed.map_err(|_| KitError::Checksum)?;
        let (mut bytes, _) = parsed.to_entropy_array();
        let sheet = Self(Secret::copy_of(&bytes[..SEED_LEN]));
        bytes.zeroize();
        parsed.zeroize();
        Ok(sheet)
    }

    /// Says whether the word at a place, from 1, was typed back rightly: proof that the sheet was
    /// printed and can be read.
    pub fn has_word(&self, place: usize, typed: &str) -> bool {
        let text = self.text();
        let word = place.checked_sub(1).and_then(|index| text.expose().split(' ').nth(index));
        word.is_some() && full_word(typed.trim()) == word
    }
}

/// The word of the list that is meant; `None` for what is on no sheet.
fn full_word(typed: &str) -> Option<&'static str> {
    let mut lower = typed.to_ascii_lowercase();
    let found = if lower.len() < 3 {
        None
    } else if lower.len() == 4 {
        Language::English.words_by_prefix(&lower).first().copied()
    } else {
        let index = Language::English.find_word(&lower);
        index.map(|index| Language::English.word_list()[usize::from(index)])
    };
    lower.zeroize();
    found
}

fn xor(one: &Secret, other: &Secret) -> Secret {
    let filled = Secret::filled(SEED_LEN, |bytes| {
        let pairs = one.expose().iter().zip(other.expose());
        bytes.iter_mut().zip(pairs).for_each(|(byte, (one, other))| *byte = one ^ other);
        Ok::<(), std::convert::Infallible>(())
    });
    match filled {
        Ok(secret) => secret,
        Err(never) => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use seal::SeededEntropy;

    fn kit() -> (Kit, [Sheet; 2]) {
        Kit::make(&mut SeededEntropy::new(1)).unwrap()
    }

    #[test]
    fn both_sheets_in_either_order_are_the_kit_and_one_is_not() {
        let (kit, [a, b]) = kit();
        let public = kit.keys().public();
        assert_eq!(Kit::from_sheets(&a, &b).unwrap().keys().public(), public);
        assert_eq!(Kit::from_sheets(&b, &a).unwrap().keys().public(), public);
        assert_eq!(Kit::from_sheets(&a, &a).unwrap_err(), KitError::SameSheet);
        let (_, [other, _]) = Kit::make(&mut SeededEntropy::new(2)).unwrap();
        assert_ne!(Kit::from_sheets(&a, &other).unwrap().keys().public(), public);
    }

    #[test]
    fn a_sheet_is_read_back_however_it_is_typed_and_slips_are_named() {
        let (_, [sheet, _]) = kit();
        let text = sheet.text();
        let words: Vec<&str> = text.expose().split(' ').collect();
        assert_eq!(words.len(), SHEET_WORDS);
        let read = |text: &str| Sheet::read(&SecretText::copy_of(text));
        let short: Vec<&str> = words.iter().map(|word| &word[..word.len().min(4)]).collect();
        for typed in [text.expose().to_owned(), text.expose().to_uppercase(), short.join("\n ")] {
            assert_eq!(read(&typed).unwrap().0, sheet.0);
        }
        assert_eq!(read(&words[..23].join(" ")).unwrap_err(), KitError::WrongCount);
        let mut slip = words.clone();
        slip[4] = "sixboard";
        assert_eq!(read(&slip.join(" ")).unwrap_err(), KitError::UnknownWord(5));
        let mut mixed = words.clone();
        mixed.swap(0, 1);
        assert_eq!(read(&mixed.join(" ")).unwrap_err(), KitError::Checksum);
        assert!(sheet.has_word(1, words[0]) && sheet.has_word(24, words[23]));
        assert!(!sheet.has_word(1, words[1]) && !sheet.has_word(0, words[0]));
        assert!(!sheet.has_word(25, words[0]));
    }
}

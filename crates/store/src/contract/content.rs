//! Objects that show whether they are whole, as sealed ones do.

use crate::{Dir, Kind, Name, NameError};

/// Makes objects of any size of which every part depends on the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content;

impl Content {
    /// Returns `len` bytes, at least 16, told apart from others by `seed`.
    pub fn make(seed: u64, len: usize) -> Vec<u8> {
        let mut state = seed ^ 0x9e37_79b9_7f4a_7c15;
        let mut bytes: Vec<u8> = std::iter::repeat_with(|| next(&mut state).to_le_bytes())
            .flatten()
            .take(len.max(16) - 16)
            .collect();
        let sum = Self::sum(&bytes);
        bytes.extend((bytes.len() as u64).to_le_bytes());
        bytes.extend(sum.to_le_bytes());
        bytes
    }

    /// Says whether these are bytes that [`Content::make`] made, all of them.
    pub fn is_whole(bytes: &[u8]) -> bool {
        let Some((rest, sum)) = bytes.split_last_chunk::<8>() else { return false };
        let Some((body, len)) = rest.split_last_chunk::<8>() else { return false };
        u64::from_le_bytes(*len) == body.len() as u64 && u64::from_le_bytes(*sum) == Self::sum(body)
    }

    /// FNV-1a: enough to tell a torn object from a whole one.
    fn sum(bytes: &[u8]) -> u64 {
        bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
            (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        })
    }
}

/// Splitmix64: the same numbers on every system.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Returns the name of the `number`th object of a kind; the same number gives the same name.
///
/// # Errors
/// None, as long as the layout is what it is.
pub fn make_name(kind: Kind, number: u64) -> Result<Name, NameError> {
    let device = make_id(number, 26);
    Name::parse(&match kind {
        Kind::Team => "ts1/team".to_owned(),
        Kind::Hint => "ts1/hint".to_owned(),
        Kind::Ack => format!("ts1/ack/{device}.a"),
        Kind::Join => format!("ts1/join/{device}.o"),
        Kind::Use => format!("ts1/use/{device}/2026-11-22"),
        Kind::Pack => {
            format!("ts1/pack/{device}/0000000001-0000000256-{}.p", make_id(number, 16))
        }
        Kind::Blob => {
            let hash = make_id(number, 52);
            format!("ts1/blob/{}/{hash}.b", &hash[..2])
        }
        Kind::Entry => {
            let (part, hash) = (number / 1000 % 1000, make_id(number, 16));
            format!("ts1/log/{}/{part:03}/{number:010}-{hash}.e", make_id(0, 26))
        }
    })
}

/// Returns the directory of the log that [`make_name`] puts entries into.
pub(super) fn log_dir() -> Result<Dir, NameError> {
    Dir::parse(&format!("ts1/log/{}", make_id(0, 26)))
}

fn make_id(number: u64, len: usize) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut state = number;
    let letter = || char::from(ALPHABET[(next(&mut state) % 32) as usize]);
    std::iter::repeat_with(letter).take(len).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_an_object_is_never_taken_for_the_whole() {
        let bytes = Content::make(1, 200);
        assert!(Content::is_whole(&bytes));
        assert!((0..bytes.len()).all(|len| !Content::is_whole(&bytes[..len])));
        let mut mixed = bytes.clone();
        mixed[..50].copy_from_slice(&Content::make(2, 200)[..50]);
        assert!(!Content::is_whole(&mixed));
    }
}

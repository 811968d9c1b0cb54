//! Digits that people compare by voice.

use std::fmt;

use seal::Label;

use crate::cbor;
use crate::firm::Firm;
use crate::ids::{FirmId, PersonId};
use crate::op::PublicKeys;

/// Twenty digits: 66 bits, too many to search in an invite's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits(u128);

const MODULUS: u128 = 100_000_000_000_000_000_000;

impl Digits {
    fn of(hash: [u8; 32]) -> Self {
        let fold = |rest: u128, byte: &u8| (rest * 256 + u128::from(*byte)) % MODULUS;
        Self(hash.iter().fold(0, fold))
    }

    /// Says whether these are the digits that somebody typed, whatever stands between them.
    pub fn is_typed(&self, typed: &str) -> bool {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let only = typed.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == '-');
        only && digits == format!("{:020}", self.0)
    }
}

impl fmt::Display for Digits {
    /// Five groups of four.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:020}", self.0);
        let groups: Vec<&str> = (0..5).map(|group| &digits[group * 4..group * 4 + 4]).collect();
        f.write_str(&groups.join(" "))
    }
}

/// The safety code of a device that joins: of the very bytes that the administrator will sign.
pub(crate) fn safety_code(firm: FirmId, person: PersonId, keys: &PublicKeys) -> Digits {
    let parts = [&firm.0[..], &person.0, &keys.sign.0, &keys.kem.0];
    Digits::of(seal::digest(Label::SAFETY, &parts))
}

impl Firm {
    /// Digits of all that was accepted. Two devices that show the same have the same history.
    pub fn team_code(&self) -> Digits {
        let heads = cbor::to_vec(&self.heads());
        Digits::of(seal::digest(Label::TEAM_CODE, &[&self.pin.genesis.0, &heads]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_the_remainder_and_are_compared_whatever_stands_between_them() {
        let mut hash = [0; 32];
        hash[31] = 7;
        hash[30] = 1;
        let digits = Digits::of(hash);
        assert_eq!(digits.to_string(), "0000 0000 0000 0000 0263");
        assert!(digits.is_typed("00000000000000000263"));
        assert!(digits.is_typed("0000-0000 0000 0000  0263"));
        assert!(!digits.is_typed("263") && !digits.is_typed("0000 0000 0000 0000 0264"));
        assert!(!digits.is_typed("0000 0000 0000 0000 0263x"));
        // 2^256 - 1 ends in 57584007913129639935.
        assert_eq!(Digits::of([0xff; 32]).to_string(), "5758 4007 9131 2963 9935");
    }
}

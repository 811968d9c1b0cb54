//! Remarks on what was accepted all the same.

/// Something odd that changes no code, and that a person may want to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// The secret key has a length that base32 never produces, so a character may be missing.
    KeyLengthOdd {
        /// How many characters it has.
        characters: usize,
    },
    /// The last character of the secret key holds bits that belong to no byte; they are not used.
    KeySpareBits,
    /// The secret key is shorter than the 128 bits that RFC 4226 section 4 (R6) demands.
    KeyShort {
        /// How many bits it has.
        bits: usize,
    },
    /// Neither a service nor an account is named: a person must be asked.
    NameMissing,
    /// A counter-based account without a counter: it starts at 0.
    CounterMissing,
    /// Read as Steam because the issuer is `Steam`, though nothing else says so.
    SteamByIssuer,
}

impl Note {
    /// Every code that [`Note::code`] can give.
    pub const CODES: &[&str] = &[
        "note.key-length-odd",
        "note.key-spare-bits",
        "note.key-short",
        "note.name-missing",
        "note.counter-missing",
        "note.steam-by-issuer",
    ];

    /// The stable name of this remark.
    pub fn code(&self) -> &'static str {
        match self {
            Self::KeyLengthOdd { .. } => "note.key-length-odd",
            Self::KeySpareBits => "note.key-spare-bits",
            Self::KeyShort { .. } => "note.key-short",
            Self::NameMissing => "note.name-missing",
            Self::CounterMissing => "note.counter-missing",
            Self::SteamByIssuer => "note.steam-by-issuer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed_once() {
        let notes = [
            Note::KeyLengthOdd { characters: 17 },
            Note::KeySpareBits,
            Note::KeyShort { bits: 80 },
            Note::NameMissing,
            Note::CounterMissing,
            Note::SteamByIssuer,
        ];
        assert_eq!(notes.map(|note| note.code()).as_slice(), Note::CODES);
    }
}

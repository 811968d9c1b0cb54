//! What beside the secret key decides a code.

/// The hash under the HMAC (RFC 6238 section 1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// HMAC-SHA-1, the default everywhere.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

impl Algorithm {
    /// Reads any spelling seen in the field: `SHA1`, `sha-256`, `HmacSHA512`, `HMAC-SHA-1`.
    ///
    /// Returns `None` for anything else, `SHA2` and `SHA3-256` among them: the wrong hash shows
    /// wrong codes, so there is no fallback.
    pub fn from_name(name: &str) -> Option<Self> {
        let upper = name.to_ascii_uppercase();
        let hash = match upper.strip_prefix("HMAC") {
            Some(rest) => without_separator(rest),
            None => &upper,
        };
        match without_separator(hash.strip_prefix("SHA")?) {
            "1" => Some(Self::Sha1),
            "256" => Some(Self::Sha256),
            "512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The name that every reader of otpauth URIs knows: `SHA1`, `SHA256`, `SHA512`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }
}

/// How many digits a code has: 1 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digits(u8);

impl Digits {
    /// Six, the default.
    pub const SIX: Self = Self(6);
    /// Eight, the other length that every app knows.
    pub const EIGHT: Self = Self(8);
    /// Five, the length of a Steam code.
    pub const FIVE: Self = Self(5);

    /// Returns `None` outside 1 to 10. Truncation gives 31 bits (RFC 4226 section 5.3), so the
    /// first of ten digits is 0, 1 or 2 and an eleventh would always be 0.
    pub fn new(digits: u64) -> Option<Self> {
        u8::try_from(digits).ok().filter(|digits| (1..=10).contains(digits)).map(Self)
    }

    /// The number of digits.
    pub fn value(self) -> u8 {
        self.0
    }
}

/// How many seconds a time-based code lasts: 1 to 86,400 (one day).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period(u32);

impl Period {
    /// Thirty seconds, the default.
    pub const THIRTY: Self = Self(30);

    /// Returns `None` outside 1 to 86,400 seconds.
    pub fn new(seconds: u64) -> Option<Self> {
        u32::try_from(seconds).ok().filter(|seconds| (1..=86_400).contains(seconds)).map(Self)
    }

    /// The length in seconds.
    pub fn seconds(self) -> u64 {
        u64::from(self.0)
    }
}

/// What moves an account on from one code to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Time (RFC 6238).
    Totp {
        /// How long one code lasts.
        period: Period,
    },
    /// A counter that steps on with each code used (RFC 4226).
    Hotp {
        /// The counter of the present code.
        counter: u64,
    },
    /// Time, written as five of Steam's own characters: always SHA-1 and 30 seconds.
    Steam,
}

impl Kind {
    /// The name in otpauth URIs and on the command line: `totp`, `hotp`, `steam`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Totp { .. } => "totp",
            Self::Hotp { .. } => "hotp",
            Self::Steam => "steam",
        }
    }
}

/// Everything beside the secret key that decides a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Params {
    /// What moves on.
    pub kind: Kind,
    /// The hash; SHA-1 where `kind` is Steam, whatever stands here.
    pub algorithm: Algorithm,
    /// The length; five where `kind` is Steam, whatever stands here.
    pub digits: Digits,
}

impl Params {
    /// SHA-1, six digits, 30 seconds: what a service means when it says nothing.
    pub fn totp_default() -> Self {
        Self::totp(Algorithm::Sha1, Digits::SIX, Period::THIRTY)
    }

    /// A time-based code.
    pub fn totp(algorithm: Algorithm, digits: Digits, period: Period) -> Self {
        Self { kind: Kind::Totp { period }, algorithm, digits }
    }

    /// A counter-based code.
    pub fn hotp(algorithm: Algorithm, digits: Digits, counter: u64) -> Self {
        Self { kind: Kind::Hotp { counter }, algorithm, digits }
    }

    /// A Steam code: SHA-1, five characters, 30 seconds.
    pub fn steam() -> Self {
        Self { kind: Kind::Steam, algorithm: Algorithm::Sha1, digits: Digits::FIVE }
    }

    /// How many seconds a code lasts; `None` for a counter-based one, which does not run out.
    pub fn period(&self) -> Option<u64> {
        match self.kind {
            Kind::Totp { period } => Some(period.seconds()),
            Kind::Hotp { .. } => None,
            Kind::Steam => Some(Period::THIRTY.seconds()),
        }
    }
}

fn without_separator(text: &str) -> &str {
    text.strip_prefix(['-', '_']).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_spelling_names_its_hash() {
        for (names, algorithm) in [
            (["SHA1", "sha-1", "HMAC-SHA-1", "hmac_sha_1", "HmacSHA1"], Algorithm::Sha1),
            (["SHA256", "Sha_256", "HMACSHA256", "HMAC-SHA256", "hmacsha-256"], Algorithm::Sha256),
            (["sha512", "SHA-512", "HmacSHA512", "HMAC_SHA512", "HMAC-SHA-512"], Algorithm::Sha512),
        ] {
            for name in names {
                assert_eq!(Algorithm::from_name(name), Some(algorithm), "{name}");
            }
            assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
        }
    }

    #[test]
    fn no_other_name_is_a_hash() {
        for name in [
            "", "SHA", "SHA2", "SHA224", "SHA3-256", "MD5", "HMAC", "-SHA1", "SHA--1", "SHA01", "1",
        ] {
            assert_eq!(Algorithm::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn numbers_outside_their_range_are_refused() {
        assert_eq!(Digits::new(1).map(Digits::value), Some(1));
        assert_eq!(Digits::new(10).map(Digits::value), Some(10));
        assert!([0, 11, 256 + 6, u64::MAX].into_iter().all(|n| Digits::new(n).is_none()));
        assert_eq!(Period::new(86_400).map(Period::seconds), Some(86_400));
        assert!([0, 86_401, (1 << 32) + 30].into_iter().all(|n| Period::new(n).is_none()));
    }
}

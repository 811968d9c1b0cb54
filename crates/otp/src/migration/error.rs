//! Why a transfer code, or one account of it, is refused.

use thiserror::Error;

/// Why a transfer code as a whole cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MigrationError {
    /// Not `otpauth-migration://offline?...`.
    #[error("this is not a transfer code of Google Authenticator")]
    NotMigration,
    /// Longer than any honest transfer code (64 KiB).
    #[error("this transfer code is longer than 64 KiB")]
    TooLong,
    /// `data` is missing or empty.
    #[error("the transfer code is empty")]
    DataMissing,
    /// `data` stands twice with different values.
    #[error("the transfer code is given twice, differently")]
    DataConflict,
    /// `data` is not base64; most often the code was cut off.
    #[error("the transfer code is not base64")]
    Base64,
    /// The bytes are not the known format; most often the code was cut off.
    #[error("the transfer code is damaged or cut off")]
    Damaged,
    /// No account is in it.
    #[error("the transfer code holds no account")]
    Empty,
}

impl MigrationError {
    /// Every code that [`MigrationError::code`] can give.
    pub const CODES: &[&str] = &[
        "migration.not-migration",
        "migration.too-long",
        "migration.data-missing",
        "migration.data-conflict",
        "migration.base64",
        "migration.damaged",
        "migration.empty",
    ];

    /// The stable name of this reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotMigration => "migration.not-migration",
            Self::TooLong => "migration.too-long",
            Self::DataMissing => "migration.data-missing",
            Self::DataConflict => "migration.data-conflict",
            Self::Base64 => "migration.base64",
            Self::Damaged => "migration.damaged",
            Self::Empty => "migration.empty",
        }
    }
}

/// Why one account of a transfer code cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SkipReason {
    /// Its bytes are not the known format.
    #[error("this account is damaged")]
    Damaged,
    /// It has no secret key.
    #[error("the secret key is missing")]
    SecretMissing,
    /// Its codes are made with MD5.
    #[error("codes by MD5 are not supported")]
    Md5,
    /// Its hash is unknown: the export is newer than this program.
    #[error("the algorithm is not known")]
    Algorithm,
    /// Its number of digits is unknown.
    #[error("the number of digits is not known")]
    Digits,
    /// Its type is neither by time nor by counter.
    #[error("the type of code is not known")]
    Kind,
    /// Its counter is negative.
    #[error("the counter is negative")]
    Counter,
}

impl SkipReason {
    /// Every code that [`SkipReason::code`] can give.
    pub const CODES: &[&str] = &[
        "migration.entry-damaged",
        "migration.entry-secret-missing",
        "migration.entry-md5",
        "migration.entry-algorithm",
        "migration.entry-digits",
        "migration.entry-type",
        "migration.entry-counter",
    ];

    /// The stable name of this reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Damaged => "migration.entry-damaged",
            Self::SecretMissing => "migration.entry-secret-missing",
            Self::Md5 => "migration.entry-md5",
            Self::Algorithm => "migration.entry-algorithm",
            Self::Digits => "migration.entry-digits",
            Self::Kind => "migration.entry-type",
            Self::Counter => "migration.entry-counter",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed() {
        use MigrationError as E;
        use SkipReason as S;
        let whole = [
            E::NotMigration,
            E::TooLong,
            E::DataMissing,
            E::DataConflict,
            E::Base64,
            E::Damaged,
            E::Empty,
        ];
        assert_eq!(whole.map(|error| error.code()).as_slice(), E::CODES);
        let entry =
            [S::Damaged, S::SecretMissing, S::Md5, S::Algorithm, S::Digits, S::Kind, S::Counter];
        assert_eq!(entry.map(|reason| reason.code()).as_slice(), S::CODES);
    }
}

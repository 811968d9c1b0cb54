//! Why a URI is refused.

use thiserror::Error;

/// Why a URI is not taken. The text at fault is kept only where it cannot be a secret key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UriError {
    /// Plain text, a bare secret key, or nothing.
    #[error("this is not an otpauth URI")]
    NotAUri,
    /// Longer than any honest URI (8 KiB).
    #[error("this URI is longer than 8 KiB")]
    TooLong,
    /// Another kind of URI, such as a web address or a Wi-Fi code.
    #[error("this URI is of another kind")]
    Scheme {
        /// The scheme found, where it can be shown.
        name: Option<String>,
    },
    /// Microsoft Authenticator's push enrolment. The person must choose "I want to use a different
    /// authenticator app" on Microsoft's page, and then gets another QR code.
    #[error("this sets up Microsoft's push sign-in, not a code")]
    PhoneFactor,
    /// A transfer code of many accounts: [`crate::migration::parse`] reads it.
    #[error("this is a transfer code of Google Authenticator, not one account")]
    Migration,
    /// Mobile-OTP: another algorithm (MD5, hexadecimal key, PIN).
    #[error("mOTP codes are not supported")]
    Motp,
    /// Yandex's codes: another algorithm, with a PIN.
    #[error("Yandex codes are not supported")]
    Yaotp,
    /// A type that is not totp, hotp or steam.
    #[error("this type of code is not known")]
    Type {
        /// The type found, where it can be shown.
        name: Option<String>,
    },
    /// No secret key, or an empty one.
    #[error("the secret key is missing")]
    SecretMissing,
    /// One single base32 character holds no byte.
    #[error("the secret key is too short to hold a byte")]
    SecretShort,
    /// A broken `%` escape inside the secret key.
    #[error("the secret key holds a broken percent escape")]
    SecretEscape,
    /// A `=` inside the secret key and not at its end.
    #[error("the secret key holds padding in its middle")]
    SecretPadding,
    /// A character that is not base32 (A-Z, 2-7).
    #[error("character {position} of the secret key is not base32")]
    SecretCharacter {
        /// Which character, counted from 1, layout left out.
        position: usize,
    },
    /// A parameter that decides the codes stands twice with different values.
    #[error("the {field} is given twice, differently")]
    Conflict {
        /// Which.
        field: &'static str,
    },
    /// The issuer or the account's name holds another set-up code, or a key.
    #[error("a name holds another set-up code or a key")]
    KeyInName,
    /// A hash that is not SHA-1, SHA-256 or SHA-512.
    #[error("the algorithm is not supported")]
    Algorithm {
        /// The name found, where it can be shown.
        name: Option<String>,
    },
    /// Not a whole number from 1 to 10.
    #[error("the number of digits is not from 1 to 10")]
    Digits {
        /// The value found, where it can be shown.
        value: Option<String>,
    },
    /// Not a whole number of seconds from 1 to 86,400.
    #[error("the period is not from 1 to 86400 seconds")]
    Period {
        /// The value found, where it can be shown.
        value: Option<String>,
    },
    /// Not a whole number from 0 to 2^63 - 1, the range that other programs can hold.
    #[error("the counter is not a whole number from 0 to 2^63-1")]
    Counter {
        /// The value found, where it can be shown.
        value: Option<String>,
    },
    /// An encoder that is not `steam`, or Steam codes by counter.
    #[error("the encoder is not supported")]
    Encoder {
        /// The name found, where it can be shown.
        name: Option<String>,
    },
    /// A Steam account with an algorithm, length or period that Steam does not have.
    #[error("the {field} does not fit a Steam account")]
    Steam {
        /// Which.
        field: &'static str,
    },
}

impl UriError {
    /// Every code that [`UriError::code`] can give.
    pub const CODES: &[&str] = &[
        "uri.not-a-uri",
        "uri.too-long",
        "uri.scheme",
        "uri.phonefactor",
        "uri.migration",
        "uri.motp",
        "uri.yaotp",
        "uri.type",
        "uri.secret-missing",
        "uri.secret-short",
        "uri.secret-escape",
        "uri.secret-padding",
        "uri.secret-character",
        "uri.conflict",
        "uri.key-in-name",
        "uri.algorithm",
        "uri.digits",
        "uri.period",
        "uri.counter",
        "uri.encoder",
        "uri.steam",
    ];

    /// The stable name of this reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAUri => "uri.not-a-uri",
            Self::TooLong => "uri.too-long",
            Self::Scheme { .. } => "uri.scheme",
            Self::PhoneFactor => "uri.phonefactor",
            Self::Migration => "uri.migration",
            Self::Motp => "uri.motp",
            Self::Yaotp => "uri.yaotp",
            Self::Type { .. } => "uri.type",
            Self::SecretMissing => "uri.secret-missing",
            Self::SecretShort => "uri.secret-short",
            Self::SecretEscape => "uri.secret-escape",
            Self::SecretPadding => "uri.secret-padding",
            Self::SecretCharacter { .. } => "uri.secret-character",
            Self::Conflict { .. } => "uri.conflict",
            Self::KeyInName => "uri.key-in-name",
            Self::Algorithm { .. } => "uri.algorithm",
            Self::Digits { .. } => "uri.digits",
            Self::Period { .. } => "uri.period",
            Self::Counter { .. } => "uri.counter",
            Self::Encoder { .. } => "uri.encoder",
            Self::Steam { .. } => "uri.steam",
        }
    }

    /// The field at fault: `uri`, `scheme`, `type`, `label` (or the issuer), or the parameter's name.
    pub fn field(&self) -> &'static str {
        match self {
            Self::NotAUri | Self::TooLong => "uri",
            Self::Scheme { .. } | Self::PhoneFactor | Self::Migration => "scheme",
            Self::Motp | Self::Yaotp | Self::Type { .. } => "type",
            Self::SecretMissing
            | Self::SecretShort
            | Self::SecretEscape
            | Self::SecretPadding
            | Self::SecretCharacter { .. } => "secret",
            Self::KeyInName => "label",
            Self::Conflict { field } | Self::Steam { field } => field,
            Self::Algorithm { .. } => "algorithm",
            Self::Digits { .. } => "digits",
            Self::Period { .. } => "period",
            Self::Counter { .. } => "counter",
            Self::Encoder { .. } => "encoder",
        }
    }

    /// What was found there, at most 24 characters; `None` where it might be or hold a secret key.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Scheme { name }
            | Self::Type { name }
            | Self::Algorithm { name }
            | Self::Encoder { name } => name.as_deref(),
            Self::Digits { value } | Self::Period { value } | Self::Counter { value } => {
                value.as_deref()
            }
            _ => None,
        }
    }
}

/// A refused value as it may be shown: a number, or a short plain word. Anything longer may be a
/// secret key that slipped into the wrong field (`algorithm=SHA1secret=...`) and is not kept.
pub(crate) fn shown(value: &str) -> Option<String> {
    let is_number = value.len() <= 24 && value.chars().all(|c| matches!(c, '0'..='9' | '-' | '.'));
    let is_word = value.len() <= 12
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    (!value.is_empty() && (is_number || is_word)).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed_once() {
        use UriError as E;
        let every = [
            E::NotAUri,
            E::TooLong,
            E::Scheme { name: None },
            E::PhoneFactor,
            E::Migration,
            E::Motp,
            E::Yaotp,
            E::Type { name: None },
            E::SecretMissing,
            E::SecretShort,
            E::SecretEscape,
            E::SecretPadding,
            E::SecretCharacter { position: 1 },
            E::Conflict { field: "digits" },
            E::KeyInName,
            E::Algorithm { name: None },
            E::Digits { value: None },
            E::Period { value: None },
            E::Counter { value: None },
            E::Encoder { name: None },
            E::Steam { field: "digits" },
        ];
        assert_eq!(every.map(|error| error.code()).as_slice(), E::CODES);
    }

    #[test]
    fn nothing_that_may_be_a_secret_key_is_shown() {
        for value in ["JBSWY3DPEHPK3PXP", "SHA1secret=", "a b", "é", "", "\u{202E}6"] {
            assert_eq!(shown(value), None, "{value}");
        }
        for value in ["SHA3-256", "something", "-6", "99999999999999999999", "30.5"] {
            assert_eq!(shown(value).as_deref(), Some(value));
        }
    }
}

//! What a store wants to see before it lets a device in. Kept in the keyring, never in a URL.

use secret::SecretText;

use crate::OpenError;

/// A sign-in. `Debug` hides everything secret.
///
/// The libraries that speak to servers keep their own copies while a store is open.
#[derive(Debug)]
pub enum Credentials {
    /// Nothing: a folder, whose server knows the person from the system's own sign-in.
    None,
    /// A user name and a password: WebDAV (an app password where the server has those),
    /// PostgreSQL.
    Password {
        /// The user name.
        user: String,
        /// The password.
        password: SecretText,
    },
    /// A bearer token: WebDAV, Google Cloud Storage.
    Token(SecretText),
    /// An S3 access key.
    AccessKey {
        /// The access key's id.
        id: String,
        /// The secret access key.
        secret: SecretText,
        /// The session token of a temporary key.
        session: Option<SecretText>,
    },
    /// An Azure storage account's key, in base64.
    AccountKey(SecretText),
    /// An Azure shared access signature: the text after the `?`.
    SharedAccess(SecretText),
    /// A Google service account's key: the text of its JSON file.
    ServiceAccount(SecretText),
}

impl Credentials {
    /// Reads the text of a sign-in, as a person writes it into a file: a user name in the first
    /// line and its password in the second; a token, a key or a signature in one line; for S3 the
    /// access key's id, the secret access key and, in a third line, the session token of a
    /// temporary key; for Google the service account's JSON file. Without a text there are none.
    ///
    /// # Errors
    /// [`OpenError::Credentials`] when it is not what `needed` names.
    pub fn read(text: Option<&SecretText>, needed: Needed) -> Result<Self, OpenError> {
        let refused = || OpenError::Credentials(needed);
        let Some(text) = text else {
            return if needed == Needed::Nothing { Ok(Self::None) } else { Err(refused()) };
        };
        let whole = text.expose().trim();
        let lines: Vec<&str> = whole.lines().map(|line| line.trim_end_matches('\r')).collect();
        let secret = |text: &str| SecretText::copy_of(text);
        Ok(match (needed, lines.as_slice()) {
            (Needed::Password | Needed::PasswordOrToken, [user, password]) => {
                Self::Password { user: (*user).to_owned(), password: secret(password) }
            }
            (Needed::AccessKey, [id, key, session @ ..]) if session.len() <= 1 => {
                let session = session.first().map(|session| secret(session));
                Self::AccessKey { id: (*id).to_owned(), secret: secret(key), session }
            }
            (Needed::GoogleKey, [first, ..]) if first.starts_with('{') => {
                Self::ServiceAccount(secret(whole))
            }
            (Needed::PasswordOrToken | Needed::GoogleKey, [token]) if !token.is_empty() => {
                Self::Token(secret(token))
            }
            (Needed::AzureKey, [signature]) if signature.contains("sig=") => {
                Self::SharedAccess(secret(signature.trim_start_matches('?')))
            }
            (Needed::AzureKey, [key]) if !key.is_empty() => Self::AccountKey(secret(key)),
            _ => return Err(refused()),
        })
    }
}

/// Which credentials an address wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// [`Credentials::None`].
    Nothing,
    /// [`Credentials::Password`].
    Password,
    /// [`Credentials::Password`] or [`Credentials::Token`].
    PasswordOrToken,
    /// [`Credentials::AccessKey`].
    AccessKey,
    /// [`Credentials::AccountKey`] or [`Credentials::SharedAccess`].
    AzureKey,
    /// [`Credentials::ServiceAccount`] or [`Credentials::Token`].
    GoogleKey,
}

impl Needed {
    /// Returns the credentials in words, for messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "no credentials",
            Self::Password => "a user name and a password",
            Self::PasswordOrToken => "a user name and a password, or a token",
            Self::AccessKey => "an access key",
            Self::AzureKey => "an account key or a shared access signature",
            Self::GoogleKey => "a service account's key or a token",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_is_read_as_the_store_wants_it_and_otherwise_refused() {
        let read = |needed, text: &str| match Credentials::read(
            Some(&SecretText::copy_of(text)),
            needed,
        ) {
            Ok(Credentials::None) => "none".to_owned(),
            Ok(Credentials::Password { user, password }) => {
                format!("{user} / {}", password.expose())
            }
            Ok(Credentials::Token(token)) => format!("token {}", token.expose()),
            Ok(Credentials::AccessKey { id, secret, session }) => {
                let session = session.as_ref().map_or("-", SecretText::expose);
                format!("{id} / {} / {session}", secret.expose())
            }
            Ok(Credentials::AccountKey(key)) => format!("key {}", key.expose()),
            Ok(Credentials::SharedAccess(text)) => format!("shared {}", text.expose()),
            Ok(Credentials::ServiceAccount(text)) => format!("account {}", text.expose()),
            Err(error) => error.to_string(),
        };
        for (needed, text, expected) in [
            (Needed::Password, "ann\r\ncopper lamp \r\n", "ann / copper lamp"),
            (Needed::Password, "ann", "this store wants a user name and a password"),
            (Needed::PasswordOrToken, "abc\n", "token abc"),
            (
                Needed::PasswordOrToken,
                "ann\nb\nc",
                "this store wants a user name and a password, or a token",
            ),
            (Needed::AccessKey, "AKIA\nkey\n", "AKIA / key / -"),
            (Needed::AccessKey, "AKIA\nkey\nsession", "AKIA / key / session"),
            (Needed::AccessKey, "AKIA", "this store wants an access key"),
            (Needed::AzureKey, "?sv=1&sig=abc", "shared sv=1&sig=abc"),
            (Needed::AzureKey, "aHVudGVyMg==", "key aHVudGVyMg=="),
            (Needed::GoogleKey, "{\n\"a\": 1\n}\n", "account {\n\"a\": 1\n}"),
            (Needed::GoogleKey, "ya29.x", "token ya29.x"),
            (Needed::GoogleKey, "", "this store wants a service account's key or a token"),
            (Needed::Nothing, "ann\nb", "this store wants no credentials"),
        ] {
            assert_eq!(read(needed, text), expected, "{needed:?}");
        }
        assert!(matches!(Credentials::read(None, Needed::Nothing), Ok(Credentials::None)));
        assert!(Credentials::read(None, Needed::Password).is_err());
    }

    #[test]
    fn debug_shows_no_secret() {
        let text = |text: &str| SecretText::copy_of(text);
        let all = [
            Credentials::Password { user: "ann".to_owned(), password: text("hunter2") },
            Credentials::Token(text("hunter2")),
            Credentials::AccessKey {
                id: "AKIA".to_owned(),
                secret: text("hunter2"),
                session: Some(text("hunter2")),
            },
            Credentials::AccountKey(text("hunter2")),
            Credentials::SharedAccess(text("hunter2")),
            Credentials::ServiceAccount(text("hunter2")),
        ];
        let shown = format!("{all:?}");
        assert!(shown.contains("ann") && !shown.contains("hunter2"), "{shown}");
    }
}

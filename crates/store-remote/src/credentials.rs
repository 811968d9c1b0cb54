//! What a store wants to see before it lets a device in. Kept in the keyring, never in a URL.

use secret::SecretText;

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

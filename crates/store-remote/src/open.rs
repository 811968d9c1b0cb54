//! From a URL and credentials to a store.

use std::sync::Arc;

use secret::SecretText;
use store::{Folder, Opener, Store, StoreError};

use crate::objects::{Objects, WebDav};
use crate::postgres::Postgres;
use crate::{Address, AddressError, Credentials, Needed, Patience};

/// Why no store was opened. Says nothing about whether the store is there: nothing was asked yet.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is not one that we would use.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The credentials are not of the kind that this store wants, or make no sense.
    #[error("this store wants {}", .0.words())]
    Credentials(Needed),
    /// This computer cannot make connections.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<OpenError> for store::OpenError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Address(error) => Self::Address(error.to_string().into()),
            OpenError::Credentials(needed) => Self::SignIn(needed.words()),
            OpenError::Store(error) => Self::Store(error),
        }
    }
}

/// Opens every kind of store that there is, each by its address.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnyStore;

impl Opener for AnyStore {
    fn open(
        &self,
        address: &str,
        sign_in: Option<&SecretText>,
    ) -> Result<Arc<dyn Store>, store::OpenError> {
        let address = Address::parse(address).map_err(OpenError::from)?;
        let credentials = Credentials::read(sign_in, address.needed())?;
        Ok(open_with(&address, credentials, Patience::default())?)
    }
}

/// Opens the store that `url` (or the full path of a folder) names. Makes no connection yet.
///
/// # Errors
/// [`OpenError`], whose words may be shown.
pub fn open(url: &str, credentials: Credentials) -> Result<Arc<dyn Store>, OpenError> {
    open_with(&Address::parse(url)?, credentials, Patience::default())
}

/// Does what [`open`] does, with an address that was parsed before and other time limits.
///
/// # Errors
/// [`OpenError`], whose words may be shown.
pub fn open_with(
    address: &Address,
    credentials: Credentials,
    patience: Patience,
) -> Result<Arc<dyn Store>, OpenError> {
    Ok(match address {
        Address::Folder(path) => folder(path, &credentials, patience)?,
        Address::WebDav(endpoint) => Arc::new(WebDav::new(endpoint, &credentials, patience)?),
        Address::Postgres { .. } => Arc::new(Postgres::new(address, credentials, patience)?),
        objects => Arc::new(Objects::new(objects, &credentials, patience)?),
    })
}

fn folder(
    path: &std::path::Path,
    credentials: &Credentials,
    patience: Patience,
) -> Result<Arc<dyn Store>, OpenError> {
    if !matches!(credentials, Credentials::None) {
        return Err(OpenError::Credentials(Needed::Nothing));
    }
    let patience = store::Patience {
        look: patience.look.min(store::Patience::default().look),
        ..Default::default()
    };
    Ok(Arc::new(Folder::with_patience(path, patience)))
}

#[cfg(test)]
mod tests {
    use secret::SecretText;

    use super::*;

    #[tokio::test]
    async fn what_is_refused_repeats_neither_the_address_nor_the_sign_in() {
        let sign_in = SecretText::copy_of("ann\nhunter2");
        let refused = |address: &str, sign_in| AnyStore.open(address, sign_in).unwrap_err();
        let password = refused("https://ann:hunter2@dav.example/firm/", None);
        assert_eq!(
            password.to_string(),
            "the address contains a password; leave it out, it is asked for and kept in the keyring"
        );
        let folder = refused("/srv/firm", Some(&sign_in));
        assert_eq!(folder, store::OpenError::SignIn("no credentials"));
        let none = refused("postgres://db/codes", None);
        assert_eq!(none, store::OpenError::SignIn("a user name and a password"));
        assert!(AnyStore.open("postgres://db/codes", Some(&sign_in)).is_ok());
        assert!(AnyStore.open("/srv/firm", None).is_ok());
    }

    #[tokio::test]
    async fn every_store_opens_with_its_credentials_and_with_no_others() {
        let password = || Credentials::Password {
            user: "ann".to_owned(),
            password: SecretText::copy_of("hunter2"),
        };
        let key = || Credentials::AccessKey {
            id: "AKIA".to_owned(),
            secret: SecretText::copy_of("hunter2"),
            session: None,
        };
        let azure = || Credentials::AccountKey(SecretText::copy_of("aHVudGVyMg=="));
        let token = || Credentials::Token(SecretText::copy_of("hunter2"));
        type Make = fn() -> Credentials;
        let all: [(&str, Make); 4] = [
            ("none", || Credentials::None),
            ("password", password),
            ("key", key),
            ("azure", azure),
        ];
        for (url, wants) in [
            ("/srv/firm", "none"),
            ("s3://firm", "key"),
            ("azure://firm/six", "azure"),
            ("https://dav.firm.example/", "password"),
            ("postgres://db/codes", "password"),
        ] {
            for (name, credentials) in all {
                let opened = open(url, credentials());
                assert_eq!(opened.is_ok(), name == wants, "{url} with {name}: {opened:?}");
                assert!(!format!("{opened:?}").contains("hunter2"), "{url}");
            }
        }
        assert!(open("gs://firm", token()).is_ok());
        assert!(matches!(open("gs://firm", key()), Err(OpenError::Credentials(Needed::GoogleKey))));
    }
}

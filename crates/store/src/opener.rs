//! From an address and a sign-in to a store. Whoever can do that is passed to whoever needs stores.

use std::sync::Arc;

use secret::SecretText;

use crate::{Cause, Store, StoreError};

/// Opens stores by their addresses.
pub trait Opener: Send + Sync {
    /// Opens the store at `address` with the text of a sign-in, where it wants one. Makes no
    /// connection yet. Some stores need a tokio runtime around this call.
    ///
    /// # Errors
    /// [`OpenError`], whose words may be shown: neither the address nor the sign-in is in them.
    fn open(
        &self,
        address: &str,
        sign_in: Option<&SecretText>,
    ) -> Result<Arc<dyn Store>, OpenError>;
}

/// Why no store was opened. Says nothing about whether the store is there: nothing was asked yet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The address names no store that we would use.
    #[error("{0}")]
    Address(Cause),
    /// The sign-in is missing, or not of the kind that this store wants.
    #[error("this store wants {0}")]
    SignIn(&'static str),
    /// This computer cannot make connections.
    #[error(transparent)]
    Store(#[from] StoreError),
}

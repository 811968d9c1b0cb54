//! The firm's store, from use cases that wait: stores answer in their own time.

use std::future::Future;
use std::sync::Arc;

use ledger::{Name, Object};
use secret::SecretText;
use store::{OpenError, Opener, Store};
use tokio::runtime::{Builder, Runtime};

use super::desk::Notes;
use super::steps::{self, Listing};
use crate::error::Result;
use crate::{App, Error};

/// A store, and what waits for it.
pub(crate) struct Reach {
    runtime: Option<Runtime>,
    /// How often somebody had wanted work to stop by then.
    begun: u64,
    store: Arc<dyn Store>,
}

impl App {
    /// The store of the firm that this device is in, with this device's sign-in.
    ///
    /// # Errors
    /// When the address is none, or the sign-in is missing. Whether the store is there is not
    /// looked at yet.
    pub(crate) fn reach(&self, notes: &Notes) -> Result<Reach> {
        let sign_in = self.with_vault(|vault| Ok(vault.store_sign_in()?))?;
        self.reach_at(&notes.place, sign_in.as_ref())
    }

    /// The store at an address.
    ///
    /// # Errors
    /// As [`App::reach`].
    pub(crate) fn reach_at(&self, address: &str, sign_in: Option<&SecretText>) -> Result<Reach> {
        Reach::open(self.inner().ports.stores.as_ref(), (address, sign_in), self.stops())
    }

    /// Waits for `work`, unless the person wants to stop what this store was opened for.
    ///
    /// # Errors
    /// `firm.stopped` then. What `work` was doing may be taken up again.
    pub(crate) fn until_stopped<T>(
        &self,
        reach: &Reach,
        work: impl Future<Output = T>,
    ) -> Result<T> {
        reach.wait_for(async {
            tokio::select! {
                done = work => Ok(done),
                () = self.stopped(reach.begun) => Err(Error::new("firm.stopped")),
            }
        })
    }
}

impl Reach {
    fn open(
        stores: &dyn Opener,
        (address, sign_in): (&str, Option<&SecretText>),
        begun: u64,
    ) -> Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|error| Error::new("bug.unexpected").because(error))?;
        let inside = runtime.enter();
        let opened = stores.open(address, sign_in);
        drop(inside);
        let store = opened.map_err(|error| not_opened(error, sign_in))?;
        Ok(Self { runtime: Some(runtime), begun, store })
    }

    /// The store.
    pub(crate) fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// Waits for `work` with the store.
    ///
    /// # Errors
    /// What `work` gives.
    pub(crate) fn wait_for<T, E: Into<Error>>(
        &self,
        work: impl Future<Output = std::result::Result<T, E>>,
    ) -> Result<T> {
        let runtime = self.runtime.as_ref().ok_or_else(|| Error::new("bug.unexpected"))?;
        runtime.block_on(work).map_err(Into::into)
    }

    /// What is there.
    ///
    /// # Errors
    /// What the store is suffering from.
    pub(crate) fn list(&self) -> Result<Listing> {
        self.wait_for(Listing::read(self.store()))
    }

    /// An object; `None` where there is none, or it cannot be had now and others can.
    ///
    /// # Errors
    /// What the store is suffering from.
    pub(crate) fn get(&self, name: &Name) -> Result<Option<Vec<u8>>> {
        self.wait_for(steps::get(self.store(), name))
    }

    /// Puts an object there.
    ///
    /// # Errors
    /// What the store is suffering from.
    pub(crate) fn put(&self, object: &Object) -> Result<()> {
        self.wait_for(steps::put(self.store(), object))
    }
}

impl Drop for Reach {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // What still waits for a server that hangs is not waited for.
            runtime.shutdown_background();
        }
    }
}

fn not_opened(error: OpenError, sign_in: Option<&SecretText>) -> Error {
    match error {
        OpenError::Address(cause) => Error::new("firm.address").with("cause", cause.as_str()),
        OpenError::SignIn(wants) => {
            let code =
                if sign_in.is_some() { "store.sign-in-kind" } else { "store.sign-in-missing" };
            Error::new(code).with("wants", wants)
        }
        OpenError::Store(error) => error.into(),
    }
}

//! The firm's folder, asked one thing at a time. Stores answer in their own time; here they are
//! waited for.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ledger::Name;
use store::{Dir, Folder, Store, StoreError};
use tokio::runtime::{Builder, Runtime};

use crate::Error;
use crate::error::Result;

/// A store, and what waits for it.
pub(crate) struct Reach {
    runtime: Runtime,
    store: Arc<dyn Store>,
}

impl Reach {
    /// The store at an address: `file:///full/path` or the full path of a folder.
    ///
    /// # Errors
    /// When it is no such address. Whether the folder is there is not looked at yet.
    pub(crate) fn open(address: &str) -> Result<Self> {
        let path = address.strip_prefix("file://").unwrap_or(address);
        let odd = address.contains("://") && !address.starts_with("file://");
        if odd || !Path::new(path).is_absolute() {
            return Err(Error::new("firm.address").with("address", address));
        }
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::new("bug.unexpected").because(error))?;
        Ok(Self { runtime, store: Arc::new(Folder::new(path)) })
    }

    /// The names of all objects.
    pub(crate) fn list(&self) -> Result<BTreeSet<Name>> {
        let listed = self.runtime.block_on(self.store.list(&Dir::root(), None))?;
        Ok(listed.iter().filter_map(|name| Name::parse(name.as_str())).collect())
    }

    /// An object; `None` where there is none, or it cannot be had now and others can.
    pub(crate) fn get(&self, name: &Name) -> Result<Option<Vec<u8>>> {
        let got = self.runtime.block_on(self.store.get(&store_name(&name.to_string())?));
        match got {
            Ok(bytes) => Ok(bytes.map(|bytes| bytes.to_vec())),
            Err(error) if error.concerns_one_object() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts an object there.
    pub(crate) fn put(&self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let name = store_name(name)?;
        let put: std::result::Result<(), StoreError> =
            self.runtime.block_on(self.store.put(&name, bytes.into()));
        Ok(put?)
    }

    /// Waits until something may have changed, or `at_most` is over.
    pub(crate) fn wait(&self, at_most: Duration) {
        self.runtime.block_on(async {
            let Ok(mut watch) = self.store.watch().await else {
                tokio::time::sleep(at_most).await;
                return;
            };
            // Whatever ends the waiting, the folder is looked into next.
            let _ = tokio::time::timeout(at_most, watch.changed()).await;
        });
    }
}

fn store_name(name: &str) -> Result<store::Name> {
    store::Name::parse(name).map_err(|error| Error::new("bug.unexpected").because(error))
}

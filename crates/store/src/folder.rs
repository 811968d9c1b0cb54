//! A store in a folder: a local one, a file share, or one that OneDrive, SharePoint or Dropbox
//! keeps in step.
//!
//! A file is written aside (`tmp/<random>.tmp`, a kind that OneDrive leaves alone), made to last,
//! and renamed into place, so that nobody reads a part of it. What lies in the folder is judged by
//! whoever opens it: junk, conflict copies and half-written files are passed over by name or
//! refused by content, and read again later. Names that the layout does not have are never opened.

mod disk;
mod lane;
mod trouble;
mod watch;
#[cfg(any(windows, check_windows))]
#[cfg_attr(check_windows, allow(dead_code))] // Linux type-checks the module without using it
mod windows;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;

use crate::{Dir, Name, Store, StoreError, Watch, check_write};
use disk::Disk;
use lane::Lanes;

/// How long a folder may keep us waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For one file, with all that has to be waited for before. Listing may take four times that.
    pub call: Duration,
    /// How often a watch looks for itself, for changes that the system does not tell of: those
    /// made on another computer's end of a file share.
    pub look: Duration,
}

impl Default for Patience {
    /// Half a minute each.
    fn default() -> Self {
        Self { call: Duration::from_secs(30), look: Duration::from_secs(30) }
    }
}

/// A store in a folder that exists already. Clones are the same store.
///
/// File calls run on threads of their own, at most eight, each under a time limit: a file server
/// that hangs makes calls fail with [`StoreError::Slow`], and never blocks the caller or the end of
/// the program. Needs a tokio runtime with time.
#[derive(Clone)]
pub struct Folder {
    disk: Arc<Disk>,
    lanes: Lanes,
    patience: Patience,
}

impl Folder {
    /// Returns the store in the folder `root`. Looks at nothing yet, and never creates `root`: an
    /// unconnected drive must not become a second, empty store.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self::with_patience(root, Patience::default())
    }

    /// Returns the same as [`Folder::new`] with other time limits.
    pub fn with_patience(root: impl Into<PathBuf>, patience: Patience) -> Self {
        Self { disk: Arc::new(Disk::new(root.into())), lanes: Lanes::new(), patience }
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Disk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let disk = Arc::clone(&self.disk);
        self.lanes.run(self.patience.call, move || work(&disk)).await
    }
}

impl fmt::Debug for Folder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Folder").field(&self.disk.root()).finish()
    }
}

#[async_trait]
impl Store for Folder {
    async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        check_write(name, &bytes)?;
        let (name, turn) = (name.clone(), self.disk.turn(name));
        self.run(move |disk| disk.put(&name, &bytes, turn)).await
    }

    async fn get(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        let wanted = name.clone();
        let found = self.run(move |disk| disk.get(&wanted)).await;
        match found {
            // The system is fetching an online-only file, and takes its time.
            Err(StoreError::Slow(cause)) if self.is_placeholder(name).await => {
                Err(StoreError::Placeholder(cause))
            }
            found => found,
        }
    }

    async fn list(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        let (disk, dir, after) = (Arc::clone(&self.disk), dir.clone(), after.cloned());
        self.lanes.run(self.patience.call * 4, move || disk.list(&dir, after.as_ref())).await
    }

    async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        let (name, turn) = (name.clone(), self.disk.turn(name));
        self.run(move |disk| disk.delete(&name, turn)).await
    }

    async fn watch(&self) -> Result<Box<dyn Watch>, StoreError> {
        Ok(Box::new(watch::FolderWatch::begin(self.clone()).await?))
    }
}

impl Folder {
    async fn is_placeholder(&self, name: &Name) -> bool {
        let name = name.clone();
        self.run(move |disk| Ok(disk.is_placeholder(&name))).await.unwrap_or(false)
    }
}

#[cfg(test)]
#[path = "folder/tests.rs"]
mod tests;

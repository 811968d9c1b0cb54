//! Where a firm's sealed files are kept: the trait [`Store`], a store in memory, a store in a
//! folder, and the contract that every store passes.
//!
//! A store is not trusted. Every object is sealed and signed by its writer and judged by its
//! content when it is read, never by its name; a store only has to keep bytes under names. What it
//! must do is little, so that a folder kept in step by OneDrive, a file share, a WebDAV server, an
//! object store and a database can all do it: four verbs, each safe to repeat, none of which needs
//! "create only if absent", locks, or an order of listing (protocol sections 3 and 4.7).
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use store::{Dir, Memory, Name, Store};
//!
//! let store = Memory::new();
//! let name = Name::parse("ts1/ack/aaaaaaaaaaaaaaaaaaaaaaaaaa.a")?;
//! store.put(&name, "sealed elsewhere".into()).await?;
//! assert_eq!(store.get(&name).await?.as_deref(), Some(&b"sealed elsewhere"[..]));
//! assert_eq!(store.list(&Dir::parse("ts1/ack")?, None).await?, [name]);
//! # Ok(())
//! # }
//! ```

mod error;
mod folder;
mod memory;
mod name;
mod opener;
mod size;

#[cfg(feature = "contract")]
pub mod contract;

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;

pub use error::{Cause, StoreError};
pub use folder::{Folder, Patience};
pub use memory::Memory;
pub use name::{Dir, Kind, Name, NameError};
pub use opener::{OpenError, Opener};
pub use size::{check_read, check_write};

/// Keeps bytes under names. Use it as `Arc<dyn Store>`.
///
/// Every call may be repeated and every future may be dropped at any moment: what a dropped call
/// was doing has then happened wholly or not at all, and calling again is always right. A name is
/// written by one device only (the hint aside), so there is nothing to lock.
#[async_trait]
pub trait Store: fmt::Debug + Send + Sync {
    /// Keeps `bytes` under `name`, in place of what was there.
    ///
    /// When it returns, a reader of this store gets these bytes. Until then a reader gets the old
    /// ones; in a folder that another program keeps in step, and on WebDAV servers, possibly a part
    /// or trouble with this object, so content is always judged. Putting the same again is cheap
    /// where the store can see that it has them.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] beyond [`Name::max_len`], [`StoreError::Bug`] for no bytes at all;
    /// otherwise what the store is suffering from.
    async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError>;

    /// Returns what is kept under `name`, or nothing when the store works and has no such object.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] when more than [`Name::max_len`] bytes are kept: they are not read.
    /// [`StoreError::Damaged`] and [`StoreError::Placeholder`] concern this object alone;
    /// everything else concerns the store.
    async fn get(&self, name: &Name) -> Result<Option<Bytes>, StoreError>;

    /// Returns the names below `dir`, at any depth, that are greater than `after`.
    ///
    /// Foreign files are left out. Do not rely on the order, nor on a name being absent because it
    /// is not listed: in a synced folder it may arrive later.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] beyond a million names; otherwise what the store is suffering from.
    async fn list(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError>;

    /// Removes what is kept under `name`; it may be gone already. Only for cleaning up: a store
    /// may refuse it ([`StoreError::Denied`]) and lose nothing by that.
    ///
    /// # Errors
    /// What the store is suffering from.
    async fn delete(&self, name: &Name) -> Result<(), StoreError>;

    /// Begins to listen for changes made by anybody from now on.
    ///
    /// # Errors
    /// What the store is suffering from.
    async fn watch(&self) -> Result<Box<dyn Watch>, StoreError>;
}

/// Hears of changes in a store. It is a hint: listing from time to time stays the caller's duty.
///
/// Object stores and WebDAV hear of nothing but new bytes under `ts1/hint`, so whoever puts
/// something puts that last.
#[async_trait]
pub trait Watch: Send {
    /// Returns when something may have changed since the watch began or since this last returned.
    ///
    /// May return without a change. A dropped future loses no change: the next one returns at
    /// once.
    ///
    /// # Errors
    /// What the store is suffering from. The next call waits for a while, tries again, and returns
    /// when the store is back, because changes may have been missed.
    async fn changed(&mut self) -> Result<(), StoreError>;
}

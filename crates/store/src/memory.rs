//! A store in memory: the shortest thing that keeps the contract, and the ground of simulations.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::watch;

use crate::{Dir, Name, Store, StoreError, Watch, check_read, check_write};

/// A store in this process's memory. Clones share what they keep.
#[derive(Clone, Debug)]
pub struct Memory {
    objects: Arc<Mutex<BTreeMap<Name, Bytes>>>,
    changes: watch::Sender<()>,
}

impl Memory {
    /// Returns an empty store.
    pub fn new() -> Self {
        Self::holding(BTreeMap::new())
    }

    /// Returns a store that holds these objects, whatever they are: a store is not trusted.
    pub fn holding(objects: BTreeMap<Name, Bytes>) -> Self {
        Self { objects: Arc::new(Mutex::new(objects)), changes: watch::Sender::new(()) }
    }

    /// Returns all that the store holds now.
    pub fn contents(&self) -> BTreeMap<Name, Bytes> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Name, Bytes>> {
        // Each change is a single call on the map, so that a panic elsewhere leaves it whole.
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Store for Memory {
    async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        check_write(name, &bytes)?;
        self.lock().insert(name.clone(), bytes);
        self.changes.send_replace(());
        Ok(())
    }

    async fn get(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        let found = self.lock().get(name).cloned();
        found.map(|bytes| check_read(name, bytes.len() as u64).map(|()| bytes)).transpose()
    }

    async fn list(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        let objects = self.lock();
        let names = objects.keys().filter(|name| dir.holds(name) && Some(*name) > after);
        Ok(names.cloned().collect())
    }

    async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        self.lock().remove(name);
        self.changes.send_replace(());
        Ok(())
    }

    async fn watch(&self) -> Result<Box<dyn Watch>, StoreError> {
        Ok(Box::new(MemoryWatch(self.changes.subscribe())))
    }
}

struct MemoryWatch(watch::Receiver<()>);

#[async_trait]
impl Watch for MemoryWatch {
    async fn changed(&mut self) -> Result<(), StoreError> {
        let ended = |_| StoreError::Gone("the store in memory has ended".into());
        self.0.changed().await.map_err(ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{self, Scale};

    #[tokio::test]
    async fn memory_keeps_the_contract() {
        let store = Memory::new();
        contract::check(&store, &store.clone(), Scale::FULL).await.unwrap();
    }
}

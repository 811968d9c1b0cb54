//! A store that counts what is asked of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use async_trait::async_trait;
use bytes::Bytes;
use store::{Dir, Name, Store, StoreError, Watch};

/// Another store, with the requests to it counted.
#[derive(Debug)]
pub struct Counted {
    inner: Arc<dyn Store>,
    requests: AtomicU64,
    objects_in: AtomicU64,
    bytes_in: AtomicU64,
    objects_out: AtomicU64,
    bytes_out: AtomicU64,
}

/// What was asked of a store.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Calls of any kind.
    pub requests: u64,
    /// Objects read.
    pub objects_in: u64,
    /// Their bytes, and the bytes of the names that were listed.
    pub bytes_in: u64,
    /// Objects put.
    pub objects_out: u64,
    /// Their bytes.
    pub bytes_out: u64,
}

impl Counted {
    /// Counts what is asked of `inner`.
    pub fn new(inner: Arc<dyn Store>) -> Self {
        let zero = || AtomicU64::new(0);
        Self {
            inner,
            requests: zero(),
            objects_in: zero(),
            bytes_in: zero(),
            objects_out: zero(),
            bytes_out: zero(),
        }
    }

    /// What was asked since this was last called.
    pub fn take(&self) -> Counts {
        Counts {
            requests: self.requests.swap(0, Relaxed),
            objects_in: self.objects_in.swap(0, Relaxed),
            bytes_in: self.bytes_in.swap(0, Relaxed),
            objects_out: self.objects_out.swap(0, Relaxed),
            bytes_out: self.bytes_out.swap(0, Relaxed),
        }
    }

    fn came(&self, objects: u64, bytes: usize) {
        self.objects_in.fetch_add(objects, Relaxed);
        self.bytes_in.fetch_add(bytes as u64, Relaxed);
    }
}

#[async_trait]
impl Store for Counted {
    async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        self.requests.fetch_add(1, Relaxed);
        self.objects_out.fetch_add(1, Relaxed);
        self.bytes_out.fetch_add(bytes.len() as u64, Relaxed);
        self.inner.put(name, bytes).await
    }

    async fn get(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        self.requests.fetch_add(1, Relaxed);
        let found = self.inner.get(name).await?;
        if let Some(bytes) = &found {
            self.came(1, bytes.len());
        }
        Ok(found)
    }

    async fn list(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        self.requests.fetch_add(1, Relaxed);
        let names = self.inner.list(dir, after).await?;
        self.came(0, names.iter().map(|name| name.as_str().len()).sum());
        Ok(names)
    }

    async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        self.requests.fetch_add(1, Relaxed);
        self.inner.delete(name).await
    }

    async fn watch(&self) -> Result<Box<dyn Watch>, StoreError> {
        self.requests.fetch_add(1, Relaxed);
        self.inner.watch().await
    }
}

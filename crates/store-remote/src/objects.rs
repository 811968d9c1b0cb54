//! S3, Azure Blob and Google Cloud Storage.

mod builders;
mod watch;
mod webdav;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{GetOptions, GetResult, ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use store::{Dir, Name, Store, StoreError, Watch, check_read, check_write};
use tokio::time::timeout;

use crate::http::trouble;
use crate::{Address, Credentials, OpenError, Patience};
pub(crate) use webdav::WebDav;

/// More names than any firm has.
const MOST_NAMES: usize = 1_000_000;

/// A bucket, or a folder in one.
#[derive(Clone)]
pub(crate) struct Objects {
    server: Arc<dyn ObjectStore>,
    prefix: Path,
    place: Arc<str>,
    patience: Patience,
    /// Whether the server can begin a listing in the middle.
    after: After,
}

/// Who leaves out the names up to the one where a listing is to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    Server,
    Us,
}

/// What a conditional read found.
pub(crate) enum Found {
    /// The same as before.
    Same,
    /// Other bytes, or the first.
    Other {
        /// By what the next read tells whether it is the same.
        mark: Mark,
    },
}

/// What tells a state of an object from another one: nothing there, its tag, or its bytes where the
/// server has no tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Absent,
    Tag(String),
    Bytes(Bytes),
}

impl Objects {
    /// Opens the bucket of `address`; makes no connection.
    pub(crate) fn new(
        address: &Address,
        credentials: &Credentials,
        patience: Patience,
    ) -> Result<Self, OpenError> {
        let (server, prefix) = builders::build(address, credentials, patience)?;
        // Azurite, and Azure itself in older versions of its protocol, cannot.
        let after =
            if matches!(address, Address::Azure { .. }) { After::Us } else { After::Server };
        Ok(Self { server, prefix, place: address.to_string().into(), patience, after })
    }

    fn path(&self, of: &str) -> Path {
        self.prefix.parts().chain(Path::from(of).parts()).collect()
    }

    /// Runs a call under the limit for a whole call.
    async fn limited<T>(
        &self,
        call: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let seconds = self.patience.call.as_secs();
        let slow = || StoreError::Slow(format!("no end within {seconds} s").into());
        timeout(self.patience.call, call).await.unwrap_or_else(|_| Err(slow()))
    }

    async fn write(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        let path = self.path(name.as_str());
        let put =
            self.server.put_opts(&path, PutPayload::from_bytes(bytes), PutMode::Overwrite.into());
        match put.await {
            // Without a bucket, some servers answer as for an absent object.
            Err(object_store::Error::NotFound { .. }) => Err(self.gone()),
            done => done.map(drop).map_err(trouble),
        }
    }

    async fn read(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        match self.server.get(&self.path(name.as_str())).await {
            Ok(result) => read_body(name, result).await.map(Some),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(trouble(error)),
        }
    }

    async fn names(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        let prefix = self.path(dir.as_str());
        let mut listing = match after.filter(|_| self.after == After::Server) {
            Some(after) => self.server.list_with_offset(Some(&prefix), &self.path(after.as_str())),
            None => self.server.list(Some(&prefix)),
        };
        let mut names = Vec::new();
        while let Some(object) = listing.try_next().await.map_err(|error| self.absent(error))? {
            // A server that knows no such parameter lists it all.
            names.extend(self.name(&object.location).filter(|name| Some(name) > after));
            check_count(names.len())?;
        }
        Ok(names)
    }

    /// Returns the name at a path, if it is one of ours.
    fn name(&self, path: &Path) -> Option<Name> {
        let rest = path.prefix_match(&self.prefix)?;
        let parts: Vec<_> = rest.map(|part| part.as_ref().to_owned()).collect();
        Name::parse(&parts.join("/")).ok()
    }

    async fn remove(&self, name: &Name) -> Result<(), StoreError> {
        match self.server.delete(&self.path(name.as_str())).await {
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            done => done.map_err(trouble),
        }
    }

    /// Reads `name` unless it is still as `mark` tells, in one request.
    pub(crate) async fn look(&self, name: &Name, mark: &Mark) -> Result<Found, StoreError> {
        let mut options = GetOptions::default();
        if let Mark::Tag(tag) = mark {
            options.if_none_match = Some(tag.clone());
        }
        let look = async {
            let new = match self.server.get_opts(&self.path(name.as_str()), options).await {
                Err(object_store::Error::NotModified { .. }) => return Ok(Found::Same),
                Err(object_store::Error::NotFound { .. }) => Mark::Absent,
                Err(error) => return Err(trouble(error)),
                Ok(result) => match result.meta.e_tag.clone() {
                    Some(tag) => Mark::Tag(tag),
                    None => Mark::Bytes(read_body(name, result).await?),
                },
            };
            Ok(if new == *mark { Found::Same } else { Found::Other { mark: new } })
        };
        self.limited(look).await
    }

    fn absent(&self, error: object_store::Error) -> StoreError {
        match error {
            object_store::Error::NotFound { .. } => self.gone(),
            error => trouble(error),
        }
    }

    fn gone(&self) -> StoreError {
        StoreError::Gone(format!("{} does not exist", self.place).into())
    }
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Objects").field(&self.place).finish()
    }
}

#[async_trait]
impl Store for Objects {
    async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        check_write(name, &bytes)?;
        self.limited(self.write(name, bytes)).await
    }

    async fn get(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        self.limited(self.read(name)).await
    }

    async fn list(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        self.limited(self.names(dir, after)).await
    }

    async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        self.limited(self.remove(name)).await
    }

    async fn watch(&self) -> Result<Box<dyn Watch>, StoreError> {
        Ok(Box::new(watch::HintWatch::begin(self.clone()).await?))
    }
}

/// Reads an object whose size is known to be allowed; a server that sends more is cut off.
async fn read_body(name: &Name, result: GetResult) -> Result<Bytes, StoreError> {
    check_read(name, result.meta.size)?;
    let mut bytes = BytesMut::new();
    let mut stream = result.into_stream();
    while let Some(part) = stream.try_next().await.map_err(trouble)? {
        bytes.extend_from_slice(&part);
        check_read(name, bytes.len() as u64)?;
    }
    check_read(name, bytes.len() as u64)?;
    Ok(bytes.freeze())
}

fn check_count(names: usize) -> Result<(), StoreError> {
    if names > MOST_NAMES {
        return Err(StoreError::TooLarge(format!("more than {MOST_NAMES} objects").into()));
    }
    Ok(())
}

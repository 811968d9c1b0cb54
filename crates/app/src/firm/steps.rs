//! The steps between a replica of the firm and a store: listing, fetching, keeping, sending,
//! healing. They know a [`Store`] and a [`Disk`], and neither a clock nor randomness.
//!
//! The order is what makes a crash between any two of them harmless: what was fetched is kept
//! before it is built upon, and what was written is kept before it is sent. Each step may be
//! dropped at any moment and taken again.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{DeviceId, Firm, Name, Object, Seq, ShortHash, Time};
use store::{Dir, Store, StoreError};

use super::fetch;

/// What a device keeps between runs. Each call is one transaction: done wholly or not at all.
pub trait Disk {
    /// Why nothing was kept.
    type Error;

    /// Keeps what the replica knows.
    ///
    /// # Errors
    /// The replica is ahead of what is kept then, and has to be brought back from it.
    fn save(&mut self, firm: &mut Firm) -> Result<(), Self::Error>;

    /// What was written and not sent yet, in the order of upload.
    ///
    /// # Errors
    /// When it cannot be read.
    fn to_send(&mut self) -> Result<Vec<Object>, Self::Error>;

    /// Forgets that the first `count` objects of [`Disk::to_send`] have to be sent.
    ///
    /// # Errors
    /// They will be sent again then, which is harmless.
    fn sent(&mut self, count: usize) -> Result<(), Self::Error>;
}

/// Why a step ended early. Taking it again is always right; after [`SyncError::Disk`] with a
/// replica brought back from the disk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyncError<E> {
    /// The store does not work.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The disk does not work.
    #[error("nothing can be kept: {0}")]
    Disk(E),
}

/// Hears how many objects of how many are done.
pub type Told<'a> = &'a dyn Fn(usize, usize);

/// What a store listed.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    names: BTreeSet<Name>,
    /// Only what a device that has nothing yet was to read is in it.
    is_part: bool,
}

/// What came of a look into a store.
#[derive(Debug, Default)]
pub struct Received {
    /// What is there.
    pub listing: Listing,
    /// How many objects were new.
    pub count: usize,
}

/// What a store says in one small request: other bytes than before, once somebody has sent
/// something. Nobody has to be believed who says that nothing is new, so list from time to time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint(Option<Vec<u8>>);

impl Hint {
    /// Reads it.
    ///
    /// # Errors
    /// What the store is suffering from.
    pub async fn read(store: &dyn Store) -> Result<Self, StoreError> {
        get(store, &Name::Hint).await.map(Self)
    }
}

impl Listing {
    /// Lists the store. Foreign names are left out.
    ///
    /// # Errors
    /// What the store is suffering from.
    pub async fn read(store: &dyn Store) -> Result<Self, StoreError> {
        Ok(Self { names: list(store, &Dir::root(), None).await?, is_part: false })
    }

    /// As much as a device needs that has nothing yet: names are most of what a large firm would
    /// have it read.
    pub(super) fn part(names: BTreeSet<Name>) -> Self {
        Self { names, is_part: true }
    }

    /// Whether more may be there.
    pub fn is_part(&self) -> bool {
        self.is_part
    }

    /// The names.
    pub fn names(&self) -> &BTreeSet<Name> {
        &self.names
    }

    /// The last number of each log, for [`Firm::watch`].
    pub fn heads(&self) -> BTreeMap<DeviceId, Seq> {
        let mut heads = BTreeMap::new();
        for name in &self.names {
            if let Name::Entry(device, seq, _) = name {
                let last: &mut Seq = heads.entry(*device).or_default();
                *last = (*last).max(*seq);
            }
        }
        heads
    }
}

/// Lists the store and takes in all that is new and readable, then keeps it: also when the store
/// fails on the way. A device that has nothing yet lists as much as it has to read. An object that cannot be read, or is not whole, is passed over until the next
/// time.
///
/// # Errors
/// [`SyncError`].
pub async fn receive<D: Disk>(
    firm: &mut Firm,
    store: &dyn Store,
    disk: &mut D,
    now: Time,
    told: Told<'_>,
) -> Result<Received, SyncError<D::Error>> {
    let mut received = Received::default();
    let fetched = fetch::fetch(firm, store, &mut received, now, told).await;
    // What it finds is among the alarms.
    if !received.listing.is_part {
        firm.watch(&received.listing.heads(), now);
    }
    disk.save(firm).map_err(SyncError::Disk)?;
    fetched?;
    Ok(received)
}

/// Sends what is kept to be sent, in its order, and then says that something changed. Returns how
/// many objects that were.
///
/// # Errors
/// [`SyncError`]; what was not sent stays.
pub async fn send<D: Disk>(
    store: &dyn Store,
    disk: &mut D,
    hint: [u8; 16],
    told: Told<'_>,
) -> Result<usize, SyncError<D::Error>> {
    let waiting = disk.to_send().map_err(SyncError::Disk)?;
    let (mut count, mut failed) = (0, None);
    for object in &waiting {
        told(count, waiting.len());
        if let Err(error) = put(store, object).await {
            failed = Some(error);
            break;
        }
        count += 1;
    }
    if count > 0 {
        let hint = Object { name: Name::Hint, bytes: hint.to_vec() };
        // Only saves others a look.
        let _ = put(store, &hint).await;
        disk.sent(count).map_err(SyncError::Disk)?;
    }
    failed.map_or(Ok(count), |error| Err(error.into()))
}

/// Puts back what is held here and the store did not list. What waits to be sent is not lost yet.
///
/// # Errors
/// [`SyncError`].
pub async fn heal<D: Disk>(
    firm: &Firm,
    store: &dyn Store,
    disk: &mut D,
    listing: &Listing,
    told: Told<'_>,
) -> Result<Vec<Name>, SyncError<D::Error>> {
    if listing.is_part {
        return Ok(Vec::new());
    }
    let waiting = disk.to_send().map_err(SyncError::Disk)?;
    let waiting: BTreeSet<&Name> = waiting.iter().map(|object| &object.name).collect();
    let mut lost = everything(firm);
    lost.retain(|one| !listing.names.contains(&one.name) && !waiting.contains(&one.name));
    for (done, object) in lost.iter().enumerate() {
        told(done, lost.len());
        put(store, object).await?;
    }
    Ok(lost.into_iter().map(|object| object.name).collect())
}

/// Reads again what is held here, and puts back what the store has only in part or altered. A
/// listing does not show that; it costs as much as the whole store.
///
/// # Errors
/// What the store is suffering from.
pub async fn reread(
    firm: &Firm,
    store: &dyn Store,
    told: Told<'_>,
) -> Result<Vec<Name>, StoreError> {
    let held = everything(firm);
    let mut mended = Vec::new();
    for (done, object) in held.iter().enumerate() {
        told(done, held.len());
        if get(store, &object.name).await?.as_deref() != Some(&object.bytes[..]) {
            put(store, object).await?;
            mended.push(object.name.clone());
        }
    }
    Ok(mended)
}

/// All that a replica can give back to a store: what it holds, and the copy of the first entry.
pub(crate) fn everything(firm: &Firm) -> Vec<Object> {
    let mut all: Vec<Object> = firm.objects().collect();
    let short = ShortHash::of(firm.pin().genesis);
    let is_first =
        |object: &&Object| matches!(&object.name, Name::Entry(_, Seq(1), hash) if *hash == short);
    let first = all.iter().find(is_first).map(|first| first.bytes.clone());
    all.extend(first.map(|bytes| Object { name: Name::Team, bytes }));
    all
}

/// Reads an object; `None` where there is none, or it cannot be had now and others can.
pub(crate) async fn get(store: &dyn Store, name: &Name) -> Result<Option<Vec<u8>>, StoreError> {
    match store.get(&in_store(name)?).await {
        Ok(bytes) => Ok(bytes.map(|bytes| bytes.to_vec())),
        Err(error) if error.concerns_one_object() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts an object there.
pub(crate) async fn put(store: &dyn Store, object: &Object) -> Result<(), StoreError> {
    store.put(&in_store(&object.name)?, object.bytes.clone().into()).await
}

/// Deletes an object there.
pub(crate) async fn delete(store: &dyn Store, name: &Name) -> Result<(), StoreError> {
    store.delete(&in_store(name)?).await
}

/// Lists a folder of the store. Foreign names are left out.
pub(super) async fn list(
    store: &dyn Store,
    dir: &Dir,
    after: Option<&Name>,
) -> Result<BTreeSet<Name>, StoreError> {
    let after = after.map(in_store).transpose()?;
    let names = store.list(dir, after.as_ref()).await?;
    Ok(names.iter().filter_map(|name| Name::parse(name.as_str())).collect())
}

/// A folder, as the store has it.
pub(super) fn dir_in_store(dir: &ledger::Dir) -> Result<Dir, StoreError> {
    Dir::parse(&dir.to_string()).map_err(|error| StoreError::Bug(error.to_string().into()))
}

fn in_store(name: &Name) -> Result<store::Name, StoreError> {
    let name = store::Name::parse(&name.to_string());
    name.map_err(|error| StoreError::Bug(error.to_string().into()))
}

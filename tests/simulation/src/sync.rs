//! The steps between a replica and a store: listing, fetching, keeping, sending, healing. They
//! know a [`Store`] and a [`Disk`] and nothing of this simulation.
//!
//! The order is what makes a crash between any two of them harmless: what was fetched is kept
//! before it is built upon, and what was written is kept before it is sent.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{DeviceId, Firm, Name, Object, Outcome, Seq, Time};
use store::{Dir, Store, StoreError};

/// What a device keeps between runs. Each call is one transaction: done wholly or not at all.
pub trait Disk {
    /// Keeps what the replica knows, and `to_send` for the store, in the order of upload.
    ///
    /// # Errors
    /// [`DiskError`]: the replica is ahead of what is kept, and has to be brought back from it.
    fn save(&mut self, firm: &mut Firm, to_send: &[Object]) -> Result<(), DiskError>;

    /// What has not been sent yet, in the order of upload.
    fn to_send(&self) -> Vec<Object>;

    /// Forgets that the first of [`Disk::to_send`] has to be sent.
    ///
    /// # Errors
    /// [`DiskError`]; it will be sent again, which is harmless.
    fn sent(&mut self) -> Result<(), DiskError>;
}

/// Nothing could be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this computer's disk does not take anything")]
pub struct DiskError;

/// Why a step ended early. Taking it again is always right; after [`SyncError::Disk`] with a
/// replica brought back from the disk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyncError {
    /// The store does not work.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The disk does not work.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

/// What a store listed.
#[derive(Clone, Debug, Default)]
pub struct Listing(BTreeSet<Name>);

impl Listing {
    /// Lists the store. Foreign names are left out.
    ///
    /// # Errors
    /// What the store is suffering from.
    pub async fn read(store: &dyn Store) -> Result<Self, StoreError> {
        let names = store.list(&Dir::root(), None).await?;
        Ok(Self(names.iter().filter_map(|name| Name::parse(name.as_str())).collect()))
    }

    /// The last number of each log, for [`Firm::watch`].
    pub fn heads(&self) -> BTreeMap<DeviceId, Seq> {
        let mut heads = BTreeMap::new();
        for name in &self.0 {
            if let Name::Entry(device, seq, _) = name {
                let last: &mut Seq = heads.entry(*device).or_default();
                *last = (*last).max(*seq);
            }
        }
        heads
    }
}

/// Lists the store and takes in all that is new and readable, then keeps it. An object that
/// cannot be read, or is not whole, is passed over until the next time.
///
/// # Errors
/// [`SyncError`].
pub async fn receive(
    firm: &mut Firm,
    store: &dyn Store,
    disk: &mut dyn Disk,
    now: Time,
) -> Result<Listing, SyncError> {
    let listing = Listing::read(store).await?;
    let mut tried = BTreeSet::new();
    loop {
        let mut due = firm.wanted();
        let entries = listing.0.iter().filter(|name| matches!(name, Name::Entry(..)));
        due.extend(entries.filter(|name| !firm.holds(name)).cloned());
        due.retain(|name| !tried.contains(name));
        if due.is_empty() {
            break;
        }
        for name in due {
            take_in(firm, store, &name, now).await?;
            tried.insert(name);
        }
    }
    for name in listing.0.iter().filter(|name| matches!(name, Name::Ack(_))) {
        take_in(firm, store, name, now).await?;
    }
    // What it finds is among the alarms.
    firm.watch(&listing.heads(), now);
    disk.save(firm, &[])?;
    Ok(listing)
}

/// Sends what is kept to be sent, in its order.
///
/// # Errors
/// [`SyncError`]; what was not sent stays.
pub async fn send(store: &dyn Store, disk: &mut dyn Disk) -> Result<(), SyncError> {
    for object in disk.to_send() {
        put(store, &object).await?;
        disk.sent()?;
    }
    Ok(())
}

/// Puts back what is held here and the store did not list.
///
/// # Errors
/// What the store is suffering from.
pub async fn heal(
    firm: &Firm,
    store: &dyn Store,
    listing: &Listing,
) -> Result<Vec<Name>, StoreError> {
    let mut healed = Vec::new();
    for object in everything(firm) {
        if !listing.0.contains(&object.name) {
            put(store, &object).await?;
            healed.push(object.name);
        }
    }
    Ok(healed)
}

/// Reads again what is held here, and puts back what the store has only in part or altered. A
/// listing does not show that; do it slowly, now and then.
///
/// # Errors
/// What the store is suffering from.
pub async fn reread(firm: &Firm, store: &dyn Store) -> Result<Vec<Name>, StoreError> {
    let mut mended = Vec::new();
    for object in everything(firm) {
        if get(store, &object.name).await?.as_deref() != Some(&object.bytes[..]) {
            put(store, &object).await?;
            mended.push(object.name);
        }
    }
    Ok(mended)
}

/// All that a replica can give back to a store: what it holds, and the copy of the first entry.
fn everything(firm: &Firm) -> Vec<Object> {
    let mut all: Vec<Object> = firm.objects().collect();
    let short = ledger::ShortHash::of(firm.pin().genesis);
    let is_first =
        |object: &&Object| matches!(&object.name, Name::Entry(_, Seq(1), hash) if *hash == short);
    let first = all.iter().find(is_first).map(|first| first.bytes.clone());
    all.extend(first.map(|bytes| Object { name: Name::Team, bytes }));
    all
}

async fn take_in(
    firm: &mut Firm,
    store: &dyn Store,
    name: &Name,
    now: Time,
) -> Result<Option<Outcome>, StoreError> {
    let Some(bytes) = get(store, name).await? else { return Ok(None) };
    // A broken rule is among the alarms, and the object is dealt with.
    Ok(firm.intake(&name.to_string(), &bytes, now).ok())
}

async fn get(store: &dyn Store, name: &Name) -> Result<Option<Vec<u8>>, StoreError> {
    match store.get(&in_store(name)?).await {
        Ok(bytes) => Ok(bytes.map(|bytes| bytes.to_vec())),
        Err(error) if error.concerns_one_object() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn put(store: &dyn Store, object: &Object) -> Result<(), StoreError> {
    store.put(&in_store(&object.name)?, object.bytes.clone().into()).await
}

fn in_store(name: &Name) -> Result<store::Name, StoreError> {
    let name = store::Name::parse(&name.to_string());
    name.map_err(|error| StoreError::Bug(error.to_string().into()))
}

//! The steps between a replica of the firm and a store: listing, fetching, keeping, sending,
//! healing. They know a [`Store`] and a [`Disk`], and neither a clock nor randomness.
//!
//! The order is what makes a crash between any two of them harmless: what was fetched is kept
//! before it is built upon, and what was written is kept before it is sent. Each step may be
//! dropped at any moment and taken again.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{DeviceId, Firm, Name, Object, Outcome, Role, Seq, ShortHash, Time};
use store::{Dir, Store, StoreError};

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

/// How many acks of others than administrators one look reads at most. In a firm of thousands they
/// are most of what is in the store, and each is written anew every day.
const MOST_ACKS: usize = 500;

/// Hears how many objects of how many are done.
pub type Told<'a> = &'a dyn Fn(usize, usize);

/// What a store listed.
#[derive(Clone, Debug, Default)]
pub struct Listing(BTreeSet<Name>);

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
        let names = store.list(&Dir::root(), None).await?;
        Ok(Self(names.iter().filter_map(|name| Name::parse(name.as_str())).collect()))
    }

    /// The names.
    pub fn names(&self) -> &BTreeSet<Name> {
        &self.0
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

/// Lists the store and takes in all that is new and readable, then keeps it: also when the store
/// fails on the way. An object that cannot be read, or is not whole, is passed over until the next
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
    let listing = Listing::read(store).await?;
    let mut received = Received { listing, count: 0 };
    let fetched = fetch(firm, store, &mut received, now, told).await;
    // What it finds is among the alarms.
    firm.watch(&received.listing.heads(), now);
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
    let waiting = disk.to_send().map_err(SyncError::Disk)?;
    let waiting: BTreeSet<&Name> = waiting.iter().map(|object| &object.name).collect();
    let mut lost = everything(firm);
    lost.retain(|one| !listing.0.contains(&one.name) && !waiting.contains(&one.name));
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

/// Fetches what is new, and what that names, until nothing more comes.
async fn fetch(
    firm: &mut Firm,
    store: &dyn Store,
    received: &mut Received,
    now: Time,
    told: Told<'_>,
) -> Result<(), StoreError> {
    let mut tried = BTreeSet::new();
    loop {
        let entries =
            received.listing.0.iter().filter(|name| matches!(name, Name::Team | Name::Entry(..)));
        let mut due: BTreeSet<Name> = entries.filter(|name| !firm.holds(name)).cloned().collect();
        // Who was removed has no business with keys.
        if !firm.is_removed() {
            due.extend(firm.wanted());
        }
        due.retain(|name| !tried.contains(name));
        if due.is_empty() {
            break;
        }
        for (done, name) in due.iter().enumerate() {
            told(done, due.len());
            received.count += usize::from(take_in(firm, store, name, now).await?);
        }
        tried.extend(due);
    }
    if firm.is_removed() {
        return Ok(());
    }
    // They do not count: two devices would answer each other's for ever. The own one tells a device
    // that was put back to an earlier state how far it had counted.
    for name in acks_to_read(firm, &received.listing, now) {
        take_in(firm, store, &name, now).await?;
    }
    Ok(())
}

/// The acks that this look reads: the own one, those of administrators, by which everybody knows
/// the news, and the others' in turn.
fn acks_to_read(firm: &mut Firm, listing: &Listing, now: Time) -> Vec<Name> {
    let listed = listing.0.iter().filter_map(|name| match name {
        Name::Ack(device) => Some(*device),
        _ => None,
    });
    let me = firm.device();
    let state = firm.state();
    let is_first =
        |device: &DeviceId| *device == me || state.role(*device) == Some(Role::Administrator);
    let (mut due, others): (Vec<DeviceId>, Vec<DeviceId>) = listed.partition(is_first);
    due.extend(in_turn(&others, now));
    due.into_iter().map(Name::Ack).collect()
}

/// All of `acks` where they are few, and of many a part: another one each time, as the clock has it.
fn in_turn(acks: &[DeviceId], now: Time) -> impl Iterator<Item = DeviceId> {
    let parts = acks.len().div_ceil(MOST_ACKS).max(1);
    // Drawn from the time: looks at whatever distance come to all of them, sooner or later.
    let [a, b, c, d, ..] = seal::sha256(&now.0.to_be_bytes());
    let part = (u64::from(u32::from_be_bytes([a, b, c, d])) * parts as u64) >> 32;
    acks.iter().skip(usize::try_from(part).unwrap_or_default()).step_by(parts).copied()
}

/// Takes in one object; says whether it was there and of use.
async fn take_in(
    firm: &mut Firm,
    store: &dyn Store,
    name: &Name,
    now: Time,
) -> Result<bool, StoreError> {
    let Some(bytes) = get(store, name).await? else { return Ok(false) };
    // What is wrong with it is among the alarms.
    Ok(firm.intake(&name.to_string(), &bytes, now) == Ok(Outcome::Accepted))
}

fn in_store(name: &Name) -> Result<store::Name, StoreError> {
    let name = store::Name::parse(&name.to_string());
    name.map_err(|error| StoreError::Bug(error.to_string().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acks(count: u16) -> Vec<DeviceId> {
        let id = |number: u16| {
            let [high, low] = number.to_be_bytes();
            DeviceId([high, low, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        };
        (0..count).map(id).collect()
    }

    #[test]
    fn few_acks_are_all_read_and_of_many_a_part() {
        for (count, read) in [(0, 0), (1, 1), (500, 500), (502, 251), (9_980, 499)] {
            assert_eq!(in_turn(&acks(count), Time(0)).count(), read, "{count}");
        }
    }

    #[test]
    fn looks_at_any_regular_distance_come_to_every_ack() {
        let acks = acks(9_980);
        for every in [1, 60, 61, 300, 3600] {
            let looks = (0..200).map(|look| Time(1_790_000_000 + look * every));
            let read: BTreeSet<DeviceId> = looks.flat_map(|now| in_turn(&acks, now)).collect();
            assert_eq!(read.len(), acks.len(), "every {every} s");
        }
    }
}

//! Fetching what is new in a store, several objects at a time.

use std::collections::BTreeSet;

use futures_util::stream::{self, StreamExt};
use ledger::{DeviceId, Dir, Firm, Name, Outcome, Role, Time};
use store::{Store, StoreError};

use super::steps::{self, Listing, Received, Told};

/// How many acks of others than administrators one look reads at most. In a firm of thousands they
/// are most of what is in the store, and each is written anew every day.
const MOST_ACKS: usize = 500;

/// How many objects are asked for at a time: each takes a server its time to find.
const AT_ONCE: usize = 16;

/// Lists the store and fetches what is new, and what that names, until nothing more comes.
pub(super) async fn fetch(
    firm: &mut Firm,
    store: &dyn Store,
    received: &mut Received,
    now: Time,
    told: Told<'_>,
) -> Result<(), StoreError> {
    if firm.entry_count() == 0 {
        begin(firm, store, received, now, told).await?;
    }
    if !received.listing.is_part() {
        received.listing = Listing::read(store).await?;
        let packs = firm.useful_packs(received.listing.names().iter());
        received.count += take_in(firm, store, packs, now, told).await?;
    }
    fetch_listed(firm, store, received, now, told).await?;
    if firm.is_removed() {
        return Ok(());
    }
    // They do not count: two devices would answer each other's for ever. The own one tells a device
    // that was put back to an earlier state how far it had counted.
    let acks = acks_to_read(firm, &received.listing, now);
    take_in(firm, store, acks, now, &|_, _| {}).await.map(drop)
}

/// Reads the packs, and lists what each log has after them: for a device that has nothing yet the
/// names of all that is there would be as much again. Leaves the listing empty where that led
/// nowhere.
async fn begin(
    firm: &mut Firm,
    store: &dyn Store,
    received: &mut Received,
    now: Time,
    told: Told<'_>,
) -> Result<(), StoreError> {
    let listed = steps::list(store, &steps::dir_in_store(&Dir::Packs)?, None).await?;
    let packs = firm.useful_packs(listed.iter());
    received.count += take_in(firm, store, packs, now, told).await?;
    let (mut names, mut known) = (listed, BTreeSet::new());
    loop {
        let writers: BTreeSet<DeviceId> = firm.writers().difference(&known).copied().collect();
        for device in &writers {
            let dir = steps::dir_in_store(&Dir::Log(*device))?;
            let after = firm.last_name(*device);
            names.extend(steps::list(store, &dir, after.as_ref()).await?);
        }
        if writers.is_empty() {
            break;
        }
        known.extend(writers);
        received.listing = Listing::part(names.clone());
        fetch_listed(firm, store, received, now, told).await?;
    }
    Ok(())
}

/// Fetches the entries of the listing that are not here, and what they name.
async fn fetch_listed(
    firm: &mut Firm,
    store: &dyn Store,
    received: &mut Received,
    now: Time,
    told: Told<'_>,
) -> Result<(), StoreError> {
    let mut tried = BTreeSet::new();
    loop {
        let names = received.listing.names().iter();
        let entries = names.filter(|name| matches!(name, Name::Team | Name::Entry(..)));
        let came = firm.waiting();
        let is_due = |name: &&Name| !firm.holds(name) && !came.contains(name);
        let mut due: BTreeSet<Name> = entries.filter(is_due).cloned().collect();
        due.retain(|name| !tried.contains(name));
        // Entries first: until they are all here, more blobs than will be of use seem to be.
        if due.is_empty() {
            due = firm.wanted();
            due.retain(|name| !tried.contains(name));
        }
        if due.is_empty() {
            return Ok(());
        }
        received.count += take_in(firm, store, due.iter().cloned(), now, told).await?;
        tried.extend(due);
    }
}

/// The acks that this look reads: the own one, those of administrators, by which everybody knows
/// the news, and the others' in turn, once they are listed.
fn acks_to_read(firm: &mut Firm, listing: &Listing, now: Time) -> Vec<Name> {
    let listed = listing.names().iter().filter_map(|name| match name {
        Name::Ack(device) => Some(*device),
        _ => None,
    });
    let me = firm.device();
    let state = firm.state();
    let is_first =
        |device: &DeviceId| *device == me || state.role(*device) == Some(Role::Administrator);
    let mut due: Vec<DeviceId> = Vec::new();
    if listing.is_part() {
        due.extend(state.live_devices().map(|(id, _)| id).filter(is_first));
    } else {
        let (first, others): (Vec<DeviceId>, Vec<DeviceId>) = listed.partition(is_first);
        due.extend(first);
        due.extend(in_turn(&others, now));
    }
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

/// Takes in objects; returns how many were there and of use.
async fn take_in(
    firm: &mut Firm,
    store: &dyn Store,
    names: impl IntoIterator<Item = Name>,
    now: Time,
    told: Told<'_>,
) -> Result<usize, StoreError> {
    let names: Vec<Name> = names.into_iter().collect();
    let total = names.len();
    let read = |name: Name| async move {
        let bytes = steps::get(store, &name).await;
        (name, bytes)
    };
    let mut coming = stream::iter(names).map(read).buffered(AT_ONCE).enumerate();
    let mut count = 0;
    while let Some((done, (name, bytes))) = coming.next().await {
        told(done, total);
        let Some(bytes) = bytes? else { continue };
        // What is wrong with it is among the alarms.
        let taken = firm.intake(&name.to_string(), &bytes, now);
        count += usize::from(taken == Ok(Outcome::Accepted));
    }
    Ok(count)
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

//! Who can open what: followed from key to key, not from what menus say.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::EntryId;
use crate::firm::Firm;
use crate::fold::Folded;
use crate::ids::{DeviceId, GroupId, Hash, Rank};
use crate::keys::{KeyId, ShardBlob};
use crate::op::Standing;
use crate::reach::{Ends, Reach};
use crate::roll::Roll;
use crate::state::{Device, Epoch, State};

/// For each key, the keys that it opens: archives, and the chains of former keys.
pub(crate) type Opens = BTreeMap<KeyId, Vec<KeyId>>;

impl Firm {
    /// For each key the keys that it opens. What is said of archives by what does not count is
    /// believed: others may have sealed under it before they knew.
    pub(crate) fn opens(&self, folded: &Folded) -> Opens {
        let mut opens = opens(&folded.state);
        for (_, op) in &folded.aside.epochs {
            if let Some(archive) = &op.archive {
                let under = (GroupId::ADMINISTRATORS, archive.epoch);
                opens.entry(under).or_default().push((op.group, op.epoch));
            }
        }
        opens
    }

    /// The devices that a blob wraps this key to, if it is here and says that it does.
    pub(crate) fn wrapped_in(&self, id: KeyId, blob: Hash) -> Vec<DeviceId> {
        let read = self.blobs.get(&blob).and_then(|bytes| ShardBlob::read(self.pin.firm, bytes));
        let fits = read.filter(|blob| (blob.group, blob.epoch) == id);
        fits.map(|blob| blob.devices().collect()).unwrap_or_default()
    }

    /// The keys that somebody holds, or may hold, who is out of the firm or out of the group.
    pub(crate) fn exposed_epochs(&self) -> BTreeSet<KeyId> {
        let Some(folded) = self.view_folded() else { return BTreeSet::new() };
        let state = &folded.state;
        let is_in = |device: &DeviceId| {
            state.is_live(*device) || state.kit.as_ref().is_some_and(|kit| kit.device == *device)
        };
        let wrapped = self.wrapped_to.values().flatten().filter(|device| !is_in(device));
        let stopped = state.devices.keys().filter(|device| !is_in(device));
        let out: BTreeSet<DeviceId> = wrapped.chain(stopped).copied().collect();
        let (reach, roll) = (Reach::of(self, folded), Roll::of(state));
        let mut exposed = reach.opened_by(&out);
        let ends = &reach.ends;
        for (group, epoch) in &state.current {
            let Some((_, current)) = state.current_epoch(*group) else { continue };
            let entitled = roll.recipients(*group);
            let holders = self.wrapped_devices(current);
            let left = ends.people_who_left(*group);
            let may_hold = !left.is_empty()
                && state.devices.values().any(|device| {
                    left.contains(&device.person)
                        && self.may_hold(state, ends, (*group, current), device)
                });
            if may_hold || holders.iter().any(|device| !entitled.contains_key(device)) {
                exposed.insert((*group, *epoch));
            }
        }
        exposed
    }

    /// The devices that a key is wrapped to, as far as the blobs are here.
    pub(crate) fn wrapped_devices(&self, epoch: &Epoch) -> BTreeSet<DeviceId> {
        let shards = epoch.shards.iter().chain(&epoch.more);
        let blobs = shards.filter_map(|shard| self.wrapped_to.get(&shard.blob));
        blobs.flatten().copied().collect()
    }

    /// The stops that count: of each log the last, which has the others in its past.
    pub(crate) fn stops(&self) -> BTreeSet<EntryId> {
        let Some(state) = self.view_state() else { return BTreeSet::new() };
        let stopped = state.devices.values().filter_map(|device| device.stopped.as_ref());
        let (mut all, mut last) = (BTreeSet::new(), BTreeMap::<DeviceId, EntryId>::new());
        for id in stopped.filter_map(|stopped| self.book.find(stopped.by.hash)) {
            let header = &self.book.entry(id).header;
            if self.book.fork(header.device).is_some() {
                all.insert(id);
                continue;
            }
            let known = last.entry(header.device).or_insert(id);
            if self.book.entry(*known).header.seq < header.seq {
                *known = id;
            }
        }
        all.extend(last.into_values());
        all
    }

    /// Whether the maker of a key knew of all `stops`. Of one who knew a stop nobody gets the key
    /// that was stopped: who could give it has read the stop too. Any other key may have been given
    /// to a leaver by somebody who did not know yet, in an entry that is not here.
    pub(crate) fn is_up_to_date(&self, epoch: &Epoch, stops: &BTreeSet<EntryId>) -> bool {
        let maker = self.book.find(epoch.by.hash);
        maker.is_some_and(|maker| stops.iter().all(|stop| self.book.knows(maker, *stop)))
    }

    /// Whether the device had a right to the key, and its maker did not know of the end of it. It
    /// may have been given the key in an entry or a blob that is not here.
    pub(crate) fn may_hold(
        &self,
        state: &State,
        ends: &Ends<'_>,
        (group, epoch): (GroupId, &Epoch),
        device: &Device,
    ) -> bool {
        let is_auditor = state
            .people
            .get(&device.person)
            .is_some_and(|person| person.standing == Standing::Auditor);
        let entitled = match group {
            GroupId::EVERYONE => true,
            GroupId::ADMINISTRATORS => device.rank.is_some_and(Rank::is_administrator),
            GroupId::AUDITORS => is_auditor,
            team => !is_auditor && ends.was_ever_in(team, device.person),
        };
        if !entitled {
            return false;
        }
        let Some(maker) = self.book.find(epoch.by.hash) else { return true };
        let stop = device.stopped.as_ref().map(|stopped| stopped.by);
        let mut ends = stop.into_iter().chain(ends.left(group, device.person));
        let knew_it =
            ends.any(|end| self.book.find(end.hash).is_some_and(|end| self.book.knows(maker, end)));
        !knew_it
    }
}

/// Every key of the firm's groups.
pub(crate) fn all_epochs(state: &State) -> impl Iterator<Item = (KeyId, &Epoch)> {
    let groups = state.epochs.iter();
    groups.flat_map(|(group, epochs)| epochs.iter().map(|(id, epoch)| ((*group, *id), epoch)))
}

fn opens(state: &State) -> Opens {
    let mut opens = Opens::new();
    for (id, epoch) in all_epochs(state) {
        if let Some(archive) = &epoch.archive {
            opens.entry((GroupId::ADMINISTRATORS, archive.epoch)).or_default().push(id);
        }
        let links = epoch.chain.iter().map(|link| (id.0, link.epoch));
        opens.entry(id).or_default().extend(links);
    }
    opens
}

//! Who can open what: followed from key to key, not from what menus say.

use std::collections::{BTreeMap, BTreeSet};

use crate::firm::Firm;
use crate::ids::{DeviceId, GroupId};
use crate::keys::KeyId;
use crate::op;
use crate::state::{Epoch, State};

/// For each key, the keys that it opens: archives, and the chains of former keys.
type Opens = BTreeMap<KeyId, Vec<KeyId>>;

impl Firm {
    /// The group keys that any of `devices` can open, directly or through the administrators'.
    pub(crate) fn opened_by(&self, devices: &BTreeSet<DeviceId>) -> BTreeSet<KeyId> {
        let Some(state) = self.view_state() else { return BTreeSet::new() };
        let mut found: BTreeSet<KeyId> = all_epochs(state)
            .filter(|(id, epoch)| self.is_wrapped_to(state, *id, epoch, devices))
            .map(|(id, _)| id)
            .collect();
        found.extend(self.void_keys_of(devices));
        let mut opens = opens(state);
        for (_, op) in self.void_epochs() {
            if let Some(archive) = &op.archive {
                let under = (GroupId::ADMINISTRATORS, archive.epoch);
                opens.entry(under).or_default().push((op.group, op.epoch));
            }
        }
        let mut next: Vec<KeyId> = found.iter().copied().collect();
        while let Some(open) = next.pop() {
            for id in opens.get(&open).into_iter().flatten() {
                if found.insert(*id) {
                    next.push(*id);
                }
            }
        }
        found
    }

    /// The keys of void entries that any of `devices` made or was given. Others may have sealed under them
    /// before they learned that the entry does not count. What such an entry says of other keys is
    /// not believed: whoever was stopped could name any.
    fn void_keys_of(&self, devices: &BTreeSet<DeviceId>) -> Vec<KeyId> {
        let mut given = Vec::new();
        for (maker, op) in self.void_epochs() {
            let blobs = op.shards.iter().filter_map(|shard| self.wrapped_to.get(&shard.blob));
            let wrapped = blobs.into_iter().any(|wrapped| !wrapped.is_disjoint(devices));
            if wrapped || devices.contains(&maker) {
                given.push((op.group, op.epoch));
            }
        }
        given
    }

    /// The keys of entries that do not count, with their makers.
    pub(crate) fn void_epochs(&self) -> impl Iterator<Item = (DeviceId, &op::Epoch)> {
        let void = self.book.ids().filter(|id| !self.is_effective_now(*id));
        void.flat_map(|id| {
            let entry = self.book.entry(id);
            entry.ops.iter().filter_map(|op| match op {
                op::Op::Epoch(epoch) => Some((entry.header.device, epoch)),
                _ => None,
            })
        })
    }

    /// The keys that somebody holds who is out of the firm or out of the group.
    pub(crate) fn exposed_epochs(&self) -> BTreeSet<KeyId> {
        let Some(state) = self.view_state() else { return BTreeSet::new() };
        let is_in = |device: &DeviceId| {
            state.is_live(*device) || state.kit.as_ref().is_some_and(|kit| kit.device == *device)
        };
        let wrapped = self.wrapped_to.values().flatten().filter(|device| !is_in(device));
        let stopped = state.devices.keys().filter(|device| !is_in(device));
        let out: BTreeSet<DeviceId> = wrapped.chain(stopped).copied().collect();
        let mut exposed = self.opened_by(&out);
        for (group, epoch) in &state.current {
            let Some((_, current)) = state.current_epoch(*group) else { continue };
            let entitled = state.recipients(*group);
            let holders = self.wrapped_devices(current);
            if holders.iter().any(|device| !entitled.contains_key(device)) {
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

    fn is_wrapped_to(
        &self,
        state: &State,
        (group, _): KeyId,
        epoch: &Epoch,
        devices: &BTreeSet<DeviceId>,
    ) -> bool {
        let mut all_here = true;
        for shard in epoch.shards.iter().chain(&epoch.more) {
            match self.wrapped_to.get(&shard.blob) {
                Some(wrapped) if !wrapped.is_disjoint(devices) => return true,
                Some(_) => {}
                None => all_here = false,
            }
        }
        !all_here && devices.iter().any(|device| self.may_hold(state, group, epoch, *device))
    }

    /// Without the blob: whether the device had a right to the key that its maker knew no end of.
    fn may_hold(&self, state: &State, group: GroupId, epoch: &Epoch, device: DeviceId) -> bool {
        let Some(known) = state.devices.get(&device) else { return true };
        let entitled = match group {
            GroupId::EVERYONE => true,
            GroupId::ADMINISTRATORS => known.rank.is_some(),
            GroupId::AUDITORS => true,
            team => state.teams.get(&team).is_some_and(|team| team.ever.contains(&known.person)),
        };
        let maker = self.book.find(epoch.by.hash);
        let end = known.stopped.as_ref().and_then(|stopped| self.book.find(stopped.by.hash));
        let knew_the_end = match (maker, end) {
            (Some(maker), Some(end)) => self.book.knows(maker, end),
            _ => false,
        };
        entitled && !knew_the_end
    }
}

fn all_epochs(state: &State) -> impl Iterator<Item = (KeyId, &Epoch)> {
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

//! Keys that nobody can open any more: the device that made one lost its disk, and the store lost the
//! wraps before anybody had fetched them.

use std::collections::{BTreeMap, BTreeSet};

use crate::firm::Firm;
use crate::ids::{EpochId, GroupId, Rank, Time};
use crate::keys::{KeyId, shard_for};
use crate::state::Epoch;

/// How long an administrator waits for the wrap of a key before making another key. A store that
/// withholds wraps makes a firm change its keys as often as that.
pub(crate) const GIVEN_UP_AFTER_SECONDS: u64 = 24 * 3600;

/// The keys that do not come.
#[derive(Debug, Default)]
pub(crate) struct Missing {
    /// Since when each is missed.
    since: BTreeMap<KeyId, Time>,
    /// Those that were waited for long enough.
    given_up: BTreeSet<KeyId>,
}

impl Firm {
    /// Notes which keys are missed.
    pub(crate) fn note_missing(&mut self, now: Time) {
        self.settle();
        let missed = self.missed_keys();
        let Missing { since, given_up } = &mut self.missing;
        since.retain(|id, _| missed.contains(id));
        for id in missed {
            since.entry(id).or_insert(now);
        }
        let long = since.iter().filter(|(_, at)| now.since(**at) >= GIVEN_UP_AFTER_SECONDS);
        *given_up = long.map(|(id, _)| *id).collect();
    }

    /// The keys that this device should be able to open and misses, with since when.
    pub fn missed(&self) -> impl Iterator<Item = (EpochId, Time)> {
        self.missing.since.iter().map(|((_, epoch), at)| (*epoch, *at))
    }

    /// Takes up what [`Firm::missed`] told before the program was started anew. Times that are still to
    /// come are not believed.
    pub fn go_on_missing(&mut self, before: &BTreeMap<EpochId, Time>, now: Time) {
        self.note_missing(now);
        for ((_, epoch), since) in &mut self.missing.since {
            if let Some(at) = before.get(epoch).filter(|at| **at < *since) {
                *since = *at;
            }
        }
    }

    /// When the key of a group was given up, if it was.
    pub(crate) fn given_up_at(&self, group: GroupId) -> Option<Time> {
        let given_up = self.missing.given_up.iter().find(|(of, _)| *of == group)?;
        let since = self.missing.since.get(given_up)?;
        Some(Time(since.0 + GIVEN_UP_AFTER_SECONDS))
    }

    /// Whether a key was waited for in vain.
    pub(crate) fn is_given_up(&self, id: KeyId) -> bool {
        self.missing.given_up.contains(&id) && !self.ring.holds(id)
    }

    /// The keys in use that an administrator should be able to open and cannot, because the
    /// administrators' key that opens them was wrapped in a blob that is not here.
    fn missed_keys(&self) -> BTreeSet<KeyId> {
        let Some(state) = self.view_state() else { return BTreeSet::new() };
        let own = state.devices.get(&self.me).and_then(|device| device.rank);
        if !own.is_some_and(Rank::is_administrator) {
            return BTreeSet::new();
        }
        let admins = state.epochs.get(&GroupId::ADMINISTRATORS);
        let lost = admins.into_iter().flatten().filter(|(id, epoch)| {
            !self.ring.holds((GroupId::ADMINISTRATORS, **id)) && self.lacks_own_blob(epoch)
        });
        let lost: BTreeSet<_> = lost.map(|(id, _)| *id).collect();
        let current = state.current.iter().filter_map(|(group, id)| {
            let (_, epoch) = state.current_epoch(*group)?;
            let opens = epoch.archive.as_ref().map_or(*id, |archive| archive.epoch);
            (lost.contains(&opens) && !self.ring.holds((*group, *id))).then_some((*group, *id))
        });
        current.collect()
    }

    fn lacks_own_blob(&self, epoch: &Epoch) -> bool {
        let added = epoch.more.iter().filter(|shard| shard.first == self.me).copied();
        let mut own = shard_for(&epoch.shards, self.me).into_iter().chain(added);
        own.any(|shard| !self.blobs.contains_key(&shard.blob))
    }
}

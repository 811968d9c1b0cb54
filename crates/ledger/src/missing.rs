//! Keys that nobody can open any more: the device that made one lost its disk, and the store lost the
//! wraps before anybody had fetched them.

use std::collections::{BTreeMap, BTreeSet};

use crate::firm::{Firm, my_shards};
use crate::ids::{GroupId, Rank, Time};
use crate::keys::KeyId;
use crate::state::Epoch;

/// How long an administrator waits for the wrap of a key before making another key.
pub(crate) const GIVEN_UP_AFTER_SECONDS: u64 = 3600;

/// The keys that do not come.
#[derive(Debug, Default)]
pub(crate) struct Missing {
    /// Since when each is missed.
    since: BTreeMap<KeyId, Time>,
    /// Those that were waited for long enough.
    given_up: BTreeSet<KeyId>,
}

impl Firm {
    /// Notes which keys are missed at `now`. A replica that is opened again is told since when first:
    /// [`Firm::missed_since`].
    pub fn note_missing(&mut self, now: Time) {
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

    /// Since when a key is missed that this device should be able to open.
    pub fn missed_since(&self) -> Option<Time> {
        self.missing.since.values().min().copied()
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
        let own = my_shards(&epoch.shards, &epoch.more, self.me);
        own.into_iter().any(|shard| !self.blobs.contains_key(&shard.blob))
    }
}

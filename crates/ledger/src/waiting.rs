//! Entries that came and wait for something: another entry, a device's keys, everyone's key.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::EntryId;
use crate::entry::Unverified;
use crate::ids::{DeviceId, EpochId, Hash, LogPoint, Seq};
use crate::keys::shard_for;
use crate::names::Name;

/// The most entries of devices in the firm that wait at once, and the most of others: a store could
/// invent any number of those, and they are not to crowd out the firm's own.
const MAX_WAITING: usize = 50_000;

/// What an entry waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// The entry with this hash, which is said to be of this log and number.
    Entry(Hash, DeviceId, Seq),
    Device(DeviceId),
    Key(EpochId),
    Update(u32),
}

impl Need {
    pub(crate) fn entry(point: LogPoint) -> Self {
        Self::Entry(point.hash, point.device, point.seq)
    }

    pub(crate) fn point(self) -> Option<LogPoint> {
        match self {
            Self::Entry(hash, device, seq) => Some(LogPoint { device, seq, hash }),
            _ => None,
        }
    }

    /// Whether the entry's signature was checked before it came to wait for this.
    pub(crate) fn is_signed(self) -> bool {
        !matches!(self, Self::Device(_))
    }
}

/// Entries that wait, each for one thing at a time.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    pub(crate) entries: BTreeMap<Hash, (Unverified, Need)>,
    pub(crate) by_need: BTreeMap<Need, BTreeSet<Hash>>,
    unsigned: usize,
    /// What others waited for and has come.
    pub(crate) met: Vec<Need>,
}

impl Waiting {
    pub(crate) fn has_room_for(&self, need: Need) -> bool {
        let signed = self.entries.len() - self.unsigned;
        let those = if need.is_signed() { signed } else { self.unsigned };
        those < MAX_WAITING
    }

    pub(crate) fn put(&mut self, entry: Unverified, need: Need) {
        self.unsigned += usize::from(!need.is_signed());
        self.by_need.entry(need).or_default().insert(entry.hash);
        self.entries.insert(entry.hash, (entry, need));
    }

    pub(crate) fn names(&self) -> BTreeSet<Name> {
        self.entries.values().map(|(entry, _)| entry.name()).collect()
    }

    /// Notes that an entry has come, wherever it is said to stand.
    pub(crate) fn meet_entry(&mut self, hash: Hash) {
        let first = Need::Entry(hash, DeviceId([0; 16]), Seq(0));
        let last = Need::Entry(hash, DeviceId([0xff; 16]), Seq(u64::MAX));
        self.met.extend(self.by_need.range(first..=last).map(|(need, _)| *need));
    }

    pub(crate) fn take(&mut self, need: &Need) -> Vec<Unverified> {
        let hashes = self.by_need.remove(need).unwrap_or_default();
        if !need.is_signed() {
            self.unsigned -= hashes.len();
        }
        let entries = hashes.iter().filter_map(|hash| self.entries.remove(hash));
        entries.map(|(entry, _)| entry).collect()
    }

    /// The entries whose doors may be tried: those that a known device signed, whatever else they
    /// wait for. Before the firm's first entry is open no device is known, and all are tried: what
    /// a wrong door gives opens nothing, least of all that entry, whose hash is known.
    pub(crate) fn openable(&self, first: Option<EntryId>) -> impl Iterator<Item = &Unverified> {
        let openable =
            self.entries.values().filter(move |(_, need)| first.is_none() || need.is_signed());
        openable.map(|(entry, _)| entry)
    }

    /// The blobs that may open an entry for a device, with the epoch.
    pub(crate) fn my_doors(
        &self,
        first: Option<EntryId>,
        me: DeviceId,
    ) -> BTreeSet<(EpochId, Hash)> {
        let doors = self.openable(first).filter_map(|entry| {
            let shard = shard_for(&entry.header.doors, me)?;
            Some((entry.header.epoch, shard.blob))
        });
        doors.collect()
    }
}

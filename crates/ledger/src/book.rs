//! All verified entries of all logs, and what each had in its past.

use std::collections::BTreeMap;

use crate::entry::{Header, Verified};
use crate::ids::{DeviceId, Hash, Lamport, LogPoint, Seq};

/// An entry's place in the book, in the order of arrival: never to be compared across devices.
pub(crate) type EntryId = u32;

/// The verified entries. Entries are only ever added.
#[derive(Debug, Default)]
pub(crate) struct Book {
    nodes: Vec<Node>,
    by_hash: BTreeMap<Hash, EntryId>,
    logs: BTreeMap<DeviceId, Log>,
}

#[derive(Debug)]
struct Node {
    entry: Verified,
    prev: Option<EntryId>,
    past: Past,
}

/// The last entries in the past of one, itself included.
#[derive(Clone, Debug, Default)]
struct Past {
    /// For each log, by its index, the last entry.
    last: Vec<Option<EntryId>>,
    /// Where logs forked, the ends of the other branches that were seen too.
    others: Vec<EntryId>,
}

#[derive(Debug)]
struct Log {
    index: usize,
    /// More than one entry at a number is a fork.
    by_seq: BTreeMap<Seq, Vec<EntryId>>,
    first_fork: Option<Seq>,
}

/// Why an entry has no place in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Not yet: this entry must come first.
    Missing(LogPoint),
    /// Never: its device broke a rule of structure (protocol section 4.2).
    Broken,
}

/// What [`Book::check`] found, for [`Book::add`].
#[derive(Debug)]
pub(crate) struct Place {
    prev: Option<EntryId>,
    past: Past,
}

impl Book {
    pub(crate) fn entry(&self, id: EntryId) -> &Verified {
        &self.nodes[id as usize].entry
    }

    pub(crate) fn prev(&self, id: EntryId) -> Option<EntryId> {
        self.nodes[id as usize].prev
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn find(&self, hash: Hash) -> Option<EntryId> {
        self.by_hash.get(&hash).copied()
    }

    /// The devices that have logs.
    pub(crate) fn devices(&self) -> impl Iterator<Item = DeviceId> {
        self.logs.keys().copied()
    }

    /// All entries at one number of a log: several after a fork.
    pub(crate) fn at(&self, device: DeviceId, seq: Seq) -> &[EntryId] {
        self.logs.get(&device).and_then(|log| log.by_seq.get(&seq)).map_or(&[], Vec::as_slice)
    }

    /// The last entry of a log; of the branches of a fork the longest, then the smaller hash.
    pub(crate) fn head(&self, device: DeviceId) -> Option<EntryId> {
        let (_, last) = self.logs.get(&device)?.by_seq.last_key_value()?;
        last.iter().copied().min_by_key(|id| self.entry(*id).hash)
    }

    /// The heads of all logs, ascending by device.
    pub(crate) fn heads(&self) -> Vec<LogPoint> {
        self.devices().filter_map(|device| Some(self.entry(self.head(device)?).point())).collect()
    }

    /// The first number at which a device signed two entries.
    pub(crate) fn fork(&self, device: DeviceId) -> Option<Seq> {
        self.logs.get(&device)?.first_fork
    }

    /// The last entry of `device`'s log in the past of `id`, which is in its own past.
    pub(crate) fn past(&self, id: EntryId, device: DeviceId) -> Option<EntryId> {
        let index = self.logs.get(&device)?.index;
        self.nodes[id as usize].past.last.get(index).copied().flatten()
    }

    /// Says whether both entries are here, and the earlier is in the past of the later, or is it.
    pub(crate) fn knew(&self, later: Hash, earlier: Hash) -> bool {
        let ids = self.find(later).zip(self.find(earlier));
        ids.is_some_and(|(later, earlier)| self.knows(later, earlier))
    }

    /// Says whether `earlier` is in the past of `later`, or is it.
    pub(crate) fn knows(&self, later: EntryId, earlier: EntryId) -> bool {
        let device = self.entry(earlier).header.device;
        let others = &self.nodes[later as usize].past.others;
        let ends = self.past(later, device).into_iter().chain(others.iter().copied());
        ends.into_iter().any(|end| self.is_ancestor(earlier, end))
    }

    /// Says whether `earlier` stands in the same log on the way to `later`, or is it.
    pub(crate) fn is_ancestor(&self, earlier: EntryId, later: EntryId) -> bool {
        let (from, to) = (&self.entry(earlier).header, &self.entry(later).header);
        if from.device != to.device || from.seq > to.seq {
            return false;
        }
        if self.fork(from.device).is_none_or(|fork| from.seq < fork) {
            return true;
        }
        let mut at = later;
        while self.entry(at).header.seq > from.seq {
            match self.prev(at) {
                Some(prev) => at = prev,
                None => return false,
            }
        }
        at == earlier
    }

    /// Checks the rules of structure that concern other entries.
    pub(crate) fn check(&self, header: &Header) -> Result<Place, Unfit> {
        let prev = self.check_prev(header)?;
        let mut past =
            prev.map_or_else(Past::default, |prev| self.nodes[prev as usize].past.clone());
        let mut lamport = prev.map_or(Lamport(0), |prev| self.entry(prev).header.lamport);
        for point in &header.seen {
            let seen = self.find_point(*point)?;
            let known = prev.and_then(|prev| self.past(prev, point.device));
            if known.is_some_and(|known| self.entry(known).header.seq >= point.seq) {
                return Err(Unfit::Broken);
            }
            lamport = lamport.max(self.entry(seen).header.lamport);
        }
        for point in &header.seen {
            self.merge(&mut past, self.find_point(*point)?);
        }
        if header.lamport != Lamport(lamport.0 + 1) {
            return Err(Unfit::Broken);
        }
        Ok(Place { prev, past })
    }

    /// Adds an entry that [`Book::check`] found fit.
    pub(crate) fn add(&mut self, entry: Verified, place: Place) -> EntryId {
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let (device, seq) = (entry.header.device, entry.header.seq);
        let logs = self.logs.len();
        let log = self.logs.entry(device).or_insert(Log {
            index: logs,
            by_seq: BTreeMap::new(),
            first_fork: None,
        });
        let here = log.by_seq.entry(seq).or_default();
        here.push(id);
        if here.len() > 1 {
            log.first_fork = Some(log.first_fork.map_or(seq, |fork| fork.min(seq)));
        }
        let mut past = place.past;
        if past.last.len() <= log.index {
            past.last.resize(log.index + 1, None);
        }
        // Another branch of the own log may have been seen: a copied device hears of itself.
        let own = past.last[log.index].replace(id);
        past.others.extend(own.filter(|own| Some(*own) != place.prev));
        self.by_hash.insert(entry.hash, id);
        self.nodes.push(Node { entry, prev: place.prev, past });
        id
    }

    /// The vector that a new entry of `device` has to state: heads that moved since its last one.
    pub(crate) fn seen_for(&self, device: DeviceId) -> Vec<LogPoint> {
        let own = self.head(device);
        let others = self.devices().filter(|other| *other != device);
        let heads = others.filter_map(|other| {
            let head = self.head(other)?;
            let known = own.and_then(|own| self.past(own, other));
            let moved = known
                .is_none_or(|known| self.entry(known).header.seq < self.entry(head).header.seq);
            moved.then(|| self.entry(head).point())
        });
        heads.collect()
    }

    fn check_prev(&self, header: &Header) -> Result<Option<EntryId>, Unfit> {
        if header.seq == Seq(1) {
            return Ok(None);
        }
        let seq = Seq(header.seq.0 - 1);
        self.find_point(LogPoint { device: header.device, seq, hash: header.prev }).map(Some)
    }

    fn find_point(&self, point: LogPoint) -> Result<EntryId, Unfit> {
        let id = self.find(point.hash).ok_or(Unfit::Missing(point))?;
        if self.entry(id).point() == point { Ok(id) } else { Err(Unfit::Broken) }
    }

    fn merge(&self, past: &mut Past, seen: EntryId) {
        let theirs = &self.nodes[seen as usize].past;
        if past.last.len() < theirs.last.len() {
            past.last.resize(theirs.last.len(), None);
        }
        for end in theirs.last.iter().copied().flatten().chain(theirs.others.iter().copied()) {
            self.extend_to(past, end);
        }
    }

    /// Takes an end into a past: the later entry of a log stands for the earlier ones of its
    /// branch; the end of another branch is kept beside it.
    fn extend_to(&self, past: &mut Past, end: EntryId) {
        let index = self.logs[&self.entry(end).header.device].index;
        let Some(last) = past.last[index] else {
            past.last[index] = Some(end);
            return;
        };
        let known = |earlier: EntryId, past: &Past| {
            past.others.iter().any(|other| self.is_ancestor(earlier, *other))
        };
        if self.is_ancestor(end, last) || known(end, past) {
            return;
        }
        past.others.retain(|other| !self.is_ancestor(*other, end));
        if self.is_ancestor(last, end) {
            past.last[index] = Some(end);
        } else if self.order(last) < self.order(end) {
            past.last[index] = Some(end);
            past.others.push(last);
        } else {
            past.others.push(end);
        }
    }

    /// Of two branches the longer stands first, then the smaller hash: alike on every device.
    fn order(&self, id: EntryId) -> (Seq, std::cmp::Reverse<Hash>) {
        let entry = self.entry(id);
        (entry.header.seq, std::cmp::Reverse(entry.hash))
    }
}

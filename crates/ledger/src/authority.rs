//! Whose entries count: rank and cut, in one pass from the most senior to the most junior
//! (protocol section 6).
//!
//! A stop acts only on more junior ranks. So when a rank is reached, every cut that can apply to
//! it is final: there are no cycles, and the order of arrival does not matter. What a stopped
//! device signs after its cut is never looked at, whatever it claims to have seen.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Book, EntryId};
use crate::ids::{DeviceId, Hash, LogPoint, PersonId, Rank, Seq};
use crate::op::{Op, Target};
use crate::rules::{self, Author};

/// What the pass found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Authority {
    /// Every device that was ever validly ranked.
    pub(crate) ranks: BTreeMap<DeviceId, Rank>,
    /// Where logs end, for those that were cut.
    pub(crate) cuts: BTreeMap<DeviceId, Seq>,
    /// The entries that count, with what their author was when writing them.
    pub(crate) effective: BTreeMap<EntryId, Author>,
}

/// A rank that an entry gives.
#[derive(Clone, Copy, Debug)]
struct Grant {
    by: EntryId,
    /// The author's own rank. The pass counts a grant only from above.
    from: Rank,
    rank: Rank,
    person: Option<PersonId>,
}

/// A stop, as it concerns one device.
#[derive(Clone, Copy, Debug)]
struct Cut {
    power: Rank,
    seq: Seq,
    hash: Hash,
}

#[derive(Debug)]
struct PersonStop {
    power: Rank,
    cuts: BTreeMap<DeviceId, LogPoint>,
}

struct Pass<'a> {
    book: &'a Book,
    found: Authority,
    grants: BTreeMap<DeviceId, Vec<Grant>>,
    device_stops: BTreeMap<DeviceId, Vec<Cut>>,
    person_stops: BTreeMap<PersonId, Vec<PersonStop>>,
    /// The devices already walked.
    done: BTreeSet<DeviceId>,
}

/// Runs the pass. `genesis` is the firm's first entry.
pub(crate) fn judge(book: &Book, genesis: EntryId) -> Authority {
    let mut pass = Pass {
        book,
        found: Authority::default(),
        grants: BTreeMap::new(),
        device_stops: BTreeMap::new(),
        person_stops: BTreeMap::new(),
        done: BTreeSet::new(),
    };
    pass.begin(genesis);
    while let Some(device) = pass.next() {
        pass.walk(device);
    }
    pass.found
}

impl Pass<'_> {
    fn begin(&mut self, genesis: EntryId) {
        let entry = self.book.entry(genesis);
        let Some(Op::Genesis(op)) = entry.ops.first() else { return };
        let kit = DeviceId::derive(entry.header.firm, op.kit.sign, op.kit.kem);
        let person = Some(op.person);
        let by_kit = Grant { by: genesis, from: Rank::KIT, rank: Rank::KIT, person: None };
        self.rank(kit, by_kit);
        let first = Grant { by: genesis, from: Rank::KIT, rank: Rank::FIRST, person };
        self.rank(entry.header.device, first);
    }

    /// The most senior device not yet walked; devices of one rank in the order of their ids.
    fn next(&self) -> Option<DeviceId> {
        let waiting = self.found.ranks.iter().filter(|(device, _)| !self.done.contains(device));
        waiting.min_by_key(|(device, rank)| (**rank, **device)).map(|(device, _)| *device)
    }

    fn rank(&mut self, device: DeviceId, grant: Grant) {
        if self.done.contains(&device) {
            return; // already walked, so it is at least as senior as the author
        }
        let rank = self.found.ranks.entry(device).or_insert(grant.rank);
        *rank = (*rank).min(grant.rank);
        self.grants.entry(device).or_default().push(grant);
    }

    fn walk(&mut self, device: DeviceId) {
        self.done.insert(device);
        let rank = self.found.ranks[&device];
        let from_above = |grant: &&Grant| grant.from < rank || rank == Rank::KIT;
        let grants: Vec<Grant> = self.grants[&device].iter().filter(from_above).copied().collect();
        let person = grants.iter().find(|grant| grant.rank == rank).and_then(|grant| grant.person);
        for id in self.chain(device, rank, person) {
            // What the author was when writing: a later, more senior rank lends nothing to it.
            let known = grants.iter().filter(|grant| self.book.knows(id, grant.by));
            let Some(power) = known.map(|grant| grant.rank).min() else { continue };
            let author = Author { device, rank: power, person };
            self.found.effective.insert(id, author);
            if self.act(id, author, rank) {
                self.found.cuts.insert(device, self.book.entry(id).header.seq);
                break;
            }
        }
    }

    /// The entries of a log that its cut and its forks leave, in order.
    fn chain(&mut self, device: DeviceId, rank: Rank, person: Option<PersonId>) -> Vec<EntryId> {
        let cuts = self.cuts_of(device, rank, person);
        let Some(end) = cuts.iter().map(|cut| cut.seq).min() else {
            return self.unforked(device, Seq::MAX);
        };
        self.found.cuts.insert(device, end);
        let named = cuts.iter().filter(|cut| cut.seq > Seq(0));
        let senior = named.min_by_key(|cut| (cut.power, cut.hash));
        let branch = senior.and_then(|cut| {
            let id = self.book.find(cut.hash)?;
            let header = &self.book.entry(id).header;
            (header.device == device && header.seq == cut.seq).then_some(id)
        });
        match branch {
            Some(id) => self.branch_to(id, end),
            None => self.unforked(device, end),
        }
    }

    /// Follows a log from its first entry up to its first fork.
    fn unforked(&mut self, device: DeviceId, end: Seq) -> Vec<EntryId> {
        if let Some(fork) = self.book.fork(device) {
            let before = Seq(fork.0 - 1);
            let cut = self.found.cuts.entry(device).or_insert(before);
            *cut = (*cut).min(before);
        }
        let fork = self.book.fork(device).unwrap_or(Seq(Seq::MAX.0 + 1));
        let numbers = (1..=end.0).map(Seq).take_while(|seq| *seq < fork);
        numbers.map_while(|seq| self.book.at(device, seq).first().copied()).collect()
    }

    fn branch_to(&self, id: EntryId, end: Seq) -> Vec<EntryId> {
        let mut chain: Vec<EntryId> =
            std::iter::successors(Some(id), |id| self.book.prev(*id)).collect();
        chain.reverse();
        chain.retain(|id| self.book.entry(*id).header.seq <= end);
        chain
    }

    fn cuts_of(&self, device: DeviceId, rank: Rank, person: Option<PersonId>) -> Vec<Cut> {
        let mut cuts: Vec<Cut> = self.device_stops.get(&device).cloned().unwrap_or_default();
        for stop in person.and_then(|person| self.person_stops.get(&person)).into_iter().flatten() {
            let point = stop.cuts.get(&device);
            cuts.push(Cut {
                power: stop.power,
                seq: point.map_or(Seq(0), |point| point.seq),
                hash: point.map_or(Hash::NONE, |point| point.hash),
            });
        }
        cuts.retain(|cut| cut.power < rank);
        cuts
    }

    /// Lets an effective entry act. Returns whether the author ended its own log with it.
    fn act(&mut self, id: EntryId, author: Author, own: Rank) -> bool {
        let book = self.book;
        let mut ended = false;
        for op in book.entry(id).ops.iter().filter(|op| rules::allows(&author, op)) {
            match op {
                Op::Stop(stop) => {
                    let cuts = stop.cuts.iter().map(|point| (point.device, *point)).collect();
                    ended |= self.stop(stop.target, cuts, author);
                }
                Op::DeviceAdd(op) => {
                    let firm = book.entry(id).header.firm;
                    let device = DeviceId::derive(firm, op.keys.sign, op.keys.kem);
                    if let Some(rank) = op.rank.filter(|_| device != author.device) {
                        let person = Some(op.person);
                        self.rank(device, Grant { by: id, from: own, rank, person });
                    }
                }
                Op::Promote(op) => {
                    for device in op.devices.iter().filter(|device| **device != author.device) {
                        let person = Some(op.person);
                        self.rank(*device, Grant { by: id, from: own, rank: op.rank, person });
                    }
                }
                Op::RecoveryNew(op) => {
                    let firm = book.entry(id).header.firm;
                    let kit = DeviceId::derive(firm, op.keys.sign, op.keys.kem);
                    let rank = Rank::KIT;
                    self.rank(kit, Grant { by: id, from: own, rank, person: None });
                    ended = true;
                }
                _ => {}
            }
        }
        ended
    }

    /// Notes a stop. Returns whether the author stopped itself.
    fn stop(&mut self, target: Target, cuts: BTreeMap<DeviceId, LogPoint>, author: Author) -> bool {
        let power = author.rank;
        match target {
            Target::Device(device) if device == author.device => true,
            Target::Device(device) => {
                let point = cuts.get(&device);
                let seq = point.map_or(Seq(0), |point| point.seq);
                let hash = point.map_or(Hash::NONE, |point| point.hash);
                self.device_stops.entry(device).or_default().push(Cut { power, seq, hash });
                false
            }
            Target::Person(person) => {
                let stops = self.person_stops.entry(person).or_default();
                stops.push(PersonStop { power, cuts });
                author.person == Some(person)
            }
        }
    }
}

#[cfg(test)]
#[path = "authority_tests.rs"]
mod tests;

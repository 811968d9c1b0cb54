//! What comes from the store: checked, kept waiting, accepted or refused. The order of arrival
//! does not matter, and nothing that was accepted is ever let go.

use std::collections::BTreeSet;

use secret::Secret;

use crate::alarm::Alarm;
use crate::book::Unfit;
use crate::entry::{OpenFailure, Unverified};
use crate::firm::{Firm, entry_name, my_shards};
use crate::ids::{DeviceId, EpochId, GroupId, Hash, LogPoint, Time};
use crate::keys::{KeyId, ShardBlob, open_key};
use crate::names::{Name, ShortHash};
use crate::op::{Op, PublicKeys, Shard, Standing};
use crate::state::State;
use crate::waiting::Need;

/// What became of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Verified and kept. Store it: it will not be asked for again.
    Accepted,
    /// Well-formed, and more is needed to judge it: see [`Firm::wanted`].
    Pending,
    /// Not for us, or not whole: junk, a conflict copy, a half-written file. Look again later.
    Ignored,
}

impl Firm {
    /// Takes in an object that the store gave under `name`. Acks, use files and invites have calls
    /// of their own, which this one makes for acks.
    ///
    /// # Errors
    /// An [`Alarm`] when the object shows that somebody broke a rule; it is kept among
    /// [`Firm::alarms`] too.
    pub fn intake(&mut self, name: &str, bytes: &[u8], now: Time) -> Result<Outcome, Alarm> {
        let Some(name) = Name::parse(name).filter(|name| bytes.len() <= name.max_len()) else {
            return Ok(Outcome::Ignored);
        };
        match name {
            Name::Team | Name::Entry(..) => self.intake_entry(&name, bytes),
            Name::Blob(hash) => Ok(self.intake_blob(hash, bytes)),
            Name::Ack(device) => self.intake_ack(device, bytes, now),
            Name::Pack(..) => Ok(self.intake_pack(&name, bytes)),
            _ => Ok(Outcome::Ignored),
        }
    }

    /// What to fetch next: entries that others built on, and blobs that this device can use.
    pub fn wanted(&mut self) -> BTreeSet<Name> {
        let mut wanted = BTreeSet::new();
        if self.genesis().is_none() {
            wanted.insert(Name::Team);
        }
        wanted.extend(self.missing().into_iter().map(entry_name));
        let blobs = self.wanted_blobs().clone();
        wanted.extend(
            blobs.into_iter().filter(|hash| !self.blobs.contains_key(hash)).map(Name::Blob),
        );
        wanted
    }

    /// Entries that others signed for and the store did not give.
    pub fn missing(&self) -> Vec<LogPoint> {
        let needs = self.waiting.by_need.keys();
        let points = needs.filter_map(|need| need.point());
        let told = self.told.filter(|point| self.book.find(point.hash).is_none());
        let points: BTreeSet<LogPoint> = points.chain(told).collect();
        let waits = |point: &LogPoint| self.waiting.entries.contains_key(&point.hash);
        points.into_iter().filter(|point| !waits(point)).collect()
    }

    /// Whether entries of this device's own log exist that it does not hold: they wait for others,
    /// or somebody who writes a log built on them. Nobody else is believed, or any device of the
    /// firm could name an entry that never was, and keep the administrators from writing. Nor is
    /// anybody for longer than a day: whoever built on an entry holds it, and would have put it
    /// back by then.
    pub(crate) fn is_behind(&self, now: Time) -> bool {
        let mut waiting = self.waiting.entries.values();
        let own = waiting.any(|(entry, need)| entry.header.device == self.me && need.is_signed());
        let Some(state) = self.view_state() else { return own };
        let writes = |hash: &Hash| {
            let author = self.waiting.entries.get(hash).map(|(entry, _)| entry.header.device);
            author.is_some_and(|author| {
                state.is_live(author) && state.devices[&author].rank.is_some()
            })
        };
        let mut needs = self.waiting.by_need.iter();
        own || needs.any(|(need, hashes)| {
            let own = need.point().filter(|point| point.device == self.me);
            own.is_some_and(|point| !self.is_withheld(point, now)) && hashes.iter().any(writes)
        })
    }

    /// Says whether an entry or blob of this name is held, so that it need not be fetched.
    pub fn holds(&self, name: &Name) -> bool {
        match name {
            Name::Team => self.genesis().is_some(),
            Name::Entry(device, seq, short) => {
                let here = self.book.at(*device, *seq).iter();
                let mut known = here.map(|id| self.book.entry(*id).hash);
                known.any(|hash| ShortHash::of(hash) == *short)
            }
            Name::Blob(hash) => self.blobs.contains_key(hash),
            _ => false,
        }
    }

    fn wanted_blobs(&mut self) -> &BTreeSet<Hash> {
        self.settle();
        if self.wanted_blobs.is_none() {
            self.wanted_blobs = Some(self.find_wanted_blobs());
        }
        self.wanted_blobs.get_or_insert_default()
    }

    fn find_wanted_blobs(&mut self) -> BTreeSet<Hash> {
        let me = self.me;
        let mut blobs: BTreeSet<Hash> =
            self.waiting.my_doors(self.genesis(), me).into_iter().map(|(_, blob)| blob).collect();
        let rank = self.rank();
        let all = rank.is_some_and(|rank| rank < crate::Rank::DEPUTY);
        let Some(folded) = self.view_folded() else { return blobs };
        let state = &folded.state;
        // Who was removed has no business with keys, but may read why the removal does not count.
        if state.devices.get(&me).is_some_and(|own| own.stopped.is_some()) {
            return blobs;
        }
        for (group, epochs) in &state.epochs {
            for (id, epoch) in epochs {
                if all {
                    blobs.extend(epoch.shards.iter().chain(&epoch.more).map(|shard| shard.blob));
                } else if rank.is_some() || self.may_be_wrapped_here(state, (*group, *id)) {
                    blobs.extend(my_shards(&epoch.shards, &epoch.more, me).map(|shard| shard.blob));
                }
            }
        }
        for account in state.accounts.values() {
            let places = account.versions.values().flat_map(|version| &version.seals);
            let mine = places.filter(|place| self.ring.holds((place.group, place.epoch)));
            blobs.extend(mine.map(|place| place.blob));
        }
        if all {
            blobs.extend(self.void_seals());
            let aside = folded.aside.epochs.iter().flat_map(|(_, epoch)| &epoch.shards);
            blobs.extend(aside.map(|shard| shard.blob));
            blobs.extend(folded.aside.wraps.iter().map(|(.., blob)| *blob));
        }
        blobs
    }

    /// Whether a blob of wraps may bring this device a key that it has not got: who writes no log has
    /// no other use for them, and in a firm that grows there is a blob for each device that came.
    fn may_be_wrapped_here(&self, state: &State, id: KeyId) -> bool {
        if self.ring.holds(id) {
            return false;
        }
        let Some(own) = state.devices.get(&self.me) else { return true };
        match id.0 {
            GroupId::EVERYONE => true,
            // Who was appointed, and is no longer, may have been given it.
            GroupId::ADMINISTRATORS => own.rank.is_some(),
            GroupId::AUDITORS => {
                let person = state.people.get(&own.person);
                person.is_some_and(|person| person.standing == Standing::Auditor)
            }
            team => state.teams.get(&team).is_some_and(|team| team.ever.contains(&own.person)),
        }
    }

    /// What entries sealed that do not count: perhaps the only copy of a new key.
    fn void_seals(&self) -> impl Iterator<Item = Hash> {
        let void = self.book.ids().filter(|id| !self.is_effective_now(*id));
        let ops = void.flat_map(|id| &self.book.entry(id).ops);
        ops.filter_map(|op| if let Op::Seals(seals) = op { Some(seals.blob) } else { None })
    }

    pub(crate) fn intake_entry(&mut self, name: &Name, bytes: &[u8]) -> Result<Outcome, Alarm> {
        let Ok(entry) = Unverified::read(self.pin.firm, bytes) else {
            return Ok(Outcome::Ignored);
        };
        let is_genesis = entry.hash == self.pin.genesis;
        if *name != entry.name() && !(*name == Name::Team && is_genesis) {
            return Ok(Outcome::Ignored);
        }
        if let Some(id) = self.book.find(entry.hash) {
            // The hash leaves the signature out: a held header with another one is a bad copy.
            let is_held = self.book.entry(id).bytes == bytes;
            return Ok(if is_held { Outcome::Accepted } else { Outcome::Ignored });
        }
        if self.waiting.entries.contains_key(&entry.hash) {
            return Ok(Outcome::Pending);
        }
        let outcome = self.consider(entry);
        self.wake();
        outcome
    }

    /// Lets every entry try again whose need was met.
    fn wake(&mut self) {
        while let Some(need) = self.waiting.met.pop() {
            for entry in self.waiting.take(&need) {
                // What went wrong is among the alarms.
                let _ = self.consider(entry);
            }
        }
    }

    fn consider(&mut self, entry: Unverified) -> Result<Outcome, Alarm> {
        let is_genesis = entry.hash == self.pin.genesis;
        let (device, seq) = (entry.header.device, entry.header.seq);
        if !is_genesis {
            let Some(keys) = self.known.get(&device) else {
                return Ok(self.wait(entry, Need::Device(device)));
            };
            if !entry.is_signed_by(keys.sign) {
                return Ok(Outcome::Ignored);
            }
        }
        let place = match self.book.check(&entry.header) {
            Ok(place) => place,
            Err(Unfit::Missing(point)) => return Ok(self.wait(entry, Need::entry(point))),
            Err(Unfit::Broken) => return Err(self.raise(Alarm::Broken { device, seq })),
        };
        let epoch = entry.header.epoch;
        let ops = match self.open_entry(&entry) {
            Ok(ops) => ops,
            Err(OpenFailure::Sealed) => return Ok(self.wait(entry, Need::Key(epoch))),
            Err(OpenFailure::Malformed) => return Err(self.raise(Alarm::Broken { device, seq })),
            Err(OpenFailure::NeedsUpdate(kind)) => {
                self.alarm(Alarm::NeedsUpdate { device, kind });
                return Ok(self.wait(entry, Need::Update(kind)));
            }
        };
        if is_genesis && !proves_genesis(&entry, &ops) {
            return Err(self.raise(Alarm::Broken { device, seq }));
        }
        self.accept(entry, ops, place)
    }

    fn accept(
        &mut self,
        entry: Unverified,
        ops: Vec<Op>,
        place: crate::book::Place,
    ) -> Result<Outcome, Alarm> {
        let (device, seq) = (entry.header.device, entry.header.seq);
        for keys in ops.iter().flat_map(enrolled) {
            let id = DeviceId::derive(self.pin.firm, keys.sign, keys.kem);
            self.known.insert(id, keys);
            self.waiting.met.push(Need::Device(id));
        }
        self.waiting.meet_entry(entry.hash);
        let is_fork = !self.book.at(device, seq).is_empty();
        self.book.add(entry.into_verified(ops), place);
        self.changed();
        if is_fork { Err(self.raise(Alarm::Fork { device, seq })) } else { Ok(Outcome::Accepted) }
    }

    fn open_entry(&self, entry: &Unverified) -> Result<Vec<Op>, OpenFailure> {
        if let Some(opened) = self.audited.open(entry) {
            return opened;
        }
        for key in self.everyone_keys(entry.header.epoch) {
            match entry.open(key) {
                Err(OpenFailure::Sealed) => {}
                opened => return opened,
            }
        }
        Err(OpenFailure::Sealed)
    }

    fn wait(&mut self, entry: Unverified, need: Need) -> Outcome {
        if !self.waiting.has_room_for(need) {
            return Outcome::Ignored;
        }
        let epoch = entry.header.epoch;
        let usable = need.is_signed() || self.genesis().is_none();
        let former = if usable { self.former(&entry) } else { Vec::new() };
        let doors = if usable { entry.header.doors.clone() } else { Vec::new() };
        self.waiting.put(entry, need);
        self.wanted_blobs = None;
        self.try_doors(epoch, &doors);
        self.admit(former);
        Outcome::Pending
    }

    /// Opens everyone's key with the blobs that waiting entries name.
    fn try_all_doors(&mut self, epoch: EpochId) {
        let openable = self.waiting.openable(self.genesis());
        let those = openable.filter(|entry| entry.header.epoch == epoch);
        let doors: Vec<Shard> = those.flat_map(|entry| entry.header.doors.clone()).collect();
        self.try_doors(epoch, &doors);
    }

    /// Opens everyone's key with those blobs that are here.
    fn try_doors(&mut self, epoch: EpochId, doors: &[Shard]) {
        let (firm, me) = (self.pin.firm, self.me);
        let blobs = doors.iter().filter_map(|shard| self.blobs.get(&shard.blob));
        let keys: Vec<(EpochId, Secret)> = blobs
            .filter_map(|blob| ShardBlob::read(firm, blob))
            .filter(|blob| (blob.group, blob.epoch) == (GroupId::EVERYONE, epoch))
            .filter_map(|blob| Some((epoch, blob.open(me, &self.keys.kem).ok()??)))
            .collect();
        self.admit(keys);
    }

    /// Takes keys of everyone that may be right, and lets what waited for them try again.
    fn admit(&mut self, keys: Vec<(EpochId, Secret)>) {
        for (epoch, key) in keys {
            let known = self.doors.entry(epoch).or_default();
            if known.contains(&key) {
                continue;
            }
            known.push(key);
            self.keys_changed();
            let opened: Vec<&Unverified> = self
                .waiting
                .openable(self.genesis())
                .filter(|entry| entry.header.epoch == epoch)
                .collect();
            let former = opened.into_iter().flat_map(|entry| self.former(entry)).collect();
            self.admit(former);
            for entry in self.waiting.take(&Need::Key(epoch)) {
                // What went wrong is among the alarms.
                let _ = self.consider(entry);
            }
        }
    }

    /// Everyone's former keys that a new key of everyone opens, in an entry that still waits for
    /// others. Who is let in again could not read those others without them.
    fn former(&self, entry: &Unverified) -> Vec<(EpochId, Secret)> {
        let epoch = entry.header.epoch;
        let Ok(ops) = self.open_entry(entry) else { return Vec::new() };
        let mut former = Vec::new();
        for op in &ops {
            let Op::Epoch(op) = op else { continue };
            if (op.group, op.epoch) != (GroupId::EVERYONE, epoch) {
                continue;
            }
            let id = (op.group, op.epoch);
            for key in self.everyone_keys(epoch) {
                let opened = op.chain.iter().filter_map(|link| {
                    let inner = (GroupId::EVERYONE, link.epoch);
                    Some((link.epoch, open_key(self.pin.firm, (id, key), inner, link)?))
                });
                former.extend(opened);
            }
        }
        former
    }

    fn intake_blob(&mut self, hash: Hash, bytes: &[u8]) -> Outcome {
        if Hash(seal::sha256(bytes)) != hash {
            return Outcome::Ignored; // half-written, or altered: the name is the judge
        }
        if self.blobs.contains_key(&hash) {
            return Outcome::Accepted;
        }
        if !self.wanted_blobs().contains(&hash) {
            return Outcome::Pending;
        }
        self.keep_blob(hash, bytes.to_vec());
        for epoch in
            self.waiting.my_doors(self.genesis(), self.me).into_iter().map(|(epoch, _)| epoch)
        {
            self.try_all_doors(epoch);
        }
        self.wake();
        Outcome::Accepted
    }

    pub(crate) fn keep_blob(&mut self, hash: Hash, bytes: Vec<u8>) {
        if let Some(shard) = ShardBlob::read(self.pin.firm, &bytes) {
            self.wrapped_to.insert(hash, shard.devices().collect());
            self.keys_are_open = false;
        }
        self.blobs.insert(hash, bytes);
    }

    pub(crate) fn raise(&mut self, alarm: Alarm) -> Alarm {
        self.alarm(alarm);
        alarm
    }

    /// A key of everyone: the announced one, or before its announcement a likely one.
    pub(crate) fn everyone_key(&self, id: EpochId) -> Option<&Secret> {
        self.everyone_keys(id).next()
    }

    pub(crate) fn everyone_keys(&self, id: EpochId) -> impl Iterator<Item = &Secret> {
        let settled = self.ring.key((GroupId::EVERYONE, id)).into_iter();
        settled.chain(self.doors.get(&id).into_iter().flatten())
    }
}

/// The keys that an operation makes known.
fn enrolled(op: &Op) -> Vec<PublicKeys> {
    match op {
        Op::Genesis(op) => vec![op.keys, op.kit],
        Op::DeviceAdd(op) => vec![op.keys],
        Op::RecoveryNew(op) => vec![op.keys],
        _ => Vec::new(),
    }
}

fn proves_genesis(entry: &Unverified, ops: &[Op]) -> bool {
    let Some(Op::Genesis(op)) = ops.first() else { return false };
    let header = &entry.header;
    DeviceId::derive(header.firm, op.keys.sign, op.keys.kem) == header.device
        && header.seq == crate::Seq(1)
        && header.seen.is_empty()
        && entry.is_signed_by(op.keys.sign)
}

#[cfg(test)]
#[path = "intake_tests.rs"]
mod tests;

//! The verified replica of a firm on one device.

use std::collections::{BTreeMap, BTreeSet};

use seal::{Entropy, KemKey, SigningKey};
use secret::Secret;

use crate::ack::AckBook;
use crate::alarm::Alarm;
use crate::audit::Audited;
use crate::authority::{Authority, judge};
use crate::book::{Book, EntryId};
use crate::entry::{Object, Verified};
use crate::fold::{Folded, fold};
use crate::ids::{DeviceId, EpochId, FirmId, GroupId, Hash, LogPoint, PersonId, Rank, Seq, Time};
use crate::keys::{self, KeyId, Keyring, ShardBlob};
use crate::missing::Missing;
use crate::names::{Name, ShortHash};
use crate::op::{Op, PublicKeys, Shard, VersionRef};
use crate::reconcile::RepairId;
use crate::register::Register;
use crate::rights::Rights;
use crate::rules::Author;
use crate::state::State;
use crate::waiting::Waiting;

/// What a call needs from outside: randomness and the time. The ledger itself has neither.
pub struct Context<'a> {
    /// Where random bytes come from.
    pub entropy: &'a mut dyn Entropy,
    /// The time, as this device's clock has it.
    pub now: Time,
}

/// A device's private keys.
#[derive(Debug)]
pub struct DeviceKeys {
    pub(crate) sign: SigningKey,
    pub(crate) kem: KemKey,
}

/// Which firm: its id and its first entry. Whoever has this right cannot be led into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pin {
    /// The firm's id.
    pub firm: FirmId,
    /// The hash of its first entry.
    pub genesis: Hash,
}

/// A firm as this device has verified it.
#[derive(Debug)]
pub struct Firm {
    pub(crate) pin: Pin,
    pub(crate) me: DeviceId,
    pub(crate) keys: DeviceKeys,
    pub(crate) book: Book,
    pub(crate) known: BTreeMap<DeviceId, PublicKeys>,
    pub(crate) waiting: Waiting,
    pub(crate) blobs: BTreeMap<Hash, Vec<u8>>,
    /// The recipients of each blob of wraps held here.
    pub(crate) wrapped_to: BTreeMap<Hash, BTreeSet<DeviceId>>,
    /// Keys of everyone before the entry that announces them could be read.
    pub(crate) doors: BTreeMap<EpochId, Vec<Secret>>,
    pub(crate) ring: Keyring,
    pub(crate) acks: AckBook,
    pub(crate) alarms: BTreeSet<Alarm>,
    pub(crate) dismissed: BTreeSet<Alarm>,
    pub(crate) noticed: BTreeMap<RepairId, Time>,
    pub(crate) missing: Missing,
    /// What an export brings in place of group keys; empty on a device of the firm.
    pub(crate) audited: Audited,
    /// The entry that let this device in, as its welcome has it.
    pub(crate) told: Option<LogPoint>,
    /// The blobs worth fetching, until something changes.
    pub(crate) wanted_blobs: Option<BTreeSet<Hash>>,
    view: Option<View>,
    /// Whether all keys are in the ring that can be opened with what is here.
    pub(crate) keys_are_open: bool,
}

#[derive(Debug)]
struct View {
    authority: Authority,
    folded: Folded,
    void: VoidWork,
}

/// What entries would do that do not count: who has not heard why takes it for done.
#[derive(Debug, Default)]
pub(crate) struct VoidWork {
    /// Those that stop somebody.
    pub(crate) stops: BTreeSet<EntryId>,
    /// Those that take a version's place.
    pub(crate) replacements: BTreeMap<VersionRef, BTreeSet<EntryId>>,
}

/// An entry that does not count, because its device was stopped before it was accepted.
#[derive(Clone, Debug)]
pub struct VoidEntry {
    /// Which.
    pub at: LogPoint,
    /// When, as its author claimed.
    pub wall: Time,
    /// What it would have done.
    pub ops: Vec<Op>,
}

impl DeviceKeys {
    /// Returns the keys of two 32-byte seeds; `None` for other lengths.
    pub fn derive(sign_seed: &Secret, kem_seed: &Secret) -> Option<Self> {
        Some(Self { sign: SigningKey::derive(sign_seed)?, kem: KemKey::derive(kem_seed)? })
    }

    /// Returns the public halves.
    pub fn public(&self) -> PublicKeys {
        PublicKeys { sign: self.sign.verifying_key(), kem: self.kem.public() }
    }

    /// Returns the device's id in a firm.
    pub fn id(&self, firm: FirmId) -> DeviceId {
        let public = self.public();
        DeviceId::derive(firm, public.sign, public.kem)
    }
}

impl Firm {
    /// Returns a replica that knows only which firm it is of, and the keys of everyone that a
    /// welcome brought.
    pub fn replica(pin: Pin, keys: DeviceKeys, everyone: Vec<(EpochId, Secret)>) -> Self {
        let mut firm = Self {
            me: keys.id(pin.firm),
            pin,
            keys,
            book: Book::default(),
            known: BTreeMap::new(),
            waiting: Waiting::default(),
            blobs: BTreeMap::new(),
            wrapped_to: BTreeMap::new(),
            doors: BTreeMap::new(),
            ring: Keyring::default(),
            acks: AckBook::default(),
            alarms: BTreeSet::new(),
            dismissed: BTreeSet::new(),
            noticed: BTreeMap::new(),
            missing: Missing::default(),
            audited: Audited::default(),
            told: None,
            wanted_blobs: None,
            view: None,
            keys_are_open: false,
        };
        for (epoch, key) in everyone {
            firm.doors.entry(epoch).or_default().push(key);
        }
        firm
    }

    /// Which firm it is.
    pub fn pin(&self) -> Pin {
        self.pin
    }

    /// This device.
    pub fn device(&self) -> DeviceId {
        self.me
    }

    /// The person whose device this is, once its enrolment arrived.
    pub fn person(&mut self) -> Option<PersonId> {
        let me = self.me;
        self.state().devices.get(&me).map(|device| device.person)
    }

    /// The firm's state. Costs as much as the whole log after something new arrived, and nothing
    /// otherwise.
    pub fn state(&mut self) -> &State {
        self.settle();
        static EMPTY: std::sync::OnceLock<State> = std::sync::OnceLock::new();
        let view = self.view.as_ref();
        view.map_or_else(|| EMPTY.get_or_init(State::default), |view| &view.folded.state)
    }

    /// What the log says of keys outside this program. Costs as [`Firm::state`].
    pub fn register(&mut self) -> &Register {
        self.settle();
        static EMPTY: std::sync::OnceLock<Register> = std::sync::OnceLock::new();
        self.register_now().unwrap_or_else(|| EMPTY.get_or_init(Register::default))
    }

    /// This device's rank, if it has one and was not stopped.
    pub fn rank(&mut self) -> Option<Rank> {
        let me = self.me;
        if self.state().kit.as_ref().is_some_and(|kit| kit.device == me) {
            return Some(Rank::KIT);
        }
        let state = self.state();
        state.is_live(me).then(|| state.devices[&me].rank).flatten()
    }

    /// Everything wrong that was found and not dismissed.
    pub fn alarms(&self) -> impl Iterator<Item = &Alarm> {
        self.alarms.difference(&self.dismissed)
    }

    /// Stops showing an alarm.
    pub fn dismiss(&mut self, alarm: Alarm) {
        self.dismissed.insert(alarm);
    }

    /// The heads of all logs.
    pub fn heads(&self) -> Vec<LogPoint> {
        self.book.heads()
    }

    /// The last entry of every log, and where one exists twice of each branch.
    pub fn ends(&self) -> Vec<LogPoint> {
        let followed: BTreeSet<Hash> =
            self.book.ids().map(|id| self.book.entry(id).header.prev).collect();
        let points = self.book.ids().map(|id| self.book.entry(id).point());
        points.filter(|point| !followed.contains(&point.hash)).collect()
    }

    /// How many entries were accepted, whether they count or not.
    pub fn entry_count(&self) -> usize {
        self.book.ids().count()
    }

    /// The group keys that this device can open, by name.
    pub fn group_keys(&mut self) -> BTreeSet<KeyId> {
        self.settle();
        self.ring.ids().collect()
    }

    /// Says whether the author of `later` knew of `earlier` when writing it.
    pub fn knew(&self, later: LogPoint, earlier: LogPoint) -> bool {
        self.book.knew(later.hash, earlier.hash)
    }

    /// The entries that do not count, kept so that their work can be done again.
    pub fn void_entries(&mut self) -> Vec<VoidEntry> {
        self.settle();
        let Some(view) = &self.view else { return Vec::new() };
        let void = self.book.ids().filter(|id| !view.authority.effective.contains_key(id));
        let void = void.map(|id| self.book.entry(id));
        void.map(|entry| VoidEntry {
            at: entry.point(),
            wall: entry.header.wall,
            ops: entry.ops.clone(),
        })
        .collect()
    }

    /// All objects held here, to put back what a store has lost.
    pub fn objects(&self) -> impl Iterator<Item = Object> {
        let entries = self.book.ids().map(|id| entry_object(self.book.entry(id)));
        let blobs = self
            .blobs
            .iter()
            .map(|(hash, bytes)| Object { name: Name::Blob(*hash), bytes: bytes.clone() });
        entries.chain(blobs)
    }

    pub(crate) fn alarm(&mut self, alarm: Alarm) {
        self.alarms.insert(alarm);
    }

    /// An entry came: authority and state are to be found anew.
    pub(crate) fn changed(&mut self) {
        self.view = None;
        self.keys_changed();
    }

    /// There may be more keys to open, and so other blobs to fetch.
    pub(crate) fn keys_changed(&mut self) {
        self.keys_are_open = false;
        self.wanted_blobs = None;
    }

    /// The state as [`Firm::settle`] left it.
    pub(crate) fn view_state(&self) -> Option<&State> {
        self.view.as_ref().map(|view| &view.folded.state)
    }

    /// What the log makes, as [`Firm::settle`] left it.
    pub(crate) fn view_folded(&self) -> Option<&Folded> {
        self.view.as_ref().map(|view| &view.folded)
    }

    /// The register as [`Firm::settle`] left it.
    pub(crate) fn register_now(&self) -> Option<&Register> {
        self.view.as_ref().map(|view| &view.folded.register)
    }

    /// The firm as it was at a time, by what its entries claim; of who may write, what is known
    /// today.
    pub(crate) fn folded_at(&self, time: Time) -> Option<Folded> {
        self.view.as_ref().map(|view| fold(&self.book, &view.authority, time))
    }

    /// The state as [`Firm::settle`] left it, with the entries that gave the rights in it.
    pub(crate) fn view_rights(&self) -> Option<(&State, &Rights)> {
        self.view.as_ref().map(|view| (&view.folded.state, &view.folded.rights))
    }

    /// What void entries would do, as [`Firm::settle`] left it.
    pub(crate) fn void_work(&self) -> Option<&VoidWork> {
        self.view.as_ref().map(|view| &view.void)
    }

    /// Who wrote an entry that counts, as [`Firm::settle`] left it.
    pub(crate) fn author_of(&self, id: EntryId) -> Option<&Author> {
        self.view.as_ref()?.authority.effective.get(&id)
    }

    pub(crate) fn genesis(&self) -> Option<EntryId> {
        self.book.find(self.pin.genesis)
    }

    /// Whether an entry counts, as [`Firm::settle`] left it.
    pub(crate) fn is_effective_now(&self, id: EntryId) -> bool {
        self.view.as_ref().is_some_and(|view| view.authority.effective.contains_key(&id))
    }

    /// Brings the state and the keys up to what has arrived.
    pub(crate) fn settle(&mut self) {
        let Some(genesis) = self.genesis() else { return };
        let view = self.view.take().unwrap_or_else(|| {
            let authority = judge(&self.book, genesis);
            let folded = fold(&self.book, &authority, Time(u64::MAX));
            let void = VoidWork::find(&self.book, &authority);
            View { authority, folded, void }
        });
        if !self.keys_are_open {
            self.keys_are_open = true;
            let Folded { state, register, .. } = &view.folded;
            state.kit_uses.iter().for_each(|point| self.alarm(Alarm::KitUsed(*point)));
            self.note_lifted_rules(state, register);
            self.open_keys(state);
        }
        self.view = Some(view);
    }

    /// That the rule of two was lifted is told to every device but those that were let in by who knew it.
    fn note_lifted_rules(&mut self, state: &State, register: &Register) {
        let lifted = register.two_people.iter().filter(|change| !change.must_agree);
        let me = state.devices.get(&self.me).map(|device| device.added);
        let concerns = |by: LogPoint| me.is_none_or(|added| !self.knew(added, by));
        let lifted: BTreeSet<Alarm> = lifted
            .filter(|change| concerns(change.by))
            .map(|change| Alarm::RuleLifted(change.by))
            .collect();
        self.alarms.retain(|alarm| !matches!(alarm, Alarm::RuleLifted(_)));
        self.alarms.extend(lifted);
    }

    fn open_keys(&mut self, state: &State) {
        let before: BTreeSet<KeyId> = self.ring.ids().collect();
        self.open_wrapped(state);
        while self.open_archived(state) > 0 {}
        if !self.ring.ids().eq(before) {
            self.wanted_blobs = None;
        }
    }

    fn open_wrapped(&mut self, state: &State) {
        for (group, epochs) in &state.epochs {
            for (id, epoch) in epochs {
                self.check_held((*group, *id), epoch.commitment);
                for shard in my_shards(&epoch.shards, &epoch.more, self.me) {
                    if !self.ring.holds((*group, *id)) {
                        self.open_shard(shard, (*group, *id), epoch.commitment);
                    }
                }
            }
        }
    }

    /// Takes everyone's key from the doors once the entry that announces it says which is right.
    fn check_held(&mut self, id: KeyId, commitment: Hash) {
        let is_right = |key: &Secret| keys::commitment(self.pin.firm, id, key) == Some(commitment);
        if self.ring.key(id).is_some_and(|key| !is_right(key)) {
            self.ring.remove(id);
            self.alarm(Alarm::WrongGroupKey { group: id.0, epoch: id.1 });
        } else if id.0 == GroupId::EVERYONE && !self.ring.holds(id) {
            let candidates = self.doors.get(&id.1).into_iter().flatten();
            let right = candidates.into_iter().find(|key| is_right(key)).map(Secret::duplicate);
            if let Some(key) = right {
                self.ring.insert(id, key);
            }
        }
    }

    fn open_shard(&mut self, shard: Shard, id: KeyId, commitment: Hash) {
        let Some(bytes) = self.blobs.get(&shard.blob) else { return };
        let Some(blob) = ShardBlob::read(self.pin.firm, bytes) else { return };
        let fits = (blob.group, blob.epoch) == id && blob.commitment == commitment;
        match blob.open(self.me, &self.keys.kem) {
            Ok(Some(key)) if fits => self.ring.insert(id, key),
            Ok(None) => {}
            _ => self.alarm(Alarm::WrongGroupKey { group: id.0, epoch: id.1 }),
        }
    }

    /// Opens what other keys open: archives, and the chains of former keys. Returns how many keys
    /// that gave.
    fn open_archived(&mut self, state: &State) -> usize {
        let mut opened = Vec::new();
        for (group, epochs) in &state.epochs {
            for (id, epoch) in epochs {
                let archive = epoch.archive.as_ref().filter(|_| !self.ring.holds((*group, *id)));
                let under = archive.map(|archive| {
                    (archive, (GroupId::ADMINISTRATORS, archive.epoch), (*group, *id))
                });
                let links =
                    epoch.chain.iter().map(|link| (link, (*group, *id), (*group, link.epoch)));
                for (sealed, under, inner) in under.into_iter().chain(links) {
                    if let Some(key) = self.open_sealed_key(sealed, under, inner) {
                        opened.push((inner, key));
                    }
                }
            }
        }
        let mut count = 0;
        for ((group, epoch), key) in opened {
            // A key that no effective entry announces belongs to void work: it opens nothing here.
            let announced = state.epochs.get(&group).and_then(|epochs| epochs.get(&epoch));
            let Some(announced) = announced else { continue };
            let derived = keys::commitment(self.pin.firm, (group, epoch), &key);
            if Some(announced.commitment) == derived {
                count += usize::from(!self.ring.holds((group, epoch)));
                self.ring.insert((group, epoch), key);
            } else {
                self.alarm(Alarm::WrongGroupKey { group, epoch });
            }
        }
        count
    }

    fn open_sealed_key(
        &self,
        sealed: &crate::op::KeySeal,
        under: KeyId,
        inner: KeyId,
    ) -> Option<Secret> {
        if self.ring.holds(inner) {
            return None;
        }
        let key = self.ring.key(under)?;
        keys::open_key(self.pin.firm, (under, key), inner, sealed)
    }
}

impl VoidWork {
    fn find(book: &Book, authority: &Authority) -> Self {
        let mut found = Self::default();
        for id in book.ids().filter(|id| !authority.effective.contains_key(id)) {
            for op in &book.entry(id).ops {
                match op {
                    Op::Stop(_) => {
                        found.stops.insert(id);
                    }
                    Op::Version(op) => {
                        for version in &op.replaces {
                            let at = VersionRef { account: op.account, version: *version };
                            found.replacements.entry(at).or_default().insert(id);
                        }
                    }
                    _ => {}
                }
            }
        }
        found
    }
}

/// The blobs in which a wrap for `device` would be.
pub(crate) fn my_shards<'a>(
    shards: &'a [Shard],
    more: &'a [Shard],
    device: DeviceId,
) -> impl Iterator<Item = Shard> + 'a {
    let more = more.iter().filter(move |shard| shard.first <= device).copied();
    keys::shard_for(shards, device).into_iter().chain(more)
}

pub(crate) fn entry_object(entry: &Verified) -> Object {
    let point = entry.point();
    Object { name: entry_name(point), bytes: entry.bytes.clone() }
}

pub(crate) fn entry_name(point: LogPoint) -> Name {
    Name::Entry(point.device, point.seq.max(Seq(1)), ShortHash::of(point.hash))
}

//! Acks: each device says, signed and sealed to everyone, what it has applied (protocol section
//! 10). From them come receipts, freshness, and the discovery of withheld and forked logs.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use seal::{Label, Signature};

use crate::alarm::Alarm;
use crate::author::AuthorError;
use crate::book::EntryId;
use crate::cbor;
use crate::entry::Object;
use crate::firm::{Context, Firm};
use crate::ids::{DeviceId, EpochId, FirmId, GroupId, Hash, LogPoint, SealSalt, Seq, Time};
use crate::intake::Outcome;
use crate::keys::context;
use crate::names::Name;
use crate::op::VersionRef;
use crate::state::{Role, State};

/// After so long without an entry that others know of, the store is said to withhold it.
pub const WITHHELD_AFTER_SECONDS: u64 = 24 * 3600;

#[derive(Clone, Encode, Decode)]
#[cbor(map)]
struct AckHeader {
    #[n(0)]
    format: u8,
    #[n(1)]
    firm: FirmId,
    #[n(2)]
    device: DeviceId,
    #[n(3)]
    counter: u64,
    #[n(4)]
    epoch: EpochId,
    #[n(5)]
    salt: SealSalt,
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    ciphertext: Vec<u8>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct AckFile<'b> {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    header: &'b [u8],
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    signature: [u8; 64],
}

/// What a device says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ack {
    /// When, by its clock.
    #[n(0)]
    pub time: Time,
    /// The last entry of each log that it has applied.
    #[n(1)]
    pub vector: Vec<LogPoint>,
    /// The secret keys that it should have and has not.
    #[n(2)]
    pub missing: Vec<VersionRef>,
    /// Its program's version.
    #[n(3)]
    pub program: String,
    /// The hash of its last ack.
    #[n(4)]
    pub prev: Hash,
}

/// The last ack of each device.
#[derive(Debug, Default)]
pub(crate) struct AckBook {
    pub(crate) acks: BTreeMap<DeviceId, Held>,
    /// Entries that others hold and this device does not, since when.
    pub(crate) ahead: BTreeMap<LogPoint, Time>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(array)]
pub(crate) struct Held {
    #[n(0)]
    pub(crate) counter: u64,
    #[n(1)]
    pub(crate) hash: Hash,
    #[n(2)]
    pub(crate) ack: Ack,
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub(crate) signature: [u8; 64],
}

/// An ack file as read: most are read again and again, and verified once.
enum ReadAck {
    /// The one that is held already.
    Held,
    /// Another, which its device signed.
    Signed(Box<SignedAck>),
}

struct SignedAck {
    header: AckHeader,
    hash: Hash,
    signature: [u8; 64],
}

/// Who has a secret key: "14 of 17".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Devices that said so.
    pub have: BTreeSet<DeviceId>,
    /// Devices that are to have it and did not say so, with the time of their last ack.
    pub lack: BTreeMap<DeviceId, Option<Time>>,
}

impl Firm {
    /// Writes this device's ack. Write one when something changed and once a day.
    ///
    /// # Errors
    /// [`AuthorError::NoKey`] while nothing of the firm can be read, [`AuthorError::Seal`].
    pub fn ack(&mut self, program: &str, ctx: &mut Context<'_>) -> Result<Object, AuthorError> {
        let epoch = self.current_everyone()?;
        let last = self.acks.acks.get(&self.me);
        let (counter, prev) = last.map_or((1, Hash::NONE), |last| (last.counter + 1, last.hash));
        let ack = Ack {
            time: ctx.now,
            vector: self.heads(),
            missing: self.lacking(),
            program: program.to_owned(),
            prev,
        };
        let mut header = AckHeader {
            format: 1,
            firm: self.pin.firm,
            device: self.me,
            counter,
            epoch,
            salt: SealSalt::make(ctx.entropy)?,
            ciphertext: Vec::new(),
        };
        let key = self.everyone_key(epoch).ok_or(AuthorError::NoKey)?;
        let aad = cbor::to_vec(&header);
        let place = context(header.firm, GroupId::EVERYONE, epoch);
        let plain = cbor::to_vec(&ack);
        header.ciphertext =
            seal::seal_content(key, Label::SEAL_ACK, &place, &header.salt.0, &aad, &plain)?;
        let signed = cbor::to_vec(&header);
        let signature = self.keys.sign.sign(Label::ACK, &signed).0;
        let hash = Hash(seal::digest(Label::ACK_HASH, &[&signed]));
        self.acks.acks.insert(self.me, Held { counter, hash, ack, signature });
        let bytes = cbor::to_vec(&AckFile { header: &signed, signature });
        Ok(Object { name: Name::Ack(self.me), bytes })
    }

    /// The last ack of each device that is in use.
    pub fn acks(&mut self) -> BTreeMap<DeviceId, Ack> {
        self.settle();
        let Some(state) = self.view_state() else { return BTreeMap::new() };
        let live = self.acks.acks.iter().filter(|(device, _)| state.is_live(**device));
        live.map(|(device, held)| (*device, held.ack.clone())).collect()
    }

    /// Who has a secret key. Devices that were stopped count no more.
    pub fn receipts(&mut self, at: VersionRef) -> Receipt {
        self.settle();
        let mut receipt = Receipt::default();
        let Some((state, rights)) = self.view_rights() else { return receipt };
        let account = state.accounts.get(&at.account);
        let version = account.and_then(|account| account.versions.get(&at.version));
        let Some(by) = version.map(|version| version.by) else { return receipt };
        for (device, _) in state.live_devices() {
            if !state.may_use(device, at.account) {
                continue;
            }
            let held = self.acks.acks.get(&device);
            let has = held.is_some_and(|held| {
                let covers = |point| self.covers(&held.ack, point);
                // Before its right came a device had nothing to miss.
                covers(by)
                    && !held.ack.missing.contains(&at)
                    && rights.were_known(state, device, at.account, covers)
                    && self.was_head_for(state, &held.ack, at)
            });
            if has {
                receipt.have.insert(device);
            } else {
                receipt.lack.insert(device, held.map(|held| held.ack.time));
            }
        }
        receipt
    }

    /// When an administrator's device was last heard of, by its own clock and never later than
    /// `now`.
    pub fn last_news(&mut self, now: Time) -> Option<Time> {
        self.settle();
        let state = self.view_state()?;
        let is_admin = |device: &DeviceId| state.role(*device) == Some(Role::Administrator);
        let acks = self.acks.acks.iter().filter(|(device, _)| is_admin(device));
        let heads = self.book.devices().filter(is_admin).filter_map(|log| self.book.head(log));
        let times = acks
            .map(|(_, held)| held.ack.time)
            .chain(heads.map(|head| self.book.entry(head).header.wall));
        times.map(|time| time.min(now)).max()
    }

    /// Compares with what the store lists: the last number of each log.
    ///
    /// # Errors
    /// Nothing; logs that end earlier than known here raise [`Alarm::RolledBack`], entries that
    /// others have known of for a day [`Alarm::Withheld`]. Put everything of
    /// [`Firm::objects`] back that is not listed.
    pub fn watch(&mut self, listed: &BTreeMap<DeviceId, Seq>, now: Time) -> Vec<Alarm> {
        let mut raised = Vec::new();
        for head in self.heads().into_iter().filter(|head| head.device != self.me) {
            let shows = listed.get(&head.device).copied().unwrap_or_default();
            if shows < head.seq {
                let device = head.device;
                raised.push(Alarm::RolledBack { device, shows, known: head.seq });
            }
        }
        for point in self.missing() {
            self.acks.ahead.entry(point).or_insert(now);
        }
        let book = &self.book;
        self.acks.ahead.retain(|point, _| book.find(point.hash).is_none());
        let late = self.acks.ahead.keys().filter(|point| self.is_withheld(**point, now));
        raised.extend(late.map(|point| Alarm::Withheld(*point)));
        raised.iter().for_each(|alarm| self.alarm(*alarm));
        raised
    }

    /// Whether others have known of an entry for longer than it takes a store to bring it.
    pub(crate) fn is_withheld(&self, point: LogPoint, now: Time) -> bool {
        let since = self.acks.ahead.get(&point);
        since.is_some_and(|since| now.since(*since) > WITHHELD_AFTER_SECONDS)
    }

    pub(crate) fn intake_ack(
        &mut self,
        device: DeviceId,
        bytes: &[u8],
        now: Time,
    ) -> Result<Outcome, Alarm> {
        let Some(read) = self.read_ack(device, bytes) else { return Ok(Outcome::Ignored) };
        let SignedAck { header, hash, signature } = match read {
            ReadAck::Held => return Ok(Outcome::Accepted),
            ReadAck::Signed(ack) => *ack,
        };
        let Some(key) = self.everyone_key(header.epoch) else { return Ok(Outcome::Pending) };
        let Some(ack) = open_ack(&header, key) else { return Ok(Outcome::Ignored) };
        if let Some(held) = self.acks.acks.get(&device) {
            let follows = header.counter > held.counter
                && (header.counter > held.counter + 1 || ack.prev == held.hash);
            if !follows && device == self.me {
                return Ok(Outcome::Ignored); // an own one of before, which is about to be overwritten
            }
            if !follows {
                return Err(self.raise(Alarm::AckWentBack(device)));
            }
        }
        let disagreement = self.compare(device, &ack, now);
        self.acks.acks.insert(device, Held { counter: header.counter, hash, ack, signature });
        match disagreement {
            Some(alarm) => Err(self.raise(alarm)),
            None => Ok(Outcome::Accepted),
        }
    }

    fn read_ack(&self, device: DeviceId, bytes: &[u8]) -> Option<ReadAck> {
        let file: AckFile<'_> = cbor::from_slice(bytes).ok()?;
        let hash = Hash(seal::digest(Label::ACK_HASH, &[file.header]));
        if let Some(held) = self.acks.acks.get(&device).filter(|held| held.hash == hash) {
            // The hash leaves the signature out: a held header with another one is a bad copy.
            return (held.signature == file.signature).then_some(ReadAck::Held);
        }
        let header: AckHeader = cbor::from_slice(file.header).ok()?;
        let keys = self.known.get(&device)?;
        let signature = file.signature;
        let signed = keys.sign.verify(Label::ACK, file.header, &Signature(signature)).is_ok();
        let fits = header.format == 1 && header.firm == self.pin.firm && header.device == device;
        (signed && fits).then(|| ReadAck::Signed(Box::new(SignedAck { header, hash, signature })))
    }

    /// Notes what the other holds and this device does not; returns where they differ.
    fn compare(&mut self, by: DeviceId, ack: &Ack, now: Time) -> Option<Alarm> {
        let mut found = None;
        for point in &ack.vector {
            if self.book.find(point.hash).is_some() {
                continue;
            }
            if self.book.at(point.device, point.seq).is_empty() {
                self.acks.ahead.entry(*point).or_insert(now);
            } else {
                found = Some(Alarm::Disagreement { by, holds: *point });
            }
        }
        found
    }

    /// Whether the author of an ack had applied an entry.
    fn covers(&self, ack: &Ack, point: LogPoint) -> bool {
        let applied = ack.vector.iter().find(|applied| applied.device == point.device);
        let head = applied.and_then(|applied| self.book.find(applied.hash));
        let ids = self.book.find(point.hash).zip(head);
        ids.is_some_and(|(entry, head)| self.book.is_ancestor(entry, head))
    }

    /// Whether the author of an ack took a version for one in use, and so would have named it as
    /// missing: nothing that the author had applied takes its place.
    fn was_head_for(&self, state: &State, ack: &Ack, at: VersionRef) -> bool {
        if !ack.vector.iter().all(|point| self.book.find(point.hash).is_some()) {
            return false; // it may be replaced in what is not here
        }
        let account = state.accounts.get(&at.account);
        let versions = account.into_iter().flat_map(|account| account.versions.values());
        let mut replacements = versions.filter(|version| version.replaces.contains(&at.version));
        !replacements.any(|version| self.covers(ack, version.by))
            && self.saw_the_same(state, ack, at)
    }

    /// Whether for the author of an ack the same entries counted, as far as they concern a version.
    /// Where a log forked, or something was applied that does not count, they may not have: then
    /// all stops have to be covered, and every forked log to be stopped.
    fn saw_the_same(&self, state: &State, ack: &Ack, at: VersionRef) -> bool {
        let covers = |id: &EntryId| self.covers(ack, self.book.entry(*id).point());
        let mut forked =
            self.book.devices().filter(|log| self.book.fork(*log).is_some()).peekable();
        let is_doubtful = forked.peek().is_some()
            || self.void_work().is_some_and(|void| {
                let replacements = void.replacements.get(&at);
                void.stops.iter().chain(replacements.into_iter().flatten()).any(covers)
            });
        !is_doubtful
            || self.stops().iter().all(covers) && forked.all(|device| !state.is_live(device))
    }

    /// The secret keys that this device should have and cannot open.
    fn lacking(&mut self) -> Vec<VersionRef> {
        self.settle();
        let Some(state) = self.view_state() else { return Vec::new() };
        let mut lacking = Vec::new();
        for id in state.accounts.keys().filter(|id| state.may_use(self.me, **id)) {
            let heads = state.heads(*id).into_iter();
            let all = heads.map(|version| VersionRef { account: *id, version });
            lacking.extend(all.filter(|at| !self.can_open(*at)));
        }
        lacking
    }
}

fn open_ack(header: &AckHeader, key: &secret::Secret) -> Option<Ack> {
    let aad = cbor::to_vec(&AckHeader { ciphertext: Vec::new(), ..header.clone() });
    let place = context(header.firm, GroupId::EVERYONE, header.epoch);
    let salt = &header.salt.0;
    let plain =
        seal::open_content(key, Label::SEAL_ACK, &place, salt, &aad, &header.ciphertext).ok()?;
    cbor::from_slice(plain.expose()).ok()
}

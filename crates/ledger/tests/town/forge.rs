//! Entries as a program without scruples would write them: put together from the protocol's text,
//! past everything in the ledger that would refuse.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    DeviceId, EpochId, Firm, FirmId, GroupId, Hash, Lamport, LogPoint, Name, Object, SealSalt, Seq,
    ShortHash, Time, op::Shard,
};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use seal::{Label, SigningKey, digest};
use secret::Secret;

use super::Town;

/// What stands in the clear (protocol section 4).
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Header {
    #[n(0)]
    pub format: u8,
    #[n(1)]
    pub firm: FirmId,
    #[n(2)]
    pub device: DeviceId,
    #[n(3)]
    pub seq: Seq,
    #[n(4)]
    pub prev: Hash,
    #[n(5)]
    pub seen: Vec<LogPoint>,
    #[n(6)]
    pub lamport: Lamport,
    #[n(7)]
    pub wall: Time,
    #[n(8)]
    pub epoch: EpochId,
    #[n(9)]
    pub salt: SealSalt,
    #[n(10)]
    #[cbor(with = "minicbor::bytes")]
    pub ciphertext: Vec<u8>,
    #[n(11)]
    pub doors: Vec<Shard>,
}

/// An operation on the wire: kind, critical, body.
pub type RawOp = (u32, bool, ByteVec);

/// Writes an operation of a critical kind.
pub fn op(kind: u32, body: &impl Encode<()>) -> RawOp {
    (kind, true, minicbor::to_vec(body).unwrap().into())
}

impl Town {
    /// The header of the entry that `firm`'s device would write next, honestly begun.
    pub fn begin(&mut self, firm: &mut Firm) -> Header {
        let heads = firm.heads();
        let device = firm.device();
        let own = heads.iter().find(|head| head.device == device).copied();
        let known = self.past_of(own);
        let seen: Vec<LogPoint> = heads
            .into_iter()
            .filter(|head| head.device != device)
            .filter(|head| known.get(&head.device).is_none_or(|seq| *seq < head.seq))
            .collect();
        let mut header = Header {
            format: 1,
            firm: firm.pin().firm,
            device,
            seq: Seq(own.map_or(0, |own| own.seq.0) + 1),
            prev: own.map_or(Hash::NONE, |own| own.hash),
            seen,
            lamport: Lamport(0),
            wall: self.now,
            epoch: firm.state().current[&GroupId::EVERYONE],
            salt: SealSalt::make(&mut self.entropy).unwrap(),
            ciphertext: Vec::new(),
            doors: Vec::new(),
        };
        self.set_lamport(&mut header);
        header
    }

    /// Puts right the number that follows from prev and seen.
    pub fn set_lamport(&self, header: &mut Header) {
        let prev = (header.seq > Seq(1)).then_some(header.prev);
        let before = header.seen.iter().map(|point| point.hash).chain(prev);
        let headers = self.headers();
        let last = before.map(|hash| headers[&hash].lamport.0).max();
        header.lamport = Lamport(last.unwrap_or(0) + 1);
    }

    /// Seals and signs an entry in the name of `firm`'s device.
    pub fn forge(&mut self, firm: &mut Firm, header: Header, ops: &[RawOp]) -> Object {
        let keys = firm.state().devices[&header.device].keys;
        let seed = self.seeds[&keys.sign].duplicate();
        self.forge_as(firm, header, ops, &SigningKey::derive(&seed).unwrap())
    }

    /// As [`Town::forge`], signed by any key.
    pub fn forge_as(
        &mut self,
        firm: &mut Firm,
        mut header: Header,
        ops: &[RawOp],
        signing: &SigningKey,
    ) -> Object {
        let key = everyone_key(firm, header.epoch);
        let aad = minicbor::to_vec(&header).unwrap();
        let place = [&header.firm.0[..], &GroupId::EVERYONE.0, &header.epoch.0].concat();
        let body = minicbor::to_vec(ops).unwrap();
        let salt = header.salt.0;
        header.ciphertext =
            seal::seal_content(&key, Label::SEAL_ENTRY, &place, &salt, &aad, &body).unwrap();
        let signed = minicbor::to_vec(&header).unwrap();
        let signature = signing.sign(Label::ENTRY, &signed).0;
        let file = (ByteVec::from(signed.clone()), ByteVec::from(signature.to_vec()));
        let short = ShortHash::of(Hash(digest(Label::HASH, &[&signed])));
        let name = Name::Entry(header.device, header.seq, short);
        Object { name, bytes: minicbor::to_vec(file).unwrap() }
    }

    /// All headers that lie in the store, by hash.
    fn headers(&self) -> BTreeMap<Hash, Header> {
        let entries = self.store.iter().filter(|(name, _)| name.contains("/log/"));
        let headers = entries.map(|(_, bytes)| {
            let (header, _): (ByteVec, ByteVec) = minicbor::decode(bytes).unwrap();
            let hash = Hash(digest(Label::HASH, &[&header]));
            (hash, minicbor::decode(&header).unwrap())
        });
        headers.collect()
    }

    /// The last number of each log in the past of an entry.
    fn past_of(&self, entry: Option<LogPoint>) -> BTreeMap<DeviceId, Seq> {
        let headers = self.headers();
        let mut next: Vec<Hash> = entry.into_iter().map(|entry| entry.hash).collect();
        let (mut last, mut passed) = (BTreeMap::new(), BTreeSet::new());
        while let Some(hash) = next.pop() {
            let Some(header) = headers.get(&hash).filter(|_| passed.insert(hash)) else { continue };
            let seq: &mut Seq = last.entry(header.device).or_default();
            *seq = (*seq).max(header.seq);
            next.push(header.prev);
            next.extend(header.seen.iter().map(|point| point.hash));
        }
        last
    }
}

/// A key of everyone out of what a replica keeps: a list of [epoch, key].
pub fn everyone_key(firm: &mut Firm, epoch: EpochId) -> Secret {
    let memory = firm.memory();
    let before = [&[0x82, 0x50][..], &epoch.0, &[0x58, 0x20]].concat();
    let at = memory.expose().windows(before.len()).position(|window| window == before).unwrap();
    let start = at + before.len();
    Secret::copy_of(&memory.expose()[start..start + 32])
}

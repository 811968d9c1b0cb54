//! Entries: drafted, sealed and signed; received, verified, opened (protocol section 4).

use minicbor::{Decode, Encode};
use seal::{Entropy, Label, SealError, Signature, SigningKey, VerifyingKey};
use secret::Secret;

use crate::cbor::{self, Malformed};
use crate::ids::{
    DeviceId, EpochId, FirmId, GroupId, Hash, Lamport, LogPoint, SealSalt, Seq, Time,
};
use crate::keys::context;
use crate::names::{Name, ShortHash};
use crate::op::{Op, OpError, Shard, decode_ops, encode_ops};

/// The only format.
const FORMAT: u8 = 1;

/// The most bytes of an entry as an object.
pub const MAX_ENTRY: usize = 64 * 1024;

/// What stands in the clear, and the sealed operations.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Header {
    #[n(0)]
    format: u8,
    #[n(1)]
    pub(crate) firm: FirmId,
    #[n(2)]
    pub(crate) device: DeviceId,
    #[n(3)]
    pub(crate) seq: Seq,
    #[n(4)]
    pub(crate) prev: Hash,
    /// Heads of other logs that moved since `prev`, ascending by device.
    #[n(5)]
    pub(crate) seen: Vec<LogPoint>,
    #[n(6)]
    pub(crate) lamport: Lamport,
    #[n(7)]
    pub(crate) wall: Time,
    /// Everyone's epoch that it is sealed under.
    #[n(8)]
    pub(crate) epoch: EpochId,
    #[n(9)]
    pub(crate) salt: SealSalt,
    #[n(10)]
    #[cbor(with = "minicbor::bytes")]
    ciphertext: Vec<u8>,
    /// Wraps of `epoch` that come with this entry: without them in the clear, nobody could open
    /// the entry that brings them.
    #[n(11)]
    pub(crate) doors: Vec<Shard>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct File<'b> {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    header: &'b [u8],
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    signature: [u8; 64],
}

/// All of an entry but what the one before it in its log tells, with the operations open: so it
/// takes little room beside its neighbours. The very bytes that were signed come back out of it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct Packed {
    #[n(0)]
    seen: Vec<LogPoint>,
    #[n(1)]
    lamport: Lamport,
    #[n(2)]
    wall: Time,
    #[n(3)]
    pub(crate) epoch: EpochId,
    #[n(4)]
    salt: SealSalt,
    #[n(5)]
    doors: Vec<Shard>,
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    body: Vec<u8>,
    #[n(7)]
    #[cbor(with = "minicbor::bytes")]
    signature: [u8; 64],
    /// The beginning of its hash: which of several keys gives these bytes again.
    #[n(8)]
    #[cbor(with = "minicbor::bytes")]
    check: [u8; 4],
}

/// An entry before it is sealed and signed.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) firm: FirmId,
    pub(crate) device: DeviceId,
    pub(crate) seq: Seq,
    pub(crate) prev: Hash,
    pub(crate) seen: Vec<LogPoint>,
    pub(crate) lamport: Lamport,
    pub(crate) wall: Time,
    pub(crate) epoch: EpochId,
    pub(crate) doors: Vec<Shard>,
    pub(crate) ops: Vec<Op>,
}

/// An object for the store: an entry, a blob, an ack, an answer to an invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Where it goes.
    pub name: Name,
    /// What it is.
    pub bytes: Vec<u8>,
}

/// An entry as received: well-formed, of this firm, and nothing more is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Unverified {
    pub(crate) header: Header,
    pub(crate) hash: Hash,
    signed: Vec<u8>,
    signature: Signature,
    bytes: Vec<u8>,
}

/// An entry that its device signed and whose operations were opened.
#[derive(Clone, Debug)]
pub(crate) struct Verified {
    pub(crate) header: Header,
    pub(crate) hash: Hash,
    pub(crate) ops: Vec<Op>,
    pub(crate) bytes: Vec<u8>,
}

impl Header {
    /// The key that opens this entry and nothing else, of everyone's key.
    pub(crate) fn content_key(&self, everyone: &Secret) -> Option<Secret> {
        let place = context(self.firm, GroupId::EVERYONE, self.epoch);
        seal::derive_content_key(everyone, Label::SEAL_ENTRY, &place, &self.salt.0)
    }
}

impl Draft {
    /// Seals the operations under everyone's key and signs the header.
    pub(crate) fn seal(
        self,
        key: &Secret,
        signing: &SigningKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Object, SealError> {
        let body = encode_ops(&self.ops);
        self.seal_body(&body, key, signing, entropy)
    }

    pub(crate) fn seal_body(
        self,
        body: &[u8],
        key: &Secret,
        signing: &SigningKey,
        entropy: &mut dyn Entropy,
    ) -> Result<Object, SealError> {
        let mut header = Header {
            format: FORMAT,
            firm: self.firm,
            device: self.device,
            seq: self.seq,
            prev: self.prev,
            seen: self.seen,
            lamport: self.lamport,
            wall: self.wall,
            epoch: self.epoch,
            salt: SealSalt::make(entropy)?,
            ciphertext: Vec::new(),
            doors: self.doors,
        };
        let signed = header.seal(key, body)?;
        let signature = signing.sign(Label::ENTRY, &signed).0;
        let bytes = cbor::to_vec(&File { header: &signed, signature });
        if bytes.len() > MAX_ENTRY {
            return Err(SealError::TooLong);
        }
        let name = Name::Entry(header.device, header.seq, ShortHash::of(hash_of(&signed)));
        Ok(Object { name, bytes })
    }
}

impl Header {
    /// Seals the operations into it, and returns the bytes that are signed.
    fn seal(&mut self, key: &Secret, body: &[u8]) -> Result<Vec<u8>, SealError> {
        let aad = cbor::to_vec(self);
        let place = context(self.firm, GroupId::EVERYONE, self.epoch);
        self.ciphertext =
            seal::seal_content(key, Label::SEAL_ENTRY, &place, &self.salt.0, &aad, body)?;
        Ok(cbor::to_vec(self))
    }
}

impl Packed {
    /// Packs an entry.
    pub(crate) fn of(entry: &Verified) -> Option<Self> {
        let file: File<'_> = cbor::from_slice(&entry.bytes).ok()?;
        let header = &entry.header;
        Some(Self {
            seen: header.seen.clone(),
            lamport: header.lamport,
            wall: header.wall,
            epoch: header.epoch,
            salt: header.salt,
            doors: header.doors.clone(),
            body: encode_ops(&entry.ops),
            signature: file.signature,
            check: begin(entry.hash),
        })
    }

    /// Returns the entry again, as the one at `seq` after `prev`; `None` where `key` is not the one
    /// that it was sealed under.
    pub(crate) fn unpack(
        &self,
        firm: FirmId,
        (device, seq, prev): (DeviceId, Seq, Hash),
        key: &Secret,
    ) -> Option<(Object, Hash)> {
        let mut header = Header {
            format: FORMAT,
            firm,
            device,
            seq,
            prev,
            seen: self.seen.clone(),
            lamport: self.lamport,
            wall: self.wall,
            epoch: self.epoch,
            salt: self.salt,
            ciphertext: Vec::new(),
            doors: self.doors.clone(),
        };
        let signed = header.seal(key, &self.body).ok()?;
        let hash = hash_of(&signed);
        let bytes = cbor::to_vec(&File { header: &signed, signature: self.signature });
        let name = Name::Entry(device, seq, ShortHash::of(hash));
        (begin(hash) == self.check).then_some((Object { name, bytes }, hash))
    }

    /// About how many bytes it takes.
    pub(crate) fn len(&self) -> usize {
        200 + self.body.len() + 60 * (self.seen.len() + self.doors.len())
    }
}

/// An entry's bytes from its header's and its signature.
pub(crate) fn join(header: &[u8], signature: [u8; 64]) -> Vec<u8> {
    cbor::to_vec(&File { header, signature })
}

/// The header's bytes and the signature of an entry's bytes.
pub(crate) fn split(bytes: &[u8]) -> Result<(&[u8], [u8; 64]), Malformed> {
    let File { header, signature } = cbor::from_slice(bytes)?;
    Ok((header, signature))
}

/// Which firm an entry's bytes say that they are of.
pub(crate) fn said_firm(bytes: &[u8]) -> Option<FirmId> {
    let file: File<'_> = cbor::from_slice(bytes).ok()?;
    let header: Header = cbor::from_slice(file.header).ok()?;
    Some(header.firm)
}

impl Unverified {
    /// Reads an entry's bytes. The hash is of the header as received, never of one written anew.
    pub(crate) fn read(firm: FirmId, bytes: &[u8]) -> Result<Self, Malformed> {
        if bytes.len() > MAX_ENTRY {
            return Err(Malformed);
        }
        let file: File<'_> = cbor::from_slice(bytes)?;
        let header: Header = cbor::from_slice(file.header)?;
        let ascending = header.seen.windows(2).all(|pair| pair[0].device < pair[1].device);
        let doors_ascend = header.doors.windows(2).all(|pair| pair[0].first < pair[1].first);
        let first = header.seq == Seq(1);
        let sound = header.format == FORMAT
            && header.firm == firm
            && header.seq > Seq(0)
            && header.seq <= Seq::MAX
            && first == (header.prev == Hash::NONE)
            && header.seen.iter().all(|point| point.device != header.device && point.seq > Seq(0))
            && ascending
            && doors_ascend;
        if !sound {
            return Err(Malformed);
        }
        Ok(Self {
            hash: hash_of(file.header),
            signed: file.header.to_vec(),
            signature: Signature(file.signature),
            bytes: bytes.to_vec(),
            header,
        })
    }

    /// The name that it must lie under.
    pub(crate) fn name(&self) -> Name {
        Name::Entry(self.header.device, self.header.seq, ShortHash::of(self.hash))
    }

    /// Whether `key` signed it.
    pub(crate) fn is_signed_by(&self, key: VerifyingKey) -> bool {
        key.verify(Label::ENTRY, &self.signed, &self.signature).is_ok()
    }

    /// Opens the operations; the signature is the caller's to check.
    pub(crate) fn open(&self, key: &Secret) -> Result<Vec<Op>, OpenFailure> {
        self.open_alone(&self.header.content_key(key).ok_or(OpenFailure::Sealed)?)
    }

    /// As [`Self::open`], with the key of this entry alone.
    pub(crate) fn open_alone(&self, content_key: &Secret) -> Result<Vec<Op>, OpenFailure> {
        let header = &self.header;
        let aad = cbor::to_vec(&Header { ciphertext: Vec::new(), ..header.clone() });
        let plain = seal::open_content_alone(content_key, &aad, &header.ciphertext)
            .map_err(|_| OpenFailure::Sealed)?;
        decode_ops(plain.expose()).map_err(|error| match error {
            OpError::Malformed => OpenFailure::Malformed,
            OpError::NeedsUpdate(kind) => OpenFailure::NeedsUpdate(kind),
        })
    }

    pub(crate) fn into_verified(self, ops: Vec<Op>) -> Verified {
        Verified { header: self.header, hash: self.hash, ops, bytes: self.bytes }
    }
}

/// Why a signed entry's operations were not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenFailure {
    /// Not under this key.
    Sealed,
    /// Its author sealed something else.
    Malformed,
    /// A newer program wrote it.
    NeedsUpdate(u32),
}

impl Verified {
    pub(crate) fn point(&self) -> LogPoint {
        LogPoint { device: self.header.device, seq: self.header.seq, hash: self.hash }
    }
}

fn begin(hash: Hash) -> [u8; 4] {
    let [a, b, c, d, ..] = hash.0;
    [a, b, c, d]
}

pub(crate) fn hash_of(header: &[u8]) -> Hash {
    Hash(seal::digest(Label::HASH, &[header]))
}

#[cfg(test)]
impl Packed {
    /// Lets each carry the other's signature, for tests of what is believed.
    pub(crate) fn swap_signatures(one: &mut Self, other: &mut Self) {
        std::mem::swap(&mut one.signature, &mut other.signature);
    }
}

#[cfg(test)]
impl Header {
    /// A header without content, for tests of what comes after reading.
    pub(crate) fn bare(
        device: DeviceId,
        seq: Seq,
        prev: Hash,
        seen: Vec<LogPoint>,
        lamport: Lamport,
    ) -> Self {
        Self {
            format: FORMAT,
            firm: FirmId([0; 32]),
            device,
            seq,
            prev,
            seen,
            lamport,
            wall: Time(0),
            epoch: EpochId([0; 16]),
            salt: SealSalt([0; 32]),
            ciphertext: Vec::new(),
            doors: Vec::new(),
        }
    }
}

//! What operations are made of.

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use seal::{KemPublic, VerifyingKey};

use crate::ids::{AccountId, DeviceId, EpochId, GroupId, Hash, PersonId, SealSalt, VersionId};

/// The two public keys of a device or of the recovery kit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKeys {
    /// Checks its signatures.
    pub sign: VerifyingKey,
    /// Keys are wrapped to it.
    pub kem: KemPublic,
}

/// What the recovery kit can open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum KitReach {
    /// It has authority and opens every secret key.
    #[n(0)]
    Decrypts,
    /// It has authority alone.
    #[n(1)]
    AuthorityOnly,
}

/// What a person may come to see, besides what an appointment adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Standing {
    /// The keys of the teams the person is in.
    #[n(0)]
    Staff,
    /// The log and all labels, and no secret key ever.
    #[n(1)]
    Auditor,
}

/// Who or what is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Target {
    /// A person with all devices, known and still to come.
    #[n(0)]
    Person(#[n(0)] PersonId),
    /// One device.
    #[n(1)]
    Device(#[n(0)] DeviceId),
}

/// Whether a version brought a new secret key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Origin {
    /// A new secret key, from the service.
    #[n(0)]
    Fresh,
    /// The same secret key as the version it replaces.
    #[n(1)]
    Carried,
}

/// Whether an account is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum AccountUse {
    /// Shown.
    #[n(0)]
    Live,
    /// Put away; nothing is forgotten.
    #[n(1)]
    Retired,
}

/// A blob of wraps: those for devices from `first` on, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct Shard {
    /// The smallest device id in it.
    #[n(0)]
    pub first: DeviceId,
    /// The blob.
    #[n(1)]
    pub blob: Hash,
}

/// A group key sealed under another group key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct KeySeal {
    /// The administrators' epoch: the one it is sealed under for an archive, the one whose key is
    /// inside for a link of the chain.
    #[n(0)]
    pub epoch: EpochId,
    /// Beside it, as always.
    #[n(1)]
    pub salt: SealSalt,
    /// The sealed key, 48 bytes.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// A sealed copy of an account's details for one group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct SealedDetails {
    /// For whom.
    #[n(0)]
    pub group: GroupId,
    /// Under which of its keys.
    #[n(1)]
    pub epoch: EpochId,
    /// Beside it, as always.
    #[n(2)]
    pub salt: SealSalt,
    /// The sealed [`crate::Details`].
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// An account's version, by both names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct VersionRef {
    /// The account.
    #[n(0)]
    pub account: AccountId,
    /// The version of its secret key.
    #[n(1)]
    pub version: VersionId,
}

/// A copy of something for one group, sealed under its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct SealedPart {
    /// For whom.
    #[n(0)]
    pub group: GroupId,
    /// Under which of its keys.
    #[n(1)]
    pub epoch: EpochId,
    /// Beside it, as always.
    #[n(2)]
    pub salt: SealSalt,
    /// The sealed bytes.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub sealed: Vec<u8>,
}

/// The ways besides this program on which a secret key gets to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Route {
    /// A QR code that the person's phone scanned.
    #[n(0)]
    Phone,
    /// A numbered sheet of paper.
    #[n(1)]
    Paper,
    /// A file for one person, under a passphrase.
    #[n(2)]
    File,
    /// Shown on the screen.
    #[n(3)]
    Shown,
    /// An export or a backup.
    #[n(4)]
    Export,
    /// Something that only people know of: a photograph, a phone that another phone was copied to.
    #[n(5)]
    Other,
}

/// What became of a key that was given by another route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Fate {
    /// The person has it.
    #[n(0)]
    Received,
    /// The paper or file came back. What was on it may have been copied.
    #[n(1)]
    Returned,
    /// The person says that it was destroyed.
    #[n(2)]
    Destroyed,
    /// Nobody knows where it is.
    #[n(3)]
    Lost,
}

/// What people do at the service when a key is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Step {
    /// Somebody is at it, from the version named on.
    #[n(0)]
    Begun,
    /// The password was changed too.
    #[n(1)]
    PasswordChanged,
    /// The method that used the key before was removed.
    #[n(2)]
    OldMethodRemoved,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum StepAnswer {
    /// Done.
    #[n(0)]
    Yes,
    /// Still to be done.
    #[n(1)]
    NotYet,
    /// There is nothing to do.
    #[n(2)]
    NotNeeded,
}

impl<C> Encode<C> for PublicKeys {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.array(2)?.bytes(&self.sign.0)?.bytes(&self.kem.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for PublicKeys {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, decode::Error> {
        d.array()?;
        let sign = VerifyingKey(Hash::decode(d, ctx)?.0);
        Ok(Self { sign, kem: KemPublic(Hash::decode(d, ctx)?.0) })
    }
}

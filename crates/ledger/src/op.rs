//! What an entry does: typed operations (protocol section 5).
//!
//! On the wire each is `[kind, critical, body]`. A reader that does not know a critical kind
//! stops following that log and asks to be updated; an uncritical one it keeps and skips. A field
//! is never added to a known kind: what is new gets a new kind.

mod fields;

use minicbor::{Decode, Decoder, Encode, Encoder, decode};

use crate::cbor;
use crate::ids::{
    AccountId, DeviceId, EpochId, GivenId, GroupId, Hash, InviteId, LogPoint, PersonId, Rank,
    RequestId, Time, VersionId,
};
use crate::store_text::StoreText;

pub use fields::{
    AccountUse, Fate, KeySeal, KitReach, Origin, PublicKeys, Route, SealedDetails, SealedPart,
    Shard, Standing, Step, StepAnswer, Target, VersionRef,
};

macro_rules! ops {
    ($(
        $(#[$doc:meta])*
        $kind:literal $critical:ident $name:ident {
            $($(#[$fdoc:meta])* $n:literal $field:ident: $ty:ty,)*
        }
    )*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
            #[cbor(map)]
            pub struct $name {
                $($(#[$fdoc])* #[n($n)] pub $field: $ty,)*
            }

            impl From<$name> for Op {
                fn from(op: $name) -> Self {
                    Self::$name(op)
                }
            }
        )*

        /// One operation.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Op {
            $($(#[$doc])* $name($name),)*
            /// An uncritical kind that this program does not know: kept, and without effect here.
            Unknown(UnknownOp),
        }

        impl Op {
            fn kind(&self) -> u32 {
                match self {
                    $(Self::$name(_) => $kind,)*
                    Self::Unknown(op) => op.kind,
                }
            }

            fn is_critical(kind: u32) -> Option<bool> {
                match kind {
                    $($kind => Some(stringify!($critical) == "critical"),)*
                    _ => None,
                }
            }

            fn body(&self) -> Vec<u8> {
                match self {
                    $(Self::$name(op) => cbor::to_vec(op),)*
                    Self::Unknown(op) => op.body.clone(),
                }
            }

            fn read_known(kind: u32, body: &[u8]) -> Result<Self, cbor::Malformed> {
                match kind {
                    $($kind => cbor::from_slice::<$name>(body).map(Self::$name),)*
                    _ => Err(cbor::Malformed),
                }
            }
        }
    };
}

/// An uncritical operation of a kind that came later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOp {
    /// Its number.
    pub kind: u32,
    /// Its CBOR, as it came.
    pub body: Vec<u8>,
}

ops! {
    /// The firm begins. Only in the first entry of the first administrator's log.
    1 critical Genesis {
        /// The firm's name.
        0 name: String,
        /// The first administrator.
        1 person: PersonId,
        /// Their name.
        2 person_name: String,
        /// Their device.
        3 keys: PublicKeys,
        /// What they call it.
        4 label: String,
        /// The recovery kit.
        5 kit: PublicKeys,
        /// What the kit opens.
        6 reach: KitReach,
    }
    /// A person joins the firm, or is called otherwise.
    2 critical PersonSet {
        /// Who.
        0 person: PersonId,
        /// The name.
        1 name: String,
        /// Staff or auditor; the first entry in order that names the person decides.
        2 standing: Standing,
    }
    /// A device of a person is known from here on.
    3 critical DeviceAdd {
        /// Whose.
        0 person: PersonId,
        /// Its keys.
        1 keys: PublicKeys,
        /// What the person calls it.
        2 label: String,
        /// The invite it answered.
        3 invite: Option<InviteId>,
        /// A rank, for an administrator's or deputy's device.
        4 rank: Option<Rank>,
    }
    /// Devices of a person get a rank, or a more senior one.
    4 critical Promote {
        /// Whose; never the author's own.
        0 person: PersonId,
        /// Which.
        1 devices: Vec<DeviceId>,
        /// The rank, more junior than the author's.
        2 rank: Rank,
    }
    /// A person or a device is out, for good. A device's entries after its cut never count.
    5 critical Stop {
        /// Who.
        0 target: Target,
        /// For each device that has a log, the last entry that counts.
        1 cuts: Vec<LogPoint>,
        /// Why, in the remover's words.
        2 reason: String,
    }
    /// A team exists, or is called otherwise.
    6 critical TeamSet {
        /// Which.
        0 group: GroupId,
        /// Its name.
        1 name: String,
    }
    /// People come into a team and leave it.
    7 critical TeamPeople {
        /// Which.
        0 group: GroupId,
        /// Who comes; never the author.
        1 add: Vec<PersonId>,
        /// Who leaves.
        2 remove: Vec<PersonId>,
    }
    /// A team holds an account.
    8 critical Grant {
        /// The account.
        0 account: AccountId,
        /// The team.
        1 group: GroupId,
    }
    /// A team no longer holds an account.
    9 critical Ungrant {
        /// The account.
        0 account: AccountId,
        /// The team.
        1 group: GroupId,
    }
    /// A group has a new key.
    10 critical Epoch {
        /// Whose key.
        0 group: GroupId,
        /// Its name.
        1 epoch: EpochId,
        /// What the key must derive.
        2 commitment: Hash,
        /// The wraps, in ascending order.
        3 shards: Vec<Shard>,
        /// The key under the administrators' current one; absent for their own.
        4 archive: Option<KeySeal>,
        /// For everyone's and the administrators': their former keys under this one.
        5 chain: Vec<KeySeal>,
    }
    /// A group's key is wrapped to further devices.
    11 critical WrapMore {
        /// Whose key.
        0 group: GroupId,
        /// Which.
        1 epoch: EpochId,
        /// The further wraps.
        2 shard: Shard,
    }
    /// An account exists, or is put away or brought back.
    12 critical AccountSet {
        /// Which.
        0 account: AccountId,
        /// In use or not.
        1 state: AccountUse,
    }
    /// An account has a secret key, or a new one.
    13 critical Version {
        /// Which account.
        0 account: AccountId,
        /// The version's name.
        1 version: VersionId,
        /// The versions it takes the place of.
        2 replaces: Vec<VersionId>,
        /// New from the service, or the same key again.
        3 origin: Origin,
        /// What blind and secret key must hash to.
        4 commitment: Hash,
    }
    /// Secret keys are sealed for a group, in a blob.
    14 critical Seals {
        /// For whom.
        0 group: GroupId,
        /// Under which key.
        1 epoch: EpochId,
        /// The blob.
        2 blob: Hash,
        /// What its records hold, in their order.
        3 items: Vec<VersionRef>,
    }
    /// An account's label and settings, sealed for each group that holds it.
    15 critical DetailsSet {
        /// Which account.
        0 account: AccountId,
        /// Counts the edits: the largest is shown.
        1 edit: u64,
        /// The sealed copies.
        2 sealed: Vec<SealedDetails>,
    }
    /// The firm's state as an administrator computed it; others compare.
    16 critical Checkpoint {
        /// After these entries, by device.
        0 vector: Vec<LogPoint>,
        /// The state's hash.
        1 state: Hash,
    }
    /// A new recovery kit takes the place of the author, which is the old one.
    17 critical RecoveryNew {
        /// Its keys.
        0 keys: PublicKeys,
        /// What it opens.
        1 reach: KitReach,
    }
    /// Where the firm's folder is and how to enter it. Everyone's log entries are sealed to
    /// everyone, and so is this.
    18 critical StoreSet {
        /// Its address and, in the lines after that, the sign-in, if all have the same.
        0 text: StoreText,
    }
    /// The firm's name and rules.
    19 critical FirmSet {
        /// The name.
        0 name: String,
        /// Codes lock after so many days without news; none for never.
        1 lock_after_days: Option<u32>,
    }
    /// A remark.
    20 optional Note {
        /// What about.
        0 account: Option<AccountId>,
        /// The remark.
        1 text: String,
    }
    /// The service takes the new key and refuses the old one.
    21 optional Confirm {
        /// Which account and version.
        0 at: VersionRef,
    }
    /// A secret key gets to a person by another route than this program. Written before it does.
    22 optional Give {
        /// The name of this act.
        0 given: GivenId,
        /// Which key.
        1 at: VersionRef,
        /// To whom.
        2 to: PersonId,
        /// How.
        3 route: Route,
        /// The number of the paper.
        4 number: Option<u32>,
        /// Until when it is to come back.
        5 due: Option<Time>,
        /// Why, in its author's words.
        6 reason: String,
        /// The request that another administrator approved.
        7 request: Option<RequestId>,
    }
    /// What became of a key that was given.
    23 optional GivenSet {
        /// Which.
        0 given: GivenId,
        /// What.
        1 fate: Fate,
    }
    /// A step of replacing a key at the service.
    24 optional StepSet {
        /// The new version; for [`Step::Begun`] the one that is to be replaced.
        0 at: VersionRef,
        /// Which step.
        1 step: Step,
        /// How far it is.
        2 answer: StepAnswer,
    }
    /// An administrator asks another to approve that a key is given.
    25 optional Request {
        /// The name of this request.
        0 request: RequestId,
        /// Which account's key.
        1 account: AccountId,
        /// To whom.
        2 to: PersonId,
        /// How.
        3 route: Route,
        /// Why.
        4 reason: String,
    }
    /// Another administrator approves a request, or does not.
    26 optional Approve {
        /// Which.
        0 request: RequestId,
        /// Whether it may be done.
        1 granted: bool,
    }
    /// Rules that the firm sets itself.
    27 optional RulesSet {
        /// A key leaves the program only when two administrators agree.
        0 two_people: bool,
        /// For how many months records of use are kept.
        1 keep_use_months: u32,
    }
    /// Somebody's leaving, for administrators and auditors alone (protocol section 17).
    28 optional Leaving {
        /// The same content for each of them.
        0 sealed: Vec<SealedPart>,
    }
    /// A person is away, or back. Programs put the keys away meanwhile; who can open them does not
    /// change.
    29 optional Suspend {
        /// Who.
        0 person: PersonId,
        /// Away or back.
        1 away: bool,
    }
}

impl Op {
    /// Says whether a reader that does not know it must stop.
    fn critical(&self) -> bool {
        Self::is_critical(self.kind()).unwrap_or(false)
    }
}

/// Why operations could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpError {
    /// Not operations.
    #[error("the operations are malformed")]
    Malformed,
    /// A critical operation that this program does not know.
    #[error("this program is too old for operation {0}")]
    NeedsUpdate(u32),
}

/// Writes the body of an entry.
pub(crate) fn encode_ops(ops: &[Op]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes);
    let written = encoder.array(ops.len() as u64).and_then(|encoder| {
        ops.iter().try_for_each(|op| {
            encoder.array(3)?.u32(op.kind())?.bool(op.critical())?.bytes(&op.body())?.ok()
        })
    });
    debug_assert!(written.is_ok(), "writing to memory does not fail");
    bytes
}

/// Reads the body of an entry.
pub(crate) fn decode_ops(bytes: &[u8]) -> Result<Vec<Op>, OpError> {
    cbor::check_shape(bytes).map_err(|_| OpError::Malformed)?;
    let mut decoder = Decoder::new(bytes);
    let count = decoder.array().ok().flatten().ok_or(OpError::Malformed)?;
    let mut ops = Vec::new();
    for _ in 0..count {
        ops.push(decode_op(&mut decoder)?);
    }
    if encode_ops(&ops) == bytes { Ok(ops) } else { Err(OpError::Malformed) }
}

fn decode_op(decoder: &mut Decoder<'_>) -> Result<Op, OpError> {
    let malformed = |_: decode::Error| OpError::Malformed;
    if decoder.array().map_err(malformed)? != Some(3) {
        return Err(OpError::Malformed);
    }
    let kind = decoder.u32().map_err(malformed)?;
    let critical = decoder.bool().map_err(malformed)?;
    let body = decoder.bytes().map_err(malformed)?;
    match Op::is_critical(kind) {
        Some(_) => Op::read_known(kind, body).map_err(|_| OpError::Malformed),
        None if critical => Err(OpError::NeedsUpdate(kind)),
        None => Ok(Op::Unknown(UnknownOp { kind, body: body.to_vec() })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> Op {
        Note { account: None, text: "seen".to_owned() }.into()
    }

    fn raw(kind: u32, critical: bool, body: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes);
        encoder.array(1).unwrap().array(3).unwrap().u32(kind).unwrap();
        encoder.bool(critical).unwrap().bytes(body).unwrap();
        bytes
    }

    #[test]
    fn operations_are_read_back() {
        let ops = vec![
            note(),
            Grant { account: AccountId([1; 16]), group: GroupId([2; 16]) }.into(),
            Stop { target: Target::Person(PersonId([3; 16])), cuts: vec![], reason: String::new() }
                .into(),
        ];
        assert_eq!(decode_ops(&encode_ops(&ops)), Ok(ops));
    }

    #[test]
    fn an_unknown_critical_operation_asks_for_an_update_and_an_uncritical_one_is_kept() {
        assert_eq!(decode_ops(&raw(900, true, b"x")), Err(OpError::NeedsUpdate(900)));
        let kept = decode_ops(&raw(900, false, b"x")).unwrap();
        assert_eq!(kept, [Op::Unknown(UnknownOp { kind: 900, body: b"x".to_vec() })]);
        assert_eq!(encode_ops(&kept), raw(900, false, b"x"));
    }

    #[test]
    fn a_known_operation_with_the_wrong_mark_or_an_unknown_field_is_refused() {
        let body = note().body();
        assert!(decode_ops(&raw(20, false, &body)).is_ok());
        assert_eq!(decode_ops(&raw(20, true, &body)), Err(OpError::Malformed));
        let mut longer = body;
        longer[0] += 1;
        longer.extend_from_slice(&[0x09, 0x00]);
        assert_eq!(decode_ops(&raw(20, false, &longer)), Err(OpError::Malformed));
    }
}

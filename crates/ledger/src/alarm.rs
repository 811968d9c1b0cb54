//! What the store, or a device of the firm, did wrong.

use minicbor::{Decode, Encode};

use crate::ids::{AccountId, DeviceId, EpochId, GroupId, InviteId, LogPoint, Seq, VersionId};

/// Something that a person has to hear of; the words for people are the application's. Alarms are
/// kept until they are dismissed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, thiserror::Error)]
#[non_exhaustive]
pub enum Alarm {
    /// A device signed two entries with one number: it was copied, put back to an earlier state,
    /// or lies. Its log counts up to the one before, until a more senior device names a branch.
    #[error("a device signed two different entries with one number")]
    #[n(0)]
    Fork {
        /// Whose log.
        #[n(0)]
        device: DeviceId,
        /// At which number.
        #[n(1)]
        seq: Seq,
    },
    /// A device signed an entry that no honest program writes.
    #[error("a device signed an entry against the rules")]
    #[n(1)]
    Broken {
        /// Whose log.
        #[n(0)]
        device: DeviceId,
        /// At which number.
        #[n(1)]
        seq: Seq,
    },
    /// A device's log goes on with something that this program is too old for.
    #[error("this program is too old for what a device wrote")]
    #[n(2)]
    NeedsUpdate {
        /// Whose log.
        #[n(0)]
        device: DeviceId,
        /// The unknown operation.
        #[n(1)]
        kind: u32,
    },
    /// Others have known of an entry for a day that the store does not give.
    #[error("the store has withheld an entry for more than a day")]
    #[n(3)]
    Withheld(#[n(0)] LogPoint),
    /// A log in the store ends earlier than this device remembers: the store was put back.
    #[error("the store shows less of a log than before")]
    #[n(4)]
    RolledBack {
        /// Whose log.
        #[n(0)]
        device: DeviceId,
        /// The last number the store still shows.
        #[n(1)]
        shows: Seq,
        /// The last number known here.
        #[n(2)]
        known: Seq,
    },
    /// A device's ack has a smaller counter than before, or another past.
    #[error("a device's receipt went back")]
    #[n(5)]
    AckWentBack(#[n(0)] DeviceId),
    /// Two different answers came for one invite: nobody may use it.
    #[error("two different devices answered one invite")]
    #[n(6)]
    InviteBurnt(#[n(0)] InviteId),
    /// A group key is not the one its entry commits to: its maker gave people different keys.
    #[error("a group key is not the one that was announced")]
    #[n(7)]
    WrongGroupKey {
        /// Whose key.
        #[n(0)]
        group: GroupId,
        /// Which.
        #[n(1)]
        epoch: EpochId,
    },
    /// A secret key is not the one its entry commits to: its author gave people different ones.
    #[error("a secret key is not the one that was announced")]
    #[n(8)]
    WrongCommitment {
        /// Whose.
        #[n(0)]
        account: AccountId,
        /// Which.
        #[n(1)]
        version: VersionId,
    },
    /// An administrator's checkpoint does not agree with the log.
    #[error("a checkpoint does not agree with the log")]
    #[n(9)]
    CheckpointMismatch(#[n(0)] LogPoint),
    /// The recovery kit was used.
    #[error("the recovery kit was used")]
    #[n(10)]
    KitUsed(#[n(0)] LogPoint),
    /// A use file is not signed by its device, or does not follow the day before.
    #[error("a record of use was altered")]
    #[n(11)]
    UseBroken(#[n(0)] DeviceId),
    /// A device says that it holds another entry than this one knows under a number.
    #[error("two devices were shown different histories")]
    #[n(13)]
    Disagreement {
        /// Who says so.
        #[n(0)]
        by: DeviceId,
        /// What it holds.
        #[n(1)]
        holds: LogPoint,
    },
    /// The rule was switched off that two administrators agree before a key leaves the program.
    #[error("the rule of two administrators was switched off")]
    #[n(14)]
    RuleLifted(#[n(0)] LogPoint),
}

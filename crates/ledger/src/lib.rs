//! The firm's signed log: who may do what, which keys they hold, what must be replaced.
//!
//! This crate is pure. It does no input or output, has no clock and no randomness: bytes, the time
//! and random bytes are passed in. A [`Firm`] is one device's verified replica. What comes from
//! the store goes in by [`Firm::intake`]; what is to go there comes out of [`Firm::author`] and
//! the acts built on it as [`Object`]s, in the order of upload. The wire format is in
//! `docs/protocol.md`, which the sections named in this crate refer to.

mod accounts;
mod ack;
mod alarm;
mod aside;
mod attest;
mod audit;
mod author;
mod authority;
mod book;
mod cbor;
mod checkpoint;
mod could;
mod digits;
mod entry;
mod epochs;
mod exposure;
mod firm;
mod fold;
mod giving;
mod ids;
mod intake;
mod invite;
mod invite_secret;
mod keys;
mod kit;
mod leaving;
mod log;
mod memory;
mod missing;
mod names;
pub mod op;
mod pack;
mod people;
mod reach;
mod reconcile;
mod register;
mod replace;
mod rights;
mod roll;
mod rules;
mod secrets;
mod state;
mod store_text;
mod usefile;
mod waiting;

pub use accounts::{NewAccount, SecretError};
pub use ack::{Ack, Receipt, WITHHELD_AFTER_SECONDS};
pub use alarm::Alarm;
pub use attest::Attestation;
pub use audit::{
    AUDIT_FORMAT, Audit, AuditError, AuditFault, AuditedEntry, AuditedLabel, Statement,
};
pub use author::{AuthorError, Founding};
pub use could::{Holder, Way};
pub use digits::Digits;
pub use entry::{MAX_ENTRY, Object};
pub use firm::{Context, DeviceKeys, Firm, Pin, VoidEntry};
pub use giving::Giving;
pub use ids::{
    AccountId, BadId, Day, DepartureId, DeviceId, EpochId, FirmId, GivenId, GroupId, Hash,
    InviteId, Lamport, LogPoint, PersonId, Rank, RequestId, SealSalt, Seq, Time, VersionId,
};
pub use intake::Outcome;
pub use invite::{Answer, Compared, Invitation, InviteError, Invitee, Joining, MAX_INVITE_SECONDS};
pub use invite_secret::InviteSecret;
pub use keys::{KeyId, SHARD_LEN};
pub use kit::{Kit, KitError, SHEET_WORDS, Sheet};
pub use leaving::{
    Answer as LeavingAnswer, Answered, Choice, Depart, Departure, DepartureKind, LeavingAct,
    Question, SignOff, SignedOff,
};
pub use log::{LogEntry, LoggedOp};
pub use memory::MemoryError;
pub use names::{Dir, Name, ShortHash};
pub use op::{
    AccountUse, Fate, KitReach, Op, Origin, PublicKeys, Route, Standing, Step, StepAnswer, Target,
    VersionRef,
};
pub use people::{LISTED_DAYS, Removal, RemovalPreview};
pub use reconcile::{Needed, OTHERS_AFTER_SECONDS, Repair};
pub use register::{
    Approval, FirmRules, Given, Register, Requested, RuleChange, StepDone, USE_MONTHS,
    USE_MONTHS_BOUNDS,
};
pub use replace::MustReplace;
pub use secrets::{Algorithm, CodeKind, Details, MAX_SECRET};
pub use state::{
    Account, CheckpointState, DetailsCopy, Device, Epoch, KitState, Loss, LossKind, NoteState,
    Person, Role, SealPlace, State, Stopped, Team, Version,
};

pub use store_text::StoreText;
pub use usefile::{UseDay, UseError, UseKind, UseRecord};

/// Objects for the store, in the order of upload.
pub type EntryObjects = Vec<Object>;

//! One firm, many devices: who is in it, which teams hold which accounts, and the store through
//! which the devices hear of each other. One use case a file.
//!
//! A use case opens the `desk::Desk`: the firm as this device knows it, with the right to write
//! to its log. It looks into the store where that can be reached, acts, keeps what it wrote and
//! only then puts it into the store. What could not be put there goes out with the next sync.

mod again;
mod alarms;
mod audit_file;
mod besides;
mod certificate;
mod check_file;
mod create;
mod desk;
mod exchange;
mod fetch;
mod forms;
mod found;
mod giving;
mod had;
mod handout;
mod handover;
mod holders;
mod invite;
mod join;
mod kit;
mod kit_return;
mod kit_use;
mod leave;
mod leavers;
mod left;
mod log;
mod log_lines;
mod log_table;
mod moving;
mod names;
mod one_file;
mod people;
mod place;
mod protection;
mod proving;
mod quiet;
mod reach;
mod replace;
mod report;
mod rules;
mod share;
mod showing;
mod stages;
mod status;
pub mod steps;
mod sync;
mod take;
mod team;
mod told;
mod trouble;
mod turn;
mod use_log;
mod use_read;
mod verify;
pub mod views;

pub(crate) use proving::Proving;
pub(crate) use quiet::Quiet;
pub(crate) use share::must_be_own;
pub(crate) use showing::Showing;
pub(crate) use turn::Turns;
pub(crate) use use_log::Unkept;

pub use audit_file::verify_audit;
pub use certificate::{
    Certificate, CheckedCertificate, check_certificate, is_certificate, prove_certificate,
};
pub use check_file::CheckedFile;
pub use create::{FirmRequest, NewKit};
pub use forms::{FirmForm, PlaceForm, SignInForm};
pub use giving::{GiveRequest, Handed};
pub use handout::{DUE_DAYS, OnPaper};
pub use invite::InviteRequest;
pub use kit_return::{KitReturn, Returned};
pub use kit_use::KitAct;
pub use leave::{AnswerRequest, LeavingRequest};
pub use people::Leaver;
pub use place::{Place, sign_in_of};
pub use report::REPORTS;
pub use share::With;

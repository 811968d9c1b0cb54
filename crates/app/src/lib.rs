//! Use cases of Sixboard, one file each. Knows no window, no terminal and no environment.
//!
//! [`App`] is what a shell holds: it owns the vault's state, asks the [`host::Ports`] for time and
//! clipboard, and answers with [`view`]s or an [`Error`] whose words are in [`messages`].
//!
//! | a shell wants to | file |
//! |---|---|
//! | create, unlock, lock, recover | `session` |
//! | list, rename, annotate, remove accounts | `accounts` |
//! | show codes; copy one and clear it again | `codes`, `copy` |
//! | read a secret key and add it | `draft`, `add`, `naming` |
//! | back up and restore; open a backup without a vault | `backup`, `backed_up`, `backup_file` |
//! | settings, idle lock, self-test | `settings`, `doctor` |
//! | set up a firm or join one, share, remove, keep in step | `firm` |

#[cfg(test)]
extern crate self as app; // what the integration tests share names it so

mod accounts;
mod add;
mod alarm;
mod application;
mod asked;
mod backed_up;
mod backup;
pub mod backup_file;
mod caution;
mod codes;
#[cfg(test)]
#[path = "../tests/common/mod.rs"]
mod common;
mod copy;
pub mod csv;
mod doctor;
mod draft;
pub mod error;
mod fingerprint;
pub mod firm;
pub mod host;
pub mod inspect;
pub mod messages;
pub mod moment;
mod naming;
mod practice;
mod services;
mod session;
mod settings;
pub mod view;

pub use application::App;
pub use asked::Asked;
pub use codes::{CodeAt, CodeNow};
pub use error::Error;
pub use host::{Clipboard, Clock, Event, Ports};
pub use otp::Kind;
pub use session::RECOVERABLE;

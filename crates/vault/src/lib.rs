//! This device: locked and unlocked vault, OS keyring, sealed local database.
//!
//! The OS keyring holds one item for the vault key and one for each secret key, sealed. The
//! database holds everything else, sealed under the vault key. [`open`] says where things stand
//! and changes nothing; a vault is made only by [`AbsentVault::create`], and only where there is
//! no database. Whatever ends the program in the middle of a change, the next [`open`] finds the
//! state before it or after it, never one between.
//!
//! Times are arguments, in seconds since 1970-01-01 00:00 UTC.

mod account;
pub mod backup;
mod change;
mod create;
mod database;
mod device;
mod document;
mod error;
mod fail;
mod firm;
mod home;
mod id;
mod item;
pub mod keyring;
mod label;
mod open;
mod pending;
mod read;
mod record;
pub mod restore;
mod rows;
mod set_aside;
mod storage;
mod unlocked;

pub use account::{
    Account, Damage, Damaged, FirmKey, KeyState, KeyVersion, Listing, NewAccount, RemovedRecord,
};
pub use change::{Accepted, KEPT_FOR};
pub use create::AbsentVault;
pub use error::{
    AddError, ChangeError, CreateError, DocumentError, KeyError, OpenError, PassphraseError,
    ReadError, SetAsideError, UnlockError,
};
pub use firm::{FirmChange, FirmError, FirmId, FirmObject, MAX_SIGN_IN, Outgoing};
pub use home::{FirmLock, Home};
pub use id::{AccountId, IdError, KeyId, VaultId};
pub use label::{Label, LabelError, MAX_LABEL, UserIdHint, UserIdHintError};
pub use open::{LockedVault, Opened, Protection, open};
pub use seal::SealError;
pub use set_aside::{Aside, set_aside};
pub use storage::StorageError;
pub use unlocked::UnlockedVault;

/// The longest secret key, in bytes: with everything around it, it must fit an item of the
/// Windows Credential Manager, and no service hands out a tenth of it.
pub const MAX_KEY: usize = 512;

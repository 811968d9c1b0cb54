//! The OS keyring: one item for the vault key and one for each secret key.

mod item;
mod os;
mod probe;

#[cfg(feature = "test-util")]
pub mod fake;

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
#[cfg_attr(not(any(target_os = "linux", windows, target_os = "macos")), path = "none.rs")]
mod platform;

use secret::SecretText;

pub use item::{ItemName, MAX_ITEM, SERVICE};
pub use os::{OsKeyring, PATIENCE};
pub use probe::{ProbeError, probe};

/// A place for items of secret text that survives the program.
///
/// Every call may block, and may be made from any thread. Writing replaces the whole item or
/// nothing of it.
pub trait Keyring: Send + Sync {
    /// Reads an item, or `None` where there is none. A keyring that was never set up also says
    /// "none": see [`probe`].
    ///
    /// # Errors
    /// [`KeyringError`].
    fn read(&self, item: &ItemName) -> Result<Option<SecretText>, KeyringError>;

    /// Writes an item of at most [`MAX_ITEM`] bytes of one line. After [`KeyringError::Waiting`]
    /// it may still be written later.
    ///
    /// # Errors
    /// [`KeyringError`].
    fn write(&self, item: &ItemName, text: &SecretText) -> Result<(), KeyringError>;

    /// Deletes an item; also succeeds where there is none.
    ///
    /// # Errors
    /// [`KeyringError`].
    fn delete(&self, item: &ItemName) -> Result<(), KeyringError>;

    /// A second connection to the same keyring, which shares no state with this one: what it
    /// reads was really kept.
    ///
    /// # Errors
    /// [`KeyringError`].
    fn reopen(&self) -> Result<Box<dyn Keyring>, KeyringError>;
}

/// Why the keyring did not do it. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// There is no keyring service, or it cannot be reached.
    #[error("there is no keyring service: {0}")]
    NoService(String),
    /// The service runs, but no keyring was made in it yet.
    #[error("no keyring was set up")]
    NotSetUp,
    /// The keyring is locked and cannot ask.
    #[error("the keyring is locked")]
    Locked,
    /// The person, or the lack of a display, refused to unlock it.
    #[error("unlocking the keyring was refused")]
    Refused,
    /// It did not answer in time: most likely it asks the person to unlock it.
    #[error("the keyring does not answer yet")]
    Waiting,
    /// The item is larger than the platform keeps.
    #[error("too large for the keyring")]
    TooLarge,
    /// This one item is there and cannot be used: it is no text, or two items of its name differ.
    /// The keyring itself works.
    #[error("the item cannot be used: {0}")]
    Item(String),
    /// Something else, in the platform's words.
    #[error("the keyring failed: {0}")]
    Other(String),
}

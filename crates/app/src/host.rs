//! What the use cases ask of the shell: time, clipboard, somewhere to send news.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secret::SecretText;
use store::Opener;
use vault::keyring::Keyring;

pub use vault::Home;
pub use vault::keyring::{OsKeyring, PATIENCE};

use crate::view::{CopyView, DoneView, ErrorView};

/// A file of this name, written into the profile's folder, asks a running window to lock.
pub const LOCK_REQUEST: &str = "lock-request";

/// The folder of the vault that opens when none is named: in the person's local data, which never
/// roams to another computer. `None` where the system names no such folder.
pub fn default_home() -> Option<Home> {
    let folders = directories::ProjectDirs::from("uk", "Sixboard", "Sixboard")?;
    Some(Home::new(folders.data_local_dir()))
}

/// Everything an [`crate::App`] needs from outside.
pub struct Ports {
    /// Where keys are kept.
    pub keyring: Arc<dyn Keyring>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Takes copied codes.
    pub clipboard: Arc<dyn Clipboard>,
    /// Opens the firm's store.
    pub stores: Arc<dyn Opener>,
    /// Hears what happened outside a call.
    pub news: Arc<dyn Fn(Event) + Send + Sync>,
}

/// News that no call asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The list of accounts changed, perhaps by another program.
    Changed,
    /// The vault locked itself.
    Locked,
    /// A copy that waited for a fresh code was done.
    Copied(CopyView),
    /// A copy that waited for a fresh code was not done.
    CopyFailed(ErrorView),
    /// A copied code was taken off the clipboard.
    Cleared,
    /// The minute of a key that was shown is over.
    KeyHidden,
    /// Long work went on.
    Progress(DoneView),
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Time since 1970-01-01 00:00 UTC.
    fn now(&self) -> Duration;
}

/// The computer's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }
}

/// Takes copied codes.
pub trait Clipboard: Send + Sync {
    /// Puts `text` on the clipboard and keeps it out of clipboard histories where the system can.
    ///
    /// # Errors
    /// [`ClipboardError`] when the system refuses.
    fn put(&self, text: &SecretText) -> Result<(), ClipboardError>;

    /// Clears the clipboard if it still holds `text`; says whether it did.
    ///
    /// # Errors
    /// [`ClipboardError`] when the system refuses.
    fn clear_if(&self, text: &SecretText) -> Result<bool, ClipboardError>;
}

/// The system refused the clipboard.
#[derive(Debug, thiserror::Error)]
#[error("the clipboard cannot be used: {0}")]
pub struct ClipboardError(pub String);

/// The system's clipboard, opened at first use and kept: on X11 the text is served by this process.
#[derive(Default)]
pub struct SystemClipboard(Mutex<Option<arboard::Clipboard>>);

impl SystemClipboard {
    /// Opens the clipboard before there is anything to put on it.
    ///
    /// # Errors
    /// [`ClipboardError`] when there is none to use.
    pub fn open(&self) -> Result<(), ClipboardError> {
        self.with(|_| Ok(()))
    }

    fn with<T>(
        &self,
        act: impl FnOnce(&mut arboard::Clipboard) -> Result<T, arboard::Error>,
    ) -> Result<T, ClipboardError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = |error: arboard::Error| ClipboardError(error.to_string());
        let clipboard = match &mut *held {
            Some(clipboard) => clipboard,
            none => none.insert(arboard::Clipboard::new().map_err(refused)?),
        };
        act(clipboard).map_err(refused)
    }
}

impl Clipboard for SystemClipboard {
    fn put(&self, text: &SecretText) -> Result<(), ClipboardError> {
        self.with(|clipboard| hidden_from_history(clipboard.set()).text(text.expose()))
    }

    fn clear_if(&self, text: &SecretText) -> Result<bool, ClipboardError> {
        self.with(|clipboard| {
            let ours = match clipboard.get_text() {
                Ok(now) => SecretText::new(now) == *text,
                // Empty, or a picture.
                Err(arboard::Error::ContentNotAvailable) => false,
                Err(error) => return Err(error),
            };
            if ours {
                clipboard.clear()?;
            }
            Ok(ours)
        })
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn hidden_from_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtLinux::exclude_from_history(set)
}

#[cfg(windows)]
fn hidden_from_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    use arboard::SetExtWindows;
    set.exclude_from_monitoring().exclude_from_cloud().exclude_from_history()
}

#[cfg(target_os = "macos")]
fn hidden_from_history(set: arboard::Set<'_>) -> arboard::Set<'_> {
    arboard::SetExtApple::exclude_from_history(set)
}

//! The four places a code can be read from, each on a thread of its own.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use secret::SecretText;
use zeroize::Zeroizing;

use crate::picture::Picture;
use crate::worker::within;
use crate::{MAX_FILE_BYTES, QrError, cascade};
#[cfg(feature = "desktop")]
use crate::{clipboard, screen};

/// How long a person may take to allow a picture of the screen where the system asks.
#[cfg(feature = "desktop")]
const ASKING: Duration = Duration::from_secs(120);

/// Reads codes, giving up after a time.
///
/// Every method blocks until it is done or the time is over. The texts come in reading order, top
/// to bottom and left to right; codes with the same text are one.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    limit: Duration,
}

impl Default for Reader {
    /// Ten seconds, enough for the slowest picture that is not made to be slow.
    fn default() -> Self {
        Self::within(Duration::from_secs(10))
    }
}

impl Reader {
    /// A reader that gives up with [`QrError::TookTooLong`] after `limit`.
    pub const fn within(limit: Duration) -> Self {
        Self { limit }
    }

    /// Reads the picture in a file, PNG or JPEG by its content, whatever its name.
    ///
    /// # Errors
    /// Any [`QrError`] of the file, the picture or the time.
    pub fn file(self, path: &Path) -> Result<Vec<SecretText>, QrError> {
        let path = path.to_owned();
        within(self.limit, move |deadline| {
            let bytes = file_bytes(path)?;
            deadline.check()?;
            cascade::read(&[Picture::from_file_bytes(&bytes)?], deadline)
        })
    }

    /// Reads a picture given as the content of a PNG or JPEG file.
    ///
    /// # Errors
    /// Any [`QrError`] of the picture or the time.
    pub fn bytes(self, bytes: &[u8]) -> Result<Vec<SecretText>, QrError> {
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return Err(QrError::PictureTooLarge);
        }
        let bytes = Zeroizing::new(bytes.to_vec());
        within(self.limit, move |deadline| {
            cascade::read(&[Picture::from_file_bytes(&bytes)?], deadline)
        })
    }

    /// Reads the picture on the clipboard and leaves the clipboard as it is.
    ///
    /// # Errors
    /// Any [`QrError`] of the clipboard, the picture or the time.
    #[cfg(feature = "desktop")]
    pub fn clipboard(self) -> Result<Vec<SecretText>, QrError> {
        within(self.limit, |deadline| cascade::read(&[clipboard::picture()?], deadline))
    }

    /// Reads what all monitors show now. On Wayland the system asks the person first; that answer
    /// may take two minutes and does not count towards the limit.
    ///
    /// # Errors
    /// Any [`QrError`] of the screen, the picture or the time.
    #[cfg(feature = "desktop")]
    pub fn screen(self) -> Result<Vec<SecretText>, QrError> {
        let pictures = within(ASKING, |_| screen::capture())?;
        within(self.limit, move |deadline| cascade::read(&pictures, deadline))
    }
}

/// The content of a regular file; a pipe or device could block or never end.
pub(crate) fn file_bytes(path: PathBuf) -> Result<Zeroizing<Vec<u8>>, QrError> {
    let facts = std::fs::metadata(&path).map_err(QrError::FileUnreadable)?;
    if !facts.is_file() {
        return Err(QrError::FileUnreadable(io::ErrorKind::InvalidInput.into()));
    }
    if facts.len() > MAX_FILE_BYTES {
        return Err(QrError::PictureTooLarge);
    }
    let file = File::open(path).map_err(QrError::FileUnreadable)?;
    // The whole room at once: a vector that grows leaves unwiped copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(facts.len() as usize + 1));
    let read =
        file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(QrError::FileUnreadable)?;
    if read as u64 > MAX_FILE_BYTES {
        return Err(QrError::PictureTooLarge);
    }
    Ok(bytes)
}

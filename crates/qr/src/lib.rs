//! QR codes out of pictures, clipboard and screen, and into pictures; and pictures of words, for
//! what may be seen and must not be text in the page.
//!
//! Pictures are hostile input beside secret keys: sizes are checked before anything is unpacked,
//! every step that reads one is memory-safe Rust, and each reading runs on a thread of its own
//! under a time limit. No input makes these functions panic. They block, so no window's thread may
//! call them.
//!
//! What comes out is the text of the codes, which usually holds a secret key; telling the kinds
//! of text apart is the caller's work.
//!
//! ```
//! use secret::SecretText;
//!
//! let text = SecretText::copy_of("otpauth://totp/Example?secret=JBSWY3DPEHPK3PXP");
//! let picture = qr::png(&text, 4)?;
//! assert!(qr::read_bytes(picture.expose())? == [text]);
//! # Ok::<(), qr::QrError>(())
//! ```

mod cascade;
#[cfg(feature = "desktop")]
mod clipboard;
mod draw;
mod error;
mod grey;
mod page;
mod picture;
mod reader;
mod scan;
#[cfg(feature = "desktop")]
mod screen;
mod worker;

use std::path::Path;

use secret::SecretText;

pub use draw::{Modules, blocks, png, svg};
pub use error::QrError;
pub use page::Page;
pub use reader::Reader;

/// The most pixels of a picture that is unpacked: one more is [`QrError::PictureTooLarge`].
pub const MAX_PIXELS: u64 = 100_000_000;

/// The longest file that is read, in bytes: one more is [`QrError::PictureTooLarge`].
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Reads every code in a PNG or JPEG file: [`Reader::file`] within the usual time.
///
/// # Errors
/// Any [`QrError`] of the file, the picture or the time.
pub fn read_file(path: &Path) -> Result<Vec<SecretText>, QrError> {
    Reader::default().file(path)
}

/// Reads every code in the content of a PNG or JPEG file: [`Reader::bytes`] within the usual time.
///
/// # Errors
/// Any [`QrError`] of the picture or the time.
pub fn read_bytes(bytes: &[u8]) -> Result<Vec<SecretText>, QrError> {
    Reader::default().bytes(bytes)
}

/// Reads every code in the picture on the clipboard: [`Reader::clipboard`] within the usual time.
///
/// # Errors
/// Any [`QrError`] of the clipboard, the picture or the time.
#[cfg(feature = "desktop")]
pub fn read_clipboard() -> Result<Vec<SecretText>, QrError> {
    Reader::default().clipboard()
}

/// Reads every code on all monitors: [`Reader::screen`] within the usual time.
///
/// # Errors
/// Any [`QrError`] of the screen, the picture or the time.
#[cfg(feature = "desktop")]
pub fn read_screen() -> Result<Vec<SecretText>, QrError> {
    Reader::default().screen()
}

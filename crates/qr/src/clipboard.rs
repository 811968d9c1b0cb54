//! The picture on the clipboard.

use arboard::{Clipboard, Error};
use zeroize::Zeroizing;

use crate::QrError;
use crate::picture::{Channels, Picture};

/// The picture that the clipboard holds now.
///
/// # Errors
/// [`QrError::NoPictureOnClipboard`], [`QrError::ClipboardUnavailable`], or what is wrong with the
/// picture.
pub(crate) fn picture() -> Result<Picture, QrError> {
    let mut clipboard = Clipboard::new().map_err(unavailable)?;
    let image = clipboard.get_image().map_err(|error| match error {
        // Some programs answer the question for a picture with text, which arboard calls unknown.
        Error::ContentNotAvailable | Error::Unknown { .. } => QrError::NoPictureOnClipboard,
        Error::ConversionFailure => QrError::DamagedPicture,
        other => unavailable(other),
    })?;
    let bytes = Zeroizing::new(image.bytes.into_owned());
    Picture::from_pixels(image.width, image.height, Channels::Rgba, bytes)
}

fn unavailable(error: Error) -> QrError {
    QrError::ClipboardUnavailable(Box::new(error))
}

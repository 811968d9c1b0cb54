//! Why a code could not be read or drawn.

use std::io;

/// Why no code came out of a picture, the clipboard or the screen, or why none could be drawn.
///
/// The text of a variant names no content of the picture: a picture of a code is a secret key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QrError {
    /// The content is no picture at all, whatever the file is called. The person's file.
    #[error("this is not a picture")]
    NotAPicture,
    /// A picture or document of a kind that is not read; the name says which ("WebP", "PDF").
    #[error("{0} pictures are not read, only PNG and JPEG")]
    UnsupportedPicture(&'static str),
    /// The content starts as PNG or JPEG and then breaks off or contradicts itself.
    #[error("this picture is damaged or incomplete")]
    DamagedPicture,
    /// More than [`crate::MAX_PIXELS`] or [`crate::MAX_FILE_BYTES`]; refused before it is unpacked.
    #[error("this picture is too large")]
    PictureTooLarge,
    /// A sound picture in which every way of looking found no code.
    #[error("no QR code was found in the picture")]
    NoCodeFound,
    /// The clipboard holds no picture.
    #[error("there is no picture on the clipboard")]
    NoPictureOnClipboard,
    /// The clipboard itself cannot be reached, for example without a display.
    #[error("the clipboard cannot be read")]
    ClipboardUnavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There is no display to take a picture of.
    #[error("there is no screen to read")]
    NoScreen,
    /// The person, or the system's settings, did not allow a picture of the screen.
    #[error("a picture of the screen was not allowed")]
    ScreenRefused,
    /// The system has a screen but gave no picture of it.
    #[error("the screen cannot be read")]
    ScreenUnreadable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The file cannot be opened or read, or is a folder, pipe or device.
    #[error("the file cannot be read")]
    FileUnreadable(#[source] io::Error),
    /// The time limit passed before every way of looking had been tried.
    #[error("reading the picture took too long")]
    TookTooLong,
    /// The text is longer than a QR code can hold, or empty, or the asked-for size is nonsense.
    #[error("this text cannot be drawn as a QR code")]
    CannotDraw,
    /// The reader's own thread could not start or broke down: our bug, or a machine out of memory.
    #[error("the reader of pictures broke down")]
    ReaderFailed,
}

impl QrError {
    /// A name for the kind of failure that never changes: texts, documents and tests key on it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAPicture => "qr.not-a-picture",
            Self::UnsupportedPicture(_) => "qr.unsupported-picture",
            Self::DamagedPicture => "qr.damaged-picture",
            Self::PictureTooLarge => "qr.picture-too-large",
            Self::NoCodeFound => "qr.no-code-found",
            Self::NoPictureOnClipboard => "qr.no-picture-on-clipboard",
            Self::ClipboardUnavailable(_) => "qr.clipboard-unavailable",
            Self::NoScreen => "qr.no-screen",
            Self::ScreenRefused => "qr.screen-refused",
            Self::ScreenUnreadable(_) => "qr.screen-unreadable",
            Self::FileUnreadable(_) => "qr.file-unreadable",
            Self::TookTooLong => "qr.took-too-long",
            Self::CannotDraw => "qr.cannot-draw",
            Self::ReaderFailed => "qr.reader-failed",
        }
    }

    #[cfg(feature = "desktop")]
    pub(crate) fn screen(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::ScreenUnreadable(source.into())
    }
}

//! Untrusted bytes into pixels, within bounds that are checked before anything is unpacked.

use std::io::Cursor;

use image::{ColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use zeroize::Zeroizing;

use crate::{MAX_PIXELS, QrError};

/// What the decoder may allocate: [`MAX_PIXELS`] with four bytes each, and room to work.
const MAX_UNPACKED_BYTES: u64 = MAX_PIXELS * 4 + 64 * 1024 * 1024;

/// Pixels row by row, one byte a channel, wiped when dropped: they may show a secret key.
pub(crate) struct Picture {
    width: usize,
    height: usize,
    channels: Channels,
    bytes: Zeroizing<Vec<u8>>,
}

/// What the bytes of one pixel mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channels {
    Grey,
    GreyAlpha,
    Rgb,
    Rgba,
}

impl Channels {
    pub(crate) const fn count(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }

    pub(crate) const fn has_alpha(self) -> bool {
        matches!(self, Self::GreyAlpha | Self::Rgba)
    }

    pub(crate) const fn has_colour(self) -> bool {
        matches!(self, Self::Rgb | Self::Rgba)
    }
}

impl Picture {
    /// Takes over pixels that are unpacked already.
    ///
    /// # Errors
    /// [`QrError::PictureTooLarge`]; [`QrError::DamagedPicture`] if the sizes disagree or are zero.
    pub(crate) fn from_pixels(
        width: usize,
        height: usize,
        channels: Channels,
        bytes: Zeroizing<Vec<u8>>,
    ) -> Result<Self, QrError> {
        check_size(width as u64, height as u64)?;
        if bytes.len() != width * height * channels.count() {
            return Err(QrError::DamagedPicture);
        }
        Ok(Self { width, height, channels, bytes })
    }

    /// Unpacks a PNG or JPEG file, told apart by content alone.
    ///
    /// # Errors
    /// Not a picture, a kind that is not read, damaged, or too large.
    pub(crate) fn from_file_bytes(bytes: &[u8]) -> Result<Self, QrError> {
        let format = detect(bytes)?;
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        reader.limits(limits());
        let decoder = reader.into_decoder().map_err(translate)?;
        let (width, height) = decoder.dimensions();
        check_size(width.into(), height.into())?;
        let (channels, wide) = layout(decoder.color_type())?;
        let length =
            usize::try_from(decoder.total_bytes()).map_err(|_| QrError::PictureTooLarge)?;
        let mut pixels = Zeroizing::new(vec![0; length]);
        decoder.read_image(&mut pixels).map_err(translate)?;
        if wide {
            narrow(&mut pixels);
        }
        Self::from_pixels(width as usize, height as usize, channels, pixels)
    }

    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    pub(crate) const fn height(&self) -> usize {
        self.height
    }

    pub(crate) const fn channels(&self) -> Channels {
        self.channels
    }

    /// All pixels are the same: it shows nothing.
    #[cfg(all(feature = "desktop", unix, not(target_os = "macos")))]
    pub(crate) fn is_blank(&self) -> bool {
        let mut pixels = self.pixels();
        let first = pixels.next();
        pixels.all(|pixel| Some(pixel) == first)
    }

    /// The pixels, each [`Channels::count`] bytes long.
    pub(crate) fn pixels(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.chunks_exact(self.channels.count())
    }
}

fn detect(bytes: &[u8]) -> Result<ImageFormat, QrError> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Ok(ImageFormat::Png),
        [0xff, 0xd8, 0xff, ..] => Ok(ImageFormat::Jpeg),
        _ => Err(kind(bytes).map_or(QrError::NotAPicture, QrError::UnsupportedPicture)),
    }
}

/// The name of a kind of picture or document that is known and not read.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'G', b'I', b'F', b'8', ..] => Some("GIF"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("WebP"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("PDF"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("BMP"),
        [b'I', b'I', 0x2a, 0, ..] | [b'M', b'M', 0, 0x2a, ..] => Some("TIFF"),
        [0, 0, 1, 0, ..] => Some("ICO"),
        [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', b' ', ..] => Some("JPEG XL"),
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => iso_media(brand),
        _ if starts_as_svg(bytes) => Some("SVG"),
        _ => None,
    }
}

/// The brand that follows `ftyp` (ISO/IEC 14496-12) tells the still pictures apart.
fn iso_media(brand: &[u8]) -> Option<&'static str> {
    match brand.get(..4)? {
        b"avif" | b"avis" => Some("AVIF"),
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => {
            Some("HEIC")
        }
        _ => None,
    }
}

fn starts_as_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]);
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<svg") || (start.starts_with("<?xml") && start.contains("<svg"))
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_UNPACKED_BYTES);
    limits
}

fn check_size(width: u64, height: u64) -> Result<(), QrError> {
    match width.saturating_mul(height) {
        0 => Err(QrError::DamagedPicture),
        pixels if pixels > MAX_PIXELS => Err(QrError::PictureTooLarge),
        _ => Ok(()),
    }
}

/// The channels, and whether each takes two bytes.
fn layout(color: ColorType) -> Result<(Channels, bool), QrError> {
    match color {
        ColorType::L8 => Ok((Channels::Grey, false)),
        ColorType::La8 => Ok((Channels::GreyAlpha, false)),
        ColorType::Rgb8 => Ok((Channels::Rgb, false)),
        ColorType::Rgba8 => Ok((Channels::Rgba, false)),
        ColorType::L16 => Ok((Channels::Grey, true)),
        ColorType::La16 => Ok((Channels::GreyAlpha, true)),
        ColorType::Rgb16 => Ok((Channels::Rgb, true)),
        ColorType::Rgba16 => Ok((Channels::Rgba, true)),
        _ => Err(QrError::DamagedPicture),
    }
}

/// Keeps the high byte of each two-byte value, which `image` gives in the machine's order.
fn narrow(pixels: &mut Zeroizing<Vec<u8>>) {
    let half = pixels.len() / 2;
    for at in 0..half {
        let value = u16::from_ne_bytes([pixels[2 * at], pixels[2 * at + 1]]);
        pixels[at] = value.to_be_bytes()[0];
    }
    pixels[half..].fill(0);
    pixels.truncate(half);
}

fn translate(error: ImageError) -> QrError {
    match error {
        ImageError::Limits(_) => QrError::PictureTooLarge,
        _ => QrError::DamagedPicture,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        let refused = Picture::from_file_bytes(bytes).err().unwrap();
        format!("{}: {refused}", refused.code())
    }

    #[test]
    fn kinds_that_are_not_read_are_named() {
        for (start, name) in [
            (&b"GIF89a\0\0"[..], "GIF"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
            (b"%PDF-1.7\n", "PDF"),
            (b"BM\x10\0\0\0\0\0\0\0", "BMP"),
            (b"II\x2a\0", "TIFF"),
            (b"\0\0\0\x18ftypheic", "HEIC"),
            (b"\0\0\0\x18ftypmif1", "HEIC"),
            (b"\0\0\0\x18ftypavif", "AVIF"),
            (b"\xff\x0a", "JPEG XL"),
            (b"<?xml version=\"1.0\"?>\n<svg", "SVG"),
        ] {
            assert!(refusal(start).starts_with("qr.unsupported-picture"), "{name}");
            assert!(refusal(start).contains(name), "{name}");
        }
    }

    #[test]
    fn what_is_no_picture_is_told_so() {
        for bytes in [&b""[..], b"\0", b"hello", b"\xff\xd8", b"ftyp", b"\0\0\0\x18ftypmp42"] {
            assert!(refusal(bytes).starts_with("qr.not-a-picture"), "{bytes:?}");
        }
    }

    #[test]
    fn sizes_that_disagree_are_refused() {
        let too_few = Zeroizing::new(vec![0; 5]);
        assert!(Picture::from_pixels(2, 3, Channels::Grey, too_few).is_err());
        let none = Zeroizing::new(Vec::new());
        assert!(Picture::from_pixels(0, 3, Channels::Grey, none).is_err());
    }

    #[test]
    fn wide_channels_keep_their_high_byte() {
        let mut wide = Zeroizing::new(Vec::new());
        for value in [0x1234_u16, 0xfedc] {
            wide.extend_from_slice(&value.to_ne_bytes());
        }
        narrow(&mut wide);
        assert_eq!(*wide, [0x12, 0xfe]);
    }
}

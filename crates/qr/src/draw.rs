//! Text into a QR code, as SVG for paper and PNG for the screen.

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, Version};
use secret::{Secret, SecretText};
use zeroize::Zeroizing;

use crate::QrError;

/// The light border that ISO/IEC 18004 asks for, in modules.
const MARGIN: usize = 4;

/// The widest module that is drawn, in pixels.
const MAX_MODULE: u32 = 64;

/// Draws `text` as an SVG document: error correction M, a margin of four modules, one unit a
/// module, no size of its own.
///
/// The document shows the text to anyone with a reader, so it is as secret as the text.
///
/// # Errors
/// [`QrError::CannotDraw`] if the text is empty or longer than 2331 bytes.
pub fn svg(text: &SecretText) -> Result<SecretText, QrError> {
    let modules = Modules::of(text)?;
    let across = modules.across();
    // The longest module is "M175 175h1v1h-1z"; room for all, so that no unwiped copy is left.
    let mut path = String::with_capacity(200 + 17 * across * across);
    path.push_str(&format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {across}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{across}v{across}H0z"/><path fill="#000" d=""##
    ));
    for y in 0..across {
        for x in (0..across).filter(|&x| modules.is_dark(x, y)) {
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    path.push_str(r#""/></svg>"#);
    Ok(SecretText::new(path))
}

/// Draws `text` as a black and white PNG file: error correction M, a margin of four modules, each
/// module `px_per_module` pixels wide (1 to 64; 4 and more are read well from a screen).
///
/// The picture shows the text to anyone with a reader, so it is as secret as the text.
///
/// # Errors
/// [`QrError::CannotDraw`] if the text is empty or longer than 2331 bytes, or the width is outside
/// its bounds.
pub fn png(text: &SecretText, px_per_module: u32) -> Result<Secret, QrError> {
    if !(1..=MAX_MODULE).contains(&px_per_module) {
        return Err(QrError::CannotDraw);
    }
    let modules = Modules::of(text)?;
    let scale = px_per_module as usize;
    let side = modules.across() * scale;
    let mut pixels = Zeroizing::new(Vec::with_capacity(side * side));
    for y in 0..side {
        pixels.extend((0..side).map(|x| modules.level(x / scale, y / scale)));
    }
    to_png(&pixels, side, side)
}

/// Draws `text` for a terminal: a line for every two rows of modules, of half blocks whose foreground
/// is the light.
///
/// The lines show the text to anyone with a reader, so they are as secret as the text.
///
/// # Errors
/// [`QrError::CannotDraw`] if the text is empty or longer than 2331 bytes.
pub fn blocks(text: &SecretText) -> Result<SecretText, QrError> {
    let modules = Modules::of(text)?;
    let across = modules.across();
    // A half block takes three bytes; room for all, so that no unwiped copy is left.
    let mut lines = String::with_capacity((3 * across + 1) * across.div_ceil(2));
    for y in (0..across).step_by(2) {
        lines.extend((0..across).map(|x| {
            match (modules.is_dark(x, y), modules.is_dark(x, y + 1)) {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            }
        }));
        lines.push('\n');
    }
    Ok(SecretText::new(lines))
}

/// Writes grey pixels, row by row, as a PNG file.
pub(crate) fn to_png(pixels: &[u8], width: usize, height: usize) -> Result<Secret, QrError> {
    let mut file = Zeroizing::new(Vec::with_capacity(pixels.len() + 1024));
    let side = |length| u32::try_from(length).map_err(|_| QrError::CannotDraw);
    PngEncoder::new(&mut *file)
        .write_image(pixels, side(width)?, side(height)?, ExtendedColorType::L8)
        .map_err(|_| QrError::CannotDraw)?;
    Ok(Secret::copy_of(&file))
}

/// The dark and light modules of a code, margin included: for whoever draws it in another format.
/// They are as secret as the text, and wiped when dropped.
pub struct Modules {
    dark: Zeroizing<Vec<bool>>,
    width: usize,
}

impl Modules {
    /// The code of `text`: error correction M, a margin of four modules.
    ///
    /// # Errors
    /// [`QrError::CannotDraw`] if the text is empty or longer than 2331 bytes.
    pub fn of(text: &SecretText) -> Result<Self, QrError> {
        if text.expose().is_empty() {
            return Err(QrError::CannotDraw);
        }
        let code = encode(text.expose()).ok_or(QrError::CannotDraw)?;
        let width = code.width();
        let dark = code.into_colors().into_iter().map(|module| module == Color::Dark).collect();
        Ok(Self { dark: Zeroizing::new(dark), width })
    }

    /// How many modules it is wide and high.
    pub const fn across(&self) -> usize {
        self.width + 2 * MARGIN
    }

    /// Whether a module is dark, counted from the top left; outside all are light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        let inside = MARGIN..MARGIN + self.width;
        inside.contains(&x)
            && inside.contains(&y)
            && self.dark[(y - MARGIN) * self.width + x - MARGIN]
    }

    fn level(&self, x: usize, y: usize) -> u8 {
        if self.is_dark(x, y) { 0 } else { 255 }
    }
}

/// The smallest code that holds `text`.
///
/// Text beyond ASCII goes in whole as bytes: left to itself, `qrcode` packs pairs of UTF-8 bytes
/// that look like Shift JIS as kanji, and every other reader then shows kanji.
fn encode(text: &str) -> Option<QrCode> {
    if text.is_ascii() {
        return QrCode::with_error_correction_level(text, EcLevel::M).ok();
    }
    (1..=40).find_map(|version| {
        let mut bits = Bits::new(Version::Normal(version));
        bits.push_byte_data(text.as_bytes()).ok()?;
        bits.push_terminator(EcLevel::M).ok()?;
        QrCode::with_bits(bits, EcLevel::M).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_bytes;

    #[test]
    fn half_blocks_show_the_modules() {
        let text = SecretText::copy_of("otpauth://totp/A?secret=JBSWY3DPEHPK3PXP");
        let (drawn, modules) = (blocks(&text).unwrap(), Modules::of(&text).unwrap());
        let lines: Vec<Vec<char>> =
            drawn.expose().lines().map(|line| line.chars().collect()).collect();
        assert_eq!(lines.len(), modules.across().div_ceil(2));
        for (y, x) in (0..modules.across()).flat_map(|y| (0..modules.across()).map(move |x| (y, x)))
        {
            let light = if y % 2 == 0 { ['█', '▀'] } else { ['█', '▄'] };
            assert_eq!(!light.contains(&lines[y / 2][x]), modules.is_dark(x, y), "{x}, {y}");
        }
        assert!(blocks(&SecretText::copy_of("")).is_err());
    }

    fn drawn_and_read(text: &str) {
        let text = SecretText::copy_of(text);
        for px_per_module in [2, 4, 7] {
            let picture = png(&text, px_per_module).unwrap();
            assert!(read_bytes(picture.expose()).unwrap() == [SecretText::copy_of(text.expose())]);
        }
    }

    #[test]
    fn what_is_drawn_reads_back_byte_for_byte() {
        drawn_and_read("otpauth://totp/HMRC:123?secret=JBSWY3DPEHPK3PXP&issuer=HMRC");
        drawn_and_read("otpauth://totp/Müller & Söhne:測試😀?secret=JBSWY3DPEHPK3PXP");
        drawn_and_read("12345");
        drawn_and_read(&"otpauth-migration://offline?data=Cm%2B".repeat(36));
    }

    #[test]
    fn another_reader_shows_the_same_letters() {
        let text = "otpauth://totp/Müller & Söhne:測試漢字?secret=JBSWY3DPEHPK3PXP";
        let picture = png(&SecretText::copy_of(text), 4).unwrap();
        let picture = image::load_from_memory(picture.expose()).unwrap().into_luma8();
        let (width, height) = picture.dimensions();
        let read = rxing::helpers::detect_in_luma(picture.into_raw(), width, height, None).unwrap();
        assert_eq!(read.getText(), text);
    }

    #[test]
    fn the_svg_draws_the_same_modules_as_the_png() {
        let text = SecretText::copy_of("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP");
        let document = svg(&text).unwrap();
        let modules = Modules::of(&text).unwrap();
        for y in 0..modules.across() {
            for x in 0..modules.across() {
                let drawn = document.expose().contains(&format!("M{x} {y}h1v1h-1z"));
                assert_eq!(drawn, modules.is_dark(x, y), "{x} {y}");
            }
        }
        let margin = format!("viewBox=\"0 0 {0} {0}\"", modules.width + 8);
        assert!(document.expose().contains(&margin));
    }

    #[test]
    fn what_no_code_can_hold_is_refused() {
        let long = SecretText::new("x".repeat(2332));
        let fits = SecretText::new("x".repeat(2331));
        assert_eq!(svg(&long).unwrap_err().code(), "qr.cannot-draw");
        assert!(svg(&fits).is_ok());
        for px_per_module in [0, 65] {
            assert!(png(&fits, px_per_module).is_err());
        }
        assert!(png(&SecretText::copy_of(""), 4).is_err());
    }
}

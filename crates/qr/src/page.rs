//! Words on white, as a picture.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};
use secret::{Secret, SecretText};
use zeroize::Zeroizing;

use crate::QrError;
use crate::draw::{Modules, to_png};

/// Space around and between, in pixels.
const GAP: usize = 24;

/// From the top of one row of words to the next, in pixels.
const ROW: usize = 52;

/// Room for the number of a word, in letters.
const NUMBER: usize = 3;

/// The widest picture, in pixels.
const MAX_WIDTH: usize = 4096;

/// Stands for a letter that cannot be drawn.
const UNKNOWN: char = '?';

/// A page that grows downwards: headings, words and a QR code, black on white. What is on it is as
/// secret as the words; its pixels are wiped when it is dropped.
pub struct Page {
    width: usize,
    pixels: Zeroizing<Vec<u8>>,
}

#[derive(Clone, Copy)]
enum Letters {
    Small,
    Large,
    Bold,
}

impl Page {
    /// An empty page, so many pixels wide.
    ///
    /// # Errors
    /// [`QrError::CannotDraw`] when that is nothing, or more than 4096.
    pub fn new(width: usize) -> Result<Self, QrError> {
        if !(1..=MAX_WIDTH).contains(&width) {
            return Err(QrError::CannotDraw);
        }
        let mut page = Self { width, pixels: Zeroizing::default() };
        page.grow(GAP);
        Ok(page)
    }

    /// Adds a heading. What does not fit is cut off.
    #[must_use]
    pub fn heading(self, text: &str) -> Self {
        self.line(text, Letters::Bold)
    }

    /// Adds a line of smaller letters. What does not fit is cut off.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.line(text, Letters::Small)
    }

    /// Adds a line of large letters, such as a code to read out. What does not fit is cut off.
    #[must_use]
    pub fn secret_line(self, text: &SecretText) -> Self {
        self.line(text.expose(), Letters::Large)
    }

    /// Adds numbered words, from the top of the first column to the foot of the last.
    #[must_use]
    pub fn words(mut self, words: &SecretText, columns: usize) -> Self {
        let count = words.expose().split(' ').count();
        let rows = count.div_ceil(columns.max(1));
        let across = (self.width - GAP) / columns.max(1);
        let top = self.height();
        self.grow(rows * ROW + GAP);
        let number = NUMBER * Letters::Small.width();
        for (index, word) in words.expose().split(' ').enumerate() {
            let (x, y) = (GAP + index / rows * across, top + index % rows * ROW);
            self.draw(&format!("{:>2}", index + 1), Letters::Small, (x, y + 6));
            self.draw(word, Letters::Bold, (x + number, y));
        }
        self
    }

    /// Adds a QR code of `text`, with so many pixels a module.
    ///
    /// # Errors
    /// [`QrError::CannotDraw`] when no code holds the text, or the page is not wide enough.
    pub fn code(mut self, text: &SecretText, scale: usize) -> Result<Self, QrError> {
        let modules = Modules::of(text)?;
        let side = modules.across() * scale;
        if side == 0 || side > self.width {
            return Err(QrError::CannotDraw);
        }
        let top = self.height();
        self.grow(side);
        for y in 0..side {
            for x in (0..side).filter(|x| modules.is_dark(x / scale, y / scale)) {
                self.pixels[(top + y) * self.width + x] = 0;
            }
        }
        Ok(self)
    }

    /// The page as a PNG file.
    ///
    /// # Errors
    /// [`QrError::CannotDraw`].
    pub fn png(mut self) -> Result<Secret, QrError> {
        self.grow(GAP);
        to_png(&self.pixels, self.width, self.height())
    }

    fn height(&self) -> usize {
        self.pixels.len() / self.width
    }

    /// Adds white at the foot. The pixels before are moved by hand, so that no copy stays behind.
    fn grow(&mut self, by: usize) {
        let mut grown = Zeroizing::new(vec![255; self.pixels.len() + by * self.width]);
        grown[..self.pixels.len()].copy_from_slice(&self.pixels);
        self.pixels = grown;
    }

    fn line(mut self, text: &str, letters: Letters) -> Self {
        let top = self.height();
        self.grow(letters.height().val() + GAP / 2);
        self.draw(text, letters, (GAP, top));
        self
    }

    fn draw(&mut self, text: &str, letters: Letters, (left, top): (usize, usize)) {
        let at = (left..).step_by(letters.width());
        for (x, letter) in at.zip(text.chars()) {
            if x + letters.width() > self.width {
                return;
            }
            self.draw_letter(letter, letters, (x, top));
        }
    }

    fn draw_letter(&mut self, letter: char, letters: Letters, (left, top): (usize, usize)) {
        let raster = |letter| get_raster(letter, letters.weight(), letters.height());
        let Some(raster) = raster(letter).or_else(|| raster(UNKNOWN)) else { return };
        for (y, row) in raster.rows().enumerate() {
            for (x, ink) in row.iter().enumerate() {
                let place = (top + y) * self.width + left + x;
                self.pixels[place] = self.pixels[place].min(255 - ink);
            }
        }
    }
}

impl Letters {
    const fn weight(self) -> FontWeight {
        match self {
            Self::Small | Self::Large => FontWeight::Regular,
            Self::Bold => FontWeight::Bold,
        }
    }

    const fn height(self) -> RasterHeight {
        match self {
            Self::Small => RasterHeight::Size24,
            Self::Large | Self::Bold => RasterHeight::Size32,
        }
    }

    const fn width(self) -> usize {
        get_raster_width(self.weight(), self.height())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_bytes;

    fn words() -> SecretText {
        let words: Vec<String> = (1..=24).map(|number| format!("word{number}")).collect();
        SecretText::new(words.join(" "))
    }

    fn size(picture: &Secret) -> (u32, u32) {
        image::load_from_memory(picture.expose()).unwrap().into_luma8().dimensions()
    }

    #[test]
    fn the_code_on_a_page_of_words_is_read_back() {
        let words = words();
        let page = Page::new(1000).unwrap().heading("Recovery kit").words(&words, 3);
        let picture = page.code(&words, 5).unwrap().png().unwrap();
        assert!(read_bytes(picture.expose()).unwrap() == [words]);
    }

    #[test]
    fn every_word_leaves_its_own_ink() {
        let drawn = |text: &str| {
            let page = Page::new(400).unwrap().words(&SecretText::copy_of(text), 1);
            page.png().unwrap()
        };
        assert!(drawn("apple river") != drawn("apple rivet"));
        assert!(drawn("apple river") == drawn("apple river"));
        assert_eq!(size(&drawn("apple river")).0, 400);
    }

    #[test]
    fn letters_beyond_the_font_are_marked_and_long_lines_are_cut() {
        let page =
            Page::new(120).unwrap().heading("測試 and a name that is far too long").text("é");
        assert!(size(&page.png().unwrap()).1 > 32);
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        assert!(Page::new(0).is_err() && Page::new(MAX_WIDTH + 1).is_err());
        assert!(Page::new(10).unwrap().code(&SecretText::copy_of("x"), 5).is_err());
        assert!(Page::new(100).unwrap().code(&SecretText::copy_of(""), 1).is_err());
    }
}

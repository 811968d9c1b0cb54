//! The fonts that are built in.

use std::sync::LazyLock;

use krilla::text::{Font, Tag};
use rustybuzz::Variation;

/// Latin with all its accents, Greek and Cyrillic; its capital I and small l cannot be confused.
const PLEX_SANS: &[u8] = include_bytes!("../../fonts/IBMPlexSans-Variable.ttf");

/// For secret keys: all letters of one width, O unlike 0, I unlike 1.
const PLEX_MONO: &[u8] = include_bytes!("../../fonts/IBMPlexMono-SemiBold.ttf");

/// What the others lack: Hebrew, Arabic, Armenian, Georgian, signs.
const DEJAVU_SANS: &[u8] = include_bytes!("../../fonts/DejaVuSans.ttf");

/// A cut of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    /// For reading.
    Text,
    /// For headings and labels.
    Bold,
    /// For secret keys.
    Key,
    /// For characters that the three above lack.
    Other,
}

/// A face, ready for use.
pub(super) struct Loaded {
    /// For shaping.
    pub shapes: rustybuzz::Face<'static>,
    /// For the PDF.
    font: Font,
    /// How many units are one em.
    pub em: f32,
    /// The advances of the characters up to [`SIMPLE`], in em; `None` for those it lacks.
    simple: Vec<Option<f32>>,
}

/// Latin, up to here, is measured from a table.
const SIMPLE: u32 = 0x250;

static FACES: LazyLock<[Loaded; 4]> = LazyLock::new(|| {
    [
        Loaded::from(PLEX_SANS, Some(400.0)),
        Loaded::from(PLEX_SANS, Some(600.0)),
        Loaded::from(PLEX_MONO, None),
        Loaded::from(DEJAVU_SANS, None),
    ]
});

impl Face {
    pub(super) fn loaded(self) -> &'static Loaded {
        &FACES[self as usize]
    }
}

/// The font of `face`, as the PDF writer wants it.
pub fn font(face: Face) -> Font {
    face.loaded().font.clone()
}

impl Loaded {
    #[allow(clippy::expect_used, reason = "the fonts are constants that every test loads")]
    fn from(bytes: &'static [u8], weight: Option<f32>) -> Self {
        let mut shapes = rustybuzz::Face::from_slice(bytes, 0).expect("a font that can be read");
        let mut axes = Vec::new();
        if let Some(value) = weight {
            let tag = rustybuzz::ttf_parser::Tag::from_bytes(b"wght");
            shapes.set_variations(&[Variation { tag, value }]);
            axes.push((Tag::new(b"wght"), value));
        }
        let font = Font::new_variable(bytes.into(), 0, &axes).expect("a font that can be read");
        let em = font.units_per_em();
        let mut loaded = Self { shapes, font, em, simple: Vec::new() };
        loaded.simple =
            (0..SIMPLE).map(|c| char::from_u32(c).and_then(|c| loaded.look_up(c))).collect();
        loaded
    }

    /// How far `c` moves on, in em, before kerning; `None` if this face lacks it.
    pub fn advance(&self, c: char) -> Option<f32> {
        match self.simple.get(c as usize) {
            Some(known) => *known,
            None => self.look_up(c),
        }
    }

    fn look_up(&self, c: char) -> Option<f32> {
        let glyph = self.shapes.glyph_index(c).filter(|glyph| glyph.0 != 0)?;
        Some(f32::from(self.shapes.glyph_hor_advance(glyph)?) / self.em)
    }
}

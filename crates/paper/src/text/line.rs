//! One line of glyphs.

use std::ops::Range;

use krilla::text::GlyphId;
use zeroize::{Zeroize, Zeroizing};

use super::Face;

/// A line that is ready to be drawn. It may be of a secret key: all of it is wiped.
#[derive(Default)]
pub struct Line {
    /// What it says, in reading order, with the space at its end.
    pub text: Zeroizing<String>,
    /// Its glyphs, from left to right.
    pub runs: Vec<Run>,
    /// How wide it is without the space at its end, in em.
    pub ems: f32,
}

/// Glyphs of one face.
pub struct Run {
    pub face: Face,
    pub glyphs: Zeroizing<Vec<Glyph>>,
}

/// One glyph; lengths in em.
#[derive(Clone, Copy, Default, Zeroize)]
pub struct Glyph {
    pub id: u32,
    /// Where its characters start and end in the line's text.
    pub start: usize,
    pub end: usize,
    pub advance: f32,
    pub right: f32,
    pub up: f32,
}

impl Run {
    /// How far it moves on, in em.
    pub fn ems(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

impl krilla::text::Glyph for Glyph {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.id)
    }

    fn text_range(&self) -> Range<usize> {
        self.start..self.end
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.right * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.up * size
    }

    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<krilla::surface::Location> {
        None
    }
}

//! Text of any origin into lines of glyphs.

mod fonts;
mod legible;
mod line;
mod shape;

pub(crate) use fonts::{Face, font};
pub(crate) use legible::isolated;
pub(crate) use line::{Glyph, Line, Run};
pub(crate) use shape::{KERNING, Shaper};

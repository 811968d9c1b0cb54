//! Pages of marks, and painting them.
//!
//! Layout only puts marks on pages, each with the tag that tells a screen reader what it is, or
//! none where it is decoration. Painting comes last, when the number of pages is known.

mod paint;
mod tags;

use krilla::geom::{Path, PathBuilder, Rect};

use crate::text::Line;

pub use paint::{Bookmark, Standards, paint, start};
pub use tags::{Role, TagRef, Tags};

/// What a mark is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Black,
    /// For what is read second; 7:1 on white.
    Grey,
    /// Rules between rows.
    Rule,
    /// Behind headings of tables.
    Tint,
    /// A watermark: just to be seen.
    Faint,
    White,
    Blue,
    Green,
    Amber,
    Red,
}

/// One thing that is drawn.
pub enum Mark {
    /// A line of text: where its baseline starts, how large, turned by how many degrees.
    Text { x: f32, y: f32, size: f32, turn: f32, ink: Ink, line: Line },
    /// A filled shape.
    Fill { path: Path, ink: Ink },
    /// The outline of a shape: its width, and the length of dashes if it is dashed.
    Stroke { path: Path, ink: Ink, width: f32, dash: Option<f32> },
}

/// Why a mark without a tag is on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decor {
    /// Repeated at the top.
    Header,
    /// Repeated at the foot.
    Footer,
    Watermark,
    /// Rules, boxes, bullets.
    Layout,
}

/// A mark with its place in the order of reading.
pub struct Placed {
    pub mark: Mark,
    pub belongs: Result<TagRef, Decor>,
}

/// Pages of one size.
pub struct Canvas {
    pub width: f32,
    pub height: f32,
    pub pages: Vec<Vec<Placed>>,
    pub tags: Tags,
}

impl Canvas {
    /// One empty page, its sides in points.
    pub fn new(width: f32, height: f32) -> Self {
        Self { width, height, pages: vec![Vec::new()], tags: Tags::default() }
    }

    pub fn add_page(&mut self) {
        self.pages.push(Vec::new());
    }

    /// The page that is being filled.
    pub fn page(&self) -> usize {
        self.pages.len() - 1
    }

    /// Puts a tagged mark on the last page.
    pub fn put(&mut self, tag: TagRef, mark: Mark) {
        self.place(Ok(tag), mark);
    }

    /// Puts a mark on the last page that tells a screen reader nothing.
    pub fn decorate(&mut self, decor: Decor, mark: Mark) {
        self.place(Err(decor), mark);
    }

    /// Puts such a mark on a page that was filled before.
    pub fn decorate_page(&mut self, page: usize, decor: Decor, mark: Mark) {
        if let Some(page) = self.pages.get_mut(page) {
            page.push(Placed { mark, belongs: Err(decor) });
        }
    }

    fn place(&mut self, belongs: Result<TagRef, Decor>, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { mark, belongs });
        }
    }
}

impl Mark {
    /// Black text that lies as text does.
    pub fn text(x: f32, y: f32, size: f32, line: Line) -> Self {
        Self::Text { x, y, size, turn: 0.0, ink: Ink::Black, line }
    }

    /// The same in another ink.
    pub fn inked(self, ink: Ink) -> Self {
        match self {
            Self::Text { x, y, size, turn, line, .. } => Self::Text { x, y, size, turn, ink, line },
            Self::Fill { path, .. } => Self::Fill { path, ink },
            Self::Stroke { path, width, dash, .. } => Self::Stroke { path, ink, width, dash },
        }
    }
}

/// A filled rectangle; nothing where it has no area.
pub fn filled(x: f32, y: f32, width: f32, height: f32, ink: Ink) -> Option<Mark> {
    Some(Mark::Fill { path: rectangle(x, y, width, height)?, ink })
}

/// The outline of a rectangle.
pub fn framed(x: f32, y: f32, width: f32, height: f32, line: f32, ink: Ink) -> Option<Mark> {
    Some(Mark::Stroke { path: rectangle(x, y, width, height)?, ink, width: line, dash: None })
}

/// A straight line.
pub fn rule(from: (f32, f32), to: (f32, f32), width: f32, ink: Ink) -> Option<Mark> {
    Some(Mark::Stroke { path: polygon(&[from, to], false)?, ink, width, dash: None })
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}

/// Straight lines through `points`.
pub fn polygon(points: &[(f32, f32)], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    let (first, others) = points.split_first()?;
    path.move_to(first.0, first.1);
    for (x, y) in others {
        path.line_to(*x, *y);
    }
    if closed {
        path.close();
    }
    path.finish()
}

/// A circle of four curves.
pub fn circle(x: f32, y: f32, radius: f32) -> Option<Path> {
    /// How far the handles of a quarter of a circle stand out, in radii.
    const HANDLE: f32 = 0.552_284_8;
    let (r, h) = (radius, radius * HANDLE);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + h, x + h, y + r, x, y + r);
    path.cubic_to(x - h, y + r, x - r, y + h, x - r, y);
    path.cubic_to(x - r, y - h, x - h, y - r, x, y - r);
    path.cubic_to(x + h, y - r, x + r, y - h, x + r, y);
    path.close();
    path.finish()
}

#[cfg(test)]
impl Canvas {
    /// The first text that crosses the sides or the bottom of a box on its page, if any does.
    pub fn outside(&self, left: f32, right: f32, bottom: f32) -> Option<String> {
        let marks = self.pages.iter().flatten().filter_map(|placed| match &placed.mark {
            Mark::Text { x, y, size, turn: 0.0, line, .. } => Some((x, y, size, line)),
            _ => None,
        });
        let mut crossing = marks.filter(|(x, y, size, line)| {
            **x < left || **x + line.ems * **size > right + 0.1 || **y > bottom
        });
        crossing.next().map(|(x, y, _, line)| format!("at {x} {y}: {}", *line.text))
    }
}

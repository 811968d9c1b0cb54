//! From marks to a PDF file.

use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, Point, Transform};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};

use super::{Canvas, Decor, Ink, Mark, Placed};
use crate::PaperError;
use crate::text::{Line, font};
use crate::words;

/// What the file must conform to; krilla refuses to write one that does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standards {
    /// PDF/UA-1: for people who hear it.
    Accessible,
    /// PDF/A-3a as well: for those who open it in twenty years.
    Kept,
}

/// A place that the reader's side bar leads to.
pub struct Bookmark {
    pub text: String,
    pub page: usize,
    pub y: f32,
}

/// Starts a file. It is for the caller to embed files in it.
pub fn start(standards: Standards) -> Result<krilla::Document, PaperError> {
    let mut wanted = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    if standards == Standards::Kept {
        wanted = wanted.with_archival_validator(Archival::A3_A);
    }
    let configuration = wanted.finish().map_err(|_| PaperError::Library)?;
    Ok(krilla::Document::new_with(SerializeSettings {
        configuration,
        no_device_cs: standards == Standards::Kept,
        ..SerializeSettings::default()
    }))
}

/// Paints all pages into `file` and finishes it.
pub fn paint(
    mut file: krilla::Document,
    mut canvas: Canvas,
    metadata: Metadata,
    bookmarks: &[Bookmark],
) -> Result<Vec<u8>, PaperError> {
    let settings = PageSettings::from_wh(canvas.width, canvas.height).ok_or(PaperError::Library)?;
    for marks in std::mem::take(&mut canvas.pages) {
        let mut page = file.start_page_with(settings.clone());
        let mut surface = page.surface();
        for placed in &marks {
            draw(&mut surface, &mut canvas, placed);
        }
        surface.finish();
        page.finish();
    }
    let mut outline = Outline::new();
    for mark in bookmarks {
        let place = XyzDestination::new(mark.page, Point::from_xy(0.0, mark.y));
        outline.push_child(OutlineNode::new(mark.text.clone(), place));
    }
    file.set_outline(outline);
    file.set_metadata(metadata.language(words::LANGUAGE.to_owned()));
    file.set_tag_tree(canvas.tags.tree(words::LANGUAGE));
    file.finish().map_err(|_| PaperError::Library)
}

fn draw(surface: &mut Surface, canvas: &mut Canvas, placed: &Placed) {
    let content = match (placed.belongs, &placed.mark) {
        (Err(decor), _) => ContentTag::Artifact(Artifact::with_kind(decor.kind())),
        (Ok(_), Mark::Text { .. }) => ContentTag::Span(SpanTag::empty()),
        (Ok(_), _) => ContentTag::Other,
    };
    let identifier = surface.start_tagged(content);
    match &placed.mark {
        Mark::Text { x, y, size, turn, ink, line } => {
            surface.push_transform(&Transform::from_rotate_at(*turn, *x, *y));
            draw_line(surface, (*x, *y), *size, *ink, line);
            surface.pop();
        }
        Mark::Fill { path, ink } => draw_path(surface, path, Some(fill(*ink)), None),
        Mark::Stroke { path, ink, width, dash } => {
            let dash = dash.map(|length| StrokeDash { array: vec![length, length], offset: 0.0 });
            let stroke =
                Stroke { paint: ink.colour().into(), width: *width, dash, ..Stroke::default() };
            draw_path(surface, path, None, Some(stroke));
        }
    }
    surface.end_tagged();
    if let Ok(tag) = placed.belongs {
        canvas.tags.mark(tag, identifier);
    }
}

fn draw_line(surface: &mut Surface, (x, y): (f32, f32), size: f32, ink: Ink, line: &Line) {
    surface.set_fill(Some(fill(ink)));
    surface.set_stroke(None);
    let mut x = x;
    for run in &line.runs {
        let start = Point::from_xy(x, y);
        surface.draw_glyphs(start, &run.glyphs, font(run.face), &line.text, size, false);
        x += run.ems() * size;
    }
}

fn draw_path(surface: &mut Surface, path: &Path, fill: Option<Fill>, stroke: Option<Stroke>) {
    surface.set_fill(fill);
    surface.set_stroke(stroke);
    surface.draw_path(path);
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: ink.colour().into(), ..Fill::default() }
}

impl Ink {
    fn colour(self) -> rgb::Color {
        let (red, green, blue) = match self {
            Self::Black => (0x0b, 0x0c, 0x0c),
            Self::Grey => (0x50, 0x5a, 0x5f),
            Self::Rule => (0xc8, 0xcd, 0xd2),
            Self::Tint => (0xee, 0xf2, 0xf6),
            Self::Faint => (0xf1, 0xf1, 0xf1),
            Self::White => (0xff, 0xff, 0xff),
            Self::Blue => (0x1d, 0x70, 0xb8),
            Self::Green => (0x00, 0x70, 0x3c),
            Self::Amber => (0xf4, 0x77, 0x38),
            Self::Red => (0xb1, 0x0e, 0x1e),
        };
        rgb::Color::new(red, green, blue)
    }
}

impl Decor {
    fn kind(self) -> ArtifactType {
        match self {
            Self::Header => ArtifactType::Header,
            Self::Footer => ArtifactType::Footer,
            Self::Watermark => ArtifactType::Watermark,
            Self::Layout => ArtifactType::Layout,
        }
    }
}

//! A column of text that runs over pages.

use crate::canvas::{Bookmark, Canvas, Decor, Ink, Mark, Role, filled, rule};
use crate::text::{Face, KERNING, Line, Shaper};
use crate::{PaperError, words};

const WIDTH: f32 = 595.28;
const HEIGHT: f32 = 841.89;
pub const LEFT: f32 = 58.0;
const TOP: f32 = 54.0;
/// Where text starts on the pages after the first, under their running title.
const TOP_AGAIN: f32 = 74.0;
/// How wide the column is.
pub const COLUMN: f32 = WIDTH - 2.0 * LEFT;
/// Space below the footer.
const FOOT: f32 = 34.0;
/// How much of the foot is the footer's; the page's number has the rest.
const FOOTER_WIDTH: f32 = COLUMN - 90.0;
/// A footer of more lines would be a page of its own.
const FOOTER_LINES: usize = 6;

/// Ordinary text.
pub const BODY: Style = Style { face: Face::Text, size: 10.5, leading: 15.5, ink: Ink::Black };
/// What stands in the place of words that do not fit.
const ELLIPSIS: &str = " …";

const RUNNING: Style = Style { face: Face::Text, size: 8.5, leading: 11.5, ink: Ink::Grey };

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub face: Face,
    /// In points.
    pub size: f32,
    /// From one baseline to the next.
    pub leading: f32,
    pub ink: Ink,
}

impl Style {
    /// From the top of a line to its baseline.
    pub fn rise(&self) -> f32 {
        self.leading * 0.5 + self.size * 0.35
    }
}

/// Fills pages from the top; starts a new one where the present one is full.
pub struct Flow {
    pub canvas: Canvas,
    pub shaper: Shaper,
    pub bookmarks: Vec<Bookmark>,
    /// The top of what comes next.
    pub y: f32,
    bottom: f32,
    footer: String,
}

impl Flow {
    pub fn new(footer: &str) -> Result<Self, PaperError> {
        let mut shaper = Shaper::default();
        let lines = shaper.wrap(footer, RUNNING.face, FOOTER_WIDTH / RUNNING.size).len();
        if lines > FOOTER_LINES {
            return Err(PaperError::TooLong { longest: "footer" });
        }
        let foot = FOOT + RUNNING.leading * lines.max(1) as f32 + 14.0;
        Ok(Self {
            canvas: Canvas::new(WIDTH, HEIGHT),
            shaper,
            bookmarks: Vec::new(),
            y: TOP,
            bottom: HEIGHT - foot,
            footer: footer.to_owned(),
        })
    }

    /// How much of the page is left.
    pub fn left(&self) -> f32 {
        self.bottom - self.y
    }

    /// How much is left on a page on which nothing stands.
    pub fn page_height(&self) -> f32 {
        self.bottom - TOP_AGAIN
    }

    /// Starts a new page unless so much is left.
    pub fn room(&mut self, height: f32) {
        if self.left() < height {
            self.new_page();
        }
    }

    pub fn new_page(&mut self) {
        self.canvas.add_page();
        self.y = TOP_AGAIN;
    }

    /// Leaves white, but none at the top of a page.
    pub fn space(&mut self, height: f32) {
        if self.y > TOP_AGAIN || self.canvas.page() == 0 {
            self.y += height;
        }
    }

    pub fn heading(&mut self, level: u16, text: &str, style: Style) {
        let shown = self.shaper.title(text, style.face);
        self.room(style.leading);
        let (page, y) = (self.canvas.page(), self.y);
        self.bookmarks.push(Bookmark { text: shown.clone(), page, y });
        self.lines(text, style, Role::Heading(level, shown));
    }

    pub fn paragraph(&mut self, text: &str, style: Style) {
        self.lines(text, style, Role::Paragraph);
    }

    fn lines(&mut self, text: &str, style: Style, role: Role) {
        let lines = self.shaper.wrap(text, style.face, COLUMN / style.size);
        if lines.is_empty() {
            return;
        }
        let tag = self.canvas.tags.add(role);
        for line in lines {
            self.room(style.leading);
            let mark = Mark::text(LEFT, self.y + style.rise(), style.size, line);
            self.canvas.put(tag, mark.inked(style.ink));
            self.y += style.leading;
        }
    }

    /// A coloured bar over the whole width.
    pub fn bar(&mut self) {
        self.decorate(filled(LEFT, self.y, COLUMN, 2.5, Ink::Blue));
        self.y += 2.5;
    }

    /// A hairline over the whole width.
    pub fn hairline(&mut self, ink: Ink) {
        self.decorate(rule((LEFT, self.y), (LEFT + COLUMN, self.y), 0.6, ink));
    }

    pub fn decorate(&mut self, mark: Option<Mark>) {
        if let Some(mark) = mark {
            self.canvas.decorate(Decor::Layout, mark);
        }
    }

    /// Gives every page its foot, and each after the first its running title.
    pub fn finish_pages(&mut self, title: &str) {
        let pages = self.canvas.pages.len();
        let title = self.shaper.title(title, RUNNING.face);
        for page in 0..pages {
            self.foot(page, pages);
            if page > 0 {
                let line = self.cut(&title, COLUMN);
                self.running(page, Decor::Header, LEFT, TOP - RUNNING.leading, line);
                let y = TOP + 6.0;
                let hairline = rule((LEFT, y), (LEFT + COLUMN, y), 0.6, Ink::Rule);
                self.repeat(page, Decor::Header, hairline);
            }
        }
    }

    fn foot(&mut self, page: usize, pages: usize) {
        let top = self.bottom + 14.0;
        let hairline = rule((LEFT, top - 5.0), (LEFT + COLUMN, top - 5.0), 0.6, Ink::Rule);
        self.repeat(page, Decor::Footer, hairline);
        let footer = self.footer.clone();
        let lines = self.shaper.wrap(&footer, RUNNING.face, FOOTER_WIDTH / RUNNING.size);
        for (number, line) in lines.into_iter().enumerate() {
            self.running(page, Decor::Footer, LEFT, top + number as f32 * RUNNING.leading, line);
        }
        let number = self.shaper.one_line(&words::page_of(page + 1, pages), RUNNING.face);
        let x = LEFT + COLUMN - number.ems * RUNNING.size;
        self.running(page, Decor::Footer, x, top, number);
    }

    /// The start of `text` that fits in `width`, with an ellipsis if that is not all.
    fn cut(&mut self, text: &str, width: f32) -> Line {
        let rest = self.shaper.one_line(ELLIPSIS, RUNNING.face).ems + KERNING;
        let ems = width / RUNNING.size - rest;
        let mut lines = self.shaper.wrap(text, RUNNING.face, ems).into_iter();
        match (lines.next(), lines.next()) {
            (Some(first), Some(_)) => {
                let text = format!("{}{ELLIPSIS}", first.text.trim_end());
                self.shaper.one_line(&text, RUNNING.face)
            }
            (first, _) => first.unwrap_or_default(),
        }
    }

    fn running(&mut self, page: usize, decor: Decor, x: f32, y: f32, line: Line) {
        let mark = Mark::text(x, y + RUNNING.rise(), RUNNING.size, line).inked(RUNNING.ink);
        self.repeat(page, decor, Some(mark));
    }

    fn repeat(&mut self, page: usize, decor: Decor, mark: Option<Mark>) {
        if let Some(mark) = mark {
            self.canvas.decorate_page(page, decor, mark);
        }
    }
}

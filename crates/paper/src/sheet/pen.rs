//! Writes down a side of the sheet.

use crate::canvas::{Canvas, Decor, Ink, Mark, Role, TagRef, framed};
use crate::text::{Face, Line, Shaper};
use crate::words;

pub const WIDTH: f32 = 419.53;
pub const HEIGHT: f32 = 595.28;
pub const LEFT: f32 = 30.0;
pub const TOP: f32 = 26.0;
pub const COLUMN: f32 = WIDTH - 2.0 * LEFT;

/// How text looks before it is made smaller: its face, and its size in points.
#[derive(Clone, Copy, Debug)]
pub struct Style(pub Face, pub f32);

pub const BODY: Style = Style(Face::Text, 14.0);
pub const STRONG: Style = Style(Face::Bold, 14.0);
pub const HEADING: Style = Style(Face::Bold, 18.0);
const NUMBER: Style = Style(Face::Text, 10.0);

/// From one baseline to the next, in sizes of the letters.
const LEADING: f32 = 1.3;

/// What is written so far.
pub struct Pen {
    pub canvas: Canvas,
    pub shaper: Shaper,
    /// How much smaller than intended all letters are.
    pub scale: f32,
    /// The top of what comes next.
    pub y: f32,
    /// Below this stands only the slip.
    pub bottom: f32,
}

impl Pen {
    pub fn new(scale: f32) -> Self {
        let canvas = Canvas::new(WIDTH, HEIGHT);
        Self { canvas, shaper: Shaper::default(), scale, y: TOP, bottom: HEIGHT }
    }

    /// Goes to the other side.
    pub fn turn(&mut self) {
        self.canvas.add_page();
        self.y = TOP;
    }

    /// Whether what is written on this side ends above the slip.
    pub fn fits(&self) -> bool {
        self.y <= self.bottom
    }

    pub fn size(&self, style: Style) -> f32 {
        style.1 * self.scale
    }

    pub fn leading(&self, style: Style) -> f32 {
        self.size(style) * LEADING
    }

    pub fn space(&mut self, height: f32) {
        self.y += height * self.scale;
    }

    pub fn heading(&mut self, level: u16, text: &str, style: Style) {
        let title = self.shaper.title(text, style.0);
        let tag = self.canvas.tags.add(Role::Heading(level, title));
        self.write(tag, text, style, LEFT, COLUMN);
    }

    pub fn paragraph(&mut self, text: &str, style: Style) {
        self.paragraph_at(text, style, LEFT, COLUMN);
    }

    pub fn paragraph_at(&mut self, text: &str, style: Style, x: f32, width: f32) {
        if !text.is_empty() {
            let tag = self.canvas.tags.add(Role::Paragraph);
            self.write(tag, text, style, x, width);
        }
    }

    pub fn numbered(&mut self, steps: &[String]) {
        let indent = 24.0 * self.scale;
        let list = self.canvas.tags.add(Role::NumberedList);
        for (index, step) in steps.iter().enumerate() {
            let item = self.canvas.tags.add_in(list, Role::ListItem);
            let label = self.canvas.tags.add_in(item, Role::ItemLabel);
            let body = self.canvas.tags.add_in(item, Role::ItemBody);
            let top = self.y;
            self.write(label, &format!("{}.", index + 1), STRONG, LEFT, indent);
            self.y = top;
            self.write(body, step, BODY, LEFT + indent, COLUMN - indent);
            self.space(5.0);
        }
    }

    /// A paragraph in bold with a thick frame around it.
    pub fn boxed(&mut self, text: &str) {
        let tag = self.canvas.tags.add(Role::Paragraph);
        self.framed(tag, text, STRONG);
    }

    /// Text with a thick frame around it.
    pub fn framed(&mut self, tag: TagRef, text: &str, style: Style) {
        let pad = 8.0 * self.scale;
        let top = self.y;
        self.y += pad;
        self.write(tag, text, style, LEFT + pad, COLUMN - 2.0 * pad);
        self.y += pad;
        let frame =
            framed(LEFT + 0.75, top + 0.75, COLUMN - 1.5, self.y - top - 1.5, 1.5, Ink::Black);
        self.decorate(frame);
    }

    /// Writes the page's number at the right, on the line that comes next.
    pub fn page_number(&mut self, page: usize) {
        let line = self.shaper.one_line(&words::page_of(page, 2), NUMBER.0);
        let size = self.size(NUMBER);
        let (x, y) = (LEFT + COLUMN - line.ems * size, self.baseline(NUMBER));
        self.canvas.decorate(Decor::Footer, Mark::text(x, y, size, line));
    }

    fn baseline(&self, style: Style) -> f32 {
        self.y + self.leading(style) * 0.5 + self.size(style) * 0.35
    }

    /// Writes `text` in lines from `x`, and goes below them.
    pub fn write(&mut self, tag: TagRef, text: &str, style: Style, x: f32, width: f32) {
        for line in self.shaper.wrap(text, style.0, width / self.size(style)) {
            self.write_line(tag, line, style, x);
        }
    }

    pub fn write_line(&mut self, tag: TagRef, line: Line, style: Style, x: f32) {
        let mark = Mark::text(x, self.baseline(style), self.size(style), line);
        self.canvas.put(tag, mark);
        self.y += self.leading(style);
    }

    pub fn decorate(&mut self, mark: Option<Mark>) {
        if let Some(mark) = mark {
            self.canvas.decorate(Decor::Layout, mark);
        }
    }
}

//! The slip at the foot of the back, which is torn off and given back.

use super::pen::{COLUMN, LEFT, Pen, Style};
use crate::canvas::{Ink, Mark, Role, TagRef, polygon, rule};
use crate::hand_out::HandOut;
use crate::text::{Face, isolated};
use crate::words;

const SMALL: Style = Style(Face::Text, 10.0);
const TITLE: Style = Style(Face::Bold, 14.0);
const FIELD: Style = Style(Face::Text, 14.0);

/// White between the edge of the paper and the slip's last line, for printers that reach no
/// farther.
const FOOT: f32 = 26.0;
/// From one line to write on to the next.
const ROW: f32 = 27.0;

/// How high the slip is, with letters of the pen's scale.
pub fn height(pen: &mut Pen, out: &HandOut) -> f32 {
    let title = pen.shaper.wrap(&title(out), TITLE.0, COLUMN / pen.size(TITLE)).len();
    let titles = title as f32 * pen.leading(TITLE);
    pen.leading(SMALL) + titles + 3.0 * ROW + FOOT
}

/// Draws it below all else.
pub fn draw(pen: &mut Pen, out: &HandOut) {
    pen.y = pen.bottom;
    tear_line(pen);
    pen.page_number(2);
    pen.heading(2, &title(out), TITLE);
    let tag = pen.canvas.tags.add(Role::Paragraph);
    let right = LEFT + COLUMN;
    field(pen, tag, words::DEVICE, LEFT, right);
    row(pen);
    pen.write(tag, words::RETURNED, FIELD, LEFT, COLUMN);
    pen.y -= pen.leading(FIELD);
    row(pen);
    let middle = LEFT + COLUMN * 0.6;
    field(pen, tag, words::NAME, LEFT, middle - 10.0);
    field(pen, tag, words::DATE, middle, right);
}

fn title(out: &HandOut) -> String {
    format!("{}: {}, {}", words::RETURN_SLIP, words::sheet_number(out.number), isolated(out.firm))
}

fn row(pen: &mut Pen) {
    pen.y += ROW;
}

/// A word, and a line to write on up to `right`.
fn field(pen: &mut Pen, tag: TagRef, word: &str, x: f32, right: f32) {
    let top = pen.y;
    let line = pen.shaper.one_line(word, FIELD.0);
    let start = x + line.ems * pen.size(FIELD) + 5.0;
    pen.y = top + ROW - pen.leading(FIELD) - 2.0;
    pen.write_line(tag, line, FIELD, x);
    pen.decorate(rule((start, top + ROW - 4.0), (right, top + ROW - 4.0), 0.8, Ink::Black));
    pen.y = top;
}

fn tear_line(pen: &mut Pen) {
    let y = pen.y;
    if let Some(path) = polygon(&[(0.0, y), (LEFT * 2.0 + COLUMN, y)], false) {
        pen.decorate(Some(Mark::Stroke { path, ink: Ink::Black, width: 0.8, dash: Some(4.0) }));
    }
    let tag = pen.canvas.tags.add(Role::Paragraph);
    pen.write(tag, words::TEAR_HERE, SMALL, LEFT, COLUMN);
}

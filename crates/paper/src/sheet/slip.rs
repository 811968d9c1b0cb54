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
    3.0 + pen.leading(SMALL) + titles + 3.0 * ROW + FOOT
}

/// Draws it below all else.
pub fn draw(pen: &mut Pen, out: &HandOut) {
    pen.y = pen.bottom;
    tear_line(pen);
    pen.heading(2, &title(out), TITLE);
    let tag = pen.canvas.tags.add(Role::Paragraph);
    let (right, middle) = (LEFT + COLUMN, LEFT + COLUMN * 0.6);
    field(pen, tag, words::DEVICE, LEFT, Some(right));
    pen.y += ROW;
    field(pen, tag, words::RETURNED, LEFT, None);
    pen.y += ROW;
    field(pen, tag, words::NAME, LEFT, Some(middle - 10.0));
    field(pen, tag, words::DATE, middle, Some(right));
}

fn title(out: &HandOut) -> String {
    format!("{}: {}, {}", words::RETURN_SLIP, words::sheet_number(out.number), isolated(out.firm))
}

/// Words at the foot of a row, and a line to write on up to `right`.
fn field(pen: &mut Pen, tag: TagRef, words: &str, x: f32, right: Option<f32>) {
    let top = pen.y;
    let line = pen.shaper.one_line(words, FIELD.0);
    let start = x + line.ems * pen.size(FIELD) + 5.0;
    pen.y = top + ROW - pen.leading(FIELD) - 2.0;
    pen.write_line(tag, line, FIELD, x);
    if let Some(right) = right {
        pen.decorate(rule((start, top + ROW - 4.0), (right, top + ROW - 4.0), 0.8, Ink::Black));
    }
    pen.y = top;
}

fn tear_line(pen: &mut Pen) {
    let y = pen.y;
    if let Some(path) = polygon(&[(0.0, y), (LEFT * 2.0 + COLUMN, y)], false) {
        pen.decorate(Some(Mark::Stroke { path, ink: Ink::Black, width: 0.8, dash: Some(4.0) }));
    }
    pen.y += 3.0;
    pen.page_number(2);
    let tag = pen.canvas.tags.add(Role::Paragraph);
    pen.write(tag, words::TEAR_HERE, SMALL, LEFT, COLUMN);
}

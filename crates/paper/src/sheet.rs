//! Laying a hand-out out on A5.

mod front;
mod pen;
mod slip;

use krilla::metadata::Metadata;
use secret::Secret;

use crate::canvas::{Bookmark, Decor, Ink, Mark, Standards, paint, start};
use crate::hand_out::HandOut;
use crate::text::Face;
use crate::{PaperError, words};
use front::Key;
use pen::{BODY, HEADING, HEIGHT, Pen, WIDTH};

/// How much smaller letters may become, in steps: 14 points, ... 9 points.
const SCALES: [f32; 6] = [1.0, 0.93, 0.86, 0.79, 0.72, 0.645];

/// Writes `out` as PDF.
pub fn write(out: &HandOut) -> Result<Secret, PaperError> {
    let key = Key::of(out)?;
    let mut pen = SCALES
        .iter()
        .find_map(|scale| laid_out(out, &key, *scale))
        .ok_or_else(|| PaperError::TooLong { longest: longest(out) })?;
    let title = pen.shaper.legible(&words::sheet_for(out), Face::Text);
    let metadata = Metadata::new().title(title.to_string()).creator(words::APP.to_owned());
    let bookmarks = [(title.to_string(), 0), (words::WHAT_TO_DO.to_owned(), 1)]
        .map(|(text, page)| Bookmark { text, page, y: 0.0 });
    let file = start(Standards::Accessible)?;
    paint(file, pen.canvas, metadata, &bookmarks).map(Secret::new)
}

/// Both sides with letters of this scale, or nothing where that is too large.
fn laid_out(out: &HandOut, key: &Key, scale: f32) -> Option<Pen> {
    let mut pen = Pen::new(scale);
    let slip = slip::height(&mut pen, out);
    pen.bottom = HEIGHT - slip;
    watermark(&mut pen, out.person);
    front::draw(&mut pen, out, key);
    let front_fits = pen.fits();
    pen.page_number(1);
    pen.turn();
    watermark(&mut pen, out.person);
    back(&mut pen, out);
    let back_fits = pen.fits();
    slip::draw(&mut pen, out);
    (front_fits && back_fits).then_some(pen)
}

fn back(pen: &mut Pen, out: &HandOut) {
    pen.heading(2, words::WHAT_TO_DO, HEADING);
    pen.space(4.0);
    pen.numbered(&words::steps(out));
    pen.space(8.0);
    pen.boxed(&words::destroy(out));
    pen.space(8.0);
    if let Some(lost) = words::lost(out) {
        pen.paragraph(&lost, BODY);
        pen.space(4.0);
    }
    pen.paragraph(words::NO_PASSWORD, BODY);
    if pen.shaper.has_spelled() {
        pen.space(4.0);
        pen.paragraph(words::SPELLED, BODY);
    }
}

/// The person's name across the page, so faint that it hides nothing.
fn watermark(pen: &mut Pen, name: &str) {
    const TURN: f32 = -55.0;
    const LENGTH: f32 = 470.0;
    const LARGEST: f32 = 84.0;
    let line = pen.shaper.one_line(name, Face::Bold);
    let size = (LENGTH / line.ems.max(1.0)).min(LARGEST);
    let (half, down) = (line.ems * size / 2.0, size * 0.35);
    let (sin, cos) = TURN.to_radians().sin_cos();
    // From the middle of the page back to where the baseline starts.
    let x = WIDTH / 2.0 - half * cos - down * sin;
    let y = HEIGHT / 2.0 - half * sin + down * cos;
    let mark = Mark::Text { x, y, size, turn: TURN, ink: Ink::Faint, line };
    pen.canvas.decorate(Decor::Watermark, mark);
}

/// Which text is to be shortened.
fn longest(out: &HandOut) -> &'static str {
    let contacts = out.contacts.iter().map(|one| one.name.len() + one.phone.len()).sum();
    let lengths = [
        ("label", out.label.len()),
        ("firm", out.firm.len()),
        ("person", out.person.len()),
        ("giver", out.given_by.len()),
        ("service", out.service.name.len() + out.service.short.len()),
        ("sign-in page", out.service.page.len()),
        ("contacts", contacts),
        ("secret key", out.account.secret.expose().len() * 2),
    ];
    lengths.into_iter().max_by_key(|(_, length)| *length).map_or("label", |(name, _)| name)
}

//! The front: whose sheet it is, what it is for, and the key.

use data_encoding::BASE32_NOPAD;
use krilla::geom::{Path, PathBuilder, Rect};
use qr::Modules;
use zeroize::Zeroizing;

use super::pen::{BODY, COLUMN, LEFT, Pen, STRONG, Style};
use crate::canvas::{Ink, Mark, Role, filled};
use crate::hand_out::{HandOut, Show};
use crate::text::Face;
use crate::{PaperError, words};

const SHEET: Style = Style(Face::Bold, 16.0);
const LABEL: Style = Style(Face::Bold, 20.0);
const KEY: Style = Style(Face::Key, 15.0);
const KEY_ALONE: Style = Style(Face::Key, 20.0);

/// A label of more lines is no larger than the text below it.
const LABEL_LINES: usize = 3;

/// How wide the code is, in points: with the key beside it, and alone.
const CODE: f32 = 165.0;
const CODE_ALONE: f32 = 190.0;
/// The light modules on each side of it.
const MARGIN: f32 = 4.0;
const GAP: f32 = 6.0;

/// The key in groups of so many letters, and so many groups on a line.
const GROUP: usize = 4;
const GROUPS: usize = 4;

/// What shows the key. All of it is wiped.
pub struct Key {
    code: Option<Modules>,
    lines: Vec<Zeroizing<String>>,
}

impl Key {
    pub fn of(out: &HandOut) -> Result<Self, PaperError> {
        let code = match out.show {
            Show::KeyOnly => None,
            Show::Both | Show::QrOnly => {
                let uri = otp::uri::write(out.account);
                Some(Modules::of(&uri).map_err(|_| PaperError::CodeTooLong)?)
            }
        };
        let lines = if out.show == Show::QrOnly { Vec::new() } else { grouped(out) };
        Ok(Self { code, lines })
    }
}

/// The key in base32, four groups of four on a line.
fn grouped(out: &HandOut) -> Vec<Zeroizing<String>> {
    let bytes = out.account.secret.expose();
    // One allocation: growing would leave an unwiped piece of the key behind.
    let mut letters = Zeroizing::new(String::with_capacity(2 * bytes.len() + 8));
    BASE32_NOPAD.encode_append(bytes, &mut letters);
    let mut lines: Vec<Zeroizing<String>> = Vec::new();
    for (at, letter) in letters.chars().enumerate() {
        if at % (GROUP * GROUPS) == 0 {
            lines.push(Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1))));
        } else if at % GROUP == 0
            && let Some(line) = lines.last_mut()
        {
            line.push(' ');
        }
        if let Some(line) = lines.last_mut() {
            line.push(letter);
        }
    }
    lines
}

pub fn draw(pen: &mut Pen, out: &HandOut, key: &Key) {
    pen.paragraph(out.firm, STRONG);
    pen.space(4.0);
    let sheet = words::sheet_for(out);
    let title = pen.shaper.title(&sheet, SHEET.0);
    let tag = pen.canvas.tags.add(Role::Heading(1, title));
    pen.framed(tag, &sheet, SHEET);
    pen.space(8.0);
    let lines = pen.shaper.wrap(out.label, LABEL.0, COLUMN / pen.size(LABEL)).len();
    pen.heading(2, out.label, if lines <= LABEL_LINES { LABEL } else { STRONG });
    pen.space(2.0);
    pen.paragraph(&words::version_and_giver(out), BODY);
    pen.paragraph(out.service.name, BODY);
    for line in [words::sign_in_page(out), words::user_id(out)].into_iter().flatten() {
        pen.paragraph(&line, BODY);
    }
    pen.space(8.0);
    match (&key.code, key.lines.is_empty()) {
        (Some(code), true) => {
            let side = CODE_ALONE;
            draw_code(pen, code, LEFT + (COLUMN - side) / 2.0, side);
            pen.y += side;
        }
        (Some(code), false) => {
            let top = pen.y;
            // Its white margin reaches into the page's, so that what is seen of it is in line.
            let margin = CODE * MARGIN / code.across() as f32;
            draw_code(pen, code, LEFT - margin, CODE);
            let x = LEFT + CODE - margin + GAP;
            draw_letters(pen, out, key, KEY, x, LEFT + COLUMN - x);
            pen.y = pen.y.max(top + CODE);
        }
        (None, _) => draw_letters(pen, out, key, KEY_ALONE, LEFT, COLUMN),
    }
    pen.space(8.0);
    pen.paragraph(words::TURN_OVER, STRONG);
}

fn draw_letters(pen: &mut Pen, out: &HandOut, key: &Key, style: Style, x: f32, width: f32) {
    pen.paragraph_at(words::SECRET_KEY, STRONG, x, width);
    pen.space(2.0);
    let tag = pen.canvas.tags.add(Role::Paragraph);
    for line in &key.lines {
        let line = pen.shaper.one_line(line, style.0);
        pen.write_line(tag, line, style, x);
    }
    pen.space(4.0);
    pen.paragraph_at(words::KEY_LETTERS, BODY, x, width);
    if let Some(settings) = words::settings(out.account) {
        pen.paragraph_at(&settings, BODY, x, width);
    }
}

/// Draws the code on white, so that nothing below it disturbs a camera.
fn draw_code(pen: &mut Pen, code: &Modules, x: f32, side: f32) {
    let y = pen.y;
    pen.decorate(filled(x, y, side, side, Ink::White));
    let Some(path) = modules(code, x, y, side) else { return };
    let tag = pen.canvas.tags.add(Role::Figure(words::QR.to_owned()));
    pen.canvas.put(tag, Mark::Fill { path, ink: Ink::Black });
}

/// The dark modules as one path, each row's neighbours as one rectangle: no seams between them.
fn modules(code: &Modules, left: f32, top: f32, side: f32) -> Option<Path> {
    let across = code.across();
    let module = side / across as f32;
    let mut path = PathBuilder::new();
    for y in 0..across {
        let mut x = 0;
        while x < across {
            let run = (x..across).take_while(|x| code.is_dark(*x, y)).count();
            if run > 0 {
                let (x, y) = (left + x as f32 * module, top + y as f32 * module);
                path.push_rect(Rect::from_xywh(x, y, run as f32 * module, module)?);
            }
            x += run + 1;
        }
    }
    path.finish()
}

//! Notices: a box, a sign of its own shape, a word, a text.

use krilla::geom::Path;

use super::flow::{BODY, COLUMN, Flow, LEFT};
use crate::canvas::{Ink, Mark, Role, circle, filled, framed, polygon};
use crate::document::{Notice, Sign};
use crate::text::Face;

const PAD: f32 = 10.0;
/// Where the text starts: right of the sign.
const INDENT: f32 = 42.0;
/// The sign is so wide and high.
const SIGN: f32 = 18.0;

/// Draws a notice. One that fits on a page is not broken.
pub fn draw(flow: &mut Flow, notice: &Notice) {
    let ems = (COLUMN - INDENT - PAD) / BODY.size;
    let mut lines: Vec<_> = Vec::new();
    for (text, face) in [(&notice.word, Face::Bold), (&notice.text, Face::Text)] {
        lines.extend(flow.shaper.wrap(text, face, ems).into_iter().map(|line| (line, face)));
    }
    if lines.is_empty() {
        return;
    }
    let height = |lines: usize| (lines as f32 * BODY.leading).max(SIGN) + 2.0 * PAD;
    if height(lines.len()) <= flow.page_height() {
        flow.room(height(lines.len()));
    }
    let group = flow.canvas.tags.add(Role::Group);
    let tags = [Face::Bold, Face::Text].map(|_| flow.canvas.tags.add_in(group, Role::Paragraph));
    let mut lines = lines.into_iter().peekable();
    while lines.peek().is_some() {
        flow.room(height(2));
        let fits = ((flow.left() - 2.0 * PAD) / BODY.leading).max(1.0) as usize;
        let here: Vec<_> = lines.by_ref().take(fits).collect();
        let tall = height(here.len());
        frame(flow, notice.sign, tall);
        let spare = tall - 2.0 * PAD - here.len() as f32 * BODY.leading;
        let mut y = flow.y + PAD + spare / 2.0;
        for (line, face) in here {
            let mark = Mark::text(LEFT + INDENT, y + BODY.rise(), BODY.size, line);
            flow.canvas.put(tags[usize::from(face == Face::Text)], mark);
            y += BODY.leading;
        }
        flow.y += tall;
        flow.space(4.0);
    }
}

fn frame(flow: &mut Flow, sign: Sign, height: f32) {
    let ink = sign.ink();
    flow.decorate(framed(LEFT + 0.5, flow.y + 0.5, COLUMN - 1.0, height - 1.0, 1.0, ink));
    flow.decorate(filled(LEFT, flow.y, 4.0, height, ink));
    let (x, y) = (LEFT + 4.0 + PAD + SIGN / 2.0, flow.y + PAD + SIGN / 2.0 - 1.0);
    for mark in sign.drawn(x, y) {
        flow.decorate(mark);
    }
}

impl Sign {
    fn ink(self) -> Ink {
        match self {
            Self::Done => Ink::Green,
            Self::Note => Ink::Blue,
            Self::Attention => Ink::Amber,
            Self::Stop => Ink::Red,
        }
    }

    /// The sign around a point.
    fn drawn(self, x: f32, y: f32) -> Vec<Option<Mark>> {
        let r = SIGN / 2.0;
        let at = |points: &[(f32, f32)]| -> Vec<(f32, f32)> {
            points.iter().map(|(right, down)| (x + right * r, y + down * r)).collect()
        };
        let fill = |path: Option<Path>, ink| path.map(|path| Mark::Fill { path, ink });
        let stroke = |points: &[(f32, f32)], ink| {
            let path = polygon(&at(points), false);
            path.map(|path| Mark::Stroke { path, ink, width: r * 0.24, dash: None })
        };
        let dot = |down: f32, ink| fill(circle(x, y + down * r, r * 0.15), ink);
        match self {
            Self::Done => vec![
                fill(circle(x, y, r), self.ink()),
                stroke(&[(-0.45, 0.05), (-0.12, 0.4), (0.48, -0.35)], Ink::White),
            ],
            Self::Note => vec![
                fill(circle(x, y, r), self.ink()),
                dot(-0.48, Ink::White),
                stroke(&[(0.0, -0.15), (0.0, 0.6)], Ink::White),
            ],
            Self::Attention => vec![
                fill(polygon(&at(&[(0.0, -1.0), (1.05, 0.85), (-1.05, 0.85)]), true), self.ink()),
                stroke(&[(0.0, -0.42), (0.0, 0.28)], Ink::Black),
                dot(0.58, Ink::Black),
            ],
            Self::Stop => {
                let (long, short) = (1.0, 0.414);
                let octagon = [
                    (short, -long),
                    (long, -short),
                    (long, short),
                    (short, long),
                    (-short, long),
                    (-long, short),
                    (-long, -short),
                    (-short, -long),
                ];
                vec![
                    fill(polygon(&at(&octagon), true), self.ink()),
                    stroke(&[(-0.4, -0.4), (0.4, 0.4)], Ink::White),
                    stroke(&[(-0.4, 0.4), (0.4, -0.4)], Ink::White),
                ]
            }
        }
    }
}

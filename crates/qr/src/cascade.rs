//! The ways of looking at a picture, cheapest first, until one shows a code.
//!
//! Measured on made screens of 1920x1080 (`tests/hard_screens.rs`): one plain look finds nearly
//! everything; the outline finds faint codes; half and double size find blurred and dense ones.

use secret::SecretText;

use crate::QrError;
use crate::grey::{Grey, Tone};
use crate::picture::Picture;
use crate::scan::{Effort, Found, scan};
use crate::worker::Deadline;

/// Above this many pixels (two 4K screens) a picture is halved before the usual looks.
const HUGE: usize = 17_000_000;

/// Up to this many pixels a picture is also looked at in double size.
const SMALL: usize = 4_000_000;

/// What is done to a picture before one look at it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Nothing,
    Stretched,
    Outlined,
    Halved,
    HalvedOutlined,
    Doubled,
    DoubledOutlined,
}

type Look = (Tone, Change, Effort);

/// The first step that finds a code is the last; the finds of the looks within one step unite. Two
/// looks come first whatever the first one finds: of two codes on a page, one may be fainter, and
/// the person must be asked which is meant.
const STEPS: [&[Look]; 7] = [
    &[
        (Tone::OnWhite, Change::Nothing, Effort::Quick),
        (Tone::OnWhite, Change::Outlined, Effort::Quick),
    ],
    &[(Tone::OnWhite, Change::Stretched, Effort::Quick)],
    &[
        (Tone::OnWhite, Change::Halved, Effort::Quick),
        (Tone::OnWhite, Change::HalvedOutlined, Effort::Quick),
    ],
    &[
        (Tone::OnBlack, Change::Nothing, Effort::Quick),
        (Tone::OnBlack, Change::Outlined, Effort::Quick),
    ],
    &[
        (Tone::Red, Change::Outlined, Effort::Quick),
        (Tone::Green, Change::Outlined, Effort::Quick),
        (Tone::Blue, Change::Outlined, Effort::Quick),
    ],
    &[
        (Tone::OnWhite, Change::Doubled, Effort::Quick),
        (Tone::OnWhite, Change::DoubledOutlined, Effort::Quick),
    ],
    &[(Tone::OnWhite, Change::Nothing, Effort::Thorough)],
];

/// The texts of all codes in `pictures`, each picture in reading order, every text once.
///
/// # Errors
/// [`QrError::NoCodeFound`]; [`QrError::TookTooLong`] if the deadline came before a find.
pub(crate) fn read(pictures: &[Picture], deadline: Deadline) -> Result<Vec<SecretText>, QrError> {
    let mut texts: Vec<SecretText> = Vec::new();
    for picture in pictures {
        for text in reading_order(search(picture, deadline)?) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    if texts.is_empty() { Err(QrError::NoCodeFound) } else { Ok(texts) }
}

fn search(picture: &Picture, deadline: Deadline) -> Result<Vec<Found>, QrError> {
    for step in STEPS {
        let mut found = Vec::new();
        for &look in step {
            deadline.check()?;
            found.extend(take(picture, look));
        }
        if !found.is_empty() {
            return Ok(found);
        }
    }
    deadline.check()?;
    Ok(at_full_size(picture))
}

fn take(picture: &Picture, (tone, change, effort): Look) -> Vec<Found> {
    let channels = picture.channels();
    let pointless = match tone {
        Tone::OnWhite => false,
        Tone::OnBlack => !channels.has_alpha(),
        Tone::Red | Tone::Green | Tone::Blue => !channels.has_colour(),
    };
    if pointless {
        return Vec::new();
    }
    let grey = reduced(Grey::of(picture, tone));
    changed(grey, change).map_or_else(Vec::new, |view| scan(&view, effort))
}

fn reduced(mut grey: Grey) -> Grey {
    while grey.area() > HUGE {
        match grey.halved() {
            Some(half) => grey = half,
            None => break,
        }
    }
    grey
}

fn changed(grey: Grey, change: Change) -> Option<Grey> {
    match change {
        Change::Nothing => Some(grey),
        Change::Stretched => grey.stretched(),
        Change::Outlined => Some(outlined(&grey)),
        Change::Halved => grey.halved(),
        Change::HalvedOutlined => Some(outlined(&grey.halved()?)),
        Change::Doubled => (grey.area() <= SMALL).then(|| grey.doubled()),
        Change::DoubledOutlined => (grey.area() <= SMALL).then(|| outlined(&grey.doubled())),
    }
}

/// 41 pixels across spans several modules of most codes; 3 levels is above the noise of a screen.
fn outlined(grey: &Grey) -> Grey {
    grey.outlined(20, 3)
}

/// The last look at a huge picture, in which a small code was lost by halving.
fn at_full_size(picture: &Picture) -> Vec<Found> {
    let grey = Grey::of(picture, Tone::OnWhite);
    if grey.area() > HUGE { scan(&grey, Effort::Quick) } else { Vec::new() }
}

/// Rows from the top, each from the left. A code belongs to a row if its middle is above the
/// bottom of the row's first code.
fn reading_order(mut found: Vec<Found>) -> Vec<SecretText> {
    found.sort_by(|a, b| a.area[1].total_cmp(&b.area[1]));
    let mut row = 0;
    let mut row_bottom = f32::NEG_INFINITY;
    let mut placed: Vec<(usize, Found)> = Vec::new();
    for code in found {
        if (code.area[1] + code.area[3]) / 2.0 > row_bottom {
            row += 1;
            row_bottom = code.area[3];
        }
        placed.push((row, code));
    }
    placed.sort_by(|(a_row, a), (b_row, b)| a_row.cmp(b_row).then(a.area[0].total_cmp(&b.area[0])));
    placed.into_iter().map(|(_, code)| code.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_in_rows_from_the_left_even_if_a_row_is_not_quite_level() {
        let codes = [
            ("below", [0.0, 300.0, 90.0, 390.0]),
            ("right", [200.0, 95.0, 290.0, 185.0]),
            ("left", [0.0, 100.0, 90.0, 190.0]),
        ];
        let found = codes.map(|(text, area)| Found { text: SecretText::copy_of(text), area });
        let order = reading_order(found.into());
        let order: Vec<_> = order.iter().map(SecretText::expose).collect();
        assert_eq!(order, ["left", "right", "below"]);
    }
}

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
    let title = pen.shaper.title(&words::sheet_for(out), Face::Text);
    let metadata = Metadata::new().title(title.clone()).creator(words::APP.to_owned());
    let bookmarks = [(title, 0), (words::WHAT_TO_DO.to_owned(), 1)].map(|(text, page)| Bookmark {
        text,
        page,
        y: 0.0,
    });
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
    pen.y = pen.bottom + 3.0;
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use otp::{Account, Params};
    use proptest::prelude::*;

    use super::*;
    use crate::hand_out::{Contact, Service, Show};
    use pen::{COLUMN, LEFT};

    fn account(key_bytes: usize) -> Account {
        Account {
            issuer: "HMRC".to_owned(),
            account: "Leeds".to_owned(),
            label_issuer: None,
            params: Params::totp_default(),
            secret: Secret::new(vec![0x5a; key_bytes]),
        }
    }

    fn hand_out<'a>(account: &'a Account, texts: &'a [String; 6], show: Show) -> HandOut<'a> {
        let [firm, person, label, giver, service, page] = texts;
        HandOut {
            firm,
            number: 17,
            person,
            label,
            key_version: 3,
            given_on: date(2026, 3, 15),
            given_by: giver,
            service: Service { name: service, short: "HMRC", page },
            user_id: Some("4417"),
            account,
            show,
            due: date(2026, 9, 22),
            contacts: &[],
        }
    }

    fn first_scale(out: &HandOut) -> Option<(f32, Pen)> {
        let key = Key::of(out).unwrap();
        SCALES.iter().find_map(|scale| Some((*scale, laid_out(out, &key, *scale)?)))
    }

    fn assert_inside(pen: &Pen) {
        assert_eq!(pen.canvas.outside(LEFT, LEFT + COLUMN, HEIGHT - 12.0), None);
    }

    fn usual() -> [String; 6] {
        ["Hart & Lowe", "Ann Cole", "HMRC – Leeds", "Sarah Hart", "HMRC", "Sign in"]
            .map(String::from)
    }

    #[test]
    fn an_ordinary_sheet_is_in_letters_of_14_points() {
        for show in [Show::Both, Show::KeyOnly, Show::QrOnly] {
            for bytes in [10, 20, 32, 64] {
                let account = account(bytes);
                let texts = usual();
                let (scale, pen) = first_scale(&hand_out(&account, &texts, show)).unwrap();
                assert_eq!(scale, 1.0, "{show:?} {bytes}");
                assert_inside(&pen);
            }
        }
    }

    #[test]
    fn a_label_of_500_characters_fits_in_smaller_letters() {
        let account = account(20);
        let mut texts = usual();
        texts[2] = "Income Tax London ".repeat(28)[..500].to_owned();
        let (scale, pen) = first_scale(&hand_out(&account, &texts, Show::Both)).unwrap();
        assert!(scale < 1.0);
        assert_inside(&pen);
    }

    #[test]
    fn a_label_that_fits_in_no_letters_is_refused_by_name() {
        let account = account(20);
        let mut texts = usual();
        texts[2] = "x".repeat(5000);
        let refused = write(&hand_out(&account, &texts, Show::Both)).unwrap_err();
        assert!(matches!(refused, PaperError::TooLong { longest: "label" }), "{refused}");
        assert_eq!(refused.code(), "paper.too-long");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn whatever_a_sheet_says_stays_on_it_or_is_refused(
            texts in proptest::array::uniform6(".{1,120}"),
            bytes in 1_usize..80,
            show in prop_oneof![Just(Show::Both), Just(Show::KeyOnly), Just(Show::QrOnly)],
        ) {
            let account = account(bytes);
            let mut out = hand_out(&account, &texts, show);
            let contacts = [Contact { name: &texts[0], phone: &texts[1] }];
            out.contacts = &contacts;
            let laid = first_scale(&out);
            match out.to_pdf() {
                Ok(pdf) => {
                    assert_inside(&laid.unwrap().1);
                    prop_assert!(pdf.expose().starts_with(b"%PDF-1.7"));
                }
                Err(error) => {
                    prop_assert!(laid.is_none());
                    prop_assert_eq!(error.code(), "paper.too-long");
                }
            }
        }
    }
}

//! Proving a new recovery kit: its sheets are shown, and two words of each are typed back, before it
//! is put to use.

use qr::Page;
use seal::{Entropy, SystemEntropy};
use secret::{Secret, SecretText};

use super::create::{FirmRequest, NewKit};
use super::views::{KitView, SheetSide};
use crate::error::Result;
use crate::{App, Error, messages};

/// Words on a sheet.
const WORDS: u8 = 24;

/// Width of a drawn sheet, in pixels, and of a module of its code.
const SHEET_WIDTH: usize = 1000;
const MODULE: usize = 5;

/// Columns of words on a sheet.
const COLUMNS: usize = 3;

/// A recovery kit that is being proven.
pub(crate) struct Proving {
    pub purpose: Purpose,
    pub kit: NewKit,
    /// The firm's name.
    firm: String,
    asked: [[u8; 2]; 2],
    proven: [bool; 2],
}

/// What a kit is for.
pub(crate) enum Purpose {
    /// A firm that is being set up.
    Found(FirmRequest),
    /// The place of the kit whose sheets these are.
    Replace([SecretText; 2]),
}

impl App {
    /// Makes a kit, and keeps it until it is put to use, given up, or the vault is locked.
    pub(crate) fn begin_proof(&self, purpose: Purpose, firm: String) -> Result<KitView> {
        let mut entropy = SystemEntropy::new();
        let asked = [two_places(&mut entropy)?, two_places(&mut entropy)?];
        let kit = NewKit::make()?;
        *self.proving() = Some(Proving { purpose, kit, firm, asked, proven: [false; 2] });
        Ok(KitView { asked })
    }

    /// Draws a sheet of the kit that is being proven: the words, numbered, and a QR code of them.
    /// Whoever sees both sheets can open the firm.
    ///
    /// # Errors
    /// When none is.
    pub fn draw_sheet(&self, side: SheetSide) -> Result<Secret> {
        let proving = self.proving();
        let Proving { firm, kit, .. } = proving.as_ref().ok_or_else(no_kit)?;
        let (letter, other) = match side {
            SheetSide::A => ("A", "B"),
            SheetSide::B => ("B", "A"),
        };
        let words = kit.words(side);
        let page = Page::new(SHEET_WIDTH)?
            .heading(&format!("Sixboard recovery kit, sheet {letter}"))
            .text(&format!("{firm}, {}", messages::day(self.now())))
            .text(&format!("Opens the firm only together with sheet {other}. Keep them apart."))
            .text("")
            .words(&words, COLUMNS)
            .code(&words, MODULE)?;
        Ok(page.png()?)
    }

    /// Compares two words that were typed back with a sheet.
    ///
    /// # Errors
    /// When they are not the words that were asked for, or no kit is being proven.
    pub fn prove_sheet(&self, side: SheetSide, words: &[SecretText]) -> Result<()> {
        let mut proving = self.proving();
        let proving = proving.as_mut().ok_or_else(no_kit)?;
        let place = side as usize;
        let asked = proving.asked[place];
        let right = words.len() == asked.len()
            && asked.iter().zip(words).all(|(at, word)| proving.kit.has_word(side, *at, word));
        if !right {
            return Err(Error::new("kit.typed"));
        }
        proving.proven[place] = true;
        Ok(())
    }

    /// The kit, once both sheets were proven. Taken out, so that a lock need not wait for what it
    /// is put to use for.
    pub(crate) fn take_proven(&self, is_for: fn(&Purpose) -> bool) -> Result<Proving> {
        let ready = |proving: &mut Proving| proving.proven == [true; 2] && is_for(&proving.purpose);
        self.proving().take_if(ready).ok_or_else(no_kit)
    }

    /// Forgets a kit that was not put to use, and the firm that was to be set up with it.
    pub fn drop_kit(&self) {
        *self.proving() = None;
    }
}

pub(crate) fn no_kit() -> Error {
    Error::new("kit.unproven")
}

/// Two different places of words, from 1.
fn two_places(entropy: &mut dyn Entropy) -> Result<[u8; 2]> {
    let bytes: [u8; 2] =
        seal::make_bytes(entropy).map_err(|error| Error::new("bug.unexpected").because(error))?;
    let first = bytes[0] % WORDS;
    let second = (first + 1 + bytes[1] % (WORDS - 1)) % WORDS;
    Ok([first.min(second) + 1, first.max(second) + 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_as_many_words_as_are_chosen_from() {
        assert_eq!(usize::from(WORDS), ledger::SHEET_WORDS);
    }

    #[test]
    fn two_words_are_asked_for_that_are_on_the_sheet_and_differ() {
        for seed in 0..500 {
            let [one, other] = two_places(&mut seal::SeededEntropy::new(seed)).unwrap();
            assert!((1..=24).contains(&one) && one < other && other <= 24, "{one} {other}");
        }
    }
}

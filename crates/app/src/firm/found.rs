//! Setting up a firm step by step: the kit is made, its sheets are shown and proven, and only then
//! is there a firm.

use qr::Page;
use seal::{Entropy, SystemEntropy};
use secret::{Secret, SecretText};
use vault::Protection;

use super::create::{FirmRequest, NewKit};
use super::invite::done;
use super::views::{Done, KitView, SheetSide};
use crate::error::Result;
use crate::{App, Error, messages};

/// Words on a sheet.
const WORDS: u8 = 24;

/// Width of a drawn sheet, in pixels, and of a module of its code.
const SHEET_WIDTH: usize = 1000;
const MODULE: usize = 5;

/// Columns of words on a sheet.
const COLUMNS: usize = 3;

/// A firm that is being set up, with its kit.
pub(crate) struct Founding {
    request: FirmRequest,
    kit: NewKit,
    asked: [[u8; 2]; 2],
    proven: [bool; 2],
}

impl App {
    /// Checks a firm that is to be set up, and makes its recovery kit, which is kept until the firm
    /// is set up, given up, or the vault is locked.
    ///
    /// # Errors
    /// As [`App::check_firm`], and when no passphrase protects this vault: its person will be an
    /// administrator.
    pub fn draft_firm(&self, request: FirmRequest) -> Result<KitView> {
        if self.with_vault(|vault| Ok(vault.protection()))? != Protection::Passphrase {
            return Err(Error::new("firm.passphrase"));
        }
        self.check_firm(&request)?;
        let mut entropy = SystemEntropy::new();
        let asked = [two_places(&mut entropy)?, two_places(&mut entropy)?];
        let kit = NewKit::make()?;
        *self.founding() = Some(Founding { request, kit, asked, proven: [false; 2] });
        Ok(KitView { asked })
    }

    /// Draws a sheet of the kit: the words, numbered, and a QR code of them. Whoever sees both
    /// sheets can open the firm.
    ///
    /// # Errors
    /// When no firm is being set up.
    pub fn draw_sheet(&self, side: SheetSide) -> Result<Secret> {
        let founding = self.founding();
        let Founding { request, kit, .. } = founding.as_ref().ok_or_else(no_kit)?;
        let (letter, other) = match side {
            SheetSide::A => ("A", "B"),
            SheetSide::B => ("B", "A"),
        };
        let words = kit.words(side);
        let page = Page::new(SHEET_WIDTH)?
            .heading(&format!("Sixboard recovery kit, sheet {letter}"))
            .text(&format!("{}, {}", request.name, messages::day(self.now())))
            .text(&format!("Opens the firm only together with sheet {other}. Keep them apart."))
            .text("")
            .words(&words, COLUMNS)
            .code(&words, MODULE)?;
        Ok(page.png()?)
    }

    /// Compares two words that were typed back with a sheet.
    ///
    /// # Errors
    /// When they are not the words that were asked for, or no firm is being set up.
    pub fn prove_sheet(&self, side: SheetSide, words: &[SecretText]) -> Result<()> {
        let mut founding = self.founding();
        let founding = founding.as_mut().ok_or_else(no_kit)?;
        let place = side as usize;
        let asked = founding.asked[place];
        let right = words.len() == asked.len()
            && asked.iter().zip(words).all(|(at, word)| founding.kit.has_word(side, *at, word));
        if !right {
            return Err(Error::new("kit.typed"));
        }
        founding.proven[place] = true;
        Ok(())
    }

    /// Sets the firm up, once both sheets were proven.
    ///
    /// # Errors
    /// When a sheet was not, or as [`App::create_firm`] before anything was changed. That the
    /// folder could not be reached at the end is in the answer.
    pub fn found_firm(&self) -> Result<Done<()>> {
        // Taken out, so that a lock need not wait for the folder.
        let ready = self.founding().take_if(|founding| founding.proven == [true; 2]);
        let ready = ready.ok_or_else(no_kit)?;
        match self.set_up_firm(&ready.request, &ready.kit, Some(self.now())) {
            Ok(unsent) => Ok(done((), unsent)),
            Err(error) => {
                // A lock forgets the kit, also one that came meanwhile.
                let _ = self.with_vault(|_| {
                    *self.founding() = Some(ready);
                    Ok(())
                });
                Err(error)
            }
        }
    }

    /// Forgets a firm that was not set up, with its kit.
    pub fn drop_founding(&self) {
        *self.founding() = None;
    }
}

fn no_kit() -> Error {
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

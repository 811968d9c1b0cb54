//! The recovery kit: proving that the sheets can be read, and handing over to a new one.

use ledger::{Firm, Kit, KitReach, Sheet};
use secret::SecretText;

use super::create::NewKit;
use super::desk::Beside;
use super::invite::done;
use super::views::Done;
use crate::error::Result;
use crate::{App, Error};

impl App {
    /// Checks that two sheets, as they were typed back, are the recovery kit of this firm, and
    /// notes that they were.
    ///
    /// # Errors
    /// When a word is wrong, or they are the sheets of another kit.
    pub fn check_kit(&self, sheets: [&SecretText; 2]) -> Result<()> {
        let kit = read(sheets)?;
        let mut desk = self.open_desk()?;
        if !desk.firm.is_kit(&kit) {
            return Err(Error::new("kit.other"));
        }
        desk.notes.kit_checked = Some(self.now());
        self.keep_firm(&mut desk, &[], Beside::default())
    }

    /// Hands over from the recovery kit to a new one, whose sheets must have been shown before.
    /// The old sheets are worth nothing afterwards.
    ///
    /// # Errors
    /// As [`App::check_kit`].
    pub fn replace_kit(&self, sheets: [&SecretText; 2], new: &NewKit) -> Result<Done<()>> {
        let kit = read(sheets)?;
        let ((), unsent) = self.act(|desk, ctx| {
            if !desk.firm.is_kit(&kit) {
                return Err(Error::new("kit.other"));
            }
            let mut as_kit = Firm::replica(desk.firm.pin(), kit.keys(), Vec::new());
            take_all(&mut as_kit, &desk.firm, ctx.now);
            let objects = as_kit.hand_over(&new.kit, KitReach::Decrypts, ctx)?;
            for object in &objects {
                // What is wrong with it would be among the alarms.
                let _ = desk.firm.intake(&object.name.to_string(), &object.bytes, ctx.now);
            }
            desk.notes.kit_checked = None;
            let mut objects = objects;
            // The old sheets open nothing new from here on, and the new ones open everything: this
            // computer may be lost tomorrow.
            objects.extend(desk.firm.repair_all(ctx)?);
            Ok(((), objects, Beside::default()))
        })?;
        Ok(done((), unsent))
    }
}

/// The kit of two sheets.
///
/// # Errors
/// When a word is wrong, or they do not belong together.
pub(crate) fn read(sheets: [&SecretText; 2]) -> Result<Kit> {
    let [one, other] = [Sheet::read(sheets[0])?, Sheet::read(sheets[1])?];
    Ok(Kit::from_sheets(&one, &other)?)
}

/// Gives a replica all that another one holds, until nothing more is of use.
pub(crate) fn take_all(to: &mut Firm, from: &Firm, now: ledger::Time) {
    let objects: Vec<_> = from.objects().collect();
    loop {
        let before = to.entry_count();
        for object in objects.iter().filter(|object| !to.holds(&object.name)).collect::<Vec<_>>() {
            // As above.
            let _ = to.intake(&object.name.to_string(), &object.bytes, now);
        }
        if to.entry_count() == before {
            return;
        }
    }
}

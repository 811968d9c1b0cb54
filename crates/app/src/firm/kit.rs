//! The recovery kit: proving that the sheets can be read, and handing over to a new one.

use ledger::{Firm, Kit, KitReach, Sheet};
use secret::SecretText;

use super::create::NewKit;
use super::desk::Beside;
use super::invite::done;
use super::proving::{Proving, Purpose, no_kit};
use super::views::{Done, KitView};
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
        self.replace_kit_with(sheets, new, None)
    }

    /// As [`App::replace_kit`], with a kit that was proven at this time, if it was.
    fn replace_kit_with(
        &self,
        sheets: [&SecretText; 2],
        new: &NewKit,
        checked: Option<u64>,
    ) -> Result<Done<()>> {
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
            desk.notes.kit_checked = checked;
            let mut objects = objects;
            // The old sheets open nothing new from here on, and the new ones open everything: this
            // computer may be lost tomorrow.
            objects.extend(desk.firm.repair_all(ctx)?);
            Ok(((), objects, Beside::default()))
        })?;
        Ok(done((), unsent))
    }

    /// Checks the present kit, as [`App::check_kit`], and makes a new one, which is kept until it
    /// takes the place of the present one, is given up, or the vault is locked.
    ///
    /// # Errors
    /// As [`App::check_kit`].
    pub fn draft_kit(&self, sheets: [SecretText; 2]) -> Result<KitView> {
        self.check_kit([&sheets[0], &sheets[1]])?;
        let firm = self.firm()?.name.unwrap_or_default();
        self.begin_proof(Purpose::Replace(sheets), firm)
    }

    /// Puts the new kit in the place of the present one, once both of its sheets were proven.
    ///
    /// # Errors
    /// When a sheet was not, or as [`App::replace_kit`]: the present kit stays in force.
    pub fn put_kit_in_force(&self) -> Result<Done<()>> {
        let ready = self.take_proven(|purpose| matches!(purpose, Purpose::Replace(_)))?;
        let Proving { purpose: Purpose::Replace(sheets), kit, .. } = &ready else {
            return Err(no_kit());
        };
        let replaced = self.replace_kit_with([&sheets[0], &sheets[1]], kit, Some(self.now()));
        if replaced.is_err() {
            // A lock forgets the kit, also one that came meanwhile.
            let _ = self.with_vault(|_| {
                *self.proving() = Some(ready);
                Ok(())
            });
        }
        replaced
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

//! Setting up a firm.

use ledger::op::StoreSet;
use ledger::{Context, Firm, Founding, Kit, KitReach, Sheet, Time};
use seal::SystemEntropy;
use secret::SecretText;

use super::desk::{self, Notes};
use super::names::checked;
use super::place::{self, Place};
use super::views::SheetSide;
use crate::error::Result;
use crate::{App, Error};

/// What a firm begins with.
#[derive(Debug)]
pub struct FirmRequest {
    /// The firm's name.
    pub name: String,
    /// The name of the person who sets it up, its first administrator.
    pub person: String,
    /// What they call this device.
    pub device: String,
    /// Where the firm's store is to be.
    pub place: Place,
}

/// A recovery kit that no firm has yet: to be shown on two sheets before it is put to use, so that
/// no firm is ever without one.
#[derive(Debug)]
pub struct NewKit {
    pub(crate) kit: Kit,
    sheets: [Sheet; 2],
}

impl NewKit {
    /// Makes one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn make() -> Result<Self> {
        let made = Kit::make(&mut SystemEntropy::new());
        let (kit, sheets) = made.map_err(|error| Error::new("bug.unexpected").because(error))?;
        Ok(Self { kit, sheets })
    }

    /// Whether this is the word at a place, from 1, of a sheet.
    pub(crate) fn has_word(&self, side: SheetSide, place: u8, typed: &SecretText) -> bool {
        self.sheet(side).has_word(place.into(), typed.expose())
    }

    /// The words of a sheet.
    pub(crate) fn words(&self, side: SheetSide) -> SecretText {
        self.sheet(side).text()
    }

    fn sheet(&self, side: SheetSide) -> &Sheet {
        let [a, b] = &self.sheets;
        match side {
            SheetSide::A => a,
            SheetSide::B => b,
        }
    }

    /// The words of both sheets, 24 each.
    pub fn sheets(&self) -> [SecretText; 2] {
        self.sheets.each_ref().map(Sheet::text)
    }
}

impl App {
    /// Says whether this vault could set up this firm: nothing is changed.
    ///
    /// # Errors
    /// When no passphrase protects it, it is in a firm, a name cannot be used, the folder cannot be
    /// reached, or another firm is in it.
    pub fn check_firm(&self, request: &FirmRequest) -> Result<()> {
        self.must_be_protected()?;
        checked(&request.name)?;
        checked(&request.person)?;
        checked(&request.device)?;
        if self.with_vault(|vault| Ok(vault.firm()?))?.is_some() {
            return Err(Error::new("firm.exists"));
        }
        let place = &request.place;
        let reach = self.reach_at(&place.address, place.sign_in.as_ref())?;
        if reach.list()?.names().is_empty() {
            Ok(())
        } else {
            Err(Error::new("firm.place-taken").with("address", place.address.as_str()))
        }
    }

    /// Sets up a firm whose first administrator is on this device. The sheets of `kit` must have
    /// been shown before. Accounts that are here stay the person's own.
    ///
    /// # Errors
    /// As [`App::check_firm`]. When the folder fails at the end, the firm is set up all the same,
    /// and what belongs into the folder goes there with the next sync.
    pub fn create_firm(&self, request: &FirmRequest, kit: &NewKit) -> Result<()> {
        self.set_up_firm(request, kit, None)?.map_or(Ok(()), Err)
    }

    /// As [`App::create_firm`], and notes that both sheets were typed back at a time, if they were.
    /// Returns why others cannot know of the firm yet: once there is one, nothing is an error.
    ///
    /// # Errors
    /// When there is no firm.
    pub(crate) fn set_up_firm(
        &self,
        request: &FirmRequest,
        kit: &NewKit,
        kit_checked: Option<u64>,
    ) -> Result<Option<Error>> {
        self.check_firm(request)?;
        let seeds = desk::make_seeds()?;
        let founding = Founding {
            name: checked(&request.name)?,
            person_name: checked(&request.person)?,
            label: checked(&request.device)?,
            keys: desk::keys_of(&seeds)?,
            kit: &kit.kit,
            reach: KitReach::Decrypts,
        };
        let mut entropy = SystemEntropy::new();
        let mut ctx = Context { entropy: &mut entropy, now: Time(self.now()) };
        let (mut firm, mut objects) = Firm::create(founding, &mut ctx)?;
        let place = &request.place;
        let text = place.text();
        if place.is_told() {
            let set = StoreSet { text: text.clone() };
            objects.extend(firm.author(vec![set.into()], Vec::new(), &mut ctx)?);
        }
        let place_here = place.address.trim().to_owned();
        let notes = Notes { place: place_here, kit_checked, ..Notes::default() };
        let followed = place::followed(&text);
        let entered = (&mut firm, &notes, followed);
        self.with_vault(|vault| desk::enter(vault, &seeds, entered, &objects))?;
        drop(firm);
        let sign_in = place.sign_in.as_ref();
        let signed_in = self.with_vault(|vault| Ok(vault.set_store_sign_in(sign_in)?));
        Ok(signed_in.and_then(|()| self.sync().map(drop)).err())
    }
}

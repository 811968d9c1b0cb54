//! Joining a firm: answering an invite, and coming in once an administrator said yes.

use ledger::{DeviceKeys, InviteSecret, Joining, Name, Object, Time};
use seal::SystemEntropy;
use secret::{Secret, SecretText};
use serde::{Deserialize, Serialize};
use vault::{FirmChange, FirmId, FirmObject};

use super::desk::{self, DOCUMENTS, JOINING, MEMORY, NOTES, Notes};
use super::names::checked;
use super::place::Place;
use super::reach::Reach;
use super::steps;
use crate::error::Result;
use crate::{App, Error};

/// An invite that was answered: what is needed to come in.
#[derive(Serialize, Deserialize)]
struct Answered {
    code: String,
    offer: Vec<u8>,
    at: u64,
    digits: String,
    answer: Kept,
}

/// An object as a document keeps it.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    bytes: Vec<u8>,
}

impl Kept {
    fn to_object(&self) -> FirmObject {
        FirmObject { name: self.name.clone(), bytes: self.bytes.clone() }
    }
}

impl App {
    /// Answers an invite. Returns the digits that the person reads out to the administrator.
    /// The vault's accounts stay the person's own. Asked again while it waits, it gives the digits
    /// of the answer that was given, and answers in `place` where that is another one.
    ///
    /// # Errors
    /// When the vault is in a firm, the code is not one, or no such invite is in the store.
    pub fn join(&self, code: &SecretText, place: &Place, device: &str) -> Result<String> {
        let device = checked(device)?;
        let invite = InviteSecret::read(code)?;
        let _turn = self.firm_turn()?;
        let reach = self.reach_at(&place.address, place.sign_in.as_ref())?;
        if let Some(answered) = self.answered()? {
            if InviteSecret::read(&SecretText::copy_of(&answered.code))?.id() == invite.id() {
                return self.answer_again(answered, place, &reach);
            }
            // The invite before led nowhere; nobody let this device in with it.
            self.with_vault(|vault| Ok(vault.leave_firm(&DOCUMENTS)?))?;
        }
        let offer = reach.get(&Name::Offer(invite.id()))?;
        let offer = offer.ok_or_else(|| Error::new("invite.not-there"))?;
        let at = self.now();
        let code = invite.code().expose().to_owned();
        let joining = Joining::open(invite, &offer, Time(at))?;
        let seeds = desk::make_seeds()?;
        let keys = desk::keys_of(&seeds)?;
        let (answer, digits) = joining.answer(&keys, &device, &mut SystemEntropy::new())?;
        let digits = digits.to_string();
        let answer = Kept { name: answer.name.to_string(), bytes: answer.bytes };
        let answered = Answered { code, offer, at, digits: digits.clone(), answer };
        let firm = FirmId::from_bytes(joining.pin().firm.0);
        let first = FirmChange {
            send: vec![answered.answer.to_object()],
            documents: vec![
                (JOINING, Some(to_document(&answered)?)),
                (NOTES, Some(desk::to_document(&notes_of(place))?)),
            ],
            ..FirmChange::of(firm)
        };
        self.with_vault(|vault| {
            vault.enter_firm(&seeds, &first)?;
            Ok(vault.set_store_sign_in(place.sign_in.as_ref())?)
        })?;
        self.send_answer(firm, &reach)?;
        Ok(digits)
    }

    /// Gives up waiting to be let in.
    ///
    /// # Errors
    /// When this device is in a firm, by now perhaps, or in none.
    pub fn stop_joining(&self) -> Result<()> {
        // Who looks whether it was let in may wait for a store that hangs.
        self.stop_sync();
        let _turn = self.firm_turn()?;
        match self.answered()? {
            Some(_) => self.with_vault(|vault| Ok(vault.leave_firm(&DOCUMENTS)?)),
            None => Err(Error::new("firm.none")),
        }
    }

    /// Comes in if an administrator let this device in. Says whether it is in.
    pub(crate) fn come_in(&self) -> Result<bool> {
        if self.answered()?.is_none() {
            return Ok(true);
        }
        let _turn = self.firm_turn()?;
        let Some(answered) = self.answered()? else { return Ok(true) };
        let firm_id = self.firm_id()?;
        let (notes, seeds) =
            self.with_vault(|vault| Ok((desk::notes(vault)?, vault.firm_seeds(firm_id)?)))?;
        let reach = self.reach(&notes)?;
        self.send_answer(firm_id, &reach)?;
        let invite = InviteSecret::read(&SecretText::copy_of(&answered.code))?;
        let name = Name::Welcome(invite.id());
        let welcome = self.until_stopped(&reach, steps::get(reach.store(), &name))??;
        let Some(welcome) = welcome else { return Ok(false) };
        let joining = Joining::open(invite, &answered.offer, Time(answered.at))?;
        let keys: DeviceKeys = desk::keys_of(&seeds)?;
        let mut firm = joining.welcome(&welcome, keys)?;
        let notes = Notes { came_in: true, ..notes };
        let change = FirmChange {
            documents: vec![
                (MEMORY, Some(firm.memory())),
                (NOTES, Some(desk::to_document(&notes)?)),
                (JOINING, None),
            ],
            ..FirmChange::of(firm_id)
        };
        self.with_vault(|vault| Ok(vault.change_firm(&change)?))?;
        Ok(true)
    }

    /// The digits of an answer that waits, if one does.
    pub(crate) fn waiting_digits(&self) -> Result<Option<String>> {
        Ok(self.answered()?.map(|answered| answered.digits))
    }

    fn answered(&self) -> Result<Option<Answered>> {
        let stored = self.with_vault(|vault| Ok(vault.document(JOINING)?))?;
        let read = stored.map(|stored| serde_json::from_slice(stored.expose())).transpose();
        read.map_err(|error| Error::new("firm.damaged").because(error))
    }

    /// Gives the same answer again, in a place that may be another.
    fn answer_again(&self, answered: Answered, place: &Place, reach: &Reach) -> Result<String> {
        let firm = self.firm_id()?;
        let again = FirmChange {
            send: vec![answered.answer.to_object()],
            documents: vec![(NOTES, Some(desk::to_document(&notes_of(place))?))],
            ..FirmChange::of(firm)
        };
        self.with_vault(|vault| {
            vault.set_store_sign_in(place.sign_in.as_ref())?;
            Ok(vault.change_firm(&again)?)
        })?;
        self.send_answer(firm, reach)?;
        Ok(answered.digits)
    }

    fn send_answer(&self, firm: FirmId, reach: &Reach) -> Result<()> {
        for one in self.with_vault(|vault| Ok(vault.outgoing()?))? {
            let name = Name::parse(&one.object.name).ok_or_else(|| Error::new("firm.damaged"))?;
            let answer = Object { name, bytes: one.object.bytes };
            self.until_stopped(reach, steps::put(reach.store(), &answer))??;
            self.forget_sent(firm, vec![one.number])?;
        }
        Ok(())
    }
}

fn notes_of(place: &Place) -> Notes {
    Notes { place: place.address.trim().to_owned(), ..Notes::default() }
}

fn to_document(answered: &Answered) -> Result<Secret> {
    let bytes = serde_json::to_vec(answered);
    bytes.map(Secret::new).map_err(|error| Error::new("bug.unexpected").because(error))
}

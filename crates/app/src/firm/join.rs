//! Joining a firm: answering an invite, and coming in once an administrator said yes.

use ledger::{DeviceKeys, InviteSecret, Joining, Name, Time};
use seal::SystemEntropy;
use secret::{Secret, SecretText};
use serde::{Deserialize, Serialize};
use vault::{FirmChange, FirmId};

use super::desk::{self, DOCUMENTS, JOINING, MEMORY, NOTES, Notes};
use super::names::checked;
use super::reach::Reach;
use crate::error::Result;
use crate::{App, Error};

/// An invite that was answered: what is needed to come in.
#[derive(Serialize, Deserialize)]
struct Answered {
    code: String,
    offer: Vec<u8>,
    at: u64,
    digits: String,
}

impl App {
    /// Answers an invite. Returns the digits that the person reads out to the administrator.
    /// The vault's accounts stay the person's own. Asked again, while it waits, it gives the digits
    /// of the answer that was given.
    ///
    /// # Errors
    /// When the vault is in a firm, the code is not one, or no such invite is in the folder.
    pub fn join(&self, code: &SecretText, place: &str, device: &str) -> Result<String> {
        let device = checked(device)?;
        let invite = InviteSecret::read(code)?;
        let reach = Reach::open(place)?;
        if let Some(answered) = self.answered()? {
            if InviteSecret::read(&SecretText::copy_of(&answered.code))?.id() == invite.id() {
                self.send_answer(&reach)?;
                return Ok(answered.digits);
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
        let answered = Answered { code, offer, at, digits: digits.clone() };
        let notes = Notes { place: place.to_owned(), ..Notes::default() };
        let first = FirmChange {
            send: vec![desk::stored(&answer)],
            documents: vec![
                (JOINING, Some(to_document(&answered)?)),
                (NOTES, Some(desk::to_document(&notes)?)),
            ],
            ..FirmChange::default()
        };
        let firm = FirmId::from_bytes(joining.pin().firm.0);
        self.with_vault(|vault| Ok(vault.enter_firm(firm, &seeds, &first)?))?;
        self.send_answer(&reach)?;
        Ok(digits)
    }

    /// Gives up waiting to be let in.
    ///
    /// # Errors
    /// When this device is in a firm, or in none.
    pub fn stop_joining(&self) -> Result<()> {
        match self.answered()? {
            Some(_) => self.with_vault(|vault| Ok(vault.leave_firm(&DOCUMENTS)?)),
            None => Err(Error::new("firm.none")),
        }
    }

    /// Comes in if an administrator let this device in. Says whether it is in.
    pub(crate) fn come_in(&self) -> Result<bool> {
        let Some(answered) = self.answered()? else { return Ok(true) };
        let (notes, seeds, lock) = self.with_vault(|vault| {
            let id = vault.firm()?.ok_or_else(|| Error::new("firm.none"))?;
            Ok((desk::notes(vault)?, vault.firm_seeds(id)?, vault.lock_firm()?))
        })?;
        let reach = Reach::open(&notes.place)?;
        self.send_answer(&reach)?;
        let invite = InviteSecret::read(&SecretText::copy_of(&answered.code))?;
        let Some(welcome) = reach.get(&Name::Welcome(invite.id()))? else { return Ok(false) };
        let joining = Joining::open(invite, &answered.offer, Time(answered.at))?;
        let keys: DeviceKeys = desk::keys_of(&seeds)?;
        let mut firm = joining.welcome(&welcome, keys)?;
        let change = FirmChange {
            documents: vec![(MEMORY, Some(firm.memory())), (JOINING, None)],
            ..FirmChange::default()
        };
        self.with_vault(|vault| Ok(vault.change_firm(&change)?))?;
        drop(lock);
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

    fn send_answer(&self, reach: &Reach) -> Result<()> {
        for one in self.with_vault(|vault| Ok(vault.outgoing()?))? {
            reach.put(&one.object.name, one.object.bytes)?;
            let sent = FirmChange { sent: vec![one.number], ..FirmChange::default() };
            self.with_vault(|vault| Ok(vault.change_firm(&sent)?))?;
        }
        Ok(())
    }
}

fn to_document(answered: &Answered) -> Result<Secret> {
    let bytes = serde_json::to_vec(answered);
    bytes.map(Secret::new).map_err(|error| Error::new("bug.unexpected").because(error))
}

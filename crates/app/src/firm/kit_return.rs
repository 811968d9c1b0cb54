//! Coming back into a firm with the recovery kit and its store alone: every computer is lost.

use std::collections::BTreeMap;

use ledger::{
    Compared, Context, DeviceKeys, Firm, Invitee, Joining, Name, Object, PersonId, Pin, Rank,
    Removal, Target, Time,
};
use seal::SystemEntropy;
use secret::SecretText;

use super::desk::{self, Notes};
use super::invite::done;
use super::kit::{read, take_all};
use super::kit_use::Nowhere;
use super::names::{checked, person};
use super::place::{self, Place};
use super::reach::Reach;
use super::status::must_replace;
use super::steps;
use super::views::{Done, RoleView};
use crate::error::Result;
use crate::{App, Error};

/// Who comes back, where the firm is, and by which name the new device goes.
#[derive(Debug)]
pub struct KitReturn {
    /// Where the firm's store is.
    pub place: Place,
    /// The person of the firm whose devices are lost.
    pub person: String,
    /// What they call this device.
    pub device: String,
}

/// What coming back brought.
#[derive(Debug)]
pub struct Returned {
    /// The firm's name, as its record has it.
    pub firm: String,
    /// The labels of the accounts whose key the lost devices had: to be replaced.
    pub replace_key: Vec<String>,
}

impl App {
    /// Lets this device in as an administrator's with the recovery kit, and removes that person's
    /// other devices, which are lost. Needs the store and both sheets, and nothing else. Accounts
    /// that are here stay the person's own. Every device of the firm is told that the kit was used.
    ///
    /// # Errors
    /// When no passphrase protects this vault, it is in a firm, the store has none, the sheets are
    /// not that firm's kit, or there is no such person.
    pub fn return_with_kit(
        &self,
        sheets: [&SecretText; 2],
        request: &KitReturn,
    ) -> Result<Done<Returned>> {
        self.must_be_protected()?;
        let (kit, device) = (read(sheets)?, checked(&request.device)?);
        if self.with_vault(|vault| Ok(vault.firm()?))?.is_some() {
            return Err(Error::new("firm.exists"));
        }
        let place = &request.place;
        let reach = self.reach_at(&place.address, place.sign_in.as_ref())?;
        let mut as_kit = self.read_as_kit(&reach, kit.keys(), &place.address)?;
        if !as_kit.is_kit(&kit) {
            return Err(Error::new("kit.other"));
        }
        let person = person(as_kit.state(), &request.person)?;
        let seeds = desk::make_seeds()?;
        let mut entropy = SystemEntropy::new();
        let mut ctx = Context { entropy: &mut entropy, now: Time(self.now()) };
        let rank = rank_of(&mut as_kit, person)?;
        let mut objects = remove_devices(&mut as_kit, person, &mut ctx)?;
        let newcomer = Newcomer { person, rank, device, keys: desk::keys_of(&seeds)? };
        let (mut firm, more) = newcomer.enrol(&mut as_kit, &mut ctx)?;
        objects.extend(more);
        let now = ctx.now;
        take_all(&mut firm, &as_kit, now);
        let state = firm.state();
        let followed = state.store.as_ref().map_or_else(|| place.text(), Clone::clone);
        let name = state.name.clone();
        let notes = Notes { place: place.address.trim().to_owned(), ..Notes::default() };
        self.with_vault(|vault| {
            let followed = place::followed(&followed);
            desk::enter(vault, &seeds, (&mut firm, &notes, followed), &objects)
        })?;
        let returned = Returned { firm: name, replace_key: must_replace(&mut firm) };
        drop(firm);
        // This device is in from here on: what fails now waits for the next sync.
        let signed_in =
            self.with_vault(|vault| Ok(vault.set_store_sign_in(place.sign_in.as_ref())?));
        let unsent = signed_in.and_then(|()| self.sync().map(drop)).err();
        Ok(done(returned, unsent))
    }

    /// The firm in the store, as its recovery kit reads it.
    fn read_as_kit(&self, reach: &Reach, keys: DeviceKeys, address: &str) -> Result<Firm> {
        let first = reach.get(&Name::Team)?;
        let pin = first.as_deref().and_then(Pin::found);
        let pin = pin.ok_or_else(|| Error::new("firm.place-empty").with("address", address))?;
        let mut firm = Firm::replica(pin, keys, Vec::new());
        let told = |done, total| self.tell_progress(done, total);
        let now = Time(self.now());
        let mut disk = Nowhere;
        let work = steps::receive(&mut firm, reach.store(), &mut disk, now, &told);
        self.until_stopped(reach, work)??;
        Ok(firm)
    }
}

/// The rank that the person had, or that of one more administrator.
fn rank_of(firm: &mut Firm, person: PersonId) -> Result<Rank> {
    let devices = firm.state().devices.values().filter(|device| device.person == person);
    let had = devices.filter_map(|device| device.rank).filter(|rank| rank.is_administrator());
    let rank = had.min().or_else(|| RoleView::Administrator.rank(firm));
    rank.ok_or_else(|| Error::new("firm.unknown"))
}

fn remove_devices(
    as_kit: &mut Firm,
    person: PersonId,
    ctx: &mut Context<'_>,
) -> Result<Vec<Object>> {
    let devices = as_kit.state().live_devices().filter(|(_, device)| device.person == person);
    let targets: Vec<Target> = devices.map(|(id, _)| Target::Device(id)).collect();
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let removal = Removal { targets, cuts: BTreeMap::new(), reason: String::new() };
    Ok(as_kit.remove(&removal, ctx)?)
}

/// The device that comes back.
struct Newcomer {
    person: PersonId,
    rank: Rank,
    device: String,
    keys: DeviceKeys,
}

impl Newcomer {
    /// Goes through the whole ceremony of an invite with the kit, in one pair of hands.
    fn enrol(self, as_kit: &mut Firm, ctx: &mut Context<'_>) -> Result<(Firm, Vec<Object>)> {
        let known = &as_kit.state().people[&self.person];
        let invitee = Invitee {
            name: known.name.clone(),
            person: Some(self.person),
            standing: known.standing,
            rank: Some(self.rank),
            teams: Vec::new(),
        };
        let (invitation, offer) = as_kit.invite(invitee, 60, ctx)?;
        let code = ledger::InviteSecret::read(&invitation.secret().code())?;
        let joining = Joining::open(code, &offer.bytes, ctx.now)?;
        let (join, _) = joining.answer(&self.keys, &self.device, ctx.entropy)?;
        let answer = as_kit.read_answers(&invitation, &[join.bytes], ctx.now)?;
        let answer = answer.ok_or_else(|| Error::new("bug.unexpected"))?;
        let mut objects = as_kit.approve(&invitation, &answer, &Compared::OneHand, ctx)?;
        let welcome = objects.pop().ok_or_else(|| Error::new("bug.unexpected"))?;
        Ok((joining.welcome(&welcome.bytes, self.keys)?, objects))
    }
}

//! Work that did not count, because whoever did it was out of the firm by then: what it was, and
//! doing it again in one's own name.

use ledger::{AccountId, Firm, GroupId, Op, PersonId, VoidEntry};

use super::desk::Beside;
use super::invite::done;
use super::place;
use super::status::label_of;
use super::views::{ActView, Done, VoidView};
use crate::error::Result;
use crate::{App, Error};

impl App {
    /// The work that did not count and that nobody did again, the latest first.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn void_work(&self) -> Result<Vec<VoidView>> {
        let mut desk = self.glance_at_firm()?;
        let void = desk.firm.unrepeated_work();
        let mut work: Vec<VoidView> =
            void.iter().map(|entry| view(&mut desk.firm, entry)).collect();
        // What says nothing to a person is put right by itself.
        work.retain(|one| !one.acts.is_empty());
        work.sort_by_key(|one| std::cmp::Reverse(one.at));
        Ok(work)
    }

    /// Does such work again, in the name of this device.
    ///
    /// # Errors
    /// When there is no such work, or it is not for this person to do.
    pub fn do_again(&self, id: &str) -> Result<Done<()>> {
        let ((), unsent) = self.act(|desk, ctx| {
            let work = desk.firm.unrepeated_work();
            let of = |entry: &VoidEntry| entry.at.hash.to_string() == id.trim();
            let entry = work.into_iter().find(of).ok_or_else(|| Error::new("firm.unknown"))?;
            let mut objects = desk.firm.reapply(entry.at, ctx)?;
            // Whoever comes by a right with it gets the keys that go with the right.
            objects.extend(desk.firm.repair_all(ctx)?);
            Ok(((), objects, Beside::default()))
        })?;
        Ok(done((), unsent))
    }
}

fn view(firm: &mut Firm, entry: &VoidEntry) -> VoidView {
    let mut acts: Vec<ActView> = Vec::new();
    for op in &entry.ops {
        let act = act(firm, op, &entry.ops);
        acts.extend(act.filter(|act| !acts.contains(act)));
    }
    let state = firm.state();
    let device = state.devices.get(&entry.at.device);
    let person = device.and_then(|one| state.people.get(&one.person));
    VoidView {
        id: entry.at.hash.to_string(),
        person: person.map_or_else(String::new, |one| one.name.clone()),
        device: device.map_or_else(String::new, |one| one.label.clone()),
        at: entry.wall.0,
        acts,
    }
}

/// What an operation would do, for a person; nothing for what goes with another one.
fn act(firm: &mut Firm, op: &Op, beside: &[Op]) -> Option<ActView> {
    let (id, name) = match op {
        Op::PersonSet(op) => ("void-person", op.name.clone()),
        Op::DeviceAdd(op) => ("void-device", op.label.clone()),
        Op::Promote(op) => ("void-role", person_of(firm, op.person, beside)),
        Op::TeamSet(op) => ("void-team", op.name.clone()),
        Op::TeamPeople(op) => ("void-team-people", team_of(firm, op.group, beside)),
        Op::AccountSet(op) => known(firm, op.account)
            .map_or(("void-account", String::new()), |name| ("void-use", name)),
        Op::Grant(op) => ("void-share", known(firm, op.account)?),
        Op::Ungrant(op) => ("void-unshare", known(firm, op.account)?),
        Op::Version(op) => ("void-key", known(firm, op.account)?),
        Op::DetailsSet(op) => ("void-details", known(firm, op.account)?),
        Op::StoreSet(op) => ("void-place", place::address_of(&op.text).to_owned()),
        Op::FirmSet(op) => ("void-firm", op.name.clone()),
        _ => return None,
    };
    Some(ActView { id: id.to_owned(), name })
}

/// What an account of the firm is called; none for one that only void work knows.
fn known(firm: &mut Firm, account: AccountId) -> Option<String> {
    let is_known = firm.state().accounts.contains_key(&account);
    is_known.then(|| label_of(firm, account))
}

fn person_of(firm: &mut Firm, id: PersonId, beside: &[Op]) -> String {
    let named = beside.iter().find_map(|op| match op {
        Op::PersonSet(op) if op.person == id => Some(op.name.clone()),
        _ => None,
    });
    let known = || firm.state().people.get(&id).map(|one| one.name.clone());
    named.or_else(known).unwrap_or_default()
}

fn team_of(firm: &mut Firm, id: GroupId, beside: &[Op]) -> String {
    let named = beside.iter().find_map(|op| match op {
        Op::TeamSet(op) if op.group == id => Some(op.name.clone()),
        _ => None,
    });
    let known = || firm.state().teams.get(&id).map(|one| one.name.clone());
    named.or_else(known).unwrap_or_default()
}

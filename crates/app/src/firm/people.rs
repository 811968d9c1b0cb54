//! People and devices, and their leaving.

use std::collections::BTreeMap;

use ledger::{Firm, Rank, Removal, State, Target, Time};
use serde::Deserialize;

use super::desk::Beside;
use super::invite::done;
use super::leave;
use super::names::{self, device, person};
use super::status::{label_of, must_replace};
use super::views::{DeviceView, Done, LeaverView, PersonView, RoleView};
use crate::error::Result;
use crate::{App, Error};

/// Who, or what, leaves.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Leaver {
    /// A person with all devices, by name.
    Person(String),
    /// One device, by its name or id.
    Device(String),
}

impl App {
    /// The people of the firm, those who left at the end.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn people(&self) -> Result<Vec<PersonView>> {
        let mut desk = self.glance_at_firm()?;
        let state = desk.firm.state();
        let mut people: Vec<PersonView> = state
            .people
            .iter()
            .map(|(id, one)| {
                let live: Vec<_> =
                    state.devices_of(*id).into_iter().filter(|id| state.is_live(*id)).collect();
                let roles = live.iter().filter_map(|id| state.role(*id));
                let teams = state.teams.values().filter(|team| team.people.contains(id));
                PersonView {
                    id: id.to_string(),
                    name: one.name.clone(),
                    role: roles.min().map(Into::into),
                    teams: teams.map(|team| team.name.clone()).collect(),
                    devices: live.len(),
                    left_at: one.stopped.as_ref().map(|stopped| stopped.at.0),
                }
            })
            .collect();
        people.sort_by_cached_key(|one| (one.left_at.is_some(), one.name.to_lowercase()));
        Ok(people)
    }

    /// The devices of the firm, those out of use at the end.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn devices(&self) -> Result<Vec<DeviceView>> {
        let mut desk = self.glance_at_firm()?;
        let (me, acks) = (desk.firm.device(), desk.firm.acks());
        let state = desk.firm.state();
        let mut devices: Vec<DeviceView> = state
            .devices
            .iter()
            .map(|(id, one)| DeviceView {
                id: id.to_string(),
                name: one.label.clone(),
                person: state.people.get(&one.person).map_or_else(String::new, |p| p.name.clone()),
                this: *id == me,
                last_seen: acks.get(id).map(|ack| ack.time.0),
                stopped_at: one.stopped.as_ref().map(|stopped| stopped.at.0),
            })
            .collect();
        devices.sort_by_cached_key(|one| {
            (one.stopped_at.is_some(), one.person.to_lowercase(), one.name.to_lowercase())
        });
        Ok(devices)
    }

    /// What removing somebody would mean. Changes nothing.
    ///
    /// # Errors
    /// When there is no such person or device.
    pub fn preview_removal(&self, leaver: &Leaver) -> Result<LeaverView> {
        let mut desk = self.glance_at_firm()?;
        let target = target(desk.firm.state(), leaver)?;
        Ok(self.previewed(&mut desk.firm, target))
    }

    /// As [`App::preview_removal`], of who leaves; `None` where they are out already.
    ///
    /// # Errors
    /// As [`App::departure`].
    pub fn preview_departing(&self, name: &str) -> Result<Option<LeaverView>> {
        let mut firm = self.glance_at_firm()?.firm;
        let (_, leaving) = names::departure(&mut firm, name)?;
        let is_in = leave::is_in(firm.state(), leaving.who);
        Ok(is_in.then(|| self.previewed(&mut firm, leaving.who)))
    }

    fn previewed(&self, firm: &mut Firm, target: Target) -> LeaverView {
        let preview = firm.preview_removal(target, Time(self.now()));
        let accounts: Vec<_> = preview.accounts.iter().copied().collect();
        let mut accounts: Vec<String> = accounts.into_iter().map(|id| label_of(firm, id)).collect();
        accounts.sort();
        let state = firm.state();
        let named = |id| state.devices.get(id).map(|one: &ledger::Device| one.label.clone());
        LeaverView {
            name: name_of(state, target),
            devices: preview.devices.iter().filter_map(named).collect(),
            teams: preview
                .teams
                .iter()
                .filter_map(|id| state.teams.get(id).map(|team| team.name.clone()))
                .collect(),
            accounts,
            let_in: preview.added.keys().filter_map(named).collect(),
        }
    }

    /// Removes somebody: they get nothing new from now on. What they could see they may have kept:
    /// returns the labels of the accounts whose key is to be replaced at the service.
    ///
    /// # Errors
    /// When there is no such person or device, or it is not for this person to do: who is as
    /// senior, or more, is removed with the recovery kit.
    pub fn remove_leaver(&self, leaver: &Leaver, reason: &str) -> Result<Done<Vec<String>>> {
        let (labels, unsent) = self.act(|desk, ctx| {
            let target = target(desk.firm.state(), leaver)?;
            let reason = reason.trim().to_owned();
            let removal = Removal { targets: vec![target], cuts: BTreeMap::new(), reason };
            let objects = desk.firm.remove(&removal, ctx)?;
            Ok((must_replace(&mut desk.firm), objects, Beside::default()))
        })?;
        Ok(done(labels, unsent))
    }

    /// Makes somebody of the firm a deputy or an administrator.
    ///
    /// # Errors
    /// When there is no such person, it is not for this person to do, or the role is no promotion.
    pub fn appoint(&self, name: &str, role: RoleView) -> Result<Done<()>> {
        let ((), unsent) = self.act(|desk, ctx| {
            let person = person(desk.firm.state(), name)?;
            let rank = role.rank(&mut desk.firm);
            let rank = rank.ok_or_else(|| Error::new("firm.no-promotion"))?;
            let objects = desk.firm.promote(person, rank, ctx)?;
            Ok(((), objects, Beside::default()))
        })?;
        Ok(done((), unsent))
    }
}

impl RoleView {
    /// The rank of who is appointed to this role now; none where the role has none.
    pub(crate) fn rank(self, firm: &mut Firm) -> Option<Rank> {
        match self {
            Self::Administrator => Some(firm.next_rank()),
            Self::Deputy => Some(Rank::DEPUTY),
            Self::Staff | Self::Auditor => None,
        }
    }
}

/// Who, or what, is meant.
///
/// # Errors
/// When there is none of the name, or there are several.
pub(crate) fn target(state: &State, leaver: &Leaver) -> Result<Target> {
    match leaver {
        Leaver::Person(name) => Ok(Target::Person(person(state, name)?)),
        Leaver::Device(name) => Ok(Target::Device(device(state, name)?)),
    }
}

fn name_of(state: &State, target: Target) -> String {
    let person = match target {
        Target::Person(person) => Some(person),
        Target::Device(device) => state.devices.get(&device).map(|known| known.person),
    };
    let person = person.and_then(|id| state.people.get(&id));
    person.map_or_else(String::new, |one| one.name.clone())
}

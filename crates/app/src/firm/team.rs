//! Teams: who is in them.

use ledger::{GroupId, PersonId};

use super::desk::Beside;
use super::invite::done;
use super::names::{checked, is_free, person, team};
use super::share::is_of_one;
use super::status::must_replace;
use super::views::{Done, TeamView};
use crate::error::Result;
use crate::{App, Error};

impl App {
    /// Makes a team, with nobody in it.
    ///
    /// # Errors
    /// When the name is taken, or this person may not.
    pub fn create_team(&self, name: &str) -> Result<Done<String>> {
        let name = checked(name)?;
        let ((), unsent) = self.act(|desk, ctx| {
            if !is_free(&team(desk.firm.state(), &name)) {
                return Err(Error::new("firm.team-taken").with("name", name.as_str()));
            }
            let (_, objects) = desk.firm.set_team(None, &name, ctx)?;
            Ok(((), objects, Beside::default()))
        })?;
        Ok(done(name, unsent))
    }

    /// Puts people into a team.
    ///
    /// # Errors
    /// When the team or a person is unknown, this person may not, or a second administrator is
    /// missing.
    pub fn add_to_team(&self, team: &str, people: &[String]) -> Result<Done<()>> {
        self.change_team(team, people, |people| (people, Vec::new()))
    }

    /// Takes people out of a team. Keys that they could see are to be replaced then.
    ///
    /// # Errors
    /// As [`App::add_to_team`].
    pub fn remove_from_team(&self, team: &str, people: &[String]) -> Result<Done<()>> {
        self.change_team(team, people, |people| (Vec::new(), people))
    }

    /// Takes a person out of one team and puts them into another. Returns the labels of the accounts
    /// whose key is to be replaced because of it.
    ///
    /// # Errors
    /// As [`App::add_to_team`].
    pub fn move_to_team(&self, name: &str, from: &str, to: &str) -> Result<Done<Vec<String>>> {
        let (labels, unsent) = self.act(|desk, ctx| {
            let state = desk.firm.state();
            let (from, to, person) = (team(state, from)?, team(state, to)?, person(state, name)?);
            let mut objects = desk.firm.set_team_people(to, vec![person], Vec::new(), ctx)?;
            objects.extend(desk.firm.set_team_people(from, Vec::new(), vec![person], ctx)?);
            Ok((must_replace(&mut desk.firm), objects, Beside::default()))
        })?;
        Ok(done(labels, unsent))
    }

    /// The teams, with who is in them and what they have.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn teams(&self) -> Result<Vec<TeamView>> {
        let mut desk = self.glance_at_firm()?;
        let state = desk.firm.state();
        let mut teams = Vec::new();
        for (id, team) in &state.teams {
            let people = team.people.iter().filter_map(|id| state.people.get(id));
            let here = people.filter(|one| one.stopped.is_none());
            let mut people: Vec<String> = here.map(|one| one.name.clone()).collect();
            people.sort();
            let held = state.accounts.iter().filter(|(_, account)| account.teams.contains(id));
            let accounts: Vec<_> = held.map(|(id, _)| *id).collect();
            let of_one = is_of_one(state, team);
            teams.push((*id, team.name.clone(), people, accounts, of_one));
        }
        let views = teams.into_iter().map(|(id, name, people, accounts, of_one)| {
            // Labels of other teams are not for everybody's eyes.
            let labels = accounts.into_iter().filter_map(|id| desk.firm.open_details(id));
            let mut accounts: Vec<String> = labels.map(|details| details.label).collect();
            accounts.sort();
            TeamView { id: id.to_string(), name, people, accounts, of_one }
        });
        let mut views: Vec<TeamView> = views.collect();
        views.sort_by_cached_key(|view| view.name.to_lowercase());
        Ok(views)
    }

    fn change_team(
        &self,
        name: &str,
        people: &[String],
        split: impl FnOnce(Vec<PersonId>) -> (Vec<PersonId>, Vec<PersonId>),
    ) -> Result<Done<()>> {
        let ((), unsent) = self.act(|desk, ctx| {
            let state = desk.firm.state();
            let group: GroupId = team(state, name)?;
            let ids: Vec<PersonId> =
                people.iter().map(|name| person(state, name)).collect::<Result<_>>()?;
            let (add, remove) = split(ids);
            let objects = desk.firm.set_team_people(group, add, remove, ctx)?;
            Ok(((), objects, Beside::default()))
        })?;
        Ok(done((), unsent))
    }
}

//! Sharing an account with a team or a person, and taking it back.

use ledger::{Algorithm, CodeKind, Context, Details, Firm, GroupId, Object, State, Team};
use otp::Kind;
use serde::Deserialize;
use vault::{Account, FirmKey, KeyVersion};

use super::desk::{Beside, Desk};
use super::invite::done;
use super::names::{account, person, team};
use super::status::{label_of, must_replace};
use super::views::Done;
use crate::error::Result;
use crate::{App, Error};

/// With whom.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum With {
    /// A team, by its name.
    Team(String),
    /// A person, by name: a team of one.
    Person(String),
}

impl App {
    /// Shares an account of this vault. One of the person's own becomes the firm's with that: the
    /// firm's administrators have it from then on.
    ///
    /// # Errors
    /// When the account, team or person is unknown, this person may not, a second administrator is
    /// missing, or the codes of the account come from a counter.
    pub fn share(&self, name: &str, with: &With) -> Result<Done<String>> {
        let (label, unsent) = self.act(|desk, ctx| {
            let found = self.with_vault(|vault| account(vault, &mut desk.firm, name))?;
            let (group, mut objects) = group_for(&mut desk.firm, with, ctx)?;
            match found {
                Ok(id) => {
                    objects.extend(desk.firm.share(id, group, ctx)?);
                    objects.extend(desk.firm.repair(&[group].into(), ctx)?);
                    let label = label_of(&mut desk.firm, id);
                    Ok((label, objects, Beside::default()))
                }
                Err(own) => {
                    let (more, beside) = self.give(desk, &own, group, ctx)?;
                    objects.extend(more);
                    Ok((own.label.to_string(), objects, beside))
                }
            }
        })?;
        Ok(done(label, unsent))
    }

    /// Takes an account from a team or a person. Returns the labels of the accounts whose key is to
    /// be replaced because of what was taken.
    ///
    /// # Errors
    /// As [`App::share`], and when they do not have it.
    pub fn unshare(&self, name: &str, with: &With) -> Result<Done<Vec<String>>> {
        let (labels, unsent) = self.act(|desk, ctx| {
            let found = self.with_vault(|vault| account(vault, &mut desk.firm, name))?;
            let Ok(id) = found else {
                return Err(Error::new("firm.not-shared").with("label", name));
            };
            let state = desk.firm.state();
            let group = match with {
                With::Team(name) => team(state, name)?,
                With::Person(name) => {
                    let person = person(state, name)?;
                    team_of_one(&mut desk.firm, person).ok_or_else(not_shared(name))?
                }
            };
            let held = desk.firm.state().accounts[&id].teams.contains(&group);
            if !held {
                return Err(Error::new("firm.not-shared").with("label", name));
            }
            let mut objects = desk.firm.unshare(id, group, ctx)?;
            let groups = desk.firm.state().holders(id);
            objects.extend(desk.firm.repair(&groups, ctx)?);
            Ok((must_replace(&mut desk.firm), objects, Beside::default()))
        })?;
        Ok(done(labels, unsent))
    }

    fn give(
        &self,
        desk: &mut Desk,
        own: &Account,
        group: GroupId,
        ctx: &mut Context<'_>,
    ) -> Result<(Vec<Object>, Beside)> {
        if own.previous().is_some() {
            // Only one key is given, and whether it is the right one is not known yet.
            return Err(Error::new("account.replace-undecided").with("label", own.label.as_str()));
        }
        let version =
            own.shown().ok_or_else(|| Error::new("vault.record-damaged").with("id", ""))?;
        let details = details_of(own, version)?;
        let key = self.with_vault(|vault| Ok(vault.key(own.id, version.id)?))?;
        let (id, objects) = desk.firm.add_account(&details, &key, &[group], ctx)?;
        let head = desk.firm.state().heads(id).into_iter().next();
        let head = head.ok_or_else(|| Error::new("firm.unknown"))?;
        let mark = FirmKey { account: id.0, version: head.0 };
        Ok((objects, Beside { give: vec![(own.id, mark)], ..Beside::default() }))
    }
}

fn not_shared(name: &str) -> impl FnOnce() -> Error + '_ {
    move || Error::new("firm.not-shared").with("label", name)
}

/// The team that is meant; a person's own team is made where there is none yet.
fn group_for(
    firm: &mut Firm,
    with: &With,
    ctx: &mut Context<'_>,
) -> Result<(GroupId, Vec<Object>)> {
    let name = match with {
        With::Team(name) => return Ok((team(firm.state(), name)?, Vec::new())),
        With::Person(name) => name,
    };
    let person = person(firm.state(), name)?;
    if let Some(group) = team_of_one(firm, person) {
        return Ok((group, Vec::new()));
    }
    let name = firm.state().people[&person].name.clone();
    let (group, mut objects) = firm.set_team(None, &name, ctx)?;
    objects.extend(firm.set_team_people(group, vec![person], Vec::new(), ctx)?);
    Ok((group, objects))
}

/// The team of one of this person, who is in it.
fn team_of_one(firm: &mut Firm, person: ledger::PersonId) -> Option<GroupId> {
    let state = firm.state();
    let mut teams = state.teams.iter();
    let own = teams.find(|(_, team)| team.ever == [person].into() && is_of_one(state, team));
    own.filter(|(_, team)| team.people.contains(&person)).map(|(id, _)| *id)
}

/// Whether only one person ever was in a team, and it has that person's name.
pub(crate) fn is_of_one(state: &State, team: &Team) -> bool {
    let mut ever = team.ever.iter();
    let (Some(only), None) = (ever.next(), ever.next()) else { return false };
    state.people.get(only).is_some_and(|person| person.name == team.name)
}

/// What the firm is told of an account.
pub(crate) fn details_of(account: &Account, version: &KeyVersion) -> Result<Details> {
    let algorithm = match version.params.algorithm {
        otp::Algorithm::Sha1 => Algorithm::Sha1,
        otp::Algorithm::Sha256 => Algorithm::Sha256,
        otp::Algorithm::Sha512 => Algorithm::Sha512,
    };
    let (kind, period) = match version.params.kind {
        Kind::Totp { period } => (CodeKind::Totp, period.seconds()),
        Kind::Steam => (CodeKind::Steam, 30),
        Kind::Hotp { .. } => return Err(Error::new("firm.counter")),
    };
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(Details {
        label: account.label.to_string(),
        user_id_hint: account.user_id_hint.as_ref().map(ToString::to_string),
        service: account.service.clone(),
        algorithm,
        digits: version.params.digits.value(),
        period: u32::try_from(period).unwrap_or(u32::MAX),
        kind,
        issuer: filled(&account.issuer),
        note: account.note.clone(),
    })
}

/// Accounts of the firm are named and replaced in the firm.
pub(crate) fn must_be_own(account: &Account) -> Result<()> {
    match account.firm {
        None => Ok(()),
        Some(_) => Err(Error::new("account.of-firm").with("label", account.label.as_str())),
    }
}

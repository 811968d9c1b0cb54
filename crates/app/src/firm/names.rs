//! What people call people, devices, teams and accounts, and which is meant.

use std::collections::BTreeSet;

use ledger::{AccountId, Departure, DepartureId, DeviceId, Firm, GroupId, PersonId, State, Target};
use vault::UnlockedVault;

use super::leavers::{is_open, name_of, owner};
use crate::Error;
use crate::accounts::find;
use crate::error::Result;

/// The person of this name who is in the firm.
///
/// # Errors
/// When there is none, or there are several.
pub(crate) fn person(state: &State, name: &str) -> Result<PersonId> {
    let here = state.people.iter().filter(|(_, person)| person.stopped.is_none());
    let found = here.filter(|(id, person)| is(&person.name, name) || id.to_string() == name.trim());
    one(found.map(|(id, _)| *id), ["firm.no-person", "firm.several-people"], name)
}

/// The person of this name, also one who left: the latest of those, where nobody else is meant.
///
/// # Errors
/// As [`person`].
pub(crate) fn person_ever(state: &State, name: &str) -> Result<PersonId> {
    let here = person(state, name);
    if !here.as_ref().is_err_and(|error| error.code() == "firm.no-person") {
        return here;
    }
    let gone = state.people.iter().filter_map(|(id, one)| Some((id, one, one.stopped.as_ref()?)));
    let meant = gone.filter(|(id, one, _)| is(&one.name, name) || id.to_string() == name.trim());
    let latest = meant.max_by_key(|(_, _, stopped)| stopped.at);
    latest.map(|(id, ..)| *id).map_or(here, Ok)
}

/// The account of the firm with this label or id, as far as this device may read labels.
///
/// # Errors
/// When there is none, or there are several.
pub(crate) fn account_named(firm: &mut Firm, name: &str) -> Result<AccountId> {
    let ids: Vec<AccountId> = firm.state().accounts.keys().copied().collect();
    let mut labelled = ids.into_iter().map(|id| (id, firm.open_details(id)));
    let mut meant = labelled.by_ref().filter(|(id, details)| {
        let label = details.as_ref().map(|details| details.label.as_str());
        id.to_string() == name.trim() || label.is_some_and(|label| is(label, name))
    });
    match (meant.next(), meant.next()) {
        (Some((id, _)), None) => Ok(id),
        (Some(_), Some(_)) => Err(Error::new("firm.several-accounts").with("name", name)),
        (None, _) => Err(Error::new("account.not-found").with("label", name)),
    }
}

/// The team of this name.
///
/// # Errors
/// When there is none, or there are several.
pub(crate) fn team(state: &State, name: &str) -> Result<GroupId> {
    let found = state
        .teams
        .iter()
        .filter(|(id, team)| is(&team.name, name) || id.to_string() == name.trim());
    one(found.map(|(id, _)| *id), ["firm.no-team", "firm.several-teams"], name)
}

/// The device in use of this name, or of this id.
///
/// # Errors
/// When there is none, or there are several.
pub(crate) fn device(state: &State, name: &str) -> Result<DeviceId> {
    let found = state
        .live_devices()
        .filter(|(id, device)| is(&device.label, name) || id.to_string() == name.trim());
    one(found.map(|(id, _)| id), ["firm.no-device", "firm.several-devices"], name)
}

/// The device of this name or id, also one that was taken out of use: the latest of those.
///
/// # Errors
/// As [`device`].
pub(crate) fn device_ever(state: &State, name: &str) -> Result<DeviceId> {
    let here = device(state, name);
    if !here.as_ref().is_err_and(|error| error.code() == "firm.no-device") {
        return here;
    }
    let gone = state.devices.iter().filter_map(|(id, one)| Some((id, one, one.stopped.as_ref()?)));
    let meant = gone.filter(|(id, one, _)| is(&one.label, name) || id.to_string() == name.trim());
    let latest = meant.max_by_key(|(_, _, stopped)| stopped.at);
    latest.map(|(id, ..)| *id).map_or(here, Ok)
}

/// The latest leaving of who, or what, has this name or id, an open one first. A person comes before
/// a device of theirs that was lost.
///
/// # Errors
/// `leaver.none` where nobody of that name leaves, `leaver.several` where more than one does.
pub(crate) fn departure(firm: &mut Firm, name: &str) -> Result<(DepartureId, Departure)> {
    let all = firm.departures();
    let state = firm.state();
    let rank = |(id, leaving): &(DepartureId, Departure)| {
        let (person, device) = owner(state, leaving.who);
        let is_owner = is(&name_of(state, person), name);
        match device {
            _ if id.to_string() == name.trim() => Some(0),
            None if is_owner => Some(1),
            Some(device) if is(&device, name) => Some(1),
            Some(_) if is_owner => Some(2),
            _ => None,
        }
    };
    let named = all.into_iter().filter_map(|one| Some((rank(&one)?, one)));
    let key = |(rank, (_, leaving)): &(u8, (DepartureId, Departure))| (*rank, !is_open(leaving));
    let mut named: Vec<_> = named.collect();
    let first = named.iter().map(key).min();
    named.retain(|one| Some(key(one)) == first);
    let who: BTreeSet<Target> = named.iter().map(|(_, (_, leaving))| leaving.who).collect();
    if who.len() > 1 {
        return Err(Error::new("leaver.several").with("name", name));
    }
    let latest = named.into_iter().map(|(_, one)| one).max_by_key(|(_, leaving)| leaving.at);
    latest.ok_or_else(|| Error::new("leaver.none").with("name", name))
}

/// Whether nothing has the name that was looked for: several that have it are something.
pub(crate) fn is_free<T>(found: &Result<T>) -> bool {
    let code = found.as_ref().err().map(Error::code);
    code.is_some_and(|code| ["firm.no-person", "firm.no-team"].contains(&code))
}

/// The account of the firm that the vault's account of this name is a copy of; `Err` with the
/// vault's account where it is the person's own.
pub(crate) fn account(
    vault: &UnlockedVault,
    firm: &mut Firm,
    name: &str,
) -> Result<std::result::Result<AccountId, vault::Account>> {
    let found = find(vault, name)?;
    let known = found.firm.map(|key| AccountId(key.account));
    let known = known.filter(|id| firm.state().accounts.contains_key(id));
    Ok(known.ok_or(found))
}

/// A name of a person or team as it is kept.
///
/// # Errors
/// When it is empty or long.
pub(crate) fn checked(name: &str) -> Result<String> {
    const MOST: usize = 100;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MOST || name.chars().any(char::is_control) {
        return Err(Error::new("firm.name").with("most", MOST.to_string()));
    }
    Ok(name.to_owned())
}

/// Whether `asked` means who, or what, is called `name`.
pub(crate) fn is(name: &str, asked: &str) -> bool {
    name.trim().to_lowercase() == asked.trim().to_lowercase()
}

fn one<T>(
    mut found: impl Iterator<Item = T>,
    [none, several]: [&'static str; 2],
    name: &str,
) -> Result<T> {
    let first = found.next().ok_or_else(|| Error::new(none).with("name", name))?;
    match found.next() {
        Some(_) => Err(Error::new(several).with("name", name)),
        None => Ok(first),
    }
}

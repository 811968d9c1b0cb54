//! What people call people, devices, teams and accounts, and which is meant.

use ledger::{AccountId, DeviceId, Firm, GroupId, PersonId, State};
use vault::UnlockedVault;

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

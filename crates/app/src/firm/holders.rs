//! Who has an account of the firm: with whom it is shared, and which key each device has.

use std::collections::BTreeMap;

use ledger::{AccountId, AccountUse, DeviceId, Firm, GroupId, State, VersionId, VersionRef};

use super::leavers::by_name;
use super::names::{account, is};
use super::share::is_of_one;
use super::views::{HolderView, HoldersView, KeyMadeView};
use crate::error::Result;
use crate::{App, Error};

impl App {
    /// Who has an account of the firm, by its label or id, or the id of this vault's copy.
    ///
    /// # Errors
    /// When there is no such account, it is the person's own, or several accounts of this vault may
    /// be meant.
    pub fn holders(&self, name: &str) -> Result<HoldersView> {
        let mut firm = self.glance_at_firm()?.firm;
        let copied = self.with_vault(|vault| account(vault, &mut firm, name));
        let found = match &copied {
            Ok(Ok(id)) => holders_of(&mut firm, *id),
            _ => None,
        };
        // An auditor has no copy of anything.
        let is_asked = |one: &HoldersView| one.id == name.trim() || is(&one.label, name);
        let found = found.or_else(|| all(&mut firm).into_iter().find(is_asked));
        match (found, copied) {
            (Some(found), _) => Ok(found),
            (None, Err(error)) if error.code() != "account.not-found" => Err(error),
            (None, _) => Err(Error::new("firm.not-shared").with("label", name)),
        }
    }

    /// Who has each account of the firm that this device may know of, by label.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn all_holders(&self) -> Result<Vec<HoldersView>> {
        Ok(all(&mut self.glance_at_firm()?.firm))
    }
}

fn all(firm: &mut Firm) -> Vec<HoldersView> {
    let accounts = firm.state().accounts.iter();
    let live = accounts.filter(|(_, account)| account.state == AccountUse::Live);
    let ids: Vec<AccountId> = live.map(|(id, _)| *id).collect();
    let mut views: Vec<HoldersView> =
        ids.into_iter().filter_map(|id| holders_of(firm, id)).collect();
    views.sort_by_cached_key(|view| view.label.to_lowercase());
    views
}

/// `None` for an account whose label is not for this device to read.
fn holders_of(firm: &mut Firm, id: AccountId) -> Option<HoldersView> {
    let label = firm.open_details(id)?.label;
    let versions = versions(firm.state(), id);
    let newest = *versions.last()?;
    let receipt = firm.receipts(VersionRef { account: id, version: newest });
    let version = number(versions.len());
    let mut devices: BTreeMap<DeviceId, Option<u32>> =
        receipt.have.iter().map(|device| (*device, Some(version))).collect();
    devices.extend(receipt.lack.keys().map(|device| (*device, None)));
    mark_earlier(firm, id, &versions, &mut devices);
    let devices = described(firm, devices);
    let (teams, people) = groups(firm.state(), id);
    let keys = keys_made(firm.state(), id, &versions);
    Some(HoldersView { id: id.to_string(), label, version, teams, people, devices, keys })
}

fn keys_made(state: &State, account: AccountId, versions: &[VersionId]) -> Vec<KeyMadeView> {
    let known = state.accounts.get(&account).map(|account| &account.versions);
    let made = versions.iter().enumerate().filter_map(|(index, id)| {
        let version = known?.get(id)?;
        let by = by_name(state, version.by);
        Some(KeyMadeView { version: number(index + 1), by, at: version.at.0 })
    });
    made.collect()
}

/// The versions of an account's key, each after those it replaces and the one in use last. Clocks,
/// which may differ, decide only between versions of which neither came of the other.
pub(crate) fn versions(state: &State, account: AccountId) -> Vec<VersionId> {
    let Some(known) = state.accounts.get(&account).map(|account| &account.versions) else {
        return Vec::new();
    };
    let heads = state.heads(account);
    let mut steps: BTreeMap<VersionId, usize> = known.keys().map(|id| (*id, 0)).collect();
    // As many rounds as there are versions, should they replace each other in a ring.
    for _ in 0..known.len() {
        for (id, version) in known {
            let former = version.replaces.iter().filter_map(|former| steps.get(former)).max();
            steps.insert(*id, former.map_or(0, |former| former + 1));
        }
    }
    let mut versions: Vec<VersionId> = known.keys().copied().collect();
    versions.sort_by_key(|id| {
        (heads.contains(id), steps.get(id), known.get(id).map(|one| one.at), *id)
    });
    versions
}

/// Says of devices without the newest key which earlier one they have.
fn mark_earlier(
    firm: &mut Firm,
    account: AccountId,
    versions: &[VersionId],
    devices: &mut BTreeMap<DeviceId, Option<u32>>,
) {
    for (index, version) in versions.iter().enumerate().rev().skip(1) {
        let receipt = firm.receipts(VersionRef { account, version: *version });
        for (device, has) in devices.iter_mut().filter(|(_, has)| has.is_none()) {
            *has = receipt.have.contains(device).then(|| number(index + 1));
        }
    }
}

fn described(firm: &mut Firm, devices: BTreeMap<DeviceId, Option<u32>>) -> Vec<HolderView> {
    let (me, acks) = (firm.device(), firm.acks());
    let state = firm.state();
    let mut views: Vec<HolderView> = devices
        .into_iter()
        .filter_map(|(id, version)| {
            let device = state.devices.get(&id)?;
            Some(HolderView {
                person: state.people.get(&device.person)?.name.clone(),
                device: device.label.clone(),
                this: id == me,
                version,
                last_seen: acks.get(&id).map(|ack| ack.time.0),
            })
        })
        .collect();
    views.sort_by_cached_key(|one| (one.person.to_lowercase(), one.device.to_lowercase()));
    views
}

/// Names of the teams that an account is shared with, and of the people with a team of one.
fn groups(state: &State, account: AccountId) -> (Vec<String>, Vec<String>) {
    let held = state.accounts.get(&account).map(|account| &account.teams);
    let known = |id: &GroupId| state.teams.get(id);
    let (mut people, mut teams): (Vec<_>, Vec<_>) =
        held.into_iter().flatten().filter_map(known).partition(|team| is_of_one(state, team));
    people.sort_by_key(|team| team.name.to_lowercase());
    teams.sort_by_key(|team| team.name.to_lowercase());
    let names = |teams: Vec<&ledger::Team>| teams.iter().map(|team| team.name.clone()).collect();
    (names(teams), names(people))
}

pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

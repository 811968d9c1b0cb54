//! "Must replace": derived from who could ever have opened what, so that nobody can forget it
//! (protocol section 11).

use std::collections::{BTreeMap, BTreeSet};

use crate::firm::Firm;
use crate::ids::{AccountId, DeviceId, LogPoint, VersionId};
use crate::keys::KeyId;
use crate::op::Origin;
use crate::state::{Account, Loss, LossKind, State};

/// An account whose secret key somebody has who should not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MustReplace {
    /// The account.
    pub account: AccountId,
    /// The acts by which somebody lost it, each with who had it.
    pub because: BTreeMap<LogPoint, LossKind>,
}

impl Firm {
    /// The accounts whose secret key has to be replaced at the service, and why.
    ///
    /// An act by which somebody lost an account asks for a new key until there is a version that
    /// is fresh, whose author knew of the act, and that none of the leaver's devices can open; and
    /// as long as any key in use can be opened by them.
    pub fn must_replace(&mut self) -> Vec<MustReplace> {
        self.settle();
        let Some(state) = self.view_state() else { return Vec::new() };
        let losses: Vec<(&Loss, BTreeSet<DeviceId>)> =
            state.losses.iter().map(|loss| (loss, lost_by(state, &loss.what))).collect();
        let opened: Vec<BTreeSet<KeyId>> =
            losses.iter().map(|(_, devices)| self.opened_by(devices)).collect();
        let mut found = Vec::new();
        for (id, account) in &state.accounts {
            let mut because = BTreeMap::new();
            for ((loss, devices), keys) in losses.iter().zip(&opened) {
                if self.asks(state, *id, account, loss, devices, keys) {
                    because.insert(loss.by, loss.what.clone());
                }
            }
            if !because.is_empty() {
                found.push(MustReplace { account: *id, because });
            }
        }
        found
    }

    fn asks(
        &self,
        state: &State,
        id: AccountId,
        account: &Account,
        loss: &Loss,
        devices: &BTreeSet<DeviceId>,
        keys: &BTreeSet<KeyId>,
    ) -> bool {
        if matches!(&loss.what, LossKind::Account(_, lost) if *lost != id) {
            return false;
        }
        // Whoever still has a right to it has lost nothing, and is asked for when that ends.
        let out: BTreeSet<DeviceId> =
            devices.iter().filter(|device| !state.may_use(**device, id)).copied().collect();
        if out.is_empty() {
            return false;
        }
        let narrowed;
        let keys = if out == *devices {
            keys
        } else {
            narrowed = self.opened_by(&out);
            &narrowed
        };
        let seen: BTreeSet<VersionId> = opened_versions(account, keys);
        let heads = state.heads(id);
        let live = live_lineage(account, &heads);
        if live.iter().any(|version| seen.contains(version)) {
            return true;
        }
        let had_it = seen.iter().any(|version| !self.was_replaced_before(account, *version, loss));
        had_it && !self.is_answered(account, loss, &seen)
    }

    /// Whether the author of a fresh version knew of the loss and the leaver cannot open it.
    fn is_answered(&self, account: &Account, loss: &Loss, seen: &BTreeSet<VersionId>) -> bool {
        account.versions.iter().any(|(id, version)| {
            version.origin == Origin::Fresh && !seen.contains(id) && self.knew(version.by, loss.by)
        })
    }

    /// Whether a fresh key had already taken the version's place when the act was done.
    fn was_replaced_before(&self, account: &Account, old: VersionId, loss: &Loss) -> bool {
        account.versions.iter().any(|(id, version)| {
            *id != old
                && version.origin == Origin::Fresh
                && descends(account, *id, old)
                && self.knew(loss.by, version.by)
        })
    }
}

/// The devices that an act took something from.
fn lost_by(state: &State, what: &LossKind) -> BTreeSet<DeviceId> {
    match what {
        LossKind::Person(person) | LossKind::Team(_, person) => state.devices_of(*person),
        LossKind::Device(device) => [*device].into(),
        LossKind::Account(group, _) => {
            let team = state.teams.get(group);
            let people = team.into_iter().flat_map(|team| &team.ever);
            people.flat_map(|person| state.devices_of(*person)).collect()
        }
    }
}

fn opened_versions(account: &Account, keys: &BTreeSet<KeyId>) -> BTreeSet<VersionId> {
    let versions = account.versions.iter().filter(|(_, version)| {
        version.seals.iter().any(|place| keys.contains(&(place.group, place.epoch)))
    });
    versions.map(|(id, _)| *id).collect()
}

/// The heads, and what carried the same secret key before them.
fn live_lineage(account: &Account, heads: &BTreeSet<VersionId>) -> BTreeSet<VersionId> {
    let mut live = heads.clone();
    let mut next: Vec<VersionId> = heads.iter().copied().collect();
    while let Some(id) = next.pop() {
        let carried = account.versions.get(&id).filter(|version| version.origin == Origin::Carried);
        for former in carried.into_iter().flat_map(|version| &version.replaces) {
            if live.insert(*former) {
                next.push(*former);
            }
        }
    }
    live
}

/// Whether `later` took the place of `earlier`, over any number of steps.
fn descends(account: &Account, later: VersionId, earlier: VersionId) -> bool {
    let (mut next, mut passed) = (vec![later], BTreeSet::new());
    while let Some(id) = next.pop() {
        if id == earlier {
            return true;
        }
        if passed.insert(id) {
            let version = account.versions.get(&id);
            next.extend(version.into_iter().flat_map(|version| &version.replaces));
        }
    }
    false
}

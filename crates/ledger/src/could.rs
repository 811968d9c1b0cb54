//! Who could make codes: with which key version, by which route, since when. From keys and acts,
//! never from what a device says it opened (protocol section 17).

use std::collections::{BTreeMap, BTreeSet};

use crate::firm::Firm;
use crate::ids::{AccountId, DeviceId, GivenId, PersonId, Time, VersionId};
use crate::keys::KeyId;
use crate::op::{Target, VersionRef};
use crate::reach::Reach;
use crate::replace::live_lineage;
use crate::state::State;

/// How somebody came by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// By this program: the key was sealed so that this device could open it.
    App(DeviceId),
    /// By another route.
    Given(GivenId),
}

/// Somebody who could make codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// With which key version.
    pub version: VersionId,
    /// How, and since when at the earliest.
    pub ways: BTreeMap<Way, Time>,
}

impl Firm {
    /// Every key version that somebody could ever have had, and by which ways.
    pub fn could_have(&mut self, who: Target) -> BTreeMap<VersionRef, BTreeSet<Way>> {
        self.settle();
        let Some(folded) = self.view_folded() else { return BTreeMap::new() };
        let (state, register) = (&folded.state, &folded.register);
        let (person, devices) = match who {
            Target::Person(person) => (Some(person), state.devices_of(person)),
            Target::Device(device) => (None, [device].into()),
        };
        let mut found: BTreeMap<VersionRef, BTreeSet<Way>> = BTreeMap::new();
        let reach = Reach::of(self, folded);
        for device in devices {
            let keys = reach.opened_by(&[device].into());
            for (account, known) in &state.accounts {
                for version in reach.opened_versions((*account, known), &keys) {
                    let at = VersionRef { account: *account, version };
                    found.entry(at).or_default().insert(Way::App(device));
                }
            }
        }
        for (id, given) in register.given.iter().filter(|(_, given)| Some(given.to) == person) {
            found.entry(given.version).or_default().insert(Way::Given(*id));
        }
        found
    }

    /// Who could make codes for an account at a time, or now: with each version whose key the
    /// service took then as far as the log says. Who left and whose key was not replaced is among
    /// them.
    pub fn who_could(&mut self, account: AccountId, at: Option<Time>) -> Vec<Holder> {
        self.settle();
        let then = at.and_then(|at| self.folded_at(at));
        let Some(folded) = then.as_ref().or_else(|| self.view_folded()) else {
            return Vec::new();
        };
        let state = &folded.state;
        let Some(known) = state.accounts.get(&account) else { return Vec::new() };
        let mut found: BTreeMap<(PersonId, VersionId), BTreeMap<Way, Time>> = BTreeMap::new();
        let live = live_lineage(known, &state.heads(account));
        let reach = Reach::of(self, folded);
        for version in &live {
            for (device, person, since) in app_holders(&reach, state, (account, *version)) {
                found.entry((person, *version)).or_default().insert(Way::App(device), since);
            }
        }
        for (id, given) in &folded.register.given {
            if given.version.account == account && live.contains(&given.version.version) {
                let place = (given.to, given.version.version);
                found.entry(place).or_default().insert(Way::Given(*id), given.at);
            }
        }
        let holder = |((person, version), ways)| Holder { person, version, ways };
        found.into_iter().map(holder).collect()
    }
}

/// The devices that can open a version, whose they are, and since when at the earliest.
fn app_holders<'a>(
    reach: &Reach<'a>,
    state: &'a State,
    (account, version): (AccountId, VersionId),
) -> Vec<(DeviceId, PersonId, Time)> {
    let at = VersionRef { account, version };
    let Some(version) = state.accounts.get(&account).and_then(|known| known.versions.get(&version))
    else {
        return Vec::new();
    };
    let places: BTreeSet<KeyId> = reach.seals(at, version).collect();
    let openers = reach.openers(&places).into_iter();
    let known = openers.filter_map(|id| Some((id, state.devices.get(&id)?)));
    known.map(|(id, device)| (id, device.person, device.added_at.max(version.at))).collect()
}

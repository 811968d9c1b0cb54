//! Whose devices are in use, gathered once for questions about many groups.

use std::collections::BTreeMap;

use seal::KemPublic;

use crate::ids::{DeviceId, GroupId, PersonId};
use crate::op::KitReach;
use crate::state::{Device, KitState, Role, State};

/// The devices in use, by person.
pub(crate) struct Roll<'a> {
    state: &'a State,
    devices: BTreeMap<PersonId, Vec<(DeviceId, &'a Device)>>,
}

impl<'a> Roll<'a> {
    /// Gathers those of `state`.
    pub(crate) fn of(state: &'a State) -> Self {
        let mut devices: BTreeMap<PersonId, Vec<(DeviceId, &Device)>> = BTreeMap::new();
        for (id, device) in state.live_devices() {
            devices.entry(device.person).or_default().push((id, device));
        }
        Self { state, devices }
    }

    /// The devices that are to hold a group's key now. Costs as much as the group has.
    pub(crate) fn recipients(&self, group: GroupId) -> BTreeMap<DeviceId, KemPublic> {
        let role = |(id, _): &(DeviceId, &Device)| self.state.role(*id);
        let all = || self.devices.values().flatten().copied();
        let members: Vec<(DeviceId, &Device)> = match group {
            GroupId::EVERYONE => all().collect(),
            GroupId::ADMINISTRATORS => {
                all().filter(|one| role(one) == Some(Role::Administrator)).collect()
            }
            GroupId::AUDITORS => all().filter(|one| role(one) == Some(Role::Auditor)).collect(),
            team => {
                let people = self.state.teams.get(&team).into_iter().flat_map(|team| &team.people);
                let devices = people.filter_map(|person| self.devices.get(person)).flatten();
                devices.copied().filter(|one| role(one) != Some(Role::Auditor)).collect()
            }
        };
        let mut keys: BTreeMap<DeviceId, KemPublic> =
            members.into_iter().map(|(id, device)| (id, device.keys.kem)).collect();
        if let Some(kit) = self.state.kit.as_ref().filter(|kit| kit_receives(kit, group)) {
            keys.insert(kit.device, kit.keys.kem);
        }
        keys
    }
}

fn kit_receives(kit: &KitState, group: GroupId) -> bool {
    match group {
        GroupId::EVERYONE => true,
        GroupId::ADMINISTRATORS => kit.reach == KitReach::Decrypts,
        _ => false,
    }
}

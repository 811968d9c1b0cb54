//! By which entries somebody came by a right that they have: what a receipt has to cover beside
//! the secret key itself (protocol section 10).

use std::collections::BTreeMap;

use crate::ids::{AccountId, DeviceId, GroupId, LogPoint, PersonId};
use crate::state::{Role, State};

/// The entries that gave what holds now, found beside the state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rights {
    /// Since when a team holds an account.
    pub(crate) granted: BTreeMap<(AccountId, GroupId), LogPoint>,
    /// Since when a person is in a team.
    pub(crate) joined: BTreeMap<(GroupId, PersonId), LogPoint>,
    /// Since when a device is an administrator's, where it came in as another.
    pub(crate) appointed: BTreeMap<DeviceId, LogPoint>,
}

impl Rights {
    /// Says whether one of the device's rights to the account was given by entries that are all
    /// `known`.
    pub(crate) fn were_known(
        &self,
        state: &State,
        device: DeviceId,
        account: AccountId,
        known: impl Fn(LogPoint) -> bool,
    ) -> bool {
        let Some(own) = state.devices.get(&device) else { return false };
        let appointed = self.appointed.get(&device).copied().unwrap_or(own.added);
        if state.role(device) == Some(Role::Administrator) && known(appointed) {
            return true;
        }
        let teams = state.accounts.get(&account).into_iter().flat_map(|one| &one.teams);
        teams.into_iter().any(|team| {
            let granted = self.granted.get(&(account, *team));
            let joined = self.joined.get(&(*team, own.person));
            granted.zip(joined).is_some_and(|(granted, joined)| known(*granted) && known(*joined))
        })
    }
}

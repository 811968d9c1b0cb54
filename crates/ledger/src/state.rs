//! The firm as its effective entries make it (protocol section 8). The same entries give the same
//! state on every device, whatever the order of arrival.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::Encode;
use seal::{KemPublic, Label};

use crate::cbor;
use crate::ids::{
    AccountId, DeviceId, EpochId, GivenId, GroupId, Hash, InviteId, LogPoint, PersonId, Rank, Time,
    VersionId,
};
use crate::op::{
    AccountUse, KeySeal, KitReach, Origin, PublicKeys, SealedDetails, Shard, Standing,
};
use crate::roll::Roll;
use crate::store_text::StoreText;

/// The firm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode)]
#[cbor(map)]
pub struct State {
    /// Its name.
    #[n(0)]
    pub name: String,
    /// Codes lock after so many days without news; none for never.
    #[n(1)]
    pub lock_after_days: Option<u32>,
    /// Where its store is, once that was said.
    #[n(2)]
    pub store: Option<StoreText>,
    /// The recovery kit in force.
    #[n(3)]
    pub kit: Option<KitState>,
    /// What kits have done, all of it.
    #[n(4)]
    pub kit_uses: Vec<LogPoint>,
    /// Everybody who was ever in the firm.
    #[n(5)]
    pub people: BTreeMap<PersonId, Person>,
    /// Every device that was ever enrolled.
    #[n(6)]
    pub devices: BTreeMap<DeviceId, Device>,
    /// The teams.
    #[n(7)]
    pub teams: BTreeMap<GroupId, Team>,
    /// The accounts.
    #[n(8)]
    pub accounts: BTreeMap<AccountId, Account>,
    /// The keys of each group.
    #[n(9)]
    pub epochs: BTreeMap<GroupId, BTreeMap<EpochId, Epoch>>,
    /// The key of each group that is used now.
    #[n(10)]
    pub current: BTreeMap<GroupId, EpochId>,
    /// Every act by which somebody lost an account, in order.
    #[n(11)]
    pub losses: Vec<Loss>,
    /// Checkpoints, in order.
    #[n(12)]
    pub checkpoints: Vec<CheckpointState>,
    /// Remarks, in order.
    #[n(13)]
    pub notes: Vec<NoteState>,
    /// Who last changed what a group needs: that device repairs first.
    #[n(14)]
    pub touched: BTreeMap<GroupId, DeviceId>,
}

/// A recovery kit.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct KitState {
    /// Its id, as that of a device.
    #[n(0)]
    pub device: DeviceId,
    /// Its public keys.
    #[n(1)]
    pub keys: PublicKeys,
    /// What it opens.
    #[n(2)]
    pub reach: KitReach,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct Person {
    /// The name.
    #[n(0)]
    pub name: String,
    /// Staff or auditor.
    #[n(1)]
    pub standing: Standing,
    /// Set for good when the person left.
    #[n(2)]
    pub stopped: Option<Stopped>,
    /// The entry that brought the person in.
    #[n(3)]
    pub added: LogPoint,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct Device {
    /// Whose.
    #[n(0)]
    pub person: PersonId,
    /// Its public keys.
    #[n(1)]
    pub keys: PublicKeys,
    /// What the person calls it.
    #[n(2)]
    pub label: String,
    /// An administrator's or deputy's.
    #[n(3)]
    pub rank: Option<Rank>,
    /// The entry that enrolled it.
    #[n(4)]
    pub added: LogPoint,
    /// When, as that entry's author claimed.
    #[n(5)]
    pub added_at: Time,
    /// The invite it answered.
    #[n(6)]
    pub invite: Option<InviteId>,
    /// Set for good when the device, or its person, was stopped.
    #[n(7)]
    pub stopped: Option<Stopped>,
}

/// The end of a person or a device in the firm.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct Stopped {
    /// The entry.
    #[n(0)]
    pub by: LogPoint,
    /// When, as its author claimed.
    #[n(1)]
    pub at: Time,
    /// Why, in its author's words.
    #[n(2)]
    pub reason: String,
}

/// A team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct Team {
    /// Its name.
    #[n(0)]
    pub name: String,
    /// Who is in it. People who left the firm are not taken out.
    #[n(1)]
    pub people: BTreeSet<PersonId>,
    /// Who was ever in it.
    #[n(2)]
    pub ever: BTreeSet<PersonId>,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct Account {
    /// The entry that made it.
    #[n(0)]
    pub added: LogPoint,
    /// In use or put away.
    #[n(1)]
    pub state: AccountUse,
    /// The teams that hold it.
    #[n(2)]
    pub teams: BTreeSet<GroupId>,
    /// All its secret keys.
    #[n(3)]
    pub versions: BTreeMap<VersionId, Version>,
    /// The sealed copies of label and settings, by group.
    #[n(4)]
    pub details: BTreeMap<GroupId, DetailsCopy>,
}

/// A sealed copy of an account's details.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct DetailsCopy {
    /// The edit it is of: the largest is shown.
    #[n(0)]
    pub edit: u64,
    /// The copy.
    #[n(1)]
    pub sealed: SealedDetails,
}

/// One secret key of an account.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct Version {
    /// The entry that brought it.
    #[n(0)]
    pub by: LogPoint,
    /// When, as that entry's author claimed.
    #[n(1)]
    pub at: Time,
    /// The versions it takes the place of.
    #[n(2)]
    pub replaces: BTreeSet<VersionId>,
    /// New from the service, or the same key again.
    #[n(3)]
    pub origin: Origin,
    /// What blind and key hash to.
    #[n(4)]
    pub commitment: Hash,
    /// Everywhere it was ever sealed.
    #[n(5)]
    pub seals: BTreeSet<SealPlace>,
    /// The entry that says the service takes it.
    #[n(6)]
    pub confirmed: Option<LogPoint>,
}

/// Where a sealed secret key lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
#[cbor(array)]
pub struct SealPlace {
    /// For whom.
    #[n(0)]
    pub group: GroupId,
    /// Under which key.
    #[n(1)]
    pub epoch: EpochId,
    /// In which blob.
    #[n(2)]
    pub blob: Hash,
    /// Which record of it.
    #[n(3)]
    pub index: u32,
}

/// A key of a group.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct Epoch {
    /// The entry that made it.
    #[n(0)]
    pub by: LogPoint,
    /// What the key must derive.
    #[n(1)]
    pub commitment: Hash,
    /// The wraps.
    #[n(2)]
    pub shards: Vec<Shard>,
    /// Further wraps.
    #[n(3)]
    pub more: Vec<Shard>,
    /// The key under the administrators'.
    #[n(4)]
    pub archive: Option<KeySeal>,
    /// The group's former keys under this one.
    #[n(5)]
    pub chain: Vec<KeySeal>,
}

/// An act by which somebody lost accounts.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct Loss {
    /// The entry.
    #[n(0)]
    pub by: LogPoint,
    /// What was lost.
    #[n(1)]
    pub what: LossKind,
}

/// What an act took away.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
pub enum LossKind {
    /// A person left the firm, with all devices.
    #[n(0)]
    Person(#[n(0)] PersonId),
    /// A device was lost or taken out of use.
    #[n(1)]
    Device(#[n(0)] DeviceId),
    /// A person left a team.
    #[n(2)]
    Team(#[n(0)] GroupId, #[n(1)] PersonId),
    /// A team lost an account.
    #[n(3)]
    Account(#[n(0)] GroupId, #[n(1)] AccountId),
    /// A key that was given by another route is lost. Never among [`State::losses`]: the register
    /// says so.
    #[n(4)]
    Given(#[n(0)] GivenId),
}

/// A checkpoint, as its author stated it.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct CheckpointState {
    /// The entry.
    #[n(0)]
    pub by: LogPoint,
    /// After these entries.
    #[n(1)]
    pub vector: Vec<LogPoint>,
    /// The state's hash there.
    #[n(2)]
    pub state: Hash,
}

/// A remark.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cbor(array)]
pub struct NoteState {
    /// The entry.
    #[n(0)]
    pub by: LogPoint,
    /// What about.
    #[n(1)]
    pub account: Option<AccountId>,
    /// The remark.
    #[n(2)]
    pub text: String,
}

/// What a person is in the firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Sees and does everything.
    Administrator,
    /// Adds accounts and shares those of their own teams.
    Deputy,
    /// Uses the accounts of their teams.
    Staff,
    /// Reads the log and the labels.
    Auditor,
}

impl State {
    /// The state's hash, the same on every device that has the same effective entries.
    pub fn hash(&self) -> Hash {
        Hash(seal::digest(Label::STATE, &[&cbor::to_vec(self)]))
    }

    /// Says whether the device is enrolled and neither it nor its person was stopped.
    pub fn is_live(&self, device: DeviceId) -> bool {
        self.devices.get(&device).is_some_and(|device| device.stopped.is_none())
    }

    /// The devices that are in use.
    pub fn live_devices(&self) -> impl Iterator<Item = (DeviceId, &Device)> {
        let live = self.devices.iter().filter(|(_, device)| device.stopped.is_none());
        live.map(|(id, device)| (*id, device))
    }

    /// What a device may do; `None` when it is not in use.
    pub fn role(&self, device: DeviceId) -> Option<Role> {
        let device = self.devices.get(&device).filter(|device| device.stopped.is_none())?;
        let standing = self.people.get(&device.person)?.standing;
        Some(match (device.rank, standing) {
            (Some(rank), _) if rank.is_administrator() => Role::Administrator,
            (_, Standing::Auditor) => Role::Auditor,
            (Some(_), _) => Role::Deputy,
            (None, _) => Role::Staff,
        })
    }

    /// The people who administer the firm with a device in use.
    pub fn administrators(&self) -> BTreeSet<PersonId> {
        let devices = self.live_devices();
        let ranked = devices.filter(|(_, device)| device.rank.is_some_and(Rank::is_administrator));
        ranked.map(|(_, device)| device.person).collect()
    }

    /// The devices that are to hold a group's key now.
    pub fn recipients(&self, group: GroupId) -> BTreeMap<DeviceId, KemPublic> {
        Roll::of(self).recipients(group)
    }

    /// The versions of an account that no other takes the place of. More than one: two new keys
    /// were captured at once, and a person says which one works.
    pub fn heads(&self, account: AccountId) -> BTreeSet<VersionId> {
        let Some(account) = self.accounts.get(&account) else { return BTreeSet::new() };
        let replaced: BTreeSet<VersionId> = account
            .versions
            .values()
            .flat_map(|version| version.replaces.iter().copied())
            .collect();
        account.versions.keys().filter(|id| !replaced.contains(id)).copied().collect()
    }

    /// The groups that an account is sealed for: its teams, or the administrators while it has
    /// none.
    pub fn holders(&self, account: AccountId) -> BTreeSet<GroupId> {
        let teams = self.accounts.get(&account).map(|account| account.teams.clone());
        let teams = teams.unwrap_or_default();
        if teams.is_empty() { [GroupId::ADMINISTRATORS].into() } else { teams }
    }

    /// Says whether a device is to have an account's key now. Administrators have all.
    pub fn may_use(&self, device: DeviceId, account: AccountId) -> bool {
        match (self.role(device), self.devices.get(&device)) {
            (Some(Role::Administrator), _) => self.accounts.contains_key(&account),
            (Some(Role::Staff | Role::Deputy), Some(device)) => {
                self.person_holds(device.person, account)
            }
            _ => false,
        }
    }

    /// Says whether a person is in a team that holds the account.
    pub fn person_holds(&self, person: PersonId, account: AccountId) -> bool {
        self.accounts.get(&account).is_some_and(|account| {
            let teams = account.teams.iter().filter_map(|team| self.teams.get(team));
            teams.into_iter().any(|team| team.people.contains(&person))
        })
    }

    /// Says whether a person is, or once was, in a team that holds the account, or once held it.
    pub(crate) fn held_once(&self, person: PersonId, account: AccountId) -> bool {
        let Some(known) = self.accounts.get(&account) else { return false };
        let once = self.losses.iter().filter_map(|loss| match loss.what {
            LossKind::Account(team, lost) if lost == account => Some(team),
            _ => None,
        });
        let teams = known.teams.iter().copied().chain(once);
        teams.filter_map(|team| self.teams.get(&team)).any(|team| team.ever.contains(&person))
    }

    /// Says whether the person was in the firm and left it.
    pub fn has_left(&self, person: PersonId) -> bool {
        self.people.get(&person).is_some_and(|person| person.stopped.is_some())
    }

    /// The devices of a person, all that ever were.
    pub fn devices_of(&self, person: PersonId) -> BTreeSet<DeviceId> {
        let devices = self.devices.iter().filter(|(_, device)| device.person == person);
        devices.map(|(id, _)| *id).collect()
    }

    /// The key that a group uses now.
    pub fn current_epoch(&self, group: GroupId) -> Option<(EpochId, &Epoch)> {
        let id = self.current.get(&group)?;
        Some((*id, self.epochs.get(&group)?.get(id)?))
    }
}

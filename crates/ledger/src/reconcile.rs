//! What is not yet as it should be, and putting it right (protocol section 8.3). There are no
//! transactions: a crash half-way, two administrators at once and a half-synced folder all look
//! the same from here.

use std::collections::{BTreeMap, BTreeSet};

use crate::EntryObjects;
use crate::author::AuthorError;
use crate::entry::Object;
use crate::firm::{Context, Firm};
use crate::ids::{AccountId, DeviceId, EpochId, GroupId, PersonId, Rank, Time};
use crate::keys::{KeyId, make_shards};
use crate::op::{DetailsSet, Op, Seals, Shard, VersionRef, WrapMore};
use crate::roll::Roll;
use crate::secrets::{MAX_RECORDS, seal_details, seal_secrets};
use crate::state::State;

/// How long others wait for the device that caused a need, before their own jitter.
pub const OTHERS_AFTER_SECONDS: u64 = 600;

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repair {
    /// A group has no key, or somebody holds it who is out.
    NewKey(GroupId),
    /// Devices of a group have no wrap of its key.
    Wrap(GroupId, BTreeSet<DeviceId>),
    /// Secret keys are not sealed under a group's current key.
    Seal(GroupId, BTreeSet<VersionRef>),
    /// Labels are not sealed under a group's current key.
    SealDetails(GroupId, BTreeSet<AccountId>),
}

/// What a repair is remembered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RepairId(u8, GroupId);

/// A repair, and when it is this device's to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// What.
    pub repair: Repair,
    /// From when on: now for what this device caused, later for what others did.
    pub due: Time,
}

impl Repair {
    /// Whose keys it concerns.
    pub fn group(&self) -> GroupId {
        match self {
            Self::NewKey(group)
            | Self::Wrap(group, _)
            | Self::Seal(group, _)
            | Self::SealDetails(group, _) => *group,
        }
    }

    fn id(&self) -> RepairId {
        let kind = match self {
            Self::NewKey(_) => 0,
            Self::Wrap(..) => 1,
            Self::Seal(..) => 2,
            Self::SealDetails(..) => 3,
        };
        RepairId(kind, self.group())
    }
}

impl Firm {
    /// What this device could put right, with when. `jitter` is a random number of seconds that
    /// keeps several administrators from stepping in at once. Empty for staff and auditors.
    pub fn reconcile(&mut self, now: Time, jitter: u64) -> Vec<Needed> {
        self.note_missing(now);
        let repairs = self.repairs(&BTreeSet::new());
        let me = self.me;
        let ids: BTreeSet<RepairId> = repairs.iter().map(Repair::id).collect();
        self.noticed.retain(|id, _| ids.contains(id));
        let mut needed = Vec::new();
        for repair in repairs {
            let since = self.given_up_at(repair.group()).unwrap_or(now);
            let noticed = *self.noticed.entry(repair.id()).or_insert(since);
            let touched = self.state().touched.get(&repair.group()).copied();
            let later = Time(noticed.0 + OTHERS_AFTER_SECONDS + jitter);
            needed.push(Needed { due: if touched == Some(me) { now } else { later }, repair });
        }
        needed
    }

    /// Puts right what concerns `groups`, and what follows from it: a new key brings new seals.
    /// Returns the objects for the store, in the order of upload.
    ///
    /// # Errors
    /// [`AuthorError`]; what was written before the error is lost to the caller only if it ignores
    /// [`Firm::objects`].
    pub fn repair(
        &mut self,
        groups: &BTreeSet<GroupId>,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        self.repair_and_renew(groups, &BTreeSet::new(), ctx)
    }

    /// Puts right at once everything that this device can, whoever caused it.
    ///
    /// # Errors
    /// As [`Firm::repair`].
    pub fn repair_all(&mut self, ctx: &mut Context<'_>) -> Result<EntryObjects, AuthorError> {
        let mut groups: BTreeSet<GroupId> = self.state().teams.keys().copied().collect();
        groups.extend([GroupId::EVERYONE, GroupId::ADMINISTRATORS, GroupId::AUDITORS]);
        self.repair(&groups, ctx)
    }

    /// Makes new keys for those of `groups` that nothing may be sealed under, as far as this device
    /// makes keys. Returns the objects for the store.
    pub(crate) fn renew(
        &mut self,
        groups: &[GroupId],
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let groups: BTreeSet<GroupId> = groups.iter().copied().collect();
        let is_old = |one: &Repair| matches!(one, Repair::NewKey(group) if groups.contains(group));
        if self.repairs(&groups).iter().any(is_old) {
            self.repair_and_renew(&groups, &groups, ctx)
        } else {
            Ok(Vec::new())
        }
    }

    fn repair_and_renew(
        &mut self,
        groups: &BTreeSet<GroupId>,
        renew: &BTreeSet<GroupId>,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let mut groups = groups.clone();
        let mut objects = Vec::new();
        let mut before = Vec::new();
        loop {
            let mut repairs = self.repairs(renew);
            repairs.retain(|repair| groups.contains(&repair.group()));
            if repairs.is_empty() || repairs == before {
                return Ok(objects);
            }
            before.clone_from(&repairs);
            let new_keys = repairs.iter().filter(|one| matches!(one, Repair::NewKey(_)));
            let mut new_keys: BTreeSet<GroupId> = new_keys.map(Repair::group).collect();
            if new_keys.is_empty() {
                objects.extend(self.seal_and_wrap(&repairs, ctx)?);
                continue;
            }
            if !self.may_archive() {
                new_keys.insert(GroupId::ADMINISTRATORS);
                groups.insert(GroupId::ADMINISTRATORS);
            }
            objects.extend(self.make_epochs(&new_keys, ctx)?);
        }
    }

    /// Puts right everything that is due.
    ///
    /// # Errors
    /// As [`Firm::repair`].
    pub fn repair_due(
        &mut self,
        jitter: u64,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let now = ctx.now;
        let due = self.reconcile(now, jitter).into_iter().filter(|needed| needed.due <= now);
        let groups = due.map(|needed| needed.repair.group()).collect();
        self.repair(&groups, ctx)
    }

    /// What this device could put right; a key of `renew` that is not up to date is taken for none.
    fn repairs(&mut self, renew: &BTreeSet<GroupId>) -> Vec<Repair> {
        self.settle();
        let Some(rank) = self.rank() else { return Vec::new() };
        let mut repairs = self.find_repairs(renew);
        match rank {
            Rank::DEPUTY => repairs.retain(|repair| self.is_for_deputy(repair)),
            Rank::KIT => {
                repairs.retain(|one| matches!(one, Repair::NewKey(_) | Repair::Wrap(..)));
            }
            _ if !self.can_archive(&repairs) => {
                repairs.retain(|one| !matches!(one, Repair::NewKey(_)));
            }
            _ => {}
        }
        repairs
    }

    /// Whether keys that are made now come into the administrators' hands: theirs is here, or is
    /// made with them. Archived under none, a new key would be open to nobody but its team.
    fn can_archive(&self, repairs: &[Repair]) -> bool {
        self.administrators_epoch().is_some()
            || repairs.contains(&Repair::NewKey(GroupId::ADMINISTRATORS))
    }

    /// A deputy seals for teams whose key is here, and makes no keys.
    fn is_for_deputy(&self, repair: &Repair) -> bool {
        let Some(state) = self.view_state() else { return false };
        let current = state.current.get(&repair.group());
        let here = current.is_some_and(|epoch| self.ring.holds((repair.group(), *epoch)));
        here && matches!(repair, Repair::Seal(..) | Repair::SealDetails(..))
    }

    fn find_repairs(&self, renew: &BTreeSet<GroupId>) -> Vec<Repair> {
        let Some(state) = self.view_state() else { return Vec::new() };
        let (exposed, stops) = (self.exposed_epochs(), self.stops());
        let (accounts, roll) = (accounts_by_group(state), Roll::of(state));
        let deputies = teams_of_deputies(state);
        let built_in = [GroupId::EVERYONE, GroupId::ADMINISTRATORS, GroupId::AUDITORS];
        let mut repairs = Vec::new();
        for group in built_in.into_iter().chain(state.teams.keys().copied()) {
            let recipients = roll.recipients(group);
            if group == GroupId::AUDITORS && recipients.is_empty() {
                continue;
            }
            let Some((id, epoch)) = self.sound_epoch(state, group, &exposed) else {
                repairs.push(Repair::NewKey(group));
                continue;
            };
            let held = accounts.get(&group).map_or(&[][..], Vec::as_slice);
            let seals = self.unsealed(state, (group, id), held);
            let details = unsealed_details(state, (group, id), held);
            let is_to_seal = seals.is_some()
                || details.is_some()
                || deputies.contains(&group)
                || renew.contains(&group);
            if is_to_seal && !self.is_up_to_date(epoch, &stops) {
                repairs.push(Repair::NewKey(group));
                continue;
            }
            let wrapped = self.wrapped_devices(epoch);
            let lacking: BTreeSet<DeviceId> =
                recipients.into_keys().filter(|device| !wrapped.contains(device)).collect();
            if !lacking.is_empty() {
                repairs.push(Repair::Wrap(group, lacking));
            }
            repairs.extend(seals.into_iter().chain(details));
        }
        repairs
    }

    /// The current key of a group, unless it has to make way for another.
    fn sound_epoch<'a>(
        &self,
        state: &'a State,
        group: GroupId,
        exposed: &BTreeSet<KeyId>,
    ) -> Option<(EpochId, &'a crate::state::Epoch)> {
        let (id, epoch) = state.current_epoch(group)?;
        let admins = state.epochs.get(&GroupId::ADMINISTRATORS);
        let archived = group == GroupId::ADMINISTRATORS
            || epoch.archive.as_ref().is_some_and(|archive| {
                // Under a key of void work, later administrators could not open it.
                admins.is_some_and(|admins| admins.contains_key(&archive.epoch))
            });
        let sound = archived
            && !exposed.contains(&(group, id))
            && !self.is_given_up((group, id))
            && self.reaches_all(state, group);
        sound.then_some((id, epoch))
    }

    /// Whether the current key of everyone, or of the administrators, opens all their former ones
    /// that are held here. Two made at once do not know of each other, and a device that was let
    /// in beside them could not read what was sealed under the other.
    fn reaches_all(&self, state: &State, group: GroupId) -> bool {
        let (Some(current), Some(epochs)) = (state.current.get(&group), state.epochs.get(&group))
        else {
            return true;
        };
        let mut reached = BTreeSet::from([*current]);
        let mut next = vec![*current];
        while let Some(epoch) = next.pop() {
            let links = epochs.get(&epoch).into_iter().flat_map(|epoch| &epoch.chain);
            next.extend(links.map(|link| link.epoch).filter(|epoch| reached.insert(*epoch)));
        }
        let mut needed: BTreeSet<EpochId> = match group {
            GroupId::EVERYONE => {
                self.book.ids().map(|id| self.book.entry(id).header.epoch).collect()
            }
            GroupId::ADMINISTRATORS => epochs.keys().copied().collect(),
            _ => BTreeSet::new(),
        };
        needed.retain(|epoch| self.holds_former(group, *epoch));
        needed.is_subset(&reached)
    }

    fn holds_former(&self, group: GroupId, epoch: EpochId) -> bool {
        let tried = group == GroupId::EVERYONE && self.everyone_key(epoch).is_some();
        tried || self.ring.holds((group, epoch))
    }

    fn unsealed(
        &self,
        state: &State,
        (group, epoch): KeyId,
        accounts: &[AccountId],
    ) -> Option<Repair> {
        if group == GroupId::AUDITORS {
            return None;
        }
        let mut lacking = BTreeSet::new();
        for id in accounts {
            for version in state.heads(*id) {
                let seals = &state.accounts[id].versions[&version].seals;
                let sealed = seals.iter().any(|seal| (seal.group, seal.epoch) == (group, epoch));
                let at = VersionRef { account: *id, version };
                if !sealed && self.can_open(at) {
                    lacking.insert(at);
                }
            }
        }
        (!lacking.is_empty()).then_some(Repair::Seal(group, lacking))
    }

    fn seal_and_wrap(
        &mut self,
        repairs: &[Repair],
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let (mut ops, mut objects, mut doors) = (Vec::new(), Vec::new(), Vec::new());
        for repair in repairs {
            let group = repair.group();
            let epoch = self.state().current.get(&group).copied().ok_or(AuthorError::NoKey)?;
            let id = (group, epoch);
            if !self.ring.holds(id) {
                continue;
            }
            match repair {
                Repair::NewKey(_) => {}
                Repair::Wrap(_, devices) => {
                    let shards = self.wrap_ops(id, devices, &mut ops, &mut objects, ctx)?;
                    if group == GroupId::EVERYONE {
                        doors = shards;
                    }
                }
                Repair::Seal(_, versions) => {
                    self.seal_ops(id, versions, &mut ops, &mut objects, ctx)?;
                }
                Repair::SealDetails(_, accounts) => {
                    self.details_ops(id, accounts, &mut ops, ctx)?
                }
            }
        }
        if ops.is_empty() {
            return Ok(Vec::new());
        }
        let epoch = self.current_everyone()?;
        self.author_under(epoch, doors, ops, objects, ctx)
    }

    fn wrap_ops(
        &mut self,
        id: KeyId,
        devices: &BTreeSet<DeviceId>,
        ops: &mut Vec<Op>,
        objects: &mut Vec<Object>,
        ctx: &mut Context<'_>,
    ) -> Result<Vec<Shard>, AuthorError> {
        let mut recipients = self.state().recipients(id.0);
        recipients.retain(|device, _| devices.contains(device));
        let key = self.ring.key(id).ok_or(AuthorError::NoKey)?;
        let (shards, blobs) = make_shards(ctx.entropy, self.pin.firm, id, key, &recipients)?;
        objects.extend(blobs);
        let (group, epoch) = id;
        ops.extend(shards.iter().map(|shard| Op::from(WrapMore { group, epoch, shard: *shard })));
        Ok(shards)
    }

    fn seal_ops(
        &mut self,
        id: KeyId,
        versions: &BTreeSet<VersionRef>,
        ops: &mut Vec<Op>,
        objects: &mut Vec<Object>,
        ctx: &mut Context<'_>,
    ) -> Result<(), AuthorError> {
        let all: Vec<VersionRef> = versions.iter().copied().collect();
        for part in all.chunks(MAX_RECORDS) {
            let opened = part.iter().filter_map(|at| Some((*at, self.open_blinded(*at).ok()?)));
            let items: Vec<_> = opened.collect();
            let key = self.ring.key(id).ok_or(AuthorError::NoKey)?;
            let (blob, object) = seal_secrets(ctx.entropy, self.pin.firm, (id, key), &items)?;
            let items = items.iter().map(|(at, _)| *at).collect();
            ops.push(Seals { group: id.0, epoch: id.1, blob, items }.into());
            objects.push(object);
        }
        Ok(())
    }

    fn details_ops(
        &mut self,
        id: KeyId,
        accounts: &BTreeSet<AccountId>,
        ops: &mut Vec<Op>,
        ctx: &mut Context<'_>,
    ) -> Result<(), AuthorError> {
        for account in accounts {
            let Some((edit, details)) = self.latest_details(*account) else { continue };
            let key = self.ring.key(id).ok_or(AuthorError::NoKey)?;
            let sealed =
                seal_details(ctx.entropy, self.pin.firm, (id, key), (*account, edit), &details)?;
            ops.push(DetailsSet { account: *account, edit, sealed: vec![sealed] }.into());
        }
        Ok(())
    }
}

fn accounts_by_group(state: &State) -> BTreeMap<GroupId, Vec<AccountId>> {
    let mut by_group: BTreeMap<GroupId, Vec<AccountId>> = BTreeMap::new();
    for id in state.accounts.keys() {
        for group in state.holders(*id) {
            by_group.entry(group).or_default().push(*id);
        }
        by_group.entry(GroupId::AUDITORS).or_default().push(*id);
    }
    by_group
}

/// The teams that a deputy seals for, who makes no keys.
fn teams_of_deputies(state: &State) -> BTreeSet<GroupId> {
    let deputies = state.live_devices().filter(|(_, device)| device.rank == Some(Rank::DEPUTY));
    let people: BTreeSet<PersonId> = deputies.map(|(_, device)| device.person).collect();
    let teams = state.teams.iter().filter(|(_, team)| !team.people.is_disjoint(&people));
    teams.map(|(id, _)| *id).collect()
}

fn unsealed_details(
    state: &State,
    (group, epoch): KeyId,
    accounts: &[AccountId],
) -> Option<Repair> {
    let lacking: BTreeSet<AccountId> = accounts
        .iter()
        .filter(|id| {
            let copies = &state.accounts[id].details;
            let latest = copies.values().map(|copy| copy.edit).max();
            let copy = copies.get(&group);
            latest.is_some()
                && copy.is_none_or(|copy| copy.sealed.epoch != epoch || Some(copy.edit) != latest)
        })
        .copied()
        .collect();
    (!lacking.is_empty()).then_some(Repair::SealDetails(group, lacking))
}

//! People, teams, removal and the handing over of the kit.

use std::collections::{BTreeMap, BTreeSet};

use crate::EntryObjects;
use crate::author::{AuthorError, device_id};
use crate::book::EntryId;
use crate::firm::{Context, Firm, VoidEntry};
use crate::ids::{AccountId, DeviceId, GroupId, LogPoint, PersonId, Rank, Time};
use crate::kit::Kit;
use crate::op::{KitReach, Op, Promote, RecoveryNew, Stop, Target, TeamPeople, TeamSet};
use crate::reach::Reach;

/// How far back a removal lists what the leaver did.
pub const LISTED_DAYS: u64 = 90;

/// What a removal would mean, before it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemovalPreview {
    /// The leaver's devices that are in use.
    pub devices: BTreeSet<DeviceId>,
    /// The teams that the leaver is in.
    pub teams: BTreeSet<GroupId>,
    /// The accounts whose secret key the leaver can have, and which will need a new one.
    pub accounts: BTreeSet<AccountId>,
    /// Devices that the leaver enrolled or appointed lately. They stay unless they are stopped too.
    pub added: BTreeMap<DeviceId, LogPoint>,
    /// Other administrators whose last entry is older than a day: their latest work may be
    /// missing here.
    pub stale: BTreeSet<DeviceId>,
}

/// A removal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// Who leaves: the person or device, and any accomplices.
    pub targets: Vec<Target>,
    /// The last entries that count, by device. Devices left out are cut at what is known here.
    pub cuts: BTreeMap<DeviceId, LogPoint>,
    /// Why.
    pub reason: String,
}

impl Firm {
    /// Makes a team, or renames one.
    ///
    /// # Errors
    /// [`AuthorError`].
    pub fn set_team(
        &mut self,
        group: Option<GroupId>,
        name: &str,
        ctx: &mut Context<'_>,
    ) -> Result<(GroupId, EntryObjects), AuthorError> {
        let group = match group {
            Some(group) => group,
            None => GroupId::make(ctx.entropy)?,
        };
        let mut objects =
            self.author(vec![TeamSet { group, name: name.to_owned() }.into()], Vec::new(), ctx)?;
        objects.extend(self.repair(&[group].into(), ctx)?);
        Ok((group, objects))
    }

    /// Puts people into a team and takes people out, with the keys that follow.
    ///
    /// # Errors
    /// [`AuthorError`]; [`AuthorError::NeedsSecondAdministrator`] for putting in.
    pub fn set_team_people(
        &mut self,
        group: GroupId,
        add: Vec<PersonId>,
        remove: Vec<PersonId>,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        if !add.is_empty() {
            self.need_two_administrators()?;
        }
        let op = TeamPeople { group, add, remove };
        let mut objects = self.author(vec![op.into()], Vec::new(), ctx)?;
        objects.extend(self.repair(&[group].into(), ctx)?);
        Ok(objects)
    }

    /// Appoints a person's devices to a rank.
    ///
    /// # Errors
    /// [`AuthorError`].
    pub fn promote(
        &mut self,
        person: PersonId,
        rank: Rank,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let state = self.state();
        let devices: Vec<DeviceId> =
            state.devices_of(person).into_iter().filter(|id| state.is_live(*id)).collect();
        if devices.is_empty() {
            return Err(AuthorError::Unknown);
        }
        let mut objects =
            self.author(vec![Promote { person, devices, rank }.into()], Vec::new(), ctx)?;
        objects.extend(self.repair(&[GroupId::ADMINISTRATORS].into(), ctx)?);
        Ok(objects)
    }

    /// The rank for the next administrator: one below the last.
    pub fn next_rank(&mut self) -> Rank {
        let ranks = self.state().devices.values().filter_map(|device| device.rank);
        let last = ranks.filter(|rank| rank.is_administrator()).max();
        Rank(last.map_or(1, |last| last.0 + 1).min(Rank::DEPUTY.0 - 1))
    }

    /// What removing `target` would mean.
    pub fn preview_removal(&mut self, target: Target, now: Time) -> RemovalPreview {
        self.settle();
        let me = self.me;
        let Some(folded) = self.view_folded() else { return RemovalPreview::default() };
        let state = &folded.state;
        let all = match target {
            Target::Person(person) => state.devices_of(person),
            Target::Device(device) => [device].into(),
        };
        let person = match target {
            Target::Person(person) => Some(person),
            Target::Device(device) => state.devices.get(&device).map(|known| known.person),
        };
        let teams = state.teams.iter().filter(|(_, team)| {
            matches!(target, Target::Person(_))
                && person.is_some_and(|person| team.people.contains(&person))
        });
        let reach = Reach::of(self, folded);
        let keys = reach.opened_by(&all);
        let accounts = state
            .accounts
            .iter()
            .filter(|(id, account)| !reach.opened_versions((**id, *account), &keys).is_empty());
        let stale = state.live_devices().filter(|(id, device)| {
            let head = self.book.head(*id).map(|head| self.book.entry(head).header.wall);
            let rank = device.rank.is_some_and(Rank::is_administrator);
            rank && *id != me && !all.contains(id) && head.is_none_or(|at| now.since(at) > 86_400)
        });
        RemovalPreview {
            devices: all.iter().filter(|id| state.is_live(**id)).copied().collect(),
            teams: teams.map(|(id, _)| *id).collect(),
            accounts: accounts.map(|(id, _)| *id).collect(),
            added: self.added_by(&all, now),
            stale: stale.map(|(id, _)| id).collect(),
        }
    }

    /// The dismissals that a removal with these cuts would undo: dismiss them anew with it.
    pub fn reinstated_by(&mut self, removal: &Removal) -> BTreeSet<Target> {
        self.settle();
        let mut undone = BTreeSet::new();
        for point in self.cuts_for(removal) {
            for id in self.book.ids() {
                let entry = self.book.entry(id);
                let after = entry.header.device == point.device && entry.header.seq > point.seq;
                if after && self.is_effective_now(id) {
                    let stops = entry.ops.iter().filter_map(|op| match op {
                        Op::Stop(stop) => Some(stop.target),
                        _ => None,
                    });
                    undone.extend(stops);
                }
            }
        }
        undone
    }

    /// Removes people and devices: the stop, which the leaver's devices can still read, and then
    /// new keys that they never get. Returns the objects for the store, in the order of upload.
    ///
    /// # Errors
    /// [`AuthorError::NotAllowed`] when a target is as senior as this device or more.
    pub fn remove(
        &mut self,
        removal: &Removal,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let author = self.as_author()?;
        for target in &removal.targets {
            self.check_reach(*target, author.rank, author.device)?;
        }
        let cuts = self.cuts_for(removal);
        let stops = removal.targets.iter().map(|target| {
            let own = self.devices_under(*target);
            let cuts = cuts.iter().filter(|point| own.contains(&point.device)).copied().collect();
            Stop { target: *target, cuts, reason: removal.reason.clone() }.into()
        });
        let ops: Vec<Op> = stops.collect();
        let mut objects = self.author(ops, Vec::new(), ctx)?;
        if self.rank().is_none() {
            return Ok(objects); // stepped down: others make the new keys
        }
        objects.extend(self.repair_all(ctx)?);
        Ok(objects)
    }

    /// Does a void entry's work again in this device's name: accounts, keys, labels, people and
    /// devices. What only its author could mean is left out: stops, group keys, approvals, leavings.
    ///
    /// # Errors
    /// [`AuthorError::Unknown`] for an entry that is not here or counts already, and
    /// [`AuthorError::NotAllowed`].
    pub fn reapply(
        &mut self,
        at: LogPoint,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        self.settle();
        let id = self.book.find(at.hash).filter(|id| !self.is_effective_now(*id));
        let entry = self.book.entry(id.ok_or(AuthorError::Unknown)?);
        let ops = repeatable(&entry.ops);
        self.author(ops, Vec::new(), ctx)
    }

    /// The void entries whose work can be done again and was not, each with that work alone.
    pub fn unrepeated_work(&mut self) -> Vec<VoidEntry> {
        let mut void = self.void_entries();
        let effective: Vec<EntryId> =
            self.book.ids().filter(|id| self.is_effective_now(*id)).collect();
        void.retain_mut(|entry| {
            entry.ops = repeatable(&entry.ops);
            let Some(id) = self.book.find(entry.at.hash) else { return false };
            let repeats = |later: &EntryId| {
                let there = &self.book.entry(*later).ops;
                self.book.knows(*later, id) && entry.ops.iter().all(|op| there.contains(op))
            };
            !entry.ops.is_empty() && !effective.iter().any(repeats)
        });
        void
    }

    /// Hands over from this kit, which the replica acts as, to a new one. The old one is worth
    /// nothing afterwards.
    ///
    /// # Errors
    /// [`AuthorError::NotAllowed`] for every device that is not the kit.
    pub fn hand_over(
        &mut self,
        kit: &Kit,
        reach: KitReach,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let keys = kit.keys().public();
        self.author(vec![RecoveryNew { keys, reach }.into()], Vec::new(), ctx)
    }

    /// Says whether a kit is the one in force.
    pub fn is_kit(&mut self, kit: &Kit) -> bool {
        let id = device_id(self.pin.firm, &kit.keys().public());
        self.state().kit.as_ref().is_some_and(|known| known.device == id)
    }

    /// Says whether this device, or its person, was removed: it has to forget its keys.
    pub fn is_removed(&mut self) -> bool {
        let me = self.me;
        self.state().devices.get(&me).is_some_and(|own| own.stopped.is_some())
    }

    pub(crate) fn need_two_administrators(&mut self) -> Result<(), AuthorError> {
        let state = self.state();
        if state.administrators().len() < 2 {
            return Err(AuthorError::NeedsSecondAdministrator);
        }
        Ok(())
    }

    fn devices_under(&self, target: Target) -> BTreeSet<DeviceId> {
        match (target, self.view_state()) {
            (Target::Device(device), _) => [device].into(),
            (Target::Person(person), Some(state)) => state.devices_of(person),
            (Target::Person(_), None) => BTreeSet::new(),
        }
    }

    fn cuts_for(&self, removal: &Removal) -> Vec<LogPoint> {
        let devices: BTreeSet<DeviceId> =
            removal.targets.iter().flat_map(|target| self.devices_under(*target)).collect();
        let cut = |device: &DeviceId| {
            let head = || self.book.head(*device).map(|head| self.book.entry(head).point());
            removal.cuts.get(device).copied().or_else(head)
        };
        devices.iter().filter_map(cut).collect()
    }

    fn check_reach(&self, target: Target, rank: Rank, own: DeviceId) -> Result<(), AuthorError> {
        let state = self.view_state().ok_or(AuthorError::NoKey)?;
        let devices = self.devices_under(target);
        if devices.is_empty() || !devices.iter().any(|id| state.devices.contains_key(id)) {
            return Err(AuthorError::Unknown);
        }
        let known = devices.iter().filter_map(|id| Some((id, state.devices.get(id)?)));
        let beyond =
            known.filter(|(id, device)| **id != own && device.rank.is_some_and(|at| at <= rank));
        if beyond.count() == 0 { Ok(()) } else { Err(AuthorError::NotAllowed) }
    }

    fn added_by(&self, authors: &BTreeSet<DeviceId>, now: Time) -> BTreeMap<DeviceId, LogPoint> {
        let mut added = BTreeMap::new();
        for id in self.book.ids() {
            let entry = self.book.entry(id);
            let lately = now.since(entry.header.wall) <= LISTED_DAYS * 86_400;
            if !lately || !authors.contains(&entry.header.device) || !self.is_effective_now(id) {
                continue;
            }
            for op in &entry.ops {
                match op {
                    Op::DeviceAdd(op) => {
                        added.insert(device_id(self.pin.firm, &op.keys), entry.point());
                    }
                    Op::Promote(op) => {
                        added.extend(op.devices.iter().map(|device| (*device, entry.point())));
                    }
                    _ => {}
                }
            }
        }
        added
    }
}

/// What somebody else can do in the author's place.
fn repeatable(ops: &[Op]) -> Vec<Op> {
    let of_the_author = |op: &&Op| {
        let of_keys = matches!(op, Op::Stop(_) | Op::Epoch(_) | Op::WrapMore(_));
        // To agree in another's place would be to agree where nobody did.
        of_keys || matches!(op, Op::Checkpoint(_) | Op::Approve(_) | Op::Leaving(_))
    };
    ops.iter().filter(|op| !of_the_author(op)).cloned().collect()
}

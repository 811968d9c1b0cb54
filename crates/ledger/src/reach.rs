//! Which keys devices can open: indexes that are made once, and asked for many devices.

use std::collections::{BTreeMap, BTreeSet};

use crate::aside::Aside;
use crate::exposure::{Opens, all_epochs};
use crate::firm::Firm;
use crate::fold::Folded;
use crate::ids::{AccountId, DeviceId, GroupId, LogPoint, PersonId, VersionId};
use crate::keys::KeyId;
use crate::op::VersionRef;
use crate::state::{Account, Epoch, LossKind, State, Version};

/// Who can open which of the keys in a state of the firm, or may be able to.
pub(crate) struct Reach<'a> {
    firm: &'a Firm,
    state: &'a State,
    pub(crate) ends: Ends<'a>,
    pub(crate) opens: Opens,
    /// The keys that are wrapped to a device, as far as the blobs are here.
    wrapped: BTreeMap<DeviceId, BTreeSet<KeyId>>,
    /// The keys of which not every blob is here.
    partly: BTreeSet<KeyId>,
    /// The keys that do not count, by who made them or was given them. Others may have sealed under them
    /// before they learned that they do not count.
    void: BTreeMap<DeviceId, BTreeSet<KeyId>>,
    /// The keys under which versions were sealed by what does not count.
    seals: BTreeMap<VersionRef, BTreeSet<KeyId>>,
    /// The teams that a person was ever in.
    teams: BTreeMap<PersonId, Vec<GroupId>>,
}

impl<'a> Reach<'a> {
    pub(crate) fn of(firm: &'a Firm, folded: &'a Folded) -> Self {
        let (state, aside) = (&folded.state, &folded.aside);
        let (mut wrapped, mut partly) = (BTreeMap::<_, BTreeSet<KeyId>>::new(), BTreeSet::new());
        for (id, epoch) in all_epochs(state) {
            for shard in epoch.shards.iter().chain(&epoch.more) {
                let Some(devices) = firm.wrapped_to.get(&shard.blob) else {
                    partly.insert(id);
                    continue;
                };
                for device in devices {
                    wrapped.entry(*device).or_default().insert(id);
                }
            }
        }
        let mut void = BTreeMap::<_, BTreeSet<KeyId>>::new();
        for (maker, op) in &aside.epochs {
            let blobs = op.shards.iter().filter_map(|shard| firm.wrapped_to.get(&shard.blob));
            for device in blobs.flatten().chain([maker]) {
                void.entry(*device).or_default().insert((op.group, op.epoch));
            }
        }
        let mut teams: BTreeMap<PersonId, Vec<GroupId>> = BTreeMap::new();
        for (group, team) in &state.teams {
            for person in &team.ever {
                teams.entry(*person).or_default().push(*group);
            }
        }
        let (ends, opens, seals) = (Ends::of(state), firm.opens(folded), BTreeMap::new());
        let mut reach = Self { firm, state, seals, ends, opens, wrapped, partly, void, teams };
        while reach.believe(aside) {}
        reach
    }

    /// Follows what was passed on by what does not count, as far as who did it could: had the key that was
    /// wrapped, or the secret key and the one it was sealed under. Says whether that is news.
    fn believe(&mut self, aside: &Aside) -> bool {
        let makers =
            aside.wraps.iter().map(|(by, ..)| by).chain(aside.seals.iter().map(|(by, ..)| by));
        let makers: BTreeSet<DeviceId> = makers.copied().collect();
        let had: BTreeMap<DeviceId, BTreeSet<KeyId>> =
            makers.into_iter().map(|by| (by, self.opened_by(&[by].into()))).collect();
        let mut is_news = false;
        for (_, id, blob) in aside.wraps.iter().filter(|(by, id, _)| had[by].contains(id)) {
            for device in self.firm.wrapped_in(*id, *blob) {
                is_news |= self.wrapped.entry(device).or_default().insert(*id);
            }
        }
        for (by, at, under) in aside.seals.iter().filter(|(by, _, under)| had[by].contains(under)) {
            let account = self.state.accounts.get(&at.account);
            let version = account.and_then(|account| account.versions.get(&at.version));
            if version
                .is_some_and(|version| self.seals(*at, version).any(|key| had[by].contains(&key)))
            {
                is_news |= self.seals.entry(*at).or_default().insert(*under);
            }
        }
        is_news
    }

    /// The keys that any of `devices` can open, directly or through other keys.
    pub(crate) fn opened_by(&self, devices: &BTreeSet<DeviceId>) -> BTreeSet<KeyId> {
        let mut found: BTreeSet<KeyId> =
            devices.iter().flat_map(|device| self.directly(*device)).collect();
        let mut next: Vec<KeyId> = found.iter().copied().collect();
        while let Some(open) = next.pop() {
            for id in self.opens.get(&open).into_iter().flatten() {
                if found.insert(*id) {
                    next.push(*id);
                }
            }
        }
        found
    }

    /// The devices that can open any of `keys`, directly or through other keys.
    pub(crate) fn openers(&self, keys: &BTreeSet<KeyId>) -> BTreeSet<DeviceId> {
        let mut openers: BTreeMap<KeyId, Vec<KeyId>> = BTreeMap::new();
        for (under, inner) in &self.opens {
            for id in inner {
                openers.entry(*id).or_default().push(*under);
            }
        }
        let (mut through, mut next) = (keys.clone(), keys.iter().copied().collect::<Vec<KeyId>>());
        while let Some(id) = next.pop() {
            let further = openers.get(&id).into_iter().flatten();
            next.extend(further.filter(|id| through.insert(**id)));
        }
        let epochs: Vec<(KeyId, &Epoch)> =
            all_epochs(self.state).filter(|(id, _)| through.contains(id)).collect();
        let opens = |device: &DeviceId| {
            self.wrapped.get(device).is_some_and(|keys| !keys.is_disjoint(&through))
                || epochs.iter().any(|(id, epoch)| self.holds(*device, (*id, epoch)))
                || self.void_of(*device).any(|id| through.contains(&id))
        };
        self.state.devices.keys().filter(|device| opens(device)).copied().collect()
    }

    /// The keys under which a version is sealed, also by what does not count.
    pub(crate) fn seals(
        &self,
        at: VersionRef,
        version: &'a Version,
    ) -> impl Iterator<Item = KeyId> {
        let counting = version.seals.iter().map(|place| (place.group, place.epoch));
        counting.chain(self.seals.get(&at).cloned().unwrap_or_default())
    }

    /// The versions of an account that any of `keys` opens.
    pub(crate) fn opened_versions(
        &self,
        (id, known): (AccountId, &'a Account),
        keys: &BTreeSet<KeyId>,
    ) -> BTreeSet<VersionId> {
        let opened = known.versions.iter().filter(|(version, one)| {
            let at = VersionRef { account: id, version: **version };
            self.seals(at, one).any(|key| keys.contains(&key))
        });
        opened.map(|(version, _)| *version).collect()
    }

    /// Whether a device can open a key of an entry that counts, directly.
    fn holds(&self, device: DeviceId, (id, epoch): (KeyId, &Epoch)) -> bool {
        self.wrapped.get(&device).is_some_and(|wrapped| wrapped.contains(&id))
            || match self.state.devices.get(&device) {
                Some(known) => self.firm.may_hold(self.state, &self.ends, (id.0, epoch), known),
                None => self.partly.contains(&id),
            }
    }

    /// The keys of entries that do not count that a device made or was given.
    fn void_of(&self, device: DeviceId) -> impl Iterator<Item = KeyId> {
        self.void.get(&device).into_iter().flatten().copied()
    }

    fn directly(&self, device: DeviceId) -> BTreeSet<KeyId> {
        let mut found: BTreeSet<KeyId> = self.void_of(device).collect();
        found.extend(self.wrapped.get(&device).into_iter().flatten());
        let Some(known) = self.state.devices.get(&device) else {
            found.extend(&self.partly);
            return found;
        };
        let all = [GroupId::EVERYONE, GroupId::ADMINISTRATORS, GroupId::AUDITORS];
        let teams = self.teams.get(&known.person).into_iter().flatten();
        for group in all.iter().chain(teams) {
            let epochs = self.state.epochs.get(group).into_iter().flatten();
            let held = epochs.filter(|(_, epoch)| {
                self.firm.may_hold(self.state, &self.ends, (*group, epoch), known)
            });
            found.extend(held.map(|(id, _)| (*group, *id)));
        }
        found
    }
}

/// How people came to be out of the teams that they were once in.
pub(crate) struct Ends<'a> {
    state: &'a State,
    left: BTreeMap<(GroupId, PersonId), LogPoint>,
}

impl<'a> Ends<'a> {
    pub(crate) fn of(state: &'a State) -> Self {
        let mut left = BTreeMap::new();
        for loss in &state.losses {
            if let LossKind::Team(team, person) = loss.what
                && !state.teams.get(&team).is_some_and(|team| team.people.contains(&person))
            {
                left.insert((team, person), loss.by);
            }
        }
        Self { state, left }
    }

    pub(crate) fn was_ever_in(&self, team: GroupId, person: PersonId) -> bool {
        self.state.teams.get(&team).is_some_and(|team| team.ever.contains(&person))
    }

    /// The last act that took a person out of a team.
    pub(crate) fn left(&self, team: GroupId, person: PersonId) -> Option<LogPoint> {
        self.left.get(&(team, person)).copied()
    }

    pub(crate) fn people_who_left(&self, team: GroupId) -> BTreeSet<PersonId> {
        let all = self.left.range((team, PersonId([0; 16]))..=(team, PersonId([0xff; 16])));
        all.map(|((_, person), _)| *person).collect()
    }
}

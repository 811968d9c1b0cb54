//! Effective entries into the firm's state: sorted by (lamport, device, number), one after the
//! other; the last writer wins where one must.

use std::collections::{BTreeMap, BTreeSet};

use crate::aside::Aside;
use crate::authority::Authority;
use crate::book::{Book, EntryId};
use crate::entry::Verified;
use crate::ids::{DeviceId, GroupId, LogPoint, PersonId, Rank, Time};
use crate::op::{self, Op, Target};
use crate::register::Register;
use crate::rights::Rights;
use crate::rules::{self, Author};
use crate::state::{
    Account, CheckpointState, DetailsCopy, Device, Epoch, KitState, Loss, LossKind, NoteState,
    Person, SealPlace, State, Stopped, Version,
};
use crate::{AccountUse, Standing};

/// What the entries that count make, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    pub(crate) state: State,
    /// The entries that gave the rights in the state.
    pub(crate) rights: Rights,
    pub(crate) register: Register,
    /// What the state leaves out, which may have been read all the same.
    pub(crate) aside: Aside,
}

/// Folds what counts, as far as `upto` says by what the entries claim of their time.
pub(crate) fn fold(book: &Book, authority: &Authority, upto: Time) -> Folded {
    let counts = authority.effective.keys().copied();
    let mut order: Vec<EntryId> = counts.filter(|id| book.entry(*id).header.wall <= upto).collect();
    order.sort_by_key(|id| {
        let entry = book.entry(*id);
        (entry.header.lamport, entry.header.device, entry.header.seq)
    });
    let mut fold = Fold {
        book,
        state: State::default(),
        rights: Rights::default(),
        register: Register::default(),
        aside: aside(book, authority),
        stops: Vec::new(),
        ranks: &authority.ranks,
        teams_of: BTreeMap::new(),
    };
    for id in order {
        fold.entry(book.entry(id), &authority.effective[&id]);
    }
    fold.finish()
}

/// What entries passed on that do not count, whatever they claim of their time.
fn aside(book: &Book, authority: &Authority) -> Aside {
    let void = book.ids().filter(|id| !authority.effective.contains_key(id));
    let mut aside = Aside::default();
    for entry in void.map(|id| book.entry(id)) {
        entry.ops.iter().for_each(|op| aside.note(entry.header.device, op));
    }
    aside
}

struct Fold<'a> {
    book: &'a Book,
    state: State,
    rights: Rights,
    register: Register,
    aside: Aside,
    stops: Vec<(op::Stop, Author, LogPoint, Time)>,
    ranks: &'a BTreeMap<DeviceId, Rank>,
    /// The teams that each person is in.
    teams_of: BTreeMap<PersonId, BTreeSet<GroupId>>,
}

impl Fold<'_> {
    fn entry(&mut self, entry: &Verified, author: &Author) {
        if author.rank == Rank::KIT {
            self.state.kit_uses.push(entry.point());
        }
        for op in &entry.ops {
            if !rules::allows(author, op) {
                self.aside.note(author.device, op);
                continue;
            }
            match op {
                Op::Genesis(op) if self.state.kit.is_none() => self.genesis(entry, op),
                Op::Stop(op) => {
                    self.stops.push((op.clone(), *author, entry.point(), entry.header.wall));
                }
                Op::RecoveryNew(op) => self.kit(entry, op.keys, op.reach),
                Op::PersonSet(op) => self.person(entry, op),
                Op::DeviceAdd(op) => self.device(entry, op),
                Op::Promote(op) if op.rank.is_administrator() => {
                    for device in &op.devices {
                        self.rights.appointed.entry(*device).or_insert(entry.point());
                    }
                }
                Op::TeamSet(op) => {
                    self.state.teams.entry(op.group).or_default().name.clone_from(&op.name);
                }
                Op::TeamPeople(op) => self.team_people(entry, op),
                Op::Epoch(op) => self.epoch(entry, op),
                Op::WrapMore(op) => self.wrap_more(op),
                Op::FirmSet(op) => {
                    self.state.name.clone_from(&op.name);
                    self.state.lock_after_days = op.lock_after_days;
                }
                Op::StoreSet(op) => self.state.store = Some(op.text.clone()),
                Op::Checkpoint(op) => self.state.checkpoints.push(CheckpointState {
                    by: entry.point(),
                    vector: op.vector.clone(),
                    state: op.state,
                }),
                Op::Note(op) => self.state.notes.push(NoteState {
                    by: entry.point(),
                    account: op.account,
                    text: op.text.clone(),
                }),
                Op::Request(op) => self.register.request(entry, author, op),
                Op::Approve(op) => self.register.approve(entry, author, op),
                Op::RulesSet(op) => {
                    let knew = |earlier: LogPoint| self.book.knew(entry.hash, earlier.hash);
                    self.register.set_rules(entry, author, op, knew);
                }
                Op::Suspend(op) => self.register.suspend(entry, op),
                Op::Leaving(op) => self.register.leaving(entry, author, op),
                about_account => self.account_op(entry, author, about_account),
            }
        }
    }

    fn account_op(&mut self, entry: &Verified, author: &Author, op: &Op) {
        match op {
            Op::AccountSet(op) => self.account(entry, author, op),
            Op::Grant(op) if self.holds(author, op.account) => {
                if let Some(account) = self.state.accounts.get_mut(&op.account) {
                    if account.teams.insert(op.group) {
                        self.rights.granted.insert((op.account, op.group), entry.point());
                    }
                    self.touch(op.group, entry);
                }
            }
            Op::Ungrant(op) => self.ungrant(entry, op),
            Op::Version(op) if self.holds(author, op.account) => self.version(entry, op),
            Op::Seals(op) => self.seals(author, op),
            Op::DetailsSet(op) if self.holds(author, op.account) => self.details(op),
            Op::Confirm(op) if self.holds(author, op.at.account) => {
                let account = self.state.accounts.get_mut(&op.at.account);
                let version = account.and_then(|account| account.versions.get_mut(&op.at.version));
                if let Some(version) = version {
                    version.confirmed.get_or_insert(entry.point());
                }
            }
            Op::Give(op) if self.held_once(author, op.at.account) => self.register.give(entry, op),
            Op::GivenSet(op) => {
                let about = self.register.given.get(&op.given);
                if about.is_some_and(|given| self.held_once(author, given.version.account)) {
                    self.register.set_given(entry, op);
                }
            }
            Op::StepSet(op) if self.holds(author, op.at.account) => {
                self.register.set_step(entry, op);
            }
            _ => {}
        }
    }

    /// A deputy acts on what the own teams hold, and on what the own hands added.
    fn holds(&self, author: &Author, account: crate::AccountId) -> bool {
        if author.rank != Rank::DEPUTY {
            return true;
        }
        let added_by = self.state.accounts.get(&account).map(|account| account.added.device);
        added_by == Some(author.device)
            || author.person.is_some_and(|person| self.state.person_holds(person, account))
    }

    /// What a deputy did with a key of the former teams is no less done when the end of the right
    /// to it had not reached the deputy.
    fn held_once(&self, author: &Author, account: crate::AccountId) -> bool {
        let once = author.person.is_some_and(|person| self.state.held_once(person, account));
        once || self.holds(author, account)
    }

    fn touch(&mut self, group: GroupId, entry: &Verified) {
        self.state.touched.insert(group, entry.header.device);
    }

    fn genesis(&mut self, entry: &Verified, op: &op::Genesis) {
        self.state.name.clone_from(&op.name);
        self.kit(entry, op.kit, op.reach);
        let person = Person {
            name: op.person_name.clone(),
            standing: Standing::Staff,
            stopped: None,
            added: entry.point(),
        };
        self.state.people.insert(op.person, person);
        let device = op::DeviceAdd {
            person: op.person,
            keys: op.keys,
            label: op.label.clone(),
            invite: None,
            rank: Some(Rank::FIRST),
        };
        self.device(entry, &device);
    }

    fn kit(&mut self, entry: &Verified, keys: crate::PublicKeys, reach: crate::KitReach) {
        let device = DeviceId::derive(entry.header.firm, keys.sign, keys.kem);
        self.state.kit = Some(KitState { device, keys, reach });
        self.touch(GroupId::EVERYONE, entry);
        self.touch(GroupId::ADMINISTRATORS, entry);
    }

    fn person(&mut self, entry: &Verified, op: &op::PersonSet) {
        let person = self.state.people.entry(op.person).or_insert_with(|| Person {
            name: String::new(),
            standing: op.standing,
            stopped: None,
            added: entry.point(),
        });
        person.name.clone_from(&op.name);
    }

    fn device(&mut self, entry: &Verified, op: &op::DeviceAdd) {
        let id = DeviceId::derive(entry.header.firm, op.keys.sign, op.keys.kem);
        if !self.state.people.contains_key(&op.person) || self.state.devices.contains_key(&id) {
            return;
        }
        let device = Device {
            person: op.person,
            keys: op.keys,
            label: op.label.clone(),
            rank: self.ranks.get(&id).copied(),
            added: entry.point(),
            added_at: entry.header.wall,
            invite: op.invite,
            stopped: None,
        };
        self.state.devices.insert(id, device);
        self.touch_all_of(op.person, entry);
    }

    fn touch_all_of(&mut self, person: PersonId, entry: &Verified) {
        let mut groups: Vec<GroupId> =
            self.teams_of.get(&person).into_iter().flatten().copied().collect();
        groups.extend([GroupId::EVERYONE, GroupId::ADMINISTRATORS, GroupId::AUDITORS]);
        groups.into_iter().for_each(|group| self.touch(group, entry));
    }

    fn team_people(&mut self, entry: &Verified, op: &op::TeamPeople) {
        let known: Vec<PersonId> = {
            let people = &self.state.people;
            op.add.iter().filter(|person| people.contains_key(person)).copied().collect()
        };
        let team = self.state.teams.entry(op.group).or_default();
        for person in known {
            team.ever.insert(person);
            self.teams_of.entry(person).or_default().insert(op.group);
            if team.people.insert(person) {
                self.rights.joined.insert((op.group, person), entry.point());
            }
        }
        for person in &op.remove {
            if team.people.remove(person) {
                self.teams_of.entry(*person).or_default().remove(&op.group);
                self.rights.joined.remove(&(op.group, *person));
                let what = LossKind::Team(op.group, *person);
                self.state.losses.push(Loss { by: entry.point(), what });
            }
        }
        self.touch(op.group, entry);
    }

    fn epoch(&mut self, entry: &Verified, op: &op::Epoch) {
        let epochs = self.state.epochs.entry(op.group).or_default();
        epochs.entry(op.epoch).or_insert_with(|| Epoch {
            by: entry.point(),
            commitment: op.commitment,
            shards: op.shards.clone(),
            more: Vec::new(),
            archive: op.archive.clone(),
            chain: op.chain.clone(),
        });
        self.state.current.insert(op.group, op.epoch);
        self.touch(op.group, entry);
    }

    fn wrap_more(&mut self, op: &op::WrapMore) {
        let epochs = self.state.epochs.get_mut(&op.group);
        if let Some(epoch) = epochs.and_then(|epochs| epochs.get_mut(&op.epoch)) {
            epoch.more.push(op.shard);
        }
    }

    fn account(&mut self, entry: &Verified, author: &Author, op: &op::AccountSet) {
        if self.state.accounts.contains_key(&op.account) && !self.holds(author, op.account) {
            return;
        }
        let account = self.state.accounts.entry(op.account).or_insert_with(|| Account {
            added: entry.point(),
            state: AccountUse::Live,
            teams: Default::default(),
            versions: BTreeMap::new(),
            details: BTreeMap::new(),
        });
        account.state = op.state;
        self.touch(GroupId::ADMINISTRATORS, entry);
    }

    fn ungrant(&mut self, entry: &Verified, op: &op::Ungrant) {
        let account = self.state.accounts.get_mut(&op.account);
        if account.is_some_and(|account| account.teams.remove(&op.group)) {
            self.rights.granted.remove(&(op.account, op.group));
            let what = LossKind::Account(op.group, op.account);
            self.state.losses.push(Loss { by: entry.point(), what });
            self.touch(op.group, entry);
        }
    }

    fn version(&mut self, entry: &Verified, op: &op::Version) {
        let Some(account) = self.state.accounts.get_mut(&op.account) else { return };
        account.versions.entry(op.version).or_insert_with(|| Version {
            by: entry.point(),
            at: entry.header.wall,
            replaces: op.replaces.iter().filter(|id| **id != op.version).copied().collect(),
            origin: op.origin,
            commitment: op.commitment,
            seals: Default::default(),
            confirmed: None,
        });
        let groups = self.state.holders(op.account);
        groups.into_iter().for_each(|group| self.touch(group, entry));
    }

    fn seals(&mut self, author: &Author, op: &op::Seals) {
        for (index, at) in op.items.iter().enumerate() {
            if !self.holds(author, at.account) {
                self.aside.seals.push((author.device, *at, (op.group, op.epoch)));
                continue;
            }
            let account = self.state.accounts.get_mut(&at.account);
            if let Some(version) = account.and_then(|one| one.versions.get_mut(&at.version)) {
                let index = u32::try_from(index).unwrap_or(u32::MAX);
                let place = SealPlace { group: op.group, epoch: op.epoch, blob: op.blob, index };
                version.seals.insert(place);
            }
        }
    }

    fn details(&mut self, op: &op::DetailsSet) {
        let Some(account) = self.state.accounts.get_mut(&op.account) else { return };
        for sealed in &op.sealed {
            let newer = account.details.get(&sealed.group).is_none_or(|copy| copy.edit <= op.edit);
            if newer {
                let copy = DetailsCopy { edit: op.edit, sealed: sealed.clone() };
                account.details.insert(sealed.group, copy);
            }
        }
    }

    /// Stops are final and concern devices that become known later too: they act at the end.
    fn finish(mut self) -> Folded {
        for (stop, author, by, at) in std::mem::take(&mut self.stops) {
            let stopped = Stopped { by, at, reason: stop.reason.clone() };
            match stop.target {
                Target::Device(device) => self.stop_device(device, &author, &stopped),
                Target::Person(person) => self.stop_person(person, &author, &stopped),
            }
        }
        let Self { state, rights, register, aside, .. } = self;
        Folded { state, rights, register, aside }
    }

    fn stop_device(&mut self, device: DeviceId, author: &Author, stopped: &Stopped) {
        let reaches = device == author.device
            || self.ranks.get(&device).is_none_or(|rank| *rank > author.rank);
        let Some(known) = self.state.devices.get_mut(&device).filter(|_| reaches) else { return };
        if known.stopped.is_none() {
            known.stopped = Some(stopped.clone());
            let what = LossKind::Device(device);
            self.state.losses.push(Loss { by: stopped.by, what });
        }
    }

    /// Reaches the person unless one of the devices is not the author's to stop.
    fn stop_person(&mut self, person: PersonId, author: &Author, stopped: &Stopped) {
        let (mut all, mut any) = (true, false);
        for (id, device) in &mut self.state.devices {
            if device.person != person {
                continue;
            }
            let reaches = *id == author.device || device.rank.is_none_or(|rank| rank > author.rank);
            all &= reaches;
            any |= reaches;
            if reaches && device.stopped.is_none() {
                device.stopped = Some(stopped.clone());
            }
        }
        let Some(known) = self.state.people.get_mut(&person) else { return };
        if all && known.stopped.is_none() {
            known.stopped = Some(stopped.clone());
        }
        if all || any {
            let what = LossKind::Person(person);
            self.state.losses.push(Loss { by: stopped.by, what });
        }
    }
}

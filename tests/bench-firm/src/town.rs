//! A firm of any size, the same for the same size. Either it moved in at once: its accounts came in
//! a team's at a time, and its people afterwards in few entries; or it grew by one device and one
//! account at a time. One of the people has left since.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use ledger::op::{DeviceAdd, PersonSet, TeamPeople, TeamSet};
use ledger::{
    Algorithm, CodeKind, Compared, Context, Details, Firm, Founding, GroupId, InviteSecret,
    Invitee, Joining, Kit, KitReach, Name, NewAccount, Object, Op, Outcome, PersonId, Rank,
    Removal, Standing, Target, Time,
};
use seal::make_secret;

use crate::acks::Writer;
use crate::kept::{Kept, Seeds};
use crate::seeded::Seeded;

/// When the firm is looked at.
pub const NOW: Time = Time(1_790_000_000);

/// The number of the device that is let in last, and has not synced yet.
pub const NEWCOMER: u64 = 1 << 32;

/// So many entries come into a pack, as in the program.
const PACK_FROM: u64 = 64;

/// How many of what a firm has.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    people: usize,
    accounts: usize,
    teams: usize,
    administrators: usize,
}

impl Size {
    /// The proportions that are measured: two devices and two accounts a person, a team for each
    /// 25 people with each person in two of them, and ten administrators or a tenth of all.
    pub fn of(people: usize) -> Self {
        let administrators = (people / 10).clamp(2, 10);
        Self { people, accounts: 2 * people, teams: (people / 25).max(4), administrators }
    }

    /// How many people are in the firm.
    pub(crate) fn people(self) -> usize {
        self.people
    }

    /// The person who will leave, and is in four teams.
    pub(crate) fn leaver(self) -> usize {
        self.people - 1
    }

    /// The person who left before.
    fn former(self) -> usize {
        self.people - 2
    }

    fn teams_of(self, person: usize) -> Vec<usize> {
        let count = if person == self.leaver() { 4 } else { 2 };
        (0..count).map(|step| (person + step * (self.teams / 4)) % self.teams).collect()
    }
}

/// How the firm came to be what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Past {
    /// In few large acts.
    MovedIn,
    /// By one act at a time, each with its entries.
    Grew,
    /// In few large acts, ten years ago.
    Old,
}

/// Who leaves in a firm that had so many people at first.
pub fn leaver(firm: &mut Firm, people: usize) -> Result<PersonId> {
    let name = name_of(Size::of(people).leaver());
    let found = firm.state().people.iter().find(|(_, person)| person.name == name);
    found.map(|(id, _)| *id).context("nobody is to leave")
}

pub struct Town {
    pub(crate) size: Size,
    past: Past,
    kept: Kept,
    pub(crate) entropy: Seeded,
    pub(crate) now: Time,
    pub(crate) people: Vec<PersonId>,
    groups: Vec<GroupId>,
    /// The first devices of the administrators, each with how many of the entries it has.
    pub(crate) replicas: Vec<(Firm, usize)>,
    entries: Vec<Object>,
    packs: Vec<Name>,
}

/// Builds a firm in `folder`.
pub fn build(size: Size, past: Past, folder: &Path) -> Result<()> {
    let mut town = Town::found(size, past, Kept::new(folder))?;
    town.appoint()?;
    town.make_teams()?;
    town.add_accounts()?;
    town.let_in()?;
    town.lose_one()?;
    if past == Past::Old {
        town.grow_old()?;
        return town.kept.keep_memory(&mut town.replicas[0].0);
    }
    town.write_acks()?;
    town.welcome_one()
}

impl Town {
    fn found(size: Size, past: Past, kept: Kept) -> Result<Self> {
        let mut entropy = Seeded::new(!0);
        let (kit, _) = Kit::make(&mut entropy)?;
        let founding = Founding {
            name: "Hart & Co".to_owned(),
            person_name: name_of(0),
            label: label_of(0),
            keys: Seeds::derive(0)?.keys()?,
            kit: &kit,
            reach: KitReach::Decrypts,
        };
        let ago = if past == Past::Old { 11 * 365 * 24 * 3600 } else { 3600 };
        let now = Time(NOW.0 - ago);
        let mut ctx = Context { entropy: &mut entropy, now };
        let (mut firm, objects) = Firm::create(founding, &mut ctx)?;
        let mut people = vec![firm.person().context("the founder is nobody")?];
        for _ in 1..size.people {
            people.push(PersonId::make(&mut entropy)?);
        }
        let (groups, replicas) = (Vec::new(), vec![(firm, 0)]);
        let (entries, packs) = (Vec::new(), Vec::new());
        let mut town =
            Self { size, past, kept, entropy, now, people, groups, replicas, entries, packs };
        let hint = Object { name: Name::Hint, bytes: vec![7; 16] };
        town.publish(0, objects.into_iter().chain([hint]).collect())?;
        Ok(town)
    }

    fn appoint(&mut self) -> Result<()> {
        let mut ops = Vec::new();
        for person in 1..self.size.administrators {
            let rank = Some(Rank(u32::try_from(person + 1)?));
            ops.extend(self.person_ops(person, rank)?);
        }
        self.author(0, ops)?;
        self.repair()?;
        let pin = self.replicas[0].0.pin();
        for person in 1..self.size.administrators {
            let keys = Seeds::derive(2 * person as u64)?.keys()?;
            let mut firm = Firm::replica(pin, keys, Vec::new());
            let objects = self.kept.objects()?;
            // Blobs again once the entries that name them could be read.
            for _ in 0..3 {
                give(&mut firm, objects.iter());
            }
            ensure!(firm.rank().is_some(), "an administrator has not come in");
            self.replicas.push((firm, self.entries.len()));
        }
        Ok(())
    }

    fn make_teams(&mut self) -> Result<()> {
        let mut ops = Vec::new();
        for number in 0..self.size.teams {
            let group = GroupId::make(&mut self.entropy)?;
            self.groups.push(group);
            ops.push(TeamSet { group, name: format!("Team {number}") }.into());
        }
        self.author(0, ops)?;
        self.repair()
    }

    /// The administrators add the accounts by turns, a team's at a time.
    fn add_accounts(&mut self) -> Result<()> {
        let each = self.size.accounts / self.size.teams;
        for team in 0..self.size.teams {
            let who = team % self.replicas.len();
            self.catch_up(who);
            let mut new = Vec::new();
            for number in 0..each {
                new.push((details(team, number), make_secret(&mut self.entropy, 20)?));
            }
            let new: Vec<NewAccount<'_>> =
                new.iter().map(|(details, key)| NewAccount { details, key }).collect();
            let at_once = if self.past == Past::Grew { 1 } else { each };
            let group = self.groups[team];
            for part in new.chunks(at_once) {
                let (firm, mut ctx) = self.at_work(who);
                let (_, objects) = firm.add_accounts(part, &[group], &mut ctx)?;
                self.publish(who, objects)?;
            }
        }
        Ok(())
    }

    fn let_in(&mut self) -> Result<()> {
        match self.past {
            Past::MovedIn | Past::Old => self.let_all_in(),
            Past::Grew => self.let_in_one_by_one(),
        }
    }

    /// Each administrator lets in a part of the people, and the founder puts them into their teams.
    fn let_all_in(&mut self) -> Result<()> {
        let administrators = self.replicas.len();
        for who in 0..administrators {
            let all = administrators..self.size.people;
            let mut ops = Vec::new();
            for person in all.filter(|person| person % administrators == who) {
                ops.extend(self.person_ops(person, None)?);
            }
            self.author(who, ops)?;
        }
        let mut members: Vec<Vec<PersonId>> = vec![Vec::new(); self.size.teams];
        // Nobody comes into a team by their own hand.
        for person in 1..self.size.people {
            for team in self.size.teams_of(person) {
                members[team].push(self.people[person]);
            }
        }
        let ops = self.groups.iter().zip(members);
        let ops =
            ops.map(|(group, add)| TeamPeople { group: *group, add, remove: Vec::new() }.into());
        self.author(0, ops.collect())?;
        self.repair()
    }

    /// The founder lets in one device after the other, as an invite does, with the keys it needs.
    fn let_in_one_by_one(&mut self) -> Result<()> {
        for person in self.replicas.len()..self.size.people {
            let mut ops = self.person_ops(person, None)?;
            let second = ops.pop();
            let add = || vec![self.people[person]];
            let teams = self.size.teams_of(person).into_iter().map(|team| self.groups[team]);
            ops.extend(
                teams.map(|group| TeamPeople { group, add: add(), remove: Vec::new() }.into()),
            );
            self.author(0, ops)?;
            self.repair()?;
            self.author(0, second.into_iter().collect())?;
            self.repair()?;
        }
        Ok(())
    }

    fn lose_one(&mut self) -> Result<()> {
        let targets = vec![Target::Person(self.people[self.size.former()])];
        let removal = Removal { targets, cuts: Default::default(), reason: "left".to_owned() };
        let (firm, mut ctx) = self.at_work(0);
        let objects = firm.remove(&removal, &mut ctx)?;
        self.publish(0, objects)
    }

    fn write_acks(&mut self) -> Result<()> {
        let (firm, _) = &mut self.replicas[0];
        let writer = Writer::new(firm, self.now)?;
        let left = [2 * self.size.former(), 2 * self.size.former() + 1];
        let numbers = (0..2 * self.size.people).filter(|number| *number != 1);
        for number in numbers.filter(|number| !left.contains(number)) {
            let ack = writer.write(&Seeds::derive(number as u64)?, &mut self.entropy)?;
            let taken = firm.intake(&ack.name.to_string(), &ack.bytes, self.now);
            ensure!(taken == Ok(Outcome::Accepted), "an ack is none: {taken:?}");
            self.kept.put(&ack)?;
        }
        Ok(())
    }

    /// Lets a further device of somebody in, which has not synced yet.
    fn welcome_one(&mut self) -> Result<()> {
        let person = self.size.administrators;
        let teams = self.size.teams_of(person).into_iter().map(|team| self.groups[team]);
        let invitee = Invitee {
            name: name_of(person),
            person: Some(self.people[person]),
            standing: Standing::Staff,
            rank: None,
            teams: teams.collect(),
        };
        let (firm, mut ctx) = self.at_work(0);
        let (invitation, offer) = firm.invite(invitee, 7 * 24 * 3600, &mut ctx)?;
        let code = invitation.secret().code();
        let joining = Joining::open(InviteSecret::read(&code)?, &offer.bytes, ctx.now)?;
        let keys = Seeds::derive(NEWCOMER)?.keys()?;
        let (answer, _) = joining.answer(&keys, "Laptop", ctx.entropy)?;
        let read = firm.read_answers(&invitation, std::slice::from_ref(&answer.bytes), ctx.now)?;
        let read = read.context("nobody answered")?;
        let objects = firm.approve(&invitation, &read, &Compared::OneHand, &mut ctx)?;
        self.publish(0, objects.into_iter().chain([offer, answer]).collect())?;
        self.kept.keep_code(&code)?;
        self.kept.keep_memory(&mut self.replicas[0].0)
    }

    /// A person with two devices; the founder has one.
    fn person_ops(&self, person: usize, rank: Option<Rank>) -> Result<Vec<Op>> {
        let id = self.people[person];
        let named = PersonSet { person: id, name: name_of(person), standing: Standing::Staff };
        let mut ops = vec![named.into()];
        for number in [2 * person, 2 * person + 1] {
            let keys = Seeds::derive(number as u64)?.keys()?.public();
            let label = label_of(number);
            ops.push(DeviceAdd { person: id, keys, label, invite: None, rank }.into());
        }
        Ok(ops)
    }

    /// Somebody new, with two devices.
    pub(crate) fn newcomer_ops(&mut self) -> Result<(Vec<Op>, PersonId)> {
        let id = PersonId::make(&mut self.entropy)?;
        self.people.push(id);
        Ok((self.person_ops(self.people.len() - 1, None)?, id))
    }

    pub(crate) fn author(&mut self, who: usize, ops: Vec<Op>) -> Result<()> {
        self.catch_up(who);
        let (firm, mut ctx) = self.at_work(who);
        let objects = firm.author(ops, Vec::new(), &mut ctx)?;
        self.publish(who, objects)
    }

    /// The founder puts everything right.
    pub(crate) fn repair(&mut self) -> Result<()> {
        self.catch_up(0);
        let mut groups: std::collections::BTreeSet<GroupId> = self.groups.iter().copied().collect();
        groups.extend([GroupId::EVERYONE, GroupId::ADMINISTRATORS]);
        let (firm, mut ctx) = self.at_work(0);
        let objects = firm.repair(&groups, &mut ctx)?;
        self.publish(0, objects)
    }

    pub(crate) fn at_work(&mut self, who: usize) -> (&mut Firm, Context<'_>) {
        self.now = Time(self.now.0 + 1);
        (&mut self.replicas[who].0, Context { entropy: &mut self.entropy, now: self.now })
    }

    /// Puts objects into the store, of which `who` wrote them all.
    pub(crate) fn publish(&mut self, who: usize, objects: Vec<Object>) -> Result<()> {
        objects.iter().try_for_each(|object| self.kept.put(object))?;
        if who > 0 {
            give(&mut self.replicas[0].0, objects.iter());
        }
        let entries = objects.into_iter().filter(|object| matches!(object.name, Name::Entry(..)));
        self.entries.extend(entries);
        self.pack(who)
    }

    /// Packs what is due, as a device does with every look.
    fn pack(&mut self, who: usize) -> Result<()> {
        let mut ctx = Context { entropy: &mut self.entropy, now: self.now };
        let packs = self.replicas[who].0.pack(self.packs.iter(), PACK_FROM, &mut ctx)?;
        packs.iter().try_for_each(|object| self.kept.put(object))?;
        self.packs.extend(packs.into_iter().map(|object| object.name));
        Ok(())
    }

    /// Gives an administrator's device the entries that it has not got. The founder's has all.
    fn catch_up(&mut self, who: usize) {
        let (firm, known) = &mut self.replicas[who];
        give(firm, self.entries[*known..].iter());
        *known = self.entries.len();
    }
}

/// Lets a replica take in objects: entries first, which ask for the blobs.
fn give<'a>(firm: &mut Firm, objects: impl Iterator<Item = &'a Object>) {
    let (entries, others): (Vec<_>, Vec<_>) =
        objects.partition(|object| matches!(object.name, Name::Entry(..)));
    for object in entries.into_iter().chain(others) {
        // What is wrong with it would be among the alarms.
        let _ = firm.intake(&object.name.to_string(), &object.bytes, NOW);
    }
}

fn name_of(person: usize) -> String {
    format!("Person {person:05}")
}

fn label_of(device: usize) -> String {
    format!("PC-{device:05}")
}

fn details(team: usize, number: usize) -> Details {
    Details {
        label: format!("HMRC online services – VAT – client {team}.{number}"),
        user_id_hint: Some(format!("{:04}", (team * 53 + number) % 10_000)),
        service: Some("HMRC".to_owned()),
        algorithm: Algorithm::Sha1,
        digits: 6,
        period: 30,
        kind: CodeKind::Totp,
        issuer: Some("HMRC".to_owned()),
        note: None,
    }
}

//! The firm, its devices and the store, from founding to the end of the faults.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    Alarm, Context, Firm, Founding, GroupId, Invitee, Kit, KitReach, Rank, Standing, Target, Time,
};
use store::{Memory, Store};

use crate::Story;
use crate::acts::{self, Act, Arriving, CANARY};
use crate::checks::{self, Broken, Facts};
use crate::client::{Client, Done, Seeds, Thorough};
use crate::dice::Dice;
use crate::given::Outside;
use crate::view::{Faults, View, ready};

const START: Time = Time(1_790_000_000);
const ROUNDS: usize = 16;
const DAY: u64 = 86_400;

/// What a history came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Steps taken while there were faults.
    pub steps: usize,
    /// Devices at the end.
    pub devices: usize,
    /// Entries that the first administrator holds at the end.
    pub entries: usize,
    /// Rounds of syncing until nothing changed.
    pub rounds: usize,
    /// Keys that were given by other routes, or lost there.
    pub given: usize,
}

/// A firm on a store that misbehaves.
#[derive(Debug)]
pub struct World {
    pub(crate) story: Story,
    pub(crate) dice: Dice,
    pub(crate) entropy: Dice,
    pub(crate) now: Time,
    /// One universe, or two.
    pub(crate) stores: Vec<Memory>,
    pub(crate) clients: Vec<Client>,
    pub(crate) arriving: Vec<(Arriving, View)>,
    /// What somebody deleted.
    pub(crate) deleted: BTreeSet<store::Name>,
    pub(crate) facts: Facts,
    pub(crate) outside: Outside,
    pub(crate) faults: Faults,
    pub(crate) harsh: Harsh,
    pub(crate) acts: usize,
}

/// What else happens in a history.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Harsh {
    pub(crate) crashes: bool,
    pub(crate) roll_backs: bool,
    pub(crate) deletions: bool,
    pub(crate) stale: bool,
    pub(crate) clocks: bool,
    pub(crate) universes: bool,
    pub(crate) disks: bool,
}

impl World {
    /// Founds the firm: Alice, Bob and Cy administrate, Dan and Eve are staff.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn found(seed: u64, story: Story) -> Result<Self, Broken> {
        let mut dice = Dice::new(seed);
        let mut world = Self {
            story,
            faults: faults(&mut dice),
            harsh: harsh(&mut dice),
            dice,
            entropy: Dice::new(!seed),
            now: START,
            stores: vec![Memory::new()],
            clients: Vec::new(),
            arriving: Vec::new(),
            deleted: BTreeSet::new(),
            facts: Facts::default(),
            outside: Outside::default(),
            acts: 0,
        };
        world.story.tell(format!("{:?}, {:?}", world.faults, world.harsh));
        world.first_device().map_err(|error| error.to_string())?;
        Ok(world)
    }

    /// Lives through the faults, and brings all to agree in the end.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn run(mut self) -> Result<Summary, Broken> {
        let steps = 10 + self.dice.below(70);
        for _ in 0..steps {
            self.step()?;
        }
        let rounds = self.settle()?;
        self.check_end()?;
        let entries = self.clients[0].firm().entry_count();
        let (devices, given) = (self.clients.len(), self.outside.count());
        Ok(Summary { steps, devices, entries, rounds, given })
    }

    fn first_device(&mut self) -> Result<(), ledger::AuthorError> {
        let (kit, _) = Kit::make(&mut self.entropy)?;
        let seeds = Seeds::make(&mut self.entropy);
        let founding = Founding {
            name: format!("{CANARY}firm"),
            person_name: format!("{CANARY}alice"),
            label: "PC".to_owned(),
            keys: seeds.keys(),
            kit: &kit,
            reach: KitReach::Decrypts,
        };
        let mut ctx = Context { entropy: &mut self.entropy, now: self.now };
        let (mut firm, mut objects) = Firm::create(founding, &mut ctx)?;
        let mut arriving = Vec::new();
        let mut team = GroupId::EVERYONE;
        for (name, rank) in [("bob", Some(2)), ("cy", Some(3)), ("dan", None), ("eve", None)] {
            if name == "dan" {
                let (group, more) = firm.set_team(None, "One", &mut ctx)?;
                objects.extend(more);
                team = group;
            }
            let teams = if rank.is_none() { vec![team] } else { vec![] };
            let invitee = Invitee {
                name: format!("{CANARY}{name}"),
                person: None,
                standing: Standing::Staff,
                rank: rank.map(Rank),
                teams,
            };
            let (more, one) = acts::enrol(&mut firm, name, invitee, &mut ctx)?;
            objects.extend(more);
            arriving.push(one);
        }
        let (_, more) = firm.set_team(None, "Two", &mut ctx)?;
        objects.extend(more);
        let view = self.view();
        let mut alice = Client::new("alice", seeds, firm, view);
        let _ = alice.publish(&objects);
        alice.view.carry(Faults::default());
        self.clients.push(alice);
        for one in arriving {
            let view = self.view();
            view.carry(Faults::default());
            self.arriving.push((one, view));
        }
        while !self.arriving.is_empty() {
            self.arrive(0);
        }
        Ok(())
    }

    fn view(&mut self) -> View {
        let dice = self.dice.split();
        let universe = self.dice.below(self.stores.len());
        View::new(self.stores[universe].clone(), dice)
    }

    fn step(&mut self) -> Result<(), Broken> {
        self.now = Time(self.now.0 + 1 + self.dice.below(900) as u64);
        let who = self.dice.below(self.clients.len());
        match self.dice.below(20) {
            0..=6 => self.carry(),
            7..=10 => self.sync(who, Thorough::No)?,
            11 => self.sync(who, Thorough::Yes)?,
            12..=15 => self.act(who)?,
            16 => self.repair(who)?,
            17 => {
                let index = self.dice.below(self.arriving.len());
                self.arrive(index);
            }
            _ => self.misfortune(who),
        }
        for store in &self.stores {
            checks::nothing_is_in_the_clear(&store.contents())?;
        }
        Ok(())
    }

    fn carry(&mut self) {
        let index = self.dice.below(self.clients.len() + self.arriving.len());
        let arriving = index.checked_sub(self.clients.len());
        let (name, view) = match arriving.and_then(|index| self.arriving.get(index)) {
            Some((one, view)) => (&one.name, view),
            None => (&self.clients[index].name, &self.clients[index].view),
        };
        let did = view.carry(self.faults);
        self.story.tell(format!("{name}'s folder is synced"));
        did.into_iter().for_each(|line| self.story.tell(format!("    {line}")));
    }

    pub(crate) fn sync(&mut self, who: usize, thorough: Thorough) -> Result<(), Broken> {
        let client = &mut self.clients[who];
        let ended = client.sync(self.now, thorough);
        let (name, said) = (&client.name, said(&ended));
        self.story.tell(format!("{name} syncs{said}"));
        if let Done::Yes(healed) = &ended {
            for name in healed {
                self.story.tell(format!("    and puts {name} back"));
            }
            self.ack(who)?;
        }
        self.look(who)
    }

    /// Acks when something changed, as the protocol says.
    pub(crate) fn ack(&mut self, who: usize) -> Result<(), Broken> {
        self.facts.note(&mut self.clients[who], None);
        let client = &mut self.clients[who];
        let now = client.clock(self.now);
        let (device, firm) = (client.device, client.firm());
        let last = firm.acks().remove(&device);
        // When something changed, and once a day: a store may have lost the last one.
        let is_new = last.is_none_or(|last| {
            let is_old = now.0.abs_diff(last.time.0) >= DAY;
            is_old || last.vector != firm.heads() || !last.missing.is_empty()
        });
        if !is_new {
            return Ok(());
        }
        let ack = firm.ack("simulation", &mut Context { entropy: &mut self.entropy, now });
        let Ok(ack) = ack else { return Ok(()) };
        let said = said(&client.publish(&[ack]));
        self.story.tell(format!("{} acks{said}", self.clients[who].name));
        Ok(())
    }

    fn act(&mut self, who: usize) -> Result<(), Broken> {
        // The own log is read before every act.
        self.sync(who, Thorough::No)?;
        self.acts += 1;
        let (now, number) = (self.clients[who].clock(self.now), self.acts);
        let firm = self.clients[who].firm();
        let act = acts::act(firm, &mut self.dice, number, &mut self.entropy, now);
        self.publish(who, act)
    }

    pub(crate) fn repair(&mut self, who: usize) -> Result<(), Broken> {
        let jitter = self.dice.below(300) as u64;
        let now = self.clients[who].clock(self.now);
        let mut ctx = Context { entropy: &mut self.entropy, now };
        let act = acts::repair(self.clients[who].firm(), jitter, &mut ctx);
        self.publish(who, act)
    }

    fn publish(&mut self, who: usize, act: Result<Act, ledger::AuthorError>) -> Result<(), Broken> {
        let name = self.clients[who].name.clone();
        let act = match act {
            Ok(act) => act,
            Err(error) => {
                self.story.tell(format!("{name} would act: {error}"));
                return self.look(who);
            }
        };
        self.outside.note(self.clients[who].firm(), &act);
        self.facts.note(&mut self.clients[who], act.version);
        let ended = self.clients[who].publish(&act.objects);
        self.story.tell(format!("{name} {}{}", act.said, said(&ended)));
        if let Some(one) = act.arriving {
            let view = self.view();
            self.arriving.push((one, view));
        }
        self.look(who)
    }

    /// A device opens its welcome. Returns whether it has come.
    pub(crate) fn arrive(&mut self, index: usize) -> bool {
        let Some((one, view)) = self.arriving.get(index) else { return false };
        let Ok(name) = store::Name::parse(&one.welcome.name.to_string()) else { return false };
        let Ok(Some(welcome)) = ready(view.get(&name)) else { return false };
        let Ok(firm) = one.joining.welcome(&welcome, one.seeds.keys()) else { return false };
        let (one, view) = self.arriving.remove(index);
        self.story.tell(format!("{} arrives as {}", one.name, firm.device()));
        let mut client = Client::new(&one.name, one.seeds, firm, view);
        let _ = client.publish(&[]);
        self.clients.push(client);
        true
    }

    /// Checks a device, and remembers what it now knows and can open.
    fn look(&mut self, who: usize) -> Result<(), Broken> {
        let client = &mut self.clients[who];
        self.facts.check(client)?;
        let Some(firm) = &mut client.firm else { return Ok(()) };
        client.opened = checks::opened(firm);
        client.heads = firm.heads().into_iter().map(|point| (point.device, point.seq)).collect();
        self.facts.note(client, None);
        let culprits: BTreeMap<_, _> =
            self.clients.iter().map(|client| (client.device, client.put_back)).collect();
        let client = &self.clients[who];
        let alarms = client.firm.iter().flat_map(|firm| firm.alarms());
        for alarm in alarms {
            if !may_be_raised(alarm, &culprits) {
                return Err(format!("{} says: {alarm} ({alarm:?})", client.name));
            }
        }
        Ok(())
    }

    /// The faults stop: the universes become one, folders show the store, clocks are right.
    fn calm(&mut self) {
        self.story.tell("The faults stop".to_owned());
        if let [first, second] = &self.stores[..] {
            for (name, bytes) in second.contents() {
                ready(first.put(&name, bytes)).unwrap_or_default();
            }
        }
        self.stores.truncate(1);
        self.welcome_again();
        let truth = &self.stores[0];
        let views = self.clients.iter().map(|client| &client.view);
        for view in views.chain(self.arriving.iter().map(|(_, view)| view)) {
            view.move_to(truth.clone());
            view.calm();
        }
        for client in &mut self.clients {
            client.disk.calls_left = None;
            client.skew = 0;
        }
    }

    /// No replica holds a welcome: who waits for one that was deleted, or is not whole, asks for it.
    fn welcome_again(&mut self) {
        let held = self.stores[0].contents();
        for (one, _) in &self.arriving {
            let Ok(name) = store::Name::parse(&one.welcome.name.to_string()) else { continue };
            if held.contains_key(&name) || self.deleted.contains(&name) {
                let whole = one.welcome.bytes.clone().into();
                ready(self.stores[0].put(&name, whole)).unwrap_or_default();
            }
        }
    }

    fn settle(&mut self) -> Result<usize, Broken> {
        self.calm();
        let mut rested = false;
        for round in 0..ROUNDS {
            let before = self.written();
            self.now = Time(self.now.0 + 3600);
            let mut index = 0;
            while index < self.arriving.len() {
                index += usize::from(!self.arrive(index));
            }
            for who in 0..self.clients.len() {
                self.sync(who, Thorough::Yes)?;
                self.repair(who)?;
                self.ack(who)?;
            }
            self.stop_forked()?;
            let is_quiet = round > 1 && self.written() == before;
            if is_quiet && rested {
                return Ok(round);
            }
            if is_quiet {
                // What is waited for is given up in a day.
                self.next_day()?;
            }
            rested = is_quiet;
        }
        Err("the repairs do not come to an end".to_owned())
    }

    /// Everybody acks once more, and hears of the others' acks.
    fn next_day(&mut self) -> Result<(), Broken> {
        self.now = Time(self.now.0 + DAY);
        for who in (0..self.clients.len()).chain(0..self.clients.len()) {
            self.sync(who, Thorough::No)?;
        }
        Ok(())
    }

    /// The names that the store has, acks aside: those are the only ones that are overwritten.
    fn written(&self) -> BTreeSet<store::Name> {
        let names = self.stores[0].contents().into_keys();
        names.filter(|name| name.kind() != store::Kind::Ack).collect()
    }

    /// Alice takes devices out of use whose log exists twice.
    fn stop_forked(&mut self) -> Result<(), Broken> {
        let alice = self.clients[0].firm();
        let forked: BTreeSet<_> = alice
            .alarms()
            .filter_map(|alarm| match alarm {
                Alarm::Fork { device, .. } => Some(*device),
                _ => None,
            })
            .collect();
        let forked: Vec<Target> = forked
            .into_iter()
            .filter(|device| alice.state().is_live(*device))
            .map(Target::Device)
            .collect();
        if forked.is_empty() {
            return Ok(());
        }
        let mut ctx = Context { entropy: &mut self.entropy, now: self.now };
        let objects = acts::remove(self.clients[0].firm(), forked, &mut ctx);
        let said = "stops devices whose log exists twice".to_owned();
        self.publish(0, objects.map(|objects| Act { said, objects, ..Act::default() }))
    }
}

/// The alarms that a store can cause, those that a device causes whose disk was put back, and what
/// the histories do themselves.
fn may_be_raised(alarm: &Alarm, put_back: &BTreeMap<ledger::DeviceId, bool>) -> bool {
    let is_put_back = |device| put_back.get(device).copied().unwrap_or_default();
    match alarm {
        Alarm::RolledBack { .. }
        | Alarm::Withheld(_)
        | Alarm::AckWentBack(_)
        | Alarm::RuleLifted(_) => true,
        Alarm::Fork { device, .. } => is_put_back(device),
        Alarm::Disagreement { holds, .. } => is_put_back(&holds.device),
        _ => false,
    }
}

fn said<T>(ended: &Done<T>) -> &'static str {
    match ended {
        Done::Yes(_) => "",
        Done::Died => ", and dies in it",
    }
}

fn faults(dice: &mut Dice) -> Faults {
    let mut one = |often: usize| if dice.once_in(2) { 0 } else { often + dice.below(often) };
    Faults {
        delay: one(2),
        drop: one(15),
        cut: one(10),
        rename: one(15),
        placeholder: one(8),
        conflict: one(2),
    }
}

fn harsh(dice: &mut Dice) -> Harsh {
    Harsh {
        crashes: dice.once_in(2),
        roll_backs: dice.once_in(3),
        deletions: dice.once_in(3),
        stale: dice.once_in(3),
        clocks: dice.once_in(3),
        universes: dice.once_in(4),
        disks: dice.once_in(4),
    }
}

//! What is measured, each on a replica and a store as the program has them.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use app::firm::steps::{self, Disk, Hint, Received};
use ledger::{
    AccountId, Context, Firm, InviteSecret, Joining, Name, Object, Removal, Target, Time,
    VersionRef,
};
use seal::SystemEntropy;
use secret::{Secret, SecretText};
use store::{Opener, Store};
use store_remote::AnyStore;
use tokio::runtime::{Builder, Runtime};

use crate::cost::Meter;
use crate::counted::{Counted, Counts};
use crate::kept::{Kept, Seeds};
use crate::town::{self, NEWCOMER, NOW};

/// Puts the firm's objects into the store at `url`.
pub fn copy(kept: &Kept, url: &str) -> Result<()> {
    let bench = Bench::open(url)?;
    for object in kept.objects()? {
        bench.wait(bench.store.put(&name(&object.name)?, object.bytes.into()))?;
    }
    Ok(())
}

/// Measures one thing on the store at `url`, and tells what it cost.
pub fn measure(what: &str, kept: &Kept, url: &str) -> Result<()> {
    let mut bench = Bench::open(url)?;
    match what {
        "open" => bench.open_firm(kept),
        "first-sync" => bench.first_sync(kept),
        "look" => bench.look(kept),
        "idle" => bench.idle(url),
        "new-key" => bench.new_key(kept),
        "remove" => bench.remove(kept),
        "leaver" => bench.leaver(kept),
        _ => bail!("{what} is not measured"),
    }
}

/// A store, and the disk of a device in memory. What the vault does beside is not measured here.
struct Bench {
    runtime: Runtime,
    store: Counted,
    disk: MemoryDisk,
    entropy: SystemEntropy,
}

/// Does what the vault does between runs, but for sealing rows and writing them.
#[derive(Default)]
struct MemoryDisk {
    kept: BTreeSet<Name>,
    memory: Option<Secret>,
    to_send: Vec<Object>,
}

impl Disk for MemoryDisk {
    type Error = Infallible;

    fn save(&mut self, firm: &mut Firm) -> Result<(), Infallible> {
        self.kept.extend(firm.objects().map(|object| object.name));
        self.memory = Some(firm.memory());
        Ok(())
    }

    fn to_send(&mut self) -> Result<Vec<Object>, Infallible> {
        Ok(self.to_send.clone())
    }

    fn sent(&mut self, count: usize) -> Result<(), Infallible> {
        self.to_send.drain(..count);
        Ok(())
    }
}

impl Bench {
    fn open(url: &str) -> Result<Self> {
        let sign_in = std::env::var("SIXBOARD_BENCH_SIGN_IN").ok();
        let sign_in = sign_in.map(|text| SecretText::copy_of(&text));
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let inside = runtime.enter();
        let store: Arc<dyn Store> =
            AnyStore.open(url, sign_in.as_ref()).map_err(|error| anyhow!("{url}: {error:?}"))?;
        drop(inside);
        let (disk, entropy) = (MemoryDisk::default(), SystemEntropy::new());
        Ok(Self { runtime, store: Counted::new(store), disk, entropy })
    }

    fn wait<T, E>(&self, work: impl Future<Output = Result<T, E>>) -> Result<T>
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        Ok(self.runtime.block_on(work)?)
    }

    fn receive(&mut self, firm: &mut Firm, now: Time) -> Result<Received> {
        let work = steps::receive(firm, &self.store, &mut self.disk, now, &quiet);
        Ok(self.runtime.block_on(work)?)
    }

    /// Keeps what was written, puts back what the store lost, and sends, as a use case does.
    fn give(&mut self, firm: &mut Firm, received: &Received, objects: Vec<Object>) -> Result<()> {
        let Ok(()) = self.disk.save(firm);
        self.disk.to_send.extend(objects);
        let (store, disk) = (&self.store, &mut self.disk);
        let lost =
            self.runtime.block_on(steps::heal(firm, store, disk, &received.listing, &quiet))?;
        ensure!(lost.is_empty(), "the store has lost {lost:?}");
        self.runtime.block_on(steps::send(store, disk, [1; 16], &quiet))?;
        Ok(())
    }

    /// The first administrator's device, as its program begins.
    fn administrator(&self, kept: &Kept) -> Result<Firm> {
        let mut objects = kept.objects()?;
        objects.retain(|object| matches!(object.name, Name::Entry(..) | Name::Blob(_)));
        let objects = objects.into_iter().map(|object| (object.name, object.bytes));
        let mut firm = Firm::restore(Seeds::derive(0)?.keys()?, &kept.memory()?, objects)?;
        ensure!(firm.rank().is_some(), "the administrator is none");
        Ok(firm)
    }

    fn open_firm(&mut self, kept: &Kept) -> Result<()> {
        let meter = Meter::start();
        let mut firm = self.administrator(kept)?;
        firm.state();
        meter.read().tell("open", Counts::default())
    }

    fn first_sync(&mut self, kept: &Kept) -> Result<()> {
        let secret = InviteSecret::read(&kept.code()?)?;
        let offer = self.read(&Name::Offer(secret.id()))?;
        let welcome = self.read(&Name::Welcome(secret.id()))?;
        let joining = Joining::open(secret, &offer, NOW)?;
        let mut firm = joining.welcome(&welcome, Seeds::derive(NEWCOMER)?.keys()?)?;
        self.store.take();
        let meter = Meter::start();
        self.receive(&mut firm, NOW)?;
        meter.read().tell("first-sync", self.store.take())?;
        ensure!(firm.alarms().next().is_none(), "{:?}", firm.alarms().collect::<Vec<_>>());
        opens_all(&mut firm)?;
        let meter = Meter::start();
        self.receive(&mut firm, Time(NOW.0 + 60))?;
        meter.read().tell("look-of-staff", self.store.take())
    }

    /// A look of an administrator's device that finds nothing new.
    fn look(&mut self, kept: &Kept) -> Result<()> {
        let mut firm = self.administrator(kept)?;
        self.receive(&mut firm, NOW)?;
        self.store.take();
        let meter = Meter::start();
        let received = self.receive(&mut firm, Time(NOW.0 + 60))?;
        meter.read().tell("look", self.store.take())?;
        ensure!(received.count == 0, "{} objects came", received.count);
        Ok(())
    }

    /// What a device asks between two looks, from opening the store on.
    fn idle(&mut self, url: &str) -> Result<()> {
        let before = self.runtime.block_on(Hint::read(&self.store))?;
        let meter = Meter::start();
        let bench = Self::open(url)?;
        let now = bench.runtime.block_on(Hint::read(&bench.store))?;
        meter.read().tell("idle", bench.store.take())?;
        ensure!(now == before, "the hint has changed");
        Ok(())
    }

    fn new_key(&mut self, kept: &Kept) -> Result<()> {
        let mut firm = self.administrator(kept)?;
        let accounts: Vec<AccountId> = firm.state().accounts.keys().copied().collect();
        let account = accounts[accounts.len() / 2];
        // The first makes a new key of the team: somebody left since it got its present one.
        for (name, key) in [("new-key-after-removal", 1), ("new-key", 2)] {
            self.store.take();
            let meter = Meter::start();
            let received = self.receive(&mut firm, NOW)?;
            let key = Secret::new(vec![key; 20]);
            let mut ctx = Context { entropy: &mut self.entropy, now: NOW };
            let (_, objects) = firm.new_key(account, &key, &mut ctx)?;
            self.give(&mut firm, &received, objects)?;
            meter.read().tell(name, self.store.take())?;
        }
        Ok(())
    }

    fn remove(&mut self, kept: &Kept) -> Result<()> {
        let mut firm = self.administrator(kept)?;
        let people = firm.state().people.len();
        let person = town::leaver(&mut firm, people)?;
        self.store.take();
        let meter = Meter::start();
        let received = self.receive(&mut firm, NOW)?;
        let removal = Removal {
            targets: vec![Target::Person(person)],
            cuts: BTreeMap::new(),
            reason: "left".to_owned(),
        };
        let mut ctx = Context { entropy: &mut self.entropy, now: NOW };
        let objects = firm.remove(&removal, &mut ctx)?;
        let must_replace = firm.must_replace().len();
        self.give(&mut firm, &received, objects)?;
        meter.read().tell("remove", self.store.take())?;
        ensure!(must_replace > 0, "the leaver could see nothing");
        Ok(())
    }

    /// Somebody leaves a firm with a long past: what is derived then, without the store.
    fn leaver(&mut self, kept: &Kept) -> Result<()> {
        let mut firm = self.administrator(kept)?;
        let here = firm.state().people.values().filter(|one| one.stopped.is_none()).count();
        // As many came as left, but for the one that every firm has lost.
        let person = town::leaver(&mut firm, here + 1)?;
        let removal = Removal {
            targets: vec![Target::Person(person)],
            cuts: BTreeMap::new(),
            reason: "left".to_owned(),
        };
        let mut ctx = Context { entropy: &mut self.entropy, now: NOW };
        firm.remove(&removal, &mut ctx)?;
        firm.state();
        let told = |name, meter: Meter| meter.read().tell(name, Counts::default());
        let meter = Meter::start();
        let must = firm.must_replace();
        told("must-replace", meter)?;
        let meter = Meter::start();
        let had = firm.could_have(Target::Person(person));
        told("could-have", meter)?;
        let account = must.first().context("nothing is to be replaced")?.account;
        let meter = Meter::start();
        let could = firm.who_could(account, None);
        told("who-could", meter)?;
        let meter = Meter::start();
        let then = firm.who_could(account, Some(Time(NOW.0 - 5 * 365 * 24 * 3600)));
        told("who-could-then", meter)?;
        ensure!(!had.is_empty() && !could.is_empty() && !then.is_empty(), "nobody had a key");
        Ok(())
    }

    fn read(&self, of: &Name) -> Result<Vec<u8>> {
        let found = self.wait(self.store.get(&name(of)?))?;
        Ok(found.context("it is not in the store")?.to_vec())
    }
}

/// Makes sure that a device can open every account of its person's teams.
fn opens_all(firm: &mut Firm) -> Result<()> {
    let me = firm.device();
    let state = firm.state();
    let mine = state.accounts.keys().filter(|id| state.may_use(me, **id));
    let mine: Vec<VersionRef> = mine
        .flat_map(|id| {
            state.heads(*id).into_iter().map(|version| VersionRef { account: *id, version })
        })
        .collect();
    ensure!(!mine.is_empty(), "the new device has no account");
    mine.into_iter().try_for_each(|at| firm.open_secret(at).map(drop))?;
    Ok(())
}

fn name(of: &Name) -> Result<store::Name> {
    Ok(store::Name::parse(&of.to_string())?)
}

/// Nobody watches how far a step is.
fn quiet(_: usize, _: usize) {}

//! What goes to and fro between this device and the firm's folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use ledger::{Context, DeviceId, Name, Object, Seq, ShortHash, Time};
use seal::{Entropy, SystemEntropy};

use super::desk::{Beside, Desk};
use super::reach::Reach;
use crate::error::Result;
use crate::view::DoneView;
use crate::{App, Error, Event};

/// A device says at least so often that it is there.
const ACK_EVERY: u64 = 24 * 3600;

/// The longest random wait before others step in, in seconds.
const JITTER: u64 = 300;

impl App {
    /// Takes in what is new in the folder, keeps it, and puts back what the folder lost. Returns
    /// how many objects came.
    ///
    /// # Errors
    /// When the folder cannot be reached, and `firm.removed` when this device is out.
    pub(crate) fn receive(&self, desk: &mut Desk, reach: &Reach) -> Result<usize> {
        let now = Time(self.now());
        let listed = reach.list()?;
        let mut came = self.fetch_entries(desk, reach, &listed, now)?;
        if !desk.firm.is_removed() {
            came += self.fetch_wanted(desk, reach, now)?;
            // An ack asks for no answer: two devices would answer each other for ever.
            self.fetch_acks(desk, reach, &listed, now)?;
        }
        desk.firm.watch(&last_listed(&listed), now);
        desk.notes.synced_at = Some(now.0);
        self.keep_firm(desk, &[], Beside::default())?;
        if desk.firm.is_removed() {
            self.take_keys(desk)?;
            self.forget_sealed_keys(desk)?;
            return Err(Error::new("firm.removed"));
        }
        self.restock(desk, reach, &listed)?;
        Ok(came)
    }

    /// Puts right what is this device's to put right, and says what it has. All of it is kept;
    /// nothing is put into the folder yet.
    pub(crate) fn tend(&self, desk: &mut Desk, came: usize) -> Result<()> {
        let mut entropy = SystemEntropy::new();
        let jitter = jitter(&mut entropy)?;
        let now = Time(self.now());
        // What others were to put right first has been seen before: the waiting went on meanwhile.
        if let Some(since) = desk.notes.needed_since {
            desk.firm.reconcile(Time(since), jitter);
        }
        let mut ctx = Context { entropy: &mut entropy, now };
        let mut objects = match desk.firm.rank() {
            Some(_) => desk.firm.repair_due(jitter, &mut ctx)?,
            None => Vec::new(),
        };
        let needed = !desk.firm.reconcile(now, jitter).is_empty();
        let since = desk.notes.needed_since.unwrap_or(now.0);
        desk.notes.needed_since = needed.then_some(since);
        if came > 0 || !objects.is_empty() || is_ack_due(desk, now) {
            objects.push(desk.firm.ack(env!("CARGO_PKG_VERSION"), &mut ctx)?);
        }
        self.keep_firm(desk, &objects, Beside::default())
    }

    /// Puts what waits into the folder, in order. Returns how much that was.
    pub(crate) fn send(&self, desk: &mut Desk, reach: &Reach) -> Result<usize> {
        let waiting = self.with_vault(|vault| Ok(vault.outgoing()?))?;
        let total = waiting.len();
        let mut sent = Vec::new();
        let mut failed = None;
        for (index, one) in waiting.into_iter().enumerate() {
            if let Err(error) = self
                .go_on(index, total)
                .and_then(|()| reach.put(&one.object.name, one.object.bytes))
            {
                failed = Some(error);
                break;
            }
            sent.push(one.number);
        }
        let count = sent.len();
        if count > 0 {
            let hint: [u8; 16] = seal::make_bytes(&mut SystemEntropy::new())
                .map_err(|error| Error::new("bug.unexpected").because(error))?;
            // Only saves others a look.
            let _ = reach.put(&Name::Hint.to_string(), hint.to_vec());
            self.keep_firm(desk, &[], Beside { sent, ..Beside::default() })?;
        }
        failed.map_or(Ok(count), Err)
    }

    fn fetch_entries(
        &self,
        desk: &mut Desk,
        reach: &Reach,
        listed: &BTreeSet<Name>,
        now: Time,
    ) -> Result<usize> {
        let wanted: Vec<&Name> = listed
            .iter()
            .filter(|name| matches!(name, Name::Team | Name::Entry(..)))
            .filter(|name| !desk.firm.holds(name))
            .collect();
        let mut came = 0;
        for (index, name) in wanted.iter().enumerate() {
            self.go_on(index, wanted.len())?;
            came += usize::from(take_in(desk, reach, name, now)?);
        }
        Ok(came)
    }

    /// Fetches what the log names, until nothing more comes.
    fn fetch_wanted(&self, desk: &mut Desk, reach: &Reach, now: Time) -> Result<usize> {
        let (mut came, mut tried) = (0, BTreeSet::new());
        loop {
            let wanted: Vec<Name> =
                desk.firm.wanted().into_iter().filter(|name| !tried.contains(name)).collect();
            if wanted.is_empty() {
                return Ok(came);
            }
            for (index, name) in wanted.iter().enumerate() {
                self.go_on(index, wanted.len())?;
                came += usize::from(take_in(desk, reach, name, now)?);
            }
            tried.extend(wanted);
        }
    }

    fn fetch_acks(
        &self,
        desk: &mut Desk,
        reach: &Reach,
        listed: &BTreeSet<Name>,
        now: Time,
    ) -> Result<()> {
        let me = desk.firm.device();
        for name in listed.iter().filter(|name| matches!(name, Name::Ack(by) if *by != me)) {
            take_in(desk, reach, name, now)?;
        }
        Ok(())
    }

    /// Puts what is held here and missing in the folder back.
    fn restock(&self, desk: &mut Desk, reach: &Reach, listed: &BTreeSet<Name>) -> Result<()> {
        let waiting = self.with_vault(|vault| Ok(vault.outgoing()?))?;
        let waiting: BTreeSet<Name> =
            waiting.iter().filter_map(|one| Name::parse(&one.object.name)).collect();
        let first = ShortHash::of(desk.firm.pin().genesis);
        let mut lost: Vec<Object> = desk.firm.objects().collect();
        let genesis = lost
            .iter()
            .find(|one| matches!(one.name, Name::Entry(_, Seq(1), short) if short == first))
            .map(|one| Object { name: Name::Team, bytes: one.bytes.clone() });
        lost.extend(genesis);
        lost.retain(|one| !listed.contains(&one.name) && !waiting.contains(&one.name));
        let total = lost.len();
        for (index, object) in lost.into_iter().enumerate() {
            self.go_on(index, total)?;
            reach.put(&object.name.to_string(), object.bytes)?;
        }
        Ok(())
    }

    /// Tells how far it is, and stops where the person said so.
    fn go_on(&self, done: usize, total: usize) -> Result<()> {
        if self.inner().stop_sync.load(Ordering::Relaxed) {
            return Err(Error::new("firm.stopped"));
        }
        let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
        if total > 20 {
            let (done, total) = (count(done + 1), count(total));
            self.tell(Event::Progress(DoneView { done, total, path: None }));
        }
        Ok(())
    }
}

/// Takes in one object; says whether it was there and of use.
fn take_in(desk: &mut Desk, reach: &Reach, name: &Name, now: Time) -> Result<bool> {
    let Some(bytes) = reach.get(name)? else { return Ok(false) };
    // What is wrong with it is among the alarms.
    let taken = desk.firm.intake(&name.to_string(), &bytes, now);
    Ok(matches!(taken, Ok(ledger::Outcome::Accepted | ledger::Outcome::Pending)))
}

fn last_listed(listed: &BTreeSet<Name>) -> BTreeMap<DeviceId, Seq> {
    let mut last = BTreeMap::new();
    for name in listed {
        if let Name::Entry(device, seq, _) = name {
            let known: &mut Seq = last.entry(*device).or_default();
            *known = (*known).max(*seq);
        }
    }
    last
}

fn is_ack_due(desk: &mut Desk, now: Time) -> bool {
    let me = desk.firm.device();
    let heads = desk.firm.heads();
    match desk.firm.acks().remove(&me) {
        Some(ack) => ack.vector != heads || now.since(ack.time) >= ACK_EVERY,
        None => true,
    }
}

fn jitter(entropy: &mut dyn Entropy) -> Result<u64> {
    let bytes: [u8; 8] =
        seal::make_bytes(entropy).map_err(|error| Error::new("bug.unexpected").because(error))?;
    Ok(u64::from_be_bytes(bytes) % JITTER)
}

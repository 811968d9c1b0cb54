//! What goes to and fro between this device and the firm's store.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Context, EpochId, Firm, Name, Object, Time};
use seal::{Entropy, SystemEntropy};
use vault::FirmId;

use super::desk::{Beside, Desk, Notes, id_of};
use super::reach::Reach;
use super::steps::{self, Disk, Hint, Listing, Received, SyncError};
use crate::error::Result;
use crate::view::DoneView;
use crate::{App, Error, Event};

/// A device says at least so often that it is there.
const ACK_EVERY: u64 = 24 * 3600;

/// The longest random wait before others step in, in seconds.
const JITTER: u64 = 300;

/// A log of an administrator's is packed by so many entries.
const PACK_FROM: u64 = 64;

/// Work of fewer objects is over before it is shown.
const SHOWN_FROM: usize = 20;

/// A store that was looked into.
pub(crate) struct Entered {
    pub reach: Reach,
    /// What its hint was before.
    pub hint: Hint,
    pub listing: Listing,
    /// How many objects came.
    pub came: usize,
}

/// The vault, as the steps of a sync see it.
struct VaultDisk<'a> {
    app: &'a App,
    firm: FirmId,
    notes: &'a Notes,
    kept: &'a mut BTreeSet<Name>,
    /// The numbers of what is to be sent, as the vault has them.
    numbers: Vec<i64>,
}

impl<'a> VaultDisk<'a> {
    fn new(app: &'a App, desk: (&Firm, &'a Notes, &'a mut BTreeSet<Name>)) -> Self {
        let (firm, notes, kept) = desk;
        Self { app, firm: id_of(firm), notes, kept, numbers: Vec::new() }
    }
}

impl Disk for VaultDisk<'_> {
    type Error = Error;

    fn save(&mut self, firm: &mut Firm) -> Result<()> {
        self.app.keep_replica(firm, (self.notes, self.kept), &[], Beside::default())
    }

    fn to_send(&mut self) -> Result<Vec<Object>> {
        let waiting = self.app.with_vault(|vault| Ok(vault.outgoing()?))?;
        self.numbers = waiting.iter().map(|one| one.number).collect();
        let read = waiting.into_iter().map(|one| {
            let name = Name::parse(&one.object.name).ok_or_else(|| Error::new("firm.damaged"))?;
            Ok(Object { name, bytes: one.object.bytes })
        });
        read.collect()
    }

    fn sent(&mut self, count: usize) -> Result<()> {
        let sent = self.numbers.drain(..count.min(self.numbers.len())).collect();
        self.app.forget_sent(self.firm, sent)
    }
}

impl App {
    /// Takes in what is new in the store, and keeps it.
    ///
    /// # Errors
    /// When the store cannot be reached, and `firm.removed` when this device is out.
    pub(crate) fn receive(&self, desk: &mut Desk, reach: &Reach) -> Result<Received> {
        let now = Time(self.now());
        let told = |done, total| self.tell_progress(done, total);
        let mut disk = VaultDisk::new(self, (&desk.firm, &desk.notes, &mut desk.kept));
        let work = steps::receive(&mut desk.firm, reach.store(), &mut disk, now, &told);
        let received = match self.until_stopped(reach, work) {
            Ok(received) => received?,
            Err(stopped) => {
                self.keep_firm(desk, &[], Beside::default())?;
                return Err(stopped);
            }
        };
        desk.notes.synced_at = Some(now.0);
        if desk.firm.is_removed() {
            self.keep_firm(desk, &[], Beside::default())?;
            let wiped = self.take_keys(desk);
            self.forget_sealed_keys(desk)?;
            wiped?;
            return Err(Error::new("firm.removed"));
        }
        Ok(received)
    }

    /// Reads all that is in the store again, and puts right what is damaged there. Returns how
    /// many objects were.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub(crate) fn reread(&self, desk: &Desk, reach: &Reach) -> Result<usize> {
        let told = |done, total| self.tell_progress(done, total);
        let work = steps::reread(&desk.firm, reach.store(), &told);
        Ok(self.until_stopped(reach, work)??.len())
    }

    /// Puts right what is this device's to put right, and says what it has. All of it is kept;
    /// nothing is put into the store yet.
    pub(crate) fn tend(&self, desk: &mut Desk, entered: &Entered) -> Result<()> {
        let mut entropy = SystemEntropy::new();
        let jitter = jitter(&mut entropy)?;
        let now = Time(self.now());
        let notes = &mut desk.notes;
        // What others were to put right first has been seen before: the waiting went on meanwhile.
        desk.firm.go_on_missing(&missed(notes), now);
        if let Some(since) = notes.needed_since {
            desk.firm.reconcile(Time(since), jitter);
        }
        let mut ctx = Context { entropy: &mut entropy, now };
        let mut objects = match desk.firm.rank() {
            Some(_) => desk.firm.repair_due(jitter, &mut ctx)?,
            None => Vec::new(),
        };
        let needed = !desk.firm.reconcile(now, jitter).is_empty();
        let since = notes.needed_since.unwrap_or(now.0);
        notes.needed_since = needed.then_some(since);
        notes.missed = desk.firm.missed().map(|(key, at)| (key.to_string(), at.0)).collect();
        if !entered.listing.is_part() {
            let listed = entered.listing.names().iter();
            objects.extend(desk.firm.pack(listed, PACK_FROM, &mut ctx)?);
        }
        if entered.came > 0 || !objects.is_empty() || is_ack_due(desk, now) {
            objects.push(desk.firm.ack(env!("CARGO_PKG_VERSION"), &mut ctx)?);
        }
        let documents = self.write_uses(desk, &mut objects, &mut ctx)?;
        self.keep_firm(desk, &objects, Beside { documents, ..Beside::default() })?;
        self.uses_are_written(now);
        Ok(())
    }

    /// Puts what the store lost back, and then what waits into it, in order. Returns how much
    /// waited.
    ///
    /// # Errors
    /// When the store does not take it: it waits on.
    pub(crate) fn give_to_store(&self, desk: &mut Desk, entered: &Entered) -> Result<usize> {
        let told = |done, total| self.tell_progress(done, total);
        let mut disk = VaultDisk::new(self, (&desk.firm, &desk.notes, &mut desk.kept));
        let (store, hint) = (entered.reach.store(), make_hint()?);
        let work = async {
            steps::heal(&desk.firm, store, &mut disk, &entered.listing, &told).await?;
            steps::send(store, &mut disk, hint, &told).await
        };
        Ok(self.until_stopped(&entered.reach, work)??)
    }

    /// Tells how far long work is.
    pub(crate) fn tell_progress(&self, done: usize, total: usize) {
        let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
        if total > SHOWN_FROM {
            let (done, total) = (count(done + 1), count(total));
            self.tell(Event::Progress(DoneView { done, total, path: None }));
        }
    }
}

impl From<SyncError<Error>> for Error {
    fn from(error: SyncError<Error>) -> Self {
        match error {
            SyncError::Store(error) => error.into(),
            SyncError::Disk(error) => error,
        }
    }
}

/// Bytes that say no more than that something changed.
pub(crate) fn make_hint() -> Result<[u8; 16]> {
    seal::make_bytes(&mut SystemEntropy::new())
        .map_err(|error| Error::new("bug.unexpected").because(error))
}

/// Since when the keys are missed that were missed before.
fn missed(notes: &Notes) -> BTreeMap<EpochId, Time> {
    let read = |(key, at): (&String, &u64)| Some((key.parse().ok()?, Time(*at)));
    notes.missed.iter().filter_map(read).collect()
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

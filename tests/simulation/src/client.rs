//! One device: its replica, its disk, its folder and its clock.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use futures_util::FutureExt;
use ledger::{DeviceId, DeviceKeys, Firm, Name, Object, Pin, Seq, Time, VersionRef};
use seal::{Entropy, make_secret};
use secret::Secret;

use crate::sync::{self, Disk, DiskError, SyncError};
use crate::view::View;

/// A disk that can die.
#[derive(Debug, Default)]
pub struct MemoryDisk {
    memory: Option<Secret>,
    objects: BTreeMap<Name, Vec<u8>>,
    to_send: VecDeque<Object>,
    /// The device dies in the call after so many.
    pub calls_left: Option<usize>,
}

/// The seeds of a device's private keys, as its keyring keeps them.
#[derive(Debug)]
pub struct Seeds([Secret; 2]);

/// A device.
#[derive(Debug)]
pub struct Client {
    /// What the story calls it.
    pub name: String,
    /// Its id.
    pub device: DeviceId,
    /// Its replica; none while it is switched off.
    pub firm: Option<Firm>,
    /// What it keeps.
    pub disk: MemoryDisk,
    /// What it sees of the store.
    pub view: View,
    /// How far its clock is off, in seconds.
    pub skew: i64,
    /// Its disk was put back, or lost, at some time: it may write a number twice.
    pub put_back: bool,
    /// All that it ever could open.
    pub opened: BTreeSet<VersionRef>,
    /// The last numbers that it ever knew.
    pub heads: BTreeMap<DeviceId, Seq>,
    pin: Pin,
    seeds: Seeds,
    backups: Vec<MemoryDisk>,
}

/// What became of a step.
#[derive(Debug)]
pub enum Done<T> {
    /// It was taken.
    Yes(T),
    /// The device died in it.
    Died,
}

impl MemoryDisk {
    fn call(&mut self) -> bool {
        match self.calls_left {
            Some(0) => false,
            Some(left) => {
                self.calls_left = Some(left - 1);
                true
            }
            None => true,
        }
    }

    fn duplicate(&self) -> Self {
        Self {
            memory: self.memory.as_ref().map(Secret::duplicate),
            objects: self.objects.clone(),
            to_send: self.to_send.clone(),
            calls_left: None,
        }
    }
}

impl Disk for MemoryDisk {
    fn save(&mut self, firm: &mut Firm, to_send: &[Object]) -> Result<(), DiskError> {
        if !self.call() {
            return Err(DiskError);
        }
        self.memory = Some(firm.memory());
        for object in firm.objects() {
            self.objects.entry(object.name).or_insert(object.bytes);
        }
        self.to_send.extend(to_send.iter().cloned());
        Ok(())
    }

    fn to_send(&self) -> Vec<Object> {
        self.to_send.iter().cloned().collect()
    }

    fn sent(&mut self) -> Result<(), DiskError> {
        if !self.call() {
            return Err(DiskError);
        }
        self.to_send.pop_front();
        Ok(())
    }
}

impl Seeds {
    /// Makes those of a new device.
    pub fn make(entropy: &mut dyn Entropy) -> Self {
        let mut make = || match make_secret(entropy, 32) {
            Ok(seed) => seed,
            Err(_) => unreachable!("a seed gives bytes without end"),
        };
        Self([make(), make()])
    }

    /// Returns the keys.
    pub fn keys(&self) -> DeviceKeys {
        let [sign, kem] = &self.0;
        match DeviceKeys::derive(sign, kem) {
            Some(keys) => keys,
            None => unreachable!("both seeds have 32 bytes"),
        }
    }
}

impl Client {
    /// Returns a device with its replica.
    pub fn new(name: &str, seeds: Seeds, firm: Firm, view: View) -> Self {
        Self {
            name: name.to_owned(),
            device: firm.device(),
            pin: firm.pin(),
            firm: Some(firm),
            disk: MemoryDisk::default(),
            view,
            skew: 0,
            put_back: false,
            opened: BTreeSet::new(),
            heads: BTreeMap::new(),
            seeds,
            backups: Vec::new(),
        }
    }

    /// Its keys.
    pub fn keys(&self) -> DeviceKeys {
        self.seeds.keys()
    }

    /// The time by its clock.
    pub fn clock(&self, now: Time) -> Time {
        Time(now.0.saturating_add_signed(self.skew))
    }

    /// Switches the device on, from what it kept.
    pub fn firm(&mut self) -> &mut Firm {
        if self.firm.is_none() {
            self.firm = Some(self.start());
        }
        match &mut self.firm {
            Some(firm) => firm,
            None => unreachable!("it was switched on above"),
        }
    }

    /// Lists, fetches, keeps, heals and sends.
    pub fn sync(&mut self, now: Time, is_thorough: Thorough) -> Done<Vec<Name>> {
        let now = self.clock(now);
        self.firm();
        let (Some(firm), view, disk) = (&mut self.firm, &self.view, &mut self.disk) else {
            return Done::Died;
        };
        let steps = async {
            let listing = sync::receive(firm, view, disk, now).await?;
            let mut healed = Vec::new();
            if firm.rank().is_some() {
                healed = sync::heal(firm, view, disk, &listing).await?;
                sync::pack(firm, disk, &listing, now)?;
                if is_thorough == Thorough::Yes {
                    healed.extend(sync::reread(firm, view).await?);
                }
            }
            sync::send(view, disk).await?;
            Ok::<_, SyncError>(healed)
        };
        let ended = steps.now_or_never();
        self.settle(ended)
    }

    /// Keeps what was written, then sends it.
    pub fn publish(&mut self, objects: &[Object]) -> Done<()> {
        self.firm();
        let (Some(firm), view, disk) = (&mut self.firm, &self.view, &mut self.disk) else {
            return Done::Died;
        };
        let steps = async {
            disk.save(firm, objects)?;
            sync::send(view, disk).await
        };
        let ended = steps.now_or_never();
        self.settle(ended)
    }

    /// Switches it off at once.
    pub fn crash(&mut self) {
        self.firm = None;
        self.disk.calls_left = None;
        self.view.die_after(None);
    }

    /// Somebody copies its disk.
    pub fn back_up(&mut self) {
        self.backups.push(self.disk.duplicate());
    }

    /// Somebody puts the disk back to a copy of `index`; nothing without one.
    pub fn put_back(&mut self, index: usize) -> bool {
        let Some(backup) = self.backups.get(index) else { return false };
        self.disk = backup.duplicate();
        self.forget();
        true
    }

    /// How many copies of its disk there are.
    pub fn backups(&self) -> usize {
        self.backups.len()
    }

    /// The disk is lost, the keyring is not.
    pub fn lose_disk(&mut self) {
        self.disk = MemoryDisk::default();
        self.forget();
    }

    fn forget(&mut self) {
        self.crash();
        self.put_back = true;
        self.opened.clear();
        self.heads.clear();
    }

    fn start(&self) -> Firm {
        let Some(memory) = &self.disk.memory else {
            return Firm::replica(self.pin, self.keys(), Vec::new());
        };
        let kept = self.disk.objects.iter().map(|(name, bytes)| (name.clone(), bytes.clone()));
        match Firm::restore(self.keys(), memory, kept) {
            Ok(firm) => firm,
            Err(error) => unreachable!("{}: {error}", self.name),
        }
    }

    /// `None`: the device died while it waited for the store.
    fn settle<T>(&mut self, ended: Option<Result<T, SyncError>>) -> Done<T> {
        match ended {
            Some(Ok(done)) => Done::Yes(done),
            Some(Err(_)) | None => {
                self.crash();
                Done::Died
            }
        }
    }
}

/// Whether a sync reads all again that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thorough {
    /// It does.
    Yes,
    /// It goes by the listing.
    No,
}

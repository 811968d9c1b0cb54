//! What a replica keeps between runs, beside the objects it accepted.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};
use secret::Secret;
use zeroize::Zeroize;

use crate::ack::Held;
use crate::alarm::Alarm;
use crate::cbor;
use crate::entry::Object;
use crate::firm::{DeviceKeys, Firm, Pin};
use crate::ids::{DeviceId, EpochId, FirmId, GroupId, Hash, LogPoint, Time};
use crate::names::Name;

/// What was kept cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the firm's memory on this device is damaged")]
pub struct MemoryError;

#[derive(Encode, Decode)]
#[cbor(map)]
struct Memory {
    #[n(0)]
    format: u8,
    #[n(1)]
    firm: FirmId,
    #[n(2)]
    genesis: Hash,
    #[n(3)]
    everyone: Vec<KeptKey>,
    #[n(4)]
    acks: BTreeMap<DeviceId, Held>,
    #[n(5)]
    ahead: BTreeMap<LogPoint, Time>,
    #[n(6)]
    alarms: Vec<Alarm>,
    #[n(7)]
    dismissed: Vec<Alarm>,
    #[n(8)]
    heads: Vec<LogPoint>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct KeptKey {
    #[n(0)]
    epoch: EpochId,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    key: [u8; 32],
}

impl Drop for KeptKey {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl Firm {
    /// Bytes to keep, sealed, beside every object that was accepted or written. They hold keys of
    /// everyone; no secret key of an account and no key of this device.
    pub fn memory(&mut self) -> Secret {
        self.settle();
        let doors =
            self.doors.iter().flat_map(|(epoch, keys)| keys.iter().map(|key| (*epoch, key)));
        let settled = self.ring.of(GroupId::EVERYONE);
        let everyone = settled
            .chain(doors)
            .filter_map(|(epoch, key)| Some(KeptKey { epoch, key: key.expose().try_into().ok()? }));
        let memory = Memory {
            format: 1,
            firm: self.pin.firm,
            genesis: self.pin.genesis,
            everyone: everyone.collect(),
            acks: self.acks.acks.clone(),
            ahead: self.acks.ahead.clone(),
            alarms: self.alarms.iter().copied().collect(),
            dismissed: self.dismissed.iter().copied().collect(),
            heads: self.heads(),
        };
        Secret::new(cbor::to_vec(&memory))
    }

    /// Brings a replica back from what it kept: its memory, and the objects it accepted, by name
    /// and bytes. All of it is checked again.
    ///
    /// # Errors
    /// [`MemoryError`] also when objects are missing that the memory knows of: the database was
    /// put back, or lost rows. Nothing is written in such a state; sync anew.
    pub fn restore(
        keys: DeviceKeys,
        memory: &Secret,
        objects: impl IntoIterator<Item = (Name, Vec<u8>)>,
    ) -> Result<Self, MemoryError> {
        let memory: Memory = cbor::from_slice(memory.expose()).map_err(|_| MemoryError)?;
        if memory.format != 1 {
            return Err(MemoryError);
        }
        let pin = Pin { firm: memory.firm, genesis: memory.genesis };
        let kept = memory.everyone.iter();
        let everyone = kept.map(|kept| (kept.epoch, Secret::copy_of(&kept.key))).collect();
        let mut firm = Self::replica(pin, keys, everyone);
        let objects: Vec<Object> =
            objects.into_iter().map(|(name, bytes)| Object { name, bytes }).collect();
        firm.take_own(&objects, Time(0));
        if !memory.heads.iter().all(|head| firm.book.find(head.hash).is_some()) {
            return Err(MemoryError);
        }
        firm.acks.acks = memory.acks;
        firm.acks.ahead = memory.ahead;
        firm.alarms.extend(memory.alarms);
        firm.dismissed = BTreeSet::from_iter(memory.dismissed);
        Ok(firm)
    }
}

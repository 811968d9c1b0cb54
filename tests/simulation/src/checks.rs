//! What must hold, whatever the stores do.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use ledger::{AccountId, Alarm, DeviceId, Firm, KeyId, LogPoint, Time, VersionRef};
use memchr::memmem;
use store::Name;

use crate::acts::CANARY;
use crate::client::Client;

/// What really happened, which no device knows as a whole.
#[derive(Debug, Default)]
pub struct Facts {
    /// Which secret keys each device could open at some time.
    pub opened: BTreeMap<DeviceId, BTreeSet<VersionRef>>,
    /// Which group keys each device held at some time.
    pub held: BTreeMap<DeviceId, BTreeSet<KeyId>>,
    /// The devices that the author of a secret key knew to be stopped, with the stop.
    pub shut: BTreeMap<VersionRef, BTreeMap<DeviceId, LogPoint>>,
}

/// A property that was not kept, and how.
pub type Broken = String;

impl Facts {
    /// Notes what a device can open now, and what the author of `version` knows.
    pub fn note(&mut self, client: &mut Client, version: Option<VersionRef>) {
        let device = client.device;
        let Some(firm) = &mut client.firm else { return };
        let opened = opened(firm);
        self.opened.entry(device).or_default().extend(opened.iter().copied());
        self.held.entry(device).or_default().extend(firm.group_keys());
        if let Some(version) = version {
            let devices = firm.state().devices.iter();
            let shut = devices.filter_map(|(id, device)| Some((*id, device.stopped.as_ref()?.by)));
            self.shut.insert(version, shut.collect());
        }
    }

    /// Checks one device after each of its steps.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn check(&self, client: &mut Client) -> Result<(), Broken> {
        let name = client.name.clone();
        let (heads, opened) = (client.heads.clone(), client.opened.clone());
        let Some(firm) = &mut client.firm else { return Ok(()) };
        no_head_goes_back(&name, firm, &heads)?;
        no_secret_is_lost(&name, firm, &opened)?;
        self.no_receipt_overstates(&name, firm)
    }

    /// S7: whoever is said to have a secret key had it.
    fn no_receipt_overstates(&self, name: &str, firm: &mut Firm) -> Result<(), Broken> {
        for at in heads_of_accounts(firm) {
            for device in firm.receipts(at).have {
                if !self.opened.get(&device).is_some_and(|opened| opened.contains(&at)) {
                    return Err(format!("S7: {name} believes that {device} has {at:?}"));
                }
            }
        }
        Ok(())
    }

    /// S2 and S5, when all know all: who left opens no secret key that was made in the knowledge of
    /// it and holds no group key that was, and what who has no right can open is marked.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn check_leavers(&self, firm: &mut Firm) -> Result<(), Broken> {
        let marked: BTreeSet<AccountId> =
            firm.must_replace().into_iter().map(|one| one.account).collect();
        let heads: BTreeSet<VersionRef> = heads_of_accounts(firm).into_iter().collect();
        let state = firm.state().clone();
        for (device, held) in &self.held {
            let stop = state.devices.get(device).and_then(|one| Some(one.stopped.as_ref()?.by));
            let known = held.iter().filter_map(|(group, id)| state.epochs.get(group)?.get(id));
            let mut knowing = known.filter(|epoch| stop.is_some_and(|at| firm.knew(epoch.by, at)));
            if let Some(epoch) = knowing.next() {
                return Err(format!(
                    "S2: {device} was stopped and holds the key of {:?}",
                    epoch.by
                ));
            }
        }
        for (device, opened) in &self.opened {
            let stop = state.devices.get(device).and_then(|one| Some(one.stopped.as_ref()?.by));
            for at in opened {
                let known = self.shut.get(at).and_then(|shut| shut.get(device));
                if stop.is_some() && known == stop.as_ref() {
                    return Err(format!("S2: {device} was stopped and opens {at:?}"));
                }
                let is_out = !state.may_use(*device, at.account);
                if is_out && heads.contains(at) && !marked.contains(&at.account) {
                    return Err(format!("S5: {device} is out, opens {at:?}, and nobody is warned"));
                }
            }
        }
        Ok(())
    }
}

/// S1: the store holds no secret key, no label and no name.
///
/// # Errors
/// [`Broken`].
pub fn nothing_is_in_the_clear(store: &BTreeMap<Name, Bytes>) -> Result<(), Broken> {
    let finder = memmem::Finder::new(CANARY);
    match store.iter().find(|(_, bytes)| finder.find(bytes).is_some()) {
        Some((name, _)) => Err(format!("S1: {name} holds something in the clear")),
        None => Ok(()),
    }
}

/// S1 for keys of everyone, which a replica's memory holds.
///
/// # Errors
/// [`Broken`].
pub fn no_group_key_is_in_the_clear(
    firm: &mut Firm,
    store: &BTreeMap<Name, Bytes>,
) -> Result<(), Broken> {
    let memory = firm.memory();
    for key in everyone_keys(memory.expose()) {
        let finder = memmem::Finder::new(key);
        if let Some((name, _)) = store.iter().find(|(_, bytes)| finder.find(bytes).is_some()) {
            return Err(format!("S1: {name} holds a key of everyone"));
        }
    }
    Ok(())
}

/// All is as it should be for one who may repair, and all who may have a secret key have it. Of the
/// devices `put_back`, which forgot how far they had counted, those are excused whose receipts are
/// told to have gone back: they are taken again once they have caught up.
///
/// # Errors
/// [`Broken`].
pub fn all_is_well(
    name: &str,
    firm: &mut Firm,
    now: Time,
    put_back: &BTreeSet<DeviceId>,
) -> Result<(), Broken> {
    let needed = firm.reconcile(now, 0);
    if !needed.is_empty() {
        return Err(format!("{name} still has to repair {needed:?}"));
    }
    for at in heads_of_accounts(firm) {
        let mut lack = firm.receipts(at).lack;
        lack.retain(|device, _| {
            let went_back = firm.alarms().any(|alarm| *alarm == Alarm::AckWentBack(*device));
            !(went_back && put_back.contains(device))
        });
        if !lack.is_empty() {
            return Err(format!("{name} has no receipt for {at:?} of {lack:?}"));
        }
    }
    Ok(())
}

/// The secret keys in use.
pub fn heads_of_accounts(firm: &mut Firm) -> Vec<VersionRef> {
    let state = firm.state();
    let accounts = state.accounts.keys();
    accounts
        .flat_map(|account| {
            let heads = state.heads(*account).into_iter();
            heads.map(|version| VersionRef { account: *account, version })
        })
        .collect()
}

/// What a replica can open, of all that was ever there.
pub fn opened(firm: &mut Firm) -> BTreeSet<VersionRef> {
    let accounts = firm.state().accounts.iter();
    let all: Vec<VersionRef> = accounts
        .flat_map(|(account, one)| {
            one.versions.keys().map(|version| VersionRef { account: *account, version: *version })
        })
        .collect();
    all.into_iter().filter(|at| firm.open_secret(*at).is_ok()).collect()
}

/// S6: what a device knew of a log it knows for ever.
fn no_head_goes_back(
    name: &str,
    firm: &Firm,
    before: &BTreeMap<DeviceId, ledger::Seq>,
) -> Result<(), Broken> {
    let now: BTreeMap<_, _> =
        firm.heads().into_iter().map(|point| (point.device, point.seq)).collect();
    for (device, seq) in before {
        if now.get(device).is_none_or(|here| here < seq) {
            return Err(format!(
                "S6: {name} knew {device} up to {seq:?}, now {:?}",
                now.get(device)
            ));
        }
    }
    Ok(())
}

/// S8: a secret key that a device could open it can open as long as it is in the log.
fn no_secret_is_lost(
    name: &str,
    firm: &mut Firm,
    before: &BTreeSet<VersionRef>,
) -> Result<(), Broken> {
    for at in before {
        let accounts = &firm.state().accounts;
        let is_known =
            accounts.get(&at.account).is_some_and(|one| one.versions.contains_key(&at.version));
        if is_known && firm.open_secret(*at).is_err() {
            return Err(format!("S8: {name} could open {at:?} and cannot any more"));
        }
    }
    Ok(())
}

/// The keys in a memory's list of [epoch, key]: an array of two, 16 bytes, 32 bytes.
fn everyone_keys(memory: &[u8]) -> impl Iterator<Item = &[u8]> {
    memory.windows(52).filter_map(|window| {
        let is_pair = window.starts_with(&[0x82, 0x50]) && window[18..20] == [0x58, 0x20];
        is_pair.then(|| &window[20..])
    })
}

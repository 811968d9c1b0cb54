//! Using the recovery kit: for what nobody in the firm can do. Every device is told of it.

use std::collections::BTreeMap;

use ledger::{Context, Firm, Object, Removal, Time};
use seal::SystemEntropy;
use secret::SecretText;

use super::desk::{Beside, Desk, apart};
use super::invite::done;
use super::kit::{read, take_all};
use super::names::person;
use super::people::{Leaver, target};
use super::status::must_replace;
use super::steps::{self, Disk};
use super::views::{Done, RoleView};
use crate::error::Result;
use crate::{App, Error};

/// What the kit is used for.
#[derive(Debug, Clone)]
pub enum KitAct {
    /// Removing somebody, however senior.
    Remove(Leaver, String),
    /// Making somebody of the firm an administrator.
    Appoint(String),
}

/// The kit keeps nothing: what it knows is fetched anew each time.
pub(crate) struct Nowhere;

impl Disk for Nowhere {
    type Error = Error;

    fn save(&mut self, _: &mut Firm) -> Result<()> {
        Ok(())
    }

    fn to_send(&mut self) -> Result<Vec<Object>> {
        Ok(Vec::new())
    }

    fn sent(&mut self, _: usize) -> Result<()> {
        Ok(())
    }
}

impl App {
    /// Does with the recovery kit what nobody in the firm can do. Any device of the firm will do.
    /// Returns the labels of the accounts whose key is to be replaced.
    ///
    /// # Errors
    /// When the sheets are not this firm's kit, or there is no such person or device.
    pub fn use_kit(&self, sheets: [&SecretText; 2], act: &KitAct) -> Result<Done<Vec<String>>> {
        let kit = read(sheets)?;
        let mut desk = self.open_desk()?;
        let entered = apart(self.enter_store(&mut desk))?;
        if !desk.firm.is_kit(&kit) {
            return Err(Error::new("kit.other"));
        }
        let mut as_kit = Firm::replica(desk.firm.pin(), kit.keys(), Vec::new());
        let now = Time(self.now());
        take_all(&mut as_kit, &desk.firm, now);
        if let Ok(entered) = &entered {
            // What only the kit opens may never have come to this device.
            let told = |done, total| self.tell_progress(done, total);
            let mut disk = Nowhere;
            let store = entered.reach.store();
            let work = steps::receive(&mut as_kit, store, &mut disk, now, &told);
            self.until_stopped(&entered.reach, work)??;
        }
        let mut entropy = SystemEntropy::new();
        let objects = act.done_by(&mut as_kit, &mut Context { entropy: &mut entropy, now })?;
        let labels = self.take_over(&mut desk, &objects, now)?;
        let unsent = match entered {
            Ok(entered) => apart(self.give_to_store(&mut desk, &entered))?.err(),
            Err(error) => Some(error),
        };
        // It is done. Keys that are not taken now come with a sync that says why not.
        if self.administrator_must_be_protected(&mut desk.firm).is_ok() {
            let _ = self.take_keys(&mut desk);
        }
        Ok(done(labels, unsent))
    }

    /// Keeps what the kit wrote, to be sent from this device.
    fn take_over(&self, desk: &mut Desk, objects: &[Object], now: Time) -> Result<Vec<String>> {
        for object in objects {
            // What is wrong with it would be among the alarms.
            let _ = desk.firm.intake(&object.name.to_string(), &object.bytes, now);
        }
        self.keep_firm(desk, objects, Beside::default())?;
        Ok(must_replace(&mut desk.firm))
    }
}

impl KitAct {
    fn done_by(&self, kit: &mut Firm, ctx: &mut Context<'_>) -> Result<Vec<Object>> {
        match self {
            Self::Remove(leaver, reason) => {
                let target = target(kit.state(), leaver)?;
                let reason = reason.trim().to_owned();
                let removal = Removal { targets: vec![target], cuts: BTreeMap::new(), reason };
                Ok(kit.remove(&removal, ctx)?)
            }
            Self::Appoint(name) => {
                let person = person(kit.state(), name)?;
                let rank = RoleView::Administrator.rank(kit);
                Ok(kit.promote(person, rank.ok_or_else(|| Error::new("firm.unknown"))?, ctx)?)
            }
        }
    }
}

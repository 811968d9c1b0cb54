//! Reading what people did with the firm's codes on all devices: for administrators and auditors,
//! whose devices the daily files are sealed to.

use std::collections::BTreeMap;
use std::str::FromStr;

use ledger::{AccountId, Day, DeviceId, Hash, Name, Time, UseDay, UseKind};

use super::desk::{Beside, Desk, USE_SEEN, apart};
use super::exchange::Entered;
use super::steps;
use super::use_log::{day_of, oldest_day, read, to_secret};
use crate::error::Result;
use crate::{App, Error};

/// The most files that one look reads, the newest first.
const MOST_FILES: usize = 2_000;

/// What somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Used {
    pub at: u64,
    pub device: DeviceId,
    pub kind: UseKind,
    pub account: Option<AccountId>,
}

/// What was read of all devices.
#[derive(Default)]
pub(crate) struct UsesRead {
    pub records: Vec<Used>,
    /// Files that this device may not open, or that are not whole.
    pub unread: usize,
    /// Whether there are earlier files that were not read.
    pub is_part: bool,
    /// Why only this device's own records are here.
    pub unreached: Option<Error>,
}

/// The last day of each device that was over when it was read, and the hash of its file.
type Seen = BTreeMap<String, (u32, String)>;

impl App {
    /// What was done on all devices from one moment to another. What raises an alarm on the way is
    /// kept among the alarms.
    ///
    /// # Errors
    /// When the vault or what is in the firm cannot be read; a store that cannot be reached is
    /// told beside this device's own records.
    pub(crate) fn all_uses(&self, from: u64, to: u64) -> Result<UsesRead> {
        let mut desk = self.open_desk()?;
        match apart(self.enter_store(&mut desk))? {
            Ok(entered) => self.uses_in(&mut desk, &entered, (from, to)),
            Err(unreached) => {
                let device = desk.firm.device();
                let records = self.own_used(device)?;
                Ok(UsesRead { records, unreached: Some(unreached), ..UsesRead::default() })
            }
        }
    }

    /// What was done on this device.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub(crate) fn own_used(&self, device: DeviceId) -> Result<Vec<Used>> {
        let own = self.own_uses()?.into_iter();
        let used =
            own.map(|one| Used { at: one.at.0, device, kind: one.kind, account: one.account });
        Ok(used.collect())
    }

    fn uses_in(
        &self,
        desk: &mut Desk,
        entered: &Entered,
        (from, to): (u64, u64),
    ) -> Result<UsesRead> {
        let oldest = oldest_day(&mut desk.firm, Time(self.now()));
        let me = desk.firm.device();
        let wanted = day_of(from).max(oldest)..=day_of(to);
        let mut listed: BTreeMap<DeviceId, Vec<Day>> = BTreeMap::new();
        for name in entered.listing.names() {
            if let Name::Use(device, day) = name
                && *device != me
            {
                listed.entry(*device).or_default().push(*day);
            }
        }
        let mut due: Vec<(Day, DeviceId)> = listed
            .iter()
            .flat_map(|(device, days)| days.iter().map(|day| (*day, *device)))
            .filter(|(day, _)| wanted.contains(&day.0))
            .collect();
        due.sort_unstable_by(|one, other| other.cmp(one));
        let is_part = due.len() > MOST_FILES;
        due.truncate(MOST_FILES);
        let mut found = UsesRead { records: self.own_used(me)?, is_part, ..UsesRead::default() };
        let read = self.read_files(desk, entered, &due, &mut found)?;
        self.check_chains(desk, &listed, &read, oldest)?;
        let days = read.values().flat_map(BTreeMap::values).flatten();
        found.records.extend(days.flat_map(used));
        found.records.retain(|one| (from..=to).contains(&one.at));
        found.records.sort_by_key(|one| (one.at, one.device));
        Ok(found)
    }

    fn read_files(
        &self,
        desk: &Desk,
        entered: &Entered,
        due: &[(Day, DeviceId)],
        found: &mut UsesRead,
    ) -> Result<BTreeMap<DeviceId, BTreeMap<Day, Option<UseDay>>>> {
        let mut read: BTreeMap<DeviceId, BTreeMap<Day, Option<UseDay>>> = BTreeMap::new();
        let store = entered.reach.store();
        for (done, (day, device)) in due.iter().enumerate() {
            self.tell_progress(done, due.len());
            let name = Name::Use(*device, *day);
            let got = self.until_stopped(&entered.reach, steps::get(store, &name))??;
            let opened = got.map(|bytes| desk.firm.open_use_file(*device, *day, &bytes));
            // A file that this device may not open, that anybody may have put there, or that is
            // half-written, proves nothing.
            let file = opened.and_then(|opened| opened.ok());
            found.unread += usize::from(file.is_none());
            read.entry(*device).or_default().insert(*day, file);
        }
        Ok(read)
    }

    /// Checks that no day is missing and none is another than before.
    fn check_chains(
        &self,
        desk: &mut Desk,
        listed: &BTreeMap<DeviceId, Vec<Day>>,
        read_days: &BTreeMap<DeviceId, BTreeMap<Day, Option<UseDay>>>,
        oldest: u32,
    ) -> Result<()> {
        let mut seen: Seen = self.with_vault(|vault| read(vault, USE_SEEN))?;
        for (id, (day, hash)) in &seen {
            let Ok(device) = DeviceId::from_str(id) else { continue };
            let is_gone = *day >= oldest
                && !listed.get(&device).is_some_and(|days| days.contains(&Day(*day)));
            let now = read_days.get(&device).and_then(|days| days.get(&Day(*day))?.as_ref());
            if is_gone || now.is_some_and(|file| file.hash.to_string() != *hash) {
                desk.firm.use_is_broken(device);
            }
        }
        for (device, days) in read_days {
            let before = begins(desk, *device, days, listed, oldest);
            desk.firm.check_use_chain(*device, days, before);
            // The last one may be written again.
            let over = days.values().rev().skip(1).flatten().next();
            if let Some(file) = over {
                let last = seen.entry(device.to_string()).or_default();
                if last.0 <= file.day.0 {
                    *last = (file.day.0, file.hash.to_string());
                }
            }
        }
        let documents = vec![(USE_SEEN, Some(to_secret(&seen)))];
        self.keep_firm(desk, &[], Beside { documents, ..Beside::default() })
    }
}

/// What the first of these days must name, where that is known: a device that is younger than files
/// are kept has all of them.
fn begins(
    desk: &mut Desk,
    device: DeviceId,
    days: &BTreeMap<Day, Option<UseDay>>,
    listed: &BTreeMap<DeviceId, Vec<Day>>,
    oldest: u32,
) -> Option<Hash> {
    let first = listed.get(&device).and_then(|days| days.iter().min());
    let is_first = first == days.keys().next();
    let added = desk.firm.state().devices.get(&device).map(|known| day_of(known.added_at.0));
    (is_first && added.is_some_and(|added| added > oldest)).then_some(Hash::NONE)
}

fn used(day: &UseDay) -> impl Iterator<Item = Used> + '_ {
    day.records.iter().map(|record| Used {
        at: record.at.0,
        device: day.device,
        kind: record.kind,
        account: record.account,
    })
}

//! What people do with the firm's codes on this device: kept in the vault at once, and written to
//! the store as one sealed file a day (protocol section 15). Nothing waits for it, and nothing
//! fails because of it.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use ledger::{Context, Day, DeviceId, Firm, Hash, Name, Object, Role, Time, UseKind, UseRecord};
use secret::Secret;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use vault::{Account, DocumentError, UnlockedVault};

use super::desk::{Desk, USE, USE_CHAIN, USE_PAST, USE_SEEN};
use super::exchange::Entered;
use super::steps;
use crate::error::Result;
use crate::{App, Error};

const DAY: u64 = 24 * 3600;

/// The seconds by which this clock may be ahead of the others' before it is not believed.
const CLOCKS_DIFFER: u64 = 7 * DAY;

/// The most records of a day: more than a person makes, and few enough for one file.
const MOST_A_DAY: usize = 10_000;

/// The most records that wait in memory for a vault that takes none.
const MOST_UNKEPT: usize = 1_000;

/// Records that the vault did not take yet.
#[derive(Default)]
pub(crate) struct Unkept(Vec<Kept>);

/// A record as the vault has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The day whose file it goes into: days only go on, whatever the clock does.
    day: u32,
    at: u64,
    kind: Kind,
    account: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    CopiedCode,
    ShowedCode,
    ShowedKey,
    Exported,
    ReadNotice,
}

/// The records of days that are not over, or not written yet.
#[derive(Default, Serialize, Deserialize)]
struct Recent {
    /// No record goes into a day before this one: its file is written for good.
    first: u32,
    records: Vec<Kept>,
}

/// How far the files are written.
#[derive(Default, Serialize, Deserialize)]
struct Chain {
    last: Option<Link>,
}

/// The last day that was written.
#[derive(Clone, Serialize, Deserialize)]
struct Link {
    day: u32,
    /// So many records are in its file.
    records: usize,
    /// The hash of the file of the day before.
    prev: String,
    hash: String,
}

impl App {
    /// Records what somebody did with an account of the firm. A vault that does not take it now is
    /// asked again with the next record, and the self-test tells.
    pub(crate) fn note_use(&self, kind: UseKind, account: &Account) {
        let Some(key) = account.firm else { return };
        let account = Some(ledger::AccountId(key.account).to_string());
        let at = self.now();
        let mut unkept = self.unkept();
        if unkept.0.len() < MOST_UNKEPT {
            unkept.0.push(Kept { day: day_of(at), at, kind: kind.into(), account });
        }
        drop(unkept);
        let _ = self.keep_unkept();
    }

    /// Keeps what the vault did not take before. `None` where the vault is in no firm, or locked.
    pub(crate) fn keep_unkept(&self) -> Option<Result<()>> {
        let in_firm = self.with_vault(|vault| Ok(vault.firm()?.is_some()));
        if !in_firm.is_ok_and(|is| is) {
            return None;
        }
        let waiting = std::mem::take(&mut self.unkept().0);
        let kept = self.with_vault(|vault| {
            Ok(vault.change_document(USE, |former| {
                let mut recent: Recent = parsed(former.as_ref());
                waiting.iter().for_each(|record| recent.add(record.clone()));
                to_secret(&recent)
            })?)
        });
        if kept.is_err() {
            self.unkept().0.splice(0..0, waiting);
        }
        Some(kept)
    }

    /// Whether records could not be read, and were set aside when others were begun.
    pub(crate) fn uses_were_damaged(&self) -> bool {
        let any = self.with_vault(|vault| {
            let all = [USE, USE_PAST, USE_CHAIN, USE_SEEN].map(|name| vault.has_set_aside(name));
            Ok(all.into_iter().any(|one| one.unwrap_or(false)))
        });
        any.unwrap_or(false)
    }

    /// Writes the files of the days that have records which are in none yet. Returns what is to be
    /// kept of it beside them.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub(crate) fn write_uses(
        &self,
        desk: &mut Desk,
        objects: &mut Vec<Object>,
        ctx: &mut Context<'_>,
    ) -> Result<Vec<(&'static str, Option<Secret>)>> {
        let (recent, mut past, mut chain) = self.with_vault(|vault| {
            let (recent, past): (Recent, Vec<Kept>) = (read(vault, USE)?, read(vault, USE_PAST)?);
            Ok((recent, past, read::<Chain>(vault, USE_CHAIN)?))
        })?;
        let today = day_of(ctx.now.0);
        let oldest = oldest_day(&mut desk.firm, ctx.now);
        let mut is_new = past.iter().any(|record| record.day < oldest);
        for (day, records) in recent.by_day() {
            match write_day(&mut desk.firm, day, &records, chain.last.as_ref(), ctx) {
                Ok(Some((object, link))) => {
                    objects.push(object);
                    chain.last = Some(link);
                    is_new = true;
                }
                Ok(None) => {}
                // Before the log has arrived nobody is there to seal it to.
                Err(_) => return Ok(Vec::new()),
            }
            let is_over = day < today && past.last().is_none_or(|last| last.day < day);
            if is_over {
                past.extend(records);
                is_new = true;
            }
        }
        past.retain(|record| record.day >= oldest);
        let documents = [(USE_CHAIN, to_secret(&chain)), (USE_PAST, to_secret(&past))];
        let documents = documents.map(|(name, content)| (name, Some(content)));
        Ok(if is_new { documents.into() } else { Vec::new() })
    }

    /// Takes the days that are over, and in files, out of what is changed with every record. They
    /// are in both places until then.
    pub(crate) fn uses_are_written(&self, now: Time) {
        let today = day_of(now.0);
        let moved = self.with_vault(|vault| {
            let (recent, chain): (Recent, Chain) = (read(vault, USE)?, read(vault, USE_CHAIN)?);
            let written = chain.last.map_or(0, |last| last.day);
            let is_over = |record: &Kept| record.day < today && record.day <= written;
            if !recent.records.iter().any(is_over) {
                return Ok(());
            }
            Ok(vault.change_document(USE, |former| {
                let mut recent: Recent = parsed(former.as_ref());
                recent.records.retain(|record| !is_over(record));
                recent.first = recent.first.max(today);
                to_secret(&recent)
            })?)
        });
        // Another sync does it.
        let _ = moved;
    }

    /// Deletes this device's files that are older than the firm keeps them, and on an administrator's
    /// device those of devices that are out of use. What cannot be deleted now is the next time.
    pub(crate) fn drop_old_uses(&self, desk: &mut Desk, entered: &Entered) {
        let me = desk.firm.device();
        let oldest = oldest_day(&mut desk.firm, Time(self.now()));
        let state = desk.firm.state();
        let is_administrator = state.role(me) == Some(Role::Administrator);
        let is_out =
            |device: &DeviceId| state.devices.get(device).is_some_and(|one| one.stopped.is_some());
        let is_ours = |device: &DeviceId| *device == me || (is_administrator && is_out(device));
        let old = entered.listing.names().iter().filter(
            |name| matches!(name, Name::Use(device, day) if day.0 < oldest && is_ours(device)),
        );
        let old: Vec<&Name> = old.collect();
        let store = entered.reach.store();
        let _ = self.until_stopped(&entered.reach, async {
            for name in old {
                steps::delete(store, name).await?;
            }
            Ok::<_, store::StoreError>(())
        });
    }

    /// What was done on this device, as far as the firm keeps it, in order.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub(crate) fn own_uses(&self) -> Result<Vec<UseRecord>> {
        self.with_vault(|vault| {
            let (recent, past): (Recent, Vec<Kept>) = (read(vault, USE)?, read(vault, USE_PAST)?);
            let over: BTreeSet<u32> = past.iter().map(|record| record.day).collect();
            let open = recent.records.iter().filter(|record| !over.contains(&record.day));
            Ok(past.iter().chain(open).map(Kept::record).collect())
        })
    }
}

impl Recent {
    fn add(&mut self, record: Kept) {
        let last = self.records.last().map_or(0, |last| last.day);
        let day = record.day.max(last).max(self.first);
        if self.records.iter().filter(|known| known.day == day).count() < MOST_A_DAY {
            self.records.push(Kept { day, ..record });
        }
    }

    fn by_day(&self) -> BTreeMap<u32, Vec<Kept>> {
        let mut days: BTreeMap<u32, Vec<Kept>> = BTreeMap::new();
        for record in &self.records {
            days.entry(record.day).or_default().push(record.clone());
        }
        days
    }
}

impl Kept {
    fn record(&self) -> UseRecord {
        let account = self.account.as_deref().and_then(|id| ledger::AccountId::from_str(id).ok());
        UseRecord { at: Time(self.at), kind: self.kind.into(), account }
    }
}

impl From<UseKind> for Kind {
    fn from(kind: UseKind) -> Self {
        match kind {
            UseKind::CopiedCode => Self::CopiedCode,
            UseKind::ShowedCode => Self::ShowedCode,
            UseKind::ShowedKey => Self::ShowedKey,
            UseKind::Exported => Self::Exported,
            UseKind::ReadNotice => Self::ReadNotice,
        }
    }
}

impl From<Kind> for UseKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::CopiedCode => Self::CopiedCode,
            Kind::ShowedCode => Self::ShowedCode,
            Kind::ShowedKey => Self::ShowedKey,
            Kind::Exported => Self::Exported,
            Kind::ReadNotice => Self::ReadNotice,
        }
    }
}

/// The file of a day, unless all its records are in one.
fn write_day(
    firm: &mut Firm,
    day: u32,
    records: &[Kept],
    last: Option<&Link>,
    ctx: &mut Context<'_>,
) -> Result<Option<(Object, Link)>> {
    let prev = match last {
        Some(last) if day < last.day => return Ok(None),
        Some(last) if day == last.day && records.len() == last.records => return Ok(None),
        Some(last) if day == last.day => last.prev.clone(),
        Some(last) => last.hash.clone(),
        None => Hash::NONE.to_string(),
    };
    let damaged = |_| Error::new("firm.damaged");
    let written: Vec<UseRecord> = records.iter().map(Kept::record).collect();
    let before = Hash::from_str(&prev).map_err(damaged)?;
    let (object, hash) = firm.use_file(Day(day), &written, before, ctx)?;
    Ok(Some((object, Link { day, records: records.len(), prev, hash: hash.to_string() })))
}

/// The first day that the firm still keeps. This computer's clock alone deletes nothing: half of the
/// other devices must have said a time that is not a week behind it.
pub(crate) fn oldest_day(firm: &mut Firm, now: Time) -> u32 {
    let months = u64::from(firm.register().rules.keep_use_months);
    let known = now.0.min(others_time(firm).saturating_add(CLOCKS_DIFFER));
    day_of(known).saturating_sub(u32::try_from(months * 365 / 12 + 1).unwrap_or(u32::MAX))
}

/// The time in the middle of those that the other devices in use said last; where there are none, this
/// device's word is all there is.
fn others_time(firm: &mut Firm) -> u64 {
    let me = firm.device();
    let acks = firm.acks();
    let others = firm.state().live_devices().map(|(id, _)| id).filter(|id| *id != me);
    let mut said: Vec<u64> = others.filter_map(|id| acks.get(&id)).map(|ack| ack.time.0).collect();
    said.sort_unstable();
    match firm.state().live_devices().any(|(id, _)| id != me) {
        true => said.get(said.len() / 2).copied().unwrap_or(0),
        false => u64::MAX,
    }
}

pub(crate) fn day_of(at: u64) -> u32 {
    u32::try_from(at / DAY).unwrap_or(u32::MAX)
}

/// A document of records. One that cannot be read is begun anew, and the vault sets it aside when the
/// next is kept: [`App::uses_were_damaged`]. What was written before is in the store.
pub(crate) fn read<T: DeserializeOwned + Default>(vault: &UnlockedVault, name: &str) -> Result<T> {
    match vault.document(name) {
        Err(DocumentError::Damaged) => Ok(T::default()),
        document => Ok(parsed(document?.as_ref())),
    }
}

fn parsed<T: DeserializeOwned + Default>(document: Option<&Secret>) -> T {
    let read = document.and_then(|document| serde_json::from_slice(document.expose()).ok());
    read.unwrap_or_default()
}

/// What is written has only texts as keys, so that this does not fail.
pub(crate) fn to_secret(value: &impl Serialize) -> Secret {
    Secret::new(serde_json::to_vec(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(day: u32) -> Kept {
        Kept { day, at: u64::from(day) * DAY + 5, kind: Kind::CopiedCode, account: None }
    }

    #[test]
    fn days_only_go_on_whatever_the_clock_does() {
        let mut recent = Recent { first: 20_000, records: Vec::new() };
        for day in [19_999, 20_001, 20_000, 20_002] {
            recent.add(kept(day));
        }
        let days: Vec<u32> = recent.records.iter().map(|record| record.day).collect();
        assert_eq!(days, [20_000, 20_001, 20_001, 20_002]);
        assert_eq!(recent.records[0].at, 19_999 * DAY + 5, "the time is as it was");
    }

    #[test]
    fn one_day_fits_its_file() {
        let mut recent = Recent::default();
        (0..MOST_A_DAY + 5).for_each(|_| recent.add(kept(20_000)));
        assert_eq!(recent.records.len(), MOST_A_DAY);
        recent.add(kept(20_001));
        assert_eq!(recent.records.len(), MOST_A_DAY + 1);
    }

    #[test]
    fn a_record_is_what_it_was_when_it_is_read_back() {
        let account = ledger::AccountId([7; 16]);
        let kinds = [
            UseKind::CopiedCode,
            UseKind::ShowedCode,
            UseKind::ShowedKey,
            UseKind::Exported,
            UseKind::ReadNotice,
        ];
        for kind in kinds {
            let (at, account) = (9, Some(account.to_string()));
            let kept = Kept { day: 0, at, kind: kind.into(), account };
            let read: Vec<Kept> = parsed(Some(&to_secret(&[kept])));
            let account = Some(ledger::AccountId([7; 16]));
            assert_eq!(read[0].record(), UseRecord { at: Time(9), kind, account });
        }
    }
}

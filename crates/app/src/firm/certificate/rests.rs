//! The entries of the log that a certificate rests on, and how far its maker knew the log.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use ledger::{AccountId, Departure, DeviceId, Firm, Given, Hash, LogEntry, LogPoint, Seq};
use serde::{Deserialize, Serialize};

use crate::firm::had::had;
use crate::firm::leavers::{owner, stopped};
use crate::firm::log_lines::{Names, lines};

/// What the row of the entry is called that began a leaving, changed it, or signed it off.
pub(super) const BEGUN: &str = "begun";
pub(super) const CHANGED: &str = "changed";
pub(super) const SIGNED_OFF: &str = "signed off";

/// An entry that a certificate rests on, as the log has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rests {
    /// For what.
    pub what: String,
    /// Its hash.
    pub entry: String,
    /// Who wrote it, on which device, and when, as that device claimed.
    pub person: Option<String>,
    pub device: String,
    pub at: u64,
    /// Whether it counts.
    pub counts: bool,
    /// The kinds of its lines in the log.
    pub does: BTreeSet<String>,
}

/// The last entry of a log that the maker of a certificate knew, or of a branch of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    device: String,
    number: u64,
    hash: String,
}

impl End {
    /// How far this device knows the log.
    pub(super) fn all(firm: &Firm) -> Vec<Self> {
        let end = |LogPoint { device, seq, hash }: LogPoint| Self {
            device: device.to_string(),
            number: seq.0,
            hash: hash.to_string(),
        };
        firm.ends().into_iter().map(end).collect()
    }

    /// As the log has it.
    pub(super) fn point(&self) -> Option<LogPoint> {
        Some(LogPoint {
            device: DeviceId::from_str(&self.device).ok()?,
            seq: Seq(self.number),
            hash: Hash::from_str(&self.hash).ok()?,
        })
    }
}

/// The entries that a certificate rests on, as far as they are here.
pub(super) fn rests_on(firm: &mut Firm, leaving: &Departure) -> Vec<Rests> {
    let points = points(firm, leaving);
    let names = Names::of(firm);
    let log = firm.log();
    let by_hash: BTreeMap<Hash, &LogEntry> = log.iter().map(|one| (one.at.hash, one)).collect();
    let row = |(what, point): (String, LogPoint)| {
        let entry = by_hash.get(&point.hash)?;
        // What was said of a leaving is sealed: who has the log alone reads that something was.
        let kind =
            |what: String| if what.starts_with("leaving") { "leaving".to_owned() } else { what };
        Some(Rests {
            what,
            entry: point.hash.to_string(),
            person: entry.person.map(|person| names.person(person)),
            device: point.device.to_string(),
            at: entry.wall.0,
            counts: entry.counts,
            does: lines(&names, entry).into_iter().map(|line| kind(line.what)).collect(),
        })
    };
    points.into_iter().filter_map(row).collect()
}

fn points(firm: &mut Firm, leaving: &Departure) -> Vec<(String, LogPoint)> {
    let mut found = vec![(BEGUN.to_owned(), leaving.by)];
    if leaving.changed != leaving.by {
        found.push((CHANGED.to_owned(), leaving.changed));
    }
    let answers = leaving.answers.values().map(|one| ("answered".to_owned(), one.by));
    found.extend(answers);
    found.extend(leaving.sign_offs.iter().map(|one| (SIGNED_OFF.to_owned(), one.by)));
    let stopped = stopped(firm.state(), leaving.who).map(|stopped| stopped.by);
    found.extend(stopped.map(|by| ("removed".to_owned(), by)));
    let accounts: BTreeSet<AccountId> =
        had(firm, leaving).into_keys().map(|at| at.account).collect();
    for account in accounts {
        found.extend(about_keys(firm, account));
    }
    found.extend(gives(firm, leaving));
    found
}

fn about_keys(firm: &mut Firm, account: AccountId) -> Vec<(String, LogPoint)> {
    let mut found = Vec::new();
    let known = firm.state().accounts.get(&account);
    for (id, version) in known.into_iter().flat_map(|known| &known.versions) {
        found.push((format!("key {id} of account {account}"), version.by));
        found.extend(version.confirmed.map(|by| (format!("key {id} confirmed"), by)));
    }
    let steps = firm.register().steps.iter().filter(|((of, ..), _)| *of == account);
    found.extend(steps.map(|((_, id, _), done)| (format!("a step with key {id}"), done.by)));
    found
}

fn gives(firm: &mut Firm, leaving: &Departure) -> Vec<(String, LogPoint)> {
    let (owner, _) = owner(firm.state(), leaving.who);
    let given = firm.register().given.iter().filter(|(_, given)| Some(given.to) == owner);
    let rows = given.flat_map(|(id, Given { by, lost, .. })| {
        let lost = lost.map(|by| (format!("given {id} lost"), by));
        [Some((format!("given {id}"), *by)), lost].into_iter().flatten()
    });
    rows.collect()
}

//! The firm's log as a file that anybody can check (`docs/audit-format.md`): without the vault,
//! without the firm's store, and without believing who made it.

use std::collections::BTreeSet;
use std::str::FromStr;

use data_encoding::BASE64;
use ledger::{
    AUDIT_FORMAT, AccountId, Audit, AuditError, AuditFault, AuditedEntry, AuditedLabel, DeviceId,
    Firm, FirmId, Hash, LogEntry, Pin, Statement, Time,
};
use secret::Secret;
use serde::{Deserialize, Serialize};

use super::alarms::alarms;
use super::log::{reads_all, since};
use super::log_lines::{Names, lines};
use super::views::AuditView;
use crate::error::Result;
use crate::{App, Error, moment};

/// The file. Fields that follow from others are for people, and are checked like the rest.
#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    name: String,
    firm: String,
    first: String,
    exported: Exported,
    accounts: Vec<AccountRow>,
    entries: Vec<EntryRow>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exported {
    at: u64,
    time: String,
    person: Option<String>,
    device_name: String,
    device: String,
    signature: String,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountRow {
    account: String,
    label: String,
    key: String,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryRow {
    entry: usize,
    time: String,
    person: Option<String>,
    device_name: String,
    device: String,
    number: u64,
    counts: bool,
    does: Vec<Deed>,
    hash: String,
    header: String,
    signature: String,
    key: Option<String>,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Deed {
    what: String,
    account: Option<String>,
    name: Option<String>,
    detail: Option<String>,
    counts: bool,
}

impl App {
    /// The firm's whole log as a file that can be checked by who has no key of the firm, and what
    /// a check of it says. No secret key is in it.
    ///
    /// # Errors
    /// When this vault is in no firm, or it is not for this person to hand out.
    pub fn export_audit(&self) -> Result<(Vec<u8>, AuditView)> {
        let mut firm = self.glance_at_firm()?.firm;
        if !reads_all(&mut firm) {
            return Err(Error::new("log.not-yours"));
        }
        let audit = firm.audit(Time(self.now())).ok_or_else(|| Error::new("firm.not-arrived"))?;
        // What stands beside the entries is what who checks them will read in them.
        let mut checked = audit.check().map_err(told)?;
        let file = file(&audit, &mut checked);
        let view = view(&audit, &mut checked)?;
        Ok((written(&file)?, view))
    }
}

/// Checks an exported log: every signature, the chain of every device's entries, every rule of the
/// firm, and all that is written beside them for people. `first` is the hash of the firm's first
/// entry, from somewhere else than the file: without it the file says itself which firm it is of.
///
/// # Errors
/// The first thing that is wrong, and at which entry.
pub fn verify_audit(bytes: &[u8], first: Option<&str>) -> Result<AuditView> {
    open_audit(bytes, first).map(|(_, view)| view)
}

/// As [`verify_audit`]; returns the export too.
pub(crate) fn open_audit(bytes: &[u8], first: Option<&str>) -> Result<(Audit, AuditView)> {
    let file: File = serde_json::from_slice(bytes)
        .map_err(|error| Error::new("audit.not").with("line", error.line().to_string()))?;
    if file.format != AUDIT_FORMAT {
        return Err(Error::new("audit.newer"));
    }
    if first.is_some_and(|first| first.trim().to_lowercase() != file.first) {
        return Err(Error::new("audit.other-firm"));
    }
    let audit = read(&file)?;
    let mut firm = audit.check().map_err(told)?;
    let view = view(&audit, &mut firm)?;
    compare(&file, &self::file(&audit, &mut firm))?;
    let whole = written(&file)?;
    if whole != bytes {
        let same = whole.iter().zip(bytes).take_while(|(one, other)| one == other).count();
        let line = 1 + bytes[..same].iter().filter(|byte| **byte == b'\n').count();
        return Err(Error::new("audit.not").with("line", line.to_string()));
    }
    Ok((audit, view))
}

fn file(audit: &Audit, firm: &mut Firm) -> File {
    let names = Names::of(firm);
    let log = firm.log();
    let entries = audit.entries.iter().zip(&log).zip(1..);
    let Statement { device, at, signature } = audit.statement;
    let exporter = names.state.devices.get(&device);
    File {
        format: AUDIT_FORMAT.to_owned(),
        name: names.state.name.clone(),
        firm: audit.pin.firm.to_string(),
        first: audit.pin.genesis.to_string(),
        exported: Exported {
            at: at.0,
            time: moment::utc(at.0),
            person: exporter.map(|device| names.person(device.person)),
            device_name: names.device(device),
            device: device.to_string(),
            signature: BASE64.encode(&signature),
        },
        accounts: audit
            .labels
            .iter()
            .map(|label| AccountRow {
                account: label.account.to_string(),
                label: names.label(label.account),
                key: BASE64.encode(label.content.expose()),
            })
            .collect(),
        entries: entries.map(|((audited, entry), at)| row(&names, audited, entry, at)).collect(),
    }
}

fn row(names: &Names, audited: &AuditedEntry, entry: &LogEntry, at: usize) -> EntryRow {
    let does = lines(names, entry).into_iter().map(|line| Deed {
        what: line.what,
        account: line.account,
        name: line.name,
        detail: line.detail,
        counts: line.counts,
    });
    EntryRow {
        entry: at,
        time: moment::utc(entry.wall.0),
        person: entry.person.map(|person| names.person(person)),
        device_name: names.device(entry.at.device),
        device: entry.at.device.to_string(),
        number: entry.at.seq.0,
        counts: entry.counts,
        does: does.collect(),
        hash: entry.at.hash.to_string(),
        header: BASE64.encode(&audited.header),
        signature: BASE64.encode(&audited.signature),
        key: audited.content.as_ref().map(|key| BASE64.encode(key.expose())),
    }
}

fn read(file: &File) -> Result<Audit> {
    let malformed = |entry: Option<usize>| told(AuditError { entry, fault: AuditFault::Malformed });
    let entries: Result<Vec<AuditedEntry>> = file
        .entries
        .iter()
        .zip(1..)
        .map(|(row, at)| entry_of(row).ok_or_else(|| malformed(Some(at))))
        .collect();
    let labels: Option<Vec<AuditedLabel>> = file.accounts.iter().map(label_of).collect();
    let whole = || {
        Some((
            Pin {
                firm: FirmId::from_str(&file.firm).ok()?,
                genesis: Hash::from_str(&file.first).ok()?,
            },
            Statement {
                device: DeviceId::from_str(&file.exported.device).ok()?,
                at: Time(file.exported.at),
                signature: signature_of(&file.exported.signature)?,
            },
        ))
    };
    let (pin, statement) = whole().ok_or_else(|| malformed(None))?;
    Ok(Audit { pin, entries: entries?, labels: labels.ok_or_else(|| malformed(None))?, statement })
}

fn entry_of(row: &EntryRow) -> Option<AuditedEntry> {
    let key = row.key.as_ref().map(|key| BASE64.decode(key.as_bytes()));
    Some(AuditedEntry {
        header: BASE64.decode(row.header.as_bytes()).ok()?,
        signature: signature_of(&row.signature)?,
        content: key.transpose().ok()?.map(Secret::new),
    })
}

fn label_of(row: &AccountRow) -> Option<AuditedLabel> {
    Some(AuditedLabel {
        account: AccountId::from_str(&row.account).ok()?,
        content: Secret::new(BASE64.decode(row.key.as_bytes()).ok()?),
    })
}

fn signature_of(text: &str) -> Option<[u8; 64]> {
    BASE64.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// What is written for people must be what the entries say.
fn compare(file: &File, derived: &File) -> Result<()> {
    let wrong = file.entries.iter().zip(&derived.entries).position(|(one, other)| one != other);
    if let Some(index) = wrong {
        let (one, other) = (&file.entries[index], &derived.entries[index]);
        let column = [
            ("entry", one.entry != other.entry),
            ("time", one.time != other.time),
            ("person", one.person != other.person),
            ("device_name", one.device_name != other.device_name),
            ("device", one.device != other.device),
            ("number", one.number != other.number),
            ("counts", one.counts != other.counts),
            ("does", one.does != other.does),
        ];
        let column = column.iter().find(|(_, differs)| *differs).map_or("hash", |(name, _)| name);
        let error = Error::new("audit.column").with("entry", (index + 1).to_string());
        return Err(error.with("column", column));
    }
    let same = file.name == derived.name
        && file.exported == derived.exported
        && file.accounts == derived.accounts;
    if same { Ok(()) } else { Err(Error::new("audit.beside")) }
}

fn view(audit: &Audit, firm: &mut Firm) -> Result<AuditView> {
    let compared = firm.check_audited_states().map_err(told)?;
    let names = Names::of(firm);
    let log = firm.log();
    let exporter = names.state.devices.get(&audit.statement.device);
    Ok(AuditView {
        name: names.state.name.clone(),
        first: audit.pin.genesis.to_string(),
        entries: log.len(),
        writers: log.iter().map(|entry| entry.at.device).collect::<BTreeSet<_>>().len(),
        since: since(&names),
        last: log.iter().map(|entry| entry.wall.0).max(),
        void: log.iter().filter(|entry| !entry.counts).count(),
        kept_back: log
            .iter()
            .zip(1..)
            .filter(|(entry, _)| entry.kept_back)
            .map(|(_, at)| at)
            .collect(),
        compared,
        people: names.state.people.values().filter(|person| person.stopped.is_none()).count(),
        devices: names.state.live_devices().count(),
        accounts: names.state.accounts.len(),
        exported_at: audit.statement.at.0,
        exported_by: exporter.map(|device| names.person(device.person)),
        exported_on: names.device(audit.statement.device),
        team_code: firm.team_code().to_string(),
        alarms: alarms(firm),
    })
}

fn written(file: &File) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(file)
        .map_err(|error| Error::new("bug.unexpected").because(error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What is wrong, in the words of the messages `fault-` and what it is.
fn told(AuditError { entry, fault }: AuditError) -> Error {
    let name = match fault {
        AuditFault::NotFirst => "not-first",
        AuditFault::Order => "order",
        AuditFault::UnknownDevice => "unknown-device",
        AuditFault::Signature => "signature",
        AuditFault::Missing(_) => "missing",
        AuditFault::Broken => "broken",
        AuditFault::Content => "content",
        AuditFault::NeedsUpdate => "needs-update",
        AuditFault::Checkpoint => "checkpoint",
        AuditFault::Label => "label",
        AuditFault::Statement => "statement",
        _ => "malformed",
    };
    let words = crate::messages::text(&format!("fault-{name}"), []).unwrap_or_default();
    match entry {
        Some(at) => Error::new("audit.entry").with("entry", at.to_string()).with("fault", words),
        None => Error::new("audit.whole").with("fault", words),
    }
    .because(AuditError { entry, fault })
}

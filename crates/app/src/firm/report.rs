//! Reports for whoever asks how the firm handles its keys: tables with a title and remarks.

use ledger::{Firm, Op, Route, RuleChange, Time, UseKind, VersionRef};

use paper::{Block, Document, Section, Table};

use super::alarms::alarms;
use super::certificate::{hours_open, kind_word};
use super::holders::versions;
use super::log::{reads_all, silent, since};
use super::log_lines::{Names, lines, route_kind, use_kind};
use super::use_read::Used;
use super::views::{DepartureView, ReportView};
use crate::error::Result;
use crate::messages::{day, moment, text, zoned};
use crate::{App, Error, messages};

const DAY: u64 = 24 * 3600;

/// For how long records of use are looked for: a year.
const USES_FOR: u64 = 365 * DAY;

/// Every report, by name.
pub const REPORTS: [&str; 7] = [
    "who-could",
    "leavers",
    "shown-and-exported",
    "paper-and-phones",
    "out-of-date",
    "joiners",
    "integrity",
];

impl App {
    /// A report: `who-could` for `account`, at a moment or now, and the others for the whole firm.
    ///
    /// # Errors
    /// When there is no such report or account, or it is not for this person to read.
    pub fn report(&self, name: &str, account: Option<&str>, at: Option<u64>) -> Result<ReportView> {
        let mut firm = self.glance_at_firm()?.firm;
        if !reads_all(&mut firm) {
            return Err(Error::new("log.not-yours"));
        }
        let now = self.now();
        let mut report = match name {
            "who-could" => {
                let label = account.ok_or_else(|| Error::new("report.account"))?;
                self.who_report(label, at)?
            }
            "shown-and-exported" => {
                let uses = self.all_uses(now.saturating_sub(USES_FOR), u64::MAX)?;
                let mut firm = self.glance_at_firm()?.firm;
                let mut report = shown(&Names::of(&mut firm), &uses.records);
                if uses.unreached.is_some() {
                    report.note(
                        "The store cannot be reached: other devices' records of use are missing.",
                    );
                }
                report
            }
            "leavers" => {
                let mut report = leavers(&self.departures()?, now);
                let unread = firm.unread_leavings();
                if unread > 0 {
                    report.note(&format!(
                        "Entries on leavers that cannot be read here: {unread}. They were written before you were let in as their reader, or are damaged. What they say is missing.",
                    ));
                }
                report
            }
            "paper-and-phones" => outstanding(&Names::of(&mut firm), now),
            "out-of-date" => out_of_date(&mut firm, now),
            "joiners" => joiners(&mut firm),
            "integrity" => integrity(&mut firm, now),
            _ => {
                let known = REPORTS.join(", ");
                return Err(Error::new("report.none").with("name", name).with("known", known));
            }
        };
        report.name = name.to_owned();
        report.firm = firm.state().name.clone();
        report.made_at = now;
        let person = firm.person();
        report.made_by =
            person.map(|person| Names::of(&mut firm).person(person)).unwrap_or_default();
        Ok(report)
    }

    /// R1.
    fn who_report(&self, label: &str, at: Option<u64>) -> Result<ReportView> {
        let view = self.who_could(label, at)?;
        let title = format!("Who could make codes for '{}' on {}", view.label, moment(view.at));
        let mut report = table(&title, ["Person", "Key", "How", "Since", "Today"]);
        for way in view.ways {
            let route = text(&format!("route-{}", way.route), []).unwrap_or_default();
            let how = way.detail.map_or_else(|| route.clone(), |part| format!("{route} ({part})"));
            let today = if way.left { "left the firm" } else { "in the firm" };
            report.row([way.person, way.key.to_string(), how, day(way.since), today.to_owned()]);
        }
        report
            .note("From keys and acts in the firm's log, never from what a device says it opened.");
        report.note("Whoever has both sheets of the recovery kit could, too.");
        report.note("What nobody wrote down, such as a photograph, the log cannot know.");
        Ok(report)
    }
}

/// R2.
fn leavers(departures: &[DepartureView], now: u64) -> ReportView {
    let headings =
        ["Person", "What", "Begun", "By", "Hours open", "Keys replaced", "State", "Signed off by"];
    let mut report = table("Leavers, and the time until they were cut off", headings);
    let mut closed: Vec<u64> = Vec::new();
    for one in departures {
        let hours = hours_open(one, now);
        if one.open_until.is_some() {
            closed.push(hours);
        }
        let replaced = one.accounts.iter().filter(|account| account.replaced_at.is_some()).count();
        let state = match (one.left.is_empty(), one.open_until) {
            (true, _) => "done",
            (false, Some(_)) => "keys replaced, something is left to do",
            (false, None) => "open",
        };
        report.row([
            one.name.clone(),
            text(&format!("cert-kind-{}", kind_word(one)), []).unwrap_or_default(),
            moment(one.begun_at),
            one.begun_by.clone(),
            hours.to_string(),
            format!("{replaced} of {}", one.accounts.len()),
            state.to_owned(),
            one.signed_off_by.clone().unwrap_or_default(),
        ]);
    }
    closed.sort_unstable();
    if let (Some(median), Some(worst)) = (closed.get(closed.len() / 2), closed.last()) {
        report.note(&format!("Hours until cut off: {median} in the middle, {worst} at worst."));
    }
    let open = departures.iter().filter(|one| one.open_until.is_none()).count();
    report.note(&format!("Still open: {open}."));
    report
}

/// R5.
fn shown(names: &Names, uses: &[Used]) -> ReportView {
    let headings = ["When", "What", "Account", "For", "By", "Approved by", "Why"];
    let mut report = table("Keys shown, exported and printed", headings);
    let mut rows: Vec<(u64, [String; 7])> = rule_rows(names);
    for given in names.register.given.values().filter(|given| given.route != Route::Other) {
        let asked = given.request.and_then(|id| names.register.requests.get(&id));
        let approval = asked.and_then(|asked| asked.answer).filter(|answer| answer.granted);
        let to = names.person(given.to);
        let what = text(&format!("log-{}", route_kind(given.route)), [("name", to.as_str())]);
        let by = names.state.devices.get(&given.by.device);
        rows.push((
            given.at.0,
            [
                moment(given.at.0),
                what.unwrap_or_default(),
                names.label(given.version.account),
                to,
                by.map(|device| names.person(device.person)).unwrap_or_default(),
                approval.map(|approval| names.person(approval.person)).unwrap_or_default(),
                given.reason.clone(),
            ],
        ));
    }
    let looked = |used: &&Used| matches!(used.kind, UseKind::ShowedKey | UseKind::Exported);
    for used in uses.iter().filter(looked) {
        let device = names.state.devices.get(&used.device);
        let what = text(&format!("log-{}", use_kind(used.kind)), []);
        rows.push((
            used.at,
            [
                moment(used.at),
                what.unwrap_or_default(),
                used.account.map(|account| names.label(account)).unwrap_or_default(),
                String::new(),
                device.map(|device| names.person(device.person)).unwrap_or_default(),
                String::new(),
                String::new(),
            ],
        ));
    }
    // Of what was done in one second the later comes first, too.
    rows.reverse();
    rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    rows.into_iter().for_each(|(_, row)| report.row(row));
    let rule = if names.register.rules.two_people { "must agree" } else { "need not agree" };
    report.note(&format!("By the firm's rules two administrators {rule}."));
    report
}

/// When it was set that two administrators must agree, and lifted.
fn rule_rows(names: &Names) -> Vec<(u64, [String; 7])> {
    let row = |change: &RuleChange| {
        let what = if change.must_agree {
            "Two administrators must agree from here on"
        } else {
            "One administrator is enough from here on"
        };
        let by = change.person.map(|person| names.person(person)).unwrap_or_default();
        let none = String::new;
        let when = moment(change.at.0);
        (change.at.0, [when, what.to_owned(), none(), none(), by, none(), none()])
    };
    names.register.two_people.iter().map(row).collect()
}

/// R6.
fn outstanding(names: &Names, now: u64) -> ReportView {
    let headings = ["Number", "What", "Account", "Key", "Person", "Given", "Due back", "State"];
    let mut report = table("Paper, files and phones outstanding", headings);
    let mut given: Vec<_> = names.register.given.values().collect();
    given.sort_by_key(|given| (given.number, given.at));
    for one in given {
        let on_phone = one.route == Route::Phone;
        if !one.is_outstanding() && !on_phone {
            continue;
        }
        let due = one.due.map_or_else(String::new, |due| day(due.0));
        let is_late = one.due.is_some_and(|due| due.0 < now);
        let state = match one.fate {
            Some(ledger::Fate::Lost) => "lost",
            _ if is_late => "overdue",
            _ if names.state.has_left(one.to) => "left the firm",
            Some(_) => "has it",
            None => "not confirmed",
        };
        let route = route_kind(one.route).trim_start_matches("given-");
        report.row([
            one.number.map_or_else(String::new, |number| number.to_string()),
            text(&format!("route-{route}"), []).unwrap_or_default(),
            names.label(one.version.account),
            names.number(one.version).map_or_else(String::new, |number| number.to_string()),
            names.person(one.to),
            day(one.at.0),
            due,
            state.to_owned(),
        ]);
    }
    report.note("A key that was on a phone or on paper may have been copied there: only a new key at the service ends it.");
    report
}

/// R8.
fn out_of_date(firm: &mut Firm, now: u64) -> ReportView {
    let names = Names::of(firm);
    let mut report =
        table("Out-of-date copies", ["What", "Person", "Device", "Account", "Last report"]);
    let seen = |at: Option<u64>| at.map_or_else(|| "never".to_owned(), moment);
    for one in silent(firm, &names, now) {
        let row = ["not seen for two days".to_owned(), one.person, one.device, String::new()];
        let [what, person, device, account] = row;
        report.row([what, person, device, account, seen(one.last_seen)]);
    }
    let accounts: Vec<_> = names.state.accounts.keys().copied().collect();
    for account in accounts {
        let Some(version) = versions(&names.state, account).pop() else { continue };
        let receipt = firm.receipts(VersionRef { account, version });
        for (id, last_seen) in receipt.lack {
            let Some(device) = names.state.devices.get(&id) else { continue };
            report.row([
                "does not have the newest key".to_owned(),
                names.person(device.person),
                device.label.clone(),
                names.label(account),
                seen(last_seen.map(|at| at.0)),
            ]);
        }
    }
    for one in firm.must_replace() {
        let label = names.label(one.account);
        let what = "its key is to be replaced".to_owned();
        report.row([what, String::new(), String::new(), label, String::new()]);
    }
    report
}

/// R9.
fn joiners(firm: &mut Firm) -> ReportView {
    let names = Names::of(firm);
    let headings = ["When", "Person", "Device", "Let in by", "How it was checked"];
    let mut report = table("Who was let in", headings);
    for entry in firm.log().iter().filter(|entry| entry.counts) {
        for logged in entry.ops.iter().filter(|logged| logged.counts) {
            let Op::DeviceAdd(op) = &logged.op else { continue };
            let by = entry.person.map(|person| names.person(person));
            let checked = match (op.invite, entry.person) {
                (_, None) => "recovery kit",
                (Some(_), _) => "invite, digits compared",
                (None, _) => "without an invite",
            };
            report.row([
                moment(entry.wall.0),
                names.person(op.person),
                op.label.clone(),
                by.unwrap_or_else(|| "Recovery kit".to_owned()),
                checked.to_owned(),
            ]);
        }
    }
    report.note("Who approves compares 20 digits of the very keys that are let in.");
    report
}

/// R12.
fn integrity(firm: &mut Firm, now: u64) -> ReportView {
    firm.verify_checkpoints();
    let names = Names::of(firm);
    let log = firm.log();
    let mut report = table("Is the log whole?", ["What", "Result"]);
    let mut fact = |what: &str, result: String| report.row([what.to_owned(), result]);
    fact("Entries, each signed and following the one before", log.len().to_string());
    fact("Since", since(&names).map_or_else(String::new, moment));
    let void = log.iter().filter(|entry| !entry.counts).count();
    fact("Made by a device after it was removed, without effect", void.to_string());
    fact("Known to others and not here", firm.missing().len().to_string());
    fact("Stated states compared", names.state.checkpoints.len().to_string());
    fact("First entry", firm.pin().genesis.to_string());
    fact("Firm code", firm.team_code().to_string());
    for alarm in alarms(firm) {
        fact("Alarm", messages::of_alarm(&alarm));
    }
    for one in silent(firm, &names, now) {
        let seen = one.last_seen.map_or_else(|| "never".to_owned(), moment);
        fact(
            "Last report, entries may be missing",
            format!("{} ({}): {seen}", one.person, one.device),
        );
    }
    let lines: usize = log.iter().map(|entry| lines(&names, entry).len()).sum();
    fact("Acts in the log", lines.to_string());
    report.note("Anybody can check an export of the log without the firm's keys: sixboard audit export, sixboard audit verify.");
    report
}

fn table<const N: usize>(title: &str, columns: [&str; N]) -> ReportView {
    ReportView {
        name: String::new(),
        firm: String::new(),
        title: title.to_owned(),
        made_at: Time(0).0,
        made_by: String::new(),
        columns: columns.map(str::to_owned).to_vec(),
        rows: Vec::new(),
        notes: Vec::new(),
    }
}

impl ReportView {
    fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.to_vec());
    }

    fn note(&mut self, text: &str) {
        self.notes.push(text.to_owned());
    }

    /// The report as PDF.
    ///
    /// # Errors
    /// `bug.unexpected`: a report always fits.
    pub fn pdf(&self) -> Result<Vec<u8>> {
        let mut blocks = vec![Block::Table(Table {
            headings: self.columns.clone(),
            rows: self.rows.clone(),
            when_empty: text("report-nothing", []).unwrap_or_default(),
        })];
        blocks.extend(self.notes.iter().cloned().map(Block::Paragraph));
        let document = Document {
            title: self.title.clone(),
            firm: self.firm.clone(),
            made_at: zoned(self.made_at),
            made_by: self.made_by.clone(),
            lead: String::new(),
            sections: vec![Section { heading: String::new(), blocks }],
            footer: String::new(),
            attachment: None,
        };
        Ok(document.to_pdf()?)
    }

    /// The table for a spreadsheet.
    pub fn csv(&self) -> Vec<u8> {
        let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        crate::csv::write(&columns, &self.rows)
    }
}

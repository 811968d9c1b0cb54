//! What an entry of the log says to a person: a line for each thing that somebody did.

use std::collections::BTreeMap;

use ledger::op::{Give, GivenSet, Promote, StepSet};
use ledger::{
    AccountId, AccountUse, DeviceId, Fate, Firm, GivenId, GroupId, LeavingAct, LogEntry, Op,
    Origin, PersonId, Rank, Register, RequestId, Route, State, Step, StepAnswer, Target, UseKind,
    VersionRef,
};

use super::holders::versions;
use super::place;
use super::status::label_of;
use super::use_read::Used;
use super::views::LogLine;

/// Every kind of line, by which the log can be searched. The words are in the message file, under
/// `log-` and the kind.
pub(crate) const KINDS: [&str; 59] = [
    "founded",
    "firm-named",
    "place",
    "rules",
    "person",
    "device-added",
    "appointed",
    "person-removed",
    "device-removed",
    "team",
    "team-joined",
    "team-left",
    "shared",
    "unshared",
    "in-use",
    "put-away",
    "key-new",
    "key-back",
    "key-confirmed",
    "details",
    "note",
    "given-phone",
    "given-paper",
    "given-file",
    "given-shown",
    "given-export",
    "given-other",
    "given-received",
    "given-returned",
    "given-destroyed",
    "given-lost",
    "step-begun",
    "step-put-off",
    "step-password",
    "step-password-not-yet",
    "step-password-not-needed",
    "step-method",
    "step-method-not-yet",
    "step-method-not-needed",
    "asked",
    "approved",
    "refused",
    "leaving",
    "leaving-begun",
    "leaving-answer",
    "leaving-signed-off",
    "kit-new",
    "kit-used",
    "group-key",
    "group-key-passed",
    "sealed",
    "stated",
    "kept-back",
    "unknown",
    "copied-code",
    "showed-code",
    "showed-key",
    "exported",
    "read-notice",
];

/// What ids stand for.
pub(crate) struct Names {
    pub state: State,
    pub register: Register,
    labels: BTreeMap<AccountId, String>,
    numbers: BTreeMap<VersionRef, u32>,
}

/// A line without who did it and when.
#[derive(Default)]
struct Said {
    what: &'static str,
    account: Option<AccountId>,
    name: Option<String>,
    detail: Option<String>,
    /// Whether it only keeps the firm's keys in order.
    routine: bool,
}

impl Names {
    /// As far as this device can read them.
    pub(crate) fn of(firm: &mut Firm) -> Self {
        let (state, register) = (firm.state().clone(), firm.register().clone());
        let accounts = state.accounts.keys();
        let labels = accounts.map(|id| (*id, label_of(firm, *id))).collect();
        let mut numbers = BTreeMap::new();
        for account in state.accounts.keys() {
            for (version, number) in versions(&state, *account).into_iter().zip(1..) {
                numbers.insert(VersionRef { account: *account, version }, number);
            }
        }
        Self { state, register, labels, numbers }
    }

    pub(crate) fn person(&self, id: PersonId) -> String {
        self.state.people.get(&id).map_or_else(|| id.to_string(), |one| one.name.clone())
    }

    pub(crate) fn device(&self, id: DeviceId) -> String {
        self.state.devices.get(&id).map_or_else(|| id.to_string(), |one| one.label.clone())
    }

    pub(crate) fn label(&self, id: AccountId) -> String {
        self.labels.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// The accounts of this label, or id.
    pub(crate) fn accounts(&self, asked: &str) -> Vec<AccountId> {
        let is = |id: &AccountId, label: &str| {
            super::names::is(label, asked) || id.to_string() == asked.trim()
        };
        self.labels.iter().filter(|(id, label)| is(id, label)).map(|(id, _)| *id).collect()
    }

    /// Which key of its account it is, from 1.
    pub(crate) fn number(&self, at: VersionRef) -> Option<u32> {
        self.numbers.get(&at).copied()
    }

    pub(crate) fn given_to(&self, id: GivenId) -> Option<&ledger::Given> {
        self.register.given.get(&id)
    }

    pub(crate) fn group(&self, id: GroupId) -> String {
        match id {
            GroupId::EVERYONE => "everyone".to_owned(),
            GroupId::ADMINISTRATORS => "administrators".to_owned(),
            GroupId::AUDITORS => "auditors".to_owned(),
            team => {
                let known = self.state.teams.get(&team);
                known.map_or_else(|| team.to_string(), |team| team.name.clone())
            }
        }
    }

    pub(crate) fn target(&self, target: Target) -> String {
        match target {
            Target::Person(person) => self.person(person),
            Target::Device(device) => self.device(device),
        }
    }

    fn request(&self, id: RequestId) -> Option<&ledger::Requested> {
        self.register.requests.get(&id)
    }

    /// "key 3".
    pub(crate) fn key(&self, at: VersionRef) -> Option<String> {
        self.number(at).map(|number| format!("key {number}"))
    }
}

/// The lines of an entry: at least one.
pub(crate) fn lines(names: &Names, entry: &LogEntry) -> Vec<LogLine> {
    let mut said: Vec<(Said, bool)> = Vec::new();
    if entry.kept_back {
        said.push((Said { what: "kept-back", ..Said::default() }, entry.counts));
    }
    if entry.person.is_none() {
        said.push((Said { what: "kit-used", ..Said::default() }, entry.counts));
    }
    for logged in &entry.ops {
        let of = if matches!(logged.op, Op::Leaving(_)) && !entry.leaving.is_empty() {
            Vec::new()
        } else {
            say(names, &logged.op)
        };
        said.extend(of.into_iter().map(|one| (one, logged.counts)));
    }
    said.extend(entry.leaving.iter().map(|act| (leaving(names, act), entry.counts)));
    let line = |(said, counts): (Said, bool)| LogLine {
        at: entry.wall.0,
        person: entry.person.map(|person| names.person(person)),
        device: names.device(entry.at.device),
        what: said.what.to_owned(),
        account: said.account.map(|account| names.label(account)),
        name: said.name,
        detail: said.detail.filter(|detail| !detail.is_empty()),
        counts,
        routine: said.routine,
        entry: Some(entry.at.hash.to_string()),
    };
    said.into_iter().map(line).collect()
}

/// The line of a record of use.
pub(crate) fn use_line(names: &Names, used: &Used) -> LogLine {
    let device = names.state.devices.get(&used.device);
    LogLine {
        at: used.at,
        person: device.map(|device| names.person(device.person)),
        device: names.device(used.device),
        what: use_kind(used.kind).to_owned(),
        account: used.account.map(|account| names.label(account)),
        name: None,
        detail: None,
        counts: true,
        routine: false,
        entry: None,
    }
}

pub(crate) fn use_kind(kind: UseKind) -> &'static str {
    match kind {
        UseKind::CopiedCode => "copied-code",
        UseKind::ShowedCode => "showed-code",
        UseKind::ShowedKey => "showed-key",
        UseKind::Exported => "exported",
        UseKind::ReadNotice => "read-notice",
    }
}

pub(crate) fn route_kind(route: Route) -> &'static str {
    match route {
        Route::Phone => "given-phone",
        Route::Paper => "given-paper",
        Route::File => "given-file",
        Route::Shown => "given-shown",
        Route::Export => "given-export",
        Route::Other => "given-other",
    }
}

fn say(names: &Names, op: &Op) -> Vec<Said> {
    let (what, name) = match op {
        Op::Genesis(op) => ("founded", op.name.clone()),
        Op::PersonSet(op) => ("person", op.name.clone()),
        Op::DeviceAdd(op) => {
            return vec![with(("device-added", names.person(op.person)), &op.label)];
        }
        Op::Promote(op) => return vec![promoted(names, op)],
        Op::Stop(op) => {
            let what = match op.target {
                Target::Person(_) => "person-removed",
                Target::Device(_) => "device-removed",
            };
            return vec![with((what, names.target(op.target)), &op.reason)];
        }
        Op::TeamSet(op) => ("team", op.name.clone()),
        Op::TeamPeople(op) => {
            let team = names.group(op.group);
            let line = |what| {
                let team = team.clone();
                move |person: &PersonId| with((what, names.person(*person)), &team)
            };
            let joined = op.add.iter().map(line("team-joined"));
            return joined.chain(op.remove.iter().map(line("team-left"))).collect();
        }
        Op::FirmSet(op) => ("firm-named", op.name.clone()),
        Op::StoreSet(op) => ("place", place::address_of(&op.text).to_owned()),
        Op::RulesSet(op) => {
            let two = if op.two_people { "yes" } else { "no" };
            let months = op.keep_use_months;
            ("rules", format!("two administrators: {two}; records of use: {months} months"))
        }
        Op::RecoveryNew(_) => return vec![Said { what: "kit-new", ..Said::default() }],
        Op::Leaving(_) => return vec![Said { what: "leaving", ..Said::default() }],
        Op::Epoch(op) => return vec![routine("group-key", Some(names.group(op.group)))],
        Op::WrapMore(op) => return vec![routine("group-key-passed", Some(names.group(op.group)))],
        Op::Seals(op) => return vec![routine("sealed", Some(names.group(op.group)))],
        Op::Checkpoint(_) => return vec![routine("stated", None)],
        Op::Unknown(_) => return vec![routine("unknown", None)],
        about_account => return vec![say_of_account(names, about_account)],
    };
    vec![Said { what, name: Some(name), ..Said::default() }]
}

fn say_of_account(names: &Names, op: &Op) -> Said {
    let of = |what, account, name: Option<String>, detail: Option<String>| Said {
        what,
        account: Some(account),
        name,
        detail,
        routine: false,
    };
    match op {
        Op::Grant(op) => of("shared", op.account, Some(names.group(op.group)), None),
        Op::Ungrant(op) => of("unshared", op.account, Some(names.group(op.group)), None),
        Op::AccountSet(op) => {
            let live = op.state == AccountUse::Live;
            of(if live { "in-use" } else { "put-away" }, op.account, None, None)
        }
        Op::Version(op) => {
            let fresh = op.origin == Origin::Fresh;
            let at = VersionRef { account: op.account, version: op.version };
            of(if fresh { "key-new" } else { "key-back" }, op.account, None, names.key(at))
        }
        Op::DetailsSet(op) => of("details", op.account, None, None),
        Op::Confirm(op) => of("key-confirmed", op.at.account, None, names.key(op.at)),
        Op::Give(op) => give(names, op),
        Op::GivenSet(op) => given_set(names, op),
        Op::StepSet(op) => step(names, op),
        Op::Request(op) => {
            let reason = Some(op.reason.clone());
            of("asked", op.account, Some(names.person(op.to)), reason)
        }
        Op::Approve(op) => {
            let asked = names.request(op.request);
            Said {
                what: if op.granted { "approved" } else { "refused" },
                account: asked.map(|asked| asked.account),
                name: asked.map(|asked| names.person(asked.to)),
                ..Said::default()
            }
        }
        Op::Note(op) => {
            let detail = Some(op.text.clone());
            Said { what: "note", account: op.account, detail, ..Said::default() }
        }
        _ => routine("unknown", None),
    }
}

fn give(names: &Names, op: &Give) -> Said {
    let number = op.number.map(|number| format!("no. {number}"));
    let reason = Some(op.reason.clone()).filter(|reason| !reason.is_empty());
    let parts: Vec<String> = [names.key(op.at), number, reason].into_iter().flatten().collect();
    Said {
        what: route_kind(op.route),
        account: Some(op.at.account),
        name: Some(names.person(op.to)),
        detail: Some(parts.join(", ")),
        routine: false,
    }
}

fn given_set(names: &Names, op: &GivenSet) -> Said {
    let given = names.given_to(op.given);
    Said {
        what: match op.fate {
            Fate::Received => "given-received",
            Fate::Returned => "given-returned",
            Fate::Destroyed => "given-destroyed",
            Fate::Lost => "given-lost",
        },
        account: given.map(|given| given.version.account),
        name: given.map(|given| names.person(given.to)),
        detail: given.and_then(|given| given.number).map(|number| format!("no. {number}")),
        routine: false,
    }
}

fn step(names: &Names, op: &StepSet) -> Said {
    let what = match (op.step, op.answer) {
        (Step::Begun, StepAnswer::Yes) => "step-begun",
        (Step::Begun, _) => "step-put-off",
        (Step::PasswordChanged, StepAnswer::Yes) => "step-password",
        (Step::PasswordChanged, StepAnswer::NotYet) => "step-password-not-yet",
        (Step::PasswordChanged, StepAnswer::NotNeeded) => "step-password-not-needed",
        (Step::OldMethodRemoved, StepAnswer::Yes) => "step-method",
        (Step::OldMethodRemoved, StepAnswer::NotYet) => "step-method-not-yet",
        (Step::OldMethodRemoved, StepAnswer::NotNeeded) => "step-method-not-needed",
    };
    Said { what, account: Some(op.at.account), detail: names.key(op.at), ..Said::default() }
}

fn leaving(names: &Names, act: &LeavingAct) -> Said {
    match act {
        LeavingAct::Depart(act) => with(("leaving-begun", names.target(act.who)), &act.note),
        LeavingAct::Answer(act) => Said {
            what: "leaving-answer",
            account: act.account,
            detail: Some(act.text.clone()),
            ..Said::default()
        },
        LeavingAct::SignOff(act) => {
            Said { what: "leaving-signed-off", detail: Some(act.text.clone()), ..Said::default() }
        }
    }
}

fn promoted(names: &Names, op: &Promote) -> Said {
    let role = if op.rank == Rank::DEPUTY { "deputy" } else { "administrator" };
    with(("appointed", names.person(op.person)), role)
}

fn with((what, name): (&'static str, String), detail: &str) -> Said {
    Said { what, name: Some(name), detail: Some(detail.to_owned()), ..Said::default() }
}

fn routine(what: &'static str, name: Option<String>) -> Said {
    Said { what, name, routine: true, ..Said::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages;

    #[test]
    fn every_kind_of_line_has_words() {
        for kind in KINDS {
            let values = [("name", "N"), ("account", "A"), ("detail", "D")];
            assert!(messages::text(&format!("log-{kind}"), values).is_some(), "log-{kind}");
        }
    }
}

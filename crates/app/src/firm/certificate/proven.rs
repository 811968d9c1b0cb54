//! Checking a certificate against an export of the firm's log: what it says is worked out again from
//! the log, as far as its maker knew it.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    AccountId, Answered, Audit, Departure, DepartureId, DeviceId, Firm, Hash, LeavingAnswer,
    LogEntry, LogPoint, Op, PersonId, Role, SignedOff, Target, Time,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::checked::{self, CheckedCertificate, changed};
use super::rests::{BEGUN, CHANGED, End, Rests, SIGNED_OFF};
use super::written::{self, ABOUT, ACCOUNT, ANSWERS, AnswerPart, ENTRIES, LOG};
use super::{File, Made};
use crate::Error;
use crate::error::Result;
use crate::firm::audit_file::open_audit;
use crate::firm::leavers::{Known, departure_view, name_of};
use crate::firm::views::DepartureKindView;

/// What only devices' own reports, or sealed words, say: a log cannot tell.
const NOT_IN_THE_LOG: [&str; 3] = ["have", "lack", "exception"];

/// The part of `about` that a leaving is made of again.
#[derive(Deserialize)]
struct About {
    departure: String,
    who: Who,
    kind: DepartureKindView,
    last_day: Option<u64>,
    made_at: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Who {
    Person(String),
    Device(String),
}

/// Checks a certificate, and every statement of it that the firm's log can answer, with an export
/// of that log, as `docs/certificate-format.md` says. `first` is the hash of the firm's first entry,
/// from somewhere else than the files.
///
/// # Errors
/// As [`super::check_certificate`] and [`crate::firm::verify_audit`]; `certificate.other-log` for
/// another firm's, `certificate.old-log` for an export that is older than the certificate,
/// `certificate.maker` when who made it might not, `certificate.differs` naming the part that the
/// log gives otherwise.
pub fn prove_certificate(
    certificate: &[u8],
    log: &[u8],
    first: Option<&str>,
) -> Result<CheckedCertificate> {
    let (file, device) = checked::read(certificate)?;
    let (audit, _) = open_audit(log, first)?;
    if audit.pin.firm.to_string() != file.signed.firm {
        return Err(Error::new("certificate.other-log"));
    }
    let ends: Vec<End> = part(&file.parts, LOG)?;
    let ends: Option<Vec<LogPoint>> = ends.iter().map(End::point).collect();
    let ends = ends.ok_or_else(|| changed(LOG))?;
    if ends.iter().any(|end| !audit.has(end.hash)) {
        return Err(Error::new("certificate.old-log"));
    }
    let mut firm = audit.until(&ends).map_err(|cause| differs(LOG).because(cause))?;
    let derived = derived(&mut firm, &file, device)?;
    compare(&file.parts, &derived)?;
    let told = checked::told(&file, device);
    let unknown = unknown(&audit, &mut firm, told.made_at)?;
    Ok(CheckedCertificate { proven: true, unknown, ..told })
}

/// How many entries of the log claim to be no later than the certificate, and its maker did not know.
fn unknown(audit: &Audit, firm: &mut Firm, made_at: u64) -> Result<usize> {
    let mut all = audit.check().map_err(|cause| differs(LOG).because(cause))?;
    let known: BTreeSet<Hash> = firm.log().iter().map(|entry| entry.at.hash).collect();
    let before = |entry: &&LogEntry| entry.wall.0 <= made_at && !known.contains(&entry.at.hash);
    Ok(all.log().iter().filter(before).count())
}

/// The parts as the log gives them.
fn derived(firm: &mut Firm, file: &File, device: DeviceId) -> Result<Map<String, Value>> {
    let may = matches!(firm.state().role(device), Some(Role::Administrator | Role::Auditor));
    if !may {
        return Err(Error::new("certificate.maker"));
    }
    let about: About = part(&file.parts, ABOUT)?;
    let (id, leaving) = leaving_of(firm, file, &about)?;
    let known = Known::gather(firm, BTreeMap::new());
    let view = departure_view(firm, id, &leaving, &known);
    let state = firm.state();
    let person = state.devices.get(&device).map(|one| one.person);
    let by = name_of(state, person);
    let made = Made { at: about.made_at, by, firm: state.name.clone() };
    written::parts(firm, (&leaving, &view), &made)
}

/// The leaving, from what the certificate says of it and who wrote those entries.
fn leaving_of(firm: &mut Firm, file: &File, about: &About) -> Result<(DepartureId, Departure)> {
    let log = firm.log();
    let by_hash: BTreeMap<String, &LogEntry> =
        log.iter().map(|one| (one.at.hash.to_string(), one)).collect();
    let entry = |hash: &str, name: &str| {
        let found = by_hash.get(hash).copied().filter(|entry| is_about_a_leaving(entry));
        found.ok_or_else(|| differs(name))
    };
    let rows: Vec<Rests> = part(&file.parts, ENTRIES)?;
    let called = |what: &str| {
        let rows = rows.iter().filter(move |row| row.what == what);
        rows.map(|row| entry(&row.entry, ENTRIES)).collect::<Result<Vec<_>>>()
    };
    let begun = *called(BEGUN)?.first().ok_or_else(|| differs(ENTRIES))?;
    let mut answers = BTreeMap::new();
    for said in part::<Vec<AnswerPart>>(&file.parts, ANSWERS)? {
        let answered = answered(&said, entry(&said.entry, ANSWERS)?, about)?;
        answers.insert((answered.answer.question, answered.answer.account), answered);
    }
    let sign_off = |one: &LogEntry| SignedOff {
        by: one.at,
        at: one.wall,
        person: one.person,
        text: String::new(),
    };
    let mut leaving = Departure {
        by: begun.at,
        changed: called(CHANGED)?.first().map_or(begun.at, |one| one.at),
        at: begun.wall,
        begun_by: begun.person,
        who: who(&about.who)?,
        kind: about.kind.into(),
        last_day: about.last_day.map(Time),
        note: String::new(),
        answers,
        sign_offs: called(SIGNED_OFF)?.into_iter().map(sign_off).collect(),
    };
    firm.drop_overtaken(&mut leaving);
    Ok((id(&about.departure)?, leaving))
}

/// Whether an entry counts, and its author wrote something about a leaving in it: what, is sealed.
fn is_about_a_leaving(entry: &LogEntry) -> bool {
    entry.ops.iter().any(|logged| logged.counts && matches!(logged.op, Op::Leaving(_)))
}

fn answered(said: &AnswerPart, entry: &LogEntry, about: &About) -> Result<Answered> {
    let answer = LeavingAnswer {
        departure: id(&about.departure)?,
        question: said.question.into(),
        account: said.account.as_deref().map(id::<AccountId>).transpose()?,
        choice: said.choice.into(),
        person: None,
        due: None,
        text: String::new(),
    };
    Ok(Answered { by: entry.at, at: entry.wall, answered_by: entry.person, answer })
}

fn who(who: &Who) -> Result<Target> {
    Ok(match who {
        Who::Person(text) => Target::Person(id::<PersonId>(text)?),
        Who::Device(text) => Target::Device(id::<DeviceId>(text)?),
    })
}

/// Every part that the log gives must be what the certificate says.
fn compare(said: &Map<String, Value>, derived: &Map<String, Value>) -> Result<()> {
    if let Some(name) = said.keys().find(|name| !is_known(name)) {
        return Err(differs(name));
    }
    for name in [ABOUT, ENTRIES, LOG] {
        if said.get(name) != derived.get(name) {
            return Err(differs(name));
        }
    }
    let (said_answers, answers): (Vec<AnswerPart>, Vec<AnswerPart>) =
        (part(said, ANSWERS)?, part(derived, ANSWERS)?);
    if !said_answers.iter().map(written).eq(answers.iter().map(written))
        || !said_answers.iter().zip(&answers).all(|(one, other)| has_label(one, other))
    {
        return Err(differs(ANSWERS));
    }
    let (said, derived) = (accounts(said)?, accounts(derived)?);
    for (id, (name, account)) in &said {
        if derived.get(id).is_none_or(|(_, other)| !is_same(id, account, other)) {
            return Err(differs(name));
        }
    }
    if said.len() == derived.len() { Ok(()) } else { Err(differs(ACCOUNT)) }
}

/// Who wrote an answer, when, in which entry, and about which account.
fn written(answer: &AnswerPart) -> (&str, u64, &str, Option<&str>) {
    (&answer.by, answer.at, &answer.entry, answer.account.as_deref())
}

/// Whether an answer calls its account as the log does, as far as the export opens the label.
fn has_label(said: &AnswerPart, derived: &AnswerPart) -> bool {
    derived.label == derived.account || said.label == derived.label
}

fn is_known(name: &str) -> bool {
    let is_account = name.strip_prefix(ACCOUNT).is_some_and(|rest| rest.starts_with(' '));
    is_account || [ABOUT, ANSWERS, ENTRIES, LOG].contains(&name)
}

/// Whether an account is as the log gives it; its label as far as the export opens it.
fn is_same(id: &str, said: &Value, derived: &Value) -> bool {
    let mut said = said.clone();
    if derived["label"] == id {
        said["label"] = derived["label"].clone();
    }
    said == *derived
}

/// The accounts by id, with the name of their part, without what a log cannot tell.
fn accounts(parts: &Map<String, Value>) -> Result<BTreeMap<String, (String, Value)>> {
    let mut found = BTreeMap::new();
    for (name, account) in parts.iter().filter(|(name, _)| name.starts_with(ACCOUNT)) {
        let mut account = account.clone();
        if let Some(account) = account.as_object_mut() {
            account.retain(|key, _| !NOT_IN_THE_LOG.contains(&key.as_str()));
        }
        let text = |key| account.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (id, label) = (text("id"), text("label"));
        let is_named = name.split_once(": ").is_some_and(|(_, named)| named == label);
        if found.insert(id, (name.clone(), account)).is_some() || !is_named {
            return Err(differs(name));
        }
    }
    Ok(found)
}

fn part<T: DeserializeOwned>(parts: &Map<String, Value>, name: &str) -> Result<T> {
    let part = parts.get(name).cloned().unwrap_or_default();
    serde_json::from_value(part).map_err(|error| changed(name).because(error))
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| changed(ABOUT))
}

fn differs(part: &str) -> Error {
    Error::new("certificate.differs").with("part", part)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parts() -> Map<String, Value> {
        let account = json!({
            "id": "a1", "label": "VAT", "state": "replaced", "replaced_by": "Alice", "ways": [],
            "have": ["Bob, PC"], "lack": [], "exception": null,
        });
        let answer = json!({
            "question": "told", "account": null, "label": null, "choice": "yes", "person": null,
            "due": null, "by": "Alice", "at": 5, "entry": "e1",
        });
        let parts = json!({
            "about": { "person": "Sam", "signed_off_by": "Bob" },
            "account 1: VAT": account,
            "answers": [answer],
            "entries": [{ "what": "begun", "entry": "e0" }],
            "log": [],
        });
        parts.as_object().cloned().unwrap_or_default()
    }

    /// The part of which is said that it differs, when one value of a certificate is another.
    fn told(part: &str, pointer: &str, value: Value) -> Option<String> {
        let mut said = parts();
        *said.get_mut(part).and_then(|part| part.pointer_mut(pointer)).expect(pointer) = value;
        let error = compare(&said, &parts()).err()?;
        assert_eq!(error.code(), "certificate.differs");
        Some(error.args().get("part").cloned().unwrap_or_default())
    }

    #[test]
    fn what_the_log_gives_otherwise_is_named() {
        let differs = [
            ("about", "/signed_off_by", json!("Ann")),
            ("account 1: VAT", "/state", json!("replaced_before")),
            ("account 1: VAT", "/replaced_by", json!("Bob")),
            ("account 1: VAT", "/ways", json!([{ "route": "app" }])),
            ("answers", "/0/by", json!("Bob")),
            ("answers", "/0/at", json!(6)),
            ("entries", "/0/what", json!("removed")),
        ];
        for (part, pointer, value) in differs {
            assert_eq!(told(part, pointer, value).as_deref(), Some(part), "{pointer}");
        }
    }

    #[test]
    fn what_a_log_cannot_tell_is_left_to_who_made_it() {
        for (part, pointer, value) in [
            ("account 1: VAT", "/have", json!([])),
            ("account 1: VAT", "/exception", json!("closed")),
            ("answers", "/0/choice", json!("no")),
        ] {
            assert_eq!(told(part, pointer, value), None, "{pointer}");
        }
    }

    #[test]
    fn an_account_is_neither_left_out_nor_made_up_nor_said_twice() {
        let mut without = parts();
        let account = without.remove("account 1: VAT").expect("it is there");
        assert!(compare(&without, &parts()).is_err());
        assert!(compare(&parts(), &without).is_err());
        let mut twice = parts();
        twice.insert("account 2: VAT".to_owned(), account);
        assert!(compare(&twice, &parts()).is_err());
    }

    #[test]
    fn a_part_that_nobody_looks_at_is_refused() {
        for name in ["note", "account1: VAT", "Account 2: VAT"] {
            let mut said = parts();
            said.insert(name.to_owned(), json!("all is well"));
            let error = compare(&said, &parts()).expect_err(name);
            assert_eq!(error.args().get("part").map(String::as_str), Some(name));
        }
    }

    #[test]
    fn a_label_counts_where_the_export_opens_it() {
        assert_eq!(
            told("account 1: VAT", "/label", json!("PAYE")).as_deref(),
            Some("account 1: VAT")
        );
        let mut derived = parts();
        let mut account = derived.remove("account 1: VAT").expect("it is there");
        account["label"] = json!("a1");
        derived.insert("account 1: a1".to_owned(), account);
        assert!(compare(&parts(), &derived).is_ok());
        let mut said = parts();
        let account = said.remove("account 1: VAT").expect("it is there");
        said.insert("account 1: PAYE".to_owned(), account);
        assert!(compare(&said, &parts()).is_err(), "a part is called as its account");
    }
}

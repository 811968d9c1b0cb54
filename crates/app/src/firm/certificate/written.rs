//! Writing a certificate.

use std::collections::BTreeMap;

use ledger::{Departure, Firm, Target};
use paper::{Attachment, Block, Document, Fact, Notice, Section, Sign, Table};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::rests::{End, rests_on};
use super::{FORMAT, File, Made, hash, signed, title};
use crate::error::Result;
use crate::firm::leavers::name_of;
use crate::firm::status::label_of;
use crate::firm::views::{
    ChoiceView, DepartureAccountView, DepartureView, QuestionView, ReplacingView, StepAnswerView,
    WayView,
};
use crate::{Error, messages};

/// The names of the parts; of an account's, with its place and label behind it.
pub(super) const ABOUT: &str = "about";
pub(super) const ACCOUNT: &str = "account";
pub(super) const ANSWERS: &str = "answers";
pub(super) const ENTRIES: &str = "entries";
pub(super) const LOG: &str = "log";

/// An answer in a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerPart {
    pub question: QuestionView,
    /// The account's id, and its label.
    pub account: Option<String>,
    pub label: Option<String>,
    pub choice: ChoiceView,
    pub person: Option<String>,
    pub due: Option<u64>,
    pub by: String,
    pub at: u64,
    /// The hash of the entry.
    pub entry: String,
}

/// What a certificate says, part by part.
pub(super) fn parts(
    firm: &mut Firm,
    (leaving, view): (&Departure, &DepartureView),
    made: &Made,
) -> Result<Map<String, Value>> {
    let mut parts = Map::new();
    parts.insert(ABOUT.to_owned(), about(firm, (leaving, view), made));
    for (index, account) in view.accounts.iter().enumerate() {
        parts.insert(format!("{ACCOUNT} {}: {}", index + 1, account.label), self::account(account));
    }
    parts.insert(ANSWERS.to_owned(), to_value(&answers(firm, leaving))?);
    parts.insert(ENTRIES.to_owned(), to_value(&rests_on(firm, leaving))?);
    parts.insert(LOG.to_owned(), to_value(&End::all(firm))?);
    Ok(parts)
}

/// The certificate as JSON, signed.
pub(super) fn json(firm: &Firm, parts: Map<String, Value>) -> Result<Vec<u8>> {
    let hashes = parts
        .iter()
        .map(|(name, part)| Ok((name.clone(), hash(part)?)))
        .collect::<Result<BTreeMap<_, _>>>()?;
    let signed = signed(firm, hashes)?;
    super::bytes(&File { format: FORMAT.to_owned(), parts, signed })
}

fn about(firm: &Firm, (leaving, view): (&Departure, &DepartureView), made: &Made) -> Value {
    let who = match leaving.who {
        Target::Person(id) => json!({ "person": id.to_string() }),
        Target::Device(id) => json!({ "device": id.to_string() }),
    };
    json!({
        "firm": made.firm,
        "first_entry": firm.pin().genesis.to_string(),
        "departure": view.id,
        "who": who,
        "person": view.name,
        "device": view.device,
        "kind": view.kind,
        "begun_at": view.begun_at,
        "begun_by": view.begun_by,
        "last_day": view.last_day,
        "removed_at": view.removed_at,
        "open_since": view.open_since,
        "open_until": view.open_until,
        "hours_open": hours(view, made.at),
        "left_to_do": view.left,
        "signed_off_by": view.signed_off_by,
        "signed_off_at": view.signed_off_at,
        "made_at": made.at,
        "made_by": made.by,
    })
}

/// An account without what others have of it, which is nobody else's business.
fn account(view: &DepartureAccountView) -> Value {
    json!({
        "id": view.id,
        "label": view.label,
        "ways": view.ways,
        "state": view.state,
        "version": view.version,
        "replaced_by": view.replaced_by,
        "replaced_at": view.replaced_at,
        "begun_by": view.begun_by,
        "confirmed": view.confirmed,
        "have": view.have,
        "lack": view.lack,
        "password": view.password,
        "old_method": view.old_method,
        "exception": view.exception,
    })
}

/// The answers without their words, which may be nobody else's business; an exception has its
/// reason with its account.
fn answers(firm: &mut Firm, leaving: &Departure) -> Vec<AnswerPart> {
    let part = |answered: &ledger::Answered| {
        let ledger::LeavingAnswer { question, account, choice, person, due, .. } = &answered.answer;
        AnswerPart {
            question: (*question).into(),
            account: account.map(|account| account.to_string()),
            label: account.map(|account| label_of(firm, account)),
            choice: (*choice).into(),
            person: person.map(|person| name_of(firm.state(), Some(person))),
            due: due.map(|due| due.0),
            by: name_of(firm.state(), answered.answered_by),
            at: answered.at.0,
            entry: answered.by.hash.to_string(),
        }
    };
    leaving.answers.values().map(part).collect()
}

fn to_value(part: &impl Serialize) -> Result<Value> {
    serde_json::to_value(part).map_err(|error| Error::new("bug.unexpected").because(error))
}

/// Hours during which somebody might have got in who should not, rounded up.
pub(crate) fn hours(view: &DepartureView, now: u64) -> u64 {
    let until = view.open_until.unwrap_or(now);
    until.saturating_sub(view.open_since).div_ceil(3600)
}

/// The certificate as PDF.
pub(super) fn pdf(view: &DepartureView, made: &Made, json: &[u8]) -> Result<Vec<u8>> {
    let document = Document {
        title: words("cert-title", &[("name", &title(view))]),
        firm: made.firm.clone(),
        made_at: messages::zoned(made.at),
        made_by: made.by.clone(),
        lead: words("cert-lead", &[]),
        sections: vec![
            Section { heading: String::new(), blocks: vec![state(view)] },
            Section { heading: words("cert-about", &[]), blocks: vec![facts(view, made.at)] },
            Section { heading: words("cert-keys", &[]), blocks: keys(view) },
            Section { heading: words("cert-had", &[]), blocks: vec![had(view)] },
            Section { heading: words("cert-exceptions", &[]), blocks: vec![exceptions(view)] },
        ],
        footer: words("cert-footer", &[]),
        attachment: Some(Attachment {
            name: "certificate.json".to_owned(),
            kind: "application/json".to_owned(),
            description: words("cert-attached", &[]),
            bytes: json.to_vec(),
        }),
    };
    Ok(document.to_pdf()?)
}

fn state(view: &DepartureView) -> Block {
    let name = [("name", view.name.as_str())];
    let (sign, word, text) = match (&view.signed_off_by, view.left.is_empty()) {
        (Some(by), true) => {
            let at = messages::moment(view.signed_off_at.unwrap_or_default());
            let text = words("cert-closed", &[("by", by), ("at", &at)]);
            (Sign::Done, "cert-word-closed", text)
        }
        (_, true) => (Sign::Note, "cert-word-unsigned", words("cert-unsigned", &[])),
        (_, false) => (Sign::Attention, "cert-word-open", words("cert-open", &name)),
    };
    Block::Notice(Notice { sign, word: words(word, &[]), text })
}

/// What somebody's leaving is, as ids of words have it.
pub(crate) fn kind_word(view: &DepartureView) -> String {
    let kind = serde_json::to_value(view.kind).ok();
    kind.as_ref().and_then(Value::as_str).unwrap_or_default().replace('_', "-")
}

fn facts(view: &DepartureView, now: u64) -> Block {
    let moment = |at: Option<u64>| at.map_or_else(|| words("cert-not-yet", &[]), messages::moment);
    let kind = kind_word(view);
    let fact = |label: &str, value: String| Fact { label: words(label, &[]), value };
    Block::Facts(vec![
        fact("cert-person", title(view)),
        fact("cert-kind", words(&format!("cert-kind-{kind}"), &[])),
        fact("cert-begun", format!("{}, {}", moment(Some(view.begun_at)), view.begun_by)),
        fact("cert-last-day", moment(view.last_day)),
        fact("cert-removed", moment(view.removed_at)),
        fact("cert-hours", hours(view, now).to_string()),
    ])
}

fn keys(view: &DepartureView) -> Vec<Block> {
    let rows = view.accounts.iter().map(|one| {
        let when = one.replaced_at.map(messages::moment).unwrap_or_default();
        let devices = words(
            "cert-devices",
            &[
                ("have", &one.have.len().to_string()),
                ("all", &(one.have.len() + one.lack.len()).to_string()),
            ],
        );
        vec![
            one.label.clone(),
            words(state_id(one.state), &[]),
            when,
            one.replaced_by.clone().unwrap_or_default(),
            step(one.password),
            devices,
        ]
    });
    let headings = ["account", "state", "replaced", "by", "password", "devices"];
    let rows = rows.collect();
    vec![Block::Table(Table {
        headings: headings.map(|id| words(&format!("cert-col-{id}"), &[])).to_vec(),
        rows,
        when_empty: words("cert-no-keys", &[]),
    })]
}

fn had(view: &DepartureView) -> Block {
    let mut rows = Vec::new();
    for account in &view.accounts {
        for way in &account.ways {
            rows.push(vec![
                account.label.clone(),
                format!("v{}", way.version),
                route(way),
                messages::moment(way.since),
            ]);
        }
    }
    let headings = ["account", "key", "route", "since"];
    Block::Table(Table {
        headings: headings.map(|id| words(&format!("cert-col-{id}"), &[])).to_vec(),
        rows,
        when_empty: words("cert-no-keys", &[]),
    })
}

fn route(way: &WayView) -> String {
    let route = serde_json::to_value(way.route).ok();
    let route = route.as_ref().and_then(Value::as_str).unwrap_or_default();
    let word = words(&format!("cert-route-{route}"), &[]);
    if way.detail.is_empty() { word } else { format!("{word}: {}", way.detail) }
}

fn exceptions(view: &DepartureView) -> Block {
    let excepted = view
        .accounts
        .iter()
        .filter_map(|one| Some(vec![one.label.clone(), one.exception.clone()?]));
    Block::Table(Table {
        headings: ["account", "reason"].map(|id| words(&format!("cert-col-{id}"), &[])).to_vec(),
        rows: excepted.collect(),
        when_empty: words("cert-no-exceptions", &[]),
    })
}

fn step(answer: Option<StepAnswerView>) -> String {
    let id = match answer {
        Some(StepAnswerView::Yes) => "cert-yes",
        Some(StepAnswerView::NotYet) => "cert-not-yet",
        Some(StepAnswerView::NotNeeded) => "cert-not-needed",
        None => return String::new(),
    };
    words(id, &[])
}

fn state_id(state: ReplacingView) -> &'static str {
    match state {
        ReplacingView::Planned => "replacing-planned",
        ReplacingView::NotBegun => "replacing-not-begun",
        ReplacingView::Begun => "replacing-begun",
        ReplacingView::Rivals => "replacing-rivals",
        ReplacingView::Captured => "replacing-captured",
        ReplacingView::Replaced => "replacing-replaced",
        ReplacingView::ReplacedBefore => "replacing-replaced-before",
        ReplacingView::Kept => "replacing-kept",
        ReplacingView::Excepted => "replacing-excepted",
    }
}

fn words(id: &str, args: &[(&str, &str)]) -> String {
    messages::text(id, args.iter().copied()).unwrap_or_default()
}

//! Sam leaves: five people, two of them administrators, twelve accounts, seven devices. After each
//! step, what the program says is compared with a list that was worked out by hand.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use xtask::server::Postgres;

use crate::desk::Desk;
use crate::firm::{Firm, Place};
use crate::leaver::answer_all;
use crate::stores::in_postgres;

/// Sam's by his team, in the app.
const IN_THE_APP: [&str; 4] = ["Agent services", "Corporation Tax", "Income Tax", "VAT"];
const ON_PAPER: &str = "PAYE";
const ON_THE_PHONE: &str = "CIS";
/// Sam's mobile gets its text messages; he never had its key.
const BY_TEXT: &str = "Xero";
const OTHERS: [&str; 5] = ["Companies House", "Dext", "FreeAgent", "Pensions", "Sage"];

/// The times, in Unix seconds, at which codes are compared.
const TIMES: [&str; 3] = ["59", "1111111109", "2000000000"];

/// Alice, Bob and Carol at one desk each, Dan and Sam at two.
struct Office {
    firm: Firm,
    dan: [Desk; 2],
    sam: [Desk; 2],
}

/// What is to be seen, worked out by hand.
struct Expected<'a> {
    /// The accounts whose key must be replaced.
    must: &'a [&'a str],
    /// Of each key on paper or on a phone: the account, the route, and whether the key is in use.
    register: &'a [(&'a str, &'a str, bool)],
    /// People whose devices make codes of Sam's four accounts with the newest key.
    tax: &'a [&'a str],
    /// And of all others.
    payroll: &'a [&'a str],
}

#[test]
fn sam_leaves_a_firm_in_a_folder() {
    story(&Office::new(Firm::of_three()));
}

#[test]
fn sam_leaves_a_firm_in_a_database() {
    let Some(server) = Postgres::start().unwrap() else { return };
    let place: Place = in_postgres(&server);
    story(&Office::new(Firm::of_three_at(place, &["--own-sign-in"])));
}

/// A secret key in base32: the `number`th.
fn key(number: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digit = |place: usize| char::from(letters[(number * 7 + place * (number + 3)) & 31]);
    (0..32).map(digit).collect()
}

fn labels() -> Vec<&'static str> {
    [&IN_THE_APP[..], &[ON_PAPER, ON_THE_PHONE, BY_TEXT], &OTHERS].concat()
}

impl Office {
    fn new(firm: Firm) -> Self {
        let [dan, sam] = [[Desk::new(), Desk::new()], [Desk::new(), Desk::new()]];
        firm.alice.ok(&["team", "create", "Payroll"]);
        for (name, team, desks) in [("Dan", "Payroll", &dan), ("Sam", "Tax", &sam)] {
            firm.enrol_on(&desks[0], (name, &format!("{name} laptop")), &["--team", team]);
            firm.enrol_on(&desks[1], (name, &format!("{name} PC")), &["--further-device"]);
        }
        for (number, label) in labels().into_iter().enumerate() {
            let team = if IN_THE_APP.contains(&label) { "Tax" } else { "Payroll" };
            firm.alice.add(label, &key(number)).ok();
            firm.alice.ok(&["share", label, "--team", team]);
        }
        Self { firm, dan, sam }
    }

    /// Everybody but Sam, whose devices stay offline; then the administrators again, to hear what
    /// the others have.
    fn sync_all_but_sam(&self) {
        self.firm.sync_all();
        self.dan.iter().for_each(|desk| drop(desk.ok(&["sync"])));
        self.firm.alice.ok(&["sync"]);
        self.firm.bob.ok(&["sync"]);
    }

    fn check(&self, desk: &Desk, step: &str, expected: &Expected<'_>) {
        let must = strings(&desk.json(&["firm", "status", "--json"])["must_replace"]);
        assert_eq!(must, set(expected.must), "must be replaced after: {step}");
        let rows = desk.json(&["handout", "list", "--json"]);
        let register: BTreeSet<(String, String, bool)> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                assert_eq!(row["person"], "Sam");
                (text(&row["label"]), text(&row["route"]), row["in_use"].as_bool().unwrap())
            })
            .collect();
        let by_hand = expected.register.iter();
        let by_hand = by_hand.map(|(label, route, used)| ((*label).into(), (*route).into(), *used));
        assert_eq!(register, by_hand.collect(), "register after: {step}");
        for (label, holders) in holders(desk) {
            let by_hand =
                if IN_THE_APP.contains(&&*label) { expected.tax } else { expected.payroll };
            assert_eq!(holders, set(by_hand), "who makes codes of {label} after: {step}");
        }
    }
}

/// People of whose devices all have the newest key, by account.
fn holders(desk: &Desk) -> BTreeMap<String, BTreeSet<String>> {
    let views = desk.json(&["holders", "--json"]);
    let people = |view: &Value| {
        let devices = view["devices"].as_array().unwrap();
        let mut has: BTreeMap<String, bool> = BTreeMap::new();
        for one in devices {
            *has.entry(text(&one["person"])).or_insert(true) &= one["version"] == view["version"];
        }
        has.into_iter().filter(|(_, all)| *all).map(|(person, _)| person).collect()
    };
    let views = views.as_array().unwrap().iter();
    views.map(|view| (text(&view["label"]), people(view))).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn strings(value: &Value) -> BTreeSet<String> {
    value.as_array().unwrap().iter().map(text).collect()
}

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn codes(desk: &Desk, at: &str) -> BTreeMap<String, String> {
    let labels = desk.labels().into_iter();
    labels
        .map(|label| {
            let code = desk.ok(&["code", &label, "--at", at]);
            (label, code)
        })
        .collect()
}

fn story(office: &Office) {
    let Office { firm, sam, .. } = office;
    let Firm { alice, bob, .. } = firm;
    sam.iter().for_each(|desk| drop(desk.ok(&["sync"])));
    office.sync_all_but_sam();
    let everybody = ["Alice", "Bob", "Carol", "Sam"];
    let (tax, payroll) = (&everybody[..3], &["Alice", "Bob", "Dan"][..]);
    let shared = Expected { must: &[], register: &[], tax: &everybody, payroll };
    office.check(alice, "all is shared", &shared);

    hand_out(office);
    let given = [(ON_PAPER, "paper", true), (ON_THE_PHONE, "phone", true)];
    office.check(alice, "given on paper and on a phone", &Expected { register: &given, ..shared });
    let had = [&IN_THE_APP[..], &[ON_PAPER, ON_THE_PHONE]].concat();
    let before: Vec<_> = TIMES.iter().map(|at| codes(&sam[0], at)).collect();
    for (at, codes) in TIMES.iter().zip(&before) {
        assert_eq!(codes.len(), 6);
        for (label, code) in codes {
            assert_eq!(&alice.ok(&["code", label.trim_end_matches('*'), "--at", at]), code);
        }
    }

    // From here on Sam's devices are offline.
    alice.ok(&["leaver", "start", "Sam", "--note", "New job", "--yes"]);
    let gone = Expected { must: &had, register: &given, tax, payroll };
    office.check(alice, "Sam is out", &gone);
    check_ways(alice);
    ask(office);
    office.check(bob, "what he had besides is asked", &gone);

    let replaced_by = [[&IN_THE_APP[..3], &[]].concat(), vec!["VAT", ON_PAPER, ON_THE_PHONE]];
    let mut left = had.clone();
    for (desk, labels) in [alice, bob].into_iter().zip(&replaced_by) {
        for label in labels {
            replace(desk, label);
            left.retain(|one| one != label);
            let must = strings(&desk.json(&["firm", "status", "--json"])["must_replace"]);
            assert_eq!(must, set(&left), "after {label} was replaced");
            let receipts = &desk.json(&["holders", label, "--json"])[0];
            assert_eq!(receipts["version"], 2);
            let all = receipts["devices"].as_array().unwrap().iter();
            let have = all.filter(|one| one["version"] == 2 && one["this"] != true);
            assert_eq!(have.count(), 0, "only who replaced {label} has it yet: {receipts}");
        }
    }
    bob.run(&["leaver", "sign-off", "Sam"]).refused(1, "something is left to do");
    confirm(office, &replaced_by);
    office.sync_all_but_sam();
    let retired = [(ON_PAPER, "paper", false), (ON_THE_PHONE, "phone", false)];
    let done = Expected { must: &[], register: &retired, tax, payroll };
    for desk in [alice, bob] {
        office.check(desk, "all keys are replaced and are everywhere", &done);
    }
    sign_off(office, &had);
    nothing_of_sams_is_in_use(office, &before);
}

/// PAYE on paper, CIS on the phone; Sam sets both up in an app of his own.
fn hand_out(office: &Office) {
    let Office { firm: Firm { alice, .. }, sam, .. } = office;
    let file = |name: &str| alice.folder().join(name).display().to_string();
    let (paper, phone) = (file("sam.pdf"), file("sam.png"));
    let said = alice.ok(&["handout", ON_PAPER, "--to", "Sam", "--out", &paper]);
    assert_eq!(said, format!("Wrote paper no. 0001, Sam to {paper}.\n"));
    alice.ok(&["give", ON_THE_PHONE, "--phone", "--to", "Sam", "--out", &phone]);
    let number = labels().iter().position(|label| *label == ON_PAPER).unwrap();
    sam[0].add(&format!("{ON_PAPER}*"), &key(number)).ok();
    sam[0].ok(&["add", "--label", &format!("{ON_THE_PHONE}*"), "--qr", &phone]);
}

/// What Sam had, by which way, as the leaving says it.
fn check_ways(desk: &Desk) {
    let view = desk.json(&["leaver", "status", "Sam", "--json"]);
    let way = |one: &Value| (text(&one["route"]), text(&one["detail"]), one["version"].clone());
    let ways: BTreeMap<String, BTreeSet<String>> = view["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            assert_eq!(row["state"], "not_begun");
            let ways = row["ways"].as_array().unwrap().iter().map(way);
            let ways = ways.map(|(route, detail, key)| format!("{route} {detail} {key}"));
            (text(&row["label"]), ways.collect())
        })
        .collect();
    let mut by_hand: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for label in IN_THE_APP {
        by_hand.insert(label.to_owned(), set(&["app Sam laptop 1", "app Sam PC 1"]));
    }
    by_hand.insert(ON_PAPER.to_owned(), set(&["paper 0001 1"]));
    by_hand.insert(ON_THE_PHONE.to_owned(), set(&["phone  1"]));
    assert_eq!(ways, by_hand);
}

/// His mobile is a backup method; and who replaces which key.
fn ask(office: &Office) {
    let Firm { alice, bob, .. } = &office.firm;
    answer_all(alice, "Sam");
    let answer = ["leaver", "answer", "Sam"];
    let mobile = ["phone-number", "yes", "--account", BY_TEXT, "--text", "his mobile ..771"];
    alice.ok(&[&answer[..], &mobile].concat());
    alice.ok(&[&answer[..], &["phone-number", "yes"]].concat());
    alice.ok(&[&answer[..], &["knew-passwords", "yes"]].concat());
    let vat = ["assigned", "yes", "--account", "VAT", "--person", "Bob", "--due", "2099-01-02"];
    bob.ok(&[&answer[..], &vat].concat());
    let said = bob.ok(&["leaver", "status", "Sam"]);
    assert!(said.contains("Phone number is a method (Xero)  yes  his mobile ..771"), "{said}");
    assert!(said.contains("for Bob by 2 Jan 2099"), "{said}");
}

/// The new key of an account, at its service.
fn new_key(label: &str) -> String {
    key(12 + labels().iter().position(|one| *one == label).unwrap())
}

fn replace(desk: &Desk, label: &str) {
    let said = desk.run_with(&["replace", label, "--key", "-"], &new_key(label)).ok();
    assert!(said.starts_with(&format!("Replaced the key of '{label}'.\n")), "{said}");
}

/// Each confirms what the other replaced, and says that the password was changed.
fn confirm(office: &Office, replaced_by: &[Vec<&str>; 2]) {
    let Firm { alice, bob, .. } = &office.firm;
    for (desk, labels) in [bob, alice].into_iter().zip(replaced_by) {
        desk.ok(&["sync"]);
        for label in labels {
            desk.ok(&["confirm", label, "--accepted"]);
            desk.ok(&["replace", label, "--password-changed", "yes"]);
        }
    }
}

/// The second administrator signs off, and the certificate names every key.
fn sign_off(office: &Office, had: &[&str]) {
    let Firm { alice, bob, .. } = &office.firm;
    assert_eq!(bob.ok(&["handout", "returned", "1"]), "paper no. 0001, Sam: returned.\n");
    alice.run(&["leaver", "sign-off", "Sam"]).refused(1, "another administrator");
    bob.ok(&["leaver", "sign-off", "Sam", "--text", "Checked"]);
    let json = bob.ok(&["certificate", "Sam", "--json"]);
    verify(bob, &json);
    let says: Value = serde_json::from_str(&json).unwrap();
    let parts: Vec<&String> = says["parts"].as_object().unwrap().keys().collect();
    for label in had {
        assert!(parts.iter().any(|part| part.ends_with(label)), "{label} in {parts:?}");
    }
    for label in labels() {
        let number = labels().iter().position(|one| *one == label).unwrap();
        assert!(!json.contains(&key(number)) && !json.contains(&new_key(label)), "{label}");
    }
    let pdf = bob.folder().join("sam.pdf").display().to_string();
    bob.ok(&["certificate", "Sam", "--out", &pdf]);
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    let view = bob.json(&["leaver", "status", "Sam", "--json"]);
    assert_eq!((&view["left"], &view["signed_off_by"]), (&json!([]), &json!("Bob")));
}

/// Anybody works it out again from the log, and is told where a copy of it says otherwise.
fn verify(desk: &Desk, json: &str) {
    let file = |name: &str, text: &str| {
        let path = desk.folder().join(name).display().to_string();
        std::fs::write(&path, text).unwrap();
        path
    };
    let log = desk.folder().join("log.json").display().to_string();
    desk.ok(&["audit", "export", &log]);
    let path = file("sam.json", json);
    let told = desk.json(&["audit", "verify", &path, "--log", &log, "--json"]);
    assert_eq!((&told["person"], &told["accounts"]), (&json!("Sam"), &json!(6)));
    assert_eq!((&told["complete"], &told["proven"]), (&json!(true), &json!(true)));
    let first = told["first_entry"].as_str().unwrap();
    let said = desk.ok(&["audit", "verify", &path, "--log", &log, "--first", first]);
    assert!(said.contains("and the firm's log says the same, as far as"), "{said}");
    let alone = desk.ok(&["audit", "verify", &path]);
    assert!(alone.contains("this file alone cannot show: check it with --log."), "{alone}");
    let other = "a".repeat(first.len());
    desk.run(&["audit", "verify", &path, "--first", &other]).refused(4, "of another firm");
    let changed = file("changed.json", &json.replace("\"person\": \"Sam\"", "\"person\": \"Pam\""));
    desk.run(&["audit", "verify", &changed, "--log", &log]).refused(4, "The part that differs:");
    desk.run(&["audit", "verify", &log, "--log", &log]).refused(1, "no certificate");
}

/// Sam's laptop and PC, with their keyrings, never heard of any of it: they go on making codes, and
/// none is one that anybody else makes for any account.
fn nothing_of_sams_is_in_use(office: &Office, before: &[BTreeMap<String, String>]) {
    let Office { firm: Firm { alice, .. }, sam, .. } = office;
    for (at, before) in TIMES.iter().zip(before) {
        let now = codes(alice, at);
        assert_eq!(now.len(), 12);
        assert_eq!(&codes(&sam[0], at), before, "the same as ever");
        let of_pc = codes(&sam[1], at);
        assert_eq!(of_pc.len(), 4);
        let sams: BTreeSet<&String> = before.values().chain(of_pc.values()).collect();
        for (label, code) in &now {
            assert!(!sams.contains(code), "Sam makes the code of {label} at {at}");
        }
    }
}

//! The JSON shapes that other programs rely on, key by key.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, Done, KEY, OTHER_KEY, finish};
use crate::firm::Firm;

const HOTP: &str = "otpauth://hotp/A:me?secret=JBSWY3DPEHPK3PXP&counter=7";

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn the_list_has_the_documented_keys_and_no_others() {
    let desk = Desk::new();
    assert_eq!(desk.json(&["list", "--json"]), json!([]));
    desk.run_with(&["add", "--label", "VAT", "--key", "-", "--user-id-hint", "4417"], KEY).ok();
    desk.run_with(&["add", "--label", "Counter", "--uri", "-"], HOTP).ok();
    let list = desk.json(&["list", "--json"]);
    let id = list[0]["id"].as_str().unwrap().to_owned();
    assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    assert_eq!(
        list[0],
        json!({"id": id, "label": "Counter", "user_id_hint": null, "type": "hotp", "digits": 6,
               "period": null, "key_version": 1})
    );
    let (vat, id) = (&list[1], list[1]["id"].clone());
    assert_eq!(
        *vat,
        json!({"id": id, "label": "VAT", "user_id_hint": "4417", "type": "totp", "digits": 6,
               "period": 30, "key_version": 1})
    );
}

#[test]
fn a_code_has_the_documented_keys_and_no_others() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    let code = desk.json(&["code", "VAT", "--at", "59", "--json"]);
    let next = desk.ok(&["code", "VAT", "--at", "59", "--next"]);
    assert_eq!(
        code,
        json!({"id": code["id"], "label": "VAT", "code": code["code"], "valid_from": 30,
               "valid_until": 60, "next": next.trim_end()})
    );
    desk.run_with(&["add", "--label", "Counter", "--uri", "-"], HOTP).ok();
    let counter = desk.json(&["code", "Counter", "--json"]);
    assert_eq!(counter["valid_until"], Value::Null);
    assert_eq!(counter["next"], Value::Null);
}

#[test]
fn what_is_inspected_has_the_documented_keys_and_the_secret_only_when_asked() {
    let desk = Desk::new();
    let text = "otpauth://totp/Org:me?secret=JBSWY3DPEHPK3PXP&issuer=A\nnonsense\n";
    let shown = desk.run_with(&["inspect", "-", "--json", "--show-key"], text).ok();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(
        shown,
        json!({"accounts": [{"type": "totp", "issuer": "A", "account": "me", "label_issuer": "Org",
                             "secret_hex": "48656c6c6f21deadbeef", "algorithm": "SHA1",
                             "digits": 6, "period": 30, "counter": null}],
               "skipped": [{"where": "line 2", "why": shown["skipped"][0]["why"],
                            "code": "uri.not-a-uri"}]})
    );
    let hidden = desk.run_with(&["inspect", "-", "--json"], text).ok();
    let hidden: Value = serde_json::from_str(&hidden).unwrap();
    assert!(!keys(&hidden["accounts"][0]).contains(&"secret_hex"));
}

#[test]
fn an_error_is_one_line_with_code_kind_and_both_sentences() {
    let desk = Desk::new();
    let usage = desk.run(&["list", "--json", "--bogus"]);
    assert_eq!(usage.error()["kind"], "usage");
    assert_eq!(usage.code, 2);
    desk.add("VAT", KEY).ok();
    let refused = desk.run(&["code", "No such", "--json"]);
    assert_eq!(refused.err.lines().count(), 1);
    let error = refused.error();
    assert_eq!(keys(&error), ["code", "kind", "next", "what"]);
    assert_eq!((&error["code"], &error["kind"]), (&json!("account.not-found"), &json!("user")));
    assert!(refused.out.is_empty());
}

#[test]
fn an_added_account_is_told_with_its_look_alike() {
    let desk = Desk::new();
    desk.add("HMRC – VAT – Leeds", KEY).ok();
    let args = ["add", "--label", "HMRC – VAT – London", "--key", "-", "--json"];
    let added: Value = serde_json::from_str(&desk.run_with(&args, OTHER_KEY).ok()).unwrap();
    assert_eq!(keys(&added), ["id", "label", "look_alike", "outcome"]);
    assert_eq!(added["outcome"], "added");
    assert_eq!(added["look_alike"], json!({"label": "HMRC – VAT – Leeds", "words": ["London"]}));
}

#[test]
fn every_command_that_takes_json_prints_one_line_of_it_and_no_prose() {
    let firm = Firm::of_three();
    let alice = &firm.alice;
    for folder in ["moved", "another"] {
        fs::create_dir(alice.folder().join(folder)).unwrap();
    }
    let mut asked = Asked::default();
    of_the_vault(&mut asked, alice);
    of_people(&mut asked, &firm);
    of_leaving(&mut asked, &firm);
    of_the_firm(&mut asked, &firm);
    // A certificate is the signed file as it is, over many lines.
    asked.commands.insert("certificate".to_owned());
    assert_eq!(asked.commands, taking_json(alice, &[]));
}

fn of_the_vault(asked: &mut Asked, alice: &Desk) {
    asked.with(alice, "add", &["--label", "VAT", "--key", "-"], KEY);
    asked.of(alice, "list", &[]);
    asked.of(alice, "list", &["--removed"]);
    asked.of(alice, "code", &["VAT"]);
    asked.with(alice, "inspect", &["-"], HOTP);
    asked.of(alice, "doctor", &[]);
    let sealed = ["b", "--backup-passphrase-file", "-"];
    asked.with(alice, "backup", &sealed, "copper lamp");
    asked.with(alice, "restore", &sealed, "copper lamp");
    let restored = [&sealed[..], &["--yes", "--profile", "new"]].concat();
    asked.with(alice, "restore", &restored, "copper lamp");
    let read = ["b", "--passphrase-file", "-", "--json"];
    let read = finish(&mut alice.program("sixboard-backup", &read), b"copper lamp");
    assert_eq!(only_json(&read)["keys"][0]["label"], "VAT");
}

fn of_people(asked: &mut Asked, firm: &Firm) {
    let (alice, store) = (&firm.alice, firm.place.address.as_str());
    let (dan, eve) = (Desk::new(), Desk::new());
    let code = asked.of(alice, "invite", &["Dan"])["code"].clone();
    asked.with(&dan, "join", &["--store", store], code.as_str().unwrap());
    assert_eq!(asked.of(&dan, "join", &["--give-up"]), json!({"waiting": false}));
    assert_eq!(asked.of(alice, "invite", &["Dan", "--close"]), json!({"closed": "Dan"}));
    let code = asked.of(alice, "invite", &["Eve"])["code"].clone();
    let joined = asked.with(&eve, "join", &["--store", store], code.as_str().unwrap());
    asked.of(alice, "requests", &[]);
    asked.of(alice, "approve", &["Eve", "--digits", joined["digits"].as_str().unwrap()]);
    asked.of(&eve, "sync", &[]);
    asked.of(alice, "people", &[]);
    asked.of(alice, "people appoint", &["Carol", "--role", "deputy"]);
    asked.of(alice, "people remove", &["Eve", "--yes"]);
    asked.of(alice, "device", &[]);
    asked.of(alice, "team create", &["Payroll"]);
    asked.of(alice, "team add", &["Payroll", "Bob"]);
    asked.of(alice, "team remove", &["Payroll", "Bob"]);
    asked.of(alice, "team move", &["Carol", "--from", "Tax", "--to", "Payroll"]);
    asked.of(alice, "team list", &[]);
    asked.of(alice, "share", &["VAT", "--team", "Payroll"]);
    asked.of(alice, "holders", &[]);
    asked.of(alice, "unshare", &["VAT", "--team", "Payroll"]);
}

fn of_leaving(asked: &mut Asked, firm: &Firm) {
    let alice = &firm.alice;
    let planned = ["Carol", "--last-day", "2099-03-31"];
    asked.of(alice, "leaver start", &planned);
    asked.of(alice, "leaver status", &["Carol"]);
    asked.of(alice, "leaver answer", &["Carol", "knew-passwords", "no"]);
    asked.refused(alice, "leaver sign-off", &["Carol"]);
    asked.refused(alice, "leaver remove", &["Nobody"]);
    asked.of(alice, "replace", &["VAT", "--password-changed", "yes"]);
    asked.of(alice, "give", &["VAT", "--phone", "--to", "Bob", "--out", "bob.png"]);
    asked.of(alice, "handout", &["VAT", "--to", "Bob", "--out", "bob.pdf"]);
    asked.of(alice, "handout list", &[]);
    for fate in ["received", "returned", "destroyed", "lost"] {
        asked.of(alice, &format!("handout {fate}"), &["1"]);
    }
    asked.of(alice, "approval ask", &["VAT", "--to", "Bob", "--route", "paper"]);
    asked.of(alice, "approval list", &[]);
    asked.refused(alice, "approval grant", &["none"]);
    asked.refused(alice, "approval refuse", &["none"]);
}

fn of_the_firm(asked: &mut Asked, firm: &Firm) {
    let alice = &firm.alice;
    let other = ["Other", "--me", "Ann", "--store", "another", "--profile", "other"];
    asked.of(alice, "firm create", &other);
    asked.of(alice, "firm status", &[]);
    asked.of(alice, "verify", &[]);
    asked.of(alice, "redo", &[]);
    asked.of(alice, "firm rules", &["--keep-use", "36"]);
    asked.of(alice, "audit", &["--what", "shared"]);
    asked.of(alice, "audit export", &["log.json"]);
    asked.of(alice, "audit verify", &["log.json"]);
    asked.of(alice, "who", &["VAT"]);
    asked.of(alice, "report", &["integrity"]);
    asked.of(alice, "firm set-store", &["moved"]);
    asked.refused(alice, "firm sign-in", &[]);
    let sheets = ["--sheets-file", "-"];
    let old = firm.sheets.join("\n");
    assert_eq!(asked.with(alice, "kit check", &sheets, &old), json!({"proven": true}));
    let made = asked.with(alice, "kit make", &sheets, &old);
    let both = made["sheets"].as_array().unwrap().iter().map(|sheet| sheet.as_str().unwrap());
    let both = both.collect::<Vec<_>>().join("\n");
    let yes = ["Bob", "--sheets-file", "-", "--yes"];
    asked.with(alice, "kit use appoint", &["Carol", "--sheets-file", "-", "--yes"], &both);
    asked.of(alice, "device lost", &["Carol laptop", "--yes"]);
    asked.with(alice, "kit use remove", &yes, &both);
    let moved = alice.folder().join("moved").display().to_string();
    let recover = ["Alice", "--store", &moved, "--sheets-file", "-"];
    let new = Desk::new();
    new.protect();
    asked.with(&new, "kit recover", &recover, &both);
}

/// The commands that were given with `--json`.
#[derive(Default)]
struct Asked {
    commands: BTreeSet<String>,
}

impl Asked {
    #[track_caller]
    fn of(&mut self, desk: &Desk, command: &str, more: &[&str]) -> Value {
        self.with(desk, command, more, "")
    }

    #[track_caller]
    fn with(&mut self, desk: &Desk, command: &str, more: &[&str], input: &str) -> Value {
        only_json(&self.given(desk, command, more, input))
    }

    /// Where it could be done only with much more: what is wrong is JSON as well.
    #[track_caller]
    fn refused(&mut self, desk: &Desk, command: &str, more: &[&str]) {
        let done = self.given(desk, command, more, "");
        assert!(done.code != 0 && done.out.is_empty(), "{done:?}");
        assert_eq!(keys(&done.error()), ["code", "kind", "next", "what"]);
    }

    fn given(&mut self, desk: &Desk, command: &str, more: &[&str], input: &str) -> Done {
        self.commands.insert(command.to_owned());
        let words = command.split(' ').chain(more.iter().copied()).chain(["--json"]);
        desk.run_with(&words.collect::<Vec<_>>(), input)
    }
}

/// The one line that was printed; what was said beside it is JSON too, and no error.
#[track_caller]
fn only_json(done: &Done) -> Value {
    for line in done.err.lines() {
        let said: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{done:?}"));
        assert_eq!(keys(&said), ["warning"], "{done:?}");
    }
    assert_eq!((done.code, done.out.lines().count()), (0, 1), "{done:?}");
    serde_json::from_str(&done.out).unwrap_or_else(|_| panic!("{done:?}"))
}

/// The commands whose help names `--json`, as the help of those above them lists them.
fn taking_json(desk: &Desk, command: &[&str]) -> BTreeSet<String> {
    let help = desk.ok(&[command, &["--help"]].concat());
    let mut found = BTreeSet::new();
    let usage = help.lines().find(|line| line.starts_with("Usage: ")).unwrap();
    if help.contains("      --json") && !usage.ends_with("<COMMAND>") {
        found.insert(command.join(" "));
    }
    let below = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    for line in below.take_while(|line| !line.is_empty()) {
        // What goes on in the next line stands further in.
        let name = line.strip_prefix("  ").and_then(|line| line.split(' ').next()).unwrap_or("");
        if !name.is_empty() && name != "help" {
            found.extend(taking_json(desk, &[command, &[name]].concat()));
        }
    }
    found
}

#[test]
fn what_waits_to_be_sent_is_a_warning_beside_what_was_done() {
    let firm = Firm::of_three();
    fs::rename(&firm.place.address, format!("{} away", firm.place.address)).unwrap();
    let done = firm.alice.run(&["team", "create", "Payroll", "--json"]);
    let said: Value = serde_json::from_str(done.err.trim_end()).unwrap();
    assert_eq!(said["warning"]["code"], "store.gone");
    assert_eq!(keys(&said["warning"]), ["code", "next", "what"]);
    assert_eq!(only_json(&done), json!({"sent": false}));
}

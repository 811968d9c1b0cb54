//! `inspect` against every vector: URIs, transfer codes and pictures.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::desk::{Desk, Done, vector_files};

/// Reads one set-up code; says whether anything would come in.
fn inspected(desk: &Desk, uri: &str) -> (Value, Done) {
    let uri_or_input = if uri.contains('\0') { "-" } else { uri }; // no argument can hold it
    let done = desk.run_with(&["inspect", uri_or_input, "--json", "--show-key"], uri);
    (serde_json::from_str(&done.out).unwrap(), done)
}

/// Reasons of the two readers by themselves: `inspect` has both, and asks the right one.
const OF_ONE_READER: [&str; 2] = ["uri.migration", "migration.not-migration"];

fn cases(file: &Path) -> Vec<Value> {
    let cases: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let mut cases = cases.as_array().unwrap().clone();
    cases.retain(|case| !case["code"].as_str().is_some_and(|code| OF_ONE_READER.contains(&code)));
    cases
}

/// The accounts that were shown, in an order of their own: a picture may be read in any.
fn accounts(done: &Done) -> Vec<String> {
    let shown: Value = serde_json::from_str(&done.out).unwrap();
    let mut accounts: Vec<String> =
        shown["accounts"].as_array().unwrap().iter().map(Value::to_string).collect();
    accounts.sort();
    accounts
}

/// The fields of `expected` that a case states, compared with those of `account`.
fn assert_like(account: &Value, expected: &Value, case: &Value) {
    for (name, value) in expected.as_object().unwrap() {
        if !["secret_b32", "code", "notes"].contains(&name.as_str()) {
            assert_eq!(&account[name], value, "{name} of {case}");
        }
    }
    if expected.get("label_issuer").is_none() {
        assert_eq!(account["label_issuer"], Value::Null, "{case}");
    }
}

#[test]
fn every_set_up_code_is_read_or_refused_as_its_case_says() {
    let desk = Desk::new();
    let wanted = |name: &str| name.starts_with("otpauth") && name.ends_with(".json");
    for file in vector_files("otp", "", wanted) {
        for case in cases(&file) {
            let (shown, done) = inspected(&desk, case["uri"].as_str().unwrap());
            let accounts = shown["accounts"].as_array().unwrap();
            if case["ok"] == true {
                assert_eq!((accounts.len(), done.code), (1, 0), "{case} {}", done.out);
                assert_like(&accounts[0], &case["expect"], &case);
            } else {
                assert_eq!((accounts.len(), done.code), (0, 1), "{case} {}", done.out);
                let skipped = &shown["skipped"][0];
                assert!(!skipped["why"].as_str().unwrap().is_empty(), "{case}");
                if let Some(code) = case.get("code") {
                    assert_eq!(&skipped["code"], code, "{case}");
                }
            }
        }
    }
}

#[test]
fn every_transfer_code_gives_the_entries_of_its_case() {
    let desk = Desk::new();
    let wanted = |name: &str| name.contains("migration") && name.ends_with(".json");
    for file in vector_files("otp", "", wanted) {
        for case in cases(&file) {
            let (shown, done) = inspected(&desk, case["uri"].as_str().unwrap());
            let accounts = shown["accounts"].as_array().unwrap();
            let none = Vec::new();
            let entries = case["expect"]["entries"].as_array().unwrap_or(&none);
            assert_eq!(accounts.len(), entries.len(), "{case} {}", done.out);
            for (account, entry) in accounts.iter().zip(entries) {
                assert_like(account, entry, &case);
            }
            assert_eq!(done.code, i32::from(entries.is_empty()), "{case}");
        }
    }
}

#[test]
fn every_picture_of_a_set_up_code_is_read() {
    let desk = Desk::new();
    for index in vector_files("qr", "qr", |name| name.to_lowercase() == "index.json") {
        let folder = index.parent().unwrap();
        for case in cases(&index) {
            let name = case["file"].as_str().unwrap();
            let picture = folder.join(name);
            let expected = expected(&case);
            if !name.starts_with("own-") || !picture.is_file() {
                continue;
            }
            let picture = picture.display().to_string();
            let done = desk.run(&["inspect", "--qr", &picture, "--json", "--show-key"]);
            let direct = desk.run_with(&["inspect", "-", "--json", "--show-key"], &expected);
            assert_eq!(accounts(&done), accounts(&direct), "{name}");
        }
    }
}

fn expected(case: &Value) -> String {
    let texts = case["expected"].as_array().map(Vec::as_slice).unwrap_or_default();
    texts.iter().filter_map(Value::as_str).map(|text| format!("{text}\n")).collect()
}

#[test]
fn a_file_is_read_by_what_it_holds_and_not_by_its_name() {
    let desk = Desk::new();
    let text = desk.file("list.png", "otpauth://totp/A:me?secret=JBSWY3DPEHPK3PXP\n");
    assert_eq!(desk.json(&["inspect", "--file", &text, "--json"])["accounts"][0]["issuer"], "A");
    let picture = support::vectors().join("qr/own-01-clean.png");
    let copied = desk.folder().join("picture.txt");
    fs::copy(picture, &copied).unwrap();
    let shown = desk.json(&["inspect", "--file", copied.to_str().unwrap(), "--json"]);
    assert_eq!(shown["accounts"][0]["issuer"], "GOV.UK One Login");
    let junk = desk.folder().join("junk.txt");
    fs::write(&junk, b"\0\xff\xfe").unwrap();
    desk.run(&["inspect", "--file", junk.to_str().unwrap()]).refused(1, "");
}

#[test]
fn parts_of_a_transfer_that_are_missing_are_told() {
    let desk = Desk::new();
    let picture = support::vectors().join("qr/own-31-migration-2of3.png");
    let shown = desk.json(&["inspect", "--qr", picture.to_str().unwrap(), "--json"]);
    assert_eq!(shown["transfer"]["read"], 1);
    assert_eq!(shown["transfer"]["size"], 3);
}

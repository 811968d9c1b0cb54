//! The JSON shapes that other programs rely on, key by key.

use serde_json::{Value, json};

use crate::desk::{Desk, KEY, OTHER_KEY};

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

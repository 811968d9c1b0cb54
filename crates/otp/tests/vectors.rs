//! Every vector and case of `tests/vectors/otp`.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails and reports this way")]

mod support;

use otp::{Digits, Params, Period, code_at, code_since};
use secret::Secret;
use serde_json::Value;
use support::{algorithm, assert_account, bytes, json_files, text};

fn secret_of(vector: &Value) -> Secret {
    Secret::new(bytes(&vector["secret_hex"]))
}

fn digits(vector: &Value) -> Digits {
    Digits::new(vector["digits"].as_u64().unwrap()).unwrap()
}

#[test]
fn every_code_is_right() {
    let mut count = 0;
    for (file, json) in json_files(|name| name.starts_with("totp-vectors")) {
        for list in ["rfc6238_appendix_b", "totp"] {
            for vector in json[list].as_array().unwrap() {
                let period = Period::new(vector["period"].as_u64().unwrap()).unwrap();
                let params = Params::totp(algorithm(&vector["algo"]), digits(vector), period);
                let (t0, at) =
                    (vector["t0"].as_u64().unwrap(), vector["unix_time"].as_u64().unwrap());
                let code = code_since(&secret_of(vector), &params, t0, at).unwrap();
                assert_eq!(code.text.expose(), text(vector, "code"), "{file}: {vector}");
                assert!(code.valid_from <= at && at < code.valid_until);
                count += 1;
            }
        }
        for list in ["rfc4226_appendix_d", "hotp"] {
            for vector in json[list].as_array().unwrap() {
                let counter = vector["counter"].as_u64().unwrap();
                let params = Params::hotp(algorithm(&vector["algo"]), digits(vector), counter);
                let code = code_at(&secret_of(vector), &params, 0);
                assert_eq!(code.text.expose(), text(vector, "code"), "{file}: {vector}");
                count += 1;
            }
        }
        for vector in json["steam"].as_array().unwrap() {
            let at = vector["unix_time"].as_u64().unwrap();
            let code = code_at(&secret_of(vector), &Params::steam(), at);
            assert_eq!(code.text.expose(), text(vector, "code"), "{file}: {vector}");
            count += 1;
        }
    }
    println!("{count} codes");
    assert!(count >= 1000);
}

#[test]
fn every_uri_is_read_or_refused_as_its_case_says() {
    let mut count = 0;
    for (file, json) in json_files(|name| name.starts_with("otpauth")) {
        for case in json.as_array().unwrap() {
            let whose = format!("{file}: {}: {:.120}", text(case, "why"), text(case, "uri"));
            match otp::uri::parse(text(case, "uri")) {
                Ok(account) => {
                    assert_eq!(case["ok"], true, "accepted: {whose}");
                    assert_account(&account, &case["expect"], &whose);
                    let written = otp::uri::write(&account);
                    let again = otp::uri::parse(written.expose());
                    assert_eq!(again.as_ref(), Ok(&account), "round trip: {whose}");
                    assert!(!written.expose().contains('+'), "{whose}");
                }
                Err(error) => {
                    assert_eq!(case["ok"], false, "refused with {error}: {whose}");
                    assert!(otp::uri::UriError::CODES.contains(&error.code()));
                    if let Some(code) = case.get("code") {
                        assert_eq!(error.code(), *code, "{whose}");
                    }
                }
            }
            count += 1;
        }
    }
    println!("{count} URIs");
    assert!(count >= 200);
}

#[test]
fn every_transfer_code_is_read_or_refused_as_its_case_says() {
    let mut count = 0;
    for (file, json) in json_files(|name| name.contains("migration")) {
        for case in json.as_array().unwrap() {
            let whose = format!("{file}: {}: {:.120}", text(case, "why"), text(case, "uri"));
            match otp::migration::parse(text(case, "uri")) {
                Ok(batch) => {
                    assert_eq!(case["ok"], true, "accepted: {whose}");
                    assert_batch(&batch, &case["expect"], &whose);
                }
                Err(error) => {
                    assert_eq!(case["ok"], false, "refused with {error}: {whose}");
                    if let Some(code) = case.get("code") {
                        assert_eq!(error.code(), *code, "{whose}");
                    }
                }
            }
            count += 1;
        }
    }
    println!("{count} transfer codes");
    assert!(count >= 60);
}

fn assert_batch(batch: &otp::migration::Batch, expect: &Value, whose: &str) {
    assert_eq!(batch.version, expect["version"], "{whose}");
    assert_eq!(batch.size, expect["batch_size"], "{whose}");
    assert_eq!(batch.index, expect["batch_index"], "{whose}");
    assert_eq!(batch.id.unwrap_or(0), expect["batch_id"], "{whose}");
    let entries = expect["entries"].as_array().unwrap();
    assert_eq!(batch.accounts.len(), entries.len(), "{whose}");
    for (account, entry) in batch.accounts.iter().zip(entries) {
        assert_account(account, entry, whose);
    }
    let skipped: Vec<_> = batch.skipped.iter().map(|skipped| skipped.why.code()).collect();
    let expected = expect.get("skipped").and_then(Value::as_array).cloned().unwrap_or_default();
    assert_eq!(skipped, expected, "{whose}");
}

#[test]
fn every_typed_key_is_read_or_explained_as_its_case_says() {
    for (file, json) in json_files(|name| name.starts_with("typed")) {
        for case in json.as_array().unwrap() {
            let whose = format!("{file}: {}", text(case, "why"));
            match otp::typed::parse(text(case, "typed")) {
                Ok(key) => {
                    assert_eq!(case["ok"], true, "accepted: {whose}");
                    assert_eq!(key.secret.expose(), bytes(&case["secret_hex"]), "{whose}");
                    assert_eq!(key.bits, key.secret.expose().len() * 8);
                }
                Err(error) => {
                    assert_eq!(case["ok"], false, "refused with {error}: {whose}");
                    assert_eq!(error.code(), case["code"], "{whose}");
                    if let otp::typed::TypedKeyError::Character { position, .. } = error {
                        assert_eq!(position, case["position"], "{whose}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_list_and_an_export_in_any_order_give_all_their_accounts() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/otp");
    let list = std::fs::read_to_string(folder.join("otpauth-list.txt")).unwrap();
    let found = otp::text::read(&list);
    assert_eq!((found.accounts.len(), found.skipped.len()), (7, 0));
    assert_eq!(found.accounts[4].issuer, "Bänk & Söhne: Zürich");
    assert_eq!(found.accounts[4].account, "jürgen+tag@exämple.de");

    let export = std::fs::read_to_string(folder.join("google-migration-3-batches.txt")).unwrap();
    let lines: Vec<_> = export.lines().collect();
    let shuffled = [lines[2], lines[0], lines[2], lines[1], lines[0]].join("\r\n");
    let found = otp::text::read(&shuffled);
    assert_eq!(found, otp::text::read(&export));
    assert_eq!((found.accounts.len(), found.skipped.len()), (23, 0));
    assert_eq!((found.batches[0].read, found.batches[0].size), (3, 3));
    let found = otp::text::read(lines[1]);
    assert_eq!((found.accounts.len(), found.batches[0].read, found.batches[0].size), (10, 1, 3));
}

//! Codes, compared with the vectors and with an independent program.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::desk::{Desk, KEY, finish};

/// Each way of making codes, with so many keys each: every vector would take an hour of keyring.
const KEYS_OF_EACH: usize = 2;

fn vectors() -> Value {
    let file = support::vectors().join("otp/totp-vectors.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

/// What must be the same for two vectors to be codes of one account.
fn account_of(vector: &Value) -> String {
    let part = |name: &str| vector.get(name).map(Value::to_string).unwrap_or_default();
    ["secret_b32", "algo", "digits", "period", "tag"].map(part).join("|")
}

/// The vectors by account, of each kind only so many.
fn sample(vectors: &[Value]) -> Vec<Vec<&Value>> {
    let mut accounts: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for vector in vectors.iter().filter(|vector| vector["t0"].as_u64().unwrap_or(0) == 0) {
        accounts.entry(account_of(vector)).or_default().push(vector);
    }
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    accounts.retain(|_, vectors| {
        let tag = vectors[0].get("tag").and_then(Value::as_str).unwrap_or_default();
        let count = taken.entry(tag.to_owned()).or_default();
        *count += 1;
        *count <= KEYS_OF_EACH
    });
    accounts.into_values().collect()
}

#[test]
fn time_based_codes_are_those_of_the_vectors() {
    let desk = Desk::new();
    let all = vectors();
    for set in ["rfc6238_appendix_b", "totp"] {
        for account in sample(all[set].as_array().unwrap()) {
            let (number, first) = (desk_number(), account[0]);
            let label = format!("{set} {number}");
            let text = |name: &str| first[name].to_string().trim_matches('"').to_owned();
            let (digits, period) = (text("digits"), text("period"));
            let algorithm = text("algo");
            let mut args = vec!["add", "--label", &label, "--key", "-", "--digits", &digits];
            args.extend(["--period", &period, "--algorithm", &algorithm]);
            let added = desk.run_with(&args, first["secret_b32"].as_str().unwrap());
            if added.err.contains("Already here") || added.err.contains("too short") {
                continue;
            }
            added.ok();
            for vector in account {
                let at = vector["unix_time"].to_string();
                let code = desk.ok(&["code", &label, "--at", &at]);
                assert_eq!(code.trim_end(), vector["code"], "{vector}");
            }
        }
    }
}

/// A number that no other label of this run has.
fn desk_number() -> usize {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

#[test]
fn steam_codes_are_those_of_the_vectors() {
    let desk = Desk::new();
    let all = vectors();
    for (number, vector) in all["steam"].as_array().unwrap().iter().take(8).enumerate() {
        let label = format!("Steam {number}");
        let args = ["add", "--label", &label, "--key", "-", "--type", "steam"];
        let added = desk.run_with(&args, vector["secret_b32"].as_str().unwrap());
        if !added.err.contains("Already here") {
            added.ok();
            let at = vector["unix_time"].to_string();
            let code = desk.ok(&["code", &label, "--at", &at]);
            assert_eq!(code.trim_end(), vector["code"], "{vector}");
        }
    }
}

#[test]
fn counter_codes_step_on_with_each_use() {
    let desk = Desk::new();
    let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    desk.run_with(&["add", "--label", "Counter", "--key", "-", "--type", "hotp"], key).ok();
    let all = vectors();
    for vector in all["rfc4226_appendix_d"].as_array().unwrap() {
        desk.run(&["code", "Counter", "--at", "59"]).refused(1, "change with use");
        desk.run(&["code", "Counter", "--next"]).refused(1, "change with use");
        assert_eq!(desk.ok(&["code", "Counter"]).trim_end(), vector["code"], "{vector}");
    }
}

#[test]
fn codes_are_those_that_oathtool_computes() {
    let desk = Desk::new();
    if finish(&mut desk.session.command("oathtool"), b"").code == -1 {
        return support::not_run("comparison with oathtool", "it is not installed");
    }
    desk.add("VAT", KEY).ok();
    for at in [0_u64, 59, 1_111_111_111, 2_147_483_648, 20_000_000_000] {
        let mut oathtool = desk.session.command("oathtool");
        oathtool.args(["--totp", "--base32", "--now", &format!("@{at}"), "-"]);
        let theirs = finish(&mut oathtool, KEY.as_bytes());
        assert_eq!(desk.ok(&["code", "VAT", "--at", &at.to_string()]), theirs.ok(), "at {at}");
    }
}

#[test]
fn a_part_of_a_label_will_do_when_it_is_told_whose_code_it_is() {
    let desk = Desk::new();
    desk.add("HMRC – VAT – Leeds", KEY).ok();
    let code = desk.run(&["code", "leeds", "--at", "59"]);
    assert!(code.err.contains("'HMRC – VAT – Leeds'"), "{}", code.err);
    let whole = desk.run(&["code", "hmrc – vat – LEEDS", "--at", "59"]);
    assert_eq!((whole.out, whole.err), (code.out, String::new()));
}

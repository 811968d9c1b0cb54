//! Finding the vectors, and comparing accounts with what they expect.

use std::path::{Path, PathBuf};

use otp::{Account, Algorithm, Kind};
use serde_json::Value;

/// The vectors of the repository, and those beside the checkout where they exist; says which.
pub fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = root.join("../../tests/vectors/otp");
    let beside = root.join("../../../shared/samples");
    let has_beside = beside.is_dir();
    println!("comparing with ../shared/samples: {}", if has_beside { "yes" } else { "not there" });
    [Some(ours), has_beside.then_some(beside)].into_iter().flatten().collect()
}

/// Every file of the folders whose name passes `wanted`, with its JSON.
pub fn json_files(wanted: impl Fn(&str) -> bool) -> Vec<(String, Value)> {
    let mut files = Vec::new();
    for folder in folders() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.ends_with(".json") && wanted(&name) {
                let json = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
                files.push((path.display().to_string(), json));
            }
        }
    }
    assert!(!files.is_empty(), "no vectors were found");
    files
}

pub fn bytes(hex: &Value) -> Vec<u8> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_str().unwrap().as_bytes()).unwrap()
}

pub fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap()
}

pub fn algorithm(name: &Value) -> Algorithm {
    Algorithm::from_name(name.as_str().unwrap()).unwrap()
}

/// Fails, naming `whose`, where the account is not the expected one.
pub fn assert_account(account: &Account, expect: &Value, whose: &str) {
    let params = &account.params;
    let counter = match params.kind {
        Kind::Hotp { counter } => Some(counter),
        _ => None,
    };
    assert_eq!(params.kind.name(), expect["type"], "{whose}");
    assert_eq!(account.issuer, expect["issuer"], "{whose}");
    assert_eq!(account.account, expect["account"], "{whose}");
    let label_issuer = expect.get("label_issuer").and_then(Value::as_str);
    assert_eq!(account.label_issuer.as_deref(), label_issuer, "{whose}");
    assert_eq!(account.secret.expose(), bytes(&expect["secret_hex"]), "{whose}");
    assert_eq!(params.algorithm.name(), expect["algorithm"], "{whose}");
    assert_eq!(params.digits.value(), expect["digits"], "{whose}");
    assert_eq!(params.period(), expect["period"].as_u64(), "{whose}");
    assert_eq!(counter, expect["counter"].as_u64(), "{whose}");
}

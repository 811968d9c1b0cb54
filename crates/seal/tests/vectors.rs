//! Every frozen vector of `tests/vectors/seal`: what was sealed once opens for good.
//!
//! The vectors were computed by another implementation (Python's `cryptography`), so they also
//! show that the format is what its description says.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::PathBuf;

use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use seal::{Namespace, OpenError, blind_index, open, passphrase};
use secret::{Secret, SecretText};
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/seal")
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_else(|| panic!("no {field} in {case}"))
}

fn bytes(case: &Value, field: &str) -> Vec<u8> {
    HEX.decode(text(case, field).as_bytes()).unwrap()
}

fn outcome(opened: Result<Secret, OpenError>) -> String {
    match opened {
        Ok(plain) => format!("opens {}", HEX.encode(plain.expose())),
        Err(OpenError::UnknownVersion(version)) => format!("unknown-version {version}"),
        Err(OpenError::TooShort) => "too-short".to_owned(),
        Err(OpenError::Refused) => "refused".to_owned(),
        Err(OpenError::WrongPassphrase) => "wrong-passphrase".to_owned(),
        Err(OpenError::Damaged) => "damaged".to_owned(),
        Err(OpenError::Cost) => "cost".to_owned(),
        Err(other) => panic!("no case expects {other}"),
    }
}

fn run(namespace: Namespace, case: &Value) -> String {
    let input = bytes(case, "input");
    match text(case, "kind") {
        "seal" => {
            let key = Secret::new(bytes(case, "key"));
            outcome(open(&key, namespace, &bytes(case, "aad"), &input))
        }
        "passphrase" => {
            let typed = SecretText::copy_of(text(case, "passphrase"));
            outcome(passphrase::open(&typed, namespace, &bytes(case, "aad"), &input))
        }
        "blind-index" => {
            let key = Secret::new(bytes(case, "key"));
            format!("index {}", HEX.encode(&blind_index(&key, namespace, &input).unwrap()))
        }
        kind => panic!("unknown kind {kind}"),
    }
}

#[test]
fn every_namespace_has_vectors_good_and_bad_and_each_gives_what_it_expects() {
    for namespace in Namespace::ALL {
        let name = namespace.name().replace('/', "-");
        let file = std::fs::read(folder().join(format!("{name}.json"))).unwrap();
        let file: Value = serde_json::from_slice(&file).unwrap();
        assert_eq!(text(&file, "namespace"), namespace.name());
        let cases = file["cases"].as_array().unwrap();
        assert!(cases.len() >= 3, "{name} has too few cases");
        for case in cases {
            let expected = text(case, "expect");
            assert_eq!(run(namespace, case), expected, "{name}: {}", text(case, "name"));
        }
    }
}

#[test]
fn there_is_no_vector_file_without_a_namespace() {
    let files = std::fs::read_dir(folder()).unwrap();
    let json = files.filter(|file| {
        file.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "json")
    });
    assert_eq!(json.count(), Namespace::ALL.len());
}

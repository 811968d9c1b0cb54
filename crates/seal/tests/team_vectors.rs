//! Every frozen vector of `tests/vectors/seal/ts1`: each label of the team protocol, good and bad.
//!
//! The vectors were computed by another implementation (Python's `cryptography`, with HPKE put
//! together from RFC 9180), so they also show that the primitives are what they are called.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::path::PathBuf;

use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use seal::{
    Entropy, KemKey, KemPublic, Label, NoRandomness, OpenError, Signature, SigningKey, VerifyingKey,
};
use secret::Secret;
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/seal/ts1")
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_else(|| panic!("no {field} in {case}"))
}

fn bytes(case: &Value, field: &str) -> Vec<u8> {
    HEX.decode(text(case, field).as_bytes()).unwrap()
}

fn array<const N: usize>(case: &Value, field: &str) -> [u8; N] {
    bytes(case, field).try_into().unwrap()
}

fn outcome(opened: Result<Secret, OpenError>) -> String {
    match opened {
        Ok(plain) => format!("opens {}", HEX.encode(plain.expose())),
        Err(OpenError::Refused) => "refused".to_owned(),
        Err(OpenError::TooShort) => "too-short".to_owned(),
        Err(other) => panic!("no case expects {other}"),
    }
}

fn run(label: Label, case: &Value) -> String {
    match text(case, "kind") {
        "content" => content(label, case),
        "sign" => sign(label, case),
        "hash" => {
            format!("hash {}", HEX.encode(&seal::digest(label, &[&bytes(case, "input")])))
        }
        "derive" => {
            let key = Secret::new(bytes(case, "key"));
            let (salt, context) = (bytes(case, "salt"), bytes(case, "context"));
            let derived = seal::derive_secret(&key, &salt, label, &context).unwrap();
            format!("secret {}", HEX.encode(derived.expose()))
        }
        "wrap" => wrap(case),
        kind => panic!("unknown kind {kind}"),
    }
}

/// Opens; and what opens is also sealed to the same bytes.
fn content(label: Label, case: &Value) -> String {
    let key = Secret::new(bytes(case, "key"));
    let (context, aad, input) = (bytes(case, "context"), bytes(case, "aad"), bytes(case, "input"));
    let salt = array(case, "salt");
    let opened = seal::open_content(&key, label, &context, &salt, &aad, &input);
    if let Ok(plain) = &opened {
        let sealed = seal::seal_content(&key, label, &context, &salt, &aad, plain.expose());
        assert_eq!(sealed.unwrap(), input);
    }
    outcome(opened)
}

fn sign(label: Label, case: &Value) -> String {
    let message = bytes(case, "input");
    let signature = Signature(array(case, "signature"));
    if case["seed"].is_string() {
        let key = SigningKey::derive(&Secret::new(bytes(case, "seed"))).unwrap();
        assert_eq!(key.verifying_key(), VerifyingKey(array(case, "key")));
        assert_eq!(key.sign(label, &message), signature);
    }
    let verified = VerifyingKey(array(case, "key")).verify(label, &message, &signature);
    if verified.is_ok() { "signs".to_owned() } else { "refused".to_owned() }
}

fn wrap(case: &Value) -> String {
    let device = KemKey::derive(&Secret::new(bytes(case, "seed"))).unwrap();
    let (info, aad) = (bytes(case, "info"), bytes(case, "aad"));
    assert_eq!(device.public(), KemPublic(array(case, "public")));
    let wrapped = array(case, "input");
    let opened = device.unwrap(&info, &aad, &wrapped);
    if let (Ok(key), true) = (&opened, case["ephemeral"].is_string()) {
        let mut drawn = Fixed(array(case, "ephemeral"));
        let again = seal::wrap(&mut drawn, device.public(), &info, &aad, key).unwrap();
        assert_eq!(again, wrapped);
    }
    outcome(opened)
}

/// The one draw of a wrap.
struct Fixed([u8; 32]);

impl Entropy for Fixed {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        bytes.copy_from_slice(&self.0);
        Ok(())
    }
}

#[test]
fn every_label_has_vectors_and_each_gives_what_it_expects() {
    for label in Label::ALL {
        let name = label.text()[4..].trim_end_matches('\0').replace('/', "-");
        let file = std::fs::read(folder().join(format!("{name}.json"))).unwrap();
        let file: Value = serde_json::from_slice(&file).unwrap();
        assert_eq!(text(&file, "label"), label.text());
        let cases = file["cases"].as_array().unwrap();
        assert!(cases.len() >= 3, "{name} has too few cases");
        for case in cases {
            assert_eq!(run(*label, case), text(case, "expect"), "{name}: {}", text(case, "name"));
        }
    }
}

#[test]
fn there_is_no_vector_file_without_a_label() {
    assert_eq!(std::fs::read_dir(folder()).unwrap().count(), Label::ALL.len());
}

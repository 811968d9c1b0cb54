//! Certificates that are signed as they should be, and do not say what the log gives.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

use ledger::{Attestation, Firm};
use serde_json::{Map, Value, json};

use super::rests::SIGNED_OFF;
use super::written::{self, ABOUT, ENTRIES, LOG};
use super::{BASE64, FORMAT, File, bytes, hash, prove_certificate, signed, statement};
use crate::common::firm::enrolled;
use crate::common::office::{Office, leaving};
use crate::error::Error;
use crate::firm::views::{DepartureKindView, RoleView};

type Parts = Map<String, Value>;

/// Sam has left and nothing was replaced yet; Pam is staff.
struct Forger {
    office: Office,
    certificate: Vec<u8>,
    log: Vec<u8>,
    pam: Firm,
}

impl Forger {
    fn new() -> Self {
        let office = Office::new();
        let place = office.alice.folder.path().join("share").display().to_string();
        let pam = enrolled(&office.alice, &place, "Pam", RoleView::Staff);
        let pam = pam.app.glance_at_firm().unwrap().firm;
        office.alice.app.start_leaving(&leaving(DepartureKindView::Leaving)).unwrap();
        let certificate = office.alice.app.certificate("Sam").unwrap().json;
        let log = office.alice.app.export_audit().unwrap().0;
        Self { office, certificate, log, pam }
    }

    fn alice(&self) -> Firm {
        self.office.alice.app.glance_at_firm().unwrap().firm
    }

    fn parts(&self) -> Parts {
        serde_json::from_slice::<File>(&self.certificate).unwrap().parts
    }

    /// What is said of a certificate that Alice, who may make one, signed after a change.
    fn told(&self, change: impl FnOnce(&mut Parts)) -> Result<bool, Error> {
        let mut parts = self.parts();
        change(&mut parts);
        let forged = written::json(&self.alice(), parts).unwrap();
        prove_certificate(&forged, &self.log, None).map(|told| told.proven)
    }

    /// The part that is named when Alice signed something else.
    fn named(&self, change: impl FnOnce(&mut Parts)) -> String {
        let error = self.told(change).unwrap_err();
        assert_eq!(error.code(), "certificate.differs");
        error.args()["part"].clone()
    }
}

fn account(parts: &mut Parts) -> &mut Value {
    &mut parts["account 1: VAT"]
}

#[test]
fn who_may_make_a_certificate_cannot_sign_another_than_the_log_gives() {
    let forger = Forger::new();
    assert!(forger.told(|_| {}).unwrap(), "signed again, it is as good as before");
    let named = forger.named(|parts| account(parts)["state"] = json!("replaced"));
    assert_eq!(named, "account 1: VAT");
    let named = forger.named(|parts| account(parts)["ways"] = json!([]));
    assert_eq!(named, "account 1: VAT");
    let named = forger.named(|parts| {
        parts.remove("account 1: VAT");
    });
    assert_eq!(named, "account");
    let named = forger.named(|parts| parts[ABOUT]["left_to_do"] = json!([]));
    assert_eq!(named, ABOUT);
    let named = forger.named(|parts| parts[ABOUT]["person"] = json!("Bob"));
    assert_eq!(named, ABOUT);
}

#[test]
fn no_entry_is_taken_for_a_sign_off_that_is_about_no_leaving() {
    let forger = Forger::new();
    let first = forger.parts()[ABOUT]["first_entry"].clone();
    let named = forger.named(|parts| {
        parts[ABOUT]["signed_off_by"] = json!("Alice");
        let rows = parts[ENTRIES].as_array_mut().unwrap();
        let mut row = rows[0].clone();
        row["what"] = json!(SIGNED_OFF);
        row["entry"] = first;
        rows.push(row);
    });
    assert_eq!(named, ENTRIES);
}

#[test]
fn who_claims_to_know_less_of_the_log_is_told_of() {
    let forger = Forger::new();
    assert!(forger.told(|parts| parts[LOG] = json!([])).is_err(), "it rests on what is not known");
    let mine = forger.alice().device().to_string();
    let others = forger.told(|parts| {
        parts[LOG].as_array_mut().unwrap().retain(|end| end["device"] != json!(mine));
    });
    assert!(others.is_err(), "the leaving is not known then");
    let twice = forger.named(|parts| {
        let rows = parts[LOG].as_array_mut().unwrap();
        let again = rows[0].clone();
        rows.push(again);
    });
    assert_eq!(twice, LOG);
}

#[test]
fn who_may_make_no_certificate_makes_none() {
    let forger = Forger::new();
    let by_staff = written::json(&forger.pam, forger.parts()).unwrap();
    let refused = prove_certificate(&by_staff, &forger.log, None).unwrap_err();
    assert_eq!(refused.code(), "certificate.maker");
}

/// The keys in the file are those of a device that the firm never had.
#[test]
fn a_stranger_makes_no_certificate() {
    let (forger, stranger) = (Forger::new(), Office::new());
    let stranger = stranger.alice.app.glance_at_firm().unwrap().firm;
    let (firm, parts) = (forger.alice().pin().firm, forger.parts());
    let hashes = parts.iter().map(|(name, part)| (name.clone(), hash(part).unwrap())).collect();
    let mut signed = signed(&stranger, hashes).unwrap();
    signed.firm = firm.to_string();
    let keys = stranger.attest(&[]).keys;
    let device = Attestation::of_parts(firm, keys.sign.0, keys.kem.0, [0; 64]).device;
    let statement = statement((FORMAT, &signed.firm), device, &signed.hashes).unwrap();
    signed.signature = BASE64.encode(&stranger.attest(&statement).signature.0);
    let forged = bytes(&File { format: FORMAT.to_owned(), parts, signed }).unwrap();
    super::check_certificate(&forged, None).unwrap();
    let refused = prove_certificate(&forged, &forger.log, None).unwrap_err();
    assert_eq!(refused.code(), "certificate.maker");
}

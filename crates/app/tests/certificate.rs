//! A leaver certificate is worked out again from an export of the firm's log.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use app::firm::views::{ChoiceView, DepartureKindView, QuestionView, RoleView, RouteView};
use app::firm::{
    AnswerRequest, CheckedFile, Leaver, LeavingRequest, check_certificate, prove_certificate,
};
use common::START;
use common::firm::{enrolled, passphrase};
use common::office::{HOUR, NEW_KEYS, Office, answer, give, leaving};

/// An office in which Sam, who has paper too, has left, all is done, and Bob signed.
fn closed() -> Office {
    let office = Office::new();
    office.alice.app.unlock_again(Some(&passphrase())).unwrap();
    office.alice.app.hand_out(&give(RouteView::Paper), app::firm::OnPaper::Both).unwrap();
    office.alice.app.start_leaving(&leaving(DepartureKindView::Leaving)).unwrap();
    office.answer_all();
    let found = AnswerRequest {
        text: "a picture".to_owned(),
        ..answer(QuestionView::AnythingElse, ChoiceView::Yes)
    };
    office.alice.app.answer_leaving("Sam", &found).unwrap();
    office.replace_and_sign();
    office
}

fn export(office: &Office) -> Vec<u8> {
    office.alice.app.export_audit().unwrap().0
}

#[test]
fn a_certificate_says_what_the_log_gives() {
    let office = closed();
    let json = office.alice.app.certificate("Sam").unwrap().json;
    let log = export(&office);
    let alone = check_certificate(&json, None).unwrap();
    assert!(!alone.proven && alone.complete);
    let told = prove_certificate(&json, &log, Some(&alone.first_entry)).unwrap();
    assert!(told.proven && told.complete);
    assert_eq!(told.signed_off_by.as_deref(), Some("Bob"));
    let other = "0".repeat(64);
    let refused = check_certificate(&json, Some(&other)).unwrap_err();
    assert_eq!(refused.code(), "audit.other-firm");
    let refused = prove_certificate(&json, &log, Some(&other)).unwrap_err();
    assert_eq!(refused.code(), "audit.other-firm");
    let text = String::from_utf8(json).unwrap();
    assert!(!text.contains("copies") && !text.contains("a picture"));
    assert_eq!(told.unknown, 0);
}

#[test]
fn what_happened_after_a_certificate_does_not_trouble_it() {
    let office = closed();
    let json = office.bob.app.certificate("Sam").unwrap().json;
    let place = office.alice.folder.path().join("share").display().to_string();
    enrolled(&office.alice, &place, "Pam", RoleView::Staff);
    office.alice.clock.set(START + HOUR);
    office.replace("VAT", NEW_KEYS[1]);
    let bob = LeavingRequest {
        who: Leaver::Person("Bob".to_owned()),
        ..leaving(DepartureKindView::CutOff)
    };
    office.alice.app.start_leaving(&bob).unwrap();
    let told = prove_certificate(&json, &export(&office), None).unwrap();
    assert!(told.complete);
}

#[test]
fn what_the_maker_of_a_certificate_did_not_know_is_told() {
    let office = closed();
    office.answer(QuestionView::PhoneNumber, ChoiceView::Yes);
    // Bob, who has not heard of it, still takes all for signed off.
    let json = office.bob.app.certificate("Sam").unwrap().json;
    let told = prove_certificate(&json, &export(&office), None).unwrap();
    assert_eq!((told.complete, told.unknown), (true, 1));
    office.sync();
    let json = office.bob.app.certificate("Sam").unwrap().json;
    let told = prove_certificate(&json, &export(&office), None).unwrap();
    assert_eq!((told.signed_off_by, told.unknown), (None, 0));
}

#[test]
fn certificates_of_a_lost_device_and_of_a_mover_hold_too() {
    let office = Office::new();
    let device = LeavingRequest {
        who: Leaver::Device("Sam laptop".to_owned()),
        ..leaving(DepartureKindView::LostDevice)
    };
    office.alice.app.start_leaving(&device).unwrap();
    let found = AnswerRequest {
        account: Some("VAT".to_owned()),
        text: "a copy on the stick".to_owned(),
        ..answer(QuestionView::AnythingElse, ChoiceView::Yes)
    };
    office.alice.app.answer_leaving("Sam laptop", &found).unwrap();
    let exception = AnswerRequest {
        account: Some("VAT".to_owned()),
        text: "closed".to_owned(),
        ..answer(QuestionView::Exception, ChoiceView::Yes)
    };
    office.alice.app.answer_leaving("Sam laptop", &exception).unwrap();
    let json = office.alice.app.certificate("Sam laptop").unwrap().json;
    prove_certificate(&json, &export(&office), None).unwrap();

    office.of_payroll("PAYE");
    let request =
        LeavingRequest { teams: vec!["Payroll".to_owned()], ..leaving(DepartureKindView::Moving) };
    office.alice.app.start_leaving(&request).unwrap();
    office.alice.app.answer_leaving("Sam", &found).unwrap();
    let json = office.alice.app.certificate("Sam").unwrap().json;
    prove_certificate(&json, &export(&office), None).unwrap();
}

#[test]
fn a_file_is_told_apart_and_a_certificate_of_the_own_firm_compared() {
    let office = closed();
    let json = office.alice.app.certificate("Sam").unwrap().json;
    let CheckedFile::Certificate(told) = office.bob.app.check_file(&json).unwrap() else {
        panic!("a certificate is none")
    };
    assert!(told.proven);
    let CheckedFile::Log(log) = office.bob.app.check_file(&export(&office)).unwrap() else {
        panic!("a log is none")
    };
    assert!(log.entries > 10);
    let CheckedFile::Certificate(told) = Office::new().alice.app.check_file(&json).unwrap() else {
        panic!("a certificate is none")
    };
    assert!(!told.proven, "of another firm");
}

#[test]
fn an_export_that_is_older_or_of_another_firm_proves_nothing() {
    let office = closed();
    let old = export(&office);
    office.answer(QuestionView::Told, ChoiceView::No);
    let json = office.alice.app.certificate("Sam").unwrap().json;
    assert_eq!(prove_certificate(&json, &old, None).unwrap_err().code(), "certificate.old-log");
    let other = export(&Office::new());
    assert_eq!(prove_certificate(&json, &other, None).unwrap_err().code(), "certificate.other-log");
}

/// Anybody can set up a firm that looks like another, and write a certificate in it.
#[test]
fn a_certificate_of_a_firm_that_only_looks_the_same_does_not_fit_the_log() {
    let office = closed();
    let log = export(&office);
    let forged = closed().alice.app.certificate("Sam").unwrap().json;
    check_certificate(&forged, None).unwrap();
    assert_eq!(prove_certificate(&forged, &log, None).unwrap_err().code(), "certificate.other-log");
}

//! What comes out about somebody who leaves, and whom a name means.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use app::firm::views::{
    ChoiceView, DepartureKindView, FateView, QuestionView, ReplacingView, RoleView, RouteView,
};
use app::firm::{AnswerRequest, GiveRequest, Leaver, LeavingRequest, With};
use common::firm::{enrolled, passphrase};
use common::office::{NEW_KEYS, Office, answer, give, leaving, states};

fn found(account: Option<&str>, key: Option<u32>) -> AnswerRequest {
    AnswerRequest {
        account: account.map(str::to_owned),
        key,
        text: "a picture of the QR code".to_owned(),
        route: Some(RouteView::Other),
        ..answer(QuestionView::AnythingElse, ChoiceView::Yes)
    }
}

#[test]
fn what_a_mover_has_besides_and_may_not_keep_is_to_be_replaced() {
    let office = Office::new();
    office.of_payroll("PAYE");
    let request =
        LeavingRequest { teams: vec!["Payroll".to_owned()], ..leaving(DepartureKindView::Moving) };
    office.alice.app.start_leaving(&request).unwrap();
    office.replace("VAT", NEW_KEYS[0]);
    office.confirm("VAT");
    let kept = [("PAYE", ReplacingView::Kept), ("VAT", ReplacingView::Replaced)];
    assert_eq!(states(&office.alice.app.departure("Sam").unwrap()), kept);
    // Of what the new team has, he may have a picture too.
    office.alice.app.answer_leaving("Sam", &found(Some("PAYE"), None)).unwrap();
    assert_eq!(states(&office.alice.app.departure("Sam").unwrap()), kept);
    let view = office.alice.app.answer_leaving("Sam", &found(Some("VAT"), Some(2))).unwrap().value;
    assert_eq!(
        states(&view),
        [("PAYE", ReplacingView::Kept), ("VAT", ReplacingView::NotBegun)],
        "he has the new key, and no right to it"
    );
    office.replace("VAT", NEW_KEYS[2]);
    office.confirm("VAT");
    assert_eq!(states(&office.alice.app.departure("Sam").unwrap()), kept);
}

#[test]
fn a_picture_of_the_new_key_is_booked_on_that_key() {
    let office = Office::new();
    office.alice.app.start_leaving(&leaving(DepartureKindView::CutOff)).unwrap();
    office.replace("VAT", NEW_KEYS[0]);
    office.confirm("VAT");
    let view = office.alice.app.answer_leaving("Sam", &found(Some("VAT"), None)).unwrap().value;
    assert_eq!(states(&view), [("VAT", ReplacingView::Replaced)], "the key that he had");
    let unknown = office.alice.app.answer_leaving("Sam", &found(Some("VAT"), Some(3)));
    assert_eq!(unknown.unwrap_err().code(), "leaver.key");
    let view = office.alice.app.answer_leaving("Sam", &found(Some("VAT"), Some(2))).unwrap().value;
    assert_eq!(states(&view), [("VAT", ReplacingView::NotBegun)]);
    let keys: Vec<u32> = view.accounts[0].ways.iter().map(|way| way.version).collect();
    assert_eq!(keys, [1, 1, 2]);
}

#[test]
fn what_went_with_a_lost_device_is_to_be_replaced() {
    let office = Office::new();
    office.of_payroll("CT");
    let device = LeavingRequest {
        who: Leaver::Device("Sam laptop".to_owned()),
        ..leaving(DepartureKindView::LostDevice)
    };
    let view = office.alice.app.start_leaving(&device).unwrap().value;
    assert_eq!(states(&view), [("VAT", ReplacingView::NotBegun)]);
    let view = office.alice.app.answer_leaving("Sam laptop", &found(Some("CT"), None)).unwrap();
    assert_eq!(
        states(&view.value),
        [("CT", ReplacingView::NotBegun), ("VAT", ReplacingView::NotBegun)]
    );
    office.replace("CT", NEW_KEYS[2]);
    office.confirm("CT");
    let view = office.alice.app.departure("Sam").unwrap();
    assert_eq!(states(&view), [("CT", ReplacingView::Replaced), ("VAT", ReplacingView::NotBegun)]);
}

#[test]
fn an_exception_covers_what_its_author_knew() {
    let office = Office::new();
    office.alice.app.start_leaving(&leaving(DepartureKindView::CutOff)).unwrap();
    let exception = AnswerRequest {
        account: Some("VAT".to_owned()),
        text: "the account is closed".to_owned(),
        ..answer(QuestionView::Exception, ChoiceView::Yes)
    };
    let view = office.alice.app.answer_leaving("Sam", &exception).unwrap().value;
    assert_eq!(states(&view), [("VAT", ReplacingView::Excepted)]);
    let view = office.alice.app.answer_leaving("Sam", &found(Some("VAT"), None)).unwrap().value;
    assert_eq!(states(&view), [("VAT", ReplacingView::NotBegun)]);
    assert_eq!(view.accounts[0].exception, None);
    let view = office.alice.app.answer_leaving("Sam", &exception).unwrap().value;
    assert_eq!(states(&view), [("VAT", ReplacingView::Excepted)]);
}

#[test]
fn a_later_answer_asks_for_another_sign_off() {
    let office = Office::new();
    office.alice.app.start_leaving(&leaving(DepartureKindView::CutOff)).unwrap();
    office.answer_all();
    office.replace_and_sign();
    let signed = |office: &Office| office.alice.app.departure("Sam").unwrap().signed_off_by;
    assert_eq!(signed(&office).as_deref(), Some("Bob"));
    office.answer(QuestionView::PhoneNumber, ChoiceView::Yes);
    assert_eq!(signed(&office), None);
}

#[test]
fn of_two_people_with_one_name_neither_is_guessed() {
    let office = Office::new();
    let place = office.alice.folder.path().join("share").display().to_string();
    let first = office.alice.app.start_leaving(&leaving(DepartureKindView::CutOff)).unwrap().value;
    enrolled(&office.alice, &place, "Sam", RoleView::Staff);
    let second = office.alice.app.start_leaving(&leaving(DepartureKindView::CutOff)).unwrap().value;
    assert_eq!(office.alice.app.departure("Sam").unwrap_err().code(), "leaver.several");
    for one in [&first, &second] {
        assert_eq!(office.alice.app.departure(&one.id).unwrap().id, one.id);
    }
}

#[test]
fn auditors_are_given_no_key_and_staff_see_their_own_copies_alone() {
    let office = Office::new();
    let place = office.alice.folder.path().join("share").display().to_string();
    enrolled(&office.alice, &place, "Ada", RoleView::Auditor);
    let deputy = enrolled(&office.alice, &place, "Dee", RoleView::Deputy);
    office.alice.app.share("VAT", &With::Person("Dee".to_owned())).unwrap();
    office.alice.app.unlock_again(Some(&passphrase())).unwrap();
    let to = |name: &str, route| GiveRequest { person: name.to_owned(), ..give(route) };
    let refused = office.alice.app.give_key(&to("Ada", RouteView::Phone)).unwrap_err();
    assert_eq!(refused.code(), "given.auditor");
    office.alice.app.give_key(&to("Bob", RouteView::Phone)).unwrap();
    office.alice.app.give_key(&to("Sam", RouteView::Phone)).unwrap();
    office.sync();
    deputy.app.sync().unwrap();
    let shown = deputy.app.give_key(&to("Sam", RouteView::Shown)).unwrap_err();
    assert_eq!(shown.code(), "firm.not-yours");
    deputy.app.give_key(&to("Sam", RouteView::Phone)).unwrap();
    office.sync();
    let listed = |desk: &common::Desk| -> Vec<String> {
        desk.app.given_keys().unwrap().into_iter().map(|one| one.person).collect()
    };
    assert_eq!(listed(&office.sam), ["Sam", "Sam"]);
    assert_eq!(listed(&office.bob).len(), 3);
    let lost = office.alice.app.given_keys().unwrap();
    let of_bob = lost.iter().find(|one| one.person == "Bob").unwrap();
    office.alice.app.set_given(&of_bob.id, FateView::Lost).unwrap();
    assert_eq!(office.alice.app.firm().unwrap().must_replace, ["VAT"]);
}

#[test]
fn one_administrator_alone_lifts_the_rule_of_two_behind_an_unlock_and_loudly() {
    let office = Office::new();
    office.alice.app.set_firm_rules(Some(true), None).unwrap();
    office.alice.clock.set(common::START + 3_600);
    let stale = office.alice.app.set_firm_rules(Some(false), None).unwrap_err();
    assert_eq!(stale.code(), "vault.unlock-again");
    office.alice.app.set_firm_rules(Some(true), Some(36)).unwrap();
    office.alice.app.unlock_again(Some(&passphrase())).unwrap();
    office.alice.app.set_firm_rules(Some(false), None).unwrap();
    office.alice.app.set_firm_rules(Some(true), None).unwrap();
    office.sync();
    let codes = |desk: &common::Desk| -> Vec<String> {
        desk.app.firm().unwrap().alarms.into_iter().map(|alarm| alarm.code).collect()
    };
    assert_eq!(codes(&office.bob), ["rule-lifted"]);
    assert!(codes(&office.sam).is_empty());
    let report = office.bob.app.report("shown-and-exported", None, None).unwrap();
    let whats: Vec<&str> = report.rows.iter().map(|row| row[1].as_str()).collect();
    let [on, off] = ["Two administrators must agree", "One administrator is enough"];
    assert!(whats[0].starts_with(on) && whats[1].starts_with(off) && whats[2].starts_with(on));
}

//! Keys that were given by other routes, and what follows when their holders leave.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use ledger::{
    AccountId, AuthorError, Choice, Depart, DepartureId, DepartureKind, Fate, Firm, FirmRules,
    GivenId, Giving, LeavingAct, LeavingAnswer, PersonId, Question, Route, SignOff, Standing,
    Target, VersionRef, Way,
};
use town::{Town, must, staff, two};

fn head(firm: &mut Firm, account: AccountId) -> VersionRef {
    let version = firm.state().heads(account).into_iter().next().unwrap();
    VersionRef { account, version }
}

fn give(town: &mut Town, firm: &mut Firm, at: VersionRef, to: PersonId, route: Route) -> GivenId {
    let giving = Giving { at, to, route, due: None, reason: String::new(), request: None };
    let (given, objects) = firm.give(&giving, &mut town.ctx()).unwrap();
    town.upload(objects);
    given
}

/// Ann has paper alone: she is in no team.
fn with_ann(seed: u64) -> (Town, Firm, Firm, AccountId, PersonId) {
    let (mut town, mut alice, mut bob, _, account) = two(seed);
    let mut ann = town.enrol(&mut alice, staff("Ann", &[]));
    let person = ann.person().unwrap();
    town.sync(&mut bob);
    (town, alice, bob, account, person)
}

#[test]
fn paper_of_somebody_who_leaves_asks_for_a_new_key_and_that_key_answers() {
    let (mut town, mut alice, _, account, ann) = with_ann(1);
    let at = head(&mut alice, account);
    give(&mut town, &mut alice, at, ann, Route::Paper);
    assert_eq!(must(&mut alice), []);
    town.remove(&mut alice, Target::Person(ann));
    assert_eq!(must(&mut alice), [account]);
    town.new_key(&mut alice, account, b"seed two");
    assert_eq!(must(&mut alice), []);
}

#[test]
fn returned_paper_was_seen_all_the_same() {
    let (mut town, mut alice, _, account, ann) = with_ann(2);
    let at = head(&mut alice, account);
    let given = give(&mut town, &mut alice, at, ann, Route::Paper);
    assert!(alice.register().given[&given].is_outstanding());
    alice.set_given(given, Fate::Returned, &mut town.ctx()).unwrap();
    assert!(!alice.register().given[&given].is_outstanding());
    town.remove(&mut alice, Target::Person(ann));
    assert_eq!(must(&mut alice), [account]);
}

#[test]
fn lost_paper_asks_for_a_new_key_although_nobody_leaves() {
    let (mut town, mut alice, _, account, ann) = with_ann(3);
    let at = head(&mut alice, account);
    let given = give(&mut town, &mut alice, at, ann, Route::Paper);
    alice.set_given(given, Fate::Lost, &mut town.ctx()).unwrap();
    alice.set_given(given, Fate::Returned, &mut town.ctx()).unwrap();
    assert_eq!(must(&mut alice), [account], "found again, it was lost for a time");
    town.new_key(&mut alice, account, b"seed two");
    assert_eq!(must(&mut alice), []);
}

#[test]
fn a_new_key_given_to_who_left_is_no_answer() {
    let (mut town, mut alice, mut bob, account, ann) = with_ann(4);
    town.new_key(&mut bob, account, b"seed two");
    let at = head(&mut bob, account);
    // Bob has not heard that Ann left, and prints the new key for her.
    town.remove(&mut alice, Target::Person(ann));
    let before = head(&mut alice, account);
    give(&mut town, &mut bob, at, ann, Route::Paper);
    town.sync(&mut alice);
    assert_ne!(before, at);
    assert_eq!(must(&mut alice), [account]);
    let giving = Giving {
        at,
        to: ann,
        route: Route::Phone,
        due: None,
        reason: String::new(),
        request: None,
    };
    assert_eq!(alice.give(&giving, &mut town.ctx()).unwrap_err(), AuthorError::Unknown);
}

#[test]
fn somebody_who_moves_loses_what_was_given_for_the_old_team_and_keeps_what_is_given_after() {
    let (mut town, mut alice, _, team, account) = two(5);
    let mut sam = town.enrol(&mut alice, staff("Sam", &[team]));
    let person = sam.person().unwrap();
    let at = town.new_key(&mut alice, account, b"seed two");
    give(&mut town, &mut alice, at, person, Route::Phone);
    let out = alice.set_team_people(team, vec![], vec![person], &mut town.ctx()).unwrap();
    town.upload(out);
    assert_eq!(must(&mut alice), [account]);
    let at = town.new_key(&mut alice, account, b"seed three");
    assert_eq!(must(&mut alice), []);
    give(&mut town, &mut alice, at, person, Route::Paper);
    assert_eq!(must(&mut alice), [], "whoever gave it knew of the move");
    town.remove(&mut alice, Target::Person(person));
    assert_eq!(must(&mut alice), [account]);
}

#[test]
fn who_could_make_codes_is_told_by_route_version_and_time() {
    let (mut town, mut alice, _, team, account) = two(6);
    let sam = town.enrol(&mut alice, staff("Sam", &[team]));
    let mut ann = town.enrol(&mut alice, staff("Ann", &[]));
    let ann = ann.person().unwrap();
    let one = head(&mut alice, account);
    let paper = give(&mut town, &mut alice, one, ann, Route::Paper);
    let then = town.now;
    let sams = alice.state().devices[&sam.device()].person;
    town.remove(&mut alice, Target::Person(sams));
    let people = |firm: &mut Firm, at| -> Vec<PersonId> {
        firm.who_could(account, at).into_iter().map(|holder| holder.person).collect()
    };
    assert!(people(&mut alice, None).contains(&sams), "his key still works at the service");
    let two = town.new_key(&mut alice, account, b"seed two");
    let now = people(&mut alice, None);
    assert!(!now.contains(&sams) && !now.contains(&ann));
    assert!(alice.who_could(account, None).iter().all(|one| one.version == two.version));
    let before = alice.who_could(account, Some(then));
    let anns = before.iter().find(|holder| holder.person == ann).unwrap();
    assert_eq!(anns.ways.keys().copied().collect::<Vec<_>>(), [Way::Given(paper)]);
    assert_eq!(anns.version, one.version);
    let could = alice.could_have(Target::Person(sams));
    assert_eq!(could.keys().copied().collect::<Vec<_>>(), [one]);
    assert_eq!(could[&one].iter().copied().collect::<Vec<_>>(), [Way::App(sam.device())]);
}

#[test]
fn where_two_must_agree_a_key_leaves_only_with_anothers_yes_and_once() {
    let (mut town, mut alice, mut bob, account, ann) = with_ann(7);
    let rules = FirmRules { two_people: true, keep_use_months: 24 };
    let objects = alice.set_rules(rules, &mut town.ctx()).unwrap();
    town.upload(objects);
    let at = head(&mut alice, account);
    let mut giving = Giving {
        at,
        to: ann,
        route: Route::Paper,
        due: None,
        reason: String::new(),
        request: None,
    };
    assert_eq!(alice.give(&giving, &mut town.ctx()).unwrap_err(), AuthorError::NeedsApproval);
    let asked = alice.request(account, (ann, Route::Paper), "no phone", &mut town.ctx());
    let (request, objects) = asked.unwrap();
    town.upload(objects);
    giving.request = Some(request);
    assert_eq!(alice.give(&giving, &mut town.ctx()).unwrap_err(), AuthorError::NeedsApproval);
    let own = alice.approve_request(request, true, &mut town.ctx());
    assert_eq!(own.unwrap_err(), AuthorError::NotAllowed);
    town.sync(&mut bob);
    let objects = bob.approve_request(request, true, &mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut alice);
    let other = Giving { route: Route::Phone, ..giving.clone() };
    assert_eq!(alice.give(&other, &mut town.ctx()).unwrap_err(), AuthorError::NeedsApproval);
    alice.give(&giving, &mut town.ctx()).unwrap();
    assert_eq!(alice.give(&giving, &mut town.ctx()).unwrap_err(), AuthorError::NeedsApproval);
}

#[test]
fn a_leaving_is_read_by_administrators_and_auditors_alone_and_signed_off_by_a_second() {
    let (mut town, mut alice, mut bob, team, _) = two(8);
    let mut sam = town.enrol(&mut alice, staff("Sam", &[team]));
    let auditor = ledger::Invitee { standing: Standing::Auditor, ..staff("Olu", &[]) };
    let mut olu = town.enrol(&mut alice, auditor);
    let person = sam.person().unwrap();
    let departure = DepartureId::make(&mut town.entropy).unwrap();
    let who = Target::Person(person);
    let depart = Depart {
        departure,
        who,
        kind: DepartureKind::Leaving,
        last_day: Some(town.now),
        note: String::new(),
    };
    let answer = LeavingAnswer {
        departure,
        question: Question::KnewPasswords,
        account: None,
        choice: Choice::Yes,
        person: None,
        due: None,
        text: "all of them".to_owned(),
    };
    let acts = [LeavingAct::Depart(depart), LeavingAct::Answer(answer)];
    let objects = alice.write_leaving(&acts, &mut town.ctx()).unwrap();
    town.upload(objects);
    let sign = [LeavingAct::SignOff(SignOff { departure, text: String::new() })];
    let objects = alice.write_leaving(&sign, &mut town.ctx()).unwrap();
    town.upload(objects);
    assert!(alice.departures()[&departure].signed_off().is_none(), "she began it");
    town.sync(&mut bob);
    let objects = bob.write_leaving(&sign, &mut town.ctx()).unwrap();
    town.upload(objects);
    for firm in [&mut alice, &mut bob, &mut olu, &mut sam] {
        town.sync(firm);
    }
    for firm in [&mut alice, &mut bob, &mut olu] {
        let leaving = &firm.departures()[&departure];
        assert!(leaving.signed_off().is_some());
        assert_eq!(leaving.answers[&(Question::KnewPasswords, None)].answer.text, "all of them");
    }
    assert!(sam.departures().is_empty());
    assert_eq!(sam.write_leaving(&sign, &mut town.ctx()).unwrap_err(), AuthorError::NotAWriter);
}

//! Keys that were given by other routes, and what follows when their holders leave.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use std::collections::BTreeMap;

use ledger::{
    AccountId, AuthorError, Choice, Depart, DepartureId, DepartureKind, Fate, Firm, FirmRules,
    GivenId, Giving, GroupId, Invitee, LeavingAct, LeavingAnswer, LossKind, PersonId, Question,
    Rank, Removal, Route, SignOff, Standing, Target, VersionRef, Way, op,
};
use minicbor::bytes::ByteVec;
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
fn who_did_not_know_the_rule_of_two_does_not_lift_it() {
    let (mut town, mut alice, mut bob, _, _) = two(13);
    let rules = |two_people, keep_use_months| FirmRules { two_people, keep_use_months };
    let set = |town: &mut Town, firm: &mut Firm, rules| {
        let objects = firm.set_rules(rules, &mut town.ctx()).unwrap();
        town.upload(objects);
    };
    set(&mut town, &mut alice, rules(true, 24));
    // Bob has not heard of it, and changes how long records are kept.
    set(&mut town, &mut bob, rules(false, 12));
    set(&mut town, &mut bob, rules(false, 36));
    for firm in [&mut alice, &mut bob] {
        town.sync(firm);
        assert_eq!(firm.register().rules, rules(true, 36));
        assert_eq!(firm.alarms().count(), 0);
    }
    // Cy's device is let in meanwhile.
    let mut cy = town.enrol(&mut alice, staff("Cy", &[]));
    set(&mut town, &mut bob, rules(false, 36));
    for firm in [&mut alice, &mut cy] {
        town.sync(firm);
        assert!(!firm.register().rules.two_people);
        assert_eq!(firm.alarms().count(), 1, "whoever lifts it does not choose who is told");
    }
    let is_lifted = |alarm: &ledger::Alarm| matches!(alarm, ledger::Alarm::RuleLifted(_));
    assert_eq!(alice.alarms().filter(|alarm| is_lifted(alarm)).count(), 1);
    let mut ann = town.enrol(&mut alice, staff("Ann", &[]));
    ann.state();
    assert_eq!(ann.alarms().count(), 0, "it was before her time");
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
    assert_eq!([alice.unread_leavings(), olu.unread_leavings(), sam.unread_leavings()], [0, 0, 3]);
}

#[test]
fn a_sign_off_covers_what_its_author_knew_and_nothing_more() {
    let (mut town, mut alice, mut bob, team, _) = two(12);
    let mut sam = town.enrol(&mut alice, staff("Sam", &[team]));
    let departure = DepartureId::make(&mut town.entropy).unwrap();
    let depart = Depart {
        departure,
        who: Target::Person(sam.person().unwrap()),
        kind: DepartureKind::Leaving,
        last_day: None,
        note: String::new(),
    };
    let answer = |question| {
        let (account, choice, person, due) = (None, Choice::Yes, None, None);
        let text = String::new();
        LeavingAct::Answer(LeavingAnswer {
            departure,
            question,
            account,
            choice,
            person,
            due,
            text,
        })
    };
    let sign = LeavingAct::SignOff(SignOff { departure, text: String::new() });
    let write = |town: &mut Town, firm: &mut Firm, act: &LeavingAct| {
        let objects = firm.write_leaving(std::slice::from_ref(act), &mut town.ctx()).unwrap();
        town.upload(objects);
    };
    write(&mut town, &mut alice, &LeavingAct::Depart(depart.clone()));
    town.sync(&mut bob);
    write(&mut town, &mut bob, &sign);
    town.sync(&mut alice);
    let is_signed = |firm: &mut Firm| firm.departures()[&departure].signed_off().is_some();
    assert!(is_signed(&mut alice) && is_signed(&mut bob));
    write(&mut town, &mut alice, &answer(Question::Returned));
    assert!(is_signed(&mut alice), "that they are back overturns nothing");
    // Alice answers while Bob, who has not heard of it, signs again.
    write(&mut town, &mut alice, &answer(Question::AnythingElse));
    write(&mut town, &mut bob, &sign);
    assert!(is_signed(&mut bob), "as far as he knows");
    town.sync(&mut alice);
    town.sync(&mut bob);
    assert!(!is_signed(&mut alice) && !is_signed(&mut bob));
    write(&mut town, &mut bob, &sign);
    assert!(is_signed(&mut bob));
    let cut_off = Depart { kind: DepartureKind::CutOff, ..depart };
    write(&mut town, &mut bob, &LeavingAct::Depart(cut_off));
    assert!(!is_signed(&mut bob));
}

#[test]
fn a_key_put_back_from_another_version_is_the_one_that_was_given() {
    let (mut town, mut alice, _, account, ann) = with_ann(9);
    let first = head(&mut alice, account);
    town.new_key(&mut alice, account, b"seed two");
    // The service refuses it: the first key is in use again, under another name.
    let (again, objects) = alice.go_back(first, &mut town.ctx()).unwrap();
    town.upload(objects);
    give(&mut town, &mut alice, again, ann, Route::Paper);
    town.new_key(&mut alice, account, b"seed three");
    alice.go_back(first, &mut town.ctx()).unwrap();
    town.remove(&mut alice, Target::Person(ann));
    assert_eq!(must(&mut alice), [account], "a third name of the key on her paper");
    let people = alice.who_could(account, None).into_iter().map(|holder| holder.person);
    assert!(people.collect::<Vec<_>>().contains(&ann));
    town.new_key(&mut alice, account, b"seed four");
    assert_eq!(must(&mut alice), []);
}

#[test]
fn of_two_who_are_removed_at_once_each_is_told() {
    let (mut town, mut alice, _, account, ann) = with_ann(10);
    let mut ben = town.enrol(&mut alice, staff("Ben", &[]));
    let ben = ben.person().unwrap();
    let at = head(&mut alice, account);
    for person in [ann, ben] {
        give(&mut town, &mut alice, at, person, Route::Paper);
    }
    let targets = vec![Target::Person(ann), Target::Person(ben)];
    let removal = Removal { targets, cuts: BTreeMap::new(), reason: String::new() };
    alice.remove(&removal, &mut town.ctx()).unwrap();
    let asked = alice.must_replace();
    let told: Vec<LossKind> = asked[0].because.values().flatten().cloned().collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&LossKind::Person(ann)) && told.contains(&LossKind::Person(ben)));
}

/// Dee is a deputy in the team that holds the account; Ann is in none.
fn with_dee(seed: u64) -> (Town, Firm, Firm, GroupId, AccountId, PersonId) {
    let (mut town, mut alice, mut bob, team, account) = two(seed);
    let invitee = Invitee { rank: Some(Rank::DEPUTY), ..staff("Dee", &[team]) };
    let mut dee = town.enrol(&mut alice, invitee);
    let ann = town.enrol(&mut alice, staff("Ann", &[])).person().unwrap();
    for firm in [&mut bob, &mut dee] {
        town.sync(firm);
    }
    (town, alice, dee, team, account, ann)
}

#[test]
fn what_a_deputy_gave_before_hearing_that_the_account_was_taken_away_counts() {
    let (mut town, mut alice, mut dee, team, account, ann) = with_dee(11);
    let at = head(&mut dee, account);
    let dees = dee.person().unwrap();
    let objects = alice.set_team_people(team, vec![], vec![dees], &mut town.ctx()).unwrap();
    town.upload(objects);
    // So that what she writes is folded after that.
    for _ in 0..2 {
        let objects = dee.confirm(at, &mut town.ctx()).unwrap();
        town.upload(objects);
    }
    let given = give(&mut town, &mut dee, at, ann, Route::Paper);
    town.sync(&mut alice);
    town.put_in(&mut alice, team, dees);
    assert_eq!(must(&mut alice), [], "she holds it again");
    assert!(alice.register().given.contains_key(&given));
    town.remove(&mut alice, Target::Person(ann));
    assert_eq!(must(&mut alice), [account], "Ann has the paper all the same");
}

#[test]
fn a_deputy_gives_nothing_that_the_own_teams_never_held() {
    let (mut town, mut alice, mut dee, _, account, ann) = with_dee(12);
    let other = town.add_account(&mut alice, b"another", &[]);
    town.sync(&mut dee);
    let at = head(&mut dee, other);
    let mut giving = Giving {
        at,
        to: ann,
        route: Route::Other,
        due: None,
        reason: String::new(),
        request: None,
    };
    let before = dee.entry_count();
    assert_eq!(dee.give(&giving, &mut town.ctx()).unwrap_err(), AuthorError::NotAllowed);
    let given = give(&mut town, &mut alice, at, ann, Route::Paper);
    town.sync(&mut dee);
    let lost = dee.set_given(given, Fate::Lost, &mut town.ctx());
    assert_eq!(lost.unwrap_err(), AuthorError::NotAllowed);
    assert_eq!(dee.entry_count(), before + 1, "Alice's");
    giving.at = head(&mut dee, account);
    giving.route = Route::Paper;
    dee.give(&giving, &mut town.ctx()).unwrap();
}

#[test]
fn a_give_with_the_name_of_another_hides_it_from_nobody() {
    let (mut town, mut alice, mut dee, _, account, ann) = with_dee(13);
    let at = head(&mut dee, account);
    let dees = dee.person().unwrap();
    // What Dee writes says that it comes before what she has read.
    let header = town.begin(&mut dee);
    let given = give(&mut town, &mut alice, at, ann, Route::Paper);
    let forged = op::Give {
        given,
        at,
        to: dees,
        route: Route::Shown,
        number: None,
        due: None,
        reason: String::new(),
        request: None,
    };
    let raw = (22, false, ByteVec::from(minicbor::to_vec(forged).unwrap()));
    let forged = town.forge(&mut dee, header, &[raw]);
    town.upload(vec![forged]);
    town.sync(&mut alice);
    let people: Vec<PersonId> = alice.register().given.values().map(|given| given.to).collect();
    assert!(people.contains(&ann) && people.contains(&dees), "{people:?}");
    town.remove(&mut alice, Target::Person(ann));
    assert_eq!(must(&mut alice), [account]);
}

#[test]
fn a_key_given_to_nobody_of_the_firm_asks_for_a_new_one() {
    let (mut town, mut alice, mut dee, _, account, _) = with_dee(14);
    let at = head(&mut dee, account);
    let nobody = PersonId([9; 16]);
    let mut giving = Giving {
        at,
        to: nobody,
        route: Route::Other,
        due: None,
        reason: String::new(),
        request: None,
    };
    assert_eq!(alice.give(&giving, &mut town.ctx()).unwrap_err(), AuthorError::Unknown);
    giving.route = Route::Paper;
    assert_eq!(alice.give(&giving, &mut town.ctx()).unwrap_err(), AuthorError::Unknown);
    let header = town.begin(&mut dee);
    let give = op::Give {
        given: GivenId([7; 16]),
        at,
        to: nobody,
        route: Route::Paper,
        number: Some(1),
        due: None,
        reason: String::new(),
        request: None,
    };
    let raw = (22, false, ByteVec::from(minicbor::to_vec(give).unwrap()));
    let forged = town.forge(&mut dee, header, &[raw]);
    town.upload(vec![forged]);
    town.sync(&mut alice);
    assert_eq!(must(&mut alice), [account]);
    town.new_key(&mut alice, account, b"seed two");
    assert_eq!(must(&mut alice), []);
}

#[test]
fn what_a_stopped_author_writes_does_not_act_and_its_key_is_replaced_because_of_the_author() {
    let (mut town, mut alice, mut bob, account, ann) = with_ann(15);
    let asked = alice.request(account, (ann, Route::Paper), "no phone", &mut town.ctx());
    let (request, objects) = asked.unwrap();
    town.upload(objects);
    let departure = DepartureId::make(&mut town.entropy).unwrap();
    let who = Target::Person(ann);
    let kind = DepartureKind::Leaving;
    let depart = Depart { departure, who, kind, last_day: None, note: String::new() };
    let objects = alice.write_leaving(&[LeavingAct::Depart(depart)], &mut town.ctx()).unwrap();
    town.upload(objects);
    let at = head(&mut alice, account);
    let paper = give(&mut town, &mut alice, at, ann, Route::Paper);
    town.sync(&mut bob);
    let bobs = Target::Device(bob.device());
    town.remove(&mut alice, bobs);
    let before = alice.register().clone();
    // Bob has not heard of it.
    give(&mut town, &mut bob, at, ann, Route::Phone);
    let rules = FirmRules { two_people: true, keep_use_months: 12 };
    let sign = [LeavingAct::SignOff(SignOff { departure, text: String::new() })];
    let step = (ledger::Step::PasswordChanged, ledger::StepAnswer::Yes);
    let ctx = &mut town.ctx();
    let mut objects = bob.set_given(paper, Fate::Lost, ctx).unwrap();
    objects.extend(bob.set_step(at, step.0, step.1, ctx).unwrap());
    objects.extend(bob.set_rules(rules, ctx).unwrap());
    objects.extend(bob.approve_request(request, true, ctx).unwrap());
    objects.extend(bob.write_leaving(&sign, ctx).unwrap());
    objects.extend(bob.request(account, (ann, Route::File), "", ctx).unwrap().1);
    town.upload(objects);
    town.sync(&mut alice);
    assert_eq!(alice.void_entries().len(), 7);
    assert_eq!(*alice.register(), before);
    assert!(alice.departures()[&departure].sign_offs.is_empty());
    assert_eq!(must(&mut alice), [account], "Bob's device has it, and whom he gave it");
    for work in alice.unrepeated_work() {
        let objects = alice.reapply(work.at, &mut town.ctx()).unwrap();
        town.upload(objects);
    }
    let register = alice.register();
    assert_eq!(register.given.len(), 2, "done again in Alice's name");
    assert!(register.given[&paper].lost.is_some() && register.rules.two_people);
    assert!(register.requests[&request].answer.is_none(), "nobody agrees in Bob's place");
    assert!(alice.departures()[&departure].sign_offs.is_empty());
    assert!(alice.unrepeated_work().is_empty());
}

#[test]
fn the_owner_of_a_lost_device_keeps_the_paper_and_lost_paper_of_one_of_two_keys_counts() {
    let (mut town, mut alice, mut bob, team, account) = two(16);
    let sam = town.enrol(&mut alice, staff("Sam", &[team]));
    town.sync(&mut bob);
    // Two new keys at once.
    town.new_key(&mut bob, account, b"seed two");
    let mine = town.new_key(&mut alice, account, b"seed three");
    let person = alice.state().devices[&sam.device()].person;
    let paper = give(&mut town, &mut alice, mine, person, Route::Paper);
    town.sync(&mut alice);
    assert_eq!(alice.state().heads(account).len(), 2);
    alice.set_given(paper, Fate::Lost, &mut town.ctx()).unwrap();
    assert_eq!(must(&mut alice), [account]);
    let at = town.new_key(&mut alice, account, b"seed four");
    assert_eq!(must(&mut alice), []);
    give(&mut town, &mut alice, at, person, Route::Paper);
    town.remove(&mut alice, Target::Device(sam.device()));
    assert_eq!(must(&mut alice), [account], "the device opens it");
    let at = town.new_key(&mut alice, account, b"seed five");
    give(&mut town, &mut alice, at, person, Route::Paper);
    assert_eq!(must(&mut alice), [], "Sam lost a device, and no right");
    town.remove(&mut alice, Target::Person(person));
    assert_eq!(must(&mut alice), [account]);
}

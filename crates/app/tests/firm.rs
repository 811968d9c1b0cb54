//! A firm from the first sheet of its kit to the first shared key, as a window goes through it.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use app::error::Result;
use app::firm::views::{
    FateView, ReplacingView, RoleView, RouteView, SheetSide, StepAnswerView, StepView, SyncView,
};
use app::firm::{GiveRequest, InviteRequest, Leaver, NewKit, Place, With};
use app::view::AddRequest;
use common::firm::{
    KEY, alice, both_proven, enrolled, founded, invite, let_in, passphrase, prove, request, texts,
};
use common::{Desk, START, desk, request as add_request};
use secret::SecretText;

/// The answers to invites that lie in the firm's folder.
fn answers(place: &str) -> Vec<PathBuf> {
    let there = std::fs::read_dir(PathBuf::from(place).join("ts1/join")).unwrap();
    let files = there.map(|file| file.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|kind| kind == "j")).collect()
}

#[test]
fn there_is_no_firm_before_both_sheets_were_proven() {
    let (alice, place) = alice();
    assert_eq!(alice.app.found_firm().unwrap_err().code(), "kit.unproven");
    assert_eq!(alice.app.draw_sheet(SheetSide::A).unwrap_err().code(), "kit.unproven");
    let kit = alice.app.draft_firm(request(&place)).unwrap();
    let wrong = ["zoo", "zoo"].map(SecretText::copy_of);
    assert_eq!(alice.app.prove_sheet(SheetSide::A, &wrong).unwrap_err().code(), "kit.typed");
    assert_eq!(alice.app.prove_sheet(SheetSide::A, &[]).unwrap_err().code(), "kit.typed");
    prove(&alice, SheetSide::A, &kit).unwrap();
    assert_eq!(alice.app.found_firm().unwrap_err().code(), "kit.unproven");
    prove(&alice, SheetSide::B, &kit).unwrap();
    alice.app.found_firm().unwrap();
    let firm = alice.app.firm().unwrap();
    assert_eq!((firm.administrators, firm.kit_checked), (1, Some(START)));
    assert_eq!(
        alice.app.draw_sheet(SheetSide::A).unwrap_err().code(),
        "kit.unproven",
        "shown no more"
    );
}

#[test]
fn the_sheets_that_were_shown_are_the_kit_of_the_firm() {
    let (alice, place) = alice();
    let kit = alice.app.draft_firm(request(&place)).unwrap();
    let sheets = texts(&both_proven(&alice, &kit));
    alice.app.found_firm().unwrap();
    alice.app.check_kit([&sheets[0], &sheets[1]]).unwrap();
}

#[test]
fn a_lock_right_after_the_firm_is_there_is_told_as_unsent_and_nothing_is_asked_again() {
    let (alice, place) = alice();
    let kit = alice.app.draft_firm(request(&place)).unwrap();
    prove(&alice, SheetSide::A, &kit).unwrap();
    prove(&alice, SheetSide::B, &kit).unwrap();
    let app = alice.app.clone();
    let locks = move || drop(app.lock());
    // The store is looked at before there is a firm, and opened again to be filled.
    alice.stores.before_opening([Box::new(|| {}) as Box<dyn FnOnce() + Send>, Box::new(locks)]);
    let done = alice.app.found_firm().unwrap();
    let unsent = done.unsent.unwrap().code;
    assert!(["vault.locked", "firm.stopped"].contains(&unsent.as_str()), "{unsent}");
    alice.app.unlock(Some(&SecretText::copy_of("three blue boats"))).unwrap();
    assert_eq!(alice.app.found_firm().unwrap_err().code(), "kit.unproven", "there is nothing left");
    let firm = alice.app.firm().unwrap();
    assert_eq!((firm.name.as_deref(), firm.kit_checked), (Some("Hart & Lowe"), Some(START)));
    assert!(alice.app.sync().unwrap().sent > 0);
}

#[test]
fn who_sets_up_a_firm_must_have_a_passphrase() {
    let bob = desk();
    let place = bob.folder.path().display().to_string();
    let refused = bob.app.draft_firm(request(&place)).unwrap_err();
    assert_eq!(refused.code(), "firm.passphrase");
    let kit = NewKit::make().unwrap();
    let refused = bob.app.create_firm(&request(&place), &kit).unwrap_err();
    assert_eq!(refused.code(), "firm.passphrase");
    assert_eq!(bob.app.firm().unwrap_err().code(), "firm.none");
}

#[test]
fn who_is_let_in_as_an_administrator_gets_no_key_and_writes_nothing_before_there_is_a_passphrase() {
    let (alice, place) = founded();
    enrolled(&alice, &place, "Carol", RoleView::Administrator);
    alice.add("VAT", KEY);
    alice.app.share("VAT", &With::Person("Carol".to_owned())).unwrap();
    let bob = desk();
    let refused = let_in(&alice, &bob, &place, "Bob", RoleView::Administrator).unwrap_err();
    assert_eq!(refused.code(), "firm.passphrase");
    assert_eq!(bob.app.firm().unwrap().role, Some(RoleView::Administrator));
    assert!(bob.app.accounts().unwrap().accounts.is_empty());
    assert_eq!(bob.app.create_team("Tax").unwrap_err().code(), "firm.passphrase");
    let away = format!("{place}-away");
    std::fs::rename(&place, &away).unwrap();
    assert_eq!(bob.app.create_team("Tax").unwrap_err().code(), "firm.passphrase", "nor offline");
    std::fs::rename(&away, &place).unwrap();
    bob.app.set_passphrase(None, Some(&passphrase())).unwrap();
    bob.app.sync().unwrap();
    assert_eq!(bob.app.accounts().unwrap().accounts[0].label, "VAT");
    bob.app.create_team("Tax").unwrap();
}

#[test]
fn who_is_appointed_must_have_a_passphrase_and_an_administrator_cannot_take_it_away() {
    let (alice, place) = founded();
    let carol = enrolled(&alice, &place, "Carol", RoleView::Staff);
    carol.app.set_passphrase(None, Some(&passphrase())).unwrap();
    carol.app.set_passphrase(Some(&passphrase()), None).unwrap();
    alice.app.appoint("Carol", RoleView::Administrator).unwrap();
    assert_eq!(carol.app.sync().unwrap_err().code(), "firm.passphrase");
    carol.app.set_passphrase(None, Some(&passphrase())).unwrap();
    carol.app.sync().unwrap();
    for desk in [&alice, &carol] {
        let refused = desk.app.set_passphrase(Some(&passphrase()), None).unwrap_err();
        assert_eq!(refused.code(), "firm.passphrase-stays");
        let other = SecretText::copy_of("four green trains");
        desk.app.set_passphrase(Some(&passphrase()), Some(&other)).unwrap();
    }
}

#[test]
fn a_new_kit_takes_the_place_of_the_present_one_once_both_its_sheets_were_proven() {
    let (alice, place) = alice();
    let kit = alice.app.draft_firm(request(&place)).unwrap();
    let old = both_proven(&alice, &kit);
    alice.app.found_firm().unwrap();
    let mixed = [old[0].clone(), old[0].clone()];
    assert_eq!(alice.app.draft_kit(texts(&mixed)).unwrap_err().code(), "kit.same");
    let kit = alice.app.draft_kit(texts(&old)).unwrap();
    assert_eq!(alice.app.put_kit_in_force().unwrap_err().code(), "kit.unproven");
    prove(&alice, SheetSide::A, &kit).unwrap();
    assert_eq!(alice.app.put_kit_in_force().unwrap_err().code(), "kit.unproven");
    assert_eq!(alice.app.found_firm().unwrap_err().code(), "kit.unproven", "it is for another use");
    let new = both_proven(&alice, &kit);
    alice.clock.set(START + 100);
    assert!(alice.app.put_kit_in_force().unwrap().unsent.is_none());
    assert_eq!(alice.app.firm().unwrap().kit_checked, Some(START + 100));
    let [a, b] = texts(&old);
    assert_eq!(alice.app.check_kit([&a, &b]).unwrap_err().code(), "kit.other");
    let [a, b] = texts(&new);
    alice.app.check_kit([&a, &b]).unwrap();
}

#[test]
fn what_did_not_count_is_told_once_it_arrived_and_done_again_in_ones_own_name() {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    // Alice removes him where the folder is away; he works on meanwhile.
    let away = format!("{place}-away");
    std::fs::rename(&place, &away).unwrap();
    let removed = alice.app.remove_leaver(&Leaver::Person("Bob".to_owned()), "").unwrap();
    assert_eq!(removed.unsent.unwrap().code, "store.gone");
    std::fs::rename(&away, &place).unwrap();
    bob.app.create_team("Audit").unwrap();
    assert!(alice.app.void_work().unwrap().is_empty());
    alice.app.sync().unwrap();
    let work = alice.app.void_work().unwrap();
    let acts: Vec<_> = work[0].acts.iter().map(|act| (&*act.id, &*act.name)).collect();
    assert_eq!((work.len(), &*work[0].person, acts), (1, "Bob", vec![("void-team", "Audit")]));
    assert!(alice.app.teams().unwrap().is_empty());
    assert_eq!(alice.app.do_again("x").unwrap_err().code(), "firm.unknown");
    alice.app.do_again(&work[0].id).unwrap();
    assert_eq!(alice.app.teams().unwrap()[0].name, "Audit");
    assert!(alice.app.void_work().unwrap().is_empty());
    assert_eq!(alice.app.do_again(&work[0].id).unwrap_err().code(), "firm.unknown");
}

#[test]
fn a_lock_forgets_a_kit_and_an_invite_that_are_shown() {
    let (alice, place) = alice();
    alice.app.draft_firm(request(&place)).unwrap();
    alice.app.lock();
    alice.app.unlock(Some(&passphrase())).unwrap();
    assert_eq!(alice.app.draw_sheet(SheetSide::A).unwrap_err().code(), "kit.unproven");

    let (alice, _) = founded();
    invite(&alice, "Bob", RoleView::Administrator);
    assert!(alice.app.draw_invite().is_ok());
    alice.app.lock();
    assert_eq!(alice.clipboard.text(), "", "a copied invite goes off the clipboard with a lock");
    assert_eq!(alice.app.draw_invite().unwrap_err().code(), "invite.not-shown");
    assert_eq!(alice.app.copy_invite().unwrap_err().code(), "invite.not-shown");
}

#[test]
fn a_code_is_shown_until_it_is_forgotten_and_works_all_the_same() {
    let (alice, place) = founded();
    let code = invite(&alice, "Bob", RoleView::Administrator);
    alice.app.forget_invite();
    assert_eq!(alice.app.draw_invite().unwrap_err().code(), "invite.not-shown");
    let bob = desk();
    assert_eq!(alice.app.answered_digits("Bob").unwrap_err().code(), "invite.no-answer");
    assert_eq!(alice.app.answered_digits("Dave").unwrap_err().code(), "invite.none");
    bob.app.join(&code, &Place::open(place.clone()), "laptop").unwrap();
    assert!(alice.app.answered_digits("Bob").is_ok());
}

#[test]
fn an_answer_that_was_exchanged_after_its_digits_were_seen_lets_nobody_in() {
    let (alice, place) = founded();
    let code = invite(&alice, "Bob", RoleView::Staff);
    let (bob, thief) = (desk(), desk());
    let at = || Place::open(place.clone());
    bob.app.join(&code, &at(), "laptop").unwrap();
    let seen = alice.app.answered_digits("Bob").unwrap();
    let [of_bob] = answers(&place).try_into().unwrap();
    thief.app.join(&code, &at(), "laptop").unwrap();
    std::fs::rename(&of_bob, of_bob.with_extension("away")).unwrap();
    assert_eq!(alice.app.approve("Bob", &seen).unwrap_err().code(), "invite.digits");
    assert_eq!(alice.app.approve("Bob", "").unwrap_err().code(), "invite.digits");
    assert!(thief.app.sync().unwrap().waiting);
    assert_eq!(alice.app.people().unwrap().len(), 1);
    for answer in answers(&place) {
        std::fs::remove_file(answer).unwrap();
    }
    bob.app.sync().unwrap();
    bob.app.join(&code, &at(), "laptop").unwrap();
    alice.app.approve("Bob", &seen).unwrap();
    assert!(!bob.app.sync().unwrap().waiting);
}

#[test]
fn an_invite_that_two_devices_answered_stays_burnt_when_one_answer_is_taken_away() {
    let read = |alice: &Desk| alice.app.answered_digits("Bob").map(drop);
    let approve = |alice: &Desk| alice.app.approve("Bob", "").map(drop);
    for look in [read as fn(&Desk) -> Result<()>, approve] {
        let (alice, place) = founded();
        let code = invite(&alice, "Bob", RoleView::Staff);
        let [bob, thief] = [desk(), desk()].map(|desk| {
            let digits = desk.app.join(&code, &Place::open(place.clone()), "laptop").unwrap();
            (desk, digits, answers(&place))
        });
        assert_eq!(look(&alice).unwrap_err().code(), "invite.burnt");
        std::fs::remove_file(&bob.2[0]).unwrap();
        let refused = alice.app.approve("Bob", &thief.1).unwrap_err();
        assert_eq!(refused.code(), "invite.burnt");
        assert_eq!(read(&alice).unwrap_err().code(), "invite.burnt");
        assert_eq!(alice.app.requests().unwrap()[0].problem.as_deref(), Some("invite.burnt"));
        assert!(!alice.app.firm().unwrap().alarms.is_empty());
        assert!(thief.0.app.sync().unwrap().waiting);
    }
}

#[test]
fn who_has_an_account_is_told_by_device_with_the_key_that_each_has() {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    let carol = enrolled(&alice, &place, "Carol", RoleView::Staff);
    alice.app.create_team("Tax").unwrap();
    alice.app.add_to_team("Tax", &["Carol".to_owned()]).unwrap();
    alice.add("VAT", KEY);
    assert_eq!(alice.app.holders("VAT").unwrap_err().code(), "firm.not-shared");
    alice.app.share("VAT", &With::Team("Tax".to_owned())).unwrap();
    let has = |desk: &Desk| -> Vec<(String, Option<u32>)> {
        let devices = desk.app.holders("VAT").unwrap().devices.into_iter();
        devices.map(|one| (one.person, one.version)).collect()
    };
    let lacking = has(&alice);
    assert!(lacking.contains(&("Carol".to_owned(), None)), "{lacking:?}");
    for desk in [&bob, &carol, &alice] {
        desk.app.sync().unwrap();
    }
    let all = has(&alice);
    assert!(all.contains(&("Carol".to_owned(), Some(1))), "{all:?}");
    assert!(all.contains(&("Alice".to_owned(), Some(1))), "{all:?}");
    let holders = alice.app.holders("VAT").unwrap();
    assert_eq!(
        (holders.version, holders.teams, holders.people.len()),
        (1, vec!["Tax".to_owned()], 0)
    );
    alice.app.share("VAT", &With::Person("Bob".to_owned())).unwrap();
    assert_eq!(alice.app.holders("VAT").unwrap().people, ["Bob"]);
    let teams = alice.app.teams().unwrap();
    assert_eq!(teams.iter().filter(|team| team.of_one).count(), 1);
    assert!(carol.app.accounts().unwrap().accounts[0].of_firm);
}

/// Without anybody's leaving, and with the copies that are outside the program.
#[test]
fn a_planned_replacement_is_told_step_by_step() {
    let (alice, place) = founded();
    enrolled(&alice, &place, "Bob", RoleView::Administrator);
    alice.add("VAT", KEY);
    alice.app.share("VAT", &With::Person("Bob".to_owned())).unwrap();
    let told = || {
        let view = alice.app.replacing("VAT").unwrap();
        (view.state, view.version, view.copies.len())
    };
    assert_eq!(told(), (ReplacingView::NotBegun, 1, 0));
    assert_eq!(alice.app.replacing("PAYE").unwrap_err().code(), "account.not-found");
    let paper = GiveRequest {
        account: "VAT".to_owned(),
        person: "Bob".to_owned(),
        route: RouteView::Paper,
        due: None,
        reason: String::new(),
        request: None,
    };
    alice.app.unlock_again(Some(&passphrase())).unwrap();
    alice.app.give_key(&paper).unwrap();
    assert_eq!(told(), (ReplacingView::NotBegun, 1, 0));
    alice.app.set_step("VAT", StepView::Begun, StepAnswerView::Yes).unwrap();
    assert_eq!(told(), (ReplacingView::Begun, 1, 0));
    let draft = alice.read("KRSXG5CTMVRXEZLU");
    let replaced =
        alice.app.add_found(&AddRequest { replace: true, ..add_request(&draft, "VAT") }).unwrap();
    assert_eq!(told(), (ReplacingView::Captured, 2, 1));
    alice.app.confirm_key(&replaced.id, true).unwrap();
    assert_eq!(told(), (ReplacingView::Replaced, 2, 1));
    alice.app.set_given("1", FateView::Returned).unwrap();
    assert_eq!(told(), (ReplacingView::Replaced, 2, 0));
    alice.clock.set(START + 24 * 60 * 60);
    assert_eq!(told(), (ReplacingView::NotBegun, 2, 0));
}

/// Codes and the firm are read while another thread is at work on the firm.
#[test]
fn a_sync_that_takes_long_holds_up_neither_codes_nor_the_view_of_the_firm() {
    let (alice, _) = founded();
    alice.add("VAT", KEY);
    let start = Instant::now();
    thread::scope(|scope| {
        let syncs = scope.spawn(|| (0..40).try_for_each(|_| alice.app.sync().map(drop)));
        while !syncs.is_finished() {
            alice.app.firm().unwrap();
            alice.app.people().unwrap();
            alice.app.accounts().unwrap();
        }
        syncs.join().unwrap().unwrap();
    });
    assert!(start.elapsed() < Duration::from_secs(60));
}

/// Another program holds the firm for long: this one waits for it with free hands.
#[test]
fn codes_and_the_lock_wait_for_nobody_who_is_at_work_on_the_firm() {
    let (alice, _) = founded();
    alice.add("VAT", KEY);
    let firm_lock = alice.folder.path().join("vault/firm.lock");
    let other = std::fs::File::options().write(true).open(firm_lock).unwrap();
    other.lock().unwrap();
    thread::scope(|scope| {
        let waits = scope.spawn(|| alice.app.create_team("Tax"));
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(1) {
            let asked = Instant::now();
            alice.app.accounts().unwrap();
            alice.app.people().unwrap();
            assert!(asked.elapsed() < Duration::from_secs(5));
        }
        let asked = Instant::now();
        alice.app.lock();
        assert!(asked.elapsed() < Duration::from_secs(5));
        assert!(!waits.is_finished(), "it is still the other's turn");
        drop(other);
        assert_eq!(waits.join().unwrap().unwrap_err().code(), "vault.locked");
    });
}

#[test]
fn who_stops_waiting_while_the_device_comes_in_keeps_nothing_of_the_firm_or_is_in_it() {
    let (alice, place) = founded();
    let code = invite(&alice, "Bob", RoleView::Staff);
    let bob = desk();
    let digits = bob.app.join(&code, &Place::open(place.clone()), "laptop").unwrap();
    alice.app.approve("Bob", &digits).unwrap();
    let (app, (sent, stopped)) = (bob.app.clone(), mpsc::channel());
    // Between what it knows of its answer and what it keeps of the firm.
    bob.stores.before_opening([Box::new(move || {
        let stops = thread::spawn(move || sent.send(app.stop_joining()));
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(1) && !stops.is_finished() {
            thread::yield_now();
        }
    }) as Box<dyn FnOnce() + Send>]);
    let _ = bob.app.sync();
    match stopped.recv().unwrap() {
        Ok(()) => {
            assert_eq!(bob.app.firm().unwrap_err().code(), "firm.none");
            let code = invite(&alice, "Bert", RoleView::Staff);
            bob.app.join(&code, &Place::open(place), "laptop").unwrap();
            assert!(bob.app.firm().unwrap().waiting, "nothing is left of the time before");
        }
        Err(error) => {
            assert_eq!(error.code(), "firm.none", "there was nothing to stop any more");
            assert!(!bob.app.sync().unwrap().waiting);
        }
    }
}

#[test]
fn a_keyring_that_takes_no_key_keeps_no_removal_back() {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    let carol = enrolled(&alice, &place, "Carol", RoleView::Staff);
    bob.app.sync().unwrap();
    let away = format!("{place} away");
    std::fs::rename(&place, &away).unwrap();
    let removed = bob.app.remove_leaver(&Leaver::Person("Carol".to_owned()), "left").unwrap();
    assert!(removed.unsent.is_some());
    std::fs::rename(&away, &place).unwrap();
    alice.add("VAT", KEY);
    alice.app.share("VAT", &With::Person("Bob".to_owned())).unwrap();
    bob.gate.refuse_writes(1);
    assert_eq!(bob.app.sync().unwrap_err().code(), "keyring.failed");
    assert_eq!(bob.app.firm().unwrap().unsent, 0);
    assert_eq!(carol.app.sync().unwrap_err().code(), "firm.removed");
    assert!(bob.app.accounts().unwrap().accounts.is_empty());
    bob.app.sync().unwrap();
    assert_eq!(bob.app.accounts().unwrap().accounts[0].label, "VAT");
}

#[test]
fn a_key_that_the_keyring_does_not_take_keeps_no_other_back_and_ends_no_act() {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    for (label, key) in [("VAT", KEY), ("PAYE", "GEZDGNBVGY3TQOJQ")] {
        alice.add(label, key);
        alice.app.share(label, &With::Person("Bob".to_owned())).unwrap();
    }
    let labels = || bob.app.accounts().unwrap().accounts.len();
    bob.gate.refuse_writes(1);
    assert_eq!(bob.app.sync().unwrap_err().code(), "keyring.failed");
    assert_eq!(labels(), 1);
    bob.gate.refuse_writes(1);
    let done = bob.app.create_team("Tax").unwrap();
    assert!(done.unsent.is_none());
    assert_eq!(labels(), 1);
    bob.app.sync().unwrap();
    assert_eq!(labels(), 2);
}

/// Runs `act` while the firm is watched from a desk, with what the watch hears.
fn watched(desk: &Desk, act: impl FnOnce(&mpsc::Receiver<Result<SyncView>>)) {
    let ((tell, heard), app) = (mpsc::channel(), &desk.app);
    thread::scope(|scope| {
        let watch = scope.spawn(move || {
            app.watch_firm(&mut |synced| {
                let _ = tell.send(synced);
                Ok(())
            })
        });
        act(&heard);
        app.stop_sync();
        watch.join().unwrap().unwrap();
    });
}

fn hears(heard: &mpsc::Receiver<Result<SyncView>>) -> SyncView {
    heard.recv_timeout(Duration::from_secs(30)).unwrap().unwrap()
}

#[test]
fn stopping_a_restore_stops_no_watch_of_the_firm() {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    watched(&alice, |heard| {
        hears(heard);
        alice.app.stop_restore();
        bob.app.create_team("Tax").unwrap();
        while alice.app.teams().unwrap().is_empty() {
            hears(heard);
        }
    });
}

#[test]
fn a_wish_to_stop_stops_what_is_under_way_and_nothing_that_begins_later() {
    let (alice, _) = founded();
    alice.app.stop_sync();
    alice.app.sync().unwrap();
    watched(&alice, |heard| {
        hears(heard);
        alice.app.stop_sync();
        alice.app.create_team("Tax").unwrap();
        let ended = |heard: &mpsc::Receiver<Result<SyncView>>| loop {
            match heard.recv_timeout(Duration::from_secs(30)) {
                Ok(synced) => drop(synced),
                Err(over) => return over,
            }
        };
        assert_eq!(ended(heard), mpsc::RecvTimeoutError::Disconnected, "the act undid no wish");
    });
}

#[test]
fn who_waits_to_be_let_in_is_in_soon_after() {
    let (alice, place) = founded();
    let code = invite(&alice, "Bob", RoleView::Staff);
    let bob = desk();
    let digits = bob.app.join(&code, &Place::open(place), "laptop").unwrap();
    watched(&bob, |heard| {
        assert!(hears(heard).waiting);
        alice.app.approve("Bob", &digits).unwrap();
        while hears(heard).waiting {}
    });
    assert_eq!(bob.app.firm().unwrap().name.as_deref(), Some("Hart & Lowe"));
}

#[test]
fn there_is_nothing_to_watch_in_a_vault_that_is_locked_or_in_no_firm() {
    let hear = &mut |_: Result<SyncView>| -> Result<()> { panic!("nothing is to be heard") };
    let bob = desk();
    assert_eq!(bob.app.watch_firm(hear).unwrap_err().code(), "firm.none");
    let (alice, _) = founded();
    alice.app.lock();
    assert_eq!(alice.app.watch_firm(hear).unwrap_err().code(), "vault.locked");
}

#[test]
fn a_name_that_two_have_already_is_not_free_for_a_third() {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    let away = format!("{place} away");
    // Both make one before they hear of each other.
    std::fs::rename(&place, &away).unwrap();
    for desk in [&alice, &bob] {
        desk.app.create_team("Tax").unwrap();
    }
    std::fs::rename(&away, &place).unwrap();
    let invited = [&alice, &bob].map(|admin| (admin, invite(admin, "Dan", RoleView::Staff)));
    for (admin, code) in invited {
        let digits = desk().app.join(&code, &Place::open(place.clone()), "PC").unwrap();
        admin.app.approve("Dan", &digits).unwrap();
    }
    alice.app.sync().unwrap();
    assert_eq!(alice.app.people().unwrap().iter().filter(|one| one.name == "Dan").count(), 2);
    assert_eq!(alice.app.teams().unwrap().len(), 2);
    let asked = |further_device| {
        let (name, role, teams) = (" dan".to_owned(), RoleView::Staff, vec![]);
        let request = InviteRequest { name, role, teams, further_device };
        alice.app.invite_to_show(&request).unwrap_err().code()
    };
    assert_eq!((asked(false), asked(true)), ("firm.person-taken", "firm.several-people"));
    assert_eq!(alice.app.create_team("tax").unwrap_err().code(), "firm.team-taken");
}

#[test]
fn who_has_what_is_not_guessed_where_several_accounts_may_be_meant() {
    let (alice, _) = founded();
    alice.add("VAT one", KEY);
    alice.add("VAT two", "GEZDGNBVGY3TQOJQ");
    assert_eq!(alice.app.holders("VAT").unwrap_err().code(), "account.ambiguous");
    assert_eq!(alice.app.holders("PAYE").unwrap_err().code(), "firm.not-shared");
    alice.sql("DROP TABLE account");
    assert_eq!(alice.app.holders("PAYE").unwrap_err().code(), "vault.damaged");
}

#[test]
fn a_name_for_everybody_takes_nobodys_own_note() {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    alice.add("Vat", KEY);
    alice.app.share("Vat", &With::Person("Bob".to_owned())).unwrap();
    bob.app.sync().unwrap();
    let of = |desk: &Desk| desk.app.accounts().unwrap().accounts.remove(0);
    bob.app.set_note(&of(&bob).id, Some("ring first")).unwrap();
    alice.app.rename(&of(&alice).id, "VAT").unwrap();
    bob.app.sync().unwrap();
    let of_bob = of(&bob);
    assert_eq!((of_bob.label.as_str(), of_bob.note.as_deref()), ("VAT", Some("ring first")));
}

#[test]
fn a_new_key_its_answer_and_a_name_say_that_they_wait_while_the_place_is_gone() {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    alice.add("VAT", KEY);
    alice.app.share("VAT", &With::Person("Bob".to_owned())).unwrap();
    bob.app.sync().unwrap();
    let of = |desk: &Desk| desk.app.accounts().unwrap().accounts.remove(0);
    let away = format!("{place} away");
    std::fs::rename(&place, &away).unwrap();
    let draft = alice.read("GEZDGNBVGY3TQOJQ");
    let request = AddRequest { replace: true, ..common::request(&draft, "VAT") };
    let unsent = [
        alice.app.add_found(&request).unwrap().unsent,
        alice.app.confirm_key(&of(&alice).id, true).unwrap().unsent,
        alice.app.rename(&of(&alice).id, "VAT – Leeds").unwrap().unsent,
    ];
    assert_eq!(unsent.map(|one| one.unwrap().code), ["store.gone"; 3]);
    std::fs::rename(&away, &place).unwrap();
    assert!(alice.app.sync().unwrap().sent > 0);
    // The key with the first look, the name with the next.
    bob.app.sync().unwrap();
    bob.app.sync().unwrap();
    let of_bob = of(&bob);
    assert_eq!((of_bob.label.as_str(), of_bob.versions.len()), ("VAT – Leeds", 1));
    let renamed = alice.app.rename(&of(&alice).id, "VAT – York").unwrap();
    assert_eq!(renamed.unsent, None);
}

#[test]
fn two_threads_may_work_on_the_firm_at_once() {
    let (alice, _) = founded();
    thread::scope(|scope| {
        let works = [0, 1, 2, 3].map(|number| {
            let app = &alice.app;
            scope.spawn(move || app.create_team(&format!("Team {number}")).map(drop))
        });
        for work in works {
            work.join().unwrap().unwrap();
        }
    });
    assert_eq!(alice.app.teams().unwrap().len(), 4);
    assert!(alice.app.firm().unwrap().alarms.is_empty());
}

#[test]
fn a_store_that_is_quiet_is_asked_in_one_request_until_somebody_sends_something() {
    let (alice, place) = founded();
    let look = |after: u64| {
        alice.clock.set(START + after);
        alice.app.sync().unwrap();
    };
    assert!(!alice.app.is_quiet(), "nobody has looked yet");
    look(0);
    look(60);
    assert!(!alice.app.is_quiet(), "what the hint announces may still be on its way");
    look(660);
    look(1260);
    assert!(alice.app.is_quiet());
    let hint = std::path::Path::new(&place).join("ts1/hint");
    std::fs::write(&hint, "from elsewhere").unwrap();
    assert!(!alice.app.is_quiet(), "somebody has sent something");
    look(1320);
    look(1930);
    assert!(alice.app.is_quiet());
    alice.clock.set(START + 1930 + 3600);
    assert!(!alice.app.is_quiet(), "the hint is not believed for ever");
    look(5600);
    look(6300);
    assert!(alice.app.is_quiet());
    std::fs::rename(&place, format!("{place} away")).unwrap();
    assert!(!alice.app.is_quiet(), "the store is not there");
    assert!(alice.app.sync().is_err());
    std::fs::rename(format!("{place} away"), &place).unwrap();
    assert!(!alice.app.is_quiet(), "the last look failed");
}

//! Copying a code: the countdown rules, the wrong-account guards, and the clipboard afterwards.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use std::time::Duration;

use app::view::{CopyOutcome, CopyWhen, VaultState};
use app::{CodeAt, Event};
use common::{Desk, START, desk};

const KEY: &str = "JBSWY3DPEHPK3PXP";

fn code(desk: &Desk, at: u64) -> String {
    let code = desk.app.code("VAT", CodeAt::Time(at)).unwrap();
    code.code.text.expose().to_owned()
}

fn heard(desk: &Desk, wanted: fn(&Event) -> bool) -> Event {
    loop {
        let event = desk.news.recv_timeout(Duration::from_secs(20)).unwrap();
        if wanted(&event) {
            return event;
        }
    }
}

#[test]
fn a_code_is_copied_and_the_answer_names_the_account() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.app.set_hint(&id, Some("4417")).unwrap();
    desk.clock.set(START + 3);
    let copied = desk.app.copy_code(&id, CopyWhen::Best).unwrap();
    assert_eq!(copied.outcome, CopyOutcome::Copied);
    assert_eq!((copied.label.as_str(), copied.user_id_hint.as_deref()), ("VAT", Some("4417")));
    assert_eq!(copied.valid_until, Some(START + 30));
    assert_eq!(desk.clipboard.text(), code(&desk, START));
    assert_eq!(desk.app.accounts().unwrap().accounts[0].last_copied, Some(START + 3));
}

#[test]
fn with_six_seconds_left_the_present_code_is_copied() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.clock.set(START + 24);
    assert_eq!(desk.app.copy_code(&id, CopyWhen::Best).unwrap().outcome, CopyOutcome::Copied);
}

#[test]
fn in_the_last_five_seconds_the_fresh_code_is_waited_for_and_copied() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.clock.set(START + 29);
    let waiting = desk.app.copy_code(&id, CopyWhen::Best).unwrap();
    assert_eq!((waiting.outcome, waiting.fresh_at), (CopyOutcome::Waiting, Some(START + 30)));
    assert_eq!(desk.clipboard.text(), "");
    desk.clock.set(START + 30);
    let Event::Copied(copied) = heard(&desk, |event| matches!(event, Event::Copied(_))) else {
        unreachable!()
    };
    assert_eq!((copied.id, copied.valid_until), (id, Some(START + 60)));
    assert_eq!(desk.clipboard.text(), code(&desk, START + 30));
}

#[test]
fn a_fresh_code_that_comes_a_little_early_is_the_next_one() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.clock.set(START + 29);
    desk.app.copy_code(&id, CopyWhen::Best).unwrap();
    heard(&desk, |event| matches!(event, Event::Copied(_)));
    assert_eq!(desk.clipboard.text(), code(&desk, START + 30));
}

#[test]
fn a_waiting_copy_that_fails_says_why() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.clock.set(START + 29);
    desk.app.copy_code(&id, CopyWhen::Best).unwrap();
    desk.clipboard.refuse(1);
    let event = heard(&desk, |event| matches!(event, Event::Copied(_) | Event::CopyFailed(_)));
    let Event::CopyFailed(problem) = event else { panic!("{event:?}") };
    assert_eq!(problem.code, "clipboard.failed");
}

#[test]
fn a_clipboard_that_refuses_to_be_cleared_is_asked_again() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.app.copy_code(&id, CopyWhen::Now).unwrap();
    desk.clipboard.refuse(2);
    desk.app.lock();
    assert_ne!(desk.clipboard.text(), "");
    heard(&desk, |event| *event == Event::Cleared);
    assert_eq!(desk.clipboard.text(), "");
}

#[test]
fn a_second_press_while_waiting_copies_the_present_code_and_the_wait_is_off() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.clock.set(START + 26);
    desk.app.copy_code(&id, CopyWhen::Best).unwrap();
    let now = desk.app.copy_code(&id, CopyWhen::Now).unwrap();
    assert_eq!(now.outcome, CopyOutcome::Copied);
    assert_eq!(desk.clipboard.text(), code(&desk, START));
}

#[test]
fn where_the_service_takes_the_previous_code_only_the_last_two_seconds_wait() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.app.set_service(&id, Some("hmrc-osa")).unwrap();
    desk.clock.set(START + 27);
    assert_eq!(desk.app.copy_code(&id, CopyWhen::Best).unwrap().outcome, CopyOutcome::Copied);
    desk.clock.set(START + 118);
    assert_eq!(desk.app.copy_code(&id, CopyWhen::Best).unwrap().outcome, CopyOutcome::Waiting);
}

#[test]
fn a_second_copy_within_a_minute_opens_the_helper_and_copies_nothing() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.app.copy_code(&id, CopyWhen::Best).unwrap();
    desk.clipboard.set("something else");
    desk.clock.set(START + 59);
    assert_eq!(desk.app.copy_code(&id, CopyWhen::Best).unwrap().outcome, CopyOutcome::Again);
    assert_eq!(desk.clipboard.text(), "something else");
    desk.clock.set(START + 60);
    assert_eq!(desk.app.copy_code(&id, CopyWhen::Best).unwrap().outcome, CopyOutcome::Copied);
}

#[test]
fn a_copy_from_the_command_line_or_before_a_restart_counts_as_the_first() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    let copied = desk.app.code("VAT", CodeAt::Now).unwrap();
    desk.app.mark_copied(&copied).unwrap();
    let window = desk.another();
    window.unlock(None).unwrap();
    assert_eq!(window.copy_code(&id, CopyWhen::Best).unwrap().outcome, CopyOutcome::Again);
}

#[test]
fn a_shell_is_told_for_a_minute_that_a_code_was_copied_lately() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    let lately = || desk.app.copied_lately(&desk.app.code("VAT", CodeAt::Now).unwrap());
    assert!(!lately(), "no code was copied yet");
    desk.app.copy_code(&id, CopyWhen::Now).unwrap();
    desk.clock.set(START + 59);
    assert!(lately(), "one was");
    desk.clock.set(START + 60);
    assert!(!lately(), "that was long ago");
}

#[test]
fn a_code_of_ten_seconds_or_less_is_copied_at_once() {
    let desk = desk();
    let id = desk.add("Bank", &format!("otpauth://totp/Bank?secret={KEY}&period=10")).id;
    desk.clock.set(START + 9);
    assert_eq!(desk.app.copy_code(&id, CopyWhen::Best).unwrap().outcome, CopyOutcome::Copied);
}

#[test]
fn a_clock_that_was_put_back_is_no_second_copy() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.clock.set(START + 3600);
    desk.app.copy_code(&id, CopyWhen::Best).unwrap();
    desk.clock.set(START);
    assert_eq!(desk.app.copy_code(&id, CopyWhen::Best).unwrap().outcome, CopyOutcome::Copied);
}

#[test]
fn no_code_is_given_of_a_removed_account_or_for_no_name() {
    let desk = desk();
    desk.add("VAT", KEY);
    let gone = desk.add("PAYE", "GEZDGNBVGY3TQOJQ").id;
    desk.app.remove(&gone).unwrap();
    for name in [gone.as_str(), "PAYE", "", " "] {
        let refused = desk.app.code(name, CodeAt::Now).err().map(|error| error.code());
        assert_eq!(refused, Some("account.not-found"), "{name:?}");
    }
    assert!(desk.app.code("VAT", CodeAt::Now).is_ok());
}

#[test]
fn another_account_may_be_copied_right_after() {
    let desk = desk();
    let first = desk.add("VAT", KEY).id;
    let second = desk.add("PAYE", "GEZDGNBVGY3TQOJQ").id;
    desk.app.copy_code(&first, CopyWhen::Best).unwrap();
    assert_eq!(desk.app.copy_code(&second, CopyWhen::Best).unwrap().outcome, CopyOutcome::Copied);
}

#[test]
fn locking_clears_the_clipboard_only_if_it_is_still_ours() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.app.copy_code(&id, CopyWhen::Now).unwrap();
    desk.app.lock();
    assert_eq!(desk.clipboard.text(), "");
    heard(&desk, |event| *event == Event::Cleared);

    desk.app.unlock(None).unwrap();
    desk.app.copy_code(&id, CopyWhen::Now).unwrap();
    desk.clipboard.set("a client's address");
    desk.app.lock();
    assert_eq!(desk.clipboard.text(), "a client's address");
}

#[test]
fn locking_calls_off_a_waiting_copy() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.clock.set(START + 29);
    desk.app.copy_code(&id, CopyWhen::Best).unwrap();
    desk.app.lock();
    desk.app.unlock(None).unwrap();
    while desk.news.try_recv().is_ok() {}
    desk.clock.set(START + 31);
    assert!(desk.news.recv_timeout(Duration::from_millis(1500)).is_err());
    assert_eq!(desk.clipboard.text(), "");
}

#[test]
fn a_counter_code_of_a_replaced_key_is_neither_shown_nor_copied() {
    let desk = desk();
    let uri = |key: &str| format!("otpauth://hotp/Bank?secret={key}&counter=7");
    let id = desk.add("Bank", &uri(KEY)).id;
    let stale = desk.app.next_code(&id).unwrap().code;
    let mut replace = common::request(&desk.read(&uri("GEZDGNBVGY3TQOJQ")), "Bank");
    replace.replace = true;
    desk.app.add_found(&replace).unwrap();
    assert_eq!(desk.app.codes(std::slice::from_ref(&id)).unwrap()[0].code, None);
    desk.app.copy_code(&id, CopyWhen::Now).unwrap();
    assert_ne!(Some(desk.clipboard.text()), stale);
}

#[test]
fn a_counter_code_that_was_shown_is_gone_after_locking() {
    let desk = desk();
    let id = desk.add("Bank", &format!("otpauth://hotp/Bank?secret={KEY}")).id;
    desk.app.next_code(&id).unwrap();
    desk.app.lock();
    desk.app.unlock(None).unwrap();
    assert_eq!(desk.app.codes(&[id]).unwrap()[0].code, None);
}

#[test]
fn a_code_that_is_made_while_the_vault_is_being_locked_is_not_left_on_the_clipboard() {
    let desk = desk();
    let first = desk.add("PAYE", "GEZDGNBVGY3TQOJQ").id;
    let second = desk.add("VAT", KEY).id;
    desk.app.copy_code(&first, CopyWhen::Now).unwrap();
    while desk.news.try_recv().is_ok() {}
    std::thread::scope(|scope| {
        let held = desk.gate.hold();
        let copying = scope.spawn(|| desk.app.copy_code(&second, CopyWhen::Now));
        held.wait_until_asked();
        let locking = scope.spawn(|| desk.app.lock());
        heard(&desk, |event| *event == Event::Cleared);
        held.release();
        assert!(copying.join().is_ok() && locking.join().is_ok());
    });
    assert_eq!(desk.clipboard.text(), "");
}

#[test]
fn a_counter_code_that_is_shown_is_copied_and_not_used_up_again() {
    let desk = desk();
    let id = desk.add("Bank", &format!("otpauth://hotp/Bank?secret={KEY}&counter=7")).id;
    let shown = desk.app.next_code(&id).unwrap().code.unwrap();
    desk.app.copy_code(&id, CopyWhen::Now).unwrap();
    assert_eq!(desk.clipboard.text(), shown);
    assert_ne!(desk.app.next_code(&id).unwrap().code.unwrap(), shown);
}

#[test]
fn the_next_code_can_be_copied_and_the_answer_says_from_when_it_works() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.clock.set(START + 22);
    let copied = desk.app.copy_code(&id, CopyWhen::Next).unwrap();
    assert_eq!((copied.outcome, copied.fresh_at), (CopyOutcome::Copied, Some(START + 30)));
    assert_eq!(copied.valid_until, Some(START + 60));
    assert_eq!(desk.clipboard.text(), code(&desk, START + 30));
}

#[test]
fn the_hint_is_copied_as_it_is_and_its_absence_is_told() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    assert_eq!(desk.app.copy_hint(&id).unwrap_err().code(), "account.no-hint");
    desk.app.set_hint(&id, Some("4417")).unwrap();
    desk.app.copy_hint(&id).unwrap();
    assert_eq!(desk.clipboard.text(), "4417");
}

#[test]
fn another_account_in_between_still_opens_the_helper_of_the_first() {
    let desk = desk();
    let (vat, paye) = (desk.add("VAT", KEY).id, desk.add("PAYE", "GEZDGNBVGY3TQOJQ").id);
    desk.app.copy_code(&vat, CopyWhen::Best).unwrap();
    desk.app.copy_code(&paye, CopyWhen::Best).unwrap();
    let again = desk.app.copy_code(&vat, CopyWhen::Best).unwrap();
    assert_eq!(again.outcome, CopyOutcome::Again);
}

#[test]
fn after_a_sleep_longer_than_the_idle_time_the_first_key_press_locks() {
    let desk = desk();
    desk.add("VAT", KEY);
    desk.app.active();
    desk.clock.set(START + 10);
    desk.app.active();
    assert_eq!(desk.app.status().state, VaultState::Unlocked);
    desk.clock.set(START + 24 * 3600);
    desk.app.active();
    assert_eq!(desk.app.status().state, VaultState::Locked);
}

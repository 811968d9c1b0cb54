//! Keys that are given to one person in the window: shown for a minute, or saved as a sheet.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use app::firm::views::{FateView, RoleView, RouteView};
use app::firm::{DUE_DAYS, GiveRequest, OnPaper, With};
use common::firm::{KEY, enrolled, founded, passphrase};
use common::{Desk, START};
use secret::SecretText;

/// Alice's firm with a second administrator and an account that both have.
fn with_an_account() -> (Desk, Desk) {
    let (alice, place) = founded();
    let bob = enrolled(&alice, &place, "Bob", RoleView::Administrator);
    alice.add("VAT", KEY);
    alice.app.share("VAT", &With::Person("Bob".to_owned())).unwrap();
    alice.app.unlock_again(Some(&passphrase())).unwrap();
    (alice, bob)
}

fn to_bob(route: RouteView) -> GiveRequest {
    let [account, person, reason] = ["VAT", "Bob", "no computer"].map(str::to_owned);
    GiveRequest { account, person, route, due: None, reason, request: None }
}

#[test]
fn a_key_for_a_phone_is_a_picture_until_it_was_taken() {
    let (alice, _bob) = with_an_account();
    assert_eq!(alice.app.draw_key().unwrap_err().code(), "given.not-shown");
    assert_eq!(alice.app.key_was_taken().unwrap_err().code(), "given.not-shown");
    let given = alice.app.show_key(&to_bob(RouteView::Phone)).unwrap().value;
    assert_eq!((&*given.person, given.fate), ("Bob", None));
    let shown = alice.app.shown_key().unwrap();
    assert_eq!((&*shown.given.label, shown.until), ("VAT", START + 60));
    let read = qr::read_bytes(alice.app.draw_key().unwrap().expose()).unwrap();
    assert!(read[0].expose().contains(KEY), "the code holds another key");
    assert_eq!(alice.app.key_was_taken().unwrap().value.fate, Some(FateView::Received));
    assert_eq!(alice.app.draw_key().unwrap_err().code(), "given.not-shown");
    let made = alice.app.holders("VAT").unwrap().keys;
    assert_eq!((made.len(), made[0].version, &*made[0].by), (1, 1, "Alice"));
}

#[test]
fn a_key_is_shown_after_a_fresh_unlock_alone_and_a_lock_forgets_it() {
    let (alice, _bob) = with_an_account();
    let refused = alice.app.show_key(&to_bob(RouteView::Paper)).unwrap_err();
    assert_eq!(refused.code(), "given.route");
    alice.clock.set(START + 121);
    let stale = alice.app.show_key(&to_bob(RouteView::Shown)).unwrap_err();
    assert_eq!(stale.code(), "vault.unlock-again");
    assert_eq!(alice.app.may_give(&to_bob(RouteView::Shown)).unwrap_err().code(), stale.code());
    assert!(alice.app.given_keys().unwrap().is_empty());
    let wrong = SecretText::copy_of("three red boats");
    assert_eq!(alice.app.unlock_again(Some(&wrong)).unwrap_err().code(), "vault.wrong-passphrase");
    alice.app.unlock_again(Some(&passphrase())).unwrap();
    alice.app.may_give(&to_bob(RouteView::Shown)).unwrap();
    alice.app.show_key(&to_bob(RouteView::Shown)).unwrap();
    assert!(alice.app.draw_key().unwrap().expose().starts_with(b"\x89PNG"));
    alice.app.lock();
    alice.app.unlock(Some(&passphrase())).unwrap();
    assert_eq!(alice.app.draw_key().unwrap_err().code(), "given.not-shown");
    assert_eq!(alice.app.given_keys().unwrap()[0].route, RouteView::Shown);
}

#[test]
fn a_sheet_is_written_for_its_owner_alone_and_none_that_cannot_be_written_gets_a_number() {
    let (alice, _bob) = with_an_account();
    let gone = alice.folder.path().join("nowhere").join("sheet.pdf");
    let request = to_bob(RouteView::Paper);
    let refused = alice.app.save_hand_out(&request, OnPaper::Both, &gone).unwrap_err();
    assert_eq!(refused.code(), "paper.file");
    assert!(alice.app.given_keys().unwrap().is_empty());
    let file = alice.folder.path().join("sheet.pdf");
    std::fs::write(&file, "of somebody else").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    }
    let nobody = GiveRequest { person: "Zoe".to_owned(), ..request.clone() };
    assert!(alice.app.save_hand_out(&nobody, OnPaper::Both, &file).is_err());
    assert_eq!(std::fs::read(&file).unwrap(), b"of somebody else");
    let given = alice.app.save_hand_out(&request, OnPaper::Both, &file).unwrap().value;
    let due = START + DUE_DAYS * 86_400;
    assert_eq!((given.number, given.due, given.outstanding), (Some(1), Some(due), true));
    assert!(std::fs::read(&file).unwrap().starts_with(b"%PDF"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let other = alice.folder.path().join("other.pdf");
    assert!(alice.app.save_hand_out(&nobody, OnPaper::Both, &other).is_err());
    assert!(!other.exists(), "a file without a sheet stays");
}

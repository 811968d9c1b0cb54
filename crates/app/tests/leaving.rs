//! Somebody leaves: what they had is found, each key is replaced, a second administrator signs off,
//! and the certificate says so.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use app::firm::views::{
    ChoiceView, DepartureKindView, FateView, QuestionView, ReplacingView, RouteView,
    StepAnswerView, StepView,
};
use app::firm::{AnswerRequest, Leaver, LeavingRequest, OnPaper, With, check_certificate};
use common::firm::{KEY, passphrase};
use common::office::{DAY, HOUR, NEW_KEYS, Office, answer, give, leaving, states};
use common::{Desk, START};

#[test]
fn somebody_leaves_from_the_first_click_to_the_certificate() {
    let office = Office::new();
    let begun = office.alice.app.start_leaving(&leaving(DepartureKindView::Leaving)).unwrap().value;
    assert_eq!(states(&begun), [("VAT", ReplacingView::NotBegun)]);
    assert_eq!(begun.removed_at, Some(START));
    assert_eq!((begun.open_since, begun.open_until), (START, None));
    assert_eq!(begun.accounts[0].ways[0].route, RouteView::App);
    let again = office.alice.app.start_leaving(&leaving(DepartureKindView::Leaving));
    assert_eq!(again.unwrap_err().code(), "leaver.begun");
    office.sync();
    assert!(office.sam.app.accounts().unwrap().accounts.is_empty(), "his copies are wiped");

    // Bob, on another device, sees it and goes on with it.
    office.bob.app.set_step("VAT", StepView::Begun, StepAnswerView::Yes).unwrap();
    office.sync();
    let view = office.alice.app.departure("sam").unwrap();
    assert_eq!(states(&view), [("VAT", ReplacingView::Begun)]);
    assert_eq!(view.accounts[0].begun_by.as_deref(), Some("Bob"));

    office.alice.clock.set(START + 3600);
    office.replace("VAT", NEW_KEYS[0]);
    let view = office.alice.app.departure("Sam").unwrap();
    assert_eq!(states(&view), [("VAT", ReplacingView::Captured)]);
    assert!(view.left.contains(&"left-confirm".to_owned()));
    office.confirm("VAT");
    office.answer_all();
    let early = office.bob.app.sign_off("Sam", "").unwrap_err();
    assert_eq!(early.code(), "leaver.not-done", "the password was not spoken of");
    office.alice.app.set_step("VAT", StepView::PasswordChanged, StepAnswerView::Yes).unwrap();
    office.sync();
    let view = office.alice.app.departure("Sam").unwrap();
    assert_eq!(states(&view), [("VAT", ReplacingView::Replaced)]);
    assert_eq!(view.left, Vec::<String>::new());
    assert_eq!(view.open_until, Some(START + 3600));
    assert_eq!(office.alice.app.sign_off("Sam", "").unwrap_err().code(), "leaver.second");
    let signed = office.bob.app.sign_off("Sam", "checked").unwrap().value;
    assert_eq!(signed.signed_off_by.as_deref(), Some("Bob"));

    office.sync();
    let certificate = office.alice.app.certificate("Sam").unwrap();
    let told = check_certificate(&certificate.json, None).unwrap();
    assert_eq!((told.person.as_str(), told.made_by.as_str()), ("Sam", "Alice"));
    assert!(told.complete && told.signed_off_by.as_deref() == Some("Bob"));
    assert!(certificate.pdf.starts_with(b"%PDF"));
    let text = String::from_utf8(certificate.json).unwrap();
    for key in [KEY, NEW_KEYS[0]] {
        assert!(!text.contains(key));
    }
}

#[test]
fn a_certificate_with_one_byte_changed_says_where() {
    let office = Office::new();
    office.alice.app.start_leaving(&leaving(DepartureKindView::CutOff)).unwrap();
    let json = office.alice.app.certificate("Sam").unwrap().json;
    check_certificate(&json, None).unwrap();
    let text = String::from_utf8(json.clone()).unwrap();
    let changed = |from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        check_certificate(text.replace(from, to).as_bytes(), None).unwrap_err()
    };
    let error = changed("\"person\": \"Sam\"", "\"person\": \"Pam\"");
    assert_eq!(error.code(), "certificate.changed");
    assert_eq!(app::messages::of(&error).what.matches("about").count(), 1);
    let error = changed("\"state\": \"not_begun\"", "\"state\": \"replaced\"");
    assert!(app::messages::of(&error).what.contains("account 1: VAT"));
    for (index, byte) in json.iter().enumerate() {
        let mut one = json.clone();
        one[index] = if *byte == b'a' { b'b' } else { b'a' };
        assert!(check_certificate(&one, None).is_err(), "byte {index} is not looked at");
    }
    assert_eq!(check_certificate(b"{}", None).unwrap_err().code(), "certificate.not");
    let newer = check_certificate(b"{\"format\": \"sixboard-certificate/2\"}", None);
    assert_eq!(newer.unwrap_err().code(), "certificate.newer");
}

#[test]
fn a_planned_last_day_removes_nobody_before_it_comes() {
    let office = Office::new();
    let request =
        LeavingRequest { last_day: Some(START + DAY), ..leaving(DepartureKindView::Leaving) };
    let begun = office.alice.app.start_leaving(&request).unwrap().value;
    assert_eq!(begun.removed_at, None);
    assert_eq!(states(&begun), [("VAT", ReplacingView::Planned)]);
    office.sync();
    assert_eq!(office.sam.app.accounts().unwrap().accounts.len(), 1);
    assert!(begun.left.contains(&"left-remove".to_owned()));
    office.alice.clock.set(START + DAY);
    let removed = office.alice.app.remove_departing("Sam").unwrap().value;
    assert_eq!(states(&removed), [("VAT", ReplacingView::NotBegun)]);
}

#[test]
fn who_moves_keeps_what_the_new_team_has() {
    let office = Office::new();
    office.of_payroll("PAYE");
    office.alice.app.share("PAYE", &With::Team("Tax".to_owned())).unwrap();
    let request =
        LeavingRequest { teams: vec!["Payroll".to_owned()], ..leaving(DepartureKindView::Moving) };
    let begun = office.alice.app.start_leaving(&request).unwrap().value;
    assert_eq!(states(&begun), [("PAYE", ReplacingView::Kept), ("VAT", ReplacingView::NotBegun)]);
    office.sync();
    let left = office.sam.app.accounts().unwrap().accounts;
    assert_eq!(left.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(), ["PAYE"]);
}

#[test]
fn who_is_away_has_the_codes_put_away_until_they_are_back() {
    let office = Office::new();
    let begun = office.alice.app.start_leaving(&leaving(DepartureKindView::Away)).unwrap().value;
    assert!(begun.away);
    assert_eq!(states(&begun), [("VAT", ReplacingView::Kept)]);
    office.sync();
    assert!(office.sam.app.accounts().unwrap().accounts.is_empty());
    assert!(office.alice.app.firm().unwrap().must_replace.is_empty());
    office.answer(QuestionView::Returned, ChoiceView::Yes);
    office.sync();
    assert_eq!(office.sam.app.accounts().unwrap().accounts.len(), 1);
}

#[test]
fn paper_joins_the_register_behind_a_fresh_unlock_and_is_ticked_off() {
    let office = Office::new();
    office.alice.clock.set(START + 3600);
    let stale = office.alice.app.hand_out(&give(RouteView::Paper), OnPaper::Both);
    assert_eq!(stale.unwrap_err().code(), "vault.unlock-again");
    let wrong = secret::SecretText::copy_of("four red boats");
    assert!(office.alice.app.unlock_again(Some(&wrong)).is_err());
    let stale = office.alice.app.hand_out(&give(RouteView::Paper), OnPaper::Both);
    assert_eq!(stale.unwrap_err().code(), "vault.unlock-again");
    office.alice.app.unlock_again(Some(&passphrase())).unwrap();
    let (sheet, given) = office.alice.app.hand_out(&give(RouteView::Paper), OnPaper::Both).unwrap();
    assert!(sheet.expose().starts_with(b"%PDF"));
    let given = given.value;
    assert_eq!((given.number, given.outstanding), (Some(1), true));
    assert_eq!(given.due, Some(START + 3600 + 7 * DAY));
    assert_eq!(office.alice.app.given_keys().unwrap(), [given]);
    let back = office.alice.app.set_given("1", FateView::Returned).unwrap().value;
    assert!(!back.outstanding);
    assert_eq!(
        office.alice.app.set_given("2", FateView::Returned).unwrap_err().code(),
        "given.none"
    );
    assert!(office.alice.app.firm().unwrap().must_replace.is_empty());
    office.alice.app.set_given("1", FateView::Lost).unwrap();
    assert_eq!(office.alice.app.firm().unwrap().must_replace, ["VAT"]);
}

#[test]
fn a_file_for_one_person_is_restored_with_the_words_that_are_read_out() {
    let office = Office::new();
    office.alice.app.unlock_again(Some(&passphrase())).unwrap();
    let path = office.alice.folder.path().join("for-sam.sixboard-backup");
    let (words, given) = office.alice.app.give_file(&give(RouteView::File), &path).unwrap();
    assert_eq!(words.expose().split(' ').count(), 6);
    assert!(given.value.outstanding);
    let again = office.alice.app.give_file(&give(RouteView::File), &path).unwrap_err();
    assert_eq!(again.code(), "given.file");
    assert_eq!(office.alice.app.given_keys().unwrap().len(), 1);
    let ann = common::desk();
    let wrong = secret::SecretText::copy_of("six words that are not it");
    assert_eq!(ann.app.open_backup(&path, &wrong).unwrap_err().code(), "backup.passphrase");
    let plan = ann.app.open_backup(&path, &words).unwrap();
    ann.app.apply_plan(&plan.plan).unwrap();
    let code = |desk: &Desk| desk.app.code("VAT", app::CodeAt::Now).unwrap().code.text;
    assert_eq!(code(&ann).expose(), code(&office.alice).expose());
}

#[test]
fn the_words_of_a_file_are_a_picture_for_five_minutes_and_until_a_lock() {
    let office = Office::new();
    let app = &office.alice.app;
    app.unlock_again(Some(&passphrase())).unwrap();
    let in_folder = |name: &str| office.alice.folder.path().join(name);
    let write = |name| app.write_file_and_show(&give(RouteView::File), &in_folder(name));
    let given = write("one.sixboard-backup").unwrap().value;
    let shown = app.shown_key().unwrap();
    assert_eq!((shown.given.route, shown.seconds), (RouteView::File, 300));
    assert_eq!(shown.until, START + 300);
    let first = app.draw_key().unwrap();
    assert!(first.expose().starts_with(b"\x89PNG"));
    office.alice.clock.set(START + 299);
    assert!(app.draw_key().unwrap() == first);
    office.alice.clock.set(START + 300);
    assert_eq!(app.draw_key().unwrap_err().code(), "given.not-shown");
    office.alice.clock.set(START + 299);
    assert_eq!(app.shown_key().unwrap_err().code(), "given.not-shown", "they are forgotten");

    app.unlock_again(Some(&passphrase())).unwrap();
    write("two.sixboard-backup").unwrap();
    assert!(app.draw_key().unwrap() != first, "the words of another file");
    app.lock();
    app.unlock(Some(&passphrase())).unwrap();
    assert_eq!(app.draw_key().unwrap_err().code(), "given.not-shown");
    write("three.sixboard-backup").unwrap();
    let taken = app.key_was_taken().unwrap().value;
    assert_eq!((taken.fate, app.draw_key().is_err()), (Some(FateView::Received), true));
    assert_eq!(app.given_keys().unwrap().len(), 3);
    assert!(given.outstanding && in_folder("one.sixboard-backup").exists());
}

#[test]
fn a_file_that_cannot_be_written_gives_and_shows_nothing() {
    let office = Office::new();
    let app = &office.alice.app;
    let path = office.alice.folder.path().join("for-sam.sixboard-backup");
    office.alice.clock.set(START + HOUR);
    let stale = app.write_file_and_show(&give(RouteView::File), &path).unwrap_err();
    assert_eq!((stale.code(), path.exists()), ("vault.unlock-again", false));
    app.unlock_again(Some(&passphrase())).unwrap();
    std::fs::write(&path, "of somebody else").unwrap();
    let nowhere = office.alice.folder.path().join("nowhere").join("for-sam.sixboard-backup");
    for (path, code) in [(&path, "given.file"), (&nowhere, "backup.file")] {
        let refused = app.write_file_and_show(&give(RouteView::File), path).unwrap_err();
        assert_eq!(refused.code(), code);
    }
    assert_eq!(std::fs::read(&path).unwrap(), b"of somebody else");
    assert!(app.given_keys().unwrap().is_empty());
    assert_eq!(app.shown_key().unwrap_err().code(), "given.not-shown");
}

#[test]
fn what_comes_out_later_joins_the_register() {
    let office = Office::new();
    office.alice.app.start_leaving(&leaving(DepartureKindView::CutOff)).unwrap();
    let request = AnswerRequest {
        account: Some("VAT".to_owned()),
        text: "a photograph of the QR code".to_owned(),
        ..answer(QuestionView::AnythingElse, ChoiceView::Yes)
    };
    let view = office.alice.app.answer_leaving("Sam", &request).unwrap().value;
    let routes: Vec<_> = view.accounts[0].ways.iter().map(|way| way.route).collect();
    assert_eq!(routes, [RouteView::App, RouteView::Other]);
    assert_eq!(view.accounts[0].ways[1].detail, "", "the words are sealed, the register is not");
    assert_eq!(view.answers[0].text, "a photograph of the QR code");
}

#[test]
fn two_new_keys_captured_at_once_are_both_kept_and_one_is_chosen() {
    let office = Office::new();
    office.alice.app.start_leaving(&leaving(DepartureKindView::CutOff)).unwrap();
    office.sync();
    // Neither hears of the other: the folder is away.
    let place = office.alice.folder.path().join("share");
    let away = office.alice.folder.path().join("away");
    std::fs::rename(&place, &away).unwrap();
    office.replace("VAT", NEW_KEYS[0]);
    let draft = office.bob.read(NEW_KEYS[1]);
    let request = app::view::AddRequest { replace: true, ..common::request(&draft, "VAT") };
    office.bob.app.add_found(&request).unwrap();
    std::fs::rename(&away, &place).unwrap();
    office.sync();
    office.sync();
    let view = office.alice.app.departure("Sam").unwrap();
    assert_eq!(states(&view), [("VAT", ReplacingView::Rivals)]);
    let rivals = office.alice.app.rival_keys("VAT").unwrap();
    assert_eq!(rivals.len(), 2);
    let bobs = rivals.iter().find(|one| one.by == "Bob").unwrap();
    office.alice.app.choose_key("VAT", &bobs.id).unwrap();
    office.sync();
    let view = office.bob.app.departure("Sam").unwrap();
    assert_eq!(states(&view), [("VAT", ReplacingView::Replaced)]);
    let code = |desk: &Desk| desk.app.code("VAT", app::CodeAt::Now).unwrap().code.text;
    assert_eq!(code(&office.alice).expose(), code(&office.bob).expose());
    assert_eq!(code(&office.alice).expose(), bobs.code);
}

/// Sam was taken out and the key captured before anybody began the leaving, on a clock that was slow:
/// that spares no question about it.
#[test]
fn a_key_that_nobody_tried_is_open_whenever_it_was_captured() {
    let office = Office::new();
    office.alice.app.remove_leaver(&Leaver::Person("Sam".to_owned()), "left").unwrap();
    office.alice.clock.set(START - HOUR);
    office.replace("VAT", NEW_KEYS[0]);
    office.alice.clock.set(START + HOUR);
    let begun = office.alice.app.start_leaving(&leaving(DepartureKindView::Leaving)).unwrap().value;
    assert_eq!(states(&begun), [("VAT", ReplacingView::Captured)]);
    assert_eq!(begun.open_until, None);
    assert!(begun.left.contains(&"left-confirm".to_owned()), "{:?}", begun.left);
    office.confirm("VAT");
    let tried = office.alice.app.departure("Sam").unwrap();
    assert_eq!(states(&tried), [("VAT", ReplacingView::Replaced)]);
    assert!(tried.left.contains(&"left-passwords".to_owned()), "{:?}", tried.left);
    assert!(tried.open_until.is_some());
}

/// After a day the key before is wiped; what the service said of the new one is still asked for.
#[test]
fn a_key_that_was_captured_days_ago_can_still_be_confirmed() {
    let office = Office::new();
    office.alice.app.start_leaving(&leaving(DepartureKindView::Leaving)).unwrap();
    office.replace("VAT", NEW_KEYS[0]);
    office.alice.clock.set(START + 3 * DAY);
    office.sync();
    office.confirm("VAT");
    let view = office.alice.app.departure("Sam").unwrap();
    assert_eq!(states(&view), [("VAT", ReplacingView::Replaced)]);
    let id = office.alice.app.find_whole("VAT").unwrap().id.to_string();
    let again = office.alice.app.confirm_key(&id, true).unwrap_err();
    assert_eq!(again.code(), "account.nothing-to-confirm");
}

#[test]
fn an_exception_needs_a_reason_and_lets_it_be_signed_off() {
    let office = Office::new();
    office.alice.app.start_leaving(&leaving(DepartureKindView::CutOff)).unwrap();
    office.answer_all();
    let mut request = AnswerRequest {
        account: Some("VAT".to_owned()),
        ..answer(QuestionView::Exception, ChoiceView::Yes)
    };
    let none = office.alice.app.answer_leaving("Sam", &request).unwrap_err();
    assert_eq!(none.code(), "leaver.reason");
    request.text = "the account is closed at HMRC".to_owned();
    let view = office.alice.app.answer_leaving("Sam", &request).unwrap().value;
    assert_eq!(states(&view), [("VAT", ReplacingView::Excepted)]);
    assert_eq!(view.left, Vec::<String>::new());
    assert_eq!(view.open_until, None, "it stays open all the same");
    office.sync();
    office.bob.app.sign_off("Sam", "").unwrap();
}

#[test]
fn staff_read_nothing_of_it_and_may_do_nothing() {
    let office = Office::new();
    let begin = office.sam.app.start_leaving(&LeavingRequest {
        who: Leaver::Person("Bob".to_owned()),
        ..leaving(DepartureKindView::CutOff)
    });
    assert_eq!(begin.unwrap_err().code(), "firm.not-yours");
    office.alice.app.start_leaving(&leaving(DepartureKindView::Away)).unwrap();
    office.sync();
    assert!(office.sam.app.departures().unwrap().is_empty());
    let none = office.alice.app.answer_leaving("Bob", &answer(QuestionView::Told, ChoiceView::Yes));
    assert_eq!(none.unwrap_err().code(), "leaver.none");
}

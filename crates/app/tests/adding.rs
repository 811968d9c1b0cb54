//! Getting keys in: nothing is overwritten, everything that is refused says why.

mod common;

use app::view::{AddOutcome, BackupDue, KeyStateView, VaultState};
use app::{CodeAt, Event, messages};
use common::{START, absent_desk, desk, request};
use secret::SecretText;

const KEY: &str = "JBSWY3DPEHPK3PXP";
const OTHER: &str = "GEZDGNBVGY3TQOJQ";

#[test]
fn the_first_run_makes_a_vault_with_a_practice_account_that_can_be_deleted() {
    let desk = absent_desk();
    assert_eq!(desk.app.status().state, VaultState::Absent);
    let status = desk.app.create_vault(None).unwrap();
    assert_eq!((status.state, status.backup), (VaultState::Unlocked, BackupDue::No));
    let accounts = desk.app.accounts().unwrap().accounts;
    assert!(accounts.len() == 1 && accounts[0].practice);
    desk.app.remove(&accounts[0].id).unwrap();
    assert!(desk.app.accounts().unwrap().accounts.is_empty());
}

#[test]
fn an_added_account_makes_codes_and_asks_for_a_backup() {
    let desk = desk();
    let added = desk.add("VAT – Leeds", KEY);
    assert_eq!(added.outcome, AddOutcome::Added);
    assert_eq!(desk.news.try_recv(), Ok(Event::Changed));
    assert_eq!(desk.app.status().backup, BackupDue::Never);
    let code = desk.app.code("vat – leeds", CodeAt::Time(1_111_111_109)).unwrap();
    assert_eq!(code.code.text.expose(), "071271");
}

#[test]
fn a_taken_label_with_another_key_changes_nothing_and_asks() {
    let desk = desk();
    let first = desk.add("Income Tax", KEY);
    let taken = desk.add("ＩＮＣＯＭＥ tax", OTHER);
    assert_eq!((taken.outcome, &taken.id), (AddOutcome::LabelTaken, &first.id));
    assert_eq!((taken.label.as_str(), taken.since), ("Income Tax", START));
    assert_eq!(taken.suggestion, None, "no office is known, and a number is none");
    assert_eq!(desk.app.accounts().unwrap().accounts.len(), 1);
}

#[test]
fn a_taken_label_is_offered_with_the_office_that_most_others_are_of() {
    let desk = desk();
    desk.add("HMRC – PAYE – Leeds", "KRSXG5CTMVRXEZLU");
    desk.add("HMRC – VAT – York", "MFRGGZDFMZTWQ2LK");
    desk.add("HMRC – Income Tax – Leeds", "NBSWY3DPO5XXE3DE");
    desk.add("Income Tax", KEY);
    assert_eq!(desk.add("income tax", OTHER).suggestion.as_deref(), Some("Income Tax – Leeds"));
    let view = desk.app.check_label("Income Tax", None).unwrap();
    let words = messages::of_view(view.problem.as_ref().unwrap());
    assert!(words.next.starts_with("Add the office, such as 'Income Tax – Leeds'."), "{words:?}");
    desk.add("Income Tax – Leeds", OTHER);
    let view = desk.app.check_label("Income Tax", None).unwrap();
    assert_eq!(view.suggestion.as_deref(), Some("Income Tax – York"), "Leeds is taken too");
    let view = desk.app.check_label("HMRC – VAT – York", None).unwrap();
    let words = messages::of_view(view.problem.as_ref().unwrap());
    assert_eq!(
        (view.suggestion, words.next.starts_with("Add what tells the two apart")),
        (None, true)
    );
}

#[test]
fn a_label_that_starts_with_a_service_says_which_it_is_for_and_keeps_its_mark() {
    let desk = desk();
    let id = desk.add("hmrc online services – VAT – Leeds", KEY).id;
    let view = || desk.app.accounts().unwrap().accounts.remove(0);
    let before = view();
    assert_eq!((before.service.as_deref(), &*before.monogram), (Some("hmrc-osa"), "OS"));
    desk.app.rename(&id, "Our own VAT").unwrap();
    let after = view();
    assert_eq!((after.colour, after.pattern), (before.colour, before.pattern));
}

#[test]
fn the_mark_of_an_account_stays_whichever_others_come_and_go() {
    let desk = desk();
    for (text, label) in [
        ("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&issuer=Xero", "Xero"),
        ("otpauth://totp/a?secret=KRSXG5CTMVRXEZLU&issuer=Big%20Yellow", "Big Yellow"),
        ("otpauth://totp/a?secret=MFRGGZDFMZTWQ2LK&issuer=Bank%20of%20York", "Bank of York"),
        ("otpauth://totp/b?secret=NBSWY3DPO5XXE3DE&issuer=Bank%20of%20York", "Bank of York – 2"),
    ] {
        desk.add(label, text);
    }
    let marks = || -> Vec<(String, String, u8, u8)> {
        let accounts = desk.app.accounts().unwrap().accounts;
        let mark = |a: app::view::AccountView| (a.label, a.monogram, a.colour, a.pattern);
        accounts.into_iter().map(mark).collect()
    };
    let all = marks();
    let [bank, bank_2, yellow, xero] = &all[..] else { panic!("{all:?}") };
    assert_eq!((bank.2, bank.3), (bank_2.2, bank_2.3), "one issuer, one mark");
    assert_eq!((&bank.1, &yellow.1), (&"BO".to_owned(), &"BY".to_owned()));
    assert_eq!(xero.3, 1, "the ninth of our services repeats a colour, with a pattern");
    assert!(yellow.3 > 1 && (yellow.2, yellow.3) != (bank.2, bank.3));
    let first = desk.app.accounts().unwrap().accounts;
    desk.app.remove(&first.iter().find(|a| a.label == "Xero").unwrap().id).unwrap();
    assert_eq!(marks(), all[..3]);
}

#[test]
fn the_same_key_under_another_label_is_told() {
    let desk = desk();
    desk.add("Income Tax – London", KEY);
    assert_eq!(desk.read(KEY).found[0].here_as.as_deref(), Some("Income Tax – London"));
    let same = desk.add("Something else", "jbsw y3dp-ehpk3pxp");
    assert_eq!((same.outcome, same.label.as_str()), (AddOutcome::SameKey, "Income Tax – London"));
}

#[test]
fn a_removed_account_is_put_back_unless_its_key_is_in_use_again() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.app.remove(&id).unwrap();
    desk.app.put_back(&id).unwrap();
    desk.app.remove(&id).unwrap();
    desk.add("VAT again", KEY);
    let refused = desk.app.put_back(&id).unwrap_err();
    assert_eq!((refused.code(), &*refused.args()["label"]), ("account.same-key", "VAT again"));
}

#[test]
fn a_replaced_key_is_kept_beside_the_new_one_until_the_service_accepts_it() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    let draft = desk.read(OTHER);
    let mut replace = request(&draft, "VAT");
    replace.replace = true;
    assert_eq!(desk.app.add_found(&replace).unwrap().outcome, AddOutcome::Replaced);
    let shown = desk.app.codes(std::slice::from_ref(&id)).unwrap().remove(0);
    assert!(shown.code.is_some() && shown.previous_key_code.is_some());
    assert_ne!(shown.code, shown.previous_key_code);

    desk.app.confirm_key(&id, true).unwrap();
    let versions = &desk.app.accounts().unwrap().accounts[0].versions;
    let states: Vec<_> = versions.iter().map(|version| (version.number, version.state)).collect();
    assert_eq!(states, [(2, KeyStateView::Current), (1, KeyStateView::Retired)]);
    assert_eq!(desk.app.codes(&[id]).unwrap()[0].previous_key_code, None);
}

#[test]
fn a_refused_replacement_gives_the_old_key_back() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    let before = desk.app.codes(std::slice::from_ref(&id)).unwrap().remove(0).code;
    let draft = desk.read(OTHER);
    let mut replace = request(&draft, "VAT");
    replace.replace = true;
    desk.app.add_found(&replace).unwrap();
    desk.app.confirm_key(&id, false).unwrap();
    assert_eq!(desk.app.codes(&[id]).unwrap().remove(0).code, before);
}

#[test]
fn a_replacement_that_is_the_same_key_is_no_replacement() {
    let desk = desk();
    desk.add("VAT", KEY);
    let mut replace = request(&desk.read(KEY), "VAT");
    replace.replace = true;
    assert_eq!(desk.app.add_found(&replace).unwrap().outcome, AddOutcome::SameKey);
}

#[test]
fn what_was_typed_wrong_is_explained() {
    let desk = desk();
    let refused = desk.app.read_text(&SecretText::copy_of("JBSWY3DPEHPK3PX0")).unwrap_err();
    let words = messages::of(&refused);
    assert_eq!(
        (words.what.as_str(), words.next.as_str()),
        (
            "Not a secret key. It has letters A–Z and numbers 2–7 only; character 16 is '0'.",
            "'0' may be the letter O."
        )
    );
}

#[test]
fn a_list_gives_what_it_can_and_names_the_lines_it_cannot() {
    let desk = desk();
    let draft = desk.read(&format!("otpauth://totp/A?secret={KEY}\nhello, world\n"));
    assert_eq!(draft.found.len(), 1);
    assert_eq!(draft.skipped[0].place, "line 2");
    assert_eq!(draft.skipped[0].problem.code, "uri.not-a-uri");
}

#[test]
fn a_draft_is_used_up_account_by_account() {
    let desk = desk();
    let draft =
        desk.read(&format!("otpauth://totp/A?secret={KEY}\notpauth://totp/B?secret={OTHER}"));
    assert_eq!(desk.app.add_found(&request(&draft, "A")).unwrap().outcome, AddOutcome::Added);
    let again = desk.app.add_found(&request(&draft, "A again")).unwrap_err();
    assert_eq!(again.code(), "draft.gone");
    let mut second = request(&draft, "A");
    second.index = 1;
    assert_eq!(desk.app.add_found(&second).unwrap().outcome, AddOutcome::LabelTaken);
    second.label = "B".to_owned();
    assert_eq!(desk.app.add_found(&second).unwrap().outcome, AddOutcome::Added);
}

#[test]
fn a_note_that_looks_like_a_password_is_refused_with_the_reason() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    let refused = desk.app.set_note(&id, Some("password: Summer2026!")).unwrap_err();
    assert_eq!(refused.code(), "account.note-password");
    assert_eq!(desk.app.accounts().unwrap().accounts[0].note, None);
}

#[test]
fn labels_that_differ_by_one_word_are_told_in_the_list_and_while_typing() {
    let desk = desk();
    desk.add("HMRC online services – Income Tax – London", KEY);
    let typed = desk.app.check_label("HMRC online services – Corp Tax – London", None).unwrap();
    assert_eq!(typed.look_alike.as_ref().unwrap().words, ["Corp"]);
    desk.add("HMRC online services – Corp Tax – London", OTHER);
    let accounts = desk.app.accounts().unwrap().accounts;
    assert!(accounts.iter().all(|account| account.look_alike.is_some()));
}

#[test]
fn one_persons_own_account_is_told_by_its_label_and_by_its_name() {
    let desk = desk();
    let cautions = |label: &str, account: &str| {
        desk.app.check_label_of(label, account, None).unwrap().cautions
    };
    let aid = desk.app.name_aid().into_iter().find(|service| service.id == "nhsmail").unwrap();
    let offered = format!("{} – {}", aid.name, aid.purposes[0]);
    let typed = desk.app.check_label(&offered, None).unwrap();
    assert_eq!(typed.cautions, ["caution-own-account"], "{offered}");
    assert_eq!(cautions("Mail", "a.cole@nhs.net"), ["caution-own-account"]);
    assert_eq!(cautions("NHSmail", "a.cole@nhs.net"), ["caution-own-account"], "said once");
    assert!(cautions("HMRC online services – VAT – Leeds", "a.cole@example.co.uk").is_empty());
    assert!(desk.app.check_label("Newsletter for NHSmail", None).unwrap().cautions.is_empty());
}

#[test]
fn another_program_sees_the_account_at_once() {
    let desk = desk();
    let other = desk.another();
    assert!(other.accounts().unwrap().accounts.is_empty());
    desk.add("VAT", KEY);
    assert_eq!(other.accounts().unwrap().accounts.len(), 1);
}

#[test]
fn locked_means_locked_for_every_use_and_drafts_are_gone() {
    let desk = desk();
    let draft = desk.read(KEY);
    desk.app.lock();
    assert_eq!(desk.app.accounts().unwrap_err().code(), "vault.locked");
    assert_eq!(desk.app.settings().unwrap_err().code(), "vault.locked");
    desk.app.unlock(None).unwrap();
    let gone = desk.app.add_found(&request(&draft, "VAT")).unwrap_err();
    assert_eq!(gone.code(), "draft.gone");
}

#[test]
fn a_passphrase_locks_and_a_wrong_one_leaves_it_locked() {
    let desk = desk();
    let passphrase = SecretText::copy_of("copper lamp seven");
    let short = desk.app.set_passphrase(None, Some(&SecretText::copy_of("12345"))).unwrap_err();
    assert_eq!(short.code(), "vault.passphrase-short");
    desk.app.set_passphrase(None, Some(&passphrase)).unwrap();
    desk.app.lock();
    assert_eq!(desk.app.unlock(None).unwrap_err().code(), "vault.passphrase-needed");
    let wrong = desk.app.unlock(Some(&SecretText::copy_of("copper lamp"))).unwrap_err();
    assert_eq!(wrong.code(), "vault.wrong-passphrase");
    assert_eq!(desk.app.status().state, VaultState::Locked);
    assert_eq!(desk.app.unlock(Some(&passphrase)).unwrap().state, VaultState::Unlocked);
}

#[test]
fn an_emptied_keyring_blocks_and_recovering_keeps_the_old_file() {
    let desk = desk();
    desk.add("VAT", KEY);
    for name in desk.keyring.names() {
        desk.keyring.put(&name, None);
    }
    let app = desk.another();
    let blocked = app.status();
    assert_eq!(blocked.state, VaultState::Blocked);
    assert_eq!(blocked.problem.unwrap().code, "vault.key-missing");
    assert_eq!(app.recover().unwrap().state, VaultState::Unlocked);
    let kept = std::fs::read_dir(desk.folder.path().join("vault")).unwrap();
    let mut names = kept.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.any(|name| name.starts_with("vault-unreadable-")));
}

#[test]
fn a_vault_that_opens_is_never_moved_aside() {
    let desk = desk();
    assert_eq!(desk.app.recover().unwrap_err().code(), "vault.exists");
}

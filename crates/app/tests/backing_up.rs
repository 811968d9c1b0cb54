//! Backup and restore: a restore only adds, and each kind of bad file has its own words.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use std::fs;

use app::CodeAt;
use app::view::{BackupDue, PlanOutcome};
use common::{START, absent_desk, desk};
use secret::SecretText;

const KEY: &str = "JBSWY3DPEHPK3PXP";
const OTHER: &str = "GEZDGNBVGY3TQOJQ";

fn passphrase() -> SecretText {
    SecretText::copy_of("correct horse 9!é")
}

#[test]
fn a_backup_restores_into_a_new_vault_with_a_new_keyring() {
    let old = desk();
    old.add("VAT", KEY);
    old.add("PAYE", OTHER);
    let file = old.folder.path().join(old.app.backup_name());
    old.clock.set(START + 10);
    let written = old.app.back_up(&file, &passphrase()).unwrap();
    assert_eq!((written.done, written.total), (2, 2));
    assert_eq!(old.app.status().backup, BackupDue::No);

    let new = absent_desk();
    new.app.create_vault(None).unwrap();
    let plan = new.app.open_backup(&file, &passphrase()).unwrap();
    assert!(plan.other_vault);
    assert!(plan.rows.iter().all(|row| row.outcome == PlanOutcome::Add));
    assert_eq!(new.app.accounts().unwrap().accounts.len(), 1, "nothing before it is applied");
    assert_eq!(new.app.apply_plan(&plan.plan).unwrap().done, 2);
    for label in ["VAT", "PAYE"] {
        let code = |app: &app::App| {
            app.code(label, CodeAt::Time(START)).unwrap().code.text.expose().to_owned()
        };
        assert_eq!(code(&new.app), code(&old.app));
    }
}

#[test]
fn a_restore_keeps_both_where_a_label_has_another_key() {
    let old = desk();
    old.add("VAT", KEY);
    let file = old.folder.path().join("b");
    old.app.back_up(&file, &passphrase()).unwrap();
    let new = desk();
    new.add("VAT", OTHER);
    let plan = new.app.open_backup(&file, &passphrase()).unwrap();
    assert_eq!(plan.rows[0].outcome, PlanOutcome::AddRenamed);
    new.app.apply_plan(&plan.plan).unwrap();
    assert_eq!(new.app.accounts().unwrap().accounts.len(), 2);
    let again = new.app.open_backup(&file, &passphrase()).unwrap();
    assert_eq!(again.rows[0].outcome, PlanOutcome::AlreadyHere);
}

#[test]
fn a_key_that_was_replaced_after_the_backup_is_told_and_left_out() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    let file = desk.folder.path().join("b");
    desk.app.back_up(&file, &passphrase()).unwrap();
    let mut replace = common::request(&desk.read(OTHER), "VAT");
    replace.replace = true;
    desk.clock.set(START + 60);
    desk.app.add_found(&replace).unwrap();
    desk.app.confirm_key(&id, true).unwrap();
    assert_eq!(desk.app.status().backup, BackupDue::Older);
    let plan = desk.app.open_backup(&file, &passphrase()).unwrap();
    assert_eq!(plan.rows[0].outcome, PlanOutcome::ReplacedSince);
    assert_eq!(desk.app.apply_plan(&plan.plan).unwrap().done, 0);
}

#[test]
fn each_bad_file_has_its_own_code() {
    let desk = desk();
    desk.add("VAT", KEY);
    let file = desk.folder.path().join("b");
    desk.app.back_up(&file, &passphrase()).unwrap();
    let code = |bytes: &[u8], passphrase: &SecretText| {
        let bad = desk.folder.path().join("bad");
        fs::write(&bad, bytes).unwrap();
        desk.app.open_backup(&bad, passphrase).unwrap_err().code()
    };
    let whole = fs::read(&file).unwrap();
    assert_eq!(code(&whole, &SecretText::copy_of("something else")), "backup.passphrase");
    assert_eq!(code(&whole[..whole.len() / 2], &passphrase()), "backup.cut");
    assert_eq!(code(b"a letter", &passphrase()), "backup.not");
    let mut altered = whole.clone();
    *altered.last_mut().unwrap() ^= 1;
    assert_eq!(code(&altered, &passphrase()), "backup.damaged");
    let mut newer = whole;
    newer[16] = 2;
    assert_eq!(code(&newer, &passphrase()), "backup.newer");
    let gone = desk.folder.path().join("gone");
    assert_eq!(desk.app.open_backup(&gone, &passphrase()).unwrap_err().code(), "backup.file");
}

//! Disk, keyring and records that fail: what can go on does, and nothing is lost or told wrongly.

#![allow(clippy::unwrap_used)] // helpers beside the tests: a failure there is the test's failure

mod common;

use std::fs;

use app::view::{AddOutcome, BackupDue, CopyOutcome, CopyWhen, PlanOutcome, VaultState};
use app::{CodeAt, messages};
use common::{Desk, START, desk, request};
use secret::SecretText;
use vault::keyring::KeyringError;
use vault::keyring::fake::Fault;

const KEY: &str = "JBSWY3DPEHPK3PXP";
const OTHER: &str = "GEZDGNBVGY3TQOJQ";
const DAY: u64 = 24 * 60 * 60;

fn database(desk: &Desk) -> Option<Vec<u8>> {
    fs::read(desk.folder.path().join("vault/vault.db")).ok()
}

fn passphrase() -> SecretText {
    SecretText::copy_of("correct horse 9!é")
}

/// A file of that name beside the vault.
fn file(desk: &Desk, name: &str) -> std::path::PathBuf {
    desk.folder.path().join(name)
}

#[test]
fn whenever_the_keyring_fails_while_recovering_the_old_vault_is_in_its_place() {
    for fails_at in 1.. {
        let desk = desk();
        desk.add("VAT", KEY);
        let before = database(&desk);
        let app = desk.another();
        desk.empty_keyring();
        assert_eq!(app.status().state, VaultState::Blocked);
        let faults = (0..fails_at).map(|_| None);
        let fault = Fault::Fails(KeyringError::NotSetUp);
        desk.keyring.with_faults(faults.chain([Some(fault)]));
        let Err(refused) = app.recover() else {
            assert!(fails_at > 6, "the probe and the making of a vault take as many calls");
            return;
        };
        assert_eq!(refused.code(), "keyring.not-set-up", "at call {fails_at}");
        assert_eq!(database(&desk), before, "at call {fails_at}");
        assert_eq!(app.status().state, VaultState::Blocked, "at call {fails_at}");
    }
}

#[test]
fn a_vault_locked_by_a_passphrase_whose_keyring_was_emptied_can_be_recovered() {
    let desk = desk();
    desk.app.set_passphrase(None, Some(&passphrase())).unwrap();
    desk.app.lock();
    desk.empty_keyring();
    let refused = desk.app.unlock(Some(&passphrase())).unwrap_err();
    assert_eq!(refused.code(), "vault.key-missing");
    assert_eq!(desk.app.status().state, VaultState::Blocked);
    assert_eq!(desk.app.recover().unwrap().state, VaultState::Unlocked);
}

#[test]
fn a_backup_that_lacks_a_key_never_takes_the_place_of_a_file() {
    let desk = desk();
    desk.add("VAT", KEY);
    let good = file(&desk, "good");
    desk.app.back_up(&good, &passphrase()).unwrap();
    let before = fs::read(&good).unwrap();
    desk.add("PAYE", OTHER);
    let lost = desk.keyring.names().into_iter().find(|name| !name.contains("/key.")).unwrap();
    desk.keyring.put(&lost, None);

    let refused = desk.app.back_up(&good, &passphrase()).unwrap_err();
    assert_eq!((refused.code(), &*refused.args()["count"]), ("backup.incomplete", "1"));
    assert_eq!(fs::read(&good).unwrap(), before);

    desk.clock.set(START + 5);
    let beside = desk.app.back_up(&file(&desk, "beside"), &passphrase()).unwrap();
    assert_eq!((beside.done, beside.total), (2, 3));
    assert_eq!(desk.app.status().backup, BackupDue::Older, "a key is in no backup");
}

#[test]
fn damaged_settings_hide_no_account_and_are_told_until_they_are_saved_again() {
    let desk = desk();
    desk.add("VAT", KEY);
    desk.app.save_settings(desk.app.settings().unwrap()).unwrap();
    desk.sql("UPDATE document SET sealed = x'00'");

    let settings = desk.app.settings().unwrap();
    assert!(settings.hide_codes, "what protects more is the default");
    let listed = desk.app.accounts().unwrap();
    assert_eq!(listed.accounts.len(), 1);
    assert_eq!(listed.damaged[0].problem.code, "settings.damaged");
    assert_eq!(desk.app.status().backup, BackupDue::Never, "not known is not 'nothing to do'");
    assert_eq!(desk.app.back_up(&file(&desk, "b"), &passphrase()).unwrap().done, 1);
    assert_eq!(desk.app.status().backup, BackupDue::No);
    assert_eq!(desk.app.accounts().unwrap().damaged.len(), 1, "a backup is no reason to forget");

    desk.app.save_settings(settings).unwrap();
    assert!(desk.app.accounts().unwrap().damaged.is_empty());
    assert!(desk.app.settings().unwrap().last_backup.is_some());
}

#[test]
fn the_list_is_there_when_nothing_can_be_written() {
    let desk = desk();
    desk.add("VAT", KEY);
    let gone = desk.add("PAYE", OTHER).id;
    desk.app.remove(&gone).unwrap();
    for table in ["account", "document", "pending"] {
        desk.refuse_writes(table);
    }
    for days in [40, 60, 80] {
        desk.clock.set(START + days * DAY);
        assert_eq!(desk.app.accounts().unwrap().accounts.len(), 1);
    }
}

#[test]
fn a_clock_that_jumped_once_wipes_nothing() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.app.remove(&id).unwrap();
    desk.clock.set(START + 400 * DAY);
    assert_eq!(desk.app.accounts().unwrap().removed.len(), 1);
    desk.clock.set(START + DAY);
    assert_eq!(desk.app.accounts().unwrap().removed.len(), 1);
    desk.clock.set(START + 408 * DAY);
    assert_eq!(desk.app.accounts().unwrap().removed.len(), 1, "it starts anew");
    desk.app.put_back(&id).unwrap();
}

#[test]
fn a_removed_account_is_wiped_when_its_time_was_over_on_two_days_a_week_apart() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.app.remove(&id).unwrap();
    for (days, left) in [(30, 1), (31, 1), (37, 1), (38, 0)] {
        desk.clock.set(START + days * DAY);
        assert_eq!(desk.app.accounts().unwrap().removed.len(), left, "after {days} days");
    }
    let gone = desk.app.put_back(&id).unwrap_err();
    assert_eq!((gone.code(), &gone.args()["label"]), ("account.not-found", &id));
}

#[test]
fn a_copied_code_is_told_as_copied_though_that_cannot_be_noted() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.refuse_writes("account");
    let copied = desk.app.copy_code(&id, CopyWhen::Now).unwrap();
    assert_eq!(copied.outcome, CopyOutcome::Copied);
    assert_ne!(desk.clipboard.text(), "");
}

/// Deletes the keyring's items of all keys but the vault's own.
fn lose_keys(desk: &Desk) {
    for name in desk.keyring.names().iter().filter(|name| !name.contains("/key.")) {
        desk.keyring.put(name, None);
    }
}

fn code(desk: &Desk, label: &str) -> String {
    desk.app.code(label, CodeAt::Time(START)).unwrap().code.text.expose().to_owned()
}

#[test]
fn a_key_that_was_lost_can_be_added_again_and_is_back_under_the_name_it_had() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    let before = code(&desk, "VAT");
    lose_keys(&desk);
    assert_eq!(desk.app.codes(std::slice::from_ref(&id)).unwrap()[0].code, None);
    let draft = desk.read(KEY);
    assert_eq!(draft.found[0].here_as, None, "it is to be offered");
    let back = desk.app.add_found(&request(&draft, "Something else")).unwrap();
    assert_eq!((back.outcome, &back.id, &*back.label), (AddOutcome::Mended, &id, "VAT"));
    assert_eq!(code(&desk, "VAT"), before);
    let gone = desk.app.add_found(&request(&draft, "VAT")).unwrap_err();
    assert_eq!(gone.code(), "draft.gone", "the key does not stay in the draft");
    assert_eq!(desk.read(KEY).found[0].here_as.as_deref(), Some("VAT"));
}

#[test]
fn a_lost_key_given_as_a_replacement_is_back_and_replaces_nothing() {
    let desk = desk();
    desk.add("VAT", KEY);
    desk.add("PAYE", OTHER);
    lose_keys(&desk);
    let replace = |text: &str| {
        let mut replace = request(&desk.read(text), "VAT");
        replace.replace = true;
        desk.app.add_found(&replace).unwrap()
    };
    assert_eq!(replace(OTHER).outcome, AddOutcome::SameKey, "it is another account's");
    assert_eq!(replace(KEY).outcome, AddOutcome::Mended);
    assert_eq!(desk.app.accounts().unwrap().accounts[0].versions.len(), 1);
    assert_eq!(desk.app.code("PAYE", CodeAt::Now).err().unwrap().code(), "vault.key-item-missing");
}

#[test]
fn a_record_that_cannot_be_read_is_made_anew_by_its_key_unless_the_name_is_taken() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    let before = code(&desk, "VAT");
    desk.add("PAYE", OTHER);
    desk.sql(&format!("UPDATE account SET sealed = x'00' WHERE id = x'{id}'"));
    let draft = desk.read(KEY);
    let taken = desk.app.add_found(&request(&draft, "PAYE")).unwrap();
    assert_eq!((taken.outcome, &*taken.label), (AddOutcome::LabelTaken, "PAYE"));
    let back = desk.app.add_found(&request(&draft, "VAT")).unwrap();
    assert_eq!((back.outcome, back.id), (AddOutcome::Mended, id));
    assert_eq!(code(&desk, "VAT"), before);
    assert!(desk.app.accounts().unwrap().damaged.is_empty());
}

#[test]
fn a_backup_brings_back_what_it_was_said_to() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    let before = code(&desk, "VAT");
    let backup = file(&desk, "b");
    desk.app.back_up(&backup, &passphrase()).unwrap();
    desk.app.rename(&id, "VAT – Leeds").unwrap();
    lose_keys(&desk);
    let plan = desk.app.open_backup(&backup, &passphrase()).unwrap();
    let row = &plan.rows[0];
    assert_eq!((row.outcome, row.new_label.as_deref()), (PlanOutcome::Mend, Some("VAT – Leeds")));
    assert_eq!(desk.app.apply_plan(&plan.plan).unwrap().done, 1);
    assert_eq!(code(&desk, "VAT – Leeds"), before);
    desk.app.back_up(&backup, &passphrase()).unwrap();
}

#[test]
fn a_record_that_cannot_be_read_can_be_removed_put_back_and_wiped() {
    let desk = desk();
    let id = desk.add("VAT", KEY).id;
    desk.sql("UPDATE account SET sealed = x'00'");
    let refused = desk.app.rename(&id, "PAYE").unwrap_err();
    assert_eq!((refused.code(), &refused.args()["id"]), ("vault.record-damaged", &id));
    assert_eq!(desk.app.find_whole(&id).unwrap_err().args()["id"], id);
    assert_eq!(desk.app.find_damaged(&id).unwrap().unwrap().to_string(), id);
    desk.app.remove(&id).unwrap();
    assert_eq!(desk.app.find_damaged(&id).unwrap(), None);
    let listed = desk.app.accounts().unwrap();
    assert!(listed.damaged.is_empty());
    assert_eq!((&listed.removed[0].id, listed.removed[0].removed_at), (&id, START));
    desk.app.put_back(&id).unwrap();
    assert_eq!(desk.app.accounts().unwrap().damaged[0].id, id);
    lose_keys(&desk);
    let lost = desk.app.remove(&id).unwrap_err();
    assert_eq!((lost.code(), &lost.args()["id"]), ("vault.record-lost", &id));
    desk.app.purge(&id).unwrap();
    assert!(desk.app.accounts().unwrap().damaged.is_empty());
}

/// Not even root may make files in `/sys`.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_to_is_named() {
    let desk = desk();
    let lock = file(&desk, "vault/vault.lock");
    fs::remove_file(&lock).unwrap();
    std::os::unix::fs::symlink("/sys/kernel/sixboard", &lock).unwrap();
    let refused = desk.app.add_found(&request(&desk.read(KEY), "VAT")).unwrap_err();
    assert_eq!(refused.code(), "disk.read-only");
    let folder = file(&desk, "vault").display().to_string();
    assert_eq!(messages::of(&refused).what, format!("The folder {folder} cannot be written to."));
}

#[test]
fn a_replacement_of_a_label_that_is_not_there_adds_nothing() {
    let desk = desk();
    desk.add("VAT – Leeds", KEY);
    let mut mistyped = request(&desk.read(OTHER), "VAT – Leds");
    mistyped.replace = true;
    let refused = desk.app.add_found(&mistyped).unwrap_err();
    assert_eq!((refused.code(), &*refused.args()["label"]), ("account.not-found", "VAT – Leds"));
    assert_eq!(desk.app.accounts().unwrap().accounts.len(), 1);
    mistyped.label = "VAT – Leeds".to_owned();
    assert_eq!(desk.app.add_found(&mistyped).unwrap().outcome, AddOutcome::Replaced);
}

#[test]
fn a_passphrase_that_the_keyring_refuses_leaves_no_vault_without_one() {
    for fails_at in 0.. {
        let desk = common::absent_desk();
        let fault = Fault::Fails(KeyringError::Locked);
        desk.keyring.with_faults((0..fails_at).map(|_| None).chain([Some(fault)]));
        if desk.app.create_empty_vault(Some(&passphrase())).is_ok() {
            assert!(fails_at > 0);
            return;
        }
        assert_eq!(database(&desk), None, "at call {fails_at}");
        assert_eq!(desk.app.status().state, VaultState::Absent, "at call {fails_at}");
    }
}

#[test]
fn an_account_that_was_not_removed_is_named_when_it_cannot_be_put_back() {
    let desk = desk();
    let id = desk.add("VAT – Leeds", KEY).id;
    for refused in [desk.app.put_back(&id), desk.app.purge(&id)] {
        let words = app::messages::of(&refused.unwrap_err());
        assert_eq!(words.what, "'VAT – Leeds' is not in the list of removed accounts.");
    }
}

//! Backup and restore, on a keyring in memory.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::ops::ControlFlow;
use std::path::PathBuf;

use otp::Params;
use proptest::prelude::*;
use support::{Place, T0, key, label, new, text};
use vault::backup::{self, BackupError, Contents, LeftOut, WriteError};
use vault::keyring::KeyringError;
use vault::keyring::fake::Fault;
use vault::restore::{self, Outcome, Plan, Restored};
use vault::{Accepted, KeyError, KeyState, StorageError, UnlockedVault};

fn file(place: &Place) -> PathBuf {
    place.dir.path().join("firm.sixboard-backup")
}

fn write(vault: &UnlockedVault, place: &Place) -> Contents {
    backup::write(vault, &file(place), &text("correct horse"), T0 + 100).unwrap();
    backup::open(&file(place), &text("correct horse")).unwrap()
}

fn outcomes(plan: &Plan) -> Vec<(&str, &Outcome)> {
    plan.steps.iter().map(|step| (step.label.as_str(), &step.outcome)).collect()
}

fn apply_all(vault: &UnlockedVault, backup: &Contents) -> Restored {
    let plan = restore::plan(vault, backup).unwrap();
    restore::apply(vault, backup, &plan, &mut |_, _| ControlFlow::Continue(())).unwrap()
}

/// What each key version is good for, and its key.
type Keys = Vec<(KeyState, Vec<u8>)>;

/// Every live account's label and all its keys, oldest first.
fn keys_of(vault: &UnlockedVault) -> Vec<(String, Keys)> {
    let mut all: Vec<_> = vault
        .accounts()
        .unwrap()
        .accounts
        .into_iter()
        .map(|account| {
            let keys = account.versions.iter().map(|version| {
                (version.state, vault.key(account.id, version.id).unwrap().expose().to_vec())
            });
            (account.label.to_string(), keys.collect())
        })
        .collect();
    all.sort_by(|(one, _): &(String, _), (other, _)| one.cmp(other));
    all
}

#[test]
fn a_backup_restores_everything_on_a_new_machine() {
    let old = Place::new();
    let vault = old.create();
    let tax = vault.add(new("Income Tax"), key(1), T0).unwrap();
    vault.add(new("VAT – Zoë 東京"), key(2), T0).unwrap();
    vault.replace(tax, key(3), Params::totp_default(), T0 + 1).unwrap();
    vault.confirm(tax, Accepted::Yes, T0 + 2).unwrap();
    vault.replace(tax, key(4), Params::steam(), T0 + 3).unwrap();
    let gone = vault.add(new("Old"), key(5), T0).unwrap();
    vault.remove(gone, T0 + 4).unwrap();
    let written = backup::write(&vault, &file(&old), &text("correct horse"), T0 + 100).unwrap();
    assert_eq!((written.accounts, written.keys), (3, 5));
    assert!(written.left_out.is_empty());

    let backup = backup::open(&file(&old), &text("correct horse")).unwrap();
    assert_eq!((backup.made_at(), backup.vault()), (T0 + 100, vault.id()));
    let machine = Place::new();
    let fresh = machine.create();
    let plan = restore::plan(&fresh, &backup).unwrap();
    assert!(plan.other_vault);
    assert_eq!(plan.steps.iter().filter(|step| step.outcome == Outcome::Add).count(), 2);
    assert_eq!(plan.steps.last().unwrap().outcome, Outcome::WasRemoved);
    assert_eq!(apply_all(&fresh, &backup).added.len(), 2);
    assert_eq!(keys_of(&fresh), keys_of(&vault));
    assert_eq!(fresh.account(tax).unwrap().label, label("Income Tax"), "the id survives");
}

#[test]
fn restoring_where_everything_is_adds_nothing() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let backup = write(&vault, &place);
    vault.rename(id, label("Income Tax – Leeds")).unwrap();
    let plan = restore::plan(&vault, &backup).unwrap();
    assert!(!plan.other_vault);
    assert_eq!(outcomes(&plan), [("Income Tax", &Outcome::Here { id })]);
    assert_eq!(apply_all(&vault, &backup), Restored::default());
    assert_eq!(vault.accounts().unwrap().accounts.len(), 1);
}

#[test]
fn a_label_with_another_key_keeps_both() {
    let place = Place::new();
    let old = Place::new();
    let source = old.create();
    source.add(new("Income Tax"), key(1), T0).unwrap();
    source.add(new("Income Tax (2)"), key(2), T0).unwrap();
    let backup = write(&source, &old);
    let vault = place.create();
    vault.add(new("INCOME TAX"), key(9), T0).unwrap();
    let plan = restore::plan(&vault, &backup).unwrap();
    assert_eq!(plan.steps.len(), 2);
    assert_eq!(apply_all(&vault, &backup).added.len(), 2);
    let labels: Vec<String> = keys_of(&vault).into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels.len(), 3);
    let find = |text| vault.find(&label(text)).unwrap().unwrap();
    let account = vault.account(find("income tax")).unwrap();
    assert_eq!(vault.key(account.id, account.versions[0].id).unwrap(), key(9));
}

#[test]
fn a_key_replaced_after_the_backup_is_told_and_not_brought_back() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let before = write(&vault, &place);
    vault.replace(id, key(2), Params::totp_default(), T0).unwrap();
    let plan = restore::plan(&vault, &before).unwrap();
    assert_eq!(plan.steps[0].outcome, Outcome::Here { id }, "still usable");
    vault.confirm(id, Accepted::Yes, T0).unwrap();
    let plan = restore::plan(&vault, &before).unwrap();
    assert_eq!(plan.steps[0].outcome, Outcome::ReplacedHere { id });
    assert_eq!(apply_all(&vault, &before), Restored::default());
}

#[test]
fn a_key_newer_than_the_vault_comes_in_beside_the_old_one() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let saved = std::fs::read(place.home().database()).unwrap();
    vault.replace(id, key(2), Params::totp_default(), T0).unwrap();
    vault.confirm(id, Accepted::Yes, T0).unwrap();
    let backup = write(&vault, &place);
    drop(vault);
    // The folder is put back to an earlier state.
    std::fs::write(place.home().database(), saved).unwrap();
    let vault = place.open();
    assert_eq!(apply_all(&vault, &backup).added.len(), 1);
    let all = keys_of(&vault);
    assert_eq!(all[0].0, "Income Tax");
    assert_eq!(all[0].1, [(KeyState::Current, vec![1; 20])]);
    assert_eq!(all[1].0, "Income Tax (2)");
    assert_eq!(all[1].1, [(KeyState::Current, vec![2; 20])]);
}

#[test]
fn a_restore_can_be_stopped_and_gone_on_with() {
    let old = Place::new();
    let source = old.create();
    for seed in 1..=5 {
        source.add(new(&format!("account {seed}")), key(seed), T0).unwrap();
    }
    let backup = write(&source, &old);
    let place = Place::new();
    let vault = place.create();
    let plan = restore::plan(&vault, &backup).unwrap();
    let mut heard = Vec::new();
    let stopped = restore::apply(&vault, &backup, &plan, &mut |done, of| {
        heard.push((done, of));
        if done == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(stopped.unwrap().stopped);
    assert_eq!(heard, [(0, 5), (1, 5), (2, 5)]);
    assert_eq!(vault.accounts().unwrap().accounts.len(), 2);
    assert_eq!(apply_all(&vault, &backup).added.len(), 3);
    assert_eq!(keys_of(&vault), keys_of(&source));
}

#[test]
fn each_thing_that_can_be_wrong_with_a_file_has_its_own_name() {
    let place = Place::new();
    let vault = place.create();
    vault.add(new("Income Tax"), key(1), T0).unwrap();
    write(&vault, &place);
    let good = std::fs::read(file(&place)).unwrap();
    let read = |bytes: &[u8]| backup::read(bytes, &text("correct horse")).err();
    assert_eq!(read(&good), None);
    let wrong = backup::read(&good, &text("correct horsf")).err();
    assert_eq!(wrong, Some(BackupError::WrongPassphrase));
    for other in [&b""[..], b"{}", b"SIXBOARD-BACKUp\n", &[0x89, b'P', b'N', b'G']] {
        assert_eq!(read(other), Some(BackupError::NotABackup));
    }
    for len in [1, 15, 16, 17, 24, 25, 60, good.len() / 2, good.len() - 1] {
        assert_eq!(read(&good[..len]), Some(BackupError::CutOff), "cut to {len}");
    }
    for at in [30, 60, 75, 120, good.len() - 1] {
        let mut damaged = good.clone();
        damaged[at] ^= 1;
        assert_eq!(read(&damaged), Some(BackupError::Damaged), "byte {at}");
    }
    assert_eq!(read(&[&good[..], b"x"].concat()), Some(BackupError::Damaged));
    let mut newer = good.clone();
    newer[16] = 2;
    assert_eq!(read(&newer), Some(BackupError::Newer(2)));
    let missing = backup::open(&place.dir.path().join("none"), &text("p")).err();
    assert!(matches!(missing, Some(BackupError::Storage(StorageError::Other(_)))));
}

#[test]
fn every_version_of_the_format_stays_readable() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/backup-1");
    let backup = backup::open(&path, &text("correct horse Grüße")).unwrap();
    assert_eq!(backup.made_at(), 1_900_000_000);
    let entry = &backup.entries()[0];
    assert_eq!(entry.account().label, label("HMRC – Income Tax – Leeds"));
    assert_eq!(entry.account().user_id_hint.as_ref().unwrap().as_str(), "4417");
    let version = &entry.account().versions[0];
    assert_eq!(version.params, Params::totp_default());
    assert_eq!(entry.key(version).unwrap().expose(), b"12345678901234567890");
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_backed_up() {
    let place = Place::new();
    let vault = place.create();
    vault.add(new("Income Tax"), key(1), T0).unwrap();
    let lost = vault.add(new("VAT"), key(2), T0).unwrap();
    let odd = vault.add(new("PAYE"), key(3), T0).unwrap();
    let version = vault.account(lost).unwrap().versions[0].id;
    place.keyring.put(&format!("{}/{version}", vault.id()), None);
    place.sql(&format!("UPDATE account SET sealed = x'01' WHERE id = x'{odd}'"));
    let written = backup::write(&vault, &file(&place), &text("p"), T0).unwrap();
    assert_eq!((written.accounts, written.keys), (2, 1));
    assert!(written.left_out.contains(&LeftOut::Key {
        account: lost,
        key: version,
        reason: KeyError::Missing
    }));
    assert_eq!(written.left_out.len(), 2);
    let before = std::fs::read(file(&place)).unwrap();
    let over = backup::write(&vault, &file(&place), &text("p"), T0);
    assert_eq!(over, Err(WriteError::Incomplete(written.left_out)));
    assert_eq!(std::fs::read(file(&place)).unwrap(), before);
    let fresh = Place::new();
    let backup = backup::open(&file(&place), &text("p")).unwrap();
    let plan = restore::plan(&fresh.create(), &backup).unwrap();
    assert!(plan.steps.iter().any(|step| step.outcome == Outcome::NoKey));
}

#[test]
fn a_failed_backup_leaves_the_last_one_as_it_was() {
    let place = Place::new();
    let vault = place.create();
    vault.add(new("Income Tax"), key(1), T0).unwrap();
    write(&vault, &place);
    let before = std::fs::read(file(&place)).unwrap();
    place.keyring.with_faults([Some(Fault::Fails(KeyringError::Waiting))]);
    let failed = backup::write(&vault, &file(&place), &text("p"), T0);
    assert_eq!(failed, Err(WriteError::Keyring(KeyringError::Waiting)));
    assert!(backup::write(&vault, &file(&place), &text(""), T0).is_err());
    let nowhere = place.dir.path().join("none/backup");
    assert!(backup::write(&vault, &nowhere, &text("p"), T0).is_err());
    assert_eq!(std::fs::read(file(&place)).unwrap(), before);
    let files = std::fs::read_dir(place.dir.path()).unwrap().count();
    assert_eq!(files, 2, "a profile and one backup; nothing half-written");
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_fail_or_do_work_for_nothing(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let length = (bytes.len() as u64).to_be_bytes();
        let framed = [&b"SIXBOARD-BACKUP\n\x01"[..], &length, &[1], &bytes].concat();
        let known = [&b"SIXBOARD-BACKUP\n\x01"[..], &length, &bytes].concat();
        for file in [&bytes, &framed, &known] {
            // Only a header whose digest fits gets as far as trying the passphrase.
            let error = backup::read(file, &text("p")).err();
            prop_assert!(error.is_some() && error != Some(BackupError::WrongPassphrase));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_backup_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    write(&place.create(), &place);
    let mode = std::fs::metadata(file(&place)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

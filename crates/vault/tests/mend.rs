//! What cannot be read any more comes back from a backup, or from its key typed again; what nothing
//! brings back can be removed. On a keyring in memory.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::ops::ControlFlow;

use otp::{Algorithm, Digits, Params, Period};
use support::{Place, T0, key, label, new, text};
use vault::backup::{self, Contents};
use vault::keyring::KeyringError;
use vault::keyring::fake::Fault;
use vault::restore::{self, Outcome, Restored};
use vault::{
    Accepted, AccountId, AddError, ChangeError, Damage, FirmKey, KEPT_FOR, KeyError, KeyState,
    NewAccount, ReadError, UnlockedVault,
};

const WEEK: u64 = 7 * 24 * 60 * 60;

fn back_up(vault: &UnlockedVault, place: &Place, name: &str) -> Contents {
    let file = place.dir.path().join(name);
    backup::write(vault, &file, &text("correct horse"), T0 + 100).unwrap();
    backup::open(&file, &text("correct horse")).unwrap()
}

fn outcome(vault: &UnlockedVault, backup: &Contents) -> Outcome {
    restore::plan(vault, backup).unwrap().steps.remove(0).outcome
}

fn restore_all(vault: &UnlockedVault, backup: &Contents) -> Restored {
    let plan = restore::plan(vault, backup).unwrap();
    restore::apply(vault, backup, &plan, &mut |_, _| ControlFlow::Continue(())).unwrap()
}

fn mended(id: AccountId) -> Restored {
    Restored { mended: vec![id], ..Restored::default() }
}

/// The keyring item of a version of an account, counted from 1.
fn item(vault: &UnlockedVault, id: AccountId, number: usize) -> String {
    format!("{}/{}", vault.id(), vault.account(id).unwrap().versions[number - 1].id)
}

fn spoil(place: &Place, id: AccountId) {
    place.sql(&format!("UPDATE account SET sealed = x'0102' WHERE id = x'{id}'"));
}

/// What each version is good for and the first byte of its key, in the order of their numbers.
fn keys(vault: &UnlockedVault, id: AccountId) -> Vec<(u32, KeyState, u8)> {
    let account = vault.account(id).unwrap();
    let mut keys: Vec<_> = account
        .versions
        .iter()
        .map(|version| {
            let key = vault.key(id, version.id).unwrap();
            (version.number, version.state, key.expose()[0])
        })
        .collect();
    keys.sort_by_key(|(number, ..)| *number);
    keys
}

#[test]
fn a_missing_or_damaged_item_comes_back_from_a_backup_under_the_same_ids() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    vault.add(new("VAT"), key(2), T0).unwrap();
    let backup = back_up(&vault, &place, "b");
    vault.rename(id, label("Income Tax – Leeds")).unwrap();
    let (before, lost) = (vault.account(id).unwrap(), item(&vault, id, 1));
    for damage in [None, Some("rubbish"), Some("AQIBBA==")] {
        place.keyring.put(&lost, damage);
        let plan = restore::plan(&vault, &backup).unwrap();
        let label = label("Income Tax – Leeds");
        let step = plan.steps.iter().find(|step| step.label.as_str() == "Income Tax").unwrap();
        assert_eq!(step.outcome, Outcome::Mend { id, label });
        assert!(vault.key(id, before.versions[0].id).is_err(), "a plan changes nothing");
        assert_eq!(restore_all(&vault, &backup), mended(id));
        assert_eq!(place.open().account(id).unwrap(), before);
        assert_eq!(keys(&vault, id), [(1, KeyState::Current, 1)]);
        assert_eq!(restore_all(&vault, &backup), Restored::default());
    }
    assert_eq!(place.keyring.names().len(), 3);
}

#[test]
fn every_lost_key_of_an_account_comes_back_also_those_that_were_retired() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    vault.replace(id, key(2), Params::totp_default(), T0).unwrap();
    vault.confirm(id, Accepted::Yes, T0).unwrap();
    vault.replace(id, key(3), Params::totp_default(), T0).unwrap();
    let backup = back_up(&vault, &place, "b");
    vault.confirm(id, Accepted::Yes, T0 + 1).unwrap();
    let before = vault.account(id).unwrap();
    for number in 1..=3 {
        place.keyring.put(&item(&vault, id, number), None);
    }
    assert_eq!(restore_all(&vault, &backup), mended(id));
    assert_eq!(vault.account(id).unwrap(), before, "what was said since stays");
    let seeds: Vec<u8> = keys(&vault, id).into_iter().map(|(_, _, seed)| seed).collect();
    assert_eq!(seeds, [1, 2, 3]);
}

#[test]
fn a_damaged_record_comes_back_from_a_backup_with_everything_that_was_said() {
    let place = Place::new();
    let vault = place.create();
    let full = NewAccount { note: Some("Ask Sarah".to_owned()), ..new("Income Tax") };
    let id = vault.add(full, key(1), T0).unwrap();
    vault.replace(id, key(2), Params::steam(), T0 + 1).unwrap();
    let backup = back_up(&vault, &place, "b");
    let before = vault.account(id).unwrap();
    // The record alone, and with a key.
    for lost in [None, Some(item(&vault, id, 2))] {
        spoil(&place, id);
        if let Some(lost) = lost {
            place.keyring.put(&lost, None);
        }
        assert_eq!(outcome(&vault, &backup), Outcome::Mend { id, label: label("Income Tax") });
        assert_eq!(restore_all(&vault, &backup), mended(id));
        assert_eq!(place.open().account(id).unwrap(), before);
        assert_eq!(keys(&vault, id), [(1, KeyState::Previous, 1), (2, KeyState::Unconfirmed, 2)]);
    }
    assert!(vault.accounts().unwrap().damaged.is_empty());
    assert_eq!(vault.find(&label("income tax")), Ok(Some(id)));
}

#[test]
fn a_mended_record_takes_no_label_that_is_in_use_by_now() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let backup = back_up(&vault, &place, "b");
    vault.rename(id, label("VAT – Leeds")).unwrap();
    vault.add(new("VAT"), key(2), T0).unwrap();
    spoil(&place, id);
    assert_eq!(outcome(&vault, &backup), Outcome::Mend { id, label: label("VAT (2)") });
    assert_eq!(restore_all(&vault, &backup), mended(id));
    assert_eq!(vault.account(id).unwrap().label, label("VAT (2)"));
    assert_eq!(vault.find(&label("VAT – Leeds")), Ok(None));
}

#[test]
fn a_key_that_came_in_after_the_backup_is_kept_and_asked_about() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let backup = back_up(&vault, &place, "b");
    let replace = |seed| vault.replace(id, key(seed), Params::totp_default(), T0).unwrap();
    let second = replace(2);
    vault.confirm(id, Accepted::Yes, T0).unwrap();
    spoil(&place, id);
    assert_eq!(restore_all(&vault, &backup), mended(id));
    assert_eq!(keys(&vault, id), [(1, KeyState::Previous, 1), (2, KeyState::Unconfirmed, 2)]);
    assert_eq!(vault.account(id).unwrap().shown().unwrap().id, second);
    vault.confirm(id, Accepted::Yes, T0).unwrap();

    // Of two, nobody knows which was the last: both are kept, and can be tried again.
    replace(3);
    vault.confirm(id, Accepted::Yes, T0).unwrap();
    spoil(&place, id);
    assert_eq!(restore_all(&vault, &backup), mended(id));
    let kept = keys(&vault, id);
    assert_eq!(kept[0], (1, KeyState::Current, 1));
    let mut seeds: Vec<u8> = kept.iter().map(|(_, _, seed)| *seed).collect();
    seeds.sort_unstable();
    assert_eq!(seeds, [1, 2, 3]);
    replace(3);
    let account = vault.account(id).unwrap();
    assert_eq!(vault.key(id, account.shown().unwrap().id).unwrap(), key(3));
}

#[test]
fn a_record_of_a_newer_program_is_whole_and_not_written_over() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let backup = back_up(&vault, &place, "b");
    place.sql(&format!(
        "UPDATE account SET sealed = CAST(x'09' || sealed AS BLOB) WHERE id = x'{id}'"
    ));
    assert_eq!(vault.account(id), Err(ReadError::Damaged(Damage::Newer)));
    assert_eq!(outcome(&vault, &backup), Outcome::Here { id });
    assert_eq!(restore_all(&vault, &backup), Restored::default());
    assert_eq!(vault.mend(&new("VAT"), &key(1), T0), Ok(None));
    assert_eq!(vault.remove(id, T0), Err(ChangeError::Damaged(Damage::Newer)));
    assert_eq!(vault.purge(id), Err(ChangeError::Damaged(Damage::Newer)));
}

#[test]
fn the_same_key_given_again_brings_an_account_back() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let before = vault.account(id).unwrap();
    assert_eq!(vault.mend(&new("VAT"), &key(1), T0), Ok(None), "nothing is wrong");
    assert_eq!(vault.mend(&new("VAT"), &key(9), T0), Ok(None), "nobody has it");
    place.keyring.put(&item(&vault, id, 1), None);
    assert_eq!(vault.mend(&new("PAYE"), &key(9), T0), Ok(None));
    assert_eq!(vault.is_mendable(id, &key(1)), Ok(true));
    assert_eq!(vault.mend(&new("PAYE"), &key(1), T0), Ok(Some(id)));
    assert_eq!(vault.account(id).unwrap(), before, "the record stays as it is");
    assert_eq!(vault.is_mendable(id, &key(1)), Ok(false));
}

#[test]
fn the_same_key_given_again_makes_a_damaged_record_anew() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let eight = Params::totp(Algorithm::Sha256, Digits::EIGHT, Period::THIRTY);
    vault.replace(id, key(2), eight, T0).unwrap();
    vault.confirm(id, Accepted::Yes, T0).unwrap();
    let other = vault.add(new("PAYE"), key(3), T0).unwrap();
    spoil(&place, id);
    let again = |name: &str| {
        let new = NewAccount { params: eight, ..new(name) };
        vault.mend(&new, &key(2), T0 + 9)
    };
    assert_eq!(again("PAYE"), Err(AddError::LabelTaken { id: other }));
    assert_eq!(vault.account(id), Err(ReadError::Damaged(Damage::Sealed)));
    assert_eq!(again("VAT – Leeds"), Ok(Some(id)));
    let account = vault.account(id).unwrap();
    assert_eq!(account.label, label("VAT – Leeds"));
    assert_eq!(account.shown().unwrap().params, eight);
    let retired = KeyState::Retired { at: T0 + 9 };
    assert_eq!(keys(&vault, id), [(1, retired, 1), (2, KeyState::Current, 2)]);
    let before = vault.replace(id, key(1), eight, T0);
    assert_eq!(before, Err(ChangeError::SameKey { id }), "the key before is no replacement");
}

#[test]
fn a_refused_key_whose_item_was_lost_can_be_tried_again() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let replace = || vault.replace(id, key(2), Params::totp_default(), T0);
    let tried = replace().unwrap();
    vault.confirm(id, Accepted::No, T0).unwrap();
    place.keyring.put(&item(&vault, id, 2), None);
    place.keyring.with_faults([Some(Fault::Fails(KeyringError::Locked))]);
    assert_eq!(replace(), Err(ChangeError::Keyring(KeyringError::Locked)));
    assert_eq!(replace(), Ok(tried));
    assert_eq!(keys(&vault, id), [(1, KeyState::Previous, 1), (2, KeyState::Unconfirmed, 2)]);
}

#[test]
fn a_keyring_that_fails_while_mending_leaves_everything_as_it_was_and_no_less() {
    for fault in [
        Fault::Fails(KeyringError::Waiting),
        Fault::FailsAfter(KeyringError::Waiting),
        Fault::Forgets,
        Fault::Garbles,
    ] {
        let place = Place::new();
        let vault = place.create();
        let id = vault.add(new("VAT"), key(1), T0).unwrap();
        let backup = back_up(&vault, &place, "b");
        place.keyring.put(&item(&vault, id, 1), None);
        let plan = restore::plan(&vault, &backup).unwrap();
        // Read at the plan's own look and once more under the lock; then comes the writing.
        place.keyring.with_faults([None, None, Some(fault.clone())]);
        let failed = restore::apply(&vault, &backup, &plan, &mut |_, _| ControlFlow::Continue(()));
        assert!(
            matches!(failed, Err(AddError::NotKept | AddError::Keyring(KeyringError::Waiting))),
            "{fault:?}: {failed:?}"
        );
        place.keyring.with_faults([]);
        let vault = place.open();
        assert_eq!(vault.accounts().unwrap().accounts.len(), 1);
        restore_all(&vault, &backup);
        assert_eq!(keys(&vault, id), [(1, KeyState::Current, 1)], "{fault:?}");
    }
}

#[test]
fn without_a_keyring_there_is_no_plan_rather_than_a_wrong_one() {
    let place = Place::new();
    let vault = place.create();
    vault.add(new("VAT"), key(1), T0).unwrap();
    let backup = back_up(&vault, &place, "b");
    place.keyring.with_faults([Some(Fault::Fails(KeyringError::Locked))]);
    let refused = restore::plan(&vault, &backup).err();
    assert_eq!(refused, Some(AddError::Keyring(KeyringError::Locked)));
}

#[test]
fn an_account_whose_newest_key_is_in_no_backup_comes_back_with_the_one_before() {
    let old = Place::new();
    let vault = old.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    vault.replace(id, key(2), Params::steam(), T0).unwrap();
    old.keyring.put(&item(&vault, id, 2), None);
    let backup = back_up(&vault, &old, "b");

    let place = Place::new();
    let fresh = place.create();
    assert_eq!(outcome(&fresh, &backup), Outcome::AddEarlier(label("VAT")));
    assert_eq!(restore_all(&fresh, &backup).added, [id]);
    assert_eq!(keys(&fresh, id), [(1, KeyState::Current, 1)]);
    assert_eq!(outcome(&fresh, &backup), Outcome::Here { id });

    // Where the keys are still here, the missing one is mended by nothing, and nothing is added.
    assert_eq!(outcome(&vault, &backup), Outcome::Here { id });
    assert_eq!(restore_all(&vault, &backup), Restored::default());
}

#[test]
fn a_firms_key_makes_a_damaged_copy_of_it_anew() {
    let place = Place::new();
    let vault = place.create();
    let firm = FirmKey { account: [7; 16], version: [8; 16] };
    let own = vault.add(new("Own"), key(1), T0).unwrap();
    let id = vault.add_firm_account(new("VAT"), firm, key(1), T0).unwrap();
    spoil(&place, id);
    assert_eq!(vault.add_firm_account(new("VAT"), firm, key(1), T0 + 1), Ok(id));
    let copy = vault.account(id).unwrap();
    assert_eq!((copy.firm, copy.versions.len()), (Some(firm), 1));
    assert_eq!(vault.account(own).unwrap().firm, None);
    assert_eq!(keys(&vault, id), [(1, KeyState::Current, 1)]);
}

#[test]
fn a_damaged_record_whose_key_can_be_read_is_removed_for_thirty_days_and_can_come_back() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let backup = back_up(&vault, &place, "b");
    spoil(&place, id);
    vault.remove(id, T0).unwrap();
    assert!(vault.accounts().unwrap().damaged.is_empty());
    let removed = place.open().removed_records().unwrap();
    assert_eq!((removed.len(), removed[0].id, removed[0].removed_at), (1, id, T0));
    assert_eq!(vault.remove(id, T0), Err(ChangeError::NotFound));

    // Its label and its key are free, and it does not come back over another.
    let taken = vault.add(new("vat"), key(2), T0).unwrap();
    assert_eq!(vault.put_back(id), Err(ChangeError::LabelTaken { id: taken }));
    vault.rename(taken, label("PAYE")).unwrap();
    let again = vault.add(new("Again"), key(1), T0).unwrap();
    assert_eq!(vault.put_back(id), Err(ChangeError::SameKey { id: again }));
    vault.remove(again, T0).unwrap();
    vault.purge(again).unwrap();
    vault.put_back(id).unwrap();
    assert_eq!(vault.put_back(id), Err(ChangeError::NotRemoved));
    assert_eq!(vault.accounts().unwrap().damaged[0].id, id, "with its bytes as they were");
    assert_eq!(restore_all(&vault, &backup), mended(id));
    assert_eq!(keys(&vault, id), [(1, KeyState::Current, 1)]);
}

#[test]
fn a_removed_damaged_record_is_wiped_when_its_time_is_over() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    spoil(&place, id);
    vault.remove(id, T0).unwrap();
    for (at, wiped) in [(T0 + KEPT_FOR, 0), (T0 + KEPT_FOR + 1, 0), (T0 + KEPT_FOR + WEEK + 1, 1)] {
        assert_eq!(vault.purge_expired(at), Ok(wiped), "{at}");
    }
    assert!(vault.removed_records().unwrap().is_empty());
    assert_eq!(place.keyring.names().len(), 1, "only the vault key is left");

    // One that was damaged after it was removed counts from when that was seen.
    let id = vault.add(new("PAYE"), key(2), T0).unwrap();
    vault.remove(id, T0).unwrap();
    spoil(&place, id);
    let seen = T0 + 10 * WEEK;
    assert_eq!(vault.purge_expired(seen), Ok(0));
    assert_eq!(vault.removed_records().unwrap()[0].removed_at, seen);
    assert_eq!(vault.purge_expired(seen + KEPT_FOR + 1), Ok(0));
    assert_eq!(vault.purge_expired(seen + KEPT_FOR + WEEK + 1), Ok(1));
    assert_eq!(place.keyring.names().len(), 1);
}

#[test]
fn a_record_of_which_nothing_can_be_read_is_only_wiped() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let sound = vault.add(new("PAYE"), key(2), T0).unwrap();
    let lost = item(&vault, id, 1);
    spoil(&place, id);
    place.keyring.put(&lost, None);
    place.keyring.with_faults([Some(Fault::Fails(KeyringError::Locked))]);
    let waits = vault.remove(id, T0);
    assert_eq!(waits, Err(ChangeError::Keyring(KeyringError::Locked)), "not known is not lost");
    assert_eq!(vault.remove(id, T0), Err(ChangeError::NothingLeft));
    assert_eq!(vault.accounts().unwrap().damaged.len(), 1);
    vault.purge(id).unwrap();
    assert_eq!(vault.account(id), Err(ReadError::NotFound));
    assert_eq!(vault.purge(sound), Err(ChangeError::NotRemoved));
    assert_eq!(keys(&vault, sound), [(1, KeyState::Current, 2)]);
    let version = vault.account(sound).unwrap().versions[0].id;
    place.keyring.put(&item(&vault, sound, 1), None);
    assert_eq!(vault.key(sound, version).err(), Some(KeyError::Missing));
    vault.remove(sound, T0).unwrap();
    vault.put_back(sound).unwrap();
}

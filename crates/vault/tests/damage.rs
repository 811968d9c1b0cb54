//! What other programs lost data over: every kind of damage has its own name, touches nothing, and
//! hides nothing else.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::fs;

use data_encoding::BASE64;
use otp::Params;
use secret::Secret;
use support::{Place, T0, key, label, new, text};
use vault::keyring::fake::Fault;
use vault::keyring::{KeyringError, ProbeError, probe};
use vault::{
    AddError, ChangeError, CreateError, Damage, DocumentError, KeyError, OpenError, Opened,
    PassphraseError, ReadError, SetAsideError, StorageError, UnlockError, UnlockedVault,
};

fn open_error(place: &Place) -> Option<OpenError> {
    place.try_open().err()
}

fn vault_key_item(place: &Place) -> String {
    place.keyring.names().into_iter().find(|name| name.contains("/key.")).unwrap()
}

fn key_item(vault: &UnlockedVault, name: &str) -> String {
    let account = vault.account(vault.find(&label(name)).unwrap().unwrap()).unwrap();
    format!("{}/{}", vault.id(), account.versions[0].id)
}

#[test]
fn a_missing_vault_key_is_never_answered_with_a_new_vault() {
    let place = Place::new();
    place.create();
    let before = fs::read(place.home().database()).unwrap();
    place.keyring.put(&vault_key_item(&place), None);
    assert_eq!(open_error(&place), Some(OpenError::KeyMissing));
    assert_eq!(fs::read(place.home().database()).unwrap(), before);
}

#[test]
fn every_error_of_the_keyring_stops_with_its_own_name() {
    let place = Place::new();
    place.create();
    for error in [
        KeyringError::NoService("no bus".to_owned()),
        KeyringError::NotSetUp,
        KeyringError::Locked,
        KeyringError::Refused,
        KeyringError::Waiting,
        KeyringError::Other("odd".to_owned()),
    ] {
        place.keyring.with_faults([Some(Fault::Fails(error.clone()))]);
        assert_eq!(open_error(&place), Some(OpenError::Keyring(error)));
    }
    place.open();
}

#[test]
fn another_vaults_key_under_this_vaults_name_is_recognised() {
    let (place, other) = (Place::new(), Place::new());
    place.create();
    other.create();
    let (item, foreign) = (vault_key_item(&place), vault_key_item(&other));
    let own = place.keyring.peek(&item).unwrap();
    place.keyring.put(&item, other.keyring.peek(&foreign).as_deref());
    assert_eq!(open_error(&place), Some(OpenError::OtherKey));
    // The right vault id before a wrong key.
    let mut bytes = BASE64.decode(own.as_bytes()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    place.keyring.put(&item, Some(&BASE64.encode(&bytes)));
    assert_eq!(open_error(&place), Some(OpenError::OtherKey));
    place.keyring.put(&item, Some(&own));
    place.open();
}

#[test]
fn a_damaged_vault_key_item_and_a_newer_one_are_told_apart() {
    let place = Place::new();
    place.create();
    let item = vault_key_item(&place);
    for damaged in ["", "rubbish", "AQA=", "AQAAAA=="] {
        place.keyring.put(&item, Some(damaged));
        assert_eq!(open_error(&place), Some(OpenError::KeyDamaged), "{damaged}");
    }
    place.keyring.put(&item, Some(&BASE64.encode(&[2; 50])));
    assert_eq!(open_error(&place), Some(OpenError::Newer));
}

#[test]
fn a_wrapped_key_of_another_vault_does_not_pass_for_a_wrong_passphrase() {
    let (place, other) = (Place::new(), Place::new());
    let secret = text("correct horse");
    place.create().set_passphrase(None, Some(&secret)).unwrap();
    other.create().set_passphrase(None, Some(&secret)).unwrap();
    let foreign = other.keyring.peek(&vault_key_item(&other));
    place.keyring.put(&vault_key_item(&place), foreign.as_deref());
    let (_, error) = place.locked().unlock(Some(&secret)).err().unwrap();
    assert_eq!(error, UnlockError::Open(OpenError::KeyDamaged));
}

#[test]
fn a_file_that_is_no_vault_is_left_alone() {
    let place = Place::new();
    place.create();
    let path = place.home().database();
    let good = fs::read(&path).unwrap();
    let cut = &good[..good.len() / 2];
    for content in [&b""[..], b"not a database, but long enough to be looked at as one", cut] {
        fs::write(&path, content).unwrap();
        assert!(
            matches!(open_error(&place), Some(OpenError::Storage(StorageError::Damaged(_)))),
            "{:?}",
            open_error(&place)
        );
        assert_eq!(fs::read(&path).unwrap(), content);
    }
    fs::write(&path, good).unwrap();
    place.open();
}

#[test]
fn a_file_whose_content_is_wrong_is_damaged_and_no_trouble_of_the_disk() {
    for wrong in [
        "DELETE FROM meta",
        "DROP TABLE meta",
        "ALTER TABLE meta DROP COLUMN verifier",
        "DROP TABLE account",
    ] {
        let place = Place::new();
        place.create();
        place.sql(wrong);
        let damaged = match place.try_open() {
            Err(OpenError::Storage(error)) => error,
            Err(other) => panic!("{wrong}: {other:?}"),
            Ok(_) => place.open().accounts().unwrap_err(),
        };
        assert!(matches!(damaged, StorageError::Damaged(_)), "{wrong}: {damaged:?}");
    }
}

#[test]
fn a_vault_of_a_newer_program_is_left_alone() {
    let place = Place::new();
    place.create();
    place.sql("PRAGMA user_version = 4");
    let before = fs::read(place.home().database()).unwrap();
    assert_eq!(open_error(&place), Some(OpenError::Newer));
    assert_eq!(fs::read(place.home().database()).unwrap(), before);
    place.sql("PRAGMA user_version = 3; PRAGMA application_id = 7");
    assert!(matches!(open_error(&place), Some(OpenError::Storage(StorageError::Damaged(_)))));
}

#[test]
fn one_odd_record_hides_no_other_and_keeps_its_bytes() {
    let place = Place::new();
    let vault = place.create();
    let good = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let odd = vault.add(new("VAT"), key(2), T0).unwrap();
    place.sql(&format!("UPDATE account SET sealed = x'0102' WHERE id = x'{odd}'"));
    let listing = vault.accounts().unwrap();
    assert_eq!(listing.accounts.iter().map(|a| a.id).collect::<Vec<_>>(), [good]);
    assert_eq!(listing.damaged.len(), 1);
    assert_eq!((listing.damaged[0].id, listing.damaged[0].reason), (odd, Damage::Sealed));
    assert_eq!(vault.account(odd), Err(ReadError::Damaged(Damage::Sealed)));
    assert_eq!(vault.rename(odd, label("x")), Err(ChangeError::Damaged(Damage::Sealed)));
    // Its label and its key stay taken: nothing takes its place unasked.
    assert_eq!(vault.add(new("vat"), key(9), T0), Err(AddError::LabelTaken { id: odd }));
    assert_eq!(vault.add(new("PAYE"), key(2), T0), Err(AddError::SameKey { id: odd }));
    vault.add(new("PAYE"), key(3), T0).unwrap();
    let kept = rusqlite::Connection::open(place.home().database()).unwrap();
    let bytes: Vec<u8> = kept
        .query_one(&format!("SELECT sealed FROM account WHERE id = x'{odd}'"), [], |row| row.get(0))
        .unwrap();
    assert_eq!(bytes, [1, 2]);
}

#[test]
fn zeros_in_the_place_of_a_record_or_a_key_are_damage_and_no_newer_program() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let version = vault.account(id).unwrap().versions[0].id;
    let zeros = [&[1, 2][..], &[0; 60]].concat();
    place.keyring.put(&key_item(&vault, "VAT"), Some(&BASE64.encode(&zeros)));
    assert_eq!(vault.key(id, version).unwrap_err(), KeyError::Damaged);
    place.sql(&format!("UPDATE account SET sealed = zeroblob(200) WHERE id = x'{id}'"));
    assert_eq!(vault.account(id), Err(ReadError::Damaged(Damage::Sealed)));
}

#[test]
fn rows_cannot_be_switched_and_a_removed_one_cannot_be_brought_back_by_hand() {
    let place = Place::new();
    let vault = place.create();
    let one = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let two = vault.add(new("VAT"), key(2), T0).unwrap();
    let three = vault.add(new("PAYE"), key(3), T0).unwrap();
    vault.remove(three, T0).unwrap();
    place.sql(&format!("UPDATE account SET live = 1 WHERE id = x'{three}'"));
    assert_eq!(vault.account(three), Err(ReadError::Damaged(Damage::Content)));
    place.sql(&format!(
        "CREATE TEMP TABLE t AS SELECT * FROM account;
         UPDATE account SET sealed = (SELECT sealed FROM t WHERE t.id = x'{two}')
             WHERE id = x'{one}'"
    ));
    assert_eq!(vault.account(one), Err(ReadError::Damaged(Damage::Sealed)));
}

#[test]
fn switched_labels_never_show_the_wrong_accounts_code() {
    let place = Place::new();
    let vault = place.create();
    let one = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let two = vault.add(new("VAT"), key(2), T0).unwrap();
    place.sql(&format!(
        "CREATE TEMP TABLE t AS SELECT * FROM account;
         UPDATE account SET live = 0;
         UPDATE account SET label_index = (SELECT label_index FROM t WHERE t.id <> account.id);
         UPDATE account SET live = 1;
         SELECT x'{one}', x'{two}'"
    ));
    for name in ["Income Tax", "VAT"] {
        assert!(matches!(vault.find(&label(name)), Err(StorageError::Damaged(_))));
    }
}

#[test]
fn switched_and_copied_keyring_items_give_no_key() {
    let (place, other) = (Place::new(), Place::new());
    let (vault, foreign) = (place.create(), other.create());
    vault.add(new("Income Tax"), key(1), T0).unwrap();
    vault.add(new("VAT"), key(2), T0).unwrap();
    foreign.add(new("Income Tax"), key(7), T0).unwrap();
    let read = |name: &str| {
        let account = vault.account(vault.find(&label(name)).unwrap().unwrap()).unwrap();
        vault.key(account.id, account.versions[0].id)
    };
    let (one, two) = (key_item(&vault, "Income Tax"), key_item(&vault, "VAT"));
    let own = place.keyring.peek(&one).unwrap();
    place.keyring.put(&one, place.keyring.peek(&two).as_deref());
    assert_eq!(read("Income Tax").unwrap_err(), KeyError::Damaged);
    place.keyring.put(&one, other.keyring.peek(&key_item(&foreign, "Income Tax")).as_deref());
    assert_eq!(read("Income Tax").unwrap_err(), KeyError::Damaged);
    place.keyring.put(&one, None);
    assert_eq!(read("Income Tax").unwrap_err(), KeyError::Missing);
    place.keyring.put(&one, Some(&BASE64.encode(&[9, 2, 1])));
    assert_eq!(read("Income Tax").unwrap_err(), KeyError::Newer);
    assert_eq!(read("VAT").unwrap(), key(2));
    place.keyring.put(&one, Some(&own));
    assert_eq!(read("Income Tax").unwrap(), key(1));
}

#[test]
fn an_item_that_cannot_be_used_spoils_only_its_own_key() {
    let place = Place::new();
    let vault = place.create();
    for (name, seed) in [("Income Tax", 1), ("VAT", 2)] {
        vault.add(new(name), key(seed), T0).unwrap();
    }
    let unusable = || Some(Fault::Fails(KeyringError::Item("two, which differ".to_owned())));
    place.keyring.with_faults([unusable()]);
    let written =
        vault::backup::write(&vault, &place.dir.path().join("backup"), &text("p"), T0).unwrap();
    assert_eq!((written.keys, written.left_out.len()), (1, 1));
    place.keyring.with_faults([unusable()]);
    assert_eq!(open_error(&place), Some(OpenError::KeyDamaged));
}

#[test]
fn a_damaged_document_is_told() {
    let place = Place::new();
    let vault = place.create();
    vault.set_document("settings", b"{}").unwrap();
    place.sql("UPDATE document SET sealed = x'01'");
    assert_eq!(vault.document("settings"), Err(DocumentError::Damaged));
}

#[test]
fn a_damaged_document_is_set_aside_when_another_takes_its_place() {
    for by_change in [false, true] {
        let place = Place::new();
        let vault = place.create();
        vault.set_document("settings", b"{}").unwrap();
        vault.set_document("settings", b"{dark}").unwrap();
        assert!(!vault.has_set_aside("settings").unwrap(), "a whole one is not kept");
        place.sql("UPDATE document SET sealed = x'01'");
        if by_change {
            let begun = |former: Option<Secret>| {
                assert!(former.is_none());
                Secret::copy_of(b"{light}")
            };
            vault.change_document("settings", begun).unwrap();
        } else {
            vault.set_document("settings", b"{light}").unwrap();
        }
        assert_eq!(vault.document("settings").unwrap().unwrap().expose(), b"{light}");
        assert!(vault.has_set_aside("settings").unwrap());
    }
}

#[test]
fn a_keyring_that_forgets_or_garbles_is_found_out_before_there_is_a_vault() {
    for fault in [Fault::Forgets, Fault::Garbles] {
        let place = Place::new();
        place.keyring.with_faults([Some(fault.clone())]);
        let Opened::Absent(absent) = place.try_open().unwrap() else { panic!("a vault") };
        let error = absent.create(None).err();
        assert_eq!(error, Some(CreateError::Keyring(ProbeError::NotKept)));
        assert!(!place.home().database().exists());
        assert!(place.keyring.names().is_empty(), "nothing is left behind");
        place.keyring.with_faults([Some(fault)]);
        assert_eq!(probe(&place.keyring), Err(ProbeError::NotKept));
    }
}

#[test]
fn a_keyring_that_forgets_or_garbles_a_key_loses_no_account() {
    for fault in [Fault::Forgets, Fault::Garbles] {
        let place = Place::new();
        let vault = place.create();
        let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
        let fail = || place.keyring.with_faults([Some(fault.clone())]);
        fail();
        assert_eq!(vault.add(new("VAT"), key(2), T0), Err(AddError::NotKept));
        fail();
        let replaced = vault.replace(id, key(3), Params::totp_default(), T0);
        assert_eq!(replaced, Err(ChangeError::NotKept));
        place.keyring.with_faults([None, Some(fault.clone())]);
        let set = vault.set_passphrase(None, Some(&text("correct horse")));
        assert_eq!(set, Err(PassphraseError::NotKept));
        assert_eq!(place.keyring.names().len(), 2, "nothing is left behind");
        let account = place.open().account(id).unwrap();
        assert_eq!(vault.key(id, account.shown().unwrap().id).unwrap(), key(1));
        vault.add(new("VAT"), key(2), T0).unwrap();
    }
}

#[test]
fn a_keyring_that_fails_after_writing_leaves_nothing_once_it_works_again() {
    let place = Place::new();
    let vault = place.create();
    let late = Fault::FailsAfter(KeyringError::Waiting);
    place.keyring.with_faults([Some(late)]);
    let added = vault.add(new("VAT"), key(2), T0);
    assert_eq!(added, Err(AddError::Keyring(KeyringError::Waiting)));
    assert_eq!(place.keyring.names().len(), 2, "the item that came late");
    place.open();
    assert_eq!(place.keyring.names().len(), 1);
    vault.add(new("VAT"), key(2), T0).unwrap();
}

#[test]
fn a_vault_is_not_made_twice() {
    let place = Place::new();
    let (Opened::Absent(one), Opened::Absent(two)) =
        (place.try_open().unwrap(), place.try_open().unwrap())
    else {
        panic!("a vault")
    };
    let vault = one.create(None).unwrap();
    vault.add(new("Income Tax"), key(1), T0).unwrap();
    assert_eq!(two.create(None).err(), Some(CreateError::Exists));
    assert_eq!(place.open().accounts().unwrap().accounts.len(), 1);
}

#[test]
fn setting_aside_never_writes_over_an_earlier_one() {
    let place = Place::new();
    let mut seen = Vec::new();
    for _ in 0..3 {
        place.create();
        let bytes = fs::read(place.home().database()).unwrap();
        place.empty_keyring();
        let aside = vault::set_aside(&place.home(), &place.ring(), T0).unwrap();
        assert!(!place.home().database().exists());
        seen.push((aside.path().to_owned(), bytes));
    }
    for (path, bytes) in seen {
        assert_eq!(fs::read(path).unwrap(), bytes);
    }
    let none = vault::set_aside(&place.home(), &place.ring(), T0).err();
    assert_eq!(none, Some(SetAsideError::Absent));
}

#[test]
fn a_vault_that_opens_or_may_open_later_is_not_set_aside() {
    let place = Place::new();
    place.create();
    let refused = || vault::set_aside(&place.home(), &place.ring(), T0).err();
    assert_eq!(refused(), Some(SetAsideError::Opens));
    place.keyring.with_faults([Some(Fault::Fails(KeyringError::Locked))]);
    assert_eq!(refused(), Some(SetAsideError::Open(OpenError::Keyring(KeyringError::Locked))));
    assert_eq!(refused(), Some(SetAsideError::Opens), "the keyring came back");
    assert!(place.home().database().exists());
}

#[test]
fn what_was_set_aside_is_brought_back_and_never_over_another_vault() {
    let place = Place::new();
    place.create();
    let item = vault_key_item(&place);
    let text = place.keyring.peek(&item).unwrap();
    let before = fs::read(place.home().database()).unwrap();
    for another in [false, true] {
        place.empty_keyring();
        let aside = vault::set_aside(&place.home(), &place.ring(), T0).unwrap();
        if another {
            place.create();
            assert!(aside.bring_back().is_err());
            assert_ne!(fs::read(place.home().database()).unwrap(), before);
        } else {
            aside.bring_back().unwrap();
            place.keyring.put(&item, Some(&text));
            place.open();
            assert_eq!(fs::read(place.home().database()).unwrap(), before);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_a_vault_that_may_come_back() {
    let place = Place::new();
    place.home().prepare().unwrap();
    std::os::unix::fs::symlink(place.dir.path().join("away"), place.home().database()).unwrap();
    assert!(matches!(open_error(&place), Some(OpenError::Storage(_))));
}

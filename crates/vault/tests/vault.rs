//! What a person does with a vault, on a keyring in memory.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use otp::{Algorithm, Digits, Kind, Params, Period};
use secret::Secret;
use support::{Place, T0, key, label, new, text, unlock};
use vault::{
    Accepted, AddError, ChangeError, KEPT_FOR, KeyState, NewAccount, Opened, PassphraseError,
    Protection, ReadError, UnlockError, UserIdHint,
};

const WEEK: u64 = 7 * 24 * 60 * 60;

#[test]
fn what_is_added_is_there_after_a_restart_with_everything_that_was_said() {
    let place = Place::new();
    let full = NewAccount {
        user_id_hint: Some(UserIdHint::new("4417").unwrap()),
        note: Some("Ask Sarah – ☎ 0113".to_owned()),
        issuer: "HMRC".to_owned(),
        account: "1234 5678 4417".to_owned(),
        label_issuer: Some("Hart & Lowe".to_owned()),
        service: Some("hmrc".to_owned()),
        practice: true,
        params: Params {
            kind: Kind::Totp { period: Period::new(45).unwrap() },
            algorithm: Algorithm::Sha512,
            digits: Digits::new(10).unwrap(),
        },
        ..new("HMRC – Income Tax, Leeds")
    };
    let id = place.create().add(full.clone(), key(1), T0).unwrap();

    let vault = place.open();
    let account = vault.account(id).unwrap();
    assert_eq!(account.label, full.label);
    assert_eq!(account.user_id_hint, full.user_id_hint);
    assert_eq!(account.note, full.note);
    assert_eq!((account.issuer, account.account), (full.issuer, full.account));
    assert_eq!((account.label_issuer, account.service), (full.label_issuer, full.service));
    assert_eq!((account.practice, account.created_at), (true, T0));
    let version = &account.versions[0];
    assert_eq!((version.number, version.params, version.added_at), (1, full.params, T0));
    assert_eq!(version.state, KeyState::Current);
    assert_eq!(vault.key(id, version.id).unwrap(), key(1));
}

#[test]
fn every_way_of_making_codes_comes_back_as_it_was() {
    let place = Place::new();
    let vault = place.create();
    let ways = [
        Params::hotp(Algorithm::Sha256, Digits::EIGHT, u64::MAX),
        Params::hotp(Algorithm::Sha1, Digits::SIX, 0),
        Params::steam(),
        Params::totp(Algorithm::Sha1, Digits::new(1).unwrap(), Period::new(86_400).unwrap()),
    ];
    for (number, params) in ways.into_iter().enumerate() {
        let account = NewAccount { params, ..new(&format!("account {number}")) };
        let id = vault.add(account, key(u8::try_from(number).unwrap()), T0).unwrap();
        assert_eq!(vault.account(id).unwrap().versions[0].params, params);
    }
}

#[test]
fn a_label_that_reads_the_same_is_taken() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    for same in ["income tax", "ＩＮＣＯＭＥ　ＴＡＸ", " Income  Tax "] {
        assert_eq!(vault.add(new(same), key(2), T0), Err(AddError::LabelTaken { id }));
        assert_eq!(vault.find(&label(same)), Ok(Some(id)));
    }
    assert_eq!(vault.find(&label("VAT")), Ok(None));
    let other = vault.add(new("VAT"), key(2), T0).unwrap();
    assert_eq!(vault.rename(other, label("INCOME TAX")), Err(ChangeError::LabelTaken { id }));
    assert_eq!(vault.rename(id, label("INCOME TAX")), Ok(()));
    assert_eq!(vault.accounts().unwrap().accounts.len(), 2);
}

#[test]
fn a_key_that_is_here_under_another_label_is_told() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    place.keyring.with_faults([]);
    assert_eq!(vault.add(new("VAT"), key(1), T0), Err(AddError::SameKey { id }));
    assert_eq!(vault.find_same_key(&key(1)), Ok(Some(id)));
    assert_eq!(vault.find_same_key(&key(2)), Ok(None));
    assert_eq!(place.keyring.calls(), 0, "the keyring was touched");
}

#[test]
fn a_key_that_no_keyring_item_can_hold_is_refused_by_name() {
    let place = Place::new();
    let vault = place.create();
    let long = Secret::new(vec![7; vault::MAX_KEY + 1]);
    assert_eq!(vault.add(new("a"), long, T0), Err(AddError::KeyTooLong));
    assert_eq!(vault.add(new("a"), Secret::new(vec![]), T0), Err(AddError::KeyEmpty));
    assert!(vault.add(new("a"), Secret::new(vec![7; vault::MAX_KEY]), T0).is_ok());
    assert!(vault.add(new("b"), Secret::new(vec![7]), T0).is_ok());
}

#[test]
fn an_accepted_replacement_retires_the_old_key_and_keeps_it() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let old = vault.account(id).unwrap().versions[0].id;
    let params = Params::totp(Algorithm::Sha256, Digits::EIGHT, Period::THIRTY);
    let new_key = vault.replace(id, key(2), params, T0 + 5).unwrap();

    let account = vault.account(id).unwrap();
    assert_eq!(account.shown().map(|v| (v.id, v.number, v.params)), Some((new_key, 2, params)));
    assert_eq!(account.previous().map(|v| v.id), Some(old));
    assert_eq!(vault.key(id, old).unwrap(), key(1));
    assert_eq!(vault.replace(id, key(3), params, T0), Err(ChangeError::Undecided));

    vault.confirm(id, Accepted::Yes, T0 + 9).unwrap();
    let account = vault.account(id).unwrap();
    assert_eq!(account.versions[0].state, KeyState::Retired { at: T0 + 9 });
    assert_eq!(account.versions[1].state, KeyState::Current);
    assert_eq!(vault.key(id, old).unwrap(), key(1));
    assert_eq!(vault.confirm(id, Accepted::Yes, T0), Err(ChangeError::NothingToConfirm));
}

#[test]
fn a_refused_replacement_brings_the_old_key_back() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let old = vault.account(id).unwrap().versions[0].id;
    let tried = vault.replace(id, key(2), Params::totp_default(), T0).unwrap();
    vault.confirm(id, Accepted::No, T0 + 9).unwrap();
    let account = vault.account(id).unwrap();
    assert_eq!(account.shown().map(|version| version.id), Some(old));
    assert_eq!(account.version(tried).unwrap().state, KeyState::Retired { at: T0 + 9 });
    assert_eq!(vault.key(id, tried).unwrap(), key(2));
    let third = vault.replace(id, key(3), Params::totp_default(), T0).unwrap();
    assert_eq!(vault.account(id).unwrap().version(third).unwrap().number, 3);
}

#[test]
fn a_key_that_was_refused_can_be_tried_again_but_one_from_before_cannot() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let replace = |seed| vault.replace(id, key(seed), Params::totp_default(), T0);
    let tried = replace(2).unwrap();
    vault.confirm(id, Accepted::No, T0).unwrap();
    assert_eq!(replace(2), Ok(tried));
    let account = vault.account(id).unwrap();
    assert_eq!(account.shown().map(|version| version.id), Some(tried));
    assert_eq!(account.versions.len(), 2);

    vault.confirm(id, Accepted::Yes, T0).unwrap();
    assert_eq!(replace(1), Err(ChangeError::SameKey { id }), "the key before is no replacement");
}

#[test]
fn the_same_key_replaces_nothing() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let other = vault.add(new("VAT"), key(2), T0).unwrap();
    let replace = |seed| vault.replace(id, key(seed), Params::totp_default(), T0);
    assert_eq!(replace(1), Err(ChangeError::SameKey { id }));
    assert_eq!(replace(2), Err(ChangeError::SameKey { id: other }));
    assert_eq!(vault.account(id).unwrap().versions.len(), 1);
}

#[test]
fn a_counter_is_used_up_before_it_is_given_out() {
    let place = Place::new();
    let vault = place.create();
    let params = Params::hotp(Algorithm::Sha1, Digits::SIX, 41);
    let id = vault.add(NewAccount { params, ..new("Bank") }, key(1), T0).unwrap();
    assert_eq!(vault.advance_counter(id), Ok(41));
    assert_eq!(place.open().advance_counter(id), Ok(42));
    assert_eq!(vault.advance_counter(id), Ok(43));
    let clock = vault.add(new("Clock"), key(2), T0).unwrap();
    assert_eq!(vault.advance_counter(clock), Err(ChangeError::NoCounter));
    let params = Params::hotp(Algorithm::Sha1, Digits::SIX, u64::MAX);
    let last = vault.add(NewAccount { params, ..new("Last") }, key(3), T0).unwrap();
    assert_eq!(vault.advance_counter(last), Err(ChangeError::CounterSpent));
}

#[test]
fn a_removed_account_can_be_put_back_until_it_is_wiped() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    vault.remove(id, T0).unwrap();
    assert!(vault.accounts().unwrap().accounts.is_empty());
    assert_eq!(vault.removed().unwrap()[0].removed_at, Some(T0));
    assert_eq!(vault.find(&label("Income Tax")), Ok(None));
    assert_eq!(vault.rename(id, label("x")), Err(ChangeError::NotFound));
    assert_eq!(vault.purge_expired(T0 + KEPT_FOR), Ok(0));
    vault.put_back(id).unwrap();
    let version = vault.account(id).unwrap().versions[0].id;
    assert_eq!(vault.key(id, version).unwrap(), key(1));
    assert_eq!(vault.put_back(id), Err(ChangeError::NotRemoved));
    assert_eq!(vault.purge(id), Err(ChangeError::NotRemoved));

    vault.remove(id, T0).unwrap();
    assert_eq!(vault.purge_expired(T0 + KEPT_FOR + 1), Ok(0), "one look at the clock");
    assert_eq!(vault.purge_expired(T0 + KEPT_FOR + WEEK), Ok(0), "nearly a week later");
    assert_eq!(vault.purge_expired(T0 + KEPT_FOR + WEEK + 1), Ok(1));
    assert_eq!(vault.account(id), Err(ReadError::NotFound));
    assert_eq!(place.keyring.names().len(), 1, "only the vault key is left");
}

#[test]
fn a_clock_that_went_back_between_two_looks_starts_the_count_anew() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    vault.remove(id, T0).unwrap();
    let over = T0 + KEPT_FOR + 1;
    for at in [over + 2 * WEEK, over, over + WEEK - 1, T0, over + 3 * WEEK] {
        assert_eq!(vault.purge_expired(at), Ok(0), "{at}");
    }
    vault.put_back(id).unwrap();
    vault.remove(id, over + 3 * WEEK).unwrap();
    let again = over + 3 * WEEK + KEPT_FOR + 1;
    assert_eq!(vault.purge_expired(again), Ok(0), "the note is of an earlier removal");
    assert_eq!(vault.purge_expired(again + WEEK), Ok(1));
}

#[test]
fn a_removed_account_does_not_come_back_over_another() {
    let place = Place::new();
    let vault = place.create();
    let first = vault.add(new("Income Tax"), key(1), T0).unwrap();
    vault.remove(first, T0).unwrap();
    let second = vault.add(new("INCOME TAX"), key(2), T0).unwrap();
    assert_eq!(vault.put_back(first), Err(ChangeError::LabelTaken { id: second }));
    vault.rename(second, label("VAT")).unwrap();
    vault.put_back(first).unwrap();

    vault.remove(first, T0).unwrap();
    let third = vault.add(new("PAYE"), key(1), T0).unwrap();
    assert_eq!(vault.put_back(first), Err(ChangeError::SameKey { id: third }));
}

#[test]
fn a_passphrase_is_set_changed_and_removed_and_the_keys_stay() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let (first, second) = (text("correct horse"), text("battery staple"));
    vault.set_passphrase(None, Some(&first)).unwrap();
    assert_eq!(vault.protection(), Protection::Passphrase);
    let set = |old, new| vault.set_passphrase(old, new);
    assert_eq!(set(None, Some(&second)), Err(PassphraseError::OldNeeded));
    assert_eq!(set(Some(&second), None), Err(PassphraseError::WrongPassphrase));

    let locked = place.locked();
    assert_eq!(locked.protection(), Protection::Passphrase);
    let (locked, error) = locked.unlock(None).err().unwrap();
    assert_eq!(error, UnlockError::PassphraseNeeded);
    let (locked, error) = locked.unlock(Some(&second)).err().unwrap();
    assert_eq!(error, UnlockError::WrongPassphrase);
    let other = support::unlock(locked, Some(&first));
    other.set_passphrase(Some(&first), Some(&second)).unwrap();

    // A vault that was locked before another program changed the passphrase asks for the new one.
    let (locked, error) = vault.lock().unlock(Some(&first)).err().unwrap();
    assert_eq!(error, UnlockError::WrongPassphrase);
    let vault = support::unlock(locked, Some(&second));
    vault.set_passphrase(Some(&second), None).unwrap();
    let vault = place.open();
    assert_eq!(vault.protection(), Protection::OsSignIn);
    let version = vault.account(id).unwrap().versions[0].id;
    assert_eq!(vault.key(id, version).unwrap(), key(1));
    assert_eq!(place.keyring.names().len(), 2, "one vault key, one secret key");
}

#[test]
fn a_vault_made_with_a_passphrase_never_was_without_one() {
    let place = Place::new();
    let Opened::Absent(absent) = place.try_open().unwrap() else { panic!("a vault") };
    let passphrase = text("correct horse");
    drop(absent.create(Some(&passphrase)).unwrap());
    let locked = place.locked();
    assert_eq!(locked.protection(), Protection::Passphrase);
    let (locked, refused) = locked.unlock(None).err().unwrap();
    assert_eq!(refused, UnlockError::PassphraseNeeded);
    unlock(locked, Some(&passphrase));
}

#[test]
fn locking_drops_the_key_and_unlocking_gets_it_again() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    let locked = vault.lock();
    assert_eq!(locked.protection(), Protection::OsSignIn);
    let vault = support::unlock(locked, None);
    assert_eq!(vault.accounts().unwrap().accounts[0].id, id);
}

#[test]
fn another_programs_changes_are_seen_and_told() {
    let place = Place::new();
    let window = place.create();
    let command_line = place.open();
    assert_eq!(window.changed(), Ok(false));
    let id = command_line.add(new("Income Tax"), key(1), T0).unwrap();
    assert_eq!(window.changed(), Ok(true));
    assert_eq!(window.changed(), Ok(false));
    assert_eq!(window.accounts().unwrap().accounts[0].id, id);
    window.mark_copied(id, T0 + 3).unwrap();
    assert_eq!(window.changed(), Ok(false), "its own change");
    assert_eq!(command_line.account(id).unwrap().last_copied, Some(T0 + 3));
}

#[test]
fn documents_are_kept_sealed_by_name() {
    let place = Place::new();
    let vault = place.create();
    assert_eq!(vault.document("settings"), Ok(None));
    vault.set_document("settings", b"{dark}").unwrap();
    vault.set_document("settings", b"{light}").unwrap();
    vault.set_document("backups", b"yesterday").unwrap();
    let content = place.open().document("settings").unwrap().unwrap();
    assert_eq!(content.expose(), b"{light}");
}

#[test]
fn nothing_readable_is_in_the_file() {
    let place = Place::new();
    let vault = place.create();
    let account = NewAccount { note: Some("PEACOCK".to_owned()), ..new("MAGPIE") };
    let id = vault.add(account, Secret::new(b"NIGHTINGALE-NIGHTINGALE".to_vec()), T0).unwrap();
    vault.set_document("KINGFISHER", b"WOODPECKER").unwrap();
    vault.rename(id, label("JACKDAW")).unwrap();
    let file = std::fs::read(place.home().database()).unwrap();
    let file = String::from_utf8_lossy(&file).to_uppercase();
    let birds = ["MAGPIE", "PEACOCK", "NIGHTINGALE", "KINGFISHER", "WOODPECKER", "JACKDAW"];
    for bird in birds {
        assert!(!file.contains(bird), "{bird} can be read");
    }
}

#[test]
fn two_fresh_vaults_have_different_keys() {
    let (one, other) = (Place::new(), Place::new());
    let (one_id, other_id) = (one.create().id(), other.create().id());
    assert_ne!(one_id, other_id);
    let keys = [&one, &other].map(|place| {
        let item = place.keyring.peek(&place.keyring.names()[0]).unwrap();
        let bytes = data_encoding::BASE64.decode(item.as_bytes()).unwrap();
        bytes[bytes.len() - seal::KEY_LEN..].to_vec()
    });
    assert_ne!(keys[0], keys[1]);
    // What a program comes to that hashes nothing, or never fills its buffer.
    for constant in [seal::sha256(b""), [0; 32]] {
        assert!(!keys.iter().any(|key| *key == constant));
    }
}

#[test]
fn a_folder_without_a_vault_is_absent_and_looking_makes_nothing() {
    let place = Place::new();
    assert!(matches!(place.try_open(), Ok(Opened::Absent(_))));
    assert!(!place.home().dir().exists());
    assert_eq!(place.keyring.calls(), 0);
}

//! What a vault keeps of the firm: whole or not at all, sealed, and apart from the person's own.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use secret::Secret;
use support::{Place, T0, key, new, text};
use vault::backup;
use vault::keyring::fake::Fault;
use vault::keyring::{ItemName, KeyringError};
use vault::{ChangeError, FirmChange, FirmError, FirmId, FirmKey, FirmObject, StorageError};

const FIRM: FirmId = FirmId::from_bytes([7; 32]);
const KEY: FirmKey = FirmKey { account: [1; 16], version: [2; 16] };

fn object(name: &str, bytes: &[u8]) -> FirmObject {
    FirmObject { name: name.to_owned(), bytes: bytes.to_vec() }
}

fn seeds() -> Secret {
    Secret::new(vec![5; 64])
}

fn first() -> FirmChange {
    FirmChange {
        hold: vec![object("a", b"one"), object("b", b"two")],
        send: vec![object("b", b"two"), object("a", b"one")],
        documents: vec![("firm/memory", Some(Secret::copy_of(b"memory")))],
        ..FirmChange::of(FIRM)
    }
}

#[test]
fn what_was_kept_of_the_firm_is_there_after_the_next_start() {
    let place = Place::new();
    let vault = place.create();
    assert_eq!(vault.firm(), Ok(None));
    vault.enter_firm(&seeds(), &first()).unwrap();
    drop(vault);
    let vault = place.open();
    assert_eq!(vault.firm(), Ok(Some(FIRM)));
    assert_eq!(vault.firm_seeds(FIRM), Ok(seeds()));
    let mut held = vault.firm_objects().unwrap();
    held.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(held, first().hold);
    let waiting = vault.outgoing().unwrap();
    let sent: Vec<FirmObject> = waiting.iter().map(|one| one.object.clone()).collect();
    assert_eq!(sent, first().send, "in the order in which they were given");
    assert_eq!(vault.document("firm/memory").unwrap().unwrap().expose(), b"memory");
    assert_eq!(vault.enter_firm(&seeds(), &first()), Err(FirmError::InFirm));
}

#[test]
fn what_was_sent_waits_no_longer_unless_it_changed_meanwhile() {
    let place = Place::new();
    let vault = place.create();
    vault.enter_firm(&seeds(), &first()).unwrap();
    let numbers: Vec<i64> = vault.outgoing().unwrap().iter().map(|one| one.number).collect();
    let again = FirmChange { send: vec![object("b", b"newer")], ..FirmChange::of(FIRM) };
    vault.change_firm(&again).unwrap();
    vault.change_firm(&FirmChange { sent: numbers, ..FirmChange::of(FIRM) }).unwrap();
    let left: Vec<FirmObject> =
        vault.outgoing().unwrap().into_iter().map(|one| one.object).collect();
    assert_eq!(left, [object("b", b"newer")]);
}

#[test]
fn what_another_firm_gave_is_not_kept() {
    let place = Place::new();
    let vault = place.create();
    let late = FirmChange { hold: vec![object("c", b"late")], ..FirmChange::of(FIRM) };
    assert_eq!(vault.change_firm(&late), Err(FirmError::NotInFirm), "in none");
    vault.enter_firm(&seeds(), &first()).unwrap();
    vault.leave_firm(&["firm/memory"]).unwrap();
    assert_eq!(vault.change_firm(&late), Err(FirmError::NotInFirm), "left meanwhile");
    let other = FirmId::from_bytes([8; 32]);
    vault.enter_firm(&seeds(), &FirmChange::of(other)).unwrap();
    assert_eq!(vault.change_firm(&late), Err(FirmError::NotInFirm), "in another meanwhile");
    assert!(vault.firm_objects().unwrap().is_empty());
    vault.change_firm(&FirmChange { firm: other, ..late }).unwrap();
    assert_eq!(vault.firm_objects().unwrap().len(), 1);
}

#[test]
fn no_name_and_no_byte_of_the_firm_can_be_read_without_the_vault_key() {
    let place = Place::new();
    let vault = place.create();
    let change = FirmChange {
        hold: vec![object("ts1/log/PEACOCK", b"MAGPIE")],
        send: vec![object("ts1/log/PEACOCK", b"MAGPIE")],
        ..FirmChange::of(FIRM)
    };
    vault.enter_firm(&seeds(), &change).unwrap();
    drop(vault);
    let file = std::fs::read(place.home().database()).unwrap();
    for word in [&b"PEACOCK"[..], b"MAGPIE"] {
        assert!(!file.windows(word.len()).any(|window| window == word));
    }
}

#[test]
fn a_row_that_is_damaged_or_in_another_place_is_left_out_and_hides_no_other() {
    let place = Place::new();
    let vault = place.create();
    vault.enter_firm(&seeds(), &first()).unwrap();
    place.sql(
        "UPDATE firm_object SET sealed = (SELECT sealed FROM firm_outgoing ORDER BY number LIMIT 1)
         WHERE name_index = (SELECT name_index FROM firm_outgoing ORDER BY number LIMIT 1);",
    );
    assert_eq!(vault.firm_objects().unwrap(), [object("a", b"one")]);
    place.sql("UPDATE firm_outgoing SET sealed = x'01';");
    assert!(matches!(vault.outgoing(), Err(StorageError::Damaged(_))));
}

#[test]
fn leaving_the_firm_wipes_the_seeds_and_all_that_was_kept() {
    let place = Place::new();
    let vault = place.create();
    vault.enter_firm(&seeds(), &first()).unwrap();
    vault.leave_firm(&["firm/memory"]).unwrap();
    assert_eq!(vault.firm(), Ok(None));
    assert_eq!(vault.firm_seeds(FIRM), Err(FirmError::Missing));
    assert!(vault.firm_objects().unwrap().is_empty() && vault.outgoing().unwrap().is_empty());
    assert!(vault.document("firm/memory").unwrap().is_none());
    let name = ItemName::seeds(vault.id(), FIRM).to_string();
    assert!(!place.keyring.names().contains(&name));
    vault.enter_firm(&seeds(), &first()).unwrap();
}

#[test]
fn seeds_of_another_item_are_refused_and_nothing_takes_their_place() {
    let place = Place::new();
    let vault = place.create();
    vault.enter_firm(&seeds(), &first()).unwrap();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    let version = vault.account(id).unwrap().versions[0].id;
    let ring = place.ring();
    let stolen = ring.read(&ItemName::key(vault.id(), version)).unwrap().unwrap();
    ring.write(&ItemName::seeds(vault.id(), FIRM), &stolen).unwrap();
    assert_eq!(vault.firm_seeds(FIRM), Err(FirmError::Damaged));
}

#[test]
fn a_vault_of_the_format_before_opens_and_can_enter_a_firm() {
    let place = Place::new();
    let vault = place.create();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    drop(vault);
    place.sql(
        "DROP TABLE firm; DROP TABLE firm_object; DROP TABLE firm_outgoing;
         DROP TABLE firm_sign_in; PRAGMA user_version = 1;",
    );
    let vault = place.open();
    assert_eq!(vault.account(id).unwrap().label.as_str(), "VAT");
    let version = vault.account(id).unwrap().versions[0].id;
    assert_eq!(vault.key(id, version).unwrap(), key(1));
    assert_eq!(vault.firm(), Ok(None));
    vault.enter_firm(&seeds(), &first()).unwrap();
    drop(vault);
    assert_eq!(place.open().firm(), Ok(Some(FIRM)));
}

#[test]
fn a_vault_of_a_firm_without_a_sign_in_opens_and_can_keep_one() {
    let place = Place::new();
    let vault = place.create();
    vault.enter_firm(&seeds(), &first()).unwrap();
    drop(vault);
    place.sql("DROP TABLE firm_sign_in; PRAGMA user_version = 2;");
    let vault = place.open();
    assert_eq!(vault.store_sign_in(), Ok(None));
    vault.set_store_sign_in(Some(&text("ann\nlamp"))).unwrap();
    assert_eq!(vault.store_sign_in(), Ok(Some(text("ann\nlamp"))));
    assert_eq!(vault.firm_seeds(FIRM), Ok(seeds()));
}

#[test]
fn a_sign_in_is_in_the_keyring_alone_and_the_one_before_is_wiped() {
    let place = Place::new();
    let vault = place.create();
    assert_eq!(vault.set_store_sign_in(Some(&text("ann\nlamp"))), Err(FirmError::Missing));
    vault.enter_firm(&seeds(), &first()).unwrap();
    let before = place.keyring.names().len();
    let long = text(&"copper lämp ".repeat(500));
    vault.set_store_sign_in(Some(&long)).unwrap();
    assert_eq!(vault.store_sign_in(), Ok(Some(long)), "in several items");
    assert!(place.keyring.names().len() > before + 1);
    vault.set_store_sign_in(Some(&text("ann\nPEACOCK"))).unwrap();
    assert_eq!(place.keyring.names().len(), before + 1);
    drop(vault);
    let vault = place.open();
    assert_eq!(vault.store_sign_in(), Ok(Some(text("ann\nPEACOCK"))));
    for name in place.keyring.names() {
        assert!(!place.keyring.peek(&name).unwrap().contains("PEACOCK"));
    }
    let file = std::fs::read(place.home().database()).unwrap();
    assert!(!file.windows(7).any(|window| window == b"PEACOCK"));
    vault.set_store_sign_in(None).unwrap();
    assert_eq!(vault.store_sign_in(), Ok(None));
    assert_eq!(place.keyring.names().len(), before);
    let longest = "x".repeat(vault::MAX_SIGN_IN + 1);
    let refused = vault.set_store_sign_in(Some(&text(&longest)));
    assert_eq!(refused, Err(FirmError::Keyring(KeyringError::TooLarge)));
}

#[test]
fn a_keyring_that_fails_on_the_way_leaves_the_sign_in_before() {
    let place = Place::new();
    let vault = place.create();
    vault.enter_firm(&seeds(), &first()).unwrap();
    vault.set_store_sign_in(Some(&text("ann\nlamp"))).unwrap();
    let long = text(&"x".repeat(4_000));
    place.keyring.with_faults([]);
    vault.set_store_sign_in(Some(&long)).unwrap();
    let calls = place.keyring.calls();
    vault.set_store_sign_in(Some(&text("ann\nlamp"))).unwrap();
    let items = place.keyring.names().len();
    for fault in [
        Fault::Fails(KeyringError::Locked),
        Fault::FailsAfter(KeyringError::Locked),
        Fault::Forgets,
        Fault::Garbles,
    ] {
        for call in 0..calls {
            let faults = std::iter::repeat_n(None, call).chain([Some(fault.clone())]);
            place.keyring.with_faults(faults.collect::<Vec<_>>());
            let done = vault.set_store_sign_in(Some(&long));
            place.keyring.with_faults([]);
            let expected = if done.is_ok() { long.expose() } else { "ann\nlamp" };
            let kept = vault.store_sign_in().unwrap().unwrap();
            assert_eq!(kept.expose(), expected, "{fault:?} in call {call}");
            vault.set_store_sign_in(Some(&text("ann\nlamp"))).unwrap();
            assert_eq!(place.keyring.names().len(), items, "{fault:?} in call {call}");
        }
    }
}

#[test]
fn leaving_the_firm_wipes_its_sign_in() {
    let place = Place::new();
    let vault = place.create();
    let before = place.keyring.names();
    vault.enter_firm(&seeds(), &first()).unwrap();
    vault.set_store_sign_in(Some(&text("ann\nlamp"))).unwrap();
    vault.leave_firm(&["firm/memory"]).unwrap();
    assert_eq!(place.keyring.names(), before);
    vault.enter_firm(&seeds(), &first()).unwrap();
    assert_eq!(vault.store_sign_in(), Ok(None));
}

#[test]
fn a_key_of_the_firm_is_wiped_at_once_and_one_of_the_persons_own_is_not() {
    let place = Place::new();
    let vault = place.create();
    let own = vault.add(new("Mine"), key(1), T0).unwrap();
    let copy = vault.add_firm_account(new("Firm"), KEY, key(1), T0).unwrap();
    assert_eq!(vault.firm_accounts().unwrap().len(), 1);
    let version = vault.account(copy).unwrap().versions[0].id;
    assert_eq!(vault.key(copy, version).unwrap(), key(1), "the same key twice is no trouble");
    assert_eq!(vault.drop_firm_account(own), Err(ChangeError::NotFound));
    vault.drop_firm_account(copy).unwrap();
    assert!(vault.account(copy).is_err());
    assert_eq!(place.keyring.names().len(), 2, "the vault key and the person's own");
    assert!(vault.account(own).is_ok());
}

#[test]
fn an_account_given_to_the_firm_stays_as_it_is_and_is_marked() {
    let place = Place::new();
    let vault = place.create();
    vault.enter_firm(&seeds(), &FirmChange::of(FIRM)).unwrap();
    let id = vault.add(new("VAT"), key(1), T0).unwrap();
    vault.change_firm(&FirmChange { give: vec![(id, KEY)], ..FirmChange::of(FIRM) }).unwrap();
    let account = vault.account(id).unwrap();
    assert_eq!(account.firm, Some(KEY));
    assert_eq!(vault.key(id, account.versions[0].id).unwrap(), key(1));
}

#[test]
fn a_backup_holds_the_persons_own_accounts_and_none_of_the_firms() {
    let place = Place::new();
    let vault = place.create();
    vault.add(new("Mine"), key(1), T0).unwrap();
    vault.add_firm_account(new("PEACOCK"), KEY, key(2), T0).unwrap();
    let file = place.dir.path().join("b");
    backup::write(&vault, &file, &text("correct horse"), T0).unwrap();
    let contents = backup::open(&file, &text("correct horse")).unwrap();
    let labels: Vec<&str> =
        contents.entries().iter().map(|entry| entry.account().label.as_str()).collect();
    assert_eq!(labels, ["Mine"]);
}

//! What holds whatever order things come in, and what devices may know of one another. The attacks,
//! one by one, are in `malicious.rs`.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use std::collections::BTreeMap;

use ledger::{
    Alarm, Day, Firm, Hash, Invitee, KitReach, Name, Rank, Seq, Standing, Target, UseError,
    UseKind, UseRecord, VersionRef,
};
use town::{Town, admin, enrol_twice, opens, random, staff, two};

#[test]
fn any_order_of_arrival_gives_one_state() {
    let (mut town, mut alice, mut bob, team, account) = two(1);
    let mut carol = town.enrol(&mut alice, staff("Carol", &[team]));
    town.sync(&mut bob);
    town.new_key(&mut bob, account, b"seed two");
    let person = carol.person().unwrap();
    town.remove(&mut alice, Target::Person(person));
    town.sync(&mut alice);
    town.sync(&mut bob);
    let hash = alice.state().hash();
    assert_eq!(bob.state().hash(), hash);
    // The kit opens the firm from nothing, so it can be given the objects in any order.
    for seed in 0..20 {
        let (_, kit) = Town::new(1).found(KitReach::Decrypts);
        let mut entropy = seal::SeededEntropy::new(seed);
        let mut reader = Firm::replica(alice.pin(), kit.keys(), vec![]);
        for _ in 0..12 {
            let mut left: Vec<(&String, &Vec<u8>)> = town.store.iter().collect();
            while !left.is_empty() {
                let (name, bytes) = left.swap_remove(random(&mut entropy, left.len()));
                let _ = reader.intake(name, bytes, town.now);
            }
        }
        assert_eq!(reader.state().hash(), hash, "seed {seed}");
        assert_eq!(reader.alarms().count(), 0);
        assert_eq!(reader.team_code(), alice.team_code());
    }
}

#[test]
fn a_second_device_of_an_administrator_comes_in_through_another() {
    let (mut town, mut alice, mut bob, ..) = two(9);
    let mut second = admin("", 3);
    second.person = alice.person();
    let mut laptop = town.enrol(&mut bob, second);
    assert_eq!(laptop.person(), alice.person());
    assert_eq!(laptop.rank(), Some(ledger::Rank(3)));
    town.sync(&mut alice);
    assert_eq!(alice.state().administrators().len(), 2);
    // The lost laptop is stopped from the more senior desk.
    let device = laptop.device();
    town.remove(&mut alice, Target::Device(device));
    town.sync(&mut laptop);
    assert!(laptop.is_removed());
    assert!(!alice.is_removed());
}

#[test]
fn records_of_use_are_for_administrators_and_auditors_and_a_day_left_out_shows() {
    let (mut town, mut alice, mut bob, team, account) = two(11);
    let auditor = Invitee { standing: Standing::Auditor, ..staff("Ada", &[]) };
    let mut ada = town.enrol(&mut alice, auditor);
    let mut carol = town.enrol(&mut alice, staff("Carol", &[team]));
    for firm in [&mut alice, &mut bob, &mut ada] {
        town.sync(firm);
    }
    let record = UseRecord { at: town.now, kind: UseKind::CopiedCode, account: Some(account) };
    let (mut files, mut prev) = (Vec::new(), Hash::NONE);
    for day in [20_000, 20_001, 20_005] {
        let made =
            carol.use_file(Day(day), std::slice::from_ref(&record), prev, &mut town.ctx()).unwrap();
        prev = made.1;
        files.push((Day(day), made.0));
    }
    let device = carol.device();
    let mut days = BTreeMap::new();
    for (day, file) in &files {
        let opened = bob.open_use_file(device, *day, &file.bytes).unwrap();
        assert_eq!(opened.records, std::slice::from_ref(&record));
        assert_eq!(ada.open_use_file(device, *day, &file.bytes).as_ref(), Ok(&opened));
        days.insert(*day, Some(opened));
    }
    assert_eq!(bob.check_use_chain(device, &days, Some(Hash::NONE)), []);
    let last = days.split_off(&Day(20_005));
    assert_eq!(bob.check_use_chain(device, &last, None), [], "what came before was not looked at");
    days.extend(last);
    let (day, file) = &files[1];
    assert_eq!(carol.open_use_file(device, *day, &file.bytes), Err(UseError::NotForUs));
    assert_eq!(bob.open_use_file(device, Day(1), &file.bytes), Err(UseError::Forged));
    assert_eq!(bob.open_use_file(bob.device(), *day, &file.bytes), Err(UseError::Forged));
    let mut altered = file.bytes.clone();
    altered[80] ^= 1;
    assert!(bob.open_use_file(device, *day, &altered).is_err());
    let hidden = days.insert(*day, None);
    assert_eq!(bob.check_use_chain(device, &days, Some(Hash::NONE)), [], "it may not be opened");
    assert!(hidden.is_some());
    assert!(bob.alarms().all(|alarm| *alarm != Alarm::UseBroken(device)));
    days.remove(day);
    assert_eq!(bob.check_use_chain(device, &days, Some(Hash::NONE)), [Day(20_005)]);
    assert!(bob.alarms().any(|alarm| *alarm == Alarm::UseBroken(device)));
}

#[test]
fn a_replica_comes_back_from_what_it_kept() {
    let (mut town, mut alice, _, _, account) = two(12);
    let (mut cy, mut again) = enrol_twice(&mut town, &mut alice);
    assert_eq!(opens(&mut again, account), [b"seed one"]);
    assert_eq!(again.heads(), cy.heads());
    let memory = cy.memory();
    let mut kept: Vec<(Name, Vec<u8>)> =
        cy.objects().map(|object| (object.name, object.bytes)).collect();
    kept.retain(|(name, _)| !matches!(name, Name::Entry(_, Seq(2), _)));
    let seed = |byte: u8| secret::Secret::new(vec![byte; 32]);
    let keys = ledger::DeviceKeys::derive(&seed(8), &seed(9)).unwrap();
    assert!(Firm::restore(keys, &memory, kept).is_err(), "a row is missing");
}

/// No secret key and no group key stands in any byte of the store.
#[test]
fn the_store_holds_no_secret_key_and_no_name() {
    let (mut town, mut alice, mut bob, team, account) = two(13);
    town.new_key(&mut alice, account, b"CANARY-SECRET-KEY");
    let mut carol = town.enrol(&mut alice, staff("Carol Canary", &[team]));
    for firm in [&mut alice, &mut bob, &mut carol] {
        town.ack(firm);
    }
    for (name, bytes) in &town.store {
        for canary in [&b"CANARY"[..], b"seed one", b"Hart", b"Carol", b"Payroll", b"VAT"] {
            let found = bytes.windows(canary.len()).any(|window| window == canary);
            assert!(!found, "{name} holds {}", String::from_utf8_lossy(canary));
        }
    }
}

/// Who had no right when the receipt was written had nothing to miss, and has nothing.
#[test]
fn a_receipt_from_before_a_right_is_no_receipt_for_what_it_opens() {
    let mut town = Town::new(41);
    let (mut alice, _) = town.found(KitReach::Decrypts);
    let mut bob = town.enrol(&mut alice, admin("Bob", 2));
    let (one, two) = (town.team(&mut alice, "One"), town.team(&mut alice, "Two"));
    let mut carol = town.enrol(&mut alice, staff("Carol", &[one]));
    let account = town.add_account(&mut alice, b"seed", &[two]);
    let mut dan = town.enrol(&mut alice, staff("Dan", &[]));
    let at = |firm: &mut Firm| {
        let version = *firm.state().heads(account).first().unwrap();
        VersionRef { account, version }
    };
    let at = at(&mut alice);
    for firm in [&mut bob, &mut carol, &mut dan] {
        town.sync(firm);
        town.ack(firm);
    }
    let objects = alice.share(account, one, &mut town.ctx()).unwrap();
    town.upload(objects);
    town.repair(&mut alice);
    let person = dan.person().unwrap();
    town.put_in(&mut alice, two, person);
    let objects = alice.promote(person, Rank::DEPUTY, &mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut alice);
    town.ack(&mut alice);
    let receipt = alice.receipts(at);
    assert_eq!(receipt.have, [alice.device(), bob.device()].into());
    assert_eq!(receipt.lack.len(), 2, "{receipt:?}");
    for firm in [&mut carol, &mut dan] {
        town.sync(firm);
        town.ack(firm);
        assert!(firm.open_secret(at).is_ok());
    }
    town.sync(&mut alice);
    assert!(alice.receipts(at).lack.is_empty(), "{:?}", alice.receipts(at));

    // An appointed administrator may open all, and has nothing before saying so.
    let objects = alice.unshare(account, one, &mut town.ctx()).unwrap();
    town.upload(objects);
    let carols = carol.person().unwrap();
    let objects = alice.promote(carols, Rank(3), &mut town.ctx()).unwrap();
    town.upload(objects);
    assert!(alice.receipts(at).lack.contains_key(&carol.device()));
    town.repair(&mut alice);
    town.sync(&mut carol);
    town.ack(&mut carol);
    town.sync(&mut alice);
    assert!(alice.receipts(at).have.contains(&carol.device()));
}

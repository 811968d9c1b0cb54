//! A store that drops, delays, reorders, forges and puts back; people who answer invites that are
//! not theirs. Each test names the alarm, or shows that nothing came of it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use std::collections::BTreeMap;

use ledger::{
    Alarm, Compared, Day, DeviceId, Firm, GroupId, Hash, InviteError, InviteSecret, Joining,
    KitReach, Name, Object, Outcome, Rank, Seq, Target, Time, UseError, UseKind, UseRecord,
    VersionRef,
};
use secret::SecretText;
use town::{START, Town, admin, opens, random, staff, sync_from};

fn two(seed: u64) -> (Town, Firm, Firm, GroupId, ledger::AccountId) {
    let mut town = Town::new(seed);
    let (mut alice, _) = town.found(KitReach::Decrypts);
    let mut bob = town.enrol(&mut alice, admin("Bob", 2));
    let team = town.team(&mut alice, "Payroll");
    let account = town.add_account(&mut alice, b"seed one", &[team]);
    town.sync(&mut bob);
    (town, alice, bob, team, account)
}

fn entry_names(town: &Town) -> Vec<String> {
    town.store.keys().filter(|name| name.contains("/log/")).cloned().collect()
}

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
fn altered_cut_and_misplaced_objects_change_nothing() {
    let (mut town, mut alice, mut bob, ..) = two(2);
    town.new_key(&mut alice, *bob.state().accounts.keys().next().unwrap(), b"seed two");
    let whole = town.store.clone();
    let before = bob.state().hash();
    for (name, bytes) in &whole {
        if bob.holds(&Name::parse(name).unwrap()) {
            continue;
        }
        for cut in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            assert_ne!(bob.intake(name, &bytes[..cut], town.now), Ok(Outcome::Accepted));
        }
        for at in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
            let mut altered = bytes.clone();
            altered[at] ^= 1;
            assert_ne!(bob.intake(name, &altered, town.now), Ok(Outcome::Accepted), "{name} {at}");
        }
        let elsewhere = whole.keys().next().unwrap();
        assert_ne!(bob.intake(elsewhere, bytes, town.now), Ok(Outcome::Accepted));
        for junk in ["ts1/log/x", "desktop.ini", &format!("{name} (conflicted copy)"), "../x"] {
            assert_eq!(bob.intake(junk, bytes, town.now), Ok(Outcome::Ignored));
        }
    }
    assert_eq!(bob.state().hash(), before);
    town.sync(&mut bob);
    assert_eq!(bob.state().hash(), alice.state().hash());
    assert_eq!(bob.alarms().count(), 0);
}

#[test]
fn a_missing_entry_holds_back_what_was_built_on_it_and_is_asked_for() {
    let (mut town, mut alice, mut bob, ..) = two(3);
    let known: Vec<String> = entry_names(&town);
    let first = town.team(&mut alice, "One");
    town.team(&mut alice, "Two");
    let mut held: Vec<String> =
        entry_names(&town).into_iter().filter(|name| !known.contains(name)).collect();
    held.sort();
    let withheld = held[0].clone();
    let mut partial = town.store.clone();
    partial.remove(&withheld);
    sync_from(&partial, &mut bob, town.now);
    assert!(!bob.state().teams.contains_key(&first));
    assert!(bob.wanted().contains(&Name::parse(&withheld).unwrap()));
    let missing = bob.missing()[0];
    assert_eq!(bob.watch(&listing(&bob), town.now), []);
    let later = Time(town.now.0 + 24 * 3600 + 1);
    assert_eq!(bob.watch(&listing(&bob), later), [Alarm::Withheld(missing)]);
    town.sync(&mut bob);
    assert_eq!(bob.state().hash(), alice.state().hash());
}

fn listing(firm: &Firm) -> BTreeMap<DeviceId, Seq> {
    firm.heads().into_iter().map(|head| (head.device, head.seq)).collect()
}

#[test]
fn a_store_that_was_put_back_is_noticed_and_healed() {
    let (mut town, mut alice, mut bob, ..) = two(4);
    let old = town.store.clone();
    let listed = listing(&bob);
    town.team(&mut alice, "One");
    town.sync(&mut bob);
    let heads = bob.heads();
    let raised = bob.watch(&listed, town.now);
    let device = alice.device();
    assert!(
        matches!(raised[..], [Alarm::RolledBack { device: of, .. }] if of == device),
        "{raised:?}"
    );
    town.store = old;
    town.sync(&mut bob);
    assert_eq!(bob.heads(), heads, "nothing known is ever let go");
    let all: Vec<Object> = bob.objects().collect();
    town.upload(all);
    let mut carol = town.enrol(&mut alice, staff("Carol", &[]));
    assert_eq!(carol.state().teams.len(), 2);
}

/// A computer that was put back to an earlier state writes again under a number it had used.
#[test]
fn a_copied_device_forks_its_log_and_everybody_hears_of_it() {
    let (mut town, mut alice, mut bob, ..) = two(5);
    let (mut clone_a, mut clone_b) = enrol_twice(&mut town, &mut alice);
    let first = clone_a.set_team(None, "A", &mut town.ctx()).unwrap().1;
    let second = clone_b.set_team(None, "B", &mut town.ctx()).unwrap().1;
    town.upload(first);
    town.upload(second);
    town.sync(&mut bob);
    let device = clone_a.device();
    let seq = Seq(1);
    assert!(bob.alarms().any(|alarm| *alarm == Alarm::Fork { device, seq }));
    assert_eq!(bob.state().teams.len(), 1, "neither branch counts");
    town.sync(&mut clone_b);
    let more = clone_b.set_team(None, "C", &mut town.ctx());
    assert_eq!(more.err(), Some(ledger::AuthorError::Forked));
    // A senior names the branch that counts: the other, and later forks below it, do not matter.
    let good = clone_a.heads().into_iter().find(|head| head.device == device).unwrap();
    let removal = ledger::Removal {
        targets: vec![Target::Device(device)],
        cuts: [(device, good)].into(),
        reason: "copied".to_owned(),
    };
    town.sync(&mut alice);
    let objects_after = alice.remove(&removal, &mut town.ctx()).unwrap();
    town.upload(objects_after);
    town.sync(&mut bob);
    let names: Vec<&str> = bob.state().teams.values().map(|team| team.name.as_str()).collect();
    assert!(names.contains(&"A") && !names.contains(&"B"), "{names:?}");
}

/// One device enrolled, and its state copied.
fn enrol_twice(town: &mut Town, alice: &mut Firm) -> (Firm, Firm) {
    let seed = |byte: u8| secret::Secret::new(vec![byte; 32]);
    let keys = || ledger::DeviceKeys::derive(&seed(8), &seed(9)).unwrap();
    let (invitation, offer) = alice.invite(admin("Cy", 3), 3600, &mut town.ctx()).unwrap();
    let code = InviteSecret::read(&invitation.secret().code()).unwrap();
    let joining = Joining::open(code, &offer.bytes, town.now).unwrap();
    let (join, _) = joining.answer(&keys(), "PC", &mut town.entropy).unwrap();
    let answer = alice.read_answers(&invitation, &[join.bytes], town.now).unwrap().unwrap();
    let objects =
        alice.approve(&invitation, &answer, &Compared::InPerson, &mut town.ctx()).unwrap();
    let welcome = objects.last().unwrap().bytes.clone();
    town.upload(objects);
    let mut one = joining.welcome(&welcome, keys()).unwrap();
    town.sync(&mut one);
    let memory = one.memory();
    let kept = one.objects().map(|object| (object.name, object.bytes));
    let mut other = Firm::restore(keys(), &memory, kept.collect::<Vec<_>>()).unwrap();
    assert_eq!(other.state().hash(), one.state().hash());
    assert_eq!(other.rank(), one.rank());
    (one, other)
}

#[test]
fn two_universes_are_noticed_at_the_first_contact() {
    let (mut town, mut alice, mut bob, ..) = two(6);
    let (mut cy, mut twin) = enrol_twice(&mut town, &mut alice);
    town.sync(&mut bob);
    let mut other = Town::new(99);
    other.store = town.store.clone();
    other.now = town.now;
    let one = cy.set_team(None, "A", &mut town.ctx()).unwrap().1;
    town.upload(one);
    let two = twin.set_team(None, "B", &mut other.ctx()).unwrap().1;
    other.upload(two);
    town.sync(&mut alice);
    other.sync(&mut bob);
    assert_ne!(alice.team_code(), bob.team_code(), "read over the telephone");
    let ack = alice.ack("1.0", &mut town.ctx()).unwrap();
    let told = bob.intake(&ack.name.to_string(), &ack.bytes, town.now);
    let by = alice.device();
    assert!(
        matches!(told, Err(Alarm::Disagreement { by: who, holds }) if who == by && holds.device == cy.device()),
        "{told:?}"
    );
}

#[test]
fn an_old_ack_played_again_is_noticed_and_hides_nothing() {
    let (mut town, mut alice, mut bob, ..) = two(7);
    let first = bob.ack("1.0", &mut town.ctx()).unwrap();
    let second = bob.ack("1.0", &mut town.ctx()).unwrap();
    let take = |firm: &mut Firm, object: &Object| {
        firm.intake(&object.name.to_string(), &object.bytes, START)
    };
    assert_eq!(take(&mut alice, &second), Ok(Outcome::Accepted));
    assert_eq!(take(&mut alice, &second), Ok(Outcome::Accepted));
    let device = bob.device();
    assert_eq!(take(&mut alice, &first), Err(Alarm::AckWentBack(device)));
    assert_eq!(alice.acks()[&device].prev, bob.acks()[&device].prev);
    let renamed = Object { name: Name::Ack(alice.device()), bytes: second.bytes };
    assert_eq!(take(&mut alice, &renamed), Ok(Outcome::Ignored));
}

#[test]
fn an_invite_is_for_one_device_for_a_time_and_digits_are_compared() {
    let (mut town, mut alice, mut bob, team, _) = two(8);
    let (invitation, offer) =
        alice.invite(staff("Priya", &[team]), u64::MAX, &mut town.ctx()).unwrap();
    assert_eq!(invitation.expires(), Time(town.now.0 + ledger::MAX_INVITE_SECONDS));
    let code = invitation.secret().code();
    assert_eq!(code.expose().len(), 26);
    let typed = format!(" {}-{} ", code.expose()[..9].to_uppercase(), &code.expose()[9..]);
    let read = |text: &str| InviteSecret::read(&SecretText::copy_of(text));
    assert_eq!(read(&typed).unwrap().id(), invitation.secret().id());
    assert_eq!(read(&typed[..20]).unwrap_err(), InviteError::BadCode);
    let wrong = if code.expose().starts_with('a') { "b" } else { "a" };
    let other = read(&format!("{wrong}{}", &code.expose()[1..])).unwrap();
    assert_eq!(
        Joining::open(other, &offer.bytes, town.now).unwrap_err(),
        InviteError::Refused,
        "a fake firm cannot be made without the code"
    );
    let late = Time(invitation.expires().0 + 1);
    let open = |now| Joining::open(read(&typed).unwrap(), &offer.bytes, now);
    assert_eq!(open(late).unwrap_err(), InviteError::Expired);
    let joining = open(town.now).unwrap();
    assert_eq!(joining.pin(), alice.pin());

    let (mine, thief) = (town.keys(), town.keys());
    let (join, digits) = joining.answer(&mine, "PC", &mut town.entropy).unwrap();
    let (stolen, other_digits) = joining.answer(&thief, "PC", &mut town.entropy).unwrap();
    assert_ne!(digits, other_digits);
    let answers = [join.bytes.clone(), join.bytes.clone(), b"junk".to_vec()];
    let answer = alice.read_answers(&invitation, &answers, town.now).unwrap().unwrap();
    assert_eq!(answer.safety, digits);
    let compared = Compared::ByVoice(other_digits.to_string());
    let refused = alice.approve(&invitation, &answer, &compared, &mut town.ctx());
    assert_eq!(refused, Err(InviteError::DigitsDiffer));
    let both = [join.bytes, stolen.bytes];
    assert_eq!(alice.read_answers(&invitation, &both, town.now), Err(InviteError::Burnt));
    let id = invitation.secret().id();
    assert!(alice.alarms().any(|alarm| *alarm == Alarm::InviteBurnt(id)));
    let refused = alice.approve(&invitation, &answer, &Compared::InPerson, &mut town.ctx());
    assert_eq!(refused, Err(InviteError::Burnt));
    assert_eq!(alice.read_answers(&invitation, &[], late), Err(InviteError::Expired));

    // Nobody invites a device of their own, or somebody more senior.
    let mut own = staff("Alice", &[]);
    own.person = alice.person();
    assert_eq!(alice.invite(own, 60, &mut town.ctx()).err(), Some(ledger::AuthorError::NotAllowed));
    let senior = bob.invite(admin("Sam", 2), 60, &mut town.ctx());
    assert_eq!(senior.err(), Some(ledger::AuthorError::NotAllowed));
    let kept = ledger::Invitation::from_secret(&invitation.to_secret()).unwrap();
    assert_eq!(kept.secret().id(), id);
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
fn a_checkpoint_that_does_not_agree_is_named() {
    let (mut town, mut alice, mut bob, ..) = two(10);
    let objects = alice.checkpoint(&mut town.ctx()).unwrap();
    town.upload(objects);
    town.team(&mut alice, "Later");
    town.sync(&mut bob);
    assert_eq!(bob.verify_checkpoints(), []);
    let wrong = ledger::op::Checkpoint { vector: alice.heads(), state: Hash([7; 32]) };
    let objects = alice.author(vec![wrong.into()], vec![], &mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut bob);
    let head = bob.heads().into_iter().find(|head| head.device == alice.device()).unwrap();
    assert_eq!(bob.verify_checkpoints(), [head]);
    assert!(bob.alarms().any(|alarm| *alarm == Alarm::CheckpointMismatch(head)));
}

#[test]
fn records_of_use_are_for_administrators_and_a_day_left_out_shows() {
    let (mut town, mut alice, mut bob, team, account) = two(11);
    let mut carol = town.enrol(&mut alice, staff("Carol", &[team]));
    for firm in [&mut alice, &mut bob] {
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
        days.insert(*day, opened);
    }
    assert_eq!(bob.check_use_chain(&days), []);
    let (day, file) = &files[1];
    assert_eq!(carol.open_use_file(device, *day, &file.bytes), Err(UseError::NotForUs));
    assert_eq!(bob.open_use_file(device, Day(1), &file.bytes), Err(UseError::Forged));
    assert_eq!(bob.open_use_file(bob.device(), *day, &file.bytes), Err(UseError::Forged));
    let mut altered = file.bytes.clone();
    altered[80] ^= 1;
    assert!(bob.open_use_file(device, *day, &altered).is_err());
    days.remove(day);
    assert_eq!(bob.check_use_chain(&days), [Day(20_005)]);
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

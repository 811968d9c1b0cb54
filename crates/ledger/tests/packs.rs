//! Packs: a device reads a log out of few objects, and believes nothing that it would not believe
//! of the entries themselves.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use ledger::{Firm, Name, Object, Outcome, Seq, ShortHash};
use town::{Town, admin, enrol_twice, opens, staff, sync_from, two};

fn names(town: &Town) -> Vec<Name> {
    town.store.keys().map(|name| Name::parse(name).unwrap()).collect()
}

fn pack(town: &mut Town, firm: &mut Firm, least: u64) -> Vec<Object> {
    let listed = names(town);
    let packs = firm.pack(listed.iter(), least, &mut town.ctx()).unwrap();
    town.upload(packs.clone());
    packs
}

/// What the packs cover, by log.
fn spans(packs: &[Object], of: &Firm) -> Vec<(u64, u64)> {
    let spans = packs.iter().filter_map(|object| match object.name {
        Name::Pack(device, first, last, _) if device == of.device() => Some((first.0, last.0)),
        _ => None,
    });
    spans.collect()
}

fn take(town: &Town, firm: &mut Firm, object: &Object) -> Outcome {
    firm.intake(&object.name.to_string(), &object.bytes, town.now).unwrap()
}

#[test]
fn a_new_device_reads_the_whole_firm_out_of_packs_and_holds_the_very_same_entries() {
    let (mut town, mut alice, mut bob, _, account) = two(1);
    for key in [b"seed two", b"seed six"] {
        town.new_key(&mut bob, account, key);
    }
    town.sync(&mut alice);
    let mut fresh = town.newcomer(&mut alice);
    let packs = pack(&mut town, &mut alice, 1);
    let logs = packs.iter().filter(|one| matches!(one.name, Name::Pack(_, Seq(1), ..)));
    assert_eq!(logs.count(), 2, "one for each log");
    let mut packed = town.store.clone();
    packed.retain(|name, _| !name.contains("/log/") && name != "ts1/team");
    sync_from(&packed, &mut fresh, town.now);
    assert_eq!(fresh.state().hash(), alice.state().hash());
    let entries = |firm: &Firm| {
        let mut all: Vec<Object> = firm.objects().collect();
        all.retain(|object| matches!(object.name, Name::Entry(..)));
        all.sort_by(|one, other| one.name.cmp(&other.name));
        all
    };
    assert_eq!(entries(&fresh), entries(&alice));
    assert_eq!(fresh.alarms().count(), 0);
}

#[test]
fn only_administrators_pack_and_others_logs_later_than_their_own() {
    let (mut town, mut alice, mut bob, team, account) = two(2);
    let mut carol = town.enrol(&mut alice, staff("Carol", &[team]));
    town.sync(&mut bob);
    let head = |firm: &Firm, of: &Firm| {
        firm.heads().into_iter().find(|head| head.device == of.device()).unwrap().seq.0
    };
    let length = head(&bob, &alice);
    assert_eq!(pack(&mut town, &mut carol, 1), []);
    assert_eq!(spans(&pack(&mut town, &mut bob, length / 2 + 1), &alice), []);
    assert_eq!(spans(&pack(&mut town, &mut bob, length / 2), &alice), [(1, length)]);
    // What is packed is not packed again, and what is new from the next number on.
    assert_eq!(pack(&mut town, &mut alice, 1), []);
    town.new_key(&mut alice, account, b"seed two");
    let after = head(&alice, &alice);
    assert_eq!(spans(&pack(&mut town, &mut alice, after - length + 1), &alice), []);
    assert_eq!(spans(&pack(&mut town, &mut alice, after - length), &alice), [(length + 1, after)]);
}

#[test]
fn a_pack_that_is_altered_cut_or_under_another_name_is_passed_over() {
    let (mut town, mut alice, ..) = two(3);
    let mut fresh = town.newcomer(&mut alice);
    let packs = pack(&mut town, &mut alice, 1);
    let good = &packs[0];
    for at in [0, good.bytes.len() / 2, good.bytes.len() - 1] {
        let mut bytes = good.bytes.clone();
        bytes[at] ^= 1;
        let name = renamed(good, &bytes);
        assert_eq!(take(&town, &mut fresh, &Object { name, bytes }), Outcome::Ignored, "{at}");
        let bytes = good.bytes[..at].to_vec();
        let name = good.name.clone();
        assert_eq!(take(&town, &mut fresh, &Object { name, bytes }), Outcome::Ignored, "cut {at}");
    }
    let Name::Pack(device, first, last, hash) = good.name else { unreachable!() };
    for (first, last) in [(first, Seq(last.0 + 1)), (Seq(first.0 + 1), last)] {
        let name = Name::Pack(device, first, last, hash);
        let moved = Object { name, bytes: good.bytes.clone() };
        assert_eq!(take(&town, &mut fresh, &moved), Outcome::Ignored);
    }
    assert_eq!(fresh.entry_count(), 0);
    assert_eq!(take(&town, &mut fresh, good), Outcome::Accepted);
}

#[test]
fn a_pack_of_entries_moved_to_another_log_brings_none() {
    let (mut town, mut alice, bob, ..) = two(4);
    let mut fresh = town.newcomer(&mut alice);
    let packs = pack(&mut town, &mut alice, 1);
    let is_hers = |one: &&Object| matches!(one.name, Name::Pack(of, ..) if of == alice.device());
    let hers = packs.iter().find(is_hers).unwrap();
    let Name::Pack(_, first, last, hash) = hers.name else { unreachable!() };
    let name = Name::Pack(bob.device(), first, last, hash);
    let moved = Object { name, bytes: hers.bytes.clone() };
    assert_eq!(take(&town, &mut fresh, &moved), Outcome::Ignored);
    assert_eq!((fresh.entry_count(), fresh.waiting().len()), (0, 0));
}

#[test]
fn a_forked_log_is_packed_up_to_its_fork() {
    let (mut town, mut alice, ..) = two(5);
    let (mut one, mut other) = enrol_twice(&mut town, &mut alice);
    let write = |firm: &mut Firm, town: &mut Town, name: &str| {
        let (_, objects) = firm.set_team(None, name, &mut town.ctx()).unwrap();
        town.upload(objects);
    };
    write(&mut one, &mut town, "Same");
    let own = one.heads().into_iter().find(|head| head.device == one.device()).unwrap();
    let same = one.objects().collect::<Vec<_>>();
    for object in &same {
        take(&town, &mut other, object);
    }
    write(&mut one, &mut town, "Here");
    write(&mut other, &mut town, "There");
    town.sync(&mut alice);
    let packs = pack(&mut town, &mut alice, 1);
    assert_eq!(spans(&packs, &one), [(1, own.seq.0)]);
}

#[test]
fn a_pack_is_fetched_where_much_is_missing_and_once_where_several_hold_the_same() {
    let (mut town, mut alice, ..) = two(6);
    let (fresh, mut nearly) = (town.newcomer(&mut alice), town.newcomer(&mut alice));
    for number in 0..20 {
        town.team(&mut alice, &format!("Team {number}"));
    }
    let first = pack(&mut town, &mut alice, 1);
    let again = alice.pack([].iter(), 1, &mut town.ctx()).unwrap();
    let both: Vec<Name> = first.iter().chain(&again).map(|object| object.name.clone()).collect();
    let useful = fresh.useful_packs(both.iter());
    assert_eq!(useful.len(), 1, "{useful:?}");
    assert_eq!(alice.useful_packs(both.iter()), []);
    let entries = alice.objects().filter(|object| matches!(object.name, Name::Entry(..)));
    for object in entries.take(alice.entry_count() - 10) {
        let _ = nearly.intake(&object.name.to_string(), &object.bytes, town.now);
    }
    assert_eq!(nearly.useful_packs(both.iter()), [], "entries are fewer bytes then");
}

#[test]
fn whoever_lacks_everyones_key_reads_the_entries() {
    let (mut town, mut alice, mut bob, _, account) = two(7);
    let packs = pack(&mut town, &mut alice, 1);
    let (keys, pin) = (town.keys(), alice.pin());
    let mut outside = Firm::replica(pin, keys, Vec::new());
    for object in &packs {
        assert_eq!(take(&town, &mut outside, object), Outcome::Ignored);
    }
    town.sync(&mut bob);
    assert_eq!(opens(&mut bob, account), [b"seed one"]);
}

#[test]
fn a_third_administrator_is_in_no_pack_before_being_in_the_firm() {
    let (mut town, mut alice, ..) = two(8);
    pack(&mut town, &mut alice, 1);
    let mut dan = town.enrol(&mut alice, admin("Dan", 3));
    assert_eq!(dan.state().hash(), alice.state().hash());
    let writers = dan.writers();
    assert!(writers.contains(&dan.device()), "it may write from now on");
    assert_eq!(writers.len(), 4, "three administrators, and the kit");
}

/// The name that bytes of a pack have to lie under.
fn renamed(pack: &Object, bytes: &[u8]) -> Name {
    let Name::Pack(device, first, last, _) = pack.name else { unreachable!() };
    Name::Pack(device, first, last, ShortHash::of(ledger::Hash(seal::sha256(bytes))))
}

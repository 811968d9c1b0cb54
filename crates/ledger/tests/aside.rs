//! What does not count was read all the same, and what counts may be open to nobody.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod town;

use std::collections::BTreeSet;

use ledger::op::Seals;
use ledger::{Firm, GroupId, Name, Op, Rank, Repair, Target, Time, VersionRef, Way};
use town::{Town, admin, enrol_twice, must, opens, staff, two};

/// Bob was removed, and does not know it: he shares the account with Dan's team, and Dan reads it.
#[test]
fn whoever_read_what_does_not_count_is_told_of() {
    let (mut town, mut alice, mut bob, _, account) = two(31);
    let other = town.team(&mut alice, "Other");
    let mut dan = town.enrol(&mut alice, staff("Dan", &[other]));
    town.sync(&mut bob);
    let before = town.store.clone();
    let (bobs, dans) = (bob.person().unwrap(), dan.person().unwrap());
    town.enrol(&mut alice, admin("Cy", 3));
    town.remove(&mut alice, Target::Person(bobs));
    let after_alice = std::mem::replace(&mut town.store, before);

    let mut objects = bob.share(account, other, &mut town.ctx()).unwrap();
    objects.extend(bob.repair(&[other].into(), &mut town.ctx()).unwrap());
    town.upload(objects);
    town.sync(&mut dan);
    assert_eq!(opens(&mut dan, account), [b"seed one"]);
    town.store.extend(after_alice);
    town.sync(&mut alice);
    town.sync(&mut dan);
    assert!(!alice.state().person_holds(dans, account), "it was not Bob's to share any more");

    let version = alice.state().heads(account).into_iter().next().unwrap();
    let ways: BTreeSet<Way> = [Way::App(dan.device())].into();
    let could = alice.could_have(Target::Person(dans));
    assert_eq!(could.get(&VersionRef { account, version }), Some(&ways));
    let could = alice.who_could(account, None);
    assert!(could.iter().any(|holder| holder.person == dans), "{could:?}");

    town.remove(&mut alice, Target::Person(dans));
    let because = alice.must_replace();
    let because = &because.iter().find(|one| one.account == account).unwrap().because;
    assert_eq!(because.len(), 2, "for Bob, and for Dan");
    town.new_key(&mut alice, account, b"seed two");
    assert!(must(&mut alice).is_empty());
}

/// A day in seconds.
const DAY: u64 = 86_400;

type Lost = Vec<(String, Vec<u8>)>;

/// An administrator's device makes new keys and loses its disk; the store loses the only wraps of the
/// administrators' one.
fn lose_the_administrators_key() -> (Town, Firm, Firm, Lost) {
    let mut town = Town::new(32);
    let (mut alice, _) = town.found(ledger::KitReach::Decrypts);
    let mut dan = town.enrol(&mut alice, staff("Dan", &[]));
    let (mut cy, mut copy) = enrol_twice(&mut town, &mut alice);
    town.sync(&mut cy);
    town.remove(&mut cy, Target::Person(dan.person().unwrap()));
    let made = cy.log().pop().unwrap().ops.into_iter().filter_map(|logged| match logged.op {
        Op::Epoch(op) if op.group == GroupId::ADMINISTRATORS => Some(op.shards),
        _ => None,
    });
    let blobs = made.flatten().map(|shard| Name::Blob(shard.blob).to_string());
    let lost: Lost = blobs.map(|name| town.store.remove_entry(&name).unwrap()).collect();
    assert!(!lost.is_empty());
    town.sync(&mut alice);
    town.sync(&mut copy);
    (town, alice, copy, lost)
}

fn new_keys(firm: &mut Firm, now: Time) -> BTreeSet<GroupId> {
    let needed = firm.reconcile(now, 0).into_iter();
    needed
        .filter_map(|one| match one.repair {
            Repair::NewKey(group) => Some(group),
            _ => None,
        })
        .collect()
}

#[test]
fn a_key_that_nobody_can_open_is_made_anew_after_a_day() {
    let (mut town, mut alice, mut cy, _) = lose_the_administrators_key();
    let start = town.now;
    for now in [start, Time(start.0 + DAY - 1)] {
        assert!(new_keys(&mut alice, now).is_empty(), "it may still come");
    }
    let after = Time(start.0 + DAY);
    assert!(new_keys(&mut alice, after).contains(&GroupId::ADMINISTRATORS));
    town.now = after;
    for _ in 0..3 {
        town.repair(&mut alice);
        town.sync(&mut cy);
        town.repair(&mut cy);
        town.sync(&mut alice);
    }
    assert!(alice.reconcile(town.now, 0).is_empty() && cy.reconcile(town.now, 0).is_empty());
    assert_eq!(cy.rank(), Some(Rank(3)));
    let account = town.add_account(&mut alice, b"seed one", &[]);
    town.sync(&mut cy);
    assert_eq!(opens(&mut cy, account), [b"seed one"]);
}

#[test]
fn a_key_that_comes_late_is_not_made_anew() {
    let (mut town, mut alice, _, lost) = lose_the_administrators_key();
    let start = town.now;
    assert!(new_keys(&mut alice, start).is_empty());
    town.store.extend(lost);
    town.sync(&mut alice);
    assert!(new_keys(&mut alice, Time(start.0 + 2 * DAY)).is_empty());
}

/// Bob puts Dan into the team, who gets its key wrapped: that does not count, and Dan opened it.
#[test]
fn whoever_was_wrapped_a_key_by_what_does_not_count_is_told_of() {
    let (mut town, mut alice, mut bob, team, account) = two(33);
    let mut dan = town.enrol(&mut alice, staff("Dan", &[]));
    town.enrol(&mut alice, admin("Cy", 3));
    town.sync(&mut bob);
    let before = town.store.clone();
    let (bobs, dans) = (bob.person().unwrap(), dan.person().unwrap());
    town.remove(&mut alice, Target::Person(bobs));
    let after_alice = std::mem::replace(&mut town.store, before);

    town.put_in(&mut bob, team, dans);
    let objects = bob.repair(&[team].into(), &mut town.ctx()).unwrap();
    town.upload(objects);
    town.sync(&mut dan);
    assert_eq!(opens(&mut dan, account), [b"seed one"]);
    assert!(!alice.who_could(account, None).iter().any(|holder| holder.person == dans));
    town.store.extend(after_alice);
    town.sync(&mut alice);
    assert!(!alice.state().person_holds(dans, account));
    assert!(alice.who_could(account, None).iter().any(|holder| holder.person == dans));
    assert!(!alice.could_have(Target::Person(dans)).is_empty());
    town.repair(&mut alice);
    assert!(alice.reconcile(town.now, 0).is_empty(), "and all is put right");
}

/// Whoever was stopped can say anything; what they could not do is not believed.
#[test]
fn who_is_out_accuses_nobody_of_a_key_that_they_never_had() {
    let (mut town, mut alice, mut bob, _, account) = two(34);
    let other = town.team(&mut alice, "Other");
    let mut dan = town.enrol(&mut alice, staff("Dan", &[other]));
    town.enrol(&mut alice, admin("Cy", 3));
    town.sync(&mut bob);
    let (bobs, dans) = (bob.person().unwrap(), dan.person().unwrap());
    let (group, epoch) = dan.group_keys().into_iter().find(|(group, _)| *group == other).unwrap();
    town.remove(&mut alice, Target::Person(bobs));
    let at = town.new_key(&mut alice, account, b"seed two");
    let blob = ledger::Hash([7; 32]);
    let seals = Seals { group, epoch, blob, items: vec![at] };
    let forged = bob.author(vec![seals.into()], vec![], &mut town.ctx()).unwrap();
    town.upload(forged);
    town.sync(&mut alice);
    assert!(alice.void_entries().iter().any(|entry| matches!(entry.ops[..], [Op::Seals(_)])));
    assert!(!alice.who_could(account, None).iter().any(|holder| holder.person == dans));
    assert!(!alice.could_have(Target::Person(dans)).contains_key(&at));
}

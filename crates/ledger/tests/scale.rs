//! That the work grows as it should, in counts that do not depend on the machine.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use std::collections::BTreeSet;

use ledger::{AuthorError, GroupId, KitReach, Name, NewAccount, Target};
use secret::Secret;
use town::{Town, admin, details, opens, staff, two};

/// A removal writes one wrap for each device that stays, in blobs of at most 256, and the sealed
/// keys of the leaver's teams; nothing grows with the history.
#[test]
fn a_removal_costs_one_wrap_for_each_device_that_stays() {
    let mut town = Town::new(1);
    let (mut alice, _) = town.found(KitReach::Decrypts);
    town.enrol(&mut alice, admin("Bob", 2));
    let team = town.team(&mut alice, "Payroll");
    let mut last = None;
    for number in 0..30 {
        let teams: &[GroupId] = if number < 3 { &[team] } else { &[] };
        last = Some(town.enrol(&mut alice, staff(&format!("P{number}"), teams)));
        if number == 0 {
            for account in 0..20 {
                town.add_account(&mut alice, format!("seed {account}").as_bytes(), &[team]);
            }
        }
    }
    let leaver = last.unwrap().person().unwrap();
    let before: Vec<String> = town.store.keys().cloned().collect();
    town.remove(&mut alice, Target::Person(leaver));
    let new: Vec<(&String, usize)> = town
        .store
        .iter()
        .filter(|(name, _)| !before.contains(name))
        .map(|(name, bytes)| (name, bytes.len()))
        .collect();
    // The stop; the new keys of everyone (31 devices and the kit) and of the administrators (two and
    // the kit), under which everyone's is archived.
    assert_eq!(new.len(), 4, "{new:?}");
    let is_blob = |name: &str| matches!(Name::parse(name), Some(Name::Blob(_)));
    let blobs = new.iter().filter(|(name, _)| is_blob(name)).map(|(_, len)| *len);
    let wraps = |count: usize, head: usize| 103 + head + count * 100;
    assert_eq!(blobs.collect::<BTreeSet<usize>>(), [wraps(3, 1), wraps(32, 2)].into());
    let account = *alice.state().accounts.keys().next().unwrap();
    assert_eq!(opens(&mut alice, account).len(), 1);
}

/// Accounts that are added together come in one entry, as far as they fit, and one blob for each
/// team; all of them or none.
#[test]
fn accounts_that_come_together_cost_little_more_than_one() {
    let (mut town, mut alice, mut bob, team, _) = two(2);
    let details = details("VAT");
    let keys: Vec<Secret> = (0..20).map(|byte| Secret::new(vec![byte; 20])).collect();
    let mut new: Vec<NewAccount<'_>> =
        keys.iter().map(|key| NewAccount { details: &details, key }).collect();
    let (ids, objects) = alice.add_accounts(&new, &[team], &mut town.ctx()).unwrap();
    assert_eq!((ids.len(), objects.len()), (20, 2));
    town.upload(objects);
    town.sync(&mut bob);
    for (id, key) in ids.iter().zip(&keys) {
        assert_eq!(opens(&mut bob, *id), [key.expose().to_vec()]);
    }
    let unsound = ledger::Details { digits: 99, ..details.clone() };
    new.push(NewAccount { details: &unsound, key: &keys[0] });
    let refused = alice.add_accounts(&new, &[team], &mut town.ctx()).unwrap_err();
    assert_eq!(refused, AuthorError::OutOfBounds);
    assert_eq!(alice.state().accounts.len(), 21);
}

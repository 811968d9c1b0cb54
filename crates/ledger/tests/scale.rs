//! That the work grows as it should, in counts that do not depend on the machine.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

use std::collections::BTreeSet;

use ledger::{GroupId, KitReach, Name, Target};
use town::{Town, admin, opens, staff};

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

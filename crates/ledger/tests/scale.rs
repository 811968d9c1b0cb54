//! That the work grows as it should, in counts that do not depend on the machine.
#![allow(clippy::unwrap_used, reason = "tests")]

mod town;

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
    // The stop, the new key of everyone, and its one blob of 32 wraps (31 devices and the kit).
    assert_eq!(new.len(), 3, "{new:?}");
    let blob = new.iter().find(|(name, _)| matches!(Name::parse(name), Some(Name::Blob(_))));
    assert_eq!(blob.unwrap().1, 104 + 32 * 100 + 1);
    let account = *alice.state().accounts.keys().next().unwrap();
    assert_eq!(opens(&mut alice, account).len(), 1);
}

//! What somebody who leaves, or a lost device, could have had, and what of it is to be replaced.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    AccountId, Departure, Firm, Given, GivenId, LogPoint, LossKind, MustReplace, PersonId, Target,
    VersionRef, Way,
};

use super::leavers::owner;

/// Every key version that they could have had, and by which ways. With a lost device went what its
/// person is said to have lost since.
pub(crate) fn had(firm: &mut Firm, leaving: &Departure) -> BTreeMap<VersionRef, BTreeSet<Way>> {
    let mut had = firm.could_have(leaving.who);
    for (id, at) in lost_with(firm, leaving) {
        had.entry(at).or_default().insert(Way::Given(id));
    }
    had
}

/// What came out about a lost device is written as given to its person, and as lost in the next entry.
fn lost_with(firm: &mut Firm, leaving: &Departure) -> BTreeMap<GivenId, VersionRef> {
    let Target::Device(_) = leaving.who else { return BTreeMap::new() };
    let (owner, _) = owner(firm.state(), leaving.who);
    let given = firm.register().given.clone();
    let is_lost = |given: &Given| {
        let at_once = given.lost.is_some_and(|lost| follows(given.by, lost));
        at_once && Some(given.to) == owner && firm.knew(given.by, leaving.by)
    };
    let lost = given.iter().filter(|(_, given)| is_lost(given));
    lost.map(|(id, given)| (*id, given.version)).collect()
}

fn follows(earlier: LogPoint, later: LogPoint) -> bool {
    earlier.device == later.device && earlier.seq.0 + 1 == later.seq.0
}

/// The accounts whose keys are to be replaced because of this person, or device.
pub(crate) fn must_replace_because_of(
    firm: &mut Firm,
    leaving: &Departure,
    musts: &[MustReplace],
) -> BTreeSet<AccountId> {
    let (who, lost) = (leaving.who, lost_with(firm, leaving));
    let given: BTreeMap<_, PersonId> =
        firm.register().given.iter().map(|(id, given)| (*id, given.to)).collect();
    let state = firm.state();
    let concerns = |what: &LossKind| match (who, what) {
        (Target::Person(person), LossKind::Person(lost) | LossKind::Team(_, lost)) => {
            person == *lost
        }
        (Target::Person(person), LossKind::Device(device)) => {
            state.devices.get(device).is_some_and(|device| device.person == person)
        }
        (Target::Person(person), LossKind::Given(id)) => given.get(id) == Some(&person),
        (Target::Person(person), LossKind::Account(group, _)) => {
            state.teams.get(group).is_some_and(|team| team.ever.contains(&person))
        }
        (Target::Device(device), LossKind::Device(lost)) => device == *lost,
        (Target::Device(_), LossKind::Given(id)) => lost.contains_key(id),
        (Target::Device(_), _) => false,
    };
    let musts = musts.iter().filter(|must| must.because.values().flatten().any(concerns));
    musts.map(|must| must.account).collect()
}

//! What somebody who leaves, or a lost device, could have had, and what of it is to be replaced.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    AccountId, Choice, Departure, DeviceId, Firm, Given, GivenId, LogPoint, LossKind, MustReplace,
    PersonId, Question, Seq, Target, VersionRef, Way,
};

use super::leavers::owner;

/// Every key version that they could have had, and by which ways. With a lost device went what came
/// out about it.
pub(crate) fn had(firm: &mut Firm, leaving: &Departure) -> BTreeMap<VersionRef, BTreeSet<Way>> {
    let mut had = firm.could_have(leaving.who);
    for (id, at) in lost_with(firm, leaving) {
        had.entry(at).or_default().insert(Way::Given(id));
    }
    had
}

/// What came out about a lost device is written after the answer that says so: as given to its person, and
/// as lost in the next entry.
fn lost_with(firm: &mut Firm, leaving: &Departure) -> BTreeMap<GivenId, VersionRef> {
    let Target::Device(_) = leaving.who else { return BTreeMap::new() };
    let (owner, _) = owner(firm.state(), leaving.who);
    let given = firm.register().given.clone();
    let at_once = |given: &&Given| given.lost.is_some_and(|lost| follows(given.by, lost));
    let found: BTreeSet<(DeviceId, Seq)> =
        given.values().filter(at_once).map(|given| (given.by.device, given.by.seq)).collect();
    let said = leaving.answers.values().filter(|one| {
        one.answer.question == Question::AnythingElse && one.answer.choice == Choice::Yes
    });
    let said: BTreeSet<(DeviceId, Seq)> = said.map(|one| (one.by.device, one.by.seq)).collect();
    let is_of_it = |given: &Given| {
        let (device, mut seq) = (given.by.device, given.by.seq);
        // The answer, then of each key that it is about that it was given, and that it is lost.
        while seq.0 > 2 && found.contains(&(device, Seq(seq.0 - 2))) {
            seq = Seq(seq.0 - 2);
        }
        said.contains(&(device, Seq(seq.0.saturating_sub(1))))
    };
    let lost = given
        .iter()
        .filter(|(_, given)| at_once(given) && Some(given.to) == owner && is_of_it(given));
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

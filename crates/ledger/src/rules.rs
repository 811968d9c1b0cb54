//! What an author may do at all: rules that need the entry and its author alone (protocol
//! section 6.3).

use crate::ids::{DeviceId, PersonId, Rank};
use crate::op::{Op, Target};

/// Who wrote an entry, as valid grants in its past have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Author {
    pub(crate) device: DeviceId,
    pub(crate) rank: Rank,
    /// None for the recovery kit.
    pub(crate) person: Option<PersonId>,
}

/// Says whether the author may do this. What is refused has no effect; the entry's other
/// operations have theirs.
pub(crate) fn allows(author: &Author, op: &Op) -> bool {
    if author.rank == Rank::KIT {
        allows_kit(op)
    } else if author.rank.is_administrator() {
        allows_administrator(author, op)
    } else {
        allows_deputy(author, op)
    }
}

/// The kit restores order and hands over; daily work is not its own.
fn allows_kit(op: &Op) -> bool {
    match op {
        Op::DeviceAdd(op) => op.rank.is_none_or(|rank| rank > Rank::KIT && rank <= Rank::DEPUTY),
        Op::Promote(op) => op.rank > Rank::KIT && op.rank <= Rank::DEPUTY,
        Op::Stop(_)
        | Op::PersonSet(_)
        | Op::RecoveryNew(_)
        | Op::Epoch(_)
        | Op::WrapMore(_)
        | Op::Note(_) => true,
        _ => false,
    }
}

/// Nobody appoints, re-equips or lets in themself.
fn allows_administrator(author: &Author, op: &Op) -> bool {
    let other = |person: &PersonId| author.person != Some(*person);
    let below = |rank: Rank| rank > author.rank && rank <= Rank::DEPUTY;
    match op {
        Op::DeviceAdd(op) => other(&op.person) && op.rank.is_none_or(below),
        Op::Promote(op) => other(&op.person) && below(op.rank),
        Op::TeamPeople(op) => op.add.iter().all(other) && op.group.is_team(),
        Op::Grant(op) => op.group.is_team(),
        Op::TeamSet(op) => op.group.is_team(),
        Op::RecoveryNew(_) => false,
        _ => true,
    }
}

/// A deputy adds accounts and shares them. It outranks nobody: nothing here appoints, removes,
/// invites, or makes a key that others would come to use.
fn allows_deputy(author: &Author, op: &Op) -> bool {
    match op {
        Op::Stop(op) => op.target == Target::Device(author.device),
        Op::Grant(op) => op.group.is_team(),
        Op::AccountSet(_)
        | Op::Version(_)
        | Op::Seals(_)
        | Op::DetailsSet(_)
        | Op::Note(_)
        | Op::Confirm(_)
        | Op::Give(_)
        | Op::GivenSet(_)
        | Op::StepSet(_)
        | Op::Request(_)
        | Op::Unknown(_) => true,
        _ => false,
    }
}

//! What somebody in the firm may be, as an option says it.

use app::firm::views::RoleView;
use clap::ValueEnum;
use clap::builder::PossibleValue;

/// What a person is made by an invite.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum RoleArg {
    /// Sees and does everything
    Administrator,
    /// Adds accounts, and shares those of their own teams
    Deputy,
    /// Uses the codes of their teams
    Staff,
    /// Reads who has what, and never sees a code
    Auditor,
}

impl From<RoleArg> for RoleView {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Administrator => Self::Administrator,
            RoleArg::Deputy => Self::Deputy,
            RoleArg::Staff => Self::Staff,
            RoleArg::Auditor => Self::Auditor,
        }
    }
}

/// What a person who is in the firm can be made.
#[derive(Clone, Copy)]
pub(super) struct Appointment(pub(super) RoleArg);

impl ValueEnum for Appointment {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(RoleArg::Administrator), Self(RoleArg::Deputy)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        self.0.to_possible_value()
    }
}

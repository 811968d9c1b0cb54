//! `sixboard share`.

use app::firm::With;
use clap::Args;

use super::{Sent, say_unsent};
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Share an account with a team or a person
///
/// An account of your own becomes the firm's with that: the administrators have its codes from then
/// on, and it is wiped from your device when you leave the firm.
#[derive(Args)]
#[command(override_usage = "sixboard share <LABEL|ID> <--team TEAM|--person PERSON>")]
#[command(after_help = "\
Examples:
  sixboard share 'HMRC online services – VAT – Leeds' --team Tax
  sixboard share 'Xero – Payroll' --person 'Carol Diaz'")]
pub(crate) struct Share {
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    #[command(flatten)]
    with: WithArg,

    /// Print {"sent"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// With whom.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct WithArg {
    /// Everybody in this team
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,

    /// This person alone
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
}

impl WithArg {
    /// Who is meant.
    pub(super) fn with(self) -> With {
        match (self.team, self.person) {
            (Some(team), _) => With::Team(team),
            (None, person) => With::Person(person.unwrap_or_default()),
        }
    }
}

impl Share {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, team or person, or the firm needs a second administrator.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let account = context.whole(&self.name)?;
        let with = self.with.with();
        let done = context.app.share(&account.id, &with)?;
        if self.json {
            output::print_json(&Sent::from(&done))?;
        } else {
            let (With::Team(name) | With::Person(name)) = &with;
            output::print(&format!("Shared '{}' with '{name}'.", done.value))?;
        }
        say_unsent(context, &done);
        Ok(())
    }
}

//! `sixboard share`.

use app::firm::With;
use clap::Args;

use super::done::{Sent, say_unsent};
use crate::context::{Context, Named};
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
    #[command(flatten)]
    sharing: Sharing,

    /// Print {"sent"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// An account, and with whom.
#[derive(Args)]
pub(super) struct Sharing {
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    #[command(flatten)]
    with: WithArg,
}

/// With whom.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct WithArg {
    /// Everybody in this team
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,

    /// This person alone
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
}

impl Sharing {
    /// What is meant, in the open vault.
    ///
    /// # Errors
    /// When the vault does not open, or there is no such account.
    pub(super) fn open(self, context: &Context) -> Result<(Named, With), Failure> {
        context.open()?;
        let account = context.whole(&self.name)?;
        let with = match (self.with.team, self.with.person) {
            (Some(team), _) => With::Team(team),
            (None, person) => With::Person(person.unwrap_or_default()),
        };
        Ok((account, with))
    }
}

/// The team's or the person's name.
pub(super) fn name_of(with: &With) -> &str {
    let (With::Team(name) | With::Person(name)) = with;
    name
}

impl Share {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, team or person, or the firm needs a second administrator.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let (account, with) = self.sharing.open(context)?;
        let done = context.app.share(&account.id, &with)?;
        if self.json {
            output::print_json(&Sent::from(&done))?;
        } else {
            output::print(&format!("Shared '{}' with '{}'.", done.value, name_of(&with)))?;
        }
        say_unsent(context, &done);
        Ok(())
    }
}

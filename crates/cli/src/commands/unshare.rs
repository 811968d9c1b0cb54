//! `sixboard unshare`.

use clap::Args;

use super::done::{ToReplace, print_to_replace, say_unsent};
use super::share::{Sharing, name_of};
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Take an account from a team or a person
///
/// Their devices forget it. They may have kept the key: replace it at the service.
#[derive(Args)]
#[command(override_usage = "sixboard unshare <LABEL|ID> <--team TEAM|--person PERSON>")]
#[command(after_help = "\
Examples:
  sixboard unshare 'HMRC online services – VAT – Leeds' --team Tax
  sixboard unshare 'Xero – Payroll' --person 'Carol Diaz'")]
pub(crate) struct Unshare {
    #[command(flatten)]
    sharing: Sharing,

    /// Print {"replace_key","sent"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Unshare {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, or they do not have it.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let (account, with) = self.sharing.open(context)?;
        let done = context.app.unshare(&account.id, &with)?;
        if self.json {
            output::print_json(&ToReplace::from(&done))?;
        } else {
            output::print(&format!("Took '{}' from '{}'.", account.label, name_of(&with)))?;
            print_to_replace(&done.value)?;
        }
        say_unsent(context, &done);
        Ok(())
    }
}

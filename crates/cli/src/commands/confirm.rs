//! `sixboard confirm`: whether the service took the newest key.

use clap::Args;

use super::done;
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Say whether a service accepted the codes of a replaced key
///
/// Until then the earlier key is kept. Accepted, it is retired; refused, it is in use again.
#[derive(Args)]
#[command(override_usage = "sixboard confirm <LABEL|ID> <--accepted|--refused>")]
#[command(after_help = "\
Examples:
  sixboard confirm 'Xero – Payroll' --accepted
  sixboard confirm 'Xero – Payroll' --refused")]
pub(crate) struct Confirm {
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    #[command(flatten)]
    answer: Answer,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Answer {
    /// The service took a code of the new key
    #[arg(long)]
    accepted: bool,

    /// The service refused it
    #[arg(long)]
    refused: bool,
}

impl Confirm {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, or no key of it waits for an answer.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let account = context.whole(&self.name)?;
        let said = context.app.confirm_key(&account.id, self.answer.accepted)?;
        let label = account.label;
        output::print(&if self.answer.accepted {
            format!("The new key of '{label}' is in use. The earlier one is retired.")
        } else {
            format!("The earlier key of '{label}' is in use again.")
        })?;
        done::say_unsent(context, &said);
        Ok(())
    }
}

//! `sixboard unshare`.

use app::firm::With;
use clap::Args;
use serde::Serialize;

use super::share::WithArg;
use super::{listed, say_unsent};
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
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    #[command(flatten)]
    with: WithArg,

    /// Print {"replace_key","sent"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Taken<'a> {
    replace_key: &'a [String],
    sent: bool,
}

impl Unshare {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, or they do not have it.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let account = context.whole(&self.name)?;
        let with = self.with.with();
        let done = context.app.unshare(&account.id, &with)?;
        if self.json {
            let (replace_key, sent) = (done.value.as_slice(), done.unsent.is_none());
            output::print_json(&Taken { replace_key, sent })?;
        } else {
            let (With::Team(name) | With::Person(name)) = &with;
            output::print(&format!("Took '{}' from '{name}'.", account.label))?;
            if !done.value.is_empty() {
                output::print(&format!("Replace the key: {}", listed(&done.value)))?;
            }
        }
        say_unsent(context, &done);
        Ok(())
    }
}

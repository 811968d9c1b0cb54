//! `sixboard rename`.

use clap::Args;

use super::{done, naming};
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Give an account another label
#[derive(Args)]
#[command(after_help = "\
Example:
  sixboard rename 'HMRC VAT' 'HMRC online services – VAT – Leeds'")]
pub(crate) struct Rename {
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    /// The new label
    #[arg(value_name = "NEW")]
    new: String,
}

impl Rename {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, or the label is taken or not allowed.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let account = context.whole(&self.name)?;
        let renamed = context.app.rename(&account.id, &self.new)?;
        let new = context.app.find_whole(&account.id)?.label;
        output::print(&format!("Renamed '{}' to '{new}'.", account.label))?;
        done::say_unsent(context, &renamed);
        naming::advise(&context.app.check_label(new.as_str(), Some(&account.id))?);
        Ok(())
    }
}

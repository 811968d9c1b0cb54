//! `sixboard put-back`.

use clap::Args;

use super::remove::removed;
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Put a removed account back
#[derive(Args)]
#[command(after_help = "\
Example:
  sixboard list --removed
  sixboard put-back 'Xero – Payroll'")]
pub(crate) struct PutBack {
    /// Label or ID of the removed account
    #[arg(value_name = "LABEL|ID")]
    name: String,
}

impl PutBack {
    /// Runs it.
    ///
    /// # Errors
    /// When it was not removed, or its label or key is in use again.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let account = removed(context, &self.name)?;
        context.app.put_back(&account.id)?;
        Ok(output::print(&format!("Put back '{}'.", account.label))?)
    }
}

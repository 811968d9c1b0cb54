//! `sixboard note`.

use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Keep a note beside an account; never a password
#[derive(Args)]
#[command(override_usage = "sixboard note <LABEL|ID> <TEXT|-|--clear>")]
#[command(after_help = "\
Examples:
  sixboard note 'Xero – Payroll' 'Ask Priya before the month end'
  sixboard note 'Xero – Payroll' - < note.txt
  sixboard note 'Xero – Payroll' --clear")]
pub(crate) struct Note {
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    #[command(flatten)]
    text: Text,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Text {
    /// The note; - for standard input
    #[arg(value_name = "TEXT|-")]
    text: Option<String>,

    /// Take the note away
    #[arg(long)]
    clear: bool,
}

impl Note {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, or the note is long or looks like a password.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let piped = match self.text.text.as_deref() {
            Some("-") => Some(context.input.stdin()?),
            _ => None,
        };
        let note = piped.as_ref().map(|text| text.expose()).or(self.text.text.as_deref());
        context.open()?;
        let account = context.whole(&self.name)?;
        context.app.set_note(&account.id, note)?;
        let done = if self.text.clear { "Took away the note of" } else { "Noted it beside" };
        Ok(output::print(&format!("{done} '{}'.", account.label))?)
    }
}

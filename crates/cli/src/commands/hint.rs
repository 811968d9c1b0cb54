//! `sixboard hint`.

use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Keep the last four characters of the user ID beside an account
///
/// They tell two sign-ins at one service apart. The whole user ID must not be kept beside a key.
#[derive(Args)]
#[command(override_usage = "sixboard hint <LABEL|ID> <LAST4|--clear>")]
#[command(after_help = "\
Examples:
  sixboard hint 'HMRC online services – VAT – Leeds' 4417
  sixboard hint 'HMRC online services – VAT – Leeds' --clear")]
pub(crate) struct Hint {
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    #[command(flatten)]
    hint: Characters,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Characters {
    /// The last four characters of the user ID
    #[arg(value_name = "LAST4")]
    characters: Option<String>,

    /// Take them away
    #[arg(long)]
    clear: bool,
}

impl Hint {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, or these are not four letters or digits.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let account = context.whole(&self.name)?;
        let hint = self.hint.characters.as_deref().map(str::trim);
        context.app.set_hint(&account.id, hint)?;
        let label = account.label;
        Ok(output::print(&match hint.filter(|hint| !hint.is_empty()) {
            Some(hint) => format!("'{label}' is for the user ID that ends in {hint}."),
            None => format!("'{label}' has no user ID beside it."),
        })?)
    }
}

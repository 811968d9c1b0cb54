//! `sixboard confirm`: whether the service took the newest key.

use app::firm::views::ReplacingView;
use app::{Error, messages};
use clap::Args;

use super::done::say_unsent;
use crate::context::{Context, Named};
use crate::failure::Failure;
use crate::{output, table};

/// Say whether a service accepted the codes of a replaced key
///
/// Until then the old key is kept. Accepted, it is retired; refused, it is in use again. Where
/// two administrators captured a new key at once, --keys lists both, each with its code: try them at
/// the service, and say with --key which one it takes.
#[derive(Args)]
#[command(override_usage = "sixboard confirm <LABEL|ID> <--accepted|--refused|--keys|--key <KEY>>")]
#[command(after_help = "\
Examples:
  sixboard confirm 'Xero – Payroll' --accepted
  sixboard confirm 'Xero – Payroll' --refused
  sixboard confirm 'Xero – Payroll' --keys         two new keys were captured: their codes")]
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

    /// List the new keys that were captured at once, with their codes
    #[arg(long)]
    keys: bool,

    /// The service took a code of this one of the new keys
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

impl Confirm {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, or no key of it waits for an answer.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let account = context.whole(&self.name)?;
        if self.answer.keys {
            return list(context, &account);
        }
        if let Some(key) = &self.answer.key {
            return choose(context, &account, key);
        }
        let is_in_doubt = || {
            Ok::<_, Error>(context.app.replacing(&account.label)?.state == ReplacingView::Rivals)
        };
        if account.of_firm && is_in_doubt()? {
            return Err(Error::new("account.rivals").with("label", &*account.label).into());
        }
        let said = context.app.confirm_key(&account.id, self.answer.accepted)?;
        let label = account.label;
        output::print(&if self.answer.accepted {
            format!("The new key of '{label}' is in use. The old one is retired.")
        } else {
            format!("The old key of '{label}' is in use again.")
        })?;
        say_unsent(context, &said);
        Ok(())
    }
}

/// The keys in use, each with who captured it and its code now.
fn list(context: &Context, account: &Named) -> Result<(), Failure> {
    let rows: Vec<[String; 4]> = context
        .app
        .rival_keys(&account.label)?
        .into_iter()
        .map(|one| [one.id, one.by, messages::moment(one.at), one.code])
        .collect();
    if rows.is_empty() {
        return Ok(output::print(&format!(
            "One key of '{}' is in use: nothing is to be chosen.",
            account.label
        ))?);
    }
    Ok(table::print(&rows)?)
}

fn choose(context: &Context, account: &Named, key: &str) -> Result<(), Failure> {
    let done = context.app.choose_key(&account.label, key)?;
    output::print(&format!("This key of '{}' is in use for everybody.", account.label))?;
    say_unsent(context, &done);
    Ok(())
}

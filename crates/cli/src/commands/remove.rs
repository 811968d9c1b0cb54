//! `sixboard remove`.

use app::Error;
use clap::Args;

use crate::context::{Context, Named};
use crate::failure::Failure;
use crate::{input, output};

/// Remove an account; it can be put back for 30 days
///
/// Removing our copy is not enough. Where somebody must no longer sign in, only a new key at the
/// service shuts out who had the old one.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard remove 'Xero – Payroll'
  sixboard list --removed
  sixboard remove 'Xero – Payroll' --for-good")]
pub(crate) struct Remove {
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    /// Wipe its keys now; works on accounts that were removed before and on records that cannot be
    /// read, too
    #[arg(long)]
    for_good: bool,

    /// Do not ask
    #[arg(long, requires = "for_good")]
    yes: bool,
}

impl Remove {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, or wiping was not agreed to.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let damaged = context.damaged(&self.name)?;
        if !self.for_good {
            let account = damaged.map_or_else(|| context.whole(&self.name), Ok)?;
            context.app.remove(&account.id)?;
            output::print(&format!("Removed '{}'.", account.label))?;
            let back = format!("sixboard put-back '{}'", account.label);
            output::say(&format!("It can be put back for 30 days: {back}"));
            return Ok(());
        }
        if let Some(record) = damaged {
            self.agreed(&record)?;
            return wipe(context, &record);
        }
        match context.whole(&self.name) {
            Ok(account) => {
                self.agreed(&account)?;
                context.app.remove(&account.id)?;
                wipe(context, &account)
            }
            Err(refused) => {
                let account = removed(context, &self.name).map_err(|_| refused)?;
                self.agreed(&account)?;
                wipe(context, &account)
            }
        }
    }

    fn agreed(&self, account: &Named) -> Result<(), Failure> {
        let question = format!("Wipe the keys of '{}' for good?", account.label);
        input::need_yes(self.yes, &question)
    }
}

fn wipe(context: &Context, account: &Named) -> Result<(), Failure> {
    context.app.purge(&account.id)?;
    Ok(output::print(&format!("Wiped '{}' for good.", account.label))?)
}

/// The removed account with this label or id.
///
/// # Errors
/// When there is none, or several have the label.
pub(super) fn removed(context: &Context, name: &str) -> Result<Named, Failure> {
    let name = name.trim();
    let same = |label: &str| label.to_lowercase() == name.to_lowercase();
    let mut found = context.app.removed()?;
    found.retain(|account| account.id == name || same(&account.label));
    match found.len() {
        0 => Err(Error::new("account.not-removed").with("label", name).into()),
        1 => {
            let account = found.remove(0);
            Ok(Named { id: account.id, label: account.label, of_firm: false })
        }
        _ => {
            let ids: Vec<String> = found.into_iter().map(|account| account.id).collect();
            let several = Error::new("account.ambiguous").with("label", name);
            Err(several.with("labels", ids.join(", ")).into())
        }
    }
}

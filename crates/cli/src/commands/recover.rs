//! `sixboard recover`.

use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::{input, output};

/// Start anew where the keyring lost the vault's key or the vault's file cannot be read
///
/// The old vault is moved aside and kept. Afterwards restore your backup.
#[derive(Args)]
#[command(after_help = "\
Example:
  sixboard recover --yes
  sixboard restore firm.sixboard-backup")]
pub(crate) struct Recover {
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Recover {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault can be opened or only has to wait, or it was not agreed to.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        input::need_yes(self.yes, "Move the unreadable vault aside and start with an empty one?")?;
        context.app.recover()?;
        output::print("The old vault was moved aside and kept. There is a new, empty one.")?;
        output::say("Restore your backup: sixboard restore FILE");
        Ok(())
    }
}

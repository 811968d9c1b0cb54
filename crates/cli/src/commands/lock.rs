//! `sixboard lock`.

use app::Error;
use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Ask a window that is open on this vault to lock
///
/// Commands keep nothing unlocked: each one opens the vault for itself and forgets it at its end.
#[derive(Args)]
pub(crate) struct Lock {}

impl Lock {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no vault, or its folder cannot be written to.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        if !context.home.database().exists() {
            return Err(Error::new("vault.absent").into());
        }
        context.app.request_lock()?;
        Ok(output::print("Asked the window to lock. Commands keep nothing unlocked.")?)
    }
}

//! `sixboard sync`.

use std::time::Duration;

use app::firm::views::SyncView;
use app::view::ErrorKind;
use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// How long a watch waits at most before it looks by itself.
const LOOK: Duration = Duration::from_secs(60);

/// Fetch what is new in the firm, and send what waits
///
/// Codes that you have work without it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard sync
  sixboard sync --watch          goes on until it is stopped with Ctrl+C")]
pub(crate) struct Sync {
    /// Go on, and sync whenever something changes
    #[arg(long)]
    watch: bool,

    /// Print {"received","sent","waiting"} as JSON, one line for each sync
    #[arg(long)]
    pub(crate) json: bool,
}

impl Sync {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in no firm, or the folder cannot be reached; a watch goes on then.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        loop {
            let synced = context.app.sync();
            match (synced, self.watch) {
                (Err(error), true) if error.kind() == ErrorKind::Offline => {
                    Failure::tell_problem(&error.into(), self.json);
                }
                (synced, _) => self.report(context, &synced?)?,
            }
            if !self.watch {
                return Ok(());
            }
            context.app.wait_for_news(LOOK)?;
        }
    }

    fn report(&self, context: &Context, synced: &SyncView) -> Result<(), Failure> {
        if self.json {
            return Ok(output::print_json(synced)?);
        }
        if synced.waiting {
            output::print("Nobody has let this device in yet.")?;
            context.note("The digits to read out are in: sixboard firm status");
            return Ok(());
        }
        let SyncView { received, sent, .. } = synced;
        if self.watch && *received == 0 && *sent == 0 {
            return Ok(());
        }
        Ok(output::print(&format!("In step with the firm: {received} received, {sent} sent."))?)
    }
}

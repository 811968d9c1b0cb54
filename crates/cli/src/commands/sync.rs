//! `sixboard sync`.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use app::firm::views::SyncView;
use app::view::ErrorKind;
use app::{Error, messages};
use clap::Args;
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// How soon Ctrl+C is heard.
const LISTEN: Duration = Duration::from_millis(100);

/// Fetch what is new in the firm, and send what waits
///
/// Codes that you have work without it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard sync
  sixboard sync --watch          goes on until it is stopped with Ctrl+C
  sixboard sync --thorough       reads everything again, and mends what is damaged in the folder")]
pub(crate) struct Sync {
    /// Go on, and sync whenever something changes
    #[arg(long)]
    watch: bool,

    /// Read everything in the firm's folder again, and put right what is damaged there
    #[arg(long, conflicts_with = "watch")]
    thorough: bool,

    /// Print {"received","sent","mended","waiting"} as JSON, one line for each sync
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a watch said last.
#[derive(Default)]
struct Said {
    /// The trouble that was said, by its code.
    trouble: Option<&'static str>,
    waiting: bool,
}

impl Sync {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in no firm, or the folder cannot be reached; a watch goes on then.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        match if self.watch { self.watch(context) } else { self.once(context) } {
            // A reader that had enough ends a watch, which is no failure.
            Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            ended => ended,
        }
    }

    fn once(&self, context: &Context) -> Result<(), Failure> {
        let synced =
            if self.thorough { context.app.sync_thoroughly() } else { context.app.sync() }?;
        self.report(context, &synced)
    }

    fn watch(&self, context: &Context) -> Result<(), Failure> {
        stop_when_asked(context)?;
        let (mut said, mut failure) = (Said::default(), None);
        let watched = context.app.watch_firm(&mut |synced| {
            let told = self.tell(context, synced, &mut said);
            told.map_err(|ends| {
                failure = Some(ends);
                Error::new("firm.stopped")
            })
        });
        match failure {
            Some(failure) => Err(failure),
            None => {
                watched?;
                context.note("Stopped.");
                Ok(())
            }
        }
    }

    /// Says how a sync of a watch went; an error ends the watch.
    fn tell(
        &self,
        context: &Context,
        synced: app::error::Result<SyncView>,
        said: &mut Said,
    ) -> Result<(), Failure> {
        let synced = match synced {
            Ok(synced) => synced,
            Err(error) if !passes(&error) => return Err(error.into()),
            Err(error) => {
                if said.trouble != Some(error.code()) {
                    said.trouble = Some(error.code());
                    output::warn_of(self.json, &(&error).into());
                    // It may be the same trouble that keeps this from being read.
                    let last = context.app.firm().ok().and_then(|firm| firm.synced_at);
                    let last = last.map_or_else(|| "ever".to_owned(), messages::moment);
                    context.note(&format!("No news from the firm since {last}. Watching on."));
                }
                return Ok(());
            }
        };
        if let Some(trouble) = said.trouble.take() {
            let of_store = trouble.starts_with("store.");
            context.note(if of_store {
                "The firm's folder is there again."
            } else {
                "That is over."
            });
        }
        let is_news = synced.received > 0 || synced.sent > 0;
        let still_waits = synced.waiting && said.waiting;
        said.waiting = synced.waiting;
        if is_news || (synced.waiting && !still_waits) {
            self.report(context, &synced)
        } else {
            Ok(())
        }
    }

    fn report(&self, context: &Context, synced: &SyncView) -> Result<(), Failure> {
        if self.json {
            return Ok(output::try_print_json(synced)?);
        }
        if synced.waiting {
            output::try_print("Nobody has let this device in yet.")?;
            context.note("The digits to read out are in: sixboard firm status");
            return Ok(());
        }
        let SyncView { received, sent, mended, .. } = synced;
        output::try_print(&format!("In step with the firm: {received} received, {sent} sent."))?;
        if self.thorough {
            output::try_print(&format!("Everything was read again: {mended} mended."))?;
        }
        Ok(())
    }
}

/// Whether it is trouble that passes by itself, that the person is asked about already, or that
/// does not keep news from coming. Who closed a question of the keyring is not asked again and
/// again: that ends a watch.
fn passes(error: &Error) -> bool {
    error.kind() == ErrorKind::Offline || GOES_ON.contains(&error.code())
}

/// What is not a matter of reaching something, and ends no watch.
const GOES_ON: [&str; 5] =
    ["keyring.locked", "keyring.waiting", "store.damaged", "store.denied", "store.full"];

/// Ctrl+C stops politely; a second time, at once.
fn stop_when_asked(context: &Context) -> Result<(), Failure> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&asked))
            .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&asked)))
            .map_err(|error| Error::new("bug.unexpected").because(error))?;
    }
    let app = context.app.clone();
    thread::spawn(move || {
        while !asked.load(Ordering::Relaxed) {
            thread::sleep(LISTEN);
        }
        app.stop_sync();
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_outlives_what_passes_and_ends_where_somebody_has_to_act() {
        for code in [
            "firm.not-arrived",
            "keyring.failed",
            "keyring.locked",
            "keyring.none",
            "keyring.waiting",
            "store.damaged",
            "store.denied",
            "store.full",
            "store.gone",
            "store.slow",
            "vault.busy",
        ] {
            assert!(passes(&Error::new(code)), "{code}");
        }
        for code in [
            "bug.unexpected",
            "disk.full",
            "firm.none",
            "firm.removed",
            "keyring.refused",
            "store.sign-in",
            "store.untrusted",
            "vault.damaged",
            "vault.locked",
        ] {
            assert!(!passes(&Error::new(code)), "{code}");
        }
    }
}

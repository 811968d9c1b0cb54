//! `sixboard backup`.

use std::path::PathBuf;

use app::Error;
use app::view::{DoneView, ErrorKind};
use clap::Args;
use serde::Serialize;

use super::accounts;
use crate::context::Context;
use crate::failure::Failure;
use crate::{input, output, passphrase};

/// Write every account and key to one file, sealed under a passphrase
///
/// Keep the file somewhere else than this computer, and its passphrase somewhere else than the
/// file. `restore` brings it back; `sixboard-backup` opens it without a vault.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard backup /media/stick/firm.sixboard-backup
  sixboard backup firm.sixboard-backup --backup-passphrase-file passphrase.txt --yes")]
pub(crate) struct Backup {
    /// Where to write it
    file: PathBuf,

    /// File that holds the passphrase of the backup, 6 characters or more; - for standard input
    #[arg(long, value_name = "FILE")]
    backup_passphrase_file: Option<PathBuf>,

    /// Replace an earlier file without asking
    #[arg(long)]
    yes: bool,

    /// Print {"path","accounts","left_out"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Written<'a> {
    path: Option<&'a str>,
    accounts: u32,
    left_out: u32,
}

impl Backup {
    /// Runs it.
    ///
    /// # Errors
    /// When the passphrase is short, or keyring or disk refuse; an earlier file is as it was then.
    /// When something could not be read and so is not in the file.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        if self.file.exists() {
            let question = format!("{} is there already. Replace it?", self.file.display());
            input::need_yes(self.yes, &question)?;
        }
        let file = self.backup_passphrase_file.as_deref();
        let question = "Passphrase for the backup";
        let passphrase = passphrase::new(&context.input, file, question, context.json)?
            .ok_or_else(|| Failure::Usage(Error::new("cli.backup-passphrase")))?;
        let DoneView { done, total, path } = context.app.back_up(&self.file, &passphrase)?;
        let left_out = total - done;
        if self.json {
            output::print_json(&Written { path: path.as_deref(), accounts: done, left_out })?;
        } else {
            output::print(&format!("Wrote {} to {}.", accounts(done), self.file.display()))?;
        }
        if left_out == 0 {
            return Ok(());
        }
        context.note(&format!("{left_out} accounts or keys could not be read and are not in it."));
        context.note("See which: sixboard list");
        Err(Failure::Told(ErrorKind::Damaged))
    }
}

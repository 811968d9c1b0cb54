//! `sixboard-backup`: opens a backup with nothing but the file and its passphrase.

use std::path::PathBuf;

use app::backup_file::{BackupFile, HeldKey};
use app::view::KeyStateView;
use app::{Error, messages};
use clap::Parser;
use serde::Serialize;

use crate::failure::Failure;
use crate::input::Input;
use crate::{output, passphrase, table};

/// Open a Sixboard backup without Sixboard's vault and without a keyring
///
/// Lists what the backup holds. With --uris it prints every key as an otpauth:// address, which any
/// authenticator takes: the way out where nothing is left but the file and its passphrase.
#[derive(Parser)]
#[command(name = "sixboard-backup", version)]
#[command(after_help = "\
Examples:
  sixboard-backup firm.sixboard-backup --passphrase-file passphrase.txt
  sixboard-backup firm.sixboard-backup --uris > keys.txt     (whoever reads keys.txt can sign in)")]
pub(crate) struct Cli {
    /// The backup
    file: PathBuf,

    /// File that holds the passphrase of the backup; - for standard input; asked for where left out
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,

    /// Print every key as an otpauth:// address, each under a line that names its account
    #[arg(long, conflicts_with = "json")]
    uris: bool,

    /// Print {"written_at","keys":[{"label","user_id_hint","note","version","state","removed"}]}
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    written_at: u64,
    keys: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    label: &'a str,
    user_id_hint: Option<String>,
    note: Option<&'a str>,
    version: u32,
    state: KeyStateView,
    removed: bool,
    readable: bool,
}

impl Cli {
    /// Runs it.
    ///
    /// # Errors
    /// When the backup does not open.
    pub(crate) fn run(self) -> Result<(), Failure> {
        let input = Input::default();
        let file = self.passphrase_file.as_deref();
        let passphrase = passphrase::known(&input, file, "Passphrase of the backup", self.json)?
            .ok_or_else(|| {
                let next = messages::text("cli-backup-reader-passphrase", []);
                Failure::with_next(Error::new("cli.backup-passphrase"), next)
            })?;
        let backup = BackupFile::open(&self.file, &passphrase)?;
        if self.json {
            let keys = backup.keys().iter().map(row).collect();
            return Ok(output::print_json(&Report { written_at: backup.written_at(), keys })?);
        }
        if self.uris { print_uris(&backup) } else { print(&backup) }
    }
}

fn row<'a>(held: &HeldKey<'a>) -> Row<'a> {
    Row {
        label: held.account.label.as_str(),
        user_id_hint: held.account.user_id_hint.as_ref().map(ToString::to_string),
        note: held.account.note.as_deref(),
        version: held.number,
        state: held.state,
        removed: held.account.removed_at.is_some(),
        readable: held.key.is_some(),
    }
}

fn print(backup: &BackupFile) -> Result<(), Failure> {
    output::print(&format!("Backup of {}.", messages::day(backup.written_at())))?;
    let rows: Vec<[String; 3]> = backup
        .keys()
        .iter()
        .map(|held| {
            let hint = held.account.user_id_hint.as_ref().map(|hint| hint.as_str());
            let hint = table::hint(hint);
            [held.account.label.as_str().to_owned(), hint, what_of(held)]
        })
        .collect();
    Ok(table::print(&rows)?)
}

/// Lines that begin with `#` are passed over by `sixboard inspect --file`.
fn print_uris(backup: &BackupFile) -> Result<(), Failure> {
    for held in backup.keys() {
        output::print(&format!("# {}: {}", held.account.label, what_of(&held)))?;
        if let Some(uri) = held.uri() {
            output::print(uri.expose())?;
        }
    }
    Ok(())
}

fn what_of(held: &HeldKey<'_>) -> String {
    let state = match held.state {
        KeyStateView::Current => "in use",
        KeyStateView::Unconfirmed => "new, not confirmed",
        KeyStateView::Previous => "the one before, kept until the new one is confirmed",
        KeyStateView::Retired => "replaced",
    };
    let removed = if held.account.removed_at.is_some() { ", of a removed account" } else { "" };
    let lost = if held.key.is_none() { ", could not be read" } else { "" };
    format!("key {} ({state}{removed}{lost})", held.number)
}

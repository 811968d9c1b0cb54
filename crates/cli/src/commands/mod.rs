//! One file per subcommand.

mod add;
mod backup;
mod code;
mod completions;
mod confirm;
mod doctor;
mod hint;
mod inspect;
mod list;
mod lock;
mod note;
mod passphrase;
mod put_back;
mod recover;
mod remove;
mod rename;
mod restore;

use app::Kind;
use clap::Subcommand;

use crate::args::Cli;
use crate::clipboard;
use crate::context::Context;
use crate::failure::Failure;

/// What `sixboard` can do.
#[derive(Subcommand)]
pub(crate) enum Command {
    Add(add::Add),
    List(list::List),
    Code(code::Code),
    Inspect(inspect::Inspect),
    Confirm(confirm::Confirm),
    Rename(rename::Rename),
    Note(note::Note),
    Hint(hint::Hint),
    Remove(remove::Remove),
    PutBack(put_back::PutBack),
    Lock(lock::Lock),
    Passphrase(passphrase::Passphrase),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Doctor(doctor::Doctor),
    Recover(recover::Recover),
    Completions(completions::Completions),
    /// Keeps a copied code on the clipboard until its time; started by `code --copy`
    #[command(name = clipboard::SERVE, hide = true)]
    ServeClipboard,
}

impl Command {
    /// Whether `--json` was given.
    pub(crate) fn wants_json(&self) -> bool {
        match self {
            Self::Add(add) => add.json,
            Self::List(list) => list.json,
            Self::Code(code) => code.json,
            Self::Inspect(inspect) => inspect.json,
            Self::Doctor(doctor) => doctor.json,
            Self::Backup(backup) => backup.json,
            Self::Restore(restore) => restore.json,
            _ => false,
        }
    }
}

impl Cli {
    /// Does it.
    ///
    /// # Errors
    /// What the command says of itself.
    pub(crate) fn run(self) -> Result<(), Failure> {
        let json = self.command.wants_json();
        let context = || Context::new(self.global, json);
        match self.command {
            Command::Inspect(inspect) => inspect.run(),
            Command::Completions(completions) => completions.run(),
            Command::ServeClipboard => clipboard::serve(),
            Command::Add(add) => add.run(&context()?),
            Command::List(list) => list.run(&context()?),
            Command::Code(code) => code.run(&context()?),
            Command::Confirm(confirm) => confirm.run(&context()?),
            Command::Rename(rename) => rename.run(&context()?),
            Command::Note(note) => note.run(&context()?),
            Command::Hint(hint) => hint.run(&context()?),
            Command::Remove(remove) => remove.run(&context()?),
            Command::PutBack(put_back) => put_back.run(&context()?),
            Command::Lock(lock) => lock.run(&context()?),
            Command::Passphrase(passphrase) => passphrase.run(&context()?),
            Command::Backup(backup) => backup.run(&context()?),
            Command::Restore(restore) => restore.run(&context()?),
            Command::Doctor(doctor) => doctor.run(&context()?),
            Command::Recover(recover) => recover.run(&context()?),
        }
    }
}

/// The counter of a counter code.
fn counter_of(kind: Kind) -> Option<u64> {
    if let Kind::Hotp { counter } = kind { Some(counter) } else { None }
}

/// So many accounts, in words.
fn accounts(count: u32) -> String {
    if count == 1 { "1 account".to_owned() } else { format!("{count} accounts") }
}

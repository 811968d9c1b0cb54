//! `sixboard passphrase`.

use std::path::PathBuf;

use app::Error;
use app::view::Protection;
use clap::Args;

use crate::context::{Context, protected_by};
use crate::failure::Failure;
use crate::{input, output, passphrase};

/// Set, change or remove the vault's passphrase or PIN, or say what protects the vault
///
/// Without a passphrase, your sign-in to this computer protects the vault. The present passphrase
/// comes from --passphrase-file, or is asked for.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard passphrase                       says what protects the vault; on a terminal, sets it
  sixboard passphrase --new-passphrase-file new.txt
  sixboard passphrase --passphrase-file old.txt --new-passphrase-file new.txt
  sixboard passphrase --passphrase-file old.txt --remove")]
pub(crate) struct Passphrase {
    /// File that holds the new passphrase or PIN, 6 characters or more; - for standard input
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,

    /// Have the vault protected by the computer sign-in alone
    #[arg(long, conflicts_with = "new_passphrase_file")]
    remove: bool,
}

impl Passphrase {
    /// Runs it.
    ///
    /// # Errors
    /// When the present passphrase is wrong, the new one is too short, or the keyring refuses. When a
    /// present passphrase is named and there is none.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let told = self.new_passphrase_file.is_some() || self.remove;
        let old = context.open()?;
        let protected = context.app.status().protection == Some(Protection::Passphrase);
        if !told {
            if !protected && context.names_passphrase() {
                return Err(Failure::Usage(Error::new("cli.new-passphrase-file")));
            }
            output::print(protected_by(protected))?;
            if !input::can_ask() {
                return Ok(());
            }
        }
        if self.remove {
            context.app.set_passphrase(old.as_ref(), None)?;
        } else {
            let file = self.new_passphrase_file.as_deref();
            let question = "New passphrase or PIN";
            let new = passphrase::new(&context.input, file, question, context.json)?;
            context.app.set_passphrase(old.as_ref(), new.as_ref())?;
        }
        Ok(output::print(protected_by(!self.remove))?)
    }
}

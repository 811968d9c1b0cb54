//! The arguments of `sixboard`. Doc comments here are the help text.

use std::path::PathBuf;

use clap::{Args, Parser};

use crate::commands::Command;

/// Your firm's access codes, from the command line.
///
/// Secret keys are kept in this computer's keyring, sealed. Commands never print a key, except
/// `inspect --show-key`.
#[derive(Parser)]
#[command(name = "sixboard", version, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  sixboard add --label 'HMRC online services – VAT – Leeds' --qr code.png
  sixboard code 'HMRC online services – VAT – Leeds'
  sixboard list

Exit codes: 0 done; 1 not done, the words say why; 2 wrong use; 3 not reachable now;
4 stored data is damaged; 70 our bug.")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Args)]
pub(crate) struct Global {
    /// Folder of another vault, wholly separate from the usual one
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) profile: Option<PathBuf>,

    /// File that holds the vault's passphrase or PIN; - for standard input
    ///
    /// Only for vaults that have one. One line end behind the passphrase is not part of it. On a
    /// terminal it is asked for where this is left out.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
        crate::backup_reader::Cli::command().debug_assert();
    }
}

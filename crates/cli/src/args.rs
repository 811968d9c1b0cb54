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

/// Heading of the options that every command has.
const EVERYWHERE: &str = "Options of every command";

/// Options of every command.
#[derive(Args)]
pub(crate) struct Global {
    /// Folder of another vault, wholly separate from the usual one
    #[arg(long, global = true, value_name = "DIR", help_heading = EVERYWHERE)]
    pub(crate) profile: Option<PathBuf>,

    /// File that holds the vault's passphrase or PIN, if it has one; - for standard input; asked for
    /// on a terminal where this is left out
    #[arg(long, global = true, value_name = "FILE", help_heading = EVERYWHERE)]
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

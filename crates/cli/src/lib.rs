//! The command line: `sixboard`, and `sixboard-backup`, which opens a backup without a vault.
//!
//! One file per subcommand in `commands`; the doc comments on its arguments are the help text.
//! Results go to standard output, everything else to standard error; with `--json` both are JSON.
//! Exit codes: 0 ok; 1 the person's turn, denied or locked; 2 wrong use; 3 not reachable now;
//! 4 stored data damaged; 70 our bug.

mod args;
mod backup_reader;
mod clipboard;
mod commands;
mod context;
mod failure;
mod guard;
mod input;
mod output;
mod passphrase;
mod secret_file;
mod sign_in;
mod table;
mod usage;
mod when;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::failure::Failure;

/// Runs `sixboard` with this process's arguments.
pub fn sixboard() -> ExitCode {
    run::<args::Cli>(|cli| (cli.command.wants_json(), cli.run()))
}

/// Runs `sixboard-backup` with this process's arguments.
pub fn sixboard_backup() -> ExitCode {
    run::<backup_reader::Cli>(|cli| (cli.json, cli.run()))
}

/// `act` says whether JSON was asked for, and how it went.
fn run<C: Parser>(act: impl FnOnce(C) -> (bool, Result<(), Failure>)) -> ExitCode {
    secret::process::keep_keys_out_of_core_files();
    app::messages::speak_in(app::messages::Shell::Terminal);
    guard::catch(|| {
        let words: Vec<OsString> = std::env::args_os().collect();
        match C::try_parse_from(&words) {
            Err(error) => usage::explain(&error, &words),
            Ok(cli) => match act(cli) {
                (_, Ok(())) => 0,
                (json, Err(failure)) => failure.tell(json),
            },
        }
    })
}

//! The `sixboard-backup` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::sixboard_backup()
}

//! The `sixboard` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::sixboard()
}

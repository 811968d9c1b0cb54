//! The desktop program.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    match sixboard_desktop::start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            sixboard_desktop::explain(&*error);
            ExitCode::FAILURE
        }
    }
}

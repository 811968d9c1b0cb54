//! The desktop program.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// What was freed is wiped: keys also pass through buffers of libraries.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    match sixboard_desktop::start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            sixboard_desktop::explain(&*error);
            ExitCode::FAILURE
        }
    }
}

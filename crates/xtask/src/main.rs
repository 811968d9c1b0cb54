//! `cargo xtask`: the one door to setting up, running, testing and measuring Sixboard.
#![allow(clippy::print_stderr, reason = "reports errors on the terminal")]

use std::process::ExitCode;

use clap::{Parser, Subcommand};
#[cfg(unix)]
use xtask::bench;
use xtask::{check, fuzz, process, run, setup, simulate, test};

/// Sets up, runs, tests and measures Sixboard.
///
/// Two commands are all a newcomer needs: `cargo xtask run` and `cargo xtask test`. On Debian and
/// Ubuntu they install what is missing; elsewhere they say what to install. Every command that is
/// started is shown.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what is missing for building, running and testing
    Setup,
    /// Builds and starts the desktop app; without a display, in a virtual one, and takes a picture
    Run(run::Options),
    /// Runs every test and says at the end what did not run, and why
    Test(test::Options),
    /// Checks format, lints, docs, types and licences
    Check(check::Options),
    /// Feeds the parsers hostile input
    Fuzz(fuzz::Options),
    /// Lives through random histories of a firm on stores that misbehave
    Simulate(simulate::Options),
    #[cfg(unix)]
    /// Measures Sixboard beside its peers and writes target/bench.md
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let task = Arguments::parse().task;
    let done = process::watch_for_interrupts().and_then(|()| match task {
        Task::Setup => setup::setup(setup::Need::Test),
        Task::Run(options) => run::run(&options),
        Task::Test(options) => test::test(&options),
        Task::Check(options) => check::check(&options),
        Task::Fuzz(options) => fuzz::fuzz(&options),
        Task::Simulate(options) => simulate::simulate(&options),
        #[cfg(unix)]
        Task::Bench(options) => bench::bench(&options),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

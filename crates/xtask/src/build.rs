//! Building the front end and the programs.
//!
//! Everything is built with one set of packages and features, so that checking, testing and
//! running share what cargo has built.

use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{self, cargo, heading, npm};
use crate::paths;

/// Selects all packages, with the app's page built in rather than asked from a development server.
pub const EVERYTHING: [&str; 3] = ["--workspace", "--features", "sixboard-desktop/custom-protocol"];

/// Says whether there is a front end to build.
pub fn has_front_end() -> bool {
    paths::ui().join("package.json").is_file()
}

/// Builds the front end's page, which the desktop app takes in when it is compiled.
pub fn front_end() -> Result<()> {
    heading("Building the front end");
    if !has_front_end() {
        println!("  there is no ui/package.json: nothing to build");
        return Ok(());
    }
    command::run(npm(&paths::ui()).args(["run", "build"]))
}

/// Builds those of our programs that `names` lists, as `profile` says (`dev`, `bench-build`).
pub fn programs(names: &[&str], profile: &str) -> Result<()> {
    heading(&format!("Building {}", names.join(" and ")));
    let mut build = cargo();
    build.args(["build", "--profile", profile]).args(EVERYTHING);
    for name in names {
        build.args(["--bin", name]);
    }
    command::run(&mut build).context("the programs could not be built")
}

/// Returns an npm command that runs one of the front end's scripts.
pub fn front_end_script(script: &str) -> Command {
    let mut command = npm(&paths::ui());
    // Plain text, as the lines are read for their counts.
    command.args(["run", script]).env("NO_COLOR", "1").env_remove("FORCE_COLOR");
    command
}

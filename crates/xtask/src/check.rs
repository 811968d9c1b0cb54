//! `cargo xtask check`: everything that can be found without running the programs.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::command::{self, cargo, heading};
use crate::setup::{self, Need};
use crate::{build, paths};

/// What `cargo xtask check` can be told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Install nothing and do not look whether anything is missing
    #[arg(long)]
    no_setup: bool,
}

/// Checks format, front-end types, lints, docs, types for other systems and licences, cheapest first.
pub fn check(options: &Options) -> Result<()> {
    heading("Format");
    command::run(cargo().args(["fmt", "--all", "--check"]))?;
    if !options.no_setup {
        setup::setup(Need::Build)?;
    }
    front_end_types()?;
    build::front_end()?; // the desktop app does not compile without it
    lints()?;
    docs()?;
    foreign_types()?;
    licences()?;
    println!("\nEverything checked.");
    Ok(())
}

fn front_end_types() -> Result<()> {
    heading("Front end: types");
    if !build::has_front_end() {
        println!("  there is no ui/package.json: nothing to check");
        return Ok(());
    }
    command::run(&mut build::front_end_script("check"))
}

fn lints() -> Result<()> {
    heading("Lints");
    let mut clippy = cargo();
    clippy.args(["clippy", "--all-targets"]).args(build::EVERYTHING);
    command::run(clippy.args(["--", "-D", "warnings"]))
}

fn docs() -> Result<()> {
    heading("Docs");
    let mut doc = cargo();
    doc.args(["doc", "--no-deps"]).args(build::EVERYTHING);
    command::run(doc.env("RUSTDOCFLAGS", "-Dwarnings"))
}

/// Type-checks the modules for other systems on this one; they use only bindings that allow it.
fn foreign_types() -> Result<()> {
    heading("Modules for Windows and macOS: types");
    let packages = packages_with_foreign_modules()?;
    if packages.is_empty() {
        println!("  no package has any");
        return Ok(());
    }
    let mut check = cargo();
    // Other flags: a folder of its own keeps the main one from being built anew.
    check.arg("check").arg("--target-dir").arg(paths::target().join("check-foreign"));
    for package in packages {
        check.args(["--package", &package]);
    }
    command::run(check.env("RUSTFLAGS", "--cfg check_windows --cfg check_macos"))
}

/// Returns the packages whose sources name one of the switches for such checks.
fn packages_with_foreign_modules() -> Result<Vec<String>> {
    let mut packages = Vec::new();
    for entry in fs::read_dir(paths::root().join("crates"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != "xtask" && names_a_switch(&entry.path().join("src"))? {
            packages.push(format!("sixboard-{name}"));
        }
    }
    if names_a_switch(&paths::root().join("src-tauri").join("src"))? {
        packages.push("sixboard-desktop".to_owned());
    }
    packages.sort();
    Ok(packages)
}

fn names_a_switch(folder: &Path) -> Result<bool> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            names_a_switch(&path)?
        } else {
            let text = fs::read_to_string(&path).unwrap_or_default();
            text.contains("check_windows") || text.contains("check_macos")
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

fn licences() -> Result<()> {
    heading("Licences, sources and banned crates");
    if !command::is_installed("cargo-deny") {
        println!("  not checked: cargo-deny is not installed (cargo install --locked cargo-deny)");
        return Ok(());
    }
    let mut deny = cargo();
    deny.args(["deny", "--offline", "--all-features", "check"]);
    command::run(deny.args(["bans", "licenses", "sources"]))
}

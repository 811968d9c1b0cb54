//! The servers for the tests of the stores that come from PyPI and npm, into a folder of their own.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::command::{npm, run};
use crate::server::installed;

/// Pinned: the tests know these servers' habits.
const PYTHON: [&str; 1] = ["moto[server]==5.2.5"];
const NPM: [&str; 1] = ["azurite@3.35.0"];

/// Installs what is missing. Where a registry cannot be reached, the tests that need its servers
/// say that they did not run.
pub fn install() -> Result<()> {
    let (python, node) = (installed().join("python"), installed().join("npm"));
    fs::create_dir_all(&node)?;
    once("python", &PYTHON, || {
        run(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        let mut pip = Command::new(python.join("bin/pip"));
        run(pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(PYTHON))
    })?;
    once("npm", &NPM, || {
        let mut npm = npm(&node);
        fs::write(node.join("package.json"), "{ \"private\": true }")?;
        run(npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts"]).args(NPM))
    })
}

/// Runs `install` unless these very versions were installed before; tells of a failure and goes on.
fn once(what: &str, versions: &[&str], install: impl FnOnce() -> Result<()>) -> Result<()> {
    let (mark, wanted) = (installed().join(format!("{what}.done")), versions.join("\n"));
    if fs::read_to_string(&mark).is_ok_and(|there| there == wanted) {
        println!("  test servers of {what}: all there");
        return Ok(());
    }
    match install() {
        Ok(()) => fs::write(mark, wanted)?,
        Err(error) => println!("  test servers of {what} could not be installed: {error:#}"),
    }
    Ok(())
}

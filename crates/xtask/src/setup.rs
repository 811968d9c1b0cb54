//! `cargo xtask setup`: installs what is missing on Debian and Ubuntu; elsewhere says what to
//! install.

mod packages;
#[cfg(target_os = "linux")]
mod servers;

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command::{self, capture, heading, is_installed, npm};
use crate::paths;

/// What a subcommand needs to be there; each includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Format, lints and docs: what the programs are built with.
    Build,
    /// A desktop of our own: virtual display, session bus, keyring.
    Desktop,
    /// What the tests start besides.
    Test,
    /// The programs that we are measured against.
    Bench,
}

/// Sees to it that everything for `need` is there, installing what can be installed.
///
/// On systems other than Debian and Ubuntu it prints what to install and fails, so that nothing is
/// half set up; every subcommand has `--no-setup` for when that has been done.
pub fn setup(need: Need) -> Result<()> {
    heading("Looking for what is needed");
    node_is_recent()?;
    if is_installed("apt-get") && is_installed("dpkg-query") {
        install_packages(need)?;
    } else {
        println!("{}", packages::advice(std::env::consts::OS));
        bail!("install what is listed above, then repeat the command with --no-setup");
    }
    if need >= Need::Test {
        #[cfg(target_os = "linux")]
        servers::install()?;
    }
    install_npm_packages()?;
    println!("  everything is there");
    Ok(())
}

/// Installs the front end's npm packages, unless those of the present lock file are there.
pub fn install_npm_packages() -> Result<()> {
    let lock = paths::ui().join("package-lock.json");
    let Ok(wanted) = fs::read(&lock) else {
        println!("  no {}: no npm packages to install", paths::shown(&lock));
        return Ok(());
    };
    let installed = paths::ui().join("node_modules").join(".sixboard-lock.json");
    if fs::read(&installed).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    command::run(npm(&paths::ui()).args(["ci", "--no-audit", "--no-fund"]))
        .context("the npm packages could not be installed; is the npm registry reachable?")?;
    fs::write(installed, wanted)?;
    Ok(())
}

/// Fails when Node.js is missing or too old for the front end's tools.
fn node_is_recent() -> Result<()> {
    let advice = "install Node.js 20.19 or newer, or 22.12 or newer, from https://nodejs.org";
    let text = capture(Command::new("node").arg("--version"))
        .with_context(|| format!("Node.js is missing: {advice}"))?;
    if !is_recent(text.trim()) {
        bail!("Node.js {} is too old for the front end's tools: {advice}", text.trim());
    }
    capture(npm(paths::root()).arg("--version"))
        .context("npm is missing: install it beside Node.js (on some systems: package npm)")?;
    println!("  Node.js {}", text.trim());
    Ok(())
}

/// Says whether a version such as `v20.20.2` is one that Vite supports.
fn is_recent(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>());
    let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else { return false };
    match major {
        20 => minor >= 19,
        22 => minor >= 12,
        _ => major > 22,
    }
}

fn install_packages(need: Need) -> Result<()> {
    let missing = missing_packages(need)?;
    if missing.is_empty() {
        println!("  system packages: all there");
        return Ok(());
    }
    println!("  system packages missing: {}", missing.join(" "));
    let update = ["-q", "update"];
    let mut install = vec!["-qq", "-y", "--no-install-recommends", "install"];
    install.extend(&missing);
    apt_get(&update, &missing)?;
    apt_get(&install, &missing)
        .context("Sixboard needs Debian 12, Ubuntu 22.04 or newer: older ones lack some packages")
}

/// Returns those packages of `need` that dpkg does not know as installed.
fn missing_packages(need: Need) -> Result<Vec<&'static str>> {
    let wanted = packages::debian(need);
    let mut query = Command::new("dpkg-query");
    query.args(["-W", "-f=${db:Status-Status} ${Package}\n"]).args(&wanted);
    // It also fails when it does not know a package, which is an answer here.
    let output = query.output().context("could not start dpkg-query")?;
    let known = String::from_utf8_lossy(&output.stdout).into_owned();
    let is_there = |name: &&str| known.lines().any(|line| line == format!("installed {name}"));
    Ok(wanted.into_iter().filter(|name| !is_there(name)).collect())
}

/// Runs apt-get as root, by sudo where we are not.
fn apt_get(arguments: &[&str], missing: &[&str]) -> Result<()> {
    let mut apt = if is_root()? {
        Command::new("env")
    } else if is_installed("sudo") {
        let mut sudo = Command::new("sudo");
        if std::env::var_os("CI").is_some() {
            sudo.arg("-n");
        }
        sudo.arg("env");
        sudo
    } else {
        let list = missing.join(" ");
        bail!("neither root nor sudo: have an administrator run\n  apt-get install {list}");
    };
    apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]);
    command::run(apt.args(arguments))
}

fn is_root() -> Result<bool> {
    Ok(capture(Command::new("id").arg("-u"))?.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_versions_of_node_that_vite_supports_are_recent() {
        for good in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.0.1"] {
            assert!(is_recent(good), "{good}");
        }
        for bad in ["v18.19.0", "v20.18.3", "v21.7.0", "v22.11.0", "", "v", "nonsense"] {
            assert!(!is_recent(bad), "{bad}");
        }
    }

    #[test]
    fn each_need_includes_the_one_before_it() {
        let counts = [Need::Build, Need::Desktop, Need::Test, Need::Bench]
            .map(|need| packages::debian(need).len());
        assert!(counts.is_sorted_by(|a, b| a < b), "{counts:?}");
    }
}

//! What every manifest says.
#![allow(clippy::unwrap_used, reason = "helps tests, where to panic is to fail")]

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;

use crate::files::{assert_none, files};

const LICENCE: &str = "MIT OR Apache-2.0";

/// What `cargo metadata` tells of one of our packages; its own reader would switch on features of
/// serde_json that the programs do not have, and have half of them built twice.
#[derive(Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its licence, as an SPDX expression.
    pub license: Option<String>,
    /// Where its manifest is.
    pub manifest_path: String,
    /// What it asks for, on any system and for any purpose.
    pub dependencies: Vec<Dependency>,
    /// Its own features, each with what it switches on.
    pub features: BTreeMap<String, Vec<String>>,
}

/// What a package asks for.
#[derive(Deserialize)]
pub struct Dependency {
    /// The name of the package asked for.
    pub name: String,
    /// `dev` for tests, `build` for build scripts, nothing for the package itself.
    pub kind: Option<String>,
    /// The features asked for.
    pub features: Vec<String>,
}

impl Dependency {
    /// Says whether it is there for tests only.
    pub fn is_for_tests(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }
}

/// Returns our packages.
pub fn our_packages() -> Vec<Package> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let mut ask = xtask::command::cargo();
    ask.args(["metadata", "--no-deps", "--format-version", "1"]);
    let answer = xtask::command::capture(&mut ask).unwrap();
    serde_json::from_str::<Metadata>(&answer).unwrap().packages
}

#[test]
fn every_package_carries_the_licence() {
    let wrong = our_packages().into_iter().filter(|one| one.license.as_deref() != Some(LICENCE));
    assert_none(LICENCE, &wrong.map(|package| package.name).collect::<Vec<_>>());
}

#[test]
fn every_manifest_outside_the_workspace_carries_the_licence() {
    let outside =
        ["tests/fuzz/Cargo.toml", "ui/package.json"].map(|path| support::root().join(path));
    let wrong = outside.iter().filter(|path| {
        fs::read_to_string(path).is_ok_and(|text| !text.contains(&format!("\"{LICENCE}\"")))
    });
    assert_none(LICENCE, &wrong.map(|path| path.display().to_string()).collect::<Vec<_>>());
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    let mut wrong = Vec::new();
    for package in our_packages() {
        let text = fs::read_to_string(&package.manifest_path).unwrap();
        if !text.contains("[lints]\nworkspace = true\n") {
            wrong.push(package.manifest_path);
        }
    }
    assert_none("[lints] workspace = true", &wrong);
}

#[test]
fn versions_of_dependencies_stand_in_the_workspace_manifest_only() {
    let mut wrong = Vec::new();
    for file in files("", &["toml"]) {
        let is_member = file.path.ends_with("/Cargo.toml") && !file.path.starts_with("tests/fuzz");
        let mut in_dependencies = false;
        for (number, line) in file.numbered_lines().filter(|_| is_member) {
            if line.starts_with('[') {
                in_dependencies = line.contains("dependencies");
                continue;
            }
            let pins = line.contains("= \"") && !line.contains("path = ");
            if in_dependencies && pins {
                wrong.push(format!("{}:{number}: {line}", file.path));
            }
        }
    }
    assert_none("write NAME.workspace = true", &wrong);
}

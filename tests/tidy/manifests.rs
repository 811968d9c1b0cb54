//! What every manifest says.

use std::fs;

use cargo_metadata::{MetadataCommand, Package};

use crate::files::{assert_none, files};

const LICENCE: &str = "MIT OR Apache-2.0";

/// Returns our packages, with the dependencies that their manifests ask for.
pub fn our_packages() -> Vec<Package> {
    let manifest = support::root().join("Cargo.toml");
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec().unwrap();
    metadata.packages
}

#[test]
fn every_package_carries_the_licence() {
    let wrong = our_packages().into_iter().filter(|one| one.license.as_deref() != Some(LICENCE));
    assert_none(LICENCE, &wrong.map(|package| package.name.to_string()).collect::<Vec<_>>());
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
            wrong.push(package.manifest_path.to_string());
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

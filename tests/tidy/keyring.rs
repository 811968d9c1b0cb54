//! A keyring that forgets can never be built into the product: it would lose every secret key.

use crate::files::{assert_none, contains_word, files};
use crate::manifests::our_packages;

#[test]
fn no_package_asks_the_keyring_for_its_sample_store() {
    let mut broken = Vec::new();
    for package in our_packages() {
        let keyrings = package.dependencies.iter().filter(|one| one.name.contains("keyring"));
        for dependency in keyrings {
            let doubtful = dependency.features.iter().find(|feature| {
                feature.contains("sample") || feature.contains("mock") || feature.contains("test")
            });
            broken.extend(doubtful.map(|it| format!("{}: {}/{it}", package.name, dependency.name)));
        }
    }
    assert_none("real keyrings only", &broken);
}

#[test]
fn no_source_names_a_keyring_that_forgets() {
    let mut broken = Vec::new();
    let sources = [files("crates", &["rs"]), files("src-tauri", &["rs"])];
    for file in sources.iter().flatten() {
        for (number, line) in file.numbered_lines() {
            let names_store = line.contains("keyring_core");
            if names_store && (contains_word(line, "mock") || contains_word(line, "sample")) {
                broken.push(format!("{}:{number}: {line}", file.path));
            }
        }
    }
    assert_none("real keyrings only", &broken);
}

#[test]
fn test_helpers_of_our_crates_are_built_for_tests_only() {
    let mut broken = Vec::new();
    for package in our_packages() {
        for dependency in &package.dependencies {
            let asks = dependency.features.iter().any(|feature| feature == "test-util");
            let for_tests = dependency.is_for_tests();
            // The tests of the whole programs must run what is shipped, so they may not ask either.
            if asks && (!for_tests || package.name.as_str() == "sixboard-tests") {
                broken.push(format!("{} -> {}/test-util", package.name, dependency.name));
            }
        }
        let defaults = package.features.get("default").into_iter().flatten();
        broken
            .extend(defaults.filter(|one| one.contains("test-util")).map(|_| package.name.clone()));
    }
    assert_none("test-util is for [dev-dependencies]", &broken);
}

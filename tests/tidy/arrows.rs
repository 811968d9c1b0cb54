//! Who may import whom. Imports point down only (docs/decisions/0001-layout.md); a new arrow is a
//! change of the design.

use crate::files::{assert_none, contains_word, files};
use crate::manifests::{Package, our_packages};

/// Each of our packages with those of ours that it may import. `*` stands for all.
const ARROWS: [(&str, &[&str]); 17] = [
    ("sixboard-secret", &[]),
    ("sixboard-otp", &["sixboard-secret"]),
    ("sixboard-seal", &["sixboard-secret"]),
    ("sixboard-ledger", &["sixboard-secret", "sixboard-seal"]),
    ("sixboard-vault", &["sixboard-secret", "sixboard-otp", "sixboard-seal"]),
    ("sixboard-qr", &["sixboard-secret"]),
    ("sixboard-paper", &["sixboard-secret", "sixboard-otp", "sixboard-qr"]),
    ("sixboard-store", &["sixboard-secret"]),
    ("sixboard-store-remote", &["sixboard-secret", "sixboard-store"]),
    (
        "sixboard-app",
        &[
            "sixboard-secret",
            "sixboard-otp",
            "sixboard-seal",
            "sixboard-ledger",
            "sixboard-store",
            "sixboard-vault",
            "sixboard-qr",
            "sixboard-paper",
        ],
    ),
    ("sixboard-cli", &["sixboard-app", "sixboard-secret", "sixboard-store-remote"]),
    ("sixboard-desktop", &["sixboard-app", "sixboard-secret", "sixboard-store-remote"]),
    ("sixboard-xtask", &[]),
    ("sixboard-bench", &["sixboard-otp", "sixboard-secret"]),
    (
        "sixboard-bench-firm",
        &[
            "sixboard-secret",
            "sixboard-seal",
            "sixboard-ledger",
            "sixboard-store",
            "sixboard-store-remote",
            "sixboard-app",
        ],
    ),
    (
        "sixboard-simulation",
        &["sixboard-secret", "sixboard-seal", "sixboard-ledger", "sixboard-store", "sixboard-app"],
    ),
    ("sixboard-tests", &["*"]),
];

/// The packages that know a window or a terminal; all others know neither.
const SHELLS: [&str; 4] = ["sixboard-cli", "sixboard-desktop", "sixboard-xtask", "sixboard-tests"];

/// What only the front end's host folder may import.
const HOST_ONLY: &str = "@tauri-apps/";
const HOST_FOLDER: &str = "ui/src/lib/host/";

/// Roads out of the page, and places where it would keep what it was shown.
const FORBIDDEN_IN_PAGE: [&str; 7] = [
    "fetch(",
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "XMLHttpRequest",
    "WebSocket",
    "sendBeacon",
];

/// The one thing kept in the page: light or dark, which must be known before anything is drawn.
const KEEPS_THE_THEME: (&str, &str) = ("ui/src/lib/theme/theme.ts", "localStorage");

#[test]
fn our_crates_import_only_what_the_table_allows() {
    let mut broken = Vec::new();
    for package in our_packages() {
        let name = package.name.clone();
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            broken.push(format!("{name} is not in the table of tests/tidy/arrows.rs"));
            continue;
        };
        for import in imports(&package).filter(|import| import.starts_with("sixboard-")) {
            if !allowed.contains(&import) && !allowed.contains(&"*") {
                broken.push(format!("{name} -> {import}; it may import {}", list(allowed)));
            }
        }
    }
    assert_none("imports point down only", &broken);
}

#[test]
fn only_the_shells_know_a_window_or_a_terminal() {
    let mut broken = Vec::new();
    for package in our_packages() {
        if SHELLS.contains(&package.name.as_str()) {
            continue;
        }
        let shell_things = imports(&package).filter(|import| {
            import.starts_with("tauri") || ["clap", "rpassword", "fantoccini"].contains(import)
        });
        broken.extend(shell_things.map(|import| format!("{} -> {import}", package.name)));
    }
    assert_none("tauri and clap belong to the shells", &broken);
}

#[test]
fn only_the_host_folder_of_the_page_imports_tauri() {
    let mut broken = Vec::new();
    for file in files("ui/src", &["ts", "js", "svelte"]) {
        if file.path.starts_with(HOST_FOLDER) {
            continue;
        }
        let lines = file.numbered_lines().filter(|(_, line)| line.contains(HOST_ONLY));
        broken.extend(lines.map(|(number, _)| format!("{}:{number} -> {HOST_ONLY}*", file.path)));
    }
    assert_none("import the host's types instead", &broken);
}

#[test]
fn the_page_neither_calls_out_nor_keeps_anything() {
    let mut broken = Vec::new();
    for file in files("ui/src", &["ts", "js", "svelte", "html"]) {
        for (number, line) in file.numbered_lines() {
            let found = FORBIDDEN_IN_PAGE.iter().find(|word| {
                contains_word(line, word) && (file.path.as_str(), **word) != KEEPS_THE_THEME
            });
            broken.extend(found.map(|word| format!("{}:{number}: {word}", file.path)));
        }
    }
    assert_none("only the host is asked, and nothing is kept in the page", &broken);
}

/// Returns what a package imports to be built, tests aside.
fn imports(package: &Package) -> impl Iterator<Item = &str> {
    let built = package.dependencies.iter().filter(|one| !one.is_for_tests());
    built.map(|dependency| dependency.name.as_str())
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "none of ours".to_owned() } else { names.join(", ") }
}

//! What stands in the source files: size, printing, and words that do not belong.

use crate::files::{assert_none, contains_word, files};

const RUST_LINES: usize = 500;
const SVELTE_LINES: usize = 250;

/// Libraries: they return what is to be said, and the shells say it.
const LIBRARIES: [&str; 10] = [
    "crates/secret",
    "crates/otp",
    "crates/seal",
    "crates/ledger",
    "crates/vault",
    "crates/qr",
    "crates/paper",
    "crates/store",
    "crates/store-remote",
    "crates/app",
];

const PRINTING: [&str; 5] = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];

/// Marks of unfinished work, and paths and hosts of the place where something was written. Split,
/// so that this file passes.
const STRAY: [&str; 8] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("index.", "crates.io"),
    concat!("registry.", "npmjs.org"),
    concat!("deb.", "debian.org"),
];

#[test]
fn rust_files_have_one_subject_and_stay_small() {
    let mut broken = Vec::new();
    for file in files("", &["rs"]) {
        let lines = file.lines_before_tests().count();
        if lines > RUST_LINES {
            broken.push(format!("{}: {lines} lines before its tests", file.path));
        }
    }
    assert_none(&format!("at most {RUST_LINES} lines; split by subject"), &broken);
}

#[test]
fn parts_of_the_page_stay_small() {
    let mut broken = Vec::new();
    for file in files("ui/src", &["svelte"]) {
        let lines = file.text.lines().count();
        if lines > SVELTE_LINES {
            broken.push(format!("{}: {lines} lines", file.path));
        }
    }
    assert_none(&format!("at most {SVELTE_LINES} lines; split into parts"), &broken);
}

#[test]
fn libraries_do_not_print() {
    let mut broken = Vec::new();
    for file in LIBRARIES.iter().flat_map(|library| files(&format!("{library}/src"), &["rs"])) {
        for (number, line) in file.lines_before_tests() {
            let is_comment = line.trim_start().starts_with("//");
            if !is_comment && PRINTING.iter().any(|word| contains_word(line, word)) {
                broken.push(format!("{}:{number}: {line}", file.path));
            }
        }
    }
    assert_none("return it; the shells print", &broken);
}

#[test]
fn the_page_writes_nothing_to_the_console() {
    let mut broken = Vec::new();
    for file in files("ui/src", &["ts", "js", "svelte"]) {
        if file.path.ends_with(".test.ts") {
            continue;
        }
        let lines = file.numbered_lines().filter(|(_, line)| {
            ["console.log(", "console.info(", "console.debug(", "console.table("]
                .iter()
                .any(|call| line.contains(call))
        });
        broken.extend(lines.map(|(number, line)| format!("{}:{number}: {line}", file.path)));
    }
    assert_none("codes and labels do not belong in a console", &broken);
}

#[test]
fn no_file_holds_unfinished_work_or_somebodys_paths_and_hosts() {
    let mut broken = Vec::new();
    for file in files("", &[]) {
        // Vectors are data, some of it random text.
        if file.path.starts_with("tests/vectors/") || file.path.starts_with("LICENSE") {
            continue;
        }
        for (number, line) in file.numbered_lines() {
            let found = STRAY.iter().find(|word| match word.chars().next() {
                Some('/') => line.contains(**word),
                _ => contains_word(line, word),
            });
            broken.extend(found.map(|word| format!("{}:{number}: {word}", file.path)));
        }
    }
    assert_none("does not belong in the checkout", &broken);
}

//! The files of the checkout: what git tracks or would track.
#![allow(clippy::unwrap_used, reason = "helps tests, where to panic is to fail")]

use std::fs;
use std::path::PathBuf;

use ignore::WalkBuilder;

/// A text file of the checkout.
pub struct File {
    /// Its path from the top of the checkout, with `/` between folders.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl File {
    /// Returns its lines with their numbers, from 1, up to the unit tests at its end.
    pub fn lines_before_tests(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test_file = self.path.ends_with("tests.rs") || self.path.contains("/tests/");
        let end = if is_test_file {
            0
        } else {
            let lines: Vec<&str> = self.text.lines().collect();
            let starts_tests = |pair: &[&str]| {
                pair[0].starts_with("#[cfg(") && pair[0].contains("test") && pair[1].ends_with('{')
            };
            lines.windows(2).position(starts_tests).unwrap_or(lines.len())
        };
        self.numbered_lines().take(end)
    }

    /// Returns its lines with their numbers, from 1.
    pub fn numbered_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Returns all text files below `folder` (the whole checkout for `""`) with one of `extensions`
/// (all for none).
pub fn files(folder: &str, extensions: &[&str]) -> Vec<File> {
    let top = support::root();
    let mut walk = WalkBuilder::new(top.join(folder));
    walk.hidden(false).require_git(false).filter_entry(|entry| entry.file_name() != ".git");
    let mut files = Vec::new();
    for entry in walk.build() {
        let path: PathBuf = entry.unwrap().into_path();
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let wanted = extensions.is_empty() || extensions.contains(&&*extension);
        if !wanted || !path.is_file() {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else { continue }; // a picture
        let path = path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/");
        files.push(File { path, text });
    }
    files
}

/// Fails with all of `broken`, one a line, under what the rule says.
#[track_caller]
pub fn assert_none(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}:\n  {}\n", broken.join("\n  "));
}

/// Says whether `text` contains `word` with nothing beside it that makes it part of another name.
pub fn contains_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_' || c == '#'; // `#fetch(` is a private method
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(joins) && (word.ends_with('(') || !after.is_some_and(joins))
    })
}

#[test]
fn a_word_is_found_only_as_a_whole() {
    assert!(contains_word("await fetch(url)", "fetch("));
    assert!(!contains_word("prefetch(url)", "fetch("));
    assert!(!contains_word("this.#fetch()", "fetch("));
    assert!(!contains_word("keyrings", "ring"));
}

#[test]
fn the_walk_finds_hidden_folders_and_leaves_out_what_git_ignores() {
    let all = files("", &[]);
    let has = |path: &str| all.iter().any(|file| file.path == path);
    assert!(has("Cargo.toml") && has(".ci/run") && has("tests/tidy/files.rs"));
    let stray = all
        .iter()
        .find(|file| file.path.starts_with("target/") || file.path.contains("node_modules/"));
    assert!(stray.is_none(), "{}", stray.unwrap().path);
}

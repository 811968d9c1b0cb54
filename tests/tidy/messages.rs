//! Every error has its two sentences, what happened and what to do next, and no sentence is left
//! over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::files::{assert_none, files};

#[test]
fn every_error_says_what_happened_and_what_to_do_next() {
    let messages = messages();
    let mut missing = Vec::new();
    for code in app::error::all_codes() {
        for prefix in ["err", "rec"] {
            let id = format!("{prefix}-{}", code.replace('.', "-"));
            if !messages.contains(&id) {
                missing.push(format!("{id} is missing, for the error {code}"));
            }
        }
    }
    assert_none("add it to crates/app/messages/en.ftl", &missing);
}

#[test]
fn every_sentence_about_an_error_belongs_to_one() {
    let stems: BTreeSet<String> =
        app::error::all_codes().map(|code| code.replace('.', "-")).collect();
    let unused = messages().into_iter().filter(|id| {
        let stem = id.strip_prefix("err-").or_else(|| id.strip_prefix("rec-"));
        stem.is_some_and(|stem| !stems.contains(stem))
    });
    assert_none("no error has this code; remove the message", &unused.collect::<Vec<_>>());
}

/// What is neither an error's sentence nor its advice is named by a program, whole or by all that
/// comes before its last parts.
#[test]
fn every_other_sentence_is_said_somewhere() {
    let mut named = BTreeSet::new();
    let sources = [
        files("crates", &["rs"]),
        files("src-tauri/src", &["rs"]),
        files("ui/src", &["ts", "svelte"]),
    ];
    for file in sources.iter().flatten() {
        for (_, line) in file.lines_before_tests() {
            let quoted = |mark| line.split(mark).skip(1).step_by(2);
            named.extend(quoted('"').chain(quoted('\'')).map(str::to_owned));
        }
    }
    let parts = |id: &str| named.iter().any(|name| is_made_of(name, id));
    let others =
        messages().into_iter().filter(|id| !id.starts_with("err-") && !id.starts_with("rec-"));
    let silent: Vec<String> = others.filter(|id| !parts(id)).collect();
    assert_none("nobody says this; remove it from crates/app/messages/en.ftl", &silent);
}

/// Says whether a text in a source, with its `{}` filled in and its dots as dashes, is `id`.
fn is_made_of(name: &str, id: &str) -> bool {
    let name = name.replace('.', "-");
    match (name.split_once('{'), name.rsplit_once('}')) {
        (Some((before, _)), Some((_, after))) => {
            before.ends_with('-') && id.starts_with(before) && id.ends_with(after)
        }
        _ => name == id,
    }
}

/// Read from the sources: a list that is written by hand cannot tell what is missing from it.
#[test]
fn every_error_that_is_made_is_listed_and_every_one_that_is_listed_is_made() {
    let listed: BTreeSet<&str> = app::error::all_codes().collect();
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    let mut broken = Vec::new();
    for file in [files("crates", &["rs"]), files("src-tauri/src", &["rs"])].iter().flatten() {
        for (number, line) in file.lines_before_tests() {
            for word in line.split('"').skip(1).step_by(2) {
                *named.entry(word.to_owned()).or_default() += 1;
            }
            let made = ["Error::new(\"", "Self::new(\""].iter().find_map(|call| {
                let (_, rest) = line.split_once(call)?;
                rest.split_once('"').map(|(code, _)| code)
            });
            // Other types are made of text too; an error's code has a dot in it, or is a mistake.
            let is_error = line.contains("Error::new(") || file.path.contains("app/src/error");
            let stray = made.filter(|code| is_error && !listed.contains(code));
            broken.extend(stray.map(|code| format!("{}:{number}: {code}", file.path)));
        }
    }
    let once = |code: &&&str| {
        let times = named.get(**code).copied().unwrap_or_default();
        times < 2 && !otp::text::CODES.contains(*code) // made by their places in that list
    };
    broken
        .extend(listed.iter().filter(once).map(|code| format!("{code} is listed and never made")));
    assert_none("list it in crates/app/src/error/codes.rs, or make it nowhere", &broken);
}

/// Returns the identifiers of all messages.
fn messages() -> BTreeSet<String> {
    let file = support::root().join("crates/app/messages/en.ftl");
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let ids = text.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
    ids.filter(|id| !id.starts_with([' ', '#'])).map(str::to_owned).collect()
}

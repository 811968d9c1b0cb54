//! Every error has its two sentences, what happened and what to do next, and no sentence is left
//! over.

use std::collections::BTreeSet;
use std::fs;

use crate::files::assert_none;

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

/// Returns the identifiers of all messages.
fn messages() -> BTreeSet<String> {
    let file = support::root().join("crates/app/messages/en.ftl");
    let text =
        fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let ids = text.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
    ids.filter(|id| !id.starts_with([' ', '#'])).map(str::to_owned).collect()
}

//! Nothing that holds a code, a key or a passphrase can be printed whole.

use crate::files::{assert_none, files};

/// Names of fields that hold what nobody may read in a log.
const SECRET_FIELDS: [&str; 14] = [
    "code",
    "next",
    "previous_key_code",
    "secret",
    "secret_key",
    "key",
    "keys",
    "vault_key",
    "passphrase",
    "password",
    "pin",
    "seed",
    "text",
    "typed",
];

/// Types of fields that would be printed as they are; `Secret` and `SecretText` hide themselves.
const OPEN_TYPES: [&str; 5] = ["String", "Vec<u8>", "[u8", "&str", "&'a str"];

/// Fields of such a name that hold something else.
const HARMLESS: [(&str, &str); 12] = [
    ("ErrorView", "code"), // the name of an error
    ("AlarmView", "code"), // the name of an alarm
    ("Skipped", "code"),   // the name of an error
    ("Words", "next"),     // what to do next
    ("NoteState", "text"), // a remark in the log
    ("Notice", "text"),
    ("Answer", "text"),
    ("AnswerRequest", "text"),
    ("AnswerView", "text"),
    ("SignOff", "text"),
    ("SignedOff", "text"), // a box in a report
    ("Refused", "code"),   // a server's name of a refusal
];

#[test]
fn no_type_that_holds_a_code_or_a_key_derives_debug() {
    let mut broken = Vec::new();
    for file in [files("crates", &["rs"]), files("src-tauri", &["rs"])].iter().flatten() {
        let lines: Vec<&str> = file.lines_before_tests().map(|(_, line)| line).collect();
        for (at, name) in structs(&lines).filter(|(at, _)| prints_itself(&lines, *at)) {
            for field in secret_fields(&lines[at + 1..]) {
                if !HARMLESS.contains(&(name, field)) {
                    broken.push(format!("{}:{}: {name}.{field}", file.path, at + 1));
                }
            }
        }
    }
    assert_none("write Debug by hand, or keep it in a Secret or SecretText", &broken);
}

#[test]
fn a_type_that_would_print_a_code_is_found() {
    for (text, found) in [
        ("#[derive(Clone, Debug)]\nstruct A {\n    code: String,\n}", vec!["code"]),
        (
            "view! {\n    /// A.\n    pub struct A {\n        pub next: Option<String>,\n    }\n}",
            vec!["next"],
        ),
        ("#[derive(Clone)]\nstruct A {\n    code: String,\n}", vec![]),
        ("#[derive(Debug)]\nstruct A {\n    code: SecretText,\n    place: String,\n}", vec![]),
        (
            "#[derive(Debug)]\nstruct A {\n    place: String,\n}\nstruct B {\n    code: String,\n}",
            vec![],
        ),
    ] {
        let lines: Vec<&str> = text.lines().collect();
        let printing = structs(&lines).filter(|(at, _)| prints_itself(&lines, *at));
        let fields: Vec<&str> =
            printing.flat_map(|(at, _)| secret_fields(&lines[at + 1..])).collect();
        assert_eq!(fields, found, "{text}");
    }
}

/// Returns the structs with named fields: the index of the line and the name.
fn structs<'a>(lines: &'a [&'a str]) -> impl Iterator<Item = (usize, &'a str)> {
    lines.iter().enumerate().filter_map(|(at, line)| {
        let (before, after) = line.split_once("struct ")?;
        let is_item = before.trim().is_empty() || before.trim().starts_with("pub");
        let name = after.split(|c: char| !c.is_alphanumeric()).next()?;
        (is_item && line.trim_end().ends_with('{')).then_some((at, name))
    })
}

/// Says whether the struct at `at` derives Debug, by itself or by our macro for views.
fn prints_itself(lines: &[&str], at: usize) -> bool {
    let above = lines[..at].iter().rev();
    let mut above = above.take_while(|line| {
        let line = line.trim();
        line.starts_with("///") || line.starts_with("#[") || line.starts_with("view!")
    });
    above.any(|line| {
        let line = line.trim();
        line.starts_with("view!") || line.starts_with("#[derive(") && line.contains("Debug")
    })
}

/// Returns the fields of a struct whose body starts here that hold something secret openly.
fn secret_fields<'a>(body: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let body = body.iter().take_while(|line| line.trim() != "}");
    body.filter_map(|line| {
        let (name, kind) = line.trim().split_once(": ")?;
        let name = name.rsplit(' ').next()?;
        let is_open = OPEN_TYPES.iter().any(|open| kind.contains(open));
        (SECRET_FIELDS.contains(&name) && is_open).then_some(name)
    })
}

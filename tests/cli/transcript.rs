//! Transcripts: what a person types and reads, frozen.
//!
//! In every `console` block of the Markdown files of `transcripts`, and of the guide, a line that
//! begins with `$ ` is typed into a shell; what follows is what it says, and `? N` its exit code if
//! that is not 0. Each file has a session and a keyring of its own. `SNAPSHOTS=overwrite` writes
//! down what is said now.

use std::path::{Path, PathBuf};
use std::process::Command;

use snapbox::{Assert, Data, Redactions};

use crate::desk::{Desk, finish};

const FOLDER: &str = "tests/cli/transcripts";

#[test]
fn every_transcript_is_as_written() {
    let folder = support::root().join(FOLDER);
    let mut files: Vec<PathBuf> =
        folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 5, "transcripts are gone");
    for file in files {
        check(&file);
    }
}

#[test]
fn the_guide_shows_what_is_really_said() {
    check(&support::root().join("docs/command-line.md"));
}

fn check(file: &Path) {
    let desk = Desk::new();
    let written = std::fs::read_to_string(file).unwrap();
    let mut redactions = Redactions::new();
    redactions.insert("[FOLDER]", desk.session.folder().to_path_buf()).unwrap();
    redactions.insert("[ID]", regex::Regex::new("[0-9a-f]{32}").unwrap()).unwrap();
    let day = "[0-9]{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) 20[0-9]{2}";
    redactions.insert("[DAY]", regex::Regex::new(day).unwrap()).unwrap();
    redactions.insert("[TIME]", regex::Regex::new("[0-2][0-9]:[0-5][0-9]").unwrap()).unwrap();
    redactions.insert("[HOURS]", regex::Regex::new("[0-9]+ h [0-9]{2} min").unwrap()).unwrap();
    let said = redactions.redact(&replay(&desk, &written));
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(Data::text(said).raw(), Data::read_from(file, None).raw());
}

/// The text with what its commands say now.
fn replay(desk: &Desk, written: &str) -> String {
    let mut text = String::new();
    let mut in_block = false;
    for line in written.lines() {
        let command = line.strip_prefix("$ ").filter(|_| in_block);
        if line.starts_with("```") {
            in_block = line == "```console";
        }
        if command.is_some() || !in_block || line.starts_with("```") {
            text.push_str(line);
            text.push('\n');
        }
        if let Some(command) = command {
            text.push_str(&say(desk, command));
        }
    }
    text
}

fn say(desk: &Desk, line: &str) -> String {
    let programs = support::program("sixboard").unwrap();
    let path = format!("{}:/usr/bin:/bin", programs.parent().unwrap().display());
    let mut shell: Command = desk.session.command("sh");
    shell.args(["-c", &format!("exec 2>&1\n{line}")]).current_dir(desk.folder());
    shell.env("PATH", path).env("TZ", "Europe/London").env("COLUMNS", "100");
    let done = finish(&mut shell, b"");
    // White space at the end of a line is not seen, and editors take it away.
    let mut said: String = done.out.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if done.code != 0 {
        said.push_str(&format!("? {}\n", done.code));
    }
    said
}

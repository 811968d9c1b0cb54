//! How the program behaves as a program: pipes, core files, arguments of what it starts.

use std::fs;
use std::process::Stdio;
use std::time::Duration;

use support::until;

use crate::desk::{Desk, KEY};

const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_reader_that_had_enough_is_no_failure() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    for args in [&["list"][..], &["list", "--json"], &["code", "VAT"], &["completions", "zsh"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = desk.command(args);
        let output = command.stdin(Stdio::null()).stdout(writer).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("panic") && !said.contains("bug"), "{args:?} {said}");
        assert_eq!(output.status.code(), Some(0), "{args:?} {said}");
    }
}

#[test]
fn a_full_disk_under_the_result_is_told() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = desk.command(&["list"]).stdin(Stdio::null()).stdout(full).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("The disk did not work"), "{said}");
}

#[test]
fn a_crash_would_leave_no_core_file() {
    let desk = Desk::new();
    let mut command = desk.command(&["inspect", "-"]);
    let mut waiting = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let limits = format!("/proc/{}/limits", waiting.id());
    let forbidden = until("core files to be forbidden", PATIENCE, || {
        let limits = fs::read_to_string(&limits)?;
        let line = limits.lines().find(|line| line.starts_with("Max core file size"));
        let words: Vec<&str> = line.unwrap_or_default().split_whitespace().collect();
        Ok((words.get(4..6) == Some(&["0", "0"])).then_some(()))
    });
    drop(waiting.stdin.take());
    waiting.wait().unwrap();
    forbidden.unwrap();
}

#[test]
fn words_that_are_not_text_are_wrong_use_and_no_crash() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let desk = Desk::new();
    let mut command = desk.command(&["code"]);
    let output = command.arg(OsStr::from_bytes(b"\xff\xfe")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

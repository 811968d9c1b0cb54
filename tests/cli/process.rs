//! How the program behaves as a program: pipes, core files, arguments of what it starts.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use support::until;

use crate::desk::{Desk, Done, KEY, OTHER_KEY};
use crate::firm::Firm;

const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn a_reader_that_had_enough_is_no_failure() {
    let desk = Desk::new();
    desk.protect();
    desk.add("VAT", KEY).ok();
    let share = desk.folder().join("share");
    fs::create_dir(&share).unwrap();
    desk.ok(&["firm", "create", "Hart & Co", "--me", "Alice", "--store", "share"]);
    for args in [
        &["list"][..],
        &["list", "--json"],
        &["list", "--removed"],
        &["code", "VAT"],
        &["inspect", "-"],
        &["doctor"],
        &["passphrase"],
        &["firm", "status"],
        &["people"],
        &["devices", "--json"],
        &["team", "list"],
        &["holders"],
        &["requests"],
        &["verify"],
        &["sync"],
        &["completions", "zsh"],
        &["--help"],
        &["--version"],
    ] {
        let done = unread(&desk, args, "otpauth://totp/A?secret=JBSWY3DPEHPK3PXP");
        assert!(!done.err.contains("panic") && !done.err.contains("bug"), "{args:?} {done:?}");
        assert_eq!(done.code, 0, "{args:?} {done:?}");
    }
}

#[test]
fn what_is_to_be_done_is_done_whether_or_not_the_result_is_read() {
    let desk = Desk::new();
    unread(&desk, &["add", "--label", "VAT", "--key", "-"], KEY).ok();
    let backup = ["backup", "b", "--backup-passphrase-file", "-"];
    unread(&desk, &backup, "copper lamp").ok();
    let restore = ["restore", "b", "--backup-passphrase-file", "-", "--yes", "--profile", "new"];
    unread(&desk, &restore, "copper lamp").ok();
    let listed = desk.json(&["list", "--json", "--profile", "new"]);
    assert_eq!(listed[0]["label"], "VAT");
}

#[test]
fn what_is_shown_only_once_must_be_read() {
    let desk = Desk::new();
    desk.protect();
    fs::create_dir(desk.folder().join("share")).unwrap();
    let create = ["firm", "create", "Hart & Co", "--me", "Alice", "--store", "share", "--json"];
    for create in [&create[..7], &create] {
        unread(&desk, create, "").refused(1, "shown only this once could not be written");
        desk.run(&["firm", "status"]).refused(1, "in no firm");
    }
    let made = desk.json(&create);
    let sheets = made["sheets"].as_array().unwrap().iter();
    let sheets: Vec<&str> = sheets.map(|sheet| sheet.as_str().unwrap()).collect();
    let both = sheets.join("\n");
    let make = ["kit", "make", "--sheets-file", "-", "--json"];
    for make in [&make[..4], &make] {
        unread(&desk, make, &both).refused(1, "shown only this once could not be written");
        desk.run_with(&["kit", "check", "--sheets-file", "-"], &both).ok();
    }
    for invite in [&["invite", "Bob"][..], &["invite", "Bob", "--json"]] {
        unread(&desk, invite, "").refused(1, "sixboard invite 'Bob' --close");
        desk.ok(&["invite", "Bob", "--close"]);
    }
}

#[test]
fn a_bad_result_that_nobody_reads_is_still_a_bad_result() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    let before = desk.keyring_items();
    desk.add("PAYE", OTHER_KEY).ok();
    unread(&desk, &["inspect", "-"], "nonsense").refused(1, "");
    let item = desk.keyring_items().into_iter().find(|item| !before.contains(item)).unwrap();
    let mut tool = desk.session.command("secret-tool");
    assert!(
        tool.args(["clear", "service", "Sixboard", "username", &item]).status().unwrap().success()
    );
    let backup = ["backup", "b", "--backup-passphrase-file", "-"];
    unread(&desk, &backup, "copper lamp").refused(4, "");
    unread(&desk, &["doctor"], "").refused(1, "");
    let firm = Firm::of_three();
    let remove = ["kit", "use", "remove", "Alice", "--sheets-file", "-", "--yes"];
    firm.carol.run_with(&remove, &firm.sheets.join("\n")).ok();
    unread(&firm.carol, &["verify"], "").refused(4, "");
}

/// Runs a command whose result nobody reads.
fn unread(desk: &Desk, args: &[&str], input: &str) -> Done {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command: Command = desk.command(args);
    command.stdin(Stdio::piped()).stdout(writer).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // One that does not read its input closes it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    Done { code: output.status.code().unwrap_or(-1), out: String::new(), err }
}

#[test]
fn a_full_disk_under_the_result_is_told() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = desk.command(&["list"]).stdin(Stdio::null()).stdout(full).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("The result could not be written"), "{said}");
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

//! A real GNOME Keyring on a session bus of its own, in every state that lost other programs'
//! data. In none of them is a vault made anew, written over or lost.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::path::{Path, PathBuf};

use support::script::{self, be_child, items, run, run_one, run_with_pause, tool};
use xtask::session::PrivateSession;

#[test]
fn child() {
    be_child();
}

fn profile(session: &PrivateSession) -> PathBuf {
    session.folder().join("profile")
}

fn with_vault(session: &PrivateSession) -> (PathBuf, Vec<u8>) {
    let dir = profile(session);
    let said = run(session, &dir, "create;add,Income Tax,1;add,VAT,2");
    assert_eq!(said, ["added Income Tax", "added VAT"]);
    let database = database(&dir);
    (dir, database)
}

fn database(dir: &Path) -> Vec<u8> {
    std::fs::read(dir.join("vault.db")).unwrap()
}

fn key(seed: u8) -> String {
    format!("Ok({:?})", vec![seed; 20])
}

#[test]
fn keys_outlive_the_program_and_the_keyrings_program() {
    let mut session = PrivateSession::start().unwrap();
    let (dir, _) = with_vault(&session);
    let dump = run(&session, &dir, "open;dump");
    assert_eq!(dump[0], format!("Income Tax removed=None Current {}", key(1)));
    session.stop_keyring().unwrap();
    session.start_keyring().unwrap();
    assert_eq!(run(&session, &dir, "open;dump"), dump);
    assert_eq!(run_one(&session, &dir, "probe"), "probe fine");
    assert_eq!(items(&session).len(), 3, "the probe left nothing");
}

#[test]
fn without_a_keyring_service_nothing_is_made_and_nothing_touched() {
    let session = PrivateSession::start_without_keyring().unwrap();
    let dir = profile(&session);
    let said = run_one(&session, &dir, "create");
    assert!(said.starts_with("create failed: Keyring(Keyring(NoService("), "{said}");
    assert!(!dir.join("vault.db").exists() && !dir.join("vault.new").exists());
    let said = run_one(&session, &dir, "probe");
    assert!(said.starts_with("probe failed: Keyring(NoService("), "{said}");
}

#[test]
fn without_a_session_bus_it_is_no_service() {
    let session = PrivateSession::start().unwrap();
    let (dir, before) = with_vault(&session);
    let mut alone = script::child(&session, &dir, "open");
    alone.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    let output = String::from_utf8(alone.output().unwrap().stdout).unwrap();
    assert!(output.contains("= open failed: Keyring(NoService("), "{output}");
    assert_eq!(database(&dir), before);
}

#[test]
fn a_keyring_that_comes_late_is_found_by_the_same_program() {
    let mut session = PrivateSession::start().unwrap();
    let (dir, _) = with_vault(&session);
    session.stop_keyring().unwrap();
    let waiting = script::child(&session, &dir, "open;wait;open;dump");
    let said = run_with_pause(waiting, || session.start_keyring().unwrap());
    assert!(said[0].starts_with("open failed: Keyring(NoService("), "{said:?}");
    assert_eq!(said.len(), 3, "{said:?}");
}

#[test]
fn a_keyring_started_again_is_found_by_the_same_program() {
    let mut session = PrivateSession::start().unwrap();
    let (dir, _) = with_vault(&session);
    let waiting = script::child(&session, &dir, "open;wait;dump;add,PAYE,3");
    let said = run_with_pause(waiting, || {
        session.stop_keyring().unwrap();
        session.start_keyring().unwrap();
    });
    assert_eq!(said.last().unwrap(), "added PAYE", "{said:?}");
    assert_eq!(said.iter().filter(|line| line.contains("Current Ok(")).count(), 2);
}

#[test]
fn a_locked_keyring_whose_prompt_is_refused_says_so_and_works_once_open() {
    let mut session = PrivateSession::start().unwrap();
    let (dir, before) = with_vault(&session);
    session.lock_keyring().unwrap();
    // There is no display to ask on, which refuses the prompt.
    assert_eq!(run_one(&session, &dir, "open"), "open failed: Keyring(Refused)");
    assert_eq!(run_one(&session, &dir, "probe"), "probe failed: Keyring(Refused)");
    let fresh = session.folder().join("fresh");
    assert_eq!(run_one(&session, &fresh, "create"), "create failed: Keyring(Keyring(Refused))");
    assert!(!fresh.join("vault.db").exists());
    assert_eq!(database(&dir), before);
    session.stop_keyring().unwrap();
    session.start_keyring().unwrap();
    assert_eq!(run(&session, &dir, "open;dump").len(), 2);
}

#[test]
fn a_keyring_locked_while_the_vault_is_open_loses_nothing() {
    let session = PrivateSession::start().unwrap();
    let (dir, _) = with_vault(&session);
    let waiting =
        script::child(&session, &dir, "open;wait;add,PAYE,3;replace,VAT,4;passphrase,,secret");
    let said = run_with_pause(waiting, || session.lock_keyring().unwrap());
    assert_eq!(
        said,
        [
            "add failed: Keyring(Refused)",
            "replace failed: Keyring(Refused)",
            "passphrase failed: Open(Keyring(Refused))"
        ]
    );
}

#[test]
fn a_keyring_that_was_never_set_up_is_found_out_before_there_is_a_vault() {
    let mut session = PrivateSession::start_without_keyring().unwrap();
    session.start_locked_keyring().unwrap();
    let dir = profile(&session);
    let said = run_one(&session, &dir, "create");
    assert!(
        said == "create failed: Keyring(Keyring(NotSetUp))"
            || said == "create failed: Keyring(Keyring(Refused))",
        "{said}"
    );
    assert!(!dir.join("vault.db").exists());
}

#[test]
fn an_emptied_keyring_is_recognised_and_the_vault_can_only_be_set_aside_on_request() {
    let mut session = PrivateSession::start().unwrap();
    let (dir, before) = with_vault(&session);
    session.stop_keyring().unwrap();
    session.empty_keyring().unwrap();
    session.start_keyring().unwrap();
    assert_eq!(run_one(&session, &dir, "open"), "open failed: KeyMissing");
    assert_eq!(run_one(&session, &dir, "create"), "create failed: KeyMissing");
    assert_eq!(database(&dir), before);

    assert!(run(&session, &dir, "set_aside;create;add,New,9").len() == 1);
    let aside = std::fs::read(dir.join("vault-unreadable-2030-03-17.db")).unwrap();
    assert_eq!(aside, before);
}

#[test]
fn another_keyring_is_recognised_and_the_first_one_still_opens_the_vault() {
    let session = PrivateSession::start().unwrap();
    let (dir, before) = with_vault(&session);
    let other = PrivateSession::start().unwrap();
    assert_eq!(run_one(&other, &dir, "open"), "open failed: KeyMissing");
    assert_eq!(database(&dir), before);
    assert_eq!(run(&session, &dir, "open;dump").len(), 2);
}

#[test]
fn one_damaged_item_hides_no_other() {
    let session = PrivateSession::start().unwrap();
    let (dir, _) = with_vault(&session);
    let dump = run(&session, &dir, "open;garble,VAT;dump");
    assert_eq!(dump[0], format!("Income Tax removed=None Current {}", key(1)));
    assert_eq!(dump[1], "VAT removed=None Current Err(Damaged)");
}

#[test]
fn lost_damaged_and_doubled_items_are_mended_by_the_key_given_again() {
    let session = PrivateSession::start().unwrap();
    let (dir, _) = with_vault(&session);
    let dump = run(&session, &dir, "open;dump");
    for harm in ["lose,VAT", "garble,VAT"] {
        let said = run(&session, &dir, &format!("open;{harm};mend,VAT,2;mend,VAT,2;dump"));
        assert_eq!(said[..2], ["mended true", "mended false"], "{harm}");
        assert_eq!(said[2..], dump, "{harm}");
    }
    // Two items of one name that differ, as a keyring that was merged with another has them.
    let vat = run(&session, &dir, "open;item,VAT").remove(0);
    let mut twin = session.command("secret-tool");
    twin.args(["store", "--label", "twin", "service", "Sixboard", "username", &vat, "more", "1"]);
    let mut twin = twin.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut twin.stdin.take().unwrap(), b"AQIBBA==").unwrap();
    assert!(twin.wait().unwrap().success());
    let said = run(&session, &dir, "open;dump;mend,VAT,2;dump");
    assert_eq!(said[1], "VAT removed=None Current Err(Damaged)");
    assert_eq!(said[2], "mended true");
    assert_eq!(said[3..], dump);
    assert_eq!(items(&session).len(), 3, "the twin is gone");
}

#[test]
fn a_keyring_that_does_not_answer_is_waited_for_only_so_long() {
    let session = PrivateSession::start().unwrap();
    let (dir, _) = with_vault(&session);
    let daemon = keyring_process(&session);
    let mut slow = script::child(&session, &dir, "open;wait;add,PAYE,3;wait;add,PAYE,3;dump");
    slow.env("SIXBOARD_LIMIT_MS", "400");
    tool(&session, "true", &[]);
    // The first pause stops the keyring's program; a helper lets it go on a little later.
    let mut later = None;
    let said = run_with_two_pauses(
        slow,
        || drop(tool(&session, "kill", &["-STOP", &daemon])),
        || later = Some(tool(&session, "kill", &["-CONT", &daemon])),
    );
    assert!(later.is_some());
    assert_eq!(said[0], "add failed: Keyring(Waiting)");
    assert_eq!(said[1], "added PAYE");
    assert_eq!(said.len(), 5, "{said:?}");
    run(&session, &dir, "open");
    assert_eq!(items(&session).len(), 4, "the write that came late left nothing");
}

fn run_with_two_pauses(
    mut command: std::process::Command,
    first: impl FnOnce(),
    second: impl FnOnce(),
) -> Vec<String> {
    use std::io::{BufRead, BufReader, Write};
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let (mut said, mut first, mut second) = (Vec::new(), Some(first), Some(second));
    for line in out.lines().map_while(Result::ok) {
        match line.strip_prefix("= ") {
            Some("waiting") => {
                match first.take() {
                    Some(first) => first(),
                    None => second.take().unwrap()(),
                }
                input.write_all(b"\n").unwrap();
            }
            Some(line) => said.push(line.to_owned()),
            None => {}
        }
    }
    assert!(child.wait().unwrap().success());
    said
}

fn keyring_process(session: &PrivateSession) -> String {
    let said = tool(
        session,
        "dbus-send",
        &[
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.DBus",
            "/",
            "org.freedesktop.DBus.GetConnectionUnixProcessID",
            "string:org.freedesktop.secrets",
        ],
    );
    said.split_whitespace().last().unwrap().to_owned()
}

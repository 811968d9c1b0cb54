//! What is said when the keyring is not as it should be, and the passphrase that may guard it.

use std::fs;

use support::PrivateSession;

use crate::desk::{Desk, Done, KEY, OTHER_KEY};

#[test]
fn without_a_session_bus_it_is_told_and_nothing_is_made() {
    let desk = Desk::new();
    let run = |args: &[&str], input: &str| -> Done {
        let mut command = desk.command(args);
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        crate::desk::finish(&mut command, input.as_bytes())
    };
    run(&["add", "--label", "VAT", "--key", "-"], KEY).refused(3, "no keyring running");
    assert!(!desk.session.data().join("sixboard/vault.db").exists());
    desk.add("VAT", KEY).ok();
    run(&["code", "VAT"], "").refused(3, "no keyring running");
    run(&["list"], "").refused(3, "no keyring running");
    run(&["doctor"], "").refused(3, "");
    assert_eq!(desk.labels(), ["VAT"], "it is all there again");
}

#[test]
fn a_bus_without_a_keyring_is_told() {
    let desk = Desk { session: PrivateSession::start_without_keyring().unwrap() };
    desk.add("VAT", KEY).refused(3, "no keyring running");
}

#[test]
fn an_emptied_keyring_is_recognised_and_offers_recovery() {
    let mut desk = Desk::new();
    desk.add("VAT", KEY).ok();
    let args = ["backup", "b", "--backup-passphrase-file", "-"];
    desk.run_with(&args, "copper lamp").ok();
    desk.session.stop_keyring().unwrap();
    desk.session.empty_keyring().unwrap();
    desk.session.start_keyring().unwrap();
    for args in [&["list"][..], &["code", "VAT"], &["backup", "c"], &["passphrase"]] {
        desk.run(args).refused(4, "does not have this vault's key");
    }
    desk.add("PAYE", OTHER_KEY).refused(4, "does not have this vault's key");
    desk.run(&["recover"]).refused(1, "--yes");
    desk.ok(&["recover", "--yes"]);
    assert!(desk.labels().is_empty());
    let restore = ["restore", "b", "--backup-passphrase-file", "-", "--yes"];
    desk.run_with(&restore, "copper lamp").ok();
    assert_eq!(desk.labels(), ["VAT"]);
    desk.run(&["recover", "--yes"]).refused(1, "There is a vault here already.");
    let kept = fs::read_dir(desk.session.data().join("sixboard")).unwrap();
    assert!(kept.count() > 2, "the old vault is kept");
}

#[test]
fn a_vault_with_a_passphrase_opens_with_it_alone() {
    let desk = Desk::new();
    let file = desk.file("pass.txt", "copper lamp\n");
    let add = ["add", "--label", "VAT", "--key", "-", "--passphrase-file", &file];
    desk.run_with(&add, KEY).ok();
    let code = desk.ok(&["code", "VAT", "--at", "59", "--passphrase-file", &file]);
    let args = ["code", "VAT", "--at", "59", "--passphrase-file", "-"];
    assert_eq!(desk.run_with(&args, "copper lamp").ok(), code);
    desk.run_with(&args, "copper lamp ").refused(1, "Wrong passphrase.");
    desk.run(&["code", "VAT"]).refused(1, "--passphrase-file");
    desk.run(&["list"]).refused(1, "--passphrase-file");
    desk.run(&["code", "VAT", "--passphrase-file", "none.txt"]).refused(1, "none.txt");
}

#[test]
fn a_passphrase_can_be_set_changed_and_removed() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    assert!(desk.ok(&["passphrase"]).contains("sign-in protects"));
    let first = desk.file("first.txt", "copper lamp\n");
    let second = desk.file("second.txt", "seven river\n");
    let short = desk.file("short.txt", "1234\n");
    let run = |args: &[&str]| desk.run(&[&["passphrase"], args].concat());
    run(&["--new-passphrase-file", &short]).refused(1, "Too short.");
    assert!(run(&["--new-passphrase-file", &first]).ok().contains("A passphrase protects"));
    run(&["--new-passphrase-file", &second]).refused(1, "--passphrase-file");
    let wrong = ["--passphrase-file", &second, "--new-passphrase-file", &second];
    run(&wrong).refused(1, "Wrong passphrase.");
    run(&["--passphrase-file", &first, "--new-passphrase-file", &second]).ok();
    desk.run(&["list", "--passphrase-file", &first]).refused(1, "Wrong passphrase.");
    run(&["--passphrase-file", &second, "--remove"]).ok();
    assert_eq!(desk.labels(), ["VAT"]);
}

#[test]
fn standard_input_is_read_once() {
    let desk = Desk::new();
    let args = ["add", "--label", "VAT", "--key", "-", "--passphrase-file", "-"];
    desk.run_with(&args, KEY).refused(2, "only once");
}

#[test]
fn two_profiles_know_nothing_of_each_other() {
    let desk = Desk::new();
    let other = ["--profile", "other"];
    desk.add("VAT", KEY).ok();
    let add = [&["add", "--label", "VAT", "--key", "-"], &other[..]].concat();
    desk.run_with(&add, OTHER_KEY).ok();
    let code = |more: &[&str]| desk.ok(&[&["code", "VAT", "--at", "59"], more].concat());
    assert_ne!(code(&[]), code(&other));
    desk.ok(&["remove", "VAT", "--for-good", "--yes", "--profile", "other"]);
    assert_eq!(desk.labels(), ["VAT"]);
    desk.add("PAYE", OTHER_KEY).ok();
    fs::remove_dir_all(desk.folder().join("other")).unwrap();
    assert_eq!(desk.labels(), ["PAYE", "VAT"]);
}

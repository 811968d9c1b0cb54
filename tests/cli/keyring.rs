//! What is said when the keyring is not as it should be, and the passphrase that may guard it.

use std::fs;

use support::{PrivateSession, not_run};

use crate::desk::{Desk, Done, KEY, OTHER_KEY, finish};
use crate::trouble::Disk;

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
    let desk = Desk::in_session(PrivateSession::start_without_keyring().unwrap());
    desk.add("VAT", KEY).refused(3, "no keyring running");
}

#[test]
fn a_locked_keyring_is_told_and_opens_again() {
    let mut desk = Desk::new();
    desk.add("VAT", KEY).ok();
    desk.session.lock_keyring().unwrap();
    each_refused(&desk, 1, "The keyring stayed locked: its question was closed or not answered.");
    desk.session.stop_keyring().unwrap();
    desk.session.start_locked_keyring().unwrap();
    each_refused(&desk, 1, "Try again, and type the keyring's password");
    desk.session.stop_keyring().unwrap();
    desk.session.start_keyring().unwrap();
    assert_eq!(desk.labels(), ["VAT"]);
}

#[test]
fn the_key_of_another_vault_is_not_taken_for_this_ones() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    let ours = desk.keyring_items().into_iter().find(|item| is_vault_key(item)).unwrap();
    let kept = read_item(&desk, &ours);
    desk.run_with(&["add", "--label", "B", "--key", "-", "--profile", "other"], OTHER_KEY).ok();
    let mut items = desk.keyring_items().into_iter();
    let theirs = items.find(|item| is_vault_key(item) && *item != ours).unwrap();
    write_item(&desk, &ours, &read_item(&desk, &theirs));
    each_refused(&desk, 4, "This keyring does not hold this vault's key. It has another one.");
    write_item(&desk, &ours, &kept[..kept.len() / 2]);
    each_refused(&desk, 4, "The vault's key in the keyring cannot be read.");
    write_item(&desk, &ours, &kept);
    assert_eq!(desk.labels(), ["VAT"], "nothing was changed");
}

#[test]
fn one_item_that_is_garbled_or_missing_is_told_and_the_others_work() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    let mut items = desk.keyring_items().into_iter();
    let item = items.find(|item| !is_vault_key(item)).unwrap();
    desk.add("PAYE", OTHER_KEY).ok();
    let (code, kept) = (desk.ok(&["code", "VAT", "--at", "59"]), read_item(&desk, &item));
    let vat = |exit: i32, words: &str| {
        let said = desk.run(&["code", "VAT"]).refused(exit, words);
        assert!(said.contains("Restore your backup or add the key again"), "{said}");
        desk.ok(&["code", "PAYE"]);
        desk.ok(&["list"]);
        let doctor = desk.run(&["doctor"]);
        assert!(doctor.out.contains("1 records cannot be read."), "{doctor:?}");
        assert_eq!(doctor.code, 1, "{doctor:?}");
    };
    write_item(&desk, &item, &kept[..kept.len() / 2]);
    vat(4, "This account's secret key in the keyring cannot be read.");
    let mut tool = desk.session.command("secret-tool");
    let cleared = tool.args(["clear", "service", "Sixboard", "username", &item]).status().unwrap();
    assert!(cleared.success());
    vat(4, "The keyring no longer has this account's secret key.");
    write_item(&desk, &item, &kept);
    assert_eq!(desk.ok(&["code", "VAT", "--at", "59"]), code);
}

#[test]
fn a_full_and_a_read_only_disk_under_the_vault_are_told_and_codes_still_work() {
    let desk = Desk::new();
    let folder = desk.folder().join("disk");
    fs::create_dir(&folder).unwrap();
    let Some(disk) = Disk::mount(&folder, "size=1m") else {
        return not_run("a full and a read-only disk under a vault", "mounting is not permitted");
    };
    let run = |args: &[&str]| desk.run_with(&[args, &["--profile", "disk/vault"]].concat(), KEY);
    run(&["add", "--label", "VAT", "--key", "-"]).ok();
    let code = run(&["code", "VAT", "--at", "59"]).ok();
    let refused = |words: &str| {
        for args in [
            &["rename", "VAT", "X"][..],
            &["remove", "VAT"],
            &["passphrase", "--new-passphrase-file", "-"],
        ] {
            run(args).refused(1, words);
        }
        let add = ["add", "--label", "PAYE", "--key", "-", "--profile", "disk/vault"];
        desk.run_with(&add, OTHER_KEY).refused(1, words);
        let doctor = run(&["doctor"]);
        assert!(doctor.code == 1 && doctor.out.contains(words), "{doctor:?}");
        assert_eq!(run(&["code", "VAT", "--at", "59"]).ok(), code);
        assert!(run(&["list"]).ok().starts_with("VAT "));
    };
    // Fails where it is full, which is what is wanted.
    let _ = fs::write(folder.join("filler"), vec![1; 2 << 20]);
    refused("The disk is full.");
    fs::remove_file(folder.join("filler")).unwrap();
    disk.remount("ro");
    refused("cannot be written to.");
    disk.remount("rw");
    run(&["rename", "VAT", "X"]).ok();
}

/// Whatever needs the vault's key is refused so, and adds nothing.
#[track_caller]
fn each_refused(desk: &Desk, code: i32, words: &str) {
    for args in [&["list"][..], &["code", "VAT"], &["remove", "VAT"], &["passphrase"]] {
        desk.run(args).refused(code, words);
    }
    desk.add("PAYE", OTHER_KEY).refused(code, words);
    let doctor = desk.run(&["doctor"]);
    assert!(doctor.code == code && doctor.out.contains(words), "{doctor:?}");
}

fn is_vault_key(item: &str) -> bool {
    item.contains("/key.")
}

fn read_item(desk: &Desk, item: &str) -> String {
    let mut tool = desk.session.command("secret-tool");
    let output = tool.args(["lookup", "service", "Sixboard", "username", item]).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn write_item(desk: &Desk, item: &str, text: &str) {
    let mut tool = desk.session.command("secret-tool");
    tool.args(["store", "--label", "Sixboard", "service", "Sixboard", "username", item]);
    finish(&mut tool, text.as_bytes()).ok();
    assert_eq!(read_item(desk, item), text);
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

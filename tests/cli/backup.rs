//! The way out and back: a backup, a new computer, the same codes.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, KEY, OTHER_KEY, finish};

const PASSPHRASE: &str = "copper lamp seven river";

/// A desk with two accounts, one of which has a replaced key, and a backup of them.
fn backed_up() -> (Desk, Vec<u8>) {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    desk.add("PAYE", OTHER_KEY).ok();
    let replace = ["add", "--label", "VAT", "--key", "-", "--replace"];
    desk.run_with(&replace, "KRSXG5CTMVRXEZLUKN2GC3TEKRSXG5CT").ok();
    let args = ["backup", "firm.sixboard-backup", "--backup-passphrase-file", "-"];
    desk.run_with(&args, &format!("{PASSPHRASE}\n")).ok();
    let backup = fs::read(desk.folder().join("firm.sixboard-backup")).unwrap();
    (desk, backup)
}

/// A new computer with the backup on it.
fn new_desk(backup: &[u8]) -> Desk {
    let desk = Desk::new();
    fs::write(desk.folder().join("firm.sixboard-backup"), backup).unwrap();
    desk
}

fn restore(desk: &Desk, passphrase: &str, more: &[&str]) -> crate::desk::Done {
    let mut args = vec!["restore", "firm.sixboard-backup", "--backup-passphrase-file", "-"];
    args.extend(more);
    desk.run_with(&args, passphrase)
}

#[test]
fn a_backup_gives_the_same_codes_on_a_new_computer() {
    let (old, backup) = backed_up();
    let new = new_desk(&backup);
    let shown = restore(&new, PASSPHRASE, &["--json"]).ok();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["restored"], Value::Null);
    assert_eq!(shown["rows"].as_array().unwrap().len(), 2);
    assert_eq!(new.json(&["list", "--json"]), json!([]), "showing a plan changes nothing");
    restore(&new, PASSPHRASE, &["--yes"]).ok();
    for label in ["VAT", "PAYE"] {
        let code = |desk: &Desk| desk.ok(&["code", label, "--at", "1111111111"]);
        assert_eq!(code(&old), code(&new), "{label}");
    }
    new.ok(&["confirm", "VAT", "--refused"]);
    old.ok(&["confirm", "VAT", "--refused"]);
    let code = |desk: &Desk| desk.ok(&["code", "VAT", "--at", "1111111111"]);
    assert_eq!(code(&old), code(&new), "the earlier key came along");
}

#[test]
fn restoring_twice_adds_nothing() {
    let (_, backup) = backed_up();
    let new = new_desk(&backup);
    restore(&new, PASSPHRASE, &["--yes"]).ok();
    let again = restore(&new, PASSPHRASE, &["--yes"]).ok();
    assert!(again.contains("There is nothing to add."), "{again}");
    assert_eq!(new.labels(), ["PAYE", "VAT"]);
}

#[test]
fn each_way_a_backup_can_be_bad_has_its_own_words_and_leaves_no_vault_behind() {
    let (_, backup) = backed_up();
    let new = new_desk(&backup);
    restore(&new, "wrong", &["--yes"]).refused(1, "Wrong passphrase for this backup.");
    let mut altered = backup.clone();
    *altered.last_mut().unwrap() ^= 1;
    for (bytes, code, words) in [
        (&backup[..backup.len() / 2], 4, "cut off"),
        (&altered, 4, "damaged"),
        (b"otpauth://totp/A?secret=JBSWY3DPEHPK3PXP".as_slice(), 1, "not a Sixboard backup"),
        (b"".as_slice(), 1, "not a Sixboard backup"),
    ] {
        fs::write(new.folder().join("firm.sixboard-backup"), bytes).unwrap();
        restore(&new, PASSPHRASE, &["--yes"]).refused(code, words);
    }
    assert!(!new.session.data().join("sixboard/vault.db").exists());
    assert_eq!(new.json(&["list", "--json"]), json!([]));
}

#[test]
fn an_earlier_file_is_replaced_only_with_a_yes() {
    let (desk, backup) = backed_up();
    let args = ["backup", "firm.sixboard-backup", "--backup-passphrase-file", "-"];
    desk.run_with(&args, PASSPHRASE).refused(1, "--yes");
    assert_eq!(fs::read(desk.folder().join("firm.sixboard-backup")).unwrap(), backup);
    desk.run_with(&[&args[..], &["--yes"]].concat(), PASSPHRASE).ok();
    assert_ne!(fs::read(desk.folder().join("firm.sixboard-backup")).unwrap(), backup);
}

#[test]
fn a_backup_opens_without_a_vault_and_without_a_keyring() {
    let (_, backup) = backed_up();
    let mut new = new_desk(&backup);
    new.session.stop_keyring().unwrap();
    let open = |more: &[&str], passphrase: &str| {
        let args = [&["firm.sixboard-backup", "--passphrase-file", "-"], more].concat();
        finish(&mut new.program("sixboard-backup", &args), passphrase.as_bytes())
    };
    open(&[], "wrong").refused(1, "Wrong passphrase for this backup.");
    let listed = open(&[], PASSPHRASE).ok();
    assert!(listed.contains("VAT") && !listed.contains(KEY), "{listed}");
    let uris = open(&["--uris"], PASSPHRASE).ok();
    let inspected = new.run_with(&["inspect", "-", "--json"], &uris).ok();
    let inspected: Value = serde_json::from_str(&inspected).unwrap();
    assert_eq!(inspected["accounts"].as_array().unwrap().len(), 3, "every key is a way in");
    assert_eq!(inspected["skipped"], json!([]));
    assert!(uris.contains(KEY) && uris.contains(OTHER_KEY), "{uris}");
}

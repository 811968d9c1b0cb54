//! Ended at any moment, and two at once: nothing is lost, and nothing is there twice.

use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use crate::desk::{Desk, KEY, OTHER_KEY};

fn base32(number: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digit = |place: usize| char::from(letters[(number >> (5 * place)) & 31]);
    (0..32).map(|place| digit(place % 6)).collect()
}

/// Starts an `add` whose key is in a file, because nobody waits to pipe it in.
fn start_add(desk: &Desk, label: &str, uri_file: &str) -> Child {
    let mut command = desk.command(&["add", "--label", label, "--uri", "-"]);
    command.stdin(std::fs::File::open(uri_file).unwrap());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn an_add_that_is_killed_leaves_the_vault_as_before_or_after() {
    let desk = Desk::new();
    desk.add("First", KEY).ok();
    let expected = desk.ok(&["code", "First", "--at", "59"]);
    for round in 0..24_usize {
        let label = format!("Killed {round}");
        let uri = format!("otpauth://totp/A:me?secret={}", base32(round + 1));
        let file = desk.file("uri.txt", &uri);
        let mut add = start_add(&desk, &label, &file);
        // Spread over the whole run of an add, from before its start to after its end.
        thread::sleep(Duration::from_millis(4 * round as u64));
        add.kill().unwrap();
        add.wait().unwrap();
        let labels = desk.labels();
        assert!(labels.contains(&"First".to_owned()));
        if labels.contains(&label) {
            assert_eq!(desk.ok(&["code", &label, "--at", "59"]).trim_end().len(), 6);
        } else {
            desk.run_with(&["add", "--label", &label, "--uri", "-"], &uri).ok();
        }
    }
    assert_eq!(desk.labels().len(), 25);
    assert_eq!(desk.ok(&["code", "First", "--at", "59"]), expected);
    let doctor = desk.ok(&["doctor"]);
    assert!(doctor.contains("Every account can be read (25)."), "{doctor}");
}

#[test]
fn the_first_add_of_all_can_be_killed_too() {
    for round in 0..8 {
        let desk = Desk::new();
        let file = desk.file("uri.txt", &format!("otpauth://totp/A:me?secret={KEY}"));
        let mut add = start_add(&desk, "First", &file);
        thread::sleep(Duration::from_millis(12 * round));
        add.kill().unwrap();
        add.wait().unwrap();
        if desk.labels().is_empty() {
            desk.add("First", KEY).ok();
        }
        assert_eq!(desk.labels(), ["First"]);
    }
}

#[test]
fn of_two_adds_of_one_label_one_wins_and_the_other_is_told() {
    for round in 0..6 {
        let desk = Desk::new();
        let ours = desk.file("ours.txt", &format!("otpauth://totp/A:me?secret={KEY}"));
        let theirs = desk.file("theirs.txt", &format!("otpauth://totp/A:me?secret={OTHER_KEY}"));
        if round % 2 == 0 {
            desk.add("Before", "KRSXG5CTMVRXEZLUKN2GC3TEKRSXG5CT").ok();
        }
        let adds = [start_add(&desk, "Same", &ours), start_add(&desk, "same", &theirs)];
        let mut codes = adds.map(|mut add| add.wait().unwrap().code().unwrap());
        codes.sort_unstable();
        assert_eq!(codes, [0, 1], "round {round}");
        let same = desk.labels().into_iter().filter(|label| label.to_lowercase() == "same");
        assert_eq!(same.count(), 1);
    }
}

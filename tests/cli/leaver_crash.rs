//! A leaving while programs are killed, the folder goes away, and the device of who began it is
//! lost: what was captured is never lost, and another administrator goes on.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::desk::{Desk, Done, KEY, OTHER_KEY};
use crate::firm::{Firm, code, oathtool};
use crate::leaver::{answer_all, with_vat};

/// Runs a command and kills it after a part of the time that it takes.
fn killed(desk: &Desk, args: &[&str], input: &str, after: Duration) {
    let file = desk.file("input.txt", input);
    let mut command = desk.command(args);
    command.stdin(fs::File::open(file).unwrap()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

fn replace(desk: &Desk, key: &str) -> Done {
    desk.run_with(&["add", "--label", "VAT", "--key", "-", "--replace"], key)
}

fn state(desk: &Desk) -> String {
    let view = desk.json(&["leaver", "status", "Carol", "--json"]);
    view["accounts"][0]["state"].as_str().unwrap().to_owned()
}

/// The time that a command takes here, by one that does much the same.
fn one_command(desk: &Desk) -> Duration {
    let begun = Instant::now();
    desk.ok(&["sync"]);
    begun.elapsed()
}

/// Each act of the wizard is killed at five moments, and then done by the other administrator.
#[test]
fn whatever_is_killed_is_as_before_or_after_and_another_administrator_goes_on() {
    let firm = with_vat();
    let Firm { alice, bob, carol, .. } = &firm;
    let takes = one_command(alice);
    let moments = (1..=5).map(|part| takes * part / 4);

    for after in moments.clone() {
        killed(alice, &["leaver", "start", "Carol", "--yes"], "", after);
    }
    let started = alice.run(&["leaver", "start", "Carol", "--yes"]);
    assert!(started.code == 0 || started.err.contains("Somebody has begun"), "{}", started.err);
    alice.ok(&["sync"]);
    carol.run(&["sync"]).refused(1, "was removed");
    bob.ok(&["sync"]);
    assert_eq!(state(bob), "not_begun");

    for after in moments.clone() {
        killed(alice, &["leaver", "answer", "Carol", "told", "yes", "--text", "all"], "", after);
        killed(alice, &["replace", "VAT"], "", after);
    }
    bob.ok(&["sync"]);
    assert!(["not_begun", "begun"].contains(&&*state(bob)));
    for after in moments.clone() {
        killed(alice, &["replace", "VAT", "--key", "-"], OTHER_KEY, after);
        let now = code(alice, "VAT").ok();
        assert!([oathtool(KEY), oathtool(OTHER_KEY)].contains(&now), "a key of before or after");
    }
    let again = replace(alice, OTHER_KEY);
    assert!(again.code == 0 || again.err.contains("it replaces nothing"), "{}", again.err);
    alice.ok(&["sync"]);
    bob.ok(&["sync"]);
    assert_eq!(code(bob, "VAT").ok(), oathtool(OTHER_KEY));

    for after in moments {
        killed(alice, &["confirm", "VAT", "--accepted"], "", after);
    }
    alice.ok(&["sync"]);
    let confirmed = bob.run(&["confirm", "VAT", "--accepted"]);
    assert!(confirmed.code == 0 || confirmed.err.contains("no new key"), "{}", confirmed.err);
    answer_all(bob, "Carol");
    assert_eq!(state(bob), "replaced");
    bob.ok(&["leaver", "sign-off", "Carol"]);
    for desk in [alice, bob] {
        desk.ok(&["sync"]);
        assert_eq!(code(desk, "VAT").ok(), oathtool(OTHER_KEY));
        assert_eq!(desk.json(&["list", "--json"]).as_array().unwrap().len(), 1);
    }
    assert_eq!(alice.json(&["verify", "--json"]), bob.json(&["verify", "--json"]));
}

#[test]
fn the_folder_goes_away_half_way_and_what_was_done_goes_out_later() {
    let firm = with_vat();
    let Firm { alice, bob, carol, .. } = &firm;
    let away = format!("{} away", firm.place.address);
    alice.ok(&["leaver", "start", "Carol", "--yes"]);
    fs::rename(&firm.place.address, &away).unwrap();
    let waits = |done: Done| {
        assert!(done.err.contains("not in the firm's folder yet"), "{}", done.err);
        done.ok()
    };
    waits(alice.run_with(&["replace", "VAT", "--key", "-"], OTHER_KEY));
    waits(alice.run(&["leaver", "answer", "Carol", "knew-passwords", "no"]));
    let out = alice.folder().join("bob.pdf").display().to_string();
    waits(alice.run(&["handout", "VAT", "--to", "Bob", "--out", &out]));
    alice.ok(&["confirm", "VAT", "--accepted"]);
    assert_eq!(state(alice), "replaced");
    assert_eq!(code(bob, "VAT").ok(), oathtool(KEY), "it has not heard");
    fs::rename(&away, &firm.place.address).unwrap();
    alice.ok(&["sync"]);
    bob.ok(&["sync"]);
    assert_eq!(state(bob), "replaced");
    assert_eq!(code(bob, "VAT").ok(), oathtool(OTHER_KEY));
    let rows = bob.json(&["handout", "list", "--json"]);
    assert_eq!((rows[0]["number"].clone(), rows[0]["person"].clone()), (1.into(), "Bob".into()));
    carol.run(&["sync"]).refused(1, "was removed");
}

/// Alice's only device is lost when one of two keys is replaced. Bob, who is her junior, cannot
/// remove it, but he can go on, and a third administrator signs off.
#[test]
fn when_the_device_of_who_began_is_lost_another_administrator_goes_on() {
    let firm = with_vat();
    let Firm { alice, bob, .. } = &firm;
    let dan = Desk::new();
    dan.protect();
    firm.enrol(&dan, "Dan", &["--role", "administrator"]);
    alice.add("PAYE", "KRSXG5CTMVRXEZLUKN2GC3TEKRSXG5CT").ok();
    alice.ok(&["share", "PAYE", "--team", "Tax"]);
    firm.carol.ok(&["sync"]);
    alice.ok(&["leaver", "start", "Carol", "--yes"]);
    replace(alice, OTHER_KEY).ok();
    alice.ok(&["replace", "PAYE"]);

    bob.ok(&["sync"]);
    let view = bob.json(&["leaver", "status", "Carol", "--json"]);
    assert_eq!(view["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(view["accounts"][0]["begun_by"], "Alice");
    assert_eq!(code(bob, "VAT").ok(), oathtool(OTHER_KEY), "what she captured is not lost");
    bob.run_with(&["add", "--label", "PAYE", "--key", "-", "--replace"], &KEY.replace('J', "K"))
        .ok();
    for label in ["VAT", "PAYE"] {
        bob.ok(&["confirm", label, "--accepted"]);
    }
    answer_all(bob, "Carol");
    dan.ok(&["sync"]);
    dan.ok(&["leaver", "sign-off", "Carol"]);
    bob.ok(&["sync"]);
    assert_eq!(bob.json(&["leaver", "status", "Carol", "--json"])["signed_off_by"], "Dan");
}

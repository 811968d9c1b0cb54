//! `kill -9` at every step, with a real keyring: the next start finds the state before or after,
//! nothing between, and nothing left over.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use support::script::{self, be_child, items, kill_at, run};
use xtask::session::PrivateSession;

#[test]
fn child() {
    be_child();
}

/// A session, and a fresh vault with an account "old" for each case.
struct Bench {
    session: PrivateSession,
    cases: u32,
}

impl Bench {
    fn new() -> Self {
        Self { session: PrivateSession::start().unwrap(), cases: 0 }
    }

    fn fresh_dir(&mut self) -> PathBuf {
        self.cases += 1;
        self.session.folder().join(format!("case {}", self.cases))
    }

    /// Kills `step` at `place` and says what is there afterwards: the dump, and the keyring items
    /// of this vault.
    fn after_kill(&mut self, step: &str, place: &str) -> Outcome {
        let dir = self.fresh_dir();
        let vault = run(&self.session, &dir, "create;add,old,1;id").pop().unwrap();
        kill_at(&self.session, &dir, &format!("open;{step}"), place);
        let dump = run(&self.session, &dir, "open;dump");
        // A second start finds the same: what the first one cleared away stays away.
        assert_eq!(run(&self.session, &dir, "open;dump"), dump);
        let mine = items(&self.session);
        Outcome { dump, items: mine.iter().filter(|item| item.starts_with(&vault)).count() }
    }
}

#[derive(Debug, PartialEq)]
struct Outcome {
    dump: Vec<String>,
    items: usize,
}

fn key(seed: u8) -> String {
    format!("Ok({:?})", vec![seed; 20])
}

#[test]
fn adding_is_whole_or_not_at_all() {
    let mut bench = Bench::new();
    let old = format!("old removed=None Current {}", key(1));
    let new = format!("new removed=None Current {}", key(2));
    let before = Outcome { dump: vec![old.clone()], items: 2 };
    let after = Outcome { dump: vec![new, old], items: 3 };
    for place in ["add: intended", "keep: written", "add: kept"] {
        assert_eq!(bench.after_kill("add,new,2", place), before, "{place}");
    }
    assert_eq!(bench.after_kill("add,new,2", "add: committed"), after);
}

#[test]
fn replacing_is_whole_or_not_at_all() {
    let mut bench = Bench::new();
    let one = format!("old removed=None Current {}", key(1));
    let two = format!("old removed=None Previous {} Unconfirmed {}", key(1), key(2));
    let before = Outcome { dump: vec![one], items: 2 };
    for place in ["add: intended", "keep: written", "add: kept"] {
        assert_eq!(bench.after_kill("replace,old,2", place), before, "{place}");
    }
    let after = Outcome { dump: vec![two], items: 3 };
    assert_eq!(bench.after_kill("replace,old,2", "add: committed"), after);
}

/// Where the record is whole, where it is not, and where only the record is lost.
#[test]
fn mending_killed_at_any_step_loses_nothing_and_goes_on_where_it_was() {
    let mut bench = Bench::new();
    let whole = [
        format!("new removed=None Current {}", key(2)),
        format!("old removed=None Current {}", key(1)),
    ];
    for lost in ["lose,old", "lose,old;spoil,old", "spoil,old"] {
        for place in ["mend: intended", "keep: written", "mend: kept", "mend: committed"] {
            if lost == "spoil,old" && place == "keep: written" {
                continue; // no item is written
            }
            let dir = bench.fresh_dir();
            let session = &bench.session;
            let make = format!("create;add,old,1;add,new,2;backup,b;id;{lost}");
            let vault = run(session, &dir, &make).remove(2);
            kill_at(session, &dir, "open;restore,b", place);
            let dump = run(session, &dir, "open;dump");
            assert_eq!(dump[0], whole[0], "the other account: {lost} {place}");
            assert_eq!(dump.len(), 2, "{lost} {place}: {dump:?}");
            assert_eq!(run(session, &dir, "open;restore,b;dump"), whole, "{lost} {place}");
            let left = items(session).into_iter().filter(|item| item.starts_with(&vault)).count();
            assert_eq!(left, 3, "one vault key, two secret keys: {lost} {place}");
        }
    }
}

#[test]
fn wiping_goes_on_at_the_next_start() {
    let mut bench = Bench::new();
    for place in ["purge: committed", "discard: deleted"] {
        let outcome = bench.after_kill("remove,old;purge", place);
        assert_eq!(outcome, Outcome { dump: vec![], items: 1 }, "{place}");
    }
}

#[test]
fn a_passphrase_is_the_old_one_or_the_new_one() {
    let mut bench = Bench::new();
    let old = format!("old removed=None Current {}", key(1));
    for (place, set) in [
        ("passphrase: intended", false),
        ("keep: written", false),
        ("passphrase: kept", false),
        ("passphrase: committed", true),
        ("discard: deleted", true),
    ] {
        let dir = bench.fresh_dir();
        let session = &bench.session;
        let vault = run(session, &dir, "create;add,old,1;id").pop().unwrap();
        kill_at(session, &dir, "open;passphrase,,correct horse", place);
        let (right, wrong) = if set { ("open,correct horse", "open") } else { ("open", "") };
        assert_eq!(
            run(session, &dir, &format!("{right};dump")),
            std::slice::from_ref(&old),
            "{place}"
        );
        if set {
            let refused = run(session, &dir, wrong);
            assert_eq!(refused, ["open failed: PassphraseNeeded"], "{place}");
        }
        let left = items(session).into_iter().filter(|item| item.starts_with(&vault)).count();
        assert_eq!(left, 2, "one vault key, one secret key: {place}");
    }
}

#[test]
fn a_sign_in_to_the_store_is_the_old_one_or_the_new_one() {
    let mut bench = Bench::new();
    for (place, kept, parts) in [
        ("sign-in: intended", "a 2000", 2),
        ("keep: written", "a 2000", 2),
        ("sign-in: kept", "a 2000", 2),
        ("sign-in: committed", "b 10", 1),
        ("discard: deleted", "b 10", 1),
    ] {
        let dir = bench.fresh_dir();
        let session = &bench.session;
        let vault = run(session, &dir, "create;enter;sign_in,a,2000;id").pop().unwrap();
        kill_at(session, &dir, "open;sign_in,b,10", place);
        assert_eq!(run(session, &dir, "open;show_sign_in"), [kept], "{place}");
        let left = items(session).into_iter().filter(|item| item.starts_with(&vault)).count();
        assert_eq!(left, 2 + parts, "the vault key, the seeds, the sign-in: {place}");
    }
}

#[test]
fn making_a_vault_is_whole_or_not_at_all() {
    let mut bench = Bench::new();
    for place in ["create: intended", "create: written", "create: kept"] {
        let dir = bench.fresh_dir();
        let before = items(&bench.session);
        kill_at(&bench.session, &dir, "create", place);
        assert_eq!(run(&bench.session, &dir, "open"), ["open failed: Absent"], "{place}");
        assert!(run(&bench.session, &dir, "create").is_empty(), "{place}");
        assert!(run(&bench.session, &dir, "open").is_empty(), "{place}");
        let made = items(&bench.session).len() - before.len();
        assert_eq!(made, 1, "the first attempt's key is gone: {place}");
    }
    let dir = bench.fresh_dir();
    kill_at(&bench.session, &dir, "create", "create: published");
    assert!(run(&bench.session, &dir, "open").is_empty());
}

#[test]
fn killed_at_any_moment_of_adding_many_nothing_that_was_told_is_lost() {
    let mut bench = Bench::new();
    for round in 0..12_usize {
        let dir = bench.fresh_dir();
        let vault = run(&bench.session, &dir, "create;id").pop().unwrap();
        let adds = (1..=60).map(|seed| format!("add,account {seed:02},{seed}"));
        let script = format!("open;{}", adds.collect::<Vec<_>>().join(";"));
        let mut child = script::child(&bench.session, &dir, &script).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let lines = out.lines().map_while(Result::ok);
        let mut added = lines.filter(|line| line.starts_with("= added"));
        let heard = added.by_ref().take(1 + round).count();
        child.kill().unwrap();
        let told = heard + added.count();
        child.wait().unwrap();
        assert!(heard == 1 + round && told < 60, "killed in the middle of it: {told}");

        let dump = run(&bench.session, &dir, "open;dump");
        assert!(dump.len() == told || dump.len() == told + 1, "told {told}, found {dump:?}");
        for (line, seed) in dump.iter().zip(1..) {
            let expected = format!("account {seed:02} removed=None Current {}", key(seed));
            assert_eq!(*line, expected);
        }
        let mine = items(&bench.session).into_iter().filter(|item| item.starts_with(&vault));
        assert_eq!(mine.count(), dump.len() + 1, "left over in the keyring");
    }
}

#[test]
fn two_programs_adding_at_once_make_no_duplicates_and_lose_nothing() {
    let mut bench = Bench::new();
    let dir = bench.fresh_dir();
    run(&bench.session, &dir, "create");
    let script = |first: u8| {
        let same = (1..=8).map(|number| format!("add,same {number},{}", first + number));
        let own = (1..=8).map(|number| format!("add,own {first} {number},{}", first + 20 + number));
        let steps: Vec<String> = same.chain(own).collect();
        format!("open;{}", steps.join(";"))
    };
    let children =
        [0, 100].map(|first| script::child(&bench.session, &dir, &script(first)).spawn().unwrap());
    let mut said = Vec::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        said.push(String::from_utf8(output.stdout).unwrap());
    }
    let count = |text: &str| said.iter().map(|out| out.matches(text).count()).sum::<usize>();
    assert_eq!(count("= added same"), 8, "{said:?}");
    assert_eq!(count("LabelTaken"), 8, "{said:?}");
    assert_eq!(count("= added own"), 16, "{said:?}");
    let dump = run(&bench.session, &dir, "open;dump");
    assert_eq!(dump.len(), 24);
    assert!(dump.iter().all(|line| line.contains("Current Ok(")));
}

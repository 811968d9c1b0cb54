//! What is said when a firm's store is in trouble, once and while it is watched. Codes work all the
//! while.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use support::not_run;
use xtask::server::{Apache, Postgres};

use crate::desk::{Desk, KEY};
use crate::firm::{Firm, code, oathtool};
use crate::stores::{files, in_postgres, on_web_dav};

/// A busy machine is slow; nothing that works takes as long.
const PATIENCE: Duration = Duration::from_secs(90);

#[test]
fn trouble_with_a_server_is_told_and_codes_still_work() {
    let Some(mut server) = Postgres::start().unwrap() else { return };
    let firm = Firm::of_three_at(in_postgres(&server), &["--own-sign-in"]);
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    firm.carol.ok(&["sync"]);
    let carol = &firm.carol;
    let refused = |exit: i32, what: &str, next: &str| {
        let said = carol.run(&["sync"]).refused(exit, what);
        assert!(said.contains(next), "{said}");
        assert_eq!(code(carol, "VAT").ok(), oathtool(KEY));
    };

    server.run("codes", "REVOKE INSERT ON sixboard.object FROM sixboard_member").unwrap();
    server.run("codes", "TRUNCATE sixboard.object").unwrap();
    refused(1, "The firm's folder does not permit it:", "Ask IT for the right to read and write");
    server.run("codes", "GRANT INSERT ON sixboard.object TO sixboard_member").unwrap();

    server.run("codes", "ALTER ROLE carol PASSWORD 'another'").unwrap();
    refused(
        1,
        "The place of the firm's folder does not accept the sign-in:",
        "Give the right one: sixboard firm sign-in.",
    );
    let sign_in = ["firm", "sign-in", "--sign-in-file", "-"];
    carol.run_with(&sign_in, "carol\nanother\n").ok();
    carol.ok(&["sync"]);

    server.pause().unwrap();
    refused(3, "The firm's folder does not answer in time:", "Try again later.");
    server.go_on().unwrap();
    carol.ok(&["sync"]);

    server.kill().unwrap();
    refused(3, "The firm's folder is not there:", "Connect to the network or the drive");
    server.start_again().unwrap();
    carol.ok(&["sync"]);
}

#[test]
fn trouble_with_web_dav_is_told_and_codes_still_work() {
    let Some(mut server) = Apache::start().unwrap() else { return };
    let firm = Firm::of_three_at(on_web_dav(&server), &[]);
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    let carol = &firm.carol;
    carol.ok(&["sync"]);
    let passwords = server.files().with_file_name("passwords");
    let accepted = fs::read(&passwords).unwrap();
    fs::write(&passwords, "ann:{SHA}AAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").unwrap();
    carol.run(&["sync"]).refused(1, "The place of the firm's folder does not accept the sign-in");
    assert_eq!(code(carol, "VAT").ok(), oathtool(KEY));
    fs::write(&passwords, accepted).unwrap();
    carol.ok(&["sync"]);
    server.kill().unwrap();
    carol.run(&["sync"]).refused(3, "The firm's folder is not there");
    assert_eq!(code(carol, "VAT").ok(), oathtool(KEY));
    server.start_again().unwrap();
    carol.ok(&["sync"]);
}

#[test]
fn a_full_and_a_read_only_folder_are_told_and_what_waits_goes_out_later() {
    let alice = Desk::new();
    alice.protect();
    let folder = alice.folder().join("share");
    fs::create_dir(&folder).unwrap();
    let Some(disk) = Disk::mount(&folder, "size=1m") else {
        return not_run("a full and a read-only folder of a firm", "mounting is not permitted");
    };
    alice.add("VAT", KEY).ok();
    let place = folder.display().to_string();
    alice.ok(&["firm", "create", "Hart & Co", "--me", "Alice", "--store", &place]);
    let filler = folder.join("filler");
    // Fails where it is full, which is what is wanted.
    let _ = fs::write(&filler, vec![1; 2 << 20]);
    let made = alice.run(&["team", "create", "Tax"]);
    assert!(made.err.contains("The firm's folder is full:"), "{}", made.err);
    assert!(made.err.contains("It is not in the firm's folder yet"), "{}", made.err);
    made.ok();
    let said = alice.run(&["sync"]).refused(1, "The firm's folder is full:");
    assert!(said.contains("Ask IT for more space; what waits goes out with the next sync."));
    assert_eq!(code(&alice, "VAT").ok(), oathtool(KEY));
    fs::remove_file(&filler).unwrap();
    alice.ok(&["sync"]);

    disk.remount("ro");
    alice.ok(&["sync"]);
    let made = alice.run(&["team", "create", "Payroll"]);
    assert!(made.err.contains("The firm's folder does not permit it:"), "{}", made.err);
    made.ok();
    alice.run(&["sync"]).refused(1, "The firm's folder does not permit it:");
    assert_eq!(code(&alice, "VAT").ok(), oathtool(KEY));
    disk.remount("rw");
    alice.ok(&["sync"]);
    assert_eq!(alice.json(&["firm", "status", "--json"])["unsent"], 0);
}

#[test]
fn what_is_damaged_in_the_folder_is_mended_by_reading_all_again() {
    let firm = Firm::of_three();
    let log = Path::new(&firm.place.address);
    let (name, whole) = files(log).into_iter().find(|(name, _)| name.ends_with(".e")).unwrap();
    fs::write(&name, &whole[..whole.len() / 2]).unwrap();
    firm.alice.ok(&["sync"]);
    assert_ne!(fs::read(&name).unwrap(), whole, "a listing does not show it");
    let mended = firm.alice.json(&["sync", "--thorough", "--json"]);
    assert_eq!(mended["mended"], 1);
    assert_eq!(fs::read(&name).unwrap(), whole);
}

#[test]
fn a_watch_brings_what_is_new_says_when_the_folder_is_gone_and_stops_politely() {
    let firm = Firm::of_three();
    let mut watch = Watching::start(&firm.carol);
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    watch.until_said("received");
    watch.until_codes_of("VAT", &firm.carol);
    let away = format!("{} away", firm.place.address);
    fs::rename(&firm.place.address, &away).unwrap();
    watch.until_said("No news from the firm since");
    assert_eq!(code(&firm.carol, "VAT").ok(), oathtool(KEY));
    fs::rename(&away, &firm.place.address).unwrap();
    watch.until_said("The firm's folder is there again.");
    watch.stop();
}

#[test]
fn a_watch_outlives_another_program_that_writes_to_the_vault_for_long() {
    let firm = Firm::of_three();
    let busy = fs::File::options()
        .write(true)
        .open(firm.carol.session.data().join("sixboard/firm.lock"))
        .unwrap();
    busy.lock().unwrap();
    let mut watch = Watching::start(&firm.carol);
    watch.until_said("at work on the vault.");
    watch.until_said("No news from the firm since");
    busy.unlock().unwrap();
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    watch.until_said("That is over.");
    watch.until_codes_of("VAT", &firm.carol);
    watch.stop();
}

#[test]
fn a_watch_of_a_database_wakes_at_once_and_outlives_the_server() {
    let Some(mut server) = Postgres::start().unwrap() else { return };
    let firm = Firm::of_three_at(in_postgres(&server), &["--own-sign-in"]);
    let mut watch = Watching::start(&firm.carol);
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    watch.until_said("received");
    watch.until_codes_of("VAT", &firm.carol);
    server.kill().unwrap();
    watch.until_said("No news from the firm since");
    server.start_again().unwrap();
    watch.until_said("The firm's folder is there again.");
    watch.stop();
}

/// A `sync --watch` that runs.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    heard: Vec<String>,
}

impl Watching {
    fn start(desk: &Desk) -> Self {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command = desk.command(&["sync", "--watch"]);
        command.stdin(Stdio::null()).stdout(writer.try_clone().unwrap()).stderr(writer);
        let child = command.spawn().unwrap();
        drop(command);
        let (sent, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                if sent.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines, heard: Vec::new() }
    }

    fn until_said(&mut self, words: &str) {
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("not said: {words}\n{:?}", self.heard));
            self.heard.push(line.clone());
            if line.contains(words) {
                return;
            }
        }
    }

    /// Several objects make one account; the last of them may come with a later sync.
    fn until_codes_of(&self, label: &str, desk: &Desk) {
        support::until("the codes to come", PATIENCE, || {
            Ok((code(desk, label).out == oathtool(KEY)).then_some(()))
        })
        .unwrap();
    }

    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.until_said("Stopped.");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

/// A small disk over a folder; it goes with the value.
pub struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    pub fn mount(folder: &'a Path, options: &str) -> Option<Self> {
        mount(&["-t", "tmpfs", "-o", options, "tmpfs"], folder).then_some(Self(folder))
    }

    pub fn remount(&self, how: &str) {
        assert!(mount(&["-o", &format!("remount,{how}")], self.0));
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // Where it stays, removing the test's folder says so.
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

fn mount(options: &[&str], folder: &Path) -> bool {
    let mounted = Command::new("mount").args(options).arg(folder).stderr(Stdio::null()).status();
    mounted.is_ok_and(|status| status.success())
}

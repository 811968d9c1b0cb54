//! A firm over real servers, moved from one place to another, watched, and what is said when its
//! store is in trouble. Codes work all the while.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::json;
use support::not_run;
use xtask::server::{Apache, Postgres, S3};

use crate::desk::{Desk, KEY};
use crate::firm::{Firm, Place, code, oathtool, story};

/// A busy machine is slow; nothing that works takes as long.
const PATIENCE: Duration = Duration::from_secs(90);

/// A firm on a WebDAV server with one password for all.
fn on_web_dav(server: &Apache) -> Place {
    let (user, password) = Apache::SIGN_IN;
    let text = format!("{user}\n{password}\n");
    Place { address: server.url(), sign_ins: Some([text.clone(), text.clone(), text]) }
}

/// A firm in a database where each of the three has a sign-in of their own, which may add and read
/// and nothing else.
fn in_postgres(server: &Postgres) -> Place {
    let setup = support::root().join("crates/store-remote/src/postgres/setup.sql");
    server.run("codes", &fs::read_to_string(setup).unwrap()).unwrap();
    let sign_ins = ["alice", "bob", "carol"].map(|name| {
        let role = format!("CREATE ROLE {name} LOGIN PASSWORD 'of {name}' IN ROLE sixboard_member");
        server.run("codes", &role).unwrap();
        format!("{name}\nof {name}\n")
    });
    Place { address: server.url(), sign_ins: Some(sign_ins) }
}

#[test]
fn the_story_of_a_firm_over_web_dav_with_a_password() {
    let Some(server) = Apache::start().unwrap() else { return };
    let firm = Firm::of_three_at(on_web_dav(&server), &[]);
    story(&firm);
    let kept = files(&server.files());
    assert!(kept.keys().any(|name| name.contains("ts1/log/")), "{kept:?}");
}

#[test]
fn the_story_of_a_firm_in_a_database_whose_members_may_only_add_and_read() {
    let Some(server) = Postgres::start().unwrap() else { return };
    let firm = Firm::of_three_at(in_postgres(&server), &["--own-sign-in"]);
    story(&firm);
    let may = "DO $$ BEGIN ASSERT has_table_privilege('alice', 'sixboard.object', 'INSERT'), 'a';
        ASSERT NOT has_table_privilege('alice', 'sixboard.object', 'UPDATE, DELETE'), 'b';
        ASSERT (SELECT count(*) > 10 FROM sixboard.object), 'c'; END $$";
    server.run("codes", may).unwrap();
}

#[test]
fn the_story_of_a_firm_in_a_bucket_with_an_access_key() {
    let Some(server) = S3::start().unwrap() else { return };
    let (id, secret) = server.key();
    let text = format!("{id}\n{secret}\n");
    let sign_ins = Some([text.clone(), text.clone(), text]);
    story(&Firm::of_three_at(Place { address: server.url(), sign_ins }, &[]));
}

#[test]
fn one_administrator_changes_the_sign_in_for_all() {
    let Some(server) = Postgres::start().unwrap() else { return };
    let mut place = in_postgres(&server);
    let shared = place.sign_ins.as_ref().unwrap()[0].clone();
    place.sign_ins = Some([shared.clone(), shared.clone(), shared]);
    let firm = Firm::of_three_at(place, &[]);
    let Firm { alice, bob, carol, .. } = &firm;
    assert_eq!(alice.json(&["firm", "status", "--json"])["shared_sign_in"], true);
    let change = ["firm", "sign-in", "--for-all", "--sign-in-file", "-"];
    carol.run_with(&change, "bob\nof bob").refused(1, "not for you to do");
    alice.run_with(&change, "bob\nwrong").refused(1, "does not accept the sign-in");
    alice.run_with(&change, "bob\nof bob").ok();
    firm.sync_all();
    server.run("codes", "ALTER ROLE alice NOLOGIN").unwrap();
    alice.add("VAT", KEY).ok();
    alice.ok(&["share", "VAT", "--team", "Tax"]);
    for desk in [bob, carol] {
        desk.ok(&["sync"]);
        assert_eq!(code(desk, "VAT").ok(), oathtool(KEY));
    }
    let removed = alice.run(&["people", "remove", "Carol", "--yes"]);
    assert!(removed.err.contains("sixboard firm sign-in --for-all"), "{}", removed.err);
}

#[test]
fn a_firm_moves_and_every_device_follows() {
    let (Some(dav), Some(postgres)) = (Apache::start().unwrap(), Postgres::start().unwrap()) else {
        return;
    };
    let firm = Firm::of_three();
    let Firm { alice, bob, carol, .. } = &firm;
    alice.add("VAT", KEY).ok();
    alice.ok(&["share", "VAT", "--team", "Tax"]);
    firm.sync_all();
    let old = Path::new(&firm.place.address);
    let before = files(old);

    let new = on_web_dav(&dav);
    let options = new.sign_in(alice, 0);
    let set_store = ["firm", "set-store", &new.address, &options[0], &options[1], "--json"];
    carol.run(&set_store[..3]).refused(1, "not for you to do");
    assert_eq!(alice.json(&set_store), json!({"place": new.address, "sent": true}));
    let after = files(old);
    let changed = before.iter().filter(|(name, bytes)| {
        !name.ends_with("hint") && !name.contains("/ack/") && after.get(*name) != Some(bytes)
    });
    assert_eq!(changed.count(), 0, "what was in the old place is as it was");
    for desk in [bob, carol] {
        desk.ok(&["sync"]);
        let status = desk.json(&["firm", "status", "--json"]);
        assert_eq!(status["place"], json!(new.address));
    }
    fs::rename(old, old.with_file_name("gone")).unwrap();
    alice.add("PAYE", "GEZDGNBVGY3TQOJQ").ok();
    alice.ok(&["share", "PAYE", "--team", "Tax"]);
    carol.ok(&["sync"]);
    assert_eq!(code(carol, "PAYE").ok(), oathtool("GEZDGNBVGY3TQOJQ"));

    // On to a database, by the other administrator; each has a sign-in of their own there.
    let database = in_postgres(&postgres);
    let mut move_on = vec!["firm".to_owned(), "set-store".into(), database.address.clone()];
    move_on.push("--own-sign-in".into());
    move_on.extend(database.sign_in(bob, 1));
    bob.ok(&move_on.iter().map(String::as_str).collect::<Vec<_>>());
    carol.run(&["sync"]).refused(1, "this device has no sign-in for it");
    assert_eq!(code(carol, "PAYE").ok(), oathtool("GEZDGNBVGY3TQOJQ"));
    let sign_in = ["firm", "sign-in", "--sign-in-file", "-"];
    carol.run_with(&sign_in, "carol\nof nobody").refused(1, "does not accept the sign-in");
    carol.run_with(&sign_in, "carol\nof carol").ok();
    carol.ok(&["sync"]);
    alice.run(&["sync"]).refused(1, "this device has no sign-in for it");
    alice.run_with(&sign_in, "alice\nof alice").ok();
    alice.ok(&["sync"]);
    assert_eq!(alice.json(&["verify", "--json"]), carol.json(&["verify", "--json"]));
}

#[test]
fn who_finds_the_folder_elsewhere_says_so_for_this_device_alone() {
    let firm = Firm::of_three();
    let old = Path::new(&firm.place.address);
    let elsewhere = old.with_file_name("drive");
    fs::rename(old, &elsewhere).unwrap();
    let path = elsewhere.display().to_string();
    firm.carol.run(&["sync"]).refused(3, "The firm's folder is not there");
    let empty = firm.carol.folder().join("empty");
    fs::create_dir(&empty).unwrap();
    let here = |path: &str| firm.carol.run(&["firm", "set-store", path, "--here"]);
    here(&empty.display().to_string()).refused(1, "This firm is not in");
    here(&path).ok();
    firm.carol.ok(&["sync"]);
    firm.bob.run(&["sync"]).refused(3, "The firm's folder is not there");
}

#[test]
fn who_was_away_for_two_moves_follows_both_and_who_joins_stays_at_the_path_that_was_typed() {
    let firm = Firm::of_three();
    let Firm { alice, carol, .. } = &firm;
    let [second, third] = ["second", "third"].map(|name| alice.folder().join(name));
    for place in [&second, &third] {
        fs::create_dir(place).unwrap();
        alice.ok(&["firm", "set-store", &place.display().to_string()]);
    }
    carol.ok(&["sync"]);
    let place = |desk: &Desk| desk.json(&["firm", "status", "--json"])["place"].clone();
    assert_eq!(place(carol), json!(third));
    carol.ok(&["sync"]);

    let dan = Desk::new();
    let path = dan.folder().join("drive");
    std::os::unix::fs::symlink(&third, &path).unwrap();
    let path = path.display().to_string();
    let invite = alice.json(&["invite", "Dan", "--team", "Tax", "--json"]);
    let join = ["join", invite["code"].as_str().unwrap(), "--store", &path, "--json"];
    let digits = dan.json(&join)["digits"].as_str().unwrap().to_owned();
    alice.ok(&["approve", "Dan", "--digits", &digits]);
    dan.ok(&["sync"]);
    dan.ok(&["sync"]);
    assert_eq!(place(&dan), json!(path));
    let fourth = alice.folder().join("fourth");
    fs::create_dir(&fourth).unwrap();
    alice.ok(&["firm", "set-store", &fourth.display().to_string()]);
    dan.ok(&["sync"]);
    assert_eq!(place(&dan), json!(fourth), "a later move is followed");
}

#[test]
fn who_waits_to_be_let_in_answers_again_where_the_firm_moved() {
    let firm = Firm::of_three();
    let dan = Desk::new();
    let invite = firm.alice.json(&["invite", "Dan", "--json"]);
    let code = invite["code"].as_str().unwrap();
    let join = |place: &str| {
        let digits = dan.json(&["join", code, "--store", place, "--json"]);
        digits["digits"].as_str().unwrap().to_owned()
    };
    let digits = join(&firm.place.address);
    let new = firm.alice.folder().join("new");
    fs::create_dir(&new).unwrap();
    let new = new.display().to_string();
    firm.alice.ok(&["firm", "set-store", &new]);
    fs::remove_dir_all(&firm.place.address).unwrap();
    dan.run(&["sync"]).refused(3, "The firm's folder is not there");
    assert_eq!(join(&new), digits);
    firm.alice.ok(&["approve", "Dan", "--digits", &digits]);
    assert_eq!(dan.json(&["sync", "--json"])["waiting"], false);
}

#[test]
fn a_firm_moves_on_when_its_old_place_is_gone_for_good() {
    let firm = Firm::of_three();
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    fs::remove_dir_all(&firm.place.address).unwrap();
    let new = firm.alice.folder().join("new");
    fs::create_dir(&new).unwrap();
    let new = new.display().to_string();
    let moved = firm.alice.run(&["firm", "set-store", &new]);
    assert!(moved.err.contains("The others do not learn of it"), "{}", moved.err);
    moved.ok();
    firm.carol.run(&["sync"]).refused(3, "The firm's folder is not there");
    firm.carol.ok(&["firm", "set-store", &new, "--here"]);
    firm.carol.ok(&["sync"]);
    assert_eq!(code(&firm.carol, "VAT").ok(), oathtool(KEY));
}

#[test]
fn a_password_has_no_place_in_an_address_and_none_is_kept_in_the_open() {
    let desk = Desk::new();
    let create = |store: &str, more: &[&str]| {
        let create = ["firm", "create", "Hart & Co", "--me", "Alice", "--store", store];
        desk.run(&[&create[..], more].concat())
    };
    let said = create("https://ann:hunter2@dav.firm.example/x/", &[])
        .refused(1, "the address contains a password; leave it out");
    assert!(!said.contains("hunter2"), "{said}");
    create("http://dav.firm.example/x/", &[]).refused(1, "in the clear");
    create("ftp://firm.example/x", &[]).refused(1, "are not known");
    create("some/folder?", &[]).refused(3, "is not there");
    create("postgres://127.0.0.1/codes", &[]).refused(1, "wants a user name and a password");
    let file = desk.file("one-line", "ann");
    create("postgres://127.0.0.1/codes", &["--sign-in-file", &file])
        .refused(1, "This is not the sign-in that the place of the firm's folder wants");
    let Some(server) = Apache::start().unwrap() else { return };
    let place = on_web_dav(&server);
    let file = place.sign_in(&desk, 0);
    create(&place.address, &[&file[0], &file[1]]).ok();
    assert!(desk.keyring_items().iter().any(|item| item.contains("/store.")));
    fs::remove_file(&file[1]).unwrap();
    desk.ok(&["sync"]);
    let (_, password) = Apache::SIGN_IN;
    for (name, bytes) in files(desk.session.folder()) {
        let found = memchr::memmem::find(&bytes, password.as_bytes()).is_some();
        assert!(!found, "the password is in {name}");
    }
    for (name, bytes) in files(&server.files()) {
        assert!(memchr::memmem::find(&bytes, password.as_bytes()).is_none(), "it is in {name}");
    }
}

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
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn mount(folder: &'a Path, options: &str) -> Option<Self> {
        mount(&["-t", "tmpfs", "-o", options, "tmpfs"], folder).then_some(Self(folder))
    }

    fn remount(&self, how: &str) {
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

/// All files below a folder, by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut folders, mut files) = (vec![folder.to_path_buf()], BTreeMap::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            let about = entry.file_type().unwrap();
            if about.is_dir() {
                folders.push(path);
            } else if about.is_file() {
                files.insert(path.display().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

//! A firm over real servers, and moved from one place to another. What is said when its store is in
//! trouble is in `trouble`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::json;
use xtask::server::{Apache, Azurite, Google, Postgres, S3};

use crate::desk::{Desk, KEY};
use crate::firm::{Firm, Place, code, oathtool, story};

/// A firm on a WebDAV server with one password for all.
pub fn on_web_dav(server: &Apache) -> Place {
    let (user, password) = Apache::SIGN_IN;
    with_one(server.url(), format!("{user}\n{password}\n"))
}

/// A firm in a database where each of the three has a sign-in of their own, which may add and read
/// and nothing else.
pub fn in_postgres(server: &Postgres) -> Place {
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
    story(&Firm::of_three_at(with_one(server.url(), format!("{id}\n{secret}\n")), &[]));
}

#[test]
fn the_story_of_a_firm_in_a_container_with_a_shared_access_signature() {
    let Some(server) = Azurite::start().unwrap() else { return };
    let signature = server.signature("rwl").unwrap();
    story(&Firm::of_three_at(with_one(server.url(), signature), &[]));
}

#[test]
fn the_story_of_a_firm_in_a_google_bucket_with_a_token() {
    let Some(server) = Google::start().unwrap() else { return };
    story(&Firm::of_three_at(with_one(server.url(), "a token".to_owned()), &[]));
}

/// A place that all three sign in to alike.
fn with_one(address: String, sign_in: String) -> Place {
    Place { address, sign_ins: Some([sign_in.clone(), sign_in.clone(), sign_in]) }
}

#[test]
fn one_administrator_changes_the_sign_in_for_all() {
    let Some(server) = Postgres::start().unwrap() else { return };
    let place = in_postgres(&server);
    let shared = place.sign_ins.unwrap()[0].clone();
    let firm = Firm::of_three_at(with_one(place.address, shared), &[]);
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
    desk.protect();
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

/// All files below a folder, by their paths.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
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

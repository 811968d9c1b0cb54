//! A firm of three: three people at three desks, each with a keyring of its own, and one folder.
//! The same over servers is in `stores`.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::desk::{Desk, Done, KEY, OTHER_KEY};

/// A firm of three: Alice set it up, Bob is the second administrator, Carol is staff in "Tax".
pub struct Firm {
    pub alice: Desk,
    pub bob: Desk,
    pub carol: Desk,
    pub sheets: Vec<String>,
    pub place: Place,
}

/// Where a firm is, and how each of the three enters.
pub struct Place {
    pub address: String,
    /// The text of each one's sign-in file: Alice's, Bob's and Carol's.
    pub sign_ins: Option<[String; 3]>,
}

impl Place {
    /// The options that name the place and, from a file on `desk`, the sign-in of the `who`th.
    pub fn options(&self, desk: &Desk, who: usize) -> Vec<String> {
        let mut options = vec!["--store".to_owned(), self.address.clone()];
        options.extend(self.sign_in(desk, who));
        options
    }

    /// The option that names the file of a sign-in.
    pub fn sign_in(&self, desk: &Desk, who: usize) -> Vec<String> {
        let text = self.sign_ins.as_ref().map(|texts| &texts[who]);
        let file = text.map(|text| desk.file("sign-in.txt", text));
        file.map_or_else(Vec::new, |file| vec!["--sign-in-file".to_owned(), file])
    }
}

impl Firm {
    /// A firm in a folder, in which Alice is alone.
    pub fn of_one() -> Self {
        let alice = Desk::new();
        let folder = alice.folder().join("share");
        fs::create_dir(&folder).unwrap();
        let place = Place { address: folder.display().to_string(), sign_ins: None };
        Self::of_one_at(alice, place, &[])
    }

    /// A firm anywhere, in which Alice is alone.
    fn of_one_at(alice: Desk, place: Place, more: &[&str]) -> Self {
        let (bob, carol) = (Desk::new(), Desk::new());
        alice.protect();
        bob.protect();
        let options = place.options(&alice, 0);
        let mut create = vec!["firm", "create", "Hart & Co", "--me", "Alice", "--json"];
        create.extend(options.iter().map(String::as_str).chain(more.iter().copied()));
        let made = alice.json(&create);
        let sheets = made["sheets"].as_array().unwrap().iter();
        let sheets = sheets.map(|sheet| sheet.as_str().unwrap().to_owned()).collect();
        Self { alice, bob, carol, sheets, place }
    }

    /// All three, in a folder.
    pub fn of_three() -> Self {
        Self::of_one().completed()
    }

    /// All three, anywhere.
    pub fn of_three_at(place: Place, more: &[&str]) -> Self {
        Self::of_one_at(Desk::new(), place, more).completed()
    }

    fn completed(self) -> Self {
        self.enrol(&self.bob, "Bob", &["--role", "administrator"]);
        self.alice.ok(&["team", "create", "Tax"]);
        self.enrol(&self.carol, "Carol", &["--team", "Tax"]);
        self
    }

    /// Invites, joins, compares, approves and syncs.
    pub fn enrol(&self, desk: &Desk, name: &str, more: &[&str]) {
        self.enrol_on(desk, (name, &format!("{name} laptop")), more);
    }

    /// The same with a name for the device.
    pub fn enrol_on(&self, desk: &Desk, (name, device): (&str, &str), more: &[&str]) {
        let digits = self.join_on(desk, (name, device), more);
        self.alice.ok(&["approve", name, "--digits", &digits]);
        assert_eq!(desk.json(&["sync", "--json"])["waiting"], false);
    }

    /// Invites and joins; gives the digits that the person reads out.
    fn join(&self, desk: &Desk, name: &str, more: &[&str]) -> String {
        self.join_on(desk, (name, &format!("{name} laptop")), more)
    }

    fn join_on(&self, desk: &Desk, (name, device): (&str, &str), more: &[&str]) -> String {
        let invite = self.alice.json(&[&["invite", name, "--json"], more].concat());
        let code = invite["code"].as_str().unwrap();
        let who = if name == "Bob" { 1 } else { 2 };
        let options = self.place.options(desk, who);
        let mut join = vec!["join", code, "--device", device, "--json"];
        join.extend(options.iter().map(String::as_str));
        desk.json(&join)["digits"].as_str().unwrap().to_owned()
    }

    pub fn sync_all(&self) {
        for desk in [&self.alice, &self.bob, &self.carol] {
            desk.ok(&["sync"]);
        }
    }
}

pub fn code(desk: &Desk, label: &str) -> Done {
    desk.run(&["code", label, "--at", "59"])
}

/// The code that another program makes of a key.
pub fn oathtool(key: &str) -> String {
    let made = Command::new("oathtool")
        .args(["--totp", "--base32", key, "--now", "1970-01-01 00:00:59 UTC"])
        .output()
        .unwrap();
    String::from_utf8(made.stdout).unwrap()
}

/// Create, invite, join, share: the same code on all three; and who is removed gets nothing new,
/// and has no more what they had.
pub fn story(firm: &Firm) {
    let Firm { alice, bob, carol, .. } = firm;
    carol.add("Carol's own", OTHER_KEY).ok();
    let items = carol.keyring_items().len();
    alice.add("VAT", KEY).ok();
    assert_eq!(alice.ok(&["share", "VAT", "--team", "Tax"]), "Shared 'VAT' with 'Tax'.\n");
    firm.sync_all();
    for desk in [alice, bob, carol] {
        assert_eq!(code(desk, "VAT").ok(), oathtool(KEY));
    }
    assert_eq!(alice.labels(), ["VAT"], "a shared account is not there twice");
    assert_eq!(alice.json(&["verify", "--json"]), bob.json(&["verify", "--json"]));
    assert_eq!(carol.keyring_items().len(), items + 1);

    alice.run(&["people", "remove", "Carol"]).refused(1, "--yes");
    let removed = alice.ok(&["people", "remove", "Carol", "--yes"]);
    assert!(removed.contains("Replace the key: VAT"), "{removed}");
    alice.add("PAYE", "GEZDGNBVGY3TQOJQ").ok();
    alice.ok(&["share", "PAYE", "--team", "Tax"]);
    bob.ok(&["sync"]);
    assert_eq!(code(bob, "PAYE").ok(), oathtool("GEZDGNBVGY3TQOJQ"));

    carol.run(&["sync"]).refused(1, "This device was removed from the firm.");
    assert_eq!(carol.labels(), ["Carol's own"], "the firm's are wiped, her own are as they were");
    assert_eq!(carol.keyring_items().len(), items, "its key is gone");
    assert_eq!(code(carol, "Carol's own").ok(), oathtool(OTHER_KEY));
    carol.run(&["sync"]).refused(1, "This device was removed from the firm.");
    carol.run(&["share", "Carol's own", "--team", "Tax"]).refused(1, "was removed");
    assert!(carol.ok(&["firm", "status"]).contains("was removed from 'Hart & Co'"));
}

#[test]
fn three_people_share_an_account_and_who_leaves_gets_nothing_new() {
    story(&Firm::of_three());
}

#[test]
fn nobody_is_an_administrator_without_a_passphrase() {
    let dan = Desk::new();
    fs::create_dir(dan.folder().join("share")).unwrap();
    let create = ["firm", "create", "Hart & Co", "--me", "Dan", "--store", "share"];
    let said = dan.run(&create).refused(1, "Administrators must set a passphrase or PIN.");
    assert!(said.contains("sixboard passphrase"), "{said}");
    dan.protect();
    dan.ok(&create);
    dan.run(&["passphrase", "--remove"]).refused(1, "administrators must have a passphrase");
}

#[test]
fn what_somebody_did_after_they_were_removed_is_done_again() {
    let firm = Firm::of_three();
    let Firm { alice, bob, .. } = &firm;
    assert_eq!(alice.ok(&["redo"]), "Everything that was done counts.\n");
    let away = format!("{} away", firm.place.address);
    fs::rename(&firm.place.address, &away).unwrap();
    alice.ok(&["people", "remove", "Bob", "--yes"]);
    fs::rename(&away, &firm.place.address).unwrap();
    bob.ok(&["team", "create", "Audit"]);
    alice.ok(&["sync"]);
    let said = alice.ok(&["redo"]);
    assert!(said.contains("Bob (Bob laptop), ") && said.contains("The team 'Audit'"), "{said}");
    let id = alice.json(&["redo", "--json"])[0]["id"].as_str().unwrap().to_owned();
    firm.carol.ok(&["sync"]);
    firm.carol.run(&["redo", &id]).refused(1, "not for you to do");
    assert_eq!(alice.json(&["redo", &id, "--json"]), json!({"sent": true}));
    assert!(alice.ok(&["team", "list"]).contains("Audit"));
    alice.run(&["redo", &id]).refused(1, "The firm does not have this any more.");
}

#[test]
fn nothing_is_shared_before_there_is_a_second_administrator() {
    let firm = Firm::of_one();
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["team", "create", "Tax"]);
    let share = ["share", "VAT", "--team", "Tax"];
    firm.alice.run(&share).refused(1, "needs a second administrator");
    firm.alice.run(&["team", "add", "Tax", "Alice"]).refused(1, "second administrator");
    assert!(firm.alice.ok(&["firm", "status"]).contains("invite a second administrator"));
    firm.enrol(&firm.bob, "Bob", &["--role", "administrator"]);
    firm.alice.ok(&share);
}

#[test]
fn who_was_not_approved_gets_nothing_and_wrong_digits_let_nobody_in() {
    let firm = Firm::of_one();
    let digits = firm.join(&firm.bob, "Bob", &["--role", "administrator"]);
    assert_eq!(firm.bob.json(&["sync", "--json"])["waiting"], true);
    firm.bob.run(&["people"]).refused(1, "Nobody has let this device in yet.");
    assert!(firm.bob.ok(&["firm", "status"]).contains(&digits));
    let requests = firm.alice.json(&["requests", "--json"]);
    assert_eq!(requests[0]["device"], "Bob laptop");
    let wrong = ["approve", "Bob", "--digits", "0000 0000 0000 0000 0000"];
    firm.alice.run(&wrong).refused(1, "These are not the digits");
    assert_eq!(firm.bob.json(&["sync", "--json"])["waiting"], true);
    firm.alice.ok(&["approve", "Bob", "--digits", &digits]);
    firm.bob.ok(&["sync"]);
    assert_eq!(firm.bob.json(&["people", "--json"]).as_array().unwrap().len(), 2);
}

#[test]
fn an_invite_that_two_devices_answer_lets_neither_in() {
    let firm = Firm::of_one();
    let invite = firm.alice.json(&["invite", "Bob", "--json"]);
    let code = invite["code"].as_str().unwrap();
    for desk in [&firm.bob, &firm.carol] {
        desk.ok(&["join", code, "--store", &firm.place.address]);
    }
    firm.alice.run(&["approve", "Bob", "--in-person"]).refused(2, "The digits are missing");
    let any = "0000 0000 0000 0000 0000";
    let approve = firm.alice.run(&["approve", "Bob", "--digits", any]);
    approve.refused(1, "Two different devices answered");
    firm.alice.ok(&["invite", "Bob", "--close"]);
    for desk in [&firm.bob, &firm.carol] {
        desk.ok(&["join", "--give-up"]);
        desk.run(&["firm", "status"]).refused(1, "in no firm");
    }
    firm.enrol(&firm.bob, "Bob", &[]);
}

#[test]
fn staff_may_neither_invite_nor_share_nor_remove_and_see_only_labels_of_their_teams() {
    let firm = Firm::of_three();
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--person", "Bob"]);
    firm.sync_all();
    let carol = &firm.carol;
    assert!(carol.labels().is_empty(), "shared with another person alone");
    carol.run(&["invite", "Dan"]).refused(1, "not for you to do");
    carol.run(&["people", "remove", "Bob", "--yes"]).refused(1, "not for you to do");
    carol.add("Own", OTHER_KEY).ok();
    carol.run(&["share", "Own", "--team", "Tax"]).refused(1, "not for you to do");
    assert!(!carol.ok(&["team", "list"]).contains("VAT"));
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    carol.ok(&["sync"]);
    assert_eq!(carol.labels(), ["Own", "VAT"]);
    carol.run(&["rename", "VAT", "Mine"]).refused(1, "not for you to do");
    carol.run(&["remove", "VAT"]).refused(1, "'VAT' is the firm's: it is not removed");
    let taken = firm.alice.json(&["unshare", "VAT", "--team", "Tax", "--json"]);
    assert_eq!(taken, json!({"replace_key": ["VAT"], "sent": true}));
    carol.ok(&["sync"]);
    assert_eq!(carol.labels(), ["Own"]);
}

#[test]
fn a_lost_device_stops_and_its_person_stays() {
    let firm = Firm::of_three();
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    firm.carol.ok(&["sync"]);
    assert_eq!(firm.carol.labels(), ["VAT"]);
    firm.alice.ok(&["device", "lost", "Carol laptop", "--yes"]);
    firm.carol.run(&["sync"]).refused(1, "was removed");
    assert!(firm.carol.labels().is_empty());
    let again = Desk::new();
    firm.enrol(&again, "Carol", &["--further-device"]);
    assert_eq!(code(&again, "VAT").ok(), oathtool(KEY));
    let devices = firm.alice.json(&["devices", "--json"]);
    let stopped = |one: &&Value| !one["stopped_at"].is_null();
    assert_eq!(devices.as_array().unwrap().iter().filter(stopped).count(), 1);
}

#[test]
fn a_deputy_shares_with_the_own_teams_and_an_auditor_sees_who_has_what_and_no_key() {
    let firm = Firm::of_three();
    let Firm { alice, bob, carol, .. } = &firm;
    carol.add("PAYE", OTHER_KEY).ok();
    carol.run(&["share", "PAYE", "--team", "Tax"]).refused(1, "not for you to do");
    alice.ok(&["people", "appoint", "Carol", "--role", "deputy"]);
    carol.ok(&["sync"]);
    carol.ok(&["share", "PAYE", "--team", "Tax"]);
    carol.run(&["invite", "Dan"]).refused(1, "not for you to do");
    carol.run(&["people", "appoint", "Carol", "--role", "administrator"]).refused(1, "not for");
    let eve = Desk::new();
    firm.enrol(&eve, "Eve", &["--role", "auditor"]);
    bob.ok(&["sync"]);
    eve.ok(&["sync"]);
    assert!(eve.labels().is_empty(), "no codes for an auditor");
    let holders = eve.json(&["holders", "--json"]);
    assert_eq!((&holders[0]["label"], holders.as_array().unwrap().len()), (&json!("PAYE"), 1));
    let holds = |one: &Value| (one["person"].as_str().unwrap().to_owned(), one["version"].clone());
    let devices: Vec<_> = holders[0]["devices"].as_array().unwrap().iter().map(holds).collect();
    let all = ["Alice", "Bob", "Carol"].map(|name| name.to_owned());
    assert_eq!(devices.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), all);
    let roles = alice.json(&["people", "--json"]);
    let role = |one: &Value| one["role"].as_str().unwrap().to_owned();
    let mut roles: Vec<String> = roles.as_array().unwrap().iter().map(role).collect();
    roles.sort();
    assert_eq!(roles, ["administrator", "administrator", "auditor", "deputy"]);
}

#[test]
fn it_is_seen_which_device_has_which_key() {
    let firm = Firm::of_three();
    let Firm { alice, bob, carol, .. } = &firm;
    alice.add("VAT", KEY).ok();
    alice.ok(&["share", "VAT", "--team", "Tax"]);
    alice.ok(&["sync"]);
    assert_eq!(alice.ok(&["holders"]), "VAT  key 1  1 of 3 devices have it\n");
    bob.ok(&["sync"]);
    carol.ok(&["sync"]);
    alice.ok(&["sync"]);
    let said = alice.ok(&["holders", "vat"]);
    assert_eq!(
        said,
        "'VAT', key 1: 3 of 3 devices have it.\n\
         Alice  first computer  has it\n\
         Bob    Bob laptop      has it\n\
         Carol  Carol laptop    has it\n"
    );
    alice.run(&["holders", "Xero"]).refused(1, "'Xero' is not shared with them.");
}

#[test]
fn a_person_moves_from_one_team_to_another() {
    let firm = Firm::of_three();
    let Firm { alice, carol, .. } = &firm;
    alice.ok(&["team", "create", "Payroll"]);
    for (label, key, team) in [("VAT", KEY, "Tax"), ("PAYE", OTHER_KEY, "Payroll")] {
        alice.add(label, key).ok();
        alice.ok(&["share", label, "--team", team]);
    }
    carol.ok(&["sync"]);
    assert_eq!(carol.labels(), ["VAT"]);
    let moved = alice.run(&["team", "move", "Carol", "--from", "Tax", "--to", "Payroll"]);
    let moved = moved.ok();
    assert!(moved.contains("Replace the key: VAT"), "{moved}");
    carol.ok(&["sync"]);
    assert_eq!(carol.labels(), ["PAYE"]);
    assert_eq!(code(carol, "PAYE").ok(), oathtool(OTHER_KEY));
    let said = alice.ok(&["verify"]);
    assert!(said.contains(" checked, from the first one on "), "{said}");
}

#[test]
fn what_the_folder_lost_is_put_back_and_junk_in_it_is_passed_over() {
    let firm = Firm::of_three();
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    let log = Path::new(&firm.place.address).join("ts1/log");
    fs::remove_dir_all(&log).unwrap();
    fs::write(Path::new(&firm.place.address).join("ts1/team (conflicted copy)"), "junk").unwrap();
    firm.alice.ok(&["sync"]);
    firm.carol.ok(&["sync"]);
    assert_eq!(code(&firm.carol, "VAT").ok(), oathtool(KEY));
}

#[test]
fn what_is_done_without_the_folder_goes_out_later() {
    let firm = Firm::of_three();
    firm.alice.add("VAT", KEY).ok();
    let away = format!("{} away", firm.place.address);
    fs::rename(&firm.place.address, &away).unwrap();
    let shared = firm.alice.run(&["share", "VAT", "--team", "Tax"]);
    assert!(shared.err.contains("not in the firm's folder yet"), "{}", shared.err);
    shared.ok();
    fs::rename(&away, &firm.place.address).unwrap();
    firm.carol.ok(&["sync"]);
    assert!(firm.carol.labels().is_empty());
    firm.alice.ok(&["sync"]);
    firm.carol.ok(&["sync"]);
    assert_eq!(code(&firm.carol, "VAT").ok(), oathtool(KEY));
}

#[test]
fn nothing_of_the_firm_can_be_read_in_the_folder() {
    let firm = Firm::of_three();
    firm.alice.add("PEACOCK", KEY).ok();
    firm.alice.ok(&["share", "PEACOCK", "--team", "Tax"]);
    let mut folders = vec![Path::new(&firm.place.address).to_path_buf()];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            let bytes = fs::read(&path).unwrap();
            for word in ["PEACOCK", "Hart", "Alice", "Carol", "Tax", "12345678901234567890"] {
                let found = memchr::memmem::find(&bytes, word.as_bytes()).is_some();
                assert!(!found, "{word} in {}", path.display());
            }
        }
    }
    assert!(files > 10);
}

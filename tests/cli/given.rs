//! Keys given by other routes: on a phone and on paper, with a second administrator where asked.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use crate::desk::KEY;
use crate::firm::{Firm, code, oathtool};
use crate::leaver::with_vat;

#[test]
fn a_key_is_given_on_a_phone_and_is_in_the_register() {
    let firm = with_vat();
    let Firm { alice, bob, carol, .. } = &firm;
    let list = ["handout", "list", "--json"];
    assert_eq!(alice.json(&list), json!([]));
    let give = ["give", "VAT", "--phone", "--to", "Carol", "--reason", "works outside"];
    alice.run(&give).refused(1, "only on a terminal");
    assert_eq!(alice.json(&list), json!([]), "what nobody saw was not given");
    let out = |name: &str| alice.folder().join(name).display().to_string();
    let to = |path: &str| alice.run(&[&give[..], &["--out", path, "--json"]].concat());
    to(&out("no/such/folder.png")).refused(1, "cannot be made");
    fs::write(out("taken.png"), "mine").unwrap();
    to(&out("taken.png")).refused(1, "cannot be made");
    assert_eq!(fs::read_to_string(out("taken.png")).unwrap(), "mine");
    assert_eq!(alice.json(&list), json!([]));
    let to_nobody = ["give", "VAT", "--phone", "--to", "Zoe", "--out", &out("zoe.png")];
    alice.run(&to_nobody).refused(1, "Zoe");
    assert!(!fs::exists(out("zoe.png")).unwrap(), "no empty file is left");

    let path = out("carol.png");
    let given: Value = serde_json::from_str(&to(&path).ok()).unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner reads it");
    let scan = ["add", "--label", "Phone", "--qr", &path];
    carol.ok(&scan);
    assert_eq!(code(carol, "Phone").ok(), oathtool(KEY), "the key is in it");
    let id = given["given"]["id"].as_str().unwrap().to_owned();
    bob.ok(&["sync"]);
    let rows = bob.json(&list);
    let row = &rows[0];
    let told = (&row["label"], &row["person"], &row["route"], &row["by"], &row["in_use"]);
    let expected = (&json!("VAT"), &json!("Carol"), &json!("phone"), &json!("Alice"), &json!(true));
    assert_eq!(told, expected);
    assert!(!bob.ok(&["handout", "list"]).contains(KEY));
    bob.run(&["handout", "received", "0001"]).refused(1, "Nothing was given out under '0001'.");
    assert_eq!(bob.ok(&["handout", "received", &id]), "phone, Carol: received.\n");
    carol.run(&give).refused(1, "only on a terminal");
    carol
        .run(&["give", "VAT", "--phone", "--to", "Carol", "--out", "x.png"])
        .refused(1, "not for you to do");

    bob.ok(&["leaver", "start", "Carol", "--yes"]);
    let said = bob.ok(&["leaver", "status", "Carol"]);
    assert!(said.contains("app: Carol laptop (key 1); phone: works outside (key 1)"), "{said}");
}

#[test]
fn a_lost_phone_puts_the_key_on_the_list() {
    let firm = with_vat();
    let Firm { alice, bob, .. } = &firm;
    let out = alice.folder().join("bob.png").display().to_string();
    let give = ["give", "VAT", "--phone", "--to", "Bob", "--out", &out, "--json"];
    let id = alice.json(&give)["given"]["id"].as_str().unwrap().to_owned();
    bob.ok(&["sync"]);
    let lost = bob.run(&["handout", "lost", &id]);
    assert!(lost.err.contains("sixboard replace 'VAT'"), "{}", lost.err);
    lost.ok();
    alice.ok(&["sync"]);
    assert_eq!(alice.json(&["firm", "status", "--json"])["must_replace"], json!(["VAT"]));
}

#[test]
fn a_second_administrator_answers_a_request() {
    let firm = with_vat();
    let Firm { alice, bob, carol, .. } = &firm;
    assert_eq!(alice.ok(&["approval", "list"]), "Nobody has asked.\n");
    let ask = ["approval", "ask", "VAT", "--to", "Carol", "--route", "phone", "--json"];
    carol.run(&ask).refused(1, "not for you to do");
    let mut ids = (0..2).map(|_| {
        let asked = alice.json(&ask);
        asked["request"]["id"].as_str().unwrap().to_owned()
    });
    let (first, second) = (ids.next().unwrap(), ids.next().unwrap());
    alice.run(&["approval", "grant", &first]).refused(1, "not for you to do");
    assert_eq!(bob.ok(&["approval", "grant", &first]), "Approved.\n");
    assert_eq!(bob.ok(&["approval", "refuse", &second]), "Refused.\n");
    bob.run(&["approval", "grant", &second]).refused(1, "");
    bob.run(&["approval", "grant", "nonsense"]).refused(1, "No such request is waiting.");
    alice.ok(&["sync"]);
    let out = alice.folder().join("carol.png").display().to_string();
    let give = ["give", "VAT", "--phone", "--to", "Carol", "--out", &out, "--json", "--request"];
    let given = alice.json(&[&give[..], &[&first]].concat());
    assert_eq!(given["given"]["approved_by"], "Bob");
    let said = alice.ok(&["approval", "list"]);
    assert!(
        said.contains("VAT to Carol, phone") && said.contains("approved by Bob, done"),
        "{said}"
    );
    assert!(said.contains("refused by Bob"), "{said}");
}

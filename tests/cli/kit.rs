//! The recovery kit: proven, replaced, and used when nobody else can do what is to be done.

use std::fs;

use serde_json::Value;

use crate::desk::{Desk, KEY, OTHER_KEY};
use crate::firm::{Firm, code, oathtool};

#[test]
fn the_recovery_kit_is_proven_by_typing_it_back_and_can_be_replaced() {
    let firm = Firm::of_one();
    let alice = &firm.alice;
    assert!(alice.ok(&["firm", "status"]).contains("sixboard kit check"));
    let both = firm.sheets.join("\n");
    let one = firm.sheets[0].clone() + "\n" + &firm.sheets[0];
    let check = ["kit", "check", "--sheets-file", "-"];
    alice.run_with(&check, &one).refused(1, "the same sheet twice");
    alice.run_with(&check, &firm.sheets[0]).refused(1, "A sheet has 24 words.");
    alice.run_with(&check, &both).ok();
    assert!(!alice.ok(&["firm", "status"]).contains("sixboard kit check"));
    let made = alice.run_with(&["kit", "make", "--sheets-file", "-", "--json"], &both).ok();
    let made: Value = serde_json::from_str(&made).unwrap();
    alice.run_with(&check, &both).refused(1, "not this firm's recovery kit");
    let sheets = made["sheets"].as_array().unwrap().iter();
    let sheets: Vec<&str> = sheets.map(|sheet| sheet.as_str().unwrap()).collect();
    alice.run_with(&check, &sheets.join("\n")).ok();
}

#[test]
fn the_recovery_kit_removes_who_is_most_senior_and_every_device_says_so() {
    let firm = Firm::of_three();
    let Firm { alice, bob, carol, .. } = &firm;
    alice.add("VAT", KEY).ok();
    alice.ok(&["share", "VAT", "--team", "Tax"]);
    firm.sync_all();
    bob.run(&["people", "remove", "Alice", "--yes"]).refused(1, "not for you to do");
    let both = firm.sheets.join("\n");
    let remove = ["kit", "use", "remove", "Alice", "--sheets-file", "-"];
    carol.run_with(&remove, &both).refused(1, "--yes");
    let wrong = firm.sheets[0].clone() + "\n" + &firm.sheets[0];
    let remove = ["kit", "use", "remove", "Alice", "--sheets-file", "-", "--yes"];
    carol.run_with(&remove, &wrong).refused(1, "the same sheet twice");
    let removed = carol.run_with(&remove, &both).ok();
    assert!(removed.contains("Replace the key: VAT"), "{removed}");
    alice.run(&["sync"]).refused(1, "was removed");
    bob.ok(&["sync"]);
    for desk in [bob, carol] {
        assert!(desk.ok(&["firm", "status"]).contains("Warning: The recovery kit was used"));
    }
    assert!(bob.ok(&["firm", "status"]).contains("To do: the recovery kit was used."));
    assert_eq!(code(carol, "VAT").ok(), oathtool(KEY));
    let appoint = ["kit", "use", "appoint", "Carol", "--sheets-file", "-", "--yes"];
    bob.run_with(&appoint, &both).ok();
    carol.run(&["sync"]).refused(1, "Administrators must set a passphrase or PIN.");
    carol.protect();
    carol.ok(&["sync"]);
    carol.ok(&["team", "create", "Payroll"]);
    let made = bob.run_with(&["kit", "make", "--sheets-file", "-", "--json"], &both);
    made.ok();
    assert!(!bob.ok(&["firm", "status"]).contains("To do: the recovery kit was used."));
}

#[test]
fn the_store_and_both_sheets_bring_the_firm_back_when_every_computer_is_lost() {
    let firm = Firm::of_three();
    let Firm { alice, bob, carol, .. } = &firm;
    alice.add("VAT", KEY).ok();
    alice.ok(&["share", "VAT", "--team", "Tax"]);
    bob.add("Kept by administrators", OTHER_KEY).ok();
    bob.ok(&["share", "Kept by administrators", "--team", "Tax"]);
    let made =
        alice.run_with(&["kit", "make", "--sheets-file", "-", "--json"], &firm.sheets.join("\n"));
    let made: Value = serde_json::from_str(&made.ok()).unwrap();
    let sheets: Vec<&str> =
        made["sheets"].as_array().unwrap().iter().map(|sheet| sheet.as_str().unwrap()).collect();
    firm.sync_all();

    let new = Desk::new();
    let empty = new.folder().join("empty");
    fs::create_dir(&empty).unwrap();
    let recover = |name, store| ["kit", "recover", name, "--store", store, "--sheets-file", "-"];
    let (place, both) = (firm.place.address.as_str(), sheets.join("\n"));
    let nowhere = recover("Alice", empty.to_str().unwrap());
    new.run_with(&nowhere, &both).refused(1, "Administrators must set a passphrase or PIN.");
    new.protect();
    new.run_with(&nowhere, &both).refused(1, "There is no firm in");
    let old = firm.sheets.join("\n");
    new.run_with(&recover("Alice", place), &old).refused(1, "not this firm's recovery kit");
    new.run_with(&recover("Zoe", place), &both).refused(1, "Nobody in the firm is called 'Zoe'");
    let back = new.run_with(&recover("Alice", place), &both).ok();
    assert!(back.contains("This computer is 'Alice' in 'Hart & Co' now."), "{back}");
    assert!(back.contains("Replace the key: Kept by administrators, VAT"), "{back}");
    new.run_with(&recover("Alice", place), &both).refused(1, "is in a firm already");
    assert_eq!(code(&new, "VAT").ok(), oathtool(KEY));
    assert_eq!(code(&new, "Kept by administrators").ok(), oathtool(OTHER_KEY));

    alice.run(&["sync"]).refused(1, "This device was removed from the firm.");
    for desk in [bob, carol] {
        desk.ok(&["sync"]);
        assert!(desk.ok(&["firm", "status"]).contains("Warning: The recovery kit was used"));
    }
    new.ok(&["sync"]);
    new.add("PAYE", "GEZDGNBVGY3TQOJQ").ok();
    new.ok(&["share", "PAYE", "--team", "Tax"]);
    carol.ok(&["sync"]);
    assert_eq!(code(carol, "PAYE").ok(), oathtool("GEZDGNBVGY3TQOJQ"));
    bob.ok(&["sync"]);
    let record = |desk: &Desk| {
        let done = desk.run(&["verify", "--json"]);
        assert_eq!(done.code, 4, "that the kit was used is an alarm: {done:?}");
        let record: Value = serde_json::from_str(&done.out).unwrap();
        record["team_code"].as_str().unwrap().to_owned()
    };
    assert_eq!(record(&new), record(bob));
}

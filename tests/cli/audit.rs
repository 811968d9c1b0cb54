//! The firm's log on the command line: searched, exported, checked without a vault; who could make
//! codes; reports.

use serde_json::Value;

use crate::desk::{Desk, KEY};
use crate::firm::Firm;

/// Carol, staff, has an account and copied its code... as far as a test can: she printed it.
fn used() -> Firm {
    let firm = Firm::of_three();
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    firm.carol.ok(&["sync"]);
    firm.carol.ok(&["code", "VAT"]);
    firm.carol.ok(&["sync"]);
    firm
}

fn kinds(view: &Value) -> Vec<&str> {
    view["lines"].as_array().unwrap().iter().map(|line| line["what"].as_str().unwrap()).collect()
}

#[test]
fn the_log_is_searched_and_printed_for_people_programs_and_spreadsheets() {
    let firm = used();
    let all = firm.alice.json(&["audit", "--json"]);
    assert!(kinds(&all).contains(&"showed-code"), "{:?}", kinds(&all));
    assert!(!kinds(&all).contains(&"group-key"));
    let keys = firm.alice.json(&["audit", "--all", "--what", "group-key", "--json"]);
    assert!(kinds(&keys).contains(&"group-key"));
    let carols = firm.alice.json(&["audit", "--who", "carol", "--json"]);
    assert_eq!(kinds(&carols), ["showed-code"]);
    let none = firm.alice.json(&["audit", "--to", "2020-01-01", "--json"]);
    assert_eq!(kinds(&none), [""; 0]);
    let table = firm.alice.ok(&["audit", "--account", "VAT"]);
    assert!(table.contains("Carol") && table.contains("Looked at a code"), "{table}");
    let csv = firm.alice.ok(&["audit", "--csv", "--what", "shared"]);
    assert!(csv.starts_with("time,person,device,what,words,account,"), "{csv}");
    assert!(csv.contains(",Alice,first computer,shared,Shared with Tax,VAT,Tax,"), "{csv}");
    let own = firm.carol.json(&["audit", "--json"]);
    assert_eq!((own["own"].as_bool(), kinds(&own)), (Some(true), vec!["showed-code"]));
    for args in [
        &["audit", "--who", "Alice"][..],
        &["who", "VAT"],
        &["report", "integrity"],
        &["audit", "export", "log.json"],
    ] {
        assert_eq!(firm.carol.run(args).code, 1, "{args:?}");
    }
    assert_eq!(firm.alice.run(&["audit", "--from", "yesterday"]).code, 2);
    assert_eq!(firm.alice.run(&["audit", "--csv", "--json"]).code, 2);
}

#[test]
fn an_exported_log_is_checked_by_who_has_no_vault() {
    let firm = used();
    let file = firm.alice.folder().join("log.json").display().to_string();
    let made = firm.alice.json(&["audit", "export", &file, "--json"]);
    let first = made["first"].as_str().unwrap();
    let nobody = Desk::new();
    let checked = nobody.json(&["audit", "verify", &file, "--first", first, "--json"]);
    assert_eq!(checked, made);
    assert!(!nobody.folder().join("data").exists(), "no vault was made");
    firm.bob.ok(&["sync"]);
    let verified = firm.bob.json(&["verify", "--json"]);
    assert_eq!(checked["entries"], verified["entries"]);
    let said = nobody.ok(&["audit", "verify", &file]);
    assert!(said.contains("Hart & Co") && said.contains(first), "{said}");

    let other = "a".repeat(52);
    assert_eq!(nobody.run(&["audit", "verify", &file, "--first", &other]).code, 4);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains(KEY));
    let bad = text.replacen("\"what\": \"founded\"", "\"what\": \"note\"", 1);
    let bad = nobody.file("bad.json", &bad);
    let told = nobody.run(&["audit", "verify", &bad]);
    assert_eq!(told.code, 4);
    assert!(told.err.contains("Entry 1 says something else"), "{}", told.err);
    assert_eq!(nobody.run(&["audit", "verify", "none.json"]).code, 1);
    // An earlier file is replaced only when somebody says so.
    assert_ne!(firm.alice.run(&["audit", "export", &file]).code, 0);
    firm.alice.ok(&["audit", "export", &file, "--yes"]);
}

#[test]
fn who_could_make_codes_and_every_report_are_told() {
    let firm = used();
    let could = firm.alice.json(&["who", "VAT", "--json"]);
    let people: Vec<&str> = could["ways"]
        .as_array()
        .unwrap()
        .iter()
        .map(|way| way["person"].as_str().unwrap())
        .collect();
    assert_eq!(people, ["Alice", "Bob", "Carol"]);
    let before = firm.alice.ok(&["who", "VAT", "--at", "2020-01-01"]);
    assert!(before.contains("Nobody could"), "{before}");
    assert_eq!(firm.alice.run(&["who", "Nothing"]).code, 1);
    for (name, rows) in [("joiners", 2), ("shown-and-exported", 0), ("paper-and-phones", 0)] {
        let report = firm.alice.json(&["report", name, "--json"]);
        assert_eq!(report["rows"].as_array().unwrap().len(), rows, "{report}");
    }
    let report = firm.alice.json(&["report", "who-could", "--account", "VAT", "--json"]);
    assert_eq!(report["rows"].as_array().unwrap().len(), 3);
    let whole = firm.alice.ok(&["report", "integrity"]);
    assert!(whole.contains("Entries, each signed"), "{whole}");
    firm.alice.ok(&["report", "out-of-date"]);
    let file = firm.alice.folder().join("joiners.csv").display().to_string();
    firm.alice.ok(&["report", "joiners", "--csv", &file]);
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with("When,Person,Device,Let in by"), "{written}");
    assert_eq!(firm.alice.run(&["report", "who-could"]).code, 2, "of which account?");
    assert_eq!(firm.alice.run(&["report", "nothing"]).code, 2);
}

#[test]
fn the_firms_rules_are_set_and_shown() {
    let firm = Firm::of_three();
    let set =
        firm.alice.json(&["firm", "rules", "--keep-use", "36", "--two-people", "on", "--json"]);
    assert_eq!((&set["two_people"], &set["keep_use_months"]), (&true.into(), &36.into()));
    let status = firm.alice.ok(&["firm", "status"]);
    assert!(status.contains("kept for 36 months"), "{status}");
    assert_eq!(firm.alice.run(&["firm", "rules", "--keep-use", "6"]).code, 1);
    assert_eq!(firm.carol.run(&["firm", "rules", "--two-people", "off"]).code, 1);
    let shown = firm.alice.ok(&["firm", "rules"]);
    assert!(shown.contains("Two administrators must agree"), "{shown}");
}

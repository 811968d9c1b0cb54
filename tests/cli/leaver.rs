//! Somebody leaves, moves or is away, and a key is replaced step by step.

use serde_json::{Value, json};

use crate::desk::{Desk, KEY, OTHER_KEY};
use crate::firm::{Firm, code, oathtool};

/// A firm of three where Carol has "VAT" by her team.
pub fn with_vat() -> Firm {
    let firm = Firm::of_three();
    firm.alice.add("VAT", KEY).ok();
    firm.alice.ok(&["share", "VAT", "--team", "Tax"]);
    firm.sync_all();
    firm
}

/// Answers all that is asked of everybody.
pub fn answer_all(desk: &Desk, name: &str) {
    let questions = ["service-administrator", "phone-number", "firm-phone", "own-sign-ins"];
    for question in questions {
        desk.ok(&["leaver", "answer", name, question, "no"]);
    }
    desk.ok(&["leaver", "answer", name, "anything-else", "no"]);
    desk.ok(&["leaver", "answer", name, "knew-passwords", "no"]);
    desk.ok(&["leaver", "answer", name, "told", "yes"]);
}

fn words(view: &Value, field: &str) -> Vec<String> {
    let rows = view["accounts"].as_array().unwrap().iter();
    rows.map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn somebody_leaves_now_and_another_administrator_signs_off() {
    let firm = with_vat();
    let Firm { alice, bob, carol, .. } = &firm;
    assert_eq!(alice.ok(&["leaver", "status"]), "Nobody is leaving.\n");
    let start = ["leaver", "start", "Carol", "--note", "To a competitor"];
    carol.run(&[&start[..], &["--yes"]].concat()).refused(1, "not for you to do");
    let said = alice.run(&start).refused(1, "--yes");
    assert!(said.contains("Accounts that will need a new key: VAT"), "{said}");
    assert_eq!(alice.ok(&["leaver", "status"]), "Nobody is leaving.\n");
    let said = alice.ok(&[&start[..], &["--yes"]].concat());
    for words in [
        "Carol: leaving, begun ",
        " by Alice.\nTo a competitor\nOut of the firm since ",
        "\nOpen for 0 h 0",
        "Removing our copy is not enough.\nVAT  not begun  app: Carol laptop (key 1)\n",
        "To do: Replace the keys that they had: sixboard replace LABEL\n",
        "To do: Answer the questions: sixboard leaver answer 'Carol' QUESTION (anything-else, ",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    alice.run(&[&start[..], &["--yes"]].concat()).refused(1, "Somebody has begun this already.");
    carol.run(&["sync"]).refused(1, "was removed");

    bob.ok(&["sync"]);
    let replaced = bob.run_with(&["replace", "VAT", "--key", "-", "--json"], OTHER_KEY).ok();
    let replaced: Value = serde_json::from_str(&replaced).unwrap();
    assert_eq!((&replaced["label"], &replaced["sent"]), (&json!("VAT"), &json!(true)));
    let until = replaced["valid_until"].as_u64().unwrap();
    let then = bob.ok(&["code", "VAT", "--at", &(until - 1).to_string()]);
    assert_eq!(then.trim_end(), replaced["code"].as_str().unwrap(), "it is a code of the new key");
    let view = bob.json(&["leaver", "status", "Carol", "--json"]);
    assert_eq!(view["accounts"][0]["lack"], json!(["Alice, first computer"]), "his own has it");
    bob.ok(&["confirm", "VAT", "--accepted"]);
    bob.run(&["leaver", "sign-off", "Carol"]).refused(1, "Not signed off");
    answer_all(bob, "Carol");
    alice.run(&["leaver", "sign-off", "Carol"]).refused(1, "another administrator");
    assert_eq!(bob.ok(&["leaver", "sign-off", "Carol"]), "Signed off for 'Carol'.\n");
    alice.ok(&["sync"]);
    let said = alice.ok(&["leaver", "status", "carol"]);
    assert!(said.contains("\nSigned off ") && said.contains(" by Bob.\n"), "{said}");
    assert!(said.contains("VAT  replaced  app: Carol laptop (key 1)  key 2 by Bob, "), "{said}");
    assert!(!said.contains("is not enough"), "{said}");
    let list = alice.ok(&["leaver", "status"]);
    assert!(list.contains("Carol  leaving  Closed after 0 h 0"), "{list}");
    alice.run(&["leaver", "status", "Dan"]).refused(1, "Nobody called 'Dan' is leaving.");
}

#[test]
fn a_leaving_is_planned_and_answered_before_the_last_day() {
    let firm = with_vat();
    let Firm { alice, bob, carol, .. } = &firm;
    let start = ["leaver", "start", "Carol", "--last-day"];
    alice.run(&[&start[..], &["soon"]].concat()).refused(2, "a day is written as 2027-03-14");
    let view = alice.json(&[&start[..], &["2099-03-14", "--json"]].concat());
    let view = &view["departure"];
    assert_eq!((&view["kind"], &view["removed_at"]), (&json!("leaving"), &Value::Null));
    assert_eq!(words(view, "state"), ["planned"]);
    carol.ok(&["sync"]);
    assert_eq!(code(carol, "VAT").ok(), oathtool(KEY), "until the last day");
    carol.run(&["leaver", "status", "Carol"]).refused(1, "Nobody called 'Carol' is leaving.");

    let answer =
        |desk: &Desk, more: &[&str]| desk.run(&[&["leaver", "answer", "Carol"], more].concat());
    answer(alice, &["assigned", "yes", "--person", "Bob"]).refused(1, "about one account");
    answer(alice, &["exception", "yes", "--account", "VAT"]).refused(1, "needs a reason");
    answer(alice, &["wrong", "yes"]).refused(2, "knew-passwords");
    let assigned = ["--account", "VAT", "--person", "Bob", "--due", "2099-03-15"];
    answer(alice, &[&["assigned", "yes"], &assigned[..]].concat()).ok();
    let photo = ["--account", "VAT", "--route", "other", "--text", "a photograph"];
    answer(bob, &[&["anything-else", "yes"], &photo[..]].concat()).ok();
    alice.ok(&["sync"]);
    let said = alice.ok(&["leaver", "status", "Carol"]);
    assert!(said.contains("Still in the firm. Last day: 14 Mar 2099.\n"), "{said}");
    assert!(said.contains("other (key 1)"), "{said}");
    assert!(said.contains("for Bob by 15 Mar 2099"), "{said}");
    assert!(said.contains("Had anything else (VAT)  yes  a photograph\n"), "{said}");
    carol.run(&["leaver", "remove", "Carol"]).refused(1, "Nobody called");
    bob.run(&["leaver", "remove", "Carol"]).refused(1, "This needs a yes");
    let removed = bob.json(&["leaver", "remove", "Carol", "--yes", "--json"]);
    let removed = &removed["departure"];
    assert_eq!(words(removed, "state"), ["not_begun"]);
    assert_eq!(removed["open_since"], removed["removed_at"], "not from the last day on");
    carol.run(&["sync"]).refused(1, "was removed");
    answer(bob, &["exception", "yes", "--account", "VAT", "--text", "closes in May"]).ok();
    let said = bob.ok(&["leaver", "status", "Carol"]);
    assert!(said.contains("VAT  not replaced  ") && said.contains("  closes in May"), "{said}");
}

#[test]
fn a_lost_device_is_a_leaving_of_its_own_and_who_moves_keeps_what_the_team_needs() {
    let firm = with_vat();
    let Firm { alice, bob, carol, .. } = &firm;
    alice.run(&["leaver", "start", "Dan"]).refused(1, "Dan");
    let lost = ["leaver", "start", "Carol laptop", "--kind", "lost-device", "--yes", "--json"];
    let view = alice.json(&lost);
    assert_eq!(view["departure"]["device"], "Carol laptop");
    assert_eq!(words(&view["departure"], "label"), ["VAT"]);
    carol.run(&["sync"]).refused(1, "was removed");

    let again = Desk::new();
    firm.enrol_on(&again, ("Carol", "Carol tablet"), &["--further-device"]);
    bob.run_with(&["add", "--label", "VAT", "--key", "-", "--replace"], OTHER_KEY).ok();
    alice.ok(&["team", "create", "Payroll"]);
    alice.add("PAYE", "KRSXG5CTMVRXEZLUKN2GC3TEKRSXG5CT").ok();
    alice.ok(&["share", "PAYE", "--team", "Payroll"]);
    let moving = ["leaver", "start", "Carol", "--kind", "moving", "--team", "Payroll", "--json"];
    let view = alice.json(&moving);
    let view = &view["departure"];
    assert_eq!(view["removed_at"], Value::Null);
    let of_vat = view["accounts"].as_array().unwrap().iter().find(|one| one["label"] == "VAT");
    assert_eq!(of_vat.unwrap()["state"], "not_begun");
    again.ok(&["sync"]);
    assert_eq!(again.labels(), ["PAYE"]);
}

#[test]
fn who_is_away_has_the_keys_put_away_until_they_are_back() {
    let firm = with_vat();
    let Firm { alice, carol, .. } = &firm;
    let said = alice.ok(&["leaver", "start", "Carol", "--kind", "away"]);
    assert!(said.contains("Away: the keys are put away on their devices."), "{said}");
    carol.ok(&["sync"]);
    assert!(carol.labels().is_empty());
    let view = alice.json(&["leaver", "answer", "Carol", "returned", "yes", "--json"]);
    assert_eq!(view["departure"]["away"], false);
    carol.ok(&["sync"]);
    assert_eq!(code(carol, "VAT").ok(), oathtool(KEY));
}

#[test]
fn a_key_is_replaced_step_by_step() {
    let firm = with_vat();
    let Firm { alice, bob, carol, .. } = &firm;
    alice.add("Own", "KRSXG5CTMVRXEZLUKN2GC3TEKRSXG5CT").ok();
    alice.run(&["replace", "Nowhere"]).refused(1, "No account is called 'Nowhere'.");
    alice.run(&["replace", "Own"]).refused(2, "The new key is missing.");
    alice
        .run(&["replace", "Own", "--password-changed", "yes"])
        .refused(2, "The new key is missing");
    carol.run(&["replace", "VAT"]).refused(1, "not for you to do");
    let begun = alice.run(&["replace", "VAT"]);
    assert!(begun.err.contains("sixboard replace 'VAT' --qr PICTURE"), "{}", begun.err);
    begun.ok();
    alice.run_with(&["replace", "VAT", "--key", "-"], KEY).refused(1, "it replaces nothing");
    assert_eq!(code(alice, "VAT").ok(), oathtool(KEY));

    let replaced = alice.run_with(&["replace", "vat", "--key", "-"], OTHER_KEY);
    assert!(replaced.err.contains("Type this code at the service within "), "{}", replaced.err);
    assert!(replaced.err.contains("sixboard confirm 'VAT' --accepted"), "{}", replaced.err);
    let said = replaced.ok();
    assert!(said.starts_with("Replaced the key of 'VAT'.\n"), "{said}");
    assert_eq!(said.lines().nth(1).unwrap().len(), 6, "{said}");
    bob.ok(&["sync"]);
    assert_eq!(code(bob, "VAT").ok(), oathtool(OTHER_KEY));
    bob.ok(&["confirm", "VAT", "--accepted"]);
    let steps = ["--password-changed", "yes", "--old-method-removed", "not-needed"];
    let said = bob.ok(&[&["replace", "VAT"], &steps[..]].concat());
    assert_eq!(said, "'VAT': Password changed: yes.\n'VAT': Old method removed: not needed.\n",);
    alice.ok(&["leaver", "start", "Carol", "--yes"]);
    let view = alice.json(&["leaver", "status", "Carol", "--json"]);
    assert_eq!(view["accounts"][0]["password"], "yes");
    assert_eq!(view["accounts"][0]["old_method"], "not_needed");
}

/// Each captures a new key while the folder is away: both are kept, and the one that the service
/// takes is chosen by its code.
#[test]
fn two_administrators_capture_a_new_key_at_once() {
    const THIRD: &str = "KRSXG5CTMVRXEZLUKN2GC3TEKRSXG5CT";
    let firm = with_vat();
    let Firm { alice, bob, carol, .. } = &firm;
    let away = format!("{} away", firm.place.address);
    std::fs::rename(&firm.place.address, &away).unwrap();
    let replace = ["replace", "VAT", "--key", "-"];
    let waits = alice.run_with(&replace, OTHER_KEY);
    assert!(waits.err.contains("It is not in the firm's folder yet"), "{}", waits.err);
    waits.ok();
    bob.run_with(&replace, THIRD).ok();
    std::fs::rename(&away, &firm.place.address).unwrap();
    firm.sync_all();
    firm.sync_all();
    for desk in [alice, bob] {
        desk.run(&["confirm", "VAT", "--accepted"]).refused(1, "Two new keys were captured");
    }
    alice.run_with(&replace, KEY).refused(1, "Two new keys were captured");
    let keys = alice.ok(&["confirm", "VAT", "--keys"]);
    assert_eq!(keys.lines().count(), 2, "{keys}");
    let of_bob = keys.lines().find(|line| line.contains("  Bob  ")).unwrap();
    let key = of_bob.split_whitespace().next().unwrap();
    carol.run(&["confirm", "VAT", "--key", key]).refused(1, "not for you to do");
    alice.run(&["confirm", "VAT", "--key", "aaaa"]).refused(1, "");
    let said = alice.ok(&["confirm", "VAT", "--key", key]);
    assert_eq!(said, "This key of 'VAT' is in use for everybody.\n");
    firm.sync_all();
    for desk in [alice, bob, carol] {
        assert_eq!(code(desk, "VAT").ok(), oathtool(THIRD));
    }
    alice.run(&["confirm", "VAT", "--key", key]).refused(1, "");
}

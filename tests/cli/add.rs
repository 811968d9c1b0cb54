//! Putting keys in: what is taken, what is refused, and that nothing is overwritten.

use crate::desk::{Desk, KEY, OTHER_KEY};

#[test]
fn a_key_is_taken_as_people_type_it() {
    let desk = Desk::new();
    desk.add("Plain", KEY).ok();
    let code = desk.ok(&["code", "Plain", "--at", "59"]);
    desk.ok(&["remove", "Plain", "--for-good", "--yes"]);
    let typed = KEY
        .to_lowercase()
        .as_bytes()
        .chunks(4)
        .map(|part| String::from_utf8(part.to_vec()).unwrap() + " ")
        .collect::<String>();
    desk.add("Typed", &format!("  {typed}\n")).ok();
    assert_eq!(desk.ok(&["code", "Typed", "--at", "59"]), code);
    desk.add("Zero", "JBSWY3DP0HPK3PXP").refused(1, "may be the letter O");
    desk.add("Code", "482913").refused(1, "a code, not a secret key");
    desk.add("Nothing", "").refused(1, "No secret key.");
}

#[test]
fn a_replaced_key_is_kept_until_the_new_one_is_confirmed() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    let old = desk.ok(&["code", "VAT", "--at", "59"]);
    desk.add("VAT", OTHER_KEY).refused(1, "--replace");
    assert_eq!(desk.ok(&["code", "VAT", "--at", "59"]), old);
    let replace = ["add", "--label", "VAT", "--key", "-", "--replace"];
    desk.run_with(&replace, KEY).refused(1, "Already here");
    desk.run_with(&replace, OTHER_KEY).ok();
    let new = desk.ok(&["code", "VAT", "--at", "59"]);
    assert_ne!(new, old);
    assert_eq!(desk.json(&["list", "--json"])[0]["key_version"], 2);
    desk.ok(&["confirm", "VAT", "--refused"]);
    assert_eq!(desk.ok(&["code", "VAT", "--at", "59"]), old);
    desk.run_with(&replace, "KRSXG5CTMVRXEZLUKN2GC3TEKRSXG5CT").ok();
    desk.ok(&["confirm", "VAT", "--accepted"]);
    desk.run(&["confirm", "VAT", "--accepted"]).refused(1, "no new key to confirm");
}

#[test]
fn the_same_key_is_told_with_the_name_it_has() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    desk.add("PAYE", KEY).refused(1, "Already here as 'VAT'. Nothing was changed.");
    desk.add("VAT", KEY).refused(1, "Already here as 'VAT'. Nothing was changed.");
    assert_eq!(desk.labels(), ["VAT"]);
}

#[test]
fn what_the_service_says_is_not_overruled() {
    let desk = Desk::new();
    let uri = format!("otpauth://totp/A:me?secret={KEY}&digits=8&period=60&algorithm=SHA256");
    let add = |more: &[&str]| {
        desk.run_with(&[&["add", "--label", "A", "--uri", "-"], more].concat(), &uri)
    };
    add(&["--digits", "6"]).refused(1, "The service says digits 8, and you say 6.");
    add(&["--period", "30"]).refused(1, "period 60");
    add(&["--algorithm", "SHA1"]).refused(1, "algorithm SHA256");
    add(&["--digits", "8", "--period", "60", "--algorithm", "sha-256"]).ok();
    let key = ["add", "--label", "B", "--key", "-"];
    for (more, words) in [
        (["--digits", "11"], "1 to 10"),
        (["--period", "0"], "1 to 86400"),
        (["--algorithm", "MD5"], "'MD5'"),
        (["--counter", "1"], "no counter"),
    ] {
        desk.run_with(&[&key[..], &more].concat(), OTHER_KEY).refused(1, words);
    }
    assert_eq!(desk.labels(), ["A"]);
}

#[test]
fn one_account_of_several_is_chosen_by_its_number() {
    let desk = Desk::new();
    let text = format!("otpauth://totp/A:me?secret={KEY}\notpauth://totp/B:you?secret={OTHER_KEY}");
    let add = ["add", "--label", "B", "--uri", "-"];
    desk.run_with(&add, &text).refused(1, "1 A – me, 2 B – you");
    desk.run_with(&[&add[..], &["--pick", "3"]].concat(), &text).refused(1, "number 3");
    desk.run_with(&[&add[..], &["--pick", "2"]].concat(), &text).ok();
    let code = desk.ok(&["code", "B", "--at", "59"]);
    desk.run_with(&["add", "--label", "B2", "--key", "-"], OTHER_KEY).refused(1, "as 'B'");
    assert_eq!(code.trim_end().len(), 6);
}

#[test]
fn hostile_names_neither_get_in_nor_command_the_terminal() {
    let desk = Desk::new();
    for label in ["", "   ", "A\u{202e}B", "A\u{1b}[2J", "A\u{200b}B"] {
        let said = desk.add(label, KEY).refused(1, "name");
        assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'), "{said:?}");
    }
    desk.add(&"x".repeat(101), "KRSXG5CTMVRXEZLUKN2GC3TEKRSXG5CT").refused(1, "100");
    let uri = format!("otpauth://totp/%1B%5B2J%E2%80%AEA:me?secret={OTHER_KEY}");
    let shown = desk.run_with(&["inspect", "-"], &uri).ok();
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
    desk.add("VAT", KEY).ok();
    desk.run(&["code", "\u{1b}[2J"]).refused(1, "No account");
}

#[test]
fn a_key_in_the_arguments_is_warned_of_and_never_repeated() {
    let desk = Desk::new();
    let added = desk.run(&["add", "--label", "VAT", "--key", KEY]);
    assert!(added.err.contains("Warning: Keys typed into a command"), "{}", added.err);
    assert!(!added.err.contains(KEY) && !added.out.contains(KEY));
    let wrong = desk.run(&["add", "--label", "PAYE", "--key", "JBSWY3DPEHPK3PX1"]);
    assert!(!wrong.err.contains("JBSWY3DP"), "{}", wrong.err);
    let misplaced = desk.run(&[KEY]);
    assert_eq!(misplaced.code, 2);
    assert!(!misplaced.err.contains(KEY), "{}", misplaced.err);
}

#[test]
fn a_password_is_not_taken_for_a_note() {
    let desk = Desk::new();
    desk.add("VAT", KEY).ok();
    desk.run(&["note", "VAT", "password: Tr0ub4dor&3"]).refused(1, "looks like a password");
    desk.ok(&["note", "VAT", "Ask Priya before the month end"]);
    desk.run(&["hint", "VAT", "123456784417"]).refused(1, "last four");
    desk.ok(&["hint", "VAT", "4417"]);
    assert_eq!(desk.json(&["list", "--json"])[0]["user_id_hint"], "4417");
}

#[test]
fn a_change_needs_the_whole_name() {
    let desk = Desk::new();
    desk.add("HMRC – VAT – Leeds", KEY).ok();
    for args in [&["remove", "Leeds"][..], &["rename", "Leeds", "X"], &["note", "Leeds", "X"]] {
        desk.run(args).refused(1, "Did you mean 'HMRC – VAT – Leeds'?");
    }
    desk.ok(&["rename", "hmrc – vat – leeds", "VAT"]);
    assert_eq!(desk.labels(), ["VAT"]);
}

//! A copied code: there after the command has ended, gone at its time, and never what is not ours.

use std::time::Duration;

use serde_json::Value;
use support::{VirtualDisplay, until};

use crate::desk::{Desk, KEY, OTHER_KEY, finish};

const THIRD_KEY: &str = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK";

const PATIENCE: Duration = Duration::from_secs(75);

/// What is on the clipboard, as another program reads it.
fn clipboard(desk: &Desk, display: &VirtualDisplay) -> String {
    let mut paste = desk.session.command("xclip");
    display.enter(&mut paste);
    finish(paste.args(["-selection", "clipboard", "-o"]), b"").out
}

#[test]
fn a_copied_code_outlives_the_command_and_is_cleared_at_its_time() {
    let desk = Desk::new();
    let display = VirtualDisplay::start(&desk.session, 640, 480).unwrap();
    desk.add("VAT", KEY).ok();
    let mut copy = desk.command(&["code", "VAT", "--at", "59", "--copy"]);
    display.enter(&mut copy);
    let said = finish(&mut copy, b"").ok();
    assert!(said.contains("Copied the code of 'VAT'."), "{said}");
    assert!(said.contains("It is cleared from the clipboard in 30 seconds."), "{said}");
    let code = desk.ok(&["code", "VAT", "--at", "59"]);
    assert_eq!(clipboard(&desk, &display), code.trim_end());
    until("the code to be cleared", PATIENCE, || {
        Ok(clipboard(&desk, &display).is_empty().then_some(()))
    })
    .unwrap();
}

#[test]
fn a_second_copy_within_a_minute_copies_and_says_what_to_check() {
    let desk = Desk::new();
    let display = VirtualDisplay::start(&desk.session, 640, 480).unwrap();
    desk.run_with(&["add", "--label", "VAT", "--key", "-", "--user-id-hint", "4417"], KEY).ok();
    desk.add("PAYE", OTHER_KEY).ok();
    let copy = |name: &str| {
        let mut copy = desk.command(&["code", name, "--copy"]);
        display.enter(&mut copy);
        finish(&mut copy, b"")
    };
    for (name, said) in [("VAT", false), ("PAYE", false), ("VAT", true)] {
        let copied = copy(name);
        assert_eq!(copied.err.contains("You copied a code of"), said, "{name}: {}", copied.err);
        if said {
            let what = "You copied a code of 'VAT' (..4417) a moment ago. If it was refused:";
            assert!(copied.err.contains(what), "{}", copied.err);
            let next = "Right account? The user ID ends in ..4417. Wait for a new code, since a \
                        service may not take the same one twice. Was the key replaced";
            assert!(copied.err.contains(next), "{}", copied.err);
        }
        assert!(copied.ok().starts_with("Copied the code of"));
    }
    assert_ne!(clipboard(&desk, &display), "");

    desk.run_with(&["add", "--label", "VAT", "--key", "-", "--replace"], THIRD_KEY).ok();
    let pending = copy("VAT").err;
    assert!(pending.contains("sixboard confirm --refused brings it back."), "{pending}");
    desk.ok(&["confirm", "VAT", "--accepted"]);
    let replaced = copy("VAT").err;
    assert!(replaced.contains("The key was replaced on"), "{replaced}");
}

#[test]
fn a_copy_tells_programs_whether_there_was_one_a_moment_ago() {
    let desk = Desk::new();
    let display = VirtualDisplay::start(&desk.session, 640, 480).unwrap();
    desk.run_with(&["add", "--label", "Counter", "--key", "-", "--type", "hotp"], KEY).ok();
    let copy = || {
        let mut copy = desk.command(&["code", "Counter", "--copy", "--json"]);
        display.enter(&mut copy);
        finish(&mut copy, b"")
    };
    let first = copy();
    assert_eq!(first.err, "");
    let first: Value = serde_json::from_str(&first.ok()).unwrap();
    assert_eq!(first["copied_lately"], false);
    let second = copy();
    let warning: Value = serde_json::from_str(&second.err).unwrap();
    assert_eq!(warning["warning"]["code"], "copied-lately");
    let next = warning["warning"]["next"].as_str().unwrap();
    assert!(next.contains("Compare the name with the sign-in page. A counter code"), "{next}");
    let second: Value = serde_json::from_str(&second.ok()).unwrap();
    assert_eq!(second["copied_lately"], true);
}

#[test]
fn without_a_clipboard_a_counter_code_is_not_used_up() {
    let desk = Desk::new();
    desk.run_with(&["add", "--label", "Counter", "--key", "-", "--type", "hotp"], KEY).ok();
    desk.run(&["code", "Counter", "--copy"]).refused(1, "The clipboard cannot be used.");
    let unused = desk.ok(&["code", "Counter"]);
    let mut oathtool = desk.session.command("oathtool");
    oathtool.args(["--hotp", "--base32", "--counter", "0", "-"]);
    assert_eq!(unused, finish(&mut oathtool, KEY.as_bytes()).ok());
}

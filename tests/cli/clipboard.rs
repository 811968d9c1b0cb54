//! A copied code: there after the command has ended, gone at its time, and never what is not ours.

use std::time::Duration;

use support::{VirtualDisplay, until};

use crate::desk::{Desk, KEY, finish};

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
fn without_a_clipboard_a_counter_code_is_not_used_up() {
    let desk = Desk::new();
    desk.run_with(&["add", "--label", "Counter", "--key", "-", "--type", "hotp"], KEY).ok();
    desk.run(&["code", "Counter", "--copy"]).refused(1, "The clipboard cannot be used.");
    let unused = desk.ok(&["code", "Counter"]);
    let mut oathtool = desk.session.command("oathtool");
    oathtool.args(["--hotp", "--base32", "--counter", "0", "-"]);
    assert_eq!(unused, finish(&mut oathtool, KEY.as_bytes()).ok());
}

//! A copied code leaves the clipboard at its time and with the program. What else is there stays.

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use support::{PrivateSession, Process, VirtualDisplay, program, until};

use crate::codes::is_code_of;
use crate::helper::Helper;
use crate::window::{Desktop, LIMIT, PROGRAM};

const KEY: &str = "JBSWY3DPEHPK3PXP";
const OTHER_TEXT: &str = "12 Park Row, Leeds";

/// So long a copied code stays.
const KEPT: Duration = Duration::from_secs(30);

#[test]
fn a_copied_code_is_cleared_at_its_time() -> Result<()> {
    let desktop = Desktop::start()?;
    let copied = Instant::now();
    copy_a_code(&desktop)?;
    until("the code to be cleared", KEPT + LIMIT, || {
        Ok(desktop.clipboard()?.is_empty().then_some(()))
    })?;
    ensure!(copied.elapsed() >= KEPT, "cleared after {:?}", copied.elapsed());
    desktop.wait_for_text("toast", |text| text.contains("cleared")).map(drop)
}

#[test]
fn what_came_onto_the_clipboard_after_a_code_stays_at_the_time_of_the_code() -> Result<()> {
    let desktop = Desktop::start()?;
    copy_a_code(&desktop)?;
    let mut copy = desktop.command("xclip");
    copy.args(["-selection", "clipboard", "-i"]).stdout(Stdio::null());
    Process::start_with_input("xclip", &mut copy, OTHER_TEXT.as_bytes())?.wait()?;
    let over = Instant::now() + KEPT + Duration::from_secs(3);
    until("the time of the code to be over", KEPT + LIMIT, || {
        let now = desktop.clipboard()?;
        ensure!(now == OTHER_TEXT, "the clipboard has {now:?}");
        Ok((Instant::now() > over).then_some(()))
    })
}

fn copy_a_code(desktop: &Desktop) -> Result<()> {
    desktop.first_run()?;
    desktop.add(KEY, "Memory")?;
    desktop.find("list")?;
    desktop.fill("search", "Memory")?;
    desktop.click("row-copy")?;
    until("the code on the clipboard", LIMIT, || {
        let copied = desktop.clipboard()?;
        Ok((!copied.is_empty() && is_code_of(KEY, &copied)?).then_some(()))
    })
}

/// Clipboard managers keep what a program leaves behind, so a code must be gone before the program
/// is. Without a driver, which would end the program in a way of its own.
#[test]
fn a_copied_code_is_cleared_before_the_program_ends() -> Result<()> {
    let session = PrivateSession::start()?;
    let display = VirtualDisplay::start(&session, 1280, 900)?;
    let keeper = Helper::start(&session, Some(&display), "clipboard_keeper.py")?;
    keeper.wait_for(&["ready"])?;
    keeps_what_is_left_behind(&session, &display, &keeper)?;

    let mut add = session.command(program("sixboard")?);
    let added = add.args(["add", "--label", "Memory", "--key", KEY]).output()?;
    ensure!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    let mut desktop = session.command(program("sixboard-desktop")?);
    display.enter(&mut desktop);
    let mut desktop = Process::start("Sixboard", &mut desktop)?;
    let window = display.wait_for_window("Sixboard", LIMIT, &mut desktop)?;
    display.wait_until_drawn(&window, LIMIT)?;
    display.press(&window, "Return")?;
    until("the code on the clipboard", LIMIT, || {
        Ok(is_code_of(KEY, &clipboard(&session, &display)?)?.then_some(()))
    })?;
    keeper.wait_for(&["full"])?;

    keeper.forget()?;
    display.press(&window, "alt+F4")?;
    until("the program to end", LIMIT, || {
        let runs = session.processes()?.iter().any(|(_, name)| name == PROGRAM);
        Ok((!runs).then_some(()))
    })?;
    let how = keeper.wait_for(&["empty", "kept"])?;
    ensure!(how == "empty", "the code was left to the clipboard manager");
    Ok(())
}

/// The test sees nothing with a manager that does not keep.
fn keeps_what_is_left_behind(
    session: &PrivateSession,
    display: &VirtualDisplay,
    keeper: &Helper,
) -> Result<()> {
    let mut copy = session.command("xclip");
    display.enter(&mut copy);
    // In the foreground, so that it can be ended.
    copy.args(["-quiet", "-selection", "clipboard", "-i"]).stderr(Stdio::null());
    let owner = Process::start_with_input("xclip", &mut copy, OTHER_TEXT.as_bytes())?;
    keeper.wait_for(&["full"])?;
    drop(owner);
    keeper.wait_for(&["kept"])?;
    let left = until("the text that was kept", LIMIT, || {
        Ok(Some(clipboard(session, display)?).filter(|text| !text.is_empty()))
    })?;
    ensure!(left == OTHER_TEXT, "kept {left:?}");
    keeper.forget()
}

fn clipboard(session: &PrivateSession, display: &VirtualDisplay) -> Result<String> {
    let mut ask = session.command("timeout");
    display.enter(&mut ask);
    let output = ask.args(["5", "xclip", "-selection", "clipboard", "-o"]).output()?;
    String::from_utf8(output.stdout).context("no text")
}

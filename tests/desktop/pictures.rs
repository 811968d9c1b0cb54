//! The other ways in which a picture of a QR code reaches the window: dropped on it, on the
//! clipboard, on the screen.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use support::{Process, until, vectors};

use crate::window::{Desktop, LIMIT};

/// What the picture's account is offered as.
const OFFERED: &str = "GOV.UK One Login";

#[test]
fn a_picture_dropped_on_the_window_is_read() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    let mut files = desktop.command("/usr/bin/python3");
    files.arg(support::root().join("tests/desktop/drag_source.py")).arg(picture());
    let mut files = Process::start("a file manager", &mut files)?;
    let source = desktop.display().wait_for_window("Files", LIMIT, &mut files)?;
    let target = desktop.display().window("Sixboard")?.context("the window is gone")?;
    until("the dropped picture", LIMIT, || {
        desktop.display().drag(&source, &target)?;
        Ok(desktop.has("label")?.then_some(()))
    })?;
    is_named(&desktop)
}

#[test]
fn a_picture_on_the_clipboard_is_read() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    copy_picture(&desktop)?;
    desktop.click("add")?;
    desktop.click("from-clipboard")?;
    is_named(&desktop)
}

#[test]
fn of_two_codes_in_a_picture_the_person_chooses() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    copy(&desktop, &vectors().join("qr").join("own-22-two-on-page.png"))?;
    desktop.click("add")?;
    desktop.click("from-clipboard")?;
    desktop.find("found")?;
    let offered = "return document.querySelectorAll('[data-testid=found-row]').length";
    let offered = desktop.run(offered, Vec::new())?;
    ensure!(offered == 2, "{offered} accounts are offered");
    ensure!(!desktop.has("label")?, "one was taken without asking");
    Ok(())
}

#[test]
fn a_code_on_the_screen_is_read() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    desktop.click("add")?;
    let mut show = desktop.command("display");
    show.args(["-title", "Shown", "-geometry", "+700+200"]).arg(picture());
    let mut show = Process::start("a picture viewer", &mut show)?;
    desktop.display().wait_for_window("Shown", LIMIT, &mut show)?;
    // A window is there a moment before its picture is.
    until("the code on the screen", LIMIT, || {
        desktop.click("from-screen")?;
        let found = || Ok(desktop.has("label")?.then_some(()));
        Ok(until("the name page", Duration::from_secs(5), found).ok())
    })?;
    is_named(&desktop)
}

/// Puts a picture of one account on the clipboard.
pub fn copy_picture(desktop: &Desktop) -> Result<()> {
    copy(desktop, &picture())
}

fn copy(desktop: &Desktop, picture: &Path) -> Result<()> {
    let mut copy = desktop.command("xclip");
    copy.args(["-selection", "clipboard", "-t", "image/png", "-i"]).arg(picture);
    ensure!(copy.stdout(Stdio::null()).status()?.success(), "xclip failed");
    Ok(())
}

/// The picture.
pub fn picture() -> PathBuf {
    vectors().join("qr").join("own-01-clean.png")
}

fn is_named(desktop: &Desktop) -> Result<()> {
    desktop.find("label")?;
    let offered =
        desktop.run("return document.querySelector('[data-testid=label]').value", Vec::new())?;
    ensure!(offered.as_str().is_some_and(|label| label.contains(OFFERED)), "offered {offered}");
    Ok(())
}

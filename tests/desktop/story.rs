//! What one person does every day, and what must be left of it after a restart.

use std::fs;

use anyhow::{Context, Result, ensure};
use support::{PrivateSession, until, vectors};

use crate::codes::is_code_of;
use crate::window::{Desktop, LIMIT};

const KEY: &str = "JBSWY3DPEHPK3PXP";
const KEY_OF_PICTURE: &str = "V7YIQE6E4QZDUGOCVDD7MKNIKFBZMO3Q";
const LABEL: &str = "GOV.UK One Login – agent0";
const CTRL_L: char = 'l';

/// Add from a QR file through the system's own file dialog, read the code, compare it with an
/// independent computation, copy, read the clipboard, restart, still there.
#[test]
fn a_key_from_a_picture_makes_the_codes_that_another_program_makes() -> Result<()> {
    let mut desktop = Desktop::start()?;
    desktop.first_run()?;
    let picture = desktop.folder().join("qr.png");
    fs::copy(vectors().join("qr").join("own-01-clean.png"), &picture)?;
    desktop.click("add")?;
    desktop.click("from-picture")?;
    desktop.choose_file(&picture)?;
    desktop.name(LABEL)?;
    let shown = desktop.wait_for_text("check-code", |text| text.len() >= 6)?;
    ensure!(is_code_of(KEY_OF_PICTURE, &shown)?, "the window shows another code");
    desktop.click("accepted")?;
    copy_and_compare(&desktop, LABEL, KEY_OF_PICTURE)?;

    desktop.close()?;
    ensure!(desktop.clipboard()?.is_empty(), "a copied code outlived the program");
    desktop.open()?;
    desktop.find("list")?;
    copy_again_and_compare(&desktop, LABEL, KEY_OF_PICTURE)
}

#[test]
fn a_passphrase_locks_and_a_wrong_one_does_not_unlock() -> Result<()> {
    let mut desktop = Desktop::start()?;
    desktop.click("who-me")?;
    desktop.click("protect-passphrase")?;
    desktop.fill("new-passphrase", "copper lamp seven")?;
    desktop.fill("new-passphrase-again", "copper lamp seven")?;
    desktop.click("create")?;
    desktop.find("list")?;
    desktop.add(KEY, "VAT – Leeds")?;
    desktop.find("list")?;
    desktop.press_with_ctrl(CTRL_L)?;
    desktop.find("lock-page")?;
    ensure!(!desktop.has("row")?, "rows behind the lock");
    let page = desktop.run("return document.documentElement.outerHTML", Vec::new())?;
    ensure!(!page.to_string().contains("VAT"), "a label is left in the locked page");
    desktop.fill("passphrase", "copper lamp")?;
    desktop.click("unlock")?;
    desktop.wait_for_text("error", |text| text.contains("Wrong passphrase"))?;
    desktop.fill("passphrase", "copper lamp seven")?;
    desktop.click("unlock")?;
    desktop.find("list")?;

    desktop.close()?;
    desktop.open()?;
    desktop.find("lock-page")?;
    desktop.fill("passphrase", "copper lamp seven")?;
    desktop.click("unlock")?;
    desktop.find("list")?;
    copy_and_compare(&desktop, "VAT – Leeds", KEY)
}

#[test]
fn the_keyboard_alone_finds_and_copies() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    desktop.add(KEY, "HMRC online services – Income Tax – London")?;
    desktop.find("list")?;
    desktop.press("inc lon")?;
    until("one row to be left", LIMIT, || Ok((rows(&desktop)? == 1).then_some(())))?;
    desktop.press("\u{E007}")?;
    let toast = desktop.wait_for_text("toast", |text| text.contains("Income Tax"))?;
    ensure!(toast.starts_with("Copied"), "{toast}");
    ensure!(is_code_of(KEY, &desktop.clipboard()?)?, "the clipboard has another code");
    let marks = desktop.clipboard_marks()?;
    ensure!(marks.contains("x-kde-passwordManagerHint"), "histories are not told: {marks}");
    Ok(())
}

#[test]
fn an_account_that_the_command_line_adds_appears_by_itself() -> Result<()> {
    let desktop = Desktop::start()?;
    desktop.first_run()?;
    let before = rows(&desktop)?;
    let mut add = desktop.command(support::program("sixboard")?);
    let added = add.args(["add", "--label", "From the command line", "--key", KEY]).output()?;
    ensure!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    until("the new row", LIMIT, || Ok((rows(&desktop)? == before + 1).then_some(())))
}

#[test]
fn without_a_keyring_the_window_says_so_and_goes_on_when_there_is_one() -> Result<()> {
    let mut desktop = Desktop::start_in(PrivateSession::start_without_keyring()?)?;
    desktop.click("who-me")?;
    desktop.click("create")?;
    desktop.wait_for_text("error", |text| text.contains("no keyring"))?;
    desktop.picture("no-keyring")?;
    desktop.session().start_keyring()?;
    desktop.click("create")?;
    desktop.find("list").map(drop)
}

fn rows(desktop: &Desktop) -> Result<u64> {
    let count = "return document.querySelectorAll('[data-testid=row]').length";
    desktop.run(count, Vec::new())?.as_u64().context("no number")
}

/// Finds the account by typing, copies it by its button, and compares the clipboard.
fn copy_and_compare(desktop: &Desktop, label: &str, key: &str) -> Result<()> {
    desktop.fill("search", label)?;
    until("one row to be left", LIMIT, || Ok((rows(desktop)? == 1).then_some(())))?;
    desktop.click("row-copy")?;
    is_copied(desktop, key)
}

/// Within a minute of the first copy the code was probably refused: the helper opens instead, also
/// after a restart.
fn copy_again_and_compare(desktop: &Desktop, label: &str, key: &str) -> Result<()> {
    desktop.fill("search", label)?;
    until("one row to be left", LIMIT, || Ok((rows(desktop)? == 1).then_some(())))?;
    desktop.click("row-copy")?;
    desktop.find("copy-anyway")?;
    ensure!(desktop.clipboard()?.is_empty(), "copied although it was probably refused");
    desktop.click("copy-anyway")?;
    is_copied(desktop, key)
}

fn is_copied(desktop: &Desktop, key: &str) -> Result<()> {
    // In the last seconds of a code the fresh one is waited for.
    until("the code on the clipboard", LIMIT, || {
        let copied = desktop.clipboard()?;
        Ok((!copied.is_empty() && is_code_of(key, &copied)?).then_some(()))
    })
}

//! A firm in real windows: each device with a session and a keyring of its own, all on one folder.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use secret::SecretText;
use support::{PrivateSession, until};

use crate::codes::is_code_of;
use crate::window::{Desktop, LIMIT};

const KEY: &str = "JBSWY3DPEHPK3PXP";
const LABEL: &str = "HMRC online services – VAT – York";
pub const PASSPHRASE: &str = "three blue boats";
const SHEET_TITLE: &str = "Sixboard recovery kit";

/// Create, invite, join, compare, approve, share, the same code on all, remove, and the code is
/// gone from who was removed.
#[test]
fn three_people_share_a_code_and_who_is_removed_has_it_no_more() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let place = shared.path();
    let alice = Desktop::start()?;
    found(&alice, place)?;
    let bob = joined(&alice, place, "Bob Reed", "administrator")?;
    let carol = joined(&alice, place, "Carol Diaz", "staff")?;
    make_team(&alice, "Tax", "Carol Diaz")?;
    add_and_share(&alice, (KEY, LABEL), "Tax")?;
    for (desktop, name) in [(&alice, "Alice"), (&bob, "Bob"), (&carol, "Carol")] {
        has_the_code(desktop).with_context(|| format!("{name} has another code"))?;
    }
    ensure!(!carol.has("nav-people")?, "staff see administrator words");
    bob.click("nav-people")?;
    bob.find("people")?;
    ensure!(!bob.has("firm-kit")?, "the second administrator is asked for both sheets");

    remove(&alice, "Carol Diaz")?;
    until("Carol to hear of it", LIMIT, || {
        look_for_news(&carol)?;
        Ok(carol.has("firm-removed")?.then_some(()))
    })?;
    let words = carol.wait_for_text("firm-removed", |text| !text.is_empty())?;
    ensure!(words.contains("You no longer have access to Hart & Lowe."), "{words}");
    until("the code to be gone", LIMIT, || Ok((!has_row(&carol)?).then_some(())))?;
    carol.wait_until_drawn()?;
    carol.picture("firm-removed")?;
    has_the_code(&bob)
}

#[test]
fn wrong_digits_let_nobody_in() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let alice = Desktop::start()?;
    found(&alice, shared.path())?;
    let bob = Desktop::start()?;
    invite_and_join(&alice, &bob, shared.path(), "Bob Reed", "administrator")?;
    alice.click("compare")?;
    alice.fill("compare-typed", "0000 0000 0000 0000 0000")?;
    alice.click("they-match")?;
    alice.wait_for_text("error", |text| text.contains("not the digits"))?;
    bob.click("wait-check")?;
    bob.find("wait-digits")?;
    ensure!(!bob.has("list")?, "let in with wrong digits");
    Ok(())
}

/// Goes through the first run of somebody who sets up a firm.
pub fn found(desktop: &Desktop, place: &Path) -> Result<()> {
    begin_to_found(desktop, place)?;
    prove(desktop, "sheet-a")?;
    prove(desktop, "sheet-b")?;
    desktop.click("second-later")?;
    desktop.find("list").map(drop)
}

/// As far as the first sheet of the recovery kit.
pub fn begin_to_found(desktop: &Desktop, place: &Path) -> Result<()> {
    desktop.click("who-found")?;
    protect(desktop)?;
    desktop.fill("firm-name", "Hart & Lowe")?;
    desktop.fill("your-name", "Alice Hart")?;
    desktop.fill("device-name", "Office PC")?;
    desktop.click("wizard-go")?;
    desktop.fill("place", &place.display().to_string())?;
    desktop.click("wizard-go")?;
    desktop.find("sheet-show").map(drop)
}

pub fn protect(desktop: &Desktop) -> Result<()> {
    desktop.fill("new-passphrase", PASSPHRASE)?;
    desktop.fill("new-passphrase-again", PASSPHRASE)?;
    desktop.click("create")
}

/// Reads the sheet off the screen by its QR code, as somebody with the paper reads its words, and
/// types back those that are asked for.
pub fn prove(desktop: &Desktop, step: &str) -> Result<()> {
    until("the page of the sheet", LIMIT, || {
        let shown = desktop.run(
            "return document.querySelector('[data-testid=found-page]')?.dataset.step",
            Vec::new(),
        )?;
        Ok((shown == step).then_some(()))
    })?;
    desktop.click("sheet-show")?;
    let words = words_on_screen(desktop, step)?;
    let words: Vec<&str> = words.expose().split(' ').collect();
    for field in ["word-0", "word-1"] {
        let place = asked(desktop, field)?;
        desktop.fill(field, words[place - 1])?;
    }
    desktop.click("wizard-go")?;
    let gone = || Ok(desktop.display().window(SHEET_TITLE)?.is_none().then_some(()));
    until("the window of the sheet to be gone", LIMIT, gone)
}

/// The words of the sheet that is shown.
pub fn words_on_screen(desktop: &Desktop, name: &str) -> Result<SecretText> {
    until("the window of the sheet", LIMIT, || desktop.display().window(SHEET_TITLE))?;
    let screen = desktop.folder().join(format!("{name}.png"));
    until("the words on the sheet", LIMIT, || {
        desktop.display().picture(&screen)?;
        let read = qr::read_file(&screen).unwrap_or_default();
        Ok(read.into_iter().find(|text| text.expose().split(' ').count() == 24))
    })
}

/// Which word a field asks for, by its label.
fn asked(desktop: &Desktop, field: &str) -> Result<usize> {
    desktop.find(field)?;
    let script =
        format!("return document.querySelector('[data-testid={field}]').labels[0].textContent");
    let label = desktop.run(&script, Vec::new())?;
    let number = label.as_str().and_then(|label| label.rsplit(' ').next());
    number.context("no label")?.parse().context("no number")
}

/// Invites, joins, compares the digits and lets in.
pub fn joined(alice: &Desktop, place: &Path, name: &str, role: &str) -> Result<Desktop> {
    let desktop = Desktop::start_in(PrivateSession::start()?)?;
    let digits = invite_and_join(alice, &desktop, place, name, role)?;
    alice.click("compare")?;
    alice.fill("compare-typed", &digits)?;
    alice.click("they-match")?;
    let closed = || Ok((!alice.has("compare-dialog")?).then_some(()));
    until("the comparison to end", LIMIT, closed)?;
    // It goes on by itself when the folder has the answer.
    desktop.find("search")?;
    Ok(desktop)
}

/// Gives the digits that the new device shows.
pub fn invite_and_join(
    alice: &Desktop,
    desktop: &Desktop,
    place: &Path,
    name: &str,
    role: &str,
) -> Result<String> {
    alice.click("nav-people")?;
    alice.click("invite")?;
    alice.fill("invite-name", name)?;
    alice.click(&format!("invite-role-{role}"))?;
    alice.click("invite-go")?;
    alice.find("invite-picture")?;
    let page = alice.run("return document.documentElement.outerHTML", Vec::new())?.to_string();
    alice.click("invite-copy")?;
    let code = until("the code on the clipboard", LIMIT, || {
        let copied = alice.clipboard()?;
        Ok((copied.len() == 26).then_some(copied))
    })?;
    ensure!(!page.contains(&code) && !page.contains(&code[..8]), "the code is text in the page");
    alice.click("invite-done")?;

    desktop.click("who-join")?;
    protect(desktop)?;
    desktop.fill("invite-code", &code)?;
    desktop.fill("place", &place.display().to_string())?;
    desktop.fill("device-name", &format!("{name} laptop"))?;
    desktop.click("wizard-go")?;
    let shown = desktop.wait_for_text("wait-digits", |text| !text.is_empty())?;
    let digits: String = shown.chars().filter(char::is_ascii_digit).take(20).collect();
    until("the answer to arrive", LIMIT, || {
        look_for_news(alice)?;
        Ok(alice.has("compare")?.then_some(()))
    })?;
    Ok(digits)
}

/// Lets the program look into the folder now, unless it just heard of something by itself.
pub fn look_for_news(desktop: &Desktop) -> Result<()> {
    let press = "document.querySelector('[data-testid=sync-now]')?.click()";
    desktop.run(press, Vec::new()).map(drop)
}

/// Makes a team of one person.
pub fn make_team(alice: &Desktop, team: &str, person: &str) -> Result<()> {
    alice.click("nav-people")?;
    alice.click("new-team")?;
    alice.fill("team-name", team)?;
    alice.click("team-make")?;
    alice.click("team-change")?;
    choose(alice, "team-person", person)?;
    alice.click("team-save")?;
    let closed = || Ok((!alice.has("team-people-dialog")?).then_some(()));
    until("the team to be changed", LIMIT, closed)
}

/// Adds an account and shares it with a team.
pub fn add_and_share(alice: &Desktop, (key, label): (&str, &str), team: &str) -> Result<()> {
    alice.click("nav-codes")?;
    alice.add(key, label)?;
    choose(alice, "share-team", team)?;
    alice.click("share-go")?;
    alice.wait_for_text("toast", |text| text.contains("Shared"))?;
    alice.click("nav-codes")
}

fn remove(alice: &Desktop, name: &str) -> Result<()> {
    open_person(alice, name)?;
    alice.click("leaving-start")?;
    let preview = alice.wait_for_text("preview", |text| !text.is_empty())?;
    ensure!(preview.contains("1 key must be replaced"), "{preview}");
    alice.click("wizard-go")?;
    alice.wait_for_text("had", |text| text.contains(LABEL))?;
    alice.click("nav-codes")?;
    alice.wait_for_text("open-leaver", |text| text.contains("1 key not replaced")).map(drop)
}

/// Opens the page of a person, with one click on the list.
pub fn open_person(desktop: &Desktop, name: &str) -> Result<()> {
    desktop.click("nav-people")?;
    desktop.find("people")?;
    let open = "[...document.querySelectorAll('[data-testid=person-row]')]
        .find((row) => row.dataset.name === arguments[0]).querySelector('button').click()";
    desktop.run(open, vec![name.into()])?;
    desktop.find("person-page").map(drop)
}

/// Ticks one of several boxes by its name.
pub fn choose(desktop: &Desktop, boxes: &str, name: &str) -> Result<()> {
    desktop.find(boxes)?;
    let click = "const box = [...document.querySelectorAll(`[data-testid=${arguments[0]}]`)]
        .find((box) => box.dataset.name === arguments[1]);
        box?.click(); return box !== undefined";
    until(&format!("{name} to be chosen"), LIMIT, || {
        let found = desktop.run(click, vec![boxes.into(), name.into()])?;
        Ok((found == true).then_some(()))
    })
}

fn has_row(desktop: &Desktop) -> Result<bool> {
    has_row_of(desktop, LABEL)
}

/// Whether the list of codes has this account.
pub fn has_row_of(desktop: &Desktop, label: &str) -> Result<bool> {
    let rows = "return [...document.querySelectorAll('[data-testid=row]')].map((row) => row.dataset.label)";
    Ok(desktop.run(rows, Vec::new())?.to_string().contains(label))
}

fn has_the_code(desktop: &Desktop) -> Result<()> {
    has_code_of(desktop, KEY, LABEL)
}

/// Waits until the account is in the list, and compares its code with another program's.
pub fn has_code_of(desktop: &Desktop, key: &str, label: &str) -> Result<()> {
    desktop.click("nav-codes")?;
    until("the shared account", LIMIT, || {
        if has_row_of(desktop, label)? {
            return Ok(Some(()));
        }
        look_for_news(desktop)?;
        Ok(None)
    })?;
    desktop.fill("search", label)?;
    until("one row to be left", LIMIT, || {
        let count = "return document.querySelectorAll('[data-testid=row]').length";
        Ok((desktop.run(count, Vec::new())? == 1).then_some(()))
    })?;
    if !desktop.has("code")? || desktop.text("code")?.contains('•') {
        desktop.click("row-show")?;
    }
    until("the code of the key", LIMIT, || {
        let shown = desktop.text("code")?;
        Ok((shown.contains(char::is_numeric) && is_code_of(key, &shown)?).then_some(()))
    })?;
    desktop.click("row-show")?;
    let clear = "const box = document.querySelector('[data-testid=search]'); box.value = '';
        box.dispatchEvent(new Event('input', { bubbles: true }))";
    desktop.run(clear, Vec::new()).map(drop)
}

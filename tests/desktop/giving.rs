//! Keys that leave the program for one person: on a phone, on paper, as a file.

use std::fs;

use anyhow::{Result, ensure};
use support::{PrivateSession, Process, program, until};

use crate::access::look_at;
use crate::firm::{PASSPHRASE, choose, found, joined};
use crate::memory::{count, texts};
use crate::window::{Desktop, LIMIT, SAVE_DIALOG};

const KEY: &str = "SPAV4J6YASVXMH7JIKG3ANPWNIN43B2Q";
const LABEL: &str = "Companies House – filing";
const KEY_TITLE: &str = "Sixboard secret key";
const WORDS_TITLE: &str = "Sixboard words to read out";

/// By phone and on paper; what is lost must be replaced; and no page ever has the key.
#[test]
fn a_key_is_given_on_a_phone_and_on_paper_and_is_in_no_page() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let mut alice = Desktop::start()?;
    found(&alice, shared.path())?;
    let _bob = joined(&alice, shared.path(), "Bob Reed", "administrator")?;
    add_and_share(&alice)?;
    let before = web_processes(alice.session())?;
    begin(&alice, "phone")?;
    give(&alice, "given-phone")?;
    let read = until("the code on the screen", LIMIT, || {
        let screen = alice.folder().join("key.png");
        alice.display().picture(&screen)?;
        let read = qr::read_file(&screen).unwrap_or_default();
        Ok(read.into_iter().find(|text| text.expose().starts_with("otpauth://")))
    })?;
    ensure!(read.expose().contains(KEY), "the phone would have another key");
    let (_, web) = count(alice.session(), &texts(KEY))?;
    ensure!(web == 0, "{web} copies of the key in the web processes while it is shown");
    alice.click("given-taken")?;
    let gone = || Ok(alice.display().window(KEY_TITLE)?.is_none().then_some(()));
    until("the window of the key to be gone", LIMIT, gone)?;
    alice.find("panel")?;
    until("the process of that window to be gone", LIMIT, || {
        Ok((web_processes(alice.session())? == before).then_some(()))
    })?;
    let left = count(alice.session(), &texts(KEY))?;
    ensure!(left == (0, 0), "the key is left in memory: {left:?}");

    let sheet = alice.folder().join("sheet.pdf");
    begin(&alice, "paper")?;
    alice.click("give-go")?;
    alice.save_file(&sheet)?;
    alice.wait_for_text("given-paper", |text| text.contains("Sheet no. 1 for Bob Reed"))?;
    ensure!(fs::read(&sheet)?.starts_with(b"%PDF"), "the file is no sheet");
    alice.click("given-list")?;
    alice.wait_for_text("given", |text| text.contains("Paper no. 1"))?;
    alice.click("fate-returned")?;
    until("the paper to be over", LIMIT, || {
        Ok((!alice.text("given")?.contains("Paper no. 1")).then_some(()))
    })?;
    alice.click("fate-lost")?;
    alice.click("lost-yes")?;
    alice.wait_for_text("given", |text| text.contains("Replace the key now"))?;
    alice.wait_for_text("firm-replace", |text| text.contains(LABEL)).map(drop)
}

/// Its words stand in a window of their own, which goes when they were read out; who chooses no place
/// gives nothing.
#[test]
fn a_code_is_given_as_a_file_with_its_words_in_a_window_of_their_own() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let mut alice = Desktop::start()?;
    found(&alice, shared.path())?;
    let _bob = joined(&alice, shared.path(), "Bob Reed", "administrator")?;
    add_and_share(&alice)?;
    let file = alice.folder().join("bob.sixboard-backup");
    begin(&alice, "file")?;
    go(&alice, || Ok(alice.display().window(SAVE_DIALOG)?.is_some()))?;
    alice.save_file(&file)?;
    alice.wait_for_text("given-file", |text| text.contains("The file for Bob Reed is saved."))?;
    let window = until("the window of the words", LIMIT, || alice.display().window(WORDS_TITLE))?;
    alice.display().wait_until_drawn(&window, LIMIT)?;
    ensure!(fs::metadata(&file)?.len() > 0, "the file is empty");
    let pictures = support::root().join("target/pictures");
    alice.display().picture(&pictures.join("giving-words.png"))?;
    alice.click("given-taken")?;
    let gone = || Ok(alice.display().window(WORDS_TITLE)?.is_none().then_some(()));
    until("the window of the words to be gone", LIMIT, gone)?;
    alice.wait_for_text("holder-given", |text| text.contains("They have it"))?;
    let left = count(alice.session(), &texts(KEY))?;
    ensure!(left == (0, 0), "the key is left in memory: {left:?}");

    begin(&alice, "file")?;
    go(&alice, || Ok(alice.display().window(SAVE_DIALOG)?.is_some()))?;
    let dialog = until("the file dialog", LIMIT, || alice.display().window(SAVE_DIALOG))?;
    alice.display().press(&dialog, "Escape")?;
    let busy = "return document.querySelector('[data-testid=give-go][aria-busy]') !== null";
    let rests = || Ok((alice.run(busy, Vec::new())? == false).then_some(()));
    until("the page to go on", LIMIT, rests)?;
    ensure!(alice.display().window(WORDS_TITLE)?.is_none(), "words of no file are shown");
    ensure!(alice.has("give-page")? && !alice.has("given-file")?, "a file was given all the same");
    Ok(())
}

#[test]
fn giving_is_free_of_accessibility_faults_in_every_look() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let alice = Desktop::start()?;
    found(&alice, shared.path())?;
    let _bob = joined(&alice, shared.path(), "Bob Reed", "administrator")?;
    add_and_share(&alice)?;
    open_share(&alice)?;
    look_at(&alice, "giving-share")?;
    for way in ["phone", "shown", "paper", "file"] {
        alice.click(&format!("way-{way}"))?;
        alice.find("give-person")?;
        look_at(&alice, &format!("giving-{way}"))?;
        alice.click("give-cancel")?;
        alice.find("share-page")?;
    }
    begin(&alice, "phone")?;
    give(&alice, "given-phone")?;
    let window = until("the window of the key", LIMIT, || alice.display().window(KEY_TITLE))?;
    alice.display().wait_until_drawn(&window, LIMIT)?;
    alice.display().picture(&support::root().join("target/pictures/giving-key.png"))?;
    alice.click("given-close")?;
    alice.find("holder-given")?;
    look_at(&alice, "giving-panel")?;
    alice.click("nav-people")?;
    alice.click("open-given")?;
    alice.find("given")?;
    look_at(&alice, "giving-list")
}

/// By the command line, so that the key never passes the page.
fn add_and_share(alice: &Desktop) -> Result<()> {
    let text = format!("otpauth://totp/Filing:test?secret={KEY}&issuer=Filing");
    let mut add = alice.command(program("sixboard")?);
    let passphrase = alice.folder().join("passphrase");
    fs::write(&passphrase, PASSPHRASE)?;
    add.args(["add", "--label", LABEL, "--uri", "-", "--passphrase-file"]).arg(&passphrase);
    Process::start_with_input("sixboard", &mut add, text.as_bytes())?.wait()?;
    alice.click("nav-codes")?;
    open_share(alice)?;
    choose(alice, "share-person", "Bob Reed")?;
    alice.click("share-go")?;
    alice.wait_for_text("toast", |text| text.contains("Shared"))?;
    until("the page to be left", LIMIT, || Ok((!alice.has("share-page")?).then_some(())))?;
    alice.click("nav-codes")
}

/// From the list to what can be shared and how.
fn open_share(alice: &Desktop) -> Result<()> {
    if !alice.has("panel-share")? {
        until("the account", LIMIT, || {
            let open = "const row = [...document.querySelectorAll('[data-testid=row]')]
                .find((row) => row.dataset.label === arguments[0]);
                row?.querySelector('[data-testid=row-open]').click(); return row !== undefined";
            Ok((alice.run(open, vec![LABEL.into()])? == true).then_some(()))
        })?;
    }
    alice.click("panel-share")?;
    alice.find("share-page").map(drop)
}

/// As far as what must be said before a key is given to Bob.
fn begin(alice: &Desktop, way: &str) -> Result<()> {
    if !alice.has("share-page")? {
        open_share(alice)?;
    }
    alice.click(&format!("way-{way}"))?;
    until("the people to choose from", LIMIT, || {
        let choose = "const pick = document.querySelector('[data-testid=give-person]');
            const one = [...(pick?.options ?? [])].find((one) => one.value === 'Bob Reed');
            if (one === undefined) return false;
            pick.value = one.value;
            pick.dispatchEvent(new Event('change', { bubbles: true }));
            return true";
        Ok((alice.run(choose, Vec::new())? == true).then_some(()))
    })?;
    alice.fill("give-reason", "Works at the client")
}

fn give(alice: &Desktop, then: &str) -> Result<()> {
    go(alice, || alice.has(then))?;
    alice.find(then).map(drop)
}

/// Goes on from there, with the passphrase once more where it is asked for.
fn go(alice: &Desktop, goes: impl Fn() -> Result<bool>) -> Result<()> {
    alice.click("give-go")?;
    let asked = until("it to go on, or the passphrase asked for", LIMIT, || {
        let goes = goes()?;
        Ok((goes || alice.has("again-passphrase")?).then_some(!goes))
    })?;
    if asked {
        alice.fill("again-passphrase", PASSPHRASE)?;
        alice.click("give-go")?;
    }
    Ok(())
}

fn web_processes(session: &PrivateSession) -> Result<usize> {
    let processes = session.processes()?;
    Ok(processes.iter().filter(|(_, name)| name == "WebKitWebProces").count())
}

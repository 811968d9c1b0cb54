//! The program is killed at each step of replacing a leaver's key, and goes on where it was.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use support::until;

use crate::codes::is_code_of;
use crate::firm::{PASSPHRASE, add_and_share, found, joined, make_team, open_person};
use crate::window::{Desktop, LIMIT};

const OLD: (&str, &str) = ("JBSWY3DPEHPK3PXP", "HMRC online services – VAT – York");
const NEW: &str = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";

#[test]
fn a_killed_program_goes_on_at_the_same_step_of_the_wizard() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let mut alice = Desktop::start()?;
    found(&alice, shared.path())?;
    drop(joined(&alice, shared.path(), "Bob Reed", "administrator")?);
    drop(joined(&alice, shared.path(), "Carol Diaz", "staff")?);
    make_team(&alice, "Tax", "Carol Diaz")?;
    add_and_share(&alice, OLD, "Tax")?;
    alice.click("nav-people")?;
    open_person(&alice, "Carol Diaz")?;
    alice.click("leaving-start")?;
    alice.find("preview")?;
    alice.click("wizard-go")?;
    alice.find("had")?;

    go_on(&mut alice)?;
    alice.click("from-text")?;
    alice.fill("key", NEW)?;
    // What is typed and not given yet is in no memory but the page's, and gone with it.
    go_on(&mut alice)?;
    alice.click("from-text")?;
    alice.fill("key", NEW)?;
    alice.press(&char::from(Key::Enter).to_string())?;
    tries_the_new_key(&alice)?;

    go_on(&mut alice)?;
    tries_the_new_key(&alice)?;
    alice.click("try-yes")?;
    alice.find("after-password-yes")?;

    go_on(&mut alice)?;
    answer(&alice, "after-password")?;

    go_on(&mut alice)?;
    answer(&alice, "after-method")?;

    go_on(&mut alice)?;
    ensure!(!alice.has("after-method-yes")?, "what was answered is asked again");
    alice.wait_for_text("standing", |text| text.contains("The key is replaced")).map(drop)
}

/// Kills the program, opens it again, and goes to where the leaver's keys are.
fn go_on(alice: &mut Desktop) -> Result<()> {
    alice.kill_and_open()?;
    alice.fill("passphrase", PASSPHRASE)?;
    alice.click("unlock")?;
    alice.click("nav-people")?;
    alice.click("leaver-continue")?;
    alice.find("standing")?;
    alice.click("step-keys")?;
    alice.find("keys").map(drop)
}

/// Says yes, and waits until that is kept.
fn answer(alice: &Desktop, question: &str) -> Result<()> {
    alice.click(&format!("{question}-yes"))?;
    let kept = format!("return document.querySelector('[data-testid={question}]')?.dataset.answer");
    until("the answer to be kept", LIMIT, || {
        Ok((alice.run(&kept, Vec::new())? == "yes").then_some(()))
    })
}

/// The page is made anew once a key was typed on it.
fn tries_the_new_key(alice: &Desktop) -> Result<()> {
    until("the code to try", LIMIT, || Ok(alice.has("try-code").unwrap_or(false).then_some(())))?;
    let code = alice.wait_for_text("try-code", |text| text.contains(char::is_numeric))?;
    ensure!(is_code_of(NEW, &code)?, "another code than the new key's");
    Ok(())
}

//! Somebody leaves, in real windows: the list of keys, each replaced, and a second administrator
//! who goes on and signs. Clicks are counted.

use std::cell::Cell;
use std::{env, fs};

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use support::{root, until};

use crate::access::look_at;
use crate::codes::is_code_of;
use crate::firm::{
    PASSPHRASE, add_and_share, found, has_code_of, has_row_of, joined, look_for_news, make_team,
    open_person,
};
use crate::pictures::copy_picture;
use crate::window::{Desktop, LIMIT};

const FIRST: (&str, &str) = ("JBSWY3DPEHPK3PXP", "GOV.UK One Login – Filing – Leeds");
const SECOND: (&str, &str) = ("KRSXG5CTMVRXEZLU", "HMRC online services – VAT – York");
/// The key in the picture that is on the clipboard.
const NEW_FIRST: &str = "V7YIQE6E4QZDUGOCVDD7MKNIKFBZMO3Q";
/// The key that is typed.
const NEW_SECOND: &str = "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U";

/// A window whose clicks are counted.
struct Counted<'a> {
    desktop: &'a Desktop,
    clicks: Cell<u32>,
}

impl<'a> Counted<'a> {
    fn new(desktop: &'a Desktop) -> Self {
        Self { desktop, clicks: Cell::new(0) }
    }

    fn click(&self, id: &str) -> Result<()> {
        self.clicks.set(self.clicks.get() + 1);
        self.desktop.click(id)
    }

    fn at_most(&self, most: u32, what: &str) -> Result<()> {
        let clicks = self.clicks.replace(0);
        ensure!(clicks <= most, "{what} takes {clicks} clicks");
        Ok(())
    }
}

/// Carol leaves. Alice begins and replaces one key; Bob goes on by keyboard alone in his own window
/// and signs. Afterwards both have the codes of the new keys, and Carol has none.
#[test]
fn a_leaver_is_gone_through_by_two_administrators_until_it_is_signed() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let alice = Desktop::start()?;
    found(&alice, shared.path())?;
    let bob = joined(&alice, shared.path(), "Bob Reed", "administrator")?;
    let carol = joined(&alice, shared.path(), "Carol Diaz", "staff")?;
    make_team(&alice, "Tax", "Carol Diaz")?;
    add_and_share(&alice, FIRST, "Tax")?;
    add_and_share(&alice, SECOND, "Tax")?;
    has_code_of(&carol, FIRST.0, FIRST.1)?;

    let counted = Counted::new(&alice);
    alice.click("nav-people")?;
    counted.clicks.set(1); // the row of the person
    open_person(&alice, "Carol Diaz")?;
    counted.click("leaving-start")?;
    alice.find("preview")?;
    guide(&alice, "leaving-start")?;
    counted.click("wizard-go")?;
    alice.find("had")?;
    counted.at_most(3, "to begin")?;
    answer_all(&alice)?;
    alice.click("step-keys")?;
    replace_by_clicks(&counted)?;
    has_it_no_more(&carol)?;

    go_on_by_keyboard(&bob)?;
    sign(&bob)?;
    for (key, label) in [(NEW_FIRST, FIRST.1), (NEW_SECOND, SECOND.1)] {
        has_code_of(&alice, key, label).context("Alice has another code")?;
        has_code_of(&bob, key, label).context("Bob has another code")?;
    }
    ensure!(!alice.has("open-leaver")?, "it is still said that a key is open");
    Ok(())
}

/// The first answer to each question, as none of them was anything.
fn answer_all(desktop: &Desktop) -> Result<()> {
    for (question, answer) in [
        ("anything_else", "no"),
        ("knew_passwords", "yes"),
        ("service_administrator", "no"),
        ("phone_number", "no"),
        ("firm_phone", "no"),
        ("own_sign_ins", "not_known"),
    ] {
        desktop.click(&format!("ask-{question}-{answer}"))?;
    }
    kept(desktop)
}

/// Waits until every answer is in the firm's records.
fn kept(desktop: &Desktop) -> Result<()> {
    // It is for who hears the page: the driver sees no text there.
    let said = "return document.querySelector('[data-testid=leaving-said]')?.textContent";
    until("the answers to be kept", LIMIT, || {
        Ok((desktop.run(said, Vec::new())? == "Kept.").then_some(()))
    })
}

/// Copies nothing by hand: the new key comes as a picture on the clipboard.
fn replace_by_clicks(counted: &Counted<'_>) -> Result<()> {
    let desktop = counted.desktop;
    copy_picture(desktop)?;
    desktop.find("from-clipboard")?;
    guide(desktop, "leaving-keys")?;
    counted.click("from-clipboard")?;
    let code = desktop.wait_for_text("try-code", |text| text.contains(char::is_numeric))?;
    ensure!(is_code_of(NEW_FIRST, &code)?, "another code than the new key's");
    guide(desktop, "leaving-try")?;
    counted.click("try-yes")?;
    counted.click("after-password-yes")?;
    counted.click("after-method-yes")?;
    counted.click("key-next")?;
    counted.at_most(6, "an account")?;
    desktop.find("from-text")?;
    desktop.wait_for_text("standing-keys", |text| text.contains("1 of 2")).map(drop)
}

fn has_it_no_more(carol: &Desktop) -> Result<()> {
    until("Carol to hear of it", LIMIT, || {
        look_for_news(carol)?;
        Ok((carol.has("firm-removed")? && !has_row_of(carol, FIRST.1)?).then_some(()))
    })
}

/// Not one click from the codes to the answer of the last question about the key.
fn go_on_by_keyboard(bob: &Desktop) -> Result<()> {
    bob.press_with_ctrl('1')?;
    until("the line above Bob's codes", LIMIT, || {
        look_for_news(bob)?;
        Ok(bob.has("open-leaver-continue")?.then_some(()))
    })?;
    until("one key to be left", LIMIT, || {
        look_for_news(bob)?;
        Ok(bob.text("open-leaver")?.contains("1 key not replaced").then_some(()))
    })?;
    reach(bob, "open-leaver-continue")?;
    bob.press(&enter())?;
    bob.find("keys")?;
    reach(bob, "from-text")?;
    bob.press(&enter())?;
    bob.find("key")?;
    focused(bob, "key")?;
    let born = |desktop: &Desktop| desktop.run("return performance.timeOrigin", Vec::new());
    let before = born(bob)?;
    bob.press(NEW_SECOND)?;
    bob.press(&enter())?;
    until("the page on which it was typed to be replaced", LIMIT, || {
        let is_new = born(bob).is_ok_and(|now| now != before);
        Ok((is_new && bob.has("try-code").unwrap_or(false)).then_some(()))
    })?;
    let code = bob.wait_for_text("try-code", |text| text.contains(char::is_numeric))?;
    ensure!(is_code_of(NEW_SECOND, &code)?, "another code than the new key's");
    for id in ["try-yes", "after-password-not_needed", "after-method-not_needed"] {
        bob.find(id)?;
        reach(bob, id)?;
        bob.press(&enter())?;
    }
    kept(bob)
}

fn sign(bob: &Desktop) -> Result<()> {
    bob.click("step-sign")?;
    bob.find("left")?;
    guide(bob, "leaving-sign")?;
    bob.click("step-tell")?;
    bob.wait_for_text("receipts", |text| text.contains(FIRST.1) && text.contains(SECOND.1))?;
    bob.click("ask-told-not_needed")?;
    kept(bob)?;
    bob.click("step-sign")?;
    bob.click("sign-go")?;
    let signed = bob.wait_for_text("signed", |text| text.contains("Bob Reed"))?;
    ensure!(signed.contains("Signed off by Bob Reed"), "{signed}");
    Ok(())
}

/// A picture for the user's guide, which is written with `SIXBOARD_WRITE_PICTURES=1`.
fn guide(desktop: &Desktop, name: &str) -> Result<()> {
    if env::var_os("SIXBOARD_WRITE_PICTURES").is_some() {
        let close = "document.querySelector('[data-testid=toast-close]')?.click()";
        desktop.run(close, Vec::new())?;
        desktop.wait_until_drawn()?;
        let file = root().join("docs/pictures").join(format!("{name}.png"));
        fs::copy(desktop.picture(name)?, file)?;
    }
    Ok(())
}

fn enter() -> String {
    char::from(Key::Enter).to_string()
}

/// Goes with the tabulator to an element, from wherever the focus is.
fn reach(desktop: &Desktop, id: &str) -> Result<()> {
    for _ in 0..120 {
        if is_focused(desktop, id)? {
            return Ok(());
        }
        desktop.press(&char::from(Key::Tab).to_string())?;
    }
    anyhow::bail!("{id} is not reached by the tabulator")
}

fn focused(desktop: &Desktop, id: &str) -> Result<()> {
    until(&format!("the focus on {id}"), LIMIT, || Ok(is_focused(desktop, id)?.then_some(())))
}

fn is_focused(desktop: &Desktop, id: &str) -> Result<bool> {
    let active = "return document.activeElement?.dataset.testid ?? ''";
    Ok(desktop.run(active, Vec::new())? == id)
}

/// Bob is cut off with two clicks and an unlock, and every page that follows is looked at.
#[test]
fn cutting_off_takes_two_clicks_and_its_pages_are_free_of_accessibility_faults() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let alice = Desktop::start()?;
    found(&alice, shared.path())?;
    let _bob = joined(&alice, shared.path(), "Bob Reed", "administrator")?;
    make_team(&alice, "Tax", "Bob Reed")?;
    add_and_share(&alice, FIRST, "Tax")?;
    add_and_share(&alice, SECOND, "Tax")?;
    let counted = Counted::new(&alice);
    open_person(&alice, "Bob Reed")?;
    counted.click("cut-off")?;
    alice.fill("again-passphrase", "another")?;
    counted.click("cut-off-go")?;
    alice.wait_for_text("error", |text| text.contains("Wrong passphrase"))?;
    counted.clicks.set(1);
    alice.fill("again-passphrase", PASSPHRASE)?;
    counted.click("cut-off-go")?;
    alice.find("keys")?;
    counted.at_most(2, "to cut off")?;
    look_at(&alice, "leaving-keys")?;
    alice.click("step-who")?;
    alice.find("removed-since")?;
    look_at(&alice, "leaving-who")?;
    alice.click("step-had")?;
    alice.click("ask-phone_number-yes")?;
    alice.click("ask-anything_else-yes")?;
    alice.find("anything-form")?;
    kept(&alice)?;
    look_at(&alice, "leaving-had")?;
    alice.click("nav-codes")?;
    alice.wait_for_text("open-leaver", |text| text.contains("2 keys not replaced"))?;
    look_at(&alice, "leaving-line")?;
    alice.click("nav-people")?;
    alice.find("leaver")?;
    look_at(&alice, "leaving-list")?;
    try_and_sign(&alice)
}

fn try_and_sign(alice: &Desktop) -> Result<()> {
    alice.click("leaver-continue")?;
    alice.click("step-keys")?;
    copy_picture(alice)?;
    alice.click("from-clipboard")?;
    alice.find("try-yes")?;
    look_at(alice, "leaving-try")?;
    alice.click("try-yes")?;
    alice.find("after")?;
    alice.click("after-password-yes")?;
    kept(alice)?;
    look_at(alice, "leaving-after")?;
    alice.click("step-tell")?;
    alice.click("ask-told-yes")?;
    kept(alice)?;
    look_at(alice, "leaving-tell")?;
    alice.click("step-sign")?;
    alice.find("left")?;
    look_at(alice, "leaving-sign")
}

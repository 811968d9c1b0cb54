//! Accessibility of every screen of a firm, and a picture of each in every look.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use support::until;

use crate::access::look_at;
use crate::firm::{choose, found, invite_and_join, protect, prove};
use crate::window::{Desktop, LIMIT};

#[test]
fn setting_up_and_joining_are_free_of_accessibility_faults_in_every_look() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let place = shared.path().display().to_string();
    let alice = Desktop::start()?;
    alice.click("who-found")?;
    look_at(&alice, "firm-protect")?;
    protect(&alice)?;
    alice.fill("firm-name", "Hart & Lowe")?;
    alice.fill("your-name", "Alice Hart")?;
    alice.fill("device-name", "Office PC")?;
    look_at(&alice, "firm-names")?;
    alice.click("wizard-go")?;
    alice.fill("place", "practice")?;
    alice.click("wizard-go")?;
    alice.wait_for_text("error", |text| text.contains("cannot be the address"))?;
    look_at(&alice, "firm-place")?;
    alice.click("place-kind-server")?;
    alice.fill("place-address", "https://cloud.firm.example/dav/sixboard/")?;
    alice.find("sign-in-secret")?;
    look_at(&alice, "firm-server")?;
    alice.click("place-kind-folder")?;
    alice.fill("place", &place)?;
    alice.click("wizard-go")?;
    alice.click("sheet-show")?;
    alice.find("word-0")?;
    look_at(&alice, "firm-sheet")?;
    prove(&alice, "sheet-a")?;
    prove(&alice, "sheet-b")?;
    alice.find("second-invite")?;
    look_at(&alice, "firm-second")?;
    alice.click("second-invite")?;
    alice.find("invite-name")?;
    look_at(&alice, "firm-invite")?;
    alice.click("invite-cancel")?;
    alice.find("people-alone")?;
    look_at(&alice, "firm-alone")?;

    let bob = Desktop::start()?;
    bob.click("who-join")?;
    look_at(&bob, "firm-join-protect")?;
    bob.click("who-back")?;
    invite_and_join(&alice, &bob, shared.path(), "Bob Reed", "administrator")?;
    look_at(&bob, "firm-wait")?;
    look_at(&alice, "firm-requests")?;
    alice.click("compare")?;
    alice.find("compare-typed")?;
    look_at(&alice, "firm-compare")?;
    alice.click("compare-way-person")?;
    alice.find("compare-shown")?;
    look_at(&alice, "firm-compare-person")?;
    alice.click("they-match")?;
    bob.find("search")?;
    Ok(())
}

#[test]
fn a_firm_at_work_is_free_of_accessibility_faults_in_every_look() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let place = shared.path().join("practice");
    fs::create_dir(&place)?;
    let alice = Desktop::start()?;
    found(&alice, &place)?;
    let other = Desktop::start()?;
    let digits = invite_and_join(&alice, &other, &place, "Bob Reed", "administrator")?;
    alice.click("compare")?;
    alice.fill("compare-typed", &digits)?;
    alice.click("they-match")?;
    other.find("search")?;
    alice.click("new-team")?;
    alice.find("team-name")?;
    look_at(&alice, "firm-team")?;
    alice.fill("team-name", "Tax")?;
    alice.click("team-make")?;
    alice.click("team-change")?;
    alice.find("team-people-dialog")?;
    look_at(&alice, "firm-team-people")?;
    choose(&alice, "team-person", "Bob Reed")?;
    alice.click("team-save")?;
    share_one(&alice)?;
    people(&alice)?;
    alice.click("nav-settings")?;
    alice.find("settings-page")?;
    look_at(&alice, "firm-settings")?;
    alice.click("place-change")?;
    alice.find("moving")?;
    look_at(&alice, "firm-moving")?;
    alice.click("moving-cancel")?;
    alice.click("kit-check")?;
    alice.find("kit-form")?;
    look_at(&alice, "firm-kit-check")?;
    alice.click("kit-check-cancel")?;
    alice.click("kit-new")?;
    alice.find("kit-page")?;
    look_at(&alice, "firm-kit-new")?;
    without_the_folder(&alice, &place)
}

/// Only the window of a sheet may ask for its picture.
#[test]
fn the_main_window_is_refused_a_sheet_of_the_kit() -> Result<()> {
    let alice = Desktop::start()?;
    alice.open_page("sheet.html#a")?;
    alice.find("sheet-page")?;
    alice.find("error")?;
    look_at(&alice, "sheet-refused")?;
    ensure!(!alice.has("sheet-picture")?, "the main window shows a sheet");
    Ok(())
}

fn share_one(alice: &Desktop) -> Result<()> {
    alice.click("nav-codes")?;
    alice.add("JBSWY3DPEHPK3PXP", "HMRC online services – VAT – York")?;
    alice.find("share-team")?;
    choose(alice, "share-team", "Tax")?;
    look_at(alice, "firm-share")?;
    alice.click("share-go")?;
    alice.find("sharing-count")?;
    alice.find("key-history")?;
    look_at(alice, "firm-account")?;
    alice.click("stop-sharing")?;
    alice.find("stop-dialog")?;
    look_at(alice, "firm-stop")?;
    alice.click("stop-no")?;
    alice.click("panel-close")?;
    alice.find("firm-line")?;
    look_at(alice, "firm-codes")
}

fn people(alice: &Desktop) -> Result<()> {
    alice.click("nav-people")?;
    alice.click("invite")?;
    alice.fill("invite-name", "Carol Diaz")?;
    alice.click("invite-go")?;
    alice.find("invite-picture")?;
    look_at(alice, "firm-invite-code")?;
    alice.click("invite-done")?;
    alice.find("teams")?;
    look_at(alice, "firm-people")?;
    alice.run("document.querySelector('[data-name=\"Bob Reed\"] button').click()", Vec::new())?;
    alice.find("person-page")?;
    look_at(alice, "firm-person")?;
    alice.click("leaving-start")?;
    alice.find("preview")?;
    look_at(alice, "leaving-start")?;
    alice.click("back")?;
    alice.click("cut-off")?;
    alice.find("again-passphrase")?;
    look_at(alice, "leaving-cut-off")?;
    alice.click("cut-off-no")
}

fn without_the_folder(alice: &Desktop, place: &Path) -> Result<()> {
    fs::rename(place, place.with_extension("away"))?;
    alice.click("nav-codes")?;
    until("the folder to be missed", LIMIT, || {
        if alice.has("firm-trouble")? {
            return Ok(Some(()));
        }
        alice.click("sync-now")?;
        Ok(None)
    })?;
    let words = alice.text("firm-trouble")?;
    let named = place.file_name().context("no name")?.to_string_lossy();
    ensure!(words.contains("Firm folder not found") && words.contains(&*named), "{words}");
    ensure!(alice.has("row-copy")?, "codes are gone with the folder");
    look_at(alice, "firm-trouble")
}

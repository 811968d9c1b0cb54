//! Accessibility of every screen, by axe-core, and a picture of each in every look.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use support::until;

use crate::window::{Desktop, LIMIT};

/// Two accounts in one text, so that the person is asked which.
const SEVERAL: &str = "otpauth-migration://offline?data=CjIKFAECAwQFBgcICQoLDA0ODxA\
     REhMUEg5hbGljZUBwcmFjdGljZRoESE1SQyABKAEwAgorChQoKSorLC0uLzAxMjM0NTY3O\
     Dk6OxIHcGF5cm9sbBoEWGVybyABKAEwAhABGAEgACgH";

const AXE: &str = "ui/node_modules/axe-core/axe.min.js";

#[test]
fn every_screen_is_free_of_accessibility_faults_in_every_look() -> Result<()> {
    let desktop = Desktop::start()?;
    look_at(&desktop, "first-run")?;
    desktop.click("who-me")?;
    look_at(&desktop, "protect")?;
    desktop.click("create")?;
    desktop.find("list")?;
    for (key, label) in [
        ("JBSWY3DPEHPK3PXP", "HMRC agent services – Agent services account – Leeds"),
        ("GEZDGNBVGY3TQOJQ", "HMRC online services – Income Tax – London"),
        ("KRSXG5CTMVRXEZLU", "HMRC online services – Corporation Tax – London"),
        ("MFRGGZDFMZTWQ2LK", "Companies House – Filing"),
    ] {
        desktop.add(key, label)?;
        desktop.find("list")?;
    }
    desktop.click("row-show")?;
    desktop.find("code")?;
    look_at(&desktop, "codes")?;
    desktop.click("row-open")?;
    desktop.find("panel")?;
    look_at(&desktop, "account")?;
    desktop.click("panel-close")?;
    desktop.click("add")?;
    desktop.find("add-page")?;
    look_at(&desktop, "add")?;
    desktop.click("from-text")?;
    desktop.fill("key", SEVERAL)?;
    look_at(&desktop, "type")?;
    desktop.click("key-continue")?;
    desktop.find("found")?;
    look_at(&desktop, "choose")?;
    desktop.click("back")?;
    desktop.click("from-text")?;
    desktop.fill("key", "NBSWY3DPO5XXE3DE")?;
    desktop.click("key-continue")?;
    desktop.fill("label", "Companies House – Filing")?;
    desktop.find("label-problem")?; // what it pushes down stands still then
    desktop.click("add-go")?;
    desktop.find("in-the-way")?;
    look_at(&desktop, "in-the-way")?;
    desktop.click("taken-cancel")?;
    look_at(&desktop, "name")?;
    desktop.click("back")?;
    desktop.find("leave-dialog")?;
    look_at(&desktop, "leave-dialog")?;
    desktop.click("leave-stay")?;
    let closed = || Ok((!desktop.has("leave-dialog")?).then_some(()));
    until("the dialog to close", LIMIT, closed)?;
    desktop.name("Xero – Payroll")?;
    look_at(&desktop, "check")?;
    desktop.click("refused-answer")?;
    desktop.find("check-refused")?;
    look_at(&desktop, "refused")?;
    desktop.click("later")?;
    for (rail, page) in [("nav-settings", "settings-page"), ("nav-help", "help-page")] {
        desktop.click(rail)?;
        desktop.find(page)?;
        look_at(&desktop, page)?;
    }
    desktop.click("lock")?;
    desktop.find("lock-page")?;
    look_at(&desktop, "lock")
}

/// Checks the page as it stands, light and dark, and saves a picture of each, also narrow.
pub fn look_at(desktop: &Desktop, name: &str) -> Result<()> {
    let theme = "document.documentElement.dataset.theme = arguments[0]";
    for look in ["light", "dark"] {
        desktop.run(theme, vec![look.into()])?;
        check(desktop, &format!("{name}, {look}"))?;
        desktop.wait_until_drawn()?;
        desktop.picture(&format!("{name}-{look}"))?;
    }
    desktop.resize(800, 600)?;
    desktop.wait_until_drawn()?;
    desktop.picture(&format!("{name}-800x600"))?;
    desktop.resize(640, 450)?; // as at 200 %
    desktop.wait_until_drawn()?;
    desktop.picture(&format!("{name}-200"))?;
    desktop.resize(340, 700)?;
    check(desktop, &format!("{name}, narrow"))?;
    desktop.wait_until_drawn()?;
    desktop.picture(&format!("{name}-narrow"))?;
    desktop.resize(1280, 900)?;
    desktop.run("delete document.documentElement.dataset.theme", Vec::new())?;
    Ok(())
}

fn check(desktop: &Desktop, page: &str) -> Result<()> {
    let axe = support::root().join(AXE);
    let axe = fs::read_to_string(&axe).with_context(|| format!("{AXE}: run npm ci in ui"))?;
    desktop.run(&axe, Vec::new())?;
    let found = desktop.run_async(
        "const done = arguments[arguments.length - 1];
         axe.run().then((found) => done(found.violations.map((v) =>
           `${v.id}: ${v.help} (${v.nodes.map((node) => node.target).join(', ')})`)))
           .catch((error) => done([String(error)]));",
    )?;
    let faults: Vec<&str> =
        found.as_array().context("axe gave no list")?.iter().filter_map(Value::as_str).collect();
    ensure!(faults.is_empty(), "{page}: {}", faults.join("; "));
    Ok(())
}

//! The log and the reports in the real window.

use std::fs;

use anyhow::{Result, ensure};
use serde_json::Value;
use support::until;

use crate::access::look_at;
use crate::firm::{add_and_share, found, joined, make_team};
use crate::window::{Desktop, LIMIT};

const LABEL: &str = "HMRC online services – VAT – York";

/// A copied code and an added key stand in the log, a filter leaves what is asked for, the question
/// who could make codes has an answer, and a report is a table.
#[test]
fn the_log_tells_what_was_done_and_a_report_is_a_table() -> Result<()> {
    let shared = tempfile::tempdir()?;
    let place = shared.path().join("practice");
    fs::create_dir(&place)?;
    let alice = Desktop::start()?;
    found(&alice, &place)?;
    let _bob = joined(&alice, &place, "Bob Reed", "administrator")?; // one alone can share nothing
    make_team(&alice, "Tax", "Bob Reed")?;
    add_and_share(&alice, ("JBSWY3DPEHPK3PXP", LABEL), "Tax")?;
    alice.click("row-copy")?;
    until("a code on the clipboard", LIMIT, || {
        let copied = alice.clipboard()?;
        Ok((copied.len() == 6 && copied.chars().all(|one| one.is_ascii_digit())).then_some(()))
    })?;

    alice.click("nav-log")?;
    wait_for_kinds(&alice, "both lines", |kinds| {
        has(kinds, "copied-code") && has(kinds, "key-new")
    })?;
    look_at(&alice, "log")?;
    select(&alice, "log-what", "copied-code")?;
    wait_for_kinds(&alice, "one line", |kinds| kinds == ["copied-code"])?;
    let line = alice.text("log-line")?;
    ensure!(line.contains(LABEL) && line.contains("Alice Hart on Office PC"), "{line}");

    select(&alice, "could-account", LABEL)?;
    alice.click("could-go")?;
    let way = alice.wait_for_text("could-way", |text| !text.is_empty())?;
    ensure!(way.contains("Alice Hart") && way.contains("Office PC"), "{way}");
    look_at(&alice, "log-who-could")?;

    alice.click("open-reports")?;
    alice.find("reports-page")?;
    look_at(&alice, "reports")?;
    alice.click("report-integrity")?;
    let table = alice.wait_for_text("report-table", |text| !text.is_empty())?;
    ensure!(table.contains("Entries, each signed and following the one before"), "{table}");
    look_at(&alice, "report-integrity")?;
    alice.click("back")?;
    alice.click("report-who-could")?;
    select(&alice, "could-account", LABEL)?;
    alice.click("could-go")?;
    let title = alice.wait_for_text("report-title", |text| !text.is_empty())?;
    ensure!(title.contains(LABEL), "{title}");
    look_at(&alice, "report-who-could")?;
    keep_records_longer(&alice)
}

/// How long records of use are kept is a rule of the firm, and in its log.
fn keep_records_longer(alice: &Desktop) -> Result<()> {
    alice.click("nav-settings")?;
    select(alice, "keep-use", "72")?;
    alice.click("keep-use-save")?;
    alice.wait_for_text("toast", |text| text.contains("Saved"))?;
    alice.click("nav-log")?;
    wait_for_kinds(alice, "the new rule", |kinds| has(kinds, "rules"))?;
    let lines = "return document.querySelector('[data-what=rules]').textContent";
    let said = alice.run(lines, Vec::new())?.to_string();
    ensure!(said.contains("72 months"), "{said}");
    Ok(())
}

fn wait_for_kinds(
    desktop: &Desktop,
    what: &str,
    are_there: impl Fn(&[String]) -> bool,
) -> Result<()> {
    let read = "return [...document.querySelectorAll('[data-testid=log-line]')].map((line) => line.dataset.what)";
    until(what, LIMIT, || {
        let kinds: Vec<String> = match desktop.run(read, Vec::new())? {
            Value::Array(kinds) => {
                kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        };
        Ok(are_there(&kinds).then_some(()))
    })
}

fn has(kinds: &[String], kind: &str) -> bool {
    kinds.iter().any(|one| one == kind)
}

/// Chooses from a list that opens, once it offers this.
fn select(desktop: &Desktop, list: &str, value: &str) -> Result<()> {
    desktop.find(list)?;
    let choose = "const list = document.querySelector(`[data-testid=${arguments[0]}]`);
        if (![...list.options].some((option) => option.value === arguments[1])) return false;
        list.value = arguments[1];
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    until(&format!("{value} to be offered"), LIMIT, || {
        let chosen = desktop.run(choose, vec![list.into(), value.into()])?;
        Ok((chosen == true).then_some(()))
    })
}

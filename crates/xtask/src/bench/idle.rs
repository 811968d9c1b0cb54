//! Processor use of the idle app, with its web processes, with 100 accounts.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::PROFILE;
use super::peer::Entries;
use super::table::Row;
use crate::command::heading;
use crate::display::VirtualDisplay;
use crate::process::{Process, stop_if_interrupted};
use crate::{paths, poll};

const ACCOUNTS: usize = 100;
const LIMIT: Duration = Duration::from_secs(60);

/// How the kernel counts processor time on every platform we measure on.
const TICKS_PER_SECOND: f64 = 100.0;

/// Watches the app for `seconds` in each state and returns the rows.
pub fn measure(seconds: u64) -> Result<Vec<Row>> {
    heading(&format!("Idle with {ACCOUNTS} accounts, {seconds} s each: visible, hidden, locked"));
    let entries = Entries::make(ACCOUNTS)?;
    let display = VirtualDisplay::start(&entries.session, 1280, 800)?;
    let mut command = entries.session.command(paths::program(PROFILE, "sixboard-desktop"));
    display.enter(&mut command);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut app = Process::start("Sixboard", &mut command)?;
    let window = display.wait_for_window("Sixboard", LIMIT, &mut app)?;
    display.wait_until_drawn(&window, LIMIT)?;

    let mut rows = Vec::new();
    let mut watch = |state: &str, bar: f64, bar_text: &str| -> Result<()> {
        settle(app.id())?;
        let percent = watch(app.id(), Duration::from_secs(seconds))?;
        rows.push(row(state, percent, bar, bar_text));
        Ok(())
    };
    watch("visible", 0.5, "at most 0.5 %")?;
    display.hide(&window)?;
    watch("hidden", 0.05, "0")?;
    display.show(&window)?;
    display.press(&window, "ctrl+l")?;
    watch("locked", 0.05, "0")?;
    Ok(rows)
}

fn row(state: &str, percent: f64, bar: f64, bar_text: &str) -> Row {
    let verdict = if percent <= bar { "met" } else { "missed" };
    Row {
        what: format!("idle processor use, {ACCOUNTS} accounts, {state}"),
        bar: bar_text.to_owned(),
        ours: format!("{percent:.2} % of one core"),
        peer: String::new(),
        verdict: verdict.to_owned(),
    }
}

/// Waits until the app has come to rest: a second in which it used hardly any processor.
fn settle(id: u32) -> Result<()> {
    poll::until("the app to come to rest", LIMIT, || {
        Ok((watch(id, Duration::from_secs(1))? <= 3.0).then_some(()))
    })
}

/// Returns the processor use of a process and its descendants over `span`, in percent of one core.
fn watch(id: u32, span: Duration) -> Result<f64> {
    let (before, start) = (ticks(id)?, Instant::now());
    while start.elapsed() < span {
        stop_if_interrupted()?;
        thread::sleep(Duration::from_millis(100).min(span));
    }
    let used = ticks(id)?.saturating_sub(before);
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    Ok(used as f64 / TICKS_PER_SECOND / start.elapsed().as_secs_f64() * 100.0)
}

/// Returns the processor time that a process and its descendants have used so far.
fn ticks(id: u32) -> Result<u64> {
    let processes = processes()?;
    processes.get(&id).context("the app has ended")?;
    let mut family = vec![id];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        let children = processes.iter().filter(|(_, process)| process.parent == parent);
        family.extend(children.map(|(id, _)| *id));
        next += 1;
    }
    Ok(family.iter().filter_map(|id| processes.get(id)).map(|process| process.ticks).sum())
}

struct Usage {
    parent: u32,
    ticks: u64,
}

fn processes() -> Result<BTreeMap<u32, Usage>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let entry = entry?;
        let Ok(id) = entry.file_name().to_string_lossy().parse() else { continue };
        // A process may end between the listing and the reading.
        let Ok(text) = fs::read_to_string(entry.path().join("stat")) else { continue };
        all.extend(usage(&text).map(|usage| (id, usage)));
    }
    Ok(all)
}

/// Reads a line of `/proc/ID/stat` (proc(5)): parent is field 4, user and system time 14 and 15.
fn usage(line: &str) -> Option<Usage> {
    // The name in field 2 may contain blanks and parentheses.
    let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
    Some(Usage { parent: number(4)?.try_into().ok()?, ticks: number(14)? + number(15)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_blanks_and_parentheses_does_not_shift_the_fields() {
        let line = "42 (a (b) c) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 1 0 100 0 0";
        let usage = usage(line).unwrap();
        assert_eq!((usage.parent, usage.ticks), (7, 200));
    }

    #[test]
    fn a_busy_child_counts_for_its_parent() {
        let script = "timeout 3 sh -c 'while :; do :; done' & wait"; // ends by itself, too
        let mut command = crate::process::command("sh");
        let process = Process::start("sh", command.args(["-c", script])).unwrap();
        assert!(watch(process.id(), Duration::from_millis(600)).unwrap() > 5.0);
    }
}

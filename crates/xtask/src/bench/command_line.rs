//! `sixboard code LABEL`, from keyring to printed code, beside `keepassxc-cli show -t` on the same
//! entries and oathtool, which has no store at all.

use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::peer::{self, Entries};
use super::sample::{Timed, by_turns};
use super::table::{Row, time};
use crate::command::heading;

/// Vault sizes to compare; the bar says that the time does not grow from one to the other.
const SIZES: [usize; 2] = [30, 1_000];

/// Measures with each vault size and returns the rows.
pub fn measure(repeats: usize) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut ours = Vec::new();
    for size in SIZES {
        heading(&format!("One code on the command line, {size} accounts"));
        let entries = Entries::make(size)?;
        let (measured, median) = measure_size(&entries, size, repeats)?;
        rows.extend(measured);
        ours.push(median);
    }
    let growth = ours[1].as_secs_f64() / ours[0].as_secs_f64();
    rows.push(Row {
        what: format!("the same, {} against {} accounts", SIZES[1], SIZES[0]),
        bar: "does not grow".to_owned(),
        ours: format!("{growth:.2} x"),
        ..Row::default()
    });
    Ok(rows)
}

fn measure_size(entries: &Entries, size: usize, repeats: usize) -> Result<(Vec<Row>, Duration)> {
    let mut ours = timed_sixboard(entries);
    let mut keepassxc = timed_keepassxc(entries);
    let mut oathtool = timed_oathtool(entries);
    all_agree(&mut [&mut ours, &mut keepassxc, &mut oathtool])?;
    by_turns(&mut [&mut ours, &mut keepassxc, &mut oathtool], repeats)?;
    let what = format!("one code on the command line, {size} accounts");
    let row = |bar: &str, peer: &str, theirs: Duration, least: f64| {
        let ratio = theirs.as_secs_f64() / ours.median().as_secs_f64();
        let verdict = if ratio >= least { "met" } else { "missed" };
        Row {
            what: what.clone(),
            bar: bar.to_owned(),
            ours: time(ours.median()),
            peer: format!("{peer}: {}", time(theirs)),
            verdict: if least > 0.0 {
                format!("{ratio:.1} x faster: {verdict}")
            } else {
                format!("{ratio:.2} x of ours")
            },
        }
    };
    let rows = vec![
        row(
            "faster by 5 x",
            "keepassxc-cli show -t (key derivation 0.1 s)",
            keepassxc.median(),
            5.0,
        ),
        row("", "oathtool (no store: key on its command line)", oathtool.median(), 0.0),
    ];
    Ok((rows, ours.median()))
}

fn timed_sixboard(entries: &Entries) -> Timed {
    let (environment, label) = (entries.session.environment().clone(), entries.label.clone());
    let make = move || {
        let mut command = peer::sixboard(&environment);
        command.args(["code", &label]);
        command
    };
    Timed::new(make, "")
}

fn timed_keepassxc(entries: &Entries) -> Timed {
    let environment = entries.session.environment().clone();
    let (database, label) = (entries.database.clone(), entries.label.clone());
    let make = move || {
        let mut command = Command::new("keepassxc-cli");
        command.envs(&environment).args(["show", "--quiet", "--totp"]);
        command.arg(&database).arg(&label);
        command
    };
    Timed::new(make, &format!("{}\n", peer::PASSWORD))
}

fn timed_oathtool(entries: &Entries) -> Timed {
    let key = entries.key.clone();
    let make = move || {
        let mut command = Command::new("oathtool");
        command.args(["--totp", "--base32", &key]);
        command
    };
    Timed::new(make, "")
}

/// Makes sure that all make the same code; tries again, as they may sit on both sides of a change.
fn all_agree(timed: &mut [&mut Timed]) -> Result<()> {
    let mut codes = Vec::new();
    for _ in 0..3 {
        codes.clear();
        for one in timed.iter_mut() {
            codes.push(one.once()?.chars().filter(char::is_ascii_digit).collect::<String>());
        }
        if codes.iter().all(|code| *code == codes[0] && code.len() == 6) {
            return Ok(());
        }
    }
    bail!("the programs disagree on the code: {}", codes.join(", "))
}

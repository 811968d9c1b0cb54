//! Type-ahead over ten thousand accounts; measured by `tests/desktop/typing.rs`.

use anyhow::{Context, Result};

use super::table::Row;
use crate::command::{self, cargo, heading};
use crate::{build, paths};

const TEST: &str = "typing_finds_among_ten_thousand_accounts";

/// The time of one frame, in milliseconds.
const FRAME: f64 = 16.0;

/// Builds the page with its sample accounts, types in it, and returns the row.
pub fn measure() -> Result<Vec<Row>> {
    heading("Typing over 10,000 accounts");
    let mut pages = build::front_end_script("build");
    pages.args(["--", "--emptyOutDir", "--outDir"]).arg(paths::target().join("sample-pages"));
    command::run(pages.env("VITE_FAKE", "1"))?;
    let mut test = cargo();
    test.arg("test").args(build::EVERYTHING).args(["--test", "window"]);
    test.args(["--", "--ignored", "--nocapture", TEST]);
    let mut rows = Vec::new();
    command::run_and_see(&mut test, |line| {
        // The harness writes the test's name before what the test prints.
        if let Some((_, figures)) = line.split_once("figures: ") {
            rows.push(figures.to_owned());
        }
    })?;
    rows.iter().map(|figures| row(figures)).collect()
}

/// Makes a row of `MEDIAN_MS SLOWEST_MS KEYS`.
fn row(figures: &str) -> Result<Row> {
    let mut words = figures.split(' ');
    let mut figure = || -> Result<f64> { Ok(words.next().context("no figure")?.parse()?) };
    let (median, slow, keys) = (figure()?, figure()?, figure()?);
    let verdict = if slow < FRAME { "met" } else { "missed" };
    Ok(Row {
        what: "type-ahead over 10,000 accounts, per key, layout included".to_owned(),
        bar: "under one frame (16 ms)".to_owned(),
        ours: format!("{median:.0} ms; 19 of 20 keys within {slow:.0} ms ({keys} keys)"),
        peer: String::new(),
        verdict: verdict.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_holds_for_nearly_all_keys_not_for_the_median() {
        assert_eq!(row("4 15.5 100").unwrap().verdict, "met");
        assert_eq!(row("4 16 100").unwrap().verdict, "missed");
        assert!(row("4").is_err());
    }
}

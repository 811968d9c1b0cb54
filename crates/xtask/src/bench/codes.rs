//! Making one code from a key in memory, beside the bare HMAC; measured by `tests/bench/code.rs`.

use anyhow::{Context, Result};

use super::PROFILE;
use super::table::Row;
use crate::command::{self, cargo, heading};

/// Measures in one process of its own and returns the rows.
pub fn measure() -> Result<Vec<Row>> {
    heading("Making one code");
    let mut bench = cargo();
    bench.args(["bench", "--package", "sixboard-bench", "--bench", "code"]);
    bench.args(["--profile", PROFILE]);
    let mut rows = Vec::new();
    command::run_and_see(&mut bench, |line| {
        if let Some(figures) = line.strip_prefix("figures: ") {
            rows.push(figures.to_owned());
        }
    })?;
    rows.iter().map(|figures| row(figures)).collect()
}

/// Makes a row of `ALGORITHM CODE_NS HMAC_NS`.
fn row(figures: &str) -> Result<Row> {
    let mut words = figures.split(' ');
    let algorithm = words.next().context("no algorithm")?;
    let mut figure = || -> Result<f64> { Ok(words.next().context("no figure")?.parse()?) };
    let (code, hmac) = (figure()?, figure()?);
    let ratio = code / hmac;
    let verdict = if ratio <= 1.2 { "met" } else { "missed" };
    Ok(Row {
        what: format!("make one code, key in memory, {algorithm}"),
        bar: "at most 1.2 x the bare HMAC".to_owned(),
        ours: format!("{code:.0} ns"),
        peer: format!("ring HMAC, key and message: {hmac:.0} ns"),
        verdict: format!("{ratio:.2} x: {verdict}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_a_ratio() {
        assert_eq!(row("SHA1 240 200").unwrap().verdict, "1.20 x: met");
        assert_eq!(row("SHA1 260 200").unwrap().verdict, "1.30 x: missed");
        assert!(row("SHA1 240").is_err());
    }
}

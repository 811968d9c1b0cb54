//! Finding a QR code on a 4K screenshot, beside zxing-cpp; measured by `crates/qr/benches/screens.rs`.

use anyhow::{Context, Result};

use super::PROFILE;
use super::table::Row;
use crate::build;
use crate::command::{self, cargo, heading};

/// The peer's program, from Debian.
const ZXING: &str = "ZXingReader";

/// Measures in one process of its own and returns the row.
pub fn measure() -> Result<Vec<Row>> {
    heading("A QR code on a 4K screenshot");
    let mut bench = cargo();
    bench.arg("bench").args(build::EVERYTHING).args(["--bench", "screens", "--profile", PROFILE]);
    let mut rows = Vec::new();
    command::run_and_see(bench.env("ZXING", ZXING), |line| {
        if let Some(figures) = line.strip_prefix("figures: ") {
            rows.push(figures.to_owned());
        }
    })?;
    rows.iter().map(|figures| row(figures)).collect()
}

/// Makes a row of `SCREENS FOUND IN_A_SECOND MEDIAN_MS SLOWEST_MS PEER_FOUND PEER_MEDIAN_MS`.
fn row(figures: &str) -> Result<Row> {
    let figures: Vec<u64> = figures.split(' ').map(str::parse).collect::<Result<_, _>>()?;
    let [screens, found, quick, median, slowest, peer_found, peer_median] =
        figures.try_into().ok().context("not seven figures")?;
    // Nearly all: all but one in ten.
    let verdict = if quick * 10 >= screens * 9 { "met" } else { "missed" };
    Ok(Row {
        what: format!("find a QR code on a 4K screenshot, {screens} hard ones"),
        bar: "under 1 s for nearly all".to_owned(),
        ours: format!("{found} found, {quick} in 1 s, median {median} ms, slowest {slowest} ms"),
        peer: format!("zxing-cpp, its program: {peer_found} found, median {peer_median} ms"),
        verdict: verdict.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_holds_when_one_in_ten_takes_longer_or_is_not_found() {
        assert_eq!(row("20 19 18 300 1400 20 200").unwrap().verdict, "met");
        assert_eq!(row("20 20 17 300 1400 20 200").unwrap().verdict, "missed");
        assert!(row("20 19").is_err());
    }
}

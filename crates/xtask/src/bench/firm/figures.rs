//! The figures that the measuring program tells, and the table of how they grow.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::bench::table::{Growth, time};

/// What one thing cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Processor time of the device's program.
    pub processor: Duration,
    /// Time that passed.
    pub wall: Duration,
    /// Requests to the store.
    pub requests: u64,
    /// Objects read.
    pub objects_in: u64,
    /// Bytes read, the names in listings included.
    pub bytes_in: u64,
    /// Objects written.
    pub objects_out: u64,
    /// Bytes written.
    pub bytes_out: u64,
    /// The most memory that the process ever had, in bytes.
    pub peak: u64,
}

/// All figures: by what was measured and on which store, then by the number of people.
pub type All = BTreeMap<(String, &'static str), BTreeMap<usize, Figures>>;

impl Figures {
    /// Reads a line of the measuring program. Returns what was measured, too.
    pub fn read(line: &str) -> Result<(String, Self)> {
        let mut words = line.split(' ');
        let name = words.next().context("no name")?.to_owned();
        let mut figure = || -> Result<u64> { Ok(words.next().context("no figure")?.parse()?) };
        let figures = Self {
            processor: Duration::from_micros(figure()?),
            wall: Duration::from_micros(figure()?),
            requests: figure()?,
            objects_in: figure()?,
            bytes_in: figure()?,
            objects_out: figure()?,
            bytes_out: figure()?,
            peak: figure()? << 10,
        };
        Ok((name, figures))
    }
}

/// Returns how everything grows with the number of people.
pub fn growth(all: &All, sizes: &[usize]) -> Growth {
    let lines = all.iter().map(|((name, store), by_size)| {
        let cell = |people| by_size.get(people).map_or_else(String::new, in_short);
        (format!("{}, {store}", name.replace('-', " ")), sizes.iter().map(cell).collect())
    });
    Growth {
        what: "people".to_owned(),
        sizes: sizes.iter().map(ToString::to_string).collect(),
        lines: lines.collect(),
    }
}

/// Returns a number of bytes in the unit that reads best.
pub fn bytes(count: u64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    let count = count as f64;
    if count < 1e5 { format!("{:.1} kB", count / 1e3) } else { format!("{:.2} MB", count / 1e6) }
}

/// Returns a number of requests in words.
pub fn requests(count: u64) -> String {
    if count == 1 { "1 request".to_owned() } else { format!("{count} requests") }
}

fn in_short(figures: &Figures) -> String {
    let Figures { processor, wall, bytes_in, bytes_out, peak, .. } = figures;
    let mut text = format!("{} CPU, {} in all", time(*processor), time(*wall));
    if figures.requests > 0 {
        text += &format!(", {}, {} read", requests(figures.requests), bytes(*bytes_in));
    }
    if *bytes_out > 0 {
        text += &format!(", {} written", bytes(*bytes_out));
    }
    format!("{text}, {} MB of memory", peak >> 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_whole_or_not_at_all() {
        let (name, figures) =
            Figures::read("remove 2000000 3000000 60 1 2 50 1000000 1024").unwrap();
        assert_eq!(
            (name.as_str(), figures.bytes_out, figures.peak),
            ("remove", 1_000_000, 1 << 20)
        );
        assert_eq!(figures.processor, Duration::from_secs(2));
        assert!(Figures::read("remove 2000000 3000000 60 1 2 50 1000000").is_err());
    }

    #[test]
    fn bytes_are_told_in_the_unit_that_reads_best() {
        assert_eq!(bytes(16), "0.0 kB");
        assert_eq!(bytes(25_600), "25.6 kB");
        assert_eq!(bytes(1_048_576), "1.05 MB");
    }
}

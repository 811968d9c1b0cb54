//! The figures of the largest firm, each beside its bar.

use anyhow::{Context, Result};

use super::figures::{All, Figures, bytes, requests};
use crate::bench::table::{Row, time};

const STORES: [&str; 2] = ["folder", "PostgreSQL"];

/// How many people the bars are for.
const LARGEST: u64 = 5_000;

/// A bar: what it is for, its words, our figure against it, and whether that is under it.
struct Bar {
    name: &'static str,
    what: &'static str,
    bar: &'static str,
    ours: fn(&Figures) -> String,
    is_met: Option<fn(&Figures) -> bool>,
}

/// The bars of the design; what has none stands there for the one who asks.
const BARS: [Bar; 9] = [
    Bar {
        name: "remove",
        what: "remove one of 5,000 people (10,000 devices): processor time",
        bar: "under 5 s",
        ours: cost,
        is_met: Some(|one| one.processor.as_secs_f64() < 5.0),
    },
    Bar {
        name: "remove",
        what: "the same: written",
        bar: "about 1 MB",
        ours: |one| format!("{} in {} objects", bytes(one.bytes_out), one.objects_out),
        is_met: Some(|one| one.bytes_out < 1_250_000),
    },
    Bar {
        name: "first-sync",
        what: "first sync of a new device in that firm: time",
        bar: "under 10 s",
        ours: cost,
        is_met: Some(|one| one.wall.as_secs_f64() < 10.0),
    },
    Bar {
        name: "first-sync",
        what: "the same: downloaded",
        bar: "under 10 MB",
        ours: |one| format!("{} in {}", bytes(one.bytes_in), requests(one.requests)),
        is_met: Some(|one| one.bytes_in < 10_000_000),
    },
    Bar {
        name: "idle",
        what: "idle poll, nothing new",
        bar: "one request, under 20 ms CPU",
        ours: |one| format!("{}, {}", requests(one.requests), cost(one)),
        is_met: Some(|one| one.requests == 1 && one.processor.as_secs_f64() < 0.02),
    },
    Bar {
        name: "first-sync",
        what: "memory of a member's device, at most",
        bar: "200 MB",
        ours: peak,
        is_met: Some(|one| one.peak < 200 << 20),
    },
    Bar {
        name: "remove",
        what: "memory of an administrator's device, at most",
        bar: "200 MB",
        ours: peak,
        is_met: Some(|one| one.peak < 200 << 20),
    },
    Bar {
        name: "new-key",
        what: "a new key of one account",
        bar: "",
        ours: |one| format!("{}, {} written", cost(one), bytes(one.bytes_out)),
        is_met: None,
    },
    Bar {
        name: "open",
        what: "an administrator's device reads and checks all that it keeps",
        bar: "",
        ours: cost,
        is_met: None,
    },
];

/// Returns the rows of the largest firm.
pub fn rows(all: &All) -> Result<Vec<Row>> {
    let both = BARS.iter().flat_map(|bar| STORES.map(|store| (bar, store)));
    both.map(|(bar, store)| bar.row(all, store)).collect()
}

/// What is derived of a leaver, and in which words.
const DERIVATIONS: [(&str, &str); 4] = [
    ("must-replace", "which keys of a firm of 5,000, ten years old, are to be replaced"),
    ("could-have", "what the leaver could ever have had"),
    ("who-could", "who could make codes for an account now"),
    ("who-could-then", "who could five years ago"),
];

/// Returns the rows of somebody's leaving.
pub fn leaver_rows(all: &All) -> Result<Vec<Row>> {
    let row = |(name, what): (&str, &str)| {
        let by_size = all.get(&(name.to_owned(), super::DERIVED));
        let largest = by_size.and_then(|by_size| by_size.last_key_value());
        let (_, figures) = largest.with_context(|| format!("no figures of {name}"))?;
        let ours = format!("{}, {}", cost(figures), peak(figures));
        let (bar, peer, verdict) = Default::default();
        Ok(Row { what: what.to_owned(), bar, ours, peer, verdict })
    };
    DERIVATIONS.into_iter().map(row).collect()
}

/// Returns the rows of a smaller firm whose log grew by one act at a time: that log is longer, and a
/// new device reads all of it.
pub fn grown_rows(all: &All, people: usize) -> Result<Vec<Row>> {
    let rows = STORES.map(|store| {
        let by_size = all.get(&("first-sync".to_owned(), store));
        let figures = by_size.and_then(|by_size| by_size.get(&people));
        Ok(grown_row(figures.context("no figures of the firm that grew")?, people, store))
    });
    rows.into_iter().collect()
}

fn grown_row(figures: &Figures, people: usize, store: &str) -> Row {
    let times = LARGEST / people.max(1) as u64;
    let at_most = figures.bytes_in * times;
    let verdict = if at_most < 10_000_000 { "met" } else { "missed" };
    let read = format!("{} in {}", bytes(figures.bytes_in), requests(figures.requests));
    Row {
        what: format!("first sync where each act has its own entries, {people} people, {store}"),
        bar: "under 10 MB for 5,000".to_owned(),
        ours: format!("{}, {read}", cost(figures)),
        peer: String::new(),
        verdict: format!("{times} x that is {}: {verdict}", bytes(at_most)),
    }
}

impl Bar {
    fn row(&self, all: &All, store: &'static str) -> Result<Row> {
        let by_size = all.get(&(self.name.to_owned(), store));
        let largest = by_size.and_then(|by_size| by_size.last_key_value());
        let (_, figures) = largest.with_context(|| format!("no figures of {}", self.name))?;
        let verdict = |is_met: fn(&Figures) -> bool| if is_met(figures) { "met" } else { "missed" };
        Ok(Row {
            what: format!("{}, {store}", self.what),
            bar: self.bar.to_owned(),
            ours: (self.ours)(figures),
            peer: String::new(),
            verdict: self.is_met.map(verdict).unwrap_or_default().to_owned(),
        })
    }
}

fn cost(figures: &Figures) -> String {
    format!("{} CPU, {} in all", time(figures.processor), time(figures.wall))
}

fn peak(figures: &Figures) -> String {
    format!("{} MB", figures.peak >> 20)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn all(figures: Figures) -> All {
        let names = BARS.iter().map(|bar| bar.name);
        let both = names.flat_map(|name| STORES.map(|store| (name.to_owned(), store)));
        both.map(|of| (of, [(10, Figures::default()), (5_000, figures)].into())).collect()
    }

    #[test]
    fn the_largest_firm_is_judged_and_what_has_no_bar_is_not() {
        let figures = Figures {
            processor: Duration::from_millis(30),
            requests: 1,
            bytes_out: 2_000_000,
            ..Figures::default()
        };
        let rows = rows(&all(figures)).unwrap();
        let verdict = |what: &str| {
            let row = rows.iter().find(|row| row.what.starts_with(what)).unwrap();
            row.verdict.clone()
        };
        assert_eq!(verdict("remove one"), "met");
        assert_eq!(verdict("the same: written"), "missed");
        assert_eq!(verdict("idle poll"), "missed");
        assert_eq!(verdict("a new key"), "");
    }

    #[test]
    fn a_smaller_firm_is_judged_by_what_a_large_one_would_read() {
        let verdict = |bytes_in| grown_row(&Figures { bytes_in, ..Figures::default() }, 250, "x");
        assert_eq!(verdict(400_000).verdict, "20 x that is 8.00 MB: met");
        assert_eq!(verdict(600_000).verdict, "20 x that is 12.00 MB: missed");
    }

    #[test]
    fn what_was_not_told_is_an_error() {
        assert!(rows(&All::default()).is_err());
        assert!(grown_rows(&All::default(), 250).is_err());
        assert!(leaver_rows(&All::default()).is_err());
    }
}

//! The table of measurements, as Markdown.

use std::fmt::Write;
use std::time::Duration;

/// One measurement beside its peer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What was measured.
    pub what: String,
    /// What the design asks for.
    pub bar: String,
    /// Our figure.
    pub ours: String,
    /// The peer's name and figure.
    pub peer: String,
    /// Ours against the bar: a ratio or a verdict.
    pub verdict: String,
}

impl Row {
    /// Returns the row of something that could not be measured.
    pub fn not_measured(what: &str, why: &str) -> Self {
        Self { what: what.to_owned(), verdict: format!("not measured: {why}"), ..Self::default() }
    }
}

/// How figures grow: a line for each, and a column for each size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// What grows.
    pub what: String,
    /// The sizes.
    pub sizes: Vec<String>,
    /// What was measured, with its figure at each size.
    pub lines: Vec<(String, Vec<String>)>,
}

/// Returns the table with the machine above it, and how things grow below.
pub fn render(machine: &str, rows: &[Row], growths: &[Growth]) -> String {
    let mut text = format!("Measured on {machine}. Medians; a firm is measured once.\n\n");
    text.push_str("| what | bar | Sixboard | peer | |\n|---|---|---|---|---|\n");
    for Row { what, bar, ours, peer, verdict } in rows {
        line(&mut text, [what, bar, ours, peer, verdict]);
    }
    for Growth { what, sizes, lines } in growths {
        text.push('\n');
        line(&mut text, std::iter::once(what).chain(sizes));
        line(&mut text, std::iter::once("---").chain(sizes.iter().map(|_| "---:")));
        for (what, cells) in lines {
            line(&mut text, std::iter::once(what).chain(cells));
        }
    }
    text
}

fn line(text: &mut String, cells: impl IntoIterator<Item: AsRef<str>>) {
    let cells = cells.into_iter().map(|cell| cell.as_ref().replace(['|', '\n'], " "));
    let cells: Vec<String> = cells.collect();
    let _ = writeln!(text, "| {} |", cells.join(" | ")); // writing to a string cannot fail
}

/// Returns a duration in the unit that reads best.
pub fn time(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    match seconds {
        s if s < 1e-5 => format!("{:.0} ns", s * 1e9),
        s if s < 1.0 => format!("{:.1} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_in_a_cell_does_not_break_the_table() {
        let row = Row { what: "a|b\nc".to_owned(), ..Row::default() };
        assert!(render("m", &[row], &[]).ends_with("| a b c |  |  |  |  |\n"));
    }

    #[test]
    fn what_grows_has_a_column_for_each_size() {
        let cells = vec!["1 ms".to_owned(), "9 ms".to_owned()];
        let growth = Growth {
            what: "people".to_owned(),
            sizes: vec!["10".to_owned(), "100".to_owned()],
            lines: vec![("removal".to_owned(), cells)],
        };
        let table = "\n| people | 10 | 100 |\n| --- | ---: | ---: |\n| removal | 1 ms | 9 ms |\n";
        assert!(render("m", &[], &[growth]).ends_with(table));
    }

    #[test]
    fn times_are_told_in_the_unit_that_reads_best() {
        assert_eq!(time(Duration::from_nanos(219)), "219 ns");
        assert_eq!(time(Duration::from_micros(12_340)), "12.3 ms");
        assert_eq!(time(Duration::from_millis(1_250)), "1.25 s");
    }
}

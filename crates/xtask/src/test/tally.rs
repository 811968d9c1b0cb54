//! Counting tests from what their runners print.

use std::fmt;

/// How many tests there were, and what was not run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed.
    pub failed: u32,
    /// Tests that their runner was told to leave out.
    pub skipped: u32,
    /// What else was left out, each as `what: why`.
    pub left_out: Vec<String>,
}

impl Tally {
    /// Notes something that was not run, as `what: why`.
    pub fn leave_out(&mut self, what_and_why: &str) {
        println!("  not run: {what_and_why}");
        self.left_out.push(what_and_why.to_owned());
    }

    /// Counts a line as cargo prints it:
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; ...`.
    pub fn see_cargo(&mut self, line: &str) {
        if let Some(counts) = line.strip_prefix("test result: ") {
            let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
            self.see_counts(counts.split("; "));
        }
    }

    /// Counts a line as vitest prints it: `      Tests  1 failed | 12 passed | 2 skipped (15)`.
    pub fn see_vitest(&mut self, line: &str) {
        if let Some(counts) = line.trim_start().strip_prefix("Tests  ") {
            let counts = counts.split_once(" (").map_or(counts, |(counts, _)| counts);
            self.see_counts(counts.split(" | "));
        }
    }

    /// Adds what another part counted.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.left_out.extend(other.left_out.iter().cloned());
    }

    fn see_counts<'a>(&mut self, counts: impl Iterator<Item = &'a str>) {
        for count in counts {
            let Some((number, what)) = count.trim().split_once(' ') else { continue };
            let Ok(number) = number.parse::<u32>() else { continue };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" | "skipped" | "todo" => self.skipped += number,
                _ => {}
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_cargo_are_added_up() {
        let mut tally = Tally::default();
        tally.see_cargo(
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out",
        );
        tally.see_cargo("test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured");
        tally.see_cargo("test tests::x ... ok");
        assert_eq!(tally.to_string(), "5 passed, 4 failed, 1 skipped");
    }

    #[test]
    fn the_lines_of_vitest_are_added_up() {
        let mut tally = Tally::default();
        tally.see_vitest(" Test Files  3 passed (3)");
        tally.see_vitest("      Tests  1 failed | 12 passed | 2 skipped (15)");
        assert_eq!(tally.to_string(), "12 passed, 1 failed, 2 skipped");
    }
}

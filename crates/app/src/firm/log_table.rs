//! The log as a file: for a spreadsheet, and for another program.

use super::views::{LogLine, LogView};
use crate::error::Result;
use crate::{Error, messages, moment};

const HEADINGS: [&str; 10] =
    ["time", "person", "device", "what", "words", "account", "name", "detail", "counts", "entry"];

impl LogView {
    /// The lines for a spreadsheet; what looks like a formula gets an apostrophe in front.
    pub fn csv(&self) -> Vec<u8> {
        let rows: Vec<Vec<String>> = self.lines.iter().map(row).collect();
        crate::csv::write(&HEADINGS, &rows)
    }

    /// All of it for another program.
    ///
    /// # Errors
    /// `bug.unexpected`: a log can always be written.
    pub fn json(&self) -> Result<Vec<u8>> {
        let written = serde_json::to_vec_pretty(self);
        written.map_err(|error| Error::new("bug.unexpected").because(error))
    }
}

impl LogLine {
    /// What was done, in words.
    pub fn words(&self) -> String {
        let name = self.name.as_deref().unwrap_or_default();
        let words = messages::text(&format!("log-{}", self.what), [("name", name)]);
        words.unwrap_or_else(|| self.what.clone())
    }
}

fn row(line: &LogLine) -> Vec<String> {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    vec![
        moment::utc(line.at),
        text(&line.person),
        line.device.clone(),
        line.what.clone(),
        line.words(),
        text(&line.account),
        text(&line.name),
        text(&line.detail),
        if line.counts { "yes" } else { "no" }.to_owned(),
        text(&line.entry),
    ]
}

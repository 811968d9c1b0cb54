//! `sixboard report`.

use std::path::PathBuf;

use app::firm::REPORTS;
use app::moment::Moment;
use clap::Args;
use clap::builder::PossibleValuesParser;

use super::audit::read_moment;
use crate::context::Context;
use crate::failure::Failure;
use crate::{input, output};

/// Print a report for whoever asks how the firm handles its keys
///
/// who-could: who could make codes for an account, at a time. leavers: how long it took until they
/// were cut off. shown-and-exported: keys that were
/// shown, exported or printed, and who approved it. paper-and-phones: what is outstanding.
/// out-of-date: devices not seen, old keys. joiners: who was let in, by whom. integrity: whether the
/// log is whole.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard report integrity
  sixboard report who-could --account 'VAT – Leeds' --at 2026-03-14
  sixboard report joiners --csv joiners.csv
  sixboard report leavers --pdf leavers.pdf")]
pub(crate) struct Report {
    /// Which
    #[arg(value_parser = PossibleValuesParser::new(REPORTS))]
    name: String,

    /// Of which account, for who-could
    #[arg(long, value_name = "LABEL", required_if_eq("name", "who-could"))]
    account: Option<String>,

    /// At which day or moment, for who-could; now where it is left out
    #[arg(long, value_name = "TIME", value_parser = read_moment)]
    at: Option<Moment>,

    /// Write it to this file for a spreadsheet; what looks like a formula gets an apostrophe
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,

    /// Write it to this file as PDF
    #[arg(long, value_name = "FILE", conflicts_with = "csv")]
    pdf: Option<PathBuf>,

    /// Replace an earlier file without asking
    #[arg(long)]
    yes: bool,

    /// Print {"name","firm","title","made_at","made_by","columns","rows","notes"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Report {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in no firm, or the report is not for this person to read.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let at = self.at.map(|moment| moment.last);
        let report = context.app.report(&self.name, self.account.as_deref(), at)?;
        let file = self.csv.as_ref().or(self.pdf.as_ref());
        if let Some(file) = file {
            if file.exists() {
                let question = format!("{} is there already. Replace it?", file.display());
                input::need_yes(self.yes, &question)?;
            }
            let bytes = if self.pdf.is_some() { report.pdf()? } else { report.csv() };
            std::fs::write(file, bytes).map_err(Failure::Output)?;
        }
        if self.json {
            return Ok(output::print_json(&report)?);
        }
        if let Some(file) = file {
            let rows = super::firm::count(report.rows.len(), "row", "rows");
            return Ok(output::print(&format!("Wrote {rows} to {}.", file.display()))?);
        }
        output::print(&report.title)?;
        for row in &report.rows {
            let cells = report.columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
            let cells: Vec<String> =
                cells.map(|(column, cell)| format!("{column}: {cell}")).collect();
            output::print(&format!("- {}", cells.join("; ")))?;
        }
        if report.rows.is_empty() {
            output::print("Nothing.")?;
        }
        report.notes.iter().for_each(|note| context.note(note));
        Ok(())
    }
}

//! `sixboard verify`.

use app::Error;
use clap::Args;

use super::firm::count;
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Check the firm's whole record again, from the first entry on
///
/// Everything that was ever done in the firm is an entry, signed by the device that did it and
/// chained to the one before. This checks each of them again on this device, believing nobody. Two
/// devices that show the same firm code have the same record.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard verify
  sixboard verify --json")]
pub(crate) struct Verify {
    /// Print {"entries","writers","since","compared","void","missing","alarms","team_code"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Verify {
    /// Runs it.
    ///
    /// # Errors
    /// When the record does not hold together, or somebody broke a rule.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let view = context.app.verify_firm()?;
        if self.json {
            output::print_json(&view)?;
        } else {
            let entries = view.entries;
            let writers = count(view.writers, "device", "devices");
            let since =
                view.since.map_or_else(String::new, |at| format!(" on {}", app::messages::day(at)));
            output::print(&format!(
                "{entries} entries of {writers} checked, from the first one{since}: each is signed by a device that was in the firm then, and follows the one before."
            ))?;
            if view.compared > 0 {
                output::print(&format!(
                    "{} times an administrator stated how the firm was: each was compared with what the entries give.",
                    view.compared
                ))?;
            }
            if view.void > 0 {
                output::print(&format!(
                    "{} of them were made by a device after it was removed, and do not count.",
                    view.void
                ))?;
            }
            if view.missing > 0 {
                output::print(&format!(
                    "{} entries that others know of have not arrived here.",
                    view.missing
                ))?;
            }
            output::print(&format!("Firm code: {}", view.team_code))?;
            for alarm in &view.alarms {
                output::print(&format!("Warning: {}", app::messages::of_alarm(alarm)))?;
            }
        }
        if view.alarms.is_empty() { Ok(()) } else { Err(Error::new("firm.alarms").into()) }
    }
}

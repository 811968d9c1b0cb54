//! `sixboard holders`.

use app::firm::views::{HolderView, HoldersView};
use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table};

/// A device that was heard of in these days is not remarked upon, in seconds.
const LATELY: u64 = 2 * 24 * 3600;

/// Say which devices have the firm's keys, and which key of each
///
/// A device says itself what it has, each time it syncs; one that was not heard of for long may have
/// more, or less.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard holders                                    all accounts, a line each
  sixboard holders 'HMRC online services – VAT – Leeds'        device by device")]
pub(crate) struct Holders {
    /// Label or ID of an account of the firm
    #[arg(value_name = "LABEL|ID")]
    name: Option<String>,

    /// Print [{"id","label","version","teams","people","devices":[..]}] as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Holders {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in no firm, or there is no such account in it.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let views = match &self.name {
            Some(name) => vec![context.app.holders(name)?],
            None => context.app.all_holders()?,
        };
        if self.json {
            return Ok(output::print_json(&views)?);
        }
        if self.name.is_none() {
            let rows: Vec<[String; 3]> = views
                .iter()
                .map(|view| [view.label.clone(), format!("key {}", view.version), share(view)])
                .collect();
            return Ok(table::print(&rows)?);
        }
        let now = context.app.now();
        for view in &views {
            output::print(&format!("'{}', key {}: {}.", view.label, view.version, share(view)))?;
            let rows: Vec<[String; 3]> = view
                .devices
                .iter()
                .map(|one| [one.person.clone(), one.device.clone(), state(one, view.version, now)])
                .collect();
            table::print(&rows)?;
        }
        Ok(())
    }
}

/// "14 of 17 devices have it".
fn share(view: &HoldersView) -> String {
    let have = view.devices.iter().filter(|one| one.version == Some(view.version)).count();
    format!("{have} of {} devices have it", view.devices.len())
}

fn state(one: &HolderView, newest: u32, now: u64) -> String {
    let has = match one.version {
        Some(key) if key == newest => "has it".to_owned(),
        Some(key) => format!("has key {key}"),
        None => "does not have it yet".to_owned(),
    };
    match one.last_seen.map(|at| now.saturating_sub(at)) {
        _ if one.this => has,
        Some(silence) if silence < LATELY => has,
        Some(silence) => format!("{has}, not seen for {} days", silence / (24 * 3600)),
        None => format!("{has}, not seen yet"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_that_was_silent_for_long_is_remarked_upon() {
        let now = 1_800_000_000;
        let one = |version, silent_for: Option<u64>| HolderView {
            person: String::new(),
            device: String::new(),
            this: false,
            version,
            last_seen: silent_for.map(|silence| now - silence),
        };
        assert_eq!(state(&one(Some(2), Some(60)), 2, now), "has it");
        let silent = Some(12 * 24 * 3600);
        assert_eq!(state(&one(Some(1), silent), 2, now), "has key 1, not seen for 12 days");
        assert_eq!(state(&one(None, None), 2, now), "does not have it yet, not seen yet");
    }
}

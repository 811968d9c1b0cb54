//! `sixboard who`.

use app::messages;
use app::moment::Moment;
use clap::Args;

use super::audit::read_moment;
use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table};

/// Say who could make codes for an account: by which way, with which key, since when
///
/// From the firm's log: whose device could open the key, and who was given it on a phone, on paper
/// or otherwise. Who left and whose key was not replaced since is among them. What nobody wrote
/// down (a photograph, a copy of a phone) the log cannot know.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard who 'VAT – Leeds'
  sixboard who 'VAT – Leeds' --at '2026-03-14 10:40'")]
pub(crate) struct Who {
    /// Label or ID of the account
    label: String,

    /// At which day or moment: 2026-03-14 (its end), '2026-03-14 10:40' or Unix seconds; now where
    /// it is left out
    #[arg(long, value_name = "TIME", value_parser = read_moment)]
    at: Option<Moment>,

    /// Print {"id","label","at","ways"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Who {
    /// Runs it.
    ///
    /// # Errors
    /// When the firm has no such account, or it is not for this person to know.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let view = context.app.who_could(&self.label, self.at.map(|moment| moment.last))?;
        if self.json {
            return Ok(output::print_json(&view)?);
        }
        if view.ways.is_empty() {
            return Ok(output::print("Nobody could make codes for it then.")?);
        }
        let rows: Vec<[String; 5]> = view
            .ways
            .into_iter()
            .map(|way| {
                let left = if way.left { "left the firm" } else { "" };
                let route = messages::text(&format!("route-{}", way.route), []);
                let route = route.unwrap_or(way.route);
                let how = way.detail.map_or(route.clone(), |detail| format!("{route} ({detail})"));
                let since = format!("since {}", messages::day(way.since));
                [way.person, format!("key {}", way.key), how, since, left.to_owned()]
            })
            .collect();
        table::print(&rows)?;
        context.note("Whoever has both sheets of the recovery kit could, too.");
        Ok(())
    }
}

//! `sixboard requests`.

use app::{Error, messages};
use clap::Args;

use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table};

/// List the open invites of this device, and who answered
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard requests
  sixboard approve 'Carol Diaz'")]
pub(crate) struct Requests {
    /// Print [{"name","expires","device","problem"}] as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Requests {
    /// Runs it.
    ///
    /// # Errors
    /// When the firm's folder cannot be reached.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let requests = context.app.requests()?;
        if self.json {
            return Ok(output::print_json(&requests)?);
        }
        if requests.is_empty() {
            return Ok(output::print("No open invites.")?);
        }
        let rows: Vec<[String; 3]> = requests
            .into_iter()
            .map(|one| {
                let state = match (one.problem, one.device) {
                    (Some(code), _) => problem(&code),
                    (None, Some(device)) => format!("answered from '{device}': approve it"),
                    (None, None) => "not answered yet".to_owned(),
                };
                [one.name, format!("until {}", messages::day(one.expires)), state]
            })
            .collect();
        Ok(table::print(&rows)?)
    }
}

fn problem(code: &str) -> String {
    let known = app::error::all_codes().find(|known| *known == code);
    known.map_or_else(String::new, |code| messages::of(&Error::new(code)).what)
}

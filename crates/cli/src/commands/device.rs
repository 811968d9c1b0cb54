//! `sixboard device`: the firm's devices, and one that was lost.

use app::firm::Leaver;
use app::messages;
use clap::{Args, Subcommand};

use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table};

/// List the firm's devices, or take a lost one out of use
#[derive(Args)]
#[command(visible_alias = "devices", args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  sixboard devices
  sixboard device lost 'Carol laptop'")]
pub(crate) struct Device {
    #[command(subcommand)]
    act: Option<Act>,

    /// Print it as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Act {
    Lost(Lost),
}

/// Take a lost or stolen device out of use; its person stays in the firm
#[derive(Args)]
struct Lost {
    /// Name or ID of the device
    #[arg(value_name = "NAME|ID")]
    name: String,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

impl Device {
    /// Whether `--json` was given.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in no firm, there is no such device, or it is not for this person to do.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        match self.act {
            None => self.list(context),
            Some(Act::Lost(lost)) => {
                let leaver = Leaver::Device(lost.name);
                super::people::remove(context, &leaver, "lost", lost.yes)
            }
        }
    }

    fn list(&self, context: &Context) -> Result<(), Failure> {
        let devices = context.app.devices()?;
        if self.json {
            return Ok(output::print_json(&devices)?);
        }
        let rows: Vec<[String; 4]> = devices
            .into_iter()
            .map(|one| {
                let seen = match (one.stopped_at, one.last_seen) {
                    _ if one.this => "this one".to_owned(),
                    (Some(at), _) => format!("out of use since {}", messages::day(at)),
                    (None, Some(at)) => format!("seen {}", messages::day(at)),
                    (None, None) => "not seen yet".to_owned(),
                };
                [one.person, one.name, seen, one.id]
            })
            .collect();
        Ok(table::print(&rows)?)
    }
}

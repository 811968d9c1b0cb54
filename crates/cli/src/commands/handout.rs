//! `sixboard handout`: keys that were given by other routes, and what became of them.

use app::firm::views::{FateView, GivenView};
use app::messages;
use clap::{Args, Subcommand};

use super::done::say_unsent;
use super::give::GivenLine;
use super::leaver::words;
use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table};

/// List keys that were given on paper, phones and in files, and say what became of them
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard handout list
  sixboard handout returned 17")]
pub(crate) struct Handout {
    #[command(subcommand)]
    act: Act,

    /// Print [{"id","label","version","person","route","number",..}], or {"given","sent"}, as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
enum Act {
    /// List all of them, what is to come back first
    List,
    /// The person has it
    Received(Which),
    /// It came back
    Returned(Which),
    /// The person says that it was destroyed
    Destroyed(Which),
    /// Nobody knows where it is: the key must be replaced
    Lost(Which),
}

#[derive(Args)]
struct Which {
    /// Number of the paper, or ID
    #[arg(value_name = "NUMBER|ID")]
    name: String,
}

impl Handout {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in no firm, or nothing was given out under the name.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let (which, fate) = match self.act {
            Act::List => return list(context),
            Act::Received(which) => (which, FateView::Received),
            Act::Returned(which) => (which, FateView::Returned),
            Act::Destroyed(which) => (which, FateView::Destroyed),
            Act::Lost(which) => (which, FateView::Lost),
        };
        let done = context.app.set_given(&which.name, fate)?;
        let given = &done.value;
        if self.json {
            output::print_json(&GivenLine { given, sent: done.unsent.is_none() })?;
        } else {
            output::print(&format!("{}: {}.", described(given), words::fate(fate)))?;
            if fate == FateView::Lost && given.in_use {
                context.note("Whoever finds it can make codes. Replace the key:");
                context.note(&format!("sixboard replace '{}'", given.label));
            }
        }
        say_unsent(context, &done);
        Ok(())
    }
}

fn list(context: &Context) -> Result<(), Failure> {
    let views = context.app.given_keys()?;
    if context.json {
        return Ok(output::print_json(&views)?);
    }
    if views.is_empty() {
        return Ok(output::print("No key was given on paper, on a phone or in a file.")?);
    }
    let now = context.app.now();
    let rows: Vec<[String; 6]> = views
        .iter()
        .map(|one| {
            let key = match one.in_use {
                true => format!("key {}", one.version),
                false => format!("key {}, replaced", one.version),
            };
            let by = format!("{} by {}", messages::day(one.at), one.by);
            // Only paper has a number; all else is named by its id.
            let name = one.number.map_or_else(|| one.id.clone(), |_| String::new());
            [described(one), one.label.clone(), key, by, standing(one, now), name]
        })
        .collect();
    Ok(table::print(&rows)?)
}

/// "paper no. 0017, Ann Cole".
fn described(one: &GivenView) -> String {
    let number = one.number.map(|number| format!("{number:04}")).unwrap_or_default();
    format!("{}, {}", words::way(one.route, &number), one.person)
}

fn standing(one: &GivenView, now: u64) -> String {
    match (one.fate, one.due) {
        (Some(fate), _) if !one.outstanding => words::fate(fate).to_owned(),
        (_, Some(due)) if due < now => format!("was due {}", messages::day(due)),
        (_, Some(due)) => format!("due {}", messages::day(due)),
        (Some(fate), None) => words::fate(fate).to_owned(),
        (None, None) => String::new(),
    }
}

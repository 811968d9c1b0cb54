//! `sixboard handout`: keys that were given by other routes, and what became of them.

use std::path::PathBuf;

use app::firm::views::{FateView, GivenView, RouteView};
use app::firm::{GiveRequest, OnPaper};
use app::messages;
use clap::{Args, Subcommand, ValueEnum};

use super::done::say_unsent;
use super::give::GivenLine;
use super::leaver::words;
use crate::context::Context;
use crate::failure::Failure;
use crate::secret_file::SecretFile;
use crate::{output, table, when};

/// Give a key on numbered paper; list what was given, and say what became of it
///
/// The sheet is for one person, and is to be returned or destroyed once the key is set up. It is in
/// the register before it is made: when the person leaves, the key must be replaced.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "\
Examples:
  sixboard handout 'Xero – Payroll' --to 'Ann Cole' --out ann.pdf --due 2027-03-22
  sixboard handout list
  sixboard handout returned 17")]
pub(crate) struct Handout {
    #[command(subcommand)]
    act: Option<Act>,

    #[command(flatten)]
    sheet: Option<Sheet>,

    /// Print [{"id","label","version","person","route","number",..}], or {"given","sent"}, as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Args)]
struct Sheet {
    /// Label or ID of the account of the firm
    #[arg(value_name = "LABEL|ID")]
    name: String,

    /// For whom the sheet is
    #[arg(long, value_name = "NAME")]
    to: String,

    /// New PDF file to write the sheet to: as secret as the key
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

    /// When it is to be back or destroyed, as 2027-03-31 [default: in a week]
    #[arg(long, value_name = "DAY", value_parser = when::end_of_day)]
    due: Option<u64>,

    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,

    /// How the key is shown
    #[arg(long, value_name = "HOW", default_value = "both")]
    show: ShowArg,

    /// The approved request, where the firm's rules ask for one
    #[arg(long, value_name = "ID")]
    request: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ShowArg {
    /// A QR code, and letters and numbers
    Both,
    /// Letters and numbers alone
    Key,
    /// A QR code alone
    Qr,
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
        let (which, fate) = match (self.act, self.sheet) {
            (None, Some(sheet)) => return sheet.make(context),
            (None | Some(Act::List), _) => return list(context),
            (Some(Act::Received(which)), _) => (which, FateView::Received),
            (Some(Act::Returned(which)), _) => (which, FateView::Returned),
            (Some(Act::Destroyed(which)), _) => (which, FateView::Destroyed),
            (Some(Act::Lost(which)), _) => (which, FateView::Lost),
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

impl Sheet {
    fn make(self, context: &Context) -> Result<(), Failure> {
        let file = SecretFile::create(&self.out)?;
        let request = GiveRequest {
            account: self.name,
            person: self.to,
            route: RouteView::Paper,
            due: self.due,
            reason: self.reason,
            request: self.request,
        };
        let on_paper = match self.show {
            ShowArg::Both => OnPaper::Both,
            ShowArg::Key => OnPaper::KeyOnly,
            ShowArg::Qr => OnPaper::QrOnly,
        };
        let (sheet, done) = context.app.hand_out(&request, on_paper)?;
        file.write(sheet.expose())?;
        let given = &done.value;
        if context.json {
            output::print_json(&GivenLine { given, sent: done.unsent.is_none() })?;
        } else {
            let due = given.due.map(messages::day).unwrap_or_default();
            output::print(&format!("Wrote {} to {}.", described(given), self.out.display()))?;
            context.note("Whoever has the file has the key: delete it once it was printed.");
            context.note(&format!(
                "It is due {due}. Then: sixboard handout returned {}",
                named(given)
            ));
        }
        say_unsent(context, &done);
        Ok(())
    }
}

/// The number of a paper as it is typed, or the id.
fn named(given: &GivenView) -> String {
    given.number.map_or_else(|| given.id.clone(), |number| number.to_string())
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

//! `sixboard firm`: setting up a firm, and how it is.

use app::firm::views::FirmView;
use app::firm::{FirmRequest, NewKit};
use app::messages;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{listed, place};
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Set up a firm, or see how it is
///
/// A firm's devices hear of each other through one folder that all can reach: on a file server, or
/// one that OneDrive, SharePoint or Dropbox keeps in step. What lies there is sealed: who has the
/// folder alone can read nothing of it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard firm create 'Hart & Co' --me 'Alice Hart' --store /srv/share/sixboard
  sixboard firm status")]
pub(crate) struct Firm {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    Create(Create),
    Status(Status),
}

/// Set up a firm with you as its first administrator
///
/// Prints the recovery kit first: two sheets of 24 words. Only both together open the firm when
/// nobody else can. Write them down or print them, and keep them in two places; then prove with
/// `sixboard kit check` that they can be read. They are never shown again.
///
/// Accounts that are in the vault stay your own. Sharing starts with a second administrator.
#[derive(Args)]
struct Create {
    /// Name of the firm
    name: String,

    /// Your name, as colleagues know it
    #[arg(long, value_name = "NAME")]
    me: String,

    /// Folder of the firm, empty: a path, or file:///full/path
    #[arg(long, value_name = "FOLDER")]
    store: String,

    /// What you call this device
    #[arg(long, value_name = "NAME", default_value = "first computer")]
    device: String,

    /// Print {"name","place","sheets":[..]} as JSON
    #[arg(long)]
    json: bool,
}

/// Say how the firm is: who you are in it, since when there is no news, what is to be done
#[derive(Args)]
struct Status {
    /// Print it as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Created<'a> {
    name: &'a str,
    place: &'a str,
    sheets: [&'a str; 2],
}

impl Firm {
    /// Whether `--json` was given.
    pub(crate) fn json(&self) -> bool {
        match &self.act {
            Act::Create(create) => create.json,
            Act::Status(status) => status.json,
        }
    }

    /// Runs it.
    ///
    /// # Errors
    /// When the firm cannot be set up, or the vault is in none.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        match self.act {
            Act::Create(create) => create.run(context),
            Act::Status(_) => status(context),
        }
    }
}

impl Create {
    fn run(self, context: &Context) -> Result<(), Failure> {
        context.open_or_make()?;
        let place = place(&self.store);
        let (name, person, device) = (self.name, self.me, self.device);
        let request = FirmRequest { name, person, device, place };
        context.app.check_firm(&request)?;
        let kit = NewKit::make()?;
        show_sheets(context, &kit, &request)?;
        context.app.create_firm(&request, &kit)?;
        context.note(&format!("Set up '{}'. You are its first administrator.", request.name));
        context.note("Next: sixboard kit check");
        context.note("Then: sixboard invite NAME --role administrator");
        Ok(())
    }
}

/// Before the firm is made: no firm is ever without its kit.
fn show_sheets(context: &Context, kit: &NewKit, request: &FirmRequest) -> Result<(), Failure> {
    let sheets = kit.sheets();
    if context.json {
        let sheets = sheets.each_ref().map(|sheet| sheet.expose());
        let (name, place) = (request.name.as_str(), request.place.as_str());
        return Ok(output::print_json(&Created { name, place, sheets })?);
    }
    print_sheets(&sheets)
}

/// Prints both sheets.
pub(super) fn print_sheets(sheets: &[secret::SecretText; 2]) -> Result<(), Failure> {
    for (sheet, letter) in sheets.iter().zip(["A", "B"]) {
        output::print(&format!("Recovery kit, sheet {letter}:"))?;
        let words: Vec<&str> = sheet.expose().split(' ').collect();
        for line in words.chunks(6) {
            output::print(&format!("  {}", line.join(" ")))?;
        }
    }
    Ok(())
}

fn status(context: &Context) -> Result<(), Failure> {
    context.open()?;
    let firm = context.app.firm()?;
    if context.json {
        return Ok(output::print_json(&firm)?);
    }
    for line in lines(&firm) {
        output::print(&line)?;
    }
    Ok(())
}

fn lines(firm: &FirmView) -> Vec<String> {
    let mut lines = Vec::new();
    if firm.waiting {
        lines.push("This device waits to be let in.".to_owned());
        let digits = firm.digits.as_deref().unwrap_or_default();
        lines.push(format!("Read these digits to your administrator: {digits}"));
        lines.push("Then: sixboard sync".to_owned());
        return lines;
    }
    let name = firm.name.as_deref().unwrap_or_default();
    let person = firm.person.as_deref().unwrap_or_default();
    if firm.removed {
        lines.push(format!("This device was removed from '{name}'."));
        lines.push(
            "The firm's codes are gone from it. Your own accounts are as they were.".to_owned(),
        );
        return lines;
    }
    let role = firm.role.map_or("-", |role| role.word());
    lines.push(format!("{name}: you are {person}, {role}."));
    lines.push(format!("Folder: {}", firm.place));
    lines.push(format!(
        "{} in the firm, {}, {}.",
        count(firm.people, "person", "people"),
        count(firm.devices, "device", "devices"),
        count(firm.accounts, "account for you", "accounts for you")
    ));
    let day = |at: Option<u64>| at.map_or_else(|| "never".to_owned(), messages::day);
    lines.push(format!("Last look into the folder: {}", day(firm.synced_at)));
    lines.push(format!("Last news from an administrator: {}", day(firm.last_news)));
    if firm.unsent > 0 {
        lines.push(format!("Not in the folder yet: {}. To send it: sixboard sync", firm.unsent));
    }
    if firm.role == Some(app::firm::views::RoleView::Administrator) {
        lines.extend(to_do(firm));
    }
    lines.extend(firm.alarms.iter().map(|alarm| format!("Warning: {alarm}")));
    lines
}

fn to_do(firm: &FirmView) -> Vec<String> {
    let mut lines = Vec::new();
    if firm.administrators < 2 {
        lines.push("To do: invite a second administrator. Nothing is shared before.".to_owned());
    }
    if firm.kit_checked.is_none() {
        lines.push("To do: prove that the recovery kit can be read: sixboard kit check".to_owned());
    }
    if !firm.must_replace.is_empty() {
        lines.push(format!("To do: replace the key of {}", listed(&firm.must_replace)));
    }
    lines
}

fn count(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

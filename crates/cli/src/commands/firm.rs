//! `sixboard firm`: setting up a firm, and how it is.

use app::firm::views::FirmView;
use app::firm::{FirmRequest, NewKit};
use app::messages;
use clap::builder::BoolishValueParser;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::done::say_unsent;
use super::listed;
use crate::context::Context;
use crate::failure::Failure;
use crate::output;
use crate::sign_in::{NewSignIn, SignIn};

/// Set up a firm, or see how it is
///
/// A firm's devices hear of each other through one folder that all can reach: on a file server, or
/// one that OneDrive, SharePoint or Dropbox keeps in step. A WebDAV server, a bucket of S3, Azure or
/// Google, and a PostgreSQL database do as well. What lies there is sealed: who has the folder alone
/// can read nothing of it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard firm create 'Hart & Co' --me 'Alice Hart' --store /srv/share/sixboard
  sixboard firm create 'Hart & Co' --me 'Alice Hart' --store postgres://db.firm.example/codes
  sixboard firm status
  sixboard firm set-store https://cloud.firm.example/dav/sixboard/")]
pub(crate) struct Firm {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    Create(Create),
    Status(Status),
    SetStore(SetStore),
    SignIn(NewSignInHere),
    Rules(Rules),
}

/// Set the firm's rules: what needs two administrators, how long records of use are kept
///
/// Without an option it says what the rules are.
#[derive(Args)]
struct Rules {
    /// Whether a key leaves the program (on paper, on a phone, as a file) only when a second
    /// administrator agrees
    #[arg(long, value_name = "on|off", hide_possible_values = true)]
    #[arg(value_parser = BoolishValueParser::new())]
    two_people: Option<bool>,

    /// For how many months it is kept who copied a code: 12 to 72
    #[arg(long, value_name = "MONTHS")]
    keep_use: Option<u32>,

    /// Print {"two_people","keep_use_months","sent"} as JSON
    #[arg(long)]
    json: bool,
}

/// Set up a firm with you as its first administrator
///
/// Prints the recovery kit first: two sheets of 24 words. Only both together open the firm when
/// nobody else can. Write them down or print them, and keep them in two places; then prove with
/// `sixboard kit check` that they can be read. They are never shown again.
///
/// Administrators must have a passphrase or PIN: set one before, with `sixboard passphrase`. Accounts
/// that are in the vault stay your own. Sharing starts with a second administrator.
///
/// Where the store wants a sign-in, it is kept in this computer's keyring, and passed on, sealed, to
/// everybody in the firm; with `--own-sign-in` everybody gives one of their own.
#[derive(Args)]
struct Create {
    /// Name of the firm
    name: String,

    /// Your name, as colleagues know it
    #[arg(long, value_name = "NAME")]
    me: String,

    /// Folder of the firm, empty: a path, or the address of a server
    #[arg(long, value_name = "FOLDER|URL")]
    store: String,

    #[command(flatten)]
    sign_in: NewSignIn,

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

/// Move the firm to another folder or server
///
/// Puts everything there, checks that it can be read back, and then tells the other devices, which
/// go there with their next sync. The old place stays as it is: keep it until every device has
/// followed. Who has an open invite joins again, in the new place.
///
/// With `--here`, says where the firm is for this device alone: the folder by another path, or the
/// new place when the old one is gone.
#[derive(Args)]
struct SetStore {
    /// The new place: a path, or the address of a server
    #[arg(value_name = "FOLDER|URL")]
    store: String,

    #[command(flatten)]
    sign_in: NewSignIn,

    /// For this device alone: the firm is there already
    #[arg(long)]
    here: bool,

    /// Print {"place","sent"} as JSON
    #[arg(long)]
    json: bool,
}

/// Give the sign-in to the firm's store again, when it has changed
///
/// It is tried, and then kept in this computer's keyring in place of the one before.
#[derive(Args)]
struct NewSignInHere {
    #[command(flatten)]
    sign_in: SignIn,

    /// For everybody: others take it up with their next sync, for which the one before must still
    /// be accepted
    #[arg(long)]
    for_all: bool,

    /// Print {"place","sent"} as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Placed<'a> {
    place: &'a str,
    sent: bool,
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
            Act::SetStore(set) => set.json,
            Act::SignIn(sign_in) => sign_in.json,
            Act::Rules(rules) => rules.json,
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
            Act::SetStore(set) => set.run(context),
            Act::SignIn(sign_in) => sign_in.run(context),
            Act::Rules(rules) => rules.run(context),
        }
    }
}

impl Create {
    fn run(self, context: &Context) -> Result<(), Failure> {
        context.open_or_make()?;
        let place = self.sign_in.place(context, &self.store)?;
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

impl SetStore {
    fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let place = self.sign_in.place(context, &self.store)?;
        let address = place.address.as_str();
        if self.here {
            context.app.set_place_here(&place)?;
            return placed(context, address, true, "For this device the firm is in");
        }
        let done = context.app.move_firm(&place)?;
        placed(context, address, done.unsent.is_none(), "The firm is in")?;
        if let Some(problem) = &done.value {
            context.note("The others do not learn of it in the old place:");
            output::warn_of(context.json, problem);
            context.note(&format!("Tell them: sixboard firm set-store '{address}' --here"));
        }
        say_unsent(context, &done);
        Ok(())
    }
}

#[derive(Serialize)]
struct RulesNow {
    two_people: bool,
    keep_use_months: u32,
    sent: bool,
}

impl Rules {
    fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let done = match (self.two_people, self.keep_use) {
            (None, None) => None,
            (two_people, keep_use) => Some(context.app.set_firm_rules(two_people, keep_use)?),
        };
        let firm = context.app.firm()?;
        if self.json {
            let sent = done.as_ref().is_none_or(|done| done.unsent.is_none());
            let FirmView { two_people, keep_use_months, .. } = firm;
            output::print_json(&RulesNow { two_people, keep_use_months, sent })?;
        } else {
            for line in rules_of(&firm) {
                output::print(&line)?;
            }
        }
        done.iter().for_each(|done| say_unsent(context, done));
        Ok(())
    }
}

fn rules_of(firm: &FirmView) -> [String; 2] {
    let two = if firm.two_people { "must agree" } else { "need not agree" };
    [
        format!("Two administrators {two} before a key leaves the program."),
        format!("Who copied a code is kept for {} months.", firm.keep_use_months),
    ]
}

impl NewSignInHere {
    fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let place = context.app.firm()?.place;
        let sign_in = self.sign_in.read(context, &place)?;
        let Some(sign_in) = sign_in else {
            return Err(self.sign_in.none_given(&place));
        };
        if !self.for_all {
            context.app.set_sign_in(&sign_in)?;
            return placed(context, &place, true, "This device has a new sign-in to");
        }
        let done = context.app.set_sign_in_for_all(&sign_in)?;
        placed(context, &place, done.unsent.is_none(), "Everybody gets the new sign-in to")?;
        say_unsent(context, &done);
        Ok(())
    }
}

fn placed(context: &Context, place: &str, sent: bool, words: &str) -> Result<(), Failure> {
    if context.json {
        return Ok(output::print_json(&Placed { place, sent })?);
    }
    Ok(output::print(&format!("{words} {place}."))?)
}

/// Before the firm is made: no firm is ever without its kit.
fn show_sheets(context: &Context, kit: &NewKit, request: &FirmRequest) -> Result<(), Failure> {
    let sheets = kit.sheets();
    if context.json {
        let sheets = sheets.each_ref().map(|sheet| sheet.expose());
        let (name, place) = (request.name.as_str(), request.place.address.as_str());
        return Ok(output::show_json(&Created { name, place, sheets })?);
    }
    print_sheets(&sheets)
}

/// Prints both sheets, this once.
pub(super) fn print_sheets(sheets: &[secret::SecretText; 2]) -> Result<(), Failure> {
    for (sheet, letter) in sheets.iter().zip(["A", "B"]) {
        output::show(&format!("Recovery kit, sheet {letter}:"))?;
        let words: Vec<&str> = sheet.expose().split(' ').collect();
        for line in words.chunks(6) {
            output::show(&format!("  {}", line.join(" ")))?;
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
    lines.extend(rules_of(firm));
    if firm.unsent > 0 {
        lines.push(format!("Not in the folder yet: {}. To send it: sixboard sync", firm.unsent));
    }
    if firm.role == Some(app::firm::views::RoleView::Administrator) {
        lines.extend(to_do(firm));
    }
    let alarms = firm.alarms.iter().map(messages::of_alarm);
    lines.extend(alarms.map(|alarm| format!("Warning: {alarm}")));
    lines
}

fn to_do(firm: &FirmView) -> Vec<String> {
    let mut lines = Vec::new();
    if firm.administrators < 2 {
        lines.push("To do: invite a second administrator. Nothing is shared before.".to_owned());
    }
    if firm.kit_used {
        lines
            .push("To do: the recovery kit was used. Make a new one: sixboard kit make".to_owned());
    }
    if firm.kit_checked.is_none() {
        lines.push("To do: prove that the recovery kit can be read: sixboard kit check".to_owned());
    }
    if !firm.must_replace.is_empty() {
        lines.push(format!("To do: replace the key of {}", listed(&firm.must_replace)));
    }
    lines
}

/// So many, in words.
pub(super) fn count(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

//! `sixboard kit`: the firm's recovery kit.

use std::path::PathBuf;

use app::Error;
use app::firm::{KitAct, KitReturn, Leaver, NewKit};
use clap::{Args, Subcommand};
use secret::SecretText;
use serde::Serialize;

use super::done::{ToReplace, print_to_replace, say_unsent};
use crate::context::Context;
use crate::failure::Failure;
use crate::sign_in::SignIn;
use crate::{input, output};

/// Check the firm's recovery kit, use it, or make a new one
///
/// The kit is two sheets of 24 words. Only both together open the firm when nobody else can: keep
/// them in two places, with two people.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard kit check                   asks for both sheets
  sixboard kit check --sheets-file - < both.txt
  sixboard kit make                    asks for the present sheets, then prints new ones
  sixboard kit use appoint 'Bob Reed'            when no administrator is left
  sixboard kit use remove 'Alice Hart'           when nobody is senior enough
  sixboard kit recover 'Alice Hart' --store /srv/share/sixboard    when every computer is lost")]
pub(crate) struct Kit {
    #[command(subcommand)]
    act: Act,

    /// File that holds the words of both sheets, one sheet a line; - for standard input; asked for
    /// on a terminal where this is left out
    #[arg(long, global = true, value_name = "FILE")]
    sheets_file: Option<PathBuf>,

    /// Print it as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Act {
    /// Prove that both sheets can be read, by typing them back
    Check,
    /// Make a new kit in place of the present one, whose sheets are then worth nothing
    Make,
    /// Do with the kit what nobody in the firm can do; every device is told of it
    Use {
        #[command(subcommand)]
        act: Use,
        /// Do not ask
        #[arg(long, global = true)]
        yes: bool,
    },
    /// Come back into the firm on a new computer, when those of its administrators are lost
    Recover(Recover),
}

/// Come back into the firm on a new computer, when those of its administrators are lost
///
/// Needs both sheets and the firm's store, and nothing else. This computer becomes that person's, as
/// an administrator; the person's former devices are removed. Accounts that are in the vault stay
/// your own.
#[derive(Args)]
struct Recover {
    /// Your name, as the firm knows it
    name: String,

    /// Where the firm's folder is: a path, or the address of a server
    #[arg(long, value_name = "FOLDER|URL")]
    store: String,

    #[command(flatten)]
    sign_in: SignIn,

    /// What you call this device
    #[arg(long, value_name = "NAME", default_value = "new computer")]
    device: String,
}

#[derive(Subcommand)]
enum Use {
    /// Make somebody of the firm an administrator
    Appoint {
        /// Name of the person
        name: String,
    },
    /// Remove somebody, however senior
    Remove {
        /// Name of the person
        name: String,
        /// Why; everybody in the firm can read it
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
}

#[derive(Serialize)]
struct Proven {
    proven: bool,
}

#[derive(Serialize)]
struct Recovered<'a> {
    firm: &'a str,
    replace_key: &'a [String],
    sent: bool,
}

#[derive(Serialize)]
struct Made<'a> {
    sheets: [&'a str; 2],
}

impl Kit {
    /// Whether `--json` was given.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    /// Runs it.
    ///
    /// # Errors
    /// When the sheets are not this firm's kit.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        if matches!(self.act, Act::Recover(_)) {
            context.open_or_make()?;
        } else {
            context.open()?;
        }
        let [one, other] = self.read_sheets(context)?;
        match self.act {
            Act::Recover(recover) => recover.run(context, [&one, &other]),
            Act::Use { act, yes } => act.run(context, [&one, &other], yes),
            Act::Check => {
                context.app.check_kit([&one, &other])?;
                if self.json {
                    return Ok(output::print_json(&Proven { proven: true })?);
                }
                Ok(output::print("These are the two sheets of this firm's recovery kit.")?)
            }
            Act::Make => {
                context.app.check_kit([&one, &other])?;
                let kit = NewKit::make()?;
                let sheets = kit.sheets();
                if self.json {
                    let sheets = sheets.each_ref().map(|sheet| sheet.expose());
                    output::show_json(&Made { sheets })?;
                } else {
                    super::firm::print_sheets(&sheets)?;
                }
                let done = context.app.replace_kit([&one, &other], &kit)?;
                context.note("The new kit is in force. Destroy the old sheets.");
                context.note("Next: sixboard kit check");
                say_unsent(context, &done);
                Ok(())
            }
        }
    }

    /// One sheet a line, or asked for one after the other.
    fn read_sheets(&self, context: &Context) -> Result<[SecretText; 2], Failure> {
        if let Some(file) = &self.sheets_file {
            let text = context.input.sheets(file, self.json)?;
            let mut lines = text.expose().lines().filter(|line| !line.trim().is_empty());
            let mut sheet = || SecretText::copy_of(lines.next().unwrap_or_default());
            return Ok([sheet(), sheet()]);
        }
        if !input::can_ask() {
            return Err(Failure::Usage(Error::new("cli.sheets-needed")));
        }
        Ok([input::ask_hidden("Words of sheet A")?, input::ask_hidden("Words of sheet B")?])
    }
}

impl Recover {
    fn run(self, context: &Context, sheets: [&SecretText; 2]) -> Result<(), Failure> {
        let place = self.sign_in.place(context, &self.store)?;
        let request = KitReturn { place, person: self.name, device: self.device };
        let done = context.app.return_with_kit(sheets, &request)?;
        let returned = &done.value;
        let (replace_key, sent) = (returned.replace_key.as_slice(), done.unsent.is_none());
        if context.json {
            output::print_json(&Recovered { firm: &returned.firm, replace_key, sent })?;
        } else {
            let (name, firm) = (&request.person, &returned.firm);
            output::print(&format!("This computer is '{name}' in '{firm}' now."))?;
            print_to_replace(replace_key)?;
        }
        context.note("Look whether these are your colleagues: sixboard people");
        say_kit_used(context);
        say_unsent(context, &done);
        Ok(())
    }
}

impl Use {
    fn run(&self, context: &Context, sheets: [&SecretText; 2], yes: bool) -> Result<(), Failure> {
        let (act, question, words) = match self {
            Self::Appoint { name } => (
                KitAct::Appoint(name.clone()),
                format!("Make '{name}' an administrator with the recovery kit?"),
                format!("'{name}' is administrator now."),
            ),
            Self::Remove { name, reason } => (
                KitAct::Remove(Leaver::Person(name.clone()), reason.clone()),
                format!("Remove '{name}' from the firm with the recovery kit?"),
                format!("Removed '{name}' from the firm."),
            ),
        };
        input::need_yes(yes, &question)?;
        let done = context.app.use_kit(sheets, &act)?;
        if context.json {
            output::print_json(&ToReplace::from(&done))?;
        } else {
            output::print(&words)?;
            print_to_replace(&done.value)?;
        }
        say_kit_used(context);
        say_unsent(context, &done);
        Ok(())
    }
}

fn say_kit_used(context: &Context) {
    context.note("Every device says that the kit was used. Make a new one now: sixboard kit make");
}

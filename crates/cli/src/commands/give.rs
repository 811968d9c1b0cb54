//! `sixboard give`: a key on one person's phone.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use app::Error;
use app::firm::views::{GivenView, RouteView};
use app::firm::{GiveRequest, Handed};
use clap::Args;
use serde::Serialize;

use super::done::say_unsent;
use crate::context::Context;
use crate::failure::Failure;
use crate::output;
use crate::secret_file::SecretFile;

/// Black on white, whatever the terminal's colours are, and back.
const LIGHT: &str = "\u{1b}[97;40m";
const USUAL: &str = "\u{1b}[0m";

/// Give the key of an account to one person on their phone
///
/// Draws the QR code on the terminal for the person beside you to scan. It is in the register before
/// it is shown: when the person leaves, the key must be replaced. Anybody who sees the code has the
/// key.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard give 'Xero – Payroll' --phone --to 'Ann Cole' --reason 'works in the field'
  sixboard handout received ID                  she has it")]
pub(crate) struct Give {
    /// Label or ID of the account of the firm
    #[arg(value_name = "LABEL|ID")]
    name: String,

    /// On a phone, by a QR code
    #[arg(long, required = true)]
    phone: bool,

    /// To whom
    #[arg(long, value_name = "NAME")]
    to: String,

    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,

    /// The approved request, where the firm's rules ask for one
    #[arg(long, value_name = "ID")]
    request: Option<String>,

    /// Write the picture of the QR code to this new file, PNG; delete it once it was scanned
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Print {"given","sent"} as JSON; with --out only
    #[arg(long, requires = "out")]
    pub(crate) json: bool,
}

/// What the register says of it, as JSON.
#[derive(Serialize)]
pub(super) struct GivenLine<'a> {
    pub(super) given: &'a GivenView,
    pub(super) sent: bool,
}

impl Give {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account or person, it is not for this person to do, a second
    /// administrator has to approve it, or nobody would see the code.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        if self.out.is_none() && !io::stdout().is_terminal() {
            return Err(Error::new("cli.no-terminal").into());
        }
        context.open()?;
        let file = self.out.as_deref().map(SecretFile::create).transpose()?;
        let done = context.app.give_key(&GiveRequest {
            account: self.name,
            person: self.to,
            route: RouteView::Phone,
            due: None,
            reason: self.reason,
            request: self.request,
        })?;
        match file {
            Some(file) => file.write(done.value.picture()?.expose())?,
            None => draw(&done.value)?,
        }
        let given = &done.value.given;
        if self.json {
            let sent = done.unsent.is_none();
            output::print_json(&GivenLine { given, sent })?;
        } else {
            if let Some(path) = &self.out {
                output::print(&format!("Wrote the QR code to {}.", path.display()))?;
                context.note("Whoever has the file has the key: delete it once it was scanned.");
            }
            context.note(&format!(
                "Once {} has it: sixboard handout received {}",
                given.person, given.id
            ));
        }
        say_unsent(context, &done);
        Ok(())
    }
}

fn draw(handed: &Handed) -> Result<(), Failure> {
    let lines = handed.lines()?;
    output::print_text(LIGHT.as_bytes())?;
    output::print_text(lines.expose().as_bytes())?;
    Ok(output::print_text(format!("{USUAL}\n").as_bytes())?)
}

//! `sixboard give`: a key on one person's phone, or in a file for one person.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

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

/// Give the key of an account to one person, on their phone or in a file
///
/// --phone draws the QR code on the terminal for the person beside you to scan. --file writes a file
/// for somebody far away, and prints six words to read to them on the telephone: with both they
/// restore it into their Sixboard. It is in the register before it is shown: when the person leaves,
/// the key must be replaced. Anybody who sees the code, or has file and words, has the key.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard give 'Xero – Payroll' --phone --to 'Ann Cole' --reason 'works in the field'
  sixboard give 'Xero – Payroll' --file ann.sixboard-backup --to 'Ann Cole'
  sixboard handout received ID                  she has it")]
pub(crate) struct Give {
    /// Label or ID of the account of the firm
    #[arg(value_name = "LABEL|ID")]
    name: String,

    /// On a phone, by a QR code
    #[arg(long, required_unless_present = "file")]
    phone: bool,

    /// In this new file, sealed under words that are printed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["phone", "out", "json"])]
    file: Option<PathBuf>,

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
        if let Some(path) = &self.file {
            context.open()?;
            return self.to_file(context, path);
        }
        if self.out.is_none() && !io::stdout().is_terminal() {
            return Err(Error::new("cli.no-terminal").into());
        }
        context.open()?;
        let file = self.out.as_deref().map(SecretFile::create).transpose()?;
        let done = context.app.give_key(&self.request(RouteView::Phone))?;
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

    fn to_file(&self, context: &Context, path: &Path) -> Result<(), Failure> {
        let (words, done) = context.app.give_file(&self.request(RouteView::File), path)?;
        output::print(&format!("Wrote {}.", path.display()))?;
        context.note(&format!("Read these words to {} on the telephone:", done.value.person));
        output::print_text(words.expose().as_bytes())?;
        output::print("")?;
        context.note(&format!(
            "Once {} has it: sixboard handout received {}",
            done.value.person, done.value.id
        ));
        say_unsent(context, &done);
        Ok(())
    }

    fn request(&self, route: RouteView) -> GiveRequest {
        GiveRequest {
            account: self.name.clone(),
            person: self.to.clone(),
            route,
            due: None,
            reason: self.reason.clone(),
            request: self.request.clone(),
        }
    }
}

fn draw(handed: &Handed) -> Result<(), Failure> {
    let lines = handed.lines()?;
    output::print_text(LIGHT.as_bytes())?;
    output::print_text(lines.expose().as_bytes())?;
    Ok(output::print_text(format!("{USUAL}\n").as_bytes())?)
}

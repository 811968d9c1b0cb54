//! `sixboard approve`.

use app::Error;
use clap::Args;
use serde::Serialize;

use super::done::say_unsent;
use crate::context::Context;
use crate::failure::Failure;
use crate::{input, output};

/// Let somebody in who answered an invite of this device
///
/// The person reads you the 20 digits that `sixboard join` printed. Typing them proves that it was
/// their device that answered, and nobody else's.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard approve 'Carol Diaz'                                  asks for the digits
  sixboard approve 'Carol Diaz' --digits '1234 5678 9012 3456 7890'
  sixboard approve 'Carol Diaz' --in-person      shows the digits, to look at both screens")]
pub(crate) struct Approve {
    /// Name that the invite is for
    name: String,

    /// The digits that the person reads out
    #[arg(long, value_name = "DIGITS", conflicts_with = "in_person")]
    digits: Option<String>,

    /// You sit together: see the digits here, and say whether the other screen shows the same
    #[arg(long)]
    in_person: bool,

    /// Print {"name","sent"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Approved<'a> {
    name: &'a str,
    sent: bool,
}

impl Approve {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such invite, nobody answered, or the digits differ.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let digits = self.digits(context)?;
        let done = context.app.approve(&self.name, &digits)?;
        let (name, sent) = (done.value.as_str(), done.unsent.is_none());
        if self.json {
            output::print_json(&Approved { name, sent })?;
        } else {
            output::print(&format!("'{name}' is in the firm."))?;
        }
        say_unsent(context, &done);
        Ok(())
    }

    fn digits(&self, context: &Context) -> Result<String, Failure> {
        if let Some(digits) = &self.digits {
            return Ok(digits.clone());
        }
        if !input::can_ask() {
            return Err(Failure::Usage(Error::new("cli.digits-needed")));
        }
        if self.in_person {
            let digits = context.app.answered_digits(&self.name)?;
            input::need_yes(false, &format!("Does the other screen show {digits}?"))?;
            return Ok(digits);
        }
        let typed = input::ask_hidden("The digits that the person reads out")?;
        Ok(typed.expose().to_owned())
    }
}

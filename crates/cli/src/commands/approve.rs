//! `sixboard approve`.

use app::Error;
use app::firm::Approval;
use clap::Args;
use serde::Serialize;

use super::say_unsent;
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
  sixboard approve 'Carol Diaz' --in-person      you saw the code go from screen to screen")]
pub(crate) struct Approve {
    /// Name that the invite is for
    name: String,

    /// The digits that the person reads out
    #[arg(long, value_name = "DIGITS", conflicts_with = "in_person")]
    digits: Option<String>,

    /// You sit together, and nobody else can have seen the code
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
        let approval = match (self.in_person, self.digits) {
            (true, _) => Approval::InPerson,
            (false, Some(digits)) => Approval::ByVoice(digits),
            (false, None) if input::can_ask() => {
                let typed = input::ask_hidden("The digits that the person reads out")?;
                Approval::ByVoice(typed.expose().to_owned())
            }
            (false, None) => return Err(Failure::Usage(Error::new("cli.digits-needed"))),
        };
        let done = context.app.approve(&self.name, approval)?;
        let (name, sent) = (done.value.as_str(), done.unsent.is_none());
        if self.json {
            output::print_json(&Approved { name, sent })?;
        } else {
            output::print(&format!("'{name}' is in the firm."))?;
        }
        say_unsent(context, &done);
        Ok(())
    }
}

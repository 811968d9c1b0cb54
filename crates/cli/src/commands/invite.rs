//! `sixboard invite`.

use app::firm::InviteRequest;
use app::{Error, messages};
use clap::Args;
use serde::Serialize;

use super::done::say_unsent;
use super::role::RoleArg;
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Invite somebody into the firm
///
/// Prints a code. Hand it over so that nobody else sees it. The person runs `sixboard join` with
/// it, and reads you 20 digits; with those you let them in: `sixboard approve`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard invite 'Bob Reed' --role administrator
  sixboard invite 'Carol Diaz' --team Tax --team Payroll
  sixboard invite 'Carol Diaz' --further-device
  sixboard invite 'Carol Diaz' --close          whoever has the code is let in no more")]
pub(crate) struct Invite {
    /// Name of the person, as colleagues know it
    name: String,

    /// Team to come into; may be given several times
    #[arg(long = "team", value_name = "TEAM")]
    teams: Vec<String>,

    /// What the person will be
    #[arg(long, value_name = "ROLE", default_value = "staff")]
    role: RoleArg,

    /// A further device of a person who is in the firm already
    #[arg(long)]
    further_device: bool,

    /// Close the open invite of this person
    #[arg(long, conflicts_with_all = ["teams", "further_device"])]
    close: bool,

    /// Print {"name","code","expires","sent"} as JSON, and with --close {"closed"}
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Invited<'a> {
    name: &'a str,
    code: &'a str,
    expires: u64,
    sent: bool,
}

#[derive(Serialize)]
struct Closed<'a> {
    closed: &'a str,
}

impl Invite {
    /// Runs it.
    ///
    /// # Errors
    /// When this person may not invite such a person, or a team is unknown.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        if self.close {
            return close(context, &self.name);
        }
        let request = InviteRequest {
            name: self.name,
            role: self.role.into(),
            teams: self.teams,
            further_device: self.further_device,
        };
        let (code, done) = context.app.invite(&request)?;
        let (name, expires, code) = (done.value.name.as_str(), done.value.expires, code.expose());
        if self.json {
            let sent = done.unsent.is_none();
            output::show_json(&Invited { name, code, expires, sent })
                .map_err(|error| still_open(error, name))?;
        } else {
            let firm = context.app.firm()?;
            let place = firm.place;
            context.note(&format!(
                "Invite for '{name}', open until {}. Its code:",
                messages::day(expires)
            ));
            output::show(&grouped(code)).map_err(|error| still_open(error, name))?;
            context.note(&format!("{name} types: sixboard join --store '{place}'"));
            context.note("It asks for the code.");
            if firm.shared_sign_in {
                context.note("They need the sign-in to the firm's folder as well, this one time.");
            }
            context.note(&format!("Then you: sixboard approve '{name}'"));
        }
        say_unsent(context, &done);
        Ok(())
    }
}

fn close(context: &Context, name: &str) -> Result<(), Failure> {
    context.app.close_invite(name)?;
    let closed = name.trim();
    if context.json {
        return Ok(output::print_json(&Closed { closed })?);
    }
    Ok(output::print(&format!("Closed the invite of '{closed}'."))?)
}

/// The code cannot be had again, and the invite is there.
fn still_open(error: Error, name: &str) -> Failure {
    Failure::with_next(error, messages::text("cli-invite-not-shown", [("name", name)]))
}

/// In groups that can be read out.
fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

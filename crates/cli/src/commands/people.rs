//! `sixboard people`: who is in the firm, appointing and removing somebody.

use app::firm::Leaver;
use app::firm::views::{Done, LeaverView, RoleView};
use app::messages;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::done::{Sent, ToReplace, print_to_replace, say_unsent};
use super::firm::count;
use super::listed;
use super::role::Appointment;
use crate::context::Context;
use crate::failure::Failure;
use crate::{input, output, table};

/// List the people of the firm, appoint somebody, or remove somebody from it
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  sixboard people
  sixboard people appoint 'Carol Diaz' --role deputy
  sixboard people remove 'Carol Diaz'")]
pub(crate) struct People {
    #[command(subcommand)]
    act: Option<Act>,

    /// Print it as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
enum Act {
    Appoint(Appoint),
    Remove(Remove),
}

/// Make somebody a deputy or an administrator
///
/// A deputy adds accounts, and shares those of their own teams. An administrator sees and does
/// everything. Nobody can be made less again: they are removed and invited anew.
#[derive(Args)]
struct Appoint {
    /// Name of the person
    name: String,

    /// What the person will be
    #[arg(long, value_name = "ROLE")]
    role: Appointment,
}

/// Remove somebody from the firm, with all their devices
///
/// They get nothing new, and their devices forget what they had. A key that they could see may
/// still be known to them: the accounts that are listed need a new key from the service. (To remove
/// an account of the vault: `sixboard remove`.)
#[derive(Args)]
struct Remove {
    /// Name of the person
    name: String,

    /// Why; everybody in the firm can read it
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize)]
struct Removed<'a> {
    removed: &'a LeaverView,
    #[serde(flatten)]
    to_replace: ToReplace<'a>,
}

impl People {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in no firm, or removing is not for this person to do.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        match self.act {
            None => self.list(context),
            Some(Act::Appoint(appoint)) => appoint.run(context),
            Some(Act::Remove(remove)) => {
                let leaver = Leaver::Person(remove.name);
                self::remove(context, &leaver, &remove.reason, remove.yes)
            }
        }
    }

    fn list(&self, context: &Context) -> Result<(), Failure> {
        let people = context.app.people()?;
        if self.json {
            return Ok(output::print_json(&people)?);
        }
        let rows: Vec<[String; 4]> = people
            .into_iter()
            .map(|one| {
                let role = match (one.left_at, one.role) {
                    (Some(at), _) => format!("left {}", messages::day(at)),
                    (None, Some(role)) => role.to_string(),
                    (None, None) => "no device".to_owned(),
                };
                let devices = count(one.devices, "device", "devices");
                [one.name, role, devices, listed(&one.teams)]
            })
            .collect();
        Ok(table::print(&rows)?)
    }
}

impl Appoint {
    fn run(self, context: &Context) -> Result<(), Failure> {
        let Appointment(role) = self.role;
        let role = RoleView::from(role);
        let done = context.app.appoint(&self.name, role)?;
        if context.json {
            output::print_json(&Sent::from(&done))?;
        } else {
            output::print(&format!("'{}' is {role} now.", self.name))?;
        }
        say_unsent(context, &done);
        Ok(())
    }
}

/// Shows what a removal means, asks, and does it.
pub(super) fn remove(
    context: &Context,
    leaver: &Leaver,
    reason: &str,
    yes: bool,
) -> Result<(), Failure> {
    let view = context.app.preview_removal(leaver)?;
    if !context.json {
        tell(context, &view);
    }
    let question = match leaver {
        Leaver::Person(_) => format!("Remove '{}' from the firm?", view.name),
        Leaver::Device(_) => {
            format!("Take {} of '{}' out of use?", listed(&view.devices), view.name)
        }
    };
    input::need_yes(yes, &question)?;
    let done = context.app.remove_leaver(leaver, reason)?;
    report(context, leaver, &view, &done)?;
    say_unsent(context, &done);
    Ok(())
}

fn tell(context: &Context, view: &LeaverView) {
    context.note(&format!("Devices that stop: {}", listed(&view.devices)));
    if !view.teams.is_empty() {
        context.note(&format!("Teams: {}", listed(&view.teams)));
    }
    context.note(&format!("Accounts that will need a new key: {}", listed(&view.accounts)));
    if !view.let_in.is_empty() {
        context.note(&format!("Let in by them lately, and staying: {}", listed(&view.let_in)));
    }
}

fn report(
    context: &Context,
    leaver: &Leaver,
    view: &LeaverView,
    done: &Done<Vec<String>>,
) -> Result<(), Failure> {
    if context.json {
        return Ok(output::print_json(&Removed { removed: view, to_replace: done.into() })?);
    }
    output::print(&match leaver {
        Leaver::Person(_) => format!("Removed '{}' from the firm.", view.name),
        Leaver::Device(_) => format!("{} of '{}' is out of use.", listed(&view.devices), view.name),
    })?;
    if !done.value.is_empty() {
        context.note("Removing our copy is not enough. At the service, replace the key of:");
    }
    print_to_replace(&done.value)?;
    if context.app.firm()?.shared_sign_in {
        context.note(
            "They know the sign-in to the firm's folder. Change it at the server, then type: sixboard firm sign-in --for-all",
        );
    }
    Ok(())
}

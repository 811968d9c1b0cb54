//! `sixboard team`.

use app::firm::views::Done;
use clap::{Args, Subcommand};

use super::done::{Sent, ToReplace, print_to_replace, say_unsent};
use super::listed;
use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table};

/// Make teams, put people into them and take them out
///
/// A team holds accounts: who is in it has their codes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard team create Tax
  sixboard team add Tax 'Bob Reed' 'Carol Diaz'
  sixboard team move 'Carol Diaz' --from Tax --to Payroll
  sixboard team list")]
pub(crate) struct Team {
    #[command(subcommand)]
    act: Act,

    /// Print it as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Act {
    /// Make a team, with nobody in it
    Create {
        /// Name of the team
        name: String,
    },
    /// Put people into a team
    Add {
        /// Name of the team
        team: String,
        /// Names of the people
        #[arg(required = true, value_name = "PERSON")]
        people: Vec<String>,
    },
    /// Take people out of a team; the keys that they could see are to be replaced
    Remove {
        /// Name of the team
        team: String,
        /// Names of the people
        #[arg(required = true, value_name = "PERSON")]
        people: Vec<String>,
    },
    /// Take a person out of one team and put them into another
    Move {
        /// Name of the person
        person: String,
        /// Team to leave
        #[arg(long, value_name = "TEAM")]
        from: String,
        /// Team to come into
        #[arg(long, value_name = "TEAM")]
        to: String,
    },
    /// List the teams, who is in them, and what they have
    List,
}

impl Team {
    /// Whether `--json` was given.
    pub(crate) fn json(&self) -> bool {
        self.json
    }

    /// Runs it.
    ///
    /// # Errors
    /// When there is no such team or person, or it is not for this person to do.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        match &self.act {
            Act::Create { name } => {
                let done = context.app.create_team(name)?;
                self.report(context, &format!("Made the team '{}'.", done.value), &done)
            }
            Act::Add { team, people } => {
                let done = context.app.add_to_team(team, people)?;
                self.report(context, &format!("In '{team}' now: {}.", listed(people)), &done)
            }
            Act::Remove { team, people } => {
                let done = context.app.remove_from_team(team, people)?;
                let words = format!("Out of '{team}' now: {}.", listed(people));
                self.report(context, &words, &done)?;
                context.note("Keys that are to be replaced are in: sixboard firm status");
                Ok(())
            }
            Act::Move { person, from, to } => {
                let done = context.app.move_to_team(person, from, to)?;
                if self.json {
                    output::print_json(&ToReplace::from(&done))?;
                } else {
                    output::print(&format!("'{person}' is out of '{from}' and in '{to}' now."))?;
                    print_to_replace(&done.value)?;
                }
                say_unsent(context, &done);
                Ok(())
            }
            Act::List => self.list(context),
        }
    }

    fn report<T>(&self, context: &Context, words: &str, done: &Done<T>) -> Result<(), Failure> {
        if self.json {
            output::print_json(&Sent::from(done))?;
        } else {
            output::print(words)?;
        }
        say_unsent(context, done);
        Ok(())
    }

    fn list(&self, context: &Context) -> Result<(), Failure> {
        let teams = context.app.teams()?;
        if self.json {
            return Ok(output::print_json(&teams)?);
        }
        if teams.is_empty() {
            return Ok(output::print("No teams yet.")?);
        }
        let rows: Vec<[String; 3]> = teams
            .into_iter()
            .map(|team| [team.name, listed(&team.people), listed(&team.accounts)])
            .collect();
        Ok(table::print(&rows)?)
    }
}

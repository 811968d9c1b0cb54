//! `sixboard leaver`: somebody leaves, moves, is away or is cut off; a device is lost.

mod status;
pub(super) mod words;

use app::firm::views::{DepartureKindView, DepartureView, Done, LeaverView};
use app::firm::{AnswerRequest, Leaver as Who, LeavingRequest};
use clap::{Args, Subcommand};
use serde::Serialize;

use self::status::{Status, title};
use self::words::{ChoiceArg, KindArg, QuestionArg, RouteArg};
use super::done::say_unsent;
use super::listed;
use crate::context::Context;
use crate::failure::Failure;
use crate::when::{self, LastDay};
use crate::{input, output};

/// Somebody leaves: see every key that they could have, and what is left to do
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard leaver start 'Sam Ode' --last-day 2027-03-31
  sixboard leaver start 'Sam Ode' --kind cut-off --yes
  sixboard leaver status 'Sam Ode'
  sixboard leaver answer 'Sam Ode' knew-passwords yes
  sixboard leaver answer 'Sam Ode' assigned yes --account 'Xero – Payroll' --person 'Bob Reed'
  sixboard leaver sign-off 'Sam Ode'")]
pub(crate) struct Leaver {
    #[command(subcommand)]
    act: Act,

    /// Print it as JSON: {"departure","sent"}, and of status the departure, or a list of them
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
enum Act {
    Start(Start),
    Status(Status),
    Answer(Answer),
    Remove(Remove),
    SignOff(SignOff),
}

/// Begin it
///
/// Who is cut off, or leaves now, is removed at once, and a lost device is taken out of use. Who
/// moves is put into the teams that are named, and taken out of all others. Who is away has the keys
/// put away. The keys that must be replaced are derived: the list can be answered, and not edited.
#[derive(Args)]
struct Start {
    /// Name of the person, or of the lost device
    name: String,

    /// What it is
    #[arg(long, value_name = "KIND", default_value = "leaving")]
    kind: KindArg,

    /// The last day, as 2027-03-31, or now
    #[arg(long, value_name = "DAY", default_value = "now", value_parser = when::last_day)]
    last_day: LastDay,

    /// Team to be in from now on, for who changes role; may be given several times
    #[arg(long = "team", value_name = "TEAM")]
    teams: Vec<String>,

    /// Why, in words; administrators and auditors can read it
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Answer what is asked; the last answer holds
#[derive(Args)]
struct Answer {
    /// Name of the person, or of the lost device
    name: String,

    /// What is answered
    question: QuestionArg,

    /// The answer
    choice: ChoiceArg,

    /// Label or ID of the account that it is about
    #[arg(long, value_name = "LABEL|ID")]
    account: Option<String>,

    /// Who is to do it
    #[arg(long, value_name = "NAME")]
    person: Option<String>,

    /// By when, as 2027-03-31
    #[arg(long, value_name = "DAY", value_parser = when::end_of_day)]
    due: Option<u64>,

    /// In words; for an exception the reason, which is printed on the certificate
    #[arg(long, value_name = "TEXT", default_value = "")]
    text: String,

    /// With anything-else: how they have it
    #[arg(long, value_name = "ROUTE")]
    route: Option<RouteArg>,

    /// With anything-else: which key of the account, by its number; the newest one they had if
    /// not said
    #[arg(long, value_name = "N", requires = "account")]
    key: Option<u32>,
}

/// Remove them from the firm: the last day has come
#[derive(Args)]
struct Remove {
    /// Name of the person, or of the lost device
    name: String,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Sign off that all is done, as a second administrator
#[derive(Args)]
struct SignOff {
    /// Name of the person, or of the lost device
    name: String,

    /// In words, for administrators and auditors
    #[arg(long, value_name = "TEXT", default_value = "")]
    text: String,
}

#[derive(Serialize)]
struct Changed<'a> {
    departure: &'a DepartureView,
    sent: bool,
}

impl Leaver {
    /// Runs it.
    ///
    /// # Errors
    /// When the vault is in no firm, nobody of that name leaves, or it is not for this person to do.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        match self.act {
            Act::Start(start) => start.run(context),
            Act::Status(status) => status.run(context),
            Act::Answer(answer) => answer.run(context),
            Act::Remove(remove) => remove.run(context),
            Act::SignOff(sign_off) => sign_off.run(context),
        }
    }
}

impl Start {
    fn run(self, context: &Context) -> Result<(), Failure> {
        let kind = DepartureKindView::from(self.kind);
        let who = match kind {
            DepartureKindView::LostDevice => Who::Device(self.name),
            _ => Who::Person(self.name),
        };
        let LastDay(last_day) = self.last_day;
        let goes_now = match kind {
            DepartureKindView::Leaving => last_day.is_none_or(|at| at <= context.app.now()),
            DepartureKindView::CutOff | DepartureKindView::LostDevice => true,
            DepartureKindView::Moving | DepartureKindView::Away => false,
        };
        if goes_now {
            ask(context, &who, self.yes)?;
        }
        let request = LeavingRequest { who, kind, last_day, note: self.note, teams: self.teams };
        report(context, &context.app.start_leaving(&request)?)
    }
}

/// Shows what going now means, and asks. Somebody who was removed already has nothing to lose.
fn ask(context: &Context, who: &Who, yes: bool) -> Result<(), Failure> {
    let view = match context.app.preview_removal(who) {
        Err(error) if ["firm.no-person", "firm.no-device"].contains(&error.code()) => return Ok(()),
        view => view?,
    };
    ask_of(context, &view, matches!(who, Who::Device(_)), yes)
}

fn ask_of(context: &Context, view: &LeaverView, device: bool, yes: bool) -> Result<(), Failure> {
    if !yes {
        context.note(&format!("Devices that stop now: {}", listed(&view.devices)));
        context.note(&format!("Accounts that will need a new key: {}", listed(&view.accounts)));
    }
    let question = if device {
        format!("Take {} of '{}' out of use now?", listed(&view.devices), view.name)
    } else {
        format!("Remove '{}' from the firm now?", view.name)
    };
    input::need_yes(yes, &question)
}

impl Remove {
    fn run(self, context: &Context) -> Result<(), Failure> {
        let view = context.app.departure(&self.name)?;
        if let Some(preview) = context.app.preview_departing(&view.id)? {
            ask_of(context, &preview, view.device.is_some(), self.yes)?;
        }
        report(context, &context.app.remove_departing(&view.id)?)
    }
}

impl Answer {
    fn run(self, context: &Context) -> Result<(), Failure> {
        let request = AnswerRequest {
            question: self.question.into(),
            account: self.account,
            choice: self.choice.into(),
            person: self.person,
            due: self.due,
            text: self.text,
            route: self.route.map(Into::into),
            key: self.key,
        };
        let done = context.app.answer_leaving(&self.name, &request)?;
        if context.json {
            return report(context, &done);
        }
        output::print("Answered.")?;
        say_unsent(context, &done);
        Ok(())
    }
}

impl SignOff {
    fn run(self, context: &Context) -> Result<(), Failure> {
        let done = context.app.sign_off(&self.name, &self.text)?;
        if context.json {
            return report(context, &done);
        }
        output::print(&format!("Signed off for '{}'.", title(&done.value)))?;
        say_unsent(context, &done);
        Ok(())
    }
}

fn report(context: &Context, done: &Done<DepartureView>) -> Result<(), Failure> {
    if context.json {
        let changed = Changed { departure: &done.value, sent: done.unsent.is_none() };
        output::print_json(&changed)?;
    } else {
        status::print(context, &done.value)?;
    }
    say_unsent(context, done);
    Ok(())
}

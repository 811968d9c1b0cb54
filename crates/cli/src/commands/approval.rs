//! `sixboard approval`: a second administrator agrees that a key is given.

use app::firm::GiveRequest;
use app::firm::views::{ApprovalView, Done};
use app::messages;
use clap::{Args, Subcommand};
use serde::Serialize;

use super::done::say_unsent;
use super::leaver::words::{self, RouteArg};
use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table};

/// Ask a second administrator to approve that a key is given, or answer another's request
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard approval ask 'Xero – Payroll' --to 'Ann Cole' --route phone
  sixboard approval list
  sixboard approval grant ID")]
pub(crate) struct Approval {
    #[command(subcommand)]
    act: Act,

    /// Print [{"id","label","person","route","reason","granted",..}], or {"request","sent"}, as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
enum Act {
    Ask(Ask),
    /// List all requests, those that wait first
    List,
    /// Approve another's request
    Grant(Which),
    /// Refuse another's request
    Refuse(Which),
}

/// Ask
#[derive(Args)]
struct Ask {
    /// Label or ID of the account of the firm
    #[arg(value_name = "LABEL|ID")]
    name: String,

    /// To whom the key is to be given
    #[arg(long, value_name = "NAME")]
    to: String,

    /// How
    #[arg(long, value_name = "ROUTE")]
    route: RouteArg,

    /// Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    reason: String,
}

#[derive(Args)]
struct Which {
    /// ID of the request
    id: String,
}

#[derive(Serialize)]
struct RequestLine<'a> {
    request: &'a ApprovalView,
    sent: bool,
}

impl Approval {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, person or request, or it is not for this person to answer.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        context.open()?;
        let (done, said) = match self.act {
            Act::List => return list(context),
            Act::Ask(ask) => (ask.run(context)?, "Asked."),
            Act::Grant(which) => (context.app.answer_approval(&which.id, true)?, "Approved."),
            Act::Refuse(which) => (context.app.answer_approval(&which.id, false)?, "Refused."),
        };
        let request = &done.value;
        if self.json {
            output::print_json(&RequestLine { request, sent: done.unsent.is_none() })?;
        } else {
            output::print(said)?;
            if request.granted.is_none() {
                context.note("Another administrator types:");
                context.note(&format!("sixboard approval grant {}", request.id));
            }
        }
        say_unsent(context, &done);
        Ok(())
    }
}

impl Ask {
    fn run(self, context: &Context) -> Result<Done<ApprovalView>, Failure> {
        Ok(context.app.ask_approval(&GiveRequest {
            account: self.name,
            person: self.to,
            route: self.route.into(),
            due: None,
            reason: self.reason,
            request: None,
        })?)
    }
}

fn list(context: &Context) -> Result<(), Failure> {
    let views = context.app.approvals()?;
    if context.json {
        return Ok(output::print_json(&views)?);
    }
    if views.is_empty() {
        return Ok(output::print("Nobody has asked.")?);
    }
    let rows: Vec<[String; 5]> = views
        .iter()
        .map(|one| {
            let what = format!("{} to {}, {}", one.label, one.person, words::way(one.route, ""));
            let by = format!("{} by {}", messages::day(one.at), one.by);
            [what, by, one.reason.clone(), standing(one), one.id.clone()]
        })
        .collect();
    Ok(table::print(&rows)?)
}

fn standing(one: &ApprovalView) -> String {
    let by = one.answered_by.as_deref().unwrap_or_default();
    match one.granted {
        None => "waits".to_owned(),
        Some(true) if one.used => format!("approved by {by}, done"),
        Some(true) => format!("approved by {by}"),
        Some(false) => format!("refused by {by}"),
    }
}

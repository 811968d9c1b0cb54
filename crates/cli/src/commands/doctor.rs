//! `sixboard doctor`.

use app::messages::{self, Words};
use app::view::{CheckState, CheckView, ErrorKind};
use clap::Args;
use serde::Serialize;

use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table};

/// Test keyring, clock, folder and accounts, and say in plain words how they are
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard doctor
  sixboard doctor --json")]
pub(crate) struct Doctor {
    /// Print [{"id","name","state","what","next"}] as JSON; state is ok, unknown, warn or bad
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Check {
    id: String,
    name: String,
    state: CheckState,
    what: String,
    next: Option<String>,
}

impl Doctor {
    /// Runs it.
    ///
    /// # Errors
    /// When something does not work.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let views = context.app.doctor();
        let bad = views.iter().find(|view| view.state == CheckState::Bad);
        let kind = bad.map(|view| view.problem.as_ref().map_or(ErrorKind::User, |p| p.kind));
        let checks: Vec<Check> = views.into_iter().map(check).collect();
        if self.json {
            output::print_json(&checks)?;
        } else {
            print(&checks)?;
        }
        kind.map_or(Ok(()), |kind| Err(Failure::Told(kind)))
    }
}

fn check(view: CheckView) -> Check {
    let name = messages::text(&view.id, []).unwrap_or_default();
    let id = view.id.strip_prefix("check-").unwrap_or(&view.id).to_owned();
    let (what, next) = match &view.problem {
        Some(problem) => {
            let Words { what, next } = messages::of_view(problem);
            (what, Some(next))
        }
        None => {
            let words = view.args.get("words").map(String::as_str).unwrap_or_default();
            let args = view.args.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            (messages::text(words, args).unwrap_or_default(), None)
        }
    };
    Check { id, name, state: view.state, what, next }
}

fn print(checks: &[Check]) -> Result<(), Failure> {
    let rows: Vec<[String; 3]> = checks
        .iter()
        .map(|check| {
            let what = match &check.next {
                Some(next) => format!("{} {next}", check.what),
                None => check.what.clone(),
            };
            [check.name.clone(), state(check.state).to_owned(), what]
        })
        .collect();
    Ok(table::print(&rows)?)
}

fn state(state: CheckState) -> &'static str {
    match state {
        CheckState::Ok => "ok",
        CheckState::Unknown => "?",
        CheckState::Warn => "check",
        CheckState::Bad => "BAD",
    }
}

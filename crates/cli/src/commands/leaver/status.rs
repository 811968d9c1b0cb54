//! What is said of somebody's leaving.

use app::firm::views::{
    AnswerView, DepartureAccountView, DepartureKindView, DepartureView, QuestionView,
};
use app::messages;
use clap::Args;

use super::words;
use crate::commands::listed;
use crate::context::Context;
use crate::failure::Failure;
use crate::{output, table, when};

/// List who leaves; or say of one what they had and what is left to do
#[derive(Args)]
pub(super) struct Status {
    /// Name of the person, or of the lost device
    name: Option<String>,
}

impl Status {
    /// Runs it.
    ///
    /// # Errors
    /// When nobody of that name leaves.
    pub(super) fn run(self, context: &Context) -> Result<(), Failure> {
        let Some(name) = &self.name else { return list(context) };
        let view = context.app.departure(name)?;
        if context.json {
            return Ok(output::print_json(&view)?);
        }
        print(context, &view)
    }
}

fn list(context: &Context) -> Result<(), Failure> {
    let views = context.app.departures()?;
    if context.json {
        return Ok(output::print_json(&views)?);
    }
    if views.is_empty() {
        return Ok(output::print("Nobody is leaving.")?);
    }
    let now = context.app.now();
    let rows: Vec<[String; 4]> = views
        .iter()
        .map(|view| {
            let last = view.signed_off_at.map_or_else(
                || left(view),
                |at| {
                    format!(
                        "signed off {} by {}",
                        messages::day(at),
                        view.signed_off_by.as_deref().unwrap_or_default()
                    )
                },
            );
            [title(view), words::kind(view.kind).to_owned(), clock(view, now), last]
        })
        .collect();
    Ok(table::print(&rows)?)
}

/// Prints all of it.
///
/// # Errors
/// When standard output does not take it.
pub(super) fn print(context: &Context, view: &DepartureView) -> Result<(), Failure> {
    output::print(&format!(
        "{}: {}, begun {} by {}.",
        title(view),
        words::kind(view.kind),
        messages::moment(view.begun_at),
        view.begun_by
    ))?;
    if !view.note.is_empty() {
        output::print(&view.note)?;
    }
    output::print(&standing(view))?;
    output::print(&format!("{}.", clock(view, context.app.now())))?;
    if view.open_until.is_none() {
        output::print(&format!(
            "A key that {} has seen keeps making codes until you replace it at the service. Removing our copy is not enough.",
            view.name
        ))?;
    }
    let rows: Vec<[String; 4]> = view.accounts.iter().map(account).collect();
    table::print(&rows)?;
    print_answers(&view.answers)?;
    print_left(view)
}

fn print_answers(answers: &[AnswerView]) -> Result<(), Failure> {
    // Who replaces which key stands beside the account.
    let shown = answers.iter().filter(|one| one.question != QuestionView::Assigned);
    let rows: Vec<[String; 3]> = shown
        .map(|one| {
            let about = one.account.as_ref().map(|label| format!(" ({label})")).unwrap_or_default();
            let question = format!("{}{about}", words::question(one.question));
            [question, words::choice(one.choice).to_owned(), one.text.clone()]
        })
        .collect();
    Ok(table::print(&rows)?)
}

fn print_left(view: &DepartureView) -> Result<(), Failure> {
    if let (Some(at), Some(by)) = (view.signed_off_at, &view.signed_off_by) {
        return Ok(output::print(&format!("Signed off {} by {by}.", messages::moment(at)))?);
    }
    for word in &view.left {
        let text = messages::text(word, []).unwrap_or_default();
        output::print(&format!("To do: {text}{}", how(word, view)))?;
    }
    if view.left.is_empty() {
        output::print("All is done. A second administrator signs it off:")?;
        output::print(&format!("sixboard leaver sign-off '{}'", title(view)))?;
    }
    Ok(())
}

/// The command that does what is left.
fn how(left: &str, view: &DepartureView) -> String {
    let name = title(view);
    match left {
        "left-remove" => format!(": sixboard leaver remove '{name}'"),
        "left-keys" => ": sixboard replace LABEL".to_owned(),
        "left-rivals" => ": sixboard confirm LABEL --keys".to_owned(),
        "left-confirm" => ": sixboard confirm LABEL --accepted".to_owned(),
        "left-passwords" => ": sixboard replace LABEL --password-changed yes".to_owned(),
        "left-questions" => {
            format!(": sixboard leaver answer '{name}' QUESTION ({})", listed(&unanswered(view)))
        }
        "left-away" => format!(": sixboard leaver answer '{name}' returned yes"),
        _ => String::new(),
    }
}

/// The questions that must be answered and are not, as they are typed.
fn unanswered(view: &DepartureView) -> Vec<String> {
    let asked = [
        (QuestionView::AnythingElse, "anything-else"),
        (QuestionView::KnewPasswords, "knew-passwords"),
        (QuestionView::ServiceAdministrator, "service-administrator"),
        (QuestionView::PhoneNumber, "phone-number"),
        (QuestionView::FirmPhone, "firm-phone"),
        (QuestionView::OwnSignIns, "own-sign-ins"),
        (QuestionView::Told, "told"),
    ];
    let is_answered =
        |question| view.answers.iter().any(|one| one.question == question && one.account.is_none());
    let open = asked.into_iter().filter(|(question, _)| !is_answered(*question));
    open.map(|(_, word)| word.to_owned()).collect()
}

/// An account, how far it is, how they had it, and who does what by when.
fn account(one: &DepartureAccountView) -> [String; 4] {
    let mut ways: Vec<String> = one
        .ways
        .iter()
        .map(|way| format!("{} (key {})", words::way(way.route, &way.detail), way.version))
        .collect();
    ways.dedup();
    let ways = ways.join("; ");
    let mut more = Vec::new();
    if let Some(reason) = &one.exception {
        more.push(reason.clone());
    }
    if let Some(person) = &one.assigned {
        let by = one.due.map(|at| format!(" by {}", messages::day(at))).unwrap_or_default();
        more.push(format!("for {person}{by}"));
    }
    if let (Some(by), Some(at)) = (&one.replaced_by, one.replaced_at) {
        more.push(format!("key {} by {by}, {}", one.version, messages::moment(at)));
    }
    if one.replaced_at.is_some() && !one.lack.is_empty() {
        more.push(format!("not yet on {}", listed(&one.lack)));
    }
    if let Some(answer) = one.password {
        more.push(format!("password changed: {}", words::step(answer)));
    }
    if let Some(answer) = one.old_method {
        more.push(format!("old method removed: {}", words::step(answer)));
    }
    [one.label.clone(), words::state(one.state).to_owned(), ways, more.join("; ")]
}

/// Who, or what, it is about.
pub(super) fn title(view: &DepartureView) -> String {
    view.device.clone().unwrap_or_else(|| view.name.clone())
}

/// Whether they are out of the firm.
fn standing(view: &DepartureView) -> String {
    let out = view.removed_at.map(messages::moment);
    match (out, view.kind, view.last_day) {
        (Some(at), DepartureKindView::LostDevice, _) => format!("Out of use since {at}."),
        (Some(at), ..) => format!("Out of the firm since {at}."),
        (None, DepartureKindView::Away, _) if view.away => {
            "Away: the keys are put away on their devices.".to_owned()
        }
        (None, DepartureKindView::Leaving, Some(at)) => {
            format!("Still in the firm. Last day: {}.", messages::day(at))
        }
        (None, ..) => "Still in the firm.".to_owned(),
    }
}

/// "Open for 2 h 05 min": how long they could get in although they should not, or still can.
fn clock(view: &DepartureView, now: u64) -> String {
    match view.open_until {
        Some(until) => {
            format!("Closed after {}", when::hours(until.saturating_sub(view.open_since)))
        }
        None if view.open_since > now => format!("Opens {}", messages::day(view.open_since)),
        None => format!("Open for {}", when::hours(now - view.open_since)),
    }
}

fn left(view: &DepartureView) -> String {
    match view.left.len() {
        0 => "to be signed off".to_owned(),
        1 => "1 thing left to do".to_owned(),
        count => format!("{count} things left to do"),
    }
}

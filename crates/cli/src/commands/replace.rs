//! `sixboard replace`: a new key from the service, step by step.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use app::firm::views::{StepAnswerView, StepView};
use app::view::AddRequest;
use app::{CodeAt, CodeNow, Error, Kind};
use clap::Args;
use serde::Serialize;

use super::add;
use super::leaver::words::{self, StepAnswerArg};
use super::source::{KeySource, Params};
use crate::context::{Context, Named};
use crate::failure::Failure;
use crate::output;

/// A code that is to be typed at the service lasts at least as long, in seconds.
const TIME_TO_TYPE: u64 = 15;

/// Replace the key of an account with a new one from the service, step by step
///
/// Without a key it says where to get one; a colleague sees that you are at it. With the new key it
/// prints a code to type at the service. The old key is kept until `sixboard confirm`. Of an account
/// of the firm the new key goes to everybody who has it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard replace 'Xero – Payroll'                    begin: where to go
  sixboard replace 'Xero – Payroll' --qr code.png
  sixboard replace 'Xero – Payroll' --key -            asks for the key, or reads it from a pipe
  sixboard confirm 'Xero – Payroll' --accepted
  sixboard replace 'Xero – Payroll' --password-changed yes --old-method-removed yes")]
pub(crate) struct Replace {
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    #[command(flatten)]
    new_key: NewKey,

    /// Which account to take where a picture or transfer code holds several, from 1
    #[arg(long, value_name = "N")]
    pick: Option<usize>,

    /// Say of an account of the firm whether the password was changed too
    #[arg(long, value_name = "ANSWER")]
    password_changed: Option<StepAnswerArg>,

    /// Say whether the method with the old key was removed at the service
    #[arg(long, value_name = "ANSWER")]
    old_method_removed: Option<StepAnswerArg>,

    #[command(flatten)]
    params: Params,

    /// Print {"label","key","code","valid_until","sent"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
#[group(multiple = false)]
struct NewKey {
    /// Set-up code (otpauth://... or otpauth-migration://...); - for standard input
    #[arg(long)]
    uri: Option<String>,

    /// Secret key as the service shows it, in letters and numbers; - for standard input
    #[arg(long)]
    key: Option<String>,

    /// Picture file with the QR code, PNG or JPEG
    #[arg(long, value_name = "FILE")]
    qr: Option<PathBuf>,
}

/// What came of it. The code is null where no new key was given, and where a counter makes it.
#[derive(Serialize)]
struct Replaced<'a> {
    label: &'a str,
    key: bool,
    code: Option<&'a str>,
    valid_until: Option<u64>,
    sent: bool,
}

impl Replace {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, the key replaces nothing, or it is not for this person to do.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let NewKey { uri, key, qr } = self.new_key;
        let source = KeySource { uri, key, qr };
        let steps = [
            (StepView::PasswordChanged, self.password_changed.map(StepAnswerView::from)),
            (StepView::OldMethodRemoved, self.old_method_removed.map(StepAnswerView::from)),
        ];
        let said: Vec<_> =
            steps.into_iter().filter_map(|(step, answer)| Some((step, answer?))).collect();
        let new = if source.is_named() {
            Some(source.read(context, self.pick, &self.params)?.0)
        } else {
            None
        };
        context.open()?;
        let account = context.whole(&self.name)?;
        if !account.of_firm && (!said.is_empty() || new.is_none()) {
            return Err(Failure::Usage(Error::new("cli.new-key-needed")));
        }
        if account.of_firm && (new.is_some() || said.is_empty()) {
            context.app.set_step(&account.label, StepView::Begun, StepAnswerView::Yes)?;
        }
        let is_new = new.is_some();
        let code = new.map(|new| capture(context, &account, new)).transpose()?.flatten();
        for (step, answer) in &said {
            context.app.set_step(&account.label, *step, *answer)?;
        }
        report(context, &account, (is_new, code.as_ref()), &said)
    }
}

/// Takes the new key, and gives its code; none where a counter makes it, which asking would use up.
fn capture(
    context: &Context,
    account: &Named,
    new: app::inspect::Account,
) -> Result<Option<CodeNow>, Failure> {
    let has_counter = matches!(new.params.kind, Kind::Hotp { .. });
    let request = AddRequest {
        draft: String::new(),
        index: 0,
        label: account.label.clone(),
        user_id_hint: None,
        note: None,
        service: None,
        replace: true,
    };
    add::must_be_taken(&context.app.add(new, &request)?)?;
    if has_counter { Ok(None) } else { to_type(context, &account.id).map(Some) }
}

/// The code to type at the service: the next one, when this one is nearly over.
fn to_type(context: &Context, id: &str) -> Result<CodeNow, Failure> {
    let shown = context.app.code(id, CodeAt::Now)?;
    let lasts = shown.code.valid_until - shown.code.valid_from;
    let left = shown.code.valid_until.saturating_sub(context.app.now());
    if left >= TIME_TO_TYPE || lasts <= TIME_TO_TYPE {
        return Ok(shown);
    }
    context.note(&format!("This code is nearly over. The next one comes in {left} seconds."));
    thread::sleep(Duration::from_secs(left));
    Ok(context.app.code(id, CodeAt::Now)?)
}

fn report(
    context: &Context,
    account: &Named,
    (is_new, code): (bool, Option<&CodeNow>),
    said: &[(StepView, StepAnswerView)],
) -> Result<(), Failure> {
    let label = account.label.as_str();
    let sent = !account.of_firm || context.app.firm()?.unsent == 0;
    if context.json {
        return Ok(output::print_json(&Replaced {
            label,
            key: is_new,
            code: code.map(|shown| shown.code.text.expose()),
            valid_until: code.map(|shown| shown.code.valid_until),
            sent,
        })?);
    }
    match (is_new, code) {
        (true, code) => tell_next(context, label, code)?,
        (false, _) if said.is_empty() => tell_where(context, account),
        (false, _) => {}
    }
    for (step, answer) in said {
        let what = match step {
            StepView::PasswordChanged => "Password changed",
            _ => "Old method removed",
        };
        output::print(&format!("'{label}': {what}: {}.", words::step(*answer)))?;
    }
    if is_new {
        add::remind_of_backup(context);
    }
    if !sent {
        context.note(
            "Done here. It is not in the firm's folder yet, and goes there with the next sync.",
        );
    }
    Ok(())
}

/// Where to get the new key.
fn tell_where(context: &Context, account: &Named) {
    let label = account.label.as_str();
    context.note("Your colleagues see that you are at it.");
    if let Ok(page) = context.app.sign_in_page(&account.id) {
        context.note(&format!("Sign in at {page}"));
    }
    context.note("Have a new authenticator app set up there. Then:");
    context.note(&format!("sixboard replace '{label}' --qr PICTURE (or --key -, or --uri -)"));
}

fn tell_next(context: &Context, label: &str, code: Option<&CodeNow>) -> Result<(), Failure> {
    output::print(&format!("Replaced the key of '{label}'."))?;
    if let Some(shown) = code {
        let left = shown.code.valid_until.saturating_sub(context.app.now());
        context.note(&format!("Type this code at the service within {left} seconds:"));
        output::print(shown.code.text.expose())?;
    }
    context.note("The old key is kept. Say how it went:");
    context.note(&format!("sixboard confirm '{label}' --accepted (or --refused)"));
    Ok(())
}

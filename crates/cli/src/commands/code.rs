//! `sixboard code`: one code. The command that has to be quick: it reads one account and no list.

use std::io::{self, IsTerminal};

use app::messages::day;
use app::{CodeAt, CodeNow};
use clap::Args;
use secret::SecretText;
use serde::Serialize;

use super::counter_of;
use crate::clipboard::Keeper;
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Print the code of one account
///
/// The label may be shortened to any part that only one account has. A counter code (hotp) is used
/// up by asking for it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard code 'HMRC online services – VAT – Leeds'
  sixboard code leeds --copy
  sixboard code leeds --json")]
pub(crate) struct Code {
    /// Label or ID of the account
    #[arg(value_name = "LABEL|ID")]
    name: String,

    /// The code at this Unix time, in seconds
    #[arg(long, value_name = "UNIX")]
    at: Option<u64>,

    /// The code after it
    #[arg(long)]
    next: bool,

    /// Copy it instead of printing it; it is cleared from the clipboard at its time
    #[arg(long)]
    copy: bool,

    /// Print {"id","label","code","valid_from","valid_until","next"} as JSON, with --copy also
    /// "copied_lately"
    #[arg(long)]
    pub(crate) json: bool,
}

/// The times are null for counter codes, which no clock ends.
#[derive(Serialize)]
struct Shown<'a> {
    id: String,
    label: &'a str,
    code: &'a str,
    valid_from: Option<u64>,
    valid_until: Option<u64>,
    next: Option<&'a str>,
    /// With `--copy` alone: whether a code of this account was copied within the last minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    copied_lately: Option<bool>,
}

impl Code {
    /// Runs it.
    ///
    /// # Errors
    /// When there is no such account, its key cannot be read, or the clipboard refuses.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        // Before the code, because a counter code is used up by asking.
        let keeper = self.copy.then(Keeper::start).transpose()?;
        let shown = self.make(context)?;
        let copied_lately = self.copy && context.app.copied_lately(&shown);
        if copied_lately {
            warn_of_refusal(self.json, &shown);
        }
        if self.json {
            output::print_json(&view(&shown, self.copy.then_some(copied_lately)))?;
        }
        let text = self.text(&shown);
        match keeper {
            Some(keeper) => self.copy(context, keeper, &shown, text),
            None => {
                if !self.json {
                    self.say_whose(&shown);
                    output::print(text.expose())?;
                }
                context.app.mark_shown(&shown);
                Ok(())
            }
        }
    }

    /// Asks first and unlocks only if it must: a look at the vault's state would read more.
    fn make(&self, context: &Context) -> Result<CodeNow, Failure> {
        let at = match (self.at, self.next) {
            (Some(at), _) => CodeAt::Time(at),
            // A counter code has no next one to look at, and this form refuses it unused.
            (None, true) => CodeAt::Time(app::host::Clock::now(&app::host::SystemClock).as_secs()),
            (None, false) => CodeAt::Now,
        };
        match context.app.code(&self.name, at) {
            Err(error) if error.code() == "vault.locked" => {
                context.open()?;
                Ok(context.app.code(&self.name, at)?)
            }
            shown => Ok(shown?),
        }
    }

    fn text<'a>(&self, shown: &'a CodeNow) -> &'a SecretText {
        shown.next.as_ref().filter(|_| self.next).unwrap_or(&shown.code.text)
    }

    fn copy(
        &self,
        context: &Context,
        keeper: Keeper,
        shown: &CodeNow,
        text: &SecretText,
    ) -> Result<(), Failure> {
        let lasts = shown.code.valid_until.saturating_sub(shown.code.valid_from);
        let until = shown.code.valid_until.saturating_add(if self.next { lasts } else { 0 });
        let clear_at = context.app.clear_at(shown, until);
        keeper.copy(text, clear_at)?;
        // It is copied, whether or not that can be noted.
        let _ = context.app.mark_copied(shown);
        if !self.json {
            let now = app::host::Clock::now(&app::host::SystemClock).as_secs();
            let left = clear_at.saturating_sub(now);
            output::print(&format!("Copied the code of {}.", name_of(shown)))?;
            output::print(&format!("It is cleared from the clipboard in {left} seconds."))?;
        }
        Ok(())
    }

    /// Names the account where a person looks on, or where only a part of its label was given.
    fn say_whose(&self, shown: &CodeNow) {
        let given = self.name.trim();
        let whole = given.to_lowercase() == shown.account.label.as_str().to_lowercase()
            || given == shown.account.id.to_string();
        if !whole || io::stderr().is_terminal() {
            output::say(&name_of(shown));
        }
    }
}

fn name_of(shown: &CodeNow) -> String {
    let label = shown.account.label.as_str();
    match &shown.account.user_id_hint {
        Some(hint) => format!("'{label}' (..{hint})"),
        None => format!("'{label}'"),
    }
}

/// Who copies a second code within a minute was probably refused the first: says what to check.
fn warn_of_refusal(json: bool, shown: &CodeNow) {
    let (name, account) = (name_of(shown), &shown.account);
    let hint = account.user_id_hint.as_ref().map_or("none".to_owned(), |hint| format!("..{hint}"));
    let version = account.shown();
    let key = match version {
        _ if account.previous().is_some() => "pending",
        Some(version) if version.number > 1 => "replaced",
        _ => "first",
    };
    let args = [
        ("name", name.as_str()),
        ("hint", &hint),
        ("kind", if is_counter(shown) { "counter" } else { "timed" }),
        ("key", key),
        ("since", &day(version.map_or(0, |version| version.added_at))),
    ];
    output::warn(json, "copied-lately", &args);
}

fn is_counter(shown: &CodeNow) -> bool {
    let version = shown.account.shown();
    version.is_some_and(|version| counter_of(version.params.kind).is_some())
}

fn view(shown: &CodeNow, copied_lately: Option<bool>) -> Shown<'_> {
    let counter = is_counter(shown);
    let time = |time: u64| (!counter).then_some(time);
    Shown {
        id: shown.account.id.to_string(),
        label: shown.account.label.as_str(),
        code: shown.code.text.expose(),
        valid_from: time(shown.code.valid_from),
        valid_until: time(shown.code.valid_until),
        next: shown.next.as_ref().map(SecretText::expose),
        copied_lately,
    }
}

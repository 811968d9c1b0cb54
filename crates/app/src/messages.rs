//! The words for errors and self-tests: one English source for the window and the command line.

use std::sync::{LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use unic_langid::langid;

use crate::Error;
use crate::firm::views::AlarmView;
use crate::view::ErrorView;

/// The message file. The window reads the same text.
pub const SOURCE: &str = include_str!("../messages/en.ftl");

static BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let mut bundle = FluentBundle::new_concurrent(vec![langid!("en-GB")]);
    bundle.set_use_isolating(false);
    // A message that does not parse is missing, and the tests of the pairs say which.
    let resource = FluentResource::try_new(SOURCE.to_owned()).unwrap_or_else(|(parsed, _)| parsed);
    bundle.add_resource_overriding(resource);
    bundle
});

/// What a program's words are read in: its advice names what is there to press, or to type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// The window, which says so for its page by itself.
    Window,
    /// The command line.
    Terminal,
}

static SHELL: OnceLock<Shell> = OnceLock::new();

/// Says, once and before any words are asked for, what they are read in. The window unless told.
pub fn speak_in(shell: Shell) {
    let _ = SHELL.set(shell); // the first word stands
}

/// The two sentences of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What happened.
    pub what: String,
    /// What to do next.
    pub next: String,
}

/// The words for an error.
pub fn of(error: &Error) -> Words {
    of_view(&error.into())
}

/// The words for an error as the window has it.
pub fn of_view(error: &ErrorView) -> Words {
    let stem = error.code.replace('.', "-");
    let args = || error.args.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    match (text(&format!("err-{stem}"), args()), text(&format!("rec-{stem}"), args())) {
        (Some(what), Some(next)) => Words { what, next },
        _ => Words {
            what: text("err-bug-unexpected", []).unwrap_or_default(),
            next: format!("({})", error.code),
        },
    }
}

/// The words for something that went wrong in the firm, with what to do about it.
pub fn of_alarm(alarm: &AlarmView) -> String {
    let AlarmView { code, person, device } = alarm;
    let who = match (person, device) {
        (Some(person), Some(device)) => {
            text("alarm-who", [("person", person.as_str()), ("device", device.as_str())])
        }
        _ => text("alarm-who-unknown", []),
    };
    let who = who.unwrap_or_default();
    let known = text(&format!("alarm-{code}"), [("who", who.as_str())]);
    known.or_else(|| text("alarm-unknown", [])).unwrap_or_default()
}

/// The message with this id.
pub fn text<'a>(id: &str, args: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let (text, faults) = formatted(id, args)?;
    // A value that only chooses between wordings may be left out.
    debug_assert!(faults.is_empty() || !text.contains("{$"), "{id} lacks a value: {text}");
    Some(text)
}

/// The message with this id, and what was wrong with its values.
fn formatted<'a>(
    id: &str,
    args: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Option<(String, Vec<FluentError>)> {
    let pattern = BUNDLE.get_message(id)?.value()?;
    let mut values = FluentArgs::new();
    values.set("shell", shell());
    for (name, value) in args {
        values.set(name, value);
    }
    let mut faults = Vec::new();
    let text = BUNDLE.format_pattern(pattern, Some(&values), &mut faults).into_owned();
    Some((text, faults))
}

/// As messages choose by it: `$shell`.
fn shell() -> &'static str {
    match SHELL.get() {
        Some(Shell::Terminal) => "terminal",
        Some(Shell::Window) | None => "window",
    }
}

/// A moment as a day, in this computer's time zone: "14 Mar 2026".
pub fn day(unix_seconds: u64) -> String {
    written(unix_seconds, "%-d %b %Y")
}

/// A moment to the minute, in this computer's time zone: "14 Mar 2026, 09:05".
pub fn moment(unix_seconds: u64) -> String {
    written(unix_seconds, "%-d %b %Y, %H:%M")
}

/// A moment in this computer's time zone; the first of 1970 for what is none.
pub(crate) fn zoned(unix_seconds: u64) -> Zoned {
    let moment = i64::try_from(unix_seconds).ok().and_then(|s| Timestamp::from_second(s).ok());
    moment.unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::system())
}

fn written(unix_seconds: u64, format: &str) -> String {
    let moment = i64::try_from(unix_seconds).ok().and_then(|s| Timestamp::from_second(s).ok());
    moment.map_or_else(
        || "an unknown day".to_owned(),
        |moment| moment.to_zoned(TimeZone::system()).strftime(format).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_file_parses_without_an_error() {
        assert!(FluentResource::try_new(SOURCE.to_owned()).is_ok());
    }

    #[test]
    fn words_carry_their_values() {
        let error = Error::new("account.label-taken")
            .with("label", "Income Tax")
            .with("since", "2 Feb 2026");
        let words = of(&error);
        assert_eq!(words.what, "Name already used. 'Income Tax' is there since 2 Feb 2026.");
    }

    #[test]
    fn the_window_is_not_told_what_to_type_on_a_command_line() {
        let mut told = Vec::new();
        for code in crate::error::all_codes().filter(|code| !code.starts_with("cli.")) {
            let stem = code.replace('.', "-");
            let [what, next] = ["err", "rec"]
                .map(|kind| formatted(&format!("{kind}-{stem}"), []).expect("it has words").0);
            if [&what, &next].iter().any(|text| is_for_a_terminal(text)) {
                told.push(format!("{code}: {what} {next}"));
            }
        }
        assert_eq!(told, Vec::<String>::new());
    }

    #[test]
    fn a_command_in_a_sentence_is_seen() {
        assert!(is_for_a_terminal("Run sixboard sync, then try again."));
        assert!(is_for_a_terminal("Leave out --at and --next."));
        assert!(!is_for_a_terminal("Choose a file that ends in .sixboard-backup."));
    }

    fn is_for_a_terminal(text: &str) -> bool {
        text.contains(" --")
            || text.contains("(--")
            || text.split(' ').any(|word| word.trim_matches(['(', ':']) == "sixboard")
    }

    #[test]
    fn an_unlisted_code_is_our_own_fault_and_says_its_code() {
        assert_eq!(of(&Error::new("no.such")).next, "(no.such)");
    }
}

//! Writing to standard output and standard error.

use std::io::{self, Write};

use app::Error;
use app::messages::{self, Words};
use app::view::ErrorView;
use serde::Serialize;

/// Writes a line of the result. A reader that had enough (`sixboard list | head -1`) changes
/// nothing: what the command does, it goes on doing, and how that went is its exit code.
///
/// # Errors
/// When standard output does not take it.
pub(crate) fn print(line: &str) -> io::Result<()> {
    or_had_enough(try_print(line))
}

/// Writes the result as one line of JSON, as [`print`] does.
///
/// # Errors
/// When standard output does not take it.
pub(crate) fn print_json(value: &impl Serialize) -> io::Result<()> {
    or_had_enough(try_print_json(value))
}

/// Writes a result that is text of many lines, as [`print`] does.
///
/// # Errors
/// When standard output does not take it.
pub(crate) fn print_text(text: &[u8]) -> io::Result<()> {
    or_had_enough(try_write(text))
}

/// Writes a line that is shown this once and never again, such as a sheet of a recovery kit.
///
/// # Errors
/// When standard output does not take it, or nobody reads it any more.
pub(crate) fn show(line: &str) -> Result<(), Error> {
    try_print(line).map_err(not_shown)
}

/// Writes as one line of JSON what is shown this once and never again.
///
/// # Errors
/// When standard output does not take it, or nobody reads it any more.
pub(crate) fn show_json(value: &impl Serialize) -> Result<(), Error> {
    try_print_json(value).map_err(not_shown)
}

/// Writes a line of a result that goes on for as long as somebody reads it.
///
/// # Errors
/// When standard output does not take it, or nobody reads it any more.
pub(crate) fn try_print(line: &str) -> io::Result<()> {
    try_write(format!("{}\n", harmless(line)).as_bytes())
}

/// Writes one line of JSON, as [`try_print`] does.
///
/// # Errors
/// When standard output does not take it, or nobody reads it any more.
pub(crate) fn try_print_json(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, value)?;
    writeln!(out)?;
    out.flush()
}

/// Says something beside the result. That it cannot be said changes nothing that was done.
pub(crate) fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", harmless(line));
}

/// Says something beside the result as one line of JSON.
pub(crate) fn say_json(value: &impl Serialize) {
    let mut out = io::stderr().lock();
    let written = serde_json::to_writer(&mut out, value).map_err(io::Error::from);
    // As above: nothing that was done depends on it.
    let _ = written.and_then(|()| writeln!(out));
}

/// Shows how far long work is, on one line that is written over.
pub(crate) fn progress(done: u32, total: u32) {
    let end = if done < total { "" } else { "\n" };
    // As above.
    let _ = write!(io::stderr().lock(), "\r{done} of {total}{end}");
}

/// Says what does not go well beside something that was done all the same.
pub(crate) fn warn_of(json: bool, problem: &ErrorView) {
    let Words { what, next } = messages::of_view(problem);
    if json {
        say_json(&Warning::new(&problem.code, &what, &next));
    } else {
        say(&what);
        say(&next);
    }
}

/// Warns, in the words of the messages `cli-warn-<name>` and `cli-warn-<name>-next`.
pub(crate) fn warn(json: bool, name: &str, args: &[(&str, &str)]) {
    let text = |id: String| messages::text(&id, args.iter().copied()).unwrap_or_default();
    let what = text(format!("cli-warn-{name}"));
    let next = text(format!("cli-warn-{name}-next"));
    if json {
        say_json(&Warning::new(name, &what, &next));
    } else {
        say(&format!("Warning: {what}"));
        say(&next);
    }
}

/// The text without what a terminal would act on or a person would not see: names come from
/// outside, and could move the cursor or turn the writing direction.
pub(crate) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' || !acts(c) { c } else { char::REPLACEMENT_CHARACTER })
        .collect()
}

fn try_write(text: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()
}

fn or_had_enough(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn not_shown(error: io::Error) -> Error {
    Error::new("cli.not-shown").with("cause", error.kind().to_string()).because(error)
}

/// Control characters, line and paragraph separators, and marks that turn the direction.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The JSON line of a warning: `{"warning":{"code","what","next"}}`.
#[derive(Serialize)]
struct Warning<'a> {
    warning: WarningBody<'a>,
}

impl<'a> Warning<'a> {
    fn new(code: &'a str, what: &'a str, next: &'a str) -> Self {
        Self { warning: WarningBody { code, what, next } }
    }
}

#[derive(Serialize)]
struct WarningBody<'a> {
    code: &'a str,
    what: &'a str,
    next: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_command_the_terminal() {
        assert_eq!(
            harmless("A\u{1b}[2JB\u{9b}C\u{202e}D\rE"),
            "A\u{fffd}[2JB\u{fffd}C\u{fffd}D\u{fffd}E"
        );
        assert_eq!(harmless("VAT – Leeds 👍 日本"), "VAT – Leeds 👍 日本");
    }
}

//! How a command can fail, what is said then, and the exit code.

use std::io;

use app::messages::{self, Words};
use app::view::{ErrorKind, ErrorView};
use app::{Error, RECOVERABLE};
use serde::Serialize;

use crate::guard::OUR_BUG;
use crate::output;

/// Why a command did not do what it was told to.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The core refused, or could not; `next` is better advice than the usual, where there is some.
    Refused {
        /// The core's error.
        error: Error,
        /// What to do next on the command line.
        next: Option<String>,
    },
    /// The arguments do not go together.
    Usage(Error),
    /// The result could not be written.
    Output(io::Error),
    /// Everything was said before; only the exit code is left.
    Told(ErrorKind),
}

impl Failure {
    /// A refusal with advice of its own.
    pub(crate) fn with_next(error: Error, next: Option<String>) -> Self {
        Self::Refused { error, next }
    }

    /// Says on standard error what is wrong with one part of a result.
    pub(crate) fn tell_problem(problem: &ErrorView, json: bool) {
        tell(json, &problem.code, &messages::of_view(problem), kind_name(problem.kind));
    }

    /// Says it on standard error and gives the exit code.
    pub(crate) fn tell(&self, json: bool) -> u8 {
        match self {
            Self::Told(kind) => exit_code(*kind),
            Self::Output(error) => {
                let cause = error.kind().to_string();
                let error = Error::new("cli.output").with("cause", cause);
                tell(json, error.code(), &messages::of(&error), kind_name(error.kind()));
                exit_code(error.kind())
            }
            Self::Usage(error) => {
                tell(json, error.code(), &messages::of(error), USAGE);
                EXIT_USAGE
            }
            Self::Refused { error, next } => {
                let words = messages::of(error);
                let next = next.clone().unwrap_or(words.next);
                tell(json, error.code(), &Words { next, ..words }, kind_name(error.kind()));
                exit_code(error.kind())
            }
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let next = RECOVERABLE.contains(&error.code()).then(|| {
            let recover = messages::text("cli-recover", []).unwrap_or_default();
            format!("{} {recover}", messages::of(&error).next)
        });
        Self::Refused { error, next }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Exit code of a command that was used wrongly.
pub(crate) const EXIT_USAGE: u8 = 2;

/// The kind, in JSON, of a command that was used wrongly.
pub(crate) const USAGE: &str = "usage";

/// The exit code for an error.
pub(crate) fn exit_code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::User | ErrorKind::Locked | ErrorKind::Denied => 1,
        ErrorKind::Offline => 3,
        ErrorKind::Damaged => 4,
        ErrorKind::Bug => OUR_BUG,
    }
}

/// The JSON line of an error: `{"error":{"code","kind","what","next"}}`.
#[derive(Serialize)]
pub(crate) struct ErrorLine<'a> {
    pub(crate) error: ErrorBody<'a>,
}

#[derive(Serialize)]
pub(crate) struct ErrorBody<'a> {
    pub(crate) code: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) what: &'a str,
    pub(crate) next: &'a str,
}

fn tell(json: bool, code: &str, words: &Words, kind: &str) {
    let Words { what, next } = words;
    if json {
        output::say_json(&ErrorLine { error: ErrorBody { code, kind, what, next } });
    } else {
        output::say(what);
        output::say(next);
    }
}

/// The kind as JSON names it.
pub(crate) fn kind_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::User => "user",
        ErrorKind::Locked => "locked",
        ErrorKind::Denied => "denied",
        ErrorKind::Offline => "offline",
        ErrorKind::Damaged => "damaged",
        ErrorKind::Bug => "bug",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_the_design() {
        for (code, exit) in [
            ("account.not-found", 1),
            ("vault.locked", 1),
            ("vault.wrong-passphrase", 1),
            ("keyring.none", 3),
            ("vault.damaged", 4),
            ("vault.key-missing", 4),
            ("bug.unexpected", 70),
            ("no.such-code", 70),
        ] {
            assert_eq!(exit_code(Error::new(code).kind()), exit, "{code}");
        }
    }
}

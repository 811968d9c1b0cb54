//! The one error of the use cases: a stable code, whose turn it is, and values for the words.
//!
//! The words are in `messages/en.ftl`, under `err-` and `rec-` and the code with `-` for `.`.

mod codes;

use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

use crate::fingerprint;
use crate::view::{ErrorKind, ErrorView};

pub use codes::all as all_codes;

/// What went wrong. Holds no secret.
#[derive(Debug, Clone)]
pub struct Error {
    code: &'static str,
    args: BTreeMap<String, String>,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

/// The outcome of a use case.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error by its code, which must be one of [`all_codes`]. One that is our own fault carries
    /// a reference to the place that made it.
    #[track_caller]
    pub fn new(code: &'static str) -> Self {
        let error = Self { code, args: BTreeMap::new(), source: None };
        match error.kind() {
            ErrorKind::Bug => error.with("reference", reference(Some(Location::caller()))),
            _ => error,
        }
    }

    /// What is said after a panic: nothing of its own words, which may hold data.
    pub fn our_bug(place: Option<&Location<'_>>) -> Self {
        Self::new("bug.unexpected").with("reference", reference(place))
    }

    /// Adds a value for the words. Never a secret.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// Adds the cause, for people who mend programs.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Whose turn it is. A code that is not listed is our own fault.
    pub fn kind(&self) -> ErrorKind {
        codes::kind(self.code)
    }

    /// Values for the words.
    pub fn args(&self) -> &BTreeMap<String, String> {
        &self.args
    }
}

/// Three letters and digits that are the same for the same line of the sources, and tell nothing of
/// whoever reads them out.
fn reference(place: Option<&Location<'_>>) -> String {
    let place = place.map_or_else(String::new, ToString::to_string);
    let number = fingerprint::of(&place);
    let letter = |at: usize| char::from(LETTERS[(number >> (5 * at)) as usize % LETTERS.len()]);
    (0..3).map(letter).collect()
}

/// Those that are not mistaken for each other when they are read out.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<&Error> for ErrorView {
    fn from(error: &Error) -> Self {
        Self { code: error.code.to_owned(), kind: error.kind(), args: error.args.clone() }
    }
}

impl From<Error> for ErrorView {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_fault_has_a_short_reference_to_where_it_was_made() {
        let one = Error::new("bug.unexpected");
        let again = std::iter::repeat_with(|| Error::new("bug.unexpected")).take(2);
        let again: Vec<String> = again.map(|error| error.args["reference"].clone()).collect();
        assert_eq!((one.args["reference"].len(), &again[0]), (3, &again[1]));
        assert_ne!(one.args["reference"], again[0], "another line");
        assert!(Error::new("disk.full").args.is_empty());
    }
}

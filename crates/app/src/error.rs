//! The one error of the use cases: a stable code, whose turn it is, and values for the words.
//!
//! The words are in `messages/en.ftl`, under `err-` and `rec-` and the code with `-` for `.`.

mod codes;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

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
    /// An error by its code, which must be one of [`all_codes`].
    pub fn new(code: &'static str) -> Self {
        Self { code, args: BTreeMap::new(), source: None }
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

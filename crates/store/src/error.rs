//! What can be wrong with a store, by what a person can do about it.

use std::fmt;

/// Why a store did not do what it was asked. The device keeps working with what it has.
///
/// No variant ever holds a password: see [`Cause`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The folder or the server is not there: not connected, renamed, switched off.
    #[error("the store is not there: {0}")]
    Gone(Cause),
    /// There is no space left, or the quota is used up.
    #[error("the store is full: {0}")]
    Full(Cause),
    /// This sign-in may not do that: read-only, or not permitted.
    #[error("the store does not permit it: {0}")]
    Denied(Cause),
    /// The user name, password or key is wrong, or no longer valid.
    #[error("the store does not accept the sign-in: {0}")]
    WrongCredentials(Cause),
    /// The server's certificate is not one that this computer trusts.
    #[error("the server cannot prove who it is: {0}")]
    Untrusted(Cause),
    /// No answer in time. It may have happened all the same; asking again is safe.
    #[error("the store is too slow: {0}")]
    Slow(Cause),
    /// This object exists, but its bytes are still elsewhere: an online-only file of a synced
    /// folder.
    #[error("the file has not arrived yet: {0}")]
    Placeholder(Cause),
    /// This object exists and cannot be read, or the store's answer makes no sense.
    #[error("damaged: {0}")]
    Damaged(Cause),
    /// This object is larger than any that we write; it was not read.
    #[error("too large: {0}")]
    TooLarge(Cause),
    /// The store was used in a way that makes no sense, or answered what it must not.
    #[error("this is our bug: {0}")]
    Bug(Cause),
}

impl StoreError {
    /// Returns the cause alone.
    pub fn cause(&self) -> &Cause {
        match self {
            Self::Gone(cause)
            | Self::Full(cause)
            | Self::Denied(cause)
            | Self::WrongCredentials(cause)
            | Self::Untrusted(cause)
            | Self::Slow(cause)
            | Self::Placeholder(cause)
            | Self::Damaged(cause)
            | Self::TooLarge(cause)
            | Self::Bug(cause) => cause,
        }
    }

    /// Says whether the trouble is with one object, so that others can still be had.
    pub fn concerns_one_object(&self) -> bool {
        matches!(self, Self::Placeholder(_) | Self::Damaged(_) | Self::TooLarge(_))
    }
}

/// The words of a system, a server or ours about what went wrong, fit to be shown.
///
/// One line, at most 300 characters, with everything that stands where a URL has its user name and
/// password, or its query, left out. Servers are not trusted to leave those out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause(Box<str>);

impl Cause {
    const MAX: usize = 300;

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: AsRef<str>> From<T> for Cause {
    fn from(text: T) -> Self {
        let words = text.as_ref().split(|c: char| c.is_whitespace() || c.is_control());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).map(without_secrets).collect();
        Self(words.join(" ").chars().take(Self::MAX).collect())
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Leaves out of a URL what stands before `@` and after `?`.
fn without_secrets(word: &str) -> String {
    let Some((scheme, rest)) = word.split_once("://") else { return word.to_owned() };
    let address = rest.split(['?', '#']).next().unwrap_or_default();
    let address = address.rsplit_once('@').map_or(address, |(_, place)| place);
    format!("{scheme}://{address}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_shows_where_and_never_a_password() {
        let said = "GET https://ann:s3cret@dav.firm.example/a?sig=abc%2Bdef#x\nrefused";
        assert_eq!(Cause::from(said).as_str(), "GET https://dav.firm.example/a refused");
        let odd = Cause::from("postgres://u:p@ss@db/x");
        assert_eq!(odd.as_str(), "postgres://db/x");
    }

    #[test]
    fn a_cause_is_one_short_line() {
        let cause = Cause::from("a\r\nb\u{1b}[31m  c".to_owned() + &" word".repeat(1000));
        assert!(cause.as_str().starts_with("a b [31m c word"));
        assert!(cause.as_str().chars().count() <= 300);
    }

    #[test]
    fn trouble_with_one_object_is_told_from_trouble_with_the_store() {
        assert!(StoreError::Damaged("x".into()).concerns_one_object());
        assert!(!StoreError::Gone("x".into()).concerns_one_object());
    }
}

//! What a database says, in our words.

use store::{Cause, StoreError};
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

/// Sorts an error by what a person can do.
pub(super) fn trouble(error: &Error) -> StoreError {
    if let Some(said) = error.as_db_error() {
        return of_the_database(said.code())(words(said));
    }
    let mut cause: &dyn std::error::Error = error;
    let mut sort: fn(Cause) -> StoreError = StoreError::Gone;
    while let Some(source) = cause.source() {
        cause = source;
        let inner = cause.downcast_ref::<std::io::Error>();
        if inner.is_some_and(|inner| inner.kind() == std::io::ErrorKind::TimedOut) {
            sort = StoreError::Slow;
        }
        let inner = inner.and_then(std::io::Error::get_ref);
        if inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
            sort = StoreError::Untrusted;
        }
    }
    if error.to_string().contains("authentication") {
        sort = StoreError::WrongCredentials; // the library's own refusals while signing in
    }
    sort(format!("{error}: {cause}").into())
}

/// The sentence and its hint; never the detail, which may repeat values.
fn words(said: &DbError) -> Cause {
    let hint = said.hint().map(|hint| format!(" ({hint})")).unwrap_or_default();
    format!("{}{hint}", said.message()).into()
}

/// Sorts by the codes of PostgreSQL's appendix A.
fn of_the_database(code: &SqlState) -> fn(Cause) -> StoreError {
    match code.code() {
        "25006" | "42501" => StoreError::Denied,
        "3D000" | "3F000" | "42P01" => StoreError::Gone,
        "42703" | "42804" => StoreError::Damaged, // the table is not as it was set up
        "53100" => StoreError::Full,
        "53300" | "57014" | "57P03" | "55P03" => StoreError::Slow,
        "57P01" | "57P02" => StoreError::Gone,
        code => match code.get(..2) {
            Some("28") => StoreError::WrongCredentials,
            Some("08" | "58") => StoreError::Gone,
            Some("40" | "53") => StoreError::Slow,
            Some("XX") => StoreError::Damaged,
            _ => StoreError::Bug,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_by_what_a_person_can_do() {
        for (code, name) in [
            ("28P01", "WrongCredentials"),
            ("28000", "WrongCredentials"),
            ("42501", "Denied"),
            ("25006", "Denied"),
            ("53100", "Full"),
            ("42P01", "Gone"),
            ("3D000", "Gone"),
            ("57P01", "Gone"),
            ("08006", "Gone"),
            ("57P03", "Slow"),
            ("40001", "Slow"),
            ("22001", "Bug"),
            ("42601", "Bug"),
        ] {
            let error = of_the_database(&SqlState::from_code(code))("x".into());
            assert!(format!("{error:?}").starts_with(name), "{code}: {error:?}");
        }
    }
}

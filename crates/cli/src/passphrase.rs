//! Passphrases: from the files that were named, or asked for on the terminal.

use std::path::Path;

use app::Error;
use secret::SecretText;

use crate::failure::Failure;
use crate::input::{self, Input};

/// The passphrase of something that exists; `None` where nobody can be asked.
///
/// # Errors
/// When the file or the terminal cannot be read.
pub(crate) fn known(
    input: &Input,
    file: Option<&Path>,
    question: &str,
    json: bool,
) -> Result<Option<SecretText>, Failure> {
    match file {
        Some(file) => input.passphrase(file, json).map(Some),
        None if input::can_ask() => input::ask_hidden(question).map(Some),
        None => Ok(None),
    }
}

/// A new passphrase; on the terminal it is asked for twice. `None` where nobody can be asked.
///
/// # Errors
/// When the file or the terminal cannot be read, or the two differ.
pub(crate) fn new(
    input: &Input,
    file: Option<&Path>,
    question: &str,
    json: bool,
) -> Result<Option<SecretText>, Failure> {
    if file.is_some() || !input::can_ask() {
        return known(input, file, question, json);
    }
    let first = input::ask_hidden(question)?;
    let again = input::ask_hidden("The same again")?;
    if first != again {
        return Err(Error::new("cli.passphrases-differ").into());
    }
    Ok(Some(first))
}

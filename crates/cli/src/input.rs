//! Secrets and text from files, standard input and the terminal.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

use app::Error;
use secret::{Secret, SecretText};

use crate::failure::Failure;
use crate::output;

/// The longest text that is read, in bytes: as much as a list of set-up codes may have.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Room that is there from the start, so that a short secret is never moved and left behind.
const ROOM: usize = 64 * 1024;

/// Standard input, which can be read only once, and the terminal.
#[derive(Default)]
pub(crate) struct Input {
    used: Cell<bool>,
}

impl Input {
    /// The value of an argument where `-` stands for standard input; on a terminal that is asked
    /// for without echo. A value in the argument itself is taken, with a warning.
    ///
    /// # Errors
    /// When standard input cannot be read, or was read before.
    pub(crate) fn secret(&self, value: &str, ask: &str, json: bool) -> Result<SecretText, Failure> {
        if value != "-" {
            output::warn(json, "key-shown", &[]);
            return Ok(SecretText::copy_of(value));
        }
        self.unseen(ask)
    }

    /// The code of an invite, as [`Input::secret`] takes a key; left out it is as `-`.
    ///
    /// # Errors
    /// When standard input cannot be read, or was read before.
    pub(crate) fn invite_code(
        &self,
        value: Option<&str>,
        json: bool,
    ) -> Result<SecretText, Failure> {
        match value {
            None | Some("-") => self.unseen("Code of the invite"),
            Some(code) => {
                output::warn(json, "code-shown", &[]);
                Ok(SecretText::copy_of(code))
            }
        }
    }

    /// Standard input; where that is a terminal, what is typed there without echo.
    fn unseen(&self, ask: &str) -> Result<SecretText, Failure> {
        if io::stdin().is_terminal() { ask_hidden(ask) } else { self.stdin() }
    }

    /// All of standard input.
    ///
    /// # Errors
    /// When it cannot be read, is not text, or was read before.
    pub(crate) fn stdin(&self) -> Result<SecretText, Failure> {
        if self.used.replace(true) {
            return Err(Failure::Usage(Error::new("cli.input-twice")));
        }
        let bytes = read_all(io::stdin().lock())
            .map_err(|error| Error::new("cli.input").with("cause", plain(&error)).because(error))?;
        text_of(bytes, "Standard input")
    }

    /// A passphrase from a file, or with `-` from standard input. One line end behind it is not
    /// part of it.
    ///
    /// # Errors
    /// When it cannot be read, or is not text.
    pub(crate) fn passphrase(&self, path: &Path, json: bool) -> Result<SecretText, Failure> {
        let text = self.secret_file(path, "passphrase-file", json)?;
        Ok(SecretText::copy_of(without_line_end(text.expose())))
    }

    /// The sign-in to a store from a file, or with `-` from standard input.
    ///
    /// # Errors
    /// When it cannot be read, or is not text.
    pub(crate) fn sign_in(&self, path: &Path, json: bool) -> Result<SecretText, Failure> {
        self.secret_file(path, "sign-in-file", json)
    }

    /// The words of a recovery kit's sheets from a file, or with `-` from standard input.
    ///
    /// # Errors
    /// When it cannot be read, or is not text.
    pub(crate) fn sheets(&self, path: &Path, json: bool) -> Result<SecretText, Failure> {
        self.secret_file(path, "sheets-file", json)
    }

    fn secret_file(&self, path: &Path, warning: &str, json: bool) -> Result<SecretText, Failure> {
        if path == Path::new("-") {
            return self.stdin();
        }
        warn_if_others_can_read(path, warning, json);
        read_text(path)
    }
}

/// The text of a file.
///
/// # Errors
/// When it cannot be read, or is not text.
pub(crate) fn read_text(path: &Path) -> Result<SecretText, Failure> {
    let name = path.display().to_string();
    let bytes = File::open(path).and_then(read_all).map_err(|error| {
        Error::new("cli.file").with("path", &*name).with("cause", plain(&error)).because(error)
    })?;
    text_of(bytes, &name)
}

/// Whether somebody sits at the terminal and can answer.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on the terminal, without showing what is typed.
///
/// # Errors
/// When the terminal cannot be read.
pub(crate) fn ask_hidden(question: &str) -> Result<SecretText, Failure> {
    let answer = rpassword::prompt_password(format!("{question}: "));
    answer
        .map(SecretText::new)
        .map_err(|error| Error::new("cli.input").with("cause", plain(&error)).because(error).into())
}

/// Asks on the terminal.
///
/// # Errors
/// When the terminal cannot be read.
pub(crate) fn ask(question: &str) -> Result<String, Failure> {
    let mut err = io::stderr().lock();
    write!(err, "{}: ", output::harmless(question))?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

/// Goes on only with a yes: `--yes`, or an answer on the terminal.
///
/// # Errors
/// When the answer is no, or nobody can be asked.
pub(crate) fn need_yes(said: bool, question: &str) -> Result<(), Failure> {
    if said {
        return Ok(());
    }
    if !can_ask() {
        return Err(Error::new("cli.yes-needed").into());
    }
    let answer = ask(&format!("{question} [y/N]"))?;
    let yes = matches!(answer.to_lowercase().as_str(), "y" | "yes");
    if yes { Ok(()) } else { Err(Error::new("cli.declined").into()) }
}

fn read_all(source: impl Read) -> io::Result<Secret> {
    let mut bytes = Vec::with_capacity(ROOM);
    let read = source.take(LONGEST + 1).read_to_end(&mut bytes);
    let bytes = Secret::new(bytes);
    match read {
        Ok(_) if bytes.expose().len() as u64 > LONGEST => Err(io::ErrorKind::FileTooLarge.into()),
        Ok(_) => Ok(bytes),
        Err(error) => Err(error),
    }
}

fn text_of(bytes: Secret, name: &str) -> Result<SecretText, Failure> {
    let text = std::str::from_utf8(bytes.expose())
        .map_err(|error| Error::new("cli.not-text").with("path", name).because(error))?;
    Ok(SecretText::copy_of(text))
}

/// What the system says, without its number.
fn plain(error: &io::Error) -> String {
    let said = error.to_string();
    said.split(" (os error").next().unwrap_or_default().to_owned()
}

fn without_line_end(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

#[cfg(unix)]
fn warn_if_others_can_read(path: &Path, warning: &str, json: bool) {
    use std::os::unix::fs::MetadataExt;
    const READ_BY_GROUP_OR_ALL: u32 = 0o044;
    let Ok(about) = path.metadata() else { return };
    if about.is_file() && about.mode() & READ_BY_GROUP_OR_ALL != 0 {
        output::warn(json, warning, &[("path", &path.display().to_string())]);
    }
}

/// Other systems give a file in a person's folder to that person alone.
#[cfg(not(unix))]
fn warn_if_others_can_read(_: &Path, _: &str, _: bool) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_not_part_of_a_passphrase() {
        assert_eq!(without_line_end("copper lamp\n"), "copper lamp");
        assert_eq!(without_line_end("copper lamp\r\n"), "copper lamp");
        assert_eq!(without_line_end("copper lamp \n\n"), "copper lamp \n");
        assert_eq!(without_line_end("copper lamp"), "copper lamp");
    }

    #[test]
    fn what_is_not_text_is_refused_by_its_name() {
        let Err(Failure::Refused { error, .. }) = text_of(Secret::copy_of(b"\xff\xfe"), "a.bin")
        else {
            panic!("taken as text");
        };
        assert_eq!((error.code(), &*error.args()["path"]), ("cli.not-text", "a.bin"));
    }

    #[test]
    fn endless_input_is_refused() {
        assert_eq!(read_all(io::repeat(b'a')).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}

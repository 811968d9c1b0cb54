//! What one person may see for a while: a key, as a QR code for a phone or as letters, or the words of
//! a file. It is drawn here, so that the page that shows it has a picture and never the secret.

use std::path::Path;
use std::time::Duration;

use data_encoding::BASE32_NOPAD;
use qr::Page;
use secret::{Secret, SecretText};

use super::giving::GiveRequest;
use super::views::{Done, FateView, GivenView, RouteView, ShownView};
use crate::error::Result;
use crate::{App, Error, Event};

/// How long a key is shown, in seconds.
const SHOWN: u32 = 60;

/// How long the words of a file are shown, in seconds: somebody takes them down meanwhile.
const WORDS_SHOWN: u32 = 300;

/// Pixels of a module of the drawn code.
const MODULE: u32 = 8;

/// Letters of a group and groups on a line, as services show a key, and the picture's width.
const GROUP: usize = 4;
const GROUPS: usize = 4;
const WIDTH: usize = 440;

/// What is being shown.
pub(crate) struct Showing {
    given: GivenView,
    what: What,
    seconds: u32,
    until: u64,
}

enum What {
    /// A key as an authenticator app scans it.
    Code(SecretText),
    /// A key to be read.
    Key(Secret),
    /// The words that open a file.
    Words(SecretText),
}

impl App {
    /// Gives a key to one person by showing it for a minute: on a phone, or as letters. It is kept
    /// to be drawn until then, until it is forgotten, or the vault is locked.
    ///
    /// # Errors
    /// As [`App::give_key`], and `given.route` for a route that shows nothing.
    pub fn show_key(&self, request: &GiveRequest) -> Result<Done<GivenView>> {
        if !matches!(request.route, RouteView::Phone | RouteView::Shown) {
            return Err(Error::new("given.route"));
        }
        let Done { value: handed, unsent } = self.give_key(request)?;
        let what = match handed.given.route {
            RouteView::Phone => What::Code(handed.uri()),
            _ => What::Key(handed.account.secret),
        };
        self.start_showing(&handed.given, what, SHOWN)?;
        Ok(Done { value: handed.given, unsent })
    }

    /// Gives a key in a file for one person, and shows the words to read out for five minutes: they
    /// are kept to be drawn as a key is.
    ///
    /// # Errors
    /// As [`App::give_file`].
    pub fn write_file_and_show(
        &self,
        request: &GiveRequest,
        path: &Path,
    ) -> Result<Done<GivenView>> {
        let (words, done) = self.give_file(request, path)?;
        self.start_showing(&done.value, What::Words(words), WORDS_SHOWN)?;
        Ok(done)
    }

    /// What is said beside what is shown; its route tells which it is.
    ///
    /// # Errors
    /// `given.not-shown` when nothing is.
    pub fn shown_key(&self) -> Result<ShownView> {
        self.look_at_shown(|Showing { given, seconds, until, .. }| {
            Ok(ShownView { given: given.clone(), seconds: *seconds, until: *until })
        })
    }

    /// Draws what is shown: whoever sees the picture can make codes, with the file where it is the
    /// words of one.
    ///
    /// # Errors
    /// `given.not-shown` when nothing is.
    pub fn draw_key(&self) -> Result<Secret> {
        self.look_at_shown(|showing| match &showing.what {
            What::Code(uri) => Ok(qr::png(uri, MODULE)?),
            What::Key(key) => {
                let lines = lines_of(key);
                let page = lines.iter().fold(Page::new(WIDTH)?, Page::secret_line);
                Ok(page.png()?)
            }
            What::Words(words) => Ok(Page::new(WIDTH)?.words(words, 1).png()?),
        })
    }

    /// Says that the person has what is shown, and forgets it.
    ///
    /// # Errors
    /// `given.not-shown` when nothing is.
    pub fn key_was_taken(&self) -> Result<Done<GivenView>> {
        let id = self.shown_key()?.given.id;
        self.forget_key();
        let done = self.set_given(&id, FateView::Received)?;
        self.tell(Event::Changed);
        Ok(done)
    }

    /// Forgets what is shown. Whoever saw it has it.
    pub fn forget_key(&self) {
        self.inner().hide.clear();
        *self.showing() = None;
    }

    /// The time is over.
    pub(crate) fn hide_key(&self) {
        self.forget_key();
        self.tell(Event::KeyHidden);
    }

    fn start_showing(&self, given: &GivenView, what: What, seconds: u32) -> Result<()> {
        // A lock that came meanwhile has nothing left to forget.
        self.with_vault(|_| {
            let until = self.now() + u64::from(seconds);
            *self.showing() = Some(Showing { given: given.clone(), what, seconds, until });
            Ok(())
        })?;
        self.inner().hide.set(Duration::from_secs(seconds.into()));
        Ok(())
    }

    /// By the clock as well: the alarm stands still while a computer sleeps.
    fn look_at_shown<T>(&self, look: impl FnOnce(&Showing) -> Result<T>) -> Result<T> {
        let now = self.now();
        let mut showing = self.showing();
        if showing.as_ref().is_some_and(|showing| showing.until <= now) {
            *showing = None;
        }
        look(showing.as_ref().ok_or_else(not_shown)?)
    }
}

fn not_shown() -> Error {
    Error::new("given.not-shown")
}

/// The key in base32, in groups that can be read out.
fn lines_of(key: &Secret) -> Vec<SecretText> {
    let bytes = key.expose();
    // One allocation each: growing would leave an unwiped piece of the key behind.
    let mut letters = String::with_capacity(2 * bytes.len() + 8);
    BASE32_NOPAD.encode_append(bytes, &mut letters);
    let letters = SecretText::new(letters);
    let mut lines = Vec::new();
    let mut rest = letters.expose();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(GROUP * GROUPS));
        lines.push(SecretText::new(grouped(line)));
        rest = after;
    }
    lines
}

fn grouped(line: &str) -> String {
    let mut text = String::with_capacity(GROUPS * (GROUP + 1));
    for (at, letter) in line.chars().enumerate() {
        if at > 0 && at % GROUP == 0 {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_shown_in_groups_of_four() {
        let lines = lines_of(&Secret::copy_of(&[0; 13]));
        let lines: Vec<_> = lines.iter().map(SecretText::expose).collect();
        assert_eq!(lines, ["AAAA AAAA AAAA AAAA", "AAAA A"]);
        assert!(lines_of(&Secret::copy_of(&[])).is_empty());
    }
}

//! A key that one person may see for a minute: as a QR code for a phone, or as letters. It is drawn
//! here, so that the page that shows it has a picture and never the key.

use std::time::Duration;

use data_encoding::BASE32_NOPAD;
use qr::Page;
use secret::{Secret, SecretText};

use super::giving::{GiveRequest, Handed};
use super::views::{Done, FateView, GivenView, RouteView, ShownView};
use crate::error::Result;
use crate::{App, Error, Event};

/// How long a key is shown, in seconds.
const SHOWN: u64 = 60;

/// Pixels of a module of the drawn code.
const MODULE: u32 = 8;

/// Letters of a group and groups on a line, as services show a key, and the picture's width.
const GROUP: usize = 4;
const GROUPS: usize = 4;
const WIDTH: usize = 440;

/// A key that is being shown.
pub(crate) struct Showing {
    handed: Handed,
    until: u64,
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
        let given = handed.given.clone();
        // A lock that came meanwhile has nothing left to forget.
        self.with_vault(|_| {
            *self.showing() = Some(Showing { handed, until: self.now() + SHOWN });
            Ok(())
        })?;
        self.inner().hide.set(Duration::from_secs(SHOWN));
        Ok(Done { value: given, unsent })
    }

    /// What is said beside the key that is shown.
    ///
    /// # Errors
    /// `given.not-shown` when none is.
    pub fn shown_key(&self) -> Result<ShownView> {
        let showing = self.showing();
        let Showing { handed, until } = showing.as_ref().ok_or_else(not_shown)?;
        Ok(ShownView { given: handed.given.clone(), until: *until })
    }

    /// Draws the key that is shown: whoever sees the picture can make codes.
    ///
    /// # Errors
    /// `given.not-shown` when none is.
    pub fn draw_key(&self) -> Result<Secret> {
        let showing = self.showing();
        let Showing { handed, .. } = showing.as_ref().ok_or_else(not_shown)?;
        if handed.given.route == RouteView::Phone {
            return Ok(qr::png(&handed.uri(), MODULE)?);
        }
        let page = lines_of(&handed.account.secret)
            .iter()
            .fold(Page::new(WIDTH)?, |page, line| page.secret_line(line));
        Ok(page.png()?)
    }

    /// Says that the person has the key that is shown, and forgets it.
    ///
    /// # Errors
    /// `given.not-shown` when none is.
    pub fn key_was_taken(&self) -> Result<Done<GivenView>> {
        let id = self.shown_key()?.given.id;
        self.forget_key();
        let done = self.set_given(&id, FateView::Received)?;
        self.tell(Event::Changed);
        Ok(done)
    }

    /// Forgets the key that is shown. Whoever saw it has it.
    pub fn forget_key(&self) {
        self.inner().hide.clear();
        *self.showing() = None;
    }

    /// The minute is over.
    pub(crate) fn hide_key(&self) {
        self.forget_key();
        self.tell(Event::KeyHidden);
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

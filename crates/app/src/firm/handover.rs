//! Showing the code of an invite once, and the digits of who answered to somebody who sits beside.

use ledger::Time;
use qr::Page;
use secret::{Secret, SecretText};

use super::invite::InviteRequest;
use super::names::is;
use super::views::{Done, InviteView};
use crate::error::Result;
use crate::{App, Error};

/// Letters between two hyphens, and groups on a line: a code that can be read out.
const GROUP: usize = 4;
const GROUPS: usize = 4;

/// Width of a drawn code, in pixels.
const CODE_WIDTH: usize = 440;

/// How long a copied code stays on the clipboard, in seconds.
const KEPT: u64 = 60;

impl App {
    /// Invites somebody, and keeps the code to be drawn and copied until it is forgotten.
    ///
    /// # Errors
    /// As [`App::invite`].
    pub fn invite_to_show(&self, request: &InviteRequest) -> Result<Done<InviteView>> {
        let (code, done) = self.invite(request)?;
        *self.shown_invite() = Some(code);
        Ok(done)
    }

    /// Draws the code of the invite that is shown, large enough to be read out.
    ///
    /// # Errors
    /// When none is.
    pub fn draw_invite(&self) -> Result<Secret> {
        let code = self.shown_invite();
        let code = code.as_ref().ok_or_else(not_shown)?;
        let letters: Vec<char> = code.expose().chars().collect();
        let groups: Vec<String> =
            letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
        let mut page = Page::new(CODE_WIDTH)?;
        for line in groups.chunks(GROUPS) {
            page = page.secret_line(&SecretText::new(line.join("-")));
        }
        Ok(page.png()?)
    }

    /// Copies the code of the invite that is shown; it is cleared in a minute.
    ///
    /// # Errors
    /// When none is, or the clipboard refuses.
    pub fn copy_invite(&self) -> Result<()> {
        let code = self.shown_invite().as_ref().map(|code| SecretText::copy_of(code.expose()));
        self.copy_for(code.ok_or_else(not_shown)?, KEPT)
    }

    /// Forgets the code of the invite that is shown; whoever has it can answer.
    pub fn forget_invite(&self) {
        *self.shown_invite() = None;
    }

    /// The digits of the device that answered an invite, for who can see that device's own screen.
    /// On the telephone they are typed instead: who is shown them there only nods.
    ///
    /// # Errors
    /// When there is no such invite, nobody answered, or two devices did.
    pub fn answered_digits(&self, name: &str) -> Result<String> {
        let now = Time(self.now());
        let mut open = self.open_invites(now)?.into_iter();
        let invitation = open.find(|one| is(&one.invitee().name, name));
        let invitation = invitation.ok_or_else(|| Error::new("invite.none").with("name", name))?;
        let mut desk = self.open_desk()?;
        let reach = self.reach(&desk.notes)?;
        Ok(self.answer(&mut desk, &reach, &invitation, now)?.safety.to_string())
    }
}

fn not_shown() -> Error {
    Error::new("invite.not-shown")
}

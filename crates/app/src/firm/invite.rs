//! Inviting somebody, seeing who answered, and letting them in.

use ledger::{Answer, Compared, Firm, Invitation, InviteError, Invitee, Name, Standing, Time};
use secret::{Secret, SecretText};
use serde::Deserialize;

use super::desk::{Beside, Desk, INVITES};
use super::names::{checked, is, is_free, person, team};
use super::reach::Reach;
use super::views::{Done, InviteView, RequestView, RoleView};
use crate::error::Result;
use crate::{App, Error};

/// How long an invite is open, in seconds: two days.
const OPEN_FOR: u64 = 2 * 24 * 3600;

/// Whom to invite.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct InviteRequest {
    /// The name of the person.
    pub name: String,
    /// What the person will be.
    pub role: RoleView,
    /// Names of the teams to come into.
    pub teams: Vec<String>,
    /// Whether it is a further device of a person who is in already.
    pub further_device: bool,
}

impl App {
    /// Opens an invite. Returns its code, to be handed over unseen by others.
    ///
    /// # Errors
    /// When this person may not invite such a person, or a team is unknown.
    pub fn invite(&self, request: &InviteRequest) -> Result<(SecretText, Done<InviteView>)> {
        let name = checked(&request.name)?;
        let ((code, expires), unsent) = self.act(|desk, ctx| {
            let mut open = self.open_invites(ctx.now)?;
            if open.iter().any(|one| is(&one.invitee().name, &name)) {
                return Err(Error::new("invite.open").with("name", name.as_str()));
            }
            let invitee = invitee(&mut desk.firm, request, &name)?;
            let (invitation, offer) = desk.firm.invite(invitee, OPEN_FOR, ctx)?;
            let (code, expires) = (invitation.secret().code(), invitation.expires());
            open.push(invitation);
            Ok(((code, expires), vec![offer], invites_document(&open)))
        })?;
        Ok((code, done(InviteView { name, expires: expires.0 }, unsent)))
    }

    /// The invites that are open, each with who answered.
    ///
    /// # Errors
    /// When the folder cannot be reached.
    pub fn requests(&self) -> Result<Vec<RequestView>> {
        let mut desk = self.open_desk()?;
        let reach = self.reach(&desk.notes)?;
        let now = Time(self.now());
        let mut requests = Vec::new();
        for invitation in self.open_invites(now)? {
            let answers = answers(&reach, &invitation)?;
            let read = desk.firm.read_answers(&invitation, &answers, now);
            let problem = read.as_ref().err().map(|error| Error::from(*error).code().to_owned());
            requests.push(RequestView {
                name: invitation.invitee().name.clone(),
                expires: invitation.expires().0,
                device: read.ok().flatten().map(|answer| answer.label),
                problem,
            });
        }
        self.keep_firm(&mut desk, &[], Beside::default())?;
        Ok(requests)
    }

    /// Lets the person in who answered the invite of this name. `digits` are those that the person
    /// read out, or those of [`App::answered_digits`] where both looked at them: whoever can write
    /// into the store may have put another answer there since.
    ///
    /// # Errors
    /// When there is no such invite, nobody or two devices answered, or the digits differ.
    pub fn approve(&self, name: &str, digits: &str) -> Result<Done<String>> {
        let (name, unsent) = self.act(|desk, ctx| {
            let mut open = self.open_invites(Time(0))?;
            let place = open.iter().position(|one| is(&one.invitee().name, name));
            let place = place.ok_or_else(|| Error::new("invite.none").with("name", name))?;
            let invitation = open.remove(place);
            let reach = self.reach(&desk.notes)?;
            let answer = self.answer(desk, &reach, &invitation, ctx.now)?;
            let compared = Compared::Digits(digits.to_owned());
            let mut objects = desk.firm.approve(&invitation, &answer, &compared, ctx)?;
            // A further device of somebody who is in is for the teams of that person as well.
            let teams = desk.firm.state().teams.keys().copied().collect();
            objects.extend(desk.firm.repair(&teams, ctx)?);
            Ok((invitation.invitee().name.clone(), objects, invites_document(&open)))
        })?;
        Ok(done(name, unsent))
    }

    /// Closes the invite of this name: whoever has its code is let in no more.
    ///
    /// # Errors
    /// When there is none.
    pub fn close_invite(&self, name: &str) -> Result<()> {
        let mut desk = self.open_desk()?;
        let mut open = self.open_invites(Time(0))?;
        let before = open.len();
        open.retain(|one| !is(&one.invitee().name, name));
        if open.len() == before {
            return Err(Error::new("invite.none").with("name", name));
        }
        self.keep_firm(&mut desk, &[], invites_document(&open))
    }

    /// The answer to an invite.
    ///
    /// # Errors
    /// When nobody answered, or two devices ever did: that is kept, so that nobody who takes one
    /// of the answers away again is let in by the other.
    pub(crate) fn answer(
        &self,
        desk: &mut Desk,
        reach: &Reach,
        invitation: &Invitation,
        now: Time,
    ) -> Result<Answer> {
        let answers = answers(reach, invitation)?;
        let answer = desk.firm.read_answers(invitation, &answers, now);
        if answer == Err(InviteError::Burnt) {
            self.keep_firm(desk, &[], Beside::default())?;
        }
        let name = invitation.invitee().name.as_str();
        answer?.ok_or_else(|| Error::new("invite.no-answer").with("name", name))
    }

    /// The invites that were still open at `now`.
    pub(crate) fn open_invites(&self, now: Time) -> Result<Vec<Invitation>> {
        let stored = self.with_vault(|vault| Ok(vault.document(INVITES)?))?;
        let Some(stored) = stored else { return Ok(Vec::new()) };
        let mut open = read_invites(&stored).ok_or_else(|| Error::new("firm.damaged"))?;
        open.retain(|one| one.expires() >= now);
        Ok(open)
    }
}

/// A result, and why others do not know of it yet.
pub(crate) fn done<T>(value: T, unsent: Option<Error>) -> Done<T> {
    Done { value, unsent: unsent.map(Into::into) }
}

fn invitee(firm: &mut Firm, request: &InviteRequest, name: &str) -> Result<Invitee> {
    let rank = request.role.rank(firm);
    let state = firm.state();
    let teams = request.teams.iter().map(|name| team(state, name)).collect::<Result<_>>()?;
    let known = person(state, name);
    let person = if request.further_device {
        Some(known?)
    } else if is_free(&known) {
        None
    } else {
        return Err(Error::new("firm.person-taken").with("name", name));
    };
    let auditor = request.role == RoleView::Auditor;
    let standing = if auditor { Standing::Auditor } else { Standing::Staff };
    Ok(Invitee { name: name.to_owned(), person, standing, rank, teams })
}

fn answers(reach: &Reach, invitation: &Invitation) -> Result<Vec<Vec<u8>>> {
    let id = invitation.secret().id();
    let mut answers = Vec::new();
    for name in reach.list()?.names() {
        if matches!(name, Name::Join(of, _) if *of == id) {
            answers.extend(reach.get(name)?);
        }
    }
    Ok(answers)
}

/// Open invites, each after its length in four bytes, big-endian.
fn invites_document(open: &[Invitation]) -> Beside {
    let kept: Vec<Secret> = open.iter().map(Invitation::to_secret).collect();
    let len = kept.iter().map(|one| one.expose().len() + 4).sum();
    let document = Secret::filled(len, |mut rest| {
        for one in &kept {
            let bytes = one.expose();
            let count = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            let (head, tail) = rest.split_at_mut(4);
            head.copy_from_slice(&count.to_be_bytes());
            let (here, more) = tail.split_at_mut(bytes.len());
            here.copy_from_slice(bytes);
            rest = more;
        }
        Ok::<_, InviteError>(())
    });
    Beside { documents: vec![(INVITES, document.ok())], ..Beside::default() }
}

fn read_invites(document: &Secret) -> Option<Vec<Invitation>> {
    let (mut rest, mut open) = (document.expose(), Vec::new());
    while let Some((head, tail)) = rest.split_first_chunk::<4>() {
        let len = usize::try_from(u32::from_be_bytes(*head)).ok()?;
        let (here, more) = tail.split_at_checked(len)?;
        open.push(Invitation::from_secret(&Secret::copy_of(here))?);
        rest = more;
    }
    Some(open)
}

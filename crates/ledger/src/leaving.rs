//! Somebody's leaving, change of role or absence, as administrators work through it: what was
//! asked and answered, and the sign-off. Sealed to administrators and auditors (protocol section
//! 17). What must be replaced is never in here: that is derived ([`crate::MustReplace`]).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use seal::Label;

use crate::EntryObjects;
use crate::author::AuthorError;
use crate::cbor;
use crate::firm::{Context, Firm};
use crate::ids::{AccountId, DepartureId, GroupId, LogPoint, PersonId, SealSalt, Time};
use crate::keys::{KeyId, context};
use crate::op::{self, SealedPart, Target};
use crate::register::SealedLeaving;

/// The most bytes of a text in an answer.
const MAX_TEXT: usize = 2000;

/// What somebody's leaving is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum DepartureKind {
    /// Leaves the firm.
    #[n(0)]
    Leaving,
    /// Changes role: keeps what the new teams need.
    #[n(1)]
    Moving,
    /// Is away for a while.
    #[n(2)]
    Away,
    /// Is cut off today.
    #[n(3)]
    CutOff,
    /// Stays; a device was lost.
    #[n(4)]
    LostDevice,
}

/// What is asked when somebody leaves. Some are asked for each account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Question {
    /// Did they have anything else: a phone, paper, a backup, a picture?
    #[n(0)]
    AnythingElse,
    /// Did they know the passwords?
    #[n(1)]
    KnewPasswords,
    /// Were they an administrator at the service, and are two left?
    #[n(2)]
    ServiceAdministrator,
    /// Is their phone number a method at an account?
    #[n(3)]
    PhoneNumber,
    /// Is a phone of the firm with them?
    #[n(4)]
    FirmPhone,
    /// Did they have sign-ins of their own that are to be removed?
    #[n(5)]
    OwnSignIns,
    /// Who replaces the key, and by when?
    #[n(6)]
    Assigned,
    /// When is a good moment?
    #[n(7)]
    GoodMoment,
    /// Why is the key of an account not replaced?
    #[n(8)]
    Exception,
    /// Who was told?
    #[n(9)]
    Told,
    /// Are they back from being away?
    #[n(10)]
    Returned,
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Choice {
    /// Yes.
    #[n(0)]
    Yes,
    /// No.
    #[n(1)]
    No,
    /// Nothing is to be done.
    #[n(2)]
    NotNeeded,
    /// Nobody knows.
    #[n(3)]
    NotKnown,
}

/// Somebody begins to leave; said again, the later word counts.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Depart {
    /// The name of this leaving.
    #[n(0)]
    pub departure: DepartureId,
    /// Who, or what.
    #[n(1)]
    pub who: Target,
    /// What it is.
    #[n(2)]
    pub kind: DepartureKind,
    /// The end of the last day.
    #[n(3)]
    pub last_day: Option<Time>,
    /// Why, in its author's words.
    #[n(4)]
    pub note: String,
}

/// An answer; the later word counts.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Answer {
    /// In which leaving.
    #[n(0)]
    pub departure: DepartureId,
    /// To which question.
    #[n(1)]
    pub question: Question,
    /// About which account, where it is asked for each.
    #[n(2)]
    pub account: Option<AccountId>,
    /// The answer.
    #[n(3)]
    pub choice: Choice,
    /// Who is to do it.
    #[n(4)]
    pub person: Option<PersonId>,
    /// By when.
    #[n(5)]
    pub due: Option<Time>,
    /// In its author's words.
    #[n(6)]
    pub text: String,
}

/// An administrator agrees that all is done that is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SignOff {
    /// Of which leaving.
    #[n(0)]
    pub departure: DepartureId,
    /// In its author's words.
    #[n(1)]
    pub text: String,
}

/// A sealed act on somebody's leaving.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum LeavingAct {
    /// It begins.
    #[n(0)]
    Depart(#[n(0)] Depart),
    /// An answer.
    #[n(1)]
    Answer(#[n(0)] Answer),
    /// The sign-off.
    #[n(2)]
    SignOff(#[n(0)] SignOff),
}

/// Somebody's leaving.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The entry that began it.
    pub by: LogPoint,
    /// The latest entry that says what it is: the one that began it, or a later one.
    pub changed: LogPoint,
    /// When, as its author claimed.
    pub at: Time,
    /// Who began it.
    pub begun_by: Option<PersonId>,
    /// Who, or what, leaves.
    pub who: Target,
    /// What it is.
    pub kind: DepartureKind,
    /// The end of the last day.
    pub last_day: Option<Time>,
    /// Why.
    pub note: String,
    /// The answers, by question and account.
    pub answers: BTreeMap<(Question, Option<AccountId>), Answered>,
    /// Who agreed that all is done, knowing everything that is said here, in order.
    pub sign_offs: Vec<SignedOff>,
}

/// An answer as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The entry.
    pub by: LogPoint,
    /// When, as its author claimed.
    pub at: Time,
    /// Who answered.
    pub answered_by: Option<PersonId>,
    /// The answer.
    pub answer: Answer,
}

/// A sign-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedOff {
    /// The entry.
    pub by: LogPoint,
    /// When, as its author claimed.
    pub at: Time,
    /// Who agreed.
    pub person: Option<PersonId>,
    /// In their words.
    pub text: String,
}

impl Departure {
    /// The first sign-off by somebody who neither began it nor leaves.
    pub fn signed_off(&self) -> Option<&SignedOff> {
        let leaves = |person| self.who == Target::Person(person);
        self.sign_offs.iter().find(|one| {
            one.person.is_some_and(|person| Some(person) != self.begun_by && !leaves(person))
        })
    }

    fn begun(sealed: &SealedLeaving, depart: Depart) -> Self {
        Self {
            by: sealed.by,
            changed: sealed.by,
            at: sealed.at,
            begun_by: sealed.person,
            who: depart.who,
            kind: depart.kind,
            last_day: depart.last_day,
            note: depart.note,
            answers: BTreeMap::new(),
            sign_offs: Vec::new(),
        }
    }

    fn change(&mut self, by: LogPoint, depart: Depart) {
        self.changed = by;
        self.kind = depart.kind;
        self.last_day = depart.last_day;
        self.note = depart.note;
    }

    /// The entries that a sign-off covers. That somebody is back overturns nothing.
    fn said(&self) -> impl Iterator<Item = LogPoint> {
        let answers =
            self.answers.iter().filter(|((question, _), _)| *question != Question::Returned);
        answers.map(|(_, answered)| answered.by).chain([self.changed])
    }
}

impl Firm {
    /// Every leaving that this device can read, by name. What an administrator's or an auditor's
    /// device cannot open, it leaves out; others read none. A sign-off counts as long as nothing
    /// was said that its author did not know.
    pub fn departures(&mut self) -> BTreeMap<DepartureId, Departure> {
        self.settle();
        let mut found: BTreeMap<DepartureId, Departure> = BTreeMap::new();
        for sealed in self.register_now().into_iter().flat_map(|register| &register.leaving) {
            for act in self.open_leaving(&sealed.sealed).unwrap_or_default() {
                fold_act(&mut found, sealed, act);
            }
        }
        found.values_mut().for_each(|leaving| self.drop_overtaken(leaving));
        found
    }

    /// Takes away the sign-offs whose authors did not know all that was said of a leaving.
    pub fn drop_overtaken(&self, leaving: &mut Departure) {
        let said: Vec<LogPoint> = leaving.said().collect();
        leaving.sign_offs.retain(|sign| said.iter().all(|by| self.knew(sign.by, *by)));
    }

    /// How many entries on somebody's leaving this device cannot open: all of them for who is
    /// neither administrator nor auditor, and those from before a reader was let in.
    pub fn unread_leavings(&mut self) -> usize {
        self.settle();
        let entries = self.register_now().into_iter().flat_map(|register| &register.leaving);
        entries.filter(|sealed| self.open_leaving(&sealed.sealed).is_none()).count()
    }

    /// Writes acts on somebody's leaving, sealed for administrators and auditors.
    ///
    /// # Errors
    /// [`AuthorError::NotAllowed`] for who is no administrator, [`AuthorError::OutOfBounds`] for
    /// texts that are too long, [`AuthorError`].
    pub fn write_leaving(
        &mut self,
        acts: &[LeavingAct],
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        if !self.as_author()?.rank.is_administrator() {
            return Err(AuthorError::NotAllowed);
        }
        if !acts.iter().all(LeavingAct::is_sound) {
            return Err(AuthorError::OutOfBounds);
        }
        let mut objects = self.renew(&[GroupId::ADMINISTRATORS], ctx)?;
        let readers = self.readers_keys(&[GroupId::ADMINISTRATORS])?;
        let plain = LeavingAct::write_all(acts);
        let mut sealed = Vec::new();
        for id in readers {
            sealed.push(self.seal_leaving(id, &plain, ctx)?);
        }
        objects.extend(self.author(vec![op::Leaving { sealed }.into()], Vec::new(), ctx)?);
        Ok(objects)
    }

    fn seal_leaving(
        &self,
        (group, epoch): KeyId,
        plain: &[u8],
        ctx: &mut Context<'_>,
    ) -> Result<SealedPart, AuthorError> {
        let key = self.ring.key((group, epoch)).ok_or(AuthorError::NoKey)?;
        let salt = SealSalt::make(ctx.entropy)?;
        let place = context(self.pin.firm, group, epoch);
        let label = Label::SEAL_LEAVING;
        let sealed = seal::seal_content(key, label, &place, &salt.0, &[], plain)?;
        Ok(SealedPart { group, epoch, salt, sealed })
    }

    pub(crate) fn open_leaving(&self, parts: &[SealedPart]) -> Option<Vec<LeavingAct>> {
        let (part, key) =
            parts.iter().find_map(|part| Some((part, self.ring.key((part.group, part.epoch))?)))?;
        let place = context(self.pin.firm, part.group, part.epoch);
        let label = Label::SEAL_LEAVING;
        let plain = seal::open_content(key, label, &place, &part.salt.0, &[], &part.sealed);
        LeavingAct::read_all(plain.ok()?.expose())
    }
}

impl LeavingAct {
    /// Writes acts as they are sealed.
    pub fn write_all(acts: &[Self]) -> Vec<u8> {
        cbor::to_vec(&acts.to_vec())
    }

    /// Reads acts that were sealed; `None` for what no program writes, and for an act with an
    /// unknown kind.
    pub fn read_all(plain: &[u8]) -> Option<Vec<Self>> {
        let acts: Vec<Self> = cbor::from_slice(plain).ok()?;
        acts.iter().all(Self::is_sound).then_some(acts)
    }

    fn is_sound(&self) -> bool {
        let text = match self {
            Self::Depart(act) => &act.note,
            Self::Answer(act) => &act.text,
            Self::SignOff(act) => &act.text,
        };
        text.len() <= MAX_TEXT
    }
}

fn fold_act(found: &mut BTreeMap<DepartureId, Departure>, sealed: &SealedLeaving, act: LeavingAct) {
    match act {
        LeavingAct::Depart(depart) => match found.get_mut(&depart.departure) {
            Some(known) if known.who == depart.who => known.change(sealed.by, depart),
            Some(_) => {}
            None => {
                found.insert(depart.departure, Departure::begun(sealed, depart));
            }
        },
        LeavingAct::Answer(answer) => {
            if let Some(known) = found.get_mut(&answer.departure) {
                let place = (answer.question, answer.account);
                let (by, at, answered_by) = (sealed.by, sealed.at, sealed.person);
                known.answers.insert(place, Answered { by, at, answered_by, answer });
            }
        }
        LeavingAct::SignOff(act) => {
            if let Some(known) = found.get_mut(&act.departure) {
                let (by, at, person) = (sealed.by, sealed.at, sealed.person);
                known.sign_offs.push(SignedOff { by, at, person, text: act.text });
            }
        }
    }
}

//! What the log says beside the firm's state: which secret keys got to whom by other routes than
//! this program, how far their replacement is, who approved what (protocol section 17).
//!
//! It is no part of [`crate::State`] and of its hash: programs that came before it skip these
//! operations and still agree on everything else.

use std::collections::BTreeMap;

use crate::entry::Verified;
use crate::ids::{AccountId, GivenId, LogPoint, PersonId, RequestId, Time, VersionId};
use crate::op::{self, Fate, Route, SealedPart, Step, StepAnswer, VersionRef};
use crate::rules::Author;

/// Months for which records of use are kept, until the firm says otherwise.
pub const USE_MONTHS: u32 = 24;

/// The shortest and the longest time for which records of use may be kept, in months.
pub const USE_MONTHS_BOUNDS: std::ops::RangeInclusive<u32> = 12..=72;

/// What the log says of keys outside this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Every key that was given by another route.
    pub given: BTreeMap<GivenId, Given>,
    /// What people did at services, by key version.
    pub steps: BTreeMap<(AccountId, VersionId, Step), StepDone>,
    /// Requests for approval.
    pub requests: BTreeMap<RequestId, Requested>,
    /// The firm's rules.
    pub rules: FirmRules,
    /// When it was set, or lifted, that two administrators must agree, in order.
    pub two_people: Vec<RuleChange>,
    /// Who is away, and the entry that says so.
    pub away: BTreeMap<PersonId, LogPoint>,
    /// Sealed work on leavers, in order.
    pub(crate) leaving: Vec<SealedLeaving>,
}

/// A secret key that was given to a person by another route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The entry.
    pub by: LogPoint,
    /// When, as its author claimed.
    pub at: Time,
    /// Which key.
    pub version: VersionRef,
    /// To whom.
    pub to: PersonId,
    /// How.
    pub route: Route,
    /// The number of the paper.
    pub number: Option<u32>,
    /// Until when it is to come back.
    pub due: Option<Time>,
    /// Why.
    pub reason: String,
    /// The request that another administrator approved.
    pub request: Option<RequestId>,
    /// What became of it, the latest word; `None` while nobody has said.
    pub fate: Option<Fate>,
    /// When that was said, as its author claimed.
    pub fate_at: Option<Time>,
    /// The entry that says that it is lost. Found again, it still was lost for a time.
    pub lost: Option<LogPoint>,
}

/// A step that was done at a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepDone {
    /// The entry.
    pub by: LogPoint,
    /// When, as its author claimed.
    pub at: Time,
    /// How far it is.
    pub answer: StepAnswer,
}

/// A request for the approval of a second administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requested {
    /// The entry.
    pub by: LogPoint,
    /// When, as its author claimed.
    pub at: Time,
    /// Who asks.
    pub person: PersonId,
    /// Which account's key.
    pub account: AccountId,
    /// To whom.
    pub to: PersonId,
    /// How.
    pub route: Route,
    /// Why.
    pub reason: String,
    /// What another administrator said, the first word.
    pub answer: Option<Approval>,
}

/// What a second administrator said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The entry.
    pub by: LogPoint,
    /// When, as its author claimed.
    pub at: Time,
    /// Who.
    pub person: PersonId,
    /// Whether it may be done.
    pub granted: bool,
}

/// A change of the rule that two administrators must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleChange {
    /// The entry.
    pub by: LogPoint,
    /// When, as its author claimed.
    pub at: Time,
    /// Who.
    pub person: Option<PersonId>,
    /// Whether two must agree from here on.
    pub must_agree: bool,
}

/// Rules that a firm sets itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirmRules {
    /// A key leaves the program only when two administrators agree.
    pub two_people: bool,
    /// For how many months records of use are kept.
    pub keep_use_months: u32,
}

/// Work on somebody's leaving, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SealedLeaving {
    pub(crate) by: LogPoint,
    pub(crate) at: Time,
    pub(crate) person: Option<PersonId>,
    pub(crate) sealed: Vec<SealedPart>,
}

impl Default for FirmRules {
    fn default() -> Self {
        Self { two_people: false, keep_use_months: USE_MONTHS }
    }
}

impl Given {
    /// Whether it is paper, or a file, that nobody has said came back or was destroyed.
    pub fn is_outstanding(&self) -> bool {
        let comes_back = matches!(self.route, Route::Paper | Route::File);
        comes_back && !matches!(self.fate, Some(Fate::Returned | Fate::Destroyed))
    }
}

impl Register {
    /// The number for the next paper: one after the largest.
    pub fn next_number(&self) -> u32 {
        let numbers = self.given.values().filter_map(|given| given.number);
        numbers.max().unwrap_or(0).saturating_add(1)
    }

    /// Takes an act. Of two that have one name none hides the other: the second gets another.
    pub(crate) fn give(&mut self, entry: &Verified, op: &op::Give) {
        let given = Given {
            by: entry.point(),
            at: entry.header.wall,
            version: op.at,
            to: op.to,
            route: op.route,
            number: op.number,
            due: op.due,
            reason: op.reason.clone(),
            request: op.request,
            fate: None,
            fate_at: None,
            lost: None,
        };
        self.given.insert(self.free_name(entry, op.given), given);
    }

    fn free_name(&self, entry: &Verified, wanted: GivenId) -> GivenId {
        let mut name = wanted;
        let mut next = entry.hash.0.first_chunk().copied().map_or(0, u128::from_be_bytes);
        while self.given.contains_key(&name) {
            name = GivenId(next.to_be_bytes());
            next = next.wrapping_add(1);
        }
        name
    }

    pub(crate) fn set_given(&mut self, entry: &Verified, op: &op::GivenSet) {
        let Some(given) = self.given.get_mut(&op.given) else { return };
        given.fate = Some(op.fate);
        given.fate_at = Some(entry.header.wall);
        if op.fate == Fate::Lost {
            given.lost.get_or_insert(entry.point());
        }
    }

    pub(crate) fn set_step(&mut self, entry: &Verified, op: &op::StepSet) {
        let done = StepDone { by: entry.point(), at: entry.header.wall, answer: op.answer };
        self.steps.insert((op.at.account, op.at.version, op.step), done);
    }

    pub(crate) fn request(&mut self, entry: &Verified, author: &Author, op: &op::Request) {
        let Some(person) = author.person else { return };
        self.requests.entry(op.request).or_insert_with(|| Requested {
            by: entry.point(),
            at: entry.header.wall,
            person,
            account: op.account,
            to: op.to,
            route: op.route,
            reason: op.reason.clone(),
            answer: None,
        });
    }

    /// Takes the first word of somebody else: nobody approves what they asked for.
    pub(crate) fn approve(&mut self, entry: &Verified, author: &Author, op: &op::Approve) {
        let Some(person) = author.person else { return };
        let asked = self.requests.get_mut(&op.request);
        if let Some(asked) = asked.filter(|asked| asked.person != person) {
            let (by, at) = (entry.point(), entry.header.wall);
            asked.answer.get_or_insert(Approval { by, at, person, granted: op.granted });
        }
    }

    /// Takes the firm's rules. Whether two must agree is changed only by who knew how it was before:
    /// whoever changes something else does not undo it unawares.
    pub(crate) fn set_rules(
        &mut self,
        entry: &Verified,
        author: &Author,
        op: &op::RulesSet,
        knew: impl Fn(LogPoint) -> bool,
    ) {
        if !USE_MONTHS_BOUNDS.contains(&op.keep_use_months) {
            return;
        }
        self.rules.keep_use_months = op.keep_use_months;
        let is_unaware = self.two_people.last().is_some_and(|last| !knew(last.by));
        if op.two_people != self.rules.two_people && !is_unaware {
            self.rules.two_people = op.two_people;
            let (by, at, person) = (entry.point(), entry.header.wall, author.person);
            self.two_people.push(RuleChange { by, at, person, must_agree: op.two_people });
        }
    }

    pub(crate) fn suspend(&mut self, entry: &Verified, op: &op::Suspend) {
        if op.away {
            self.away.entry(op.person).or_insert(entry.point());
        } else {
            self.away.remove(&op.person);
        }
    }

    pub(crate) fn leaving(&mut self, entry: &Verified, author: &Author, op: &op::Leaving) {
        self.leaving.push(SealedLeaving {
            by: entry.point(),
            at: entry.header.wall,
            person: author.person,
            sealed: op.sealed.clone(),
        });
    }
}

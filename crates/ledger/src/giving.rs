//! Keys that leave this program: on a phone, on paper, in a file, shown. Each act is written before
//! it is done, so that the register can hold too much and never too little.

use crate::EntryObjects;
use crate::author::AuthorError;
use crate::firm::{Context, Firm};
use crate::ids::{AccountId, GivenId, PersonId, RequestId, Time};
use crate::op::{
    Approve, Fate, Give, GivenSet, Request, Route, RulesSet, Step, StepAnswer, StepSet, Suspend,
    VersionRef,
};
use crate::register::{FirmRules, Requested, USE_MONTHS_BOUNDS};

/// The most bytes of a reason.
const MAX_REASON: usize = 500;

/// A key to be given to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giving {
    /// Which key.
    pub at: VersionRef,
    /// To whom.
    pub to: PersonId,
    /// How.
    pub route: Route,
    /// Until when it is to come back, where it does.
    pub due: Option<Time>,
    /// Why.
    pub reason: String,
    /// The approved request, where the firm's rules ask for one.
    pub request: Option<RequestId>,
}

impl Firm {
    /// Writes that a key is given to a person by another route. Paper gets the next number.
    ///
    /// # Errors
    /// [`AuthorError::Unknown`] for a version or person that is not here or has left;
    /// [`AuthorError::NotAllowed`] for a deputy who never held the account;
    /// [`AuthorError::NeedsApproval`] when the firm's rules ask for a second administrator and
    /// none approved this; [`AuthorError::OutOfBounds`] for a reason that is too long;
    /// [`AuthorError`].
    pub fn give(
        &mut self,
        giving: &Giving,
        ctx: &mut Context<'_>,
    ) -> Result<(GivenId, EntryObjects), AuthorError> {
        self.may_give(giving)?;
        let number = (giving.route == Route::Paper).then(|| self.register().next_number());
        self.write_given(giving, number, ctx)
    }

    /// Whether [`Firm::give`] would find the person in the firm and what its rules ask for.
    ///
    /// # Errors
    /// As [`Firm::give`].
    pub fn may_give(&mut self, giving: &Giving) -> Result<(), AuthorError> {
        if !self.is_in(giving.to) {
            return Err(AuthorError::Unknown);
        }
        if self.register().rules.two_people && !self.is_approved(giving) {
            return Err(AuthorError::NeedsApproval);
        }
        Ok(())
    }

    /// Writes that a person has a key by a route that nobody wrote down: it came out later. The
    /// person may have left.
    ///
    /// # Errors
    /// [`AuthorError::Unknown`] for a version or person that was never here,
    /// [`AuthorError::OutOfBounds`], [`AuthorError`].
    pub fn found_given(
        &mut self,
        giving: &Giving,
        ctx: &mut Context<'_>,
    ) -> Result<(GivenId, EntryObjects), AuthorError> {
        if !self.state().people.contains_key(&giving.to) {
            return Err(AuthorError::Unknown);
        }
        self.write_given(giving, None, ctx)
    }

    fn write_given(
        &mut self,
        giving: &Giving,
        number: Option<u32>,
        ctx: &mut Context<'_>,
    ) -> Result<(GivenId, EntryObjects), AuthorError> {
        self.known_version(giving.at)?;
        self.must_count_for(giving.at.account)?;
        if giving.reason.len() > MAX_REASON {
            return Err(AuthorError::OutOfBounds);
        }
        let given = GivenId::make(ctx.entropy)?;
        let op = Give {
            given,
            at: giving.at,
            to: giving.to,
            route: giving.route,
            number,
            due: giving.due,
            reason: giving.reason.clone(),
            request: giving.request,
        };
        Ok((given, self.author(vec![op.into()], Vec::new(), ctx)?))
    }

    /// Writes what became of a key that was given.
    ///
    /// # Errors
    /// [`AuthorError::Unknown`] where none was given so, [`AuthorError`].
    pub fn set_given(
        &mut self,
        given: GivenId,
        fate: Fate,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let about = self.register().given.get(&given).map(|given| given.version.account);
        self.must_count_for(about.ok_or(AuthorError::Unknown)?)?;
        self.author(vec![GivenSet { given, fate }.into()], Vec::new(), ctx)
    }

    /// Writes how far a step of replacing a key is.
    ///
    /// # Errors
    /// [`AuthorError`].
    pub fn set_step(
        &mut self,
        at: VersionRef,
        step: Step,
        answer: StepAnswer,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        self.known_version(at)?;
        self.author(vec![StepSet { at, step, answer }.into()], Vec::new(), ctx)
    }

    /// Asks another administrator to approve that a key is given.
    ///
    /// # Errors
    /// [`AuthorError::Unknown`] for an account or person that is not here, [`AuthorError`].
    pub fn request(
        &mut self,
        account: AccountId,
        (to, route): (PersonId, Route),
        reason: &str,
        ctx: &mut Context<'_>,
    ) -> Result<(RequestId, EntryObjects), AuthorError> {
        if !self.state().accounts.contains_key(&account) || !self.is_in(to) {
            return Err(AuthorError::Unknown);
        }
        if reason.len() > MAX_REASON {
            return Err(AuthorError::OutOfBounds);
        }
        let request = RequestId::make(ctx.entropy)?;
        let op = Request { request, account, to, route, reason: reason.to_owned() };
        Ok((request, self.author(vec![op.into()], Vec::new(), ctx)?))
    }

    /// Approves another's request, or refuses it.
    ///
    /// # Errors
    /// [`AuthorError::NotAllowed`] for the own request, [`AuthorError::Unknown`] for one that is
    /// not here or was answered, [`AuthorError`].
    pub fn approve_request(
        &mut self,
        request: RequestId,
        granted: bool,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        let me = self.person();
        let asked = self.register().requests.get(&request);
        let asked = asked.filter(|asked| asked.answer.is_none()).ok_or(AuthorError::Unknown)?;
        if Some(asked.person) == me {
            return Err(AuthorError::NotAllowed);
        }
        self.author(vec![Approve { request, granted }.into()], Vec::new(), ctx)
    }

    /// Sets the firm's rules.
    ///
    /// # Errors
    /// [`AuthorError::OutOfBounds`] for months beyond [`USE_MONTHS_BOUNDS`], [`AuthorError`].
    pub fn set_rules(
        &mut self,
        rules: FirmRules,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        if !USE_MONTHS_BOUNDS.contains(&rules.keep_use_months) {
            return Err(AuthorError::OutOfBounds);
        }
        let FirmRules { two_people, keep_use_months } = rules;
        self.author(vec![RulesSet { two_people, keep_use_months }.into()], Vec::new(), ctx)
    }

    /// Says that a person is away, or back.
    ///
    /// # Errors
    /// [`AuthorError::Unknown`] for who is not in the firm, [`AuthorError`].
    pub fn suspend(
        &mut self,
        person: PersonId,
        away: bool,
        ctx: &mut Context<'_>,
    ) -> Result<EntryObjects, AuthorError> {
        if !self.is_in(person) {
            return Err(AuthorError::Unknown);
        }
        self.author(vec![Suspend { person, away }.into()], Vec::new(), ctx)
    }

    /// An act that would not count must not be done.
    fn must_count_for(&mut self, account: AccountId) -> Result<(), AuthorError> {
        let author = self.as_author()?;
        let state = self.state();
        let added =
            state.accounts.get(&account).is_some_and(|one| one.added.device == author.device);
        let held = author.person.is_some_and(|person| state.held_once(person, account));
        let may = author.rank.is_administrator() || added || held;
        if may { Ok(()) } else { Err(AuthorError::NotAllowed) }
    }

    fn is_in(&mut self, person: PersonId) -> bool {
        self.state().people.get(&person).is_some_and(|person| person.stopped.is_none())
    }

    /// Whether another administrator said yes to just this, and it was not used yet.
    fn is_approved(&mut self, giving: &Giving) -> bool {
        let Some(request) = giving.request else { return false };
        let register = self.register();
        let used = register.given.values().any(|given| given.request == Some(request));
        let fits = |asked: &Requested| {
            asked.account == giving.at.account
                && (asked.to, asked.route) == (giving.to, giving.route)
                && asked.answer.is_some_and(|answer| answer.granted)
        };
        !used && register.requests.get(&request).is_some_and(fits)
    }
}

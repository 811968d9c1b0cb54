//! What people do with keys outside the program, and on somebody's leaving.

use ledger::{
    AuthorError, Choice as Answered, Context, Depart, DepartureId, DepartureKind, Fate, Firm,
    FirmRules, GivenId, Giving, LeavingAct, LeavingAnswer, Question, Route, SignOff, Step,
    StepAnswer, Target,
};

use crate::acts::{Act, Choice, Gave};

const ROUTES: [Route; 6] =
    [Route::Phone, Route::Paper, Route::File, Route::Shown, Route::Export, Route::Other];
const FATES: [Fate; 4] = [Fate::Received, Fate::Returned, Fate::Destroyed, Fate::Lost];
const STEPS: [Step; 3] = [Step::Begun, Step::PasswordChanged, Step::OldMethodRemoved];

impl Choice {
    fn route(&self) -> Route {
        ROUTES[self.number % ROUTES.len()]
    }

    pub(crate) fn go_back(
        &self,
        firm: &mut Firm,
        ctx: &mut Context<'_>,
    ) -> Result<Act, AuthorError> {
        let to = self.version.ok_or(AuthorError::Unknown)?;
        let (at, objects) = firm.go_back(to, ctx)?;
        let said = format!("goes back to {to:?} as {}", at.version);
        Ok(Act { said, objects, version: Some(at), ..Act::default() })
    }

    /// Gives a key, most often to somebody whom chance chooses; an approved one to whom it is for.
    pub(crate) fn give(&self, firm: &mut Firm, ctx: &mut Context<'_>) -> Result<Act, AuthorError> {
        let at = self.version.ok_or(AuthorError::Unknown)?;
        let (to, route) = (self.person.ok_or(AuthorError::Unknown)?, self.route());
        let mut giving = Giving { at, to, route, due: None, reason: String::new(), request: None };
        let asked = firm.register().requests.iter();
        if let Some((id, asked)) = asked.clone().find(|(_, one)| one.account == at.account) {
            (giving.to, giving.route, giving.request) = (asked.to, asked.route, Some(*id));
        }
        let to = giving.to;
        let held = firm.state().person_holds(to, at.account);
        let (given, objects) = firm.give(&giving, ctx)?;
        let said = format!("gives {at:?} to {to} as {:?}: {given}", giving.route);
        Ok(Act { said, objects, gave: Some(Gave { to, at, held }), ..Act::default() })
    }

    pub(crate) fn set_given(
        &self,
        firm: &mut Firm,
        ctx: &mut Context<'_>,
    ) -> Result<Act, AuthorError> {
        let all: Vec<GivenId> = firm.register().given.keys().copied().collect();
        let given = *all.get(self.number % all.len().max(1)).ok_or(AuthorError::Unknown)?;
        let (fate, at) = (FATES[self.kind], firm.register().given[&given].version);
        let objects = firm.set_given(given, fate, ctx)?;
        let lost = (fate == Fate::Lost).then_some(at);
        Ok(Act { said: format!("says of {given}: {fate:?}"), objects, lost, ..Act::default() })
    }

    pub(crate) fn set_step(
        &self,
        firm: &mut Firm,
        ctx: &mut Context<'_>,
    ) -> Result<Act, AuthorError> {
        let at = self.version.ok_or(AuthorError::Unknown)?;
        let step = STEPS[self.number % STEPS.len()];
        let objects = firm.set_step(at, step, StepAnswer::Yes, ctx)?;
        Ok(Act { said: format!("has done {step:?} for {at:?}"), objects, ..Act::default() })
    }

    /// Answers what was asked, or asks; once in a while two must agree from now on, or not any more.
    pub(crate) fn ask_or_approve(
        &self,
        firm: &mut Firm,
        ctx: &mut Context<'_>,
    ) -> Result<Act, AuthorError> {
        let me = firm.person();
        let requests = firm.register().requests.iter();
        let mut open = requests.filter(|(_, one)| one.answer.is_none() && Some(one.person) != me);
        let open = open.next().map(|(id, _)| *id);
        let (said, objects) = match (open, self.kind) {
            (_, 0) => {
                let rules =
                    FirmRules { two_people: self.number.is_multiple_of(2), keep_use_months: 12 };
                (format!("sets {rules:?}"), firm.set_rules(rules, ctx)?)
            }
            (Some(request), _) => {
                (format!("approves {request}"), firm.approve_request(request, true, ctx)?)
            }
            (None, _) => {
                let (account, to) = self.account.zip(self.person).ok_or(AuthorError::Unknown)?;
                let (request, objects) = firm.request(account, (to, self.route()), "", ctx)?;
                (format!("asks for {request}"), objects)
            }
        };
        Ok(Act { said, objects, ..Act::default() })
    }

    pub(crate) fn leaving(
        &self,
        firm: &mut Firm,
        ctx: &mut Context<'_>,
    ) -> Result<Act, AuthorError> {
        let begun = firm.departures().keys().next().copied();
        let act = match (begun, self.kind) {
            (Some(departure), 0) => LeavingAct::SignOff(SignOff { departure, text: String::new() }),
            (Some(departure), 1 | 2) => LeavingAct::Answer(LeavingAnswer {
                departure,
                question: Question::Exception,
                account: self.account,
                choice: Answered::Yes,
                person: self.person,
                due: None,
                text: String::new(),
            }),
            _ => LeavingAct::Depart(Depart {
                departure: DepartureId::make(ctx.entropy)?,
                who: Target::Person(self.person.ok_or(AuthorError::Unknown)?),
                kind: DepartureKind::Leaving,
                last_day: None,
                note: String::new(),
            }),
        };
        let said = format!("writes on a leaving: {act:?}");
        Ok(Act { said, objects: firm.write_leaving(&[act], ctx)?, ..Act::default() })
    }
}

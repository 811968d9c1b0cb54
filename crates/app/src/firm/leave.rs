//! Somebody leaves, changes role, is away or is cut off: beginning it, answering what is asked, and
//! the sign-off. What they had and what is to be replaced is derived, never stored.

use std::collections::BTreeMap;

use ledger::{
    Choice, Context, Depart, DepartureId, DepartureKind, Firm, LeavingAct, LeavingAnswer, Object,
    PersonId, Question, Removal, SignOff, State, Target, Time,
};
use serde::Deserialize;

use super::besides::found_besides;
use super::desk::{Beside, Desk};
use super::invite::done;
use super::leavers::{self, Copies, Known, departure_view};
use super::names::{self, account_named, device_ever, person, person_ever, team};
use super::people::Leaver;
use super::views::{ChoiceView, DepartureKindView, DepartureView, Done, QuestionView, RouteView};
use crate::error::Result;
use crate::{App, Error};

/// Who leaves, and how.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct LeavingRequest {
    /// Who; a device for a lost one.
    pub who: Leaver,
    /// What it is.
    pub kind: DepartureKindView,
    /// The end of the last day; none for now.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub last_day: Option<u64>,
    /// Why, in words. Administrators and auditors can read it.
    pub note: String,
    /// For a change of role: the teams to be in from then on.
    pub teams: Vec<String>,
}

/// An answer to what is asked when somebody leaves.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct AnswerRequest {
    /// The question.
    pub question: QuestionView,
    /// The account that it is about, by label or id.
    pub account: Option<String>,
    /// The answer.
    pub choice: ChoiceView,
    /// Who is to do it.
    pub person: Option<String>,
    /// By when.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub due: Option<u64>,
    /// In words.
    pub text: String,
    /// For what they had besides: by which route.
    pub route: Option<RouteView>,
    /// And which of the account's keys, by number from 1; the newest one that they had where it is
    /// not said.
    pub key: Option<u32>,
}

impl App {
    /// Begins somebody's leaving. Who is cut off, or whose last day is over, is removed at once; for
    /// a change of role the teams are changed at once; who is away has the keys put away.
    ///
    /// # Errors
    /// When there is no such person or device, it is begun already, or it is not for this person
    /// to do.
    pub fn start_leaving(&self, request: &LeavingRequest) -> Result<Done<DepartureView>> {
        let (view, unsent) = self.act(|desk, ctx| {
            let who = meant(desk.firm.state(), &request.who)?;
            fits(who, request.kind)?;
            not_begun(&mut desk.firm, who, request)?;
            let departure = DepartureId::make(ctx.entropy).map_err(ledger::AuthorError::from)?;
            let depart = Depart {
                departure,
                who,
                kind: request.kind.into(),
                last_day: Some(Time(request.last_day.unwrap_or(ctx.now.0))),
                note: request.note.trim().to_owned(),
            };
            let is_in = is_in(desk.firm.state(), who);
            let is_over = request.last_day.is_none_or(|at| at <= ctx.now.0);
            let mut objects = desk.firm.write_leaving(&[LeavingAct::Depart(depart)], ctx)?;
            objects.extend(match (who, DepartureKind::from(request.kind)) {
                _ if !is_in => Vec::new(),
                (_, DepartureKind::CutOff | DepartureKind::LostDevice) => {
                    take_out(desk, who, &request.note, ctx)?
                }
                (_, DepartureKind::Leaving) if is_over => take_out(desk, who, &request.note, ctx)?,
                (Target::Person(person), DepartureKind::Moving) => {
                    change_teams(&mut desk.firm, person, &request.teams, ctx)?
                }
                (Target::Person(person), DepartureKind::Away) => {
                    desk.firm.suspend(person, true, ctx)?
                }
                _ => Vec::new(),
            });
            let view = self.view_of(desk, departure)?;
            Ok((view, objects, Beside::default()))
        })?;
        Ok(done(view, unsent))
    }

    /// Removes from the firm who leaves and is still in: their last day has come.
    ///
    /// # Errors
    /// As [`App::remove_leaver`].
    pub fn remove_departing(&self, name: &str) -> Result<Done<DepartureView>> {
        self.on_departure(name, |desk, (_, leaving), ctx| {
            let note = leaving.note.clone();
            take_out(desk, leaving.who, &note, ctx)
        })
    }

    /// Takes an answer to what is asked. What they had besides joins the register.
    ///
    /// # Errors
    /// When nobody of that name leaves, or what the answer names is unknown; `leaver.key` for a key
    /// that the account never had.
    pub fn answer_leaving(
        &self,
        name: &str,
        request: &AnswerRequest,
    ) -> Result<Done<DepartureView>> {
        self.on_departure(name, |desk, (departure, leaving), ctx| {
            let answer = answer(&mut desk.firm, departure, request)?;
            let mut objects =
                desk.firm.write_leaving(&[LeavingAct::Answer(answer.clone())], ctx)?;
            if answer.question == Question::AnythingElse && answer.choice == Choice::Yes {
                let found = (&answer, request.route, request.key);
                objects.extend(found_besides(&mut desk.firm, &leaving, found, ctx)?);
            }
            let Target::Person(person) = leaving.who else { return Ok(objects) };
            if answer.question == Question::Returned && answer.choice == Choice::Yes {
                objects.extend(desk.firm.suspend(person, false, ctx)?);
            }
            Ok(objects)
        })
    }

    /// Signs off that all is done. It counts from another administrator than the one who began it.
    ///
    /// # Errors
    /// `leaver.not-done` while something is left to do, `leaver.second` for who began it.
    pub fn sign_off(&self, name: &str, text: &str) -> Result<Done<DepartureView>> {
        self.on_departure(name, |desk, (departure, leaving), ctx| {
            let known = Known::gather(&mut desk.firm, BTreeMap::new());
            let view = departure_view(&mut desk.firm, departure, &leaving, &known);
            if !view.left.is_empty() {
                return Err(Error::new("leaver.not-done").with("name", view.name));
            }
            if !view.may_sign_off {
                return Err(Error::new("leaver.second").with("name", view.name));
            }
            let act = SignOff { departure, text: text.trim().to_owned() };
            Ok(desk.firm.write_leaving(&[LeavingAct::SignOff(act)], ctx)?)
        })
    }

    /// Everybody's leaving that this person may read, what is open first.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn departures(&self) -> Result<Vec<DepartureView>> {
        let mut firm = self.glance_at_firm()?.firm;
        let copies = self.with_vault(leavers::copies)?;
        let mut views = views(&mut firm, copies);
        views.sort_by_key(|view| (view.signed_off_at.is_some(), std::cmp::Reverse(view.begun_at)));
        Ok(views)
    }

    /// The leaving of this person, device or id: the latest.
    ///
    /// # Errors
    /// `leaver.none` where nobody of that name leaves, `leaver.several` where more than one does.
    pub fn departure(&self, name: &str) -> Result<DepartureView> {
        let mut firm = self.glance_at_firm()?.firm;
        let (id, leaving) = names::departure(&mut firm, name)?;
        let known = Known::gather(&mut firm, self.with_vault(leavers::copies)?);
        Ok(departure_view(&mut firm, id, &leaving, &known))
    }

    fn on_departure(
        &self,
        name: &str,
        work: impl FnOnce(
            &mut Desk,
            (DepartureId, ledger::Departure),
            &mut Context<'_>,
        ) -> Result<Vec<Object>>,
    ) -> Result<Done<DepartureView>> {
        let (view, unsent) = self.act(|desk, ctx| {
            let (id, leaving) = names::departure(&mut desk.firm, name)?;
            let objects = work(desk, (id, leaving), ctx)?;
            let view = self.view_of(desk, id)?;
            Ok((view, objects, Beside::default()))
        })?;
        Ok(done(view, unsent))
    }

    fn view_of(&self, desk: &mut Desk, id: DepartureId) -> Result<DepartureView> {
        let copies = self.with_vault(leavers::copies)?;
        let all = desk.firm.departures();
        let leaving = all.get(&id).ok_or_else(|| Error::new("firm.not-arrived"))?;
        let known = Known::gather(&mut desk.firm, copies);
        Ok(departure_view(&mut desk.firm, id, leaving, &known))
    }
}

fn views(firm: &mut Firm, copies: Copies) -> Vec<DepartureView> {
    let known = Known::gather(firm, copies);
    let all = firm.departures();
    all.iter().map(|(id, leaving)| departure_view(firm, *id, leaving, &known)).collect()
}

/// Who, or what, is meant; also somebody who was removed already.
fn meant(state: &State, leaver: &Leaver) -> Result<Target> {
    match leaver {
        Leaver::Person(name) => Ok(Target::Person(person_ever(state, name)?)),
        Leaver::Device(name) => Ok(Target::Device(device_ever(state, name)?)),
    }
}

pub(crate) fn is_in(state: &State, who: Target) -> bool {
    match who {
        Target::Person(person) => !state.has_left(person),
        Target::Device(device) => state.is_live(device),
    }
}

fn fits(who: Target, kind: DepartureKindView) -> Result<()> {
    let is_device = matches!(who, Target::Device(_));
    if is_device == (kind == DepartureKindView::LostDevice) {
        Ok(())
    } else {
        Err(Error::new("leaver.kind"))
    }
}

/// One leaving at a time: a second administrator goes on with it instead.
fn not_begun(firm: &mut Firm, who: Target, request: &LeavingRequest) -> Result<()> {
    let all = firm.departures();
    let mut open = all.values().filter(|leaving| leaving.who == who && leavers::is_open(leaving));
    // From a plan, or from being away, it can always be made a cutting off.
    let is_open = open.any(|leaving| leaving.kind == request.kind.into());
    if is_open { Err(Error::new("leaver.begun")) } else { Ok(()) }
}

fn take_out(
    desk: &mut Desk,
    who: Target,
    reason: &str,
    ctx: &mut Context<'_>,
) -> Result<Vec<Object>> {
    let reason = reason.trim().to_owned();
    let removal = Removal { targets: vec![who], cuts: BTreeMap::new(), reason };
    Ok(desk.firm.remove(&removal, ctx)?)
}

/// Puts a person into these teams and takes them out of all others.
fn change_teams(
    firm: &mut Firm,
    person: PersonId,
    names: &[String],
    ctx: &mut Context<'_>,
) -> Result<Vec<Object>> {
    let state = firm.state();
    let wanted = names.iter().map(|name| team(state, name)).collect::<Result<Vec<_>>>()?;
    let is_in = |group| state.teams.get(group).is_some_and(|team| team.people.contains(&person));
    let coming: Vec<_> = wanted.iter().filter(|group| !is_in(group)).copied().collect();
    let leaving: Vec<_> = state
        .teams
        .keys()
        .filter(|group| is_in(group) && !wanted.contains(group))
        .copied()
        .collect();
    let mut objects = Vec::new();
    for group in coming {
        objects.extend(firm.set_team_people(group, vec![person], Vec::new(), ctx)?);
    }
    for group in leaving {
        objects.extend(firm.set_team_people(group, Vec::new(), vec![person], ctx)?);
    }
    Ok(objects)
}

fn answer(
    firm: &mut Firm,
    departure: DepartureId,
    request: &AnswerRequest,
) -> Result<LeavingAnswer> {
    let account = request.account.as_deref().map(|name| account_named(firm, name)).transpose()?;
    let who = request.person.as_deref().map(|name| person(firm.state(), name)).transpose()?;
    let question = Question::from(request.question);
    let text = request.text.trim().to_owned();
    // An exception without a reason is none.
    if question == Question::Exception && request.choice == ChoiceView::Yes && text.is_empty() {
        return Err(Error::new("leaver.reason"));
    }
    if [Question::Assigned, Question::Exception].contains(&question) && account.is_none() {
        return Err(Error::new("leaver.account"));
    }
    Ok(LeavingAnswer {
        departure,
        question,
        account,
        choice: request.choice.into(),
        person: who,
        due: request.due.map(Time),
        text,
    })
}

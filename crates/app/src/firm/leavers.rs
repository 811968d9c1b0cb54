//! What there is to say of somebody's leaving: what they had, how far each key's replacement is,
//! what is left to do. All of it is derived from the log.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    AccountId, Choice, Departure, DepartureId, DepartureKind, DeviceId, Fate, Firm, Given, GivenId,
    LogPoint, MustReplace, Origin, PersonId, Question, State, Step, Stopped, Target, VersionId,
    VersionRef, Way,
};
use vault::UnlockedVault;

use super::giving::given_view;
use super::had::{had, must_replace_because_of};
use super::holders::{number, versions};
use super::left::{left, open_until};
use super::status::label_of;
use super::views::{
    AnswerView, DepartureAccountView, DepartureView, GivenView, ReplacingView, RouteView, WayView,
};
use crate::error::Result;

/// The vault's copies of the firm's accounts, by the firm's id.
pub(crate) type Copies = BTreeMap<AccountId, HeldCopy>;

/// One of the vault's accounts, and which of the firm's keys it makes codes with.
pub(crate) struct HeldCopy {
    id: String,
    version: VersionId,
}

/// The vault's copies of the firm's accounts.
pub(crate) fn copies(vault: &UnlockedVault) -> Result<Copies> {
    let held = vault.firm_accounts()?.into_iter().filter_map(|one| {
        let key = one.firm?;
        let copy = HeldCopy { id: one.id.to_string(), version: VersionId(key.version) };
        Some((AccountId(key.account), copy))
    });
    Ok(held.collect())
}

/// What all views of leavings have in common, gathered once.
pub(crate) struct Known {
    musts: Vec<MustReplace>,
    copies: Copies,
}

impl Known {
    pub(crate) fn gather(firm: &mut Firm, copies: Copies) -> Self {
        Self { musts: firm.must_replace(), copies }
    }
}

/// Whether nobody has signed it off, or come back.
pub(crate) fn is_open(leaving: &Departure) -> bool {
    leaving.signed_off().is_none() && !is_back(leaving)
}

/// Whether somebody who was away is back.
fn is_back(leaving: &Departure) -> bool {
    let back = leaving.answers.get(&(Question::Returned, None));
    back.is_some_and(|back| back.answer.choice == Choice::Yes)
}

/// One account of a leaver, while its view is made.
struct Case<'a> {
    leaving: &'a Departure,
    account: AccountId,
    had: BTreeMap<VersionId, BTreeSet<Way>>,
    must: bool,
}

/// The whole of somebody's leaving.
pub(crate) fn departure_view(
    firm: &mut Firm,
    id: DepartureId,
    leaving: &Departure,
    known: &Known,
) -> DepartureView {
    let accounts = account_views(firm, leaving, known);
    let me = firm.person();
    let register = firm.register();
    let away = match leaving.who {
        Target::Person(person) => register.away.contains_key(&person),
        Target::Device(_) => false,
    };
    let answers: Vec<_> = leaving.answers.values().cloned().collect();
    let answers: Vec<AnswerView> =
        answers.iter().map(|answered| answer_view(firm, answered)).collect();
    let may_sign_off = {
        let state = firm.state();
        let leaves = me.is_some_and(|me| leaving.who == Target::Person(me));
        me.is_some_and(|me| state.administrators().contains(&me))
            && me != leaving.begun_by
            && !leaves
    };
    let state = firm.state();
    let (person, device) = owner(state, leaving.who);
    let removed_at = removed_at(state, leaving.who);
    let signed_off = leaving.signed_off();
    let left = left(leaving, &accounts, removed_at.is_some(), away);
    let last_day = leaving.last_day.unwrap_or(leaving.at).0;
    // Who is out before the last day should not get in from then on.
    let open_since = removed_at.map_or(last_day, |at| at.min(last_day));
    DepartureView {
        id: id.to_string(),
        name: name_of(state, person),
        device,
        kind: leaving.kind.into(),
        begun_at: leaving.at.0,
        begun_by: name_of(state, leaving.begun_by),
        last_day: leaving.last_day.map(|at| at.0),
        note: leaving.note.clone(),
        removed_at,
        away,
        open_since,
        open_until: open_until(&accounts, removed_at.unwrap_or(open_since)),
        accounts,
        answers,
        left,
        signed_off_by: signed_off.map(|one| name_of(state, one.person)),
        signed_off_at: signed_off.map(|one| one.at.0),
        may_sign_off,
    }
}

fn account_views(firm: &mut Firm, leaving: &Departure, known: &Known) -> Vec<DepartureAccountView> {
    let must = must_replace_because_of(firm, leaving, &known.musts);
    let mut all: BTreeMap<AccountId, BTreeMap<VersionId, BTreeSet<Way>>> = BTreeMap::new();
    for (at, ways) in had(firm, leaving) {
        all.entry(at.account).or_default().insert(at.version, ways);
    }
    // What must be replaced is on the list whatever else is known.
    for account in &must {
        all.entry(*account).or_default();
    }
    let mut views: Vec<DepartureAccountView> = all
        .into_iter()
        .map(|(account, had)| {
            let case = Case { leaving, account, had, must: must.contains(&account) };
            account_view(firm, &case, &known.copies)
        })
        .collect();
    views.sort_by_cached_key(|view| view.label.to_lowercase());
    views
}

fn account_view(firm: &mut Firm, case: &Case<'_>, copies: &Copies) -> DepartureAccountView {
    let order = versions(firm.state(), case.account);
    let ways = way_views(firm, case, &order);
    let replacement = replacement(firm.state(), case, &order);
    let state = replacing(firm, case, replacement);
    let excepted = exception(firm, case);
    let mut standing = standing(firm, case.account, copies);
    let leaver = match case.leaving.who {
        Target::Person(person) => name_of(firm.state(), Some(person)),
        Target::Device(_) => String::new(),
    };
    standing.copies.retain(|copy| copy.person != leaver);
    let state_now = firm.state();
    let about =
        |question| case.leaving.answers.get(&(question, Some(case.account))).map(|one| &one.answer);
    let known = state_now.accounts.get(&case.account);
    let version = |id: VersionId| known.and_then(|known| known.versions.get(&id));
    let assigned = about(Question::Assigned);
    DepartureAccountView {
        ways,
        state,
        replaced_by: replacement.and_then(version).map(|one| by_name(state_now, one.by)),
        replaced_at: replacement.and_then(version).map(|one| one.at.0),
        assigned: assigned.and_then(|one| one.person).map(|one| name_of(state_now, Some(one))),
        due: assigned.and_then(|one| one.due).map(|at| at.0),
        exception: excepted.map(|one| one.answer.text.clone()),
        ..standing
    }
}

/// How far the replacing of the key of an account is, whoever leaves or not.
pub(crate) fn standing(
    firm: &mut Firm,
    account: AccountId,
    copies: &Copies,
) -> DepartureAccountView {
    let label = label_of(firm, account);
    let order = versions(firm.state(), account);
    let newest = order.last().copied();
    let (have, lack) = newest.map_or_else(Default::default, |version| {
        devices_with(firm, VersionRef { account, version })
    });
    let mut step = |step| {
        let done = firm.register().steps.get(&(account, newest?, step))?;
        Some(done.answer.into())
    };
    let (password, old_method) = (step(Step::PasswordChanged), step(Step::OldMethodRemoved));
    let begun_by = begun_by(firm, account);
    let other_copies = given_before(firm, account);
    let state = firm.state();
    let devices = |ids: Vec<DeviceId>| -> Vec<String> {
        ids.into_iter().map(|id| device_name(state, id)).collect()
    };
    let known = state.accounts.get(&account);
    let confirmed = newest
        .and_then(|newest| known.and_then(|known| known.versions.get(&newest)))
        .is_some_and(|one| one.confirmed.is_some());
    let rivals = state.heads(account).len() > 1;
    let waits = order.len() > 1 && !confirmed;
    // A code that is typed to try the new key must not be the old key's: news of a new key may be
    // here before the vault has taken the key in.
    let lags = |copy: &HeldCopy| waits && !rivals && Some(copy.version) != newest;
    DepartureAccountView {
        id: account.to_string(),
        copy: copies.get(&account).filter(|copy| !lags(copy)).map(|copy| copy.id.clone()),
        label,
        ways: Vec::new(),
        state: match (rivals, waits, begun_by.is_some()) {
            (true, _, _) => ReplacingView::Rivals,
            (false, true, _) => ReplacingView::Captured,
            (false, false, true) => ReplacingView::Begun,
            (false, false, false) => ReplacingView::NotBegun,
        },
        version: number(order.len()),
        replaced_by: None,
        replaced_at: None,
        begun_by,
        confirmed,
        have: devices(have),
        lack: devices(lack),
        password,
        old_method,
        copies: other_copies,
        assigned: None,
        due: None,
        exception: None,
    }
}

/// The devices that said that they have a version, and those that did not. What this one has, it knows
/// before it said so.
fn devices_with(firm: &mut Firm, at: VersionRef) -> (Vec<DeviceId>, Vec<DeviceId>) {
    let receipt = firm.receipts(at);
    let (mut have, mut lack): (Vec<_>, Vec<_>) =
        (receipt.have.iter().copied().collect(), receipt.lack.keys().copied().collect());
    let me = firm.device();
    if lack.contains(&me) && firm.open_secret(at).is_ok() {
        lack.retain(|device| *device != me);
        have.push(me);
    }
    (have, lack)
}

/// Keys of an account that were given by another route, are replaced since, and did not come back:
/// who has one needs a new one.
fn given_before(firm: &mut Firm, account: AccountId) -> Vec<GivenView> {
    let register = firm.register();
    let back = |given: &Given| matches!(given.fate, Some(Fate::Returned | Fate::Destroyed));
    let given = register.given.iter();
    let ids: Vec<GivenId> = given
        .filter(|(_, given)| given.version.account == account && !back(given))
        .map(|(id, _)| *id)
        .collect();
    let views = ids.into_iter().filter_map(|id| given_view(firm, id).ok());
    views.filter(|view| !view.in_use).collect()
}

fn way_views(firm: &mut Firm, case: &Case<'_>, order: &[VersionId]) -> Vec<WayView> {
    let register = firm.register().clone();
    let state = firm.state();
    let known = state.accounts.get(&case.account);
    let mut views = Vec::new();
    for (version, ways) in &case.had {
        let place = order.iter().position(|one| one == version);
        let number = number(place.map_or(0, |place| place + 1));
        let came = known.and_then(|known| known.versions.get(version)).map_or(0, |one| one.at.0);
        for way in ways {
            views.push(match way {
                Way::App(device) => WayView {
                    route: RouteView::App,
                    detail: device_label(state, *device),
                    version: number,
                    since: came.max(state.devices.get(device).map_or(0, |one| one.added_at.0)),
                },
                Way::Given(id) => {
                    let given = register.given.get(id);
                    let detail = given.and_then(|given| given.number).map(|no| format!("{no:04}"));
                    let said = || given.map(|given| given.reason.clone()).unwrap_or_default();
                    WayView {
                        route: given.map_or(RouteView::Other, |given| given.route.into()),
                        detail: detail.unwrap_or_else(said),
                        version: number,
                        since: given.map_or(0, |given| given.at.0),
                    }
                }
            });
        }
    }
    views.sort_by_key(|way| (way.route, way.version, way.since));
    views
}

/// The first fresh version after the newest one that they had.
fn replacement(state: &State, case: &Case<'_>, order: &[VersionId]) -> Option<VersionId> {
    let versions = &state.accounts.get(&case.account)?.versions;
    let last = order.iter().rposition(|version| case.had.contains_key(version))?;
    let later = order.iter().skip(last + 1).copied();
    later.into_iter().find(|id| versions.get(id).is_some_and(|one| one.origin == Origin::Fresh))
}

fn replacing(firm: &mut Firm, case: &Case<'_>, replacement: Option<VersionId>) -> ReplacingView {
    let begun = begun_by(firm, case.account).is_some();
    let is_excepted = exception(firm, case).is_some();
    let state = firm.state();
    let heads = state.heads(case.account);
    let known = state.accounts.get(&case.account);
    if heads.len() > 1 {
        return ReplacingView::Rivals;
    }
    if case.must {
        return match (is_excepted, begun) {
            (true, _) => ReplacingView::Excepted,
            (false, true) => ReplacingView::Begun,
            (false, false) => ReplacingView::NotBegun,
        };
    }
    let goes = matches!(case.leaving.kind, DepartureKind::Leaving | DepartureKind::CutOff);
    if goes && removed_at(state, case.leaving.who).is_none() {
        let is_planned = replacement.is_none();
        return if is_planned { ReplacingView::Planned } else { ReplacingView::ReplacedBefore };
    }
    if still_has(state, case.leaving.who, case.account) {
        return ReplacingView::Kept;
    }
    let Some(version) = replacement.and_then(|id| known?.versions.get(&id)) else {
        return ReplacingView::Kept;
    };
    let head = heads.into_iter().next().and_then(|id| known?.versions.get(&id));
    if head.is_some_and(|head| head.confirmed.is_none()) {
        return ReplacingView::Captured;
    }
    // By who knew of what: the clocks of two computers may differ.
    let end = stopped(state, case.leaving.who).map_or(case.leaving.by, |stopped| stopped.by);
    let came = version.by;
    if firm.knew(end, came) { ReplacingView::ReplacedBefore } else { ReplacingView::Replaced }
}

/// Why the key is not replaced, as far as who said so knew by which ways they had it.
fn exception<'a>(firm: &mut Firm, case: &Case<'a>) -> Option<&'a ledger::Answered> {
    let said = case.leaving.answers.get(&(Question::Exception, Some(case.account)))?;
    let register = firm.register();
    let given = case.had.values().flatten().filter_map(|way| match way {
        Way::Given(id) => register.given.get(id),
        Way::App(_) => None,
    });
    let given: Vec<LogPoint> = given.flat_map(|one| [Some(one.by), one.lost]).flatten().collect();
    let knew_all = given.iter().all(|by| firm.knew(said.by, *by));
    (said.answer.choice == Choice::Yes && knew_all).then_some(said)
}

/// Whether they still have a right to the account.
fn still_has(state: &State, who: Target, account: AccountId) -> bool {
    match who {
        Target::Person(person) => {
            let devices = state.devices_of(person);
            devices.into_iter().any(|device| state.may_use(device, account))
                || (!state.has_left(person) && state.person_holds(person, account))
        }
        Target::Device(device) => state.may_use(device, account),
    }
}

fn begun_by(firm: &mut Firm, account: AccountId) -> Option<String> {
    let heads = firm.state().heads(account);
    let register = firm.register();
    let begun: Option<LogPoint> = heads
        .into_iter()
        .filter_map(|version| register.steps.get(&(account, version, Step::Begun)))
        .map(|done| done.by)
        .next();
    begun.map(|by| by_name(firm.state(), by))
}

fn answer_view(firm: &mut Firm, answered: &ledger::Answered) -> AnswerView {
    let answer = &answered.answer;
    let account = answer.account.map(|account| label_of(firm, account));
    let state = firm.state();
    AnswerView {
        question: answer.question.into(),
        account,
        choice: answer.choice.into(),
        person: answer.person.map(|person| name_of(state, Some(person))),
        due: answer.due.map(|at| at.0),
        text: answer.text.clone(),
        by: name_of(state, answered.answered_by),
        at: answered.at.0,
    }
}

fn removed_at(state: &State, who: Target) -> Option<u64> {
    stopped(state, who).map(|stopped| stopped.at.0)
}

pub(crate) fn stopped(state: &State, who: Target) -> Option<&Stopped> {
    match who {
        Target::Person(person) => state.people.get(&person)?.stopped.as_ref(),
        Target::Device(device) => state.devices.get(&device)?.stopped.as_ref(),
    }
}

/// Whose leaving it is, and of which device.
pub(crate) fn owner(state: &State, who: Target) -> (Option<PersonId>, Option<String>) {
    match who {
        Target::Person(person) => (Some(person), None),
        Target::Device(device) => {
            let known = state.devices.get(&device);
            (known.map(|one| one.person), known.map(|one| one.label.clone()))
        }
    }
}

/// What a person is called; empty for nobody.
pub(crate) fn name_of(state: &State, person: Option<PersonId>) -> String {
    let known = person.and_then(|person| state.people.get(&person));
    known.map_or_else(String::new, |one| one.name.clone())
}

/// Who wrote an entry.
pub(crate) fn by_name(state: &State, by: LogPoint) -> String {
    name_of(state, state.devices.get(&by.device).map(|device| device.person))
}

fn device_label(state: &State, device: DeviceId) -> String {
    state.devices.get(&device).map_or_else(String::new, |one| one.label.clone())
}

fn device_name(state: &State, device: DeviceId) -> String {
    let person = state.devices.get(&device).map(|one| one.person);
    let (person, label) = (name_of(state, person), device_label(state, device));
    if person.is_empty() { label } else { format!("{person}, {label}") }
}

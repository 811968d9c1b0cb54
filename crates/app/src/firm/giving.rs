//! Keys that leave the program for one person: on a phone, on paper, in a file, on the screen. Each is
//! written into the firm's register before it is shown, behind a fresh unlock, and where the firm's
//! rules say so with the approval of a second administrator.

use std::sync::atomic::Ordering;

use ledger::{
    Firm, Given, GivenId, Giving, PersonId, RequestId, Requested, Role, Route, Standing, Time,
    VersionRef,
};
use otp::uri;
use secret::{Secret, SecretText};
use serde::Deserialize;
use vault::Protection;

use super::desk::Beside;
use super::holders::{number, versions};
use super::invite::done;
use super::leavers::{by_name, name_of};
use super::names::{account_named, person};
use super::status::label_of;
use super::take::params_of;
use super::views::{ApprovalView, Done, FateView, GivenView, RouteView};
use crate::error::Result;
use crate::{App, Error};

/// Seconds for which an unlock, or a repeated passphrase, counts as fresh.
const FRESH: u64 = 120;

/// Pixels of a module in a picture of a QR code.
const PIXELS: u32 = 8;

/// A key to be given.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct GiveRequest {
    /// The account, by label or id.
    pub account: String,
    /// To whom, by name.
    pub person: String,
    /// How.
    pub route: RouteView,
    /// Until when it is to come back.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub due: Option<u64>,
    /// Why.
    pub reason: String,
    /// The approved request, where the firm's rules ask for one.
    pub request: Option<String>,
}

/// A key that was given, with what is to be shown or printed of it.
#[derive(Debug)]
pub struct Handed {
    /// What the register says.
    pub given: GivenView,
    /// The account as authenticator apps read it, the secret key in it.
    pub account: otp::Account,
    /// Reminds of the user ID.
    pub user_id_hint: Option<String>,
    /// The service, as the account's profile names it.
    pub service: Option<String>,
    /// The firm's name.
    pub firm: String,
}

impl Handed {
    /// What goes into a QR code.
    pub fn uri(&self) -> SecretText {
        uri::write(&self.account)
    }

    /// The QR code as a picture, PNG: as secret as the key.
    ///
    /// # Errors
    /// When the texts in it are too long for a QR code.
    pub fn picture(&self) -> Result<Secret> {
        Ok(qr::png(&self.uri(), PIXELS)?)
    }

    /// The QR code as lines of half blocks, for a terminal: as secret as the key.
    ///
    /// # Errors
    /// As [`Handed::picture`].
    pub fn lines(&self) -> Result<SecretText> {
        Ok(qr::blocks(&self.uri())?)
    }
}

impl App {
    /// Takes the passphrase again: what needs a fresh unlock may be done for two minutes.
    ///
    /// # Errors
    /// When it is wrong.
    pub fn unlock_again(&self, passphrase: Option<&SecretText>) -> Result<()> {
        self.with_vault(|vault| Ok(vault.check_passphrase(passphrase)?))?;
        self.note_unlocked();
        Ok(())
    }

    pub(crate) fn note_unlocked(&self) {
        self.inner().unlocked_at.store(self.now(), Ordering::Relaxed);
    }

    /// Without a passphrase there is nothing to type again.
    pub(crate) fn must_be_fresh(&self) -> Result<()> {
        if self.with_vault(|vault| Ok(vault.protection()))? == Protection::OsSignIn {
            return Ok(());
        }
        let at = self.inner().unlocked_at.load(Ordering::Relaxed);
        let is_fresh = self.now().checked_sub(at).is_some_and(|age| age <= FRESH);
        if is_fresh { Ok(()) } else { Err(Error::new("vault.unlock-again")) }
    }

    /// Gives the key of an account of the firm to one person by another route than this program. It
    /// is in the register before the key is returned.
    ///
    /// # Errors
    /// `vault.unlock-again` without a fresh unlock, `firm.needs-approval` where a second
    /// administrator has to agree first, and when there is no such account or person, this person
    /// may not, or the key has not arrived.
    pub fn give_key(&self, request: &GiveRequest) -> Result<Done<Handed>> {
        self.give_made(request, |_| Ok(())).map(|(handed, ())| handed)
    }

    /// As [`App::give_key`], with what is made of the key: if that fails, nothing is given.
    pub(crate) fn give_made<T>(
        &self,
        request: &GiveRequest,
        make: impl FnOnce(&Handed) -> Result<T>,
    ) -> Result<(Done<Handed>, T)> {
        self.must_be_fresh()?;
        let ((handed, made), unsent) = self.act(|desk, ctx| {
            let giving = giving_of(&mut desk.firm, request)?;
            let key = desk.firm.open_secret(giving.at)?;
            let (id, objects) = desk.firm.give(&giving, ctx)?;
            let handed = handed(&mut desk.firm, (id, giving.at), key)?;
            let made = make(&handed)?;
            Ok(((handed, made), objects, Beside::default()))
        })?;
        Ok((done(handed, unsent), made))
    }

    /// Whether a key can be given now, to be known before a person is asked for more. Writes nothing.
    ///
    /// # Errors
    /// As [`App::give_key`].
    pub fn may_give(&self, request: &GiveRequest) -> Result<()> {
        self.must_be_fresh()?;
        let mut firm = self.glance_at_firm()?.firm;
        let giving = giving_of(&mut firm, request)?;
        Ok(firm.may_give(&giving)?)
    }

    /// Every key that was given by another route, what is outstanding first; of staff those that
    /// they were given.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn given_keys(&self) -> Result<Vec<GivenView>> {
        let mut firm = self.glance_at_firm()?.firm;
        let listed = listed(&mut firm);
        let mut views = given_views(&mut firm, listed);
        views.sort_by_key(|view| (!view.outstanding, std::cmp::Reverse(view.at)));
        Ok(views)
    }

    /// Says what became of a key that was given: by the number of the paper, or the id.
    ///
    /// # Errors
    /// When there is none, or several papers have the number: then by id.
    pub fn set_given(&self, name: &str, fate: FateView) -> Result<Done<GivenView>> {
        let (view, unsent) = self.act(|desk, ctx| {
            let id = given_named(&mut desk.firm, name)?;
            let objects = desk.firm.set_given(id, fate.into(), ctx)?;
            Ok((given_view(&mut desk.firm, id)?, objects, Beside::default()))
        })?;
        Ok(done(view, unsent))
    }

    /// Asks a second administrator to approve that a key is given.
    ///
    /// # Errors
    /// When there is no such account or person, or this person may not.
    pub fn ask_approval(&self, request: &GiveRequest) -> Result<Done<ApprovalView>> {
        let (view, unsent) = self.act(|desk, ctx| {
            let account = account_named(&mut desk.firm, &request.account)?;
            let to = person(desk.firm.state(), &request.person)?;
            let route = request.route.logged().ok_or_else(|| Error::new("given.route"))?;
            may_be_given(&mut desk.firm, (to, route))?;
            let (id, objects) =
                desk.firm.request(account, (to, route), request.reason.trim(), ctx)?;
            Ok((approval_view(&mut desk.firm, id)?, objects, Beside::default()))
        })?;
        Ok(done(view, unsent))
    }

    /// Every request for approval, those that wait first; of staff those for themselves.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn approvals(&self) -> Result<Vec<ApprovalView>> {
        let mut firm = self.glance_at_firm()?.firm;
        let listed = listed(&mut firm);
        let requests = firm.register().requests.iter().filter(|(_, asked)| listed(asked.to));
        let ids: Vec<RequestId> = requests.map(|(id, _)| *id).collect();
        let mut views =
            ids.into_iter().map(|id| approval_view(&mut firm, id)).collect::<Result<Vec<_>>>()?;
        views.sort_by_key(|view| (view.granted.is_some(), std::cmp::Reverse(view.at)));
        Ok(views)
    }

    /// Approves another's request, or refuses it.
    ///
    /// # Errors
    /// `firm.not-yours` for the own one, and when there is none that waits.
    pub fn answer_approval(&self, id: &str, granted: bool) -> Result<Done<ApprovalView>> {
        self.must_be_fresh()?;
        let (view, unsent) = self.act(|desk, ctx| {
            let id = request_id(id)?;
            let objects = desk.firm.approve_request(id, granted, ctx)?;
            Ok((approval_view(&mut desk.firm, id)?, objects, Beside::default()))
        })?;
        Ok(done(view, unsent))
    }
}

fn giving_of(firm: &mut Firm, request: &GiveRequest) -> Result<Giving> {
    let at = in_use(firm, &request.account)?;
    let to = person(firm.state(), &request.person)?;
    let route = request.route.logged().ok_or_else(|| Error::new("given.route"))?;
    may_be_given(firm, (to, route))?;
    Ok(Giving {
        at,
        to,
        route,
        due: request.due.map(Time),
        reason: request.reason.trim().to_owned(),
        request: request.request.as_deref().map(request_id).transpose()?,
    })
}

/// An auditor never sees a key, and a deputy shows none.
fn may_be_given(firm: &mut Firm, (to, route): (PersonId, Route)) -> Result<()> {
    let me = firm.device();
    let state = firm.state();
    let person = state.people.get(&to);
    if person.is_some_and(|person| person.standing == Standing::Auditor) {
        return Err(Error::new("given.auditor").with("name", name_of(state, Some(to))));
    }
    if route == Route::Shown && state.role(me) != Some(Role::Administrator) {
        return Err(Error::new("firm.not-yours"));
    }
    Ok(())
}

/// Whose keys and requests may be listed here: everybody's by who gives keys or reads the log, and
/// else only the own ones.
fn listed(firm: &mut Firm) -> impl Fn(PersonId) -> bool + use<> {
    let (device, me) = (firm.device(), firm.person());
    let role = firm.state().role(device);
    let all = matches!(role, Some(Role::Administrator | Role::Deputy | Role::Auditor));
    move |person| all || me == Some(person)
}

/// The version of an account's key that is in use.
///
/// # Errors
/// `account.rivals` when two new keys were captured at once: nobody knows yet which one works.
pub(crate) fn in_use(firm: &mut Firm, name: &str) -> Result<VersionRef> {
    let account = account_named(firm, name)?;
    let mut heads = firm.state().heads(account).into_iter();
    match (heads.next(), heads.next()) {
        (Some(version), None) => Ok(VersionRef { account, version }),
        (Some(_), Some(_)) => {
            Err(Error::new("account.rivals").with("label", label_of(firm, account)))
        }
        (None, _) => Err(Error::new("firm.not-arrived")),
    }
}

fn handed(firm: &mut Firm, (id, at): (GivenId, VersionRef), secret: Secret) -> Result<Handed> {
    let details = firm.open_details(at.account).ok_or_else(|| Error::new("firm.not-arrived"))?;
    let params = params_of(&details).ok_or_else(|| Error::new("firm.not-arrived"))?;
    let account = otp::Account {
        issuer: details.issuer.clone().unwrap_or_default(),
        account: details.label.clone(),
        label_issuer: None,
        params,
        secret,
    };
    Ok(Handed {
        given: given_view(firm, id)?,
        account,
        user_id_hint: details.user_id_hint,
        service: details.service,
        firm: firm.state().name.clone(),
    })
}

fn given_views(firm: &mut Firm, listed: impl Fn(PersonId) -> bool) -> Vec<GivenView> {
    let given = firm.register().given.iter().filter(|(_, given)| listed(given.to));
    let ids: Vec<GivenId> = given.map(|(id, _)| *id).collect();
    ids.into_iter().filter_map(|id| given_view(firm, id).ok()).collect()
}

pub(crate) fn given_view(firm: &mut Firm, id: GivenId) -> Result<GivenView> {
    let register = firm.register();
    let given: Given = register.given.get(&id).cloned().ok_or_else(|| Error::new("given.none"))?;
    let approval =
        given.request.and_then(|id| register.requests.get(&id)).and_then(|one| one.answer);
    let label = label_of(firm, given.version.account);
    let state = firm.state();
    let order = versions(state, given.version.account);
    let place = order.iter().position(|version| *version == given.version.version);
    Ok(GivenView {
        id: id.to_string(),
        label,
        version: number(place.map_or(0, |place| place + 1)),
        in_use: state.heads(given.version.account).contains(&given.version.version),
        person: name_of(state, Some(given.to)),
        route: given.route.into(),
        number: given.number,
        by: by_name(state, given.by),
        at: given.at.0,
        due: given.due.map(|at| at.0),
        reason: given.reason.clone(),
        approved_by: approval.map(|one| name_of(state, Some(one.person))),
        fate: given.fate.map(Into::into),
        outstanding: given.is_outstanding(),
    })
}

fn given_named(firm: &mut Firm, name: &str) -> Result<GivenId> {
    let name = name.trim();
    let paper: Option<u32> = name.parse().ok();
    let register = firm.register();
    let mut meant = register
        .given
        .iter()
        .filter(|(id, given)| id.to_string() == name || (paper.is_some() && given.number == paper));
    match (meant.next(), meant.next()) {
        (Some((id, _)), None) => Ok(*id),
        (Some(_), Some(_)) => Err(Error::new("given.several").with("number", name)),
        (None, _) => Err(Error::new("given.none").with("number", name)),
    }
}

fn request_id(text: &str) -> Result<RequestId> {
    text.trim().parse().map_err(|_| Error::new("approval.none"))
}

fn approval_view(firm: &mut Firm, id: RequestId) -> Result<ApprovalView> {
    let me = firm.person();
    let register = firm.register();
    let asked: Requested =
        register.requests.get(&id).cloned().ok_or_else(|| Error::new("approval.none"))?;
    let used = register.given.values().any(|given| given.request == Some(id));
    let label = label_of(firm, asked.account);
    let state = firm.state();
    let is_administrator = me.is_some_and(|me| state.administrators().contains(&me));
    Ok(ApprovalView {
        id: id.to_string(),
        label,
        person: name_of(state, Some(asked.to)),
        route: asked.route.into(),
        reason: asked.reason.clone(),
        by: name_of(state, Some(asked.person)),
        at: asked.at.0,
        granted: asked.answer.map(|one| one.granted),
        answered_by: asked.answer.map(|one| name_of(state, Some(one.person))),
        may_answer: is_administrator && me != Some(asked.person) && asked.answer.is_none(),
        used,
    })
}

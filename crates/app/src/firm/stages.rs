//! The stages of replacing a key at its service, beside the key itself: who has begun, whether the
//! password was changed and the old method removed, and which of two new keys works.

use ledger::{Firm, UseKind, VersionId, VersionRef};
use vault::Account;

use super::desk::Beside;
use super::giving::in_use;
use super::invite::done;
use super::leavers::{self, by_name};
use super::names::account_named;
use super::replace::OLD_KEPT;
use super::take::params_of;
use super::views::{
    DepartureAccountView, Done, ReplacingView, RivalView, StepAnswerView, StepView,
};
use crate::error::Result;
use crate::{App, Error};

impl App {
    /// How far the replacing of the key of an account is, without anybody's leaving. It counts as
    /// replaced for as long as the key before stays beside the new one.
    ///
    /// # Errors
    /// When there is no such account.
    pub fn replacing(&self, account: &str) -> Result<DepartureAccountView> {
        let mut firm = self.glance_at_firm()?.firm;
        let account = account_named(&mut firm, account)?;
        let mut view = leavers::standing(&mut firm, account, &self.with_vault(leavers::copies)?);
        let newest = newest(&mut firm, account);
        let is_new = |at: u64| self.now() < at.saturating_add(OLD_KEPT);
        if let Some((by, at)) = newest.filter(|(_, at)| is_new(*at)).filter(|_| view.version > 1) {
            if view.confirmed && view.state == ReplacingView::NotBegun {
                view.state = ReplacingView::Replaced;
            }
            (view.replaced_by, view.replaced_at) = (Some(by), Some(at));
        }
        Ok(view)
    }

    /// Says how far a step of replacing the key of an account is. Others see it, and go on from there.
    ///
    /// # Errors
    /// When there is no such account, or this person may not.
    pub fn set_step(
        &self,
        account: &str,
        step: StepView,
        answer: StepAnswerView,
    ) -> Result<Done<()>> {
        let ((), unsent) = self.act(|desk, ctx| {
            let at = in_use(&mut desk.firm, account)?;
            let objects = desk.firm.set_step(at, step.into(), answer.into(), ctx)?;
            Ok(((), objects, Beside::default()))
        })?;
        Ok(done((), unsent))
    }

    /// The new keys of an account that were captured at once, each with its code now: the one whose
    /// code the service takes is the right one. None where there is no doubt. That the codes were
    /// shown is recorded.
    ///
    /// # Errors
    /// When there is no such account, or a key has not arrived.
    pub fn rival_keys(&self, account: &str) -> Result<Vec<RivalView>> {
        let mut firm = self.glance_at_firm()?.firm;
        let account = account_named(&mut firm, account)?;
        let heads = firm.state().heads(account);
        if heads.len() < 2 {
            return Ok(Vec::new());
        }
        let held = self.with_vault(|vault| Ok(vault.firm_accounts()?))?;
        let is_copy = |one: &&Account| one.firm.is_some_and(|key| key.account == account.0);
        if let Some(copy) = held.iter().find(is_copy) {
            self.note_use(UseKind::ShowedCode, copy);
        }
        let mut views = heads
            .into_iter()
            .map(|version| self.rival(&mut firm, VersionRef { account, version }))
            .collect::<Result<Vec<_>>>()?;
        views.sort_by_key(|view| view.at);
        Ok(views)
    }

    /// Says which of several new keys the service takes: it is in use for everybody from then on.
    ///
    /// # Errors
    /// When there is no such account or key, or this person may not.
    pub fn choose_key(&self, account: &str, key: &str) -> Result<Done<()>> {
        let ((), unsent) = self.act(|desk, ctx| {
            let account = account_named(&mut desk.firm, account)?;
            let version: VersionId = key.trim().parse().map_err(|_| Error::new("firm.unknown"))?;
            let heads = desk.firm.state().heads(account);
            if heads.len() < 2 || !heads.contains(&version) {
                return Err(Error::new("firm.unknown"));
            }
            let (_, objects) = desk.firm.go_back(VersionRef { account, version }, ctx)?;
            Ok(((), objects, Beside::default()))
        })?;
        Ok(done((), unsent))
    }

    fn rival(&self, firm: &mut Firm, at: VersionRef) -> Result<RivalView> {
        let key = firm.open_secret(at)?;
        let details = firm.open_details(at.account);
        let params = details.as_ref().and_then(params_of);
        let params = params.ok_or_else(|| Error::new("firm.not-arrived"))?;
        let code = otp::code_at(&key, &params, self.now());
        let state = firm.state();
        let known = state.accounts.get(&at.account).and_then(|one| one.versions.get(&at.version));
        let known = known.ok_or_else(|| Error::new("firm.unknown"))?;
        Ok(RivalView {
            id: at.version.to_string(),
            by: by_name(state, known.by),
            at: known.at.0,
            code: code.text.expose().to_owned(),
            valid_until: code.valid_until,
        })
    }
}

/// Who brought the newest key of an account, and when.
fn newest(firm: &mut Firm, account: ledger::AccountId) -> Option<(String, u64)> {
    let state = firm.state();
    let versions = state.accounts.get(&account)?.versions.values();
    let newest = versions.max_by_key(|version| version.at)?;
    Some((by_name(state, newest.by), newest.at.0))
}

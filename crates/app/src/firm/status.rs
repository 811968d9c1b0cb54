//! What there is to say about the firm.

use ledger::{Firm, FirmRules, Time, USE_MONTHS};

use super::alarms::alarms;
use super::desk::{MEMORY, notes};
use super::place;
use super::views::FirmView;
use crate::error::Result;
use crate::{App, Error};

impl App {
    /// The firm as this device has it; the folder is not looked into.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn firm(&self) -> Result<FirmView> {
        let (waiting, unsent, notes) = self.with_vault(|vault| {
            vault.firm()?.ok_or_else(|| Error::new("firm.none"))?;
            Ok((vault.document(MEMORY)?.is_none(), vault.outgoing()?.len(), notes(vault)?))
        })?;
        let mut view = FirmView {
            name: None,
            place: notes.place,
            shared_sign_in: false,
            person: None,
            role: None,
            waiting,
            digits: self.waiting_digits()?,
            removed: false,
            people: 0,
            devices: 0,
            administrators: 0,
            accounts: 0,
            synced_at: notes.synced_at,
            last_news: None,
            unsent,
            kit_used: false,
            founded_here: false,
            kit_checked: None,
            two_people: false,
            keep_use_months: USE_MONTHS,
            must_replace: Vec::new(),
            alarms: Vec::new(),
        };
        if !waiting {
            self.describe_firm(&mut view)?;
        }
        Ok(view)
    }

    fn describe_firm(&self, view: &mut FirmView) -> Result<()> {
        let mut desk = self.glance_at_firm()?;
        let firm = &mut desk.firm;
        let (me, person) = (firm.device(), firm.person());
        view.removed = firm.is_removed();
        view.last_news = firm.last_news(Time(self.now())).map(|at| at.0);
        view.alarms = alarms(firm);
        let FirmRules { two_people, keep_use_months } = firm.register().rules;
        (view.two_people, view.keep_use_months) = (two_people, keep_use_months);
        let state = firm.state();
        view.shared_sign_in = state.store.as_ref().is_some_and(place::is_shared);
        view.name = Some(state.name.clone());
        view.person = person.and_then(|id| state.people.get(&id)).map(|one| one.name.clone());
        view.role = state.role(me).map(Into::into);
        view.people = state.people.values().filter(|one| one.stopped.is_none()).count();
        view.devices = state.live_devices().count();
        // Everybody else came by an invite.
        view.founded_here = state.devices.get(&me).is_some_and(|one| one.invite.is_none());
        view.administrators = state.administrators().len();
        view.accounts = state.accounts.keys().filter(|id| state.may_use(me, **id)).count();
        let kit = state.kit.as_ref().map(|kit| kit.device);
        view.kit_used = state.kit_uses.iter().any(|point| Some(point.device) == kit);
        if state.role(me) == Some(ledger::Role::Administrator) {
            view.kit_checked = desk.notes.kit_checked;
            view.must_replace = must_replace(firm);
        }
        Ok(())
    }
}

/// The labels of the accounts whose key is to be replaced.
pub(crate) fn must_replace(firm: &mut Firm) -> Vec<String> {
    let accounts: Vec<_> = firm.must_replace().into_iter().map(|one| one.account).collect();
    let mut labels: Vec<String> =
        accounts.into_iter().map(|account| label_of(firm, account)).collect();
    labels.sort();
    labels
}

/// What an account is called, as far as this device may read it.
pub(crate) fn label_of(firm: &mut Firm, account: ledger::AccountId) -> String {
    firm.open_details(account).map_or_else(|| account.to_string(), |details| details.label)
}

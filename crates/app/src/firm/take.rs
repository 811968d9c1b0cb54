//! The firm's keys that this device may use become accounts of its vault, so that their codes can
//! be had without the firm; those that it may no longer use are wiped.

use std::collections::BTreeMap;

use ledger::{AccountUse, Algorithm, CodeKind, Details, Firm, VersionId, VersionRef};
use otp::{Digits, Kind, Params, Period};
use vault::{Account, FirmKey, KeyState, Label, NewAccount, UnlockedVault};

use super::desk::{Desk, id_of};
use super::replace::OLD_KEPT;
use super::told::{Told, hint_of};
use crate::error::Result;
use crate::naming::free_label;
use crate::{App, Error, Event};

/// What came of bringing the copies up to date, one by one.
#[derive(Default)]
struct Taken {
    is_changed: bool,
    trouble: Option<Error>,
}

impl App {
    /// Brings the vault's copies of the firm's keys up to date. What is wrong with one of them keeps
    /// no other back.
    ///
    /// # Errors
    /// What was wrong first. The next sync tries again.
    pub(crate) fn take_keys(&self, desk: &mut Desk) -> Result<()> {
        let now = self.now();
        let rightful = rightful(&mut desk.firm);
        let (mut taken, mut here) = (Taken::default(), BTreeMap::new());
        let mut told = self.with_vault(Told::read)?;
        for account in self.with_vault(|vault| Ok(vault.firm_accounts()?))? {
            let Some(firm) = account.firm else { continue };
            if rightful.contains_key(&firm.account) {
                here.insert(firm.account, account);
            } else {
                let dropped = self.with_vault(|vault| Ok(vault.drop_firm_account(account.id)?));
                told.forget(account.id);
                taken.note(dropped.map(|()| true));
            }
        }
        for (account, version) in &rightful {
            if taken.must_wait() {
                break;
            }
            let key = FirmKey { account: *account, version: *version };
            taken.note(self.with_vault(|vault| match here.get(account) {
                Some(copy) if copy.firm == Some(key) => {
                    let is_settled = is_settled(vault, &mut desk.firm, copy, now)?;
                    let details = desk.firm.open_details(ledger::AccountId(*account));
                    let remade = details.as_ref().map(|details| is_remade(vault, copy, details));
                    let changed = details.map(|details| told.bring(vault, copy, &details));
                    let changed = changed.transpose()?.unwrap_or_default();
                    Ok(changed | remade.transpose()?.unwrap_or_default() | is_settled)
                }
                Some(copy) => is_replaced(vault, &mut desk.firm, copy, key, now),
                None => is_taken(vault, &mut desk.firm, key, now),
            }));
        }
        taken.note(self.with_vault(|vault| told.keep(vault, id_of(&desk.firm))).map(|()| false));
        if taken.is_changed {
            self.tell(Event::Changed);
        }
        taken.trouble.map_or(Ok(()), Err)
    }
}

impl Taken {
    fn note(&mut self, changed: Result<bool>) {
        match changed {
            Ok(changed) => self.is_changed |= changed,
            Err(error) => drop(self.trouble.get_or_insert(error)),
        }
    }

    /// A keyring that asks the person would be waited for once for each key.
    fn must_wait(&self) -> bool {
        self.trouble.as_ref().is_some_and(|error| error.code() == "keyring.waiting")
    }
}

/// The accounts that this device may use now, each with the version whose codes are shown: the
/// latest, where two came at once.
fn rightful(firm: &mut Firm) -> BTreeMap<[u8; 16], [u8; 16]> {
    let me = firm.device();
    let mut rightful = BTreeMap::new();
    // Who is away has the keys put away.
    let person = firm.person();
    if person.is_some_and(|person| firm.register().away.contains_key(&person)) {
        return rightful;
    }
    let state = firm.state();
    for (id, account) in &state.accounts {
        if account.state != AccountUse::Live || !state.may_use(me, *id) {
            continue;
        }
        let latest = state
            .heads(*id)
            .into_iter()
            .max_by_key(|version| (account.versions.get(version).map(|known| known.at), *version));
        rightful.extend(latest.map(|version: VersionId| (id.0, version.0)));
    }
    rightful
}

/// Takes in a key that came in place of another, once it has arrived. Until then the other stays.
fn is_replaced(
    vault: &UnlockedVault,
    firm: &mut Firm,
    copy: &Account,
    key: FirmKey,
    now: u64,
) -> Result<bool> {
    let (account, version) = (ledger::AccountId(key.account), VersionId(key.version));
    let params = firm.open_details(account).as_ref().and_then(params_of);
    let secret = firm.open_secret(VersionRef { account, version }).ok();
    let Some((params, secret)) = params.zip(secret) else { return Ok(false) };
    vault.replace_firm_account(copy.id, key, (secret, params), now)?;
    // One that is late, or came back, waits for nobody.
    is_settled(vault, firm, &vault.account(copy.id)?, now)?;
    Ok(true)
}

/// Makes a copy's codes as the firm says, which may have come after the key.
fn is_remade(vault: &UnlockedVault, copy: &Account, details: &Details) -> Result<bool> {
    let told =
        params_of(details).filter(|told| copy.shown().is_some_and(|key| key.params != *told));
    let Some(params) = told else { return Ok(false) };
    vault.set_firm_params(copy.id, params)?;
    Ok(true)
}

/// Wipes the key before a new one, once an administrator said that the service takes the new one,
/// or its time is over.
fn is_settled(vault: &UnlockedVault, firm: &mut Firm, copy: &Account, now: u64) -> Result<bool> {
    let (Some(key), Some(shown)) = (copy.firm, copy.shown()) else { return Ok(false) };
    let account = firm.state().accounts.get(&ledger::AccountId(key.account));
    let version = account.and_then(|account| account.versions.get(&VersionId(key.version)));
    let is_confirmed = version.is_some_and(|version| version.confirmed.is_some());
    let is_over = now >= shown.added_at.saturating_add(OLD_KEPT);
    if shown.state != KeyState::Unconfirmed || !(is_confirmed || is_over) {
        return Ok(false);
    }
    vault.settle_firm_account(copy.id)?;
    Ok(true)
}

/// Takes a key in, once it and its label have arrived.
fn is_taken(vault: &UnlockedVault, firm: &mut Firm, key: FirmKey, now: u64) -> Result<bool> {
    let (account, version) = (ledger::AccountId(key.account), VersionId(key.version));
    let Some(details) = firm.open_details(account) else { return Ok(false) };
    let Ok(secret) = firm.open_secret(VersionRef { account, version }) else { return Ok(false) };
    let (Some(params), Ok(label)) = (params_of(&details), Label::new(&details.label)) else {
        return Ok(false);
    };
    let label = match vault.find(&label)? {
        None => label,
        Some(_) => {
            let accounts = vault.accounts()?.accounts;
            let others: Vec<&Account> = accounts.iter().collect();
            let Some(free) = free_label(label.as_str(), &others) else { return Ok(false) };
            Label::new(&free)?
        }
    };
    let new = NewAccount {
        user_id_hint: hint_of(&details),
        note: details.note,
        issuer: details.issuer.unwrap_or_default(),
        service: details.service,
        ..NewAccount::new(label, params)
    };
    vault.add_firm_account(new, key, secret, now)?;
    Ok(true)
}

/// How codes are made; `None` for what this program does not know.
pub(crate) fn params_of(details: &Details) -> Option<Params> {
    let algorithm = match details.algorithm {
        Algorithm::Sha1 => otp::Algorithm::Sha1,
        Algorithm::Sha256 => otp::Algorithm::Sha256,
        Algorithm::Sha512 => otp::Algorithm::Sha512,
    };
    let kind = match details.kind {
        CodeKind::Totp => Kind::Totp { period: Period::new(details.period.into())? },
        CodeKind::Steam => Kind::Steam,
    };
    Some(Params { kind, algorithm, digits: Digits::new(details.digits.into())? })
}

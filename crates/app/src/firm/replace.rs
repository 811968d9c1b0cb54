//! A new key for an account of the firm, what the service said of it, and another name.

use ledger::{AccountId, Context, Details, Object, VersionId, VersionRef};
use vault::{Account, FirmKey, Label};

use super::desk::{Beside, Desk};
use super::invite::done;
use super::share::details_of;
use super::views::Done;
use crate::error::Result;
use crate::{App, Error};

/// Seconds for which the key before stays beside a new one: 24 hours. Whoever has not heard of the
/// new one yet is helped with a code of it, and a slip at the service can be taken back.
pub(crate) const OLD_KEPT: u64 = 24 * 60 * 60;

impl App {
    /// Gives an account of the firm a new key: it goes to everybody who has the account. Says what
    /// kept others from learning of it, if anything did; so do the other acts here.
    ///
    /// # Errors
    /// When it is a key that the account has or had, this person may not, or not every key that is
    /// needed has arrived.
    pub(crate) fn replace_in_firm(
        &self,
        copy: &Account,
        found: &otp::Account,
    ) -> Result<Option<Error>> {
        let ((), unsent) = self.act(|desk, ctx| {
            let id = account_of(copy)?;
            if desk.firm.knows_key(id, &found.secret) {
                return Err(Error::new("account.not-new").with("label", copy.label.as_str()));
            }
            let (_, mut objects) = desk.firm.new_key(id, &found.secret, ctx)?;
            let told = desk.firm.open_details(id).ok_or_else(|| Error::new("firm.not-arrived"))?;
            let details = made_as(&told, copy, found.params)?;
            if details != told {
                objects.extend(desk.firm.set_details(id, &details, ctx)?);
            }
            Ok(((), objects, Beside::default()))
        })?;
        Ok(unsent)
    }

    /// Gives an account of the firm another label, for everybody who has it.
    ///
    /// # Errors
    /// When this person may not.
    pub(crate) fn rename_in_firm(&self, copy: &Account, label: &Label) -> Result<Done<()>> {
        let ((), unsent) = self.act(|desk, ctx| {
            let id = account_of(copy)?;
            let told = desk.firm.open_details(id).ok_or_else(|| Error::new("firm.not-arrived"))?;
            let details = Details { label: label.to_string(), ..told };
            Ok(((), desk.firm.set_details(id, &details, ctx)?, Beside::default()))
        })?;
        Ok(done((), unsent))
    }

    /// Puts the key before in use again, with codes made as they were then.
    fn take_back(
        &self,
        desk: &mut Desk,
        copy: &Account,
        at: VersionRef,
        ctx: &mut Context<'_>,
    ) -> Result<Vec<Object>> {
        let before = before(desk, at)?;
        let (_, mut objects) = desk.firm.go_back(before, ctx)?;
        let told = desk.firm.open_details(at.account);
        let told = told.ok_or_else(|| Error::new("firm.not-arrived"))?;
        let previous = copy.previous().ok_or_else(|| Error::new("firm.unknown"))?;
        let details = made_as(&told, copy, previous.params)?;
        if details != told {
            objects.extend(desk.firm.set_details(at.account, &details, ctx)?);
        }
        Ok(objects)
    }

    /// Says for everybody whether the service takes the newest key of an account of the firm.
    /// Refused, the key before it is in use again.
    ///
    /// # Errors
    /// When this person may not, or no key waits for an answer.
    pub(crate) fn confirm_in_firm(&self, copy: &Account, accepted: bool) -> Result<Done<()>> {
        let ((), unsent) = self.act(|desk, ctx| {
            let at = shown(copy)?;
            // Somebody else may have said so already, or have brought another key since.
            if !waits(desk, at) {
                return Err(
                    Error::new("account.nothing-to-confirm").with("label", copy.label.as_str())
                );
            }
            let objects = if accepted {
                desk.firm.confirm(at, ctx)?
            } else {
                self.take_back(desk, copy, at, ctx)?
            };
            Ok(((), objects, Beside::default()))
        })?;
        Ok(done((), unsent))
    }
}

/// Whether a version is in use and nobody has said yet that the service takes it.
fn waits(desk: &mut Desk, at: VersionRef) -> bool {
    let state = desk.firm.state();
    let version =
        state.accounts.get(&at.account).and_then(|account| account.versions.get(&at.version));
    state.heads(at.account).contains(&at.version)
        && version.is_some_and(|version| version.confirmed.is_none())
}

fn account_of(copy: &Account) -> Result<AccountId> {
    let key = copy.firm.ok_or_else(|| Error::new("firm.unknown"))?;
    Ok(AccountId(key.account))
}

fn shown(copy: &Account) -> Result<VersionRef> {
    let FirmKey { account, version } = copy.firm.ok_or_else(|| Error::new("firm.unknown"))?;
    Ok(VersionRef { account: AccountId(account), version: VersionId(version) })
}

/// The version whose place this one took: the latest, where it took that of several.
fn before(desk: &mut Desk, at: VersionRef) -> Result<VersionRef> {
    let versions = &desk.firm.state().accounts.get(&at.account);
    let versions = versions.map(|account| &account.versions);
    let latest = versions.and_then(|versions| {
        let replaced = versions.get(&at.version)?.replaces.iter();
        replaced.max_by_key(|version| (versions.get(version).map(|known| known.at), **version))
    });
    let version = *latest.ok_or_else(|| Error::new("account.nothing-to-confirm"))?;
    Ok(VersionRef { account: at.account, version })
}

/// What the firm is told of an account whose codes are made so.
fn made_as(told: &Details, copy: &Account, params: otp::Params) -> Result<Details> {
    let shown = copy.shown().ok_or_else(|| Error::new("firm.unknown"))?;
    let new = details_of(copy, &vault::KeyVersion { params, ..shown.clone() })?;
    let Details { algorithm, digits, period, kind, .. } = new;
    Ok(Details { algorithm, digits, period, kind, ..told.clone() })
}

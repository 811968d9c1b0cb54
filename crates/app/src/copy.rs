//! Copying a code: at the right moment, of the right account, and off the clipboard again.

use std::time::Duration;

use secret::SecretText;
use vault::{Account, AccountId};

use crate::accounts::{kind_of, service_of};
use crate::codes::{CodeNow, code_now};
use crate::error::Result;
use crate::naming::parse_id;
use crate::view::{CodeKind, CopyOutcome, CopyView, CopyWhen};
use crate::{App, Error, Event};

/// Seconds a copied code stays on the clipboard at least.
const KEPT: u64 = 30;

/// A second copy of one account within these seconds means that the code was refused.
const AGAIN: u64 = 60;

/// Seconds before the end in which a copy waits for the next code; with grace at the service, 2.
const TOO_LATE: u64 = 5;
const TOO_LATE_WITH_GRACE: u64 = 2;

/// What is on the clipboard, what waits to be, and the counter code shown last.
#[derive(Default)]
pub(crate) struct Copying {
    copied: Option<(AccountId, u64)>,
    on_clipboard: Option<SecretText>,
    waiting: Option<AccountId>,
    counter_code: Option<(AccountId, SecretText)>,
}

impl Copying {
    pub(crate) fn counter_code(&self) -> Option<(AccountId, SecretText)> {
        self.counter_code.as_ref().map(|(id, code)| (*id, SecretText::copy_of(code.expose())))
    }

    pub(crate) fn keep_counter_code(&mut self, id: AccountId, code: SecretText) {
        self.counter_code = Some((id, code));
    }
}

impl App {
    /// Copies the code of an account. In its last seconds, [`CopyWhen::Best`] waits for the next
    /// code and [`Event::Copied`] tells when it was copied.
    ///
    /// # Errors
    /// When there is no such account, its key cannot be read, or the clipboard refuses.
    pub fn copy_code(&self, id: &str, when: CopyWhen) -> Result<CopyView> {
        let (id, now) = (parse_id(id)?, self.now());
        self.cancel_copy();
        let account = self.with_vault(|vault| Ok(vault.account(id)?))?;
        if when == CopyWhen::Best {
            if self.copied_lately(id, now) {
                return Ok(view(&account, CopyOutcome::Again));
            }
            if let Some(fresh_at) = worth_waiting(&account, now) {
                self.copying().waiting = Some(id);
                let wait = Duration::from_secs(fresh_at).saturating_sub(self.precise_now());
                self.inner().fresh.set(wait);
                let period = period_of(&account).unwrap_or_default();
                return Ok(CopyView {
                    fresh_at: Some(fresh_at),
                    valid_until: Some(fresh_at + period),
                    ..view(&account, CopyOutcome::Waiting)
                });
            }
        }
        self.copy_now(&account)
    }

    /// Stops waiting for a fresh code.
    pub fn cancel_copy(&self) {
        self.inner().fresh.clear();
        self.copying().waiting = None;
    }

    /// Copies the code that was waited for.
    pub(crate) fn copy_fresh(&self) {
        let Some(id) = self.copying().waiting.take() else { return };
        let account = self.with_vault(|vault| Ok(vault.account(id)?));
        if let Ok(copied) = account.and_then(|account| self.copy_now(&account)) {
            self.tell(Event::Copied(copied));
        }
    }

    /// Takes a copied code off the clipboard, if it is still there.
    pub fn clear_copied(&self) {
        self.cancel_copy();
        self.inner().clear.clear();
        let copied = self.copying().on_clipboard.take();
        let Some(copied) = copied else { return };
        if self.inner().ports.clipboard.clear_if(&copied).is_ok_and(|cleared| cleared) {
            self.tell(Event::Cleared);
        }
    }

    /// When a code that a shell copied by itself must be off the clipboard: a Unix time. `until` is
    /// the end of that code.
    pub fn clear_at(&self, copied: &CodeNow, until: u64) -> u64 {
        let now = self.now();
        let until = period_of(&copied.account).map(|period| until.min(now + 2 * period));
        now + kept_for(&copied.account, now, until)
    }

    /// Keeps in mind that a shell copied a code of this account by itself.
    ///
    /// # Errors
    /// When the vault cannot be written.
    pub fn mark_copied(&self, copied: &CodeNow) -> Result<()> {
        let now = self.now();
        self.with_vault(|vault| Ok(vault.mark_copied(copied.account.id, now)?))?;
        self.tell(Event::Changed);
        Ok(())
    }

    fn copy_now(&self, account: &Account) -> Result<CopyView> {
        let now = self.now();
        let (code, until) = self.take_code(account, now)?;
        self.inner()
            .ports
            .clipboard
            .put(&code)
            .map_err(|error| Error::new("clipboard.failed").because(error))?;
        let mut copying = self.copying();
        copying.on_clipboard = Some(code);
        copying.copied = Some((account.id, now));
        drop(copying);
        let kept = kept_for(account, now, until);
        self.inner().clear.set(Duration::from_secs(kept));
        self.with_vault(|vault| Ok(vault.mark_copied(account.id, now)?))?;
        self.tell(Event::Changed);
        Ok(CopyView { valid_until: until, ..view(account, CopyOutcome::Copied) })
    }

    /// The code to copy and when it ends. A counter code that is shown is not used up again.
    fn take_code(&self, account: &Account, now: u64) -> Result<(SecretText, Option<u64>)> {
        let shown = self.copying().counter_code.take_if(|(id, _)| *id == account.id);
        if let Some((_, code)) = shown {
            return Ok((code, None));
        }
        let code = self.with_vault(|vault| code_now(vault, account, now))?;
        let until = period_of(account).map(|_| code.valid_until);
        Ok((code.text, until))
    }

    fn copied_lately(&self, id: AccountId, now: u64) -> bool {
        let copied = self.copying().copied;
        copied.is_some_and(|(of, at)| of == id && now.saturating_sub(at) < AGAIN)
    }
}

/// When the next code starts, if the present one is nearly over.
fn worth_waiting(account: &Account, now: u64) -> Option<u64> {
    let period = period_of(account)?;
    let left = period - now % period;
    let grace = service_of(account).is_some_and(|service| service.grace);
    let too_late = if grace { TOO_LATE_WITH_GRACE } else { TOO_LATE };
    (left <= too_late && period > 2 * TOO_LATE).then_some(now + left)
}

/// Thirty seconds, or to the end of the step (and of its grace), whichever is later.
fn kept_for(account: &Account, now: u64, until: Option<u64>) -> u64 {
    let grace = service_of(account).is_some_and(|service| service.grace);
    let period = period_of(account).filter(|_| grace).unwrap_or_default();
    until.map_or(KEPT, |until| KEPT.max((until + period).saturating_sub(now)))
}

/// Seconds a code lasts; `None` for counter codes.
fn period_of(account: &Account) -> Option<u64> {
    let params = account.shown()?.params;
    if kind_of(&params) == CodeKind::Hotp { None } else { params.period() }
}

fn view(account: &Account, outcome: CopyOutcome) -> CopyView {
    CopyView {
        outcome,
        id: account.id.to_string(),
        label: account.label.as_str().to_owned(),
        user_id_hint: account.user_id_hint.as_ref().map(ToString::to_string),
        valid_until: None,
        fresh_at: None,
    }
}

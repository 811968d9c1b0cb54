//! Copying a code: at the right moment, of the right account, and off the clipboard again.

use std::time::{Duration, Instant};

use ledger::UseKind;
use secret::SecretText;
use vault::{Account, AccountId, KeyId, UnlockedVault};

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

/// A clipboard that refuses to be cleared is asked again after 1, 2, 4 ... and at most 64 seconds.
const LONGEST_WAIT: u32 = 6;

/// What is on the clipboard, what waits to be, and the counter code shown last.
#[derive(Default)]
pub(crate) struct Copying {
    on_clipboard: Option<OnClipboard>,
    /// How often the clipboard refused to be cleared of it.
    refusals: u32,
    waiting: Option<Waiting>,
    counter_code: Option<CounterCode>,
}

/// A code that we put on the clipboard, and how long it may stay there.
struct OnClipboard {
    text: SecretText,
    until: Instant,
}

/// A copy that waits for the next code, which counts from a Unix time on.
#[derive(Clone, Copy)]
struct Waiting {
    account: AccountId,
    fresh_at: u64,
}

/// A counter code that is shown, and whose it is. It goes with the key that it was made of.
pub(crate) struct CounterCode {
    account: AccountId,
    key: KeyId,
    pub(crate) text: SecretText,
}

impl CounterCode {
    /// Whether it is the code of the key that the account shows now.
    pub(crate) fn is_of(&self, account: &Account) -> bool {
        self.account == account.id && account.shown().is_some_and(|shown| shown.id == self.key)
    }
}

impl Copying {
    pub(crate) fn counter_code(&self) -> Option<CounterCode> {
        self.counter_code.as_ref().map(|CounterCode { account, key, text }| CounterCode {
            account: *account,
            key: *key,
            text: SecretText::copy_of(text.expose()),
        })
    }

    pub(crate) fn keep_counter_code(&mut self, account: AccountId, key: KeyId, text: SecretText) {
        self.counter_code = Some(CounterCode { account, key, text });
    }

    /// Forgets the counter code that is shown.
    pub(crate) fn forget_counter_code(&mut self) {
        self.counter_code = None;
    }
}

impl App {
    /// Copies the code of an account. In its last seconds, [`CopyWhen::Best`] waits for the next
    /// code and [`Event::Copied`] tells when it was copied, or [`Event::CopyFailed`] why not.
    ///
    /// # Errors
    /// When there is no such account, its key cannot be read, or the clipboard refuses.
    pub fn copy_code(&self, id: &str, when: CopyWhen) -> Result<CopyView> {
        let (id, now) = (parse_id(id)?, self.now());
        self.cancel_copy();
        let account = self.with_vault(|vault| Ok(vault.account(id)?))?;
        if when == CopyWhen::Best {
            if copied_lately(&account, now) {
                return Ok(view(&account, CopyOutcome::Again));
            }
            if let Some(fresh_at) = worth_waiting(&account, now) {
                self.copying().waiting = Some(Waiting { account: id, fresh_at });
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
        if when == CopyWhen::Next {
            let Some(period) = period_of(&account) else { return self.copy_at(&account, now) };
            let next = now - now % period + period;
            let copied = self.copy_at(&account, next)?;
            return Ok(CopyView { fresh_at: Some(next), ..copied });
        }
        self.copy_at(&account, now)
    }

    /// Copies the last four characters of the user ID, which are no secret.
    ///
    /// # Errors
    /// When there is no such account, it has none, or the clipboard refuses.
    pub fn copy_hint(&self, id: &str) -> Result<()> {
        let id = parse_id(id)?;
        let account = self.with_vault(|vault| Ok(vault.account(id)?))?;
        let hint = account.user_id_hint.ok_or_else(|| Error::new("account.no-hint"))?;
        let put = self.inner().ports.clipboard.put(&SecretText::new(hint.to_string()));
        put.map_err(|error| Error::new("clipboard.failed").because(error))
    }

    /// Stops waiting for a fresh code.
    pub fn cancel_copy(&self) {
        self.inner().fresh.clear();
        self.copying().waiting = None;
    }

    /// Copies the code that was waited for. The alarm's clock may be a little ahead of the other.
    pub(crate) fn copy_fresh(&self) {
        let Some(Waiting { account, fresh_at }) = self.copying().waiting.take() else { return };
        let account = self.with_vault(|vault| Ok(vault.account(account)?));
        let at = self.now().max(fresh_at);
        self.tell(match account.and_then(|account| self.copy_at(&account, at)) {
            Ok(copied) => Event::Copied(copied),
            Err(error) => Event::CopyFailed(error.into()),
        });
    }

    /// Stops waiting, and takes a copied code off the clipboard, if it is still there.
    pub fn clear_copied(&self) {
        self.cancel_copy();
        self.inner().clear.clear();
        let copied = self.copying().on_clipboard.take();
        if let Some(copied) = copied {
            self.take_off_clipboard(copied);
        }
    }

    /// Takes a copied code off the clipboard when its time is over. One that was put there just
    /// now, while the alarm rang for the one before it, stays.
    pub(crate) fn clear_due(&self) {
        let copied = self.copying().on_clipboard.take_if(|copied| copied.until <= Instant::now());
        if let Some(copied) = copied {
            self.take_off_clipboard(copied);
        }
    }

    fn take_off_clipboard(&self, copied: OnClipboard) {
        match self.inner().ports.clipboard.clear_if(&copied.text) {
            Ok(true) => self.tell(Event::Cleared),
            Ok(false) => {}
            Err(_) => self.clear_again_later(copied),
        }
        // The next code starts with the shortest wait.
        let mut copying = self.copying();
        if copying.on_clipboard.is_none() {
            copying.refusals = 0;
        }
    }

    /// The clipboard was in use by another program, perhaps. Waits longer each time.
    fn clear_again_later(&self, copied: OnClipboard) {
        let mut copying = self.copying();
        let wait = Duration::from_secs(1 << copying.refusals.min(LONGEST_WAIT));
        copying.refusals += 1;
        if copying.on_clipboard.is_some() {
            return; // another code took its place meanwhile, and has its own time
        }
        copying.on_clipboard = Some(OnClipboard { until: Instant::now() + wait, ..copied });
        drop(copying);
        self.inner().clear.set(wait);
    }

    /// When a code that a shell copied by itself must be off the clipboard: a Unix time. `until` is
    /// the end of that code.
    pub fn clear_at(&self, copied: &CodeNow, until: u64) -> u64 {
        let now = self.now();
        let until = period_of(&copied.account).map(|period| until.min(now + 2 * period));
        now + kept_for(grace_of(&copied.account), now, until)
    }

    /// Whether a code of this account was copied within the last minute before this one was asked
    /// for, and so was probably refused.
    pub fn copied_lately(&self, shown: &CodeNow) -> bool {
        copied_lately(&shown.account, self.now())
    }

    /// Keeps in mind that a shell copied a code of this account by itself.
    ///
    /// # Errors
    /// When the vault cannot be written.
    pub fn mark_copied(&self, copied: &CodeNow) -> Result<()> {
        let now = self.now();
        self.note_use(UseKind::CopiedCode, &copied.account);
        self.with_vault(|vault| Ok(vault.mark_copied(copied.account.id, now)?))?;
        self.tell(Event::Changed);
        Ok(())
    }

    /// Keeps in mind that a shell showed a code of this account by itself, where anybody asks.
    pub fn mark_shown(&self, shown: &CodeNow) {
        self.note_use(UseKind::ShowedCode, &shown.account);
    }

    /// Copies the code of a Unix time, now or soon.
    fn copy_at(&self, account: &Account, at: u64) -> Result<CopyView> {
        let now = self.now();
        // In one go, so that no lock comes between making a code and knowing where it is.
        let (until, kept) = self.with_vault(|vault| {
            let (code, until) = self.take_code(vault, account, at)?;
            let kept = Duration::from_secs(kept_for(grace_of(account), now, until));
            self.put_on_clipboard(code, kept)?;
            Ok((until, kept))
        })?;
        self.inner().clear.set(kept);
        self.note_use(UseKind::CopiedCode, account);
        // The code is on the clipboard, whether or not that can be noted.
        let _ = self.with_vault(|vault| Ok(vault.mark_copied(account.id, now)?));
        self.tell(Event::Changed);
        Ok(CopyView { valid_until: until, ..view(account, CopyOutcome::Copied) })
    }

    /// Copies another short-lived secret, to be cleared after so many seconds.
    pub(crate) fn copy_for(&self, text: SecretText, seconds: u64) -> Result<()> {
        self.cancel_copy();
        let kept = Duration::from_secs(seconds);
        self.put_on_clipboard(text, kept)?;
        self.inner().clear.set(kept);
        Ok(())
    }

    fn put_on_clipboard(&self, code: SecretText, kept: Duration) -> Result<()> {
        let put = self.inner().ports.clipboard.put(&code);
        put.map_err(|error| Error::new("clipboard.failed").because(error))?;
        let until = Instant::now() + kept;
        self.copying().on_clipboard = Some(OnClipboard { text: code, until });
        Ok(())
    }

    /// The code to copy and when it ends. A counter code that is shown is not used up again.
    fn take_code(
        &self,
        vault: &UnlockedVault,
        account: &Account,
        now: u64,
    ) -> Result<(SecretText, Option<u64>)> {
        let shown = self.copying().counter_code.take_if(|shown| shown.is_of(account));
        if let Some(shown) = shown {
            return Ok((shown.text, None));
        }
        let code = code_now(vault, account, now)?;
        let until = period_of(account).map(|_| code.valid_until);
        Ok((code.text, until))
    }
}

/// Whether it was copied within [`AGAIN`], here or by another shell of this vault.
fn copied_lately(account: &Account, now: u64) -> bool {
    account.last_copied.is_some_and(|at| now.abs_diff(at) < AGAIN)
}

/// When the next code starts, if the present one is nearly over.
fn worth_waiting(account: &Account, now: u64) -> Option<u64> {
    let period = period_of(account)?;
    let left = period - now % period;
    let too_late = if grace_of(account) > 0 { TOO_LATE_WITH_GRACE } else { TOO_LATE };
    (left <= too_late && period > 2 * TOO_LATE).then_some(now + left)
}

/// Seconds for which the service takes a code after its end.
fn grace_of(account: &Account) -> u64 {
    let has_grace = service_of(account).is_some_and(|service| service.grace);
    period_of(account).filter(|_| has_grace).unwrap_or_default()
}

/// Seconds that a code which ends at `until` stays on the clipboard: thirty, or to the end of its
/// step and of its grace, whichever is later.
fn kept_for(grace: u64, now: u64, until: Option<u64>) -> u64 {
    until.map_or(KEPT, |until| KEPT.max((until + grace).saturating_sub(now)))
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

#[cfg(test)]
mod tests {
    use super::kept_for;

    #[test]
    fn a_copied_code_stays_thirty_seconds_or_to_its_end_and_grace() {
        let cases = [
            ("a fresh code of 30 s", 0, Some(1030), 30),
            ("one in its last second", 0, Some(1001), 30),
            ("the next one, copied early", 0, Some(1055), 55),
            ("a code of 60 s", 0, Some(1060), 60),
            ("a fresh code, taken for one more step", 30, Some(1030), 60),
            ("one in its last second, taken for one more step", 30, Some(1001), 31),
            ("a counter code, which has no end", 0, None, 30),
            ("a code that has ended", 0, Some(900), 30),
        ];
        for (what, grace, until, kept) in cases {
            assert_eq!(kept_for(grace, 1000, until), kept, "{what}");
        }
    }
}

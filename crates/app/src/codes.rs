//! Codes to look at. A key is unsealed only while its code is made.

use otp::{Code, Kind};
use secret::SecretText;
use vault::{Account, KeyVersion, UnlockedVault};

use crate::accounts::find;
use crate::copy::CounterCode;
use crate::error::Result;
use crate::naming::parse_id;
use crate::view::{CodeView, ErrorView};
use crate::{App, Error, Event};

/// Seconds before a code ends in which the next one is given too.
const NEXT_GIVEN: u64 = 15;

/// When a code is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeAt {
    /// Now.
    Now,
    /// At a Unix time.
    Time(u64),
}

/// A code and the account it is for.
pub struct CodeNow {
    /// The account.
    pub account: Account,
    /// Its code.
    pub code: Code,
    /// The code after it; `None` for counter codes.
    pub next: Option<SecretText>,
}

impl App {
    /// The code of the account with this id or label. A counter code is used up by asking.
    ///
    /// # Errors
    /// When there is no such account, its key cannot be read, or a counter code is asked for at a
    /// time.
    pub fn code(&self, name: &str, at: CodeAt) -> Result<CodeNow> {
        let now = self.now();
        let (account, code, next) = self.with_vault(|vault| {
            let account = find(vault, name)?;
            if account.removed_at.is_some() {
                return Err(Error::new("account.not-found").with("label", name));
            }
            let version = shown(&account)?.clone();
            let counter = matches!(version.params.kind, Kind::Hotp { .. });
            match at {
                CodeAt::Time(_) if counter => Err(Error::new("account.counter-time")),
                CodeAt::Now if counter => Ok((use_counter(vault, &account, &version, now)?, None))
                    .map(|(c, n)| (account, c, n)),
                CodeAt::Now | CodeAt::Time(_) => {
                    let at = if let CodeAt::Time(at) = at { at } else { now };
                    let key = vault.key(account.id, version.id)?;
                    let code = otp::code_at(&key, &version.params, at);
                    let next = otp::code_at(&key, &version.params, code.valid_until).text;
                    Ok((account, code, Some(next)))
                }
            }
        })?;
        Ok(CodeNow { account, code, next })
    }

    /// The codes of several accounts, for rows that are visible now. A key that cannot be read
    /// spoils only its own row.
    ///
    /// # Errors
    /// When the vault is locked, or an id is not one.
    pub fn codes(&self, ids: &[String]) -> Result<Vec<CodeView>> {
        let now = self.now();
        let ids = ids.iter().map(|id| parse_id(id)).collect::<Result<Vec<_>>>()?;
        let last_counter_code = self.copying().counter_code();
        self.with_vault(|vault| {
            Ok(ids
                .into_iter()
                .map(|id| {
                    let account = vault.account(id).map_err(Error::from);
                    let shown = account.and_then(|account| {
                        let last = last_counter_code.as_ref().filter(|last| last.is_of(&account));
                        code_view(vault, &account, last, now)
                    });
                    shown.unwrap_or_else(|error| no_code(id.to_string(), Some(error.into())))
                })
                .collect())
        })
    }

    /// The next code of a counter account. The counter is stored before the code is shown.
    ///
    /// # Errors
    /// When the account has no counter, or its key cannot be read.
    pub fn next_code(&self, id: &str) -> Result<CodeView> {
        let (now, id) = (self.now(), parse_id(id)?);
        let code = self.with_vault(|vault| {
            let account = vault.account(id)?;
            let version = shown(&account)?.clone();
            if !matches!(version.params.kind, Kind::Hotp { .. }) {
                return Err(Error::new("account.not-counter"));
            }
            let code = use_counter(vault, &account, &version, now)?;
            let shown = SecretText::copy_of(code.text.expose());
            self.copying().keep_counter_code(id, version.id, code.text);
            Ok(shown)
        })?;
        let view =
            CodeView { code: Some(code.expose().to_owned()), ..no_code(id.to_string(), None) };
        self.tell(Event::Changed);
        Ok(view)
    }
}

/// The code of the shown key version, now.
pub(crate) fn code_now(vault: &UnlockedVault, account: &Account, now: u64) -> Result<Code> {
    let version = shown(account)?.clone();
    if matches!(version.params.kind, Kind::Hotp { .. }) {
        return use_counter(vault, account, &version, now);
    }
    let key = vault.key(account.id, version.id)?;
    Ok(otp::code_at(&key, &version.params, now))
}

fn use_counter(
    vault: &UnlockedVault,
    account: &Account,
    version: &KeyVersion,
    now: u64,
) -> Result<Code> {
    let key = vault.key(account.id, version.id)?;
    let counter = vault.advance_counter(account.id)?;
    let params = otp::Params { kind: Kind::Hotp { counter }, ..version.params };
    Ok(otp::code_at(&key, &params, now))
}

fn code_view(
    vault: &UnlockedVault,
    account: &Account,
    last: Option<&CounterCode>,
    now: u64,
) -> Result<CodeView> {
    let version = shown(account)?.clone();
    if matches!(version.params.kind, Kind::Hotp { .. }) {
        let code = last.map(|last| last.text.expose().to_owned());
        return Ok(CodeView { code, ..no_code(account.id.to_string(), None) });
    }
    let key = vault.key(account.id, version.id)?;
    let code = otp::code_at(&key, &version.params, now);
    let ending = code.valid_until.saturating_sub(now) <= NEXT_GIVEN;
    let next = ending.then(|| otp::code_at(&key, &version.params, code.valid_until).text);
    let previous = account.previous().cloned().map(|previous| {
        let key = vault.key(account.id, previous.id)?;
        Ok::<_, Error>(otp::code_at(&key, &previous.params, now).text)
    });
    Ok(CodeView {
        code: Some(code.text.expose().to_owned()),
        next: next.map(|next| next.expose().to_owned()),
        previous_key_code: previous.and_then(Result::ok).map(|code| code.expose().to_owned()),
        valid_from: code.valid_from,
        valid_until: code.valid_until,
        ..no_code(account.id.to_string(), None)
    })
}

fn no_code(id: String, problem: Option<ErrorView>) -> CodeView {
    CodeView {
        id,
        code: None,
        next: None,
        previous_key_code: None,
        valid_from: 0,
        valid_until: 0,
        problem,
    }
}

fn shown(account: &Account) -> Result<&KeyVersion> {
    account
        .shown()
        .ok_or_else(|| Error::new("vault.record-damaged").with("id", account.id.to_string()))
}

//! The list of accounts, and changes to what is written beside a key.

use vault::{
    Account, AccountId, ChangeError, KEPT_FOR, KeyVersion, Label, Listing, ReadError,
    UnlockedVault, UserIdHint,
};

use crate::error::Result;
use crate::firm::must_be_own;
use crate::firm::views::Done;
use crate::naming::{LookAlikes, office_of, parse_id, with_taken};
use crate::view::{AccountView, AccountsView, CodeKind, DamagedView, KeyVersionView, RemovedView};
use crate::{App, Error, Event, caution, fingerprint, services, settings};

/// The longest note, in characters.
const LONGEST_NOTE: usize = 1000;

/// Colours of the palette, and the patterns that each can have.
const COLOURS: usize = 8;
const PATTERNS: usize = 4;

impl App {
    /// All accounts, last used first, then by label; what is damaged; what can be put back.
    ///
    /// # Errors
    /// When the vault is locked or cannot be read.
    pub fn accounts(&self) -> Result<AccountsView> {
        let now = self.now();
        let (listing, removed, settings) = self.with_vault(|vault| {
            // The list is there all the same; what is over is wiped another time.
            let _ = vault.purge_expired(now);
            Ok((vault.accounts()?, removed(vault)?, settings::problem(vault)))
        })?;
        let look_alikes = LookAlikes::among(&listing.accounts);
        let mut accounts: Vec<AccountView> =
            listing.accounts.iter().map(|account| view(account, &look_alikes)).collect();
        accounts.sort_by_cached_key(|account| {
            (std::cmp::Reverse(account.last_copied), account.label.to_lowercase())
        });
        Ok(AccountsView {
            accounts,
            damaged: listing
                .damaged
                .iter()
                .map(damaged_view)
                .chain(settings.map(settings_view))
                .collect(),
            removed,
        })
    }

    /// The account with exactly this id or label. For changes: a part of a label is not enough to
    /// be sure that the right account is meant.
    ///
    /// # Errors
    /// When there is none; `close` is the label that it is a part of, where only one is.
    pub fn find_whole(&self, name: &str) -> Result<Account> {
        self.with_vault(|vault| {
            if let Some(account) = find_whole(vault, name)? {
                return Ok(account);
            }
            let error = Error::new("account.not-found").with("label", name);
            Err(match find(vault, name) {
                Ok(close) => error.with("close", close.label.as_str()),
                Err(_) => error,
            })
        })
    }

    /// Gives an account another label; one of the firm's for everybody who has it.
    ///
    /// # Errors
    /// When the label is not allowed or taken, or it is the firm's and not this person's to name;
    /// nothing is changed then.
    pub fn rename(&self, id: &str, label: &str) -> Result<Done<()>> {
        let label = parse_label(label)?;
        let account = self.account_of(parse_id(id)?)?;
        if account.firm.is_none() {
            self.change(id, |vault, id| {
                vault.rename(id, label).map_err(|error| explain_taken(vault, error.into()))
            })?;
            return Ok(Done::here(()));
        }
        self.with_vault(|vault| match vault.find(&label)?.filter(|owner| *owner != account.id) {
            Some(owner) => Err(explain_taken(vault, ChangeError::LabelTaken { id: owner }.into())),
            None => Ok(()),
        })?;
        self.rename_in_firm(&account, &label)
    }

    /// Sets or removes the last four characters of the user ID.
    ///
    /// # Errors
    /// When it is not four letters or digits.
    pub fn set_hint(&self, id: &str, hint: Option<&str>) -> Result<()> {
        let hint = parse_hint(hint)?;
        self.change(id, |vault, id| Ok(vault.set_hint(id, hint)?))
    }

    /// Sets or removes the note.
    ///
    /// # Errors
    /// When it is long or looks like a password.
    pub fn set_note(&self, id: &str, note: Option<&str>) -> Result<()> {
        let note = parse_note(note)?;
        self.change(id, |vault, id| Ok(vault.set_note(id, note)?))
    }

    /// Says which service an account is for.
    ///
    /// # Errors
    /// When the service is not known.
    pub fn set_service(&self, id: &str, service: Option<&str>) -> Result<()> {
        let service = parse_service(service)?;
        self.change(id, |vault, id| Ok(vault.set_service(id, service)?))
    }

    /// The record with exactly this id, where it is in the list and cannot be read.
    ///
    /// # Errors
    /// When the vault is locked or cannot be read.
    pub fn find_damaged(&self, name: &str) -> Result<Option<AccountId>> {
        let Ok(id) = name.trim().parse() else { return Ok(None) };
        let damaged = self.listing()?.damaged;
        Ok(damaged.iter().any(|damaged| damaged.id == id).then_some(id))
    }

    /// Removes an account. Its keys are kept for 30 days, in which it can be put back. A record that
    /// cannot be read is removed likewise, as long as a key of it can be read.
    ///
    /// # Errors
    /// When there is no such account, or nothing of it can be read.
    pub fn remove(&self, id: &str) -> Result<()> {
        let now = self.now();
        self.change(id, |vault, id| {
            match vault.account(id) {
                Ok(account) => must_be_own(&account)?,
                Err(ReadError::Damaged(_)) => {}
                Err(error) => return Err(error.into()),
            }
            Ok(vault.remove(id, now)?)
        })
    }

    /// Puts a removed account back.
    ///
    /// # Errors
    /// When its label or its key is in use again.
    pub fn put_back(&self, id: &str) -> Result<()> {
        self.change(id, |vault, id| {
            vault.put_back(id).map_err(|error| explain_taken(vault, error.into()))
        })
    }

    /// Wipes a removed account for good, or a record that cannot be read.
    ///
    /// # Errors
    /// When it can be read and was not removed before.
    pub fn purge(&self, id: &str) -> Result<()> {
        self.change(id, |vault, id| Ok(vault.purge(id)?))
    }

    /// Accounts that were removed and can be put back.
    ///
    /// # Errors
    /// When the vault is locked or cannot be read.
    pub fn removed(&self) -> Result<Vec<RemovedView>> {
        Ok(self.accounts()?.removed)
    }

    /// The account with this id.
    ///
    /// # Errors
    /// When there is none, or it cannot be read; with the label or the id.
    pub(crate) fn account_of(&self, id: AccountId) -> Result<Account> {
        self.with_vault(|vault| {
            vault.account(id).map_err(|error| named(vault, id, of_record(id, error.into())))
        })
    }

    /// The sign-in page of the account's service, from our own list and never from a QR code.
    ///
    /// # Errors
    /// When no page is known for it.
    pub fn sign_in_page(&self, id: &str) -> Result<&'static str> {
        let id = parse_id(id)?;
        let account = self.with_vault(|vault| Ok(vault.account(id)?))?;
        service_of(&account).and_then(|service| service.page).ok_or_else(|| Error::new("page.none"))
    }

    /// Accounts as the vault has them.
    pub(crate) fn listing(&self) -> Result<Listing> {
        self.with_vault(|vault| Ok(vault.accounts()?))
    }

    fn change(
        &self,
        id: &str,
        act: impl FnOnce(&UnlockedVault, AccountId) -> Result<()>,
    ) -> Result<()> {
        let id = parse_id(id)?;
        self.with_vault(|vault| {
            act(vault, id).map_err(|error| named(vault, id, of_record(id, error)))
        })?;
        self.tell(Event::Changed);
        Ok(())
    }
}

/// Adds which account it is about, if the error does not say: its label, or its ID once it is gone.
pub(crate) fn named(vault: &UnlockedVault, id: AccountId, error: Error) -> Error {
    if error.args().contains_key("label") {
        return error;
    }
    let account = vault.account(id);
    error
        .with("label", account.map_or_else(|_| id.to_string(), |account| account.label.to_string()))
}

/// The account with this id or label. A part of a label will do when only one account has it.
pub(crate) fn find(vault: &UnlockedVault, name: &str) -> Result<Account> {
    // No words are a part of every label.
    if name.trim().is_empty() {
        return Err(Error::new("account.not-found").with("label", name));
    }
    if let Some(account) = find_whole(vault, name)? {
        return Ok(account);
    }
    let part = name.to_lowercase();
    let mut close = vault.accounts()?.accounts;
    close.retain(|account| account.label.as_str().to_lowercase().contains(&part));
    match close.len() {
        0 => Err(Error::new("account.not-found").with("label", name)),
        1 => Ok(close.remove(0)),
        _ => {
            let labels: Vec<&str> = close.iter().map(|account| account.label.as_str()).collect();
            Err(Error::new("account.ambiguous")
                .with("label", name)
                .with("labels", labels.join(", ")))
        }
    }
}

fn find_whole(vault: &UnlockedVault, name: &str) -> Result<Option<Account>> {
    if let Ok(id) = name.parse::<AccountId>() {
        match vault.account(id) {
            Err(vault::ReadError::NotFound) => {}
            found => return found.map(Some).map_err(|error| of_record(id, error.into())),
        }
    }
    let Ok(label) = Label::new(name) else { return Ok(None) };
    let Some(id) = vault.find(&label)? else { return Ok(None) };
    vault.account(id).map(Some).map_err(|error| of_record(id, error.into()))
}

/// Says which record it is that cannot be read.
fn of_record(id: AccountId, error: Error) -> Error {
    match error.args().get("id") {
        Some(unknown) if unknown.is_empty() => error.with("id", id.to_string()),
        _ => error,
    }
}

/// Adds to "taken" which label is in the way, and since when.
pub(crate) fn explain_taken(vault: &UnlockedVault, error: Error) -> Error {
    let in_the_way = error.args().get("id").and_then(|id| id.parse().ok());
    match in_the_way.map(|id| vault.account(id)) {
        Some(Ok(account)) => with_taken(error, &account),
        _ => error,
    }
}

pub(crate) fn parse_hint(hint: Option<&str>) -> Result<Option<UserIdHint>> {
    let hint = hint.map(str::trim).filter(|hint| !hint.is_empty());
    Ok(hint.map(UserIdHint::new).transpose()?)
}

/// A label as a person typed it. Labels are shown, so that none may hold a key.
pub(crate) fn parse_label(label: &str) -> Result<Label> {
    if caution::holds_key(label) {
        return Err(Error::new("account.label-key"));
    }
    Ok(Label::new(label)?)
}

pub(crate) fn parse_note(note: Option<&str>) -> Result<Option<String>> {
    let Some(note) = note.map(str::trim).filter(|note| !note.is_empty()) else { return Ok(None) };
    if note.chars().count() > LONGEST_NOTE {
        return Err(Error::new("account.note-long").with("most", LONGEST_NOTE.to_string()));
    }
    if caution::looks_like_password(note) {
        return Err(Error::new("account.note-password"));
    }
    Ok(Some(note.to_owned()))
}

pub(crate) fn parse_service(service: Option<&str>) -> Result<Option<String>> {
    match service {
        Some(id) if services::by_id(id).is_none() => {
            Err(Error::new("account.service-unknown").with("service", id))
        }
        known => Ok(known.map(str::to_owned)),
    }
}

/// The service profile of an account: the one chosen, or the one its issuer surely means.
pub(crate) fn service_of(account: &Account) -> Option<&'static services::Service> {
    let chosen = account.service.as_deref().and_then(services::by_id);
    chosen.or_else(|| services::by_issuer(&account.issuer))
}

pub(crate) fn kind_of(params: &otp::Params) -> CodeKind {
    match params.kind {
        otp::Kind::Totp { .. } => CodeKind::Totp,
        otp::Kind::Hotp { .. } => CodeKind::Hotp,
        otp::Kind::Steam => CodeKind::Steam,
    }
}

fn view(account: &Account, look_alikes: &LookAlikes<'_>) -> AccountView {
    let params = account.shown().map_or_else(otp::Params::totp_default, |v| v.params);
    let service = service_of(account);
    let (colour, pattern) = mark(account);
    let mut versions: Vec<KeyVersionView> = account.versions.iter().map(version_view).collect();
    versions.sort_by_key(|version| std::cmp::Reverse(version.number));
    AccountView {
        id: account.id.to_string(),
        label: account.label.as_str().to_owned(),
        user_id_hint: account.user_id_hint.as_ref().map(ToString::to_string),
        note: account.note.clone(),
        service: service.map(|service| service.id.to_owned()),
        issuer: account.issuer.clone(),
        account: account.account.clone(),
        monogram: monogram(account),
        colour,
        pattern,
        office: office_of(account.label.as_str()),
        kind: kind_of(&params),
        algorithm: params.algorithm.name().to_owned(),
        digits: params.digits.value(),
        period: params.period().and_then(|period| u32::try_from(period).ok()),
        versions,
        grace: service.is_some_and(|service| service.grace),
        sign_in_page: service.and_then(|service| service.page).map(str::to_owned),
        last_copied: account.last_copied,
        created_at: account.created_at,
        look_alike: look_alikes.of(account),
        practice: account.practice,
        of_firm: account.firm.is_some(),
    }
}

fn version_view(version: &KeyVersion) -> KeyVersionView {
    let KeyVersion { number, added_at, state, .. } = *version;
    KeyVersionView { number, state: state.into(), added_at }
}

fn damaged_view(damaged: &vault::Damaged) -> DamagedView {
    let id = damaged.id.to_string();
    let problem = Error::new("vault.record-damaged").with("id", &*id);
    DamagedView { id, problem: problem.into() }
}

fn settings_view(problem: Error) -> DamagedView {
    DamagedView { id: "settings".to_owned(), problem: problem.into() }
}

/// What was removed and can be put back. A record that cannot be read has no label to show but its
/// id.
fn removed(vault: &UnlockedVault) -> Result<Vec<RemovedView>> {
    let accounts = vault.removed()?;
    let records = vault.removed_records()?;
    let records = records.iter().map(|record| RemovedView {
        id: record.id.to_string(),
        label: record.id.to_string(),
        user_id_hint: None,
        removed_at: record.removed_at,
        wiped_at: record.removed_at.saturating_add(KEPT_FOR),
    });
    Ok(accounts.iter().filter_map(removed_view).chain(records).collect())
}

fn removed_view(account: &Account) -> Option<RemovedView> {
    let removed_at = account.removed_at?;
    Some(RemovedView {
        id: account.id.to_string(),
        label: account.label.as_str().to_owned(),
        user_id_hint: account.user_id_hint.as_ref().map(ToString::to_string),
        removed_at,
        wiped_at: removed_at.saturating_add(KEPT_FOR),
    })
}

/// Two letters: the service's, or the first letters of the label's first two words.
fn monogram(account: &Account) -> String {
    if let Some(service) = service_of(account) {
        return service.monogram.to_owned();
    }
    let label = account.label.as_str();
    let words = label.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut letters: Vec<char> = words.filter_map(|word| word.chars().next()).take(2).collect();
    if letters.len() < 2 {
        letters = label.chars().filter(|c| c.is_alphanumeric()).take(2).collect();
    }
    letters.iter().collect::<String>().to_uppercase()
}

/// Colour and pattern of an account, the same for its whole life: made of what it is, never of
/// which others there are. A service of ours has a mark that no other one has; the others share
/// those with another pattern, by issuer, or one by one where none is known.
fn mark(account: &Account) -> (u8, u8) {
    let half = COLOURS * PATTERNS / 2;
    let place = match service_of(account).and_then(|service| services::place(service.id)) {
        Some(place) => place % half,
        None => half + fingerprint::of(&maker(account)) as usize % half,
    };
    let number = |value: usize| u8::try_from(value).unwrap_or_default();
    (number(place % COLOURS), number(place / COLOURS))
}

/// Whose account it is, where the service is not one of ours.
fn maker(account: &Account) -> String {
    let issuer = account.issuer.trim().to_lowercase();
    if issuer.is_empty() { account.id.to_string() } else { issuer }
}

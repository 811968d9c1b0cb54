//! Adding an account, or replacing its key. Nothing is ever overwritten.

use secret::Secret;
use vault::{
    Accepted, Account, AccountId, AddError, ChangeError, Label, NewAccount, UnlockedVault,
};

use crate::accounts::{named, parse_hint, parse_label, parse_note, parse_service};
use crate::error::Result;
use crate::firm::views::Done;
use crate::naming::{label_with_office, parse_id};
use crate::view::{AddOutcome, AddRequest, AddView};
use crate::{App, Error, Event, services};

impl App {
    /// Adds one account of a draft under a label, or replaces the key of the account that has it.
    /// What was added is no longer in the draft.
    /// When the label or the key is here already nothing is changed, and the answer says so; but an
    /// account whose key or record cannot be read is brought back by its key.
    ///
    /// # Errors
    /// When a field is not allowed, the draft is gone, or keyring or disk refuse.
    pub fn add_found(&self, request: &AddRequest) -> Result<AddView> {
        let found = self.drafted(&request.draft, request.index)?;
        let added = self.add(found, request)?;
        if added.outcome.is_taken() {
            self.use_up(&request.draft, request.index);
            self.tell(Event::Changed);
        }
        Ok(added)
    }

    /// Adds an account that was read, as [`App::add_found`] does; `request` names no draft then.
    ///
    /// # Errors
    /// As [`App::add_found`].
    pub fn add(&self, found: otp::Account, request: &AddRequest) -> Result<AddView> {
        let label = parse_label(&request.label)?;
        let service = parse_service(request.service.as_deref())?;
        let service = service.or_else(|| service_meant(&found.issuer, &label));
        let new = NewAccount {
            label: label.clone(),
            user_id_hint: parse_hint(request.user_id_hint.as_deref())?,
            note: parse_note(request.note.as_deref())?,
            issuer: found.issuer.clone(),
            account: found.account.clone(),
            label_issuer: found.label_issuer.clone(),
            service,
            practice: false,
            params: found.params,
        };
        if request.replace {
            return self.replace(new, &found);
        }
        let now = self.now();
        self.with_vault(|vault| {
            let owner = vault.find_same_key(&found.secret)?;
            let added = match vault.mend(&new, &found.secret, now) {
                Ok(Some(id)) => return outcome(vault, AddOutcome::Mended, id),
                Ok(None) => vault.add(new, found.secret, now),
                Err(error) => Err(error),
            };
            match added {
                Ok(id) => outcome(vault, AddOutcome::Added, id),
                Err(AddError::LabelTaken { id }) if owner == Some(id) => {
                    outcome(vault, AddOutcome::SameKey, id)
                }
                Err(AddError::LabelTaken { id }) => outcome(vault, AddOutcome::LabelTaken, id),
                Err(AddError::SameKey { id }) => outcome(vault, AddOutcome::SameKey, id),
                Err(error) => Err(error.into()),
            }
        })
    }

    /// Replaces the key of the account that has the label of `new`. A label that nobody has is a slip
    /// of the hand, not a new account.
    fn replace(&self, new: NewAccount, found: &otp::Account) -> Result<AddView> {
        let account = self.with_vault(|vault| {
            let id = vault.find(&new.label)?;
            let none = || Error::new("account.not-found").with("label", new.label.as_str());
            Ok(vault.account(id.ok_or_else(none)?)?)
        })?;
        if account.firm.is_none() {
            let now = self.now();
            return self
                .with_vault(|vault| replace_own(vault, account.id, new, &found.secret, now));
        }
        let unsent = self.replace_in_firm(&account, found)?.map(Into::into);
        let replaced = self.with_vault(|vault| outcome(vault, AddOutcome::Replaced, account.id))?;
        Ok(AddView { unsent, ..replaced })
    }

    /// Checks what was typed, for a shell that makes the vault only when there is something to add.
    ///
    /// # Errors
    /// When a field is not allowed.
    pub fn check_typed(request: &AddRequest) -> Result<()> {
        parse_label(&request.label)?;
        parse_hint(request.user_id_hint.as_deref())?;
        parse_note(request.note.as_deref())?;
        parse_service(request.service.as_deref()).map(drop)
    }

    /// Says whether the service accepted the newest key. Accepted, the earlier key is retired;
    /// refused, the earlier one is in use again. Of an account of the firm it is said for everybody.
    ///
    /// # Errors
    /// When there is no such account, or no key waits for an answer.
    pub fn confirm_key(&self, id: &str, accepted: bool) -> Result<Done<()>> {
        let (id, now) = (parse_id(id)?, self.now());
        let account = self.account_of(id)?;
        // The firm is told that a key works, also when the one before is not kept any more.
        if account.firm.is_some() && (accepted || account.previous().is_some()) {
            return self.confirm_in_firm(&account, accepted);
        }
        let answer = if accepted { Accepted::Yes } else { Accepted::No };
        self.with_vault(|vault| {
            vault.confirm(id, answer, now).map_err(|error| named(vault, id, error.into()))
        })?;
        self.tell(Event::Changed);
        Ok(Done::here(()))
    }
}

impl AddOutcome {
    /// Whether the key is in the vault now and was not before.
    fn is_taken(self) -> bool {
        matches!(self, Self::Added | Self::Replaced | Self::Mended)
    }
}

/// The service that a label names, where the issuer does not name one. Kept with the account, so
/// that its mark does not change with its label.
fn service_meant(issuer: &str, label: &Label) -> Option<String> {
    let named =
        services::by_label(label.as_str()).filter(|_| services::by_issuer(issuer).is_none());
    named.map(|service| service.id.to_owned())
}

fn replace_own(
    vault: &UnlockedVault,
    id: AccountId,
    new: NewAccount,
    key: &Secret,
    now: u64,
) -> Result<AddView> {
    match vault.replace(id, key.duplicate(), new.params, now) {
        Ok(_) => outcome(vault, AddOutcome::Replaced, id),
        Err(ChangeError::SameKey { id: owner }) => {
            let mended = owner == id && vault.mend(&new, key, now)?.is_some();
            let same = if mended { AddOutcome::Mended } else { AddOutcome::SameKey };
            outcome(vault, same, owner)
        }
        Err(error) => Err(named(vault, id, error.into())),
    }
}

fn outcome(vault: &UnlockedVault, outcome: AddOutcome, id: AccountId) -> Result<AddView> {
    let account = vault.account(id)?;
    let suggestion = (outcome == AddOutcome::LabelTaken).then(|| suggestion(vault, &account));
    Ok(AddView {
        outcome,
        id: id.to_string(),
        label: account.label.as_str().to_owned(),
        since: account.created_at,
        suggestion: suggestion.transpose()?.flatten(),
        unsent: None,
    })
}

fn suggestion(vault: &UnlockedVault, taken: &Account) -> Result<Option<String>> {
    let accounts = vault.accounts()?.accounts;
    let others: Vec<&Account> = accounts.iter().collect();
    Ok(label_with_office(taken.label.as_str(), &others))
}

//! Bringing a backup's accounts into a vault. It only ever adds: nothing that is here is changed.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use rusqlite::Connection;
use secret::Secret;

use crate::backup::{Contents, Entry};
use crate::{
    Account, AccountId, AddError, KeyId, KeyState, Label, StorageError, UnlockedVault, rows,
};

/// What a restore would do, account by account. Take steps out to leave accounts out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// One step for each account of the backup, in its order.
    pub steps: Vec<Step>,
    /// Whether the backup was made from another vault than this one.
    pub other_vault: bool,
}

/// What a restore would do with one account of the backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its place in [`Contents::entries`].
    pub entry: usize,
    /// Its label in the backup.
    pub label: Label,
    /// What becomes of it.
    pub outcome: Outcome,
}

/// What becomes of an account of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is added.
    Add,
    /// It is added under another label, because an account with another key has its own.
    AddAs(Label),
    /// Its key is here already.
    Here {
        /// In which account.
        id: AccountId,
    },
    /// Its key was retired here after the backup: the service does not accept it any more.
    ReplacedHere {
        /// In which account.
        id: AccountId,
    },
    /// It had been removed when the backup was made.
    WasRemoved,
    /// The key of its codes could not be read when the backup was made.
    NoKey,
}

/// What a restore did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Accounts that were added.
    pub added: Vec<AccountId>,
    /// Whether it was told to stop before the end.
    pub stopped: bool,
}

/// Says what [`apply`] would do; changes nothing.
///
/// # Errors
/// [`StorageError`].
pub fn plan(vault: &UnlockedVault, backup: &Contents) -> Result<Plan, StorageError> {
    let mut used = BTreeSet::new();
    let mut steps = Vec::with_capacity(backup.entries().len());
    for (number, entry) in backup.entries().iter().enumerate() {
        let outcome = decide(vault, entry, &mut used)?;
        steps.push(Step { entry: number, label: entry.account().label.clone(), outcome });
    }
    Ok(Plan { steps, other_vault: backup.vault() != vault.id() })
}

/// Adds what `plan` says, as far as that is still right when its turn comes.
///
/// `progress` hears how many of how many steps are done and may stop between two accounts. What
/// was added stays; a new plan goes on from there.
///
/// # Errors
/// [`AddError`] at the first account that could not be added; those before it stay.
pub fn apply(
    vault: &UnlockedVault,
    backup: &Contents,
    plan: &Plan,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Restored, AddError> {
    let mut restored = Restored::default();
    for (done, step) in plan.steps.iter().enumerate() {
        if progress(done, plan.steps.len()).is_break() {
            restored.stopped = true;
            return Ok(restored);
        }
        let wanted = matches!(step.outcome, Outcome::Add | Outcome::AddAs(_));
        if let Some(entry) = backup.entries().get(step.entry).filter(|_| wanted) {
            restored.added.extend(add(vault, entry)?);
        }
    }
    // Nothing is left that could be stopped.
    let _ = progress(plan.steps.len(), plan.steps.len());
    Ok(restored)
}

/// Decides on one account. `used` are the folds of labels that this plan gives out.
fn decide(
    vault: &UnlockedVault,
    entry: &Entry,
    used: &mut BTreeSet<String>,
) -> Result<Outcome, StorageError> {
    let account = entry.account();
    if account.removed_at.is_some() {
        return Ok(Outcome::WasRemoved);
    }
    let Some(key) = account.shown().and_then(|version| entry.key(version)) else {
        return Ok(Outcome::NoKey);
    };
    if let Some(here) = key_here(vault, key)? {
        return Ok(here);
    }
    let label = free_label(vault, &account.label, used)?;
    used.insert(label.fold());
    Ok(if label == account.label { Outcome::Add } else { Outcome::AddAs(label) })
}

/// What is to be said of a key that an account here has.
fn key_here(vault: &UnlockedVault, key: &Secret) -> Result<Option<Outcome>, StorageError> {
    let index = vault.key_index(key)?;
    let connection = vault.device.database.connection();
    let Some(id) = rows::key_owner(&connection, &index)? else { return Ok(None) };
    let version = rows::keys(&connection, id)?.into_iter().find(|(_, other)| *other == index);
    let account = vault.load(&connection, id).ok();
    let state = version
        .zip(account)
        .and_then(|((key, _), account)| account.version(key).map(|version| version.state));
    Ok(Some(match state {
        Some(KeyState::Retired { .. }) => Outcome::ReplacedHere { id },
        _ => Outcome::Here { id },
    }))
}

/// `label`, or with a number behind it the first that is free.
fn free_label(
    vault: &UnlockedVault,
    label: &Label,
    used: &BTreeSet<String>,
) -> Result<Label, StorageError> {
    let connection = vault.device.database.connection();
    let numbered = (2..).map(|number| label.numbered(number));
    for label in std::iter::once(label.clone()).chain(numbered) {
        let taken = rows::label_owner(&connection, &vault.label_index(&label)?)?.is_some();
        if !taken && !used.contains(&label.fold()) {
            return Ok(label);
        }
    }
    Err(StorageError::Other("no label is free".to_owned()))
}

fn add(vault: &UnlockedVault, entry: &Entry) -> Result<Option<AccountId>, AddError> {
    // Decided anew: another program, or the step before, may have changed the vault.
    let label = match decide(vault, entry, &mut BTreeSet::new())? {
        Outcome::Add => entry.account().label.clone(),
        Outcome::AddAs(label) => label,
        _ => return Ok(None),
    };
    let (account, keys) = as_new(vault, entry, label)?;
    vault.insert(&account, &keys)?;
    Ok(Some(account.id))
}

/// The account as it will be here: its own id if that is free, new key ids, and without versions
/// whose keys are missing or in use here.
fn as_new<'a>(
    vault: &UnlockedVault,
    entry: &'a Entry,
    label: Label,
) -> Result<(Account, Vec<&'a Secret>), StorageError> {
    let connection = vault.device.database.connection();
    let mut account = Account { label, versions: Vec::new(), ..entry.account().clone() };
    if rows::account(&connection, account.id)?.is_some() {
        account.id = AccountId::make()?;
    }
    let mut keys = Vec::new();
    for version in &entry.account().versions {
        let Some(key) = entry.key(version) else { continue };
        if is_unused(vault, &connection, key)? && !keys.contains(&key) {
            let id = KeyId::make()?;
            account.versions.push(crate::KeyVersion { id, ..version.clone() });
            keys.push(key);
        }
    }
    Ok((account, keys))
}

fn is_unused(
    vault: &UnlockedVault,
    connection: &Connection,
    key: &Secret,
) -> Result<bool, StorageError> {
    Ok(rows::key_owner(connection, &vault.key_index(key)?)?.is_none())
}

//! Bringing a backup's accounts into a vault. It only ever adds: nothing that can be read here is
//! changed. What cannot is sealed anew where the backup has the same key.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use rusqlite::Connection;
use secret::Secret;

use crate::backup::{Contents, Entry};
use crate::change::mend::{Known, Lost, Source};
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
    /// As [`Self::Add`], under this label, with the key before its unconfirmed one: that one could
    /// not be read when the backup was made.
    AddEarlier(Label),
    /// Its account is here, and its key or the record cannot be read: they are sealed anew.
    Mend {
        /// Which account.
        id: AccountId,
        /// What it is called here, or will be.
        label: Label,
    },
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
    /// The key of its codes could not be read when the backup was made, nor the one before.
    NoKey,
}

/// What a restore did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Accounts that were added.
    pub added: Vec<AccountId>,
    /// Accounts whose keys or records were sealed anew.
    pub mended: Vec<AccountId>,
    /// Whether it was told to stop before the end.
    pub stopped: bool,
}

/// Says what [`apply`] would do; changes nothing. Looks whether the keys that are here can be read.
///
/// # Errors
/// [`AddError::Keyring`] and [`AddError::Storage`].
pub fn plan(vault: &UnlockedVault, backup: &Contents) -> Result<Plan, AddError> {
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
        if let Some(entry) = backup.entries().get(step.entry).filter(|_| step.outcome.acts()) {
            bring_back(vault, entry, backup.made_at(), &mut restored)?;
        }
    }
    // Nothing is left that could be stopped.
    let _ = progress(plan.steps.len(), plan.steps.len());
    Ok(restored)
}

impl Outcome {
    /// Whether anything is done.
    fn acts(&self) -> bool {
        matches!(self, Self::Add | Self::AddAs(_) | Self::AddEarlier(_) | Self::Mend { .. })
    }
}

/// Decides on one account. `used` are the folds of labels that this plan gives out.
fn decide(
    vault: &UnlockedVault,
    entry: &Entry,
    used: &mut BTreeSet<String>,
) -> Result<Outcome, AddError> {
    let account = entry.account();
    let usable = entry.usable();
    let here = usable.map(|(_, key)| here(vault, entry, key, used)).transpose()?.flatten();
    match (here, usable) {
        (Some(mend @ Outcome::Mend { .. }), _) => Ok(mend),
        _ if account.removed_at.is_some() => Ok(Outcome::WasRemoved),
        (Some(here), _) => Ok(here),
        (None, None) => Ok(Outcome::NoKey),
        (None, Some((version, _))) => {
            let label = free_label(vault, &account.label, None, used)?;
            used.insert(label.fold());
            Ok(match account.shown() {
                Some(shown) if shown.id != version.id => Outcome::AddEarlier(label),
                _ if label == account.label => Outcome::Add,
                _ => Outcome::AddAs(label),
            })
        }
    }
}

/// What is to be said of a key that an account here has.
fn here(
    vault: &UnlockedVault,
    entry: &Entry,
    key: &Secret,
    used: &mut BTreeSet<String>,
) -> Result<Option<Outcome>, AddError> {
    let index = vault.key_index(key)?;
    let owner = rows::key_owner(&vault.device.database.connection(), &index)?;
    let Some(id) = owner else { return Ok(None) };
    let keys: Vec<&Secret> = entry.keys().iter().map(|(_, key)| key).collect();
    let lost = vault.needs_mending(id, &keys)?;
    let account = vault.load(&vault.device.database.connection(), id).ok();
    let label = match (lost, &account) {
        (Some(Lost::Keys), Some(account)) => Some(account.label.clone()),
        (Some(_), _) => Some(free_label(vault, &entry.account().label, Some(id), used)?),
        (None, _) => None,
    };
    if let Some(label) = label {
        used.insert(label.fold());
        return Ok(Some(Outcome::Mend { id, label }));
    }
    let held = rows::keys(&vault.device.database.connection(), id)?;
    let version = held.into_iter().find(|(_, other)| *other == index);
    let state = version
        .zip(account)
        .and_then(|((key, _), account)| account.version(key).map(|version| version.state));
    Ok(Some(match state {
        Some(KeyState::Retired { .. }) => Outcome::ReplacedHere { id },
        _ => Outcome::Here { id },
    }))
}

/// `label`, or with a number behind it the first that is free, or is that of the account `own`.
fn free_label(
    vault: &UnlockedVault,
    label: &Label,
    own: Option<AccountId>,
    used: &BTreeSet<String>,
) -> Result<Label, StorageError> {
    let connection = vault.device.database.connection();
    let numbered = (2..).map(|number| label.numbered(number));
    for label in std::iter::once(label.clone()).chain(numbered) {
        let owner = rows::label_owner(&connection, &vault.label_index(&label)?)?;
        if (owner.is_none() || owner == own) && !used.contains(&label.fold()) {
            return Ok(label);
        }
    }
    Err(StorageError::Other("no label is free".to_owned()))
}

fn bring_back(
    vault: &UnlockedVault,
    entry: &Entry,
    made_at: u64,
    restored: &mut Restored,
) -> Result<(), AddError> {
    // Decided anew: another program, or the step before, may have changed the vault.
    let label = match decide(vault, entry, &mut BTreeSet::new())? {
        Outcome::Add => entry.account().label.clone(),
        Outcome::AddAs(label) | Outcome::AddEarlier(label) => label,
        Outcome::Mend { id, label } => {
            let account = Account { id, label, firm: None, ..entry.account().clone() };
            let known: Vec<Known<'_>> =
                account.versions.iter().map(|version| (version, entry.key(version))).collect();
            if vault.mend_with(&account, &known, Source::Backup, made_at)? {
                restored.mended.push(id);
            }
            return Ok(());
        }
        _ => return Ok(()),
    };
    let (account, keys) = as_new(vault, entry, label)?;
    vault.insert(&account, &keys)?;
    restored.added.push(account.id);
    Ok(())
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
    account.settle();
    Ok((account, keys))
}

fn is_unused(
    vault: &UnlockedVault,
    connection: &Connection,
    key: &Secret,
) -> Result<bool, StorageError> {
    Ok(rows::key_owner(connection, &vault.key_index(key)?)?.is_none())
}

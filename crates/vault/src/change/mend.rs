use std::slice;

use secret::Secret;

use super::replace::set_back;
use crate::account::Damage;
use crate::keyring::KeyringError;
use crate::pending::{KeepError, Pending};
use crate::{
    Account, AccountId, AddError, FirmKey, KeyError, KeyId, KeyState, KeyVersion, NewAccount,
    ReadError, StorageError, UnlockedVault, fail, item, rows,
};

/// A key version as somebody still knows it, with its key where that is still had.
pub(crate) type Known<'a> = (&'a KeyVersion, Option<&'a Secret>);

/// Whose word it is that a record is made anew by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A backup: keys that it does not know came in after it.
    Backup,
    /// A person, who has just given the key that is in use.
    Person,
}

/// What of an account cannot be read, and can be sealed anew with the keys that are at hand.
struct Broken<'a> {
    record: bool,
    items: Vec<(KeyId, &'a Secret)>,
}

impl UnlockedVault {
    /// Brings back the account that has this key, where the key's item in the keyring or the
    /// account's record cannot be read. Returns which; `None` where no account has the key, or
    /// nothing is wrong with the one that has.
    ///
    /// A record that can be read stays as it is. One that cannot is made anew of `new`; its other
    /// keys are kept as retired ones.
    ///
    /// # Errors
    /// [`AddError`]; a taken label only where the record is made anew. Nothing is lost then.
    pub fn mend(
        &self,
        new: &NewAccount,
        key: &Secret,
        at: u64,
    ) -> Result<Option<AccountId>, AddError> {
        self.mend_copy(new, None, key, at)
    }

    /// Whether [`Self::mend`] would bring this account back with this key.
    ///
    /// # Errors
    /// [`AddError::Keyring`] and [`AddError::Storage`].
    pub fn is_mendable(&self, id: AccountId, key: &Secret) -> Result<bool, AddError> {
        Ok(!self.broken(id, None, slice::from_ref(&key))?.is_nothing())
    }

    /// As [`Self::mend`], also for a copy of a key of the firm's.
    pub(crate) fn mend_copy(
        &self,
        new: &NewAccount,
        firm: Option<FirmKey>,
        key: &Secret,
        at: u64,
    ) -> Result<Option<AccountId>, AddError> {
        let index = self.key_index_of(firm, key)?;
        let owner = rows::key_owner(&self.device.database.connection(), &index)?;
        let Some(id) = owner else { return Ok(None) };
        let version = KeyVersion {
            id: KeyId::make().map_err(StorageError::from)?,
            number: 1,
            params: new.params,
            added_at: at,
            state: KeyState::Current,
        };
        let account = Account { firm, ..new.clone().into_account(id, version.clone(), at) };
        let known = [(&version, Some(key))];
        let mended = self.mend_with(&account, &known, Source::Person, at)?;
        Ok(mended.then_some(id))
    }

    /// Whether [`Self::mend_with`] would do anything, and whether it would make the record anew.
    ///
    /// # Errors
    /// [`AddError::Keyring`] and [`AddError::Storage`].
    pub(crate) fn needs_mending(
        &self,
        id: AccountId,
        keys: &[&Secret],
    ) -> Result<Option<Lost>, AddError> {
        let broken = self.broken(id, None, keys)?;
        Ok(match (broken.record, broken.items.is_empty()) {
            (true, _) => Some(Lost::Record),
            (false, false) => Some(Lost::Keys),
            (false, true) => None,
        })
    }

    /// Seals anew, under the ids that they have, what cannot be read of the account `described.id`
    /// and is `known`. Returns whether anything was wrong.
    ///
    /// An item is written in its place and not beside it: it was of no use, and its blind index
    /// says that the key is the very same, so that there is nothing to go back to. The record
    /// follows in one transaction. Whatever ends the program, what was readable stays so.
    ///
    /// # Errors
    /// [`AddError`].
    pub(crate) fn mend_with(
        &self,
        described: &Account,
        known: &[Known<'_>],
        source: Source,
        at: u64,
    ) -> Result<bool, AddError> {
        let (id, lock) = (described.id, self.device.home.lock()?);
        self.device.clear_pending_with(&lock);
        let keys: Vec<&Secret> = known.iter().filter_map(|(_, key)| *key).collect();
        let broken = self.broken(id, described.firm, &keys)?;
        if broken.is_nothing() {
            return Ok(false);
        }
        if broken.record {
            self.check_label(&self.device.database.connection(), described)?;
        }
        fail::point("mend: intended");
        for (key_id, key) in &broken.items {
            self.keep_in_place((id, *key_id), key)?;
        }
        fail::point("mend: kept");
        if broken.record {
            let account = self.made_anew(described, known, source, at)?;
            self.commit_anew(&account)?;
        }
        fail::point("mend: committed");
        drop(lock);
        Ok(true)
    }

    fn broken<'a>(
        &self,
        id: AccountId,
        firm: Option<FirmKey>,
        keys: &[&'a Secret],
    ) -> Result<Broken<'a>, AddError> {
        let (record, held) = {
            let connection = self.device.database.connection();
            (self.load(&connection, id), rows::keys(&connection, id)?)
        };
        let mut broken = Broken { record: false, items: Vec::new() };
        match record {
            Ok(_) => {}
            Err(ReadError::Damaged(Damage::Sealed | Damage::Content)) => broken.record = true,
            // What a newer program wrote is whole, and there may be nothing here by now.
            Err(ReadError::Damaged(Damage::Newer) | ReadError::NotFound) => return Ok(broken),
            Err(ReadError::Storage(error)) => return Err(error.into()),
        }
        for key in keys {
            let index = self.key_index_of(firm, key)?;
            let Some((key_id, _)) = held.iter().find(|(_, other)| *other == index) else {
                continue;
            };
            match self.key(id, *key_id) {
                Ok(_) | Err(KeyError::Newer) => {}
                Err(KeyError::Missing | KeyError::Damaged) => broken.items.push((*key_id, key)),
                Err(KeyError::Keyring(error)) => return Err(error.into()),
            }
        }
        Ok(broken)
    }

    fn keep_in_place(&self, place: (AccountId, KeyId), key: &Secret) -> Result<(), AddError> {
        let (account, key_id) = place;
        let text = item::seal_key(&self.key, (self.device.vault, account, key_id), key)
            .map_err(StorageError::from)?;
        let item = Pending::Key(key_id);
        match self.device.keep(item, &text) {
            // Of two items of one name that differ neither can be written.
            Err(KeepError::Keyring(KeyringError::Item(_))) => {
                self.device.delete(item)?;
                Ok(self.device.keep(item, &text)?)
            }
            kept => Ok(kept?),
        }
    }

    /// The account with a version for each of its keys: the known ones as they are known.
    fn made_anew(
        &self,
        described: &Account,
        known: &[Known<'_>],
        source: Source,
        at: u64,
    ) -> Result<Account, AddError> {
        let mut held = rows::keys(&self.device.database.connection(), described.id)?;
        let mut versions = Vec::with_capacity(held.len());
        for (version, key) in known {
            let index = key.map(|key| self.key_index_of(described.firm, key)).transpose()?;
            let is_it = |(id, other): &(KeyId, Vec<u8>)| match &index {
                Some(index) => other == index,
                None => *id == version.id,
            };
            let Some(place) = held.iter().position(is_it) else { continue };
            let (id, _) = held.swap_remove(place);
            versions.push(KeyVersion { id, ..(*version).clone() });
        }
        let mut account = Account { versions, removed_at: None, ..described.clone() };
        account.settle();
        let unknown: Vec<KeyId> = held.into_iter().map(|(id, _)| id).collect();
        match source {
            Source::Person => put_before(&mut account, &unknown, at),
            Source::Backup => {
                let readable = |id: &KeyId| self.key(account.id, *id).is_ok();
                let newer = unknown.len() == 1 && unknown.iter().all(readable);
                put_behind(&mut account, &unknown, newer, at);
            }
        }
        Ok(account)
    }

    fn commit_anew(&self, account: &Account) -> Result<(), AddError> {
        let (label, sealed) = (self.label_index(&account.label)?, self.seal_account(account)?);
        self.device.database.write(|tx| {
            let row = rows::account(tx, account.id)?.filter(|row| row.live);
            if row.is_none_or(|row| self.open_row(&row).is_ok()) {
                return Err(StorageError::Busy.into());
            }
            self.check_label(tx, account)?;
            Ok(rows::update_account(tx, account.id, true, &label, &sealed)?)
        })
    }

    fn check_label(&self, on: &rusqlite::Connection, account: &Account) -> Result<(), AddError> {
        match rows::label_owner(on, &self.label_index(&account.label)?)? {
            Some(id) if id != account.id => Err(AddError::LabelTaken { id }),
            _ => Ok(()),
        }
    }
}

/// What [`UnlockedVault::mend_with`] would seal anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The record, and items perhaps.
    Record,
    /// Items alone.
    Keys,
}

impl Broken<'_> {
    fn is_nothing(&self) -> bool {
        !self.record && self.items.is_empty()
    }
}

/// The keys that nobody knows anything of are older than the one that was given.
fn put_before(account: &mut Account, unknown: &[KeyId], at: u64) {
    let Some(known) = account.versions.first_mut() else { return };
    let params = known.params;
    known.number = number_after(unknown.len());
    let retired = unknown.iter().zip(1..).map(|(id, number)| {
        let state = KeyState::Retired { at };
        KeyVersion { id: *id, number, params, added_at: at, state }
    });
    account.versions.splice(0..0, retired);
}

/// The keys that a backup does not know came in after it. Of one that can be read nobody has said
/// whether the service accepts it; the order of several cannot be known, and they are kept as
/// refused ones, which may be tried again.
fn put_behind(account: &mut Account, unknown: &[KeyId], newer: bool, at: u64) {
    let Some(shown) = account.shown().or(account.versions.last()) else { return };
    let (params, undecided) = (shown.params, shown.state == KeyState::Unconfirmed);
    let last = account.versions.iter().map(|version| version.number).max().unwrap_or_default();
    let state = match newer && !undecided {
        true => {
            set_back(account);
            KeyState::Unconfirmed
        }
        false => KeyState::Retired { at },
    };
    account.versions.extend(unknown.iter().zip(1..).map(|(id, behind)| {
        let number = last.saturating_add(behind);
        KeyVersion { id: *id, number, params, added_at: at, state }
    }));
}

fn number_after(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).saturating_add(1)
}

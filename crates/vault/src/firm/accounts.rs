//! Copies of the firm's keys: accounts as the person's own are, but marked, and wiped at once when
//! they go. The firm has them still.

use otp::Params;
use rusqlite::Connection;
use secret::Secret;

use super::{
    Account, AccountId, AddError, ChangeError, FirmKey, NewAccount, Pending, StorageError,
    UnlockedVault, fail, pending, rows,
};
use crate::{KeyId, KeyState, KeyVersion};

impl UnlockedVault {
    /// Takes a key of the firm's in, so that its codes can be had without the firm. A copy that
    /// cannot be read is made anew.
    ///
    /// # Errors
    /// [`AddError`]; a key that is the person's own as well is no trouble.
    pub fn add_firm_account(
        &self,
        new: NewAccount,
        firm: FirmKey,
        key: Secret,
        at: u64,
    ) -> Result<AccountId, AddError> {
        match self.mend_copy(&new, Some(firm), &key, at)? {
            Some(mended) => Ok(mended),
            None => self.add_as(new, Some(firm), key, at),
        }
    }

    /// Takes the key in that came in place of the one that a copy has. Its codes are shown from now
    /// on; the key before it stays beside it until [`UnlockedVault::settle_firm_account`].
    ///
    /// # Errors
    /// [`ChangeError::NotFound`] also for an account of the person's own.
    pub fn replace_firm_account(
        &self,
        id: AccountId,
        firm: FirmKey,
        (key, params): (Secret, Params),
        at: u64,
    ) -> Result<(), ChangeError> {
        // Of three keys the first is of no use; and it may be the one that comes back.
        self.settle_firm_account(id)?;
        let before = self.firm_copy(&self.device.database.connection(), id)?;
        if self.shows(&before, &key)? {
            return self.edit_firm_copy(id, |account| {
                account.firm = Some(firm);
                account.versions.iter_mut().for_each(|version| version.params = params);
            });
        }
        let mut after = Account { firm: Some(firm), ..before.clone() };
        after.versions.iter_mut().for_each(|version| version.state = KeyState::Previous);
        let new = KeyId::make().map_err(StorageError::from)?;
        let number = before.versions.iter().map(|version| version.number).max().unwrap_or_default();
        after.versions.push(KeyVersion {
            id: new,
            number: number.saturating_add(1),
            params,
            added_at: at,
            state: KeyState::Unconfirmed,
        });
        let (label, sealed) = (self.label_index(&after.label)?, self.seal_account(&after)?);
        // Another program may have changed the account meanwhile: then nothing is written over it.
        let check = |on: &Connection| match self.firm_copy(on, id) {
            Ok(now) if now == before => Ok(()),
            _ => Err(AddError::Storage(StorageError::Busy)),
        };
        self.bring_in((id, after.firm), &[(new, &key)], check, |on| {
            rows::update_account(on, id, true, &label, &sealed)
        })?;
        Ok(())
    }

    /// Says how the codes of a copy are made.
    ///
    /// # Errors
    /// [`ChangeError::NotFound`] also for an account of the person's own.
    pub fn set_firm_params(&self, id: AccountId, params: Params) -> Result<(), ChangeError> {
        self.edit_firm_copy(id, |account| {
            let shown = account.shown().map(|version| version.id);
            let shown = account.versions.iter_mut().find(|version| Some(version.id) == shown);
            shown.into_iter().for_each(|version| version.params = params);
        })
    }

    fn edit_firm_copy(
        &self,
        id: AccountId,
        change: impl FnOnce(&mut Account),
    ) -> Result<(), ChangeError> {
        self.device.database.write(|tx| {
            let mut account = self.firm_copy(tx, id)?;
            change(&mut account);
            let (label, sealed) = (self.label_index(&account.label)?, self.seal_account(&account)?);
            Ok::<_, ChangeError>(rows::update_account(tx, id, true, &label, &sealed)?)
        })
    }

    /// Whether the codes that a copy shows are made of this key.
    fn shows(&self, account: &Account, key: &Secret) -> Result<bool, ChangeError> {
        let index = self.key_index_of(account.firm, key)?;
        let shown = account.shown().map(|version| version.id);
        let held = rows::keys(&self.device.database.connection(), account.id)?;
        Ok(held.iter().any(|(id, held)| Some(*id) == shown && *held == index))
    }

    /// Wipes the keys of a copy that were replaced: the one whose codes are shown is left alone.
    ///
    /// # Errors
    /// [`ChangeError::NotFound`] also for an account of the person's own.
    pub fn settle_firm_account(&self, id: AccountId) -> Result<(), ChangeError> {
        let _lock = self.device.home.lock()?;
        let items = self.device.database.write(|tx| {
            let mut account = self.firm_copy(tx, id)?;
            let shown = account.shown().map(|version| version.id).ok_or(ChangeError::NotFound)?;
            account.versions.retain(|version| version.id == shown);
            account.versions.iter_mut().for_each(|version| version.state = KeyState::Current);
            let (label, sealed) = (self.label_index(&account.label)?, self.seal_account(&account)?);
            rows::update_account(tx, id, true, &label, &sealed)?;
            let keys = rows::keys(tx, id)?.into_iter().map(|(key, _)| key);
            let gone: Vec<KeyId> = keys.filter(|key| *key != shown).collect();
            for key in &gone {
                rows::delete_key(tx, *key)?;
                pending::insert(tx, Pending::Key(*key))?;
            }
            Ok::<_, ChangeError>(gone.into_iter().map(Pending::Key).collect::<Vec<_>>())
        })?;
        fail::point("settle firm account: committed");
        self.device.discard(&items);
        Ok(())
    }

    fn firm_copy(&self, on: &Connection, id: AccountId) -> Result<Account, ChangeError> {
        let account = self.load(on, id)?;
        if account.firm.is_some() { Ok(account) } else { Err(ChangeError::NotFound) }
    }

    /// Wipes the copy of a key of the firm's.
    ///
    /// # Errors
    /// [`ChangeError::NotFound`] also for an account of the person's own: those are never wiped so.
    pub fn drop_firm_account(&self, id: AccountId) -> Result<(), ChangeError> {
        let _lock = self.device.home.lock()?;
        let items = self.device.database.write(|tx| {
            self.firm_copy(tx, id)?;
            let keys = rows::keys(tx, id)?.into_iter();
            let items: Vec<Pending> = keys.map(|(key, _)| Pending::Key(key)).collect();
            rows::delete_account(tx, id)?;
            items.iter().try_for_each(|item| pending::insert(tx, *item))?;
            Ok::<_, ChangeError>(items)
        })?;
        fail::point("drop firm account: committed");
        self.device.discard(&items);
        Ok(())
    }

    /// The copies of the firm's keys. Damaged rows are left out.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn firm_accounts(&self) -> Result<Vec<Account>, StorageError> {
        let mut accounts = self.accounts()?.accounts;
        accounts.retain(|account| account.firm.is_some());
        Ok(accounts)
    }
}

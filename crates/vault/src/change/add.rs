use rusqlite::Connection;
use secret::Secret;

use super::check_len;
use crate::keyring::KeyringError;
use crate::pending::{self, Pending};
use crate::rows::Index;
use crate::{
    Account, AccountId, AddError, FirmKey, KeyId, KeyState, KeyVersion, NewAccount, StorageError,
    UnlockedVault, fail, item, rows,
};

impl UnlockedVault {
    /// Adds an account with its first secret key.
    ///
    /// # Errors
    /// [`AddError`]; a taken label and a key that is already here are told with their account.
    pub fn add(&self, new: NewAccount, key: Secret, at: u64) -> Result<AccountId, AddError> {
        self.add_as(new, None, key, at)
    }

    /// Adds an account of the person's own, or a copy of one of the firm's.
    pub(crate) fn add_as(
        &self,
        new: NewAccount,
        firm: Option<FirmKey>,
        key: Secret,
        at: u64,
    ) -> Result<AccountId, AddError> {
        let version = KeyVersion {
            id: KeyId::make().map_err(StorageError::from)?,
            number: 1,
            params: new.params,
            added_at: at,
            state: KeyState::Current,
        };
        let id = AccountId::make().map_err(StorageError::from)?;
        let account = Account { firm, ..new.into_account(id, version, at) };
        self.insert(&account, &[&key])?;
        Ok(account.id)
    }

    /// Adds a whole account; `keys` are those of its versions, in the same order.
    pub(crate) fn insert(&self, account: &Account, keys: &[&Secret]) -> Result<(), AddError> {
        let label = self.label_index(&account.label)?;
        let sealed = self.seal_account(account)?;
        let ids = account.versions.iter().map(|version| version.id);
        let keys = ids.zip(keys.iter().copied()).collect::<Vec<_>>();
        let check = |on: &Connection| match rows::label_owner(on, &label)? {
            Some(id) => Err(AddError::LabelTaken { id }),
            None => Ok(()),
        };
        self.bring_in((account.id, account.firm), &keys, check, |on| {
            rows::insert_account(on, account.id, true, &label, &sealed)
        })
    }

    /// Writes keys to the keyring, then puts them to use by `commit` in one transaction.
    ///
    /// `check` runs before the keyring is touched, so that a refusal is quick, and again within
    /// the transaction, where no other program can come between.
    pub(crate) fn bring_in(
        &self,
        (account, firm): (AccountId, Option<FirmKey>),
        keys: &[(KeyId, &Secret)],
        check: impl Fn(&Connection) -> Result<(), AddError>,
        commit: impl FnOnce(&Connection) -> Result<(), StorageError>,
    ) -> Result<(), AddError> {
        let mut indexes = Vec::with_capacity(keys.len());
        for (_, key) in keys {
            check_len(key)?;
            indexes.push(self.key_index_of(firm, key)?);
        }
        let check = |on: &Connection| check(on).and_then(|()| check_unused(on, &indexes));
        let lock = self.device.home.lock()?;
        self.device.clear_pending_with(&lock);
        check(&self.device.database.connection())?;
        let items: Vec<Pending> = keys.iter().map(|(id, _)| Pending::Key(*id)).collect();
        self.device
            .database
            .write(|tx| items.iter().try_for_each(|item| pending::insert(tx, *item)))?;
        fail::point("add: intended");
        let done = self.keep_keys(account, keys).and_then(|()| {
            self.device.database.write(|tx| {
                check(tx)?;
                commit(tx)?;
                for ((id, _), index) in keys.iter().zip(&indexes) {
                    rows::insert_key(tx, *id, account, true, index)?;
                }
                Ok(items.iter().try_for_each(|item| pending::remove(tx, *item))?)
            })
        });
        fail::point("add: committed");
        match &done {
            // A keyring that does not answer would keep us waiting again; the next change, or the
            // next start, discards what it may have kept.
            Ok(()) | Err(AddError::Keyring(KeyringError::Waiting)) => {}
            Err(_) => self.device.discard(&items),
        }
        drop(lock);
        done
    }

    fn keep_keys(&self, account: AccountId, keys: &[(KeyId, &Secret)]) -> Result<(), AddError> {
        for (id, key) in keys {
            let text = item::seal_key(&self.key, (self.device.vault, account, *id), key)
                .map_err(StorageError::from)?;
            self.device.keep(Pending::Key(*id), &text)?;
        }
        fail::point("add: kept");
        Ok(())
    }
}

fn check_unused(on: &Connection, keys: &[Index]) -> Result<(), AddError> {
    for key in keys {
        if let Some(id) = rows::key_owner(on, key)? {
            return Err(AddError::SameKey { id });
        }
    }
    Ok(())
}

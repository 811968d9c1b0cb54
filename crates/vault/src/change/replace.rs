use otp::Params;
use rusqlite::Connection;
use secret::Secret;

use super::mend::{Known, Source};
use crate::{
    Account, AccountId, AddError, ChangeError, KeyId, KeyState, KeyVersion, StorageError,
    UnlockedVault, rows,
};

/// What a person found out at the service about a replaced key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// The service takes codes of the new key: the old one is of no use any more.
    Yes,
    /// It does not: the old one counts again.
    No,
}

impl UnlockedVault {
    /// Gives an account another key, as an unconfirmed version whose codes are shown from now on.
    /// The version before it stays usable as the previous one until [`Self::confirm`].
    ///
    /// # Errors
    /// [`ChangeError`]; a key that is already here, and a second replacement before the first is
    /// decided, are refused. A key that was tried for this account and refused may be
    /// tried again.
    pub fn replace(
        &self,
        id: AccountId,
        key: Secret,
        params: Params,
        at: u64,
    ) -> Result<KeyId, ChangeError> {
        let before = self.replaceable(&self.device.database.connection(), id)?;
        if let Some(refused) = self.refused_with(&before, &key)? {
            let known: Vec<Known<'_>> = before
                .versions
                .iter()
                .map(|version| (version, (version == refused).then_some(&key)))
                .collect();
            self.mend_with(&before, &known, Source::Backup, at)?;
            self.try_again(id, refused.id, params)?;
            return Ok(refused.id);
        }
        let new = KeyId::make().map_err(StorageError::from)?;
        let mut after = before.clone();
        set_back(&mut after);
        let last = before.versions.iter().map(|version| version.number).max().unwrap_or_default();
        let (number, state) = (last.saturating_add(1), KeyState::Unconfirmed);
        after.versions.push(KeyVersion { id: new, number, params, added_at: at, state });
        let (label, sealed) = (self.label_index(&after.label)?, self.seal_account(&after)?);
        // Another program may have changed the account meanwhile: then nothing is written over it.
        let check = |on: &Connection| match self.replaceable(on, id) {
            Ok(now) if now == before => Ok(()),
            Ok(_) => Err(AddError::Storage(StorageError::Busy)),
            Err(ChangeError::Storage(error)) => Err(error.into()),
            Err(_) => Err(AddError::Storage(StorageError::Busy)),
        };
        self.bring_in((id, before.firm), &[(new, &key)], check, |on| {
            rows::update_account(on, id, true, &label, &sealed)
        })?;
        Ok(new)
    }

    /// Says whether the service accepts the unconfirmed key. The other one is retired, and kept.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn confirm(&self, id: AccountId, accepted: Accepted, at: u64) -> Result<(), ChangeError> {
        self.edit(id, |account| {
            if !account.versions.iter().any(|v| v.state == KeyState::Unconfirmed) {
                return Err(ChangeError::NothingToConfirm);
            }
            for version in &mut account.versions {
                version.state = decided(version.state, accepted, at);
            }
            Ok(())
        })
    }

    /// The version that has this key and was refused after the current one was in use: one from
    /// before is no replacement. Does not touch the keyring.
    fn refused_with<'a>(
        &self,
        account: &'a Account,
        key: &Secret,
    ) -> Result<Option<&'a KeyVersion>, StorageError> {
        let index = self.key_index_of(account.firm, key)?;
        let held = rows::keys(&self.device.database.connection(), account.id)?;
        let same = held.iter().find(|(_, other)| *other == index);
        let current = account.versions.iter().filter(|v| v.state == KeyState::Current);
        let (Some((same, _)), Some(current)) = (same, current.map(|v| v.number).max()) else {
            return Ok(None);
        };
        Ok(account.version(*same).filter(|version| version.number > current))
    }

    /// Lets a refused version wait for the service's word once more.
    fn try_again(&self, id: AccountId, refused: KeyId, params: Params) -> Result<(), ChangeError> {
        self.edit(id, |account| {
            set_back(account);
            for version in account.versions.iter_mut().filter(|version| version.id == refused) {
                version.state = KeyState::Unconfirmed;
                version.params = params;
            }
            Ok(())
        })
    }

    fn replaceable(&self, on: &Connection, id: AccountId) -> Result<Account, ChangeError> {
        let account = self.load(on, id)?;
        if account.removed_at.is_some() {
            return Err(ChangeError::NotFound);
        }
        if account.versions.iter().any(|version| version.state == KeyState::Unconfirmed) {
            return Err(ChangeError::Undecided);
        }
        Ok(account)
    }
}

/// What was current becomes the previous version.
pub(super) fn set_back(account: &mut Account) {
    for version in &mut account.versions {
        if version.state == KeyState::Current {
            version.state = KeyState::Previous;
        }
    }
}

fn decided(state: KeyState, accepted: Accepted, at: u64) -> KeyState {
    match (state, accepted) {
        (KeyState::Unconfirmed, Accepted::Yes) | (KeyState::Previous, Accepted::No) => {
            KeyState::Current
        }
        (KeyState::Unconfirmed, Accepted::No) | (KeyState::Previous, Accepted::Yes) => {
            KeyState::Retired { at }
        }
        (settled, _) => settled,
    }
}

use otp::Kind;

use crate::{Account, AccountId, ChangeError, Label, UnlockedVault, UserIdHint, rows};

impl UnlockedVault {
    /// Gives an account another label.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn rename(&self, id: AccountId, label: Label) -> Result<(), ChangeError> {
        self.edit(id, |account| {
            account.label = label;
            Ok(())
        })
    }

    /// Sets or removes the end of the user ID.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn set_hint(&self, id: AccountId, hint: Option<UserIdHint>) -> Result<(), ChangeError> {
        self.edit(id, |account| {
            account.user_id_hint = hint;
            Ok(())
        })
    }

    /// Sets or removes the note.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn set_note(&self, id: AccountId, note: Option<String>) -> Result<(), ChangeError> {
        self.edit(id, |account| {
            account.note = note;
            Ok(())
        })
    }

    /// Sets or removes the service profile.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn set_service(&self, id: AccountId, service: Option<String>) -> Result<(), ChangeError> {
        self.edit(id, |account| {
            account.service = service;
            Ok(())
        })
    }

    /// Notes that a code was copied.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn mark_copied(&self, id: AccountId, at: u64) -> Result<(), ChangeError> {
        self.edit(id, |account| {
            account.last_copied = Some(at);
            Ok(())
        })
    }

    /// Takes the counter for the next code of the shown version. It is used up before this
    /// returns: no two calls, in whatever program, give the same.
    ///
    /// # Errors
    /// [`ChangeError::NoCounter`] where codes come from the clock, and [`ChangeError::CounterSpent`]
    /// at the counter's end.
    pub fn advance_counter(&self, id: AccountId) -> Result<u64, ChangeError> {
        self.edit(id, |account| {
            let shown = account.shown().map(|version| version.id);
            let version = account.versions.iter_mut().find(|version| Some(version.id) == shown);
            let Some(Kind::Hotp { counter }) = version.map(|v| &mut v.params.kind) else {
                return Err(ChangeError::NoCounter);
            };
            let taken = *counter;
            *counter = taken.checked_add(1).ok_or(ChangeError::CounterSpent)?;
            Ok(taken)
        })
    }

    /// Changes an account that was not removed, in one transaction.
    pub(super) fn edit<T>(
        &self,
        id: AccountId,
        change: impl FnOnce(&mut Account) -> Result<T, ChangeError>,
    ) -> Result<T, ChangeError> {
        self.device.database.write(|tx| {
            let mut account = self.load(tx, id)?;
            if account.removed_at.is_some() {
                return Err(ChangeError::NotFound);
            }
            let result = change(&mut account)?;
            self.store(tx, &account)?;
            Ok(result)
        })
    }

    /// Writes an account's row anew, unless its label is another live account's.
    pub(super) fn store(
        &self,
        on: &rusqlite::Connection,
        account: &Account,
    ) -> Result<(), ChangeError> {
        let (live, label) = (account.removed_at.is_none(), self.label_index(&account.label)?);
        match rows::label_owner(on, &label)? {
            Some(owner) if live && owner != account.id => {
                return Err(ChangeError::LabelTaken { id: owner });
            }
            _ => {}
        }
        let sealed = self.seal_account(account)?;
        Ok(rows::update_account(on, account.id, live, &label, &sealed)?)
    }
}

//! Copies of the firm's keys: accounts as the person's own are, but marked, and wiped at once when
//! they go. The firm has them still.

use secret::Secret;

use super::{
    Account, AccountId, AddError, ChangeError, FirmKey, NewAccount, Pending, StorageError,
    UnlockedVault, fail, pending, rows,
};

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

    /// Wipes the copy of a key of the firm's.
    ///
    /// # Errors
    /// [`ChangeError::NotFound`] also for an account of the person's own: those are never wiped so.
    pub fn drop_firm_account(&self, id: AccountId) -> Result<(), ChangeError> {
        let _lock = self.device.home.lock()?;
        let items = self.device.database.write(|tx| {
            if self.load(tx, id)?.firm.is_none() {
                return Err(ChangeError::NotFound);
            }
            let keys = rows::keys(tx, id)?.into_iter();
            let items: Vec<Pending> = keys.map(|(key, _)| Pending::Key(key)).collect();
            rows::delete_account(tx, id)?;
            items.iter().try_for_each(|item| pending::insert(tx, *item))?;
            Ok(items)
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

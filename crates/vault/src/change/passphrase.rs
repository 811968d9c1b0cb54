use seal::passphrase::Cost;
use secret::SecretText;

use crate::item::{self, KeyItem};
use crate::keyring::KeyringError;
use crate::open::unwrap;
use crate::pending::{self, Pending};
use crate::{PassphraseError, StorageError, UnlockError, UnlockedVault, fail};

impl UnlockedVault {
    /// Sets, changes (both given) or removes (`new` is `None`) the passphrase.
    ///
    /// The vault key stays the same. Its new item stands beside the old one and is read back
    /// before one commit makes it count; the old one goes only then. Should the keyring not let
    /// it go, that is tried again at each change and each start.
    ///
    /// # Errors
    /// [`PassphraseError`].
    pub fn set_passphrase(
        &self,
        old: Option<&SecretText>,
        new: Option<&SecretText>,
    ) -> Result<(), PassphraseError> {
        let lock = self.device.home.lock()?;
        self.device.clear_pending_with(&lock);
        let (slot, item) = self.device.key_item()?;
        if let KeyItem::Wrapped(envelope) = &item {
            unwrap(&self.device, envelope, old).map_err(explain)?;
        }
        let text = match new {
            Some(new) => item::wrapped(self.device.vault, &self.key, new, Cost::default())
                .map_err(PassphraseError::New)?,
            None => item::plain(self.device.vault, &self.key),
        };
        let next = slot.checked_add(1).ok_or(StorageError::Other("no slot is left".to_owned()))?;
        self.device.database.write(|tx| pending::insert(tx, Pending::VaultKey(next)))?;
        fail::point("passphrase: intended");
        if let Err(error) = self.switch(slot, next, &text, new.is_some()) {
            if error != PassphraseError::Keyring(KeyringError::Waiting) {
                self.device.discard(&[Pending::VaultKey(next)]);
            }
            return Err(error);
        }
        fail::point("passphrase: committed");
        self.device.discard(&[Pending::VaultKey(slot)]);
        drop(lock);
        Ok(())
    }

    /// Says whether it is the person of this vault who asks: that the passphrase, where one is set,
    /// is this one. Changes nothing.
    ///
    /// # Errors
    /// [`PassphraseError::OldNeeded`], [`PassphraseError::WrongPassphrase`], or what keyring and
    /// disk suffer from.
    pub fn check_passphrase(&self, passphrase: Option<&SecretText>) -> Result<(), PassphraseError> {
        let (_, item) = self.device.key_item()?;
        if let KeyItem::Wrapped(envelope) = &item {
            unwrap(&self.device, envelope, passphrase).map_err(explain)?;
        }
        Ok(())
    }

    fn switch(
        &self,
        slot: u32,
        next: u32,
        text: &SecretText,
        passphrase: bool,
    ) -> Result<(), PassphraseError> {
        self.device.keep(Pending::VaultKey(next), text)?;
        fail::point("passphrase: kept");
        self.device.database.write(|tx| {
            let set = tx.execute("UPDATE meta SET slot = ?1, passphrase = ?2", (next, passphrase));
            set.map_err(StorageError::from)?;
            pending::remove(tx, Pending::VaultKey(next))?;
            pending::insert(tx, Pending::VaultKey(slot))?;
            Ok(())
        })
    }
}

fn explain(error: UnlockError) -> PassphraseError {
    match error {
        UnlockError::PassphraseNeeded => PassphraseError::OldNeeded,
        UnlockError::WrongPassphrase => PassphraseError::WrongPassphrase,
        UnlockError::NoMemory => PassphraseError::New(seal::SealError::NoMemory),
        UnlockError::Open(error) => PassphraseError::Open(error),
    }
}

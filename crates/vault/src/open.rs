//! Where things stand when the program starts, and the way from locked to unlocked.

use std::sync::Arc;

use secret::{Secret, SecretText};

use crate::device::Device;
use crate::item::{self, KeyItem};
use crate::keyring::Keyring;
use crate::{AbsentVault, Home, OpenError, UnlockError, UnlockedVault, VaultId};

/// What protects the vault key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// The person's sign-in to the system, which opens the keyring.
    OsSignIn,
    /// That, and a passphrase of its own.
    Passphrase,
}

/// What [`open`] found.
pub enum Opened {
    /// No database: this may be the first start.
    Absent(AbsentVault),
    /// A vault and its key.
    Locked(LockedVault),
}

/// A vault whose rows cannot be read until it is unlocked.
pub struct LockedVault {
    // Boxed, because a refused `unlock` hands the whole of this back beside its error.
    device: Box<Device>,
    /// What [`open`] read of the keyring, to save the first [`Self::unlock`] a second reading.
    held: Option<(u32, KeyItem)>,
}

/// Looks at the vault in `home` and its key in `keyring`.
///
/// Changes nothing that counts: a change that another run of the program could not finish is
/// undone here (its leftovers in the keyring are deleted), as far as disk and keyring allow now.
///
/// # Errors
/// [`OpenError`]. No error is ever a reason to make a new vault unasked.
pub fn open(home: &Home, keyring: Arc<dyn Keyring>) -> Result<Opened, OpenError> {
    if !home.has_database()? {
        return Ok(Opened::Absent(AbsentVault::new(home.clone(), keyring)));
    }
    let device = Device::open(home, keyring)?;
    let (slot, item) = device.key_item()?;
    if let KeyItem::Plain { vault, key } = &item {
        check(&device, *vault, key)?;
    }
    device.clear_pending();
    Ok(Opened::Locked(LockedVault { device: Box::new(device), held: Some((slot, item)) }))
}

impl LockedVault {
    pub(crate) fn new(device: Box<Device>) -> Self {
        Self { device, held: None }
    }

    /// Which vault.
    pub fn id(&self) -> VaultId {
        self.device.vault
    }

    /// What protects the vault key.
    pub fn protection(&self) -> Protection {
        match &self.held {
            Some((_, KeyItem::Wrapped(_))) => Protection::Passphrase,
            Some((_, KeyItem::Plain { .. })) => Protection::OsSignIn,
            None => protection_of(&self.device),
        }
    }

    /// Unlocks. A passphrase that is not needed is not looked at.
    ///
    /// # Errors
    /// [`UnlockError`], with the vault as it was.
    pub fn unlock(
        mut self,
        passphrase: Option<&SecretText>,
    ) -> Result<UnlockedVault, (Self, UnlockError)> {
        match self.take_key(passphrase) {
            Ok(key) => Ok(UnlockedVault::new(self.device, key)),
            Err(error) => Err((self, error)),
        }
    }

    fn take_key(&mut self, passphrase: Option<&SecretText>) -> Result<Secret, UnlockError> {
        let (slot, item) = match self.held.take() {
            Some(held) if Ok(held.0) == self.device.database.meta().map(|meta| meta.slot) => held,
            _ => self.device.key_item()?,
        };
        match item {
            KeyItem::Plain { vault, key } => {
                check(&self.device, vault, &key)?;
                Ok(key)
            }
            KeyItem::Wrapped(envelope) => {
                let key = unwrap(&self.device, &envelope, passphrase);
                self.held = Some((slot, KeyItem::Wrapped(envelope)));
                key
            }
        }
    }
}

/// Opens a wrapped vault key and checks that it is the right one.
pub(crate) fn unwrap(
    device: &Device,
    envelope: &[u8],
    passphrase: Option<&SecretText>,
) -> Result<Secret, UnlockError> {
    let passphrase = passphrase.ok_or(UnlockError::PassphraseNeeded)?;
    let key = item::unwrap(device.vault, envelope, passphrase).map_err(|error| match error {
        seal::OpenError::WrongPassphrase => UnlockError::WrongPassphrase,
        seal::OpenError::NoMemory => UnlockError::NoMemory,
        seal::OpenError::UnknownVersion(_) => OpenError::Newer.into(),
        _ => OpenError::KeyDamaged.into(),
    })?;
    device.verify(&key)?;
    Ok(key)
}

/// Checks a vault key that the keyring alone protects.
fn check(device: &Device, vault: VaultId, key: &Secret) -> Result<(), OpenError> {
    if vault != device.vault {
        return Err(OpenError::OtherKey);
    }
    device.verify(key)
}

pub(crate) fn protection_of(device: &Device) -> Protection {
    match device.database.meta() {
        Ok(meta) if !meta.passphrase => Protection::OsSignIn,
        _ => Protection::Passphrase,
    }
}

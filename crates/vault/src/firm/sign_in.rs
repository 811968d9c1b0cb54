//! The sign-in to the firm's store: sealed text in the keyring, in as many items as it needs. Some
//! services hand out more than one item of the Windows Credential Manager holds.

use secret::{Secret, SecretText};
use zeroize::Zeroizing;

use super::{FirmError, FirmId, Pending, StorageError, UnlockedVault, fail, item, pending, rows};
use crate::KeyId;
use crate::keyring::{ItemName, KeyringError};

/// The most bytes of the text in one item.
const PART: usize = 1_700;

/// The longest sign-in, in bytes.
pub const MAX_SIGN_IN: usize = 4 * PART;

/// Which items hold the sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SignInItems {
    pub(crate) id: KeyId,
    pub(crate) parts: u8,
}

impl SignInItems {
    fn pending(self) -> Vec<Pending> {
        (0..self.parts).map(|part| Pending::SignIn(self.id, part)).collect()
    }
}

impl UnlockedVault {
    /// This device's sign-in to its firm's store, where it has one.
    ///
    /// # Errors
    /// [`FirmError`]; [`FirmError::Missing`] when the keyring lost it.
    pub fn store_sign_in(&self) -> Result<Option<SecretText>, FirmError> {
        let (Some(firm), Some(items)) = (self.firm()?, self.device.database.sign_in()?) else {
            return Ok(None);
        };
        let mut text = Zeroizing::new(String::with_capacity(MAX_SIGN_IN));
        for part in 0..items.parts {
            let name = ItemName::sign_in(self.device.vault, items.id, part);
            let sealed = self.device.keyring.read(&name)?.ok_or(FirmError::Missing)?;
            let opened = item::open_sign_in(&self.key, self.place_of(firm, items, part), &sealed)?;
            let opened = std::str::from_utf8(opened.expose()).map_err(|_| FirmError::Damaged)?;
            text.push_str(opened);
        }
        Ok(Some(SecretText::copy_of(&text)))
    }

    /// Keeps a sign-in to the firm's store in place of the one before; none forgets that.
    ///
    /// # Errors
    /// [`FirmError`]; the one before stays then. [`FirmError::Missing`] in no firm,
    /// [`KeyringError::TooLarge`] beyond [`MAX_SIGN_IN`].
    pub fn set_store_sign_in(&self, sign_in: Option<&SecretText>) -> Result<(), FirmError> {
        let text = sign_in.map_or("", SecretText::expose);
        if text.len() > MAX_SIGN_IN {
            return Err(FirmError::Keyring(KeyringError::TooLarge));
        }
        let lock = self.device.home.lock()?;
        self.device.database.bring_up_to_date()?;
        self.device.clear_pending_with(&lock);
        let firm = self.firm()?.ok_or(FirmError::Missing)?;
        let former = self.device.database.sign_in()?;
        let parts = parts_of(text);
        let id = KeyId::make().map_err(StorageError::from)?;
        let items = SignInItems { id, parts: u8::try_from(parts.len()).unwrap_or(u8::MAX) };
        let new = items.pending();
        self.device
            .database
            .write(|tx| new.iter().try_for_each(|item| pending::insert(tx, *item)))?;
        fail::point("sign-in: intended");
        let kept = self.keep_parts(firm, items, &parts).and_then(|()| {
            fail::point("sign-in: kept");
            self.device.database.write(|tx| {
                rows::set_sign_in(tx, sign_in.map(|_| items))?;
                new.iter().try_for_each(|item| pending::remove(tx, *item))?;
                items_of(former).iter().try_for_each(|item| pending::insert(tx, *item))
            })?;
            Ok(())
        });
        fail::point("sign-in: committed");
        match &kept {
            Ok(()) => self.device.discard(&items_of(former)),
            Err(FirmError::Keyring(KeyringError::Waiting)) => {}
            Err(_) => self.device.discard(&new),
        }
        drop(lock);
        kept
    }

    fn keep_parts(
        &self,
        firm: FirmId,
        items: SignInItems,
        parts: &[&str],
    ) -> Result<(), FirmError> {
        for (part, text) in (0..items.parts).zip(parts) {
            let place = self.place_of(firm, items, part);
            let sealed = item::seal_sign_in(&self.key, place, &Secret::copy_of(text.as_bytes()))
                .map_err(StorageError::from)?;
            self.device.keep(Pending::SignIn(items.id, part), &sealed)?;
        }
        Ok(())
    }

    fn place_of(&self, firm: FirmId, items: SignInItems, part: u8) -> item::SignInPlace {
        item::SignInPlace { vault: self.device.vault, firm, id: items.id, part, of: items.parts }
    }
}

/// Cuts a text between characters.
fn parts_of(mut text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    while !text.is_empty() {
        let (part, rest) = text.split_at(text.floor_char_boundary(PART));
        parts.push(part);
        text = rest;
    }
    parts
}

/// The items that are to be wiped when the firm is left.
pub(super) fn items_of(former: Option<SignInItems>) -> Vec<Pending> {
    former.map_or_else(Vec::new, SignInItems::pending)
}

//! What the text of a keyring item holds.
//!
//! Base64 of `version 1 ‖ kind ‖ content`; kind 0 is a plain vault key (`vault id 16 ‖ key 32`:
//! the keyring itself protects it), kind 1 a vault key wrapped under a passphrase, kind 2 a secret
//! key sealed under the vault key, kind 3 a device's two seeds in a firm, kind 4 a part of the
//! sign-in to a firm's store, both sealed likewise.

use data_encoding::BASE64;
use seal::Namespace;
use seal::passphrase::Cost;
use secret::{Secret, SecretText};
use zeroize::Zeroizing;

use crate::{AccountId, FirmId, KeyId, VaultId};

const VERSION: u8 = 1;
const PLAIN: u8 = 0;
const WRAPPED: u8 = 1;
const KEY: u8 = 2;
const SEEDS: u8 = 3;
const SIGN_IN: u8 = 4;

/// A vault key as its item holds it.
pub(crate) enum KeyItem {
    Plain { vault: VaultId, key: Secret },
    Wrapped(Vec<u8>),
}

/// Why an item is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemError {
    Newer,
    Damaged,
}

/// The text of a vault key that the keyring alone protects.
pub(crate) fn plain(vault: VaultId, key: &Secret) -> SecretText {
    text(PLAIN, &[vault.as_bytes(), key.expose()])
}

/// The text of a vault key wrapped under `passphrase`.
pub(crate) fn wrapped(
    vault: VaultId,
    key: &Secret,
    passphrase: &SecretText,
    cost: Cost,
) -> Result<SecretText, seal::SealError> {
    let (namespace, aad) = (Namespace::VAULT_KEY, vault.as_bytes());
    let envelope = seal::passphrase::seal(passphrase, cost, namespace, aad, key.expose())?;
    Ok(text(WRAPPED, &[&envelope]))
}

/// Unwraps the content of [`KeyItem::Wrapped`].
pub(crate) fn unwrap(
    vault: VaultId,
    envelope: &[u8],
    passphrase: &SecretText,
) -> Result<Secret, seal::OpenError> {
    seal::passphrase::open(passphrase, Namespace::VAULT_KEY, vault.as_bytes(), envelope)
}

/// Reads the text of a vault key's item.
pub(crate) fn read_vault_key(text: &SecretText) -> Result<KeyItem, ItemError> {
    let bytes = decode(text)?;
    match bytes.expose() {
        [VERSION, PLAIN, content @ ..] => {
            let (vault, key) = content.split_first_chunk().ok_or(ItemError::Damaged)?;
            if key.len() != seal::KEY_LEN {
                return Err(ItemError::Damaged);
            }
            Ok(KeyItem::Plain { vault: VaultId::from_bytes(*vault), key: Secret::copy_of(key) })
        }
        [VERSION, WRAPPED, envelope @ ..] => Ok(KeyItem::Wrapped(envelope.to_vec())),
        [version, ..] if *version > VERSION => Err(ItemError::Newer),
        _ => Err(ItemError::Damaged),
    }
}

/// The text of a secret key, bound to its vault, account and version.
pub(crate) fn seal_key(
    vault_key: &Secret,
    bound_to: (VaultId, AccountId, KeyId),
    key: &Secret,
) -> Result<SecretText, seal::SealError> {
    let envelope = seal::seal(vault_key, Namespace::ITEM, &bind(bound_to), key.expose())?;
    Ok(text(KEY, &[&envelope]))
}

/// Reads the text of a secret key.
pub(crate) fn open_key(
    vault_key: &Secret,
    bound_to: (VaultId, AccountId, KeyId),
    text: &SecretText,
) -> Result<Secret, ItemError> {
    open_sealed(vault_key, (KEY, Namespace::ITEM), &bind(bound_to), text)
}

/// The text of a device's seeds in a firm, bound to its vault and the firm.
pub(crate) fn seal_seeds(
    vault_key: &Secret,
    (vault, firm): (VaultId, FirmId),
    seeds: &Secret,
) -> Result<SecretText, seal::SealError> {
    let bound = seal::join(&[vault.as_bytes(), firm.as_bytes()]);
    let envelope = seal::seal(vault_key, Namespace::FIRM_SEEDS, &bound, seeds.expose())?;
    Ok(text(SEEDS, &[&envelope]))
}

/// Reads the text of a device's seeds in a firm.
pub(crate) fn open_seeds(
    vault_key: &Secret,
    (vault, firm): (VaultId, FirmId),
    text: &SecretText,
) -> Result<Secret, ItemError> {
    let bound = seal::join(&[vault.as_bytes(), firm.as_bytes()]);
    open_sealed(vault_key, (SEEDS, Namespace::FIRM_SEEDS), &bound, text)
}

/// What a part of a sign-in is bound to: its vault and firm, and its place among the parts.
#[derive(Clone, Copy)]
pub(crate) struct SignInPlace {
    pub(crate) vault: VaultId,
    pub(crate) firm: FirmId,
    pub(crate) id: KeyId,
    pub(crate) part: u8,
    pub(crate) of: u8,
}

impl SignInPlace {
    fn bind(&self) -> Vec<u8> {
        let (vault, firm, id) = (self.vault.as_bytes(), self.firm.as_bytes(), self.id.as_bytes());
        seal::join(&[vault, firm, id, &[self.part, self.of]])
    }
}

/// The text of a part of a sign-in.
pub(crate) fn seal_sign_in(
    vault_key: &Secret,
    place: SignInPlace,
    part: &Secret,
) -> Result<SecretText, seal::SealError> {
    let envelope = seal::seal(vault_key, Namespace::STORE_SIGN_IN, &place.bind(), part.expose())?;
    Ok(text(SIGN_IN, &[&envelope]))
}

/// Reads the text of a part of a sign-in.
pub(crate) fn open_sign_in(
    vault_key: &Secret,
    place: SignInPlace,
    text: &SecretText,
) -> Result<Secret, ItemError> {
    open_sealed(vault_key, (SIGN_IN, Namespace::STORE_SIGN_IN), &place.bind(), text)
}

fn open_sealed(
    vault_key: &Secret,
    (expected, namespace): (u8, Namespace),
    bound: &[u8],
    text: &SecretText,
) -> Result<Secret, ItemError> {
    let bytes = decode(text)?;
    match bytes.expose() {
        [VERSION, kind, envelope @ ..] if *kind == expected => {
            seal::open(vault_key, namespace, bound, envelope).map_err(|error| match error {
                seal::OpenError::UnknownVersion(1..) => ItemError::Newer,
                _ => ItemError::Damaged,
            })
        }
        [version, ..] if *version > VERSION => Err(ItemError::Newer),
        _ => Err(ItemError::Damaged),
    }
}

fn bind((vault, account, key): (VaultId, AccountId, KeyId)) -> Vec<u8> {
    seal::join(&[vault.as_bytes(), account.as_bytes(), key.as_bytes()])
}

fn text(kind: u8, content: &[&[u8]]) -> SecretText {
    let len = 2 + content.iter().map(|part| part.len()).sum::<usize>();
    let mut bytes = Zeroizing::new(Vec::with_capacity(len));
    bytes.extend_from_slice(&[VERSION, kind]);
    for part in content {
        bytes.extend_from_slice(part);
    }
    let mut text = Zeroizing::new(String::with_capacity(BASE64.encode_len(len)));
    BASE64.encode_append(&bytes, &mut text);
    SecretText::copy_of(&text)
}

fn decode(text: &SecretText) -> Result<Secret, ItemError> {
    let text = text.expose().as_bytes();
    let len = BASE64.decode_len(text.len()).map_err(|_| ItemError::Damaged)?;
    let mut bytes = Zeroizing::new(vec![0; len]);
    let written = BASE64.decode_mut(text, &mut bytes).map_err(|_| ItemError::Damaged)?;
    Ok(Secret::copy_of(&bytes[..written]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::MAX_ITEM;

    const VAULT: VaultId = VaultId::from_bytes([1; 16]);
    const ACCOUNT: AccountId = AccountId::from_bytes([2; 16]);
    const KEY_ID: KeyId = KeyId::from_bytes([3; 16]);

    #[test]
    fn an_item_opens_for_its_own_vault_account_and_version_only() {
        let vault_key = seal::make_key().unwrap();
        let key = Secret::new(b"12345678901234567890".to_vec());
        let place = (VAULT, ACCOUNT, KEY_ID);
        let item = seal_key(&vault_key, place, &key).unwrap();
        assert_eq!(open_key(&vault_key, place, &item).unwrap(), key);
        for elsewhere in [
            (VaultId::from_bytes([9; 16]), ACCOUNT, KEY_ID),
            (VAULT, AccountId::from_bytes([9; 16]), KEY_ID),
            (VAULT, ACCOUNT, KeyId::from_bytes([9; 16])),
        ] {
            let opened = open_key(&vault_key, elsewhere, &item);
            assert_eq!(opened.unwrap_err(), ItemError::Damaged);
        }
    }

    #[test]
    fn seeds_open_for_their_own_vault_and_firm_only_and_never_as_a_key() {
        let vault_key = seal::make_key().unwrap();
        let seeds = Secret::new(vec![7; 64]);
        let firm = FirmId::from_bytes([4; 32]);
        let item = seal_seeds(&vault_key, (VAULT, firm), &seeds).unwrap();
        assert!(item.expose().len() <= MAX_ITEM);
        assert_eq!(open_seeds(&vault_key, (VAULT, firm), &item).unwrap(), seeds);
        for elsewhere in
            [(VaultId::from_bytes([9; 16]), firm), (VAULT, FirmId::from_bytes([9; 32]))]
        {
            let opened = open_seeds(&vault_key, elsewhere, &item);
            assert_eq!(opened.unwrap_err(), ItemError::Damaged);
        }
        let as_key = open_key(&vault_key, (VAULT, ACCOUNT, KEY_ID), &item);
        assert_eq!(as_key.unwrap_err(), ItemError::Damaged);
    }

    #[test]
    fn a_part_of_a_sign_in_opens_in_its_own_place_only() {
        let vault_key = seal::make_key().unwrap();
        let firm = FirmId::from_bytes([4; 32]);
        let place = SignInPlace { vault: VAULT, firm, id: KEY_ID, part: 0, of: 2 };
        let part = Secret::new(b"ann\ncopper lamp".to_vec());
        let item = seal_sign_in(&vault_key, place, &part).unwrap();
        assert_eq!(open_sign_in(&vault_key, place, &item).unwrap(), part);
        for elsewhere in [
            SignInPlace { vault: VaultId::from_bytes([9; 16]), ..place },
            SignInPlace { firm: FirmId::from_bytes([9; 32]), ..place },
            SignInPlace { id: KeyId::from_bytes([9; 16]), ..place },
            SignInPlace { part: 1, ..place },
            SignInPlace { of: 1, ..place },
        ] {
            let opened = open_sign_in(&vault_key, elsewhere, &item);
            assert_eq!(opened.unwrap_err(), ItemError::Damaged);
        }
        let as_seeds = open_seeds(&vault_key, (VAULT, firm), &item);
        assert_eq!(as_seeds.unwrap_err(), ItemError::Damaged);
    }

    #[test]
    fn the_longest_key_fits_every_platform_in_one_line() {
        let vault_key = seal::make_key().unwrap();
        let key = Secret::new(vec![0xff; crate::MAX_KEY]);
        let item = seal_key(&vault_key, (VAULT, ACCOUNT, KEY_ID), &key).unwrap();
        assert!(item.expose().len() <= MAX_ITEM);
        assert!(item.expose().bytes().all(|byte| byte.is_ascii_graphic()));
        let passphrase = SecretText::copy_of("p");
        let item = wrapped(VAULT, &vault_key, &passphrase, Cost::MIN).unwrap();
        assert!(item.expose().len() <= MAX_ITEM);
    }

    #[test]
    fn what_is_not_an_item_is_damaged_and_what_is_newer_is_named() {
        for rubbish in ["", "A", "AQ==", "not base64!", "AQA=", "AQIAAAA=", "AQI=\n"] {
            let text = SecretText::copy_of(rubbish);
            assert_eq!(read_vault_key(&text).err(), Some(ItemError::Damaged), "{rubbish}");
        }
        let newer = SecretText::new(BASE64.encode(&[2, 0, 1]));
        assert_eq!(read_vault_key(&newer).err(), Some(ItemError::Newer));
    }
}

use ring::aead::{CHACHA20_POLY1305, LessSafeKey, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use ring::rand::{SecureRandom, SystemRandom};
use secret::Secret;

use crate::{Namespace, SealError, join};

/// Bytes in a key that seals.
pub const KEY_LEN: usize = 32;

/// Bytes in the salt of an envelope or of sealed content.
pub const SALT_LEN: usize = 32;

/// Makes a random key of [`KEY_LEN`] bytes.
///
/// # Errors
/// [`SealError::NoRandomness`].
pub fn make_key() -> Result<Secret, SealError> {
    Secret::filled(KEY_LEN, fill_random)
}

pub(crate) fn make_salt() -> Result<[u8; SALT_LEN], SealError> {
    let mut salt = [0; SALT_LEN];
    fill_random(&mut salt)?;
    Ok(salt)
}

/// HKDF-SHA256 (RFC 5869) of `key` with `salt`; `purpose` and the namespace are its info.
/// `None` only for lengths that no caller here asks for.
pub(crate) fn derive(
    key: &Secret,
    salt: &[u8],
    purpose: &str,
    namespace: Namespace,
    len: usize,
) -> Option<Secret> {
    hkdf(key, salt, &[&join(&[purpose.as_bytes(), namespace.name().as_bytes()])], len)
}

/// HKDF-SHA256 (RFC 5869); the parts of `info` follow one another.
pub(crate) fn hkdf(key: &Secret, salt: &[u8], info: &[&[u8]], len: usize) -> Option<Secret> {
    let extracted = Salt::new(HKDF_SHA256, salt).extract(key.expose());
    Secret::filled(len, |out| {
        extracted.expand(info, Len(len)).and_then(|derived| derived.fill(out))
    })
    .ok()
}

/// The key of one envelope. It is used once, which is what allows the zero nonce beside it.
pub(crate) fn derive_envelope_key(
    key: &Secret,
    salt: &[u8; SALT_LEN],
    namespace: Namespace,
) -> Option<LessSafeKey> {
    if key.expose().len() < KEY_LEN {
        return None;
    }
    let derived = derive(key, salt, "sb1/seal", namespace, KEY_LEN)?;
    UnboundKey::new(&CHACHA20_POLY1305, derived.expose()).ok().map(LessSafeKey::new)
}

struct Len(usize);

impl KeyType for Len {
    fn len(&self) -> usize {
        self.0
    }
}

fn fill_random(bytes: &mut [u8]) -> Result<(), SealError> {
    SystemRandom::new().fill(bytes).map_err(|_| SealError::NoRandomness)
}

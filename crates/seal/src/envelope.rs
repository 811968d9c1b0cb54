use ring::aead::{Aad, Nonce, Tag};
use secret::Secret;

use crate::derive::{SALT_LEN, derive_envelope_key, make_salt};
use crate::stack::scrubbed;
use crate::{Namespace, OpenError, SealError, join};

/// The version that [`seal`] writes as an envelope's first byte.
pub const VERSION: u8 = 1;

/// Bytes that an envelope is longer than what it holds: version, salt and tag.
pub const OVERHEAD: usize = HEADER_LEN + TAG_LEN;

/// The most bytes that one envelope holds: 64 MiB.
pub const MAX_PLAIN: usize = 64 * 1024 * 1024;

const HEADER_LEN: usize = 1 + SALT_LEN;
const TAG_LEN: usize = 16;
const ZERO_NONCE: [u8; 12] = [0; 12];

/// Seals `plain` under `key` (32 bytes or more), bound to `namespace` and `aad`.
///
/// Envelope: `version 1 ‖ salt 32 ‖ ciphertext ‖ tag 16`. The key of ChaCha20-Poly1305 (RFC 8439)
/// is HKDF-SHA256 of `key` with that salt and the namespace, so it is used for this envelope alone
/// and the nonce is zero: there is no nonce to repeat, even after a folder was put back to an
/// earlier state.
///
/// # Errors
/// [`SealError::TooLong`], [`SealError::ShortKey`], [`SealError::NoRandomness`].
pub fn seal(
    key: &Secret,
    namespace: Namespace,
    aad: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    let salt = make_salt()?;
    scrubbed(|| seal_with_salt(key, namespace, aad, plain, &salt))
}

/// Opens an envelope that [`seal`] made with the same key, namespace and associated data.
///
/// # Errors
/// [`OpenError::UnknownVersion`], [`OpenError::TooShort`], [`OpenError::TooLong`], or
/// [`OpenError::Refused`] for everything that the tag protects.
pub fn open(
    key: &Secret,
    namespace: Namespace,
    aad: &[u8],
    envelope: &[u8],
) -> Result<Secret, OpenError> {
    let parts = Parts::split(envelope)?;
    scrubbed(|| {
        let opening = derive_envelope_key(key, parts.salt, namespace).ok_or(OpenError::Refused)?;
        Secret::filled(parts.ciphertext.len(), |plain| {
            plain.copy_from_slice(parts.ciphertext);
            let nonce = Nonce::assume_unique_for_key(ZERO_NONCE);
            let aad = Aad::from(bind(namespace, aad));
            opening
                .open_in_place_separate_tag(nonce, aad, Tag::from(*parts.tag), plain, 0..)
                .map(drop)
                .map_err(|_| OpenError::Refused)
        })
    })
}

fn seal_with_salt(
    key: &Secret,
    namespace: Namespace,
    aad: &[u8],
    plain: &[u8],
    salt: &[u8; SALT_LEN],
) -> Result<Vec<u8>, SealError> {
    if plain.len() > MAX_PLAIN {
        return Err(SealError::TooLong);
    }
    let sealing = derive_envelope_key(key, salt, namespace).ok_or(SealError::ShortKey)?;
    // The whole capacity at once: a growing vector would leave plain text in what it outgrew.
    let mut envelope = Vec::with_capacity(plain.len() + OVERHEAD);
    envelope.push(VERSION);
    envelope.extend_from_slice(salt);
    envelope.extend_from_slice(plain);
    let nonce = Nonce::assume_unique_for_key(ZERO_NONCE);
    let aad = Aad::from(bind(namespace, aad));
    let tag = sealing
        .seal_in_place_separate_tag(nonce, aad, &mut envelope[HEADER_LEN..])
        .map_err(|_| SealError::TooLong)?;
    envelope.extend_from_slice(tag.as_ref());
    Ok(envelope)
}

fn bind(namespace: Namespace, aad: &[u8]) -> Vec<u8> {
    join(&[&[VERSION], namespace.name().as_bytes(), aad])
}

struct Parts<'a> {
    salt: &'a [u8; SALT_LEN],
    ciphertext: &'a [u8],
    tag: &'a [u8; TAG_LEN],
}

impl<'a> Parts<'a> {
    fn split(envelope: &'a [u8]) -> Result<Self, OpenError> {
        let (version, rest) = envelope.split_first().ok_or(OpenError::TooShort)?;
        if *version != VERSION {
            return Err(OpenError::UnknownVersion(*version));
        }
        let (salt, rest) = rest.split_first_chunk().ok_or(OpenError::TooShort)?;
        let (ciphertext, tag) = rest.split_last_chunk().ok_or(OpenError::TooShort)?;
        if ciphertext.len() > MAX_PLAIN {
            return Err(OpenError::TooLong);
        }
        Ok(Self { salt, ciphertext, tag })
    }
}

#[cfg(test)]
#[path = "envelope_tests.rs"]
mod tests;

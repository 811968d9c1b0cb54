use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, Tag, UnboundKey};
use ring::digest::{Context, SHA256};
use secret::Secret;

use crate::derive::{KEY_LEN, SALT_LEN, hkdf};
use crate::stack::scrubbed;
use crate::{Label, MAX_PLAIN, OpenError, SealError};

/// Bytes that sealed content is longer than what it holds: the tag. Its salt travels beside it.
pub const TAG_LEN: usize = 16;

/// Seals `plain` (protocol section 2.4): ChaCha20-Poly1305 under HKDF-SHA256 of `key` with `salt`
/// and `label ‖ context`, zero nonce, `aad` bound. Returns ciphertext ‖ tag.
///
/// `salt` must be fresh: 32 random bytes for each call. It travels in the clear, in what the
/// caller passes as `aad`.
///
/// # Errors
/// [`SealError::ShortKey`], [`SealError::TooLong`].
pub fn seal_content(
    key: &Secret,
    label: Label,
    context: &[u8],
    salt: &[u8; SALT_LEN],
    aad: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    if plain.len() > MAX_PLAIN {
        return Err(SealError::TooLong);
    }
    scrubbed(|| {
        let sealing = content_key(key, label, context, salt).ok_or(SealError::ShortKey)?;
        let mut sealed = Vec::with_capacity(plain.len() + TAG_LEN);
        sealed.extend_from_slice(plain);
        let tag = sealing
            .seal_in_place_separate_tag(zero_nonce(), Aad::from(aad), &mut sealed)
            .map_err(|_| SealError::TooLong)?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    })
}

/// Opens what [`seal_content`] sealed with the same key, label, context, salt and `aad`.
///
/// # Errors
/// [`OpenError::TooShort`], [`OpenError::TooLong`], [`OpenError::Refused`].
pub fn open_content(
    key: &Secret,
    label: Label,
    context: &[u8],
    salt: &[u8; SALT_LEN],
    aad: &[u8],
    sealed: &[u8],
) -> Result<Secret, OpenError> {
    let cut = cut(sealed)?;
    scrubbed(|| {
        let opening = content_key(key, label, context, salt).ok_or(OpenError::Refused)?;
        open_with(&opening, aad, cut)
    })
}

/// Derives the key of one content that [`seal_content`] sealed: it opens that content by
/// [`open_content_alone`], and says nothing of `key` or of anything else that `key` seals. For
/// who is to read the one and not the rest. `None` for a key that is too short.
pub fn derive_content_key(
    key: &Secret,
    label: Label,
    context: &[u8],
    salt: &[u8; SALT_LEN],
) -> Option<Secret> {
    if key.expose().len() < KEY_LEN {
        return None;
    }
    derive_secret(key, salt, label, context)
}

/// Opens what [`seal_content`] sealed, with the key of [`derive_content_key`] and the same `aad`.
///
/// # Errors
/// As [`open_content`].
pub fn open_content_alone(
    content_key: &Secret,
    aad: &[u8],
    sealed: &[u8],
) -> Result<Secret, OpenError> {
    let cut = cut(sealed)?;
    scrubbed(|| {
        let unbound = UnboundKey::new(&CHACHA20_POLY1305, content_key.expose());
        let opening = unbound.map(LessSafeKey::new).map_err(|_| OpenError::Refused)?;
        open_with(&opening, aad, cut)
    })
}

/// Derives 32 secret bytes: HKDF-SHA256 (RFC 5869) of `key` with `salt` (possibly empty) and
/// `label ‖ context`. `None` for an empty key.
pub fn derive_secret(key: &Secret, salt: &[u8], label: Label, context: &[u8]) -> Option<Secret> {
    if key.expose().is_empty() {
        return None;
    }
    scrubbed(|| hkdf(key, salt, &[label.bytes(), context], KEY_LEN))
}

/// Derives 32 bytes that commit to `key` and may be shown to anybody: as [`derive_secret`].
/// `None` for a key that is not 32 bytes long: a short one could be searched for.
pub fn derive_commitment(
    key: &Secret,
    salt: &[u8],
    label: Label,
    context: &[u8],
) -> Option<[u8; 32]> {
    if key.expose().len() != KEY_LEN {
        return None;
    }
    derive_secret(key, salt, label, context)?.expose().try_into().ok()
}

/// Returns SHA-256 of `label` and `parts` one after the other. The caller sees to it that the
/// parts cannot be cut elsewhere: all but the last of fixed length.
pub fn digest(label: Label, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    context.update(label.bytes());
    parts.iter().for_each(|part| context.update(part));
    let mut whole = [0; 32];
    whole.copy_from_slice(context.finish().as_ref());
    whole
}

/// Returns SHA-256 of `bytes`: the name of a content-addressed object.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut whole = [0; 32];
    whole.copy_from_slice(ring::digest::digest(&SHA256, bytes).as_ref());
    whole
}

fn cut(sealed: &[u8]) -> Result<(&[u8], &[u8; TAG_LEN]), OpenError> {
    let (ciphertext, tag) = sealed.split_last_chunk().ok_or(OpenError::TooShort)?;
    if ciphertext.len() > MAX_PLAIN { Err(OpenError::TooLong) } else { Ok((ciphertext, tag)) }
}

fn open_with(
    opening: &LessSafeKey,
    aad: &[u8],
    (ciphertext, tag): (&[u8], &[u8; TAG_LEN]),
) -> Result<Secret, OpenError> {
    Secret::filled(ciphertext.len(), |plain| {
        plain.copy_from_slice(ciphertext);
        let opened = opening.open_in_place_separate_tag(
            zero_nonce(),
            Aad::from(aad),
            Tag::from(*tag),
            plain,
            0..,
        );
        opened.map(drop).map_err(|_| OpenError::Refused)
    })
}

fn content_key(
    key: &Secret,
    label: Label,
    context: &[u8],
    salt: &[u8; SALT_LEN],
) -> Option<LessSafeKey> {
    if key.expose().len() < KEY_LEN {
        return None;
    }
    let derived = hkdf(key, salt, &[label.bytes(), context], KEY_LEN)?;
    UnboundKey::new(&CHACHA20_POLY1305, derived.expose()).ok().map(LessSafeKey::new)
}

fn zero_nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: [u8; 32] = [3; 32];

    fn open(key: u8, label: Label, context: &[u8], aad: &[u8], sealed: &[u8]) -> Option<Secret> {
        let key = Secret::new(vec![key; 32]);
        open_content(&key, label, context, &SALT, aad, sealed).ok()
    }

    #[test]
    fn content_opens_with_its_key_label_context_salt_and_header_alone() {
        let key = Secret::new(vec![1; 32]);
        let sealed = seal_content(&key, Label::SEAL_ENTRY, b"T", &SALT, b"head", b"ops").unwrap();
        let label = Label::SEAL_ENTRY;
        assert_eq!(open(1, label, b"T", b"head", &sealed).unwrap().expose(), b"ops");
        assert!(open(2, label, b"T", b"head", &sealed).is_none());
        assert!(open(1, Label::SEAL_ACK, b"T", b"head", &sealed).is_none());
        assert!(open(1, label, b"U", b"head", &sealed).is_none());
        assert!(open(1, label, b"T", b"heaf", &sealed).is_none());
        assert!(open(1, label, b"T", b"head", &sealed[..15]).is_none());
        assert!(open_content(&key, label, b"T", &[4; 32], b"head", &sealed).is_err());
        let short = Secret::new(vec![1; 31]);
        assert_eq!(seal_content(&short, label, b"T", &SALT, b"", b""), Err(SealError::ShortKey));
    }

    #[test]
    fn the_key_of_one_content_opens_it_and_no_other() {
        let key = Secret::new(vec![1; 32]);
        let label = Label::SEAL_ENTRY;
        let seal = |salt| seal_content(&key, label, b"T", salt, b"head", b"ops").unwrap();
        let (one, other) = (seal(&SALT), seal(&[4; 32]));
        let alone = derive_content_key(&key, label, b"T", &SALT).unwrap();
        assert_eq!(open_content_alone(&alone, b"head", &one).unwrap().expose(), b"ops");
        assert_eq!(open_content_alone(&alone, b"heaf", &one), Err(OpenError::Refused));
        assert_eq!(open_content_alone(&alone, b"head", &other), Err(OpenError::Refused));
        assert_eq!(open_content_alone(&key, b"head", &one), Err(OpenError::Refused));
        let half = Secret::new(vec![1; 16]);
        assert_eq!(open_content_alone(&half, b"head", &one), Err(OpenError::Refused));
        assert_eq!(open_content_alone(&alone, b"head", &one[..15]), Err(OpenError::TooShort));
        assert!(derive_content_key(&half, label, b"T", &SALT).is_none());
    }

    #[test]
    fn a_commitment_is_to_a_whole_key() {
        let of =
            |key: Vec<u8>| derive_commitment(&Secret::new(key), b"e", Label::KEY_COMMITMENT, b"T");
        assert_ne!(of(vec![1; 32]), of(vec![2; 32]));
        assert_eq!(of(vec![1; 31]), None);
    }
}

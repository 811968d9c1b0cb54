//! Envelopes that a passphrase opens, by way of Argon2id (RFC 9106).
//!
//! Envelope, numbers big-endian: `version 1 ‖ memory 4 ‖ passes 4 ‖ lanes 4 ‖ salt 32 ‖
//! check 16 ‖ digest 8 ‖ inner`, where `inner` is an envelope of [`crate::seal`] under
//! Argon2id(passphrase, salt), bound to the 45 bytes before `check`. `check` is
//! derived from the same Argon2id output and tells a wrong passphrase; `digest` is the start of
//! SHA-256 over all before it and tells damage before any work is done.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use ring::digest::{SHA256, digest};
use secret::{Secret, SecretText};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::derive::{KEY_LEN, SALT_LEN, derive, make_salt};
use crate::stack::scrubbed;
use crate::{Namespace, OpenError, SealError, join};

/// The version that [`seal`] writes as an envelope's first byte.
pub const VERSION: u8 = 1;

/// The longest passphrase, in bytes of its UTF-8 text as typed.
pub const MAX_LEN: usize = 1024;

/// Bytes that an envelope is longer than what it holds.
pub const OVERHEAD: usize = HEADER_LEN + CHECK_LEN + DIGEST_LEN + crate::OVERHEAD;

const HEADER_LEN: usize = 1 + 3 * 4 + SALT_LEN;
const CHECK_LEN: usize = 16;
const DIGEST_LEN: usize = 8;

/// How much work one try of a passphrase costs, for us and for whoever guesses.
///
/// Its values are within bounds: at least OWASP's minimum (19 MiB, 2 passes), at most what a
/// hostile file may make this program do (1 GiB, 16 passes, 8 lanes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// The least that is accepted: for tests, and files made elsewhere.
    pub const MIN: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };

    /// Returns a cost of `memory_kib` KiB, `passes` and `lanes`, or `None` out of bounds.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Option<Self> {
        let within = (Self::MIN.memory_kib..=1024 * 1024).contains(&memory_kib)
            && (Self::MIN.passes..=16).contains(&passes)
            && (Self::MIN.lanes..=8).contains(&lanes);
        within.then_some(Self { memory_kib, passes, lanes })
    }
}

impl Default for Cost {
    /// 64 MiB, 3 passes, 1 lane: RFC 9106's second recommendation, in one thread.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

/// Seals `plain` under `passphrase`, bound to `namespace` and `aad`. Takes the time that `cost`
/// means, about 0.1 s by default.
///
/// The passphrase is normalised (NFKC), so that the same keys pressed on another system give the
/// same passphrase, and enters as bytes.
///
/// # Errors
/// [`SealError`].
pub fn seal(
    passphrase: &SecretText,
    cost: Cost,
    namespace: Namespace,
    aad: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    match passphrase.expose().len() {
        0 => return Err(SealError::EmptyPassphrase),
        1..=MAX_LEN => {}
        _ => return Err(SealError::LongPassphrase),
    }
    let header = Header { cost, salt: make_salt()? };
    let stretched = header.stretch(passphrase).ok_or(SealError::NoMemory)?;
    let head = header.encode();
    let check = derive_check(&stretched, namespace).ok_or(SealError::ShortKey)?;
    let inner = crate::seal(&stretched, namespace, &join(&[&head, aad]), plain)?;
    let mut envelope = Vec::with_capacity(plain.len() + OVERHEAD);
    envelope.extend_from_slice(&head);
    envelope.extend_from_slice(check.expose());
    let digest = digest_of(namespace, &envelope);
    envelope.extend_from_slice(&digest);
    envelope.extend_from_slice(&inner);
    Ok(envelope)
}

/// Opens an envelope that [`seal`] made.
///
/// # Errors
/// [`OpenError`]; a wrong passphrase, damage, and a newer version are told apart. No work is done
/// for a header that is damaged or out of bounds.
pub fn open(
    passphrase: &SecretText,
    namespace: Namespace,
    aad: &[u8],
    envelope: &[u8],
) -> Result<Secret, OpenError> {
    let parts = Parts::split(namespace, envelope)?;
    if passphrase.expose().is_empty() || passphrase.expose().len() > MAX_LEN {
        return Err(OpenError::WrongPassphrase);
    }
    let stretched = parts.header.stretch(passphrase).ok_or(OpenError::NoMemory)?;
    let check = derive_check(&stretched, namespace).ok_or(OpenError::Damaged)?;
    if check != Secret::copy_of(parts.check) {
        return Err(OpenError::WrongPassphrase);
    }
    crate::open(&stretched, namespace, &join(&[parts.head, aad]), parts.inner).map_err(|error| {
        match error {
            OpenError::Refused => OpenError::Damaged,
            other => other,
        }
    })
}

struct Header {
    cost: Cost,
    salt: [u8; SALT_LEN],
}

impl Header {
    fn encode(&self) -> [u8; HEADER_LEN] {
        let mut head = [0; HEADER_LEN];
        head[0] = VERSION;
        head[1..5].copy_from_slice(&self.cost.memory_kib.to_be_bytes());
        head[5..9].copy_from_slice(&self.cost.passes.to_be_bytes());
        head[9..13].copy_from_slice(&self.cost.lanes.to_be_bytes());
        head[13..].copy_from_slice(&self.salt);
        head
    }

    fn decode(head: &[u8; HEADER_LEN]) -> Result<Self, OpenError> {
        let number =
            |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let cost = Cost::new(number(1), number(5), number(9)).ok_or(OpenError::Cost)?;
        let mut salt = [0; SALT_LEN];
        salt.copy_from_slice(&head[13..]);
        Ok(Self { cost, salt })
    }

    /// Argon2id of the normalised passphrase; `None` when there is no memory for it.
    fn stretch(&self, passphrase: &SecretText) -> Option<Secret> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let params = Params::new(memory_kib, passes, lanes, Some(KEY_LEN)).ok()?;
        let blocks = params.block_count();
        // Our own memory, because that of the crate is given back unwiped.
        let mut memory = Zeroizing::new(Vec::new());
        memory.try_reserve_exact(blocks).ok()?;
        memory.resize(blocks, Block::default());
        let normal = normalise(passphrase);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        scrubbed(|| {
            Secret::filled(KEY_LEN, |out| {
                argon2.hash_password_into_with_memory(
                    normal.expose(),
                    &self.salt,
                    out,
                    memory.as_mut_slice(),
                )
            })
        })
        .ok()
    }
}

struct Parts<'a> {
    header: Header,
    head: &'a [u8; HEADER_LEN],
    check: &'a [u8; CHECK_LEN],
    inner: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Checks everything that needs no passphrase, before any work.
    fn split(namespace: Namespace, envelope: &'a [u8]) -> Result<Self, OpenError> {
        match envelope.first() {
            None => return Err(OpenError::TooShort),
            Some(&VERSION) => {}
            Some(&other) => return Err(OpenError::UnknownVersion(other)),
        }
        let (head, rest) = envelope.split_first_chunk::<HEADER_LEN>().ok_or(OpenError::TooShort)?;
        let (check, rest) = rest.split_first_chunk().ok_or(OpenError::TooShort)?;
        let (digest, inner) = rest.split_first_chunk::<DIGEST_LEN>().ok_or(OpenError::TooShort)?;
        if digest_of(namespace, &envelope[..HEADER_LEN + CHECK_LEN]) != *digest {
            return Err(OpenError::Damaged);
        }
        let header = Header::decode(head)?;
        Ok(Self { header, head, check, inner })
    }
}

fn derive_check(stretched: &Secret, namespace: Namespace) -> Option<Secret> {
    derive(stretched, &[], "sb1/passphrase/check", namespace, CHECK_LEN)
}

fn digest_of(namespace: Namespace, head: &[u8]) -> [u8; DIGEST_LEN] {
    let message = join(&[b"sb1/passphrase/digest", namespace.name().as_bytes(), head]);
    let mut short = [0; DIGEST_LEN];
    short.copy_from_slice(&digest(&SHA256, &message).as_ref()[..DIGEST_LEN]);
    short
}

/// NFKC of `passphrase` as UTF-8 bytes, counted first so that it is written without growing.
fn normalise(passphrase: &SecretText) -> Secret {
    scrubbed(|| {
        let len = passphrase.expose().nfkc().map(char::len_utf8).sum();
        let mut normal = Zeroizing::new(String::with_capacity(len));
        normal.extend(passphrase.expose().nfkc());
        Secret::copy_of(normal.as_bytes())
    })
}

#[cfg(test)]
#[path = "passphrase_tests.rs"]
mod tests;

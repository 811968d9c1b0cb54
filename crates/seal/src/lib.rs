//! Sealed envelopes, each with its own namespace, and passphrases.
//!
//! [`seal`] turns bytes into an envelope that only the same key, the same [`Namespace`] and the
//! same associated data open again; [`passphrase`] does so with a passphrase; [`blind_index`]
//! lets a database compare what it cannot read. The team protocol's parts, each under a [`Label`]:
//! [`seal_content`], [`SigningKey`], [`wrap`] to a device's [`KemKey`], commitments and hashes.
//! Everything is put together from ring (HKDF-SHA256, ChaCha20-Poly1305, HMAC-SHA256, Ed25519,
//! randomness), hpke and Argon2id; nothing is home-made.
//!
//! ```
//! use seal::{Namespace, open, seal};
//!
//! let key = seal::make_key()?;
//! let envelope = seal(&key, Namespace::ROW, b"account 7", b"Income Tax")?;
//! assert_eq!(open(&key, Namespace::ROW, b"account 7", &envelope)?.expose(), b"Income Tax");
//! assert!(open(&key, Namespace::ROW, b"account 8", &envelope).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod content;
mod derive;
mod entropy;
mod envelope;
mod error;
mod index;
mod label;
mod namespace;
pub mod passphrase;
mod sign;
mod stack;
mod wrap;

pub use content::{
    TAG_LEN, derive_commitment, derive_content_key, derive_secret, digest, open_content,
    open_content_alone, seal_content, sha256,
};
pub use derive::{KEY_LEN, SALT_LEN, make_key};
#[cfg(feature = "test-util")]
pub use entropy::SeededEntropy;
pub use entropy::{Entropy, NoRandomness, SystemEntropy, make_bytes, make_secret};
pub use envelope::{MAX_PLAIN, OVERHEAD, VERSION, open, seal};
pub use error::{OpenError, SealError};
pub use index::blind_index;
pub use label::Label;
pub use namespace::{Namespace, join};
pub use sign::{BadSignature, SEED_LEN, Signature, SigningKey, VerifyingKey};
pub use wrap::{KemKey, KemPublic, WRAP_LEN, wrap};

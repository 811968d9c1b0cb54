//! Sealed envelopes, each with its own namespace, and passphrases.
//!
//! [`seal`] turns bytes into an envelope that only the same key, the same [`Namespace`] and the
//! same associated data open again; [`passphrase`] does so with a passphrase; [`blind_index`]
//! lets a database compare what it cannot read. Everything is put together from ring
//! (HKDF-SHA256, ChaCha20-Poly1305, HMAC-SHA256, randomness) and Argon2id; nothing is home-made.
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

mod derive;
mod envelope;
mod error;
mod index;
mod namespace;
pub mod passphrase;
mod stack;

pub use derive::{KEY_LEN, make_key};
pub use envelope::{MAX_PLAIN, OVERHEAD, VERSION, open, seal};
pub use error::{OpenError, SealError};
pub use index::blind_index;
pub use namespace::{Namespace, join};

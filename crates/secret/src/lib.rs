//! Bytes and text that are wiped when dropped and never printed.
//!
//! A secret key, a passphrase and a code exist in this program only as [`Secret`] or
//! [`SecretText`]. There is one way to read either: `expose`, called in the smallest block that
//! needs the value. Neither type can be cloned by accident, printed, or serialised.
//!
//! ```
//! use secret::Secret;
//!
//! let key = Secret::new(b"Hello!\xde\xad\xbe\xef".to_vec());
//! assert_eq!(key.expose().len(), 10);
//! assert_eq!(format!("{key:?}"), "Secret(hidden)");
//! ```

pub mod process;

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// Secret bytes: a secret key, a vault key. Wiped when dropped; equality takes constant time.
pub struct Secret(Zeroizing<Box<[u8]>>);

impl Secret {
    /// Takes over `bytes`. Spare capacity is wiped, because shrinking may copy the bytes elsewhere.
    pub fn new(bytes: Vec<u8>) -> Self {
        let bytes = Zeroizing::new(bytes);
        Self::copy_of(&bytes)
    }

    /// Copies `bytes`; wiping the original stays the caller's duty.
    pub fn copy_of(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.into()))
    }

    /// Lets `fill` write `len` bytes in place, so that no copy is made on the way.
    ///
    /// # Errors
    /// Whatever `fill` returns; the half-filled bytes are wiped.
    pub fn filled<E>(len: usize, fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let mut bytes = Zeroizing::new(vec![0; len].into_boxed_slice());
        fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The bytes. Keep the borrow short and copy nothing out of it.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// A second copy, for the rare place that must keep one.
    pub fn duplicate(&self) -> Self {
        Self::copy_of(self.expose())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// Secret text: a passphrase, a code, a secret key as typed. Wiped when dropped.
pub struct SecretText(Zeroizing<Box<str>>);

impl SecretText {
    /// Takes over `text`. Spare capacity is wiped.
    pub fn new(text: String) -> Self {
        let text = Zeroizing::new(text);
        Self::copy_of(&text)
    }

    /// Copies `text`; wiping the original stays the caller's duty.
    pub fn copy_of(text: &str) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text. Keep the borrow short and copy nothing out of it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl PartialEq for SecretText {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for SecretText {}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_value() {
        let shown = format!(
            "{:?} {:?}",
            Secret::new(b"JBSWY3DP".to_vec()),
            SecretText::new("482913".to_owned())
        );
        assert_eq!(shown, "Secret(hidden) SecretText(hidden)");
    }

    #[test]
    fn equality_is_of_all_bytes() {
        assert_eq!(Secret::new(vec![1, 2]), Secret::copy_of(&[1, 2]));
        assert_ne!(Secret::new(vec![1, 2]), Secret::copy_of(&[1, 2, 0]));
        assert_ne!(SecretText::copy_of("a"), SecretText::copy_of("b"));
    }

    #[test]
    fn a_failed_fill_gives_the_error_back() {
        assert_eq!(Secret::filled(4, |_| Err("no")).unwrap_err(), "no");
        let sevens = |bytes: &mut [u8]| {
            bytes.fill(7);
            Ok::<(), ()>(())
        };
        assert_eq!(Secret::filled(2, sevens).unwrap().expose(), [7, 7]);
    }
}

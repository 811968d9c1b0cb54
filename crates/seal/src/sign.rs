use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use secret::Secret;

use crate::Label;

/// Bytes in the seed of a signing key.
pub const SEED_LEN: usize = 32;

/// An Ed25519 key that signs (RFC 8032).
pub struct SigningKey(Ed25519KeyPair);

/// The public half of a [`SigningKey`], 32 bytes as RFC 8032 encodes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerifyingKey(pub [u8; 32]);

/// An Ed25519 signature, 64 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

/// The signature is not of this key over these bytes, or the key is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct BadSignature;

impl SigningKey {
    /// Returns the key of a 32-byte seed; `None` for any other length.
    pub fn derive(seed: &Secret) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed.expose()).ok().map(Self)
    }

    /// Returns the public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.public_key().as_ref());
        VerifyingKey(bytes)
    }

    /// Signs `label ‖ message`.
    pub fn sign(&self, label: Label, message: &[u8]) -> Signature {
        let mut bytes = [0; 64];
        bytes.copy_from_slice(self.0.sign(&[label.bytes(), message].concat()).as_ref());
        Signature(bytes)
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(hidden)")
    }
}

impl VerifyingKey {
    /// Checks a signature over `label ‖ message`.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(
        &self,
        label: Label,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), BadSignature> {
        UnparsedPublicKey::new(&ED25519, self.0)
            .verify(&[label.bytes(), message].concat(), &signature.0)
            .map_err(|_| BadSignature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::derive(&Secret::new(vec![7; 32])).unwrap()
    }

    #[test]
    fn a_signature_is_of_one_key_one_label_and_one_message() {
        let signature = key().sign(Label::ENTRY, b"header");
        let verifying = key().verifying_key();
        assert_eq!(verifying.verify(Label::ENTRY, b"header", &signature), Ok(()));
        assert!(verifying.verify(Label::ACK, b"header", &signature).is_err());
        assert!(verifying.verify(Label::ENTRY, b"Header", &signature).is_err());
        let other = SigningKey::derive(&Secret::new(vec![8; 32])).unwrap().verifying_key();
        assert!(other.verify(Label::ENTRY, b"header", &signature).is_err());
    }

    #[test]
    fn a_seed_of_another_length_is_refused_and_nothing_is_printed() {
        assert!(SigningKey::derive(&Secret::new(vec![7; 31])).is_none());
        assert_eq!(format!("{:?}", key()), "SigningKey(hidden)");
    }
}

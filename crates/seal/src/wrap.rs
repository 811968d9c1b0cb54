use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::{TryCryptoRng, TryRng};
use secret::Secret;
use std::convert::Infallible;
use zeroize::Zeroize;

use crate::{Entropy, NoRandomness, OpenError, SealError};

/// Bytes of a wrap: the encapsulated key (32), the wrapped key (32) and its tag (16).
pub const WRAP_LEN: usize = 80;

const ENC_LEN: usize = 32;

/// An X25519 key to which others wrap keys (RFC 9180, DHKEM(X25519, HKDF-SHA256)).
pub struct KemKey {
    private: <X25519HkdfSha256 as Kem>::PrivateKey,
    public: KemPublic,
}

/// The public half of a [`KemKey`], 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KemPublic(pub [u8; 32]);

impl KemKey {
    /// Returns the key of a 32-byte seed (`DeriveKeyPair` of RFC 9180, section 7.1.3); `None` for
    /// any other length.
    pub fn derive(seed: &Secret) -> Option<Self> {
        if seed.expose().len() != 32 {
            return None;
        }
        let (private, public) = X25519HkdfSha256::derive_keypair(seed.expose());
        let public = KemPublic(public.to_bytes().into());
        Some(Self { private, public })
    }

    /// Returns the public half.
    pub fn public(&self) -> KemPublic {
        self.public
    }

    /// Opens a wrap that [`wrap`] made for this key with the same `info` and `aad`.
    ///
    /// # Errors
    /// [`OpenError::Refused`].
    pub fn unwrap(
        &self,
        info: &[u8],
        aad: &[u8],
        wrapped: &[u8; WRAP_LEN],
    ) -> Result<Secret, OpenError> {
        let (enc, ciphertext) = wrapped.split_at(ENC_LEN);
        let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(enc)
            .map_err(|_| OpenError::Refused)?;
        hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.private,
            &enc,
            info,
            ciphertext,
            aad,
        )
        .map(Secret::new)
        .map_err(|_| OpenError::Refused)
    }
}

impl std::fmt::Debug for KemKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KemKey(hidden)")
    }
}

/// Wraps a 32-byte `key` so that only the holder of `recipient` opens it: HPKE (RFC 9180) in base
/// mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305.
///
/// # Errors
/// [`SealError::NoRandomness`]; [`SealError::ShortKey`] for a key that is not 32 bytes long;
/// [`SealError::BadRecipient`] for a public key that is none (all points of low order are refused).
pub fn wrap(
    entropy: &mut dyn Entropy,
    recipient: KemPublic,
    info: &[u8],
    aad: &[u8],
    key: &Secret,
) -> Result<[u8; WRAP_LEN], SealError> {
    if key.expose().len() != crate::KEY_LEN {
        return Err(SealError::ShortKey);
    }
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&recipient.0)
        .map_err(|_| SealError::BadRecipient)?;
    let mut drawn = Drawn::draw(entropy).map_err(|NoRandomness| SealError::NoRandomness)?;
    let (enc, ciphertext) = hpke::single_shot_seal_with_rng::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(&OpModeS::Base, &public, info, key.expose(), aad, &mut drawn)
    .map_err(|_| SealError::BadRecipient)?;
    if drawn.asked_too_much {
        return Err(SealError::NoRandomness);
    }
    let mut wrapped = [0; WRAP_LEN];
    wrapped[..ENC_LEN].copy_from_slice(&enc.to_bytes());
    wrapped[ENC_LEN..].copy_from_slice(&ciphertext);
    Ok(wrapped)
}

/// Random bytes drawn beforehand, because the source may fail and hpke's may not. One wrap needs
/// 32: the ephemeral key's. Should hpke ever ask for more, the wrap is thrown away.
struct Drawn {
    bytes: [u8; 32],
    used: usize,
    asked_too_much: bool,
}

impl Drawn {
    fn draw(entropy: &mut dyn Entropy) -> Result<Self, NoRandomness> {
        let mut drawn = Self { bytes: [0; 32], used: 0, asked_too_much: false };
        entropy.fill(&mut drawn.bytes)?;
        Ok(drawn)
    }
}

impl Drop for Drawn {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

impl TryRng for Drawn {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        match self.bytes.get(self.used..self.used + out.len()) {
            Some(bytes) => out.copy_from_slice(bytes),
            None => self.asked_too_much = true,
        }
        self.used += out.len();
        Ok(())
    }
}

impl TryCryptoRng for Drawn {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    fn device(byte: u8) -> KemKey {
        KemKey::derive(&Secret::new(vec![byte; 32])).unwrap()
    }

    fn wrapped_for(device: &KemKey) -> [u8; WRAP_LEN] {
        let key = Secret::new(vec![9; 32]);
        wrap(&mut SystemEntropy::new(), device.public(), b"info", b"aad", &key).unwrap()
    }

    #[test]
    fn a_wrap_opens_for_its_device_in_its_place_alone() {
        let wrapped = wrapped_for(&device(1));
        assert_eq!(device(1).unwrap(b"info", b"aad", &wrapped).unwrap().expose(), [9; 32]);
        assert_eq!(device(2).unwrap(b"info", b"aad", &wrapped), Err(OpenError::Refused));
        assert_eq!(device(1).unwrap(b"infp", b"aad", &wrapped), Err(OpenError::Refused));
        assert_eq!(device(1).unwrap(b"info", b"aae", &wrapped), Err(OpenError::Refused));
        for at in [0, 40, 79] {
            let mut altered = wrapped;
            altered[at] ^= 1;
            assert_eq!(device(1).unwrap(b"info", b"aad", &altered), Err(OpenError::Refused));
        }
    }

    #[test]
    fn two_wraps_of_one_key_differ() {
        assert_ne!(wrapped_for(&device(1)), wrapped_for(&device(1)));
    }

    #[test]
    fn a_public_key_of_low_order_is_refused() {
        let key = Secret::new(vec![9; 32]);
        let mut one = [0; 32];
        one[0] = 1;
        for low in [[0; 32], one] {
            let refused = wrap(&mut SystemEntropy::new(), KemPublic(low), b"", b"", &key);
            assert_eq!(refused, Err(SealError::BadRecipient));
        }
    }

    #[test]
    fn without_randomness_nothing_is_wrapped() {
        struct Dry;
        impl Entropy for Dry {
            fn fill(&mut self, _: &mut [u8]) -> Result<(), NoRandomness> {
                Err(NoRandomness)
            }
        }
        let key = Secret::new(vec![9; 32]);
        let refused = wrap(&mut Dry, device(1).public(), b"", b"", &key);
        assert_eq!(refused, Err(SealError::NoRandomness));
        assert_eq!(
            wrap(
                &mut SystemEntropy::new(),
                device(1).public(),
                b"",
                b"",
                &Secret::new(vec![1; 31])
            ),
            Err(SealError::ShortKey)
        );
    }
}

//! The secret of an invite, its code, and what is sealed under it.

use minicbor::{Decode, Encode};
use seal::{Entropy, Label};
use secret::{Secret, SecretText};
use zeroize::Zeroize;

use crate::author::AuthorError;
use crate::cbor;
use crate::ids::{InviteId, SealSalt, base32};
use crate::invite::InviteError;

/// Bytes in the secret of an invite.
pub(crate) const SECRET_LEN: usize = 16;

/// The secret of an invite: 16 random bytes, 26 characters to type.
#[derive(Debug)]
pub struct InviteSecret(Secret);

#[derive(Encode, Decode)]
#[cbor(array)]
struct SealedFile<'b> {
    #[n(0)]
    salt: SealSalt,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    sealed: &'b [u8],
}

impl InviteSecret {
    pub(crate) fn make(entropy: &mut dyn Entropy) -> Result<Self, seal::NoRandomness> {
        seal::make_secret(entropy, SECRET_LEN).map(Self)
    }

    /// The bytes, to keep the invite.
    pub(crate) fn expose(&self) -> &[u8] {
        self.0.expose()
    }

    pub(crate) fn copy_of(bytes: &[u8; SECRET_LEN]) -> Self {
        Self(Secret::copy_of(bytes))
    }

    /// The code to type: 26 characters of a to z and 2 to 7.
    pub fn code(&self) -> SecretText {
        SecretText::new(base32().encode(self.0.expose()))
    }

    /// Reads a code as somebody typed it: any case, spaces and dashes anywhere, and 0, 1 and 8
    /// where o, l and b were meant.
    ///
    /// # Errors
    /// [`InviteError::BadCode`].
    pub fn read(typed: &SecretText) -> Result<Self, InviteError> {
        let mut plain: String = typed
            .expose()
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| match c.to_ascii_lowercase() {
                '0' => 'o',
                '1' => 'l',
                '8' => 'b',
                other => other,
            })
            .collect();
        let decoded = base32().decode(plain.as_bytes());
        plain.zeroize();
        let bytes = Secret::new(decoded.map_err(|_| InviteError::BadCode)?);
        if bytes.expose().len() == SECRET_LEN { Ok(Self(bytes)) } else { Err(InviteError::BadCode) }
    }

    /// The invite's id, under which its objects lie.
    pub fn id(&self) -> InviteId {
        let mut id = [0; 16];
        if let Some(derived) = seal::derive_secret(&self.0, &[], Label::INVITE_ID, &[]) {
            id.copy_from_slice(&derived.expose()[..16]);
        }
        InviteId(id)
    }

    pub(crate) fn seal<T: Encode<()>>(
        &self,
        kind: Kind,
        value: &T,
        entropy: &mut dyn Entropy,
    ) -> Result<Vec<u8>, AuthorError> {
        let id = self.id();
        let salt = SealSalt::make(entropy)?;
        let key = self.key(kind).ok_or(AuthorError::NoKey)?;
        let plain = Secret::new(cbor::to_vec(value));
        let (label, place) = (kind.seal_label(), &id.0);
        let sealed = seal::seal_content(&key, label, place, &salt.0, place, plain.expose())?;
        Ok(cbor::to_vec(&SealedFile { salt, sealed: &sealed }))
    }

    pub(crate) fn open(&self, kind: Kind, bytes: &[u8]) -> Option<Secret> {
        let id = self.id();
        let file: SealedFile<'_> = cbor::from_slice(bytes).ok()?;
        let key = self.key(kind)?;
        let (label, place) = (kind.seal_label(), &id.0);
        seal::open_content(&key, label, place, &file.salt.0, place, file.sealed).ok()
    }

    fn key(&self, kind: Kind) -> Option<Secret> {
        let label = match kind {
            Kind::Offer => Label::INVITE_OFFER,
            Kind::Join => Label::INVITE_JOIN,
            Kind::Welcome => Label::INVITE_WELCOME,
        };
        seal::derive_secret(&self.0, &[], label, &[])
    }
}

/// What is sealed.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Offer,
    Join,
    Welcome,
}

impl Kind {
    fn seal_label(self) -> Label {
        match self {
            Self::Offer => Label::SEAL_OFFER,
            Self::Join => Label::SEAL_JOIN,
            Self::Welcome => Label::SEAL_WELCOME,
        }
    }
}

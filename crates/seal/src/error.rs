/// Why nothing could be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The system gave no random bytes. Sealing goes no further without them.
    #[error("the system gave no random bytes")]
    NoRandomness,
    /// More than [`crate::MAX_PLAIN`] bytes.
    #[error("too much to seal in one envelope")]
    TooLong,
    /// A key shorter than 32 bytes: a caller's mistake, never a person's.
    #[error("the key is too short")]
    ShortKey,
    /// A device's public key that is no point, or one of low order.
    #[error("the recipient's public key is not one")]
    BadRecipient,
    /// An empty passphrase.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// A passphrase of more than [`crate::passphrase::MAX_LEN`] bytes.
    #[error("the passphrase is too long")]
    LongPassphrase,
    /// A cost outside the bounds of [`crate::passphrase::Cost`].
    #[error("the cost of the passphrase is out of bounds")]
    Cost,
    /// Argon2id found no memory for its work.
    #[error("not enough memory to work with the passphrase")]
    NoMemory,
}

/// Why an envelope was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The envelope has a version this program does not know: it was made by a newer one.
    #[error("the envelope has the unknown version {0}")]
    UnknownVersion(u8),
    /// Shorter than any envelope: cut off.
    #[error("the envelope is cut off")]
    TooShort,
    /// Longer than any envelope that [`crate::seal`] makes.
    #[error("the envelope is too long")]
    TooLong,
    /// Another key, another namespace, other associated data, or altered bytes: these cannot be
    /// told apart.
    #[error("the envelope does not open with this key in this place")]
    Refused,
    /// The passphrase is not the one it was sealed with.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The passphrase is right or cannot be checked, because bytes of the envelope were altered.
    #[error("the envelope is damaged")]
    Damaged,
    /// The envelope asks for less or more work than this program does for a passphrase.
    #[error("the cost of the passphrase is out of bounds")]
    Cost,
    /// Argon2id found no memory for its work.
    #[error("not enough memory to work with the passphrase")]
    NoMemory,
}

impl From<crate::NoRandomness> for SealError {
    fn from(_: crate::NoRandomness) -> Self {
        Self::NoRandomness
    }
}

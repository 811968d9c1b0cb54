//! Names that never change and are never shown as names.

use std::fmt;
use std::str::FromStr;

use data_encoding::HEXLOWER;
use seal::SealError;

/// The text is not an id of 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct IdError;

macro_rules! id {
    ($name:ident, $doc:literal) => {
        #[doc = $doc]
        ///
        /// Sixteen random bytes, written as 32 lower-case hexadecimal digits.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// An id with these bytes.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            pub(crate) fn make() -> Result<Self, SealError> {
                make_random().map(Self)
            }

            pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| IdError)?;
                Self::from_slice(&bytes).ok_or(IdError)
            }
        }
    };
}

id!(AccountId, "Which account. Survives renaming, replacing its key, backup and restore.");
id!(KeyId, "Which key version; names its item in the OS keyring.");
id!(VaultId, "Which vault. Keeps the keyring items of two vaults apart.");

fn make_random() -> Result<[u8; 16], SealError> {
    let key = seal::make_key()?;
    let mut id = [0; 16];
    id.copy_from_slice(&key.expose()[..16]);
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_text_and_nothing_else_does() {
        let id = AccountId::make().unwrap();
        assert_eq!(id.to_string().parse(), Ok(id));
        let upper = id.to_string().to_uppercase() + "A";
        for wrong in ["", "00", "Income Tax", &upper, &(id.to_string() + "00")] {
            assert_eq!(wrong.parse::<AccountId>(), Err(IdError));
        }
    }
}

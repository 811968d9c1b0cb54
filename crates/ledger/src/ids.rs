//! Names of things: each kind has its own type, so that no two can be mixed up.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE32_NOPAD, Encoding, Specification};
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use seal::{KemPublic, Label, VerifyingKey};

/// The text is not an id of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct BadId;

/// Returns lower-case base32 (RFC 4648, unpadded, strict).
pub(crate) fn base32() -> &'static Encoding {
    static ENCODING: std::sync::OnceLock<Encoding> = std::sync::OnceLock::new();
    ENCODING.get_or_init(|| {
        let mut lower = Specification::new();
        lower.symbols.push_str("abcdefghijklmnopqrstuvwxyz234567");
        lower.encoding().unwrap_or(BASE32_NOPAD)
    })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident: $len:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Bytes in one.
            pub const LEN: usize = $len;

            /// Makes a random one.
            ///
            /// # Errors
            /// [`seal::NoRandomness`].
            pub fn make(entropy: &mut dyn seal::Entropy) -> Result<Self, seal::NoRandomness> {
                seal::make_bytes(entropy).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&base32().encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                let bytes = base32().decode(text.as_bytes()).map_err(|_| BadId)?;
                bytes.try_into().map(Self).map_err(|_| BadId)
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: encode::Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, decode::Error> {
                ByteArray::<$len>::decode(d, ctx).map(|bytes| Self(*bytes))
            }
        }
    )*};
}

ids! {
    /// A firm: 32 random bytes, `T` in the protocol. Every key, signature and seal is bound to it.
    FirmId: 32;
    /// A device: the hash of its firm and its two public keys.
    DeviceId: 16;
    /// A person. Who is hired again gets a new one.
    PersonId: 16;
    /// A group of devices that hold a key together: everyone, the administrators, the auditors,
    /// or a team.
    GroupId: 16;
    /// An account at a service.
    AccountId: 16;
    /// One secret key of an account.
    VersionId: 16;
    /// One key of a group.
    EpochId: 16;
    /// An invite.
    InviteId: 16;
    /// A secret key given to a person by another route than this program.
    GivenId: 16;
    /// A request that another administrator approves.
    RequestId: 16;
    /// Somebody's leaving, or change of role, as people work through it.
    DepartureId: 16;
    /// A SHA-256: of an entry's header, of a blob.
    Hash: 32;
    /// The random bytes beside sealed content.
    SealSalt: 32;
}

impl DeviceId {
    /// Derives the id of a device from its public keys (protocol section 2.2).
    pub fn derive(firm: FirmId, sign: VerifyingKey, kem: KemPublic) -> Self {
        let whole = seal::digest(Label::DEVICE, &[&firm.0, &sign.0, &kem.0]);
        let mut id = [0; 16];
        id.copy_from_slice(&whole[..16]);
        Self(id)
    }
}

impl GroupId {
    /// All devices of the firm and the recovery kit: what the log is sealed to.
    pub const EVERYONE: Self = Self([0; 16]);
    /// The administrators' devices, and the recovery kit unless it only has authority.
    pub const ADMINISTRATORS: Self = Self([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    /// The auditors' devices: labels are sealed to it, secret keys never are.
    pub const AUDITORS: Self = Self([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);

    /// Says whether it is a team, one that people are put into.
    pub fn is_team(self) -> bool {
        ![Self::EVERYONE, Self::ADMINISTRATORS, Self::AUDITORS].contains(&self)
    }
}

impl Hash {
    /// What stands for the entry before a log's first.
    pub const NONE: Self = Self([0; 32]);

    /// Its first 16 characters, as object names carry them.
    pub fn short(self) -> String {
        base32().encode(&self.0[..SHORT_LEN * 5 / 8]) // five bits a character
    }
}

/// Characters of [`Hash::short`].
pub(crate) const SHORT_LEN: usize = 16;

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(#[n(0)] pub $inner);
    )*};
}

numbers! {
    /// An entry's place in its log, from 1; 0 stands before the first.
    Seq(u64);
    /// One more than the largest in an entry's past: orders entries, cannot be inflated.
    Lamport(u64);
    /// Seconds since 1970 in UTC, as some clock claimed.
    Time(u64);
    /// Days since 1970 in UTC.
    Day(u32);
    /// Seniority, smaller is more: the kit 0, the first administrator 1, deputies [`Rank::DEPUTY`].
    Rank(u32);
}

impl Seq {
    /// The largest: object names have room for no more.
    pub const MAX: Self = Self(9_999_999);
}

impl Rank {
    /// The recovery kit's.
    pub const KIT: Self = Self(0);
    /// The first administrator's.
    pub const FIRST: Self = Self(1);
    /// The last rank of all. It outranks nobody, so who holds it can appoint and remove nobody.
    pub const DEPUTY: Self = Self(0xffff);

    /// Says whether it is an administrator's.
    pub fn is_administrator(self) -> bool {
        self > Self::KIT && self < Self::DEPUTY
    }
}

impl Time {
    /// Returns the day it is in.
    pub fn day(self) -> Day {
        Day(u32::try_from(self.0 / 86_400).unwrap_or(u32::MAX))
    }

    /// Seconds from `earlier` until this; 0 when it is not earlier.
    pub fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// One entry of one log: the device that wrote it, its number and its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct LogPoint {
    /// Whose log.
    #[n(0)]
    pub device: DeviceId,
    /// The entry's number; 0 for none.
    #[n(1)]
    pub seq: Seq,
    /// Its hash; [`Hash::NONE`] for none.
    #[n(2)]
    pub hash: Hash,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_lower_case_base32_and_nothing_else() {
        let id = DeviceId([0xff; 16]);
        assert_eq!(id.to_string(), "7777777777777777777777777q".replace('q', "4"));
        assert_eq!(id.to_string().len(), 26);
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in ["", "77777777777777777777777777", "A777777777777777777777777a", "7777"] {
            assert_eq!(wrong.parse::<DeviceId>(), Err(BadId), "{wrong}");
        }
        assert_eq!(Hash([1; 32]).to_string().len(), 52);
    }

    #[test]
    fn the_device_id_depends_on_firm_and_both_keys() {
        let of = |firm, sign, kem| {
            DeviceId::derive(FirmId([firm; 32]), VerifyingKey([sign; 32]), KemPublic([kem; 32]))
        };
        let ids = [of(1, 2, 3), of(9, 2, 3), of(1, 9, 3), of(1, 2, 9)];
        assert!((1..4).all(|other| ids[0] != ids[other]));
    }

    #[test]
    fn deputies_are_not_administrators_and_the_kit_is_above_them() {
        assert!(Rank::FIRST.is_administrator() && Rank(65534).is_administrator());
        assert!(!Rank::KIT.is_administrator() && !Rank::DEPUTY.is_administrator());
    }
}

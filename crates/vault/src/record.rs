//! How an account is written: CBOR maps with numbered fields. A number is never used again for
//! something else; readers skip numbers that they do not know.

use minicbor::bytes::ByteArray;
use minicbor::{CborLen, Decode, Encode};
use otp::{Algorithm, Digits, Kind, Params, Period};

use crate::account::Damage;
use crate::{
    Account, AccountId, FirmKey, KeyId, KeyState, KeyVersion, Label, StorageError, UserIdHint,
};

#[derive(Encode, Decode, CborLen)]
#[cbor(map)]
pub(crate) struct AccountRecord {
    #[n(0)]
    label: String,
    #[n(1)]
    user_id_hint: Option<String>,
    #[n(2)]
    note: Option<String>,
    #[n(3)]
    issuer: String,
    #[n(4)]
    account: String,
    #[n(5)]
    label_issuer: Option<String>,
    #[n(6)]
    service: Option<String>,
    #[n(7)]
    practice: bool,
    #[n(8)]
    created_at: u64,
    #[n(9)]
    last_copied: Option<u64>,
    #[n(10)]
    removed_at: Option<u64>,
    #[n(11)]
    versions: Vec<VersionRecord>,
    #[n(12)]
    firm: Option<FirmKeyRecord>,
}

#[derive(Encode, Decode, CborLen)]
#[cbor(map)]
struct FirmKeyRecord {
    #[n(0)]
    account: ByteArray<16>,
    #[n(1)]
    version: ByteArray<16>,
}

#[derive(Encode, Decode, CborLen)]
#[cbor(map)]
struct VersionRecord {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    number: u32,
    #[n(2)]
    params: ParamsRecord,
    #[n(3)]
    added_at: u64,
    /// 0 current, 1 unconfirmed, 2 previous, 3 retired.
    #[n(4)]
    state: u8,
    #[n(5)]
    retired_at: Option<u64>,
}

#[derive(Encode, Decode, CborLen)]
#[cbor(map)]
struct ParamsRecord {
    /// 0 totp, 1 hotp, 2 steam.
    #[n(0)]
    kind: u8,
    /// 1, 256 or 512.
    #[n(1)]
    algorithm: u16,
    #[n(2)]
    digits: u8,
    /// Seconds, where the kind is totp.
    #[n(3)]
    period: Option<u32>,
    /// Where the kind is hotp.
    #[n(4)]
    counter: Option<u64>,
}

/// The bytes of `account`, without its id: that is the row's name, to which they are bound.
pub(crate) fn encode(account: &Account) -> Result<Vec<u8>, StorageError> {
    minicbor::to_vec(AccountRecord::from(account))
        .map_err(|error| StorageError::Other(error.to_string()))
}

/// Reads what [`encode`] wrote.
pub(crate) fn decode(id: AccountId, bytes: &[u8]) -> Result<Account, Damage> {
    let record: AccountRecord = minicbor::decode(bytes).map_err(|_| Damage::Content)?;
    record.into_account(id)
}

impl From<&Account> for AccountRecord {
    fn from(account: &Account) -> Self {
        Self {
            label: account.label.as_str().to_owned(),
            user_id_hint: account.user_id_hint.as_ref().map(ToString::to_string),
            note: account.note.clone(),
            issuer: account.issuer.clone(),
            account: account.account.clone(),
            label_issuer: account.label_issuer.clone(),
            service: account.service.clone(),
            practice: account.practice,
            created_at: account.created_at,
            last_copied: account.last_copied,
            removed_at: account.removed_at,
            versions: account.versions.iter().map(VersionRecord::from).collect(),
            firm: account.firm.map(|firm| FirmKeyRecord {
                account: firm.account.into(),
                version: firm.version.into(),
            }),
        }
    }
}

impl AccountRecord {
    pub(crate) fn into_account(self, id: AccountId) -> Result<Account, Damage> {
        let hint = self.user_id_hint.as_deref().map(UserIdHint::new).transpose();
        let versions = self.versions.into_iter().map(VersionRecord::into_version).collect();
        Ok(Account {
            id,
            label: Label::new(&self.label).map_err(|_| Damage::Content)?,
            user_id_hint: hint.map_err(|_| Damage::Content)?,
            note: self.note,
            issuer: self.issuer,
            account: self.account,
            label_issuer: self.label_issuer,
            service: self.service,
            practice: self.practice,
            created_at: self.created_at,
            last_copied: self.last_copied,
            removed_at: self.removed_at,
            versions: Option::ok_or(versions, Damage::Newer)?,
            firm: self.firm.map(|firm| FirmKey { account: *firm.account, version: *firm.version }),
        })
    }
}

impl From<&KeyVersion> for VersionRecord {
    fn from(version: &KeyVersion) -> Self {
        let (state, retired_at) = match version.state {
            KeyState::Current => (0, None),
            KeyState::Unconfirmed => (1, None),
            KeyState::Previous => (2, None),
            KeyState::Retired { at } => (3, Some(at)),
        };
        Self {
            id: (*version.id.as_bytes()).into(),
            number: version.number,
            params: version.params.into(),
            added_at: version.added_at,
            state,
            retired_at,
        }
    }
}

impl VersionRecord {
    fn into_version(self) -> Option<KeyVersion> {
        let state = match self.state {
            0 => KeyState::Current,
            1 => KeyState::Unconfirmed,
            2 => KeyState::Previous,
            3 => KeyState::Retired { at: self.retired_at? },
            _ => return None,
        };
        let params = self.params.into_params()?;
        let id = KeyId::from_bytes(*self.id);
        Some(KeyVersion { id, number: self.number, params, added_at: self.added_at, state })
    }
}

impl From<Params> for ParamsRecord {
    fn from(params: Params) -> Self {
        let (kind, period, counter) = match params.kind {
            Kind::Totp { period } => (0, u32::try_from(period.seconds()).ok(), None),
            Kind::Hotp { counter } => (1, None, Some(counter)),
            Kind::Steam => (2, None, None),
        };
        let algorithm = match params.algorithm {
            Algorithm::Sha1 => 1,
            Algorithm::Sha256 => 256,
            Algorithm::Sha512 => 512,
        };
        Self { kind, algorithm, digits: params.digits.value(), period, counter }
    }
}

impl ParamsRecord {
    /// `None` for values of a newer program: a guess would show wrong codes.
    fn into_params(self) -> Option<Params> {
        let kind = match self.kind {
            0 => Kind::Totp { period: Period::new(self.period?.into())? },
            1 => Kind::Hotp { counter: self.counter? },
            2 => Kind::Steam,
            _ => return None,
        };
        let algorithm = match self.algorithm {
            1 => Algorithm::Sha1,
            256 => Algorithm::Sha256,
            512 => Algorithm::Sha512,
            _ => return None,
        };
        Some(Params { kind, algorithm, digits: Digits::new(self.digits.into())? })
    }
}

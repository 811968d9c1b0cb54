//! Accounts' secret keys and details, sealed for groups and opened again (protocol section 9).

use minicbor::{Decode, Encode};
use seal::{Entropy, Label, SealError};
use secret::Secret;

use crate::cbor;
use crate::entry::Object;
use crate::ids::{EpochId, FirmId, GroupId, Hash, SealSalt};
use crate::keys::{KeyId, blob_object, context};
use crate::op::{SealedDetails, VersionRef};
use crate::{AccountId, Name};

/// The most bytes of a secret key.
pub const MAX_SECRET: usize = 1024;

/// The most secret keys sealed in one blob, and named in one operation.
pub(crate) const MAX_RECORDS: usize = 1024;

const BLIND_LEN: usize = 32;

/// Which hash the codes are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Algorithm {
    /// HMAC-SHA-1.
    #[n(0)]
    Sha1,
    /// HMAC-SHA-256.
    #[n(1)]
    Sha256,
    /// HMAC-SHA-512.
    #[n(2)]
    Sha512,
}

/// How the codes are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum CodeKind {
    /// Digits (RFC 6238).
    #[n(0)]
    Totp,
    /// Steam's five characters.
    #[n(1)]
    Steam,
}

/// What an account is called and how its codes are made: read by the teams that hold it, the
/// administrators and the auditors.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Details {
    /// The label.
    #[n(0)]
    pub label: String,
    /// Reminds of the user id without being it.
    #[n(1)]
    pub user_id_hint: Option<String>,
    /// The service.
    #[n(2)]
    pub service: Option<String>,
    /// The hash.
    #[n(3)]
    pub algorithm: Algorithm,
    /// Digits of a code, 5 to 10.
    #[n(4)]
    pub digits: u8,
    /// Seconds that a code is valid, 1 to 86,400.
    #[n(5)]
    pub period: u32,
    /// How the codes are shown.
    #[n(6)]
    pub kind: CodeKind,
    /// Who issued the account, as its QR code said.
    #[n(7)]
    pub issuer: Option<String>,
    /// A remark for all who hold the account.
    #[n(8)]
    pub note: Option<String>,
}

impl Details {
    /// Says whether the values are within their bounds.
    pub fn is_sound(&self) -> bool {
        let texts = [&self.user_id_hint, &self.service, &self.issuer, &self.note];
        let short = |text: &str| text.len() <= 1000;
        (5..=10).contains(&self.digits)
            && (1..=86_400).contains(&self.period)
            && short(&self.label)
            && texts.into_iter().flatten().all(|text| short(text))
    }
}

/// A secret key with the blind that its commitment hides it behind.
#[derive(Debug)]
pub(crate) struct Blinded(Secret);

impl Blinded {
    pub(crate) fn make(entropy: &mut dyn Entropy, key: &Secret) -> Result<Self, SealError> {
        if key.expose().len() > MAX_SECRET {
            return Err(SealError::TooLong);
        }
        Secret::filled(BLIND_LEN + key.expose().len(), |bytes| {
            let (blind, rest) = bytes.split_at_mut(BLIND_LEN);
            rest.copy_from_slice(key.expose());
            entropy.fill(blind)
        })
        .map(Self)
        .map_err(Into::into)
    }

    /// What the version's entry states: SHA-256 of firm, account, version, blind and key.
    pub(crate) fn commitment(&self, firm: FirmId, at: VersionRef) -> Hash {
        let parts = [&firm.0[..], &at.account.0, &at.version.0, self.0.expose()];
        Hash(seal::digest(Label::COMMIT, &parts))
    }

    pub(crate) fn key(&self) -> Secret {
        Secret::copy_of(&self.0.expose()[BLIND_LEN..])
    }
}

/// A blob of sealed secret keys.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(array)]
pub(crate) struct SecretsBlob {
    #[n(0)]
    pub(crate) firm: FirmId,
    #[n(1)]
    pub(crate) group: GroupId,
    #[n(2)]
    pub(crate) epoch: EpochId,
    #[n(3)]
    records: Vec<Record>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(array)]
struct Record {
    #[n(0)]
    salt: SealSalt,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    sealed: Vec<u8>,
}

/// Seals secret keys for a group, each under a derived key of its own.
pub(crate) fn seal_secrets(
    entropy: &mut dyn Entropy,
    firm: FirmId,
    (id, key): (KeyId, &Secret),
    items: &[(VersionRef, Blinded)],
) -> Result<(Hash, Object), SealError> {
    let mut blob = SecretsBlob { firm, group: id.0, epoch: id.1, records: Vec::new() };
    let place = context(firm, id.0, id.1);
    for (at, blinded) in items {
        let salt = SealSalt::make(entropy)?;
        let plain = blinded.0.expose();
        let label = Label::SEAL_SECRETS;
        let sealed = seal::seal_content(key, label, &place, &salt.0, &record_aad(*at), plain)?;
        blob.records.push(Record { salt, sealed });
    }
    let object = blob_object(cbor::to_vec(&blob));
    let Name::Blob(hash) = object.name else { return Err(SealError::TooLong) };
    Ok((hash, object))
}

/// Opens one record of a blob.
pub(crate) fn open_secret(
    firm: FirmId,
    (id, key): (KeyId, &Secret),
    blob: &[u8],
    index: u32,
    at: VersionRef,
) -> Option<Blinded> {
    let blob: SecretsBlob = cbor::from_slice(blob).ok()?;
    if (blob.firm, blob.group, blob.epoch) != (firm, id.0, id.1) {
        return None;
    }
    let record = blob.records.get(usize::try_from(index).ok()?)?;
    let place = context(firm, id.0, id.1);
    let aad = record_aad(at);
    let label = Label::SEAL_SECRETS;
    let plain =
        seal::open_content(key, label, &place, &record.salt.0, &aad, &record.sealed).ok()?;
    (plain.expose().len() >= BLIND_LEN).then_some(Blinded(plain))
}

fn record_aad(at: VersionRef) -> Vec<u8> {
    [at.account.0, at.version.0].concat()
}

/// Seals an account's details for a group.
pub(crate) fn seal_details(
    entropy: &mut dyn Entropy,
    firm: FirmId,
    (id, key): (KeyId, &Secret),
    (account, edit): (AccountId, u64),
    details: &Details,
) -> Result<SealedDetails, SealError> {
    let salt = SealSalt::make(entropy)?;
    let place = context(firm, id.0, id.1);
    let aad = details_aad(account, edit);
    let plain = cbor::to_vec(details);
    let sealed = seal::seal_content(key, Label::SEAL_DETAILS, &place, &salt.0, &aad, &plain)?;
    Ok(SealedDetails { group: id.0, epoch: id.1, salt, sealed })
}

/// Opens a sealed copy of an account's details.
pub(crate) fn open_details(
    firm: FirmId,
    key: &Secret,
    (account, edit): (AccountId, u64),
    copy: &SealedDetails,
) -> Option<Details> {
    open_details_alone(&details_key(firm, key, copy)?, (account, edit), copy)
}

/// The key that opens this copy and nothing else, of the group's key.
pub(crate) fn details_key(firm: FirmId, key: &Secret, copy: &SealedDetails) -> Option<Secret> {
    let place = context(firm, copy.group, copy.epoch);
    seal::derive_content_key(key, Label::SEAL_DETAILS, &place, &copy.salt.0)
}

/// As [`open_details`], with the key of this copy alone.
pub(crate) fn open_details_alone(
    content_key: &Secret,
    (account, edit): (AccountId, u64),
    copy: &SealedDetails,
) -> Option<Details> {
    let plain = seal::open_content_alone(content_key, &details_aad(account, edit), &copy.sealed);
    let details: Details = cbor::from_slice(plain.ok()?.expose()).ok()?;
    details.is_sound().then_some(details)
}

fn details_aad(account: AccountId, edit: u64) -> Vec<u8> {
    [&account.0[..], &edit.to_be_bytes()].concat()
}

//! Group keys: made, committed to, wrapped to devices in shards, archived (protocol section 7).

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use seal::{Entropy, KEY_LEN, KemKey, KemPublic, Label, SealError, WRAP_LEN};
use secret::Secret;

use crate::cbor;
use crate::entry::Object;
use crate::ids::{DeviceId, EpochId, FirmId, GroupId, Hash, SealSalt};
use crate::names::Name;
use crate::op::{KeySeal, Shard};

/// The most wraps in one blob.
pub const SHARD_LEN: usize = 256;

/// A key of a group, by name.
pub type KeyId = (GroupId, EpochId);

/// What every derivation from a group key is bound to: `T ‖ g ‖ e`, 64 bytes.
pub(crate) fn context(firm: FirmId, group: GroupId, epoch: EpochId) -> Vec<u8> {
    [&firm.0[..], &group.0, &epoch.0].concat()
}

/// Derives what an epoch's entry says of its key, so that one administrator cannot hand different
/// keys to different people.
pub(crate) fn commitment(firm: FirmId, (group, epoch): KeyId, key: &Secret) -> Option<Hash> {
    let place = [&firm.0[..], &group.0].concat();
    seal::derive_commitment(key, &epoch.0, Label::KEY_COMMITMENT, &place).map(Hash)
}

/// The keys that this device can open, by group and epoch.
#[derive(Debug, Default)]
pub(crate) struct Keyring(BTreeMap<KeyId, Secret>);

impl Keyring {
    pub(crate) fn key(&self, id: KeyId) -> Option<&Secret> {
        self.0.get(&id)
    }

    pub(crate) fn holds(&self, id: KeyId) -> bool {
        self.0.contains_key(&id)
    }

    pub(crate) fn insert(&mut self, id: KeyId, key: Secret) {
        self.0.entry(id).or_insert(key);
    }

    pub(crate) fn remove(&mut self, id: KeyId) {
        self.0.remove(&id);
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = KeyId> {
        self.0.keys().copied()
    }

    /// All keys of a group, by epoch.
    pub(crate) fn of(&self, group: GroupId) -> impl Iterator<Item = (EpochId, &Secret)> {
        let mine = self.0.iter().filter(move |((of, _), _)| *of == group);
        mine.map(|((_, epoch), key)| (*epoch, key))
    }
}

/// A blob of wraps. It says itself what it is for: a device opens everyone's key with it before it
/// can read the entry that brings it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct ShardBlob {
    #[n(0)]
    pub(crate) firm: FirmId,
    #[n(1)]
    pub(crate) group: GroupId,
    #[n(2)]
    pub(crate) epoch: EpochId,
    #[n(3)]
    pub(crate) commitment: Hash,
    #[n(4)]
    wraps: Vec<Wrap>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct Wrap {
    #[n(0)]
    device: DeviceId,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    wrapped: [u8; WRAP_LEN],
}

impl ShardBlob {
    /// Wraps a key to each of `recipients`: at most [`SHARD_LEN`], ascending by device.
    pub(crate) fn wrap(
        entropy: &mut dyn Entropy,
        firm: FirmId,
        (group, epoch): KeyId,
        key: &Secret,
        recipients: &[(DeviceId, KemPublic)],
    ) -> Result<Self, SealError> {
        let commitment = commitment(firm, (group, epoch), key).ok_or(SealError::ShortKey)?;
        let mut blob = Self { firm, group, epoch, commitment, wraps: Vec::new() };
        let info = blob.info();
        for (device, kem) in recipients {
            let wrapped = seal::wrap(entropy, *kem, &info, &device.0, key)?;
            blob.wraps.push(Wrap { device: *device, wrapped });
        }
        Ok(blob)
    }

    /// Reads a blob of wraps; `None` for any other blob.
    pub(crate) fn read(firm: FirmId, bytes: &[u8]) -> Option<Self> {
        let blob: Self = cbor::from_slice(bytes).ok()?;
        let ascending = blob.wraps.windows(2).all(|pair| pair[0].device < pair[1].device);
        let sound = blob.firm == firm && ascending && blob.wraps.len() <= SHARD_LEN;
        sound.then_some(blob)
    }

    /// The devices it holds wraps for.
    pub(crate) fn devices(&self) -> impl Iterator<Item = DeviceId> {
        self.wraps.iter().map(|wrap| wrap.device)
    }

    /// Opens the wrap for `device`. `Err` when there is one that does not hold the key that the
    /// blob commits to.
    pub(crate) fn open(&self, device: DeviceId, kem: &KemKey) -> Result<Option<Secret>, WrongKey> {
        let Some(wrap) = self.wraps.iter().find(|wrap| wrap.device == device) else {
            return Ok(None);
        };
        let info = self.info();
        let key = kem.unwrap(&info, &device.0, &wrap.wrapped).map_err(|_| WrongKey)?;
        let derived = commitment(self.firm, (self.group, self.epoch), &key);
        if derived == Some(self.commitment) { Ok(Some(key)) } else { Err(WrongKey) }
    }

    fn info(&self) -> Vec<u8> {
        let place = context(self.firm, self.group, self.epoch);
        [Label::WRAP.bytes(), &place, &self.commitment.0].concat()
    }
}

/// A wrap or an archive does not hold the key that was committed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WrongKey;

/// Wraps a key to each of `recipients`, in blobs of at most [`SHARD_LEN`], ascending by device.
pub(crate) fn make_shards(
    entropy: &mut dyn Entropy,
    firm: FirmId,
    id: KeyId,
    key: &Secret,
    recipients: &BTreeMap<DeviceId, KemPublic>,
) -> Result<(Vec<Shard>, Vec<Object>), SealError> {
    let all: Vec<(DeviceId, KemPublic)> =
        recipients.iter().map(|(device, kem)| (*device, *kem)).collect();
    let (mut shards, mut objects) = (Vec::new(), Vec::new());
    for part in all.chunks(SHARD_LEN) {
        let blob = ShardBlob::wrap(entropy, firm, id, key, part)?;
        let object = blob_object(cbor::to_vec(&blob));
        if let (Some(first), Name::Blob(hash)) = (blob.devices().next(), &object.name) {
            shards.push(Shard { first, blob: *hash });
        }
        objects.push(object);
    }
    Ok((shards, objects))
}

/// The shard that holds the wrap for `device`, if any does.
pub(crate) fn shard_for(shards: &[Shard], device: DeviceId) -> Option<Shard> {
    shards.iter().rev().find(|shard| shard.first <= device).copied()
}

/// Returns the object of a blob: its name is its hash.
pub(crate) fn blob_object(bytes: Vec<u8>) -> Object {
    Object { name: Name::Blob(Hash(seal::sha256(&bytes))), bytes }
}

/// Makes a key of a group and its name.
pub(crate) fn make_key(
    entropy: &mut dyn Entropy,
    group: GroupId,
) -> Result<(KeyId, Secret), SealError> {
    let epoch = EpochId::make(entropy)?;
    Ok(((group, epoch), seal::make_secret(entropy, KEY_LEN)?))
}

/// Seals a group key under another. `named` is what the [`KeySeal`] carries: the administrators'
/// epoch for an archive, the key's own epoch for a link of the chain.
pub(crate) fn seal_key(
    entropy: &mut dyn Entropy,
    firm: FirmId,
    under: (KeyId, &Secret),
    inner: (KeyId, &Secret),
    named: EpochId,
) -> Result<KeySeal, SealError> {
    let salt = SealSalt::make(entropy)?;
    let place = context(firm, under.0.0, under.0.1);
    let ((group, epoch), key) = inner;
    let aad = [group.0, epoch.0].concat();
    let sealed =
        seal::seal_content(under.1, Label::SEAL_ARCHIVE, &place, &salt.0, &aad, key.expose())?;
    Ok(KeySeal { epoch: named, salt, sealed })
}

/// Opens what [`seal_key`] sealed.
pub(crate) fn open_key(
    firm: FirmId,
    under: (KeyId, &Secret),
    (group, epoch): KeyId,
    sealed: &KeySeal,
) -> Option<Secret> {
    let place = context(firm, under.0.0, under.0.1);
    let aad = [group.0, epoch.0].concat();
    seal::open_content(under.1, Label::SEAL_ARCHIVE, &place, &sealed.salt.0, &aad, &sealed.sealed)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use seal::SeededEntropy;

    const FIRM: FirmId = FirmId([1; 32]);
    const ID: KeyId = (GroupId([2; 16]), EpochId([3; 16]));

    fn kem(number: u32) -> KemKey {
        let mut seed = vec![0; 32];
        seed[..4].copy_from_slice(&number.to_be_bytes());
        KemKey::derive(&Secret::new(seed)).unwrap()
    }

    fn device(number: u32) -> DeviceId {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        DeviceId(id)
    }

    #[test]
    fn each_recipient_finds_its_wrap_in_its_shard_and_others_find_none() {
        let recipients = (0..300).map(|n| (device(2 * n), kem(n).public())).collect();
        let key = Secret::new(vec![9; 32]);
        let mut entropy = SeededEntropy::new(1);
        let (shards, objects) = make_shards(&mut entropy, FIRM, ID, &key, &recipients).unwrap();
        assert_eq!(shards.len(), 2);
        for n in [0, 255, 256, 299] {
            let shard = shard_for(&shards, device(2 * n)).unwrap();
            let object = objects.iter().find(|object| object.name == Name::Blob(shard.blob));
            let blob = ShardBlob::read(FIRM, &object.unwrap().bytes).unwrap();
            assert_eq!(blob.open(device(2 * n), &kem(n)), Ok(Some(Secret::new(vec![9; 32]))));
            assert_eq!(blob.open(device(2 * n + 1), &kem(n)), Ok(None));
            assert_eq!(blob.open(device(2 * n), &kem(n + 1)), Err(WrongKey));
            assert_eq!(ShardBlob::read(FirmId([9; 32]), &object.unwrap().bytes), None);
        }
        assert_eq!(objects[0].bytes.len(), 256 * 100 + 106);
    }

    #[test]
    fn an_archive_opens_under_its_key_for_its_group_alone() {
        let (under, inner) = (Secret::new(vec![4; 32]), Secret::new(vec![5; 32]));
        let admins = (GroupId::ADMINISTRATORS, EpochId([6; 16]));
        let mut entropy = SeededEntropy::new(1);
        let sealed =
            seal_key(&mut entropy, FIRM, (admins, &under), (ID, &inner), admins.1).unwrap();
        assert_eq!(open_key(FIRM, (admins, &under), ID, &sealed), Some(inner.duplicate()));
        let other = (GroupId([8; 16]), ID.1);
        assert_eq!(open_key(FIRM, (admins, &under), other, &sealed), None);
        assert_eq!(open_key(FIRM, (admins, &inner), ID, &sealed), None);
    }
}

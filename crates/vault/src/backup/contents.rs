use minicbor::bytes::{ByteArray, ByteSlice};
use minicbor::{CborLen, Decode, Encode};
use secret::Secret;
use zeroize::Zeroizing;

use super::{BackupError, LeftOut, WriteError};
use crate::record::AccountRecord;
use crate::{
    Account, AccountId, KeyError, KeyId, KeyVersion, StorageError, UnlockedVault, VaultId, rows,
};

/// What is in an opened backup.
pub struct Contents {
    vault: VaultId,
    made_at: u64,
    entries: Vec<Entry>,
}

/// An account in a backup, with its keys.
pub struct Entry {
    account: Account,
    keys: Vec<(KeyId, Secret)>,
}

impl Contents {
    /// Which vault was backed up.
    pub fn vault(&self) -> VaultId {
        self.vault
    }

    /// When, in seconds since 1970-01-01 00:00 UTC.
    pub fn made_at(&self) -> u64 {
        self.made_at
    }

    /// The accounts, removed ones included.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The plain bytes, written without growing, so that no copy is left behind.
    pub(super) fn encode(&self) -> Result<Secret, StorageError> {
        let record = BackupRecord {
            vault: (*self.vault.as_bytes()).into(),
            made_at: self.made_at,
            entries: self.entries.iter().map(EntryRecord::of).collect(),
        };
        let mut plain = Zeroizing::new(Vec::with_capacity(minicbor::len(&record)));
        minicbor::encode(&record, &mut *plain)
            .map_err(|error| StorageError::Other(error.to_string()))?;
        Ok(Secret::copy_of(&plain))
    }

    pub(super) fn decode(plain: &[u8]) -> Result<Self, BackupError> {
        let record: BackupRecord<'_> = minicbor::decode(plain).map_err(|_| BackupError::Damaged)?;
        let entries = record.entries.into_iter().map(EntryRecord::into_entry);
        Ok(Self {
            vault: VaultId::from_bytes(*record.vault),
            made_at: record.made_at,
            entries: entries.collect::<Result<_, _>>()?,
        })
    }
}

impl Entry {
    /// The account as it was. Its ids may not be free here.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The keys that could be read when the backup was made, by key version.
    pub fn keys(&self) -> &[(KeyId, Secret)] {
        &self.keys
    }

    /// The key of a version, if it could be read when the backup was made.
    pub fn key(&self, version: &KeyVersion) -> Option<&Secret> {
        self.keys.iter().find(|(id, _)| *id == version.id).map(|(_, key)| key)
    }
}

/// Reads every account and key of `vault`. Trouble with one of them is noted; trouble with the
/// keyring as a whole ends it.
pub(super) fn gather(
    vault: &UnlockedVault,
    at: u64,
) -> Result<(Contents, Vec<LeftOut>), WriteError> {
    let (mut entries, mut left_out) = (Vec::new(), Vec::new());
    for live in [true, false] {
        let rows = rows::accounts(&vault.device.database.connection(), live)?;
        for row in rows {
            match vault.open_row(&row) {
                Ok(account) => entries.push(gather_keys(vault, account, &mut left_out)?),
                Err(reason) => left_out.push(LeftOut::Account { id: row.id, reason }),
            }
        }
    }
    Ok((Contents { vault: vault.id(), made_at: at, entries }, left_out))
}

fn gather_keys(
    vault: &UnlockedVault,
    account: Account,
    left_out: &mut Vec<LeftOut>,
) -> Result<Entry, WriteError> {
    let mut keys = Vec::with_capacity(account.versions.len());
    for version in &account.versions {
        match vault.key(account.id, version.id) {
            Ok(key) => keys.push((version.id, key)),
            Err(KeyError::Keyring(error)) => return Err(WriteError::Keyring(error)),
            Err(reason) => {
                left_out.push(LeftOut::Key { account: account.id, key: version.id, reason });
            }
        }
    }
    Ok(Entry { account, keys })
}

#[derive(Encode, Decode, CborLen)]
#[cbor(map)]
struct BackupRecord<'a> {
    #[n(0)]
    vault: ByteArray<16>,
    #[n(1)]
    made_at: u64,
    #[b(2)]
    entries: Vec<EntryRecord<'a>>,
}

#[derive(Encode, Decode, CborLen)]
#[cbor(map)]
struct EntryRecord<'a> {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    account: AccountRecord,
    #[b(2)]
    keys: Vec<KeyRecord<'a>>,
}

#[derive(Encode, Decode, CborLen)]
#[cbor(map)]
struct KeyRecord<'a> {
    #[n(0)]
    version: ByteArray<16>,
    #[b(1)]
    key: &'a ByteSlice,
}

impl<'a> EntryRecord<'a> {
    fn of(entry: &'a Entry) -> Self {
        let keys = entry.keys.iter().map(|(id, key)| KeyRecord {
            version: (*id.as_bytes()).into(),
            key: key.expose().into(),
        });
        Self {
            id: (*entry.account.id.as_bytes()).into(),
            account: (&entry.account).into(),
            keys: keys.collect(),
        }
    }

    fn into_entry(self) -> Result<Entry, BackupError> {
        let id = AccountId::from_bytes(*self.id);
        let account = self.account.into_account(id).map_err(|_| BackupError::Damaged)?;
        let keys = self
            .keys
            .iter()
            .map(|record| (KeyId::from_bytes(*record.version), Secret::copy_of(record.key)));
        Ok(Entry { account, keys: keys.collect() })
    }
}

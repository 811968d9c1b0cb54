use minicbor::bytes::{ByteArray, ByteSlice};
use minicbor::{CborLen, Decode, Encode};
use secret::Secret;
use zeroize::Zeroizing;

use super::{BackupError, LeftOut, WriteError};
use crate::record::AccountRecord;
use crate::{
    Account, AccountId, Damage, KeyError, KeyId, KeyState, KeyVersion, NewAccount, SealError,
    StorageError, UnlockedVault, VaultId, rows,
};

/// What is in an opened backup.
pub struct Contents {
    vault: VaultId,
    made_at: u64,
    entries: Vec<Entry>,
    unreadable: Vec<Unreadable>,
}

/// An account of a backup that this program cannot read. The others are not affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Which account.
    pub id: AccountId,
    /// Why.
    pub reason: Damage,
}

/// An account in a backup, with its keys.
pub struct Entry {
    account: Account,
    keys: Vec<(KeyId, Secret)>,
}

impl Contents {
    /// One account with one key, of no vault: for somebody to restore into theirs.
    pub(super) fn of_one(new: NewAccount, key: Secret, at: u64) -> Result<Self, SealError> {
        let version = KeyVersion {
            id: KeyId::make()?,
            number: 1,
            params: new.params,
            added_at: at,
            state: KeyState::Current,
        };
        let id = version.id;
        let account = new.into_account(AccountId::make()?, version, at);
        let entries = vec![Entry { account, keys: vec![(id, key)] }];
        Ok(Self { vault: VaultId::make()?, made_at: at, entries, unreadable: Vec::new() })
    }

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

    /// The accounts that cannot be read.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
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
        let (mut entries, mut unreadable) = (Vec::new(), Vec::new());
        for entry in record.entries {
            let id = AccountId::from_bytes(*entry.id);
            match entry.into_entry(id) {
                Ok(entry) => entries.push(entry),
                Err(reason) => unreadable.push(Unreadable { id, reason }),
            }
        }
        let vault = VaultId::from_bytes(*record.vault);
        Ok(Self { vault, made_at: record.made_at, entries, unreadable })
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

    /// The version whose codes can be shown: the one that was, or where its key could not be read
    /// the one before it, which the service may accept still.
    pub fn usable(&self) -> Option<(&KeyVersion, &Secret)> {
        let versions = [self.account.shown(), self.account.previous()];
        let usable = |version| self.key(version).map(|key| (version, key));
        versions.into_iter().flatten().find_map(usable)
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
                // The firm's keys come back from the firm, to who may still have them.
                Ok(account) if account.firm.is_some() => {}
                Ok(account) => entries.push(gather_keys(vault, account, &mut left_out)?),
                Err(reason) => left_out.push(LeftOut::Account { id: row.id, reason }),
            }
        }
    }
    Ok((Contents { vault: vault.id(), made_at: at, entries, unreadable: Vec::new() }, left_out))
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

    fn into_entry(self, id: AccountId) -> Result<Entry, Damage> {
        let account = self.account.into_account(id)?;
        let keys = self
            .keys
            .iter()
            .map(|record| (KeyId::from_bytes(*record.version), Secret::copy_of(record.key)));
        Ok(Entry { account, keys: keys.collect() })
    }
}

#[cfg(test)]
mod tests {
    use otp::Params;

    use super::*;
    use crate::{Label, NewAccount};

    fn entry(seed: u8, label: &str) -> Entry {
        let new = NewAccount::new(Label::new(label).unwrap(), Params::totp_default());
        let id = KeyId::from_bytes([seed; 16]);
        let version = KeyVersion {
            id,
            number: 1,
            params: new.params,
            added_at: 0,
            state: crate::KeyState::Current,
        };
        let account = Account {
            id: AccountId::from_bytes([seed; 16]),
            label: new.label,
            user_id_hint: None,
            note: None,
            issuer: String::new(),
            account: String::new(),
            label_issuer: None,
            service: None,
            practice: false,
            created_at: 0,
            last_copied: None,
            removed_at: None,
            versions: vec![version],
            firm: None,
        };
        Entry { account, keys: vec![(id, Secret::copy_of(b"12345678901234567890"))] }
    }

    /// An empty label is what no program writes, and so stands for whatever is odd.
    #[test]
    fn one_odd_entry_hides_no_other() {
        let entries = vec![entry(1, "Income Tax"), entry(2, "ODD"), entry(3, "VAT")];
        let vault = VaultId::from_bytes([9; 16]);
        let whole = Contents { vault, made_at: 7, entries, unreadable: Vec::new() };
        let mut plain = whole.encode().unwrap().expose().to_vec();
        let at = plain.windows(3).position(|three| three == b"ODD").unwrap();
        plain[at..at + 3].copy_from_slice(b"   ");
        let read = Contents::decode(&plain).unwrap();
        let labels: Vec<&str> =
            read.entries().iter().map(|entry| entry.account().label.as_str()).collect();
        assert_eq!(labels, ["Income Tax", "VAT"]);
        let id = AccountId::from_bytes([2; 16]);
        assert_eq!(read.unreadable(), [Unreadable { id, reason: Damage::Content }]);
    }
}

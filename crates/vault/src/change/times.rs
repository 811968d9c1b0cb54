//! Documents that note a time for some accounts: records of `account id 16 ‖ seconds 8`, big-endian.

use std::collections::BTreeMap;

use crate::{AccountId, DocumentError, StorageError, UnlockedVault};

const RECORD: usize = 16 + 8;

/// A time for each of some accounts.
pub(super) type Times = BTreeMap<AccountId, u64>;

impl UnlockedVault {
    /// The times in the document `name`; none where it was never written or cannot be read.
    pub(super) fn times(&self, name: &str) -> Result<Times, StorageError> {
        match self.document(name) {
            Ok(bytes) => Ok(bytes.map(|bytes| decode(bytes.expose())).unwrap_or_default()),
            Err(DocumentError::Damaged) => Ok(Times::new()),
            Err(DocumentError::Storage(error)) => Err(error),
        }
    }

    pub(super) fn set_times(&self, name: &str, times: &Times) -> Result<(), StorageError> {
        self.device.database.write(|tx| self.put_document(tx, name, &encode(times)))
    }
}

pub(super) fn encode(times: &Times) -> Vec<u8> {
    let records = times.iter().map(|(id, time)| [id.as_bytes(), &time.to_be_bytes()[..]].concat());
    records.flatten().collect()
}

fn decode(bytes: &[u8]) -> Times {
    let records = bytes.chunks_exact(RECORD).filter_map(|record| {
        let (id, time) = record.split_first_chunk::<16>()?;
        Some((AccountId::from_bytes(*id), u64::from_be_bytes(time.try_into().ok()?)))
    });
    records.collect()
}

//! Wiping what was removed long ago, on the word of a clock that may be wrong.

use std::collections::BTreeMap;

use super::KEPT_FOR;
use crate::{Account, AccountId, ChangeError, DocumentError, UnlockedVault};

/// Seconds between the two looks that an account must be seen at as expired: 7 days. A clock that
/// jumped ahead is put right before that.
const LOOKS_APART: u64 = 7 * 24 * 60 * 60;

/// Name of the document that says which accounts were seen as expired, and since when: records of
/// `account id 16 ‖ seconds 8`, big-endian.
const SEEN: &str = "expired";
const RECORD: usize = 16 + 8;

type Seen = BTreeMap<AccountId, u64>;

impl UnlockedVault {
    /// Wipes the accounts that were removed more than [`KEPT_FOR`] seconds ago both at `at` and at
    /// an earlier call, a week before or more, with no time between them at which they were not:
    /// one wrong look at the clock wipes nothing. Returns how many.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn purge_expired(&self, at: u64) -> Result<usize, ChangeError> {
        let before = self.seen_as_expired()?;
        let (mut wiped, mut seen) = (0, Seen::new());
        for account in self.removed()? {
            let Some(end) = end_of(&account).filter(|end| at > *end) else { continue };
            // A note from before the end is of an earlier removal, one from the future of a wrong
            // clock.
            let since = before.get(&account.id).copied().filter(|since| (end..=at).contains(since));
            if since.is_some_and(|since| at - since >= LOOKS_APART) {
                self.purge(account.id)?;
                wiped += 1;
            } else {
                seen.insert(account.id, since.unwrap_or(at));
            }
        }
        if seen != before {
            self.set_document(SEEN, &encode(&seen)).map_err(stored)?;
        }
        Ok(wiped)
    }

    fn seen_as_expired(&self) -> Result<Seen, ChangeError> {
        match self.document(SEEN) {
            Ok(bytes) => Ok(bytes.map(|bytes| decode(bytes.expose())).unwrap_or_default()),
            // Without the notes everything is looked at for the first time.
            Err(DocumentError::Damaged) => Ok(Seen::new()),
            Err(DocumentError::Storage(error)) => Err(error.into()),
        }
    }
}

fn end_of(account: &Account) -> Option<u64> {
    Some(account.removed_at?.saturating_add(KEPT_FOR))
}

fn encode(seen: &Seen) -> Vec<u8> {
    let records = seen.iter().map(|(id, since)| [id.as_bytes(), &since.to_be_bytes()[..]].concat());
    records.flatten().collect()
}

fn decode(bytes: &[u8]) -> Seen {
    let records = bytes.chunks_exact(RECORD).filter_map(|record| {
        let (id, since) = record.split_first_chunk::<16>()?;
        Some((AccountId::from_bytes(*id), u64::from_be_bytes(since.try_into().ok()?)))
    });
    records.collect()
}

fn stored(error: DocumentError) -> ChangeError {
    match error {
        DocumentError::Storage(error) => ChangeError::Storage(error),
        DocumentError::Damaged => ChangeError::Damaged(crate::Damage::Sealed),
    }
}

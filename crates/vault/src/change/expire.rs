//! Wiping what was removed long ago, on the word of a clock that may be wrong.

use super::KEPT_FOR;
use super::times::Times;
use crate::{Account, AccountId, ChangeError, UnlockedVault};

/// Seconds between the two looks that an account must be seen at as expired: 7 days. A clock that
/// jumped ahead is put right before that.
const LOOKS_APART: u64 = 7 * 24 * 60 * 60;

/// Name of the document that says which accounts were seen as expired, and since when.
const SEEN: &str = "expired";

impl UnlockedVault {
    /// Wipes the accounts that were removed more than [`KEPT_FOR`] seconds ago both at `at` and at
    /// an earlier call, a week before or more, with no time between them at which they were not:
    /// one wrong look at the clock wipes nothing. Returns how many.
    ///
    /// # Errors
    /// [`ChangeError`].
    pub fn purge_expired(&self, at: u64) -> Result<usize, ChangeError> {
        let before = self.times(SEEN)?;
        let mut ends = self.ends_of_records(at)?;
        ends.extend(self.removed()?.iter().filter_map(end_of));
        let (mut wiped, mut seen) = (0, Times::new());
        for (id, end) in ends.into_iter().filter(|(_, end)| at > *end) {
            // A note from before the end is of an earlier removal, one from the future of a wrong
            // clock.
            let since = before.get(&id).copied().filter(|since| (end..=at).contains(since));
            if since.is_some_and(|since| at - since >= LOOKS_APART) {
                self.purge(id)?;
                wiped += 1;
            } else {
                seen.insert(id, since.unwrap_or(at));
            }
        }
        if seen != before {
            self.set_times(SEEN, &seen)?;
        }
        Ok(wiped)
    }
}

fn end_of(account: &Account) -> Option<(AccountId, u64)> {
    Some((account.id, account.removed_at?.saturating_add(KEPT_FOR)))
}

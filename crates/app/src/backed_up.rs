//! Which keys are in a backup, kept in a document of its own: a person's settings are neither needed
//! for it nor touched by it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use vault::{DocumentError, UnlockedVault};

use crate::Error;
use crate::error::Result;
use crate::view::BackupDue;

/// Name of the document.
const DOCUMENT: &str = "backed-up";

/// What the last backup that lacked nothing holds. Ids and not times: two keys may come in within
/// a second, and clocks are put back.
#[derive(Default, Serialize, Deserialize)]
struct BackedUp {
    at: u64,
    keys: BTreeSet<String>,
}

/// Whether the last backup has every key.
///
/// # Errors
/// When the vault cannot be read. A note that is damaged is as none: another backup mends it.
pub(crate) fn due(vault: &UnlockedVault) -> Result<BackupDue> {
    let keys = keys(vault)?;
    Ok(match read(vault)? {
        _ if keys.is_empty() => BackupDue::No,
        None => BackupDue::Never,
        Some(last) if keys.is_subset(&last.keys) => BackupDue::No,
        Some(_) => BackupDue::Older,
    })
}

/// When the last backup that lacked nothing was made.
pub(crate) fn last(vault: &UnlockedVault) -> Result<Option<u64>> {
    Ok(read(vault)?.map(|last| last.at))
}

/// Notes that every key which is here now is in a backup.
pub(crate) fn note(vault: &UnlockedVault, at: u64) -> Result<()> {
    let note = BackedUp { at, keys: keys(vault)? };
    let stored =
        serde_json::to_vec(&note).map_err(|error| Error::new("bug.unexpected").because(error))?;
    Ok(vault.set_document(DOCUMENT, &stored)?)
}

fn read(vault: &UnlockedVault) -> Result<Option<BackedUp>> {
    match vault.document(DOCUMENT) {
        Ok(stored) => Ok(stored.and_then(|stored| serde_json::from_slice(stored.expose()).ok())),
        Err(DocumentError::Damaged) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The key versions of a person's own accounts: those of a firm are in its store, and in no backup.
fn keys(vault: &UnlockedVault) -> Result<BTreeSet<String>> {
    let accounts = vault.accounts()?.accounts;
    let own = accounts.iter().filter(|account| !account.practice && account.firm.is_none());
    Ok(own.flat_map(|account| &account.versions).map(|version| version.id.to_string()).collect())
}

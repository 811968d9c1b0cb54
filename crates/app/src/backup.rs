//! Backing up and restoring.

use std::collections::BTreeMap;

use vault::UnlockedVault;

use crate::error::Result;
use crate::settings;
use crate::view::BackupDue;

/// Backups that were opened and not yet applied or discarded.
#[derive(Default)]
pub(crate) struct Plans {
    opened: BTreeMap<String, ()>,
}

/// Whether the backup is older than the newest key.
pub(crate) fn due(vault: &UnlockedVault) -> Result<BackupDue> {
    let accounts = vault.accounts()?.accounts;
    let own = accounts.iter().filter(|account| !account.practice);
    let newest = own.flat_map(|account| &account.versions).map(|version| version.added_at).max();
    let last = settings::read(vault)?.last_backup;
    Ok(match (newest, last) {
        (None, _) => BackupDue::No,
        (Some(_), None) => BackupDue::Never,
        (Some(newest), Some(last)) if newest > last => BackupDue::Older,
        _ => BackupDue::No,
    })
}

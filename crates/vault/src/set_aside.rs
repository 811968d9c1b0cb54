use std::fs;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::home::sync_dir;
use crate::{Home, StorageError};

/// Moves a vault that cannot be opened aside, so that a new one can be made in its place.
///
/// The database is renamed to `vault-unreadable-<date>.db` in the same folder, never deleted, and
/// never over another file. Call it only when a person asked for it. Returns the new path.
///
/// # Errors
/// [`StorageError`]; the file is then where it was.
pub fn set_aside(home: &Home, at: u64) -> Result<PathBuf, StorageError> {
    let _lock = home.lock()?;
    let aside = free_name(home, at)?;
    // The journal first: without it the database would be read as if the last change had never
    // been broken off.
    let journal = home.dir().join("vault.db-journal");
    if journal.try_exists()? {
        let mut name = aside.clone().into_os_string();
        name.push("-journal");
        fs::rename(journal, name)?;
    }
    fs::rename(home.database(), &aside)?;
    sync_dir(home.dir())?;
    Ok(aside)
}

fn free_name(home: &Home, at: u64) -> Result<PathBuf, StorageError> {
    let time = i64::try_from(at).ok().and_then(|at| Timestamp::from_second(at).ok());
    let day = time.unwrap_or_default().strftime("%Y-%m-%d").to_string();
    let names = std::iter::once(String::new()).chain((2_u32..).map(|number| format!("-{number}")));
    for tail in names {
        let path = home.dir().join(format!("vault-unreadable-{day}{tail}.db"));
        if !path.try_exists()? {
            return Ok(path);
        }
    }
    Err(StorageError::Other("no name is free".to_owned()))
}

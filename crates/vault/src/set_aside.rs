use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use crate::home::sync_dir;
use crate::keyring::Keyring;
use crate::{Home, Opened, SetAsideError, StorageError};

/// A vault that was moved aside, for as long as it is not known whether another can be made.
#[derive(Debug)]
pub struct Aside {
    home: Home,
    path: PathBuf,
}

/// Moves a vault that cannot be opened aside, so that a new one can be made in its place.
///
/// The database is renamed to `vault-unreadable-<date>.db` in the same folder, never deleted, and
/// never over another file. Call it only when a person asked for it; [`Aside::bring_back`] is for
/// when no new vault could be made.
///
/// # Errors
/// [`SetAsideError`]; the file is then where it was. Whether the vault opens is looked at again
/// while no other program can change it.
pub fn set_aside(home: &Home, keyring: &Arc<dyn Keyring>, at: u64) -> Result<Aside, SetAsideError> {
    let _lock = home.lock()?;
    match crate::open(home, keyring.clone()) {
        Ok(Opened::Absent(_)) => return Err(SetAsideError::Absent),
        Ok(Opened::Locked(_)) => return Err(SetAsideError::Opens),
        Err(error) if !error.is_lasting() => return Err(SetAsideError::Open(error)),
        Err(_) => {}
    }
    let path = free_name(home, at)?;
    rename(&home.database(), &path)?;
    sync_dir(home.dir())?;
    Ok(Aside { home: home.clone(), path })
}

impl Aside {
    /// Where the database is now.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the vault back to where it was.
    ///
    /// # Errors
    /// [`StorageError`], also when there is a vault in its place by now; it then stays aside.
    pub fn bring_back(self) -> Result<(), StorageError> {
        let _lock = self.home.lock()?;
        if self.home.has_database()? {
            return Err(StorageError::Other("there is another vault by now".to_owned()));
        }
        rename(&self.path, &self.home.database())?;
        sync_dir(self.home.dir())
    }
}

/// Renames a database. Its journal goes first: without it the database would be read as if the
/// last change had never been broken off.
fn rename(from: &Path, to: &Path) -> Result<(), StorageError> {
    let journal = journal_of(from);
    if journal.try_exists()? {
        fs::rename(journal, journal_of(to))?;
    }
    Ok(fs::rename(from, to)?)
}

fn journal_of(database: &Path) -> PathBuf {
    let mut name = OsString::from(database);
    name.push("-journal");
    name.into()
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

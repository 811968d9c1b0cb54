//! The folder of one vault.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use crate::StorageError;

/// How long a change waits for another program's change: longer than a slow keyring needs.
const LOCK_PATIENCE: Duration = Duration::from_secs(10);
const LOCK_STEP: Duration = Duration::from_millis(5);

/// The folder of one vault: a profile. Belongs in the user's local data, never in what roams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// The folder `dir`; nothing is read or made.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self(dir.into())
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.0
    }

    /// The database file, `vault.db`. Watching it tells of changes by other programs.
    pub fn database(&self) -> PathBuf {
        self.0.join("vault.db")
    }

    /// Whether anything stands at [`Self::database`], a link that leads nowhere included: the file
    /// it led to may come back, and nothing may take its place until then.
    pub(crate) fn has_database(&self) -> Result<bool, StorageError> {
        match fs::symlink_metadata(self.database()) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// A database on its way to become [`Self::database`]; what is found here later is rubbish.
    pub(crate) fn unfinished(&self) -> PathBuf {
        self.0.join("vault.new")
    }

    /// Makes the folder, for its owner alone, unless it is there.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn prepare(&self) -> Result<(), StorageError> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        Ok(builder.create(&self.0)?)
    }

    /// Waits until no other program is in the middle of a change, and keeps them out.
    pub(crate) fn lock(&self) -> Result<Lock, StorageError> {
        let start = Instant::now();
        loop {
            match self.try_lock()? {
                Some(lock) => return Ok(lock),
                None if start.elapsed() > LOCK_PATIENCE => return Err(StorageError::Busy),
                None => thread::sleep(LOCK_STEP),
            }
        }
    }

    /// Waits for the right to write to the firm's log from this device. Keep it from before the log
    /// is read until what was written is kept. The vault can be used and locked meanwhile.
    ///
    /// # Errors
    /// [`StorageError::Busy`] when another program has it for long.
    pub fn lock_firm(&self) -> Result<FirmLock, StorageError> {
        let start = Instant::now();
        loop {
            match self.try_file("firm.lock")? {
                Some(file) => return Ok(FirmLock { _file: file }),
                None if start.elapsed() > LOCK_PATIENCE => return Err(StorageError::Busy),
                None => thread::sleep(LOCK_STEP),
            }
        }
    }

    /// The lock, unless another program has it.
    pub(crate) fn try_lock(&self) -> Result<Option<Lock>, StorageError> {
        Ok(self.try_file("vault.lock")?.map(|file| Lock { _file: file }))
    }

    fn try_file(&self, name: &str) -> Result<Option<File>, StorageError> {
        let file = create(OpenOptions::new().create(true), &self.0.join(name))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Kept while a change spans the keyring and the database. The system drops it with the process,
/// however that ends, so what a dead program left half done can be told from what a live one is
/// doing.
pub(crate) struct Lock {
    _file: File,
}

/// Kept while a program reads the firm's log, writes to it and keeps what it wrote: two programs
/// that wrote at once would make two entries of one number.
#[derive(Debug)]
pub struct FirmLock {
    _file: File,
}

/// Opens a file for writing that only its owner may read.
pub(crate) fn create(options: &mut OpenOptions, path: &Path) -> Result<File, StorageError> {
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    Ok(options.open(path)?)
}

/// Makes sure that a rename in `dir` outlives a power cut, where the system lets us.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), StorageError> {
    #[cfg(unix)]
    File::open(dir)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = dir;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_program_holds_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::new(dir.path().join("a/b"));
        home.prepare().unwrap();
        let held = home.try_lock().unwrap().unwrap();
        assert!(home.try_lock().unwrap().is_none());
        drop(held);
        assert!(home.try_lock().unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn folder_and_files_are_their_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let home = Home::new(dir.path().join("vault"));
        home.prepare().unwrap();
        drop(home.lock().unwrap());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(home.dir()), 0o700);
        assert_eq!(mode(&home.dir().join("vault.lock")), 0o600);
    }
}

//! The file calls themselves. They block, and know neither threads nor time limits.

use std::collections::BTreeMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tempfile::TempPath;

use super::trouble::{is_placeholder, patiently, trouble};
use crate::{Dir, Name, StoreError, check_read};

/// Where files are written before they are renamed into place.
const ASIDE: &str = "tmp";
/// What a crash left there is removed when it is this old: nobody writes one file for that long.
const STALE: Duration = Duration::from_secs(24 * 3600);
/// More names than any firm has; a folder with more is an attack or not ours.
const MOST_NAMES: usize = 1_000_000;

/// The number of a change to one name, in the order in which they were asked for.
pub(super) type Turn = u64;

/// A folder, used by one thread at a time or by several.
pub(super) struct Disk {
    root: PathBuf,
    /// Our part of the folder was there once. When it is not there later, the drive is not
    /// connected: an empty mount point looks like an empty store.
    seen: AtomicBool,
    tidied: Once,
    /// For each overwritten name the newest turn. A call that hung while a newer one was asked for
    /// must not put the older bytes in place.
    turns: Mutex<BTreeMap<Name, Turn>>,
}

impl Disk {
    pub(super) fn new(root: PathBuf) -> Self {
        let turns = Mutex::new(BTreeMap::new());
        Self { root, seen: AtomicBool::new(false), tidied: Once::new(), turns }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the turn for a change to `name` that is asked for now.
    pub(super) fn turn(&self, name: &Name) -> Turn {
        if !name.kind().is_overwritten() {
            return 0;
        }
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = turns.entry(name.clone()).or_default();
        *newest += 1;
        *newest
    }

    pub(super) fn put(&self, name: &Name, bytes: &[u8], turn: Turn) -> Result<(), StoreError> {
        self.check_there()?;
        self.tidied.call_once(|| self.remove_stale());
        let target = self.path(name.as_str());
        if matches!(self.read(name, &target), Ok(Some(there)) if there == bytes) {
            return Ok(()); // no new file for a syncing program to carry about
        }
        let aside = self.root.join(ASIDE);
        let written = patiently(|| {
            make_folders(&self.root, &aside)?;
            write_aside(&aside, bytes)
        });
        let written = written.map_err(trouble)?;
        self.in_turn(name, turn, || self.put_in_place(written, &target))?;
        self.seen.store(true, Ordering::Relaxed);
        Ok(())
    }

    pub(super) fn get(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        let found = self.read(name, &self.path(name.as_str()))?;
        match &found {
            Some(_) => self.seen.store(true, Ordering::Relaxed),
            None => self.check_there()?,
        }
        Ok(found.map(Bytes::from))
    }

    pub(super) fn list(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        self.check_there()?;
        let mut names = Vec::new();
        self.list_into(dir, after, &mut names)?;
        names.sort();
        Ok(names)
    }

    pub(super) fn delete(&self, name: &Name, turn: Turn) -> Result<(), StoreError> {
        self.check_there()?;
        let path = self.path(name.as_str());
        self.in_turn(name, turn, || {
            patiently(|| match fs::remove_file(&path) {
                Err(error) if is_absence(&error) => Ok(()),
                done => done,
            })
        })
    }

    /// Says whether the bytes of `name` are still elsewhere.
    pub(super) fn is_placeholder(&self, name: &Name) -> bool {
        fs::symlink_metadata(self.path(name.as_str())).is_ok_and(|about| is_placeholder(&about))
    }

    /// Returns how many entries each directory of ours has and when that changed last.
    pub(super) fn directories(&self) -> Result<Directories, StoreError> {
        self.check_there()?;
        let mut found = BTreeMap::new();
        self.directories_into(&Dir::root(), &mut found)?;
        Ok(found)
    }

    /// Returns the path of our part of the folder.
    pub(super) fn ours(&self) -> PathBuf {
        self.path(Dir::root().as_str())
    }

    /// Returns the path of a name or directory of the layout.
    fn path(&self, of: &str) -> PathBuf {
        let mut path = self.root.clone();
        path.extend(of.split('/'));
        path
    }

    fn put_in_place(&self, written: TempPath, target: &Path) -> io::Result<()> {
        let parent = target.parent().unwrap_or(&self.root);
        patiently(|| make_folders(&self.root, parent))?;
        let mut written = Some(written);
        patiently(|| {
            let Some(path) = written.take() else { return Ok(()) };
            path.persist(target).map_err(|failed| {
                written = Some(failed.path);
                failed.error
            })
        })?;
        sync_folder(parent)
    }

    /// Runs `change` unless a newer one to this name has been asked for; one at a time.
    fn in_turn(
        &self,
        name: &Name,
        turn: Turn,
        change: impl FnOnce() -> io::Result<()>,
    ) -> Result<(), StoreError> {
        if !name.kind().is_overwritten() {
            return change().map_err(trouble);
        }
        let turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.get(name).is_some_and(|newest| turn < *newest) {
            return Ok(());
        }
        change().map_err(trouble)
    }

    /// Fails when the folder, or what was in it, is no longer there.
    fn check_there(&self) -> Result<(), StoreError> {
        let root = patiently(|| fs::metadata(&self.root)).map_err(trouble)?;
        if !root.is_dir() {
            return Err(StoreError::Gone(format!("{} is not a folder", self.shown()).into()));
        }
        if self.ours().is_dir() {
            self.seen.store(true, Ordering::Relaxed);
        } else if self.seen.load(Ordering::Relaxed) {
            let cause = format!("{} no longer holds the firm's files", self.shown());
            return Err(StoreError::Gone(cause.into()));
        }
        Ok(())
    }

    fn shown(&self) -> std::path::Display<'_> {
        self.root.display()
    }

    /// Reads the file of `name`, and nothing that is not an ordinary file: a link could lead
    /// anywhere, and a pipe would never end.
    fn read(&self, name: &Name, path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        let about = match patiently(|| fs::symlink_metadata(path)) {
            Ok(about) => about,
            Err(error) if is_absence(&error) => return Ok(None),
            Err(error) => return Err(trouble(error)),
        };
        if !about.is_file() {
            return Err(StoreError::Damaged(format!("{name} is not a file").into()));
        }
        check_read(name, about.len())?;
        let bytes = patiently(|| read_at_most(path, &about, name.max_len()));
        match bytes {
            Ok(bytes) => check_read(name, bytes.len() as u64).map(|()| Some(bytes)),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) if is_placeholder(&about) => {
                Err(StoreError::Placeholder(error.to_string().into()))
            }
            Err(error) => Err(trouble(error)),
        }
    }

    fn list_into(
        &self,
        dir: &Dir,
        after: Option<&Name>,
        names: &mut Vec<Name>,
    ) -> Result<(), StoreError> {
        for (text, is_dir) in self.entries(dir)? {
            if is_dir {
                let Ok(dir) = Dir::parse(&text) else { continue };
                if after.is_none_or(|after| dir.may_hold_after(after)) {
                    self.list_into(&dir, after, names)?;
                }
            } else if let Ok(name) = Name::parse(&text)
                && Some(&name) > after
            {
                names.push(name);
                self.check_count(names.len())?;
            }
        }
        Ok(())
    }

    fn directories_into(&self, dir: &Dir, found: &mut Directories) -> Result<(), StoreError> {
        let changed = fs::metadata(self.path(dir.as_str())).and_then(|about| about.modified()).ok();
        let entries = self.entries(dir)?;
        found.insert(dir.clone(), (entries.len(), changed));
        let below = entries.iter().filter(|(_, is_dir)| *is_dir);
        for dir in below.filter_map(|(text, _)| Dir::parse(text).ok()) {
            self.directories_into(&dir, found)?;
        }
        Ok(())
    }

    /// Returns what a directory of the layout holds, as texts that may be names, and whether each
    /// is itself a directory. What is neither file nor directory is left out.
    fn entries(&self, dir: &Dir) -> Result<Vec<(String, bool)>, StoreError> {
        let path = self.path(dir.as_str());
        let read = patiently(|| match fs::read_dir(&path) {
            Ok(entries) => entries.take(MOST_NAMES + 1).collect::<io::Result<Vec<_>>>(),
            Err(error) if is_absence(&error) => Ok(Vec::new()),
            Err(error) => Err(error),
        });
        let read = read.map_err(trouble)?;
        self.check_count(read.len())?;
        let mut found = Vec::new();
        for entry in read {
            let file_name = entry.file_name();
            let (Some(file_name), Ok(kind)) = (file_name.to_str(), entry.file_type()) else {
                continue;
            };
            if kind.is_dir() || kind.is_file() {
                found.push((format!("{dir}/{file_name}"), kind.is_dir()));
            }
        }
        Ok(found)
    }

    fn check_count(&self, files: usize) -> Result<(), StoreError> {
        if files > MOST_NAMES {
            let cause = format!("{} holds more than {MOST_NAMES} files", self.shown());
            return Err(StoreError::TooLarge(cause.into()));
        }
        Ok(())
    }

    /// Removes what crashes left aside. Whatever fails here is no reason not to put a file.
    fn remove_stale(&self) {
        let Ok(entries) = fs::read_dir(self.root.join(ASIDE)) else { return };
        for entry in entries.flatten() {
            let changed = entry.metadata().and_then(|about| about.modified());
            let age =
                changed.map(|then| SystemTime::now().duration_since(then).unwrap_or_default());
            let is_ours = entry.path().extension().is_some_and(|ending| ending == "tmp");
            if is_ours && age.is_ok_and(|age| age > STALE) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// How many entries each directory has and when that changed last.
pub(super) type Directories = BTreeMap<Dir, (usize, Option<SystemTime>)>;

/// Says whether a path leads nowhere: it, or a folder on the way to it, is not there.
fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn read_at_most(path: &Path, about: &Metadata, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(most).min(most));
    File::open(path)?.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes the folders from `root`, which must be there, down to `folder`.
fn make_folders(root: &Path, folder: &Path) -> io::Result<()> {
    if folder == root || folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        make_folders(root, parent)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        done => done,
    }
}

/// Writes a file that lasts beside its place. It goes away with the value returned.
fn write_aside(folder: &Path, bytes: &[u8]) -> io::Result<TempPath> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("").suffix(".tmp").rand_bytes(20);
    // Colleagues must be able to read it: what the folder and the person's own mask allow.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

/// Makes a rename last, where folders can be synced at all: on Unix, on local disks.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        match File::open(folder).and_then(|folder| folder.sync_all()) {
            Err(error) if error.raw_os_error().is_some_and(|code| code == 5 || code == 28) => {
                return Err(error); // input/output error, no space
            }
            _ => {} // file shares refuse it; the server decides there
        }
    }
    Ok(())
}

//! A disk that is full or cannot be written: each says so, and what is there stays usable.
//!
//! A real file system of 400 KiB is mounted for this, which needs root; where that is not allowed
//! a limit on the size of files, in a child process, makes writes fail halfway.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use support::{T0, create, key, label, new, text, unlock};
use vault::keyring::Keyring;
use vault::keyring::fake::FakeKeyring;
use vault::{
    AddError, ChangeError, DocumentError, Home, Opened, StorageError, UnlockedVault, backup,
};

/// A file system of its own, taken away again at the end.
struct Disk {
    dir: tempfile::TempDir,
}

impl Disk {
    /// `None` where this user may not mount.
    fn mount() -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=400k,mode=700", "tmpfs"]).arg(dir.path());
        mount.output().unwrap().status.success().then_some(Self { dir })
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn remount(&self, how: &str) {
        let mut mount = Command::new("mount");
        mount.args(["-o", &format!("remount,{how}")]).arg(self.path());
        assert!(mount.status().unwrap().success());
    }

    /// Leaves not one block free.
    fn fill(&self) -> PathBuf {
        let path = self.path().join("filler");
        let full = fs::write(&path, vec![0; 1 << 20]).unwrap_err();
        assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let umount = Command::new("umount").arg("--lazy").arg(self.path()).status();
        assert!(umount.is_ok_and(|status| status.success()));
    }
}

fn open(home: &Home, keyring: &FakeKeyring) -> UnlockedVault {
    match vault::open(home, Arc::new(keyring.clone())).unwrap() {
        Opened::Locked(locked) => unlock(locked, None),
        Opened::Absent(_) => panic!("there is no vault"),
    }
}

/// Adds accounts with large notes until one does not fit any more.
fn add_until_full(vault: &UnlockedVault) -> (u8, AddError) {
    for seed in 1..=250 {
        let mut account = new(&format!("account {seed:03}"));
        account.note = Some("x".repeat(4000));
        if let Err(error) = vault.add(account, key(seed), T0) {
            return (seed - 1, error);
        }
    }
    panic!("the disk never was full");
}

#[test]
fn a_full_disk_stops_changes_and_loses_nothing() {
    let Some(disk) = Disk::mount() else { return limited() };
    let (home, keyring) = (Home::new(disk.path().join("profile")), FakeKeyring::new());
    let vault = create(&home, Arc::new(keyring.clone()));
    let (added, error) = add_until_full(&vault);
    assert_eq!(error, AddError::Storage(StorageError::Full));
    assert!(added > 3, "{added}");
    let filler = disk.fill();

    let id = vault.find(&label("account 001")).unwrap().unwrap();
    let full = StorageError::Full;
    assert_eq!(vault.mark_copied(id, T0), Err(ChangeError::Storage(full.clone())));
    let replaced = vault.replace(id, key(251), otp::Params::totp_default(), T0);
    assert_eq!(replaced, Err(ChangeError::Storage(full.clone())));
    let set = vault.set_document("big", &[7; 100_000]);
    assert_eq!(set, Err(DocumentError::Storage(full.clone())));
    let backed_up = backup::write(&vault, &disk.path().join("backup"), &text("p"), T0);
    assert_eq!(backed_up, Err(backup::WriteError::File(full)));
    assert!(!disk.path().join("backup").exists());

    // Codes go on, now and after a restart.
    for vault in [&vault, &open(&home, &keyring)] {
        let version = vault.account(id).unwrap().versions[0].id;
        assert_eq!(vault.key(id, version).unwrap(), key(1));
        assert_eq!(vault.accounts().unwrap().accounts.len(), usize::from(added));
    }
    fs::remove_file(filler).unwrap();
    let vault = open(&home, &keyring);
    vault.mark_copied(id, T0).unwrap();
    assert_eq!(keyring.names().len(), usize::from(added) + 1, "nothing is left over");
}

#[test]
fn a_read_only_disk_stops_changes_and_codes_go_on() {
    let Some(disk) = Disk::mount() else { return limited() };
    let (home, keyring) = (Home::new(disk.path().join("profile")), FakeKeyring::new());
    let vault = create(&home, Arc::new(keyring.clone()));
    let id = vault.add(new("Income Tax"), key(1), T0).unwrap();
    drop(vault);
    disk.remount("ro");
    let vault = open(&home, &keyring);
    let version = vault.account(id).unwrap().versions[0].id;
    assert_eq!(vault.key(id, version).unwrap(), key(1));
    let read_only = StorageError::ReadOnly;
    let added = vault.add(new("VAT"), key(2), T0);
    assert_eq!(added, Err(AddError::Storage(read_only.clone())));
    assert_eq!(vault.mark_copied(id, T0), Err(ChangeError::Storage(read_only.clone())));
    let aside = vault::set_aside(&home, &(Arc::new(keyring.clone()) as Arc<dyn Keyring>), T0).err();
    assert_eq!(aside, Some(vault::SetAsideError::Storage(read_only)));
    let nowhere = Home::new(disk.path().join("new"));
    let Ok(Opened::Absent(absent)) = vault::open(&nowhere, Arc::new(keyring.clone())) else {
        panic!("a vault")
    };
    assert_eq!(
        absent.create(None).err(),
        Some(vault::CreateError::Storage(StorageError::ReadOnly))
    );
    drop(vault);
    disk.remount("rw");
    open(&home, &keyring).add(new("VAT"), key(2), T0).unwrap();
}

/// The part of this that needs no mount: the child may not make files larger than 80 KiB. The
/// signal that the system sends beside the error is ignored, as `trap` hands it down.
fn limited() {
    let limited = format!("trap '' XFSZ; exec prlimit --fsize={} \"$@\"", 80 * 1024);
    let mut child = Command::new("sh");
    child.args(["-c", &limited, "sh"]).arg(std::env::current_exe().unwrap());
    child.args(["--exact", "child", "--nocapture"]).env("SIXBOARD_LIMITED", "1");
    assert!(child.status().unwrap().success());
}

#[test]
fn a_limit_on_the_size_of_files_loses_nothing() {
    limited();
}

#[test]
fn child() {
    if std::env::var_os("SIXBOARD_LIMITED").is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let (home, keyring) = (Home::new(dir.path().join("profile")), FakeKeyring::new());
    let vault = create(&home, Arc::new(keyring.clone()));
    let (added, error) = add_until_full(&vault);
    // SQLite calls a full disk full, and every other failed write an input/output error.
    assert_eq!(error, AddError::Storage(StorageError::Other("disk I/O error".to_owned())));
    assert!(added > 3, "{added}");
    let listed = open(&home, &keyring).accounts().unwrap().accounts.len();
    assert_eq!(listed, usize::from(added));
    assert_eq!(keyring.names().len(), usize::from(added) + 1, "nothing is left over");
}

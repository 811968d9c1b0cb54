//! A folder under harsh conditions: a writer that is killed, a full disk, a read-only one.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails this way")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use store::contract::{Content, all_whole, make_name, put_for_ever};
use store::{Dir, Folder, Kind, Store, StoreError};
use tempfile::TempDir;
use xtask::poll;
use xtask::process::{self, Process};

/// Names the folder to write to, in the process that is to be killed.
const WRITER: &str = "SIXBOARD_TEST_WRITER";

/// The test's own program is started again as the writer, and killed with `kill -9` at different
/// moments of its work.
#[tokio::test]
async fn a_writer_killed_in_the_middle_leaves_whole_objects_only() {
    if let Some(folder) = std::env::var_os(WRITER) {
        panic!("{}", put_for_ever(&Folder::new(PathBuf::from(folder))).await);
    }
    let root = tempfile::tempdir().unwrap();
    let store = Folder::new(root.path());
    let mut round = 0;
    while round < 12 || files_aside(root.path()) == 0 {
        assert!(round < 500, "no kill hit a write; nothing was tested");
        let before = files_aside(root.path());
        let writer = start_writer(root.path());
        poll::until("the writer to begin", Duration::from_secs(30), || {
            Ok((files_aside(root.path()) > before).then_some(()))
        })
        .unwrap();
        std::thread::sleep(Duration::from_millis(round % 12 * 3)); // another moment each time
        kill(&writer);
        all_whole(&store).await.unwrap();
        round += 1;
    }
    let name = make_name(Kind::Ack, 1).unwrap();
    store.put(&name, Content::make(1, 100).into()).await.unwrap();
    assert_eq!(store.get(&name).await.unwrap().unwrap(), Content::make(1, 100));
}

#[tokio::test]
async fn a_full_disk_says_so_keeps_what_it_has_and_works_when_there_is_space_again() {
    let Some(disk) = Disk::mount("size=3m") else { return };
    let store = Folder::new(disk.path());
    let kept = make_name(Kind::Ack, 1).unwrap();
    store.put(&kept, Content::make(1, 1000).into()).await.unwrap();
    let big = make_name(Kind::Blob, 1).unwrap();
    let put = store.put(&big, Content::make(2, 4 << 20).into()).await;
    assert!(matches!(put, Err(StoreError::Full(_))), "{put:?}");
    fs::write(disk.path().join("filler"), vec![1; 2 << 20]).unwrap();
    let filler = fs::write(disk.path().join("more"), vec![1; 2 << 20]);
    assert!(filler.is_err());
    let put = store.put(&kept, Content::make(3, 200 << 10).into()).await;
    assert!(matches!(put, Err(StoreError::Full(_))), "{put:?}");
    assert_eq!(store.get(&kept).await.unwrap().unwrap(), Content::make(1, 1000));
    assert_eq!(store.list(&Dir::root(), None).await.unwrap(), std::slice::from_ref(&kept));
    assert_eq!(files_aside(disk.path()), 0);
    fs::remove_file(disk.path().join("more")).unwrap();
    store.put(&kept, Content::make(3, 200 << 10).into()).await.unwrap();
}

#[tokio::test]
async fn a_read_only_folder_is_read_and_refuses_changes() {
    let Some(disk) = Disk::mount("size=3m") else { return };
    let store = Folder::new(disk.path());
    let name = make_name(Kind::Ack, 1).unwrap();
    let bytes = Content::make(1, 1000);
    store.put(&name, bytes.clone().into()).await.unwrap();
    disk.remount("ro");
    assert_eq!(store.get(&name).await.unwrap().unwrap(), bytes);
    store.put(&name, bytes.into()).await.unwrap(); // it has these already
    let put = store.put(&name, Content::make(2, 1000).into()).await;
    assert!(matches!(put, Err(StoreError::Denied(_))), "{put:?}");
    let deleted = store.delete(&name).await;
    assert!(matches!(deleted, Err(StoreError::Denied(_))), "{deleted:?}");
    disk.remount("rw");
    store.put(&name, Content::make(2, 1000).into()).await.unwrap();
}

#[tokio::test]
async fn a_disk_that_is_taken_away_is_gone_and_comes_back() {
    let Some(disk) = Disk::mount("size=3m") else { return };
    let store = Folder::new(disk.path());
    let name = make_name(Kind::Ack, 1).unwrap();
    store.put(&name, Content::make(1, 1000).into()).await.unwrap();
    let empty = Disk::mount_over(disk.path(), "size=1m").unwrap(); // what an empty mount point shows
    assert!(matches!(store.get(&name).await, Err(StoreError::Gone(_))));
    let put = store.put(&name, Content::make(2, 1000).into()).await;
    assert!(matches!(put, Err(StoreError::Gone(_))), "{put:?}");
    drop(empty);
    assert!(store.get(&name).await.unwrap().is_some());
}

fn start_writer(folder: &Path) -> Process {
    let mut writer = process::command(std::env::current_exe().unwrap());
    writer.args(["--exact", "a_writer_killed_in_the_middle_leaves_whole_objects_only"]);
    Process::start("the writer", writer.env(WRITER, folder).stdout(std::process::Stdio::null()))
        .unwrap()
}

fn kill(process: &Process) {
    let killed = Command::new("kill").args(["-9", &process.id().to_string()]).status().unwrap();
    assert!(killed.success());
}

fn files_aside(root: &Path) -> usize {
    fs::read_dir(root.join("tmp")).map_or(0, |entries| entries.count())
}

/// A small disk in memory. Mounting needs an administrator; without one the test says so.
struct Disk {
    folder: PathBuf,
    _own: Option<TempDir>,
}

impl Disk {
    fn mount(options: &str) -> Option<Self> {
        let own = tempfile::tempdir().unwrap();
        let folder = own.path().to_owned();
        if !mount(&["-t", "tmpfs", "-o", options, "tmpfs"], &folder) {
            xtask::aid::not_run("a full, read-only or absent disk", "mounting is not permitted");
            return None;
        }
        Some(Self { folder, _own: Some(own) })
    }

    fn mount_over(folder: &Path, options: &str) -> Option<Self> {
        let mounted = mount(&["-t", "tmpfs", "-o", options, "tmpfs"], folder);
        mounted.then(|| Self { folder: folder.to_owned(), _own: None })
    }

    fn path(&self) -> &Path {
        &self.folder
    }

    fn remount(&self, how: &str) {
        assert!(mount(&["-o", &format!("remount,{how}")], &self.folder));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
    }
}

fn mount(arguments: &[&str], folder: &Path) -> bool {
    let mount = Command::new("mount").args(arguments).arg(folder).output();
    mount.is_ok_and(|output| output.status.success())
}

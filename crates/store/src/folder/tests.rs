use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::contract::{self, Content, Scale, make_name};
use crate::{Kind, StoreError};

fn folder() -> (TempDir, Folder) {
    let root = tempfile::tempdir().unwrap();
    let folder = Folder::new(root.path());
    (root, folder)
}

fn ack() -> Name {
    make_name(Kind::Ack, 1).unwrap()
}

fn files_aside(root: &Path) -> usize {
    fs::read_dir(root.join("tmp")).unwrap().count()
}

#[tokio::test]
async fn a_folder_keeps_the_contract() {
    let (root, mine) = folder();
    let theirs = Folder::new(root.path());
    let kept = contract::check(&mine, &theirs, Scale::FULL).await.unwrap();
    assert_eq!(kept.len(), 13);
    assert_eq!(files_aside(root.path()), 0);
}

#[tokio::test]
async fn what_is_no_folder_is_gone_and_is_never_made() {
    let (root, _) = folder();
    let missing = root.path().join("share");
    let file = root.path().join("file");
    fs::write(&file, "x").unwrap();
    for place in [&missing, &file] {
        let store = Folder::new(place);
        assert!(matches!(store.get(&ack()).await, Err(StoreError::Gone(_))));
        assert!(matches!(store.list(&Dir::root(), None).await, Err(StoreError::Gone(_))));
        let put = store.put(&ack(), Content::make(1, 50).into()).await;
        assert!(matches!(put, Err(StoreError::Gone(_))), "{put:?}");
        assert!(matches!(store.delete(&ack()).await, Err(StoreError::Gone(_))));
    }
    assert!(!missing.exists());
}

#[tokio::test]
async fn a_drive_that_is_no_longer_connected_is_gone_and_not_an_empty_store() {
    let (root, store) = folder();
    store.put(&ack(), Content::make(1, 50).into()).await.unwrap();
    fs::rename(root.path().join("ts1"), root.path().join("elsewhere")).unwrap();
    assert!(matches!(store.list(&Dir::root(), None).await, Err(StoreError::Gone(_))));
    assert!(matches!(store.get(&ack()).await, Err(StoreError::Gone(_))));
    let put = store.put(&ack(), Content::make(2, 50).into()).await;
    assert!(matches!(put, Err(StoreError::Gone(_))));
    assert!(!root.path().join("ts1").exists());
    fs::rename(root.path().join("elsewhere"), root.path().join("ts1")).unwrap();
    assert!(store.get(&ack()).await.unwrap().is_some());
}

#[tokio::test]
async fn junk_and_conflict_copies_are_never_listed() {
    let (root, store) = folder();
    let name = make_name(Kind::Entry, 1).unwrap();
    store.put(&name, Content::make(1, 50).into()).await.unwrap();
    let path = root.path().join(name.as_str());
    let log = path.parent().unwrap();
    let file = path.file_name().unwrap().to_str().unwrap().to_owned();
    for junk in [
        file.replace(".e", "-PRIYAS-PC.e"),
        file.replace(".e", " (1).e"),
        file.replace(".e", " (Priya's conflicted copy 2026-11-22).e"),
        file.to_uppercase(),
        format!(".{file}.swp"),
        format!("~${file}"),
        "desktop.ini".to_owned(),
        ".DS_Store".to_owned(),
        "Thumbs.db".to_owned(),
    ] {
        fs::write(log.join(junk), "junk").unwrap();
    }
    fs::create_dir(log.join("0000000002-aaaaaaaaaaaaaaaa.e")).unwrap();
    fs::create_dir_all(root.path().join("ts1/log/Private")).unwrap();
    fs::write(root.path().join("ts1/log/Private/secret.txt"), "x").unwrap();
    assert_eq!(store.list(&Dir::root(), None).await.unwrap(), [name]);
}

#[tokio::test]
async fn a_half_file_is_handed_over_for_judgement_and_read_again_when_it_is_whole() {
    let (root, store) = folder();
    let name = make_name(Kind::Entry, 1).unwrap();
    let bytes = Content::make(1, 5000);
    let path = root.path().join(name.as_str());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, &bytes[..2000]).unwrap(); // as a syncing program may leave it
    let half = store.get(&name).await.unwrap().unwrap();
    assert!(!Content::is_whole(&half));
    fs::write(&path, &bytes).unwrap();
    assert_eq!(store.get(&name).await.unwrap().unwrap(), bytes);
}

#[tokio::test]
async fn a_damaged_file_is_healed_by_putting_it_again() {
    let (root, store) = folder();
    let name = make_name(Kind::Blob, 1).unwrap();
    let bytes = Content::make(1, 500);
    for damage in [&bytes[..100], b"", &[0; 500]] {
        store.put(&name, bytes.clone().into()).await.unwrap();
        fs::write(root.path().join(name.as_str()), damage).unwrap();
        store.put(&name, bytes.clone().into()).await.unwrap();
        assert_eq!(store.get(&name).await.unwrap().unwrap(), bytes);
    }
}

#[tokio::test]
async fn an_empty_file_has_not_arrived_and_the_others_are_read() {
    let (root, store) = folder();
    let other = make_name(Kind::Ack, 2).unwrap();
    store.put(&other, Content::make(1, 50).into()).await.unwrap();
    fs::write(root.path().join(ack().as_str()), "").unwrap();
    let error = store.get(&ack()).await.unwrap_err();
    assert!(error.concerns_one_object(), "{error}");
    assert!(store.get(&other).await.unwrap().is_some());
}

#[tokio::test]
async fn a_giant_file_is_refused_unread() {
    let (root, store) = folder();
    store.put(&ack(), Content::make(1, 50).into()).await.unwrap();
    let path = root.path().join(ack().as_str());
    let giant = fs::File::options().write(true).open(path).unwrap();
    giant.set_len(1 << 40).unwrap(); // sparse: reading it would take hours
    assert!(matches!(store.get(&ack()).await, Err(StoreError::TooLarge(_))));
}

#[tokio::test]
async fn the_same_bytes_are_not_written_again() {
    let (root, store) = folder();
    store.put(&ack(), Content::make(1, 50).into()).await.unwrap();
    let written = || fs::metadata(root.path().join(ack().as_str())).unwrap().modified().unwrap();
    let first = written();
    store.put(&ack(), Content::make(1, 50).into()).await.unwrap();
    assert_eq!(written(), first);
}

#[tokio::test]
async fn an_older_change_that_hung_never_replaces_a_newer_one() {
    let (root, store) = folder();
    let (old, new) = (Content::make(1, 50), Content::make(2, 50));
    let hung = store.disk.turn(&ack());
    store.put(&ack(), new.clone().into()).await.unwrap();
    store.disk.put(&ack(), &old, hung).unwrap();
    assert_eq!(store.get(&ack()).await.unwrap().unwrap(), new);
    store.disk.delete(&ack(), hung).unwrap();
    assert_eq!(store.get(&ack()).await.unwrap().unwrap(), new);
    assert_eq!(files_aside(root.path()), 0);
}

#[tokio::test]
async fn what_a_crash_left_aside_is_removed_after_a_day() {
    let (root, store) = folder();
    let aside = root.path().join("tmp");
    fs::create_dir(&aside).unwrap();
    let old = std::time::SystemTime::now() - Duration::from_secs(25 * 3600);
    for (name, is_old) in [("old.tmp", true), ("new.tmp", false), ("old.txt", true)] {
        let file = fs::File::create(aside.join(name)).unwrap();
        if is_old {
            file.set_modified(old).unwrap();
        }
    }
    store.put(&ack(), Content::make(1, 50).into()).await.unwrap();
    let mut left: Vec<_> =
        fs::read_dir(&aside).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["new.tmp", "old.txt"]);
}

#[tokio::test]
async fn a_watch_hears_of_a_change_by_looking_where_the_system_tells_nothing() {
    let root = tempfile::tempdir().unwrap();
    let patience = Patience { look: Duration::from_millis(20), ..Patience::default() };
    let store = Folder::with_patience(root.path(), patience);
    let mut watch = store.watch().await.unwrap(); // nothing there yet that the system could watch
    store.put(&ack(), Content::make(1, 50).into()).await.unwrap();
    watch.changed().await.unwrap();
    let away = root.path().with_extension("away");
    fs::rename(root.path(), &away).unwrap();
    assert!(matches!(watch.changed().await, Err(StoreError::Gone(_))));
    fs::rename(&away, root.path()).unwrap();
    watch.changed().await.unwrap();
}

#[tokio::test]
async fn a_watch_that_is_dropped_and_asked_again_too_often_still_looks() {
    let root = tempfile::tempdir().unwrap();
    let patience = Patience { look: Duration::from_millis(300), ..Patience::default() };
    let store = Folder::with_patience(root.path(), patience);
    let mut watch = store.watch().await.unwrap(); // nothing there yet that the system could watch
    store.put(&ack(), Content::make(1, 50).into()).await.unwrap();
    let mut asked = 0;
    while tokio::time::timeout(Duration::from_millis(20), watch.changed()).await.is_err() {
        asked += 1;
        assert!(asked < 1000, "it never looked");
    }
    assert!(asked > 1);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[tokio::test]
    async fn links_and_pipes_are_refused_unopened() {
        let (root, store) = folder();
        fs::create_dir_all(root.path().join("ts1/ack")).unwrap();
        let path = root.path().join(ack().as_str());
        symlink("/dev/zero", &path).unwrap();
        assert!(matches!(store.get(&ack()).await, Err(StoreError::Damaged(_))));
        assert_eq!(store.list(&Dir::root(), None).await.unwrap(), []);
        fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        assert!(matches!(store.get(&ack()).await, Err(StoreError::Damaged(_))));
    }

    #[tokio::test]
    async fn a_link_in_the_way_is_replaced_and_not_written_through() {
        let (root, store) = folder();
        let outside = root.path().join("outside");
        fs::write(&outside, "untouched").unwrap();
        fs::create_dir_all(root.path().join("ts1/ack")).unwrap();
        symlink(&outside, root.path().join(ack().as_str())).unwrap();
        store.put(&ack(), Content::make(1, 50).into()).await.unwrap();
        assert_eq!(fs::read_to_string(&outside).unwrap(), "untouched");
        assert!(store.get(&ack()).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn colleagues_may_read_what_is_put() {
        let (root, store) = folder();
        store.put(&ack(), Content::make(1, 50).into()).await.unwrap();
        let plain = root.path().join("plain");
        fs::write(&plain, "x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&root.path().join(ack().as_str())), mode(&plain));
    }
}

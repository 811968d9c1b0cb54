use std::fs;

use xtask::server::Apache;

use super::*;

fn open_dav(server: &Apache) -> Arc<dyn Store> {
    store(&server.url(), password(Apache::SIGN_IN))
}

#[tokio::test]
async fn web_dav_keeps_the_contract() {
    let Some(server) = Apache::start().unwrap() else { return };
    keeps_the_contract(
        || open_dav(&server),
        Scale { names: 5_000, reads: Reads::JudgedByContent, ..Scale::FULL },
    )
    .await;
}

#[tokio::test]
async fn devices_that_make_the_same_folders_at_once_do_not_trip() {
    let Some(server) = Apache::start().unwrap() else { return };
    let stores: Vec<_> = (0..8).map(|_| open_dav(&server)).collect();
    for round in 0..5 {
        let puts = stores.iter().enumerate().map(|(number, store)| async move {
            let text = format!("ts1/log/{round:026}/000/{number:010}-0123456789abcdef.e");
            store.put(&store::Name::parse(&text).unwrap(), Content::make(1, 500).into()).await
        });
        for put in futures_util::future::join_all(puts).await {
            put.unwrap();
        }
    }
}

#[tokio::test]
async fn web_dav_survives_a_writer_that_is_killed() {
    write_if_told(|told| store(told[0], password(Apache::SIGN_IN))).await;
    let Some(server) = Apache::start().unwrap() else { return };
    let test = "web_dav::web_dav_survives_a_writer_that_is_killed";
    survives_killed_writers(test, open_dav(&server), &server.url()).await;
}

#[tokio::test]
async fn web_dav_may_go_and_come_back() {
    let Some(mut server) = Apache::start().unwrap() else { return };
    let store = open_dav(&server);
    let (stop, start) =
        (|s: &mut Apache| s.kill().unwrap(), |s: &mut Apache| s.start_again().unwrap());
    survives_a_restart(&mut server, store, stop, start).await;
}

#[tokio::test]
async fn web_dav_refuses_wrong_passwords() {
    let Some(server) = Apache::start().unwrap() else { return };
    for sign_in in [("ann", "hunter2"), ("nobody", "hunter2")] {
        refuses(&*store(&server.url(), password(sign_in)), is_wrong_credentials).await;
    }
    let token = Credentials::Token(SecretText::copy_of("hunter2"));
    refuses(&*store(&server.url(), token), is_wrong_credentials).await;
}

#[tokio::test]
async fn a_collection_that_is_not_there_is_gone_and_not_empty() {
    let Some(server) = Apache::start().unwrap() else { return };
    let missing = store(&format!("{}missing/", server.url()), password(Apache::SIGN_IN));
    let ack = make_name(Kind::Ack, 1).unwrap();
    assert!(is_gone(&missing.get(&ack).await.unwrap_err()));
    assert!(is_gone(&missing.list(&Dir::root(), None).await.unwrap_err()));
    assert!(is_gone(&missing.watch().await.err().unwrap()));
    assert!(is_gone(&missing.put(&ack, Content::make(1, 100).into()).await.unwrap_err()));
}

#[tokio::test]
async fn giant_empty_and_foreign_files_are_passed_over() {
    let Some(server) = Apache::start().unwrap() else { return };
    let store = open_dav(&server);
    let ack = make_name(Kind::Ack, 1).unwrap();
    store.put(&ack, Content::make(1, 100).into()).await.unwrap();
    let folder = server.files().join("ts1/ack");
    for junk in ["Report (1).docx", "~$Report.docx", "a{b}^c%41|d", "caf\u{e9}\u{1}.a", "#x"] {
        fs::write(folder.join(junk), "x").unwrap();
    }
    assert_eq!(store.list(&Dir::root(), None).await.unwrap(), std::slice::from_ref(&ack));
    let file = server.files().join(ack.as_str());
    fs::File::options().write(true).open(&file).unwrap().set_len(1 << 40).unwrap();
    assert!(matches!(store.get(&ack).await, Err(StoreError::TooLarge(_))));
    fs::write(&file, "").unwrap();
    assert!(matches!(store.get(&ack).await, Err(StoreError::Damaged(_))));
}

#[tokio::test]
async fn a_full_disk_behind_web_dav_is_told() {
    let Some(server) = Apache::start().unwrap() else { return };
    let folder = server.files();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=1m,mode=777", "tmpfs"])
        .arg(&folder)
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        return xtask::aid::not_run("a full disk behind WebDAV", "mounting is not permitted");
    }
    let blob = make_name(Kind::Blob, 1).unwrap();
    let put = open_dav(&server).put(&blob, Content::make(1, 4 << 20).into()).await;
    let unmounted = Command::new("umount").arg("-l").arg(&folder).status();
    assert!(unmounted.unwrap().success());
    assert!(matches!(put, Err(StoreError::Full(_))), "{put:?}");
}

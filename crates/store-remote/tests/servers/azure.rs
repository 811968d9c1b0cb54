use xtask::server::Azurite;

use super::*;

fn account_key(key: &str) -> Credentials {
    Credentials::AccountKey(SecretText::copy_of(key))
}

fn signature(text: &str) -> Credentials {
    Credentials::SharedAccess(SecretText::copy_of(text))
}

#[tokio::test]
async fn azure_keeps_the_contract() {
    let Some(server) = Azurite::start().unwrap() else { return };
    let make = || store(&server.url(), account_key(server.key()));
    keeps_the_contract(make, Scale { names: 6_000, ..Scale::FULL }).await;
}

#[tokio::test]
async fn azure_survives_a_writer_that_is_killed() {
    write_if_told(|told| store(told[0], account_key(told[1]))).await;
    let Some(server) = Azurite::start().unwrap() else { return };
    let told = format!("{}\n{}", server.url(), server.key());
    let store = store(&server.url(), account_key(server.key()));
    survives_killed_writers("azure::azure_survives_a_writer_that_is_killed", store, &told).await;
}

#[tokio::test]
async fn azure_may_go_and_come_back() {
    let Some(mut server) = Azurite::start().unwrap() else { return };
    let store = store(&server.url(), account_key(server.key()));
    let (stop, start) = (|s: &mut Azurite| s.stop(), |s: &mut Azurite| s.start_again().unwrap());
    survives_a_restart(&mut server, store, stop, start).await;
}

#[tokio::test]
async fn azure_refuses_sign_ins_that_are_wrong_expired_or_powerless() {
    let Some(server) = Azurite::start().unwrap() else { return };
    let ack = make_name(Kind::Ack, 1).unwrap();
    let good = store(&server.url(), signature(&server.signature("rwdlac").unwrap()));
    good.put(&ack, Content::make(1, 100).into()).await.unwrap();
    assert!(good.get(&ack).await.unwrap().is_some());
    let wrong = account_key("aHVudGVyMmh1bnRlcjI=");
    refuses(&*store(&server.url(), wrong), is_wrong_credentials).await;
    let expired = signature(&server.expired_signature().unwrap());
    refuses(&*store(&server.url(), expired), is_wrong_credentials).await;
    let reads = store(&server.url(), signature(&server.signature("rl").unwrap()));
    assert!(reads.get(&ack).await.unwrap().is_some());
    let put = reads.put(&ack, Content::make(2, 100).into()).await;
    assert!(matches!(put, Err(StoreError::Denied(_))), "{put:?}");
    // Azurite fails (500) at a batch of removals that is not permitted, where Azure denies it.
    assert!(reads.delete(&ack).await.is_err());
    assert_eq!(good.get(&ack).await.unwrap().unwrap(), Content::make(1, 100));
}

#[tokio::test]
async fn a_container_that_is_not_there_is_gone_and_not_empty() {
    let Some(server) = Azurite::start().unwrap() else { return };
    let missing = store(&server.url().replace("/six/", "/seven/"), account_key(server.key()));
    let ack = make_name(Kind::Ack, 1).unwrap();
    assert!(is_gone(&missing.get(&ack).await.unwrap_err()));
    assert!(is_gone(&missing.list(&Dir::root(), None).await.unwrap_err()));
    assert!(is_gone(&missing.put(&ack, Content::make(1, 100).into()).await.unwrap_err()));
}

use xtask::server::S3;

use super::*;

fn open_s3(server: &S3) -> Arc<dyn Store> {
    store(&server.url(), key(server.key()))
}

#[tokio::test]
async fn s3_keeps_the_contract() {
    let Some(server) = S3::start().unwrap() else { return };
    keeps_the_contract(|| open_s3(&server), Scale { names: 2_000, overwrites: 60, ..Scale::FULL })
        .await;
}

#[tokio::test]
async fn s3_survives_a_writer_that_is_killed() {
    write_if_told(|told| store(told[0], key((told[1], told[2])))).await;
    let Some(server) = S3::start().unwrap() else { return };
    let told = format!("{}\n{}\n{}", server.url(), server.key().0, server.key().1);
    survives_killed_writers("s3::s3_survives_a_writer_that_is_killed", open_s3(&server), &told)
        .await;
}

/// This server forgets everything, keys included, so a new store value is what comes back.
#[tokio::test]
async fn s3_that_is_away_is_gone() {
    let Some(mut server) = S3::start().unwrap() else { return };
    let before = open_s3(&server);
    let load = tokio::spawn({
        let store = Arc::clone(&before);
        async move { put_for_ever(&*store).await }
    });
    let ack = make_name(Kind::Ack, 1).unwrap();
    timeout(Duration::from_secs(60), async { while before.get(&ack).await.unwrap().is_none() {} })
        .await
        .unwrap();
    server.kill().unwrap();
    timeout(Duration::from_secs(60), load).await.unwrap().unwrap();
    refuses(&*before, is_gone).await;
    server.start_again().unwrap();
    let after = open_s3(&server);
    assert_eq!(after.get(&ack).await.unwrap(), None);
    after.put(&ack, Content::make(1, 100).into()).await.unwrap();
    assert!(after.get(&ack).await.unwrap().is_some());
}

#[tokio::test]
async fn s3_refuses_keys_that_are_wrong_or_powerless() {
    let Some(server) = S3::start().unwrap() else { return };
    let (id, secret) = server.key();
    refuses(&*store(&server.url(), key((id, "hunter2"))), is_wrong_credentials).await;
    refuses(&*store(&server.url(), key(("AKIAUNKNOWN", secret))), is_wrong_credentials).await;
    let powerless = store(&server.url(), key(server.powerless_key()));
    refuses(&*powerless, |error| matches!(error, StoreError::Denied(_))).await;
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_gone_and_not_empty() {
    let Some(server) = S3::start().unwrap() else { return };
    let missing = server.url().replace("firm-codes", "missing-bucket");
    let missing = store(&missing, key(server.key()));
    let ack = make_name(Kind::Ack, 1).unwrap();
    assert!(is_gone(&missing.get(&ack).await.unwrap_err()));
    assert!(is_gone(&missing.list(&Dir::root(), None).await.unwrap_err()));
    assert!(is_gone(&missing.put(&ack, Content::make(1, 100).into()).await.unwrap_err()));
}

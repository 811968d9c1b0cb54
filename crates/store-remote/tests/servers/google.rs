//! The server looks at no token, so a wrong one is not tested here.

use xtask::server::Google;

use super::*;

fn open_google(url: &str) -> Arc<dyn Store> {
    store(url, Credentials::Token(SecretText::copy_of("token")))
}

#[tokio::test]
async fn google_keeps_the_contract() {
    let Some(server) = Google::start().unwrap() else { return };
    let scale = Scale { names: 2_000, overwrites: 60, ..Scale::FULL };
    keeps_the_contract(|| open_google(&server.url()), scale).await;
}

#[tokio::test]
async fn google_survives_a_writer_that_is_killed() {
    write_if_told(|told| open_google(told[0])).await;
    let Some(server) = Google::start().unwrap() else { return };
    let test = "google::google_survives_a_writer_that_is_killed";
    survives_killed_writers(test, open_google(&server.url()), &server.url()).await;
}

#[tokio::test]
async fn google_that_is_away_is_gone_and_comes_back() {
    let Some(mut server) = Google::start().unwrap() else { return };
    let store = open_google(&server.url());
    let (stop, start) =
        (|s: &mut Google| s.kill().unwrap(), |s: &mut Google| s.start_again().unwrap());
    survives_a_restart(&mut server, store, stop, start).await;
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_gone_and_not_empty() {
    let Some(server) = Google::start().unwrap() else { return };
    let missing = open_google(&server.url().replace("firmcodes", "missing-bucket"));
    let ack = make_name(Kind::Ack, 1).unwrap();
    assert!(is_gone(&missing.get(&ack).await.unwrap_err()));
    assert!(is_gone(&missing.list(&Dir::root(), None).await.unwrap_err()));
    assert!(is_gone(&missing.put(&ack, Content::make(1, 100).into()).await.unwrap_err()));
}

//! The stores on real servers: the contract, then a killed writer, a server that goes and comes
//! back under load, and sign-ins that are wrong, expired or not permitted.
//!
//! A server that is not installed is told at the end of `cargo xtask test`.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails this way")]
#![allow(clippy::print_stderr, reason = "how long a real server took is worth knowing")]

mod azure;
mod google;
mod postgres;
mod s3;
mod tls;
mod web_dav;

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use secret::SecretText;
use store::contract::{self, Content, Reads, Scale, all_whole, make_name, put_for_ever};
use store::{Dir, Kind, Store, StoreError};
use store_remote::{Address, Credentials, Patience, open_with};
use tokio::time::timeout;
use xtask::process::{self, Process};

/// Short limits, so that what is gone is told soon, and a watch asks often.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(5),
    answer: Duration::from_secs(30),
    call: Duration::from_secs(60),
    look: Duration::from_millis(200),
};

/// Names, in the process that is to be killed, the URL and the sign-in to write with.
const WRITER: &str = "SIXBOARD_TEST_WRITER";

fn store(url: &str, credentials: Credentials) -> Arc<dyn Store> {
    open_with(&Address::parse(url).unwrap(), credentials, PATIENCE).unwrap()
}

fn password((user, password): (&str, &str)) -> Credentials {
    Credentials::Password { user: user.to_owned(), password: SecretText::copy_of(password) }
}

fn key((id, secret): (&str, &str)) -> Credentials {
    let (id, secret) = (id.to_owned(), SecretText::copy_of(secret));
    Credentials::AccessKey { id, secret, session: None }
}

/// Checks the whole contract and says what it took.
async fn keeps_the_contract(make: impl Fn() -> Arc<dyn Store>, scale: Scale) {
    let begun = std::time::Instant::now();
    let kept = contract::check(&*make(), &*make(), scale).await.unwrap();
    assert_eq!(kept.len(), 13);
    eprintln!("{:?}: {} names, {:.1} s", make(), scale.names, begun.elapsed().as_secs_f32());
}

/// Starts this test's program again, as a writer of which `test` does the writing, kills it at
/// different moments, and expects whole objects only.
async fn survives_killed_writers(test: &str, store: Arc<dyn Store>, environment: &str) {
    let mut count = 0;
    for round in 0..6 {
        let writer = start_writer(test, environment);
        let log = Dir::parse("ts1/blob").unwrap();
        let before = store.list(&log, None).await.unwrap().len();
        // Some objects are new in each round, because the writer begins anew: wait for work.
        timeout(Duration::from_secs(60), async {
            let ack = make_name(Kind::Ack, 1).unwrap();
            let first = store.get(&ack).await.unwrap();
            while store.get(&ack).await.unwrap() == first {
                assert!(before < 10_000);
            }
        })
        .await
        .unwrap();
        tokio::time::sleep(Duration::from_millis(round * 7)).await; // another moment each time
        kill(&writer);
        count = all_whole(&*store).await.unwrap();
    }
    assert!(count > 3, "only {count} objects");
}

fn start_writer(test: &str, environment: &str) -> Process {
    let mut writer = process::command(std::env::current_exe().unwrap());
    writer.args(["--exact", test]).env(WRITER, environment);
    Process::start("the writer", writer.stdout(Stdio::null())).unwrap()
}

fn kill(process: &Process) {
    let killed = Command::new("kill").args(["-9", &process.id().to_string()]).status().unwrap();
    assert!(killed.success());
}

/// Writes for ever when this process was started as a writer.
async fn write_if_told(open: impl FnOnce(&[&str]) -> Arc<dyn Store>) {
    let Ok(told) = std::env::var(WRITER) else { return };
    let told: Vec<_> = told.split('\n').collect();
    panic!("{}", put_for_ever(&*open(&told)).await);
}

/// Takes the server away under load, and gives it back: what was put is there, errors say what is
/// so, and the same store value works again.
async fn survives_a_restart<S>(
    server: &mut S,
    store: Arc<dyn Store>,
    stop: impl FnOnce(&mut S),
    start: impl FnOnce(&mut S),
) {
    let load = tokio::spawn({
        let store = Arc::clone(&store);
        async move { put_for_ever(&*store).await }
    });
    let ack = make_name(Kind::Ack, 1).unwrap();
    timeout(Duration::from_secs(60), async { while store.get(&ack).await.unwrap().is_none() {} })
        .await
        .unwrap();
    stop(server);
    let broken = timeout(Duration::from_secs(60), load).await.unwrap().unwrap();
    eprintln!("under load: {broken}");
    let gone = |error: &StoreError| matches!(error, StoreError::Gone(_) | StoreError::Slow(_));
    let error = store.get(&ack).await.unwrap_err();
    assert!(gone(&error), "{error:?}");
    let error = store.list(&Dir::root(), None).await.unwrap_err();
    assert!(gone(&error), "{error:?}");
    let error = store.put(&ack, Content::make(1, 100).into()).await.unwrap_err();
    assert!(gone(&error), "{error:?}");
    start(server);
    all_whole(&*store).await.unwrap();
    store.put(&ack, Content::make(1, 100).into()).await.unwrap();
    assert_eq!(store.get(&ack).await.unwrap().unwrap(), Content::make(1, 100));
}

/// Expects every verb to be refused with the same kind of error.
async fn refuses(store: &dyn Store, expected: fn(&StoreError) -> bool) {
    let ack = make_name(Kind::Ack, 1).unwrap();
    let errors = [
        store.get(&ack).await.unwrap_err(),
        store.list(&Dir::root(), None).await.unwrap_err(),
        store.put(&ack, Content::make(1, 100).into()).await.unwrap_err(),
        store.delete(&ack).await.unwrap_err(),
    ];
    for error in errors {
        assert!(expected(&error), "{error:?}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

fn is_wrong_credentials(error: &StoreError) -> bool {
    matches!(error, StoreError::WrongCredentials(_))
}

fn is_gone(error: &StoreError) -> bool {
    matches!(error, StoreError::Gone(_))
}

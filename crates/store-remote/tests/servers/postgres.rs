use store_remote::POSTGRES_SETUP;
use xtask::server::Postgres;

use super::*;

const MEMBER: (&str, &str) = ("priya", "priya's password");
const KEEPER: (&str, &str) = ("kim", "kim's password");

/// A server set up as the guide says.
fn server() -> Option<Postgres> {
    let server = Postgres::start().unwrap()?;
    server.run("codes", POSTGRES_SETUP).unwrap();
    for ((user, password), role) in [(MEMBER, "member"), (KEEPER, "keeper")] {
        let password = password.replace('\'', "''");
        let sql = format!("CREATE ROLE {user} LOGIN PASSWORD '{password}' IN ROLE sixboard_{role}");
        server.run("codes", &sql).unwrap();
    }
    Some(server)
}

#[tokio::test]
async fn postgresql_keeps_the_contract() {
    let Some(server) = server() else { return };
    keeps_the_contract(|| store(&server.url(), password(KEEPER)), Scale::FULL).await;
}

#[tokio::test]
async fn a_member_can_read_and_add_and_neither_remove_nor_change() {
    let Some(server) = server() else { return };
    let (member, keeper) =
        (store(&server.url(), password(MEMBER)), store(&server.url(), password(KEEPER)));
    let (entry, ack) = (make_name(Kind::Entry, 1).unwrap(), make_name(Kind::Ack, 1).unwrap());
    let (first, second) = (Content::make(1, 500), Content::make(2, 500));
    member.put(&entry, first.clone().into()).await.unwrap();
    member.put(&ack, first.clone().into()).await.unwrap();
    member.put(&ack, second.clone().into()).await.unwrap();
    assert_eq!(keeper.get(&ack).await.unwrap().unwrap(), second);
    assert!(matches!(member.delete(&entry).await, Err(StoreError::Denied(_))));
    // What another member adds under the same name hides nothing, and is told to be of no use.
    let late = member.put(&entry, second.into()).await;
    assert!(matches!(late, Err(StoreError::Damaged(_))), "{late:?}");
    assert_eq!(keeper.get(&entry).await.unwrap().unwrap(), first);
    let told = |sql: &str| {
        let as_member = format!("SET ROLE sixboard_member; {sql}");
        server.run("codes", &as_member).unwrap_err().to_string()
    };
    for sql in [
        "UPDATE sixboard.object SET bytes = 'x'",
        "DELETE FROM sixboard.object",
        "TRUNCATE sixboard.object",
    ] {
        assert!(told(sql).contains("permission denied"), "{sql}");
    }
    keeper.delete(&entry).await.unwrap();
    assert_eq!(member.get(&entry).await.unwrap(), None);
}

#[tokio::test]
async fn putting_the_same_again_adds_no_row_and_wakes_nobody() {
    let Some(server) = server() else { return };
    let store = store(&server.url(), password(MEMBER));
    let ack = make_name(Kind::Ack, 1).unwrap();
    let rows = |count: u32| {
        let sql = format!(
            "DO $$ BEGIN IF (SELECT count(*) FROM sixboard.object) <> {count} THEN \
             RAISE 'not {count}'; END IF; END $$"
        );
        server.run("codes", &sql).unwrap();
    };
    store.put(&ack, Content::make(1, 500).into()).await.unwrap();
    rows(1);
    let mut watch = store.watch().await.unwrap();
    store.put(&ack, Content::make(1, 500).into()).await.unwrap();
    rows(1);
    assert!(timeout(Duration::from_millis(300), watch.changed()).await.is_err());
    store.put(&ack, Content::make(2, 500).into()).await.unwrap();
    rows(2);
    timeout(Duration::from_secs(30), watch.changed()).await.unwrap().unwrap();
}

#[tokio::test]
async fn postgresql_survives_a_writer_that_is_killed() {
    write_if_told(|told| store(told[0], password(MEMBER))).await;
    let Some(server) = server() else { return };
    let test = "postgres::postgresql_survives_a_writer_that_is_killed";
    survives_killed_writers(test, store(&server.url(), password(MEMBER)), &server.url()).await;
}

#[tokio::test]
async fn postgresql_may_go_and_come_back() {
    let Some(mut server) = server() else { return };
    let store = store(&server.url(), password(MEMBER));
    let mut watch = store.watch().await.unwrap();
    let (stop, start) =
        (|s: &mut Postgres| s.kill().unwrap(), |s: &mut Postgres| s.start_again().unwrap());
    survives_a_restart(&mut server, store, stop, start).await;
    // The watch heard of changes before, then that the server is gone, then that it is back.
    timeout(Duration::from_secs(60), async {
        while watch.changed().await.is_ok() {}
        while watch.changed().await.is_err() {}
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn postgresql_refuses_sign_ins_that_are_wrong_expired_or_powerless() {
    let Some(server) = server() else { return };
    let wrong = store(&server.url(), password(("priya", "hunter2")));
    refuses(&*wrong, is_wrong_credentials).await;
    assert!(is_wrong_credentials(&wrong.watch().await.err().unwrap()));
    refuses(&*store(&server.url(), password(("nobody", "hunter2"))), is_wrong_credentials).await;
    server.run("codes", "ALTER ROLE priya VALID UNTIL '2020-01-01'").unwrap();
    refuses(&*store(&server.url(), password(MEMBER)), is_wrong_credentials).await;
    server.run("codes", "CREATE ROLE stranger LOGIN PASSWORD 'hunter2'").unwrap();
    let stranger = store(&server.url(), password(("stranger", "hunter2")));
    refuses(&*stranger, |error| matches!(error, StoreError::Denied(_))).await;
}

#[tokio::test]
async fn a_database_that_was_not_set_up_or_is_read_only_is_told() {
    let Some(server) = server() else { return };
    let elsewhere = format!("{}?schema=another", server.url());
    refuses(&*store(&elsewhere, password(MEMBER)), is_gone).await;
    let missing = server.url().replace("/codes", "/missing");
    refuses(&*store(&missing, password(MEMBER)), is_gone).await;
    server.run("codes", "ALTER ROLE priya SET default_transaction_read_only = on").unwrap();
    let store = store(&server.url(), password(MEMBER));
    let ack = make_name(Kind::Ack, 1).unwrap();
    assert_eq!(store.get(&ack).await.unwrap(), None);
    let put = store.put(&ack, Content::make(1, 100).into()).await;
    assert!(matches!(put, Err(StoreError::Denied(_))), "{put:?}");
}

#[tokio::test]
async fn rows_that_are_too_large_or_not_ours_are_passed_over() {
    let Some(server) = server() else { return };
    let store = store(&server.url(), password(KEEPER));
    let ack = make_name(Kind::Ack, 1).unwrap();
    let add = |name: &str, len: usize| {
        let sql = format!(
            "INSERT INTO sixboard.object (name, bytes) VALUES ('{name}', decode(repeat('00', {len}), 'hex'))"
        );
        server.run("codes", &sql).unwrap();
    };
    add(ack.as_str(), ack.max_len() + 1);
    add("ts1/ack/../../etc/passwd", 10);
    assert!(matches!(store.get(&ack).await, Err(StoreError::TooLarge(_))));
    assert_eq!(store.list(&Dir::root(), None).await.unwrap(), [ack]);
}

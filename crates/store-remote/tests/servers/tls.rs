//! Certificates: one that this computer does not trust is refused before anything is sent; with the
//! same one in the system's list, which another process is told by `SSL_CERT_FILE`, all is well.

use xtask::server::{Apache, Postgres, Wire};

use super::*;

fn is_untrusted(error: &StoreError) -> bool {
    matches!(error, StoreError::Untrusted(_))
}

#[tokio::test]
async fn web_dav_is_used_only_with_a_certificate_that_is_trusted() {
    let open = |url: &str| store(url, password(Apache::SIGN_IN));
    if reads_and_writes_if_told(open).await {
        return;
    }
    let Some(server) = Apache::start_on(Wire::Encrypted).unwrap() else { return };
    refuses(&*open(&server.url()), is_untrusted).await;
    let test = "tls::web_dav_is_used_only_with_a_certificate_that_is_trusted";
    trusting(&server.certificate(), test, &server.url());
}

#[tokio::test]
async fn postgresql_is_used_only_with_a_certificate_that_is_trusted() {
    let open = |url: &str| store(url, password(("kim", "kim's password")));
    if reads_and_writes_if_told(open).await {
        return;
    }
    let Some(server) = Postgres::start_on(Wire::Encrypted).unwrap() else { return };
    server.run("codes", store_remote::POSTGRES_SETUP).unwrap();
    let kim = "CREATE ROLE kim LOGIN PASSWORD 'kim''s password' IN ROLE sixboard_keeper";
    server.run("codes", kim).unwrap();
    refuses(&*open(&server.url_from_elsewhere()), is_untrusted).await;
    let test = "tls::postgresql_is_used_only_with_a_certificate_that_is_trusted";
    trusting(&server.certificate(), test, &server.url_from_elsewhere());
}

#[tokio::test]
async fn a_database_elsewhere_that_does_not_encrypt_is_not_signed_in_to() {
    let Some(server) = Postgres::start().unwrap() else { return };
    let store = store(&server.url_from_elsewhere(), password(("postgres", "hunter2")));
    let error = store.get(&make_name(Kind::Ack, 1).unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("TLS"), "{error}");
}

/// Runs this test again in a process whose list of authorities is this certificate.
fn trusting(certificate: &std::path::Path, test: &str, url: &str) {
    let mut again = process::command(std::env::current_exe().unwrap());
    again.args(["--exact", test]).env(WRITER, url).env("SSL_CERT_FILE", certificate);
    let output = again.env_remove("SSL_CERT_DIR").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Puts and gets when this process was started by [`trusting`].
async fn reads_and_writes_if_told(open: impl FnOnce(&str) -> Arc<dyn Store>) -> bool {
    let Ok(url) = std::env::var(WRITER) else { return false };
    let (store, ack) = (open(&url), make_name(Kind::Ack, 1).unwrap());
    store.put(&ack, Content::make(1, 500).into()).await.unwrap();
    assert_eq!(store.get(&ack).await.unwrap().unwrap(), Content::make(1, 500));
    true
}

//! Connections to a database: made when needed, made again when lost.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, Stream, StreamExt};
use secret::SecretText;
use store::StoreError;
use tokio::sync::Mutex;
use tokio::time::timeout;
use tokio_postgres::config::SslMode;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, Error, NoTls, Row, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::trouble::trouble;
use crate::address::Reach;
use crate::{Address, Credentials, Needed, OpenError, Patience, tls};

/// What a connection says by itself. It must be read for the connection to work at all.
pub(super) type Messages = Pin<Box<dyn Stream<Item = Result<AsyncMessage, Error>> + Send>>;

/// Where a database is and how to sign in.
pub(super) struct Server {
    place: String,
    host: String,
    port: u16,
    database: String,
    reach: Reach,
    user: String,
    password: SecretText,
    connect: Duration,
}

impl Server {
    pub(super) fn new(
        address: &Address,
        credentials: Credentials,
        patience: Patience,
    ) -> Result<Self, OpenError> {
        let place = address.to_string();
        let (
            Address::Postgres { host, port, database, reach, .. },
            Credentials::Password { user, password },
        ) = (address, credentials)
        else {
            return Err(OpenError::Credentials(Needed::Password));
        };
        let (host, database) = (host.clone(), database.clone());
        let (port, reach, connect) = (*port, *reach, patience.connect);
        Ok(Self { place, host, port, database, reach, user, password, connect })
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Makes a connection, encrypted unless the database is on this computer.
    pub(super) async fn connect(&self) -> Result<(Client, Messages), StoreError> {
        let mut config = self.config();
        let limit = self.connect.as_secs();
        let slow = |_| StoreError::Slow(format!("no connection within {limit} s").into());
        // A second limit: the one of the library ends before the sign-in.
        let whole = self.connect * 2;
        match self.reach {
            Reach::Loopback => {
                let connect = config.ssl_mode(SslMode::Disable).connect(NoTls);
                let (client, connection) = timeout(whole, connect)
                    .await
                    .map_err(slow)?
                    .map_err(|error| trouble(&error))?;
                Ok((client, messages(connection)))
            }
            Reach::Network => {
                let tls = MakeRustlsConnect::new(tls::config()?);
                let connect = config.ssl_mode(SslMode::Require).connect(tls);
                let (client, connection) = timeout(whole, connect)
                    .await
                    .map_err(slow)?
                    .map_err(|error| trouble(&error))?;
                Ok((client, messages(connection)))
            }
        }
    }

    /// The settings of one connection; they hold the password for as long as it takes to sign in.
    fn config(&self) -> Config {
        let mut config = Config::new();
        config
            .host(&self.host)
            .port(self.port)
            .dbname(&self.database)
            .user(&self.user)
            .password(self.password.expose())
            .application_name("sixboard")
            .connect_timeout(self.connect)
            .keepalives_idle(Duration::from_secs(30))
            .keepalives_interval(Duration::from_secs(10))
            .keepalives_retries(3);
        config
    }
}

fn messages<S>(mut connection: Connection<Socket, S>) -> Messages
where
    S: tokio_postgres::tls::TlsStream + Unpin + Send + 'static,
{
    Box::pin(stream::poll_fn(move |context| connection.poll_message(context)))
}

/// The connection that statements go through, shared by all that are under way.
pub(super) struct Link {
    server: Arc<Server>,
    patience: Patience,
    client: Mutex<Option<Arc<Client>>>,
}

impl Link {
    pub(super) fn new(server: Arc<Server>, patience: Patience) -> Self {
        Self { server, patience, client: Mutex::new(None) }
    }

    /// Runs one statement, again on a new connection when the old one was lost: every statement of
    /// ours may be repeated.
    pub(super) async fn ask(
        &self,
        statement: &str,
        values: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<Vec<Row>, StoreError> {
        let client = self.client().await?;
        match self.ask_once(&client, statement, values).await {
            Err(_) if client.is_closed() => {
                let client = self.client().await?;
                self.ask_once(&client, statement, values).await
            }
            done => done,
        }
    }

    async fn ask_once(
        &self,
        client: &Arc<Client>,
        statement: &str,
        values: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<Vec<Row>, StoreError> {
        match timeout(self.patience.answer, client.query_typed(statement, values)).await {
            Ok(done) => done.map_err(|error| trouble(&error)),
            Err(_) => {
                self.forget(client).await; // it may be a connection into nowhere
                let seconds = self.patience.answer.as_secs();
                Err(StoreError::Slow(format!("no answer within {seconds} s").into()))
            }
        }
    }

    async fn client(&self) -> Result<Arc<Client>, StoreError> {
        let mut kept = self.client.lock().await;
        if let Some(client) = kept.as_ref().filter(|client| !client.is_closed()) {
            return Ok(Arc::clone(client));
        }
        let (client, mut messages) = self.server.connect().await?;
        tokio::spawn(async move { while let Some(Ok(_)) = messages.next().await {} });
        Ok(Arc::clone(kept.insert(Arc::new(client))))
    }

    async fn forget(&self, client: &Arc<Client>) {
        let mut kept = self.client.lock().await;
        if kept.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, client)) {
            *kept = None;
        }
    }
}

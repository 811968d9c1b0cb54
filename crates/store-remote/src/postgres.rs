//! PostgreSQL: a table to which members may only add.
//!
//! Every put is a new row. Of an object that its writer overwrites the newest row counts; of every
//! other object the first, so that a member with the right to add cannot hide what is there. A
//! statement that adds also notifies, in the same transaction, and devices listen: they wake within
//! milliseconds. Each statement is whole by itself and safe to repeat.

mod connection;
mod trouble;
mod watch;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use store::{Dir, Kind, Name, Store, StoreError, Watch, check_read, check_write};
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

use crate::{Address, Credentials, OpenError, Patience};
use connection::{Link, Server};

/// What an administrator of the database runs once: the table, the roles and their rights.
pub const SETUP: &str = include_str!("postgres/setup.sql");

/// More names than any firm has.
const MOST_NAMES: usize = 1_000_000;

/// A table in a database.
#[derive(Clone)]
pub(crate) struct Postgres {
    server: Arc<Server>,
    link: Arc<Link>,
    table: Arc<str>,
    patience: Patience,
}

impl Postgres {
    /// Opens the table of `address`; makes no connection.
    pub(crate) fn new(
        address: &Address,
        credentials: Credentials,
        patience: Patience,
    ) -> Result<Self, OpenError> {
        let Address::Postgres { schema, .. } = address else {
            return Err(StoreError::Bug("not a database".into()).into());
        };
        let table = format!("\"{schema}\".object").into(); // a checked word: no quote is in it
        let server = Arc::new(Server::new(address, credentials, patience)?);
        let link = Arc::new(Link::new(Arc::clone(&server), patience));
        Ok(Self { server, link, table, patience })
    }

    async fn ask(
        &self,
        statement: &str,
        values: &[(&(dyn ToSql + Sync), Type)],
    ) -> Result<Vec<Row>, StoreError> {
        self.link.ask(&statement.replace("{table}", &self.table), values).await
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Postgres").field(&self.server.place()).finish()
    }
}

#[async_trait]
impl Store for Postgres {
    async fn put(&self, name: &Name, bytes: Bytes) -> Result<(), StoreError> {
        check_write(name, &bytes)?;
        let may_add =
            if name.kind().is_overwritten() { "true" } else { "NOT EXISTS (SELECT FROM there)" };
        let statement = format!(
            "WITH there AS (
                SELECT bytes = $2 AS same FROM {{table}} WHERE name = $1 ORDER BY id {} LIMIT 1
            ), added AS (
                INSERT INTO {{table}} (name, bytes)
                SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM there WHERE same) AND {may_add}
                RETURNING pg_notify('{}', '')::text
            )
            SELECT (SELECT same FROM there), (SELECT count(*) FROM added)",
            order(name.kind()),
            watch::CHANNEL,
        );
        let rows =
            self.ask(&statement, &[(&name.as_str(), Type::TEXT), (&&*bytes, Type::BYTEA)]).await?;
        let row = rows.first().ok_or_else(no_row)?;
        let (same, added): (Option<bool>, i64) = (value(row, 0)?, value(row, 1)?);
        if same == Some(false) && added == 0 {
            let cause = format!("{name} was taken by other bytes, which only a keeper can remove");
            return Err(StoreError::Damaged(cause.into()));
        }
        Ok(())
    }

    async fn get(&self, name: &Name) -> Result<Option<Bytes>, StoreError> {
        let statement = format!(
            "SELECT octet_length(bytes), CASE WHEN octet_length(bytes) <= $2 THEN bytes END
            FROM {{table}} WHERE name = $1 ORDER BY id {} LIMIT 1",
            order(name.kind())
        );
        let most = i32::try_from(name.max_len()).unwrap_or(i32::MAX);
        let rows =
            self.ask(&statement, &[(&name.as_str(), Type::TEXT), (&most, Type::INT4)]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (len, bytes): (i32, Option<&[u8]>) = (value(row, 0)?, value(row, 1)?);
        check_read(name, u64::try_from(len).unwrap_or(0))?;
        let bytes = bytes.ok_or_else(|| StoreError::TooLarge(format!("{name}: {len}").into()))?;
        Ok(Some(Bytes::copy_from_slice(bytes)))
    }

    async fn list(&self, dir: &Dir, after: Option<&Name>) -> Result<Vec<Name>, StoreError> {
        // '0' is the character after '/', so these two enclose every name in the directory.
        let (first, last) = (format!("{dir}/"), format!("{dir}0"));
        let first = after.map_or(&*first, |after| first.as_str().max(after.as_str()));
        let statement = format!(
            "SELECT DISTINCT name FROM {{table}} WHERE name > $1 AND name < $2 LIMIT {}",
            MOST_NAMES + 1
        );
        let rows = self.ask(&statement, &[(&first, Type::TEXT), (&last, Type::TEXT)]).await?;
        if rows.len() > MOST_NAMES {
            return Err(StoreError::TooLarge(format!("more than {MOST_NAMES} names").into()));
        }
        let texts = rows.iter().map(|row| value::<&str>(row, 0));
        let names = texts.map(|text| text.map(|text| Name::parse(text).ok()));
        Ok(names.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    async fn delete(&self, name: &Name) -> Result<(), StoreError> {
        self.ask("DELETE FROM {table} WHERE name = $1", &[(&name.as_str(), Type::TEXT)]).await?;
        Ok(())
    }

    async fn watch(&self) -> Result<Box<dyn Watch>, StoreError> {
        let watch = watch::Listener::begin(Arc::clone(&self.server), self.patience).await?;
        Ok(Box::new(watch))
    }
}

/// Which row of a name counts.
fn order(kind: Kind) -> &'static str {
    if kind.is_overwritten() { "DESC" } else { "ASC" }
}

fn value<'a, T: tokio_postgres::types::FromSql<'a>>(
    row: &'a Row,
    column: usize,
) -> Result<T, StoreError> {
    // The table is not as it was set up.
    row.try_get(column).map_err(|error| StoreError::Damaged(error.to_string().into()))
}

fn no_row() -> StoreError {
    StoreError::Damaged("the database answered nothing".into())
}

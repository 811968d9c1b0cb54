//! The statements on accounts and their key versions. All run within a caller's transaction.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::firm::SignInItems;
use crate::{AccountId, KeyId, StorageError};

type Result<T> = std::result::Result<T, StorageError>;

/// A blind index.
pub(crate) type Index = [u8; 32];

/// An account's row as stored.
pub(crate) struct AccountRow {
    pub(crate) id: AccountId,
    pub(crate) live: bool,
    pub(crate) sealed: Vec<u8>,
}

/// Puts the items of the sign-in to the firm's store in place of those before.
pub(crate) fn set_sign_in(on: &Connection, items: Option<SignInItems>) -> Result<()> {
    on.prepare_cached("DELETE FROM firm_sign_in")?.execute([])?;
    if let Some(items) = items {
        on.prepare_cached("INSERT INTO firm_sign_in VALUES (1, ?1, ?2)")?
            .execute((items.id.as_bytes(), items.parts))?;
    }
    Ok(())
}

pub(crate) fn account(on: &Connection, id: AccountId) -> Result<Option<AccountRow>> {
    let mut query = on.prepare_cached("SELECT id, live, sealed FROM account WHERE id = ?1")?;
    query.query_row([id.as_bytes()], read_account).optional()?.transpose()
}

pub(crate) fn accounts(on: &Connection, live: bool) -> Result<Vec<AccountRow>> {
    let mut query =
        on.prepare_cached("SELECT id, live, sealed FROM account WHERE live = ?1 ORDER BY id")?;
    let rows = query.query_map([live], read_account)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().collect()
}

/// The live account with this label.
pub(crate) fn label_owner(on: &Connection, label: &Index) -> Result<Option<AccountId>> {
    let sql = "SELECT id FROM account WHERE label_index = ?1 AND live = 1";
    owner(on, sql, label)
}

/// The live account with the label that the row of the account `id` has.
pub(crate) fn same_label_owner(on: &Connection, id: AccountId) -> Result<Option<AccountId>> {
    let mut query = on.prepare_cached("SELECT label_index FROM account WHERE id = ?1")?;
    let label: Option<Vec<u8>> = query.query_row([id.as_bytes()], |row| row.get(0)).optional()?;
    match label.map(Index::try_from) {
        Some(Ok(label)) => label_owner(on, &label),
        Some(Err(_)) => Err(StorageError::Damaged("no label index".to_owned())),
        None => Ok(None),
    }
}

/// The live account that has this secret key in any version.
pub(crate) fn key_owner(on: &Connection, key: &Index) -> Result<Option<AccountId>> {
    let sql = "SELECT account FROM key_version WHERE key_index = ?1 AND live = 1";
    owner(on, sql, key)
}

pub(crate) fn has_key(on: &Connection, key: KeyId) -> Result<bool> {
    let mut query = on.prepare_cached("SELECT 1 FROM key_version WHERE id = ?1")?;
    Ok(query.exists([key.as_bytes()])?)
}

pub(crate) fn insert_account(
    on: &Connection,
    id: AccountId,
    live: bool,
    label: &Index,
    sealed: &[u8],
) -> Result<()> {
    let mut insert = on.prepare_cached("INSERT INTO account VALUES (?1, ?2, ?3, ?4)")?;
    insert.execute((id.as_bytes(), live, label, sealed))?;
    Ok(())
}

pub(crate) fn update_account(
    on: &Connection,
    id: AccountId,
    live: bool,
    label: &Index,
    sealed: &[u8],
) -> Result<()> {
    let mut update = on.prepare_cached(
        "UPDATE account SET live = ?2, label_index = ?3, sealed = ?4 WHERE id = ?1",
    )?;
    update.execute((id.as_bytes(), live, label, sealed))?;
    let mut keys = on.prepare_cached("UPDATE key_version SET live = ?2 WHERE account = ?1")?;
    keys.execute((id.as_bytes(), live))?;
    Ok(())
}

pub(crate) fn insert_key(
    on: &Connection,
    id: KeyId,
    account: AccountId,
    live: bool,
    index: &Index,
) -> Result<()> {
    let mut insert = on.prepare_cached("INSERT INTO key_version VALUES (?1, ?2, ?3, ?4)")?;
    insert.execute((id.as_bytes(), account.as_bytes(), live, index))?;
    Ok(())
}

/// The key versions of an account, with their blind indexes.
pub(crate) fn keys(on: &Connection, account: AccountId) -> Result<Vec<(KeyId, Vec<u8>)>> {
    let mut query =
        on.prepare_cached("SELECT id, key_index FROM key_version WHERE account = ?1 ORDER BY id")?;
    let rows = query
        .query_map([account.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<Vec<(Vec<u8>, Vec<u8>)>>>()?;
    rows.into_iter().map(|(id, index)| Ok((key_id(&id)?, index))).collect()
}

/// Puts an account into the list, or takes it out, and its key versions with it.
pub(crate) fn set_live(on: &Connection, id: AccountId, live: bool) -> Result<()> {
    for sql in [
        "UPDATE account SET live = ?2 WHERE id = ?1",
        "UPDATE key_version SET live = ?2 WHERE account = ?1",
    ] {
        on.prepare_cached(sql)?.execute((id.as_bytes(), live))?;
    }
    Ok(())
}

/// Deletes the row of one key version.
pub(crate) fn delete_key(on: &Connection, key: KeyId) -> Result<()> {
    on.prepare_cached("DELETE FROM key_version WHERE id = ?1")?.execute([key.as_bytes()])?;
    Ok(())
}

/// Deletes an account's row, and with it those of its key versions.
pub(crate) fn delete_account(on: &Connection, id: AccountId) -> Result<()> {
    on.prepare_cached("DELETE FROM account WHERE id = ?1")?.execute([id.as_bytes()])?;
    Ok(())
}

fn owner(on: &Connection, sql: &str, index: &Index) -> Result<Option<AccountId>> {
    let id: Option<Vec<u8>> =
        on.prepare_cached(sql)?.query_row([index], |row| row.get(0)).optional()?;
    id.map(|id| account_id(&id)).transpose()
}

fn read_account(row: &Row<'_>) -> rusqlite::Result<Result<AccountRow>> {
    let (id, live, sealed): (Vec<u8>, _, _) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(account_id(&id).map(|id| AccountRow { id, live, sealed }))
}

fn account_id(bytes: &[u8]) -> Result<AccountId> {
    AccountId::from_slice(bytes).ok_or_else(|| StorageError::Damaged("no account id".to_owned()))
}

fn key_id(bytes: &[u8]) -> Result<KeyId> {
    KeyId::from_slice(bytes).ok_or_else(|| StorageError::Damaged("no key id".to_owned()))
}

use rusqlite::{Connection, OptionalExtension};
use seal::{Namespace, OpenError};
use secret::Secret;

use crate::{DocumentError, StorageError, UnlockedVault};

impl UnlockedVault {
    /// The settings document of this name, or `None` where it was never set.
    ///
    /// # Errors
    /// [`DocumentError`].
    pub fn document(&self, name: &str) -> Result<Option<Secret>, DocumentError> {
        let sealed = self.sealed_document(name)?;
        let opened = sealed.map(|sealed| self.open_document(name, &sealed));
        opened.transpose().map_err(|_| DocumentError::Damaged)
    }

    /// Keeps a settings document in place of the one that had this name. A damaged one is set aside.
    ///
    /// # Errors
    /// [`DocumentError`]; the former one then stays.
    pub fn set_document(&self, name: &str, content: &[u8]) -> Result<(), DocumentError> {
        Ok(self.device.database.write(|tx| self.put_document(tx, name, content))?)
    }

    /// Keeps in place of a settings document what `change` makes of it, and lets no other program
    /// change it meanwhile. One that is damaged is set aside, and as if it was never set.
    ///
    /// # Errors
    /// [`StorageError`]; the former one then stays.
    pub fn change_document(
        &self,
        name: &str,
        change: impl FnOnce(Option<Secret>) -> Secret,
    ) -> Result<(), StorageError> {
        self.device.database.write(|tx| {
            let former = self.sealed_document_on(tx, name)?;
            let former = former.and_then(|sealed| self.open_document(name, &sealed).ok());
            self.put_document(tx, name, change(former).expose())
        })
    }

    /// Whether a damaged document of this name was set aside, as it is, when another took its place. The
    /// first one stays.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn has_set_aside(&self, name: &str) -> Result<bool, StorageError> {
        Ok(self.sealed_document(&aside(name))?.is_some())
    }

    pub(crate) fn put_document(
        &self,
        on: &Connection,
        name: &str,
        content: &[u8],
    ) -> Result<(), StorageError> {
        let former = self.sealed_document_on(on, name)?;
        if let Some(damaged) = former.filter(|sealed| self.open_document(name, sealed).is_err())
            && self.sealed_document_on(on, &aside(name))?.is_none()
        {
            self.put_sealed(on, &aside(name), &damaged)?;
        }
        let sealed =
            seal::seal(&self.key, Namespace::DOCUMENT, &self.bind_document(name), content)?;
        self.put_sealed(on, name, &sealed)
    }

    fn put_sealed(&self, on: &Connection, name: &str, sealed: &[u8]) -> Result<(), StorageError> {
        let index = self.document_index(name)?;
        on.prepare_cached("INSERT OR REPLACE INTO document VALUES (?1, ?2)")?
            .execute((index, sealed))?;
        Ok(())
    }

    pub(crate) fn drop_document(&self, on: &Connection, name: &str) -> Result<(), StorageError> {
        for name in [name, &aside(name)] {
            let index = self.document_index(name)?;
            on.prepare_cached("DELETE FROM document WHERE name_index = ?1")?.execute([index])?;
        }
        Ok(())
    }

    fn open_document(&self, name: &str, sealed: &[u8]) -> Result<Secret, OpenError> {
        seal::open(&self.key, Namespace::DOCUMENT, &self.bind_document(name), sealed)
    }

    fn sealed_document(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        self.sealed_document_on(&self.device.database.connection(), name)
    }

    fn sealed_document_on(
        &self,
        on: &Connection,
        name: &str,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let index = self.document_index(name)?;
        let mut query = on.prepare_cached("SELECT sealed FROM document WHERE name_index = ?1")?;
        Ok(query.query_row([index], |row| row.get(0)).optional()?)
    }

    fn document_index(&self, name: &str) -> Result<[u8; 32], StorageError> {
        Ok(seal::blind_index(&self.key, Namespace::DOCUMENT, name.as_bytes())?)
    }

    fn bind_document(&self, name: &str) -> Vec<u8> {
        seal::join(&[b"document", self.device.vault.as_bytes(), name.as_bytes()])
    }
}

/// What a damaged document is called that another took the place of.
fn aside(name: &str) -> String {
    format!("{name}, damaged")
}

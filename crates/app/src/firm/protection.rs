//! The rule that administrators have a passphrase or PIN: all keys of the firm can be opened on their
//! devices.

use ledger::{Firm, Rank};
use vault::Protection;

use super::views::RoleView;
use crate::error::Result;
use crate::{App, Error};

impl App {
    /// Says whether the person of this vault may be an administrator.
    ///
    /// # Errors
    /// When no passphrase protects it.
    pub(crate) fn must_be_protected(&self) -> Result<()> {
        match self.with_vault(|vault| Ok(vault.protection()))? {
            Protection::Passphrase => Ok(()),
            Protection::OsSignIn => Err(Error::new("firm.passphrase")),
        }
    }

    /// Stops who was let in as an administrator, or became one, before anything else is done: no
    /// key comes into the vault, and nothing is written in their name.
    ///
    /// # Errors
    /// When this device is an administrator's and no passphrase protects the vault.
    pub(crate) fn administrator_must_be_protected(&self, firm: &mut Firm) -> Result<()> {
        let is_administrator = firm.rank().is_some_and(Rank::is_administrator);
        if is_administrator { self.must_be_protected() } else { Ok(()) }
    }

    /// Says whether the passphrase may be taken away.
    ///
    /// # Errors
    /// When this device is an administrator's, or what it is in the firm cannot be read.
    pub(crate) fn may_do_without_passphrase(&self) -> Result<()> {
        match self.firm() {
            Ok(firm) if firm.role == Some(RoleView::Administrator) => {
                Err(Error::new("firm.passphrase-stays"))
            }
            Err(error) if error.code() != "firm.none" => Err(error),
            _ => Ok(()),
        }
    }
}

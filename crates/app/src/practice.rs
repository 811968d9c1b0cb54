//! The practice account of the first run: real codes of a key that opens nothing.

use secret::Secret;
use vault::{Label, NewAccount, UnlockedVault};

use crate::App;
use crate::error::Result;

const LABEL: &str = "Practice – try copying this";

/// A key that anyone may know: it protects nothing.
const KEY: &[u8] = b"Sixboard practice key";

impl App {
    pub(crate) fn add_practice_account(&self, vault: &UnlockedVault) -> Result<()> {
        let account = NewAccount {
            practice: true,
            ..NewAccount::new(Label::new(LABEL)?, otp::Params::totp_default())
        };
        vault.add(account, Secret::copy_of(KEY), self.now())?;
        Ok(())
    }
}

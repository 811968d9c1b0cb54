//! A key in a file for one person: a backup of one account, sealed under words that are read out on
//! the telephone. The person restores it into their own vault.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;

use bip39::Mnemonic;
use secret::SecretText;
use vault::{Label, NewAccount, UserIdHint};
use zeroize::Zeroize;

use super::giving::{GiveRequest, Handed};
use super::views::{Done, GivenView, RouteView};
use crate::error::Result;
use crate::{App, Error};

/// Words of a passphrase: 66 random bits, behind Argon2id.
const WORDS: usize = 6;

impl App {
    /// Gives a key in a file for one person. Returns the words to read out: they are shown once. It is
    /// in the register before the file is written.
    ///
    /// # Errors
    /// As [`App::give_key`]; and before anything is given `given.file` where a file is there already,
    /// and `backup.file` where none can be written. A disk that fails after that leaves a file in the
    /// register that is not there.
    pub fn give_file(
        &self,
        request: &GiveRequest,
        path: &Path,
    ) -> Result<(SecretText, Done<GivenView>)> {
        must_be_free(path)?;
        let words = words()?;
        let request = GiveRequest { route: RouteView::File, ..request.clone() };
        let Done { value: handed, unsent } = self.give_key(&request)?;
        let Handed { given, account, user_id_hint, service, .. } = handed;
        let label = Label::new(&given.label)?;
        let new = NewAccount {
            user_id_hint: user_id_hint.as_deref().and_then(|hint| UserIdHint::new(hint).ok()),
            issuer: account.issuer,
            service,
            ..NewAccount::new(label, account.params)
        };
        vault::backup::write_one(path, &words, (new, account.secret), self.now())?;
        Ok((words, Done { value: given, unsent }))
    }
}

/// Whether a new file can be written at `path`.
fn must_be_free(path: &Path) -> Result<()> {
    let unwritten = |cause: io::Error| match cause.kind() {
        ErrorKind::AlreadyExists => {
            Error::new("given.file").with("path", path.display().to_string()).because(cause)
        }
        _ => Error::new("backup.file").with("cause", cause.to_string()).because(cause),
    };
    OpenOptions::new().write(true).create_new(true).open(path).map_err(unwritten)?;
    fs::remove_file(path).map_err(unwritten)
}

/// Six random words of the list that the recovery kit has its words from.
fn words() -> Result<SecretText> {
    let bug = |error: seal::NoRandomness| Error::new("bug.unexpected").because(error);
    let mut entropy: [u8; 32] = seal::make_bytes(&mut seal::SystemEntropy::new()).map_err(bug)?;
    let mnemonic = Mnemonic::from_entropy(&entropy);
    entropy.zeroize();
    let mut mnemonic = mnemonic.map_err(|error| Error::new("bug.unexpected").because(error))?;
    let chosen: Vec<&str> = mnemonic.words().take(WORDS).collect();
    let words = SecretText::new(chosen.join(" "));
    mnemonic.zeroize();
    Ok(words)
}

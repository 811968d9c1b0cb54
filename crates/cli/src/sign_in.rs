//! The sign-in to a firm's store: from a file, standard input, or asked for on the terminal. Never
//! an argument: those are seen by other programs, and kept in the shell's history.

use std::path::PathBuf;

use app::Error;
use app::firm::{Place, sign_in_of};
use clap::Args;
use secret::SecretText;
use store_remote::{Address, Needed};

use crate::commands::place;
use crate::context::Context;
use crate::failure::Failure;
use crate::input;

const FILE_HELP: &str = "\
File that holds the sign-in to the store; - for standard input

It is asked for on a terminal where this is left out. The file holds, by the kind of store:
  WebDAV, PostgreSQL    the user name in the first line, the password in the second
  WebDAV with a token   the token
  S3                    the access key's ID, in the second line the secret access key
  Azure Blob            the account key, or a shared access signature
  Google Cloud Storage  the JSON file of the service account, or a token
A folder needs none.";

/// The sign-in to a store.
#[derive(Args)]
pub(crate) struct SignIn {
    /// File that holds the sign-in to the store; - for standard input; asked for on a terminal
    /// where this is left out
    #[arg(long, value_name = "FILE", long_help = FILE_HELP)]
    sign_in_file: Option<PathBuf>,
}

/// A store and the sign-in to it, where both are new.
#[derive(Args)]
pub(crate) struct NewSignIn {
    #[command(flatten)]
    sign_in: SignIn,

    /// Keep this sign-in on this device: everybody has one of their own
    #[arg(long)]
    own_sign_in: bool,
}

impl SignIn {
    /// The sign-in to the store at `address`; `None` where it wants none, or nobody can be asked.
    ///
    /// # Errors
    /// When the file or the terminal cannot be read.
    pub(crate) fn read(
        &self,
        context: &Context,
        address: &str,
    ) -> Result<Option<SecretText>, Failure> {
        if let Some(file) = &self.sign_in_file {
            return context.input.sign_in(file, context.json).map(Some);
        }
        match Address::parse(address).map(|address| address.needed()) {
            // What is wrong with the address is said when the store is opened.
            Err(_) | Ok(Needed::Nothing) => Ok(None),
            Ok(needed) if input::can_ask() => ask(needed).map(Some),
            Ok(_) => Ok(None),
        }
    }

    /// Why there is no sign-in where one has to be given.
    pub(crate) fn none_given(&self, address: &str) -> Failure {
        match Address::parse(address).map(|address| address.needed()) {
            Ok(Needed::Nothing) => Error::new("store.no-sign-in").into(),
            _ => Failure::Usage(Error::new("cli.sign-in-needed")),
        }
    }

    /// The place at `store`, which the person typed, with a sign-in that stays on this device.
    ///
    /// # Errors
    /// As [`SignIn::read`].
    pub(crate) fn place(&self, context: &Context, store: &str) -> Result<Place, Failure> {
        let address = place(store);
        let sign_in = self.read(context, &address)?;
        Ok(Place { address, sign_in, shared: false })
    }
}

impl NewSignIn {
    /// The place at `store`, which the person typed.
    ///
    /// # Errors
    /// As [`SignIn::read`].
    pub(crate) fn place(&self, context: &Context, store: &str) -> Result<Place, Failure> {
        let place = self.sign_in.place(context, store)?;
        Ok(Place { shared: !self.own_sign_in, ..place })
    }
}

/// Asks on the terminal, one line of the sign-in after the other.
fn ask(needed: Needed) -> Result<SecretText, Failure> {
    match needed {
        Needed::Password => ask_two("User name", "Password"),
        Needed::AccessKey => ask_two("Access key ID", "Secret access key"),
        Needed::PasswordOrToken => ask_two("User name (none for a token)", "Password or token"),
        Needed::AzureKey => input::ask_hidden("Account key or shared access signature"),
        Needed::GoogleKey | Needed::Nothing => input::ask_hidden("Token"),
    }
}

fn ask_two(first: &str, second: &str) -> Result<SecretText, Failure> {
    let name = input::ask(first)?;
    let secret = input::ask_hidden(second)?;
    Ok(sign_in_of(&name, secret))
}

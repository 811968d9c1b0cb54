//! Where a command takes a secret key from.

use std::path::PathBuf;

use app::inspect::{self, Inspection};
use app::view::CodeKind;
use app::{Asked, Error};
use clap::{Args, ValueEnum};

use crate::context::Context;
use crate::failure::Failure;

/// A set-up code, a secret key or a picture: at most one of them.
pub(super) struct KeySource {
    pub(super) uri: Option<String>,
    pub(super) key: Option<String>,
    pub(super) qr: Option<PathBuf>,
}

/// Heading of the options that say how codes are made.
const CODES: &str = "Codes, with --key";

/// How codes are made. Beside --uri and --qr these must agree with what the service says.
#[derive(Args)]
pub(super) struct Params {
    /// Characters of a code, 1 to 10 [default: 6]
    #[arg(long, value_name = "N", help_heading = CODES)]
    digits: Option<u64>,

    /// Seconds a code lasts [default: 30]
    #[arg(long, value_name = "SECONDS", help_heading = CODES)]
    period: Option<u64>,

    /// SHA1, SHA256 or SHA512 [default: SHA1]
    #[arg(long, value_name = "NAME", help_heading = CODES)]
    algorithm: Option<String>,

    /// What moves codes on [default: totp]
    #[arg(long = "type", value_name = "TYPE", help_heading = CODES)]
    kind: Option<KindArg>,

    /// Counter of the next code, for hotp [default: 0]
    #[arg(long, value_name = "N", help_heading = CODES)]
    counter: Option<u64>,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindArg {
    /// Time
    Totp,
    /// Each use
    Hotp,
    /// Time, five characters as Steam shows them
    Steam,
}

impl KeySource {
    /// Whether one was named.
    pub(super) fn is_named(&self) -> bool {
        self.uri.is_some() || self.key.is_some() || self.qr.is_some()
    }

    /// The account that is in it, with the remarks on it.
    ///
    /// # Errors
    /// When it holds none, or several of which none was picked, or what was said of its codes does
    /// not agree with it.
    pub(super) fn read(
        &self,
        context: &Context,
        pick: Option<usize>,
        params: &Params,
    ) -> Result<(inspect::Account, Vec<String>), Failure> {
        let asked = params.asked();
        if self.key.is_some() {
            let found = inspect::bare_key(&self.typed_key(context)?)?;
            let (mut account, remarks) = picked(found, None)?;
            account.params = asked.params()?;
            return Ok((account, remarks));
        }
        let (account, remarks) = picked(self.found(context)?, pick)?;
        asked.agrees(&account)?;
        Ok((account, remarks))
    }

    fn typed_key(&self, context: &Context) -> Result<secret::SecretText, Failure> {
        context.input.secret(self.key.as_deref().unwrap_or("-"), "Secret key", context.json)
    }

    fn found(&self, context: &Context) -> Result<Inspection, Failure> {
        if let Some(path) = &self.qr {
            return Ok(inspect::picture(path)?);
        }
        let uri = self.uri.as_deref().unwrap_or("-");
        Ok(inspect::text(&context.input.secret(uri, "Set-up code", context.json)?))
    }
}

impl Params {
    fn asked(&self) -> Asked {
        Asked {
            kind: self.kind.map(|kind| match kind {
                KindArg::Totp => CodeKind::Totp,
                KindArg::Hotp => CodeKind::Hotp,
                KindArg::Steam => CodeKind::Steam,
            }),
            digits: self.digits,
            period: self.period,
            algorithm: self.algorithm.clone(),
            counter: self.counter,
        }
    }
}

/// The account that is meant, with the remarks on it: the only one, or the one with the number that
/// was said.
fn picked(
    mut found: Inspection,
    pick: Option<usize>,
) -> Result<(inspect::Account, Vec<String>), Failure> {
    let mut accounts = std::mem::take(&mut found.accounts);
    let refused = |code: &'static str, accounts: &[inspect::Account]| {
        let names: Vec<String> = accounts
            .iter()
            .enumerate()
            .map(|(at, a)| format!("{} {}", at + 1, name_of(a)))
            .collect();
        Error::new(code)
            .with("count", accounts.len().to_string())
            .with("accounts", names.join(", "))
    };
    match (accounts.len(), pick) {
        (0, _) => {
            let why = found.skipped.into_iter().next().map(|skipped| skipped.problem);
            Err(why.unwrap_or_else(|| Error::new("cli.nothing-in-it")).into())
        }
        (1, None) => Ok((accounts.remove(0), found.remarks(0))),
        (_, None) => Err(refused("cli.several", &accounts).into()),
        (count, Some(pick)) if (1..=count).contains(&pick) => {
            Ok((accounts.swap_remove(pick - 1), found.remarks(pick - 1)))
        }
        (_, Some(pick)) => {
            Err(refused("cli.pick", &accounts).with("pick", pick.to_string()).into())
        }
    }
}

fn name_of(account: &inspect::Account) -> String {
    let names = [account.issuer.trim(), account.account.trim()];
    let named: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    if named.is_empty() { "(no name)".to_owned() } else { named.join(" – ") }
}

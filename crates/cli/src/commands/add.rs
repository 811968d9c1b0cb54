//! `sixboard add`: puts one secret key in.

use std::path::PathBuf;

use app::inspect::{self, Inspection};
use app::view::{AddOutcome, AddRequest, AddView, BackupDue, CodeKind, LookAlikeView};
use app::{App, Asked, Error, messages};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{done, naming};
use crate::context::Context;
use crate::failure::Failure;
use crate::output;

/// Add an account from a set-up code, a secret key or a QR picture
///
/// Nothing is ever overwritten: a name that is taken, and a key that is here already, are told and
/// change nothing. An account whose key was lost comes back by its key. The first account makes the vault; with --passphrase-file it gets a passphrase.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard add --label 'HMRC online services – VAT – Leeds' --qr code.png --user-id-hint 4417
  sixboard add --label 'Xero – Payroll' --key -          asks for the key, or reads it from a pipe
  sixboard add --label 'Companies House' --uri - < set-up-code.txt
  sixboard add --label 'Xero – Payroll' --key - --replace     the service gave a new key")]
pub(crate) struct Add {
    /// Name of the account, unique in the vault: service – purpose – office
    #[arg(long, short)]
    label: String,

    #[command(flatten)]
    source: Source,

    /// Which account to take where a picture or transfer code holds several, from 1
    #[arg(long, value_name = "N")]
    pick: Option<usize>,

    /// Last four characters of the user ID, to tell two sign-ins at one service apart
    #[arg(long, value_name = "LAST4")]
    user_id_hint: Option<String>,

    /// A note; never a password
    #[arg(long)]
    note: Option<String>,

    /// Take this as the new key of the account with this label; the old one is kept until `confirm`
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    params: Params,

    /// Print {"outcome","id","label","look_alike"} as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Source {
    /// Set-up code (otpauth://... or otpauth-migration://...); - for standard input
    #[arg(long)]
    uri: Option<String>,

    /// Secret key as the service shows it, in letters and numbers; - for standard input
    #[arg(long)]
    key: Option<String>,

    /// Picture file with the QR code, PNG or JPEG
    #[arg(long, value_name = "FILE")]
    qr: Option<PathBuf>,
}

/// Heading of the options that say how codes are made.
const CODES: &str = "Codes, with --key";

/// How codes are made. Beside --uri and --qr these must agree with what the service says.
#[derive(Args)]
struct Params {
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

#[derive(Serialize)]
struct Added {
    outcome: AddOutcome,
    id: String,
    label: String,
    look_alike: Option<LookAlikeView>,
}

impl Add {
    /// Runs it.
    ///
    /// # Errors
    /// When there is nothing to add, a field is not allowed, or the label or key is here already.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let asked = self.params.asked();
        let (account, remarks) = if self.source.key.is_some() {
            let found = inspect::bare_key(&self.source.key(context)?)?;
            let (mut account, remarks) = picked(found, None)?;
            account.params = asked.params()?;
            (account, remarks)
        } else {
            let found = self.source.found(context)?;
            let (account, remarks) = picked(found, self.pick)?;
            asked.agrees(&account)?;
            (account, remarks)
        };
        let request = AddRequest {
            draft: String::new(),
            index: 0,
            label: self.label,
            user_id_hint: self.user_id_hint,
            note: self.note,
            service: None,
            replace: self.replace,
        };
        App::check_typed(&request)?;
        context.open_or_make()?;
        let name = account.account.clone();
        let added = context.app.add(account, &request)?;
        report(context, added, &name, &remarks)
    }
}

impl Source {
    fn key(&self, context: &Context) -> Result<secret::SecretText, Failure> {
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

/// Says how it went; `name` is the account's own at its service.
fn report(
    context: &Context,
    added: AddView,
    name: &str,
    remarks: &[String],
) -> Result<(), Failure> {
    let error = |code| Error::new(code).with("label", &*added.label);
    match added.outcome {
        AddOutcome::SameKey => return Err(error("account.same-key").into()),
        AddOutcome::LabelTaken => {
            let known = if added.suggestion.is_some() { "yes" } else { "no" };
            let suggestion = added.suggestion.as_deref().unwrap_or_default();
            let args =
                [("label", added.label.as_str()), ("suggestion", suggestion), ("known", known)];
            let error = error("account.label-taken").with("since", messages::day(added.since));
            return Err(Failure::with_next(error, messages::text("cli-label-taken", args)));
        }
        AddOutcome::Added | AddOutcome::Replaced | AddOutcome::Mended => {}
    }
    let checked = context.app.check_label_of(&added.label, name, Some(&added.id))?;
    if context.json {
        let AddView { outcome, id, label, unsent, .. } = added;
        let look_alike = checked.look_alike;
        output::print_json(&Added { outcome, id, label, look_alike })?;
        done::say_trouble(context, unsent.as_ref());
        return Ok(());
    }
    print(&added)?;
    done::say_trouble(context, added.unsent.as_ref());
    // It has a name now.
    for remark in remarks.iter().filter(|remark| *remark != "note-name-missing") {
        output::say(&messages::text(remark, []).unwrap_or_default());
    }
    naming::advise(&checked);
    remind_of_backup(context);
    Ok(())
}

fn print(added: &AddView) -> Result<(), Failure> {
    let label = &added.label;
    match added.outcome {
        AddOutcome::Replaced => {
            output::print(&format!("Replaced the key of '{label}'."))?;
            output::say("The earlier key is kept. Sign in with a new code, then say how it went:");
            output::say(&format!("sixboard confirm '{label}' --accepted (or --refused)"));
        }
        AddOutcome::Mended => output::print(&format!("The key of '{label}' is back."))?,
        _ => output::print(&format!("Added '{label}'."))?,
    }
    Ok(())
}

fn remind_of_backup(context: &Context) {
    match context.app.status().backup {
        BackupDue::No => {}
        BackupDue::Never => {
            output::say("There is no backup yet. To make one: sixboard backup FILE")
        }
        BackupDue::Older => {
            output::say(
                "The last backup does not have this key. To make one: sixboard backup FILE",
            );
        }
    }
}

//! `sixboard add`: puts one secret key in.

use std::path::PathBuf;

use app::view::{AddOutcome, AddRequest, AddView, BackupDue, LookAlikeView};
use app::{App, Error, messages};
use clap::Args;
use serde::Serialize;

use super::source::{KeySource, Params};
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
        let source = KeySource { uri: self.source.uri, key: self.source.key, qr: self.source.qr };
        let (account, remarks) = source.read(context, self.pick, &self.params)?;
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

/// Says how it went; `name` is the account's own at its service.
fn report(
    context: &Context,
    added: AddView,
    name: &str,
    remarks: &[String],
) -> Result<(), Failure> {
    must_be_taken(&added)?;
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

/// What was added was not there before.
///
/// # Errors
/// When the label or the key is here already.
pub(super) fn must_be_taken(added: &AddView) -> Result<(), Failure> {
    let error = |code| Error::new(code).with("label", &*added.label);
    match added.outcome {
        AddOutcome::SameKey => Err(error("account.same-key").into()),
        AddOutcome::LabelTaken => {
            let known = if added.suggestion.is_some() { "yes" } else { "no" };
            let suggestion = added.suggestion.as_deref().unwrap_or_default();
            let args =
                [("label", added.label.as_str()), ("suggestion", suggestion), ("known", known)];
            let error = error("account.label-taken").with("since", messages::day(added.since));
            Err(Failure::with_next(error, messages::text("cli-label-taken", args)))
        }
        AddOutcome::Added | AddOutcome::Replaced | AddOutcome::Mended => Ok(()),
    }
}

fn print(added: &AddView) -> Result<(), Failure> {
    let label = &added.label;
    match added.outcome {
        AddOutcome::Replaced => {
            output::print(&format!("Replaced the key of '{label}'."))?;
            output::say("The old key is kept. Sign in with a new code, then say how it went:");
            output::say(&format!("sixboard confirm '{label}' --accepted (or --refused)"));
        }
        AddOutcome::Mended => output::print(&format!("The key of '{label}' is back."))?,
        _ => output::print(&format!("Added '{label}'."))?,
    }
    Ok(())
}

pub(super) fn remind_of_backup(context: &Context) {
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

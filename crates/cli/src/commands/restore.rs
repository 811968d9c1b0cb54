//! `sixboard restore`.

use std::path::PathBuf;

use app::backup_file::BackupFile;
use app::view::{PlanOutcome, PlanRowView, PlanView};
use app::{Error, messages};
use clap::Args;
use secret::SecretText;
use serde::Serialize;

use super::accounts;
use crate::context::Context;
use crate::failure::Failure;
use crate::{input, output, passphrase, table};

/// Show what a backup would bring back, and with --yes bring it back
///
/// Restoring only ever adds. Where there is no vault yet it makes one; with --passphrase-file the
/// new vault gets that passphrase. A restore that was stopped goes on where it was.
#[derive(Args)]
#[command(after_help = "\
Examples:
  sixboard restore firm.sixboard-backup
  sixboard restore firm.sixboard-backup --backup-passphrase-file passphrase.txt --yes")]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,

    /// File that holds the passphrase of the backup; - for standard input
    #[arg(long, value_name = "FILE")]
    backup_passphrase_file: Option<PathBuf>,

    /// Bring it back without asking
    #[arg(long)]
    yes: bool,

    /// Print {"written_at","other_vault","rows":[{"label","outcome","new_label"}],"restored"} as JSON
    ///
    /// "outcome" is what would happen to one account: add, addRenamed, alreadyHere, replacedSince,
    /// wasRemoved, noKey or unreadable. "restored" is the number of accounts that were added, null without --yes.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    written_at: u64,
    other_vault: bool,
    rows: Vec<Row<'a>>,
    restored: Option<u32>,
}

#[derive(Serialize)]
struct Row<'a> {
    label: &'a str,
    outcome: PlanOutcome,
    new_label: Option<&'a str>,
}

impl Restore {
    /// Runs it.
    ///
    /// # Errors
    /// When the backup does not open, or keyring or disk refuse. What was added before stays.
    pub(crate) fn run(self, context: &Context) -> Result<(), Failure> {
        let file = self.backup_passphrase_file.as_deref();
        let question = "Passphrase of the backup";
        let passphrase = passphrase::known(&context.input, file, question, context.json)?
            .ok_or_else(|| Error::new("cli.backup-passphrase"))?;
        let plan = self.plan(context, &passphrase)?;
        if !self.json {
            print(&plan)?;
        }
        let adds = plan.rows.iter().filter(|row| is_added(row)).count();
        if adds == 0 && !self.json {
            return Ok(output::print("There is nothing to add.")?);
        }
        if !self.agreed(adds)? {
            if self.json {
                return Ok(output::print_json(&report(&plan, None))?);
            }
            output::say("Nothing was changed yet. To bring it back, use --yes.");
            return Ok(());
        }
        let plan = self.made(context, &passphrase, plan)?;
        let done = context.app.apply_plan(&plan.plan)?;
        if self.json {
            return Ok(output::print_json(&report(&plan, Some(done.done)))?);
        }
        Ok(output::print(&format!("Added {}.", accounts(done.done)))?)
    }

    /// What would happen. Makes no vault: a wrong passphrase must leave nothing behind.
    fn plan(&self, context: &Context, passphrase: &SecretText) -> Result<PlanView, Failure> {
        if context.is_absent() {
            return Ok(sorted(BackupFile::open(&self.file, passphrase)?.plan()));
        }
        context.open()?;
        Ok(sorted(context.app.open_backup(&self.file, passphrase)?))
    }

    /// The plan in a vault: where there was none, one is made now.
    fn made(
        &self,
        context: &Context,
        passphrase: &SecretText,
        plan: PlanView,
    ) -> Result<PlanView, Failure> {
        if !plan.plan.is_empty() {
            return Ok(plan);
        }
        context.open_or_make()?;
        Ok(sorted(context.app.open_backup(&self.file, passphrase)?))
    }

    fn agreed(&self, adds: usize) -> Result<bool, Failure> {
        if self.yes || self.json || !input::can_ask() {
            return Ok(self.yes);
        }
        let question = format!("Add {}?", accounts(u32::try_from(adds).unwrap_or(u32::MAX)));
        input::need_yes(false, &question)?;
        Ok(true)
    }
}

impl<'a> From<&'a PlanRowView> for Row<'a> {
    fn from(row: &'a PlanRowView) -> Self {
        Self { label: &row.label, outcome: row.outcome, new_label: row.new_label.as_deref() }
    }
}

fn sorted(mut plan: PlanView) -> PlanView {
    plan.rows.sort_by_cached_key(|row| row.label.to_lowercase());
    plan
}

fn report(plan: &PlanView, restored: Option<u32>) -> Report<'_> {
    Report {
        written_at: plan.written_at,
        other_vault: plan.other_vault,
        rows: plan.rows.iter().map(Row::from).collect(),
        restored,
    }
}

fn print(plan: &PlanView) -> Result<(), Failure> {
    output::print(&format!("Backup of {}.", messages::day(plan.written_at)))?;
    let rows: Vec<[String; 2]> =
        plan.rows.iter().map(|row| [row.label.clone(), outcome(row)]).collect();
    for line in table::lines(&rows) {
        output::print(&line)?;
    }
    let replaced = plan.rows.iter().filter(|row| row.outcome == PlanOutcome::ReplacedSince).count();
    if replaced > 0 {
        output::print(&format!("{replaced} of its keys were replaced after that and won't work."))?;
    }
    Ok(())
}

fn outcome(row: &PlanRowView) -> String {
    match row.outcome {
        PlanOutcome::Add => "is added".to_owned(),
        PlanOutcome::AddRenamed => {
            let new = row.new_label.as_deref().unwrap_or(&row.label);
            format!("is added as '{new}': its name is in use with another key")
        }
        PlanOutcome::AlreadyHere => "is here already".to_owned(),
        PlanOutcome::ReplacedSince => "is left out: its key was replaced since".to_owned(),
        PlanOutcome::WasRemoved => "is left out: it had been removed".to_owned(),
        PlanOutcome::Unreadable => "cannot be read; a newer Sixboard may be able to".to_owned(),
        PlanOutcome::NoKey => "is left out: its key could not be read then".to_owned(),
    }
}

fn is_added(row: &PlanRowView) -> bool {
    matches!(row.outcome, PlanOutcome::Add | PlanOutcome::AddRenamed)
}

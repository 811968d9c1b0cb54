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
/// Restoring only ever adds; an account that is here and whose key was lost gets it back. Where there is no vault yet it makes one; with --passphrase-file the
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
    /// "outcome" is what would happen to one account: add, addRenamed, addEarlier, mend, alreadyHere,
    /// replacedSince, wasRemoved, noKey or unreadable. "restored" is the number of accounts that were
    /// added or brought back, null without --yes.
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
            .ok_or_else(|| Failure::Usage(Error::new("cli.backup-passphrase")))?;
        let plan = self.plan(context, &passphrase)?;
        if !self.json {
            print(&plan)?;
        }
        let work = Work::of(&plan);
        if work.is_nothing() && !self.json {
            return Ok(output::print("There is nothing to add.")?);
        }
        if !self.agreed(&work)? {
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
        Ok(output::print(&work.said(done.done))?)
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

    fn agreed(&self, work: &Work) -> Result<bool, Failure> {
        if self.yes || self.json || !input::can_ask() {
            return Ok(self.yes);
        }
        input::need_yes(false, &work.question())?;
        Ok(true)
    }
}

/// How many accounts a plan adds and brings back.
struct Work {
    adds: usize,
    mends: usize,
}

impl Work {
    fn of(plan: &PlanView) -> Self {
        let count = |outcomes: &[PlanOutcome]| {
            plan.rows.iter().filter(|row| outcomes.contains(&row.outcome)).count()
        };
        Self {
            adds: count(&[PlanOutcome::Add, PlanOutcome::AddRenamed, PlanOutcome::AddEarlier]),
            mends: count(&[PlanOutcome::Mend]),
        }
    }

    fn is_nothing(&self) -> bool {
        self.adds + self.mends == 0
    }

    fn question(&self) -> String {
        let count = accounts(u32::try_from(self.adds + self.mends).unwrap_or(u32::MAX));
        if self.mends == 0 { format!("Add {count}?") } else { format!("Bring {count} back?") }
    }

    fn said(&self, done: u32) -> String {
        let count = accounts(done);
        if self.mends == 0 { format!("Added {count}.") } else { format!("Brought {count} back.") }
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
    // Where there is no vault yet, that goes without saying.
    if plan.other_vault && !plan.plan.is_empty() {
        output::print("It was made by another vault. What is here stays as it is.")?;
    }
    let rows: Vec<[String; 2]> =
        plan.rows.iter().map(|row| [row.label.clone(), outcome(row)]).collect();
    table::print(&rows)?;
    let replaced = plan.rows.iter().filter(|row| row.outcome == PlanOutcome::ReplacedSince).count();
    if replaced > 0 {
        output::print(&format!("{replaced} of its keys were replaced after that and won't work."))?;
    }
    Ok(())
}

fn outcome(row: &PlanRowView) -> String {
    let renamed = row.new_label.as_ref().map(|new| format!(" as '{new}'")).unwrap_or_default();
    match row.outcome {
        PlanOutcome::Add => "is added".to_owned(),
        PlanOutcome::AddRenamed => {
            format!("is added{renamed}: its name is in use with another key")
        }
        PlanOutcome::AddEarlier => {
            format!("is added{renamed} with its old key: the new one could not be read then")
        }
        PlanOutcome::Mend => format!("is brought back{renamed}: it cannot be read here"),
        PlanOutcome::AlreadyHere => "is here already".to_owned(),
        PlanOutcome::ReplacedSince => "is left out: its key was replaced since".to_owned(),
        PlanOutcome::WasRemoved => "is left out: it had been removed".to_owned(),
        PlanOutcome::Unreadable => "cannot be read; a newer Sixboard may be able to".to_owned(),
        PlanOutcome::NoKey => "is left out: its key could not be read then".to_owned(),
    }
}

//! Backing up and restoring. A restore shows what it would do, and only ever adds; what is here and
//! cannot be read, it brings back.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use secret::SecretText;
use vault::Label;
use vault::backup::{BackupError, Contents, WriteError};
use vault::restore::{self, Outcome, Step};

use crate::error::Result;
use crate::session::long_enough;
use crate::view::{DoneView, PlanOutcome, PlanRowView, PlanView};
use crate::{App, Error, Event, backed_up, messages};

/// Backups that were opened and not yet applied or discarded, and a wish to stop.
#[derive(Default)]
pub(crate) struct Plans {
    made: u64,
    opened: BTreeMap<String, Contents>,
    stop: Arc<AtomicBool>,
}

impl App {
    /// A name for a backup written today.
    pub fn backup_name(&self) -> String {
        format!("Sixboard {}.sixboard-backup", messages::day(self.now()))
    }

    /// Writes a backup of every account and every key, sealed under a passphrase. `done` below
    /// `total` in the answer: so many accounts or keys could not be read and are not in it.
    ///
    /// # Errors
    /// When the passphrase is short, the keyring cannot be asked, the file cannot be written, or
    /// something cannot be read and another file is there that may hold it.
    pub fn back_up(&self, path: &Path, passphrase: &SecretText) -> Result<DoneView> {
        long_enough(passphrase)?;
        let now = self.now();
        let written = self.with_vault(|vault| {
            let written = vault::backup::write(vault, path, passphrase, now)?;
            if written.left_out.is_empty() {
                // The file is there; if that cannot be noted, one backup too many is asked for.
                let _ = backed_up::note(vault, now);
            }
            Ok(written)
        })?;
        self.tell(Event::Changed);
        Ok(DoneView {
            done: count(written.accounts),
            total: count(written.accounts + written.left_out.len()),
            path: Some(path.display().to_string()),
        })
    }

    /// Opens a backup and shows what restoring it would do. Changes nothing.
    ///
    /// # Errors
    /// When it is no backup, cut off, damaged, newer than this program, or the passphrase is wrong.
    pub fn open_backup(&self, path: &Path, passphrase: &SecretText) -> Result<PlanView> {
        let contents = vault::backup::open(path, passphrase)?;
        // Kept before the vault can be locked, which wipes what is kept.
        self.with_vault(|vault| {
            let plan = restore::plan(vault, &contents)?;
            let mut plans = self.plans();
            plans.made += 1;
            let name = format!("plan-{}", plans.made);
            let rows = plan.steps.iter().map(row).chain(unreadable_rows(&contents)).collect();
            let written_at = contents.made_at();
            plans.opened.insert(name.clone(), contents);
            Ok(PlanView { plan: name, written_at, other_vault: plan.other_vault, rows })
        })
    }

    /// Restores an opened backup. Tells its progress; can be stopped, and taken up again by opening
    /// the backup anew.
    ///
    /// # Errors
    /// When the plan is gone, or an account cannot be added; those before it stay.
    pub fn apply_plan(&self, plan: &str) -> Result<DoneView> {
        let (contents, stop) = {
            let mut plans = self.plans();
            plans.stop.store(false, Ordering::Relaxed);
            let contents = plans.opened.remove(plan).ok_or_else(|| Error::new("draft.gone"))?;
            (contents, Arc::clone(&plans.stop))
        };
        let restored = self.with_vault(|vault| {
            let plan = restore::plan(vault, &contents)?;
            let mut progress = |done, total| {
                let (done, total) = (count(done), count(total));
                self.tell(Event::Progress(DoneView { done, total, path: None }));
                if stop.load(Ordering::Relaxed) {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            };
            Ok(restore::apply(vault, &contents, &plan, &mut progress)?)
        })?;
        self.tell(Event::Changed);
        let total = count(contents.entries().len());
        let done = restored.added.len() + restored.mended.len();
        Ok(DoneView { done: count(done), total, path: None })
    }

    /// Stops a restore after the present account.
    pub fn stop_restore(&self) {
        self.plans().stop.store(true, Ordering::Relaxed);
    }

    /// Wipes an opened backup. One that is gone already is no error.
    pub fn discard_plan(&self, plan: &str) {
        self.plans().opened.remove(plan);
    }

    /// Wipes every opened backup.
    pub(crate) fn forget_plans(&self) {
        self.plans().opened.clear();
    }
}

/// A row for each account of a backup that cannot be read: it has no label to show but its id.
pub(crate) fn unreadable_rows(contents: &Contents) -> impl Iterator<Item = PlanRowView> {
    contents.unreadable().iter().map(|unreadable| PlanRowView {
        label: unreadable.id.to_string(),
        outcome: PlanOutcome::Unreadable,
        new_label: None,
    })
}

fn row(step: &Step) -> PlanRowView {
    let other = |label: &Label| (*label != step.label).then(|| label.as_str().to_owned());
    let (outcome, new_label) = match &step.outcome {
        Outcome::Add => (PlanOutcome::Add, None),
        Outcome::AddAs(label) => (PlanOutcome::AddRenamed, other(label)),
        Outcome::AddEarlier(label) => (PlanOutcome::AddEarlier, other(label)),
        Outcome::Mend { label, .. } => (PlanOutcome::Mend, other(label)),
        Outcome::Here { .. } => (PlanOutcome::AlreadyHere, None),
        Outcome::ReplacedHere { .. } => (PlanOutcome::ReplacedSince, None),
        Outcome::WasRemoved => (PlanOutcome::WasRemoved, None),
        Outcome::NoKey => (PlanOutcome::NoKey, None),
    };
    PlanRowView { label: step.label.as_str().to_owned(), outcome, new_label }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Seal(error) => error.into(),
            WriteError::Keyring(error) => error.into(),
            WriteError::Incomplete(left_out) => {
                Self::new("backup.incomplete").with("count", left_out.len().to_string())
            }
            WriteError::Storage(error) => error.into(),
            WriteError::File(error) => Self::from(error).at_file(),
        }
    }
}

impl From<BackupError> for Error {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::NotABackup => Self::new("backup.not"),
            BackupError::CutOff => Self::new("backup.cut"),
            BackupError::Damaged => Self::new("backup.damaged"),
            BackupError::WrongPassphrase => Self::new("backup.passphrase"),
            BackupError::Newer(_) => Self::new("backup.newer"),
            BackupError::NoMemory => Self::new("no.memory"),
            BackupError::Storage(error) => Self::from(error).at_file(),
        }
    }
}

impl Error {
    /// Trouble with the file that a person named, not with the vault's own folder. A full disk is
    /// a full disk wherever it is.
    fn at_file(self) -> Self {
        if self.code() == "disk.full" {
            return self;
        }
        let cause = self.args().get("cause").cloned().unwrap_or_default();
        Self::new("backup.file").with("cause", cause).because(self)
    }
}

//! A backup file by itself: what it holds, without a vault and without a keyring.
//!
//! This is the way out for a person who has nothing left but the file and its passphrase.

use std::path::Path;

use otp::Params;
use secret::{Secret, SecretText};
use vault::backup::{Contents, Entry};
use vault::{Account, KeyState, KeyVersion};

use crate::backup::unreadable_rows;
use crate::error::Result;
use crate::view::{KeyStateView, PlanOutcome, PlanRowView, PlanView};

/// An opened backup file.
pub struct BackupFile(Contents);

/// One key of a backup, and whose it is.
pub struct HeldKey<'a> {
    /// The account.
    pub account: &'a Account,
    /// Counts from 1 within the account.
    pub number: u32,
    /// What it was good for when the backup was made.
    pub state: KeyStateView,
    /// How its codes are made.
    pub params: Params,
    /// The key; `None` where it could not be read when the backup was made.
    pub key: Option<&'a Secret>,
}

impl BackupFile {
    /// Opens a backup.
    ///
    /// # Errors
    /// When it is no backup, cut off, damaged, newer than this program, or the passphrase is wrong.
    pub fn open(path: &Path, passphrase: &SecretText) -> Result<Self> {
        Ok(Self(vault::backup::open(path, passphrase)?))
    }

    /// When it was made: a Unix time.
    pub fn written_at(&self) -> u64 {
        self.0.made_at()
    }

    /// Every key in it, account by account in the order of their labels, those of removed accounts
    /// included.
    pub fn keys(&self) -> Vec<HeldKey<'_>> {
        let mut entries: Vec<&Entry> = self.0.entries().iter().collect();
        entries.sort_by_cached_key(|entry| entry.account().label.fold());
        let keys = entries.into_iter().flat_map(|entry| {
            entry.account().versions.iter().map(move |version| HeldKey::of(entry, version))
        });
        keys.collect()
    }

    /// What restoring it into an empty vault would do.
    pub fn plan(&self) -> PlanView {
        PlanView {
            plan: String::new(),
            written_at: self.written_at(),
            other_vault: true,
            rows: self.0.entries().iter().map(row).chain(unreadable_rows(&self.0)).collect(),
        }
    }
}

impl<'a> HeldKey<'a> {
    fn of(entry: &'a Entry, version: &'a KeyVersion) -> Self {
        Self {
            account: entry.account(),
            number: version.number,
            state: version.state.into(),
            params: version.params,
            key: entry.key(version),
        }
    }

    /// The key as an otpauth URI, which every authenticator reads. It names the service and the
    /// account as the service did, or else by the label.
    pub fn uri(&self) -> Option<SecretText> {
        let named = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        let label = || self.account.label.as_str().to_owned();
        Some(otp::uri::write(&otp::Account {
            issuer: self.account.issuer.clone(),
            account: named(&self.account.account).unwrap_or_else(label),
            label_issuer: self.account.label_issuer.clone(),
            params: self.params,
            secret: self.key?.duplicate(),
        }))
    }
}

impl From<KeyState> for KeyStateView {
    fn from(state: KeyState) -> Self {
        match state {
            KeyState::Current => Self::Current,
            KeyState::Unconfirmed => Self::Unconfirmed,
            KeyState::Previous => Self::Previous,
            KeyState::Retired { .. } => Self::Retired,
        }
    }
}

fn row(entry: &Entry) -> PlanRowView {
    let account = entry.account();
    let shown = account.shown().map(|version| version.id);
    let outcome = match (account.removed_at, entry.usable()) {
        (Some(_), _) => PlanOutcome::WasRemoved,
        (None, None) => PlanOutcome::NoKey,
        (None, Some((version, _))) if Some(version.id) != shown => PlanOutcome::AddEarlier,
        (None, Some(_)) => PlanOutcome::Add,
    };
    PlanRowView { label: account.label.as_str().to_owned(), outcome, new_label: None }
}

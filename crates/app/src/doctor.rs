//! The self-test: keyring, clock, folder and records, in plain words.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use vault::{StorageError, UnlockedVault};

use crate::session::Session;
use crate::view::{CheckState, CheckView};
use crate::{App, Error, messages};

/// A clock may be this many seconds behind the vault's newest entry before it is called wrong.
const BEHIND: u64 = 60;

impl App {
    /// Tests everything that a code depends on. Nothing is left behind in keyring or folder.
    pub fn doctor(&self) -> Vec<CheckView> {
        self.status();
        let mut checks = vec![
            self.check_keyring(),
            self.check_clock(),
            self.check_folder(),
            self.check_records(),
        ];
        checks.extend(self.check_uses());
        checks
    }

    /// Only in a firm is it recorded what people do.
    fn check_uses(&self) -> Option<CheckView> {
        match self.keep_unkept()? {
            Ok(()) if self.uses_were_damaged() => {
                Some(said("check-use", CheckState::Bad, &[("words", "check-use-damaged")]))
            }
            Ok(()) => Some(said("check-use", CheckState::Ok, &[("words", "check-use-ok")])),
            Err(error) => Some(bad("check-use", error)),
        }
    }

    fn check_keyring(&self) -> CheckView {
        match vault::keyring::probe(&*self.inner().ports.keyring) {
            Ok(()) => said("check-keyring", CheckState::Ok, &[("words", "check-keyring-ok")]),
            Err(error) => bad("check-keyring", error.into()),
        }
    }

    /// Without asking the network: what the system says of its clock, and whether time went back.
    fn check_clock(&self) -> CheckView {
        let (now, last) = (self.now(), self.with_vault(|vault| Ok(newest(vault))).unwrap_or(0));
        if now + BEHIND < last {
            let (now, last) = (messages::day(now), messages::day(last));
            let words = [("words", "check-clock-back"), ("now", &now), ("last", &last)];
            return said("check-clock", CheckState::Bad, &words);
        }
        let (state, words) = match kept_in_step() {
            Some(true) => (CheckState::Ok, "check-clock-ok"),
            Some(false) => (CheckState::Warn, "check-clock-off"),
            None => (CheckState::Unknown, "check-clock-unknown"),
        };
        said("check-clock", state, &[("words", words)])
    }

    fn check_folder(&self) -> CheckView {
        match writable(self.inner().home.dir()) {
            Ok(()) => {
                let path = self.inner().home.dir().display().to_string();
                let words = [("words", "check-folder-ok"), ("path", &path)];
                said("check-folder", CheckState::Ok, &words)
            }
            Err(error) => bad("check-folder", error),
        }
    }

    fn check_records(&self) -> CheckView {
        let id = "check-records";
        match &mut *self.session() {
            Session::Unlocked(vault) => match unreadable(vault) {
                Ok((count, 0)) => {
                    let words = [("words", "check-records-ok"), ("count", &*count.to_string())];
                    said(id, CheckState::Ok, &words)
                }
                Ok((_, bad)) => {
                    let words = [("words", "check-records-bad"), ("count", &*bad.to_string())];
                    said(id, CheckState::Bad, &words)
                }
                Err(error) => bad(id, error),
            },
            Session::Locked(_) => {
                said(id, CheckState::Unknown, &[("words", "check-records-locked")])
            }
            Session::Blocked(error) => bad(id, error.clone()),
            Session::Absent(_) | Session::Closed => {
                said(id, CheckState::Unknown, &[("words", "check-records-absent")])
            }
        }
    }
}

/// Writes a small file and deletes it. A folder that is not there yet is tested by its parents.
fn writable(folder: &Path) -> crate::error::Result<()> {
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(folder);
    let file = there.join("sixboard-self-test");
    let written = fs::write(&file, b"self-test").and_then(|()| fs::remove_file(&file));
    written.map_err(|error| {
        Error::from(StorageError::from(error)).with("path", there.display().to_string())
    })
}

/// How many accounts there are, and how many of them (or of their keys) cannot be read.
fn unreadable(vault: &UnlockedVault) -> crate::error::Result<(usize, usize)> {
    let listing = vault.accounts()?;
    let keyless = listing
        .accounts
        .iter()
        .filter(|account| {
            account.shown().is_none_or(|version| vault.key(account.id, version.id).is_err())
        })
        .count();
    Ok((listing.accounts.len(), listing.damaged.len() + keyless))
}

/// The newest moment that the vault knows of.
fn newest(vault: &UnlockedVault) -> u64 {
    let accounts = vault.accounts().map(|listing| listing.accounts).unwrap_or_default();
    accounts
        .iter()
        .flat_map(|account| [Some(account.created_at), account.last_copied])
        .flatten()
        .max()
        .unwrap_or_default()
}

/// Whether the system says that it keeps its clock in step with a time server.
#[cfg(target_os = "linux")]
fn kept_in_step() -> Option<bool> {
    let service = Path::new("/run/systemd/timesync");
    service.exists().then(|| service.join("synchronized").exists())
}

/// Other systems tell only administrators.
#[cfg(not(target_os = "linux"))]
fn kept_in_step() -> Option<bool> {
    None
}

fn said(id: &str, state: CheckState, args: &[(&str, &str)]) -> CheckView {
    let args: BTreeMap<String, String> =
        args.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    CheckView { id: id.to_owned(), state, args, problem: None }
}

fn bad(id: &str, error: Error) -> CheckView {
    CheckView {
        id: id.to_owned(),
        state: CheckState::Bad,
        args: BTreeMap::new(),
        problem: Some(error.into()),
    }
}

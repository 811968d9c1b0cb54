//! What the shells show of the firm's log.

use serde::{Deserialize, Serialize};

use super::AlarmView;
use crate::view::ErrorView;

/// Which lines of the log are wanted. Empty is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(default)]
pub struct LogFilter {
    /// Of this person, by name.
    pub who: Option<String>,
    /// About this account, by label.
    pub account: Option<String>,
    /// Of this kind, or of those that begin with it and a dash.
    pub what: Option<String>,
    /// Not before this moment.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub from: Option<u64>,
    /// Not after this moment.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub to: Option<u64>,
    /// Also what only keeps the firm's keys in order.
    pub routine: bool,
}

/// The firm's log, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct LogView {
    /// What was asked for.
    pub lines: Vec<LogLine>,
    /// Entries of the whole log, each signed and following the one before.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub entries: usize,
    /// When the firm began.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub since: Option<u64>,
    /// Whether only this person's own lines are here: others' are for administrators and auditors.
    pub own: bool,
    /// From when on records of use were looked for.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub uses_from: u64,
    /// Daily files of other devices that this device may not open, or that are damaged.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub unread: usize,
    /// Whether there are more daily files than are read at once: ask for a shorter time.
    pub is_part: bool,
    /// Why other devices' records of use are not here.
    pub unreached: Option<ErrorView>,
    /// Devices that have not reported for two days: what they did may be missing.
    pub silent: Vec<SilentView>,
    /// What somebody, or the folder, did wrong.
    pub alarms: Vec<AlarmView>,
}

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct LogLine {
    /// When, as the device's clock had it.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub at: u64,
    /// Who; none for the recovery kit.
    pub person: Option<String>,
    /// On which device.
    pub device: String,
    /// What: its words are in the message file, under `log-` and this.
    pub what: String,
    /// The label of the account that it is about.
    pub account: Option<String>,
    /// Whom, or what else, it is about.
    pub name: Option<String>,
    /// The rest.
    pub detail: Option<String>,
    /// Whether it had an effect.
    pub counts: bool,
    /// Whether it only keeps the firm's keys in order.
    pub routine: bool,
    /// The entry; none for a record of use.
    pub entry: Option<String>,
}

/// A device that has not reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct SilentView {
    /// Whose it is.
    pub person: String,
    /// What its person calls it.
    pub device: String,
    /// When it last did.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub last_seen: Option<u64>,
}

/// Who could make codes for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct WhoCouldView {
    /// The firm's id of the account.
    pub id: String,
    /// Its label, as it is now.
    pub label: String,
    /// At which moment.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub at: u64,
    /// Who, with which key, and how.
    pub ways: Vec<CouldView>,
}

/// A way by which somebody could make codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct CouldView {
    /// Who.
    pub person: String,
    /// Whether they have left the firm, today.
    pub left: bool,
    /// With which key of the account, from 1.
    pub key: u32,
    /// How: its words are in the message file, under `route-` and this.
    pub route: String,
    /// On which device, or the number of the paper.
    pub detail: Option<String>,
    /// Since when at the earliest.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub since: u64,
}

/// What a check of an exported log proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct AuditView {
    /// The firm's name.
    pub name: String,
    /// The hash of its first entry.
    pub first: String,
    /// Entries, each signed and following the one before.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub entries: usize,
    /// Devices that wrote them.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub writers: usize,
    /// When the firm began.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub since: Option<u64>,
    /// The latest time that an entry claims.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub last: Option<u64>,
    /// Entries that do not count.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub void: usize,
    /// Entries whose content was kept back because a sign-in is in it, from 1.
    #[cfg_attr(feature = "ts", specta(type = Vec<u32>))]
    pub kept_back: Vec<usize>,
    /// States that administrators stated on the way, each compared with what the entries give.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub compared: usize,
    /// People who are in.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub people: usize,
    /// Devices in use.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub devices: usize,
    /// Accounts.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub accounts: usize,
    /// When it was exported.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub exported_at: u64,
    /// By whom.
    pub exported_by: Option<String>,
    /// On which device.
    pub exported_on: String,
    /// Digits of all this: a device of the firm that shows the same has the same log.
    pub team_code: String,
    /// What somebody did wrong.
    pub alarms: Vec<AlarmView>,
}

/// A report: a table with a title and remarks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct ReportView {
    /// Which.
    pub name: String,
    /// The firm's name.
    pub firm: String,
    /// What it is of.
    pub title: String,
    /// When it was made.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub made_at: u64,
    /// By whom.
    pub made_by: String,
    /// The headings.
    pub columns: Vec<String>,
    /// The rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
    /// What is to be said beside it.
    pub notes: Vec<String>,
}

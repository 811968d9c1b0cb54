//! What the shells show of the firm: plain data, without a secret in it. Times are Unix seconds.

mod leaving;
mod log;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::view::ErrorView;

pub use leaving::{
    AnswerView, ApprovalView, ChoiceView, DepartureAccountView, DepartureKindView, DepartureView,
    FateView, GivenView, QuestionView, ReplacingView, RivalView, RouteView, ShownView,
    StepAnswerView, StepView, WayView,
};
pub use log::{
    AuditView, CouldView, LogFilter, LogLine, LogView, ReportView, SilentView, WhoCouldView,
};

/// What a person may do in the firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RoleView {
    /// Everything.
    Administrator,
    /// Adds accounts, and shares those of their own teams.
    Deputy,
    /// Uses the codes of their teams.
    Staff,
    /// Reads who has what, and never sees a code.
    Auditor,
}

/// The firm as this device has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct FirmView {
    /// Its name; none while this device waits to be let in.
    pub name: Option<String>,
    /// Where its store is.
    pub place: String,
    /// Whether everybody signs in to the store alike, with what the firm passes on.
    pub shared_sign_in: bool,
    /// Who uses this device.
    pub person: Option<String>,
    /// What this device may do; none when it waits or was removed.
    pub role: Option<RoleView>,
    /// Whether this device waits to be let in.
    pub waiting: bool,
    /// The digits to read out to the administrator while it waits.
    pub digits: Option<String>,
    /// Whether this device was removed.
    pub removed: bool,
    /// People who are in.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub people: usize,
    /// Devices in use.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub devices: usize,
    /// Administrators; two are needed before anything is shared.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub administrators: usize,
    /// Accounts of the firm.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub accounts: usize,
    /// When the folder was last looked into.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub synced_at: Option<u64>,
    /// The last sign of an administrator's device.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub last_news: Option<u64>,
    /// What still waits to be put into the folder.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub unsent: usize,
    /// Whether the recovery kit in force was used: it should be replaced then.
    pub kit_used: bool,
    /// Whether the firm was set up on this device.
    pub founded_here: bool,
    /// When both sheets of the recovery kit were last typed back here. Only administrators are told.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub kit_checked: Option<u64>,
    /// Whether a key leaves the program only when two administrators agree.
    pub two_people: bool,
    /// For how many months records of use are kept.
    pub keep_use_months: u32,
    /// Labels of accounts whose key somebody has who should not.
    pub must_replace: Vec<String>,
    /// What somebody, or the folder, did wrong.
    pub alarms: Vec<AlarmView>,
}

/// Something that went wrong in the firm, or in its store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct AlarmView {
    /// What it is; its words are in the message file, under `alarm-` and this.
    pub code: String,
    /// Whose device is at fault, where one is.
    pub person: Option<String>,
    /// What its person calls it.
    pub device: Option<String>,
}

/// What the place of a firm wants to see before it lets a device in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum Wants {
    /// Nothing: a folder.
    Nothing,
    /// A user name and a password.
    Password,
    /// A user name and a password, or a token.
    PasswordOrToken,
    /// The ID of an access key and its secret.
    AccessKey,
    /// An account key or a shared access signature.
    AzureKey,
    /// A service account's key or a token.
    GoogleKey,
}

/// How a sync went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct SyncView {
    /// Objects that came.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub received: usize,
    /// Objects that went.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub sent: usize,
    /// Objects that were damaged in the store and were put right, where all was read again.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub mended: usize,
    /// Whether this device still waits to be let in.
    pub waiting: bool,
}

/// What became of an act.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct Done<T> {
    /// Its result.
    pub value: T,
    /// Why others do not know of it yet; it goes out with the next sync.
    pub unsent: Option<ErrorView>,
}

impl<T> Done<T> {
    /// What concerns this vault alone.
    pub(crate) fn here(value: T) -> Self {
        Self { value, unsent: None }
    }
}

/// An invite to hand over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct InviteView {
    /// The name of the person.
    pub name: String,
    /// When it ends.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub expires: u64,
}

/// An invite that is open, and whether somebody answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct RequestView {
    /// The name of the person.
    pub name: String,
    /// When the invite ends.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub expires: u64,
    /// What the person calls the device that answered; none while nobody did.
    pub device: Option<String>,
    /// What is wrong with the answers, as an error's code.
    pub problem: Option<String>,
}

/// A person of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct PersonView {
    /// The firm's id of the person.
    pub id: String,
    /// The name.
    pub name: String,
    /// What they may do; none for who left.
    pub role: Option<RoleView>,
    /// Their teams.
    pub teams: Vec<String>,
    /// Their devices in use.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub devices: usize,
    /// When they left.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub left_at: Option<u64>,
}

/// A device of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct DeviceView {
    /// The firm's id of the device.
    pub id: String,
    /// What its person calls it.
    pub name: String,
    /// Whose it is.
    pub person: String,
    /// Whether it is this one.
    pub this: bool,
    /// When it last said that it is there.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub last_seen: Option<u64>,
    /// When it was taken out of use.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub stopped_at: Option<u64>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct TeamView {
    /// The firm's id of the team.
    pub id: String,
    /// The name.
    pub name: String,
    /// Who is in it.
    pub people: Vec<String>,
    /// Labels of the accounts that it has, as far as this device may read them.
    pub accounts: Vec<String>,
    /// Whether it holds what one person has alone, under that person's name.
    pub of_one: bool,
}

/// What a removal would mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct LeaverView {
    /// The person, or the owner of the device.
    pub name: String,
    /// The devices that stop.
    pub devices: Vec<String>,
    /// The teams that lose the person.
    pub teams: Vec<String>,
    /// Labels of the accounts whose key is then to be replaced.
    pub accounts: Vec<String>,
    /// Devices that the leaver let in lately. They stay.
    pub let_in: Vec<String>,
}

/// Work of somebody that did not count, because they were out of the firm by then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct VoidView {
    /// Names the entry.
    pub id: String,
    /// Who did it.
    pub person: String,
    /// On which device.
    pub device: String,
    /// When, as that device said.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub at: u64,
    /// What it would have done.
    pub acts: Vec<ActView>,
}

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct ActView {
    /// The id of its words.
    pub id: String,
    /// The name in them.
    pub name: String,
}

/// Who has an account of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct HoldersView {
    /// The firm's id of the account.
    pub id: String,
    /// Its label.
    pub label: String,
    /// The number of the key in use, from 1.
    pub version: u32,
    /// Names of the teams that it is shared with.
    pub teams: Vec<String>,
    /// Names of the people that it is shared with by themselves.
    pub people: Vec<String>,
    /// The devices that are to have the key in use.
    pub devices: Vec<HolderView>,
    /// The keys that it had, the one in use last.
    pub keys: Vec<KeyMadeView>,
}

/// A key of an account, and who brought it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct KeyMadeView {
    /// Its number, from 1.
    pub version: u32,
    /// Who brought it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub at: u64,
}

/// A device that is to have a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct HolderView {
    /// Whose it is.
    pub person: String,
    /// What its person calls it.
    pub device: String,
    /// Whether it is this one.
    pub this: bool,
    /// The newest key that it said it has; none while it said so of none.
    pub version: Option<u32>,
    /// When it last said that it is there.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub last_seen: Option<u64>,
}

/// A sheet of the recovery kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum SheetSide {
    /// The first.
    A,
    /// The second.
    B,
}

/// A recovery kit that is to be proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct KitView {
    /// For each sheet the places, from 1, of the two words that are to be typed back.
    pub asked: [[u8; 2]; 2],
}

/// What a check of the whole log proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct VerifyView {
    /// Entries, from the first one on, each signed and following the one before.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub entries: usize,
    /// Devices that wrote them.
    pub writers: usize,
    /// When the firm began.
    pub since: Option<u64>,
    /// States that administrators stated on the way, each compared with what the entries give.
    pub compared: usize,
    /// Entries that were signed by a device after it was removed, and do not count.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub void: usize,
    /// Entries that others know of and that are not here.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub missing: usize,
    /// What somebody, or the folder, did wrong.
    pub alarms: Vec<AlarmView>,
    /// Digits of all this: two devices that show the same have the same log.
    pub team_code: String,
}

impl RoleView {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Deputy => "deputy",
            Self::Staff => "staff",
            Self::Auditor => "auditor",
        }
    }
}

impl From<ledger::Role> for RoleView {
    fn from(role: ledger::Role) -> Self {
        match role {
            ledger::Role::Administrator => Self::Administrator,
            ledger::Role::Deputy => Self::Deputy,
            ledger::Role::Staff => Self::Staff,
            ledger::Role::Auditor => Self::Auditor,
        }
    }
}

impl fmt::Display for RoleView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

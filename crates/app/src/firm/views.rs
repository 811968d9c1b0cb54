//! What the shells show of the firm: plain data, without a secret in it. Times are Unix seconds.

use std::fmt;

use serde::Serialize;

use crate::view::ErrorView;

/// What a person may do in the firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
    pub people: usize,
    /// Devices in use.
    pub devices: usize,
    /// Administrators; two are needed before anything is shared.
    pub administrators: usize,
    /// Accounts of the firm.
    pub accounts: usize,
    /// When the folder was last looked into.
    pub synced_at: Option<u64>,
    /// The last sign of an administrator's device.
    pub last_news: Option<u64>,
    /// What still waits to be put into the folder.
    pub unsent: usize,
    /// When both sheets of the recovery kit were last typed back here. Only administrators are told.
    pub kit_checked: Option<u64>,
    /// Labels of accounts whose key somebody has who should not.
    pub must_replace: Vec<String>,
    /// What somebody, or the folder, did wrong.
    pub alarms: Vec<String>,
}

/// How a sync went.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SyncView {
    /// Objects that came.
    pub received: usize,
    /// Objects that went.
    pub sent: usize,
    /// Objects that were damaged in the store and were put right, where all was read again.
    pub mended: usize,
    /// Whether this device still waits to be let in.
    pub waiting: bool,
}

/// What became of an act.
#[derive(Debug, Clone, PartialEq)]
pub struct Done<T> {
    /// Its result.
    pub value: T,
    /// Why others do not know of it yet; it goes out with the next sync.
    pub unsent: Option<ErrorView>,
}

/// An invite to hand over.
#[derive(Debug)]
pub struct InviteView {
    /// The name of the person.
    pub name: String,
    /// When it ends.
    pub expires: u64,
}

/// An invite that is open, and whether somebody answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestView {
    /// The name of the person.
    pub name: String,
    /// When the invite ends.
    pub expires: u64,
    /// What the person calls the device that answered; none while nobody did.
    pub device: Option<String>,
    /// What is wrong with the answers, as an error's code.
    pub problem: Option<String>,
}

/// A person of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    pub devices: usize,
    /// When they left.
    pub left_at: Option<u64>,
}

/// A device of the firm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    pub last_seen: Option<u64>,
    /// When it was taken out of use.
    pub stopped_at: Option<u64>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeamView {
    /// The firm's id of the team.
    pub id: String,
    /// The name.
    pub name: String,
    /// Who is in it.
    pub people: Vec<String>,
    /// Labels of the accounts that it has, as far as this device may read them.
    pub accounts: Vec<String>,
}

/// What a removal would mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

/// What a check of the whole log proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyView {
    /// Entries, from the first one on, each signed and following the one before.
    pub entries: usize,
    /// Entries that were signed by a device after it was removed, and do not count.
    pub void: usize,
    /// Entries that others know of and that are not here.
    pub missing: usize,
    /// What somebody, or the folder, did wrong.
    pub alarms: Vec<String>,
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

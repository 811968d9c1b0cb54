//! Somebody's leaving, and the keys that left the program, as the shells show them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What somebody's leaving is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum DepartureKindView {
    /// Leaves the firm.
    Leaving,
    /// Changes role: keeps what the new teams need.
    Moving,
    /// Is away for a while.
    Away,
    /// Is cut off today.
    CutOff,
    /// Stays; a device was lost.
    LostDevice,
}

/// A way by which a key gets to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum RouteView {
    /// This program.
    App,
    /// A QR code that a phone scanned.
    Phone,
    /// A numbered sheet of paper.
    Paper,
    /// A file for one person.
    File,
    /// Shown on the screen.
    Shown,
    /// An export or a backup.
    Export,
    /// What only people know of: a photograph, a copied phone.
    Other,
}

/// What became of a key that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum FateView {
    /// The person has it.
    Received,
    /// It came back.
    Returned,
    /// The person says that it was destroyed.
    Destroyed,
    /// Nobody knows where it is.
    Lost,
}

/// A step at the service, when a key is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum StepView {
    /// Somebody is at it.
    Begun,
    /// The password was changed too.
    PasswordChanged,
    /// The method that used the key before was removed.
    OldMethodRemoved,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum StepAnswerView {
    /// Done.
    Yes,
    /// Still to be done.
    NotYet,
    /// There is nothing to do.
    NotNeeded,
}

/// What is asked when somebody leaves, beside who and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum QuestionView {
    /// Did they have anything else: a phone, paper, a backup, a picture?
    AnythingElse,
    /// Did they know the passwords?
    KnewPasswords,
    /// Were they an administrator at the service, and are two left?
    ServiceAdministrator,
    /// Is their phone number a method at an account?
    PhoneNumber,
    /// Is a phone of the firm with them?
    FirmPhone,
    /// Did they have sign-ins of their own that are to be removed?
    OwnSignIns,
    /// Who replaces the key of an account, and by when?
    Assigned,
    /// When is a good moment?
    GoodMoment,
    /// Why is the key of an account not replaced?
    Exception,
    /// Who was told?
    Told,
    /// Are they back from being away?
    Returned,
}

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ChoiceView {
    /// Yes.
    Yes,
    /// No.
    No,
    /// There is nothing to do.
    NotNeeded,
    /// Nobody knows.
    NotKnown,
}

/// An answer as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct AnswerView {
    /// The question.
    pub question: QuestionView,
    /// The label of the account that it is about.
    pub account: Option<String>,
    /// The answer.
    pub choice: ChoiceView,
    /// Who is to do it.
    pub person: Option<String>,
    /// By when.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub due: Option<u64>,
    /// In words.
    pub text: String,
    /// Who answered.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub at: u64,
}

/// How far the replacing of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "snake_case")]
pub enum ReplacingView {
    /// The person is still in; the key is to be replaced once they are out.
    Planned,
    /// Nobody has begun.
    NotBegun,
    /// Somebody is at it.
    Begun,
    /// Two new keys were captured: which of them works?
    Rivals,
    /// A new key is here; whether the service takes it, nobody has said.
    Captured,
    /// The new key is in use.
    Replaced,
    /// It had been replaced after they last had it.
    ReplacedBefore,
    /// They still need the account.
    Kept,
    /// It is not replaced, and somebody said why.
    Excepted,
}

/// A way by which somebody had a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct WayView {
    /// The way.
    pub route: RouteView,
    /// The device, or the number of the paper, or what was said of it.
    pub detail: String,
    /// The number of the key, from 1.
    pub version: u32,
    /// Since when at the earliest.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub since: u64,
}

/// An account that somebody who leaves had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct DepartureAccountView {
    /// The firm's id of the account.
    pub id: String,
    /// The id of this vault's copy, for its codes; none where there is none.
    pub copy: Option<String>,
    /// Its label.
    pub label: String,
    /// How they had its keys.
    pub ways: Vec<WayView>,
    /// How far it is.
    pub state: ReplacingView,
    /// The number of the key in use.
    pub version: u32,
    /// Who brought the key that they never had, where one is here.
    pub replaced_by: Option<String>,
    /// And when.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub replaced_at: Option<u64>,
    /// Who has begun, where nobody has brought a key yet.
    pub begun_by: Option<String>,
    /// Whether somebody said that the service takes the key.
    pub confirmed: bool,
    /// Devices that said that they have the key in use.
    pub have: Vec<String>,
    /// Devices that have not.
    pub lack: Vec<String>,
    /// Whether the password was changed.
    pub password: Option<StepAnswerView>,
    /// Whether the method with the key before was removed.
    pub old_method: Option<StepAnswerView>,
    /// Keys from before the one in use that others have on a phone, on paper or in a file.
    pub copies: Vec<GivenView>,
    /// Who is to replace the key.
    pub assigned: Option<String>,
    /// By when.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub due: Option<u64>,
    /// Why it is not replaced.
    pub exception: Option<String>,
}

/// Somebody's leaving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct DepartureView {
    /// The firm's id of it.
    pub id: String,
    /// Who leaves, or the owner of the lost device.
    pub name: String,
    /// The lost device.
    pub device: Option<String>,
    /// What it is.
    pub kind: DepartureKindView,
    /// When it was begun.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub begun_at: u64,
    /// Who began it.
    pub begun_by: String,
    /// The end of the last day.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub last_day: Option<u64>,
    /// Why, in words.
    pub note: String,
    /// Since when the person, or the device, is out of the firm.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub removed_at: Option<u64>,
    /// Whether the person is away.
    pub away: bool,
    /// Every account that they had.
    pub accounts: Vec<DepartureAccountView>,
    /// The answers.
    pub answers: Vec<AnswerView>,
    /// Since when they may be able to get in although they should not.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub open_since: u64,
    /// Until when; none while they still may.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub open_until: Option<u64>,
    /// What is left to do before it can be signed off, as ids of words.
    pub left: Vec<String>,
    /// Who signed it off.
    pub signed_off_by: Option<String>,
    /// And when.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub signed_off_at: Option<u64>,
    /// Whether this person may sign it off: another administrator than the one who began it.
    pub may_sign_off: bool,
}

/// A key that was given to a person by another route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct GivenView {
    /// The firm's id of it.
    pub id: String,
    /// The label of the account.
    pub label: String,
    /// The number of the key, from 1.
    pub version: u32,
    /// Whether that key is still in use.
    pub in_use: bool,
    /// To whom.
    pub person: String,
    /// How.
    pub route: RouteView,
    /// The number of the paper.
    pub number: Option<u32>,
    /// Who gave it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub at: u64,
    /// Until when it is to come back.
    #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
    pub due: Option<u64>,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// What became of it.
    pub fate: Option<FateView>,
    /// Whether it is to come back and has not.
    pub outstanding: bool,
}

/// A key that is shown for a while, or the words of a file: its route tells which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct ShownView {
    /// What the register says of it.
    pub given: GivenView,
    /// For how many seconds it is shown in all.
    pub seconds: u32,
    /// Until when it is shown.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub until: u64,
}

/// A request for the approval of a second administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct ApprovalView {
    /// The firm's id of it.
    pub id: String,
    /// The label of the account.
    pub label: String,
    /// For whom the key is.
    pub person: String,
    /// How it is to be given.
    pub route: RouteView,
    /// Why.
    pub reason: String,
    /// Who asks.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub at: u64,
    /// What the second administrator said.
    pub granted: Option<bool>,
    /// Who that is.
    pub answered_by: Option<String>,
    /// Whether this person may answer: it is another's request.
    pub may_answer: bool,
    /// Whether a key was given on it already.
    pub used: bool,
}

/// One of several new keys that were captured at once.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
pub struct RivalView {
    /// The firm's id of the key version.
    pub id: String,
    /// Who captured it.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub at: u64,
    /// Its code now.
    pub code: String,
    /// Until when that code is good.
    #[cfg_attr(feature = "ts", specta(type = u32))]
    pub valid_until: u64,
}

impl fmt::Debug for RivalView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RivalView").field("id", &self.id).finish_non_exhaustive()
    }
}

macro_rules! mirrors {
    ($($view:ident = $ledger:path { $($name:ident),* })*) => {$(
        impl From<$ledger> for $view {
            fn from(value: $ledger) -> Self {
                match value { $(<$ledger>::$name => Self::$name),* }
            }
        }

        impl From<$view> for $ledger {
            fn from(value: $view) -> Self {
                match value { $($view::$name => Self::$name),* }
            }
        }
    )*};
}

mirrors! {
    DepartureKindView = ledger::DepartureKind { Leaving, Moving, Away, CutOff, LostDevice }
    FateView = ledger::Fate { Received, Returned, Destroyed, Lost }
    StepView = ledger::Step { Begun, PasswordChanged, OldMethodRemoved }
    StepAnswerView = ledger::StepAnswer { Yes, NotYet, NotNeeded }
    ChoiceView = ledger::Choice { Yes, No, NotNeeded, NotKnown }
    QuestionView = ledger::Question {
        AnythingElse, KnewPasswords, ServiceAdministrator, PhoneNumber, FirmPhone, OwnSignIns,
        Assigned, GoodMoment, Exception, Told, Returned
    }
}

impl From<ledger::Route> for RouteView {
    fn from(route: ledger::Route) -> Self {
        match route {
            ledger::Route::Phone => Self::Phone,
            ledger::Route::Paper => Self::Paper,
            ledger::Route::File => Self::File,
            ledger::Route::Shown => Self::Shown,
            ledger::Route::Export => Self::Export,
            ledger::Route::Other => Self::Other,
        }
    }
}

impl RouteView {
    /// The route in the log; none for this program, which needs no such entry.
    pub(crate) fn logged(self) -> Option<ledger::Route> {
        match self {
            Self::App => None,
            Self::Phone => Some(ledger::Route::Phone),
            Self::Paper => Some(ledger::Route::Paper),
            Self::File => Some(ledger::Route::File),
            Self::Shown => Some(ledger::Route::Shown),
            Self::Export => Some(ledger::Route::Export),
            Self::Other => Some(ledger::Route::Other),
        }
    }
}

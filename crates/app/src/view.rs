//! What the shells show: plain data, without a secret key in it.
//!
//! The window receives these as JSON in camel case; their TypeScript shapes are generated from
//! here. Times are Unix seconds.

use serde::{Deserialize, Serialize};

/// A type that crosses to the window.
macro_rules! view {
    ($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(specta::Type))]
        #[serde(rename_all = "camelCase")]
        pub $kind $name $body
    };
}

view! {
    /// Whether there is a vault, and whether it is open.
    pub enum VaultState {
        /// No vault on this device yet: first run.
        Absent,
        /// There is a vault; keys and entries are not in memory.
        Locked,
        /// Open.
        Unlocked,
        /// There is a vault that cannot be opened now; `problem` says why. Nothing was changed.
        Blocked,
    }
}

view! {
    /// What protects the vault key.
    pub enum Protection {
        /// The person's sign-in to the computer.
        OsSignIn,
        /// A passphrase or PIN.
        Passphrase,
    }
}

view! {
    /// The first thing a window asks for.
    pub struct StatusView {
        /// Where the vault stands.
        pub state: VaultState,
        /// What protects it; `None` when absent or blocked.
        pub protection: Option<Protection>,
        /// Why it is blocked.
        pub problem: Option<ErrorView>,
        /// Whether a backup should be offered, and why.
        pub backup: BackupDue,
    }
}

view! {
    /// Whether the backup is older than the newest key.
    pub enum BackupDue {
        /// Nothing to do: no account of one's own, or the backup has every key.
        No,
        /// There are accounts and there never was a backup.
        Never,
        /// Keys were added or replaced since the last backup.
        Older,
    }
}

view! {
    /// An error as the window gets it. The words are in the message file under `err-` and `rec-`.
    pub struct ErrorView {
        /// Stable code, such as `vault.key-missing`.
        pub code: String,
        /// Whose turn it is.
        pub kind: ErrorKind,
        /// Values for the message; never a secret.
        pub args: std::collections::BTreeMap<String, String>,
    }
}

view! {
    /// Whose turn it is after an error.
    #[derive(Copy, Eq)]
    pub enum ErrorKind {
        /// The person can put it right.
        User,
        /// The vault is locked.
        Locked,
        /// Not allowed.
        Denied,
        /// Something is not reachable now.
        Offline,
        /// Stored data cannot be read.
        Damaged,
        /// Our own fault.
        Bug,
    }
}

view! {
    /// The list of codes, and what is wrong with it.
    pub struct AccountsView {
        /// Accounts, last used first, then by label.
        pub accounts: Vec<AccountView>,
        /// Records that cannot be read; their bytes are kept.
        pub damaged: Vec<DamagedView>,
        /// Accounts removed less than 30 days ago, which can be put back.
        pub removed: Vec<RemovedView>,
    }
}

view! {
    /// One account in the list.
    pub struct AccountView {
        /// Internal identity, 32 hexadecimal digits. Labels may change, this does not.
        pub id: String,
        /// Unique label.
        pub label: String,
        /// Last four characters of the user ID.
        pub user_id_hint: Option<String>,
        /// Free note.
        pub note: Option<String>,
        /// Service profile, such as `hmrc-asa`.
        pub service: Option<String>,
        /// Issuer as the service wrote it.
        pub issuer: String,
        /// Account name as the service wrote it.
        pub account: String,
        /// Two letters beside the colour bar.
        pub monogram: String,
        /// Place in the colour-blind-safe palette, 0 to 7.
        pub colour: u8,
        /// The colour stands for more than one service here, so a pattern is drawn too.
        pub patterned: bool,
        /// The last part of the label, shown as a tag.
        pub office: Option<String>,
        /// Kind of code.
        pub kind: CodeKind,
        /// `SHA1`, `SHA256` or `SHA512`.
        pub algorithm: String,
        /// Characters of a code, 1 to 10.
        pub digits: u8,
        /// Seconds a code lasts; `None` for counter codes.
        pub period: Option<u32>,
        /// Key versions, newest first.
        pub versions: Vec<KeyVersionView>,
        /// The service is known to take the previous code too.
        pub grace: bool,
        /// A sign-in page is known for the service.
        pub sign_in_page: Option<String>,
        /// When a code was last copied on this device.
        #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
        pub last_copied: Option<u64>,
        /// When the account was added.
        #[cfg_attr(feature = "ts", specta(type = u32))]
        pub created_at: u64,
        /// Another account whose label differs by one word.
        pub look_alike: Option<LookAlikeView>,
        /// The practice account of the first run.
        pub practice: bool,
    }
}

view! {
    /// Kind of code.
    #[derive(Copy, Eq)]
    pub enum CodeKind {
        /// Changes with time.
        Totp,
        /// Changes with each use.
        Hotp,
        /// Five letters and digits, changes with time.
        Steam,
    }
}

view! {
    /// One key version of an account.
    pub struct KeyVersionView {
        /// Counts from 1.
        pub number: u32,
        /// Where it stands.
        pub state: KeyStateView,
        /// When it came in.
        #[cfg_attr(feature = "ts", specta(type = u32))]
        pub added_at: u64,
    }
}

view! {
    /// Where a key version stands.
    #[derive(Copy, Eq)]
    pub enum KeyStateView {
        /// In use.
        Current,
        /// New: the service has not been seen to accept it.
        Unconfirmed,
        /// Kept until the new one is confirmed.
        Previous,
        /// Replaced; its key is wiped.
        Retired,
    }
}

view! {
    /// Another account whose label differs by one word.
    pub struct LookAlikeView {
        /// The other label.
        pub label: String,
        /// The words of this account's label that the other does not have.
        pub words: Vec<String>,
    }
}

view! {
    /// A record that cannot be read.
    pub struct DamagedView {
        /// Its identity.
        pub id: String,
        /// What is wrong.
        pub problem: ErrorView,
    }
}

view! {
    /// A removed account.
    pub struct RemovedView {
        /// Its identity.
        pub id: String,
        /// Its label.
        pub label: String,
        /// Last four characters of the user ID.
        pub user_id_hint: Option<String>,
        /// When it was removed.
        #[cfg_attr(feature = "ts", specta(type = u32))]
        pub removed_at: u64,
        /// When its keys are wiped.
        #[cfg_attr(feature = "ts", specta(type = u32))]
        pub wiped_at: u64,
    }
}

view! {
    /// A code that is shown. The only view that holds one; asked for only while it is visible.
    pub struct CodeView {
        /// The account.
        pub id: String,
        /// The code, ungrouped; `None` when its key cannot be read, and `problem` says why.
        pub code: Option<String>,
        /// The code after it, given in the last 15 seconds; `None` for counter codes.
        pub next: Option<String>,
        /// The code of the earlier key, while a replacement is not confirmed.
        pub previous_key_code: Option<String>,
        /// First second at which the code counts.
        #[cfg_attr(feature = "ts", specta(type = u32))]
        pub valid_from: u64,
        /// First second at which it does not.
        #[cfg_attr(feature = "ts", specta(type = u32))]
        pub valid_until: u64,
        /// Why there is no code.
        pub problem: Option<ErrorView>,
    }
}

view! {
    /// When to copy.
    #[derive(Copy, Eq)]
    pub enum CopyWhen {
        /// Now; in the last seconds, at the start of the next code. A second copy of the same
        /// account within a minute opens the helper instead.
        Best,
        /// Now, whatever is left.
        Now,
    }
}

view! {
    /// What a copy did.
    pub struct CopyView {
        /// What happened.
        pub outcome: CopyOutcome,
        /// The account.
        pub id: String,
        /// Its label, for the toast.
        pub label: String,
        /// Last four characters of the user ID, for the toast.
        pub user_id_hint: Option<String>,
        /// When the copied code, or the one waited for, stops counting; `None` for counter codes.
        #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
        pub valid_until: Option<u64>,
        /// When the fresh code starts, while waiting.
        #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
        pub fresh_at: Option<u64>,
    }
}

view! {
    /// What a copy did.
    #[derive(Copy, Eq)]
    pub enum CopyOutcome {
        /// The code is on the clipboard.
        Copied,
        /// It will be copied when the next code starts.
        Waiting,
        /// This account was copied within the last minute: probably the code was refused.
        Again,
    }
}

view! {
    /// What was read and may be added. The keys stay behind; `draft` names them.
    pub struct DraftView {
        /// Names the draft until it is used or discarded.
        pub draft: String,
        /// Where it came from.
        pub source: DraftSource,
        /// What can be added.
        pub found: Vec<FoundView>,
        /// What cannot, and why.
        pub skipped: Vec<SkippedView>,
        /// Parts of a transfer in several pictures.
        pub batch: Option<BatchView>,
    }
}

view! {
    /// Where a draft came from.
    #[derive(Copy, Eq)]
    pub enum DraftSource {
        /// Typed or pasted.
        Text,
        /// A picture file.
        Picture,
        /// A picture on the clipboard.
        Clipboard,
        /// The screen.
        Screen,
    }
}

view! {
    /// One account that can be added.
    pub struct FoundView {
        /// Place in the draft, from 0.
        pub index: u32,
        /// Issuer.
        pub issuer: String,
        /// Account name.
        pub account: String,
        /// Kind of code.
        pub kind: CodeKind,
        /// `SHA1`, `SHA256` or `SHA512`.
        pub algorithm: String,
        /// Characters of a code.
        pub digits: u8,
        /// Seconds a code lasts.
        pub period: Option<u32>,
        /// A label by the naming aid, free in this vault.
        pub suggested_label: String,
        /// The service it seems to be.
        pub service: Option<String>,
        /// The label under which this key is already here.
        pub here_as: Option<String>,
        /// Last four characters of the account name, when it looks like a user ID.
        pub suggested_hint: Option<String>,
        /// The account name looks like somebody's own NHS or client sign-in: message ids.
        pub cautions: Vec<String>,
    }
}

view! {
    /// Something that was read and cannot be added.
    pub struct SkippedView {
        /// Where, such as `line 3` or `entry 2`.
        pub place: String,
        /// Why.
        pub problem: ErrorView,
    }
}

view! {
    /// Parts of a transfer in several pictures.
    pub struct BatchView {
        /// How many were read.
        pub read: u32,
        /// How many there are.
        pub size: u32,
    }
}

view! {
    /// A request to add one found account.
    pub struct AddRequest {
        /// The draft.
        pub draft: String,
        /// Which one of it.
        pub index: u32,
        /// The label.
        pub label: String,
        /// Last four characters of the user ID.
        pub user_id_hint: Option<String>,
        /// Free note.
        pub note: Option<String>,
        /// Service profile.
        pub service: Option<String>,
        /// Replace the key of the account that has this label.
        pub replace: bool,
    }
}

view! {
    /// What an add did.
    pub struct AddView {
        /// What happened.
        pub outcome: AddOutcome,
        /// The account: the new one, or the one in the way.
        pub id: String,
        /// Its label.
        pub label: String,
        /// When the one in the way was added.
        #[cfg_attr(feature = "ts", specta(type = u32))]
        pub since: u64,
        /// A free label close to the one that is taken.
        pub suggestion: Option<String>,
    }
}

view! {
    /// What an add did.
    #[derive(Copy, Eq)]
    pub enum AddOutcome {
        /// A new account.
        Added,
        /// A new, unconfirmed key version.
        Replaced,
        /// Nothing changed: the label is taken by an account with another key.
        LabelTaken,
        /// Nothing changed: this key is already here.
        SameKey,
    }
}

view! {
    /// What is to be said about a label while it is typed.
    pub struct LabelView {
        /// Why it cannot be used.
        pub problem: Option<ErrorView>,
        /// A free label close to it, when it is taken.
        pub suggestion: Option<String>,
        /// Another account whose label differs by one word.
        pub look_alike: Option<LookAlikeView>,
        /// Message ids of advice, such as a client's name or sign-in.
        pub cautions: Vec<String>,
    }
}

view! {
    /// A service of the naming aid.
    pub struct ServiceView {
        /// Stable id, such as `hmrc-asa`.
        pub id: String,
        /// Name as labels start with it.
        pub name: String,
        /// Two letters.
        pub monogram: String,
        /// Usual purposes.
        pub purposes: Vec<String>,
    }
}

view! {
    /// What the person set.
    pub struct SettingsView {
        /// Minutes without use until the vault locks; 0 is never.
        pub idle_lock_minutes: u32,
        /// Codes stay hidden until asked for.
        pub hide_codes: bool,
        /// No seconds are shown.
        pub hide_seconds: bool,
        /// Letters alone are shortcuts (such as ?).
        pub single_keys: bool,
        /// Light, dark or the system's.
        pub theme: Theme,
        /// Who helps inside the firm; at most two.
        pub contacts: Vec<ContactView>,
        /// When the last backup was written.
        #[cfg_attr(feature = "ts", specta(type = Option<u32>))]
        pub last_backup: Option<u64>,
    }
}

view! {
    /// Light or dark.
    #[derive(Copy, Eq)]
    pub enum Theme {
        /// As the system.
        System,
        /// Always light.
        Light,
        /// Always dark.
        Dark,
    }
}

view! {
    /// Somebody who helps.
    pub struct ContactView {
        /// Name.
        pub name: String,
        /// Telephone number.
        pub phone: String,
    }
}

view! {
    /// What a restore would do. Nothing is changed before it is applied.
    pub struct PlanView {
        /// Names the opened backup until it is applied or discarded.
        pub plan: String,
        /// When the backup was written.
        #[cfg_attr(feature = "ts", specta(type = u32))]
        pub written_at: u64,
        /// It was written by another vault.
        pub other_vault: bool,
        /// What it holds.
        pub rows: Vec<PlanRowView>,
    }
}

view! {
    /// One account of a backup.
    pub struct PlanRowView {
        /// Its label in the backup.
        pub label: String,
        /// What would happen.
        pub outcome: PlanOutcome,
        /// The label it would get, when another one.
        pub new_label: Option<String>,
    }
}

view! {
    /// What a restore would do with one account.
    #[derive(Copy, Eq)]
    pub enum PlanOutcome {
        /// It is added.
        Add,
        /// It is added under another name: its label is taken by another key.
        AddRenamed,
        /// The same key is here.
        AlreadyHere,
        /// Its key was replaced here after the backup, and will not work.
        ReplacedSince,
        /// It had been removed when the backup was made, and is left out.
        WasRemoved,
        /// Its key could not be read when the backup was made.
        NoKey,
    }
}

view! {
    /// What a backup or a restore did.
    pub struct DoneView {
        /// Accounts written or added.
        pub done: u32,
        /// Accounts there were.
        pub total: u32,
        /// The file, as the person named it.
        pub path: Option<String>,
    }
}

view! {
    /// One self-test.
    pub struct CheckView {
        /// Message id stem: `check-keyring`, `check-clock`, `check-folder`, `check-records`.
        pub id: String,
        /// How it went.
        pub state: CheckState,
        /// Values for the message.
        pub args: std::collections::BTreeMap<String, String>,
        /// What is wrong.
        pub problem: Option<ErrorView>,
    }
}

view! {
    /// How a self-test went.
    #[derive(Copy, Eq)]
    pub enum CheckState {
        /// As it should be.
        Ok,
        /// Not known.
        Unknown,
        /// Works, with a caution.
        Warn,
        /// Does not work.
        Bad,
    }
}

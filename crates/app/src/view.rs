//! What the shells show: plain data, without a secret key in it.
//!
//! The window receives these as JSON in camel case; their TypeScript shapes are generated from
//! here. Times are Unix seconds.

use std::fmt;

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

mod adding;
mod keeping;

pub use adding::*;
pub use keeping::*;

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
        /// Whether what blocks it will not come back by itself, so that a new vault may be made.
        pub recoverable: bool,
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
        /// How the colour is drawn, 0 to 3: whole, or with one of three patterns.
        pub pattern: u8,
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
        /// The firm's, not the person's own.
        pub of_firm: bool,
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
        /// Replaced, and of no use at the service; kept all the same.
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
        /// Its identity, or `settings`.
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
        /// When its keys may be wiped.
        #[cfg_attr(feature = "ts", specta(type = u32))]
        pub wiped_at: u64,
    }
}

/// A code that is shown. The only view that holds one; asked for only while it is visible.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
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

/// Says whose code it is, and no code.
impl fmt::Debug for CodeView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeView")
            .field("id", &self.id)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
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
        /// The code after the present one, which counts from the next step on.
        Next,
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
        /// When the fresh code starts, while waiting or when the next one was copied.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_in_no_debug_text() {
        let view = CodeView {
            id: "id".to_owned(),
            code: Some("123456".to_owned()),
            next: Some("234567".to_owned()),
            previous_key_code: Some("345678".to_owned()),
            valid_from: 0,
            valid_until: 30,
            problem: None,
        };
        let text = format!("{view:?} {:?}", vec![&view]);
        for code in ["123456", "234567", "345678"] {
            assert!(!text.contains(code), "{text}");
        }
    }
}

//! Views of getting a key in.

use serde::{Deserialize, Serialize};

use super::{CodeKind, ErrorView, LookAlikeView};

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
        /// Whether it is a transfer of Google Authenticator.
        pub transfer: bool,
        /// How much of a transfer was read, while parts of it are missing.
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
        /// The account name looks like somebody's own NHS or client sign-in, or the key is odd:
        /// message ids.
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
        /// Why others do not know of a firm's new key yet; it goes out with the next sync.
        pub unsent: Option<ErrorView>,
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
        /// The key, or the record, of the account that has it could not be read, and is back.
        Mended,
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

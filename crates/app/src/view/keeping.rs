//! Views of settings, backups and the self-test.

use serde::{Deserialize, Serialize};

use super::ErrorView;

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
        /// The label it would get, or has here, when another one.
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
        /// It is added with the key before its newest one, which could not be read when the backup was
        /// made.
        AddEarlier,
        /// It is here, its key or its record cannot be read, and it is brought back.
        Mend,
        /// The same key is here.
        AlreadyHere,
        /// Its key was replaced here after the backup, and will not work.
        ReplacedSince,
        /// It had been removed when the backup was made, and is left out.
        WasRemoved,
        /// Its key could not be read when the backup was made.
        NoKey,
        /// It cannot be read in the backup, or was written by a newer program.
        Unreadable,
    }
}

view! {
    /// What a backup or a restore did.
    pub struct DoneView {
        /// Accounts written, or added and brought back.
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

//! What a vault knows of an account. Nothing here is secret; the keys are in the OS keyring.

use otp::Params;

use crate::{AccountId, KeyId, Label, UserIdHint};

/// An account as the vault holds it. Times are seconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which account.
    pub id: AccountId,
    /// What people call it; unique in the vault.
    pub label: Label,
    /// The end of the user ID at the service.
    pub user_id_hint: Option<UserIdHint>,
    /// A note for people.
    pub note: Option<String>,
    /// The service as it called itself when the key came in, or empty.
    pub issuer: String,
    /// The sign-in as the service called it when the key came in, or empty.
    pub account: String,
    /// The label's own prefix where it differed from `issuer`.
    pub label_issuer: Option<String>,
    /// Which service profile applies, by its name.
    pub service: Option<String>,
    /// Made by the program to practise with.
    pub practice: bool,
    /// When it was added.
    pub created_at: u64,
    /// When a code was last copied here.
    pub last_copied: Option<u64>,
    /// When it was removed, if it was; its keys are kept for [`crate::KEPT_FOR`] seconds.
    pub removed_at: Option<u64>,
    /// Every key that it ever had, oldest first.
    pub versions: Vec<KeyVersion>,
    /// Which of the firm's keys this is a copy of; none for the person's own accounts.
    pub firm: Option<FirmKey>,
}

/// A secret key of the firm, by the firm's own ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FirmKey {
    /// Which account.
    pub account: [u8; 16],
    /// Which of its keys.
    pub version: [u8; 16],
}

impl Account {
    /// The key version whose codes are shown: the unconfirmed one, or else the current one.
    pub fn shown(&self) -> Option<&KeyVersion> {
        self.in_state(KeyState::Unconfirmed).or_else(|| self.in_state(KeyState::Current))
    }

    /// The key version kept beside an unconfirmed one.
    pub fn previous(&self) -> Option<&KeyVersion> {
        self.in_state(KeyState::Previous)
    }

    /// The key version with this id.
    pub fn version(&self, id: KeyId) -> Option<&KeyVersion> {
        self.versions.iter().find(|version| version.id == id)
    }

    /// Where the unconfirmed version is no longer there to be decided on, the previous one counts.
    pub(crate) fn settle(&mut self) {
        if self.in_state(KeyState::Unconfirmed).is_none() {
            for version in &mut self.versions {
                if version.state == KeyState::Previous {
                    version.state = KeyState::Current;
                }
            }
        }
    }

    fn in_state(&self, state: KeyState) -> Option<&KeyVersion> {
        self.versions.iter().rev().find(|version| version.state == state)
    }
}

/// One of the keys that an account had in the course of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyVersion {
    /// Which key version.
    pub id: KeyId,
    /// Counts from 1 within the account.
    pub number: u32,
    /// How its codes are made.
    pub params: Params,
    /// When it came in.
    pub added_at: u64,
    /// What it is good for.
    pub state: KeyState,
}

/// What a key version is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The service accepts its codes.
    Current,
    /// Came in as a replacement; nobody has said yet whether the service accepts its codes.
    Unconfirmed,
    /// Was current, and is again should the unconfirmed one be refused.
    Previous,
    /// Of no use any more; kept all the same.
    Retired {
        /// Since when.
        at: u64,
    },
}

/// What is known of an account before it is in the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// What people will call it.
    pub label: Label,
    /// The end of the user ID at the service.
    pub user_id_hint: Option<UserIdHint>,
    /// A note for people.
    pub note: Option<String>,
    /// The service as it calls itself, or empty.
    pub issuer: String,
    /// The sign-in as the service calls it, or empty.
    pub account: String,
    /// The label's own prefix where it differs from `issuer`.
    pub label_issuer: Option<String>,
    /// Which service profile applies, by its name.
    pub service: Option<String>,
    /// Made by the program to practise with.
    pub practice: bool,
    /// How codes are made.
    pub params: Params,
}

impl NewAccount {
    /// An account of which only the label and the way of making codes are known.
    pub fn new(label: Label, params: Params) -> Self {
        Self {
            label,
            user_id_hint: None,
            note: None,
            issuer: String::new(),
            account: String::new(),
            label_issuer: None,
            service: None,
            practice: false,
            params,
        }
    }

    /// The account that it becomes, of the person's own.
    pub(crate) fn into_account(self, id: AccountId, version: KeyVersion, at: u64) -> Account {
        Account {
            id,
            label: self.label,
            user_id_hint: self.user_id_hint,
            note: self.note,
            issuer: self.issuer,
            account: self.account,
            label_issuer: self.label_issuer,
            service: self.service,
            practice: self.practice,
            created_at: at,
            last_copied: None,
            removed_at: None,
            versions: vec![version],
            firm: None,
        }
    }
}

/// The accounts of a vault, and what could not be read of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Every account that could be read, in the order of their ids.
    pub accounts: Vec<Account>,
    /// Rows that could not; their bytes are kept as they are.
    pub damaged: Vec<Damaged>,
}

/// An account's row that could not be read. It never hides the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Which account.
    pub id: AccountId,
    /// Why.
    pub reason: Damage,
}

/// A record that cannot be read and was removed. Its keys are kept for [`crate::KEPT_FOR`] seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemovedRecord {
    /// Which account.
    pub id: AccountId,
    /// When it was removed.
    pub removed_at: u64,
}

/// Why a row could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It does not open with this vault's key in this place.
    #[error("the record does not open")]
    Sealed,
    /// It opens, and says something that this program does not understand.
    #[error("the record cannot be understood")]
    Content,
    /// It was written by a newer program.
    #[error("the record was written by a newer program")]
    Newer,
}

//! The firm in one pair of hands: read from the vault, changed, and kept again.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Context, DeviceKeys, Firm, Name, Object, Time};
use seal::{SEED_LEN, SystemEntropy};
use secret::Secret;
use serde::{Deserialize, Serialize};
use vault::{AccountId, FirmChange, FirmId, FirmKey, FirmObject, UnlockedVault};

use super::turn::Turn;
use crate::error::Result;
use crate::{App, Error};

/// Names of the documents that belong to the firm.
pub(crate) const MEMORY: &str = "firm/memory";
pub(crate) const NOTES: &str = "firm/notes";
pub(crate) const INVITES: &str = "firm/invites";
pub(crate) const JOINING: &str = "firm/joining";
pub(crate) const STORE: &str = "firm/store";
pub(crate) const TOLD: &str = "firm/told";
pub(crate) const USE: &str = "firm/use";
pub(crate) const USE_PAST: &str = "firm/use-past";
pub(crate) const USE_CHAIN: &str = "firm/use-chain";
pub(crate) const USE_SEEN: &str = "firm/use-seen";
pub(crate) const DOCUMENTS: [&str; 10] =
    [MEMORY, NOTES, INVITES, JOINING, STORE, TOLD, USE, USE_PAST, USE_CHAIN, USE_SEEN];

/// What this device notes about its firm beside the firm's own memory. Holds no secret.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Notes {
    /// Where the firm's store is.
    pub place: String,
    /// This device just came in, by an address that leads to where the firm is.
    pub came_in: bool,
    /// When the store was last looked into.
    pub synced_at: Option<u64>,
    /// Since when something that others are to put right first is seen.
    pub needed_since: Option<u64>,
    /// The keys that this device should be able to open and misses, with since when.
    pub missed: BTreeMap<String, u64>,
    /// When both sheets of the recovery kit were typed back.
    pub kit_checked: Option<u64>,
    /// Where this device moved the firm away from.
    pub left: Option<Left>,
}

/// A place that the firm was moved away from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Left {
    pub place: String,
    /// When.
    pub at: u64,
}

/// The firm, with the right to write to this device's log.
pub(crate) struct Desk<'a> {
    pub firm: Firm,
    pub notes: Notes,
    /// The names of what the vault has of the firm.
    pub kept: BTreeSet<Name>,
    _turn: Turn<'a>,
}

/// The firm to read from. Does not wait for who writes to it.
pub(crate) struct Glance {
    pub firm: Firm,
    pub notes: Notes,
    kept: BTreeSet<Name>,
}

/// What the vault keeps of the firm.
struct Kept {
    memory: Secret,
    seeds: Secret,
    held: Vec<FirmObject>,
    notes: Notes,
}

/// What is to be kept together with what the firm wrote.
#[derive(Default)]
pub(crate) struct Beside {
    pub give: Vec<(AccountId, FirmKey)>,
    pub documents: Vec<(&'static str, Option<Secret>)>,
}

impl App {
    /// Opens the firm that this device is in, once nobody else is at work on it.
    pub(crate) fn open_desk(&self) -> Result<Desk<'_>> {
        self.firm_id()?;
        let turn = self.firm_turn()?;
        let Glance { firm, notes, kept } = self.glance_at_firm()?;
        Ok(Desk { firm, notes, kept, _turn: turn })
    }

    /// Reads the firm that this device is in.
    pub(crate) fn glance_at_firm(&self) -> Result<Glance> {
        // Every entry is checked again, which takes its time: codes are wanted meanwhile.
        self.with_vault(kept)?.restored()
    }

    /// The firm that this device is in or on its way into.
    pub(crate) fn firm_id(&self) -> Result<FirmId> {
        self.with_vault(|vault| vault.firm()?.ok_or_else(|| Error::new("firm.none")))
    }

    /// Runs `work` on the firm, after a look into its store where that can be reached; keeps what
    /// it wrote, takes in the keys that follow, and puts it into the store. Says what kept the
    /// store from being reached, if anything did: what was written then waits.
    pub(crate) fn act<T>(
        &self,
        work: impl FnOnce(&mut Desk, &mut Context<'_>) -> Result<(T, Vec<Object>, Beside)>,
    ) -> Result<(T, Option<Error>)> {
        let mut desk = self.open_desk()?;
        let entered = apart(self.enter_store(&mut desk))?;
        self.administrator_must_be_protected(&mut desk.firm)?;
        let mut entropy = SystemEntropy::new();
        let mut ctx = Context { entropy: &mut entropy, now: Time(self.now()) };
        let (value, objects, beside) = work(&mut desk, &mut ctx)?;
        self.keep_firm(&mut desk, &objects, beside)?;
        // It is done, whatever the keyring says of a key: the next sync takes it, or says why not.
        // Before the store, which may be slow: a code of the key before is of no use any more.
        let _ = self.take_keys(&mut desk);
        let unreached = match entered {
            Ok(entered) => apart(self.give_to_store(&mut desk, &entered))?.err(),
            Err(unreached) => Some(unreached),
        };
        Ok((value, unreached))
    }

    /// Keeps all that the firm accepted or wrote; `objects` are to be put into the store.
    pub(crate) fn keep_firm(
        &self,
        desk: &mut Desk,
        objects: &[Object],
        beside: Beside,
    ) -> Result<()> {
        self.keep_replica(&mut desk.firm, (&desk.notes, &mut desk.kept), objects, beside)
    }

    /// As [`App::keep_firm`], for a desk in parts.
    pub(crate) fn keep_replica(
        &self,
        firm: &mut Firm,
        (notes, kept): (&Notes, &mut BTreeSet<Name>),
        objects: &[Object],
        beside: Beside,
    ) -> Result<()> {
        let new: Vec<Object> =
            firm.objects().filter(|object| !kept.contains(&object.name)).collect();
        let mut documents = beside.documents;
        documents.push((MEMORY, Some(firm.memory())));
        documents.push((NOTES, Some(to_document(notes)?)));
        let change = FirmChange {
            hold: new.iter().map(stored).collect(),
            send: objects.iter().map(stored).collect(),
            give: beside.give,
            documents,
            ..FirmChange::of(id_of(firm))
        };
        self.with_vault(|vault| Ok(vault.change_firm(&change)?))?;
        kept.extend(new.into_iter().map(|object| object.name));
        Ok(())
    }

    /// Forgets what was put into the store, by its numbers.
    pub(crate) fn forget_sent(&self, firm: FirmId, sent: Vec<i64>) -> Result<()> {
        let change = FirmChange { sent, ..FirmChange::of(firm) };
        self.with_vault(|vault| Ok(vault.change_firm(&change)?))
    }

    /// Forgets everything in which secret keys are sealed: this device was removed.
    pub(crate) fn forget_sealed_keys(&self, desk: &mut Desk) -> Result<()> {
        let blobs = desk.kept.iter().filter(|name| matches!(name, Name::Blob(_)));
        let forget: Vec<String> = blobs.map(ToString::to_string).collect();
        let documents = vec![(INVITES, None), (TOLD, None)];
        let change = FirmChange { forget, documents, ..FirmChange::of(id_of(&desk.firm)) };
        self.with_vault(|vault| Ok(vault.change_firm(&change)?))
    }
}

/// Tells trouble with the store, which is no reason to give up, from other trouble.
pub(crate) fn apart<T>(done: Result<T>) -> Result<Result<T>> {
    match done {
        Err(error) if !is_of_store(&error) => Err(error),
        done => Ok(done),
    }
}

/// Whether it is trouble with the store: what is here can still be used.
pub(crate) fn is_of_store(error: &Error) -> bool {
    let code = error.code();
    code.starts_with("store.") || ["firm.address", "firm.stopped"].contains(&code)
}

fn kept(vault: &UnlockedVault) -> Result<Kept> {
    let id = vault.firm()?.ok_or_else(|| Error::new("firm.none"))?;
    let memory = vault.document(MEMORY)?.ok_or_else(|| Error::new("firm.waiting"))?;
    let (seeds, held) = (vault.firm_seeds(id)?, vault.firm_objects()?);
    Ok(Kept { memory, seeds, held, notes: notes(vault)? })
}

impl Kept {
    fn restored(self) -> Result<Glance> {
        let keys = keys_of(&self.seeds)?;
        let held = self.held.into_iter();
        let held: Vec<(Name, Vec<u8>)> =
            held.filter_map(|one| Some((Name::parse(&one.name)?, one.bytes))).collect();
        let kept = held.iter().map(|(name, _)| name.clone()).collect();
        let firm = Firm::restore(keys, &self.memory, held)?;
        Ok(Glance { firm, notes: self.notes, kept })
    }
}

/// Which firm it is, as the vault knows it.
pub(crate) fn id_of(firm: &Firm) -> FirmId {
    FirmId::from_bytes(firm.pin().firm.0)
}

/// Puts a new firm into the vault, whole or not at all.
pub(crate) fn enter(
    vault: &UnlockedVault,
    seeds: &Secret,
    (firm, notes, followed): (&mut Firm, &Notes, Secret),
    objects: &[Object],
) -> Result<()> {
    let held: Vec<Object> = firm.objects().collect();
    let first = FirmChange {
        hold: held.iter().map(stored).collect(),
        send: objects.iter().map(stored).collect(),
        documents: vec![
            (MEMORY, Some(firm.memory())),
            (NOTES, Some(to_document(notes)?)),
            (STORE, Some(followed)),
        ],
        ..FirmChange::of(id_of(firm))
    };
    Ok(vault.enter_firm(seeds, &first)?)
}

/// The keys of a device: its signing seed and its other seed, one after the other.
pub(crate) fn keys_of(seeds: &Secret) -> Result<DeviceKeys> {
    let (sign, kem) = seeds.expose().split_at_checked(SEED_LEN).unwrap_or_default();
    DeviceKeys::derive(&Secret::copy_of(sign), &Secret::copy_of(kem))
        .ok_or_else(|| Error::new("firm.device-key-damaged"))
}

/// Makes the two seeds of a device.
pub(crate) fn make_seeds() -> Result<Secret> {
    let made = seal::make_secret(&mut SystemEntropy::new(), 2 * SEED_LEN);
    made.map_err(|error| Error::new("bug.unexpected").because(error))
}

pub(crate) fn stored(object: &Object) -> FirmObject {
    FirmObject { name: object.name.to_string(), bytes: object.bytes.clone() }
}

pub(crate) fn notes(vault: &UnlockedVault) -> Result<Notes> {
    let stored = vault.document(NOTES)?;
    let read = stored.map(|stored| serde_json::from_slice(stored.expose())).transpose();
    Ok(read.map_err(|error| Error::new("firm.damaged").because(error))?.unwrap_or_default())
}

pub(crate) fn to_document(notes: &Notes) -> Result<Secret> {
    let bytes = serde_json::to_vec(notes);
    bytes.map(Secret::new).map_err(|error| Error::new("bug.unexpected").because(error))
}

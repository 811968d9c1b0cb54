//! An export of the log that anybody can check without the firm's keys and without its store
//! (`docs/audit-format.md`). Each entry comes with the key of its own content and of nothing else;
//! who checks it rebuilds the firm with the rules that every device follows.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::Encode;
use seal::{KEY_LEN, Label, Signature};
use secret::Secret;

use crate::book::Unfit;
use crate::cbor;
use crate::entry::{self, OpenFailure, Unverified};
use crate::firm::{DeviceKeys, Firm, Pin};
use crate::ids::{AccountId, DeviceId, FirmId, Hash, Lamport, LogPoint, SealSalt, Seq, Time};
use crate::op::{Op, SealedDetails};
use crate::secrets::{Details, details_key, open_details_alone};

/// What the statement of an export begins with.
pub const AUDIT_FORMAT: &str = "sixboard-audit/1";

/// An export.
#[derive(Debug)]
pub struct Audit {
    /// Which firm.
    pub pin: Pin,
    /// Every accepted entry, in the order of protocol section 8.
    pub entries: Vec<AuditedEntry>,
    /// What accounts are called.
    pub labels: Vec<AuditedLabel>,
    /// By whom it was made.
    pub statement: Statement,
}

/// An entry of an export.
#[derive(Debug)]
pub struct AuditedEntry {
    /// Its header, as its device signed it.
    pub header: Vec<u8>,
    /// The signature.
    pub signature: [u8; 64],
    /// The key of its content; none where that holds the sign-in to the store.
    pub content: Option<Secret>,
}

/// What opens an account's label and settings, the latest that the maker of the export could read.
#[derive(Debug)]
pub struct AuditedLabel {
    /// Which account.
    pub account: AccountId,
    /// The key of this one copy.
    pub content: Secret,
}

/// Who says that the export is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement {
    /// On which device it was made.
    pub device: DeviceId,
    /// When, as that device claimed.
    pub at: Time,
    /// Its signature of which entries there are, and which were kept back.
    pub signature: [u8; 64],
}

/// What is wrong with an export, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault} (entry {entry:?})")]
pub struct AuditError {
    /// At which entry, from 1; none where it is about the whole.
    pub entry: Option<usize>,
    /// What.
    pub fault: AuditFault,
}

/// What is wrong with an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditFault {
    /// It is not an entry of this firm.
    #[error("not an entry of the firm")]
    Malformed,
    /// It is not the firm's first entry.
    #[error("not the firm's first entry")]
    NotFirst,
    /// It does not come after the one before.
    #[error("entries are out of order")]
    Order,
    /// No entry let its device in.
    #[error("no entry let the device in")]
    UnknownDevice,
    /// Its device did not sign it.
    #[error("the device did not sign the entry")]
    Signature,
    /// It follows an entry that is not here.
    #[error("an entry that it follows is missing")]
    Missing(LogPoint),
    /// Its device signed it against the rules.
    #[error("the entry is against the rules")]
    Broken,
    /// The key beside it does not open its content.
    #[error("the content does not open")]
    Content,
    /// A newer program wrote it.
    #[error("this program is too old for the entry")]
    NeedsUpdate,
    /// It states another state of the firm than the entries give.
    #[error("the state that it states is not what the entries give")]
    Checkpoint,
    /// A label's key opens no label of its account.
    #[error("a label does not open")]
    Label,
    /// Whose device made the export did not sign that it is whole.
    #[error("the statement of the export does not hold")]
    Statement,
}

/// What an export brings in place of group keys.
#[derive(Debug, Default)]
pub(crate) struct Audited {
    contents: BTreeMap<Hash, Secret>,
    kept_back: BTreeSet<Hash>,
    details: BTreeMap<SealSalt, Secret>,
}

#[derive(Encode)]
#[cbor(map)]
struct Stated<'a> {
    #[n(0)]
    format: &'static str,
    #[n(1)]
    firm: FirmId,
    #[n(2)]
    first: Hash,
    #[n(3)]
    device: DeviceId,
    #[n(4)]
    at: Time,
    /// Of each entry its hash, and whether its content key is there.
    #[n(5)]
    entries: &'a [(Hash, bool)],
    #[n(6)]
    labels: &'a [AccountId],
}

impl Audited {
    /// Opens an entry of an export; `None` for any other.
    pub(crate) fn open(&self, entry: &Unverified) -> Option<Result<Vec<Op>, OpenFailure>> {
        if self.kept_back.contains(&entry.hash) {
            return Some(Ok(Vec::new()));
        }
        self.contents.get(&entry.hash).map(|key| entry.open_alone(key))
    }

    pub(crate) fn is_kept_back(&self, hash: Hash) -> bool {
        self.kept_back.contains(&hash)
    }

    fn take(&mut self, hash: Hash, content: Option<&Secret>) {
        match content {
            Some(key) => {
                self.contents.insert(hash, key.duplicate());
            }
            None => {
                self.kept_back.insert(hash);
            }
        }
    }
}

impl Firm {
    /// Exports the whole log, so that it can be checked by who has no key of the firm. `None`
    /// before the first entry has arrived.
    pub fn audit(&mut self, at: Time) -> Option<Audit> {
        self.settle();
        self.genesis()?;
        let entries: Option<Vec<AuditedEntry>> =
            self.log_order().into_iter().map(|id| self.audited_entry(id)).collect();
        let mut audit = Audit {
            pin: self.pin,
            entries: entries?,
            labels: self.audited_labels(),
            statement: Statement { device: self.me, at, signature: [0; 64] },
        };
        let stated = audit.stated(&audit.hashes());
        audit.statement.signature = self.keys.sign.sign(Label::CERTIFICATE, &stated).0;
        Some(audit)
    }

    /// How many states that administrators stated agree with the entries of an export. A state
    /// that an entry without content went into says nothing.
    ///
    /// # Errors
    /// [`AuditError`] for one that does not agree.
    pub fn check_audited_states(&mut self) -> Result<usize, AuditError> {
        self.settle();
        let stated = self.view_state().map(|state| state.checkpoints.clone()).unwrap_or_default();
        let known = |points: &[LogPoint]| {
            let kept = self.audited.kept_back.iter().filter_map(|hash| self.book.find(*hash));
            let ends: Vec<_> = points.iter().filter_map(|one| self.book.find(one.hash)).collect();
            !kept.into_iter().any(|kept| ends.iter().any(|end| self.book.is_ancestor(kept, *end)))
        };
        let mut agree = 0;
        for one in stated.iter().filter(|one| known(&one.vector)) {
            match self.state_at(&one.vector) {
                Some(state) if state.hash() != one.state => {
                    let at = |id: &u32| self.book.entry(*id).hash == one.by.hash;
                    let entry = self.log_order().iter().position(at).map(|index| index + 1);
                    return Err(AuditError { entry, fault: AuditFault::Checkpoint });
                }
                Some(_) => agree += 1,
                None => {}
            }
        }
        Ok(agree)
    }

    pub(crate) fn open_audited_details(
        &self,
        place: (AccountId, u64),
        copy: &SealedDetails,
    ) -> Option<Details> {
        open_details_alone(self.audited.details.get(&copy.salt)?, place, copy)
    }

    fn audited_entry(&self, id: crate::book::EntryId) -> Option<AuditedEntry> {
        let entry = self.book.entry(id);
        let (header, signature) = entry::split(&entry.bytes).ok()?;
        let held = Unverified::read(self.pin.firm, &entry.bytes).ok()?;
        let content = if entry.ops.iter().any(has_sign_in) {
            None
        } else {
            let mut keys = self.everyone_keys(entry.header.epoch);
            Some(keys.find_map(|key| {
                let content = held.header.content_key(key)?;
                held.open_alone(&content).is_ok().then_some(content)
            })?)
        };
        Some(AuditedEntry { header: header.to_vec(), signature, content })
    }

    fn audited_labels(&self) -> Vec<AuditedLabel> {
        let accounts = self.view_state().into_iter().flat_map(|state| &state.accounts);
        let labels = accounts.filter_map(|(id, account)| {
            let openable = account.details.values().filter_map(|copy| {
                let key = self.ring.key((copy.sealed.group, copy.sealed.epoch))?;
                let content = details_key(self.pin.firm, key, &copy.sealed)?;
                open_details_alone(&content, (*id, copy.edit), &copy.sealed)?;
                Some((copy.edit, content))
            });
            let (_, content) = openable.max_by_key(|(edit, _)| *edit)?;
            Some(AuditedLabel { account: *id, content })
        });
        labels.collect()
    }

    /// Why an entry of an export was not accepted.
    fn why_not(&self, entry: &Unverified) -> AuditFault {
        let first = entry.hash == self.pin.genesis;
        if !first {
            match self.known.get(&entry.header.device) {
                None => return AuditFault::UnknownDevice,
                Some(keys) if !entry.is_signed_by(keys.sign) => return AuditFault::Signature,
                Some(_) => {}
            }
        }
        match self.book.check(&entry.header) {
            Err(Unfit::Missing(point)) => return AuditFault::Missing(point),
            Err(Unfit::Broken) => return AuditFault::Broken,
            Ok(_) => {}
        }
        match self.audited.open(entry) {
            Some(Err(OpenFailure::Malformed)) => AuditFault::Broken,
            Some(Err(OpenFailure::NeedsUpdate(_))) => AuditFault::NeedsUpdate,
            Some(Ok(ops)) if first && matches!(ops.first(), Some(Op::Genesis(_))) => {
                AuditFault::Signature
            }
            Some(Ok(_)) if first => AuditFault::NotFirst,
            _ => AuditFault::Content,
        }
    }

    /// Takes the labels that open one of their accounts' copies, and says how many do.
    fn take_labels(&mut self, labels: &[AuditedLabel]) -> usize {
        let mut taken = 0;
        for label in labels {
            let account = self.view_state().and_then(|state| state.accounts.get(&label.account));
            let mut copies = account.into_iter().flat_map(|account| account.details.values());
            let opened = copies.find(|copy| {
                let place = (label.account, copy.edit);
                open_details_alone(&label.content, place, &copy.sealed).is_some()
            });
            if let Some(salt) = opened.map(|copy| copy.sealed.salt) {
                self.audited.details.insert(salt, label.content.duplicate());
                taken += 1;
            }
        }
        taken
    }
}

impl Audit {
    /// Checks every entry from the first one on, as a device of the firm does: signature, chain,
    /// rules. Returns the firm as the entries give it, without a key of it. What is stated of the
    /// firm's state is checked by [`Firm::check_audited_states`].
    ///
    /// # Errors
    /// [`AuditError`]: the first thing that is wrong.
    pub fn check(&self) -> Result<Firm, AuditError> {
        let mut firm = self.firm_of(|_| true)?;
        self.check_statement(&firm)?;
        firm.settle();
        if firm.take_labels(&self.labels) < self.labels.len() {
            return Err(AuditError { entry: None, fault: AuditFault::Label });
        }
        Ok(firm)
    }

    /// Whether the export has an entry.
    pub fn has(&self, entry: Hash) -> bool {
        self.entries.iter().any(|one| entry::hash_of(&one.header) == entry)
    }

    /// The firm as somebody knew it who had these entries, and all that their authors knew: of an
    /// export that [`Audit::check`] finds whole.
    ///
    /// # Errors
    /// As [`Audit::check`].
    pub fn until(&self, ends: &[LogPoint]) -> Result<Firm, AuditError> {
        let entries = self.read()?;
        let before: BTreeMap<Hash, Vec<Hash>> = entries
            .iter()
            .map(|entry| {
                let seen = entry.header.seen.iter().map(|point| point.hash);
                (entry.hash, seen.chain([entry.header.prev]).collect())
            })
            .collect();
        let mut known = BTreeSet::new();
        let mut next: Vec<Hash> = ends.iter().map(|end| end.hash).collect();
        while let Some(hash) = next.pop() {
            if known.insert(hash) {
                next.extend(before.get(&hash).into_iter().flatten());
            }
        }
        let mut firm = self.firm_of(|entry| known.contains(&entry.hash))?;
        firm.settle();
        firm.take_labels(&self.labels);
        Ok(firm)
    }

    /// The firm of some of the entries, each checked.
    fn firm_of(&self, wanted: impl Fn(&Unverified) -> bool) -> Result<Firm, AuditError> {
        let entries = self.read()?;
        let keys = nobody().ok_or(AuditError { entry: None, fault: AuditFault::Malformed })?;
        let mut firm = Firm::replica(self.pin, keys, Vec::new());
        for (entry, audited) in entries.iter().zip(&self.entries) {
            firm.audited.take(entry.hash, audited.content.as_ref());
        }
        for (entry, audited) in entries.iter().zip(&self.entries).filter(|(one, _)| wanted(one)) {
            // Why one is not accepted is found below; who signed two with one number is among
            // the alarms.
            let bytes = entry::join(&audited.header, audited.signature);
            let _ = firm.intake_entry(&entry.name(), &bytes);
        }
        for (index, entry) in entries.iter().enumerate().filter(|(_, one)| wanted(one)) {
            if firm.book.find(entry.hash).is_none() {
                return Err(AuditError { entry: Some(index + 1), fault: firm.why_not(entry) });
            }
        }
        Ok(firm)
    }

    /// Reads the entries, which stand in the one order of the log.
    fn read(&self) -> Result<Vec<Unverified>, AuditError> {
        let mut entries: Vec<Unverified> = Vec::new();
        for (index, one) in self.entries.iter().enumerate() {
            let at = |fault| AuditError { entry: Some(index + 1), fault };
            let bytes = entry::join(&one.header, one.signature);
            let entry =
                Unverified::read(self.pin.firm, &bytes).map_err(|_| at(AuditFault::Malformed))?;
            if (index == 0) != (entry.hash == self.pin.genesis) {
                return Err(at(AuditFault::NotFirst));
            }
            if entries.last().is_some_and(|last| place(last) >= place(&entry)) {
                return Err(at(AuditFault::Order));
            }
            entries.push(entry);
        }
        if entries.is_empty() {
            return Err(AuditError { entry: Some(1), fault: AuditFault::NotFirst });
        }
        Ok(entries)
    }

    fn check_statement(&self, firm: &Firm) -> Result<(), AuditError> {
        let Statement { device, signature, .. } = self.statement;
        let stated = self.stated(&self.hashes());
        let signed = firm.known.get(&device).is_some_and(|keys| {
            keys.sign.verify(Label::CERTIFICATE, &stated, &Signature(signature)).is_ok()
        });
        let fault = AuditFault::Statement;
        if signed { Ok(()) } else { Err(AuditError { entry: None, fault }) }
    }

    fn hashes(&self) -> Vec<(Hash, bool)> {
        let entries = self.entries.iter();
        entries.map(|one| (entry::hash_of(&one.header), one.content.is_some())).collect()
    }

    fn stated(&self, entries: &[(Hash, bool)]) -> Vec<u8> {
        let labels: Vec<AccountId> = self.labels.iter().map(|label| label.account).collect();
        cbor::to_vec(&Stated {
            format: AUDIT_FORMAT,
            firm: self.pin.firm,
            first: self.pin.genesis,
            device: self.statement.device,
            at: self.statement.at,
            entries,
            labels: &labels,
        })
    }
}

/// Where an entry stands in the log.
fn place(entry: &Unverified) -> (Lamport, DeviceId, Seq, Hash) {
    (entry.header.lamport, entry.header.device, entry.header.seq, entry.hash)
}

/// Whether everybody's sign-in to the store is in it: the export would let its readers in there.
fn has_sign_in(op: &Op) -> bool {
    matches!(op, Op::StoreSet(op) if op.text.secret().expose().contains('\n'))
}

/// Keys that everybody knows: who checks an export is nobody in the firm.
fn nobody() -> Option<DeviceKeys> {
    let seed = Secret::new(vec![0; KEY_LEN]);
    DeviceKeys::derive(&seed, &seed)
}

//! The whole log, to be read by people: every accepted entry, whether it counts or not.

use crate::book::EntryId;
use crate::entry::Verified;
use crate::firm::Firm;
use crate::ids::{DeviceId, Hash, Lamport, LogPoint, PersonId, Seq, Time};
use crate::leaving::LeavingAct;
use crate::op::Op;
use crate::rules;

/// An accepted entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Which; its device wrote it.
    pub at: LogPoint,
    /// When, as its author claimed.
    pub wall: Time,
    /// Whose device it is; none for a recovery kit.
    pub person: Option<PersonId>,
    /// Whether it counts: its author could write then, and was not stopped before.
    pub counts: bool,
    /// What it does.
    pub ops: Vec<LoggedOp>,
    /// What it does in somebody's leaving, as far as this device can open that.
    pub leaving: Vec<LeavingAct>,
    /// Whether what it does was left out of the export that this was read from.
    pub kept_back: bool,
}

/// An operation of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedOp {
    /// What it does.
    pub op: Op,
    /// Whether it had an effect: the entry counts, and its author may do this.
    pub counts: bool,
}

impl Firm {
    /// Every accepted entry, in the order of protocol section 8. Costs as much as the whole log.
    pub fn log(&mut self) -> Vec<LogEntry> {
        self.settle();
        self.log_order().into_iter().map(|id| self.logged(id)).collect()
    }

    /// The entries in the order in which those that count are folded.
    pub(crate) fn log_order(&self) -> Vec<EntryId> {
        let mut order: Vec<EntryId> = self.book.ids().collect();
        order.sort_by_key(|id| place(self.book.entry(*id)));
        order
    }

    fn logged(&self, id: EntryId) -> LogEntry {
        let entry = self.book.entry(id);
        let author = self.author_of(id);
        let ops: Vec<LoggedOp> = entry
            .ops
            .iter()
            .map(|op| LoggedOp {
                op: op.clone(),
                counts: author.is_some_and(|author| rules::allows(author, op)),
            })
            .collect();
        let device = self.view_state().and_then(|state| state.devices.get(&entry.header.device));
        LogEntry {
            at: entry.point(),
            wall: entry.header.wall,
            person: device.map(|device| device.person),
            counts: author.is_some(),
            leaving: ops.iter().flat_map(|logged| self.opened(&logged.op)).collect(),
            ops,
            kept_back: self.audited.is_kept_back(entry.hash),
        }
    }

    fn opened(&self, op: &Op) -> Vec<LeavingAct> {
        let Op::Leaving(op) = op else { return Vec::new() };
        self.open_leaving(&op.sealed).unwrap_or_default()
    }
}

/// Where an entry stands in the log. The ends of a fork stand side by side.
pub(crate) fn place(entry: &Verified) -> (Lamport, DeviceId, Seq, Hash) {
    (entry.header.lamport, entry.header.device, entry.header.seq, entry.hash)
}

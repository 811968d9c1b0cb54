//! Keys that were passed on in what does not count: those they were for may have opened them before
//! they learned that it does not.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::Hash;
use crate::keys::KeyId;
use crate::op::{Op, VersionRef};

/// What was sealed and wrapped by operations that the state leaves out.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    /// The keys under which a secret key was sealed.
    pub(crate) seals: BTreeMap<VersionRef, BTreeSet<KeyId>>,
    /// The blobs that wrap a key to further devices.
    pub(crate) wraps: Vec<(KeyId, Hash)>,
}

impl Aside {
    /// Notes what an operation passes on.
    pub(crate) fn note(&mut self, op: &Op) {
        match op {
            Op::Seals(op) => {
                op.items.iter().for_each(|at| self.note_seal(*at, (op.group, op.epoch)))
            }
            Op::WrapMore(op) => self.wraps.push(((op.group, op.epoch), op.shard.blob)),
            _ => {}
        }
    }

    pub(crate) fn note_seal(&mut self, at: VersionRef, under: KeyId) {
        self.seals.entry(at).or_default().insert(under);
    }
}

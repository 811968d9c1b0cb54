//! Keys that were passed on in what does not count: those they were for may have opened them before
//! they learned that it does not.

use crate::ids::{DeviceId, Hash};
use crate::keys::KeyId;
use crate::op::{Epoch, Op, VersionRef};

/// What was made, wrapped and sealed by operations that the state leaves out, with who did it. Not all
/// of it is true: whoever was stopped can name any key.
#[derive(Debug, Default)]
pub(crate) struct Aside {
    /// Keys of groups.
    pub(crate) epochs: Vec<(DeviceId, Epoch)>,
    /// The blobs that wrap a key to further devices.
    pub(crate) wraps: Vec<(DeviceId, KeyId, Hash)>,
    /// The keys under which a secret key was sealed.
    pub(crate) seals: Vec<(DeviceId, VersionRef, KeyId)>,
}

impl Aside {
    /// Notes what an operation of a device passes on.
    pub(crate) fn note(&mut self, by: DeviceId, op: &Op) {
        match op {
            Op::Epoch(op) => self.epochs.push((by, op.clone())),
            Op::WrapMore(op) => self.wraps.push((by, (op.group, op.epoch), op.shard.blob)),
            Op::Seals(op) => {
                let under = (op.group, op.epoch);
                self.seals.extend(op.items.iter().map(|at| (by, *at, under)));
            }
            _ => {}
        }
    }
}

//! Checkpoints: an administrator states the hash of the state after a vector; every other one
//! computes it again (protocol section 14).

use crate::EntryObjects;
use crate::alarm::Alarm;
use crate::author::AuthorError;
use crate::authority::judge;
use crate::book::{Book, EntryId};
use crate::firm::{Context, Firm};
use crate::fold::fold;
use crate::ids::{LogPoint, Time};
use crate::op::Checkpoint;
use crate::state::State;

impl Firm {
    /// Writes a checkpoint of everything accepted here.
    ///
    /// # Errors
    /// [`AuthorError`].
    pub fn checkpoint(&mut self, ctx: &mut Context<'_>) -> Result<EntryObjects, AuthorError> {
        let vector = self.heads();
        let state = self.state().hash();
        self.author(vec![Checkpoint { vector, state }.into()], Vec::new(), ctx)
    }

    /// Computes every checkpoint of the log anew. Returns those that do not agree, which raise
    /// [`Alarm::CheckpointMismatch`]. Costs as much as the whole log for each checkpoint.
    pub fn verify_checkpoints(&mut self) -> Vec<LogPoint> {
        self.settle();
        let stated = self.view_state().map(|state| state.checkpoints.clone()).unwrap_or_default();
        let differ = |stated: &crate::CheckpointState| {
            self.state_at(&stated.vector).is_some_and(|state| state.hash() != stated.state)
        };
        let wrong: Vec<LogPoint> =
            stated.iter().filter(|one| differ(one)).map(|one| one.by).collect();
        wrong.iter().for_each(|point| self.alarm(Alarm::CheckpointMismatch(*point)));
        wrong
    }

    /// The state as of a vector. `None` when an entry of it is not here, or in a log that forked:
    /// of those no two devices need know the same.
    pub fn state_at(&self, vector: &[LogPoint]) -> Option<State> {
        let mut book = Book::default();
        let mut ids: Vec<EntryId> = self.book.ids().collect();
        ids.sort_by_key(|id| {
            let entry = self.book.entry(*id);
            (entry.header.lamport, entry.header.device)
        });
        let ends: Vec<EntryId> =
            vector.iter().map(|point| self.book.find(point.hash)).collect::<Option<_>>()?;
        if vector.iter().any(|point| self.book.fork(point.device).is_some()) {
            return None;
        }
        for id in ids {
            if ends.iter().any(|end| self.book.is_ancestor(id, *end)) {
                let entry = self.book.entry(id).clone();
                let place = book.check(&entry.header).ok()?;
                book.add(entry, place);
            }
        }
        let genesis = book.find(self.pin.genesis)?;
        Some(fold(&book, &judge(&book, genesis), Time(u64::MAX)).state)
    }
}

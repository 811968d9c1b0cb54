//! Whether a look into the store is worth its cost: one small request tells, for a while.

use super::desk::{self, Notes};
use super::steps::Hint;
use crate::App;

/// A hint is believed once looks have found the same for so long: in a folder that another program
/// keeps in step, what it announces may arrive after it.
const SETTLED: u64 = 600;

/// After so long there is a look whatever the hint says: nobody has to be believed who says that
/// nothing is new.
const BELIEVED: u64 = 3600;

/// A store in which the last look found nothing to do.
#[derive(Clone, Debug)]
pub(crate) struct Quiet {
    place: String,
    hint: Hint,
    /// Since when looks have found this hint.
    since: u64,
    /// When the last look was.
    looked: u64,
}

impl App {
    /// Says whether the firm's store says, in one request, that nobody has sent anything since the
    /// last look, which found nothing to do. Whoever is told otherwise looks: [`App::sync`].
    pub fn is_quiet(&self) -> bool {
        let Some(quiet) = self.quiet().clone() else { return false };
        let is_settled = quiet.looked.saturating_sub(quiet.since) >= SETTLED;
        let is_due = self.now().abs_diff(quiet.looked) >= BELIEVED;
        is_settled && !is_due && self.hint_now(&quiet.place) == Some(quiet.hint)
    }

    /// Takes the last look that found nothing to do: what begins now may end otherwise.
    pub(crate) fn take_quiet(&self) -> Option<Quiet> {
        self.quiet().take()
    }

    /// Notes a look that found `hint` and then nothing to do; `last` is the one before.
    pub(crate) fn note_quiet(&self, last: Option<Quiet>, notes: &Notes, hint: Hint) {
        let (place, looked) = (notes.place.clone(), self.now());
        let same = last.filter(|last| last.place == place && last.hint == hint);
        let since = same.map_or(looked, |last| last.since);
        *self.quiet() = Some(Quiet { place, hint, since, looked });
    }

    /// The hint in the store at `place`, unless the firm is elsewhere or something waits to be sent.
    fn hint_now(&self, place: &str) -> Option<Hint> {
        let notes = self.with_vault(desk::notes).ok().filter(|notes| notes.place == place)?;
        let waiting = self.with_vault(|vault| Ok(vault.outgoing()?)).ok()?;
        let reach = self.reach(&notes).ok().filter(|_| waiting.is_empty())?;
        self.until_stopped(&reach, Hint::read(reach.store())).ok()?.ok()
    }
}

//! Keeping in step with the firm's store: once, and for as long as the person wants.

use std::sync::atomic::Ordering;
use std::time::Duration;

use store::Watch;

use super::desk::{Desk, is_of_store};
use super::exchange::Entered;
use super::reach::Reach;
use super::steps::Hint;
use super::views::SyncView;
use crate::error::Result;
use crate::{App, Error};

/// How long a watch waits at most before it looks by itself.
const LOOK: Duration = Duration::from_secs(60);

/// And while a person waits to be let in.
const LOOK_WAITING: Duration = Duration::from_secs(5);

/// How long after trouble that passes it looks again.
const AFTER_TROUBLE: Duration = Duration::from_secs(15);

/// How soon a wish to stop is heard.
const LISTEN: Duration = Duration::from_millis(100);

/// What is changed by one act comes in several objects: they are taken in together.
const TOGETHER: Duration = Duration::from_millis(200);

/// So many moves of the firm are followed in one go.
const MOST_MOVES: usize = 8;

/// A store that is listened to.
struct Listening {
    place: String,
    reach: Reach,
    watch: Box<dyn Watch>,
}

impl App {
    /// Takes in what is new, keeps it, puts right what is this device's to put right, and puts
    /// what waits into the store. Can be stopped with [`App::stop_sync`] and repeated at any time.
    ///
    /// # Errors
    /// When this vault is in no firm, this device was removed, or the store cannot be reached:
    /// codes work all the same.
    pub fn sync(&self) -> Result<SyncView> {
        if !self.come_in()? {
            return Ok(SyncView { waiting: true, ..SyncView::default() });
        }
        let last = self.take_quiet();
        let mut desk = self.open_desk()?;
        let entered = self.enter_store(&mut desk)?;
        self.tend(&mut desk, &entered)?;
        // What came is of use whether or not the store takes anything, and others must learn of
        // what was done here whether or not the keyring takes anything.
        let taken = self.take_keys(&mut desk);
        let sent = self.give_to_store(&mut desk, &entered);
        self.drop_old_uses(&mut desk, &entered);
        taken?;
        let (received, sent) = (entered.came, sent?);
        let waits = desk.notes.needed_since.is_some() || !desk.notes.missed.is_empty();
        if received == 0 && sent == 0 && !waits {
            self.note_quiet(last, &desk.notes, entered.hint);
        }
        Ok(SyncView { received, sent, ..SyncView::default() })
    }

    /// As [`App::sync`], and reads all that is in the store again, to put right what is damaged
    /// there: a listing does not show that.
    ///
    /// # Errors
    /// As [`App::sync`].
    pub fn sync_thoroughly(&self) -> Result<SyncView> {
        let synced = self.sync()?;
        if synced.waiting {
            return Ok(synced);
        }
        let desk = self.open_desk()?;
        let mended = self.reread(&desk, &self.reach(&desk.notes)?)?;
        Ok(SyncView { mended, ..synced })
    }

    /// Syncs now and whenever something changes, until [`App::stop_sync`] or a lock. `hear` is told
    /// how each sync went; it decides with its answer whether trouble ends the watch.
    ///
    /// # Errors
    /// When the vault is locked or in no firm, and what `hear` answers.
    pub fn watch_firm(&self, hear: &mut dyn FnMut(Result<SyncView>) -> Result<()>) -> Result<()> {
        let begun = self.stops();
        let mut listening = None;
        while self.stops() == begun {
            self.firm_id()?;
            // Listening begins before the look, so that nothing falls between.
            self.listen(&mut listening);
            let synced = self.sync();
            let wait = wait_after(&synced);
            match synced {
                Err(error) if error.code() == "firm.stopped" => return Ok(()),
                synced => hear(synced)?,
            }
            self.wait_while_quiet(listening.as_mut(), wait, begun)?;
        }
        Ok(())
    }

    /// Stops a sync, or a watch, at once. What came until then is kept.
    pub fn stop_sync(&self) {
        self.inner().stops.fetch_add(1, Ordering::Relaxed);
    }

    /// Opens the store of the firm and takes in what is new; where the firm moved on, there as
    /// well.
    ///
    /// # Errors
    /// When the store cannot be reached, this device was removed, or it turns out to be an
    /// administrator's that no passphrase protects.
    pub(crate) fn enter_store(&self, desk: &mut Desk) -> Result<Entered> {
        let mut entered = self.look_into_store(desk)?;
        self.look_where_it_was(desk)?;
        for _ in 0..MOST_MOVES {
            let before = desk.notes.place.clone();
            if !self.follow(desk)? {
                break;
            }
            if before != desk.notes.place && desk.firm.rank().is_some() {
                // Who was led there too is to find the way on. What cannot be told now, others tell.
                let _ = self.give_to_store(desk, &entered);
            }
            let came = entered.came;
            entered = self.look_into_store(desk)?;
            entered.came += came;
        }
        self.administrator_must_be_protected(&mut desk.firm)?;
        Ok(entered)
    }

    fn look_into_store(&self, desk: &mut Desk) -> Result<Entered> {
        let reach = self.reach(&desk.notes)?;
        // What is sent after this shows in the next one.
        let hint = self.until_stopped(&reach, Hint::read(reach.store()))??;
        let received = self.receive(desk, &reach)?;
        Ok(Entered { reach, hint, listing: received.listing, came: received.count })
    }

    /// How often somebody wanted such work to stop.
    pub(crate) fn stops(&self) -> u64 {
        self.inner().stops.load(Ordering::Relaxed)
    }

    /// Returns when somebody wants work to stop that began after so many wishes.
    pub(crate) async fn stopped(&self, begun: u64) {
        while self.stops() == begun {
            tokio::time::sleep(LISTEN).await;
        }
    }

    /// Begins to listen to the store where the firm is now, where that is possible.
    fn listen(&self, listening: &mut Option<Listening>) {
        let Ok(notes) = self.with_vault(super::desk::notes) else { return };
        if listening.as_ref().is_some_and(|one| one.place == notes.place) {
            return;
        }
        *listening = None;
        let Ok(reach) = self.reach(&notes) else { return };
        let begun = self.until_stopped(&reach, async { reach.store().watch().await });
        if let Ok(Ok(watch)) = begun {
            *listening = Some(Listening { place: notes.place, reach, watch });
        }
    }

    /// Waits until something may have changed, or the person wants to stop. Asks each time when
    /// `at_most` is over.
    fn wait_while_quiet(
        &self,
        mut listening: Option<&mut Listening>,
        at_most: Duration,
        begun: u64,
    ) -> Result<()> {
        while self.hears_nothing(listening.as_deref_mut(), at_most, begun)? && self.is_quiet() {}
        Ok(())
    }

    /// Waits until something may have changed, `at_most` is over, or the person wants to stop. Says
    /// whether it was the second.
    fn hears_nothing(
        &self,
        listening: Option<&mut Listening>,
        at_most: Duration,
        begun: u64,
    ) -> Result<bool> {
        let Some(Listening { reach, watch, .. }) = listening else {
            self.sleep(at_most, begun);
            return Ok(self.stops() == begun);
        };
        reach.wait_for(async {
            let heard = async {
                // Trouble is told by the next sync; after it, this waits until the store is back.
                let _ = watch.changed().await;
                tokio::time::sleep(TOGETHER).await;
            };
            tokio::select! {
                () = heard => Ok::<_, Error>(false),
                () = tokio::time::sleep(at_most) => Ok(true),
                () = self.stopped(begun) => Ok(false),
            }
        })
    }

    fn sleep(&self, at_most: Duration, begun: u64) {
        let mut left = at_most;
        while !left.is_zero() && self.stops() == begun {
            std::thread::sleep(left.min(LISTEN));
            left = left.saturating_sub(LISTEN);
        }
    }
}

/// How long a watch waits after a sync that went so.
fn wait_after(synced: &Result<SyncView>) -> Duration {
    match synced {
        Ok(synced) if synced.waiting => LOOK_WAITING,
        // What passes by itself. A keyring that asks the person is not to ask all the time, and a
        // removed device has nothing to look for.
        Err(error) if is_of_store(error) || error.code() == "vault.busy" => AFTER_TROUBLE,
        _ => LOOK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_looks_sooner_for_what_passes_by_itself() {
        let synced = |waiting| Ok(SyncView { waiting, ..SyncView::default() });
        assert_eq!((wait_after(&synced(true)), wait_after(&synced(false))), (LOOK_WAITING, LOOK));
        for (code, wait) in [
            ("store.gone", AFTER_TROUBLE),
            ("vault.busy", AFTER_TROUBLE),
            ("keyring.waiting", LOOK),
            ("firm.removed", LOOK),
        ] {
            assert_eq!(wait_after(&Err(Error::new(code))), wait, "{code}");
        }
    }
}

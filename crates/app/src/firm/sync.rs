//! One step of keeping in step with the firm's folder.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::reach::Reach;
use super::views::SyncView;
use crate::error::Result;
use crate::{App, Error};

impl App {
    /// Takes in what is new, keeps it, puts right what is this device's to put right, and puts
    /// what waits into the folder. Can be stopped with [`App::stop_sync`] and repeated at any time.
    ///
    /// # Errors
    /// When this vault is in no firm, this device was removed, or the folder cannot be reached:
    /// codes work all the same.
    pub fn sync(&self) -> Result<SyncView> {
        self.inner().stop_sync.store(false, Ordering::Relaxed);
        if !self.come_in()? {
            return Ok(SyncView { received: 0, sent: 0, waiting: true });
        }
        let mut desk = self.open_desk()?;
        let reach = Reach::open(&desk.notes.place)?;
        let received = self.receive(&mut desk, &reach)?;
        self.tend(&mut desk, received)?;
        let sent = self.send(&mut desk, &reach)?;
        self.take_keys(&mut desk)?;
        Ok(SyncView { received, sent, waiting: false })
    }

    /// Stops a sync before the next object.
    pub fn stop_sync(&self) {
        self.inner().stop_sync.store(true, Ordering::Relaxed);
    }

    /// Waits until the folder may have changed, `at_most` so long.
    ///
    /// # Errors
    /// When this vault is in no firm.
    pub fn wait_for_news(&self, at_most: Duration) -> Result<()> {
        let notes = self.with_vault(|vault| {
            vault.firm()?.ok_or_else(|| Error::new("firm.none"))?;
            super::desk::notes(vault)
        })?;
        Reach::open(&notes.place)?.wait(at_most);
        Ok(())
    }
}

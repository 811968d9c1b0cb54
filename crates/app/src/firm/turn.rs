//! Whose turn it is to work on the firm: one thread of one program at a time.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use vault::FirmLock;

use crate::error::Result;
use crate::{App, Error};

/// How long work on the firm waits for other work on it; as long as it waits for other programs.
const PATIENCE: Duration = Duration::from_secs(10);

/// How soon it is seen that other work is over.
const STEP: Duration = Duration::from_millis(5);

/// What threads of this program take turns by: the lock file keeps other programs out.
#[derive(Default)]
pub(crate) struct Turns(Mutex<()>);

/// The right to read the firm's log, write to it and keep what was written.
pub(crate) struct Turn<'a> {
    _lock: FirmLock,
    _turn: MutexGuard<'a, ()>,
}

impl App {
    /// Waits until nobody else is at work on the firm, and keeps them out. Codes can be had, and
    /// the vault can be locked, meanwhile.
    ///
    /// # Errors
    /// When the vault is locked, and `vault.busy` when others are at work for long.
    pub(crate) fn firm_turn(&self) -> Result<Turn<'_>> {
        self.with_vault(|_| Ok(()))?;
        let turn = self.inner().turns.wait(PATIENCE).ok_or_else(|| Error::new("vault.busy"))?;
        Ok(Turn { _lock: self.inner().home.lock_firm()?, _turn: turn })
    }
}

impl Turns {
    fn wait(&self, patience: Duration) -> Option<MutexGuard<'_, ()>> {
        let start = Instant::now();
        loop {
            match self.0.try_lock() {
                Ok(turn) => return Some(turn),
                // A panic elsewhere must not end all work on the firm.
                Err(TryLockError::Poisoned(turn)) => return Some(PoisonError::into_inner(turn)),
                Err(TryLockError::WouldBlock) if start.elapsed() > patience => return None,
                Err(TryLockError::WouldBlock) => thread::sleep(STEP),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_waited_for_and_not_for_ever() {
        let turns = Turns::default();
        let held = turns.wait(Duration::ZERO).unwrap();
        assert!(turns.wait(Duration::ZERO).is_none());
        thread::scope(|scope| {
            let waits = scope.spawn(|| turns.wait(Duration::from_secs(60)).is_some());
            drop(held);
            assert!(waits.join().unwrap());
        });
    }
}

//! Work on a thread of its own, given up after a time.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::QrError;

/// The moment after which no further way of looking is begun.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub(crate) fn after(limit: Duration) -> Self {
        Self(Instant::now().checked_add(limit))
    }

    /// # Errors
    /// [`QrError::TookTooLong`] once the moment has passed.
    pub(crate) fn check(self) -> Result<(), QrError> {
        match self.0 {
            Some(moment) if Instant::now() >= moment => Err(QrError::TookTooLong),
            _ => Ok(()),
        }
    }
}

/// Runs `work` on its own thread and waits for it, `limit` long at the most.
///
/// A thread cannot be stopped from outside: one that is given up ends at its next look at the
/// deadline, and what it still finds is dropped, and with it wiped.
///
/// # Errors
/// What `work` returns; [`QrError::TookTooLong`]; [`QrError::ReaderFailed`] if it panicked.
pub(crate) fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce(Deadline) -> Result<T, QrError> + Send + 'static,
) -> Result<T, QrError> {
    let deadline = Deadline::after(limit);
    let (result, waiting) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name("qr-reader".to_owned())
        .spawn(move || drop(result.send(work(deadline))))
        .map_err(|_| QrError::ReaderFailed)?;
    match waiting.recv_timeout(limit) {
        Ok(done) => done,
        Err(RecvTimeoutError::Timeout) => Err(QrError::TookTooLong),
        Err(RecvTimeoutError::Disconnected) => Err(QrError::ReaderFailed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_never_ends_is_given_up() {
        let (_keep, never) = mpsc::channel::<()>();
        let given_up = within(Duration::from_millis(20), move |_| {
            let _ = never.recv();
            Ok(())
        });
        assert_eq!(given_up.unwrap_err().code(), "qr.took-too-long");
    }

    #[test]
    fn work_that_panics_is_a_failure_and_not_a_panic() {
        let failed = within(Duration::from_secs(5), |_| -> Result<(), QrError> {
            panic!("expected by this test")
        });
        assert_eq!(failed.unwrap_err().code(), "qr.reader-failed");
    }

    #[test]
    fn a_passed_deadline_stops_the_next_step() {
        assert!(Deadline::after(Duration::from_secs(60)).check().is_ok());
        assert!(Deadline::after(Duration::ZERO).check().is_err());
    }
}

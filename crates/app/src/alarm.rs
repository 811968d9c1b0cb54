//! One thing to do at one later moment, which may be moved or called off.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Calls back once at the time set last. Its thread ends when the alarm is dropped.
pub(crate) struct Alarm(Arc<Shared>);

#[derive(Default)]
struct Shared {
    due: Mutex<Due>,
    moved: Condvar,
}

#[derive(Default)]
struct Due {
    at: Option<Instant>,
    over: bool,
}

impl Alarm {
    /// Starts an alarm that is not set.
    pub(crate) fn new(ring: impl Fn() + Send + 'static) -> Self {
        let shared = Arc::new(Shared::default());
        let watched = Arc::clone(&shared);
        thread::spawn(move || {
            while watched.wait() {
                ring();
            }
        });
        Self(shared)
    }

    /// Rings once, `after` from now, instead of any earlier time set.
    pub(crate) fn set(&self, after: Duration) {
        self.change(|due| due.at = Some(Instant::now() + after));
    }

    /// Calls it off.
    pub(crate) fn clear(&self) {
        self.change(|due| due.at = None);
    }

    fn change(&self, change: impl FnOnce(&mut Due)) {
        change(&mut self.0.due());
        self.0.moved.notify_all();
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.change(|due| due.over = true);
    }
}

impl Shared {
    fn due(&self) -> MutexGuard<'_, Due> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it is due; `false` when the alarm is over.
    fn wait(&self) -> bool {
        let mut due = self.due();
        loop {
            if due.over {
                return false;
            }
            let now = Instant::now();
            due = match due.at {
                Some(at) if at <= now => {
                    due.at = None;
                    return true;
                }
                Some(at) => {
                    let waited = self.moved.wait_timeout(due, at - now);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.moved.wait(due).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    fn alarm() -> (Alarm, mpsc::Receiver<()>) {
        let (rang, heard) = mpsc::channel();
        (Alarm::new(move || rang.send(()).unwrap()), heard)
    }

    #[test]
    fn an_alarm_rings_once_for_each_time_set() {
        let (alarm, heard) = alarm();
        for _ in 0..2 {
            alarm.set(Duration::from_millis(1));
            heard.recv_timeout(Duration::from_secs(10)).unwrap();
        }
        assert!(heard.try_recv().is_err());
    }

    #[test]
    fn an_alarm_moved_earlier_rings_at_the_new_time() {
        let (alarm, heard) = alarm();
        alarm.set(Duration::from_secs(3600));
        alarm.set(Duration::from_millis(1));
        heard.recv_timeout(Duration::from_secs(10)).unwrap();
    }

    #[test]
    fn a_cleared_alarm_is_silent_and_can_be_set_again() {
        let (alarm, heard) = alarm();
        alarm.set(Duration::from_secs(3600));
        alarm.clear();
        assert!(heard.try_recv().is_err());
        alarm.set(Duration::ZERO);
        heard.recv_timeout(Duration::from_secs(10)).unwrap();
    }

    #[test]
    fn a_dropped_alarm_ends_its_thread() {
        let (alarm, heard) = alarm();
        alarm.set(Duration::from_secs(3600));
        drop(alarm);
        assert_eq!(
            heard.recv_timeout(Duration::from_secs(10)),
            Err(mpsc::RecvTimeoutError::Disconnected)
        );
    }
}

//! File calls off the caller's thread, few at a time, each under a time limit.
//!
//! Not tokio's blocking pool: a runtime waits for its blocking calls when it ends, so that a hung
//! file server would keep the program from ending. These threads are left behind instead.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};

use crate::StoreError;

/// How many file calls may be under way, hung ones included. A file share answers more at once
/// than one, and a server that hangs must not collect threads without end.
const LANES: usize = 8;

/// The threads of one folder.
#[derive(Clone)]
pub(super) struct Lanes(Arc<Semaphore>);

impl Lanes {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(LANES)))
    }

    /// Runs `work` on a thread of its own as soon as a lane is free; gives up after `limit`, while
    /// the work goes on and keeps its lane until it is done.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        match tokio::time::timeout(limit, self.run_without_limit(work)).await {
            Ok(done) => done,
            Err(_) => {
                let cause = format!("the folder did not answer within {} s", limit.as_secs());
                Err(StoreError::Slow(cause.into()))
            }
        }
    }

    async fn run_without_limit<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let lanes = Arc::clone(&self.0);
        let lane = lanes.acquire_owned().await.map_err(|_| bug("the lanes were closed"))?;
        let (done, waiting) = oneshot::channel();
        let body = move || {
            let result = work();
            drop(lane);
            let _ = done.send(result); // nobody may be waiting any more
        };
        let thread = thread::Builder::new().name("sixboard-folder".to_owned()).spawn(body);
        thread.map_err(|error| StoreError::Slow(format!("no thread to spare: {error}").into()))?;
        waiting.await.map_err(|_| bug("a file call panicked"))?
    }
}

fn bug(what: &str) -> StoreError {
    StoreError::Bug(what.into())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    const SHORT: Duration = Duration::from_millis(1);

    #[tokio::test]
    async fn hung_calls_make_others_slow_and_nobody_wait_for_ever() {
        let lanes = Lanes::new();
        let (release, hung) = mpsc::channel::<()>();
        let hung = Arc::new(std::sync::Mutex::new(hung));
        for _ in 0..LANES {
            let hung = Arc::clone(&hung);
            let hangs = move || Ok(hung.lock().unwrap().recv().is_err());
            assert!(matches!(lanes.run(SHORT, hangs).await, Err(StoreError::Slow(_))));
        }
        assert!(matches!(lanes.run(SHORT, || Ok(())).await, Err(StoreError::Slow(_))));
        drop(release);
        assert_eq!(lanes.run(Duration::from_secs(30), || Ok(7)).await, Ok(7));
    }

    #[tokio::test]
    async fn a_call_that_panics_is_our_bug_and_gives_its_lane_back() {
        let lanes = Lanes::new();
        for _ in 0..LANES + 1 {
            let done =
                lanes.run(Duration::from_secs(30), || -> Result<(), _> { panic!("x") }).await;
            assert!(matches!(done, Err(StoreError::Bug(_))), "{done:?}");
        }
    }

    #[test]
    fn a_hung_call_does_not_keep_a_runtime_from_ending() {
        let (release, hung) = mpsc::channel::<()>();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let done = runtime.block_on(Lanes::new().run(SHORT, move || Ok(hung.recv().is_err())));
        assert!(matches!(done, Err(StoreError::Slow(_))));
        drop(runtime); // waits for ever where calls run on its blocking pool
        drop(release);
    }
}

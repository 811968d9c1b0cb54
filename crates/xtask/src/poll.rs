//! Waiting for something to become true, with a deadline and never longer than needed.

use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::process;

/// How often a condition is looked at.
const PAUSE: Duration = Duration::from_millis(20);

/// Asks `probe` again and again until it answers, and returns the answer.
///
/// `what` completes the sentence "gave up waiting for ...". Fails when `limit` has passed, when the
/// probe itself fails, and when the person interrupts.
pub fn until<T>(
    what: &str,
    limit: Duration,
    mut probe: impl FnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        if let Some(answer) = probe()? {
            return Ok(answer);
        }
        process::stop_if_interrupted()?;
        if start.elapsed() > limit {
            bail!("gave up waiting for {what} after {} s", limit.as_secs());
        }
        thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_ends_with_the_first_answer() {
        let mut asked = 0;
        let answer = until("three", Duration::from_secs(5), || {
            asked += 1;
            Ok((asked == 3).then_some(asked))
        });
        assert_eq!(answer.unwrap(), 3);
    }

    #[test]
    fn waiting_past_the_deadline_names_what_was_waited_for() {
        let never = until::<()>("a miracle", Duration::ZERO, || Ok(None));
        assert!(never.unwrap_err().to_string().contains("a miracle"));
    }

    #[test]
    fn a_probe_that_fails_ends_the_waiting() {
        let failed = until::<()>("x", Duration::from_secs(60), || bail!("the program ended"));
        assert_eq!(failed.unwrap_err().to_string(), "the program ended");
    }
}

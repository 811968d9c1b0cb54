//! What holds whatever goes wrong: no data in the words of a crash.

use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use app::{Error, messages};

/// Exit code of our own fault (`EX_SOFTWARE` of sysexits.h).
pub(crate) const OUR_BUG: u8 = 70;

/// Runs `act`, which gives an exit code. A panic says that it is our bug, and nothing of its own
/// words: they may hold data.
pub(crate) fn catch(act: impl FnOnce() -> u8) -> ExitCode {
    // Told only when it is not caught further down, as the one of a reader of pictures is.
    let last = Arc::new(Mutex::new(Error::our_bug(None)));
    let seen = Arc::clone(&last);
    panic::set_hook(Box::new(move |panic| {
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = Error::our_bug(panic.location());
    }));
    let code = panic::catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|_| {
        let words = messages::of(&last.lock().unwrap_or_else(PoisonError::into_inner));
        // Nowhere is left to say that it cannot be said.
        let _ = writeln!(io::stderr(), "{}\n{}", words.what, words.next);
        OUR_BUG
    });
    ExitCode::from(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_our_bug_and_its_exit_code_says_so() {
        assert_eq!(catch(|| panic!("JBSWY3DPEHPK3PXP")), ExitCode::from(OUR_BUG));
        assert_eq!(catch(|| 3), ExitCode::from(3));
        drop(panic::take_hook());
    }
}

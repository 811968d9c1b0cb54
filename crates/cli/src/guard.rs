//! What holds whatever goes wrong: no data in the words of a crash.

use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use app::{Error, messages};

/// Exit code of our own fault (`EX_SOFTWARE` of sysexits.h).
pub(crate) const OUR_BUG: u8 = 70;

/// Runs `act`, which gives an exit code. A panic says that it is our bug, and nothing of its own
/// words: they may hold data.
pub(crate) fn catch(act: impl FnOnce() -> u8) -> ExitCode {
    panic::set_hook(Box::new(|_| {}));
    let code = panic::catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|_| {
        let words = messages::of(&Error::new("bug.unexpected"));
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

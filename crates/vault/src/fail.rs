//! Places between two steps, where tests end the program.

/// Does nothing. In tests a child process stops here and waits to be killed.
#[cfg(not(feature = "test-util"))]
#[inline(always)]
pub(crate) fn point(_name: &'static str) {}

/// Says `at <name>` on standard output and waits for ever when `SIXBOARD_STOP_AT` names this place.
#[cfg(feature = "test-util")]
pub(crate) fn point(name: &'static str) {
    use std::io::Write;
    if std::env::var("SIXBOARD_STOP_AT").is_ok_and(|wanted| wanted == name) {
        let mut out = std::io::stdout().lock();
        // Whoever stopped listening will kill us all the same.
        let _ = writeln!(out, "at {name}").and_then(|()| out.flush());
        loop {
            std::thread::park();
        }
    }
}

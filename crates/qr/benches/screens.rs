//! How long a code on a 4K screenshot takes to be found, the file's decoding included, beside the
//! whole program of zxing-cpp. Prints `figures: SCREENS FOUND IN_A_SECOND MEDIAN_MS SLOWEST_MS
//! PEER_FOUND PEER_MEDIAN_MS` for `cargo xtask bench`, which names the peer's program in `ZXING`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "for the developer"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::process::Command;
use std::time::{Duration, Instant};

use support::URI;
use support::drawing::png;
use support::hard::screens;

fn main() {
    let peer = std::env::var_os("ZXING").unwrap();
    let file = tempfile::Builder::new().suffix(".png").tempfile().unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let screens = screens(3840, 2160, &[260]);
    let count = screens.len();
    for (_, screen) in screens {
        let picture = png(screen);
        std::fs::write(file.path(), &picture).unwrap();
        ours.extend(timed(|| support::read(&picture).is_ok_and(|texts| texts == [URI])));
        let read = || Command::new(&peer).arg(file.path()).output().unwrap().stdout;
        theirs.extend(timed(|| String::from_utf8_lossy(&read()).contains(URI)));
    }
    let in_a_second = ours.iter().filter(|time| **time < Duration::from_secs(1)).count();
    let [ours_found, theirs_found] = [ours.len(), theirs.len()];
    let (median, slowest, peer) = (median(&mut ours), ours.last().unwrap(), median(&mut theirs));
    let ms = |time: Duration| time.as_millis();
    println!(
        "figures: {count} {ours_found} {in_a_second} {} {} {theirs_found} {}",
        ms(median),
        ms(*slowest),
        ms(peer)
    );
}

/// How long it took, if it found the code.
fn timed(find: impl FnOnce() -> bool) -> Option<Duration> {
    let begun = Instant::now();
    find().then(|| begun.elapsed())
}

/// Sorts the times and returns the middle one.
fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

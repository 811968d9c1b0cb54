//! Thousands of short histories, each from its seed. A failure prints its story;
//! `cargo xtask simulate --story SEED` tells it again.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use simulation::Summary;

/// As many as two processors tell in a minute and a half.
const HISTORIES: u64 = 4000;

#[test]
fn whatever_the_stores_do_nobody_is_wronged_and_all_agree_in_the_end() {
    let next = AtomicU64::new(0);
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let told: Vec<Vec<Summary>> = thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(|| tell_on(&next))).collect();
        all.into_iter().map(|one| one.join().unwrap_or_default()).collect()
    });
    let told: Vec<Summary> = told.into_iter().flatten().collect();
    assert_eq!(told.len() as u64, HISTORIES, "a history went wrong: see above");
    // They are full of life: no seed tells of a firm in which nothing happens.
    let steps: usize = told.iter().map(|one| one.steps).sum();
    let entries: usize = told.iter().map(|one| one.entries).sum();
    let given: usize = told.iter().map(|one| one.given).sum();
    assert!(given > told.len() / 20, "{given} keys by other routes");
    assert!(
        steps > 40 * told.len() && entries > 15 * told.len(),
        "{steps} steps, {entries} entries"
    );
}

/// Tells the next history, and the next, until all are told or one goes wrong.
fn tell_on(next: &AtomicU64) -> Vec<Summary> {
    let mut told = Vec::new();
    loop {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if seed >= HISTORIES {
            return told;
        }
        match simulation::run(seed) {
            Ok(summary) => told.push(summary),
            Err(failure) => panic!("{failure}"),
        }
    }
}

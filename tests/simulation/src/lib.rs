//! Random histories of a firm whose stores misbehave, each of which follows from a seed.
//!
//! The ledger, the sync code of `app` and the store in memory are the real ones. A handful of devices each see the shared
//! store through a folder of their own ([`view`]) that delays, reorders, loses, cuts, renames and
//! puts back what it carries; devices die between any two steps, lose their disks and run wrong
//! clocks. After every step the safety properties are checked ([`checks`]); when the faults stop,
//! all must come to agree.
//!
//! ```
//! let summary = simulation::run(1).expect("the first history goes well");
//! assert!(summary.steps > 0);
//! ```

pub mod acts;
pub mod checks;
pub mod client;
pub mod dice;
mod end;
mod given;
mod giving;
mod misfortune;
pub mod sync;
pub mod view;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

pub use world::{Summary, World};

/// What a history tells, line by line: who did what.
#[derive(Clone, Debug, Default)]
pub struct Story(Arc<Mutex<Vec<String>>>);

impl Story {
    /// Adds a line.
    pub fn tell(&self, line: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// All of it.
    pub fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).join("\n")
    }
}

/// A history that went wrong.
#[derive(Debug, thiserror::Error)]
#[error("seed {seed}: {what}\n\nIts story:\n{story}")]
pub struct Failure {
    /// Which history.
    pub seed: u64,
    /// The property that was not kept, and how.
    pub what: String,
    /// What led to it.
    pub story: String,
}

/// Runs the history of `seed`.
///
/// # Errors
/// [`Failure`] with its story, also for a panic.
pub fn run(seed: u64) -> Result<Summary, Box<Failure>> {
    tell(seed).0
}

/// Runs the history of `seed` and returns its story too.
pub fn tell(seed: u64) -> (Result<Summary, Box<Failure>>, String) {
    let story = Story::default();
    let lines = story.clone();
    let ended = catch_unwind(AssertUnwindSafe(|| World::found(seed, lines).and_then(World::run)));
    let what = match ended {
        Ok(Ok(summary)) => return (Ok(summary), story.text()),
        Ok(Err(what)) => what,
        Err(panic) => panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "a panic".to_owned()),
    };
    let text = story.text();
    (Err(Box::new(Failure { seed, what, story: text.clone() })), text)
}

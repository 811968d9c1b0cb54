//! What every store must do, as checks that run against any of them. Feature `contract`.
//!
//! [`check`] takes two handles on one empty store, as two devices have them, and leaves objects
//! behind. What needs a hand on the server (killing a writer, stopping the server, filling its
//! disk) is in the tests of each store.

mod content;
mod harsh;
mod names;
mod verbs;

use std::fmt;

use crate::{NameError, Store, StoreError};

pub use content::{Content, make_name};
pub use harsh::{all_whole, put_for_ever};

/// How much work a store can be asked for.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// How many names to put and list; 10,000 where the store is quick enough.
    pub names: usize,
    /// How many of those are put at the same time.
    pub at_once: usize,
    /// How often an object is overwritten while it is being read.
    pub overwrites: usize,
    /// What a reader may get meanwhile.
    pub reads: Reads,
}

/// What a reader gets while an object is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The old bytes or the new ones.
    Whole,
    /// Possibly a part, or trouble with this object: the server writes in place, as WebDAV servers
    /// do. Only the content shows it.
    JudgedByContent,
}

impl Scale {
    /// What a quick store is asked for.
    pub const FULL: Self = Self { names: 10_000, at_once: 8, overwrites: 200, reads: Reads::Whole };
}

/// A promise that a store did not keep.
#[derive(Debug)]
pub struct Broken(String);

impl Broken {
    /// Says what was promised and what happened.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    fn while_checking(self, promise: &str) -> Self {
        Self(format!("{promise}: {}", self.0))
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

impl From<NameError> for Broken {
    fn from(error: NameError) -> Self {
        Self(error.to_string())
    }
}

/// Whether a check was kept.
pub type Kept = Result<(), Broken>;

/// Checks every promise, on a store that holds nothing yet; `mine` and `theirs` are two handles on
/// it. Returns the promises that were kept, in order.
///
/// # Errors
/// The first promise that was not kept, and how.
pub async fn check(
    mine: &dyn Store,
    theirs: &dyn Store,
    scale: Scale,
) -> Result<Vec<&'static str>, Broken> {
    let mut kept = Vec::new();
    macro_rules! promise {
        ($words:literal, $check:expr) => {
            $check.await.map_err(|broken| broken.while_checking($words))?;
            kept.push($words);
        };
    }
    promise!("an empty store is empty and not an error", verbs::empty(mine));
    promise!("what one device put, another reads", verbs::put_then_get(mine, theirs));
    promise!("large objects are kept whole", verbs::large(mine, theirs));
    promise!("what is too large or empty is refused", verbs::refused(mine));
    promise!("the newest bytes of an overwritten object are read", verbs::overwrite(mine, theirs));
    promise!("putting again changes nothing", verbs::put_again(mine, theirs));
    promise!("no part of an object passes for the whole", verbs::torn(mine, theirs, scale));
    promise!("what follows a dropped put is not undone by it", verbs::dropped(mine, theirs, scale));
    promise!("what was deleted is gone, twice as well", verbs::delete(mine, theirs));
    promise!("every character of the layout is kept in names", names::alphabet(mine, theirs));
    promise!("a directory lists what is below it only", names::directories(mine, theirs));
    promise!("many names are listed, all of them", names::many(mine, theirs, scale));
    promise!("a watch wakes for what others put", verbs::wake(mine, theirs));
    Ok(kept)
}

fn ensure(kept: bool, otherwise: impl FnOnce() -> String) -> Kept {
    if kept { Ok(()) } else { Err(Broken(otherwise())) }
}

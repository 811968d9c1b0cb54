//! For tests that kill a writer or stop a server: something to interrupt, and what must hold after.

use super::{Broken, Content, ensure, make_name};
use crate::{Dir, Kind, Store};

/// Puts objects, large and small, new and overwritten, until the first error.
pub async fn put_for_ever(store: &dyn Store) -> Broken {
    for number in 0.. {
        if let Err(broken) = put_some(store, number).await {
            return broken;
        }
    }
    Broken::new("it is over")
}

async fn put_some(store: &dyn Store, number: u64) -> Result<(), Broken> {
    let sizes = [(Kind::Blob, 2 << 20), (Kind::Entry, 60 << 10), (Kind::Ack, 200 << 10)];
    for (kind, len) in sizes {
        let name = make_name(kind, if kind.is_overwritten() { 1 } else { number })?;
        store.put(&name, Content::make(number, len).into()).await?;
    }
    Ok(())
}

/// Reads everything and returns how many objects there are, all of them whole.
///
/// # Errors
/// Names the first object that is not, or what the store is suffering from.
pub async fn all_whole(store: &dyn Store) -> Result<usize, Broken> {
    let names = store.list(&Dir::root(), None).await?;
    for name in &names {
        let found = store.get(name).await?;
        let found = found.ok_or_else(|| Broken::new(format!("{name} is listed and not there")))?;
        ensure(Content::is_whole(&found), || format!("{name}: {} torn bytes", found.len()))?;
    }
    Ok(names.len())
}

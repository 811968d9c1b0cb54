//! Filling a new store with all that the firm has, and looking back into the one it left.

use std::collections::BTreeSet;

use ledger::{Firm, Name, Object, Time};
use store::{Store, StoreError};

use super::steps::{self, Listing, Told};

/// Puts all that the old store has, where there is one, and all that is held here into the new
/// one. Each object is read back before the next one.
///
/// # Errors
/// What a store is suffering from; [`StoreError::Damaged`] when the new one did not keep what it
/// was given.
pub(super) async fn fill(
    firm: &Firm,
    old: Option<&dyn Store>,
    new: &dyn Store,
    told: Told<'_>,
) -> Result<(), StoreError> {
    let held = steps::everything(firm);
    let there = match old {
        Some(old) => Listing::read(old).await?,
        None => Listing::default(),
    };
    let ours: BTreeSet<&Name> = held.iter().map(|object| &object.name).collect();
    let foreign: Vec<&Name> =
        there.names().iter().filter(|name| !ours.contains(name) && **name != Name::Hint).collect();
    let total = held.len() + foreign.len();
    for (done, object) in held.iter().enumerate() {
        told(done, total);
        put_checked(new, object).await?;
    }
    for (done, name) in foreign.into_iter().enumerate() {
        told(held.len() + done, total);
        let Some(old) = old else { break };
        // What cannot be read there is nobody's loss: its writer puts it again.
        if let Some(bytes) = steps::get(old, name).await? {
            put_checked(new, &Object { name: name.clone(), bytes }).await?;
        }
    }
    Ok(())
}

/// Takes in the entries, and what they name, that somebody else put into a store which the firm has
/// left. That anything is missing there means nothing.
pub(super) async fn look_back(
    firm: &mut Firm,
    old: &dyn Store,
    now: Time,
) -> Result<(), StoreError> {
    let there = Listing::read(old).await?;
    let entries = there.names().iter().filter(|name| matches!(name, Name::Entry(..)));
    let new: Vec<Name> = entries.filter(|name| !firm.holds(name)).cloned().collect();
    take_in(firm, old, new, now).await?;
    let named: Vec<Name> = firm.wanted().into_iter().collect();
    take_in(firm, old, named, now).await
}

async fn take_in(
    firm: &mut Firm,
    store: &dyn Store,
    names: Vec<Name>,
    now: Time,
) -> Result<(), StoreError> {
    for name in names {
        if let Some(bytes) = steps::get(store, &name).await? {
            // What is wrong with it is among the alarms.
            let _ = firm.intake(&name.to_string(), &bytes, now);
        }
    }
    Ok(())
}

async fn put_checked(store: &dyn Store, object: &Object) -> Result<(), StoreError> {
    steps::put(store, object).await?;
    if steps::get(store, &object.name).await?.as_deref() == Some(&object.bytes[..]) {
        return Ok(());
    }
    Err(StoreError::Damaged(format!("{} was not kept as it was given", object.name).into()))
}

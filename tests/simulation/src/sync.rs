//! The steps between a replica and a store, as `app` takes them, for disks in memory.

use app::firm::steps;
use ledger::{Context, Firm, Name, Object, Time};
use store::{Store, StoreError};

use crate::dice::Dice;

pub use app::firm::steps::Listing;

/// What a device keeps between runs. Each call is one transaction: done wholly or not at all.
pub trait Disk {
    /// Keeps what the replica knows, and `to_send` for the store, in the order of upload.
    ///
    /// # Errors
    /// [`DiskError`]: the replica is ahead of what is kept, and has to be brought back from it.
    fn save(&mut self, firm: &mut Firm, to_send: &[Object]) -> Result<(), DiskError>;

    /// What has not been sent yet, in the order of upload.
    fn to_send(&self) -> Vec<Object>;

    /// Forgets that the first of [`Disk::to_send`] has to be sent.
    ///
    /// # Errors
    /// [`DiskError`]; it will be sent again, which is harmless.
    fn sent(&mut self) -> Result<(), DiskError>;
}

/// Nothing could be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this computer's disk does not take anything")]
pub struct DiskError;

/// Why a step ended early.
pub type SyncError = steps::SyncError<DiskError>;

impl From<DiskError> for SyncError {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

/// A disk in memory, as the steps see it.
struct Kept<'a>(&'a mut dyn Disk);

impl steps::Disk for Kept<'_> {
    type Error = DiskError;

    fn save(&mut self, firm: &mut Firm) -> Result<(), DiskError> {
        self.0.save(firm, &[])
    }

    fn to_send(&mut self) -> Result<Vec<Object>, DiskError> {
        Ok(self.0.to_send())
    }

    fn sent(&mut self, count: usize) -> Result<(), DiskError> {
        (0..count).try_for_each(|_| self.0.sent())
    }
}

/// Histories are short: so few entries make a pack.
const PACK_FROM: u64 = 16;

/// Nobody watches how far a step is.
fn quiet(_: usize, _: usize) {}

/// Takes in what is new and keeps it.
///
/// # Errors
/// [`SyncError`].
pub async fn receive(
    firm: &mut Firm,
    store: &dyn Store,
    disk: &mut dyn Disk,
    now: Time,
) -> Result<Listing, SyncError> {
    let received = steps::receive(firm, store, &mut Kept(disk), now, &quiet).await?;
    Ok(received.listing)
}

/// Sends what is kept to be sent.
///
/// # Errors
/// [`SyncError`]; what was not sent stays.
pub async fn send(store: &dyn Store, disk: &mut dyn Disk) -> Result<(), SyncError> {
    steps::send(store, &mut Kept(disk), [0; 16], &quiet).await.map(drop)
}

/// Puts back what is held here and the store did not list.
///
/// # Errors
/// [`SyncError`].
pub async fn heal(
    firm: &Firm,
    store: &dyn Store,
    disk: &mut dyn Disk,
    listing: &Listing,
) -> Result<Vec<Name>, SyncError> {
    steps::heal(firm, store, &mut Kept(disk), listing, &quiet).await
}

/// Packs what a listing has in no pack yet, as an administrator's device does.
///
/// # Errors
/// [`SyncError`].
pub fn pack(
    firm: &mut Firm,
    disk: &mut dyn Disk,
    listing: &Listing,
    now: Time,
) -> Result<(), SyncError> {
    if listing.is_part() {
        return Ok(());
    }
    let mut entropy = Dice::new(now.0);
    let mut ctx = Context { entropy: &mut entropy, now };
    // Without everyone's key nothing is packed.
    let packs = firm.pack(listing.names().iter(), PACK_FROM, &mut ctx).unwrap_or_default();
    if !packs.is_empty() {
        disk.save(firm, &packs)?;
    }
    Ok(())
}

/// Reads again what is held here, and puts back what the store has only in part or altered.
///
/// # Errors
/// What the store is suffering from.
pub async fn reread(firm: &Firm, store: &dyn Store) -> Result<Vec<Name>, StoreError> {
    steps::reread(firm, store, &quiet).await
}

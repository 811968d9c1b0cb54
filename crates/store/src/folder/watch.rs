//! Hears of changes in a folder: from the system where it tells, and by looking from time to time,
//! because it does not tell of what happened at another computer's end of a file share.

use std::sync::Arc;

use async_trait::async_trait;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::Folder;
use super::disk::Directories;
use crate::{StoreError, Watch};

/// A watch on a folder, its own part or, before that exists, nothing but by looking.
pub(super) struct FolderWatch {
    folder: Folder,
    seen: Directories,
    told: Arc<Notify>,
    /// Told of something that [`Watch::changed`] has not returned for yet.
    pending: bool,
    /// The last look failed; the next one is not before it is due.
    failed: bool,
    /// When to look next. Kept here, because a caller may drop and ask again more often than that.
    due: Instant,
    system: Option<RecommendedWatcher>,
}

impl FolderWatch {
    pub(super) async fn begin(folder: Folder) -> Result<Self, StoreError> {
        let told = Arc::new(Notify::new());
        let system = listen(&folder, &told).await;
        // Looked at after the system began to tell, so that nothing falls between.
        let seen = folder.run(|disk| disk.directories()).await?;
        let due = Instant::now() + folder.patience.look;
        Ok(Self { folder, seen, told, pending: false, failed: false, due, system })
    }

    async fn look(&mut self) -> Result<bool, StoreError> {
        if self.system.is_none() {
            self.system = listen(&self.folder, &self.told).await;
        }
        let looked = self.folder.run(|disk| disk.directories()).await;
        self.due = Instant::now() + self.folder.patience.look;
        let now = match looked {
            Ok(now) => now,
            Err(error) => {
                // What the system told of may be a folder that was replaced meanwhile.
                (self.failed, self.pending, self.system) = (true, true, None);
                return Err(error);
            }
        };
        let differs = now != self.seen;
        (self.seen, self.failed) = (now, false);
        Ok(differs)
    }
}

#[async_trait]
impl Watch for FolderWatch {
    async fn changed(&mut self) -> Result<(), StoreError> {
        loop {
            if self.failed {
                sleep_until(self.due).await;
            } else if !self.pending {
                tokio::select! {
                    () = self.told.notified() => self.pending = true,
                    () = sleep_until(self.due) => {}
                }
            }
            let differs = self.look().await?;
            if differs || self.pending {
                self.pending = false;
                return Ok(());
            }
        }
    }
}

/// Asks the system to tell of changes; nothing where it cannot, or while there is nothing yet.
async fn listen(folder: &Folder, told: &Arc<Notify>) -> Option<RecommendedWatcher> {
    let told = Arc::clone(told);
    let ask = move |disk: &super::Disk| {
        let tell = move |event: notify::Result<notify::Event>| {
            // Our own reading is told too, and is no change.
            if !event.is_ok_and(|event| event.kind.is_access()) {
                told.notify_one();
            }
        };
        let mut system = notify::recommended_watcher(tell).map_err(cannot)?;
        system.watch(&disk.ours(), RecursiveMode::Recursive).map_err(cannot)?;
        Ok(system)
    };
    folder.run(ask).await.ok()
}

fn cannot(error: notify::Error) -> StoreError {
    StoreError::Gone(error.to_string().into())
}

//! Hears of changes in stores that cannot tell: asks for the hint from time to time, one small
//! request that is answered with "not modified".

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use async_trait::async_trait;
use store::{Name, StoreError, Watch};
use tokio::time::{Instant, sleep_until};

use super::{Found, Mark, Objects};

/// A watch on `ts1/hint`.
pub(super) struct HintWatch {
    objects: Objects,
    hint: Name,
    mark: Mark,
    /// When to ask next; the first time is this device's own. Kept here, because a caller may drop
    /// and ask again more often than that.
    due: Instant,
}

impl HintWatch {
    pub(super) async fn begin(objects: Objects) -> Result<Self, StoreError> {
        let hint = Name::parse("ts1/hint").map_err(|e| StoreError::Bug(e.to_string().into()))?;
        let mark = match objects.look(&hint, &Mark::Absent).await? {
            Found::Same => Mark::Absent,
            Found::Other { mark } => mark,
        };
        let due = Instant::now() + part_of(objects.patience.look);
        Ok(Self { objects, hint, mark, due })
    }
}

#[async_trait]
impl Watch for HintWatch {
    async fn changed(&mut self) -> Result<(), StoreError> {
        loop {
            sleep_until(self.due).await;
            let found = self.objects.look(&self.hint, &self.mark).await;
            self.due = Instant::now() + self.objects.patience.look;
            if let Found::Other { mark } = found? {
                self.mark = mark;
                return Ok(());
            }
        }
    }
}

/// Returns a random part of `whole`, so that thousands of devices started together do not ask
/// together.
fn part_of(whole: Duration) -> Duration {
    let random = RandomState::new().hash_one(()) % 1000;
    whole.mul_f64(random as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use object_store::memory::InMemory;
    use object_store::path::Path;
    use store::Store;
    use tokio::time::timeout;

    use super::*;
    use crate::Patience;
    use crate::objects::After;

    fn objects() -> Objects {
        Objects {
            server: Arc::new(InMemory::new()),
            prefix: Path::from("six"),
            place: "memory".into(),
            patience: Patience::default(),
            after: After::Server,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_watch_that_is_dropped_and_asked_again_too_often_still_asks() {
        let objects = objects();
        let mut watch = objects.watch().await.unwrap();
        objects.put(&Name::parse("ts1/hint").unwrap(), "new".into()).await.unwrap();
        let mut asked = 0;
        while timeout(Duration::from_secs(1), watch.changed()).await.is_err() {
            asked += 1;
            assert!(asked <= 61, "it never asked");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_new_wakes_nobody() {
        let objects = objects();
        let hint = Name::parse("ts1/hint").unwrap();
        objects.put(&hint, "old".into()).await.unwrap();
        let mut watch = objects.watch().await.unwrap();
        let day = Duration::from_secs(24 * 3600);
        assert!(timeout(day, watch.changed()).await.is_err());
        objects.put(&hint, "new".into()).await.unwrap();
        timeout(Duration::from_secs(61), watch.changed()).await.unwrap().unwrap();
        assert!(timeout(day, watch.changed()).await.is_err());
    }
}

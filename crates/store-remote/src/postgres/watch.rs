//! Hears of changes by LISTEN, on a connection of its own.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::StreamExt;
use store::{StoreError, Watch};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_postgres::{AsyncMessage, Client};

use super::connection::{Messages, Server};
use super::trouble::trouble;
use crate::Patience;

/// The channel that every statement that adds a row notifies.
pub(super) const CHANNEL: &str = "sixboard";

/// A watch on a database.
pub(super) struct Listener {
    server: Arc<Server>,
    patience: Patience,
    line: Option<Line>,
    /// When to connect again after the connection was lost. Kept here, because a caller may drop and
    /// ask again more often than that.
    due: Instant,
}

/// A connection that listens. It ends with the client.
struct Line {
    told: watch::Receiver<()>,
    _client: Client,
}

impl Listener {
    pub(super) async fn begin(server: Arc<Server>, patience: Patience) -> Result<Self, StoreError> {
        let line = Some(listen(&server, patience).await?);
        Ok(Self { server, patience, line, due: Instant::now() })
    }
}

#[async_trait]
impl Watch for Listener {
    async fn changed(&mut self) -> Result<(), StoreError> {
        let Some(line) = &mut self.line else {
            sleep_until(self.due).await;
            self.due = Instant::now() + self.patience.look; // of the next try, should this fail
            self.line = Some(listen(&self.server, self.patience).await?);
            return Ok(()); // something may have been missed
        };
        if line.told.changed().await.is_ok() {
            return Ok(());
        }
        (self.line, self.due) = (None, Instant::now() + self.patience.look);
        Err(StoreError::Gone("the database closed the connection".into()))
    }
}

async fn listen(server: &Server, patience: Patience) -> Result<Line, StoreError> {
    let (client, messages) = server.connect().await?;
    let (tell, told) = watch::channel(());
    tokio::spawn(pass_on(messages, tell));
    let listen = client.batch_execute("LISTEN sixboard");
    let slow = |_| StoreError::Slow("the database does not answer".into());
    timeout(patience.answer, listen).await.map_err(slow)?.map_err(|error| trouble(&error))?;
    Ok(Line { told, _client: client })
}

/// Tells of notifications until the connection ends.
async fn pass_on(mut messages: Messages, tell: watch::Sender<()>) {
    loop {
        match messages.next().await {
            Some(Ok(AsyncMessage::Notification(_))) => drop(tell.send(())), // nobody may listen
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return,
        }
    }
}

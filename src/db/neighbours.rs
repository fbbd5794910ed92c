//! Two processes at one file: the command line works beside a running bot, and the bot notices what it wrote.

use std::path::Path;
use std::time::Duration;

use sqlx::Connection;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::Db;
use super::connection::{Conn, open_error, writing};
use super::error::DbError;
use super::migrations;
use super::rng::Rng;
use super::tasks::OnTokio;

/// How soon the bot notices a neighbour's write, in real time. One PRAGMA costs some microseconds, so idle stays idle.
const LOOK: Duration = Duration::from_millis(500);

impl Db {
    /// Opens the database beside a bot that may be running on it: takes no lock, makes no file and migrates nothing.
    /// Transactions wait their turn with the bot's, for some seconds at most.
    ///
    /// # Errors
    /// `Older` and `Newer` when its tables are of another version than ours; `Open` when it is not there or not
    /// Magpie's.
    pub async fn beside(path: &Path) -> Result<Self, DbError> {
        if !path.exists() {
            return Err(DbError::Open { path: path.to_owned(), reason: "there is no such file".to_owned() });
        }
        let mut conn =
            Conn::connect_with(&writing(path).create_if_missing(false)).await.map_err(|e| open_error(path, e))?;
        let applied = migrations::applied(&mut conn).await.map_err(|e| open_error(path, e))?;
        match applied.cmp(&migrations::newest()) {
            std::cmp::Ordering::Less => Err(DbError::Older(applied)),
            std::cmp::Ordering::Greater => Err(DbError::Newer(applied)),
            std::cmp::Ordering::Equal => Self::assemble(path, conn, None, &OnTokio, Rng::from_os()).await,
        }
    }

    /// Counts a commit whenever another process has written, until `stop`. Real time: it belongs to a bot and not to a
    /// simulation.
    pub async fn watch_neighbours(self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                () = stop.cancelled() => return,
            }
            // Whoever holds the writer commits soon, which wakes everybody as well.
            let Ok(mut writer) = self.inner.queue.try_lock() else { continue };
            if let Err(error) = writer.notice_other_processes().await {
                tracing::warn!(%error, "whether another process wrote to the database cannot be seen");
            }
        }
    }
}

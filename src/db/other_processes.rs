//! Lets two processes use one database file: the command line works while the bot runs, and the bot notices the commits
//! of the command line.

use std::path::Path;
use std::time::Duration;

use sqlx::Connection;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::Db;
use super::connection::{Conn, open_error, write_options};
use super::error::DbError;
use super::migrations;
use super::rng::Rng;
use super::tasks::TokioSpawner;
use crate::telemetry::TaskLiveness;

/// Real time between two checks for another process's commit. A check is one PRAGMA of a few microseconds, so an idle
/// bot stays idle.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

impl Db {
    /// Opens a database that a bot may be running on. Takes no lock, creates no file and applies no migration. A
    /// transaction waits at most a few seconds for a transaction of the bot.
    ///
    /// # Errors
    /// `Older` and `Newer` when another version wrote its tables; `Open` when the file is missing or not a Magpie
    /// database.
    pub async fn open_shared(path: &Path) -> Result<Self, DbError> {
        if !path.exists() {
            return Err(DbError::Open { path: path.to_owned(), reason: "there is no such file".to_owned() });
        }
        let mut conn =
            Conn::connect_with(&write_options(path).create_if_missing(false)).await.map_err(|e| open_error(path, e))?;
        let applied = migrations::applied_version(&mut conn).await.map_err(|e| open_error(path, e))?;
        match applied.cmp(&migrations::newest_version()) {
            std::cmp::Ordering::Less => Err(DbError::Older(applied)),
            std::cmp::Ordering::Greater => Err(DbError::Newer(applied)),
            std::cmp::Ordering::Equal => Self::assemble(path, conn, None, None, &TokioSpawner, Rng::from_os()).await,
        }
    }

    /// Counts the commits of other processes in [`Db::commits`], until `stop` is cancelled. Uses real time, so a
    /// simulation must not run it. `liveness` begins a step with each check.
    pub async fn watch_other_processes(self, liveness: TaskLiveness, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(POLL_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                () = stop.cancelled() => return,
            }
            liveness.begin_step();
            // Skip this check while a caller holds the writer: the caller will commit soon, and its commit wakes the
            // same tasks.
            let Ok(mut writer) = self.inner.queue.try_lock() else { continue };
            if let Err(error) = writer.count_commit_of_other_process().await {
                tracing::warn!(%error, "cannot check whether another process wrote to the database");
            }
        }
    }
}

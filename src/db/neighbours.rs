//! Two processes at one file: the command line works beside a running bot, and the bot notices what it wrote.

use std::path::Path;
use std::time::Duration;

use sqlx::Connection;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::{Conn, Db, DbError, OnTokio, Rng, migrations, open_error, options};

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
            Conn::connect_with(&options(path).create_if_missing(false)).await.map_err(|e| open_error(path, e))?;
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
            let Ok(mut writer) = self.inner.writer.try_lock() else { continue };
            match data_version(&mut writer.conn).await {
                Ok(version) if version != writer.data_version => {
                    writer.data_version = version;
                    writer.commits.send_modify(|commits| *commits += 1);
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "whether another process wrote to the database cannot be seen"),
            }
        }
    }
}

/// Changes when another connection has committed, and never by a commit of this one
/// (<https://www.sqlite.org/pragma.html#pragma_data_version>).
pub(super) async fn data_version(conn: &mut Conn) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar("PRAGMA data_version").fetch_one(conn).await?)
}

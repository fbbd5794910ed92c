//! Makes a database safe to run on after a backup was put in its place. The backup knows nothing of what happened after
//! it was made:
//!
//! - Messages that are unfinished in it may have been sent since: each is searched for before it is sent.
//! - People who had their data deleted since are deleted again, as the ledger of deletions lists them.
//! - Numbers that were given out since must not be used again.
//!
//! `magpie restore` calls this before the backup becomes the database. When somebody put a copy there by hand, the bot
//! calls it at its start: it recognizes Magpie's own backups by their mark, and other copies because they are behind
//! the progress file beside them.

use std::collections::BTreeMap;
use std::path::Path;

use super::features;
use crate::config::Config;
use crate::db::{self, Conn, Db, DbError, Progress, Tx};
use crate::delivery::restored;
use crate::members;
use crate::reminders;
use crate::time::Timestamp;

/// What the database last wrote about itself, as an instant: it is at least that old.
const LAST_WRITTEN: &str = "watch.written_at";

/// What was done.
#[derive(Debug, Clone, Copy)]
pub struct Reconciled {
    /// The latest instant that the backup knows of.
    pub knows_until: Timestamp,
    /// Messages that are searched for before they are sent.
    pub looked_for: usize,
    /// Reminders that were delivered according to the replaced database.
    pub reminders_delivered: usize,
    /// People who were deleted again.
    pub deleted_again: usize,
}

/// Makes a restored backup safe to run on. `replaced`: the database that it replaces, if there is one to read.
/// `ledger`: whom to delete again.
///
/// # Errors
/// When the backup cannot be written. What was done until then is kept, and doing it again does no harm.
pub async fn reconcile(
    db: &Db,
    config: &Config,
    replaced: Option<&Path>,
    ledger: &BTreeMap<u64, i64>,
) -> Result<Reconciled, DbError> {
    let knows_until = latest_instant(db).await?;
    let (looked_for, reminders_delivered) = db
        .write(async |tx| {
            let looked_for = restored::mark_unknown(tx, knows_until).await?;
            db::skip_lost_numbers(tx, replaced).await?;
            let delivered = match replaced {
                Some(replaced) => reminders_delivered(tx, replaced, knows_until).await,
                None => 0,
            };
            db::unmark(tx).await?;
            Ok::<_, DbError>((looked_for, delivered))
        })
        .await?;
    let followers = features::followers(config);
    let deleted_again = members::service::delete_again(db, &followers, ledger, knows_until).await?;
    Ok(Reconciled { knows_until, looked_for, reminders_delivered, deleted_again })
}

/// Called at each start, before anything is sent.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn at_start(db: &Db, config: &Config, now: Timestamp) -> Result<(), DbError> {
    // The bot works without the ledger, but the log must say that it cannot be read.
    let ledger = db.ledger().read().unwrap_or_else(|error| {
        tracing::error!(%error, "the ledger of deletions cannot be read: people may be back whom a backup still knew");
        BTreeMap::new()
    });
    let found = {
        let mut reader = db.read().await?;
        origin(&mut reader, db.progress()).await
    };
    match found {
        Ok(Some(origin)) => {
            // A copy whose unfinished messages cannot be marked is not run on: they would be sent twice.
            let done = reconcile(db, config, None, &ledger).await?;
            let (looked_for, deleted_again) = (done.looked_for, done.deleted_again);
            let until = done.knows_until;
            tracing::warn!(
                looked_for,
                deleted_again,
                "{origin} {until}: each unfinished message is looked for before it is sent"
            );
        }
        Ok(None) => delete_again(db, config, &ledger, now).await?,
        // The health checks say so, and what to do.
        Err(error @ DbError::Damaged(_)) => {
            tracing::error!(%error, "whether the database is a copy cannot be found out: its file is damaged");
            delete_again(db, config, &ledger, now).await?;
        }
        Err(error) => return Err(error),
    }
    begin_progress(db).await?;
    members::service::write_ledger(db, now).await;
    Ok(())
}

/// Applies the ledger to the database that the bot ran on: a tool may have put single rows back.
async fn delete_again(db: &Db, config: &Config, ledger: &BTreeMap<u64, i64>, now: Timestamp) -> Result<(), DbError> {
    match members::service::delete_again(db, &features::followers(config), ledger, now).await {
        Ok(0) => {}
        Ok(deleted_again) => {
            tracing::warn!(deleted_again, "the database knew people who had their data deleted; they are deleted again")
        }
        // Whom the database knows as deleted cannot be read: they are not told from those who came back since.
        Err(error @ DbError::Damaged(_)) => {
            tracing::error!(%error, "the ledger of deletions is not applied: people may be back whom a backup knew");
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Why the database must be treated as a copy; `None` for the database that the bot ran on before.
///
/// # Errors
/// When the database cannot be read.
pub async fn origin(conn: &mut Conn, progress: &Progress) -> Result<Option<&'static str>, DbError> {
    if db::is_backup(conn).await? {
        return Ok(Some("the database is a backup of"));
    }
    // Without deliveries nothing can come twice. A table of which a page is damaged has some.
    match restored::latest_instant(conn).await {
        Ok(None) => return Ok(None),
        Ok(Some(_)) | Err(DbError::Damaged(_)) => {}
        Err(error) => return Err(error),
    }
    Ok(match progress.read() {
        Some(step) if restored::latest_step(conn).await? < step => Some("the database was replaced with a copy of"),
        None if db::is_filed(conn).await? => Some("the database came without its .progress file, perhaps as a copy of"),
        _ => None,
    })
}

/// From now on the progress file follows this database. The bot also works without the file.
async fn begin_progress(db: &Db) -> Result<(), DbError> {
    let step = match restored::latest_step(&mut *db.read().await?).await {
        // What can still be sent is noted from where the file is.
        Err(DbError::Damaged(_)) => db.progress().read().unwrap_or_default(),
        step => step?,
    };
    if let Err(error) = db.progress().begin(step) {
        tracing::warn!(%error, "the .progress file cannot be written: a copy in the database's place is not noticed");
        return Ok(());
    }
    if !db::is_filed(&mut *db.read().await?).await? {
        db.write(async |tx| db::set_filed(tx).await).await?;
    }
    Ok(())
}

async fn latest_instant(db: &Db) -> Result<Timestamp, DbError> {
    let mut reader = db.read().await?;
    let of_deliveries = restored::latest_instant(&mut reader).await?;
    let of_itself = db::read_setting(&mut reader, LAST_WRITTEN).await?.and_then(|at| at.parse().ok());
    Ok(of_deliveries.max(of_itself).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// 0 when the replaced database cannot be read.
async fn reminders_delivered(tx: &mut Tx, replaced: &Path, since: Timestamp) -> usize {
    let noted = async {
        let mut conn = db::open_to_read(replaced).await?;
        reminders::service::note_delivered(tx, &mut conn, since).await
    };
    noted.await.unwrap_or_else(|error: DbError| {
        tracing::warn!(%error, "what the replaced database sent is not known");
        0
    })
}

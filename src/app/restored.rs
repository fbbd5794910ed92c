//! Reconciles a restored backup with the world, so that the bot can safely run on it. The backup lacks everything that
//! happened after it was made:
//!
//! - A message that is unfinished in the backup may have been sent since. Magpie searches for each such message on
//!   Discord before it sends it.
//! - People may have had their data deleted since. The ledger of deletions lists these people, and their data is
//!   deleted again.
//! - Numbers of tickets and other rows may have been given out since. They must not be used again.
//!
//! `magpie restore` calls [`reconcile`] before the backup replaces the database. At each start, the bot calls
//! [`reconcile_at_start`], in case somebody replaced the database by hand. A mark in the file identifies a backup that
//! Magpie made. Any other copy is recognized because it is older than the .progress file beside it, or because that
//! file is missing.

use std::collections::BTreeMap;
use std::path::Path;

use super::features;
use crate::config::Config;
use crate::db::{self, Conn, Db, DbError, Progress, Tx};
use crate::delivery::restored;
use crate::members;
use crate::reminders;
use crate::time::Timestamp;

/// The key of the setting in which the monitor stores the current instant every minute. The database contains
/// everything that happened before the stored instant.
const LAST_WRITTEN: &str = "watch.written_at";

/// What [`reconcile`] did.
#[derive(Debug, Clone, Copy)]
pub struct Reconciled {
    /// The latest instant that the backup contains.
    pub latest_known_at: Timestamp,
    /// The number of messages that are searched for before they are sent.
    pub searched_for: usize,
    /// The number of reminders that were already delivered, according to the replaced database.
    pub reminders_delivered: usize,
    /// The number of people whose data was deleted again.
    pub deleted_again: usize,
}

/// Makes a restored backup safe to run on. `replaced`: the database that the backup replaces, if it can be read.
/// `ledger`: the deletions to repeat.
///
/// # Errors
/// When the backup cannot be written. The steps that succeeded are kept; they can safely be repeated.
pub async fn reconcile(
    db: &Db,
    config: &Config,
    replaced: Option<&Path>,
    ledger: &BTreeMap<u64, i64>,
) -> Result<Reconciled, DbError> {
    let latest_known_at = latest_instant(db).await?;
    let (searched_for, reminders_delivered) = db
        .write(async |tx| {
            let searched_for = restored::mark_unknown(tx, latest_known_at).await?;
            db::skip_lost_numbers(tx, replaced).await?;
            let delivered = match replaced {
                Some(replaced) => mark_delivered_reminders(tx, replaced, latest_known_at).await,
                None => 0,
            };
            db::remove_copy_mark(tx).await?;
            Ok::<_, DbError>((searched_for, delivered))
        })
        .await?;
    let followers = features::followers(config);
    let deleted_again = members::service::delete_again(db, &followers, ledger, latest_known_at).await?;
    Ok(Reconciled { latest_known_at, searched_for, reminders_delivered, deleted_again })
}

/// Reconciles the database if it is a copy, and repeats the deletions in the ledger. Called at each start, before
/// anything is sent.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn reconcile_at_start(db: &Db, config: &Config, now: Timestamp) -> Result<(), DbError> {
    // The bot can run without the ledger, but the operator must know that it cannot be read.
    let ledger = db.ledger().read().unwrap_or_else(|error| {
        tracing::error!(%error, "the ledger of deletions cannot be read: a backup may contain people who were deleted");
        BTreeMap::new()
    });
    let copy_reason = {
        let mut reader = db.read().await?;
        reason_to_treat_as_copy(&mut reader, db.progress()).await
    };
    match copy_reason {
        Ok(Some(origin)) => {
            // If the unfinished messages of a copy cannot be marked, do not start: they could be sent twice.
            let done = reconcile(db, config, None, &ledger).await?;
            let (searched_for, deleted_again) = (done.searched_for, done.deleted_again);
            let until = done.latest_known_at;
            tracing::warn!(
                looked_for = searched_for,
                deleted_again,
                "{origin} {until}: each unfinished message is looked for before it is sent"
            );
        }
        Ok(None) => repeat_deletions(db, config, &ledger, now).await?,
        // The health checks report the damage and say what to do.
        Err(error @ DbError::Damaged(_)) => {
            tracing::error!(%error, "cannot find out whether the database is a copy: its file is damaged");
            repeat_deletions(db, config, &ledger, now).await?;
        }
        Err(error) => return Err(error),
    }
    begin_progress(db).await?;
    members::service::write_ledger(db, now).await;
    Ok(())
}

/// Applies the ledger to a database that is not a copy: a recovery tool may have restored single rows.
async fn repeat_deletions(
    db: &Db,
    config: &Config,
    ledger: &BTreeMap<u64, i64>,
    now: Timestamp,
) -> Result<(), DbError> {
    match members::service::delete_again(db, &features::followers(config), ledger, now).await {
        Ok(0) => {}
        Ok(deleted_again) => {
            tracing::warn!(deleted_again, "the database contained people who were deleted; they are deleted again")
        }
        // If the deletions in the database cannot be read, we cannot distinguish people who returned after a deletion
        // from people who must be deleted. So delete nobody.
        Err(error @ DbError::Damaged(_)) => {
            tracing::error!(%error, "the ledger of deletions is not applied: the database may contain deleted people");
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Why the database must be treated as a copy: the beginning of a sentence that ends with an instant. `None` for the
/// database that the bot last ran on.
///
/// # Errors
/// When the database cannot be read.
pub async fn reason_to_treat_as_copy(conn: &mut Conn, progress: &Progress) -> Result<Option<&'static str>, DbError> {
    if db::is_backup(conn).await? {
        return Ok(Some("the database is a backup of"));
    }
    // Without deliveries, no message can be sent twice. A table with a damaged page is not empty.
    match restored::latest_instant(conn).await {
        Ok(None) => return Ok(None),
        Ok(Some(_)) | Err(DbError::Damaged(_)) => {}
        Err(error) => return Err(error),
    }
    Ok(match progress.read() {
        Some(step) if restored::latest_step(conn).await? < step => Some("the database was replaced with a copy of"),
        None if db::has_progress_file(conn).await? => {
            Some("the database came without its .progress file, perhaps as a copy of")
        }
        _ => None,
    })
}

/// Writes the .progress file for this database. The bot can also run without the file.
async fn begin_progress(db: &Db) -> Result<(), DbError> {
    let step = match restored::latest_step(&mut *db.read().await?).await {
        // The latest step cannot be read, so continue from the number in the file.
        Err(DbError::Damaged(_)) => db.progress().read().unwrap_or_default(),
        step => step?,
    };
    if let Err(error) = db.progress().begin(step) {
        tracing::warn!(%error, "cannot write the .progress file: the next start will not notice a replaced database");
        return Ok(());
    }
    if !db::has_progress_file(&mut *db.read().await?).await? {
        db.write(async |tx| db::record_progress_file(tx).await).await?;
    }
    Ok(())
}

/// The latest instant that the database contains; the Unix epoch if it contains none.
async fn latest_instant(db: &Db) -> Result<Timestamp, DbError> {
    let mut reader = db.read().await?;
    let latest_delivery_at = restored::latest_instant(&mut reader).await?;
    let last_written_at = db::read_setting(&mut reader, LAST_WRITTEN).await?.and_then(|at| at.parse().ok());
    Ok(latest_delivery_at.max(last_written_at).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// Marks the reminders that the replaced database delivered, and returns their number; 0 when that database cannot be
/// read.
async fn mark_delivered_reminders(tx: &mut Tx, replaced: &Path, since: Timestamp) -> usize {
    let marked_count = async {
        let mut conn = db::open_to_read(replaced).await?;
        reminders::service::record_delivered(tx, &mut conn, since).await
    };
    marked_count.await.unwrap_or_else(|error: DbError| {
        tracing::warn!(%error, "cannot read which reminders the replaced database sent");
        0
    })
}

//! Copies the table `deletions` into the ledger, a file beside the database. After a restore of an old backup, the
//! ledger has deletions that the table lacks. The data of those people is deleted again.

use std::collections::BTreeMap;
use std::io;

use crate::db::{Conn, Db, DbError};
use crate::members::ids::MemberId;
use crate::members::store;
use crate::time::{SignedDuration, Timestamp};

/// How long a deletion is remembered. A backup that is kept for longer would restore the data of a deleted person.
pub const KEEP_DELETIONS: SignedDuration = SignedDuration::from_hours(24 * 400);

#[derive(Debug, thiserror::Error)]
enum LedgerError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    File(#[from] io::Error),
}

/// The deletions in the database: the latest instant (ms) for each person's id.
pub async fn deletions(conn: &mut Conn) -> Result<BTreeMap<u64, i64>, DbError> {
    store::deletions(conn).await
}

/// The deletions in `ledger` that the database lacks. Includes a deletion that is later than the deletion of the same
/// person in the database.
pub(super) async fn missing_deletions(
    db: &Db,
    ledger: &BTreeMap<u64, i64>,
    now: Timestamp,
) -> Result<Vec<(MemberId, Timestamp)>, DbError> {
    let known = store::deletions(&mut *db.read().await?).await?;
    let missing = ledger.iter().filter(|(person, at)| known.get(person).is_none_or(|known| known < at));
    let missing =
        missing.map(|(person, at)| (MemberId(*person), Timestamp::from_millisecond(*at).unwrap_or(Timestamp::MIN)));
    // Skip deletions that are older than the table keeps. The person may have returned since the deletion.
    Ok(missing.filter(|(_, at)| is_remembered(*at, now)).collect())
}

/// Adds the deletions of the database to the ledger, and drops deletions that are too old. A failure is only logged:
/// the next deletion or start writes the ledger again.
pub async fn write_ledger(db: &Db, now: Timestamp) {
    if let Err(error) = try_write(db, now).await {
        let path = db.ledger().path().display().to_string();
        tracing::error!(%error, "cannot write the deletion ledger {path}: a restore would bring deleted people back");
    }
}

async fn try_write(db: &Db, now: Timestamp) -> Result<(), LedgerError> {
    let mut deletions = db.ledger().read()?;
    for (person, at) in store::deletions(&mut *db.read().await?).await? {
        deletions.entry(person).and_modify(|known| *known = at.max(*known)).or_insert(at);
    }
    deletions.retain(|_, at| Timestamp::from_millisecond(*at).is_ok_and(|at| is_remembered(at, now)));
    Ok(db.ledger().write(&deletions)?)
}

fn is_remembered(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) < KEEP_DELETIONS
}

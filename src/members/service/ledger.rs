//! Keeps the ledger of deletions in step with the table `deletions`. After a restore the ledger knows more than the
//! table: then those people are deleted again.

use std::collections::BTreeMap;
use std::io;

use crate::db::{Conn, Db, DbError};
use crate::members::ids::MemberId;
use crate::members::store;
use crate::time::{SignedDuration, Timestamp};

/// How long a deletion is remembered. No backup should be kept for longer: it would bring a deleted person back.
pub const KEEP_DELETIONS: SignedDuration = SignedDuration::from_hours(24 * 400);

#[derive(Debug, thiserror::Error)]
enum LedgerError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    File(#[from] io::Error),
}

/// The deletions that the database knows: the latest instant of each, ms, by the person's number.
pub async fn deletions(conn: &mut Conn) -> Result<BTreeMap<u64, i64>, DbError> {
    store::deletions(conn).await
}

/// Those of `ledger` that the database does not know, or only an earlier deletion.
pub(super) async fn forgotten(
    db: &Db,
    ledger: &BTreeMap<u64, i64>,
    now: Timestamp,
) -> Result<Vec<(MemberId, Timestamp)>, DbError> {
    let known = store::deletions(&mut *db.read().await?).await?;
    let newer = ledger.iter().filter(|(person, at)| known.get(person).is_none_or(|known| known < at));
    let newer =
        newer.map(|(person, at)| (MemberId(*person), Timestamp::from_millisecond(*at).unwrap_or(Timestamp::MIN)));
    // The table forgets old deletions, and the person may have come back since.
    Ok(newer.filter(|(_, at)| is_remembered(*at, now)).collect())
}

/// Adds what the database knows to the ledger beside it, and drops what is too old. A failure is logged: the next
/// deletion or start tries again.
pub async fn write_ledger(db: &Db, now: Timestamp) {
    if let Err(error) = try_write(db, now).await {
        let path = db.ledger().path().display().to_string();
        tracing::error!(%error, "the ledger of deletions {path} cannot be kept: a backup would bring people back");
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

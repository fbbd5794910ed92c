//! After a backup is restored: reminders that were delivered after the backup was made must not be sent again.

use crate::db::{Conn, DbError, Tx};
use crate::reminders::store;
use crate::time::Timestamp;

/// A query limit, above the number of reminders that become due between two backups.
const MAX_DUE: u32 = 100_000;

/// Records which occurrences were delivered since `since`, according to `replaced`, the database that the backup
/// replaces. Returns how many it recorded: only those whose reminder is in the backup too.
///
/// # Errors
/// If `replaced` cannot be read, which may be why it is replaced. Then nothing is recorded, and those reminders are
/// sent again, as late reminders.
pub async fn note_delivered(tx: &mut Tx, replaced: &mut Conn, since: Timestamp) -> Result<usize, DbError> {
    let mut noted = 0;
    for occurrence in store::delivered_since(replaced, since).await? {
        noted += usize::from(store::note_delivered(tx, &occurrence, since).await?);
    }
    Ok(noted)
}

/// How many reminders are due at `now`.
pub async fn count_due(conn: &mut Conn, now: Timestamp) -> Result<usize, DbError> {
    Ok(store::due(conn, now, MAX_DUE).await?.len())
}

//! After a backup is restored: reminders that were delivered after the backup was made must not be sent again.

use crate::db::{Conn, DbError, Tx};
use crate::reminders::store;
use crate::time::Timestamp;

/// A query limit, above the number of reminders that become due between two backups.
const MAX_DUE: u32 = 100_000;

/// Copies from `replaced`, the database that the backup replaces, the record of the occurrences delivered at `since` or
/// later. Skips an occurrence that the backup already has, or whose reminder is not in the backup. Returns how many it
/// recorded.
///
/// # Errors
/// If `replaced` cannot be read, for example because it is damaged. Then nothing is recorded, and those reminders are
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

//! Updates the reminders after a backup is restored. A reminder that was delivered after the backup was made must not
//! be sent twice.

use crate::db::{Conn, DbError, Tx};
use crate::reminders::store;
use crate::time::Timestamp;

/// The most reminders that [`count_due`] counts. Between two backups, fewer reminders than this become due.
const MAX_DUE: u32 = 100_000;

/// Copies the records of occurrences that were delivered at `since` or later. Reads them from `replaced`, the database
/// that the backup replaces. Skips an occurrence that the backup already has, or whose reminder is not in the backup.
/// Returns the number of copied records.
///
/// # Errors
/// If `replaced` cannot be read, for example because it is damaged. The caller's transaction then records nothing, and
/// these reminders are sent a second time, as late reminders.
pub async fn record_delivered(tx: &mut Tx, replaced: &mut Conn, since: Timestamp) -> Result<usize, DbError> {
    let mut recorded = 0;
    for occurrence in store::occurrences_delivered_since(replaced, since).await? {
        recorded += usize::from(store::record_delivered(tx, &occurrence, since).await?);
    }
    Ok(recorded)
}

/// The number of reminders that are due at `now`.
pub async fn count_due(conn: &mut Conn, now: Timestamp) -> Result<usize, DbError> {
    Ok(store::due_reminders(conn, now, MAX_DUE).await?.len())
}

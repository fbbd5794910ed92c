//! After a backup was put back: reminders that were delivered after it was made must not be sent again.

use crate::db::{Conn, DbError, Tx};
use crate::reminders::store;
use crate::time::Timestamp;

/// More reminders than fall due in the time between two backups.
const MAX_DUE: u32 = 100_000;

/// Records what `replaced`, the database that the backup replaces, delivered to members since `since`. Returns how many
/// of its occurrences are of reminders that the backup has too.
///
/// # Errors
/// When `replaced` cannot be read, which may be why it is replaced. Then nothing is recorded, and those reminders are
/// sent again, as late ones.
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

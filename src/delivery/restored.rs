//! After a backup was put back: what it owes may have been sent since it was made.
//!
//! Every message that had not ended becomes one of which nobody knows whether it arrived. So the dispatcher looks for
//! it on the platform first, and sends it only where it is not found. What may be done twice without harm, such as an
//! edit, is left as it is.

use super::event::{Event, EventKind};
use super::owed::Owed;
use super::store;
use crate::db::{Conn, DbError, Tx};
use crate::time::Timestamp;

const REASON: &str = "a backup was put back, and it may have been sent since the backup was made";

/// Marks what is owed as unknown. `since`: the latest instant that the backup knows of; nothing was sent before it that
/// the backup does not know. Returns how many there are.
pub async fn mark_unknown(tx: &mut Tx, since: Timestamp) -> Result<usize, DbError> {
    let marked = store::mark_owed_unknown(tx, since, REASON).await?;
    for (id, look_at) in &marked {
        store::note(tx, *id, &Event::new(since, EventKind::Unknown).until(*look_at).detail(REASON)).await?;
    }
    Ok(marked.len())
}

/// The latest instant that the rows of deliveries know of.
pub async fn latest_instant(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    store::latest_instant(conn).await
}

/// The latest step that the database knows, as [`Progress`](crate::db::Progress) counts them: the dispatcher notes each
/// attempt there before its request leaves.
pub async fn latest_step(conn: &mut Conn) -> Result<i64, DbError> {
    store::latest_event(conn).await
}

/// Everything that has not ended, by when it is due.
pub async fn owed(conn: &mut Conn) -> Result<Vec<Owed>, DbError> {
    store::owed(conn).await
}

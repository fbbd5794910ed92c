//! After a backup was put back: deliveries that are unfinished in it may have been sent since it was made.
//!
//! Every unfinished message becomes `unknown`, so the dispatcher searches for it on the platform first, and sends it
//! only if it is not found. A delivery that can be repeated without harm, such as an edit, stays as it is.

use super::event::{Event, EventKind};
use super::store;
use super::unfinished::UnfinishedDelivery;
use crate::db::{Conn, DbError, Tx};
use crate::time::Timestamp;

const REASON: &str = "a backup was put back, and it may have been sent since the backup was made";

/// Marks unfinished messages as unknown; returns how many. `since`: the latest instant that the backup knows of; it
/// knows everything that was sent before that.
pub async fn mark_unknown(tx: &mut Tx, since: Timestamp) -> Result<usize, DbError> {
    let marked = store::mark_unknown(tx, since, REASON).await?;
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

/// All unfinished deliveries, ordered by due time.
pub async fn unfinished(conn: &mut Conn) -> Result<Vec<UnfinishedDelivery>, DbError> {
    store::unfinished(conn).await
}

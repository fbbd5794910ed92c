//! Handles unfinished deliveries after a backup was restored. They may have been sent since the backup was made.
//!
//! Every unfinished message becomes `unknown`. So the dispatcher first searches for the message on the platform, and
//! sends it only if the search does not find it. A delivery that can be repeated without harm, such as an edit, keeps
//! its state.

use super::event::{Event, EventKind};
use super::store;
use super::unfinished::UnfinishedDelivery;
use crate::db::{Conn, DbError, Tx};
use crate::time::Timestamp;

const REASON: &str = "a backup was put back, and it may have been sent since the backup was made";

/// Marks unfinished messages as unknown. Returns the number of marked messages. `since`: the latest instant in the
/// backup. The backup contains the outcome of every message that was sent before this instant.
pub async fn mark_unknown(tx: &mut Tx, since: Timestamp) -> Result<usize, DbError> {
    // According to the backup, no attempt of these messages has arrived. An attempt after the backup may have used
    // another channel than the stored channel.
    store::forget_tried_channels(tx).await?;
    let marked = store::mark_unknown(tx, since, REASON).await?;
    for (id, search_at) in &marked {
        store::record_event(tx, *id, &Event::new(since, EventKind::Unknown).until(*search_at).detail(REASON)).await?;
    }
    Ok(marked.len())
}

/// The latest instant in the rows of deliveries and their events.
pub async fn latest_instant(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    store::latest_instant(conn).await
}

/// The id of the latest event; 0 if there is none. [`Progress`](crate::db::Progress) calls this id a step. The
/// dispatcher records the step of each attempt in `Progress` before it sends the request.
pub async fn latest_step(conn: &mut Conn) -> Result<i64, DbError> {
    store::latest_event(conn).await
}

/// All unfinished deliveries, ordered by due time.
pub async fn unfinished(conn: &mut Conn) -> Result<Vec<UnfinishedDelivery>, DbError> {
    store::unfinished(conn).await
}

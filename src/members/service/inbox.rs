//! The private thread of each member in the inbox channel. Messages go to this thread when they cannot go by DM.
//!
//! A thread is recognized only by its stored id, never by its name: anybody who may start threads can copy the name.

use crate::db::{Conn, Db, DbError};
use crate::members::ids::{ChannelId, MemberId};
use crate::members::store;
use crate::time::Timestamp;

/// The member's thread in the inbox channel `parent`; `None` if no thread was opened in this channel.
pub async fn inbox_thread(conn: &mut Conn, member: MemberId, parent: ChannelId) -> Result<Option<ChannelId>, DbError> {
    store::inbox_thread(conn, member, parent).await
}

/// The instants at which threads were opened in `parent` after `since`, oldest first.
pub async fn inbox_openings(conn: &mut Conn, parent: ChannelId, since: Timestamp) -> Result<Vec<Timestamp>, DbError> {
    store::inbox_openings(conn, parent, since).await
}

/// Stores `thread` as the inbox of the member. Replaces an earlier thread.
pub async fn record_inbox_thread(
    db: &Db,
    member: MemberId,
    parent: ChannelId,
    thread: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    db.write(async |tx| store::set_inbox_thread(tx, member, parent, thread, now).await).await
}

/// Forgets a channel or thread that was deleted. The next message to an affected member opens a new thread. Returns
/// whether the channel or thread was an inbox. Writes nothing if it was not.
pub async fn forget_inbox(db: &Db, channel: ChannelId) -> Result<bool, DbError> {
    if !store::is_inbox(&mut *db.read().await?, channel).await? {
        return Ok(false);
    }
    db.write(async |tx| Ok(store::delete_inbox_threads(tx, channel).await? > 0)).await
}

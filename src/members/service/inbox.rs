//! Each member's own private thread in the inbox channel, where messages go that cannot go by DM.
//!
//! Only its id counts. A name proves nothing: anybody who may start threads can give one the same name.

use crate::db::{Conn, Db, DbError};
use crate::members::ids::{ChannelId, MemberId};
use crate::members::store;
use crate::time::Timestamp;

/// The member's thread in the inbox channel `parent`; `None` before one is opened there.
pub async fn inbox_thread(conn: &mut Conn, member: MemberId, parent: ChannelId) -> Result<Option<ChannelId>, DbError> {
    store::inbox_thread(conn, member, parent).await
}

/// When threads were opened for members in `parent` since `since`, oldest first.
pub async fn inbox_openings(conn: &mut Conn, parent: ChannelId, since: Timestamp) -> Result<Vec<Timestamp>, DbError> {
    store::inbox_openings(conn, parent, since).await
}

/// `thread` is the member's from now on.
pub async fn record_inbox_thread(
    db: &Db,
    member: MemberId,
    parent: ChannelId,
    thread: ChannelId,
    now: Timestamp,
) -> Result<(), DbError> {
    db.write(async |tx| store::set_inbox_thread(tx, member, parent, thread, now).await).await
}

/// Somebody deleted this channel or thread: whose inbox it was gets a new one with their next message. Writes only
/// when it was one.
pub async fn inbox_gone(db: &Db, channel: ChannelId) -> Result<bool, DbError> {
    if !store::is_inbox(&mut *db.read().await?, channel).await? {
        return Ok(false);
    }
    db.write(async |tx| Ok(store::delete_inbox_threads(tx, channel).await? > 0)).await
}

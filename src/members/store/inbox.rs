//! The SQL of the members' private threads in the inbox channel.

use super::rows::instant;
use crate::db::{Conn, DbError, Tx};
use crate::members::ids::{ChannelId, MemberId};
use crate::time::Timestamp;

/// The member's thread in the channel `parent`.
pub async fn inbox_thread(conn: &mut Conn, member: MemberId, parent: ChannelId) -> Result<Option<ChannelId>, DbError> {
    let (member, parent) = (member.to_sql(), parent.to_sql());
    let thread = sqlx::query_scalar!(
        "SELECT thread_id FROM inbox_threads WHERE member_id = ? AND parent_id = ?",
        member,
        parent
    )
    .fetch_optional(conn)
    .await?;
    Ok(thread.map(ChannelId::from_sql))
}

/// The member's thread, in any channel.
pub async fn any_inbox_thread(conn: &mut Conn, member: MemberId) -> Result<Option<ChannelId>, DbError> {
    let member = member.to_sql();
    let thread = sqlx::query_scalar!("SELECT thread_id FROM inbox_threads WHERE member_id = ?", member)
        .fetch_optional(conn)
        .await?;
    Ok(thread.map(ChannelId::from_sql))
}

/// Stores the member's thread. Replaces an earlier thread.
pub async fn set_inbox_thread(
    tx: &mut Tx,
    member: MemberId,
    parent: ChannelId,
    thread: ChannelId,
    opened_at: Timestamp,
) -> Result<(), DbError> {
    let (member, parent, thread) = (member.to_sql(), parent.to_sql(), thread.to_sql());
    let opened_at = opened_at.as_millisecond();
    sqlx::query!(
        "INSERT INTO inbox_threads (member_id, thread_id, parent_id, opened_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (member_id) DO UPDATE SET thread_id = excluded.thread_id, parent_id = excluded.parent_id,
             opened_at = excluded.opened_at",
        member,
        thread,
        parent,
        opened_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether `channel` is the thread of a member, or a channel that contains such a thread.
pub async fn is_inbox(conn: &mut Conn, channel: ChannelId) -> Result<bool, DbError> {
    let channel = channel.to_sql();
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM inbox_threads WHERE thread_id = ?1 OR parent_id = ?1) AS "found: bool""#,
        channel
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// Deletes the row of a deleted thread, or the rows of all threads in a deleted channel.
pub async fn delete_inbox_threads(tx: &mut Tx, thread_or_parent: ChannelId) -> Result<u64, DbError> {
    let channel = thread_or_parent.to_sql();
    let done = sqlx::query!("DELETE FROM inbox_threads WHERE thread_id = ?1 OR parent_id = ?1", channel)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}

pub async fn delete_inbox_thread_of(tx: &mut Tx, member: MemberId) -> Result<(), DbError> {
    let member = member.to_sql();
    sqlx::query!("DELETE FROM inbox_threads WHERE member_id = ?", member).execute(&mut **tx).await?;
    Ok(())
}

pub async fn delete_inbox_threads_left_until(tx: &mut Tx, left_by: Timestamp) -> Result<u64, DbError> {
    let left_by = left_by.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM inbox_threads
          WHERE member_id IN (SELECT id FROM members WHERE in_guild = 0 AND left_at <= ?)",
        left_by
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// The instants at which threads were opened in `parent` after `since`, oldest first.
pub async fn inbox_openings(conn: &mut Conn, parent: ChannelId, since: Timestamp) -> Result<Vec<Timestamp>, DbError> {
    let (parent, since) = (parent.to_sql(), since.as_millisecond());
    let rows = sqlx::query_scalar!(
        "SELECT opened_at FROM inbox_threads WHERE parent_id = ? AND opened_at > ? ORDER BY opened_at",
        parent,
        since
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(instant).collect()
}

//! The SQL of what is kept: how much, for how long, and of whom.

use super::rows::timestamp;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::model::DeliveryId;
use crate::members::MemberId;
use crate::time::Timestamp;

/// How many rows are in each state: (state, rows).
pub async fn count_by_state(conn: &mut Conn) -> Result<Vec<(String, i64)>, DbError> {
    let rows = sqlx::query!("SELECT state, n FROM delivery_tally").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.state, row.n)).collect())
}

/// When the oldest of what has ended was due.
pub async fn oldest_ended(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(due_at) AS "at: i64" FROM delivery WHERE state IN ('sent', 'failed', 'cancelled', 'expired')"#
    );
    at.fetch_one(conn).await?.map(timestamp).transpose()
}

/// What ended and was due before `before`, the oldest first. A message comes after what worded it anew, and nothing is
/// old as long as something about the same subject is newer or not over.
pub async fn old(conn: &mut Conn, before: Timestamp, limit: u32) -> Result<Vec<DeliveryId>, DbError> {
    let before = before.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"SELECT d.id AS "id!" FROM delivery AS d WHERE d.state IN ('sent', 'failed', 'cancelled', 'expired') AND d.due_at < ?1
             AND NOT EXISTS (SELECT 1 FROM delivery AS e WHERE e.edits = d.id)
             AND NOT EXISTS (SELECT 1 FROM delivery AS o WHERE o.source = d.source AND o.subject = d.subject
                             AND (o.due_at >= ?1 OR o.state IN ('pending', 'sending', 'retry', 'unknown')))
           ORDER BY d.due_at LIMIT ?2"#,
        before,
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(DeliveryId).collect())
}

/// With its history.
pub async fn delete(tx: &mut Tx, id: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM delivery WHERE id = ?", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// One delivery to a person, without its words, which are not kept.
pub struct ToMember {
    pub source: String,
    pub state: String,
    pub queued_at: Timestamp,
    pub due_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub attempts: i64,
    pub reason: Option<String>,
}

/// Everything that was owed to `member`, oldest first. Reads the whole table: only for a person's export.
pub async fn to_member(conn: &mut Conn, member: MemberId) -> Result<Vec<ToMember>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query!(
        "SELECT source, state, queued_at, due_at, sent_at, attempt, reason FROM delivery WHERE member_id = ? ORDER BY id",
        member
    )
    .fetch_all(conn)
    .await?;
    let instant = |ms| Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")));
    let read = rows.into_iter().map(|row| {
        Ok(ToMember {
            source: row.source,
            state: row.state,
            queued_at: instant(row.queued_at)?,
            due_at: instant(row.due_at)?,
            sent_at: row.sent_at.map(instant).transpose()?,
            attempts: row.attempt,
            reason: row.reason,
        })
    });
    read.collect()
}

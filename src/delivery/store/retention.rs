//! The SQL of retention and privacy: counts, old rows, and rows about one member.

use super::rows::timestamp;
use crate::db::{Conn, DbError, Tx, readable};
use crate::delivery::model::DeliveryId;
use crate::members::MemberId;
use crate::time::Timestamp;

/// The number of rows in each state, as pairs of a state and a number.
pub async fn count_by_state(conn: &mut Conn) -> Result<Vec<(String, i64)>, DbError> {
    let rows = sqlx::query!("SELECT state, n FROM delivery_counts").fetch_all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.state, row.n)).collect())
}

/// When the oldest ended delivery was due.
pub async fn earliest_ended(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(due_at) AS "at: i64" FROM deliveries WHERE state IN ('sent', 'failed', 'cancelled', 'expired')"#
    );
    at.fetch_one(conn).await?.map(timestamp).transpose()
}

/// Ended deliveries that were due before `before`, oldest first. Leaves out a message that still has edits. Leaves out
/// a delivery if any delivery about its subject was due at or after `before`, or has not ended.
pub async fn ended_before(conn: &mut Conn, before: Timestamp, limit: u32) -> Result<Vec<DeliveryId>, DbError> {
    let before = before.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"SELECT d.id AS "id!" FROM deliveries AS d
           WHERE d.state IN ('sent', 'failed', 'cancelled', 'expired') AND d.due_at < ?1
             AND NOT EXISTS (SELECT 1 FROM deliveries AS e WHERE e.edits = d.id)
             AND NOT EXISTS (SELECT 1 FROM deliveries AS o WHERE o.source = d.source AND o.subject = d.subject
                             AND (o.due_at >= ?1 OR o.state IN ('pending', 'sending', 'retry', 'unknown')))
           ORDER BY d.due_at LIMIT ?2"#,
        before,
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(DeliveryId).collect())
}

/// Deletes a delivery with its history.
pub async fn delete(tx: &mut Tx, id: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("DELETE FROM deliveries WHERE id = ?", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// Deletes notices that were opened before `before` and that have no deliveries left. Returns the number of deleted
/// notices.
pub async fn delete_empty_notices(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM delivery_notices WHERE opened_at < ? AND delivery_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM delivery_troubles WHERE notice_id = delivery_notices.id)",
        before
    );
    Ok(done.execute(&mut **tx).await?.rows_affected())
}

/// A delivery to a person. Its text is not stored.
pub struct MemberDelivery {
    pub source: String,
    pub state: String,
    pub queued_at: Timestamp,
    pub due_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub attempts: i64,
    pub reason: Option<String>,
}

/// All deliveries to `member`, oldest first.
pub async fn deliveries_to_member(conn: &mut Conn, member: MemberId) -> Result<Vec<MemberDelivery>, DbError> {
    let member = member.to_sql();
    let rows = sqlx::query!(
        "SELECT source, state, queued_at, due_at, sent_at, attempt, reason FROM deliveries
         WHERE member_id = ? ORDER BY id",
        member
    )
    .fetch_all(conn)
    .await?;
    let deliveries = rows.into_iter().map(|row| {
        Ok(MemberDelivery {
            source: row.source,
            state: row.state,
            queued_at: timestamp(row.queued_at)?,
            due_at: timestamp(row.due_at)?,
            sent_at: row.sent_at.map(timestamp).transpose()?,
            attempts: row.attempt,
            reason: row.reason,
        })
    });
    Ok(readable(deliveries))
}

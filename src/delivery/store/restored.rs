//! The SQL of deliveries that are unfinished in a restored backup.

use super::rows::timestamp;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::model::DeliveryId;
use crate::delivery::unfinished::UnfinishedDelivery;
use crate::time::Timestamp;

/// Sets unfinished deliveries whose action must not be repeated to the state `unknown`. Returns their ids, each with
/// the instant of its next check.
pub async fn mark_unknown(
    tx: &mut Tx,
    since: Timestamp,
    reason: &str,
) -> Result<Vec<(DeliveryId, Timestamp)>, DbError> {
    let since = since.as_millisecond();
    let rows = sqlx::query!(
        r#"UPDATE deliveries
           SET unknown_since = COALESCE(unknown_since, CASE state WHEN 'sending' THEN sending_at END, ?1),
               state = 'unknown', lease_until = NULL, reason = ?2
           WHERE action IN ('post', 'open_thread') AND state IN ('pending', 'sending', 'retry')
           RETURNING id AS "id!", due_at AS "due_at!""#,
        since,
        reason
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(|row| Ok((DeliveryId(row.id), timestamp(row.due_at)?))).collect()
}

/// Clears the channel of the latest attempt of each unfinished message to a member.
pub async fn forget_tried_channels(tx: &mut Tx) -> Result<(), DbError> {
    sqlx::query!(
        "UPDATE deliveries SET tried_channel_id = NULL
          WHERE member_id IS NOT NULL AND action = 'post' AND state IN ('pending', 'sending', 'retry', 'unknown')"
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The rows among which the latest instant is searched. More than one, because the machine's clock can be set back
/// between two rows.
const LATEST_ROWS: i64 = 1_000;

/// When the last change of a delivery was recorded; `None` if there are no deliveries.
pub async fn latest_instant(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(
        r#"SELECT MAX(at) AS "at: i64" FROM (
               SELECT MAX(at) AS at FROM (SELECT at FROM delivery_events ORDER BY id DESC LIMIT ?1)
               UNION ALL SELECT MAX(queued_at) FROM (SELECT queued_at FROM deliveries ORDER BY id DESC LIMIT ?1))"#,
        LATEST_ROWS
    );
    at.fetch_one(conn).await?.map(timestamp).transpose()
}

/// The id of the latest event; 0 if there is none.
pub async fn latest_event(conn: &mut Conn) -> Result<i64, DbError> {
    let latest = sqlx::query_scalar!(r#"SELECT MAX(id) AS "id: i64" FROM delivery_events"#);
    Ok(latest.fetch_one(conn).await?.unwrap_or_default())
}

pub async fn unfinished(conn: &mut Conn) -> Result<Vec<UnfinishedDelivery>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT d.id AS "id!", d.source AS "source!", d.due_at AS "due_at!", d.state AS "state!",
                  m.handle AS "handle?"
           FROM deliveries AS d LEFT JOIN members AS m ON m.id = d.member_id
           WHERE d.state IN ('pending', 'sending', 'retry', 'unknown') ORDER BY d.due_at, d.id"#
    )
    .fetch_all(conn)
    .await?;
    let unfinished = rows.into_iter().map(|row| {
        let (id, due_at, is_searched_for) = (DeliveryId(row.id), timestamp(row.due_at)?, row.state == "unknown");
        Ok(UnfinishedDelivery { id, source: row.source, handle: row.handle, due_at, is_searched_for })
    });
    unfinished.collect()
}

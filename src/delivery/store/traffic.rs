//! The SQL of the outbox as a whole, for monitoring and for rate limits.

use crate::db::{Conn, DbError};
use crate::delivery::model::{Delayed, DeliveryId, SourceName, Traffic};
use crate::members::ChannelId;
use crate::time::Timestamp;

/// The most events that one query counts, so that its cost is bounded.
const MAX_EVENTS: i64 = 2_000;
/// A message that arrived less than this many milliseconds after its due time was not late.
const LATE_MS: i64 = 60_000;

/// The most overdue row of any source except `excluded`, and when it was due. Ignores e-mails: the list of an alert
/// shows how each of its e-mails is doing.
pub async fn most_overdue(
    conn: &mut Conn,
    excluded: &SourceName,
    now: Timestamp,
) -> Result<Option<(DeliveryId, Timestamp)>, DbError> {
    let (excluded, now) = (excluded.as_str(), now.as_millisecond());
    let row = sqlx::query!(
        r#"SELECT id AS "id!", due_at FROM deliveries
           WHERE state IN ('pending', 'retry', 'unknown') AND due_at <= ? AND source <> ? AND action <> 'mail'
           ORDER BY due_at LIMIT 1"#,
        now,
        excluded
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| Ok((DeliveryId(row.id), super::timestamp(row.due_at)?))).transpose()
}

/// Counts the outcomes of attempts since `since` among the latest [`MAX_EVENTS`] events, for all sources except
/// `excluded`. Ignores e-mails, because the counts are about Discord.
pub async fn traffic(conn: &mut Conn, excluded: &SourceName, since: Timestamp) -> Result<Traffic, DbError> {
    let (excluded, since) = (excluded.as_str(), since.as_millisecond());
    let row = sqlx::query!(
        r#"SELECT COUNT(*) FILTER (WHERE e.what = 'sent') AS "arrived!: i64",
                  COUNT(*) FILTER (WHERE e.what <> 'sent') AS "failed!: i64"
           FROM (SELECT delivery_id, at, what FROM delivery_events ORDER BY id DESC LIMIT ?) AS e
           JOIN deliveries AS d ON d.id = e.delivery_id
           WHERE e.at >= ? AND e.what IN ('sent', 'retry', 'unknown', 'failed') AND d.source <> ?
             AND d.action <> 'mail'"#,
        MAX_EVENTS,
        since,
        excluded
    )
    .fetch_one(conn)
    .await?;
    Ok(Traffic { arrived: row.arrived, failed: row.failed })
}

/// The attempts since `since` among the latest [`MAX_EVENTS`] events: when each began, and the channel of its message.
pub async fn attempts_since(conn: &mut Conn, since: Timestamp) -> Result<Vec<(Timestamp, Option<ChannelId>)>, DbError> {
    let since = since.as_millisecond();
    let rows = sqlx::query!(
        r#"SELECT e.at AS "at!: i64", d.tried_channel_id AS "channel: i64"
           FROM (SELECT delivery_id, at, what FROM delivery_events ORDER BY id DESC LIMIT ?) AS e
           JOIN deliveries AS d ON d.id = e.delivery_id
           WHERE e.at >= ? AND e.what = 'tried'"#,
        MAX_EVENTS,
        since
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(|row| Ok((super::timestamp(row.at)?, row.channel.map(ChannelId::from_sql)))).collect()
}

/// When threads were opened in `parent` after `since`, in order.
pub async fn threads_opened(conn: &mut Conn, parent: ChannelId, since: Timestamp) -> Result<Vec<Timestamp>, DbError> {
    let (parent, since) = (parent.to_sql(), since.as_millisecond());
    // Attempts begin soon after they are due, so a condition on `due_at` lets the index of ended deliveries find them.
    // SQLite uses a partial index only if the query repeats the condition of the index word for word.
    let rows = sqlx::query_scalar!(
        r#"SELECT sending_at AS "at!: i64" FROM deliveries INDEXED BY deliveries_ended
           WHERE state IN ('sent', 'failed', 'cancelled', 'expired') AND state = 'sent' AND due_at > ?1 - 3600000
             AND sending_at > ?1 AND action = 'open_thread' AND channel_id = ?2
           ORDER BY sending_at"#,
        since,
        parent
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(super::timestamp).collect()
}

/// Messages of all sources except `excluded` that were late because they could not be sent between `from` and `to`.
/// Either an attempt failed in that time, or the message was due in that time and its first attempt was late. Reads the
/// whole history, so call it only at the end of an incident.
pub async fn count_delayed(
    conn: &mut Conn,
    excluded: &SourceName,
    from: Timestamp,
    to: Timestamp,
) -> Result<Delayed, DbError> {
    let (excluded, from, to) = (excluded.as_str(), from.as_millisecond(), to.as_millisecond());
    let row = sqlx::query!(
        r#"WITH troubled AS (
               SELECT delivery_id AS id, MIN(at) AS at FROM delivery_events
               WHERE what IN ('retry', 'unknown') AND at BETWEEN ?1 AND ?2 GROUP BY delivery_id
               UNION ALL
               SELECT id, due_at FROM deliveries
               WHERE attempt <= 1 AND due_at BETWEEN ?1 AND ?2 AND state IN ('pending', 'sending', 'sent')),
           late AS (
               SELECT d.id, d.state FROM deliveries AS d
               JOIN (SELECT id, MIN(at) AS at FROM troubled GROUP BY id) AS t ON t.id = d.id
               WHERE d.action = 'post' AND d.source <> ?3 AND COALESCE(d.sent_at, ?2 + ?4) - t.at >= ?4)
           SELECT COUNT(*) FILTER (WHERE state = 'sent') AS "arrived!: i64",
                  COUNT(*) FILTER (WHERE state IN ('pending', 'sending', 'retry', 'unknown')) AS "waiting!: i64",
                  COUNT(*) FILTER (WHERE state = 'failed') AS "failed!: i64"
           FROM late"#,
        from,
        to,
        excluded,
        LATE_MS
    )
    .fetch_one(conn)
    .await?;
    Ok(Delayed { arrived: row.arrived, waiting: row.waiting, failed: row.failed })
}

//! The SQL of edits, which render a message again.

use super::rows::timestamp;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::model::DeliveryId;
use crate::members::ChannelId;
use crate::time::{SignedDuration, Timestamp};

/// Whether an edit of the message of delivery `of` waits for an attempt. Ignores the edit `excluded`.
pub async fn another_edit_waits(conn: &mut Conn, of: DeliveryId, excluded: DeliveryId) -> Result<bool, DbError> {
    let waits = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM deliveries WHERE edits = ? AND id <> ? AND action = 'edit'
                          AND state IN ('pending', 'retry')) AS "waits!: bool""#,
        of.0,
        excluded.0
    );
    Ok(waits.fetch_one(conn).await?)
}

/// The number of edits of the message of delivery `of` that were ever enqueued.
pub async fn count_edits(conn: &mut Conn, of: DeliveryId) -> Result<i64, DbError> {
    let count = sqlx::query_scalar!(r#"SELECT COUNT(*) AS "n!: i64" FROM deliveries WHERE edits = ?"#, of.0);
    Ok(count.fetch_one(conn).await?)
}

/// Makes every edit that waits for the outcome of delivery `of` due at `now`.
pub async fn wake_edits(tx: &mut Tx, of: DeliveryId, now: Timestamp) -> Result<(), DbError> {
    let now = now.as_millisecond();
    sqlx::query!(
        "UPDATE deliveries SET due_at = ?1 WHERE edits = ?2 AND action = 'edit' AND state = 'pending' AND due_at > ?1",
        now,
        of.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// When the `nth`-last edit of an old message in `channel` began. See
/// [`nth_last_edit_of_old`](crate::delivery::outbox::nth_last_edit_of_old).
pub async fn nth_last_edit_of_old(
    conn: &mut Conn,
    channel: ChannelId,
    old: SignedDuration,
    since: Timestamp,
    nth: u32,
) -> Result<Option<Timestamp>, DbError> {
    let (channel, since, skipped) = (channel.to_sql(), since.as_millisecond(), i64::from(nth.saturating_sub(1)));
    let old = i64::try_from(old.as_millis()).unwrap_or(i64::MAX);
    let at = sqlx::query_scalar!(
        r#"SELECT e.sending_at AS "at!: i64" FROM deliveries AS e JOIN deliveries AS posted ON posted.id = e.edits
           WHERE e.action = 'edit' AND e.tried_channel_id = ?1 AND e.sending_at > ?2
             AND e.sending_at >= posted.sent_at + ?3
           ORDER BY e.sending_at DESC LIMIT 1 OFFSET ?4"#,
        channel,
        since,
        old,
        skipped
    )
    .fetch_optional(conn)
    .await?;
    at.map(timestamp).transpose()
}

//! The SQL of the outbox, and nothing else's.

mod edits;
mod events;
mod keeping;
mod rows;
pub mod traffic;
mod turns;

use super::model::{DeliveryId, Failure, NewDelivery, Nonce, Posted, Record};
use crate::db::{Conn, DbError, Tx};
use crate::members::{ChannelId, MessageId};
use crate::time::Timestamp;

pub use edits::{another_edit_waits, count_edits, old_edit, wake_edits};
pub use events::{history, note, note_seen, note_until, note_whole, unseen_message};
pub use keeping::{count_by_state, delete, old, oldest_ended, to_member};
pub use rows::state_code;
pub use turns::{Turn, due};

use rows::{Columns, Row, timestamp};

/// Inserts a delivery; `None` when its key is there already.
pub async fn insert(tx: &mut Tx, new: &NewDelivery, now: Timestamp) -> Result<Option<DeliveryId>, DbError> {
    let columns = Columns::of(&new.action);
    let (nonce, lane, due_at) = (Nonce::random(tx.rng()), new.lane.number(), new.not_before.as_millisecond());
    let (queued_at, expires_at) = (now.as_millisecond(), new.expires_at.map(Timestamp::as_millisecond));
    let (nonce, source) = (nonce.as_str(), new.source.as_str());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO delivery (source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, state, queued_at, due_at, expires_at, nonce)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?)
           ON CONFLICT DO NOTHING RETURNING id"#,
        source,
        new.subject,
        new.key,
        lane,
        columns.action,
        columns.member_id,
        columns.channel_id,
        columns.edits,
        columns.invitees,
        columns.line,
        queued_at,
        due_at,
        expires_at,
        nonce
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id.map(DeliveryId))
}

pub async fn by_id(conn: &mut Conn, id: DeliveryId) -> Result<Option<Record>, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE id = ?"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Record::try_from).transpose()
}

pub async fn by_key(conn: &mut Conn, key: &str) -> Result<Option<Record>, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE key = ?"#,
        key
    )
    .fetch_optional(conn)
    .await?;
    row.map(Record::try_from).transpose()
}

pub async fn by_nonce(conn: &mut Conn, nonce: &str) -> Result<Option<Record>, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id AS "id!", source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE nonce = ?"#,
        nonce
    )
    .fetch_optional(conn)
    .await?;
    row.map(Record::try_from).transpose()
}

/// All deliveries of `source` about `subject` but edits, oldest first.
pub async fn by_subject(conn: &mut Conn, source: &str, subject: &str) -> Result<Vec<Record>, DbError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE source = ? AND subject = ? AND action <> 'edit' ORDER BY id"#,
        source,
        subject
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Record::try_from).collect()
}

/// When the next row is due, or the next lease ends, after `after`.
pub async fn next_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(at) AS "at: i64" FROM (
               SELECT MIN(due_at) AS at FROM delivery WHERE state IN ('pending', 'retry', 'unknown') AND due_at > ?1
               UNION ALL SELECT MIN(lease_until) FROM delivery WHERE state = 'sending' AND lease_until > ?1)"#,
        after
    )
    .fetch_one(conn)
    .await?;
    at.map(timestamp).transpose()
}

/// Takes up an attempt at `channel`: false when the row is no longer where the dispatcher saw it.
pub async fn start_attempt(
    tx: &mut Tx,
    seen: &Record,
    channel: Option<ChannelId>,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<bool, DbError> {
    let channel = channel.map(ChannelId::to_sql);
    let (state, attempt) = (state_code(&seen.state), i64::from(seen.attempt));
    let (now, lease_until) = (now.as_millisecond(), lease_until.as_millisecond());
    let done = sqlx::query!(
        "UPDATE delivery SET state = 'sending', attempt = attempt + 1, sending_at = ?, lease_until = ?, tried_channel_id = ?
         WHERE id = ? AND state = ? AND attempt = ?",
        now,
        lease_until,
        channel,
        seen.id.0,
        state,
        attempt
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn mark_sent(tx: &mut Tx, id: DeliveryId, posted: Posted) -> Result<bool, DbError> {
    let (channel, message, at) =
        (posted.channel.to_sql(), posted.message.map(MessageId::to_sql), posted.at.as_millisecond());
    let done = sqlx::query!(
        "UPDATE delivery SET state = 'sent', sent_channel_id = ?, sent_message_id = ?, sent_at = ?, reason = NULL, lease_until = NULL, unknown_since = NULL
         WHERE id = ? AND state IN ('sending', 'unknown')",
        channel,
        message,
        at,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts a row back to wait: after a failed attempt (`retry`), an unknown outcome (`unknown`), or because its source
/// holds it (`pending`).
pub async fn put_back(
    tx: &mut Tx,
    id: DeliveryId,
    from: &str,
    to: &str,
    due_at: Timestamp,
    reason: Option<&str>,
) -> Result<bool, DbError> {
    let due_at = due_at.as_millisecond();
    let done = sqlx::query!(
        "UPDATE delivery SET state = ?, due_at = ?, reason = ?, lease_until = NULL WHERE id = ? AND state = ?",
        to,
        due_at,
        reason,
        id.0,
        from
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An attempt that began at `since` may have arrived. An earlier such attempt counts on.
pub async fn set_unknown_since(tx: &mut Tx, id: DeliveryId, since: Timestamp) -> Result<(), DbError> {
    let since = since.as_millisecond();
    sqlx::query!("UPDATE delivery SET unknown_since = COALESCE(unknown_since, ?) WHERE id = ?", since, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// None of the attempts so far has arrived.
pub async fn clear_unknown(tx: &mut Tx, id: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("UPDATE delivery SET unknown_since = NULL WHERE id = ?", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// Sends the row by way of the inbox channel from now on.
pub async fn reroute(tx: &mut Tx, id: DeliveryId, due_at: Timestamp) -> Result<bool, DbError> {
    let due_at = due_at.as_millisecond();
    let done = sqlx::query!(
        "UPDATE delivery SET route = 'inbox', state = 'retry', due_at = ?, lease_until = NULL WHERE id = ? AND state IN ('sending', 'pending', 'retry')",
        due_at,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a row without sending: `failed`, `cancelled` or `expired`.
pub async fn end(tx: &mut Tx, id: DeliveryId, state: &str, failure: Option<&Failure>) -> Result<bool, DbError> {
    let (cause, reason) = (failure.map(|f| f.cause.code()), failure.map(|f| f.reason.as_str()));
    let done = sqlx::query!(
        "UPDATE delivery SET state = ?, cause = ?, reason = ?, lease_until = NULL
         WHERE id = ? AND state IN ('pending', 'retry', 'sending', 'unknown')",
        state,
        cause,
        reason,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Cancels whatever of `source` about `subject` has not begun; returns how many rows.
pub async fn cancel_waiting(
    tx: &mut Tx,
    source: &str,
    subject: &str,
    reason: &str,
) -> Result<Vec<DeliveryId>, DbError> {
    let ids = sqlx::query_scalar!(
        r#"UPDATE delivery SET state = 'cancelled', reason = ?
           WHERE source = ? AND subject = ? AND state IN ('pending', 'retry') RETURNING id AS "id!""#,
        reason,
        source,
        subject
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// Brings forward (or puts off) whatever of `source` about `subject` waits for its first attempt; returns what was
/// moved.
pub async fn retime_waiting(
    tx: &mut Tx,
    source: &str,
    subject: &str,
    due_at: Timestamp,
) -> Result<Vec<DeliveryId>, DbError> {
    let due_at = due_at.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"UPDATE delivery SET due_at = ?1 WHERE source = ?2 AND subject = ?3 AND state = 'pending' AND due_at <> ?1 RETURNING id AS "id!""#,
        due_at,
        source,
        subject
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// Rows that were being sent and whose lease is over at `now` (all of them when the process has just started).
pub async fn abandoned(conn: &mut Conn, now: Timestamp) -> Result<Vec<Record>, DbError> {
    let now = now.as_millisecond();
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, source, subject, key, lane, action, member_id, channel_id, edits, invitees, line, route, state, attempt, queued_at,
                  due_at, expires_at, sending_at, unknown_since, tried_channel_id, nonce, sent_channel_id, sent_message_id, sent_at, cause, reason
           FROM delivery WHERE state = 'sending' AND lease_until <= ? ORDER BY lease_until, id"#,
        now
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Record::try_from).collect()
}

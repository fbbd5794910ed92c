//! The SQL of the outbox.

mod choice;
mod edits;
mod events;
mod retention;
mod rows;
pub mod traffic;

use super::model::{DeliveryId, NewDelivery, Nonce};
use super::record::{Record, Transition};
use crate::db::{Conn, DbError, Tx};
use crate::members::ChannelId;
use crate::time::Timestamp;

pub use choice::{Candidate, due};
pub use edits::{another_edit_waits, count_edits, nth_last_edit_of_old, wake_edits};
pub use events::{history, note, note_seen, unseen_message};
pub use retention::{count_by_state, delete, earliest_ended, ended_before, to_member};

use rows::{Columns, Row, StateColumns, select_deliveries, timestamp};

/// Inserts a delivery; `None` when its key is there already.
pub async fn insert(tx: &mut Tx, new: &NewDelivery, now: Timestamp) -> Result<Option<DeliveryId>, DbError> {
    let columns = Columns::of(&new.action);
    let (nonce, lane, due_at) =
        (Nonce::random(tx.rng()), new.lane.number(), new.not_before.unwrap_or(now).as_millisecond());
    let (queued_at, expires_at) = (now.as_millisecond(), new.expires_at.map(Timestamp::as_millisecond));
    let (nonce, source) = (nonce.as_str(), new.source.as_str());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO deliveries (source, subject, part, key, lane, action, member_id, channel_id, edits, invitees,
                                   line, state, queued_at, due_at, expires_at, nonce)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?)
           ON CONFLICT DO NOTHING RETURNING id"#,
        source,
        new.subject,
        new.part,
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

/// The delivery with this key, to answer a repeated request.
pub async fn id_of_key(conn: &mut Conn, key: &str) -> Result<Option<DeliveryId>, DbError> {
    let id = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM deliveries WHERE key = ?"#, key);
    Ok(id.fetch_optional(conn).await?.map(DeliveryId))
}

pub async fn by_id(conn: &mut Conn, id: DeliveryId) -> Result<Option<Record>, DbError> {
    let row = select_deliveries!("id = ?", id.0).fetch_optional(conn).await?;
    row.map(Record::try_from).transpose()
}

pub async fn by_nonce(conn: &mut Conn, nonce: &str) -> Result<Option<Record>, DbError> {
    let row = select_deliveries!("nonce = ?", nonce).fetch_optional(conn).await?;
    row.map(Record::try_from).transpose()
}

/// All deliveries of `source` about `subject` except edits, oldest first.
pub async fn by_subject(conn: &mut Conn, source: &str, subject: &str) -> Result<Vec<Record>, DbError> {
    let rows = select_deliveries!("source = ? AND subject = ? AND action <> 'edit' ORDER BY id", source, subject);
    read(rows.fetch_all(conn).await?)
}

/// Rows that were being sent and whose lease has expired at `now` (all of them when the process has just started).
pub async fn abandoned(conn: &mut Conn, now: Timestamp) -> Result<Vec<Record>, DbError> {
    let now = now.as_millisecond();
    let rows = select_deliveries!("state = 'sending' AND lease_until <= ? ORDER BY lease_until, id", now);
    read(rows.fetch_all(conn).await?)
}

fn read(rows: Vec<Row>) -> Result<Vec<Record>, DbError> {
    rows.into_iter().map(Record::try_from).collect()
}

/// When the next row is due, or the next lease ends, after `after`.
pub async fn next_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(at) AS "at: i64" FROM (
               SELECT MIN(due_at) AS at FROM deliveries
               WHERE state IN ('pending', 'retry', 'unknown') AND due_at > ?1
               UNION ALL
               SELECT MIN(lease_until) FROM deliveries WHERE state = 'sending' AND lease_until > ?1)"#,
        after
    )
    .fetch_one(conn)
    .await?;
    at.map(timestamp).transpose()
}

/// Writes a transition; returns the changed delivery.
///
/// # Errors
/// When the row is not in the state that the transition leaves: the record was not read in this transaction.
pub async fn apply(tx: &mut Tx, transition: Transition) -> Result<Record, DbError> {
    let Transition { from, to } = transition;
    let (from, state, columns) = (from.code(), to.state.kind().code(), StateColumns::of(&to.state));
    let (attempt, due_at, route) = (i64::from(to.attempt), to.due_at.as_millisecond(), to.route.as_str());
    let sending_at = to.sending_at.map(Timestamp::as_millisecond);
    let tried_channel_id = to.tried_channel.map(ChannelId::to_sql);
    let done = sqlx::query!(
        "UPDATE deliveries SET state = ?, attempt = ?, due_at = ?, route = ?, sending_at = ?, lease_until = ?,
                unknown_since = ?, tried_channel_id = ?, sent_channel_id = ?, sent_message_id = ?, sent_at = ?,
                cause = ?, reason = ?
         WHERE id = ? AND state = ?",
        state,
        attempt,
        due_at,
        route,
        sending_at,
        columns.lease_until,
        columns.unknown_since,
        tried_channel_id,
        columns.sent_channel_id,
        columns.sent_message_id,
        columns.sent_at,
        columns.cause,
        to.reason,
        to.id.0,
        from
    )
    .execute(&mut **tx)
    .await?;
    match done.rows_affected() {
        1 => Ok(to),
        _ => Err(DbError::Corrupt(format!("delivery {} is not {from} any more", to.id))),
    }
}

/// Cancels the deliveries of `source` about `subject` that have not begun; returns them.
pub async fn cancel_waiting(
    tx: &mut Tx,
    source: &str,
    subject: &str,
    reason: &str,
) -> Result<Vec<DeliveryId>, DbError> {
    let ids = sqlx::query_scalar!(
        r#"UPDATE deliveries SET state = 'cancelled', reason = ?
           WHERE source = ? AND subject = ? AND state IN ('pending', 'retry') RETURNING id AS "id!""#,
        reason,
        source,
        subject
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// Reschedules the deliveries of `source` about `subject` that wait for their first attempt; returns those that moved.
pub async fn retime_waiting(
    tx: &mut Tx,
    source: &str,
    subject: &str,
    due_at: Timestamp,
) -> Result<Vec<DeliveryId>, DbError> {
    let due_at = due_at.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"UPDATE deliveries SET due_at = ?1
           WHERE source = ?2 AND subject = ?3 AND state = 'pending' AND due_at <> ?1 RETURNING id AS "id!""#,
        due_at,
        source,
        subject
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

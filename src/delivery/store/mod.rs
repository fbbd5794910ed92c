//! The SQL of the outbox.

mod choice;
mod edits;
mod events;
mod restored;
mod retention;
mod rows;
mod sound;
pub mod traffic;

use std::collections::HashMap;

use super::model::{DeliveryId, NewDelivery, Nonce};
use super::record::{Record, Transition};
use super::state::StateKind;
use crate::db::{Conn, DbError, SetAside, Tx, readable};
use crate::members::{ChannelId, MemberId};
use crate::time::Timestamp;

pub use choice::{Candidate, due};
pub use edits::{another_edit_waits, count_edits, nth_last_edit_of_old, wake_edits};
pub use events::{history, posted_by, record_event, record_seen, unseen_message};
pub use restored::{forget_tried_channels, latest_event, latest_instant, mark_unknown, unfinished};
pub use retention::{count_by_state, delete, delete_empty_notices, deliveries_to_member, earliest_ended, ended_before};

pub use sound::{has_sounded_since, is_more_urgent_due, set_sounding};

use rows::{Columns, Row, StateColumns, select_deliveries, timestamp};

/// Inserts a delivery and returns its id. Returns `None` if its key exists already, or if another edit of the same
/// message waits.
pub async fn insert(tx: &mut Tx, new: &NewDelivery, now: Timestamp) -> Result<Option<DeliveryId>, DbError> {
    let columns = Columns::of(&new.action);
    let (nonce, lane, due_at) =
        (Nonce::random(tx.rng()), new.lane.number(), new.not_before.unwrap_or(now).as_millisecond());
    let (queued_at, expires_at) = (now.as_millisecond(), new.expires_at.map(Timestamp::as_millisecond));
    let held_until = new.not_before.filter(|at| *at > now).or(new.held_until_now.then_some(now));
    let held_until = held_until.map(Timestamp::as_millisecond);
    let (nonce, source) = (nonce.as_str(), new.source.as_str());
    let line = if columns.line.is_empty() { format!("{source}/{}", new.subject) } else { columns.line };
    let route = new.action.first_route();
    let route = route.as_str();
    let id = sqlx::query_scalar!(
        r#"INSERT INTO deliveries (source, subject, part, key, lane, action, member_id, channel_id, edits, invitees,
                                   line, route, state, queued_at, due_at, held_until, expires_at, nonce)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?)
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
        line,
        route,
        queued_at,
        due_at,
        held_until,
        expires_at,
        nonce
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id.map(DeliveryId))
}

/// The delivery that has the key of a new delivery.
pub struct SameKey {
    pub id: DeliveryId,
    /// Whether it has the source, subject and action of the new delivery and, for a message, the same member.
    pub is_same_delivery: bool,
}

/// The delivery that has the key of `new`. Finds it even if its row cannot be read as a whole.
pub async fn by_key(conn: &mut Conn, new: &NewDelivery) -> Result<Option<SameKey>, DbError> {
    let (columns, source) = (Columns::of(&new.action), new.source.as_str());
    let row = sqlx::query!(
        r#"SELECT id AS "id!",
                  source = ? AND subject = ? AND action = ? AND (action <> 'post' OR member_id IS ?)
                  AS "is_same_delivery!: bool"
           FROM deliveries WHERE key = ?"#,
        source,
        new.subject,
        columns.action,
        columns.member_id,
        new.key
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map(|row| SameKey { id: DeliveryId(row.id), is_same_delivery: row.is_same_delivery }))
}

pub async fn by_id(conn: &mut Conn, id: DeliveryId) -> Result<Option<Record>, DbError> {
    let row = select_deliveries!("id = ?", id.0).fetch_optional(conn).await?;
    row.map(Record::try_from).transpose()
}

/// The name of the table, for rows that are set aside.
pub const TABLE: &str = "deliveries";

/// The rows that [`unreadable`] holds in memory at the same time.
const UNREADABLE_PAGE: usize = 256;

/// Unfinished deliveries whose row cannot be read, each with the reason. Reads at most `limit` rows.
pub async fn unreadable(conn: &mut Conn, limit: i64) -> Result<Vec<SetAside>, DbError> {
    // Without INDEXED BY, SQLite reads the whole table here, and most of its rows are ended deliveries.
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM deliveries INDEXED BY deliveries_next WHERE state IN ('pending', 'retry', 'unknown')
           UNION ALL
           SELECT id FROM deliveries INDEXED BY deliveries_sending WHERE state = 'sending'
           LIMIT ?"#,
        limit
    );
    let ids = ids.fetch_all(&mut *conn).await?;
    let mut unreadable = Vec::new();
    for page in ids.chunks(UNREADABLE_PAGE) {
        let list = serde_json::to_string(page).expect("numbers are JSON");
        let rows = select_deliveries!("id IN (SELECT value FROM json_each(?))", list);
        match rows.fetch_all(&mut *conn).await.map_err(DbError::from) {
            Ok(rows) => unreadable.extend(rows.into_iter().filter_map(fault)),
            // One bad row makes the whole query fail, so read the rows one by one to find it.
            Err(error) if error.affects_one_row() => unreadable.extend(unreadable_one_by_one(conn, page).await?),
            Err(error) => return Err(error),
        }
    }
    Ok(unreadable)
}

fn fault(row: rows::Row) -> Option<SetAside> {
    let id = row.id;
    Record::try_from(row).err().map(|error| SetAside::new(TABLE, id, &error))
}

async fn unreadable_one_by_one(conn: &mut Conn, ids: &[i64]) -> Result<Vec<SetAside>, DbError> {
    let mut unreadable = Vec::new();
    for &id in ids {
        match by_id(conn, DeliveryId(id)).await {
            Err(error) if error.affects_one_row() => unreadable.push(SetAside::new(TABLE, id, &error)),
            read => drop(read?),
        }
    }
    Ok(unreadable)
}

/// Ends a delivery as failed without reading its other columns, which may be invalid. Returns false if the delivery has
/// already ended.
pub async fn fail_unread(tx: &mut Tx, id: DeliveryId, reason: &str) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "UPDATE deliveries SET state = 'failed', cause = 'invalid_message', reason = ?
         WHERE id = ? AND state IN ('pending', 'sending', 'retry', 'unknown')",
        reason,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn by_nonce(conn: &mut Conn, nonce: &str) -> Result<Option<Record>, DbError> {
    let row = select_deliveries!("nonce = ?", nonce).fetch_optional(conn).await?;
    row.map(Record::try_from).transpose()
}

/// The delivery of the message whose nonce begins with `tag`; `None` if its outcome is already known.
pub async fn unsettled_by_tag(conn: &mut Conn, tag: &str) -> Result<Option<Record>, DbError> {
    // Nonces are letters and digits, which all sort before the tilde.
    let row = select_deliveries!(
        "nonce >= ?1 AND nonce < ?1 || '~' AND action = 'post' AND state IN ('sending', 'retry', 'unknown') LIMIT 1",
        tag
    );
    row.fetch_optional(conn).await?.map(Record::try_from).transpose()
}

/// All deliveries of `source` about `subject` except edits and deletions, oldest first.
pub async fn by_subject(conn: &mut Conn, source: &str, subject: &str) -> Result<Vec<Record>, DbError> {
    let rows = select_deliveries!(
        "source = ? AND subject = ? AND action NOT IN ('edit', 'delete') ORDER BY id",
        source,
        subject
    );
    Ok(read(rows.fetch_all(conn).await?))
}

/// The state of each of these deliveries.
pub async fn states(conn: &mut Conn, ids: &[DeliveryId]) -> Result<HashMap<DeliveryId, StateKind>, DbError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let ids = serde_json::to_string(&ids).expect("numbers are JSON");
    let rows =
        sqlx::query!(r#"SELECT id AS "id!", state FROM deliveries WHERE id IN (SELECT value FROM json_each(?))"#, ids)
            .fetch_all(conn)
            .await?;
    let states = rows.into_iter().map(|row| {
        let state = row.state.parse().map_err(|_| rows::corrupt("state", &row.state))?;
        Ok((DeliveryId(row.id), state))
    });
    states.collect()
}

/// Rows in state `sending` whose lease has expired at `now`. To get all rows in this state, pass the latest instant.
pub async fn rows_with_expired_lease(conn: &mut Conn, now: Timestamp) -> Result<Vec<Record>, DbError> {
    let now = now.as_millisecond();
    let rows = select_deliveries!("state = 'sending' AND lease_until <= ? ORDER BY lease_until, id", now);
    Ok(read(rows.fetch_all(conn).await?))
}

fn read(rows: Vec<Row>) -> Vec<Record> {
    readable(rows.into_iter().map(Record::try_from))
}

/// The earliest instant after `after` at which a row is due or a lease ends.
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
    // A row whose due time is not a valid instant is never due.
    Ok(at.and_then(|at| readable([timestamp(at)]).pop()))
}

/// Writes a transition; returns the changed delivery.
///
/// # Errors
/// When the row is not in the state that the transition starts from: the record was not read in this transaction.
pub async fn apply(tx: &mut Tx, transition: Transition) -> Result<Record, DbError> {
    let Transition { from, to } = transition;
    let (from, state, columns) = (from.code(), to.state.kind().code(), StateColumns::of(&to.state));
    let (attempt, uncounted) = (i64::from(to.attempt), i64::from(to.uncounted));
    let (due_at, route) = (to.due_at.as_millisecond(), to.route.as_str());
    let sending_at = to.sending_at.map(Timestamp::as_millisecond);
    let tried_channel_id = to.tried_channel.map(ChannelId::to_sql);
    let held_until = to.held_until.map(Timestamp::as_millisecond);
    let done = sqlx::query!(
        "UPDATE deliveries SET state = ?, attempt = ?, uncounted = ?, due_at = ?, held_until = ?, route = ?,
                sending_at = ?, lease_until = ?, unknown_since = ?, tried_channel_id = ?, sent_channel_id = ?,
                sent_message_id = ?, sent_at = ?, cause = ?, reason = ?
         WHERE id = ? AND state = ?",
        state,
        attempt,
        uncounted,
        due_at,
        held_until,
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

/// Cancels the deliveries of `source` about `subject` that wait for an attempt. Returns their ids.
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

/// Cancels one delivery that waits for an attempt. Returns false if it is in flight, has an unknown outcome or has
/// ended.
pub async fn cancel_one(tx: &mut Tx, id: DeliveryId, reason: &str) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "UPDATE deliveries SET state = 'cancelled', reason = ? WHERE id = ? AND state IN ('pending', 'retry')",
        reason,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes the pending deliveries of `source` about `subject` due at `now`, if they are due later. Leaves `held_until` as
/// it is.
pub async fn make_held_due(tx: &mut Tx, source: &str, subject: &str, now: Timestamp) -> Result<(), DbError> {
    let now = now.as_millisecond();
    sqlx::query!(
        "UPDATE deliveries SET due_at = ?1
         WHERE source = ?2 AND subject = ?3 AND state = 'pending' AND due_at > ?1",
        now,
        source,
        subject
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Makes the deliveries to `member` with an unknown outcome due at `now`, so that they are searched for at once.
pub async fn make_unknown_due(tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    let (member, now) = (member.to_sql(), now.as_millisecond());
    sqlx::query!(
        "UPDATE deliveries SET due_at = ?2 WHERE member_id = ?1 AND state = 'unknown' AND due_at > ?2",
        member,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Sets the due time of the pending deliveries of `source` about `subject` to `due_at`, earlier or later than before.
/// Returns the ids of the deliveries whose due time changed.
pub async fn retime_waiting(
    tx: &mut Tx,
    source: &str,
    subject: &str,
    due_at: Timestamp,
) -> Result<Vec<DeliveryId>, DbError> {
    let due_at = due_at.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"UPDATE deliveries SET due_at = ?1, held_until = ?1
           WHERE source = ?2 AND subject = ?3 AND state = 'pending' AND due_at <> ?1 RETURNING id AS "id!""#,
        due_at,
        source,
        subject
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

//! The SQL of the table `reminder_occurrences`.

use strum::{EnumString, IntoStaticStr};

use super::rows::{corrupt, timestamp};
use crate::db::{Conn, DbError, Tx, readable};
use crate::delivery::DeliveryId;
use crate::members::MemberId;
use crate::reminders::model::{OccurrenceId, OccurrenceKind, ReminderId};
use crate::time::Timestamp;

/// One instant of a reminder. The row is inserted when the reminder fires or when the member snoozes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub id: OccurrenceId,
    pub reminder: ReminderId,
    pub due_at: Timestamp,
    pub state: OccurrenceState,
    /// The delivery whose message carries the occurrence. `None` before it is enqueued.
    pub delivery: Option<DeliveryId>,
    pub kind: OccurrenceKind,
    /// The number of earlier occurrences that were skipped.
    pub missed: u32,
}

/// The state of an occurrence. The column `state` contains the code of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum OccurrenceState {
    /// Not sent yet.
    #[strum(serialize = "owed")]
    Pending,
    Sent,
    /// The member marked it as done.
    Done,
    /// The member snoozed it.
    #[strum(serialize = "put_off")]
    Snoozed,
    /// It will not be sent, because the reminder was stopped or the delivery failed, expired or was cancelled.
    Dropped,
}

/// `SELECT … FROM reminder_occurrences` with the columns of [`OccurrenceRow`], followed by the rest of the query.
macro_rules! select_occurrences {
    ($rest:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            OccurrenceRow,
            r#"SELECT id AS "id!", reminder_id, at, kind, state, delivery_id, missed FROM reminder_occurrences "#
                + $rest
            $(, $arg)*
        )
    };
}

struct OccurrenceRow {
    id: i64,
    reminder_id: i64,
    at: i64,
    kind: String,
    state: String,
    delivery_id: Option<i64>,
    missed: i64,
}

impl TryFrom<OccurrenceRow> for Occurrence {
    type Error = DbError;

    fn try_from(row: OccurrenceRow) -> Result<Self, DbError> {
        Ok(Self {
            id: OccurrenceId(row.id),
            reminder: ReminderId(row.reminder_id),
            due_at: timestamp(row.at)?,
            state: row.state.parse().map_err(|_| corrupt("occurrence state", &row.state))?,
            delivery: row.delivery_id.map(DeliveryId),
            kind: row.kind.parse().map_err(|_| corrupt("occurrence kind", &row.kind))?,
            missed: u32::try_from(row.missed).map_err(|_| corrupt("missed occurrences", &row.missed.to_string()))?,
        })
    }
}

/// Inserts a pending occurrence. Returns `None`, without any change, if the reminder already has an occurrence at
/// `due_at`.
pub async fn insert_occurrence(
    tx: &mut Tx,
    reminder: ReminderId,
    due_at: Timestamp,
    kind: OccurrenceKind,
    missed: u32,
    now: Timestamp,
) -> Result<Option<OccurrenceId>, DbError> {
    let (at, now, kind) = (due_at.as_millisecond(), now.as_millisecond(), <&str>::from(kind));
    let id = sqlx::query_scalar!(
        r#"INSERT INTO reminder_occurrences (reminder_id, at, kind, state, missed, changed_at)
           VALUES (?, ?, ?, 'owed', ?, ?) ON CONFLICT DO NOTHING RETURNING id AS "id!""#,
        reminder.0,
        at,
        kind,
        missed,
        now
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id.map(OccurrenceId))
}

/// Deletes the snooze of the reminder that would have ended at `at`, if it was dropped.
pub async fn delete_dropped_snooze(tx: &mut Tx, reminder: ReminderId, at: Timestamp) -> Result<(), DbError> {
    let at = at.as_millisecond();
    sqlx::query!(
        "DELETE FROM reminder_occurrences WHERE reminder_id = ? AND at = ? AND kind = 'later' AND state = 'dropped'",
        reminder.0,
        at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn occurrence(conn: &mut Conn, id: OccurrenceId) -> Result<Option<Occurrence>, DbError> {
    let row = select_occurrences!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Occurrence::try_from).transpose()
}

/// The occurrences that a message carries, the earliest first.
pub async fn occurrences_carried_by(conn: &mut Conn, delivery: DeliveryId) -> Result<Vec<Occurrence>, DbError> {
    let rows = select_occurrences!("WHERE delivery_id = ? ORDER BY at, id", delivery.0).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Occurrence::try_from)))
}

/// The pending occurrences of this reminder, in the order in which they were inserted.
pub async fn pending_occurrences_of_reminder(
    conn: &mut Conn,
    reminder: ReminderId,
) -> Result<Vec<Occurrence>, DbError> {
    let rows =
        select_occurrences!("WHERE reminder_id = ? AND state = 'owed' ORDER BY id", reminder.0).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Occurrence::try_from)))
}

/// The occurrences of this reminder that were dropped at `at`.
pub async fn occurrences_dropped_at(
    conn: &mut Conn,
    reminder: ReminderId,
    at: Timestamp,
) -> Result<Vec<Occurrence>, DbError> {
    let at = at.as_millisecond();
    let rows = select_occurrences!(
        "WHERE reminder_id = ? AND state = 'dropped' AND changed_at = ? ORDER BY id",
        reminder.0,
        at
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(Occurrence::try_from)))
}

/// Whether an occurrence of this reminder has reached its member.
pub async fn has_arrived(conn: &mut Conn, reminder: ReminderId) -> Result<bool, DbError> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM reminder_occurrences
                          WHERE reminder_id = ? AND state IN ('sent', 'done', 'put_off')) AS "found!: bool""#,
        reminder.0
    );
    Ok(found.fetch_one(conn).await?)
}

/// The pending occurrences of this member, the earliest first.
pub async fn pending_occurrences_of_member(conn: &mut Conn, member: MemberId) -> Result<Vec<Occurrence>, DbError> {
    let member = member.to_sql();
    let rows = select_occurrences!(
        "WHERE state = 'owed' AND reminder_id IN (SELECT id FROM reminders WHERE member_id = ?) ORDER BY at, id",
        member
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(Occurrence::try_from)))
}

/// The occurrence at which the snooze of the occurrence at `due_at` ends. It is the first snooze of the reminder after
/// `due_at` that was not dropped.
pub async fn snooze_after(
    conn: &mut Conn,
    reminder: ReminderId,
    due_at: Timestamp,
) -> Result<Option<Occurrence>, DbError> {
    let due_at = due_at.as_millisecond();
    let row = select_occurrences!(
        "WHERE reminder_id = ? AND kind = 'later' AND state <> 'dropped' AND at > ? ORDER BY at LIMIT 1",
        reminder.0,
        due_at
    );
    row.fetch_optional(conn).await?.map(Occurrence::try_from).transpose()
}

/// The latest snoozed occurrence of the reminder before `at`. `None` if there is none.
pub async fn snoozed_occurrence_before(
    conn: &mut Conn,
    reminder: ReminderId,
    at: Timestamp,
) -> Result<Option<OccurrenceId>, DbError> {
    let at = at.as_millisecond();
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM reminder_occurrences
           WHERE reminder_id = ? AND state = 'put_off' AND at < ? ORDER BY at DESC LIMIT 1"#,
        reminder.0,
        at
    );
    Ok(id.fetch_optional(conn).await?.map(OccurrenceId))
}

/// The occurrence of this reminder that is due at `at`.
pub async fn occurrence_at(
    conn: &mut Conn,
    reminder: ReminderId,
    at: Timestamp,
) -> Result<Option<Occurrence>, DbError> {
    let at = at.as_millisecond();
    let row = select_occurrences!("WHERE reminder_id = ? AND at = ?", reminder.0, at).fetch_optional(conn).await?;
    row.map(Occurrence::try_from).transpose()
}

/// The deliveries of the newest messages of this reminder that have reached its member, at most `limit`.
pub async fn newest_messages(conn: &mut Conn, reminder: ReminderId, limit: u32) -> Result<Vec<DeliveryId>, DbError> {
    let ids = sqlx::query_scalar!(
        r#"SELECT delivery_id AS "id!" FROM reminder_occurrences
           WHERE reminder_id = ? AND state IN ('sent', 'done', 'put_off') AND delivery_id IS NOT NULL
           GROUP BY delivery_id ORDER BY MAX(at) DESC LIMIT ?"#,
        reminder.0,
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(DeliveryId).collect())
}

pub async fn set_delivery(tx: &mut Tx, id: OccurrenceId, delivery: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("UPDATE reminder_occurrences SET delivery_id = ? WHERE id = ?", delivery.0, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Changes the state of an occurrence from `from` to `to`. Returns false, without any change, if its state is not
/// `from`.
pub async fn move_occurrence(
    tx: &mut Tx,
    id: OccurrenceId,
    from: OccurrenceState,
    to: OccurrenceState,
    now: Timestamp,
) -> Result<bool, DbError> {
    let (from, to, now) = (<&str>::from(from), <&str>::from(to), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE reminder_occurrences SET state = ?, changed_at = ? WHERE id = ? AND state = ?",
        to,
        now,
        id.0,
        from
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The earliest instant at which an occurrence that is not pending was last changed. `None` if there is no such
/// occurrence.
pub async fn oldest_past_occurrence(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at =
        sqlx::query_scalar!(r#"SELECT MIN(changed_at) AS "at: i64" FROM reminder_occurrences WHERE state <> 'owed'"#);
    at.fetch_one(conn).await?.map(timestamp).transpose()
}

/// Deletes at most `limit` occurrences that are not pending and were last changed before `before`. Keeps the latest
/// occurrence of each reminder. Returns the number of deleted occurrences.
pub async fn delete_past_occurrences(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM reminder_occurrences WHERE id IN (
             SELECT o.id FROM reminder_occurrences AS o
             WHERE o.state <> 'owed' AND o.changed_at < ?
               AND EXISTS (SELECT 1 FROM reminder_occurrences AS later
                           WHERE later.reminder_id = o.reminder_id AND later.at > o.at)
             ORDER BY o.changed_at LIMIT ?)",
        before,
        limit
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// An occurrence that a different copy of the database records as delivered.
pub struct DeliveredOccurrence {
    pub reminder: i64,
    pub member: i64,
    pub created_at: i64,
    pub at: i64,
    pub kind: String,
}

/// The occurrences of all members that were delivered at `since` or later.
pub async fn occurrences_delivered_since(
    conn: &mut Conn,
    since: Timestamp,
) -> Result<Vec<DeliveredOccurrence>, DbError> {
    let since = since.as_millisecond();
    let rows = sqlx::query_as!(
        DeliveredOccurrence,
        r#"SELECT o.reminder_id AS reminder, r.member_id AS member, r.created_at, o.at, o.kind
           FROM reminder_occurrences AS o JOIN reminders AS r ON r.id = o.reminder_id
           WHERE o.state IN ('sent', 'done', 'put_off') AND o.changed_at >= ?"#,
        since
    );
    Ok(rows.fetch_all(conn).await?)
}

/// Records an occurrence as delivered, if this database has its reminder but not the occurrence. Returns whether it
/// recorded the occurrence.
pub async fn record_delivered(tx: &mut Tx, occurrence: &DeliveredOccurrence, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "INSERT INTO reminder_occurrences (reminder_id, at, kind, state, changed_at)
         SELECT id, ?1, ?2, 'sent', ?3 FROM reminders WHERE id = ?4 AND member_id = ?5 AND created_at = ?6
         ON CONFLICT DO NOTHING",
        occurrence.at,
        occurrence.kind,
        now,
        occurrence.reminder,
        occurrence.member,
        occurrence.created_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

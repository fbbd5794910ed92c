//! The SQL of the table `duty_slots`.

use super::rows::{SlotRow, instant};
use crate::db::{Conn, DbError, SetAside, Tx, readable};
use crate::duty::model::{DutyDraftId, PlannedSlot, Slot, SlotId};
use crate::time::Timestamp;

/// `SELECT … FROM duty_slots` with all columns, followed by the given conditions and their arguments.
macro_rules! select_slots {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            SlotRow,
            r#"SELECT id AS "id!", starts_at, ends_at, zone, needed, removed_at, told_at, told_with
               FROM duty_slots "# + $conditions
            $(, $arg)*
        )
    };
}

pub async fn insert_slot(
    tx: &mut Tx,
    draft: DutyDraftId,
    slot: &PlannedSlot,
    gap_at: Option<Timestamp>,
) -> Result<SlotId, DbError> {
    let (starts_at, ends_at) = (slot.period.starts_at.as_millisecond(), slot.period.ends_at.as_millisecond());
    let (zone, gap_at) = (slot.zone.as_str(), gap_at.map(Timestamp::as_millisecond));
    let id = sqlx::query_scalar!(
        r#"INSERT INTO duty_slots (draft_id, starts_at, ends_at, zone, needed, gap_at) VALUES (?, ?, ?, ?, ?, ?)
           RETURNING id AS "id!""#,
        draft.0,
        starts_at,
        ends_at,
        zone,
        slot.needed,
        gap_at
    );
    Ok(SlotId(id.fetch_one(&mut **tx).await?))
}

pub async fn slot(conn: &mut Conn, id: SlotId) -> Result<Option<Slot>, DbError> {
    let row = select_slots!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Slot::try_from).transpose()
}

/// The slots that have a part in `[from, until)`, the earliest first, except removed slots.
pub async fn slots_between(
    conn: &mut Conn,
    from: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Slot>, DbError> {
    let (from, until) = (from.as_millisecond(), until.as_millisecond());
    let rows = select_slots!(
        "WHERE ends_at > ? AND starts_at < ? AND removed_at IS NULL ORDER BY starts_at, ends_at, id LIMIT ?",
        from,
        until,
        limit
    );
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Slot::try_from)))
}

/// The slots that were created from a draft, except removed slots.
pub async fn slots_of_draft(conn: &mut Conn, draft: DutyDraftId) -> Result<Vec<Slot>, DbError> {
    let rows = select_slots!("WHERE draft_id = ? AND removed_at IS NULL ORDER BY starts_at, id", draft.0);
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Slot::try_from)))
}

/// The slots of which the message about the slot `first` told people.
pub async fn told_with(conn: &mut Conn, first: SlotId) -> Result<Vec<Slot>, DbError> {
    let rows = select_slots!("WHERE told_with = ? AND removed_at IS NULL ORDER BY starts_at, id", first.0);
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Slot::try_from)))
}

/// Removes a slot. Returns false if it was removed before.
pub async fn remove_slot(tx: &mut Tx, id: SlotId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE duty_slots SET removed_at = ?, gap_at = NULL WHERE id = ? AND removed_at IS NULL",
        now,
        id.0
    );
    Ok(done.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Sets when people are told that somebody is missing. Does nothing for a removed slot.
pub async fn set_gap_at(tx: &mut Tx, id: SlotId, at: Option<Timestamp>) -> Result<(), DbError> {
    let at = at.map(Timestamp::as_millisecond);
    sqlx::query!("UPDATE duty_slots SET gap_at = ? WHERE id = ? AND removed_at IS NULL", at, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Records that people were told of the slot, in the message about the slot `first`.
pub async fn record_told(tx: &mut Tx, id: SlotId, first: SlotId, now: Timestamp) -> Result<(), DbError> {
    let now = now.as_millisecond();
    sqlx::query!("UPDATE duty_slots SET gap_at = NULL, told_at = ?, told_with = ? WHERE id = ?", now, first.0, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The slots whose gap is due at `now`, the earliest first, except slots that are set aside.
pub async fn due_gaps(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<Vec<SlotId>, DbError> {
    let now = now.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM duty_slots
           WHERE gap_at <= ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'duty_slots' AND row_id = duty_slots.id)
           ORDER BY gap_at, starts_at, id LIMIT ?"#,
        now,
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(SlotId).collect())
}

/// The earliest time later than `after` at which a gap is due.
pub async fn next_gap_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(gap_at) AS "at: i64" FROM duty_slots
           WHERE gap_at > ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'duty_slots' AND row_id = duty_slots.id)"#,
        after
    );
    at.fetch_one(conn).await?.map(instant).transpose()
}

/// The first instant later than `after` at which a slot starts or ends.
pub async fn boundary_after(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(CASE WHEN starts_at > ?1 THEN starts_at ELSE ends_at END) AS "at: i64" FROM duty_slots
           WHERE ends_at > ?1 AND removed_at IS NULL"#,
        after
    );
    at.fetch_one(conn).await?.map(instant).transpose()
}

/// Slots whose row cannot be read, each with the reason. Checks at most `limit` rows.
pub async fn unreadable_slots(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    let ids = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM duty_slots ORDER BY id DESC LIMIT ?"#, limit);
    let mut unreadable = Vec::new();
    for id in ids.fetch_all(&mut *conn).await? {
        match slot(conn, SlotId(id)).await {
            Err(error) if error.affects_one_row() => unreadable.push(SetAside::new(super::SLOTS, id, &error)),
            read => drop(read?),
        }
    }
    Ok(unreadable)
}

/// The end of the slot that ended first.
pub async fn earliest_end(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(ends_at) AS "at: i64" FROM duty_slots"#);
    at.fetch_one(conn).await?.map(instant).transpose()
}

/// Deletes slots that ended at or before `before`, with their shifts. Returns the number of deleted slots.
pub async fn delete_ended(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM duty_slots WHERE id IN (SELECT id FROM duty_slots WHERE ends_at <= ? ORDER BY ends_at LIMIT ?)",
        before,
        limit
    );
    Ok(done.execute(&mut **tx).await?.rows_affected())
}

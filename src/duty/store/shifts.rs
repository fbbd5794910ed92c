//! The SQL of the table `duty_shifts`.

use super::rows::{ShiftRow, code, instant};
use crate::db::{Conn, DbError, SetAside, Tx, readable};
use crate::duty::model::{Period, Ring, Shift, ShiftId, ShiftState, ShiftStep, SlotId};
use crate::members::MemberId;
use crate::time::Timestamp;

/// `SELECT … FROM duty_shifts` with all columns, followed by the given conditions and their arguments.
macro_rules! select_shifts {
    ($conditions:tt $(, $arg:expr)* $(,)?) => {
        sqlx::query_as!(
            ShiftRow,
            r#"SELECT id AS "id!", slot_id, member_id, starts_at, ends_at, ring, state, confirmed_at
               FROM duty_shifts "# + $conditions
            $(, $arg)*
        )
    };
}

/// A shift that a person takes.
#[derive(Debug, Clone, Copy)]
pub struct TakenShift {
    pub slot: SlotId,
    pub member: MemberId,
    pub period: Period,
    pub ring: Ring,
    pub is_night: bool,
    pub step: ShiftStep,
    pub next_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
}

pub async fn insert_shift(tx: &mut Tx, new: &TakenShift, now: Timestamp) -> Result<ShiftId, DbError> {
    let (member, taken_at) = (new.member.to_sql(), now.as_millisecond());
    let (starts_at, ends_at) = (new.period.starts_at.as_millisecond(), new.period.ends_at.as_millisecond());
    let (ring, step): (&str, &str) = (new.ring.into(), new.step.into());
    let (next_at, confirmed_at) = (new.next_at.as_millisecond(), new.confirmed_at.map(Timestamp::as_millisecond));
    let id = sqlx::query_scalar!(
        r#"INSERT INTO duty_shifts
             (slot_id, member_id, starts_at, ends_at, taken_at, ring, night, state, step, next_at, confirmed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, 'taken', ?, ?, ?) RETURNING id AS "id!""#,
        new.slot.0,
        member,
        starts_at,
        ends_at,
        taken_at,
        ring,
        new.is_night,
        step,
        next_at,
        confirmed_at
    );
    Ok(ShiftId(id.fetch_one(&mut **tx).await?))
}

pub async fn shift(conn: &mut Conn, id: ShiftId) -> Result<Option<Shift>, DbError> {
    let row = select_shifts!("WHERE id = ?", id.0).fetch_optional(conn).await?;
    row.map(Shift::try_from).transpose()
}

/// The shifts that people have in a slot, the earliest first.
pub async fn taken_in(conn: &mut Conn, slot: SlotId) -> Result<Vec<Shift>, DbError> {
    let rows = select_shifts!("WHERE slot_id = ? AND state = 'taken' ORDER BY starts_at, id", slot.0);
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Shift::try_from)))
}

/// All shifts of a slot, also those that ended.
pub async fn shifts_in(conn: &mut Conn, slot: SlotId) -> Result<Vec<Shift>, DbError> {
    let rows = select_shifts!("WHERE slot_id = ? ORDER BY starts_at, id", slot.0).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Shift::try_from)))
}

/// The shifts that people have or had with a part in `[from, until)`, the earliest first.
pub async fn taken_between(conn: &mut Conn, from: Timestamp, until: Timestamp) -> Result<Vec<Shift>, DbError> {
    let (from, until) = (from.as_millisecond(), until.as_millisecond());
    let rows = select_shifts!(
        "WHERE state IN ('taken', 'over') AND ends_at > ? AND starts_at < ? ORDER BY starts_at, id",
        from,
        until
    );
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Shift::try_from)))
}

/// The shifts that run at `now`, the earliest first.
pub async fn running(conn: &mut Conn, now: Timestamp) -> Result<Vec<Shift>, DbError> {
    let now = now.as_millisecond();
    let rows = select_shifts!("WHERE state = 'taken' AND starts_at <= ?1 AND ends_at > ?1 ORDER BY starts_at, id", now);
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Shift::try_from)))
}

/// The shifts that a person has and that have not ended, the earliest first.
pub async fn taken_of(conn: &mut Conn, member: MemberId) -> Result<Vec<Shift>, DbError> {
    let member = member.to_sql();
    let rows = select_shifts!("WHERE member_id = ? AND state = 'taken' ORDER BY starts_at, id", member);
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Shift::try_from)))
}

/// All shifts of a person, the earliest first.
pub async fn history_of(conn: &mut Conn, member: MemberId) -> Result<Vec<Shift>, DbError> {
    let member = member.to_sql();
    let rows = select_shifts!("WHERE member_id = ? ORDER BY starts_at, id", member).fetch_all(conn).await?;
    Ok(readable(rows.into_iter().map(Shift::try_from)))
}

/// How many night shifts each person has or had. A shift that ended before it started is not counted.
pub async fn count_nights(conn: &mut Conn) -> Result<Vec<(MemberId, u32)>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT member_id, COUNT(*) AS "nights: u32" FROM duty_shifts
           WHERE night = 1 AND (ended_at IS NULL OR ended_at > starts_at) GROUP BY member_id"#
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(|row| (MemberId::from_sql(row.member_id), row.nights)).collect())
}

/// Ends a shift that somebody has. Returns false if nobody has it any more.
pub async fn end_shift(tx: &mut Tx, id: ShiftId, state: ShiftState, now: Timestamp) -> Result<bool, DbError> {
    let (state, now): (&str, i64) = (state.into(), now.as_millisecond());
    let done = sqlx::query!(
        "UPDATE duty_shifts SET state = ?, ended_at = ?, step = NULL, next_at = NULL WHERE id = ? AND state = 'taken'",
        state,
        now,
        id.0
    );
    Ok(done.execute(&mut **tx).await?.rows_affected() == 1)
}

/// Sets the next step of a shift that somebody has.
pub async fn set_step(tx: &mut Tx, id: ShiftId, step: ShiftStep, at: Timestamp) -> Result<(), DbError> {
    let (step, at): (&str, i64) = (step.into(), at.as_millisecond());
    sqlx::query!("UPDATE duty_shifts SET step = ?, next_at = ? WHERE id = ? AND state = 'taken'", step, at, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Records that the person has their shift. Returns false if they said so before, or no longer have it.
pub async fn confirm(tx: &mut Tx, id: ShiftId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE duty_shifts SET confirmed_at = ? WHERE id = ? AND state = 'taken' AND confirmed_at IS NULL",
        now,
        id.0
    );
    Ok(done.execute(&mut **tx).await?.rows_affected() == 1)
}

pub async fn set_ring(tx: &mut Tx, id: ShiftId, ring: Ring) -> Result<bool, DbError> {
    let ring: &str = ring.into();
    let done = sqlx::query!("UPDATE duty_shifts SET ring = ? WHERE id = ? AND state = 'taken'", ring, id.0);
    Ok(done.execute(&mut **tx).await?.rows_affected() == 1)
}

/// The shifts whose step is due at `now`, each with the step, the most overdue first, except shifts that are set aside.
/// Each step is read alone, so that one that cannot be read does not block the others.
pub async fn due_shifts(
    conn: &mut Conn,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(ShiftId, Result<ShiftStep, DbError>)>, DbError> {
    let now = now.as_millisecond();
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", step AS "step!" FROM duty_shifts
           WHERE next_at <= ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'duty_shifts' AND row_id = duty_shifts.id)
           ORDER BY next_at, id LIMIT ?"#,
        now,
        limit
    );
    let due = rows.fetch_all(conn).await?.into_iter();
    Ok(due.map(|row| (ShiftId(row.id), code("duty_shifts.step", &row.step))).collect())
}

/// The earliest time later than `after` at which a step is due.
pub async fn next_shift_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(next_at) AS "at: i64" FROM duty_shifts
           WHERE next_at > ?
             AND NOT EXISTS (SELECT 1 FROM set_aside WHERE part = 'duty_shifts' AND row_id = duty_shifts.id)"#,
        after
    );
    at.fetch_one(conn).await?.map(instant).transpose()
}

pub async fn delete_shifts_of(tx: &mut Tx, member: MemberId) -> Result<u64, DbError> {
    let member = member.to_sql();
    let done = sqlx::query!("DELETE FROM duty_shifts WHERE member_id = ?", member).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// Shifts whose row cannot be read, each with the reason. Checks at most `limit` rows.
pub async fn unreadable_shifts(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    let ids = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM duty_shifts ORDER BY id DESC LIMIT ?"#, limit);
    let mut unreadable = Vec::new();
    for id in ids.fetch_all(&mut *conn).await? {
        match shift(conn, ShiftId(id)).await {
            Err(error) if error.affects_one_row() => unreadable.push(SetAside::new(super::SHIFTS, id, &error)),
            read => drop(read?),
        }
    }
    Ok(unreadable)
}

/// Makes the row of a shift unreadable, as damage or a newer version could.
#[cfg(test)]
pub async fn damage(tx: &mut Tx, id: ShiftId) -> Result<(), DbError> {
    sqlx::query("UPDATE duty_shifts SET ring = 'unknown', step = 'unknown' WHERE id = ?")
        .bind(id.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

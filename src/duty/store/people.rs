//! The SQL of the table `duty_available`, and of the deletion of a person's data.

use super::rows::{code, corrupt, instant};
use crate::db::{Conn, DbError, Tx, readable};
use crate::duty::model::{Period, Ring};
use crate::members::MemberId;
use crate::time::Timestamp;

/// Sets until when a person is available. Replaces what they said before.
pub async fn set_available(tx: &mut Tx, member: MemberId, period: Period, ring: Ring) -> Result<(), DbError> {
    let (member, ring): (i64, &str) = (member.to_sql(), ring.into());
    let (from, until) = (period.starts_at.as_millisecond(), period.ends_at.as_millisecond());
    sqlx::query!(
        "INSERT INTO duty_available (member_id, from_at, until_at, ring) VALUES (?, ?, ?, ?)
         ON CONFLICT (member_id) DO UPDATE
           SET from_at = excluded.from_at, until_at = excluded.until_at, ring = excluded.ring",
        member,
        from,
        until,
        ring
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The people who are available at `now`, each with the period and their choice.
pub async fn available(conn: &mut Conn, now: Timestamp) -> Result<Vec<(MemberId, Period, Ring)>, DbError> {
    let now = now.as_millisecond();
    let rows = sqlx::query!(
        r#"SELECT member_id AS "member_id!", from_at, until_at, ring FROM duty_available
           WHERE from_at <= ?1 AND until_at > ?1 ORDER BY until_at DESC, member_id"#,
        now
    );
    let rows = rows.fetch_all(conn).await?.into_iter().map(|row| {
        let period = Period::new(instant(row.from_at)?, instant(row.until_at)?);
        let period = period.ok_or_else(|| corrupt("duty_available of member", row.member_id))?;
        Ok((MemberId::from_sql(row.member_id), period, code("duty_available.ring", &row.ring)?))
    });
    Ok(readable(rows))
}

/// Until when a person said that they are available, and their choice. It may have passed.
pub async fn available_of(conn: &mut Conn, member: MemberId) -> Result<Option<(Timestamp, Ring)>, DbError> {
    let member = member.to_sql();
    let row = sqlx::query!("SELECT until_at, ring FROM duty_available WHERE member_id = ?", member);
    let row = row.fetch_optional(conn).await?;
    row.map(|row| Ok((instant(row.until_at)?, code("duty_available.ring", &row.ring)?))).transpose()
}

/// Returns false if the person was not available.
pub async fn delete_available(tx: &mut Tx, member: MemberId) -> Result<bool, DbError> {
    let member = member.to_sql();
    let done = sqlx::query!("DELETE FROM duty_available WHERE member_id = ?", member).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes the offers that were made to a person, and those that the person took.
pub async fn delete_offers_of(tx: &mut Tx, member: MemberId) -> Result<(), DbError> {
    let member = member.to_sql();
    sqlx::query!("DELETE FROM duty_offers WHERE to_id = ?1 OR taken_by = ?1", member).execute(&mut **tx).await?;
    Ok(())
}

/// Deletes all rows that are only about a person. Returns the number of their shifts.
pub async fn delete_member(tx: &mut Tx, member: MemberId) -> Result<u64, DbError> {
    delete_available(tx, member).await?;
    delete_offers_of(tx, member).await?;
    super::delete_unsaved_of(tx, member).await?;
    super::clear_author(tx, member).await?;
    super::delete_shifts_of(tx, member).await
}

/// The end of the availability that ended first.
pub async fn earliest_available_end(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(until_at) AS "at: i64" FROM duty_available"#);
    at.fetch_one(conn).await?.map(instant).transpose()
}

/// Deletes what people said about times that ended at or before `before`.
pub async fn delete_ended_available(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!("DELETE FROM duty_available WHERE until_at <= ?", before).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

//! The SQL of deputies.

use super::rows::instant;
use crate::db::{Conn, DbError, Tx, readable};
use crate::members::deputy::{Deputy, DeputyId};
use crate::members::ids::MemberId;
use crate::time::Timestamp;

struct DeputyRow {
    id: i64,
    member_id: i64,
    deputy_id: i64,
    asked_at: i64,
    accepted_at: Option<i64>,
}

impl TryFrom<DeputyRow> for Deputy {
    type Error = DbError;

    fn try_from(row: DeputyRow) -> Result<Self, DbError> {
        Ok(Deputy {
            id: DeputyId(row.id),
            member: MemberId::from_sql(row.member_id),
            deputy: MemberId::from_sql(row.deputy_id),
            asked_at: instant(row.asked_at)?,
            accepted_at: row.accepted_at.map(instant).transpose()?,
        })
    }
}

/// The deputy whom this member named; the deputy may not have answered yet.
pub async fn deputy(conn: &mut Conn, member: MemberId) -> Result<Option<Deputy>, DbError> {
    let member = member.to_sql();
    let row = sqlx::query_as!(
        DeputyRow,
        "SELECT id, member_id, deputy_id, asked_at, accepted_at FROM deputies WHERE member_id = ?",
        member
    )
    .fetch_optional(conn)
    .await?;
    row.map(Deputy::try_from).transpose()
}

pub async fn deputy_by_id(conn: &mut Conn, id: DeputyId) -> Result<Option<Deputy>, DbError> {
    let row = sqlx::query_as!(
        DeputyRow,
        "SELECT id, member_id, deputy_id, asked_at, accepted_at FROM deputies WHERE id = ?",
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(Deputy::try_from).transpose()
}

/// The members who named this person as their deputy; the person may not have answered yet.
pub async fn deputy_of(conn: &mut Conn, deputy: MemberId) -> Result<Vec<Deputy>, DbError> {
    let deputy = deputy.to_sql();
    let rows = sqlx::query_as!(
        DeputyRow,
        "SELECT id, member_id, deputy_id, asked_at, accepted_at FROM deputies WHERE deputy_id = ? ORDER BY id",
        deputy
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(Deputy::try_from)))
}

/// The names of the members in the server for whom this person has accepted to be the deputy.
pub async fn whose_deputy(conn: &mut Conn, deputy: MemberId) -> Result<Vec<(DeputyId, String)>, DbError> {
    let deputy = deputy.to_sql();
    let rows = sqlx::query!(
        "SELECT d.id, m.name FROM deputies d JOIN members m ON m.id = d.member_id
          WHERE d.deputy_id = ? AND d.accepted_at IS NOT NULL AND m.in_guild = 1
          ORDER BY m.name COLLATE NOCASE, d.id",
        deputy
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (DeputyId(row.id), row.name)).collect())
}

/// The deputies who have accepted and are in the server. Each entry: member, deputy, name of the deputy.
pub async fn deputies_of(conn: &mut Conn, members: &[MemberId]) -> Result<Vec<(MemberId, MemberId, String)>, DbError> {
    let ids: Vec<i64> = members.iter().map(|id| id.to_sql()).collect();
    let ids = serde_json::to_string(&ids).expect("numbers are JSON");
    let rows = sqlx::query!(
        "SELECT d.member_id, d.deputy_id, m.name FROM deputies d JOIN members m ON m.id = d.deputy_id
          WHERE d.member_id IN (SELECT value FROM json_each(?)) AND d.accepted_at IS NOT NULL AND m.in_guild = 1",
        ids
    )
    .fetch_all(conn)
    .await?;
    let ids =
        rows.into_iter().map(|row| (MemberId::from_sql(row.member_id), MemberId::from_sql(row.deputy_id), row.name));
    Ok(ids.collect())
}

pub async fn insert_deputy(
    tx: &mut Tx,
    member: MemberId,
    deputy: MemberId,
    now: Timestamp,
) -> Result<DeputyId, DbError> {
    let (member, deputy, now) = (member.to_sql(), deputy.to_sql(), now.as_millisecond());
    let done =
        sqlx::query!("INSERT INTO deputies (member_id, deputy_id, asked_at) VALUES (?, ?, ?)", member, deputy, now)
            .execute(&mut **tx)
            .await?;
    Ok(DeputyId(done.last_insert_rowid()))
}

/// Records that the deputy accepted. Returns false if the deputy had already accepted.
pub async fn accept_deputy(tx: &mut Tx, id: DeputyId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!("UPDATE deputies SET accepted_at = ? WHERE id = ? AND accepted_at IS NULL", now, id.0)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes the rows in which this person is the member or the deputy.
pub async fn delete_deputies_of(tx: &mut Tx, person: MemberId) -> Result<(), DbError> {
    let person = person.to_sql();
    sqlx::query!("DELETE FROM deputies WHERE member_id = ?1 OR deputy_id = ?1", person).execute(&mut **tx).await?;
    Ok(())
}

/// Deletes a deputy. Returns whether the row existed.
pub async fn delete_deputy(tx: &mut Tx, id: DeputyId) -> Result<bool, DbError> {
    let done = sqlx::query!("DELETE FROM deputies WHERE id = ?", id.0).execute(&mut **tx).await?;
    Ok(done.rows_affected() == 1)
}

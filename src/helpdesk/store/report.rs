//! The SQL of the report of a period.

use super::rows::{code, instant};
use crate::db::{Conn, DbError, readable};
use crate::helpdesk::waits::TicketWait;
use crate::members::MemberId;
use crate::time::Timestamp;

/// The tickets that were opened in the period, with the time of their first helper, the oldest first. Leaves out
/// tickets that were logged with their answer: nobody waited.
pub async fn waits(conn: &mut Conn, from: Timestamp, until: Timestamp) -> Result<Vec<TicketWait>, DbError> {
    let (from, until) = (from.as_millisecond(), until.as_millisecond());
    let rows = sqlx::query!(
        r#"SELECT t.kind, t.opened_at, t.status,
                  (SELECT MIN(e.at) FROM ticket_events AS e WHERE e.ticket_id = t.id AND e.what = 'claimed')
                  AS "answered_at: i64"
           FROM tickets AS t
           WHERE t.opened_at >= ? AND t.opened_at < ? AND NOT (t.kind = 'logged' AND t.closed_at = t.opened_at)
           ORDER BY t.opened_at, t.id"#,
        from,
        until
    )
    .fetch_all(conn)
    .await?;
    let wait = |kind: &str, opened_at, status: &str, answered_at: Option<i64>| {
        Ok(TicketWait {
            kind: code("tickets.kind", kind)?,
            opened_at: instant(opened_at)?,
            answered_at: answered_at.map(instant).transpose()?,
            is_closed: status == "closed",
        })
    };
    Ok(readable(rows.iter().map(|row| wait(&row.kind, row.opened_at, &row.status, row.answered_at))))
}

/// How often each member was asked to help in the period.
pub async fn asks(conn: &mut Conn, from: Timestamp, until: Timestamp) -> Result<Vec<(MemberId, u32)>, DbError> {
    let (from, until) = (from.as_millisecond(), until.as_millisecond());
    let rows = sqlx::query!(
        r#"SELECT member_id, COUNT(*) AS "n: u32" FROM ticket_asks WHERE asked_at >= ? AND asked_at < ?
           GROUP BY member_id"#,
        from,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (MemberId::from_sql(row.member_id), row.n)).collect())
}

/// How many tickets each member began to help with in the period. Leaves out people whose data was deleted.
pub async fn claims(conn: &mut Conn, from: Timestamp, until: Timestamp) -> Result<Vec<(MemberId, u32)>, DbError> {
    let (from, until) = (from.as_millisecond(), until.as_millisecond());
    let rows = sqlx::query!(
        r#"SELECT actor_id AS "actor_id!: i64", COUNT(*) AS "n: u32" FROM ticket_events
           WHERE what = 'claimed' AND at >= ? AND at < ? AND actor_id > 0 GROUP BY actor_id"#,
        from,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (MemberId::from_sql(row.actor_id), row.n)).collect())
}

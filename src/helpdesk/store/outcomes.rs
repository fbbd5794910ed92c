//! The SQL of the table `ticket_outcomes`.

use super::rows::code;
use crate::db::{Conn, DbError, Tx, readable};
use crate::helpdesk::model::TicketId;
use crate::helpdesk::rating::Rating;
use crate::time::Timestamp;

/// Records how it went, in place of an earlier answer.
pub async fn set(tx: &mut Tx, id: TicketId, rating: Rating, now: Timestamp) -> Result<(), DbError> {
    let (rating, now): (&str, i64) = (rating.into(), now.as_millisecond());
    sqlx::query!(
        "INSERT INTO ticket_outcomes (ticket_id, outcome, rated_at) VALUES (?, ?, ?)
         ON CONFLICT (ticket_id) DO UPDATE SET outcome = excluded.outcome, rated_at = excluded.rated_at",
        id.0,
        rating,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The answers of a period.
pub async fn between(conn: &mut Conn, from: Timestamp, until: Timestamp) -> Result<Vec<Rating>, DbError> {
    let (from, until) = (from.as_millisecond(), until.as_millisecond());
    let codes = sqlx::query_scalar!(
        "SELECT outcome FROM ticket_outcomes WHERE rated_at >= ? AND rated_at < ? ORDER BY rated_at",
        from,
        until
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(codes.iter().map(|outcome| code("ticket_outcomes.outcome", outcome))))
}

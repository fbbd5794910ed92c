//! The SQL of receipts and of what is done by hand. Rows themselves are read by `delivery::store`.

use super::model::{Filter, Phase};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::model::DeliveryId;
use crate::members::MemberId;
use crate::time::Timestamp;

/// The ids of what `filter` lets through: failed and unknown first, then what waits, then the rest; in each the newest
/// first.
///
/// Without a member it reads the whole table: for people who look, not for the dispatcher.
pub async fn ids(conn: &mut Conn, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<DeliveryId>, DbError> {
    let (states, member) = (states(filter), filter.member.map(MemberId::to_sql));
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM delivery
           WHERE action <> 'edit' AND state IN (SELECT value FROM json_each(?1))
             AND (?2 IS NULL OR member_id = ?2) AND (?3 IS NULL OR source = ?3)
           ORDER BY CASE WHEN state IN ('failed', 'unknown') THEN 0 WHEN state IN ('pending', 'retry', 'sending') THEN 1 ELSE 2 END,
                    id DESC LIMIT ?4 OFFSET ?5"#,
        states,
        member,
        filter.source,
        limit,
        offset
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

pub async fn count(conn: &mut Conn, filter: &Filter) -> Result<u64, DbError> {
    let (states, member) = (states(filter), filter.member.map(MemberId::to_sql));
    let rows = sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "n!: i64" FROM delivery
           WHERE action <> 'edit' AND state IN (SELECT value FROM json_each(?1))
             AND (?2 IS NULL OR member_id = ?2) AND (?3 IS NULL OR source = ?3)"#,
        states,
        member,
        filter.source
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(rows).unwrap_or_default())
}

/// The names of the rooms that ever owed anything.
pub async fn sources(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    Ok(sqlx::query_scalar!("SELECT DISTINCT source FROM delivery ORDER BY source").fetch_all(conn).await?)
}

/// Owes a failed delivery again, as if it had never been tried, by the way that its reader's DMs allow now.
pub async fn revive(tx: &mut Tx, id: DeliveryId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE delivery SET state = 'retry', attempt = 0, route = 'direct', due_at = ?, cause = NULL, reason = NULL
         WHERE id = ? AND state = 'failed'",
        now,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Brings forward the next attempt, or the next look at an unknown outcome.
pub async fn hasten(tx: &mut Tx, id: DeliveryId, now: Timestamp) -> Result<bool, DbError> {
    let now = now.as_millisecond();
    let done = sqlx::query!(
        "UPDATE delivery SET due_at = ?1 WHERE id = ?2 AND state IN ('retry', 'unknown') AND due_at > ?1",
        now,
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether another wording of the message that this one edits waits.
pub async fn another_edit_waits(conn: &mut Conn, id: DeliveryId, edits: DeliveryId) -> Result<bool, DbError> {
    let there = sqlx::query_scalar!(
        r#"SELECT 1 AS "one!: i64" FROM delivery WHERE edits = ? AND id <> ? AND action = 'edit' AND state IN ('pending', 'retry') LIMIT 1"#,
        edits.0,
        id.0
    );
    Ok(there.fetch_optional(conn).await?.is_some())
}

fn states(filter: &Filter) -> String {
    let states: Vec<&str> = filter.phases.iter().flat_map(|phase: &Phase| phase.states()).copied().collect();
    serde_json::to_string(&states).expect("words are JSON")
}

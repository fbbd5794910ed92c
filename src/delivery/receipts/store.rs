//! The SQL that lists and counts receipts. `delivery::store` reads the rows.

use super::model::Filter;
use crate::db::{Conn, DbError};
use crate::delivery::model::DeliveryId;
use crate::members::MemberId;
use crate::time::Timestamp;

/// The ids of the deliveries that match `filter`: failed and unknown deliveries first, then waiting deliveries, then
/// all other deliveries. In each of these three groups, the newest delivery comes first.
///
/// Without a member, the query reads the whole table. Use it only for a person's request, not in the dispatcher.
pub async fn ids(conn: &mut Conn, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<DeliveryId>, DbError> {
    let (states, member) = (states(filter), filter.member.map(MemberId::to_sql));
    let since = filter.since.map(Timestamp::as_millisecond);
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM deliveries
           WHERE action NOT IN ('edit', 'delete') AND state IN (SELECT value FROM json_each(?1))
             AND (?2 IS NULL OR member_id = ?2) AND (?3 IS NULL OR source = ?3)
             AND (?4 IS NULL OR due_at >= ?4)
           ORDER BY CASE WHEN state IN ('failed', 'unknown') THEN 0
                         WHEN state IN ('pending', 'retry', 'sending') THEN 1
                         ELSE 2 END,
                    id DESC LIMIT ?5 OFFSET ?6"#,
        states,
        member,
        filter.source,
        since,
        limit,
        offset
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

/// The deliveries that failed because access or a permission was missing and that were due after `since`, oldest first.
pub async fn refused_deliveries(conn: &mut Conn, since: Timestamp, limit: i64) -> Result<Vec<DeliveryId>, DbError> {
    let since = since.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM deliveries INDEXED BY deliveries_ended
           WHERE state IN ('sent', 'failed', 'cancelled', 'expired') AND state = 'failed'
             AND cause IN ('no_access', 'no_permission', 'no_inbox') AND due_at > ?
           ORDER BY id LIMIT ?"#,
        since,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

pub async fn count(conn: &mut Conn, filter: &Filter) -> Result<u64, DbError> {
    let (states, member) = (states(filter), filter.member.map(MemberId::to_sql));
    let since = filter.since.map(Timestamp::as_millisecond);
    let rows = sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "n!: i64" FROM deliveries
           WHERE action NOT IN ('edit', 'delete') AND state IN (SELECT value FROM json_each(?1))
             AND (?2 IS NULL OR member_id = ?2) AND (?3 IS NULL OR source = ?3)
             AND (?4 IS NULL OR due_at >= ?4)"#,
        states,
        member,
        filter.source,
        since
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(rows).unwrap_or_default())
}

/// The names of the features that have ever enqueued a delivery.
pub async fn source_names(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    Ok(sqlx::query_scalar!("SELECT DISTINCT source FROM deliveries ORDER BY source").fetch_all(conn).await?)
}

fn states(filter: &Filter) -> String {
    let states: Vec<&str> = filter.phases.iter().flat_map(|phase| phase.states()).map(|kind| kind.code()).collect();
    serde_json::to_string(&states).expect("strings serialize to JSON")
}

//! The SQL of rosters.

use super::columns::instant;
use crate::alerts::model::AlertId;
use crate::db::{Conn, DbError, Tx};
use crate::delivery::DeliveryId;
use crate::time::Timestamp;

/// One roster of an alert.
#[derive(Debug, Clone, Copy)]
pub struct RosterRow {
    /// The first roster of an alert has the number 1.
    pub number: i64,
    pub delivery: DeliveryId,
    /// When the roster arrived. `None` before that.
    pub posted_at: Option<Timestamp>,
    /// Whether the alert changed after the roster was rendered.
    pub is_stale: bool,
}

/// The newest roster of an alert. `None` if the alert has no roster.
pub async fn roster(conn: &mut Conn, alert: AlertId) -> Result<Option<RosterRow>, DbError> {
    let row = sqlx::query!(
        "SELECT number, delivery_id, posted_at, stale
           FROM alert_rosters WHERE alert_id = ? ORDER BY number DESC LIMIT 1",
        alert.0
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(RosterRow {
        number: row.number,
        delivery: DeliveryId(row.delivery_id),
        posted_at: row.posted_at.map(instant).transpose()?,
        is_stale: row.stale == 1,
    }))
}

/// The deliveries of the posted rosters of `alert` that are older than the roster of `delivery`.
pub async fn deliveries_of_older_rosters(
    conn: &mut Conn,
    alert: AlertId,
    delivery: DeliveryId,
) -> Result<Vec<DeliveryId>, DbError> {
    let ids = sqlx::query_scalar!(
        "SELECT delivery_id FROM alert_rosters
          WHERE alert_id = ?1 AND posted_at IS NOT NULL
            AND number < (SELECT number FROM alert_rosters WHERE alert_id = ?1 AND delivery_id = ?2)",
        alert.0,
        delivery.0
    )
    .fetch_all(conn)
    .await?;
    Ok(ids.into_iter().map(DeliveryId).collect())
}

pub async fn insert_roster(tx: &mut Tx, alert: AlertId, number: i64, delivery: DeliveryId) -> Result<(), DbError> {
    sqlx::query!(
        "INSERT INTO alert_rosters (alert_id, number, delivery_id) VALUES (?, ?, ?)",
        alert.0,
        number,
        delivery.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn set_roster_posted(tx: &mut Tx, delivery: DeliveryId, at: Timestamp) -> Result<(), DbError> {
    let at = at.as_millisecond();
    sqlx::query!("UPDATE alert_rosters SET posted_at = ? WHERE delivery_id = ?", at, delivery.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Records that the roster must be rendered again after it has arrived.
pub async fn set_roster_stale(tx: &mut Tx, delivery: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("UPDATE alert_rosters SET stale = 1 WHERE delivery_id = ?", delivery.0).execute(&mut **tx).await?;
    Ok(())
}

/// Records that the roster was rendered with the current state of the alert.
pub async fn set_roster_fresh(tx: &mut Tx, delivery: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("UPDATE alert_rosters SET stale = 0 WHERE delivery_id = ?", delivery.0).execute(&mut **tx).await?;
    Ok(())
}

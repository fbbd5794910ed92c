//! The SQL of incidents.

use super::model::{Incident, IncidentId, Trouble, TroublePeriod};
use crate::db::{Conn, DbError, Tx, readable};
use crate::delivery::DeliveryId;
use crate::time::Timestamp;

/// The earliest instant at which a stored incident ended. `None` if no incident has ended.
pub async fn earliest_end(conn: &mut Conn) -> Result<Option<Timestamp>, DbError> {
    let at = sqlx::query_scalar!(r#"SELECT MIN(ended_at) AS "at: i64" FROM incidents"#).fetch_one(conn).await?;
    at.map(timestamp).transpose()
}

/// Deletes at most `limit` incidents that ended before `before`, with their troubles; returns how many.
pub async fn delete_ended_before(tx: &mut Tx, before: Timestamp, limit: u32) -> Result<u64, DbError> {
    let before = before.as_millisecond();
    let done = sqlx::query!(
        "DELETE FROM incidents WHERE id IN (SELECT id FROM incidents WHERE ended_at < ? ORDER BY ended_at LIMIT ?)",
        before,
        limit
    );
    Ok(done.execute(&mut **tx).await?.rows_affected())
}

/// The open incident. `None` if there is none.
pub async fn open_incident(conn: &mut Conn) -> Result<Option<Incident>, DbError> {
    let id = sqlx::query_scalar!(r#"SELECT id AS "id!" FROM incidents WHERE ended_at IS NULL"#)
        .fetch_optional(&mut *conn)
        .await?;
    match id {
        Some(id) => get(conn, IncidentId(id)).await,
        None => Ok(None),
    }
}

pub async fn get(conn: &mut Conn, id: IncidentId) -> Result<Option<Incident>, DbError> {
    let row = sqlx::query!("SELECT began_at, ended_at, delivery_id FROM incidents WHERE id = ?", id.0)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Incident {
        id,
        began_at: timestamp(row.began_at)?,
        ended_at: row.ended_at.map(timestamp).transpose()?,
        delivery: row.delivery_id.map(DeliveryId),
        troubles: troubles(conn, id).await?,
    }))
}

async fn troubles(conn: &mut Conn, id: IncidentId) -> Result<Vec<TroublePeriod>, DbError> {
    let rows = sqlx::query!(
        "SELECT trouble, began_at, ended_at FROM incident_troubles WHERE incident_id = ? ORDER BY began_at, trouble",
        id.0
    )
    .fetch_all(conn)
    .await?;
    let troubles = rows.into_iter().map(|row| {
        Ok(TroublePeriod {
            trouble: row.trouble.parse().map_err(|_| DbError::Corrupt(format!("trouble {}", row.trouble)))?,
            began_at: timestamp(row.began_at)?,
            ended_at: row.ended_at.map(timestamp).transpose()?,
        })
    });
    Ok(readable(troubles))
}

pub async fn insert(tx: &mut Tx, began_at: Timestamp) -> Result<IncidentId, DbError> {
    let began_at = began_at.as_millisecond();
    let id = sqlx::query_scalar!("INSERT INTO incidents (began_at) VALUES (?) RETURNING id", began_at)
        .fetch_one(&mut **tx)
        .await?;
    Ok(IncidentId(id))
}

/// Stores that a trouble began. If it already ended in this incident, reopens it with its first beginning.
pub async fn set_trouble(tx: &mut Tx, id: IncidentId, trouble: Trouble, began_at: Timestamp) -> Result<(), DbError> {
    let (trouble, began_at) = (trouble.code(), began_at.as_millisecond());
    sqlx::query!(
        "INSERT INTO incident_troubles (incident_id, trouble, began_at) VALUES (?, ?, ?)
         ON CONFLICT (incident_id, trouble) DO UPDATE SET ended_at = NULL",
        id.0,
        trouble,
        began_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends a trouble. Returns false, without any change, if this trouble is not open in this incident.
pub async fn end_trouble(tx: &mut Tx, id: IncidentId, trouble: Trouble, ended_at: Timestamp) -> Result<bool, DbError> {
    let (trouble, ended_at) = (trouble.code(), ended_at.as_millisecond());
    let done = sqlx::query!(
        "UPDATE incident_troubles SET ended_at = MAX(?, began_at)
         WHERE incident_id = ? AND trouble = ? AND ended_at IS NULL",
        ended_at,
        id.0,
        trouble
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends an incident at the end of its last trouble. Returns false, without any change, while one of its troubles is
/// open.
pub async fn end_if_no_trouble_is_open(tx: &mut Tx, id: IncidentId) -> Result<bool, DbError> {
    let done = sqlx::query!(
        "UPDATE incidents
         SET ended_at = (SELECT MAX(ended_at, incidents.began_at) FROM incident_troubles
                         WHERE incident_id = incidents.id ORDER BY ended_at DESC LIMIT 1)
         WHERE id = ? AND ended_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM incident_troubles WHERE incident_id = incidents.id AND ended_at IS NULL)",
        id.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn set_delivery(tx: &mut Tx, id: IncidentId, delivery: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("UPDATE incidents SET delivery_id = ? WHERE id = ?", delivery.0, id.0).execute(&mut **tx).await?;
    Ok(())
}

fn timestamp(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))
}

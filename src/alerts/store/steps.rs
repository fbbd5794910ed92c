//! The SQL of the steps of plans, and of the lists of who is missing.

use super::columns::instant;
use crate::alerts::model::AlertId;
use crate::alerts::plan::StepKind;
use crate::db::{Conn, DbError, Tx, readable};
use crate::delivery::DeliveryId;
use crate::members::MemberId;
use crate::time::Timestamp;

/// The name of the table of steps, for rows that are set aside.
pub const STEPS_TABLE: &str = "alert_steps";

/// One step of the plan of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    pub alert: AlertId,
    pub kind: StepKind,
    pub due_at: Timestamp,
}

crate::row_id!(StepId);

pub async fn insert_step(tx: &mut Tx, alert: AlertId, kind: StepKind, due_at: Timestamp) -> Result<(), DbError> {
    let (kind, due_at): (&str, _) = (kind.into(), due_at.as_millisecond());
    sqlx::query!(
        "INSERT INTO alert_steps (alert_id, kind, due_at, state) VALUES (?, ?, ?, 'pending')",
        alert.0,
        kind,
        due_at
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The pending steps of an alert, in the order in which they are due.
pub async fn pending_steps(conn: &mut Conn, alert: AlertId) -> Result<Vec<Step>, DbError> {
    let rows = sqlx::query_as!(
        StepRow,
        "SELECT id, alert_id, kind, due_at FROM alert_steps WHERE alert_id = ? AND state = 'pending'
          ORDER BY due_at, id",
        alert.0
    );
    Ok(readable(rows.fetch_all(conn).await?.into_iter().map(Step::try_from)))
}

/// How many asks of an alert were made.
pub async fn count_asks_done(conn: &mut Conn, alert: AlertId) -> Result<u32, DbError> {
    let kind: &str = StepKind::Ask.into();
    let count = sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "n!: u32" FROM alert_steps WHERE alert_id = ? AND kind = ? AND state = 'done'"#,
        alert.0,
        kind
    );
    Ok(count.fetch_one(conn).await?)
}

/// The earliest due time of a pending step later than `after`. `None` if there is none.
pub async fn next_step_due(conn: &mut Conn, after: Timestamp) -> Result<Option<Timestamp>, DbError> {
    let after = after.as_millisecond();
    let at = sqlx::query_scalar!(
        r#"SELECT MIN(due_at) AS "at: i64" FROM alert_steps WHERE state = 'pending' AND due_at > ?"#,
        after
    );
    at.fetch_one(conn).await?.map(instant).transpose()
}

/// The ids of the pending steps that are due: at most `limit`, the most overdue first.
pub async fn due_steps(conn: &mut Conn, now: Timestamp, limit: u32) -> Result<Vec<StepId>, DbError> {
    let now = now.as_millisecond();
    let ids = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM alert_steps WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, id LIMIT ?"#,
        now,
        limit
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(StepId).collect())
}

/// Marks a pending step as done, and returns it. `None`, without any change, if it is not pending.
pub async fn take_step(tx: &mut Tx, id: StepId) -> Result<Option<Step>, DbError> {
    let row = sqlx::query_as!(
        StepRow,
        r#"UPDATE alert_steps SET state = 'done' WHERE id = ? AND state = 'pending'
           RETURNING id AS "id!", alert_id AS "alert_id!", kind AS "kind!", due_at AS "due_at!""#,
        id.0
    );
    row.fetch_optional(&mut **tx).await?.map(Step::try_from).transpose()
}

/// Cancels one step, so that it is not due again.
pub async fn cancel_step(tx: &mut Tx, id: StepId) -> Result<(), DbError> {
    sqlx::query!("UPDATE alert_steps SET state = 'cancelled' WHERE id = ?", id.0).execute(&mut **tx).await?;
    Ok(())
}

/// Cancels the pending steps of an alert.
pub async fn cancel_steps(tx: &mut Tx, alert: AlertId) -> Result<(), DbError> {
    sqlx::query!("UPDATE alert_steps SET state = 'cancelled' WHERE alert_id = ? AND state = 'pending'", alert.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The newest list of who is missing: its number and its delivery. `None` if the alert has none.
pub async fn missing_list(conn: &mut Conn, alert: AlertId) -> Result<Option<(i64, DeliveryId)>, DbError> {
    let row = sqlx::query!(
        "SELECT number, delivery_id FROM alert_missing_lists WHERE alert_id = ? ORDER BY number DESC LIMIT 1",
        alert.0
    );
    Ok(row.fetch_optional(conn).await?.map(|row| (row.number, DeliveryId(row.delivery_id))))
}

/// The deliveries of the lists of `alert` that are older than the list of `delivery`.
pub async fn older_missing_lists(
    conn: &mut Conn,
    alert: AlertId,
    delivery: DeliveryId,
) -> Result<Vec<DeliveryId>, DbError> {
    let ids = sqlx::query_scalar!(
        "SELECT delivery_id FROM alert_missing_lists
          WHERE alert_id = ?1
            AND number < (SELECT number FROM alert_missing_lists WHERE alert_id = ?1 AND delivery_id = ?2)",
        alert.0,
        delivery.0
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(DeliveryId).collect())
}

pub async fn insert_missing_list(
    tx: &mut Tx,
    alert: AlertId,
    number: i64,
    delivery: DeliveryId,
) -> Result<(), DbError> {
    sqlx::query!(
        "INSERT INTO alert_missing_lists (alert_id, number, delivery_id) VALUES (?, ?, ?)",
        alert.0,
        number,
        delivery.0
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The active alerts that have a list of who is missing.
pub async fn alerts_with_missing_list(conn: &mut Conn) -> Result<Vec<AlertId>, DbError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM alerts WHERE state = 'active' AND id IN (SELECT alert_id FROM alert_missing_lists) ORDER BY id"
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(AlertId).collect())
}

/// Like [`alerts_with_missing_list`], only the alerts of which `member` is a recipient.
pub async fn alerts_with_missing_list_to(conn: &mut Conn, member: MemberId) -> Result<Vec<AlertId>, DbError> {
    let member = member.to_sql();
    let ids = sqlx::query_scalar!(
        "SELECT r.alert_id FROM alert_recipients r JOIN alerts a ON a.id = r.alert_id
          WHERE r.member_id = ? AND a.state = 'active'
            AND r.alert_id IN (SELECT alert_id FROM alert_missing_lists)
          ORDER BY r.alert_id",
        member
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(AlertId).collect())
}

struct StepRow {
    id: i64,
    alert_id: i64,
    kind: String,
    due_at: i64,
}

impl TryFrom<StepRow> for Step {
    type Error = DbError;

    fn try_from(row: StepRow) -> Result<Self, DbError> {
        let kind = row.kind.parse().map_err(|_| DbError::Corrupt(format!("kind of alert step {}", row.id)))?;
        Ok(Self { id: StepId(row.id), alert: AlertId(row.alert_id), kind, due_at: instant(row.due_at)? })
    }
}

//! The SQL of notices and of the deliveries that they report.

use super::facts::{NoticeId, NoticeKind};
use crate::db::{Conn, DbError, Tx, readable};
use crate::delivery::model::DeliveryId;
use crate::time::Timestamp;

pub struct Notice {
    pub id: NoticeId,
    pub opened_at: Timestamp,
    pub delivery: Option<DeliveryId>,
}

pub struct ReportedDelivery {
    pub delivery: DeliveryId,
    pub reason: String,
    pub settled_at: Option<Timestamp>,
}

pub async fn insert(tx: &mut Tx, kind: NoticeKind, now: Timestamp) -> Result<NoticeId, DbError> {
    let (code, now) = (kind.code(), now.as_millisecond());
    let id = sqlx::query_scalar!(
        r#"INSERT INTO delivery_notices (cause, opened_at) VALUES (?, ?) RETURNING id AS "id!: i64""#,
        code,
        now
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(NoticeId(id))
}

pub async fn set_delivery(tx: &mut Tx, notice: NoticeId, delivery: DeliveryId) -> Result<(), DbError> {
    sqlx::query!("UPDATE delivery_notices SET delivery_id = ? WHERE id = ?", delivery.0, notice.0)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The newest notice of this kind; `None` if there is none. With `reason`: the newest notice that reports a delivery
/// with this reason.
pub async fn newest_notice(conn: &mut Conn, kind: NoticeKind, reason: Option<&str>) -> Result<Option<Notice>, DbError> {
    let code = kind.code();
    let row = sqlx::query!(
        "SELECT id, opened_at, delivery_id FROM delivery_notices AS n
         WHERE cause = ?1
           AND (?2 IS NULL OR EXISTS (SELECT 1 FROM delivery_troubles WHERE notice_id = n.id AND reason = ?2))
         ORDER BY id DESC LIMIT 1",
        code,
        reason
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Notice {
            id: NoticeId(row.id),
            opened_at: instant(row.opened_at)?,
            delivery: row.delivery_id.map(DeliveryId),
        })
    })
    .transpose()
}

pub async fn kind(conn: &mut Conn, notice: NoticeId) -> Result<Option<NoticeKind>, DbError> {
    let code =
        sqlx::query_scalar!("SELECT cause FROM delivery_notices WHERE id = ?", notice.0).fetch_optional(conn).await?;
    code.map(|code| NoticeKind::from_code(&code).ok_or(DbError::Corrupt(format!("notice kind {code}")))).transpose()
}

pub async fn delivery(conn: &mut Conn, notice: NoticeId) -> Result<Option<DeliveryId>, DbError> {
    let id = sqlx::query_scalar!("SELECT delivery_id FROM delivery_notices WHERE id = ?", notice.0)
        .fetch_optional(conn)
        .await?;
    Ok(id.flatten().map(DeliveryId))
}

/// Records that `notice` reports the delivery. If another notice reported the delivery before, the delivery moves to
/// `notice`.
pub async fn record_reported_delivery(
    tx: &mut Tx,
    delivery: DeliveryId,
    notice: NoticeId,
    reason: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    let now = now.as_millisecond();
    sqlx::query!(
        "INSERT INTO delivery_troubles (delivery_id, notice_id, reason, at) VALUES (?, ?, ?, ?)
         ON CONFLICT (delivery_id) DO UPDATE SET notice_id = excluded.notice_id, reason = excluded.reason,
             at = excluded.at, mended_at = NULL",
        delivery.0,
        notice.0,
        reason,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub async fn is_open(conn: &mut Conn, delivery: DeliveryId) -> Result<bool, DbError> {
    let row = sqlx::query_scalar!(
        r#"SELECT 1 AS "one!: i64" FROM delivery_troubles WHERE delivery_id = ? AND mended_at IS NULL"#,
        delivery.0
    );
    Ok(row.fetch_optional(conn).await?.is_some())
}

/// Marks a delivery as settled. Returns the notice that reported it; `None` if no notice reported it, or if it was
/// settled before.
pub async fn settle(tx: &mut Tx, delivery: DeliveryId, now: Timestamp) -> Result<Option<NoticeId>, DbError> {
    let now = now.as_millisecond();
    let notice = sqlx::query_scalar!(
        r#"UPDATE delivery_troubles SET mended_at = ? WHERE delivery_id = ? AND mended_at IS NULL
           RETURNING notice_id AS "id!""#,
        now,
        delivery.0
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(notice.map(NoticeId))
}

/// The deliveries of a notice, in the order in which they failed.
pub async fn reported_deliveries(conn: &mut Conn, notice: NoticeId) -> Result<Vec<ReportedDelivery>, DbError> {
    let rows = sqlx::query!(
        r#"SELECT delivery_id AS "delivery_id!", reason AS "reason!", mended_at FROM delivery_troubles
           WHERE notice_id = ? ORDER BY at, delivery_id"#,
        notice.0
    )
    .fetch_all(conn)
    .await?;
    Ok(readable(rows.into_iter().map(|row| {
        let settled_at = row.mended_at.map(instant).transpose()?;
        Ok(ReportedDelivery { delivery: DeliveryId(row.delivery_id), reason: row.reason, settled_at })
    })))
}

fn instant(ms: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(ms).map_err(|_| DbError::Corrupt(format!("instant {ms}")))
}

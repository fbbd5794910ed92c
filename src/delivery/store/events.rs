//! The SQL of the history of deliveries.

use super::rows::{corrupt, timestamp};
use crate::db::{Conn, DbError, Tx, readable};
use crate::delivery::event::{Actor, Event, EventKind};
use crate::delivery::model::DeliveryId;
use crate::members::{MemberId, MessageId};
use crate::time::Timestamp;

pub async fn record_event(tx: &mut Tx, id: DeliveryId, event: &Event) -> Result<i64, DbError> {
    let (at, what, until) = (event.at.as_millisecond(), event.what.code(), event.until.map(Timestamp::as_millisecond));
    let actor = event.actor.map(Actor::code);
    let inserted = sqlx::query!(
        "INSERT INTO delivery_events (delivery_id, at, what, until_at, actor, detail) VALUES (?, ?, ?, ?, ?, ?)",
        id.0,
        at,
        what,
        until,
        actor,
        event.detail
    )
    .execute(&mut **tx)
    .await?;
    Ok(inserted.last_insert_rowid())
}

/// Records that `member` has seen the delivery. A second call changes nothing.
pub async fn record_seen(tx: &mut Tx, id: DeliveryId, member: MemberId, at: Timestamp) -> Result<(), DbError> {
    let (at, what, actor) = (at.as_millisecond(), EventKind::Seen.code(), Actor::Member(member).code());
    sqlx::query!(
        "INSERT INTO delivery_events (delivery_id, at, what, actor) SELECT ?1, ?2, ?3, ?4
         WHERE NOT EXISTS (SELECT 1 FROM delivery_events WHERE delivery_id = ?1 AND what = ?3)",
        id.0,
        at,
        what,
        actor
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The delivery of this message; `None` if it was not for `member`, or if `member` has already seen it.
pub async fn unseen_message(
    conn: &mut Conn,
    message: MessageId,
    member: MemberId,
) -> Result<Option<DeliveryId>, DbError> {
    let (message, member) = (message.to_sql(), member.to_sql());
    let id = sqlx::query_scalar!(
        r#"SELECT d.id AS "id!" FROM deliveries AS d
           WHERE d.sent_message_id = ? AND d.action = 'post' AND d.member_id = ?
             AND NOT EXISTS (SELECT 1 FROM delivery_events AS e WHERE e.delivery_id = d.id AND e.what = 'seen')"#,
        message,
        member
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(DeliveryId))
}

/// The delivery of `source` that posted this message.
pub async fn posted_by(conn: &mut Conn, source: &str, message: MessageId) -> Result<Option<DeliveryId>, DbError> {
    let message = message.to_sql();
    let id = sqlx::query_scalar!(
        r#"SELECT id AS "id!" FROM deliveries WHERE sent_message_id = ? AND action = 'post' AND source = ?"#,
        message,
        source
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(DeliveryId))
}

/// The events of a delivery, oldest first.
pub async fn history(conn: &mut Conn, id: DeliveryId) -> Result<Vec<Event>, DbError> {
    let rows = sqlx::query!(
        "SELECT at, what, until_at, actor, detail FROM delivery_events WHERE delivery_id = ? ORDER BY id",
        id.0
    )
    .fetch_all(conn)
    .await?;
    let events = rows.into_iter().map(|row| {
        let what = row.what.parse().map_err(|_| corrupt("kind of event", &row.what))?;
        let actor = row.actor.as_deref().map(|code| Actor::from_code(code).ok_or_else(|| corrupt("actor", code)));
        let until = row.until_at.map(timestamp).transpose()?;
        Ok(Event { at: timestamp(row.at)?, what, until, actor: actor.transpose()?, detail: row.detail })
    });
    Ok(readable(events))
}

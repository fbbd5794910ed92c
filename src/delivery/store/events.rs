//! The SQL of what happened to each delivery.

use super::rows::{corrupt, timestamp};
use crate::db::{Conn, DbError, Tx};
use crate::delivery::model::{Actor, DeliveryId, Event, Happening};
use crate::members::{MemberId, MessageId};
use crate::time::Timestamp;

pub async fn note(
    tx: &mut Tx,
    id: DeliveryId,
    at: Timestamp,
    what: Happening,
    detail: Option<&str>,
) -> Result<(), DbError> {
    note_whole(tx, id, &Event { at, what, until: None, actor: None, detail: detail.map(str::to_owned) }).await
}

/// With the instant at which it goes on.
pub async fn note_until(
    tx: &mut Tx,
    id: DeliveryId,
    at: Timestamp,
    what: Happening,
    until: Timestamp,
    detail: Option<&str>,
) -> Result<(), DbError> {
    note_whole(tx, id, &Event { at, what, until: Some(until), actor: None, detail: detail.map(str::to_owned) }).await
}

pub async fn note_whole(tx: &mut Tx, id: DeliveryId, event: &Event) -> Result<(), DbError> {
    let (at, what, until) = (event.at.as_millisecond(), event.what.code(), event.until.map(Timestamp::as_millisecond));
    let actor = event.actor.map(Actor::code);
    sqlx::query!(
        "INSERT INTO delivery_event (delivery_id, at, what, until_at, actor, detail) VALUES (?, ?, ?, ?, ?, ?)",
        id.0,
        at,
        what,
        until,
        actor,
        event.detail
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes down, once, that `member` has seen it.
pub async fn note_seen(tx: &mut Tx, id: DeliveryId, member: MemberId, at: Timestamp) -> Result<(), DbError> {
    let (at, actor) = (at.as_millisecond(), Actor::Member(member).code());
    sqlx::query!(
        "INSERT INTO delivery_event (delivery_id, at, what, actor) SELECT ?1, ?2, 'seen', ?3
         WHERE NOT EXISTS (SELECT 1 FROM delivery_event WHERE delivery_id = ?1 AND what = 'seen')",
        id.0,
        at,
        actor
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The delivery whose message this is, if it went to `member` and they have not seen it yet.
pub async fn unseen_message(
    conn: &mut Conn,
    message: MessageId,
    member: MemberId,
) -> Result<Option<DeliveryId>, DbError> {
    let (message, member) = (message.to_sql(), member.to_sql());
    let id = sqlx::query_scalar!(
        r#"SELECT d.id AS "id!" FROM delivery AS d WHERE d.sent_message_id = ? AND d.action = 'post' AND d.member_id = ?
             AND NOT EXISTS (SELECT 1 FROM delivery_event AS e WHERE e.delivery_id = d.id AND e.what = 'seen')"#,
        message,
        member
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(DeliveryId))
}

pub async fn history(conn: &mut Conn, id: DeliveryId) -> Result<Vec<Event>, DbError> {
    let rows = sqlx::query!(
        "SELECT at, what, until_at, actor, detail FROM delivery_event WHERE delivery_id = ? ORDER BY id",
        id.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let what = Happening::ALL
                .into_iter()
                .find(|w| w.code() == row.what)
                .ok_or_else(|| corrupt("happening", &row.what))?;
            let actor = row.actor.as_deref().map(|code| Actor::from_code(code).ok_or_else(|| corrupt("actor", code)));
            let until = row.until_at.map(timestamp).transpose()?;
            Ok(Event { at: timestamp(row.at)?, what, until, actor: actor.transpose()?, detail: row.detail })
        })
        .collect()
}

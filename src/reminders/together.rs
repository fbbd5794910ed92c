//! What is done with late reminders that came in one message. One function, one use case, one transaction.

use super::LateTogether;
use super::model::{OccurrenceId, TogetherId};
use super::service::{ReminderError, facts_of, stop_one, theirs};
use super::store::{self, Occurrence, OccurrenceState};
use crate::db::{Conn, Db, DbError};
use crate::delivery::DeliveryId;
use crate::members::MemberId;
use crate::time::Timestamp;

/// The member has done some of what one message reminded them of: those of `which`, or all of it.
pub async fn done(
    db: &Db,
    actor: MemberId,
    id: TogetherId,
    which: Option<&[OccurrenceId]>,
    now: Timestamp,
) -> Result<LateTogether, ReminderError> {
    let mut tx = db.begin().await?;
    for occurrence in theirs_together(&mut tx, actor, id).await? {
        if which.is_none_or(|which| which.contains(&occurrence.id)) {
            store::move_occurrence(&mut tx, occurrence.id, OccurrenceState::Sent, OccurrenceState::Done, now).await?;
        }
    }
    let facts = all_together(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(facts)
}

/// The member wants no more of one of those that came together.
pub async fn stop(
    db: &Db,
    actor: MemberId,
    id: TogetherId,
    which: OccurrenceId,
    now: Timestamp,
) -> Result<LateTogether, ReminderError> {
    let mut tx = db.begin().await?;
    let theirs = theirs_together(&mut tx, actor, id).await?;
    let chosen = theirs.iter().find(|occurrence| occurrence.id == which).ok_or(ReminderError::NotTheirs)?;
    stop_one(&mut tx, chosen.reminder, now).await?;
    let facts = all_together(&mut tx, id, now).await?;
    tx.commit().await?;
    Ok(facts)
}

/// What one message brought, when it is this member's.
async fn theirs_together(conn: &mut Conn, actor: MemberId, id: TogetherId) -> Result<Vec<Occurrence>, ReminderError> {
    let carried = store::carried_by(conn, DeliveryId(id.0)).await?;
    match carried.first() {
        Some(first) => theirs(conn, actor, first.id).await.map(|_| carried),
        None => Err(ReminderError::NotTheirs),
    }
}

async fn all_together(conn: &mut Conn, id: TogetherId, now: Timestamp) -> Result<LateTogether, DbError> {
    let carried = store::carried_by(conn, DeliveryId(id.0)).await?;
    facts_together(conn, DeliveryId(id.0), &carried, now).await
}

pub(super) async fn facts_together(
    conn: &mut Conn,
    delivery: DeliveryId,
    carried: &[Occurrence],
    now: Timestamp,
) -> Result<LateTogether, DbError> {
    let mut reminders = Vec::with_capacity(carried.len());
    for occurrence in carried {
        reminders.push(facts_of(conn, occurrence.id, now).await?);
    }
    Ok(LateTogether { id: TogetherId(delivery.0), reminders })
}

//! A member's actions on the reminders in a catch-up message. Each action returns the current facts of the message.

use super::{occurrences, undo};
use crate::db::{Conn, Db, DbError};
use crate::delivery::DeliveryId;
use crate::members::MemberId;
use crate::reminders::error::ReminderError;
use crate::reminders::facts::{self, CatchUpFacts};
use crate::reminders::lifecycle;
use crate::reminders::model::{CatchUpId, OccurrenceId};
use crate::reminders::store::Occurrence;
use crate::time::Timestamp;

/// The current facts of a catch-up message.
pub async fn show_catch_up(
    db: &Db,
    actor: MemberId,
    id: CatchUpId,
    now: Timestamp,
) -> Result<CatchUpFacts, ReminderError> {
    let mut conn = db.read().await?;
    occurrences_in(&mut conn, actor, id).await?;
    Ok(load(&mut conn, id, now).await?)
}

/// Marks the chosen occurrences as done. If `chosen` is `None`, marks all occurrences in the message.
pub async fn mark_catch_up_done(
    db: &Db,
    actor: MemberId,
    id: CatchUpId,
    chosen: Option<&[OccurrenceId]>,
    now: Timestamp,
) -> Result<CatchUpFacts, ReminderError> {
    db.write(async |tx| {
        for occurrence in occurrences_in(tx, actor, id).await? {
            if chosen.is_none_or(|chosen| chosen.contains(&occurrence.id)) {
                occurrences::set_done(tx, occurrence.id, now).await?;
            }
        }
        Ok(load(tx, id, now).await?)
    })
    .await
}

/// Stops the reminder of the occurrence `chosen`.
pub async fn stop_in_catch_up(
    db: &Db,
    actor: MemberId,
    id: CatchUpId,
    chosen: OccurrenceId,
    now: Timestamp,
) -> Result<CatchUpFacts, ReminderError> {
    db.write(async |tx| {
        let carried = occurrences_in(tx, actor, id).await?;
        let chosen = carried.iter().find(|occurrence| occurrence.id == chosen).ok_or(ReminderError::NotFound)?;
        lifecycle::stop(tx, chosen.reminder, chosen.delivery, now).await?;
        Ok(load(tx, id, now).await?)
    })
    .await
}

/// Undoes the stop of the reminder of the occurrence `chosen` that was stopped at `stopped_at`.
pub async fn undo_stop_in_catch_up(
    db: &Db,
    actor: MemberId,
    id: CatchUpId,
    chosen: OccurrenceId,
    stopped_at: Timestamp,
    now: Timestamp,
) -> Result<CatchUpFacts, ReminderError> {
    db.write(async |tx| {
        let reminder = occurrences::reminder_of(tx, actor, chosen).await?;
        undo::undo_stop_of(tx, &reminder, Some(DeliveryId(id.0)), stopped_at, now).await?;
        Ok(load(tx, id, now).await?)
    })
    .await
}

/// The occurrences in the catch-up message. All of them are for one member.
///
/// # Errors
/// `NotFound` if the message does not exist or is not for `actor`.
async fn occurrences_in(conn: &mut Conn, actor: MemberId, id: CatchUpId) -> Result<Vec<Occurrence>, ReminderError> {
    let carried = facts::shown_occurrences(conn, DeliveryId(id.0)).await?;
    let first = carried.first().ok_or(ReminderError::NotFound)?;
    occurrences::reminder_of(conn, actor, first.id).await?;
    Ok(carried)
}

async fn load(conn: &mut Conn, id: CatchUpId, now: Timestamp) -> Result<CatchUpFacts, DbError> {
    let delivery = DeliveryId(id.0);
    let carried = facts::shown_occurrences(conn, delivery).await?;
    facts::load_catch_up(conn, delivery, &carried, now).await
}

//! A member's actions on the reminders of a catch-up message. Each returns the current facts of the message.

use super::{occurrences, undo};
use crate::db::{Conn, Db, DbError};
use crate::delivery::DeliveryId;
use crate::members::MemberId;
use crate::reminders::error::ReminderError;
use crate::reminders::facts::{self, CatchUpFacts};
use crate::reminders::lifecycle;
use crate::reminders::model::{CatchUpId, OccurrenceId};
use crate::reminders::store::{self, Occurrence};
use crate::time::Timestamp;

/// The facts of a catch-up message, with its texts in full.
pub async fn show_catch_up(
    db: &Db,
    actor: MemberId,
    id: CatchUpId,
    now: Timestamp,
) -> Result<CatchUpFacts, ReminderError> {
    let mut conn = db.read().await?;
    carried(&mut conn, actor, id).await?;
    Ok(load(&mut conn, id, now).await?)
}

/// Marks the chosen occurrences as done, or all of them.
pub async fn mark_catch_up_done(
    db: &Db,
    actor: MemberId,
    id: CatchUpId,
    chosen: Option<&[OccurrenceId]>,
    now: Timestamp,
) -> Result<CatchUpFacts, ReminderError> {
    db.write(async |tx| {
        for occurrence in carried(tx, actor, id).await? {
            if chosen.is_none_or(|chosen| chosen.contains(&occurrence.id)) {
                occurrences::set_done(tx, occurrence.id, now).await?;
            }
        }
        Ok(load(tx, id, now).await?)
    })
    .await
}

/// Stops the reminder of one occurrence.
pub async fn stop_in_catch_up(
    db: &Db,
    actor: MemberId,
    id: CatchUpId,
    chosen: OccurrenceId,
    now: Timestamp,
) -> Result<CatchUpFacts, ReminderError> {
    db.write(async |tx| {
        let carried = carried(tx, actor, id).await?;
        let chosen = carried.iter().find(|occurrence| occurrence.id == chosen).ok_or(ReminderError::NotFound)?;
        lifecycle::stop(tx, chosen.reminder, chosen.delivery, now).await?;
        Ok(load(tx, id, now).await?)
    })
    .await
}

/// Undoes the stop at `stopped_at` of the reminder of one occurrence.
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
        undo::undo_one(tx, &reminder, Some(DeliveryId(id.0)), stopped_at, now).await?;
        Ok(load(tx, id, now).await?)
    })
    .await
}

/// The occurrences that the message carries. All of them are for the same member.
///
/// # Errors
/// `NotFound` unless the message is for `actor`.
async fn carried(conn: &mut Conn, actor: MemberId, id: CatchUpId) -> Result<Vec<Occurrence>, ReminderError> {
    let carried = store::carried_by(conn, DeliveryId(id.0)).await?;
    let first = carried.first().ok_or(ReminderError::NotFound)?;
    occurrences::reminder_of(conn, actor, first.id).await?;
    Ok(carried)
}

async fn load(conn: &mut Conn, id: CatchUpId, now: Timestamp) -> Result<CatchUpFacts, DbError> {
    let delivery = DeliveryId(id.0);
    let carried = store::carried_by(conn, delivery).await?;
    facts::load_catch_up(conn, delivery, &carried, now).await
}

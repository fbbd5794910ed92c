//! Undoes the stop of a reminder. This is possible within [`UNDO_FOR`] after the stop.

use super::occurrences::reminder_of;
use crate::db::{Conn, Db, DbError, Tx};
use crate::delivery::DeliveryId;
use crate::members::{self, MemberId};
use crate::reminders::audience::{self, ReadAccess};
use crate::reminders::deliveries;
use crate::reminders::error::ReminderError;
use crate::reminders::facts::{self, ReminderFacts};
use crate::reminders::model::{MAX_PER_MEMBER, OccurrenceId, Reminder, ReminderId, ReminderState};
use crate::reminders::store;
use crate::time::{SignedDuration, Timestamp};

/// How long a stop can be undone. People notice a mistake within seconds. A reminder that is due between the stop and
/// the undo is late by at most this time.
pub const UNDO_FOR: SignedDuration = SignedDuration::from_mins(15);

/// A stop that can still be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoableStop {
    pub reminder: ReminderId,
    pub text: String,
    /// When the reminder was stopped. This identifies the stop, because a later stop of the reminder has a different
    /// instant.
    pub stopped_at: Timestamp,
}

/// The stop of a reminder of `actor`. `None` if it is not stopped, is not a reminder of `actor`, or can no longer be
/// undone.
pub async fn undoable_stop(
    conn: &mut Conn,
    actor: MemberId,
    id: ReminderId,
    now: Timestamp,
) -> Result<Option<UndoableStop>, DbError> {
    let reminder = store::get(conn, id).await?.filter(|reminder| reminder.member == actor);
    let (Some(reminder), Some(stopped_at)) = (reminder, store::stopped_at(conn, id).await?) else { return Ok(None) };
    if audience::readable_by(conn, &reminder, actor).await? == ReadAccess::None {
        return Ok(None);
    }
    let stop = UndoableStop { reminder: id, text: reminder.text, stopped_at };
    Ok(Some(stop).filter(|stop| can_be_undone(stop.stopped_at, now)))
}

/// Like [`undoable_stop`], for the reminder of the occurrence `id`.
pub async fn undoable_stop_of_occurrence(
    conn: &mut Conn,
    actor: MemberId,
    id: OccurrenceId,
    now: Timestamp,
) -> Result<Option<UndoableStop>, DbError> {
    match store::occurrence(conn, id).await? {
        Some(occurrence) => undoable_stop(conn, actor, occurrence.reminder, now).await,
        None => Ok(None),
    }
}

/// Undoes the stop of a reminder of `actor` that was stopped at `stopped_at`.
pub async fn undo_stop(
    db: &Db,
    actor: MemberId,
    id: ReminderId,
    stopped_at: Timestamp,
    now: Timestamp,
) -> Result<(), ReminderError> {
    db.write(async |tx| {
        let reminder = store::get(tx, id).await?.filter(|reminder| reminder.member == actor);
        undo_stop_of(tx, &reminder.ok_or(ReminderError::NotFound)?, None, stopped_at, now).await
    })
    .await
}

/// Like [`undo_stop`], for the reminder of the occurrence `id`. Returns the current facts of the occurrence.
pub async fn undo_stop_of_occurrence(
    db: &Db,
    actor: MemberId,
    id: OccurrenceId,
    stopped_at: Timestamp,
    now: Timestamp,
) -> Result<ReminderFacts, ReminderError> {
    db.write(async |tx| {
        let reminder = reminder_of(tx, actor, id).await?;
        let shown = store::occurrence(tx, id).await?.and_then(|occurrence| occurrence.delivery);
        undo_stop_of(tx, &reminder, shown, stopped_at, now).await?;
        Ok(facts::load(tx, id, now).await?)
    })
    .await
}

/// Undoes the stop of `reminder` at `stopped_at`. `shown` is the delivery of the message that the response to an
/// interaction renders.
pub(super) async fn undo_stop_of(
    tx: &mut Tx,
    reminder: &Reminder,
    shown: Option<DeliveryId>,
    stopped_at: Timestamp,
    now: Timestamp,
) -> Result<(), ReminderError> {
    if reminder.state != ReminderState::Stopped {
        return Err(ReminderError::UndoneBefore);
    }
    if !can_be_undone(stopped_at, now) {
        return Err(ReminderError::TooLateToUndo);
    }
    if store::active_reminders_of(tx, reminder.member).await?.len() >= MAX_PER_MEMBER {
        return Err(ReminderError::TooManyReminders(reminder.member));
    }
    let is_restored = restore(tx, reminder, shown, stopped_at, now).await?;
    if is_restored { Ok(()) } else { Err(ReminderError::TooLateToUndo) }
}

pub(super) fn can_be_undone(stopped_at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(stopped_at) <= UNDO_FOR
}

/// Makes a stopped reminder active again, and restores the occurrences that the stop dropped. Returns false, without
/// any change, if the latest stop of the reminder was not at `stopped_at`.
pub(super) async fn restore(
    tx: &mut Tx,
    reminder: &Reminder,
    shown: Option<DeliveryId>,
    stopped_at: Timestamp,
    now: Timestamp,
) -> Result<bool, DbError> {
    let member = members::service::get(tx, reminder.member).await?;
    // The member may have moved to another zone after the stop.
    let zone = member.and_then(|member| member.zone_or_assumed()).unwrap_or(reminder.plan.zone);
    let plan = reminder.plan.moved_to(zone);
    let dropped = store::occurrences_dropped_at(tx, reminder.id, stopped_at).await?;
    // An instant between the stop and `now` is overdue, so the reminder fires at once. A reminder that was due at the
    // stop but had not fired is due now.
    let next = plan.next_after(stopped_at).or_else(|| dropped.is_empty().then_some(now));
    if !store::undo_stop(tx, reminder.id, plan.zone, next, stopped_at, now).await? {
        return Ok(false);
    }
    for occurrence in dropped {
        deliveries::restore(tx, reminder, &occurrence, now).await?;
    }
    deliveries::re_render_newest(tx, reminder.id, shown, now).await?;
    Ok(true)
}

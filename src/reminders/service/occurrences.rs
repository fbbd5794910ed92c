//! A member's actions on an occurrence that was sent: mark as done, snooze, stop the reminder.

use crate::db::{Conn, Db, DbError, Tx};
use crate::members::MemberId;
use crate::reminders::deliveries::{self, RecallOutcome};
use crate::reminders::error::ReminderError;
use crate::reminders::facts::{self, OccurrenceStatus, ReminderFacts};
use crate::reminders::lifecycle;
use crate::reminders::model::{OccurrenceId, OccurrenceKind, Reminder, ReminderState};
use crate::reminders::store::{self, Occurrence, OccurrenceState};
use crate::time::Timestamp;

/// Marks an occurrence as done, if it is open. Returns its current facts.
pub async fn mark_done(
    db: &Db,
    actor: MemberId,
    id: OccurrenceId,
    now: Timestamp,
) -> Result<ReminderFacts, ReminderError> {
    db.write(async |tx| {
        reminder_of(tx, actor, id).await?;
        set_done(tx, id, now).await?;
        Ok(facts::load(tx, id, now).await?)
    })
    .await
}

/// Marks an occurrence as done. Does nothing unless it is open.
pub(super) async fn set_done(tx: &mut Tx, id: OccurrenceId, now: Timestamp) -> Result<(), DbError> {
    if facts::load(tx, id, now).await?.status == OccurrenceStatus::Open {
        // A snoozed occurrence whose snooze was dropped is open, but its state is `Snoozed`.
        for from in [OccurrenceState::Sent, OccurrenceState::Snoozed] {
            store::move_occurrence(tx, id, from, OccurrenceState::Done, now).await?;
        }
    }
    Ok(())
}

/// Snoozes an occurrence: the member is reminded again at `until`. A second snooze of the occurrence replaces the first
/// one.
pub async fn snooze(
    db: &Db,
    actor: MemberId,
    id: OccurrenceId,
    until: Timestamp,
    now: Timestamp,
) -> Result<(), ReminderError> {
    if until <= now {
        return Err(ReminderError::TimePassed);
    }
    db.write(async |tx| {
        let reminder = reminder_of(tx, actor, id).await?;
        if reminder.state == ReminderState::Stopped {
            return Err(ReminderError::Stopped);
        }
        let earlier = snooze_of(tx, &reminder, id).await?;
        for from in [OccurrenceState::Sent, OccurrenceState::Done] {
            store::move_occurrence(tx, id, from, OccurrenceState::Snoozed, now).await?;
        }
        if let Some(earlier) = earlier.filter(|earlier| earlier.due_at != until) {
            recall_snooze(tx, &earlier, now).await?;
        }
        schedule_at(tx, &reminder, until, now).await?;
        Ok(deliveries::re_render(tx, id, now).await?)
    })
    .await
}

/// The pending occurrence at which the snooze of the occurrence `id` ends. `None` if this occurrence is not snoozed.
async fn snooze_of(conn: &mut Conn, reminder: &Reminder, id: OccurrenceId) -> Result<Option<Occurrence>, DbError> {
    let Some(snoozed) = store::occurrence(conn, id).await? else { return Ok(None) };
    if snoozed.state != OccurrenceState::Snoozed {
        return Ok(None);
    }
    let snooze = store::snooze_after(conn, reminder.id, snoozed.due_at).await?;
    Ok(snooze.filter(|snooze| snooze.state == OccurrenceState::Pending))
}

/// Recalls the occurrence at which an earlier snooze would end. Keeps it if it may have arrived.
async fn recall_snooze(tx: &mut Tx, snooze: &Occurrence, now: Timestamp) -> Result<(), DbError> {
    if deliveries::recall(tx, snooze, "snoozed to another time", now).await? == RecallOutcome::Recalled {
        store::move_occurrence(tx, snooze.id, OccurrenceState::Pending, OccurrenceState::Dropped, now).await?;
    }
    Ok(())
}

/// Inserts and enqueues an occurrence of the reminder at `until`. If the reminder already has an occurrence at this
/// instant, inserts none, and restores the existing one if it was dropped.
async fn schedule_at(tx: &mut Tx, reminder: &Reminder, until: Timestamp, now: Timestamp) -> Result<(), DbError> {
    let kind = OccurrenceKind::Snooze;
    if let Some(again) = store::insert_occurrence(tx, reminder.id, until, kind, 0, now).await? {
        return deliveries::enqueue(tx, reminder, again, kind, until, now).await.map(|_| ());
    }
    match store::occurrence_at(tx, reminder.id, until).await? {
        Some(dropped) if dropped.state == OccurrenceState::Dropped => {
            deliveries::restore(tx, reminder, &dropped, now).await
        }
        _ => Ok(()),
    }
}

/// Stops the reminder of an occurrence. Returns the current facts of the occurrence.
pub async fn stop_by_occurrence(
    db: &Db,
    actor: MemberId,
    id: OccurrenceId,
    now: Timestamp,
) -> Result<ReminderFacts, ReminderError> {
    db.write(async |tx| {
        let reminder = reminder_of(tx, actor, id).await?;
        let shown = store::occurrence(tx, id).await?.and_then(|occurrence| occurrence.delivery);
        lifecycle::stop(tx, reminder.id, shown, now).await?;
        Ok(facts::load(tx, id, now).await?)
    })
    .await
}

/// The reminder of an occurrence.
///
/// # Errors
/// `NotFound` if the occurrence does not exist or its reminder is not for `actor`.
pub(super) async fn reminder_of(conn: &mut Conn, actor: MemberId, id: OccurrenceId) -> Result<Reminder, ReminderError> {
    let occurrence = store::occurrence(conn, id).await?.ok_or(ReminderError::NotFound)?;
    let reminder = store::get(conn, occurrence.reminder).await?;
    reminder.filter(|reminder| reminder.member == actor).ok_or(ReminderError::NotFound)
}

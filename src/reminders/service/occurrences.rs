//! A member's actions on a reminder that was sent: done, snooze, stop.

use crate::db::{Conn, Db};
use crate::members::MemberId;
use crate::reminders::error::ReminderError;
use crate::reminders::facts::{self, ReminderFacts};
use crate::reminders::model::{OccurrenceId, OccurrenceKind, Reminder};
use crate::reminders::store::{self, OccurrenceState};
use crate::reminders::{deliveries, lifecycle};
use crate::time::Timestamp;

/// Marks an occurrence as done. Returns the current message.
pub async fn mark_done(
    db: &Db,
    actor: MemberId,
    id: OccurrenceId,
    now: Timestamp,
) -> Result<ReminderFacts, ReminderError> {
    db.write(async |tx| {
        reminder_of(tx, actor, id).await?;
        store::move_occurrence(tx, id, OccurrenceState::Sent, OccurrenceState::Done, now).await?;
        Ok(facts::load(tx, id, now).await?)
    })
    .await
}

/// Reminds the member again at `until`. A second snooze of the same occurrence changes nothing.
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
        let moved = store::move_occurrence(tx, id, OccurrenceState::Sent, OccurrenceState::Snoozed, now).await?
            || store::move_occurrence(tx, id, OccurrenceState::Done, OccurrenceState::Snoozed, now).await?;
        if moved
            && let Some(again) =
                store::insert_occurrence(tx, reminder.id, until, OccurrenceKind::Snooze, 0, now).await?
        {
            deliveries::enqueue(tx, &reminder, again, OccurrenceKind::Snooze, until, now).await?;
        }
        Ok(deliveries::re_render(tx, id, now).await?)
    })
    .await
}

/// Stops the reminder of an occurrence. Returns the current message.
pub async fn stop_by_occurrence(
    db: &Db,
    actor: MemberId,
    id: OccurrenceId,
    now: Timestamp,
) -> Result<ReminderFacts, ReminderError> {
    db.write(async |tx| {
        let reminder = reminder_of(tx, actor, id).await?;
        lifecycle::stop(tx, reminder.id, now).await?;
        Ok(facts::load(tx, id, now).await?)
    })
    .await
}

/// The reminder of an occurrence.
///
/// # Errors
/// `NotFound` unless it is this member's.
pub(super) async fn reminder_of(conn: &mut Conn, actor: MemberId, id: OccurrenceId) -> Result<Reminder, ReminderError> {
    let occurrence = store::occurrence(conn, id).await?.ok_or(ReminderError::NotFound)?;
    let reminder = store::get(conn, occurrence.reminder).await?;
    reminder.filter(|reminder| reminder.member == actor).ok_or(ReminderError::NotFound)
}

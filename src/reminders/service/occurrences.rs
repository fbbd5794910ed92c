//! A member's actions on an occurrence that was sent: mark as done, snooze, stop the reminder.

use crate::db::{Conn, Db, DbError, Tx};
use crate::members::MemberId;
use crate::reminders::deliveries::{self, RecallOutcome};
use crate::reminders::error::ReminderError;
use crate::reminders::facts::{self, OccurrenceStatus, ReminderFacts};
use crate::reminders::lifecycle;
use crate::reminders::model::{OccurrenceId, OccurrenceKind, Reminder, ReminderId, ReminderState};
use crate::reminders::store::{self, Occurrence, OccurrenceState};
use crate::time::Timestamp;

/// Marks an occurrence as done, and ends every pending snooze of its reminder. Returns its current facts.
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

/// Marks an occurrence as done, unless its reminder is stopped. Ends every pending snooze of the
/// reminder, even a snooze of another message: a member who is done must not be reminded again.
pub(super) async fn set_done(tx: &mut Tx, id: OccurrenceId, now: Timestamp) -> Result<(), DbError> {
    let status = facts::load(tx, id, now).await?.status;
    match status {
        OccurrenceStatus::Stopped => return Ok(()),
        OccurrenceStatus::Done | OccurrenceStatus::SentAgain { .. } => {}
        OccurrenceStatus::Open | OccurrenceStatus::Snoozed { .. } => {
            // A snoozed occurrence whose snooze was dropped is open, but its state is `Snoozed`.
            for from in [OccurrenceState::Sent, OccurrenceState::Snoozed] {
                store::move_occurrence(tx, id, from, OccurrenceState::Done, now).await?;
            }
        }
    }
    end_snoozes(tx, id, now).await
}

/// Drops the pending snoozes of the reminder of the occurrence `done`. The messages that were snoozed are done, too.
async fn end_snoozes(tx: &mut Tx, done: OccurrenceId, now: Timestamp) -> Result<(), DbError> {
    let Some(occurrence) = store::occurrence(tx, done).await? else { return Ok(()) };
    for snooze in pending_snoozes(tx, occurrence.reminder).await? {
        let snoozed = store::snoozed_occurrence_before(tx, snooze.reminder, snooze.due_at).await?;
        if !store::move_occurrence(tx, snooze.id, OccurrenceState::Pending, OccurrenceState::Dropped, now).await? {
            continue;
        }
        // If an attempt is under way, the message may still arrive. The recheck cancels every later attempt.
        deliveries::recall(tx, &snooze, "marked as done", now).await?;
        if let Some(snoozed) = snoozed.filter(|snoozed| *snoozed != done)
            && store::move_occurrence(tx, snoozed, OccurrenceState::Snoozed, OccurrenceState::Done, now).await?
        {
            deliveries::re_render(tx, snoozed, now).await?;
        }
    }
    Ok(())
}

/// The pending occurrences at which snoozes of the reminder end.
async fn pending_snoozes(conn: &mut Conn, reminder: ReminderId) -> Result<Vec<Occurrence>, DbError> {
    let mut pending = store::pending_occurrences_of_reminder(conn, reminder).await?;
    pending.retain(|occurrence| occurrence.kind == OccurrenceKind::Snooze);
    Ok(pending)
}

/// What a new snooze changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnoozeOutcome {
    /// The earlier snooze that the new snooze replaced.
    pub replaced: Option<ReplacedSnooze>,
    /// Whether the member had marked this occurrence, or a newer one, as done.
    pub was_done: bool,
}

/// A snooze that a newer one replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplacedSnooze {
    pub ended_at: Timestamp,
    /// `UnderWay` if its message was already being sent. This message may still arrive, but Magpie does not try again.
    pub recall: RecallOutcome,
}

/// Snoozes an occurrence: the member is reminded again at `until`. A second snooze of the reminder replaces the first,
/// even if it was made under another message or is already being sent. So a reminder has at most one pending snooze.
pub async fn snooze(
    db: &Db,
    actor: MemberId,
    id: OccurrenceId,
    until: Timestamp,
    now: Timestamp,
) -> Result<SnoozeOutcome, ReminderError> {
    if until <= now {
        return Err(ReminderError::TimePassed);
    }
    db.write(async |tx| {
        let reminder = reminder_of(tx, actor, id).await?;
        if reminder.state == ReminderState::Stopped {
            return Err(ReminderError::Stopped);
        }
        let was_done = is_done(tx, &reminder, id).await?;
        let mut replaced = None;
        for earlier in pending_snoozes(tx, reminder.id).await? {
            let snoozed = store::snoozed_occurrence_before(tx, reminder.id, earlier.due_at).await?;
            // A snooze until the same instant is kept, for the message `id`.
            if earlier.due_at != until {
                let recall = recall_snooze(tx, &earlier, now).await?;
                replaced = Some(ReplacedSnooze { ended_at: earlier.due_at, recall });
            }
            if let Some(other) = snoozed.filter(|snoozed| *snoozed != id) {
                // The other message must not wait for the new snooze.
                store::move_occurrence(tx, other, OccurrenceState::Snoozed, OccurrenceState::Sent, now).await?;
                deliveries::re_render(tx, other, now).await?;
            }
        }
        for from in [OccurrenceState::Sent, OccurrenceState::Done] {
            store::move_occurrence(tx, id, from, OccurrenceState::Snoozed, now).await?;
        }
        schedule_at(tx, &reminder, until, now).await?;
        deliveries::re_render(tx, id, now).await?;
        Ok(SnoozeOutcome { replaced, was_done })
    })
    .await
}

/// Whether the member marked the occurrence `id` as done, or the newest message of its reminder.
async fn is_done(conn: &mut Conn, reminder: &Reminder, id: OccurrenceId) -> Result<bool, DbError> {
    let mut seen: Vec<Occurrence> = store::occurrence(conn, id).await?.into_iter().collect();
    for newest in store::newest_messages(conn, reminder.id, 1).await? {
        seen.extend(store::occurrences_carried_by(conn, newest).await?);
    }
    Ok(seen.iter().any(|one| one.reminder == reminder.id && one.state == OccurrenceState::Done))
}

/// Drops the occurrence at which an earlier snooze would end. If an attempt is under way, its message may still arrive.
/// The recheck cancels every later attempt.
async fn recall_snooze(tx: &mut Tx, snooze: &Occurrence, now: Timestamp) -> Result<RecallOutcome, DbError> {
    store::move_occurrence(tx, snooze.id, OccurrenceState::Pending, OccurrenceState::Dropped, now).await?;
    deliveries::recall(tx, snooze, "snoozed to another time", now).await
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

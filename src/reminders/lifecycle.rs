//! Changes of a reminder that several use cases share. Each function runs in its caller's transaction.

use super::deliveries::{self, RecallOutcome};
use super::model::{OccurrenceKind, Plan, Reminder, ReminderId};
use super::store::{self, OccurrenceState};
use super::zone_move::ReminderMove;
use crate::db::{DbError, Tx};
use crate::delivery::DeliveryId;
use crate::members::MemberId;
use crate::time::Timestamp;

/// Sets the zone and the next instant of an active reminder from `plan`. If the plan has no future instant, the
/// reminder is due at `now`, because a change of zone must not lose a reminder. Returns the move. `None` if the instant
/// did not change.
pub async fn reschedule(
    tx: &mut Tx,
    reminder: &Reminder,
    plan: &Plan,
    now: Timestamp,
) -> Result<Option<ReminderMove>, DbError> {
    let Some(before_at) = reminder.state.due_at() else { return Ok(None) };
    // A reminder that is already due stays due.
    let after_at = if before_at <= now { before_at } else { plan.next_after(now).unwrap_or(now) };
    store::reschedule(tx, reminder.id, plan.zone, after_at).await?;
    Ok((before_at != after_at).then_some(ReminderMove { reminder: reminder.id, before_at, after_at }))
}

/// The result of stopping one reminder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StopOutcome {
    /// Whether the reminder had a next occurrence.
    pub was_active: bool,
    /// The number of pending occurrences that were recalled and will not be sent.
    pub recalled: usize,
    /// The number of pending occurrences that may still arrive, because an attempt had begun.
    pub under_way: usize,
}

/// Stops a reminder and recalls its pending occurrences. A reminder that is over can still have pending occurrences,
/// for example a snoozed one. Re-renders the newest messages, except `shown`, the delivery that the response to an
/// interaction renders.
pub async fn stop(
    tx: &mut Tx,
    id: ReminderId,
    shown: Option<DeliveryId>,
    now: Timestamp,
) -> Result<StopOutcome, DbError> {
    let pending = store::pending_occurrences_of_reminder(tx, id).await?;
    let was_active = match store::get(tx, id).await {
        // A reminder that cannot be read may be active.
        Err(error) if error.affects_one_row() => true,
        read => read?.is_some_and(|reminder| reminder.state.due_at().is_some()),
    };
    let mut stopped = StopOutcome { was_active, ..StopOutcome::default() };
    if was_active || !pending.is_empty() {
        store::stop(tx, id, now).await?;
    }
    for occurrence in pending {
        store::move_occurrence(tx, occurrence.id, OccurrenceState::Pending, OccurrenceState::Dropped, now).await?;
        match deliveries::recall(tx, &occurrence, "the reminder was stopped", now).await? {
            RecallOutcome::Recalled => stopped.recalled += 1,
            RecallOutcome::UnderWay => stopped.under_way += 1,
        }
    }
    if stopped != StopOutcome::default() {
        deliveries::re_render_newest(tx, id, shown, now).await?;
    }
    Ok(stopped)
}

/// Recalls the reminder's pending occurrences that are due before `before`, because a later occurrence replaces them.
/// Keeps an occurrence that may have arrived. Returns the number of recalled occurrences, plus the missed occurrences
/// that these counted.
pub async fn recall_pending_before(
    tx: &mut Tx,
    id: ReminderId,
    before: Timestamp,
    now: Timestamp,
) -> Result<u32, DbError> {
    let mut merged_count = 0;
    for occurrence in
        store::pending_occurrences_of_reminder(tx, id).await?.into_iter().filter(|one| one.due_at < before)
    {
        if deliveries::recall(tx, &occurrence, "a later occurrence replaces it", now).await? == RecallOutcome::Recalled
        {
            store::move_occurrence(tx, occurrence.id, OccurrenceState::Pending, OccurrenceState::Dropped, now).await?;
            merged_count += 1 + occurrence.missed;
            if occurrence.kind == OccurrenceKind::Snooze {
                deliveries::re_render_snoozed(tx, &occurrence, now).await?;
            }
        }
    }
    Ok(merged_count)
}

/// Stops all unfinished reminders of a member.
pub async fn stop_all_of_member(tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    for id in store::unfinished_reminder_ids_of(tx, member).await? {
        stop(tx, id, None, now).await?;
    }
    Ok(())
}

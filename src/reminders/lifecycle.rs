//! Changes of a reminder that several use cases share. Each runs in its caller's transaction.

use super::deliveries::{self, Recall};
use super::model::{OccurrenceKind, Plan, Reminder, ReminderId};
use super::store::{self, OccurrenceState};
use super::zone_move::Move;
use crate::db::{DbError, Tx};
use crate::delivery::DeliveryId;
use crate::members::MemberId;
use crate::time::Timestamp;

/// Sets the zone and the next instant of an active reminder from `plan`. If the plan has no future instant, the
/// reminder is due now, so that a change of zone does not lose it. Returns the move, if the instant changed.
pub async fn reschedule(
    tx: &mut Tx,
    reminder: &Reminder,
    plan: &Plan,
    now: Timestamp,
) -> Result<Option<Move>, DbError> {
    let Some(before_at) = reminder.state.due_at() else { return Ok(None) };
    // A reminder that is already due stays due.
    let after_at = if before_at <= now { before_at } else { plan.next_after(now).unwrap_or(now) };
    store::reschedule(tx, reminder.id, plan.zone, after_at).await?;
    Ok((before_at != after_at).then_some(Move { reminder: reminder.id, before_at, after_at }))
}

/// The result of stopping one reminder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stopped {
    /// Whether a next occurrence was planned.
    pub was_active: bool,
    /// Occurrences that had fired or were snoozed, and are not sent any more.
    pub recalled: usize,
    /// Occurrences that may still arrive, because an attempt had begun.
    pub under_way: usize,
}

/// Stops a reminder, and recalls its pending occurrences: they have fired or were snoozed, and are queued, held until
/// the reader wakes, or waiting for a retry. A reminder that is over can still have pending occurrences. `shown` is the
/// message that the response to an interaction renders; the others are re-rendered.
pub async fn stop(tx: &mut Tx, id: ReminderId, shown: Option<DeliveryId>, now: Timestamp) -> Result<Stopped, DbError> {
    let pending = store::pending_of_reminder(tx, id).await?;
    let was_active = store::get(tx, id).await?.is_some_and(|reminder| reminder.state.due_at().is_some());
    let mut stopped = Stopped { was_active, ..Stopped::default() };
    if was_active || !pending.is_empty() {
        store::stop(tx, id, now).await?;
    }
    for occurrence in pending {
        store::move_occurrence(tx, occurrence.id, OccurrenceState::Pending, OccurrenceState::Dropped, now).await?;
        match deliveries::recall(tx, &occurrence, "the reminder was stopped", now).await? {
            Recall::Recalled => stopped.recalled += 1,
            Recall::UnderWay => stopped.under_way += 1,
        }
    }
    if stopped != Stopped::default() {
        deliveries::re_render_newest(tx, id, shown, now).await?;
    }
    Ok(stopped)
}

/// Recalls the reminder's pending occurrences that are due before `before`, because a later one replaces them. Keeps an
/// occurrence that may have arrived. Returns how many occurrences were recalled, plus the missed occurrences that they
/// counted.
pub async fn recall_pending_before(
    tx: &mut Tx,
    id: ReminderId,
    before: Timestamp,
    now: Timestamp,
) -> Result<u32, DbError> {
    let mut folded = 0;
    for occurrence in store::pending_of_reminder(tx, id).await?.into_iter().filter(|one| one.due_at < before) {
        if deliveries::recall(tx, &occurrence, "a later occurrence replaces it", now).await? == Recall::Recalled {
            store::move_occurrence(tx, occurrence.id, OccurrenceState::Pending, OccurrenceState::Dropped, now).await?;
            folded += 1 + occurrence.missed;
            if occurrence.kind == OccurrenceKind::Snooze {
                deliveries::re_render_snoozed(tx, &occurrence, now).await?;
            }
        }
    }
    Ok(folded)
}

pub async fn stop_all_of_member(tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    for id in store::unfinished_ids_of_member(tx, member).await? {
        stop(tx, id, None, now).await?;
    }
    Ok(())
}

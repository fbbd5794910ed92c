//! Changes of a reminder that several use cases make, each inside the transaction of its caller.

use super::deliveries::{self, Recall};
use super::model::{OccurrenceKind, Plan, Reminder, ReminderId};
use super::store::{self, OccurrenceState};
use super::zone_move::Move;
use crate::db::{DbError, Tx};
use crate::delivery::DeliveryId;
use crate::members::MemberId;
use crate::time::Timestamp;

/// Gives an active reminder the zone and the next instant of `plan`. A plan without a future instant becomes due now:
/// the change of zone must not lose the reminder. Returns what it moved.
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

/// What stopping one reminder took back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stopped {
    /// Whether a next occurrence was planned.
    pub was_active: bool,
    /// Occurrences that had fired or were snoozed, and are not sent any more.
    pub recalled: usize,
    /// Occurrences that may still arrive, because an attempt had begun.
    pub under_way: usize,
}

/// Stops a reminder and takes back what it has fired and is not sent yet: queued, held until its reader wakes, or
/// waiting for another attempt. One that has fired for the last time is over, and may still have such occurrences.
/// `shown` is the message that an interaction's answer renders; the others are rendered again.
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

/// Takes back the occurrences of a reminder before `before` of which nothing can be on the phone yet, because a later
/// one takes their place. Returns how many occurrences they stand for.
pub async fn fold_pending(tx: &mut Tx, id: ReminderId, before: Timestamp, now: Timestamp) -> Result<u32, DbError> {
    let mut folded = 0;
    for occurrence in store::pending_of_reminder(tx, id).await?.into_iter().filter(|one| one.due_at < before) {
        if deliveries::recall(tx, &occurrence, "a later one takes its place", now).await? == Recall::Recalled {
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

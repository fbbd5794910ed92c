//! Changes of a reminder that several use cases make, each inside the transaction of its caller.

use super::deliveries;
use super::model::{Plan, Reminder, ReminderId};
use super::store::{self, OccurrenceState};
use crate::db::{DbError, Tx};
use crate::members::MemberId;
use crate::time::Timestamp;

/// Gives an active reminder the zone and the next instant of `plan`. A plan without a future instant becomes due now:
/// the change of zone must not lose the reminder.
pub async fn reschedule(tx: &mut Tx, reminder: &Reminder, plan: &Plan, now: Timestamp) -> Result<(), DbError> {
    let Some(due_at) = reminder.state.due_at() else { return Ok(()) };
    // A reminder that is already due stays due.
    let due_at = if due_at <= now { due_at } else { plan.next_after(now).unwrap_or(now) };
    store::reschedule(tx, reminder.id, plan.zone, due_at).await?;
    Ok(())
}

/// Stops a reminder and cancels its occurrences that are not sent yet.
pub async fn stop(tx: &mut Tx, id: ReminderId, now: Timestamp) -> Result<(), DbError> {
    store::stop(tx, id, now).await?;
    for occurrence in store::pending_of_reminder(tx, id).await? {
        store::move_occurrence(tx, occurrence.id, OccurrenceState::Pending, OccurrenceState::Dropped, now).await?;
        deliveries::cancel(tx, &occurrence, now).await?;
    }
    Ok(())
}

pub async fn stop_all_of_member(tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
    for reminder in store::active_of_member(tx, member).await? {
        stop(tx, reminder.id, now).await?;
    }
    Ok(())
}

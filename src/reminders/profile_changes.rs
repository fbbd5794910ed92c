//! Updates a member's reminders when their profile changes, when they leave the server, and when they return.

use async_trait::async_trait;

use super::draft::Draft;
use super::policy::ChosenBy;
use super::zone_move::ZoneMove;
use super::{deliveries, lifecycle, policy, store};
use crate::db::{DbError, Tx, if_readable};
use crate::members::{Follower, Member, MemberId, Wakefulness};
use crate::time::{Timestamp, ZoneId};

/// Moves reminders to a new zone, and reschedules pending messages when a member's profile or presence changes.
pub struct ReminderFollower;

#[async_trait]
impl Follower for ReminderFollower {
    async fn profile_changed(
        &self,
        tx: &mut Tx,
        before: &Member,
        after: &Member,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let (from, to) = (before.zone_or_assumed(), after.zone_or_assumed());
        if let (Some(zone), true) = (to, from != to) {
            move_to(tx, after.id, from, zone, now).await?;
        }
        reschedule_pending(tx, after, now).await
    }

    /// Postpones the member's pending messages, because the member may return.
    async fn left(&self, tx: &mut Tx, member: MemberId, now: Timestamp) -> Result<(), DbError> {
        for occurrence in store::pending_occurrences_of_member(tx, member).await? {
            deliveries::reschedule(tx, &occurrence, policy::end_of_wait_for_return(now), now).await?;
        }
        Ok(())
    }

    async fn returned(&self, tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), DbError> {
        reschedule_pending(tx, member, now).await
    }
}

/// Moves the reminders of a member to the zone `to`, in which they live now. Stores the moves as a draft, so that the
/// member can undo them.
async fn move_to(
    tx: &mut Tx,
    member: MemberId,
    from: Option<ZoneId>,
    to: ZoneId,
    now: Timestamp,
) -> Result<(), DbError> {
    let mut moves = Vec::new();
    for reminder in store::active_reminders_of(tx, member).await? {
        let plan = reminder.plan.moved_to(to);
        if plan == reminder.plan {
            continue;
        }
        moves.extend(lifecycle::reschedule(tx, &reminder, &plan, now).await?);
        if plan.rule.is_some() {
            // The messages of a recurring reminder say when it is due next.
            deliveries::re_render_newest(tx, reminder.id, None, now).await?;
        }
    }
    if let (Some(from), false) = (from, moves.is_empty()) {
        store::insert_draft(tx, member, &Draft::Moved(ZoneMove { from, moves }), now).await?;
    }
    Ok(())
}

/// Reschedules the member's pending messages. A message that is held until the member wakes is due at the new instant
/// at which they wake. A message whose minute the member chose is not held, so it stays due at its minute.
async fn reschedule_pending(tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), DbError> {
    let wakes_at = match member.wakefulness(now) {
        Wakefulness::Asleep { wakes_at, .. } => wakes_at,
        _ => now,
    };
    for occurrence in store::pending_occurrences_of_member(tx, member.id).await? {
        let Some(reminder) = if_readable(store::get(tx, occurrence.reminder).await)? else { continue };
        let is_held = occurrence.due_at <= now && ChosenBy::of(&reminder, occurrence.kind) == ChosenBy::Others;
        let at = if is_held { wakes_at } else { occurrence.due_at };
        deliveries::reschedule(tx, &occurrence, at, now).await?;
    }
    Ok(())
}

//! The use cases after a change of a member's zone: show the reminders that it moved, and keep them at their old times.

use crate::db::{Conn, Db, DbError, Tx, if_readable};
use crate::members::{self, MemberId};
use crate::reminders::audience::{self, ReadAccess};
use crate::reminders::deliveries::{self, RecallOutcome};
use crate::reminders::draft::Draft;
use crate::reminders::error::ReminderError;
use crate::reminders::model::{Plan, Reminder, ReminderDraftId};
use crate::reminders::store::{self, OccurrenceState};
use crate::reminders::zone_move::{self, MovedReminders, ReminderMove, ZoneMove};
use crate::time::Timestamp;

/// The reminders that the change of the member's zone at `at` moved. `None` if it moved no reminder.
pub async fn reminders_moved_at(
    conn: &mut Conn,
    member: MemberId,
    at: Timestamp,
) -> Result<Option<MovedReminders>, DbError> {
    let drafts = store::drafts_made_at(conn, member, at).await?;
    for (id, draft) in drafts {
        if let Draft::Moved(moved) = draft {
            let moved = load(conn, member, id, &moved).await?;
            return Ok(Some(moved).filter(|moved| !moved.reminders.is_empty()));
        }
    }
    Ok(None)
}

/// Pins the moved reminders to the zone in which they were due before the move, so that they keep their old instants. A
/// second call changes nothing.
pub async fn keep_old_times(
    db: &Db,
    actor: MemberId,
    id: ReminderDraftId,
    now: Timestamp,
) -> Result<MovedReminders, ReminderError> {
    db.write(async |tx| {
        let moved = stored_move(tx, actor, id).await?;
        for (one, reminder) in load(tx, actor, id, &moved).await?.reminders {
            let Some(due_at) = zone_move::due_at_if_kept(&one, &reminder, moved.from, now) else { continue };
            recall_occurrence_fired_by_move(tx, &reminder, &one, now).await?;
            // A reminder that is already due stays due, unless it is due only because of the move.
            let is_early = one.is_earlier() && reminder.state.due_at() == Some(one.after_at);
            let due_already = reminder.state.due_at().filter(|due_at| *due_at <= now && !is_early);
            set_plan(tx, &reminder, &reminder.plan.pinned_to(moved.from), due_already.unwrap_or(due_at), now).await?;
        }
        Ok(load(tx, actor, id, &moved).await?)
    })
    .await
}

/// Undoes [`keep_old_times`]: the pinned reminders follow the zone in which their member lives now. A reminder without
/// a future instant in this zone stays pinned, because it would be due at once.
pub async fn follow_local_times(
    db: &Db,
    actor: MemberId,
    id: ReminderDraftId,
    now: Timestamp,
) -> Result<MovedReminders, ReminderError> {
    db.write(async |tx| {
        let moved = stored_move(tx, actor, id).await?;
        let zone = members::service::get(tx, actor).await?.and_then(|member| member.zone());
        let zone = zone.ok_or(ReminderError::NoMove)?;
        for (_, reminder) in load(tx, actor, id, &moved).await?.reminders {
            let plan = reminder.plan.following_member_in(zone);
            if let (true, Some(due_at)) = (zone_move::is_kept(&reminder, moved.from), plan.next_after(now)) {
                let due_already = reminder.state.due_at().filter(|due_at| *due_at <= now);
                set_plan(tx, &reminder, &plan, due_already.unwrap_or(due_at), now).await?;
            }
        }
        Ok(load(tx, actor, id, &moved).await?)
    })
    .await
}

/// The stored move with this id. `NoMove` if it does not exist or is not of `actor`.
async fn stored_move(conn: &mut Conn, actor: MemberId, id: ReminderDraftId) -> Result<ZoneMove, ReminderError> {
    match store::draft(conn, id, actor).await? {
        Some(Draft::Moved(moved)) => Ok(moved),
        Some(Draft::Own(_) | Draft::Group(_) | Draft::TypedGroup(_)) | None => Err(ReminderError::NoMove),
    }
}

/// Loads the moved reminders in their current state. Leaves out a reminder that was deleted or cannot be read, and a
/// reminder for a group that the member has left.
async fn load(
    conn: &mut Conn,
    member: MemberId,
    id: ReminderDraftId,
    moved: &ZoneMove,
) -> Result<MovedReminders, DbError> {
    let mut reminders = Vec::new();
    for one in &moved.moves {
        let reminder = if_readable(store::get(conn, one.reminder).await)?;
        let Some(reminder) = reminder.filter(|reminder| reminder.member == member) else { continue };
        if audience::readable_by(conn, &reminder, member).await? == ReadAccess::Full {
            reminders.push((*one, reminder));
        }
    }
    Ok(MovedReminders { id, from: moved.from, reminders })
}

/// Sets the anchor, the zone and the next instant of a reminder, and re-renders its newest messages.
async fn set_plan(
    tx: &mut Tx,
    reminder: &Reminder,
    plan: &Plan,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<(), DbError> {
    store::set_anchor(tx, reminder.id, plan, due_at).await?;
    deliveries::re_render_newest(tx, reminder.id, None, now).await
}

/// Recalls an occurrence that fired only because the move made it due at once. The reminder will be due at its old
/// time. Keeps an occurrence that may have arrived.
async fn recall_occurrence_fired_by_move(
    tx: &mut Tx,
    reminder: &Reminder,
    one: &ReminderMove,
    now: Timestamp,
) -> Result<(), DbError> {
    let pending = store::pending_occurrences_of_reminder(tx, reminder.id).await?;
    for early in pending.into_iter().filter(|early| one.is_earlier() && early.due_at == one.after_at) {
        if deliveries::recall(tx, &early, "it keeps its old time", now).await? == RecallOutcome::Recalled {
            let (from, to) = (OccurrenceState::Pending, OccurrenceState::Dropped);
            store::move_occurrence(tx, early.id, from, to, now).await?;
        }
    }
    Ok(())
}

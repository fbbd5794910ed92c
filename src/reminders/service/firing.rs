//! Fires due reminders, and reschedules reminders after an update of the tz data. A reminder that cannot be read or
//! fired is set aside. So it blocks neither the reminders that are due after it nor the start of the process.

use std::collections::BTreeMap;

use crate::db::{self, Conn, Db, DbError, SetAside, Tx};
use crate::members::{self, MemberId};
use crate::reminders::deliveries::{self, FiredOccurrence};
use crate::reminders::lifecycle;
use crate::reminders::model::{OccurrenceKind, Reminder, ReminderId};
use crate::reminders::policy;
use crate::reminders::store::{self, DueReminder};
use crate::time::{Timestamp, tz_data};

/// The most reminders that one transaction reschedules.
const RESCHEDULE_BATCH: u32 = 500;

/// The active reminders whose rows cannot be read, each with the reason. Checks at most `limit` rows.
pub async fn unreadable(conn: &mut Conn, limit: u32) -> Result<Vec<SetAside>, DbError> {
    store::unreadable(conn, limit).await
}

/// Fires due reminders: enqueues an occurrence of each, and moves each to its next instant. Returns the number of
/// reminders that were handled. It can be more than `limit`: all due reminders of one member are handled together,
/// because they can share a catch-up message.
pub async fn fire_due(db: &Db, now: Timestamp, limit: u32) -> Result<u32, DbError> {
    // Read without a write transaction first, because usually nothing is due.
    let due = store::due_reminders(&mut *db.read().await?, now, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let mut due_by_member: BTreeMap<MemberId, Vec<ReminderId>> = BTreeMap::new();
    for DueReminder { id, member } in due {
        due_by_member.entry(member).or_default().push(id);
    }
    let common_transaction = db.write(async |tx| {
        let mut handled = 0;
        for member in due_by_member.keys() {
            let due = store::due_reminders_of_member(tx, *member, now).await?;
            handled += fire_for_member(tx, *member, &due, now).await?;
        }
        Ok::<_, DbError>(handled)
    });
    match common_transaction.await {
        Err(error) if error.affects_one_row() => fire_each_member(db, due_by_member, now).await,
        fired => fired,
    }
}

/// Called after the transaction for all members failed because of one row. Fires the reminders of each member in a
/// separate transaction. If this fails for a member, fires each reminder of this member in a separate transaction.
async fn fire_each_member(
    db: &Db,
    due_by_member: BTreeMap<MemberId, Vec<ReminderId>>,
    now: Timestamp,
) -> Result<u32, DbError> {
    let mut handled = 0;
    for (member, due) in due_by_member {
        match db.write(async |tx| fire_for_member(tx, member, &due, now).await).await {
            Ok(fired) => handled += fired,
            Err(error) if error.affects_one_row() => {
                for id in due {
                    handled += fire_or_set_aside(db, member, id, now).await?;
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(handled)
}

/// Fires one reminder. If its row causes an error, sets it aside.
async fn fire_or_set_aside(db: &Db, member: MemberId, id: ReminderId, now: Timestamp) -> Result<u32, DbError> {
    match db.write(async |tx| fire_for_member(tx, member, &[id], now).await).await {
        Err(error) if error.affects_one_row() => {
            let row = SetAside::new(store::TABLE, id.0, &error);
            db.write(async |tx| db::set_aside(tx, &row, now).await).await?;
            Ok(1)
        }
        fired => fired,
    }
}

/// Fires the reminders `due` of one member, or stops them if the member is gone. Returns the length of `due`, because
/// all of them are handled.
async fn fire_for_member(tx: &mut Tx, member: MemberId, due: &[ReminderId], now: Timestamp) -> Result<u32, DbError> {
    let mut reminders = Vec::new();
    for id in due {
        reminders.extend(store::get(tx, *id).await?.filter(|reminder| reminder.is_due(now)));
    }
    let left_at = members::service::left_at(tx, member).await?;
    let mut fired = Vec::new();
    for reminder in &reminders {
        // The reminders of a member who left only a short while ago still fire. Their messages wait for the return of
        // the member.
        if left_at.is_some_and(|left_at| policy::is_gone(left_at, now)) {
            lifecycle::stop(tx, reminder.id, None, now).await?;
        } else {
            fired.extend(fire(tx, reminder, now).await?);
        }
    }
    if !fired.is_empty() {
        deliveries::enqueue_fired(tx, member, fired, now).await?;
    }
    Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
}

/// Moves a due reminder to its next instant, and inserts the occurrence that has fired. Returns `None` if no new
/// message is needed. This is so if the reminder is not due, or if it was changed since it was read. It is also so if
/// the member snoozed an earlier occurrence until this instant, because the snooze already has a message.
async fn fire<'a>(tx: &mut Tx, reminder: &'a Reminder, now: Timestamp) -> Result<Option<FiredOccurrence<'a>>, DbError> {
    let Some(fired) = reminder.fire(now) else { return Ok(None) };
    if !store::advance(tx, reminder, fired.next_at, now).await? {
        return Ok(None);
    }
    let due_at = fired.occurrence_at;
    let missed = fired.missed.saturating_add(lifecycle::recall_pending_before(tx, reminder.id, due_at, now).await?);
    // A dropped snooze with the same instant would block the insert (unique on reminder and instant), so delete it.
    store::delete_dropped_snooze(tx, reminder.id, due_at).await?;
    let id = store::insert_occurrence(tx, reminder.id, due_at, OccurrenceKind::Planned, missed, now).await?;
    if reminder.plan.rule.is_some() && fired.next_at.is_none() {
        // The reminder is over now, so its older messages must no longer have a button to stop it.
        deliveries::re_render_newest(tx, reminder.id, None, now).await?;
    }
    Ok(id.map(|id| FiredOccurrence { reminder, id, due_at }))
}

/// Recomputes the next instant of every active reminder that was planned with another version of the tz data. Called
/// once at start. Returns the number of rescheduled reminders. Sets aside a reminder that cannot be read.
pub async fn reschedule_for_tz_data(db: &Db, now: Timestamp) -> Result<usize, DbError> {
    let (mut rescheduled, mut after) = (0, ReminderId(0));
    loop {
        let batch = db.write(async |tx| {
            let ids =
                store::reminders_planned_with_other_tz_data(tx, tz_data().version, after, RESCHEDULE_BATCH).await?;
            let mut count = 0;
            for id in &ids {
                count += usize::from(reschedule_readable(tx, *id, now).await?);
            }
            Ok::<_, DbError>((ids.last().copied(), count))
        });
        let (last, count) = batch.await?;
        rescheduled += count;
        match last {
            Some(last) => after = last,
            None => return Ok(rescheduled),
        }
    }
}

/// Reschedules one reminder. Returns false if it does not exist or cannot be read. Sets it aside if it cannot be read.
async fn reschedule_readable(tx: &mut Tx, id: ReminderId, now: Timestamp) -> Result<bool, DbError> {
    match store::get(tx, id).await {
        Ok(Some(reminder)) => {
            lifecycle::reschedule(tx, &reminder, &reminder.plan, now).await?;
            Ok(true)
        }
        Ok(None) => Ok(false),
        Err(error) if error.affects_one_row() => {
            db::set_aside(tx, &SetAside::new(store::TABLE, id.0, &error), now).await?;
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

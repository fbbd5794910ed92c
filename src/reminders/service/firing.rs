//! Firing of due reminders, and rescheduling after new tz data.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::{Db, DbError, Tx};
use crate::members::MemberId;
use crate::reminders::deliveries::{self, FiredOccurrence};
use crate::reminders::lifecycle;
use crate::reminders::model::Reminder;
use crate::reminders::store::{self, OccurrenceKind};
use crate::time::{Timestamp, tz_data};

/// Reminders that one transaction reschedules.
const RESCHEDULE_BATCH: u32 = 500;

/// Fires due reminders: enqueues an occurrence of each and moves it to its next one. Returns how many it handled: about
/// `limit`, because all due reminders of one member are handled together and can share a catch-up message.
pub async fn fire_due(db: &Db, now: Timestamp, limit: u32) -> Result<u32, DbError> {
    // Read first: usually nothing is due, and then the writer is not needed.
    let due = store::due(&mut *db.read().await?, now, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    db.write(async |tx| {
        let due = with_others_of_members(tx, due, now).await?;
        let mut fired_for: BTreeMap<MemberId, Vec<FiredOccurrence<'_>>> = BTreeMap::new();
        for reminder in &due {
            if let Some(occurrence) = fire(tx, reminder, now).await? {
                fired_for.entry(reminder.member).or_default().push(occurrence);
            }
        }
        for (member, fired) in fired_for {
            deliveries::enqueue_fired(tx, member, fired, now).await?;
        }
        Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
    })
    .await
}

/// Adds the other due reminders of the same members.
async fn with_others_of_members(tx: &mut Tx, mut due: Vec<Reminder>, now: Timestamp) -> Result<Vec<Reminder>, DbError> {
    let members: BTreeSet<MemberId> = due.iter().map(|reminder| reminder.member).collect();
    for member in members {
        for reminder in store::active_of_member(tx, member).await? {
            if reminder.is_due(now) && !due.iter().any(|known| known.id == reminder.id) {
                due.push(reminder);
            }
        }
    }
    Ok(due)
}

/// `None` when it was changed meanwhile, and when the member snoozed an earlier occurrence until exactly this instant:
/// then that one counts for both.
async fn fire<'a>(tx: &mut Tx, reminder: &'a Reminder, now: Timestamp) -> Result<Option<FiredOccurrence<'a>>, DbError> {
    let Some(fired) = reminder.fire(now) else { return Ok(None) };
    if !store::advance(tx, reminder, fired.next_at, now).await? {
        return Ok(None);
    }
    let due_at = fired.occurrence_at;
    let id = store::insert_occurrence(tx, reminder.id, due_at, OccurrenceKind::Planned, fired.missed, now).await?;
    Ok(id.map(|id| FiredOccurrence { reminder, id, due_at }))
}

/// Computes again the next instant of every reminder that was planned with other tz data. Called once at start; returns
/// how many there were.
pub async fn reschedule_for_tz_data(db: &Db, now: Timestamp) -> Result<usize, DbError> {
    let mut rescheduled = 0;
    loop {
        let batch = db.write(async |tx| {
            let old = store::planned_with_other_tz_data(tx, tz_data().version, RESCHEDULE_BATCH).await?;
            for reminder in &old {
                lifecycle::reschedule(tx, reminder, &reminder.plan, now).await?;
            }
            Ok::<_, DbError>(old.len())
        });
        match batch.await? {
            0 => return Ok(rescheduled),
            count => rescheduled += count,
        }
    }
}

//! Enqueues, re-renders, reschedules and cancels the deliveries of occurrences. [`policy`](super::policy) decides what
//! is sent and when. [`source`](super::source) asks it once more before each attempt.
//!
//! A delivery carries the occurrences whose `delivery_id` refers to it: one occurrence, or several late ones in a
//! catch-up message. The subject of a delivery names the occurrence for which it was enqueued.

use super::model::{OccurrenceId, OccurrenceKind, Reminder, ReminderId};
use super::policy::{self, ChosenBy, MAX_CATCH_UP};
use super::store::{self, Occurrence, OccurrenceState};
use crate::db::{DbError, Tx};
use crate::delivery::{Action, Address, DeliveryId, Lane, NewDelivery, Record, SourceName, State, outbox};
use crate::members::{self, MemberId};
use crate::time::Timestamp;

/// The name under which reminders enqueue their deliveries.
pub const SOURCE: SourceName = SourceName::new("reminder");

/// The number of a reminder's newest messages that are re-rendered. Nobody looks at older messages, and Discord slows
/// down edits of old messages.
const MAX_RE_RENDERED: u32 = 5;

/// An occurrence that has just fired.
pub struct FiredOccurrence<'a> {
    pub reminder: &'a Reminder,
    pub id: OccurrenceId,
    pub due_at: Timestamp,
}

/// Enqueues the message of one occurrence. The message is not sent before `not_before`.
pub async fn enqueue(
    tx: &mut Tx,
    reminder: &Reminder,
    id: OccurrenceId,
    kind: OccurrenceKind,
    not_before: Timestamp,
    now: Timestamp,
) -> Result<DeliveryId, DbError> {
    enqueue_with_key(tx, reminder, id, kind, format!("reminder/{id}"), not_before, now).await
}

/// Makes a dropped occurrence pending again. Uses its old delivery if this delivery has no outcome yet. Otherwise
/// enqueues a new delivery.
pub async fn restore(tx: &mut Tx, reminder: &Reminder, occurrence: &Occurrence, now: Timestamp) -> Result<(), DbError> {
    let (id, kind) = (occurrence.id, occurrence.kind);
    store::move_occurrence(tx, id, OccurrenceState::Dropped, OccurrenceState::Pending, now).await?;
    let state = delivery_of(tx, occurrence).await?.map(|record| record.state);
    if let Some(State::Pending | State::Retry | State::Sending { .. } | State::Unknown { .. }) = state {
        return Ok(());
    }
    let key = format!("reminder/{id}/{}", now.as_millisecond());
    enqueue_with_key(tx, reminder, id, kind, key, occurrence.due_at.max(now), now).await.map(|_| ())
}

async fn enqueue_with_key(
    tx: &mut Tx,
    reminder: &Reminder,
    id: OccurrenceId,
    kind: OccurrenceKind,
    key: String,
    not_before: Timestamp,
    now: Timestamp,
) -> Result<DeliveryId, DbError> {
    let action = Action::Post(Address::Member(reminder.member));
    // A reminder whose minute the member chose is urgent, because it is like an alarm clock. A reminder for a group can
    // wait until urgent messages are sent.
    let lane = match ChosenBy::of(reminder, kind) {
        ChosenBy::Member => Lane::Urgent,
        ChosenBy::Others => Lane::Routine,
    };
    let new = NewDelivery::new(SOURCE, format!("occurrence/{id}"), key, action, lane).not_before(not_before);
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::set_delivery(tx, id, delivery).await?;
    Ok(delivery)
}

/// Enqueues all occurrences that fired for one member in one transaction. Late occurrences that may be sent now share
/// catch-up messages.
pub async fn enqueue_fired(
    tx: &mut Tx,
    member: MemberId,
    mut fired: Vec<FiredOccurrence<'_>>,
    now: Timestamp,
) -> Result<(), DbError> {
    let member = members::service::get(tx, member).await?;
    let belongs_in_catch_up = |one: &FiredOccurrence<'_>| {
        policy::is_late(one.due_at, now)
            && member.as_ref().is_some_and(|member| {
                let chosen_by = ChosenBy::of(one.reminder, OccurrenceKind::Planned);
                policy::decide(chosen_by, member, one.due_at, now).is_send()
            })
    };
    // Sort the member's own reminders first. A message takes the lane of its first occurrence, and own reminders have
    // the more urgent lane.
    fired.sort_by_key(|one| (!one.reminder.is_own(), one.due_at, one.id));
    let (late, single): (Vec<_>, Vec<_>) = fired.into_iter().partition(belongs_in_catch_up);
    let not_before = match &member {
        Some(member) if !member.in_guild => policy::end_of_wait_for_return(now),
        _ => now,
    };
    for one in single {
        enqueue(tx, one.reminder, one.id, OccurrenceKind::Planned, not_before, now).await?;
    }
    for chunk in late.chunks(MAX_CATCH_UP) {
        let delivery = enqueue(tx, chunk[0].reminder, chunk[0].id, OccurrenceKind::Planned, not_before, now).await?;
        for one in &chunk[1..] {
            store::set_delivery(tx, one.id, delivery).await?;
        }
    }
    Ok(())
}

/// The result of recalling an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecallOutcome {
    /// The occurrence will not be sent.
    Recalled,
    /// The occurrence may still arrive: an attempt is under way, or an earlier attempt has an unknown outcome.
    UnderWay,
}

/// Recalls an occurrence. Cancels its message, unless this message also carries an occurrence that is still pending.
/// The caller must change the state of the occurrence.
pub async fn recall(
    tx: &mut Tx,
    occurrence: &Occurrence,
    reason: &'static str,
    now: Timestamp,
) -> Result<RecallOutcome, DbError> {
    let Some(record) = delivery_of(tx, occurrence).await? else { return Ok(RecallOutcome::Recalled) };
    if matches!(record.state, State::Sending { .. } | State::Unknown { .. }) {
        // If this attempt does not arrive, the recheck before the next attempt cancels the message.
        return Ok(RecallOutcome::UnderWay);
    }
    let carried = store::occurrences_carried_by(tx, record.id).await?;
    if carried.iter().all(|other| other.id == occurrence.id || other.state != OccurrenceState::Pending) {
        outbox::cancel_one(tx, record.id, reason, now).await?;
    }
    Ok(RecallOutcome::Recalled)
}

/// Enqueues an edit of the message of an occurrence.
pub async fn re_render(tx: &mut Tx, id: OccurrenceId, now: Timestamp) -> Result<(), DbError> {
    if let Some(delivery) = store::occurrence(tx, id).await?.and_then(|occurrence| occurrence.delivery) {
        outbox::edit(tx, delivery, Lane::Prompt, now).await?;
    }
    Ok(())
}

/// Enqueues an edit of the newest messages of a reminder. Called after a change that all of them show: whether the
/// reminder continues, or when it is due next. Leaves out `except`, the delivery that the response to an interaction
/// renders.
pub async fn re_render_newest(
    tx: &mut Tx,
    reminder: ReminderId,
    except: Option<DeliveryId>,
    now: Timestamp,
) -> Result<(), DbError> {
    for delivery in store::newest_messages(tx, reminder, MAX_RE_RENDERED).await? {
        if Some(delivery) != except {
            outbox::edit(tx, delivery, Lane::Prompt, now).await?;
        }
    }
    Ok(())
}

/// Enqueues an edit of the message that the member snoozed until the occurrence `snooze`.
pub async fn re_render_snoozed(tx: &mut Tx, snooze: &Occurrence, now: Timestamp) -> Result<(), DbError> {
    match store::snoozed_occurrence_before(tx, snooze.reminder, snooze.due_at).await? {
        Some(snoozed) => re_render(tx, snoozed, now).await,
        None => Ok(()),
    }
}

/// Moves the next attempt at the message of an occurrence to `at`, or to `now` if `at` has passed.
pub async fn reschedule(tx: &mut Tx, occurrence: &Occurrence, at: Timestamp, now: Timestamp) -> Result<(), DbError> {
    if let Some(record) = delivery_of(tx, occurrence).await? {
        outbox::retime(tx, SOURCE, &record.subject, at.max(now), now).await?;
    }
    Ok(())
}

async fn delivery_of(tx: &mut Tx, occurrence: &Occurrence) -> Result<Option<Record>, DbError> {
    match occurrence.delivery {
        Some(delivery) => outbox::find(tx, delivery).await,
        None => Ok(None),
    }
}

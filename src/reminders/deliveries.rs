//! Enqueues, re-renders, reschedules and cancels the deliveries of occurrences. [`policy`](super::policy) decides what
//! is sent and when. [`source`](super::source) checks this again before each attempt.
//!
//! A delivery carries the occurrences whose `delivery_id` refers to it: one occurrence, or several late ones in a
//! catch-up message. Its subject names the occurrence that it was enqueued for.

use super::model::{OccurrenceId, OccurrenceKind, Reminder, ReminderId};
use super::policy::{self, ChosenBy, MAX_CATCH_UP};
use super::store::{self, Occurrence, OccurrenceState};
use crate::db::{DbError, Tx};
use crate::delivery::{Action, Address, DeliveryId, Lane, NewDelivery, Record, SourceName, State, outbox};
use crate::members::{self, MemberId};
use crate::time::Timestamp;

pub const SOURCE: SourceName = SourceName::new("reminder");

/// How many of a reminder's newest messages are re-rendered. Older ones are out of sight, and Discord slows down edits
/// of old messages.
const MAX_RE_RENDERED: u32 = 5;

/// An occurrence that has just fired.
pub struct FiredOccurrence<'a> {
    pub reminder: &'a Reminder,
    pub id: OccurrenceId,
    pub due_at: Timestamp,
}

/// Enqueues the message of one occurrence. It is not sent before `not_before`.
pub async fn enqueue(
    tx: &mut Tx,
    reminder: &Reminder,
    id: OccurrenceId,
    kind: OccurrenceKind,
    not_before: Timestamp,
    now: Timestamp,
) -> Result<DeliveryId, DbError> {
    enqueue_as(tx, reminder, id, kind, format!("reminder/{id}"), not_before, now).await
}

/// Makes a dropped occurrence pending again. Reuses the delivery of the occurrence if the delivery is not settled yet;
/// otherwise enqueues a new delivery.
pub async fn restore(tx: &mut Tx, reminder: &Reminder, occurrence: &Occurrence, now: Timestamp) -> Result<(), DbError> {
    let (id, kind) = (occurrence.id, occurrence.kind);
    store::move_occurrence(tx, id, OccurrenceState::Dropped, OccurrenceState::Pending, now).await?;
    let state = delivery_of(tx, occurrence).await?.map(|record| record.state);
    if let Some(State::Pending | State::Retry | State::Sending { .. } | State::Unknown { .. }) = state {
        return Ok(());
    }
    let key = format!("reminder/{id}/{}", now.as_millisecond());
    enqueue_as(tx, reminder, id, kind, key, occurrence.due_at.max(now), now).await.map(|_| ())
}

async fn enqueue_as(
    tx: &mut Tx,
    reminder: &Reminder,
    id: OccurrenceId,
    kind: OccurrenceKind,
    key: String,
    not_before: Timestamp,
    now: Timestamp,
) -> Result<DeliveryId, DbError> {
    let action = Action::Post(Address::Member(reminder.member));
    // A reminder that the member asked for is like an alarm clock, so it is urgent. A reminder for a group can wait for
    // urgent messages.
    let lane = match ChosenBy::of(reminder, kind) {
        ChosenBy::Member => Lane::Urgent,
        ChosenBy::Others => Lane::Routine,
    };
    let new = NewDelivery::new(SOURCE, format!("occurrence/{id}"), key, action, lane).not_before(not_before);
    let delivery = outbox::enqueue(tx, new, now).await?;
    store::set_delivery(tx, id, delivery).await?;
    Ok(delivery)
}

/// Enqueues all occurrences that fired for one member at the same time. Late occurrences that may be sent now share
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
    // The member's own reminders come first: a message takes the lane of its first occurrence, and the lane of own
    // reminders is more urgent.
    fired.sort_by_key(|one| (!one.reminder.is_own(), one.due_at, one.id));
    let (late, single): (Vec<_>, Vec<_>) = fired.into_iter().partition(belongs_in_catch_up);
    let not_before = match &member {
        Some(member) if !member.in_guild => policy::waits_for_return_until(now),
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
pub enum Recall {
    /// The occurrence is not sent any more.
    Recalled,
    /// An attempt is under way, or an earlier attempt may have arrived.
    UnderWay,
}

/// Cancels the message of an occurrence, unless the message carries other occurrences that are pending.
pub async fn recall(
    tx: &mut Tx,
    occurrence: &Occurrence,
    reason: &'static str,
    now: Timestamp,
) -> Result<Recall, DbError> {
    let Some(record) = delivery_of(tx, occurrence).await? else { return Ok(Recall::Recalled) };
    if matches!(record.state, State::Sending { .. } | State::Unknown { .. }) {
        // If the attempt does not arrive, the recheck before the next attempt cancels the message.
        return Ok(Recall::UnderWay);
    }
    let carried = store::carried_by(tx, record.id).await?;
    if carried.iter().all(|other| other.id == occurrence.id || other.state != OccurrenceState::Pending) {
        outbox::cancel_one(tx, record.id, reason, now).await?;
    }
    Ok(Recall::Recalled)
}

/// Enqueues an edit of the message of an occurrence.
pub async fn re_render(tx: &mut Tx, id: OccurrenceId, now: Timestamp) -> Result<(), DbError> {
    if let Some(delivery) = store::occurrence(tx, id).await?.and_then(|occurrence| occurrence.delivery) {
        outbox::edit(tx, delivery, Lane::Prompt, now).await?;
    }
    Ok(())
}

/// Enqueues an edit of the newest messages of a reminder, after a change that all of them show: whether the reminder
/// continues, or when it is due next. `except` is the message that the response to an interaction renders.
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

/// Enqueues an edit of the message whose snooze ends at the occurrence `snooze`.
pub async fn re_render_snoozed(tx: &mut Tx, snooze: &Occurrence, now: Timestamp) -> Result<(), DbError> {
    match store::snoozed_before(tx, snooze.reminder, snooze.due_at).await? {
        Some(snoozed) => re_render(tx, snoozed, now).await,
        None => Ok(()),
    }
}

/// Moves the first attempt at a message to `at`, or to `now` if `at` has passed.
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

//! Records the result of an attempt, with its consequences, in one transaction.
//!
//! Each function reads the delivery again in its transaction. If something else changed the delivery since the attempt
//! began, the function changes nothing: for example, the gateway has reported the message, or somebody has cancelled
//! the delivery.

use std::time::Duration;

use super::context::Context;
use super::event::{Event, EventKind};
use super::model::{Action, Address, Cause, Counts, DeliveryId, Failure, Posted};
use super::outage::MAX_WAIT_IN_OUTAGE;
use super::record::{End, Record};
use super::route::Place;
use super::source::{Due, Outcome, SourceError};
use super::{metrics, notices, settle, store};
use crate::db::{DbError, Tx};
use crate::members;
use crate::time::{SignedDuration, Timestamp};

/// The wait before the next check of an outcome, after Magpie had no permission to read the channel.
const UNREADABLE_SEARCH_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// An outcome that has been unknown for longer than this will probably stay unknown, so it is reported to people.
const REPORT_UNKNOWN_AFTER: SignedDuration = SignedDuration::from_hours(1);
const NOT_ARRIVED: &str = "it had not arrived";

/// Whether an unknown outcome can become known without an action by people.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Resolution {
    MaySettle,
    /// Magpie cannot check the outcome before somebody has changed something, such as a permission.
    NeedsPeople,
}

/// Records that the delivery arrived. Does nothing if its outcome is already known. If the source fails to handle the
/// arrival, the delivery is still recorded as sent, so that nobody gets the message twice.
pub(super) async fn handle_arrival(context: &Context, record: &Record, posted: Posted) -> Result<(), SourceError> {
    let arrived = match record_sent(context, record, posted).await {
        Err(error) if error.is_delivery_fault() => {
            tracing::error!(delivery.id = record.id.0, %error, "a delivery arrived, but its source cannot handle it");
            context.db.write(async |tx| record_arrival(tx, record.id, posted).await).await?
        }
        recorded => recorded?,
    };
    // Count the arrival only after it is durable.
    if let Some(record) = arrived {
        metrics::record_arrival(&record, posted.at);
    }
    Ok(())
}

async fn record_sent(context: &Context, record: &Record, posted: Posted) -> Result<Option<Record>, SourceError> {
    context
        .db
        .write(async |tx| {
            let Some(record) = record_arrival(tx, record.id, posted).await? else { return Ok(None) };
            let source = context.sources.of(&record)?;
            source.settled(tx, &Due::of(&record), &Outcome::Sent(posted), posted.at).await?;
            store::wake_edits(tx, record.id, posted.at).await?;
            if let (Action::Post(Address::Member(member)), Some(channel)) = (&record.action, posted.channel) {
                members::service::record_dm_arrival(tx, *member, channel, posted.at).await?;
            }
            notices::record_settled(tx, record.id, posted.at).await?;
            Ok(Some(record))
        })
        .await
}

/// Records the delivery as sent and returns it. Returns `None` if its outcome is already known.
async fn record_arrival(tx: &mut Tx, id: DeliveryId, posted: Posted) -> Result<Option<Record>, DbError> {
    let Some(current) = store::by_id(tx, id).await? else { return Ok(None) };
    let Some(transition) = current.mark_sent(posted) else { return Ok(None) };
    let record = store::apply(tx, transition).await?;
    store::record_event(tx, id, &Event::new(posted.at, EventKind::Sent)).await?;
    Ok(Some(record))
}

/// A failed attempt and its reason.
pub(super) struct FailedAttempt<'a> {
    pub reason: &'a str,
    /// How long the platform asked us to wait; `None` if it did not ask.
    pub retry_after_ms: Option<u64>,
    pub counts: Counts,
}

/// Records that no response came, so the message may have arrived. If the action can safely be repeated, records only a
/// failed attempt, because no search is needed.
pub(super) async fn handle_lost_response(
    context: &Context,
    record: &Record,
    reason: &str,
    counts: Counts,
) -> Result<(), SourceError> {
    if record.action.is_repeatable() {
        return handle_failure(context, record, &FailedAttempt { reason, retry_after_ms: None, counts }).await;
    }
    let now = context.clock.now();
    let search_at = plus_duration(now, context.settings.wait_to_resend(record.attempt));
    context
        .db
        .write(async |tx| {
            let Some(current) = read_if_unchanged(tx, record).await? else { return Ok(()) };
            let Some(transition) = current.mark_unknown(search_at, reason, counts, now) else { return Ok(()) };
            let record = store::apply(tx, transition).await?;
            let event = Event::new(now, EventKind::Unknown).until(search_at).detail(reason);
            store::record_event(tx, record.id, &event).await?;
            report_first_failure(tx, context, &record, now).await?;
            report_unknown(tx, context, &record, reason, Resolution::MaySettle, now).await
        })
        .await
}

/// Reports an unknown outcome to people if it has been unknown for a long time, if the message was due long ago, or if
/// only people can make it known.
async fn report_unknown(
    tx: &mut Tx,
    context: &Context,
    record: &Record,
    reason: &str,
    resolution: Resolution,
    now: Timestamp,
) -> Result<(), SourceError> {
    let is_long = |since: Timestamp| now.duration_since(since) > REPORT_UNKNOWN_AFTER;
    if resolution == Resolution::MaySettle
        && !record.state.unknown_since().is_some_and(is_long)
        && !is_long(record.wanted_at())
    {
        return Ok(());
    }
    let source = context.sources.of(record)?;
    source.settled(tx, &Due::of(record), &Outcome::Unknown, now).await?;
    Ok(notices::record_unknown(tx, source.failure_reporting(), record, reason, now).await?)
}

/// Records a failed attempt and plans the next attempt. After the last attempt the delivery fails. If an earlier
/// attempt may have arrived, the next step is another search and not another attempt.
pub(super) async fn handle_failure(
    context: &Context,
    record: &Record,
    attempt: &FailedAttempt<'_>,
) -> Result<(), SourceError> {
    let now = context.clock.now();
    let &FailedAttempt { reason, retry_after_ms, counts } = attempt;
    let wait = context.settings.wait_after(record.attempt.max(1), retry_after_ms, context.rng());
    let due_at = plus_duration(now, limit_wait_in_outage(context, record, wait, attempt));
    if record.state.unknown_since().is_some() {
        return search_again(context, record, due_at, reason, Resolution::MaySettle).await;
    }
    context
        .db
        .write(async |tx| {
            let Some(current) = read_if_unchanged(tx, record).await? else { return Ok(()) };
            if is_replaced(tx, &current).await? {
                return settle::end(tx, &context.sources, current, End::Cancelled, None, now).await;
            }
            let Some(transition) = current.clone().retry(due_at, reason, counts) else { return Ok(()) };
            if counts == Counts::Yes && context.settings.is_exhausted(transition.to.counted_attempts(), retry_after_ms)
            {
                return fail_exhausted(tx, context, current, reason, now).await;
            }
            let record = store::apply(tx, transition).await?;
            store::record_event(tx, record.id, &Event::new(now, EventKind::Retry).until(due_at).detail(reason)).await?;
            report_first_failure(tx, context, &record, now).await
        })
        .await
}

/// Shortens the wait of a delivery that failed in an outage, so that the delivery is sent soon after the outage. During
/// the outage, the dispatcher pauses all deliveries anyway.
fn limit_wait_in_outage(context: &Context, record: &Record, wait: Duration, attempt: &FailedAttempt<'_>) -> Duration {
    let is_outage = attempt.counts == Counts::No || context.outage(record).paused_until().is_some();
    if is_outage && attempt.retry_after_ms.is_none() { wait.min(MAX_WAIT_IN_OUTAGE) } else { wait }
}

async fn fail_exhausted(
    tx: &mut Tx,
    context: &Context,
    current: Record,
    reason: &str,
    now: Timestamp,
) -> Result<(), SourceError> {
    tracing::warn!(delivery.id = current.id.0, reason, "a delivery failed after its last attempt");
    let failure = Failure { cause: Cause::Exhausted, reason: reason.to_owned() };
    settle::end(tx, &context.sources, current, End::Failed(failure), None, now).await
}

/// Tells the source that the first attempt failed, so that the source can show that the delivery is being retried. Does
/// nothing after any later attempt.
async fn report_first_failure(
    tx: &mut Tx,
    context: &Context,
    record: &Record,
    now: Timestamp,
) -> Result<(), SourceError> {
    match record.attempt {
        1 => context.sources.of(record)?.first_attempt_failed(tx, &Due::of(record), now).await,
        _ => Ok(()),
    }
}

/// Records that `place` refused the message permanently. The next route is tried; after the last route the delivery
/// fails.
pub(super) async fn handle_refusal(
    context: &Context,
    record: &Record,
    place: &Place,
    failure: Failure,
) -> Result<(), SourceError> {
    let now = context.clock.now();
    let is_rerouted = context
        .db
        .write(async |tx| -> Result<bool, SourceError> {
            let Action::Post(Address::Member(member)) = record.action else { return Ok(false) };
            let Some(current) = read_if_unchanged(tx, record).await? else { return Ok(true) };
            let route = context.routes.of(&current.route)?;
            let next = route.next_route(tx, member, place, failure.cause, now).await?;
            let Some(transition) = next.and_then(|next| current.reroute(next, now)) else { return Ok(false) };
            let record = store::apply(tx, transition).await?;
            let event = Event::new(now, EventKind::Rerouted).detail(&failure.reason);
            store::record_event(tx, record.id, &event).await?;
            Ok(true)
        })
        .await?;
    if is_rerouted { Ok(()) } else { give_up(context, record, failure).await }
}

pub(super) async fn give_up(context: &Context, record: &Record, failure: Failure) -> Result<(), SourceError> {
    let now = context.clock.now();
    let (id, cause, reason) = (record.id, failure.cause, failure.reason.as_str());
    tracing::warn!(delivery.id = id.0, ?cause, reason, "a delivery failed permanently");
    let ended = context.db.write(async |tx| {
        let Some(current) = store::by_id(tx, record.id).await? else { return Ok(()) };
        settle::end(tx, &context.sources, current, End::Failed(failure.clone()), None, now).await
    });
    ended.await
}

/// Postpones the delivery to `until`, because something else must happen before its next attempt.
pub(super) async fn postpone(context: &Context, record: &Record, until: Timestamp) -> Result<(), SourceError> {
    let done: Result<(), DbError> = context
        .db
        .write(async |tx| {
            let Some(current) = read_if_unchanged(tx, record).await? else { return Ok(()) };
            if let Some(transition) = current.postpone(until) {
                store::apply(tx, transition).await?;
            }
            Ok(())
        })
        .await;
    Ok(done?)
}

/// Records that no attempt has arrived. The delivery is retried. If it has no attempts left, it fails.
pub(super) async fn handle_not_arrived(context: &Context, record: &Record) -> Result<(), SourceError> {
    let now = context.clock.now();
    context
        .db
        .write(async |tx| {
            let Some(current) = read_if_unchanged(tx, record).await? else { return Ok(()) };
            let Some(transition) = current.clone().mark_not_arrived(now, NOT_ARRIVED) else { return Ok(()) };
            if context.settings.is_exhausted(current.counted_attempts(), None) {
                let reason = current.reason.clone().unwrap_or_else(|| NOT_ARRIVED.to_owned());
                return fail_exhausted(tx, context, current, &reason, now).await;
            }
            let record = store::apply(tx, transition).await?;
            store::record_event(tx, record.id, &Event::new(now, EventKind::Retry).detail(NOT_ARRIVED)).await?;
            tracing::debug!(delivery.id = record.id.0, "a delivery with an unknown outcome had not arrived");
            Ok(())
        })
        .await
}

/// Records that a search for the message failed, so the outcome stays unknown. `began_at`: when the first attempt that
/// may have arrived began.
pub(super) async fn handle_failed_search(
    context: &Context,
    record: &Record,
    began_at: Timestamp,
    reason: &str,
) -> Result<(), SourceError> {
    let now = context.clock.now();
    let wait = context.settings.wait_to_search(now.duration_since(began_at), context.rng());
    let wait = if context.outage(record).paused_until().is_some() { wait.min(MAX_WAIT_IN_OUTAGE) } else { wait };
    search_again(context, record, plus_duration(now, wait), reason, Resolution::MaySettle).await
}

/// Records that Magpie cannot check the outcome before people change something, such as a permission.
pub(super) async fn handle_impossible_search(
    context: &Context,
    record: &Record,
    reason: &str,
) -> Result<(), SourceError> {
    let search_at = plus_signed_duration(context.clock.now(), UNREADABLE_SEARCH_AFTER);
    search_again(context, record, search_at, reason, Resolution::NeedsPeople).await
}

async fn search_again(
    context: &Context,
    record: &Record,
    search_at: Timestamp,
    reason: &str,
    resolution: Resolution,
) -> Result<(), SourceError> {
    let now = context.clock.now();
    context
        .db
        .write(async |tx| {
            let Some(current) = read_if_unchanged(tx, record).await? else { return Ok(()) };
            let Some(transition) = current.search_again(search_at, reason) else { return Ok(()) };
            let record = store::apply(tx, transition).await?;
            let event = Event::new(now, EventKind::Unknown).until(search_at).detail(reason);
            store::record_event(tx, record.id, &event).await?;
            report_unknown(tx, context, &record, reason, resolution, now).await
        })
        .await
}

/// Whether another edit of the same message waits. That edit will render the current state, so the edit `record` is not
/// needed.
pub(super) async fn is_replaced(tx: &mut Tx, record: &Record) -> Result<bool, DbError> {
    match record.action {
        Action::Edit(of) => store::another_edit_waits(tx, of, record.id).await,
        _ => Ok(false),
    }
}

/// Reads the delivery again; `None` if something else changed it since `record` was read.
async fn read_if_unchanged(tx: &mut Tx, record: &Record) -> Result<Option<Record>, DbError> {
    let is_same = |now: &Record| now.state.kind() == record.state.kind() && now.attempt == record.attempt;
    Ok(store::by_id(tx, record.id).await?.filter(is_same))
}

fn plus_signed_duration(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

fn plus_duration(now: Timestamp, wait: Duration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

//! The results of an attempt: each is recorded in one transaction with its consequences.
//!
//! Each reads the delivery again in its transaction. When something else changed it since the attempt began (the
//! gateway brought the message, somebody cancelled it), the result changes nothing.

use std::time::Duration;

use super::context::Context;
use super::event::{Event, EventKind};
use super::model::{Action, Address, Cause, Counts, DeliveryId, Failure, Posted};
use super::outage::MAX_WAIT_OF_ONE;
use super::record::{End, Record};
use super::route::Place;
use super::source::{Due, Outcome, SourceError};
use super::{metrics, notices, settle, store};
use crate::db::{DbError, Tx};
use crate::members;
use crate::time::{SignedDuration, Timestamp};

/// How long until an unknown outcome that cannot be checked now is checked again.
const UNREADABLE_LOOK_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// An outcome that is unknown for this long will not settle by itself: people are told.
const TELL_UNKNOWN_AFTER: SignedDuration = SignedDuration::from_hours(1);
const NOT_ARRIVED: &str = "it had not arrived";

/// Whether an unknown outcome may settle itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Resolution {
    MaySettle,
    /// Magpie can check it only after somebody has changed something, such as a permission.
    NeedsPeople,
}

/// It arrived. Does nothing when that is known already. When its source cannot take that in, at least the delivery is
/// recorded as sent: nobody gets it twice.
pub(super) async fn sent(context: &Context, record: &Record, posted: Posted) -> Result<(), SourceError> {
    let arrived = match sent_and_told(context, record, posted).await {
        Err(error) if error.is_of_the_delivery() => {
            tracing::error!(delivery.id = record.id.0, %error, "a delivery arrived, and its source cannot be told");
            context.db.write(async |tx| record_arrival(tx, record.id, posted).await).await?
        }
        told => told?,
    };
    // Counted once the arrival is durable.
    if let Some(record) = arrived {
        metrics::arrived(&record, posted.at);
    }
    Ok(())
}

async fn sent_and_told(context: &Context, record: &Record, posted: Posted) -> Result<Option<Record>, SourceError> {
    context
        .db
        .write(async |tx| {
            let Some(record) = record_arrival(tx, record.id, posted).await? else { return Ok(None) };
            let source = context.sources.of(&record)?;
            source.settled(tx, &Due::of(&record), &Outcome::Sent(posted), posted.at).await?;
            store::wake_edits(tx, record.id, posted.at).await?;
            if let (Action::Post(Address::Member(member)), Some(channel)) = (&record.action, posted.channel) {
                members::service::messaged(tx, *member, channel, posted.at).await?;
            }
            notices::settled(tx, record.id, posted.at).await?;
            Ok(Some(record))
        })
        .await
}

/// Records the delivery as sent; `None` when its outcome is known already.
async fn record_arrival(tx: &mut Tx, id: DeliveryId, posted: Posted) -> Result<Option<Record>, DbError> {
    let Some(current) = store::by_id(tx, id).await? else { return Ok(None) };
    let Some(transition) = current.arrived(posted) else { return Ok(None) };
    let record = store::apply(tx, transition).await?;
    store::note(tx, id, &Event::new(posted.at, EventKind::Sent)).await?;
    Ok(Some(record))
}

/// An attempt that did not arrive, and why.
pub(super) struct FailedAttempt<'a> {
    pub reason: &'a str,
    /// What the platform asked for.
    pub retry_after_ms: Option<u64>,
    pub counts: Counts,
}

/// No answer came, so it may have arrived.
pub(super) async fn lost(context: &Context, record: &Record, reason: &str, counts: Counts) -> Result<(), SourceError> {
    if record.action.is_repeatable() {
        return failed(context, record, &FailedAttempt { reason, retry_after_ms: None, counts }).await;
    }
    let now = context.clock.now();
    let look_at = later(now, context.settings.wait_to_resend(record.attempt));
    context
        .db
        .write(async |tx| {
            let Some(current) = unchanged(tx, record).await? else { return Ok(()) };
            let Some(transition) = current.lost(look_at, reason, counts, now) else { return Ok(()) };
            let record = store::apply(tx, transition).await?;
            let event = Event::new(now, EventKind::Unknown).until(look_at).detail(reason);
            store::note(tx, record.id, &event).await?;
            tell_first_failure(tx, context, &record, now).await?;
            tell_unknown(tx, context, &record, reason, Resolution::MaySettle, now).await
        })
        .await
}

/// People are told of an outcome that has been unknown for long, or of a message that has been tried for long, each
/// time with an unknown outcome.
async fn tell_unknown(
    tx: &mut Tx,
    context: &Context,
    record: &Record,
    reason: &str,
    resolution: Resolution,
    now: Timestamp,
) -> Result<(), SourceError> {
    let is_long = |since: Timestamp| now.duration_since(since) > TELL_UNKNOWN_AFTER;
    if resolution == Resolution::MaySettle
        && !record.state.unknown_since().is_some_and(is_long)
        && !is_long(record.meant_at())
    {
        return Ok(());
    }
    let source = context.sources.of(record)?;
    source.settled(tx, &Due::of(record), &Outcome::Unknown, now).await?;
    Ok(notices::unknown(tx, source.tells(), record, reason, now).await?)
}

/// The attempt failed and may be repeated; after the last one the delivery fails. If an earlier attempt may have
/// arrived, the message is searched for again instead.
pub(super) async fn failed(context: &Context, record: &Record, attempt: &FailedAttempt<'_>) -> Result<(), SourceError> {
    let now = context.clock.now();
    let &FailedAttempt { reason, retry_after_ms, counts } = attempt;
    let wait = context.settings.wait_after(record.attempt.max(1), retry_after_ms, context.rng());
    let due_at = later(now, within_outage(context, wait, attempt));
    if record.state.unknown_since().is_some() {
        return look_again(context, record, due_at, reason, Resolution::MaySettle).await;
    }
    context
        .db
        .write(async |tx| {
            let Some(current) = unchanged(tx, record).await? else { return Ok(()) };
            if is_replaced(tx, &current).await? {
                return settle::end(tx, &context.sources, current, End::Cancelled, None, now).await;
            }
            let Some(transition) = current.clone().retry(due_at, reason, counts) else { return Ok(()) };
            if counts == Counts::Yes && context.settings.is_exhausted(transition.to.counted_attempts(), retry_after_ms)
            {
                return exhausted(tx, context, current, reason, now).await;
            }
            let record = store::apply(tx, transition).await?;
            store::note(tx, record.id, &Event::new(now, EventKind::Retry).until(due_at).detail(reason)).await?;
            tell_first_failure(tx, context, &record, now).await
        })
        .await
}

/// In an outage the dispatcher waits as a whole, so that no delivery has to wait much longer than the outage lasts.
fn within_outage(context: &Context, wait: Duration, attempt: &FailedAttempt<'_>) -> Duration {
    let is_outage = attempt.counts == Counts::No || context.outage.paused_until().is_some();
    if is_outage && attempt.retry_after_ms.is_none() { wait.min(MAX_WAIT_OF_ONE) } else { wait }
}

async fn exhausted(
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

/// Its source may show that it is being tried again. Reported once, at the first failure.
async fn tell_first_failure(
    tx: &mut Tx,
    context: &Context,
    record: &Record,
    now: Timestamp,
) -> Result<(), SourceError> {
    match record.attempt {
        1 => context.sources.of(record)?.retrying(tx, &Due::of(record), now).await,
        _ => Ok(()),
    }
}

/// `place` refused it for good: the next route is tried, and after the last one the delivery fails.
pub(super) async fn refused(
    context: &Context,
    record: &Record,
    place: &Place,
    failure: Failure,
) -> Result<(), SourceError> {
    let now = context.clock.now();
    let rerouted = context
        .db
        .write(async |tx| -> Result<bool, SourceError> {
            let Action::Post(Address::Member(member)) = record.action else { return Ok(false) };
            let Some(current) = unchanged(tx, record).await? else { return Ok(true) };
            let route = context.routes.of(&current.route)?;
            let next = route.next_route(tx, member, place, failure.cause, now).await?;
            let Some(transition) = next.and_then(|next| current.reroute(next, now)) else { return Ok(false) };
            let record = store::apply(tx, transition).await?;
            let event = Event::new(now, EventKind::Rerouted).detail(&failure.reason);
            store::note(tx, record.id, &event).await?;
            Ok(true)
        })
        .await?;
    if rerouted { Ok(()) } else { give_up(context, record, failure).await }
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

/// The delivery waits for something else until `until`.
pub(super) async fn postponed(context: &Context, record: &Record, until: Timestamp) -> Result<(), SourceError> {
    let done: Result<(), DbError> = context
        .db
        .write(async |tx| {
            let Some(current) = unchanged(tx, record).await? else { return Ok(()) };
            if let Some(transition) = current.postpone(until) {
                store::apply(tx, transition).await?;
            }
            Ok(())
        })
        .await;
    Ok(done?)
}

/// A check found that none of the attempts has arrived: an ordinary delivery again, unless that was the last attempt.
pub(super) async fn not_arrived(context: &Context, record: &Record) -> Result<(), SourceError> {
    let now = context.clock.now();
    context
        .db
        .write(async |tx| {
            let Some(current) = unchanged(tx, record).await? else { return Ok(()) };
            let Some(transition) = current.clone().not_arrived(now, NOT_ARRIVED) else { return Ok(()) };
            if context.settings.is_exhausted(current.counted_attempts(), None) {
                let reason = current.reason.clone().unwrap_or_else(|| NOT_ARRIVED.to_owned());
                return exhausted(tx, context, current, &reason, now).await;
            }
            let record = store::apply(tx, transition).await?;
            store::note(tx, record.id, &Event::new(now, EventKind::Retry).detail(NOT_ARRIVED)).await?;
            tracing::debug!(delivery.id = record.id.0, "a delivery with an unknown outcome had not arrived");
            Ok(())
        })
        .await
}

/// The check gave no answer this time. `began_at`: when the first attempt that may have arrived began.
pub(super) async fn still_unknown(
    context: &Context,
    record: &Record,
    began_at: Timestamp,
    reason: &str,
) -> Result<(), SourceError> {
    let now = context.clock.now();
    let wait = context.settings.wait_to_look(now.duration_since(began_at), context.rng());
    let wait = if context.outage.paused_until().is_some() { wait.min(MAX_WAIT_OF_ONE) } else { wait };
    look_again(context, record, later(now, wait), reason, Resolution::MaySettle).await
}

/// Nothing can be checked until people change something.
pub(super) async fn unreadable(context: &Context, record: &Record, reason: &str) -> Result<(), SourceError> {
    let look_at = after(context.clock.now(), UNREADABLE_LOOK_AFTER);
    look_again(context, record, look_at, reason, Resolution::NeedsPeople).await
}

async fn look_again(
    context: &Context,
    record: &Record,
    look_at: Timestamp,
    reason: &str,
    resolution: Resolution,
) -> Result<(), SourceError> {
    let now = context.clock.now();
    context
        .db
        .write(async |tx| {
            let Some(current) = unchanged(tx, record).await? else { return Ok(()) };
            let Some(transition) = current.look_again(look_at, reason) else { return Ok(()) };
            let record = store::apply(tx, transition).await?;
            let event = Event::new(now, EventKind::Unknown).until(look_at).detail(reason);
            store::note(tx, record.id, &event).await?;
            tell_unknown(tx, context, &record, reason, resolution, now).await
        })
        .await
}

/// Whether another edit of the same message waits. That one will render the current state, so this one is not needed.
pub(super) async fn is_replaced(tx: &mut Tx, record: &Record) -> Result<bool, DbError> {
    match record.action {
        Action::Edit(of) => store::another_edit_waits(tx, of, record.id).await,
        _ => Ok(false),
    }
}

/// The current delivery, unless something else changed it since `record` was read.
async fn unchanged(tx: &mut Tx, record: &Record) -> Result<Option<Record>, DbError> {
    let is_same = |now: &Record| now.state.kind() == record.state.kind() && now.attempt == record.attempt;
    Ok(store::by_id(tx, record.id).await?.filter(is_same))
}

fn after(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

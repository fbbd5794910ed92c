//! The results of an attempt: each is recorded in one transaction with its consequences.
//!
//! Each reads the delivery again in its transaction. When something else changed it since the attempt began (the
//! gateway brought the message, somebody cancelled it), the result changes nothing.

use std::time::Duration;

use super::context::Context;
use super::event::{Event, EventKind};
use super::model::{Action, Address, Cause, Failure, Posted};
use super::record::{End, Record};
use super::route::Place;
use super::source::{Due, Outcome, SourceError};
use super::{notices, settle, store};
use crate::db::{DbError, Tx};
use crate::members;
use crate::time::{SignedDuration, Timestamp};

/// The wait before the first check of an unknown outcome: usually the gateway sends the message before that.
const LOOK_AFTER: SignedDuration = SignedDuration::from_secs(5);
/// An unknown outcome that cannot be checked now is checked again after this long.
const UNREADABLE_LOOK_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// An outcome that is unknown for this long will not settle by itself: people are told.
const TELL_UNKNOWN_AFTER: SignedDuration = SignedDuration::from_hours(1);
const NOT_ARRIVED: &str = "it had not arrived";

/// Whether an unknown outcome may settle itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Prospect {
    MaySettle,
    /// Magpie cannot check until people change something.
    NeedsPeople,
}

/// It arrived. Does nothing when that is known already.
pub(super) async fn sent(context: &Context, record: &Record, posted: Posted) -> Result<(), SourceError> {
    context
        .db
        .write(async |tx| {
            let Some(current) = store::by_id(tx, record.id).await? else { return Ok(()) };
            let Some(transition) = current.arrived(posted) else { return Ok(()) };
            let record = store::apply(tx, transition).await?;
            store::note(tx, record.id, &Event::new(posted.at, EventKind::Sent)).await?;
            let source = context.sources.of(&record)?;
            source.settled(tx, &Due::of(&record), &Outcome::Sent(posted), posted.at).await?;
            store::wake_edits(tx, record.id, posted.at).await?;
            if let (Action::Post(Address::Member(member)), Some(channel)) = (&record.action, posted.channel) {
                members::service::messaged(tx, *member, channel, posted.at).await?;
            }
            notices::settled(tx, record.id, posted.at).await?;
            Ok(())
        })
        .await
}

/// No answer came, so it may have arrived.
pub(super) async fn lost(context: &Context, record: &Record, reason: &str) -> Result<(), SourceError> {
    if record.action.is_repeatable() {
        return failed(context, record, reason, None).await;
    }
    let now = context.clock.now();
    let look_at = after(now, LOOK_AFTER);
    context
        .db
        .write(async |tx| {
            let Some(current) = unchanged(tx, record).await? else { return Ok(()) };
            let Some(transition) = current.lost(look_at, reason, now) else { return Ok(()) };
            let record = store::apply(tx, transition).await?;
            let event = Event::new(now, EventKind::Unknown).until(look_at).detail(reason);
            store::note(tx, record.id, &event).await?;
            context.sources.of(&record)?.settled(tx, &Due::of(&record), &Outcome::Unknown, now).await
        })
        .await
}

/// The attempt failed and may be repeated; after the last one the delivery fails. When an earlier attempt may have
/// arrived, the delivery is searched for instead. `retry_after_ms`: what the platform asked for.
pub(super) async fn failed(
    context: &Context,
    record: &Record,
    reason: &str,
    retry_after_ms: Option<u64>,
) -> Result<(), SourceError> {
    let now = context.clock.now();
    if record.state.unknown_since().is_some() {
        let wait = context.settings.wait_after(record.attempt.max(1), retry_after_ms, context.rng());
        return look_again(context, record, later(now, wait), reason, Prospect::MaySettle).await;
    }
    if context.settings.is_exhausted(record.attempt, retry_after_ms) {
        return give_up(context, record, Failure { cause: Cause::Exhausted, reason: reason.to_owned() }).await;
    }
    let due_at = later(now, context.settings.wait_after(record.attempt, retry_after_ms, context.rng()));
    context
        .db
        .write(async |tx| {
            let Some(current) = unchanged(tx, record).await? else { return Ok(()) };
            if is_replaced(tx, &current).await? {
                return settle::end(tx, &context.sources, current, End::Cancelled, None, now).await;
            }
            let Some(transition) = current.retry(due_at, reason) else { return Ok(()) };
            let record = store::apply(tx, transition).await?;
            store::note(tx, record.id, &Event::new(now, EventKind::Retry).until(due_at).detail(reason)).await?;
            Ok(())
        })
        .await
}

/// `place` refused it permanently: the next route is tried, and after the last one the delivery fails.
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

/// The check found that no attempt has arrived: the delivery is tried again as usual.
pub(super) async fn not_arrived(context: &Context, record: &Record) -> Result<(), SourceError> {
    let now = context.clock.now();
    let done: Result<(), DbError> = context
        .db
        .write(async |tx| {
            let Some(current) = unchanged(tx, record).await? else { return Ok(()) };
            let Some(transition) = current.not_arrived(now, NOT_ARRIVED) else { return Ok(()) };
            let record = store::apply(tx, transition).await?;
            store::note(tx, record.id, &Event::new(now, EventKind::Retry).detail(NOT_ARRIVED)).await
        })
        .await;
    done?;
    tracing::info!(delivery.id = record.id.0, "a delivery with an unknown outcome had not arrived");
    Ok(())
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
    look_again(context, record, later(now, wait), reason, Prospect::MaySettle).await
}

/// Nothing can be checked until people change something.
pub(super) async fn unreadable(context: &Context, record: &Record, reason: &str) -> Result<(), SourceError> {
    let look_at = after(context.clock.now(), UNREADABLE_LOOK_AFTER);
    look_again(context, record, look_at, reason, Prospect::NeedsPeople).await
}

async fn look_again(
    context: &Context,
    record: &Record,
    look_at: Timestamp,
    reason: &str,
    prospect: Prospect,
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
            let since = record.state.unknown_since();
            let is_long = since.is_some_and(|since| now.duration_since(since) > TELL_UNKNOWN_AFTER);
            if prospect == Prospect::NeedsPeople || is_long {
                notices::unknown(tx, context.sources.of(&record)?.tells(), &record, reason, now).await?;
            }
            Ok(())
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

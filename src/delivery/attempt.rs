//! Runs one attempt: finds the channel, reserves a request within the rate limits, starts, sends, records the result.

use super::context::Context;
use super::model::{Action, Address, Cause, Counts, Failure, Posted};
use super::record::Record;
use super::results::FailedAttempt;
use super::route::{Edited, Job, LocateError, Order, Place, Reservation, Search, SendError};
use super::source::{Facts, SourceError};
use super::start::{Start, start};
use super::state::State;
use super::{results, store};
use crate::time::{SignedDuration, Timestamp};

/// The longest time between the last check of the state and the request. After more time the state may have changed
/// (the machine may have been suspended), so the attempt fails without a request.
const MAX_START_AGE: SignedDuration = SignedDuration::from_secs(15);
/// The platform's clock and ours may differ by this much. A search in a channel's history starts this much earlier.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_secs(60);
/// If a route can never find out whether a message arrived, the delivery ends as unconfirmed after this time.
const UNCONFIRMED_AFTER: SignedDuration = SignedDuration::from_hours(23);
/// When the message that an edit changes has not arrived yet, the edit is tried again this long after the message is
/// due.
const EDIT_RECHECK_DELAY: SignedDuration = SignedDuration::from_secs(5);

enum Task {
    Do(Job),
    /// The message to edit has not arrived yet. If the message still waits, it will be rendered with the change. If the
    /// message is in flight, it may lack the change. The edit is tried again at this instant, or when the message's
    /// outcome is known.
    NotYet(Timestamp),
    /// The message to edit or delete never arrived.
    NoMessage,
}

/// Runs one attempt and records its result, or postpones the delivery.
pub(super) async fn run(context: &Context, record: Record) -> Result<(), SourceError> {
    let now = context.clock.now();
    let job = match resolve_task(context, &record, now).await? {
        Task::Do(job) => job,
        Task::NotYet(until) => return results::postpone(context, &record, until).await,
        Task::NoMessage => {
            let reason = "the message to edit was never sent".to_owned();
            return results::give_up(context, &record, Failure { cause: Cause::NoMessage, reason }).await;
        }
    };
    let route = context.routes.of(&job.route)?;
    let place = match route.locate(&job, now).await {
        Ok(place) => place,
        Err(LocateError::Db(error)) => return Err(error.into()),
        // An earlier attempt may have arrived, so the delivery has not failed. There is no place to search in.
        Err(LocateError::Send(SendError::Permanent { failure })) if record.state.unknown_since().is_some() => {
            return results::handle_impossible_search(context, &record, &failure.reason).await;
        }
        Err(LocateError::Send(SendError::Permanent { failure })) => {
            return results::give_up(context, &record, failure).await;
        }
        // An expired delivery ends without a request, so it needs no channel.
        Err(LocateError::NotYet { .. }) if record.is_expired(now) && record.state.unknown_since().is_none() => {
            Place::default()
        }
        Err(LocateError::NotYet { until }) => {
            let end = record.expires_at.filter(|at| *at > now).unwrap_or(until);
            return results::postpone(context, &record, until.min(end)).await;
        }
        Err(LocateError::Send(error)) => {
            let counts = report_to_outage(context, &record, Some(&error), record.sending_at);
            return results::handle_failure(context, &record, &failed_attempt(&error, counts)).await;
        }
    };
    // An expired delivery ends without a request, so it needs no reservation.
    let reservation = if record.is_expired(now) { Reservation(None) } else { route.reserve(&job, &place).await };
    if !context.outage(&record).may_start(record.id) {
        // An outage began while this attempt waited for its reservation. Leave the row unchanged: a later round
        // attempts it again.
        return Ok(());
    }
    let now = context.clock.now();
    let previous = record.sending_at;
    let (record, facts, sound) = match start(context, &record, &job, &place, now).await? {
        Start::Send { record, facts, sound, .. } => (*record, facts, sound),
        Start::SearchFirst { facts } => {
            drop(reservation);
            return search(context, &record, job, place, facts).await;
        }
        Start::Done => return Ok(()),
    };
    if context.clock.now().duration_since(now) > MAX_START_AGE {
        let reason = "too much time passed between the last check and the request";
        let attempt = FailedAttempt { reason, retry_after_ms: None, counts: Counts::No };
        return results::handle_failure(context, &record, &attempt).await;
    }
    let order = Order { job, place, facts, sound, now };
    let outcome = route.deliver(&order, reservation).await;
    let counts = report_to_outage(context, &record, outcome.as_ref().err(), previous);
    match outcome {
        Ok(posted) => results::handle_arrival(context, &record, posted).await,
        Err(error @ (SendError::NotAttempted { .. } | SendError::Blocked { .. } | SendError::Transient { .. })) => {
            results::handle_failure(context, &record, &failed_attempt(&error, counts)).await
        }
        Err(SendError::Unknown { reason }) => results::handle_lost_response(context, &record, &reason, counts).await,
        // The platform refused this attempt, but an earlier attempt may have arrived: search for its message.
        Err(SendError::Permanent { .. }) if record.state.unknown_since().is_some() => {
            search(context, &record, order.job, order.place, Some(order.facts)).await
        }
        Err(SendError::Permanent { failure }) => results::handle_refusal(context, &record, &order.place, failure).await,
    }
}

/// Reports the result of an attempt to the outage detection. `error`: `None` if the attempt arrived. `previous`: when
/// the previous attempt of the delivery began. Returns whether the attempt counts towards the limit.
fn report_to_outage(
    context: &Context,
    record: &Record,
    error: Option<&SendError>,
    previous: Option<Timestamp>,
) -> Counts {
    context.outage(record).record_attempt(record.id, error, previous, context.clock.now(), context.rng())
}

fn failed_attempt(error: &SendError, counts: Counts) -> FailedAttempt<'_> {
    match error {
        SendError::Transient { reason, retry_after_ms } => {
            FailedAttempt { reason, retry_after_ms: *retry_after_ms, counts }
        }
        SendError::NotAttempted { reason } | SendError::Blocked { reason } | SendError::Unknown { reason } => {
            FailedAttempt { reason, retry_after_ms: None, counts }
        }
        SendError::Permanent { failure } => FailedAttempt { reason: &failure.reason, retry_after_ms: None, counts },
    }
}

async fn resolve_task(context: &Context, record: &Record, now: Timestamp) -> Result<Task, SourceError> {
    let (route, edited) = match record.action {
        Action::Edit(of) | Action::Delete(of) => match store::by_id(&mut *context.db.read().await?, of).await? {
            Some(Record { state: State::Sent(message @ Posted { message: Some(_), .. }), action, route, .. }) => {
                let reader = if let Action::Post(Address::Member(member)) = action { Some(member) } else { None };
                (route, Some(Edited { message, reader }))
            }
            Some(posted) if !posted.state.is_final() => {
                let until = posted.due_at.max(now).saturating_add(EDIT_RECHECK_DELAY).unwrap_or(Timestamp::MAX);
                return Ok(Task::NotYet(until));
            }
            _ => return Ok(Task::NoMessage),
        },
        _ => (record.route.clone(), None),
    };
    let may_have_arrived = record.state.unknown_since().is_some();
    Ok(Task::Do(Job {
        id: record.id,
        nonce: record.nonce.clone(),
        lane: record.lane,
        action: record.action.clone(),
        route,
        edited,
        tried_channel: record.tried_channel.filter(|_| may_have_arrived),
        may_have_arrived,
    }))
}

/// Searches for the message of an earlier attempt and records what the search found.
async fn search(
    context: &Context,
    record: &Record,
    job: Job,
    place: Place,
    facts: Option<Facts>,
) -> Result<(), SourceError> {
    let now = context.clock.now();
    let began_at = record.state.unknown_since().or(record.sending_at).unwrap_or(record.queued_at);
    let since = began_at.saturating_sub(CLOCK_SKEW).unwrap_or(Timestamp::MIN);
    let search = Search { job, place, facts, since, now };
    match context.routes.of(&search.job.route)?.find(&search).await {
        Ok(Some(posted)) => results::handle_arrival(context, record, posted).await,
        Ok(None) => results::handle_not_arrived(context, record).await,
        Err(SendError::Permanent { failure })
            if failure.cause == Cause::Unconfirmed && now.duration_since(began_at) >= UNCONFIRMED_AFTER =>
        {
            results::give_up(context, record, failure).await
        }
        Err(SendError::Permanent { failure }) => {
            results::handle_impossible_search(context, record, &failure.reason).await
        }
        Err(error) => {
            context.outage(record).record_failed_search(record.id, &error, now, context.rng());
            results::handle_failed_search(context, record, began_at, &error.to_string()).await
        }
    }
}

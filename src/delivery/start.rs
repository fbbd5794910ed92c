//! The start of an attempt: the last check of the state and the write that starts the attempt are one transaction.

use super::context::Context;
use super::event::{Event, EventKind};
use super::model::Action;
use super::record::{End, Record};
use super::results::is_replaced;
use super::route::{Job, Place, Repeats};
use super::source::{Due, Facts, FactsType, Sound, Source, SourceError, Verdict};
use super::state::State;
use super::{settle, store};
use crate::db::{DbError, Tx};
use crate::time::{SignedDuration, Timestamp};

/// For "a few minutes", Discord does not post a second message with the same nonce (Create Message, `enforce_nonce`). A
/// resend is safe only well within that time.
const NONCE_WINDOW: SignedDuration = SignedDuration::from_secs(60);

/// The decision of the transaction that starts an attempt.
pub(super) enum Start {
    Send {
        /// The current delivery, in state `Sending`.
        record: Box<Record>,
        facts: Facts,
        sound: Sound,
        /// The id of this attempt's event, which is recorded as progress.
        step: i64,
    },
    /// The dispatcher must first find out whether an earlier attempt arrived. `facts` is `None` if the delivery may not
    /// be sent now.
    SearchFirst { facts: Option<Facts> },
    /// The delivery ended or was held, or something else changed it first.
    Done,
}

/// Why the transaction is rolled back.
enum Undo {
    /// An earlier attempt may have arrived with another text, so this attempt does not start. The rollback also undoes
    /// the writes of the re-check.
    SearchFirst {
        facts: Option<Facts>,
    },
    Fault(SourceError),
}

impl From<SourceError> for Undo {
    fn from(error: SourceError) -> Self {
        Undo::Fault(error)
    }
}

impl From<DbError> for Undo {
    fn from(error: DbError) -> Self {
        Undo::Fault(error.into())
    }
}

pub(super) async fn start(
    context: &Context,
    expected: &Record,
    job: &Job,
    place: &Place,
    now: Timestamp,
) -> Result<Start, SourceError> {
    let source = context.sources.of(expected)?;
    let recognizes = context.routes.of(&job.route)?.repeats() == Repeats::Recognized;
    let started = context
        .db
        .write(async |tx| {
            let Some(record) = store::by_id(tx, expected.id).await? else { return Ok(Start::Done) };
            let is_same = record.state.kind() == expected.state.kind() && record.attempt == expected.attempt;
            if !is_same || !record.is_due(now) {
                return Ok(Start::Done);
            }
            let is_unknown = matches!(record.state, State::Unknown { .. });
            if record.is_expired(now) && !is_unknown {
                settle::end(tx, &context.sources, record, End::Expired, None, now).await?;
                return Ok(Start::Done);
            }
            let verdict = source.recheck(tx, &Due::before_attempt(&record), now).await?;
            let verdict = match verdict {
                Verdict::Send { facts, sound } => {
                    check_declared(source, &facts)?;
                    match may_edit_at(context, tx, &record, job, now).await? {
                        Some(_) if is_replaced(tx, &record).await? => {
                            settle::end(tx, &context.sources, record, End::Cancelled, None, now).await?;
                            return Ok(Start::Done);
                        }
                        Some(until) => Verdict::Wait { until },
                        None => Verdict::Send { facts, sound },
                    }
                }
                other => other,
            };
            match verdict {
                Verdict::Send { facts, .. } if is_unknown && !(recognizes && is_nonce_remembered(&record, now)) => {
                    Err(Undo::SearchFirst { facts: Some(facts) })
                }
                Verdict::Search { facts } if is_unknown => Err(Undo::SearchFirst { facts: Some(facts) }),
                Verdict::Search { .. } => {
                    let name = source.name();
                    let broken = format!("source {} asks to search for a delivery that was never tried", name.as_str());
                    Err(SourceError::Broken(broken).into())
                }
                Verdict::Send { facts, sound } => {
                    let Some(transition) = record.start(place.channel, now) else { return Ok(Start::Done) };
                    let record = store::apply(tx, transition).await?;
                    store::set_sounding(tx, record.id, sound).await?;
                    let step = store::record_event(tx, record.id, &Event::new(now, EventKind::Tried)).await?;
                    Ok(Start::Send { record: Box::new(record), facts, sound, step })
                }
                _ if is_unknown => Err(Undo::SearchFirst { facts: None }),
                Verdict::Wait { until } => {
                    let id = record.id;
                    if let Some(transition) = record.hold(until) {
                        store::apply(tx, transition).await?;
                        store::record_event(tx, id, &Event::new(now, EventKind::Held).until(until)).await?;
                    }
                    Ok(Start::Done)
                }
                Verdict::Cancel { reason } => {
                    tracing::debug!(delivery.id = record.id.0, reason, "a delivery is no longer wanted");
                    settle::end(tx, &context.sources, record, End::Cancelled, None, now).await?;
                    Ok(Start::Done)
                }
                Verdict::Expire => {
                    settle::end(tx, &context.sources, record, End::Expired, None, now).await?;
                    Ok(Start::Done)
                }
            }
        })
        .await;
    if let Ok(Start::Send { step, .. }) = &started {
        context.db.progress().record_step(*step);
    }
    match started {
        Ok(start) => Ok(start),
        Err(Undo::SearchFirst { facts }) => Ok(Start::SearchFirst { facts }),
        Err(Undo::Fault(error)) => Err(error),
    }
}

/// When the route accepts edits of this message again; `None` if it accepts them now.
async fn may_edit_at(
    context: &Context,
    tx: &mut Tx,
    record: &Record,
    job: &Job,
    now: Timestamp,
) -> Result<Option<Timestamp>, SourceError> {
    match (&record.action, job.edited) {
        (Action::Edit(_), Some(edited)) => {
            let route = context.routes.of(&job.route)?;
            Ok(route.may_edit_at(tx, edited.message, now).await?)
        }
        _ => Ok(None),
    }
}

/// Refuses facts of a type that the source does not declare. Such facts may have no renderer, and the check when Magpie
/// starts covers only declared types.
fn check_declared(source: &dyn Source, facts: &Facts) -> Result<(), SourceError> {
    if source.facts().iter().any(|FactsType { id, .. }| *id == facts.kind()) {
        return Ok(());
    }
    Err(SourceError::Broken(format!("source {} returns facts that it does not declare", source.name().as_str())))
}

/// Whether Discord still remembers the nonce, so that a resend cannot create a second message.
fn is_nonce_remembered(record: &Record, now: Timestamp) -> bool {
    let is_recent = |since: Timestamp| now.duration_since(since) < NONCE_WINDOW;
    matches!(record.action, Action::Post(_)) && record.state.unknown_since().is_some_and(is_recent)
}

//! Ends a delivery that did not arrive: records the end and reports it to the source and the secretariat, in one
//! transaction.

use super::event::{Actor, Event, EventKind};
use super::record::{End, Record};
use super::source::{Due, Outcome, SourceError, Sources};
use super::{metrics, notices, store};
use crate::db::Tx;
use crate::time::Timestamp;

/// Ends the delivery `record`, which must have been read in this transaction. Does nothing if the delivery has already
/// ended. `by`: the person who ended the delivery; `None` for Magpie.
pub(super) async fn end(
    tx: &mut Tx,
    sources: &Sources,
    record: Record,
    end: End,
    by: Option<Actor>,
    now: Timestamp,
) -> Result<(), SourceError> {
    let outcome_code = end.code();
    let (what, outcome, failure) = match &end {
        End::Failed(failure) => (EventKind::Failed, Outcome::Failed(failure.clone()), Some(failure.clone())),
        End::Expired => (EventKind::Expired, Outcome::Expired, None),
        End::Cancelled => (EventKind::Cancelled, Outcome::Cancelled, None),
    };
    let Some(transition) = record.end(end) else { return Ok(()) };
    let record = store::apply(tx, transition).await?;
    metrics::count_end(&record, outcome_code);
    let detail = failure.as_ref().map(|failure| failure.reason.clone());
    store::record_event(tx, record.id, &Event { detail, ..Event::new(now, what).by(by) }).await?;
    let source = sources.of(&record)?;
    source.settled(tx, &Due::of(&record), &outcome, now).await?;
    store::wake_edits(tx, record.id, now).await?;
    match failure {
        Some(failure) => notices::record_failure(tx, source.failure_reporting(), &record, &failure, now).await?,
        None => notices::record_settled(tx, record.id, now).await?,
    }
    Ok(())
}

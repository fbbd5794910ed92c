//! The end of a delivery without a message: written down, and told to its source and to the secretariat, in one
//! transaction.

use super::attempt::AttemptError;
use super::model::{Actor, Event, Happening, Record};
use super::ports::{Due, Outcome, Sources};
use super::{notices, store};
use crate::db::Tx;
use crate::time::Timestamp;

/// Ends `record`; false when it had ended already. `by`: who wanted it, when it was not Magpie.
pub(super) async fn end(
    tx: &mut Tx,
    sources: &Sources,
    record: &Record,
    outcome: &Outcome,
    by: Option<Actor>,
    now: Timestamp,
) -> Result<bool, AttemptError> {
    let (state, what, failure) = match outcome {
        Outcome::Failed(failure) => ("failed", Happening::Failed, Some(failure)),
        Outcome::Expired => ("expired", Happening::Expired, None),
        _ => ("cancelled", Happening::Cancelled, None),
    };
    if !store::end(tx, record.id, state, failure).await? {
        return Ok(false);
    }
    let detail = failure.map(|failure| failure.reason.clone());
    store::note_whole(tx, record.id, &Event { at: now, what, until: None, actor: by, detail }).await?;
    let source = sources.of(record)?;
    source.settled(tx, &Due::of(record, 0), outcome, now).await?;
    store::wake_edits(tx, record.id, now).await?;
    match failure {
        Some(failure) => notices::failed(tx, source.tells(), record, failure, now).await?,
        None => notices::mended(tx, record.id, now).await?,
    }
    Ok(true)
}

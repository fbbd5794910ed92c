//! Discord takes only a handful of edits an hour of messages in one channel that are older than an hour, and answers
//! the next with a 429 (30046). Whatever comes after waits here, without a request, and words its message as it is by
//! then; wishes for the same message are one.

use super::model::Posted;
use super::store;
use crate::db::{DbError, Tx};
use crate::time::{SignedDuration, Timestamp};

/// A message of this age is old to Discord. Our clock may be behind Discord's.
const OLD: SignedDuration = SignedDuration::from_mins(59);
/// How long Discord remembers an edit of an old message, with a margin for the way there.
const WINDOW: SignedDuration = SignedDuration::from_mins(61);
/// Edits of old messages in one channel within [`WINDOW`]. Discord does not publish its limit; people met it after
/// five.
const MOST: i64 = 4;

/// When an edit of `message` may be tried; `None`: now.
pub async fn wait(tx: &mut Tx, message: Posted, now: Timestamp) -> Result<Option<Timestamp>, DbError> {
    if now.duration_since(message.at) < OLD {
        return Ok(None);
    }
    let since = now.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
    let last_that_fits = store::old_edit(tx, message.channel, OLD, since, MOST).await?;
    Ok(last_that_fits.map(|at| at.saturating_add(WINDOW).unwrap_or(Timestamp::MAX)))
}

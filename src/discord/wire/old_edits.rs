//! Discord takes only a handful of edits an hour of messages in one channel that are older than an hour, and answers
//! the next one with a 429 (30046). Further edits wait here without a request. An edit renders the current state when
//! it is sent, so several edits of one message become one.

use crate::db::{Conn, DbError};
use crate::delivery::{Posted, outbox};
use crate::time::{SignedDuration, Timestamp};

/// Discord treats a message of this age as old. Our clock may be behind Discord's.
const OLD: SignedDuration = SignedDuration::from_mins(59);
/// How long Discord remembers an edit of an old message, with a margin for the time that a request takes.
const WINDOW: SignedDuration = SignedDuration::from_mins(61);
/// Edits of old messages in one channel within [`WINDOW`]. Discord does not publish its limit; bots report refusals
/// after five.
const MAX_EDITS: u32 = 4;

/// When an edit of `message` may be tried; `None` for now.
pub(super) async fn may_edit_at(
    conn: &mut Conn,
    message: Posted,
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let Some(channel) = message.channel else { return Ok(None) };
    if now.duration_since(message.at) < OLD {
        return Ok(None);
    }
    let since = now.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
    let last_that_fits = outbox::nth_last_edit_of_old(conn, channel, OLD, since, MAX_EDITS).await?;
    Ok(last_that_fits.map(|at| at.saturating_add(WINDOW).unwrap_or(Timestamp::MAX)))
}

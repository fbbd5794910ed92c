//! Discord accepts only a few edits per hour of messages older than one hour, counted per channel. It answers the next
//! one with a 429 (30046). This module delays further edits, so that they are not sent. An edit renders the current
//! state when it is sent, so several edits of one message become one.

use crate::db::{Conn, DbError};
use crate::delivery::{Posted, outbox};
use crate::time::{SignedDuration, Timestamp};

/// Discord treats a message as old after 60 min. We subtract a minute in case our clock is behind Discord's.
const OLD_AFTER: SignedDuration = SignedDuration::from_mins(59);
/// How long Discord counts an edit of an old message, with a margin for the duration of a request.
const WINDOW: SignedDuration = SignedDuration::from_mins(61);
/// The number of edits of old messages that we allow per channel within [`WINDOW`]. Discord does not publish its limit;
/// bot authors report refusals after five.
const MAX_OLD_EDITS: u32 = 4;

/// The earliest time at which `message` may be edited; `None` means now.
pub(super) async fn may_edit_at(
    conn: &mut Conn,
    message: Posted,
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    let Some(channel) = message.channel else { return Ok(None) };
    if now.duration_since(message.at) < OLD_AFTER {
        return Ok(None);
    }
    let since = now.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
    let last_that_fits = outbox::nth_last_edit_of_old(conn, channel, OLD_AFTER, since, MAX_OLD_EDITS).await?;
    Ok(last_that_fits.map(|at| at.saturating_add(WINDOW).unwrap_or(Timestamp::MAX)))
}

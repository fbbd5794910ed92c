//! Delays edits of old messages. In each channel, Discord accepts only a few edits per hour of messages that are older
//! than one hour. Discord refuses further edits with status 429 and code 30046. An edit renders the current state when
//! it is sent, so several delayed edits of one message become one edit.

use crate::db::{Conn, DbError};
use crate::delivery::{Posted, outbox};
use crate::time::{SignedDuration, Timestamp};

/// Discord treats a message as old after 60 min. We subtract one minute in case our clock is behind Discord's.
const OLD_AFTER: SignedDuration = SignedDuration::from_mins(59);
/// How long Discord counts an edit of an old message: one hour. We add one minute for the duration of a request.
const WINDOW: SignedDuration = SignedDuration::from_mins(61);
/// The maximum number of edits of old messages that we allow per channel within [`WINDOW`]. Discord does not publish
/// its limit; bot authors report refusals after five edits.
const MAX_OLD_EDITS: u32 = 4;

/// The earliest time at which `message` may be edited. `None` if it may be edited now.
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
    let limiting_edit_at = outbox::nth_last_edit_of_old(conn, channel, OLD_AFTER, since, MAX_OLD_EDITS).await?;
    Ok(limiting_edit_at.map(|at| at.saturating_add(WINDOW).unwrap_or(Timestamp::MAX)))
}

//! Decides in which channels to search for a message to a member whose outcome is unknown. `read_back` reads the
//! channels.

use crate::db::DbError;
use crate::delivery::{Posted, Search, SendError};
use crate::discord::wire::destination::Destination;
use crate::discord::wire::error_codes::UNKNOWN_CHANNEL;
use crate::discord::wire::failures::send_error;
use crate::discord::wire::read_back;
use crate::discord::wire::threads::Threads;
use crate::members::{self, ChannelId, MemberId};

pub(super) async fn in_channel(
    threads: &Threads,
    search: &Search,
    channel: ChannelId,
) -> Result<Option<Posted>, SendError> {
    let (_, transport) = threads.parts();
    match read_back::find(&transport, search, channel).await {
        // The channel was deleted, and its messages with it.
        Err(failure) if failure.code() == Some(UNKNOWN_CHANNEL) => {
            threads.forget(channel).await?;
            Ok(None)
        }
        found => found.map_err(send_error),
    }
}

/// Searches the DM or the inbox thread, whichever `searched` is not. After a restore, nothing shows by which route the
/// message was sent, and the member's inbox thread may be missing in the backup. Opens no thread.
pub(super) async fn on_other_route(
    threads: &Threads,
    search: &Search,
    member: MemberId,
    searched: &Destination,
) -> Result<Option<Posted>, SendError> {
    let other = match searched {
        Destination::Dm { .. } => threads.existing_inbox(member, search.job.lane).await?,
        _ => dm_channel(threads, member).await?,
    };
    match other {
        Some(channel) => in_channel(threads, search, channel).await,
        None => Ok(None),
    }
}

/// The member's DM channel, even if it is closed now.
async fn dm_channel(threads: &Threads, member: MemberId) -> Result<Option<ChannelId>, SendError> {
    let (db, _) = threads.parts();
    let read = async { members::service::get(&mut *db.read().await?, member).await };
    let transient = |error: DbError| SendError::Transient { reason: error.to_string(), retry_after_ms: None };
    let member = read.await.map_err(transient)?;
    Ok(member.and_then(|member| member.reach.dm_channel))
}

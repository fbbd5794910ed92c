//! Decides in which channels to search for a message whose outcome is unknown. `read_back` reads one channel.

use crate::db::DbError;
use crate::delivery::{Cause, Posted, Search, SendError};
use crate::discord::wire::dm::{self, DmError, OpenedDm};
use crate::discord::wire::error_codes::UNKNOWN_CHANNEL;
use crate::discord::wire::failures::send_error;
use crate::discord::wire::read_back;
use crate::discord::wire::threads::Threads;
use crate::members::{self, ChannelId, MemberId};

/// A member has one inbox thread, and perhaps a deleted one that the database still names. One more is a margin.
const MAX_INBOX_THREADS: usize = 3;

/// Searches for the message in one channel. `None` if the channel does not have the message, or was deleted.
pub(super) async fn search_channel(
    threads: &Threads,
    search: &Search,
    channel: ChannelId,
) -> Result<Option<Posted>, SendError> {
    let (_, transport) = threads.db_and_transport();
    match read_back::find(&transport, search, channel).await {
        // The channel was deleted, and its messages with it.
        Err(failure) if failure.code() == Some(UNKNOWN_CHANNEL) => {
            threads.forget(channel).await?;
            Ok(None)
        }
        found => found.map_err(send_error),
    }
}

/// Searches for a message to a member: in the channel `tried`, then in the member's inbox thread, then in their DM.
/// After a restore, the database does not show by which route the message was sent, and may lack the member's inbox
/// thread and their DM. Does not open a thread.
pub(super) async fn search_member(
    threads: &Threads,
    search: &Search,
    member: MemberId,
    tried: ChannelId,
) -> Result<Option<Posted>, SendError> {
    if let Some(found) = search_channel(threads, search, tried).await? {
        return Ok(Some(found));
    }
    let mut searched = vec![tried];
    // If the stored thread was deleted, the search forgets it. Another one may then be found on Discord.
    for _ in 0..MAX_INBOX_THREADS {
        let Some(thread) = threads.existing_inbox(member, search.job.lane).await? else { break };
        if searched.contains(&thread) {
            break;
        }
        if let Some(found) = search_channel(threads, search, thread).await? {
            return Ok(Some(found));
        }
        searched.push(thread);
    }
    match dm_channel(threads, member).await? {
        Some(channel) if !searched.contains(&channel) => search_channel(threads, search, channel).await,
        Some(_) => Ok(None),
        // Without a restore, the channel of the attempt is stored.
        None if search.job.tried_channel.is_some() => Ok(None),
        None => search_newer_dm(threads, search, member).await,
    }
}

/// Searches in the member's DM, which may have been opened after the restored backup was made.
///
/// This is the one exception to the rule that a DM is opened by an act of the member. To read a DM, the bot must ask
/// Discord for its channel, and if there is no DM, the request creates an empty one. The request sends nothing: the
/// member gets no notification, and no DM with the bot appears in their list before a message arrives in it. Without
/// this search, a message that was sent after the backup would be sent again. The transport paces the request like
/// every opening of a DM, and [`dm::open`] opens no DM with a new person during a quarantine. The channel is stored
/// only if it contains the message.
///
/// Source: <https://discord.com/developers/docs/resources/user#create-dm>.
async fn search_newer_dm(threads: &Threads, search: &Search, member: MemberId) -> Result<Option<Posted>, SendError> {
    let (db, transport) = threads.db_and_transport();
    let channel = match dm::open(&db, &transport, member, search.now).await {
        Ok(OpenedDm::Channel(channel)) => channel,
        Ok(OpenedDm::Withheld) => {
            return Err(SendError::permanent(Cause::Quarantined, "no DM can be opened to search in it"));
        }
        Err(DmError::Discord(failure)) => return Err(send_error(failure)),
        Err(DmError::Db(error)) => return Err(transient_error(&error)),
    };
    let found = search_channel(threads, search, channel).await?;
    if found.is_some() {
        members::service::record_dm_channel(&db, member, channel).await.map_err(|error| transient_error(&error))?;
    }
    Ok(found)
}

fn transient_error(error: &DbError) -> SendError {
    SendError::Transient { reason: error.to_string(), retry_after_ms: None }
}

/// The member's DM channel, even if their DMs are closed now.
async fn dm_channel(threads: &Threads, member: MemberId) -> Result<Option<ChannelId>, SendError> {
    let (db, _) = threads.db_and_transport();
    let member_query = async { members::service::get(&mut *db.read().await?, member).await };
    let member = member_query.await.map_err(|error| transient_error(&error))?;
    Ok(member.and_then(|member| member.reach.dm_channel))
}

//! Finds channels and threads that were deleted while the bot was not connected. Discord does not report these
//! deletions when the bot connects again.

use serenity::http::Route;

use crate::db::{Db, DbError};
use crate::delivery::Lane;
use crate::discord::wire::error_codes::UNKNOWN_CHANNEL;
use crate::discord::wire::transport::{Request, Transport};
use crate::guild::{ChannelPurpose, service};
use crate::helpdesk::Helpdesk;
use crate::members::{ChannelId, GuildId};

/// The most threads that are checked after one sync. More threads of open tickets are checked when the bot next writes
/// in them.
const MAX_CHECKED_THREADS: usize = 200;

/// The channels of the setup, and the threads of open tickets, that no longer exist. Call it after a sync of `guild`.
pub async fn find(
    db: &Db,
    transport: &Transport,
    helpdesk: Helpdesk,
    guild: GuildId,
) -> Result<Vec<ChannelId>, DbError> {
    let mut conn = db.read().await?;
    let Some(setup) = service::setup(&mut conn).await?.filter(|setup| setup.guild == guild) else {
        return Ok(Vec::new());
    };
    let Some(server) = service::server(&mut conn, guild).await? else { return Ok(Vec::new()) };
    let threads = helpdesk.open_threads(&mut conn).await?;
    drop(conn);
    let chosen = ChannelPurpose::ALL.into_iter().filter_map(|purpose| setup.channel(purpose));
    let mut deleted: Vec<ChannelId> =
        chosen.filter(|channel| server.channels.iter().all(|existing| existing.id != *channel)).collect();
    for thread in threads.into_iter().take(MAX_CHECKED_THREADS) {
        let request = Request::get(Route::Channel { channel_id: thread.0.into() }).lane(Lane::Routine);
        // Any other failure says nothing about the thread.
        if transport.send(request).await.is_err_and(|failure| failure.code() == Some(UNKNOWN_CHANNEL)) {
            deleted.push(thread);
        }
    }
    Ok(deleted)
}

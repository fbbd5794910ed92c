//! Opens a member's own thread in the inbox channel while the member is acting. Discord limits how many threads can be
//! opened in ten minutes, so later messages should find an open thread.

use serenity::http::{LightMethod, Route};

use crate::db::DbError;
use crate::discord::call::Call;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::threads::InboxThread;
use crate::discord::wire::transport::Request;
use crate::members::{ChannelId, Member, MemberId, service};
use crate::say;
use crate::words::Language;

/// Opens or finds the inbox thread of a caller whose DMs do not work. Returns a line for the answer that says where the
/// thread is. `None` if no thread is needed, or if no thread can be opened now.
pub async fn open_early(call: &Call, language: Language) -> Result<Option<String>, DbError> {
    let member = service::get(&mut *call.services.db.read().await?, call.user()).await?;
    let Some(member) = member.filter(needs_inbox) else { return Ok(None) };
    let thread = match call.services.threads.open_inbox_early(&member, call.now).await {
        Some(InboxThread::New(thread)) => {
            greet(call, thread, member.id, language).await;
            thread
        }
        Some(InboxThread::Known(thread)) => thread,
        None => return Ok(None),
    };
    Ok(Some(say!(language, "profile-inbox-opened", thread = format!("<#{thread}>"))))
}

fn needs_inbox(member: &Member) -> bool {
    member.in_guild && (member.reach.dm_channel.is_none() || member.reach.closed_at.is_some())
}

/// Posts the first message, which adds the member to the thread. The message is silent, because the answer to the
/// member's interaction names the thread.
async fn greet(call: &Call, thread: ChannelId, member: MemberId, language: Language) {
    let hello = Reply::new(say!(language, "discord-inbox-hello")).mentioning(member.0).silent();
    let body = hello.nonce(format!("{}t", call.id)).body_with_flags(0);
    let request = Request::new(LightMethod::Post, Route::ChannelMessages { channel_id: thread.into() }).body(body);
    if let Err(error) = call.services.transport.send(request).await {
        // The next message to the member adds the member to the thread.
        tracing::info!(thread.id = thread.0, %error, "could not post the first message in a new inbox thread");
    }
}

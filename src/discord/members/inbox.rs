//! Opens a member's own thread in the inbox channel while they are here, by an act of their own, so that no later
//! message has to: Discord lets few threads be opened in ten minutes.

use serenity::http::{LightMethod, Route};

use crate::db::DbError;
use crate::discord::call::Call;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::threads::Ahead;
use crate::discord::wire::transport::Request;
use crate::members::{ChannelId, Member, MemberId, service};
use crate::say;
use crate::words::Language;

/// For a member of the server whose DMs do not work. Returns where their thread is, for the answer.
pub async fn open_ahead(call: &Call, language: Language) -> Result<Option<String>, DbError> {
    let member = service::get(&mut *call.services.db.read().await?, call.user()).await?;
    let Some(member) = member.filter(needs_inbox) else { return Ok(None) };
    let thread = match call.services.threads.open_ahead(&member, call.now).await {
        Some(Ahead::New(thread)) => {
            greet(call, thread, member.id, language).await;
            thread
        }
        Some(Ahead::Known(thread)) => thread,
        None => return Ok(None),
    };
    Ok(Some(say!(language, "profile-inbox-opened", thread = format!("<#{thread}>"))))
}

fn needs_inbox(member: &Member) -> bool {
    member.in_guild && (member.reach.dm_channel.is_none() || member.reach.closed_at.is_some())
}

/// The first message brings them into the thread. Silent: the answer that they wait for tells them of it.
async fn greet(call: &Call, thread: ChannelId, member: MemberId, language: Language) {
    let hello = Reply::new(say!(language, "discord-inbox-hello")).mentioning(member.0).silent();
    let body = hello.nonce(format!("{}t", call.id)).body_with(0);
    let request = Request::new(LightMethod::Post, Route::ChannelMessages { channel_id: thread.into() }).body(body);
    if let Err(error) = call.services.transport.send(request).await {
        // The first message that is for them will bring them in.
        tracing::info!(thread.id = thread.0, %error, "nobody was greeted in a new inbox thread");
    }
}

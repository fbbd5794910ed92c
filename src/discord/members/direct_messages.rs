//! Answers plain messages in a member's DM. The name of a city or a zone continues the set-up of a profile. Any other
//! text gets an answer that says what Magpie can read. The profile changes only when the member presses a button.
//!
//! Discord delivers the content of messages in a bot's own DMs without the privileged Message Content intent.

use serenity::http::{LightMethod, Route};
use serenity::model::channel::Message;

use crate::db::{self, DbError, Handling};
use crate::discord::members::presses::ProfilePress;
use crate::discord::members::{offers, open_forms, questions, screens};
use crate::discord::rate_limit::Pace;
use crate::discord::services::Services;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::transport::{Failure, Request};
use crate::members::{ChannelId, DraftZone, Member, MemberId, Person, service};
use crate::say;
use crate::time::{Timestamp, ZoneAnswer, find_zone};
use crate::words::Language;

/// A message with more characters is not read as the name of a place.
const MAX_PLACE_CHARS: usize = 60;
const MAX_PLACE_WORDS: usize = 5;

/// Answers a direct message from a person in our server. Ignores every other message.
pub async fn answer(services: &Services, message: &Message, now: Timestamp) {
    if message.guild_id.is_some() || message.author.bot || message.content.trim().is_empty() {
        return;
    }
    let handling = Handling::of(message.id.get().cast_signed(), now);
    let outcome = handling.run(answer_once(services, message, now)).await;
    if handling.is_repeat() {
        tracing::info!(message.id = message.id.get(), "Discord delivered a direct message again; it is answered once");
        return;
    }
    if let Err(error) = outcome {
        tracing::warn!(message.id = message.id.get(), %error, "a direct message was not answered");
    }
}

#[derive(Debug, thiserror::Error)]
enum AnswerError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Discord(#[from] Failure),
}

async fn answer_once(services: &Services, message: &Message, now: Timestamp) -> Result<(), AnswerError> {
    let (id, channel) = (MemberId(message.author.id.get()), ChannelId(message.channel_id.get()));
    let member = db::without_claim(async { service::get(&mut *services.db.read().await?, id).await }).await?;
    let Some(member) = member.filter(|member| member.in_guild) else { return Ok(()) };
    if !services.rate_limit.allows(id, Pace::of(member.roles), now) {
        return Ok(());
    }
    // The person wrote to the bot, so this DM is open. This write also claims the message, so that no message is
    // answered twice.
    service::record_dm_channel(&services.db, id, channel).await?;
    let (reply, language) = reply(services, member, message.content.trim(), now).await?;
    let body = reply.nonce(message.id.get().to_string()).body_with_flags(0);
    let route = Route::ChannelMessages { channel_id: channel.into() };
    let posted = services.transport.send(Request::new(LightMethod::Post, route).body(body)).await?;
    service::record_dm_sent(&services.db, id, channel, now).await?;
    if let Err(error) = open_forms::close_older(services, channel, &posted, language).await {
        tracing::warn!(member.id = id.0, %error, "an older form of the set-up in a DM stays open");
    }
    Ok(())
}

/// The reply to a message, and the language of the reply.
async fn reply(services: &Services, member: Member, typed: &str, now: Timestamp) -> Result<(Reply, Language), DbError> {
    let is_short = typed.chars().count() <= MAX_PLACE_CHARS && typed.split_whitespace().count() <= MAX_PLACE_WORDS;
    let found = if is_short { find_zone(typed, now) } else { ZoneAnswer::Unknown(Vec::new()) };
    let (id, handle, name) = (member.id, member.handle.clone(), member.name.clone());
    let draft = service::draft(&mut *services.db.read().await?, id).await?;
    let viewer = Viewer::of(member, now);
    let viewer = Viewer { language: draft.language.unwrap_or(viewer.language), ..viewer };
    let reply = match found {
        ZoneAnswer::One { place, corrected: false } => {
            let person = Person { id, handle: &handle, name: &name };
            let propose = |draft: &mut _| questions::choose_place(draft, &place, DraftZone::Proposed);
            let draft = service::revise(&services.db, person, now, propose).await?;
            offers::next_screen(&viewer, &draft)
        }
        // If the name was corrected, only suggest the place: an unrelated word may resemble the name of a place.
        ZoneAnswer::One { place, corrected: true } => screens::unknown_place(&viewer, typed, &[place]),
        ZoneAnswer::Ask(places) => screens::which_place(&viewer, typed, &places),
        ZoneAnswer::Unknown(similar) if !similar.is_empty() => screens::unknown_place(&viewer, typed, &similar),
        ZoneAnswer::Unknown(_) => unknown_text_reply(&viewer),
    };
    Ok((reply, viewer.language))
}

fn unknown_text_reply(viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let has_profile = viewer.member.as_ref().is_some_and(|member| member.profile.is_some());
    let key = if has_profile { "profile-change" } else { "profile-begin" };
    Reply::new(say!(language, "profile-dm-unknown")).buttons([Button::primary(ProfilePress::Edit, say!(language, key))])
}

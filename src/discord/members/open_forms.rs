//! Closes the older forms of the set-up in a DM after a newer message there continues the set-up. All forms change the
//! same draft, so two open forms would show different answers.
//!
//! The forms are found in the history of the DM, because a form can come from the panel, from an invite or from an
//! earlier message of the member.

use serde_json::Value;
use serenity::http::{LightMethod, Route};

use crate::discord::members::presses::ProfilePress;
use crate::discord::services::Services;
use crate::discord::ui::reply::Reply;
use crate::discord::wire::custom_id::ParsedId;
use crate::discord::wire::transport::{Failure, Request};
use crate::members::ChannelId;
use crate::say;
use crate::words::Language;

/// The number of the newest messages that are searched for open forms. A member who answers the questions has only a
/// few messages below the form.
const MAX_SEARCHED: usize = 25;
/// The most forms that are closed at once. Discord refuses many edits of messages that are older than an hour.
const MAX_CLOSED: usize = 3;

/// Closes the open forms in this DM, except `posted`, the message that continues the set-up. `posted` is Discord's
/// response to the request that posted it. Does nothing if `posted` is not a form.
///
/// # Errors
/// Discord's errors. Some forms may then stay open.
pub async fn close_older(
    services: &Services,
    channel: ChannelId,
    posted: &Value,
    language: Language,
) -> Result<(), Failure> {
    if !is_form(posted) {
        return Ok(());
    }
    let route = Route::ChannelMessages { channel_id: channel.into() };
    let history = services.transport.send(Request::get(route).param("limit", MAX_SEARCHED)).await?;
    let id = |message: &Value| message["id"].as_str().and_then(|id| id.parse::<u64>().ok());
    // The member may have typed once more, and that form is newer than `posted`.
    let older = history.as_array().into_iter().flatten().filter(|message| id(message) < id(posted));
    let closed = Reply::new(say!(language, "profile-form-continued"));
    for form in older.filter(|message| is_form(message)).take(MAX_CLOSED) {
        let Some(message_id) = id(form) else { continue };
        let route = Route::ChannelMessage { channel_id: channel.into(), message_id: message_id.into() };
        services.transport.send(Request::new(LightMethod::Patch, route).body(closed.edit_body())).await?;
    }
    Ok(())
}

/// Whether a message from Discord's response has a button or a select that answers a question of the set-up.
fn is_form(message: &Value) -> bool {
    let rows = message["components"].as_array().into_iter().flatten();
    let mut components = rows.flat_map(|row| row["components"].as_array().into_iter().flatten());
    components.any(|component| {
        let press = component["custom_id"].as_str().and_then(ParsedId::parse).and_then(|id| id.decode());
        press.is_some_and(|press| answers_question(&press))
    })
}

fn answers_question(press: &ProfilePress) -> bool {
    use ProfilePress as Press;
    matches!(
        press,
        Press::TypeZone
            | Press::TypeZoneAgain(_)
            | Press::PickZone
            | Press::ZoneRight
            | Press::QuietUsual
            | Press::QuietNone
            | Press::TypeQuiet
            | Press::TypeQuietAgain(..)
            | Press::ChangeQuiet
            | Press::Emergency(_)
            | Press::ChangeEmergency
            | Press::ThatIsMe(_)
            | Press::ChangeAssumed
            | Press::Save(_)
    )
}

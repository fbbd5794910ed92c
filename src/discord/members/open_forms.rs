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
    let closed = Reply::new(say!(language, "profile-form-continued"));
    for message_id in older_forms(&history, posted) {
        let route = Route::ChannelMessage { channel_id: channel.into(), message_id: message_id.into() };
        services.transport.send(Request::new(LightMethod::Patch, route).body(closed.edit_body())).await?;
    }
    Ok(())
}

/// The ids of the forms in `history` that are older than `posted`, at most [`MAX_CLOSED`], the newest first. A newer
/// form answers a later message of the member.
fn older_forms(history: &Value, posted: &Value) -> Vec<u64> {
    let Some(posted_id) = id(posted) else { return Vec::new() };
    let forms = history.as_array().into_iter().flatten().filter(|message| is_form(message));
    forms.filter_map(id).filter(|form_id| *form_id < posted_id).take(MAX_CLOSED).collect()
}

fn id(message: &Value) -> Option<u64> {
    message["id"].as_str().and_then(|id| id.parse().ok())
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

/// Whether the press answers a question of the set-up. Without a wildcard, so that a new press needs a decision.
fn answers_question(press: &ProfilePress) -> bool {
    use ProfilePress as Press;
    match press {
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
        | Press::Save(_) => true,
        // A button that opens the questions, or the page of a saved profile.
        Press::Open | Press::Edit | Press::Show | Press::Language => false,
        // Windows, which no message contains.
        Press::ZoneTyped | Press::QuietTyped | Press::AwakeTyped | Press::AwayTyped => false,
        Press::MailTyped | Press::CodeTyped => false,
        Press::Test | Press::HeardIt | Press::HeardNothing => false,
        Press::Awake | Press::AwakeAgain(_) | Press::AwakeAt(_) | Press::AwakeEnd => false,
        Press::Away | Press::AwayAgain(_) | Press::AwayAt(_) | Press::AwayAtLocal(_) | Press::Back => false,
        Press::Deputy | Press::PickDeputy | Press::AnswerDeputy(..) | Press::EndDeputy(_) => false,
        Press::Mail | Press::TypeMail | Press::TypeMailAgain(_) | Press::TypeCode | Press::RemoveMail => false,
        Press::Export | Press::AskDelete | Press::Delete => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::discord::ui::widgets::Button;

    fn message(id: u64, presses: &[ProfilePress]) -> Value {
        let buttons = presses.iter().map(|press| Button::primary(press.clone(), "Label"));
        let body = Reply::new("Text").buttons(buttons).edit_body();
        json!({"id": id.to_string(), "components": body["components"]})
    }

    #[test]
    fn only_older_forms_are_closed_and_not_too_many_at_once() {
        let form = |id| message(id, &[ProfilePress::ZoneRight]);
        let posted = form(50);
        // Discord lists the newest message first. Form 51 answers a message that the member wrote later.
        let history = json!([
            form(51),
            form(50),
            message(40, &[ProfilePress::Show, ProfilePress::Test]),
            message(39, &[]),
            form(38),
            message(37, &[ProfilePress::Edit, ProfilePress::Save(3)]),
            form(36),
            form(35)
        ]);
        assert_eq!(older_forms(&history, &posted), [38, 37, 36]);
        assert!(older_forms(&json!({"message": "Missing Access"}), &posted).is_empty());
        assert!(older_forms(&history, &json!({})).is_empty());
    }
}

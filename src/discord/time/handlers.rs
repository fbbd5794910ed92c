//! The answer to `/when`, and "Share", which posts the time in the channel. Everybody in the channel reads the time in
//! their own zone.

use crate::discord::call::{Call, Submitted};
use crate::discord::router::Handle;
use crate::discord::time::presses::WhenPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::sanitize_line;
use crate::discord::ui::widgets::Button;
use crate::discord::wire::user_error::{Outcome, UserError};
use crate::say;
use crate::time::{PhraseAnswer, Timestamp, ZoneId, phrase};
use crate::words::{phrases, times, visible};

/// The most meanings of a typed time that get a button to share them.
const MAX_CHOICES: usize = 5;

/// Reads the typed time in the asker's zone and language.
pub async fn answer(call: &Call, text: &str) -> Outcome {
    let viewer = call.viewer().await?;
    let (language, zone, now) = (viewer.language, viewer.zone.unwrap_or_else(ZoneId::utc), viewer.now);
    if visible(text).is_empty() {
        return Err(UserError::message(say!(language, "when-nothing")));
    }
    let answer = phrase(text, zone, now, language);
    let mut lines = vec![say!(language, "when-asked", typed = sanitize_line(text))];
    lines.extend(phrases::answer(language, zone, text, &answer, now));
    if viewer.zone.is_none() {
        lines.push(say!(language, "when-in-utc"));
    }
    let share_button = |at: Timestamp, label: String| Button::secondary(WhenPress::Share(at.as_millisecond()), label);
    let buttons: Vec<Button> = match &answer {
        PhraseAnswer::Understood(understood) => vec![share_button(understood.instant, say!(language, "when-share"))],
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) | PhraseAnswer::NoSuchDay(choices) => choices
            .iter()
            .take(MAX_CHOICES)
            .map(|choice| {
                let when = phrases::choice(language, zone, choice, now);
                share_button(choice.answer.instant, say!(language, "when-share-one", when = when))
            })
            .collect(),
        PhraseAnswer::Unknown => Vec::new(),
    };
    call.responder.reply(Reply::new(lines.join("\n")).buttons(buttons)).await
}

impl Handle for WhenPress {
    async fn handle(self, call: &Call, _submitted: Submitted) -> Outcome {
        let Self::Share(ms) = self;
        let language = call.language();
        let Ok(at) = Timestamp::from_millisecond(ms) else {
            return Err(UserError::message(say!(language, "discord-outdated-button")));
        };
        let shared = say!(language, "when-shared", when = times::channel_time(language, at, call.now));
        call.responder.reply_public(Reply::new(shared)).await
    }
}

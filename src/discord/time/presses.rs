//! The answer to `/when`, and "Share", which posts the time so that everybody reads it in their own.

use crate::discord::call::{Call, Submitted};
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::disarm_line;
use crate::discord::ui::widgets::Button;
use crate::discord::wire::guard::Ack;
use crate::discord::wire::router::{Action, Args, Press};
use crate::discord::wire::user_error::Outcome;
use crate::members::{self, Member};
use crate::say;
use crate::time::{PhraseAnswer, Timestamp, ZoneId, phrase};
use crate::words::{phrases, times};

/// Meanings that can be shared by a button each.
const MOST_CHOICES: usize = 5;

/// Reads what was typed as the asker means it.
pub async fn answer(call: &Call, text: &str) -> Outcome {
    let member = members::store::get(&mut *call.parts.db.read().await?, call.user()).await?;
    let language = member.as_ref().map_or(call.language(), |member| member.language);
    let own = member.as_ref().and_then(Member::zone);
    let zone = own.unwrap_or_else(ZoneId::utc);
    let answer = phrase(text, zone, call.now, language);
    let mut lines = vec![say!(language, "when-asked", typed = disarm_line(text))];
    lines.extend(phrases::answer(language, zone, &answer, call.now));
    if own.is_none() {
        lines.push(say!(language, "when-in-utc"));
    }
    let share = |at: Timestamp, label: String| Button::secondary(WhenPress::Share(at.as_millisecond()), label);
    let buttons: Vec<Button> = match &answer {
        PhraseAnswer::Understood(understood) => vec![share(understood.instant, say!(language, "when-share"))],
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) => choices
            .iter()
            .take(MOST_CHOICES)
            .map(|choice| {
                share(
                    choice.answer.instant,
                    say!(language, "when-share-one", when = phrases::choice(language, zone, choice, call.now)),
                )
            })
            .collect(),
        PhraseAnswer::Unknown => Vec::new(),
    };
    call.responder.reply(Reply::new(lines.join("\n")).buttons(buttons)).await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenPress {
    /// Milliseconds UTC.
    Share(i64),
}

impl Press for WhenPress {
    const ROOM: &'static str = "when";

    fn encode(&self) -> Action {
        match self {
            Self::Share(ms) => Action::new("share").with(ms),
        }
    }

    fn decode(action: &str, args: &mut Args<'_>) -> Option<Self> {
        match action {
            "share" => args.take().filter(|ms| Timestamp::from_millisecond(*ms).is_ok()).map(Self::Share),
            _ => None,
        }
    }

    fn ack(&self) -> Ack {
        Ack::Public
    }

    async fn handle(self, call: &Call, _submitted: Submitted) -> Outcome {
        let Self::Share(ms) = self;
        let at = Timestamp::from_millisecond(ms).unwrap_or(call.now);
        let language = call.language();
        let shared = say!(language, "when-shared", when = times::channel(language, at, call.now));
        call.responder.reply_public(Reply::new(shared)).await
    }
}

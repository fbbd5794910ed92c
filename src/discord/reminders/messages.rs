//! Words for a reminder that comes.

use crate::discord::reminders::presses::ReminderPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, disarm, disarm_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::reminders::{Mark, ReminderFacts, Timing};
use crate::say;
use crate::time::{Timestamp, ZoneId};
use crate::words::{Language, times};

/// The first line is what a locked phone shows: 100 characters, the text first.
const FIRST_LINE: usize = 96;

pub fn message(facts: &ReminderFacts, reader: &Viewer) -> Outgoing {
    reply(facts, reader.language, reader.zone, reader.now).into()
}

/// The same, for an answer to the press of its button.
pub fn reply(facts: &ReminderFacts, language: Language, zone: Option<ZoneId>, now: Timestamp) -> Reply {
    let time = |at| zone.map_or_else(|| times::channel(language, at, now), |zone| times::dm(language, zone, at, now));
    let text = disarm(&facts.text);
    let single = disarm_line(&facts.text);
    let first = clip(&say!(language, "reminder-message", text = single.as_str()), FIRST_LINE);
    let mut lines = vec![first.clone()];
    if !first.contains(single.as_str()) || facts.text.trim().contains('\n') {
        lines.push(text);
    }
    lines.push(match facts.timing {
        Timing::OnTime => say!(language, "reminder-message-at", when = time(facts.at)),
        Timing::Held => say!(language, "reminder-message-held", when = time(facts.at)),
        Timing::Late => {
            say!(
                language,
                "reminder-message-late",
                when = time(facts.at),
                ago = times::in_words(language, facts.at, now)
            )
        }
    });
    lines.extend(missed(facts, language));
    if let Some(author) = &facts.author {
        lines.push(say!(language, "reminder-message-from", name = disarm_line(author)));
    }
    if let (true, Some(next), Mark::Open | Mark::Done) = (facts.recurs, facts.next, facts.mark) {
        lines.push(say!(language, "reminder-message-next", when = time(next)));
    }
    match facts.mark {
        Mark::Open => {}
        Mark::Done => lines.push(say!(language, "reminder-message-done")),
        Mark::PutOff { until } => lines.push(say!(language, "reminder-put-off", when = time(until))),
        Mark::Stopped => lines.push(say!(language, "reminder-message-stopped")),
    }
    Reply::new(lines.join("\n")).buttons(buttons(facts, language))
}

/// How often a recurring one was missed, when it was: with the one that comes now, unless that one is on time.
fn missed(facts: &ReminderFacts, language: Language) -> Option<String> {
    let times = match facts.timing {
        _ if facts.missed == 0 => return None,
        Timing::OnTime => facts.missed,
        Timing::Held | Timing::Late => facts.missed + 1,
    };
    Some(say!(language, "reminder-message-missed", times = times))
}

fn buttons(facts: &ReminderFacts, language: Language) -> Vec<Button> {
    let id = facts.occurrence;
    let done = Button::success(ReminderPress::Done(id), say!(language, "reminder-done"));
    let later = Button::secondary(ReminderPress::Later(id), say!(language, "reminder-later"));
    let stop = Button::danger(ReminderPress::Stop(id), say!(language, "reminder-stop"));
    match facts.mark {
        Mark::Stopped => vec![done.disabled(), later.disabled()],
        Mark::Done | Mark::PutOff { .. } if facts.recurs => vec![done.disabled(), later, stop],
        Mark::Done | Mark::PutOff { .. } => vec![done.disabled(), later],
        Mark::Open if facts.recurs => vec![done, later, stop],
        Mark::Open => vec![done, later],
    }
}

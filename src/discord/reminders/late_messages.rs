//! Words for several late reminders in one message.

use crate::discord::reminders::presses::ReminderPress;
use crate::discord::ui::reply::CONTENT;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, disarm_line};
use crate::discord::ui::widgets::{Among, Button, Choice, Select};
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::reminders::{LateTogether, Mark, ReminderFacts};
use crate::say;
use crate::time::{Timestamp, ZoneId};
use crate::words::{Language, times};

/// The first line is what a locked phone shows: 100 characters, the texts first.
const FIRST_LINE: usize = 96;
/// Characters of one reminder's words beside its text: its times, who set it, what became of it.
const FRAME: usize = 150;
/// Characters of a text in a select.
const SHORT: usize = 80;

pub fn message(facts: &LateTogether, reader: &Viewer) -> Outgoing {
    reply(facts, reader.language, reader.zone, reader.now).into()
}

/// The same, for an answer to the press of its button.
pub fn reply(facts: &LateTogether, language: Language, zone: Option<ZoneId>, now: Timestamp) -> Reply {
    let texts: Vec<String> = facts.reminders.iter().map(|one| disarm_line(&one.text)).collect();
    let first = say!(language, "reminder-together", count = facts.reminders.len(), texts = texts.join(" · "));
    let room = (CONTENT - 2 * FIRST_LINE) / facts.reminders.len().max(1);
    let lines = facts.reminders.iter().zip(&texts).map(|(one, text)| {
        let text = clip(text, room.saturating_sub(FRAME).max(20));
        clip(&line(one, &text, language, zone, now), room)
    });
    let mut content = vec![clip(&first, FIRST_LINE), say!(language, "reminder-together-late")];
    content.extend(lines);
    let mut reply = Reply::new(content.join("\n")).buttons([all_done(facts, language)]);
    for select in selects(facts, language, zone, now) {
        reply = reply.select(select);
    }
    reply
}

fn line(facts: &ReminderFacts, text: &str, language: Language, zone: Option<ZoneId>, now: Timestamp) -> String {
    let time = |at| zone.map_or_else(|| times::channel(language, at, now), |zone| times::dm(language, zone, at, now));
    let ago = times::in_words(language, facts.at, now);
    let mut parts = vec![say!(language, "reminder-together-line", text = text, when = time(facts.at), ago = ago)];
    if facts.missed > 0 {
        parts.push(say!(language, "reminder-message-missed", times = facts.missed + 1));
    }
    if let (true, Some(next), Mark::Open | Mark::Done) = (facts.recurs, facts.next, facts.mark) {
        parts.push(say!(language, "reminder-message-next", when = time(next)));
    }
    if let Some(author) = &facts.author {
        parts.push(say!(language, "reminder-message-from", name = disarm_line(author)));
    }
    match facts.mark {
        Mark::Open => {}
        Mark::Done => parts.push(say!(language, "reminder-message-done")),
        Mark::PutOff { until } => parts.push(say!(language, "reminder-put-off", when = time(until))),
        Mark::Stopped => parts.push(say!(language, "reminder-message-stopped")),
    }
    parts.join(" · ")
}

/// Always there, since it carries the delivery's tag.
fn all_done(facts: &LateTogether, language: Language) -> Button {
    let button = Button::success(ReminderPress::AllDone(facts.id), say!(language, "reminder-all-done"));
    if facts.reminders.iter().any(|one| one.mark == Mark::Open) { button } else { button.disabled() }
}

fn selects(facts: &LateTogether, language: Language, zone: Option<ZoneId>, now: Timestamp) -> Vec<Select> {
    let choices = |wanted: fn(&ReminderFacts) -> bool| -> Vec<Choice> {
        let wanted = facts.reminders.iter().filter(|one| wanted(one));
        wanted.map(|one| choice(one, language, zone, now)).collect()
    };
    let (open, alive) = (choices(|one| one.mark == Mark::Open), choices(|one| one.mark != Mark::Stopped));
    let recurring = choices(|one| one.recurs && one.next.is_some() && one.mark != Mark::Stopped);
    let select = |press, key, choices: Vec<Choice>| {
        (!choices.is_empty()).then(|| Select::new(press, say!(language, key), Among::Choices(choices)))
    };
    let count = open.len();
    let done =
        select(ReminderPress::DoneChosen(facts.id), "reminder-done-which", open).map(|done| done.between(1, count));
    let later = select(ReminderPress::LaterChosen(facts.id), "reminder-later-which", alive);
    let stop = select(ReminderPress::StopOneOf(facts.id), "reminder-stop-which", recurring);
    [done, later, stop].into_iter().flatten().collect()
}

fn choice(facts: &ReminderFacts, language: Language, zone: Option<ZoneId>, now: Timestamp) -> Choice {
    let when = times::dm(language, zone.unwrap_or_else(ZoneId::utc), facts.at, now);
    Choice::new(facts.occurrence.to_string(), clip(&facts.text, SHORT)).described(when)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reminders::{LONGEST_TEXT, MOST_TOGETHER, OccurrenceId, Timing, TogetherId};

    #[test]
    fn as_many_long_ones_as_come_together_fit_into_one_message() {
        let now: Timestamp = "2020-11-17T17:00:00Z".parse().unwrap();
        let one = |n: i64| ReminderFacts {
            occurrence: OccurrenceId(n),
            text: "*".repeat(LONGEST_TEXT),
            at: "2020-11-10T17:00:00Z".parse().unwrap(),
            timing: Timing::Late,
            author: Some("Secretariat lead".to_owned()),
            recurs: true,
            next: Some(now),
            mark: Mark::Open,
            missed: 7,
        };
        let most = i64::try_from(MOST_TOGETHER).unwrap();
        let facts = LateTogether { id: TogetherId(1), reminders: (1..=most).map(one).collect() };
        for language in Language::ALL {
            let reply = reply(&facts, language, ZoneId::parse("America/Argentina/Buenos_Aires").ok(), now);
            assert!(
                !reply.content().ends_with('…') || reply.content().chars().count() < CONTENT,
                "{}",
                reply.content()
            );
            assert_eq!(reply.content().lines().count(), MOST_TOGETHER + 2, "{}", reply.content());
        }
    }
}

//! Renders a catch-up message: several late or held occurrences, with actions for each.

use crate::discord::reminders::messages;
use crate::discord::reminders::presses::ReminderPress;
use crate::discord::ui::reply::{File, MAX_CONTENT_CHARS, Reply};
use crate::discord::ui::text::{clip, sanitize, sanitize_line};
use crate::discord::ui::widgets::{Button, Choice, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::discord::wire::rendering::Outgoing;
use crate::reminders::{CatchUpFacts, OccurrenceStatus, ReminderFacts};
use crate::say;
use crate::time::ZoneId;
use crate::words::{Language, times};

/// The limit, in characters, of the first line. A locked phone shows about 100 characters, so the reminders' texts are
/// in the first line.
const MAX_FIRST_LINE_CHARS: usize = 96;
/// The room, in characters, for the parts of a reminder's line other than its text: times, author, status.
const MAX_FRAME_CHARS: usize = 150;
/// Even in a full message, a reminder's text is not cut to fewer characters.
const MIN_TEXT_CHARS: usize = 20;
/// The limit, in characters, of a reminder's text in a select.
const MAX_CHOICE_CHARS: usize = 80;

pub fn message(facts: &CatchUpFacts, viewer: &Viewer) -> Outgoing {
    reply(facts, viewer).into()
}

/// Like [`message`], but as the answer to a press of one of the message's components.
pub fn reply(facts: &CatchUpFacts, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let texts: Vec<String> = facts.reminders.iter().map(|one| sanitize_line(&one.text)).collect();
    let count = facts.reminders.len();
    let first_key = if facts.late == count { "reminder-together" } else { "reminder-together-waited" };
    let first = say!(language, first_key, count = count, texts = texts.join(" · "));
    let reason = match facts.late {
        0 => say!(language, "reminder-together-held"),
        late if late == count => say!(language, "reminder-together-late"),
        late => say!(language, "reminder-together-some-late", count = late),
    };
    let max_line_chars = (MAX_CONTENT_CHARS - 2 * MAX_FIRST_LINE_CHARS) / facts.reminders.len().max(1);
    let max_text_chars = max_line_chars.saturating_sub(MAX_FRAME_CHARS).max(MIN_TEXT_CHARS);
    let mut lines = vec![clip(&first, MAX_FIRST_LINE_CHARS), reason];
    for (one, text) in facts.reminders.iter().zip(&texts) {
        lines.push(clip(&line(one, &clip(text, max_text_chars), viewer), max_line_chars));
    }
    let is_cut = facts
        .reminders
        .iter()
        .zip(&texts)
        .zip(&lines[2..])
        .any(|((one, text), line)| !line.contains(text.as_str()) || one.text.trim().contains('\n'));
    let whole_button = Button::secondary(ReminderPress::WholeTexts(facts.id), say!(language, "reminder-whole-texts"));
    let buttons = [Some(all_done_button(facts, language)), is_cut.then_some(whole_button)];
    let reply = Reply::new(lines.join("\n")).buttons(buttons.into_iter().flatten());
    selects(facts, viewer).into_iter().fold(reply, Reply::select)
}

/// The full texts of the reminders, in a file if they do not fit into a message.
pub fn whole_texts(facts: &CatchUpFacts, viewer: &Viewer) -> Reply {
    let (language, separator) = (viewer.language, "\n\n");
    let shown: Vec<String> = facts.reminders.iter().map(|one| sanitize(&one.text)).collect();
    let shown = shown.join(separator);
    if shown.chars().count() <= MAX_CONTENT_CHARS {
        return Reply::new(shown);
    }
    let texts: Vec<&str> = facts.reminders.iter().map(|one| one.text.as_str()).collect();
    let file = File { name: "reminders.txt".to_owned(), data: texts.join(separator).into_bytes() };
    Reply::new(say!(language, "reminder-whole-texts-file")).file(file)
}

fn line(facts: &ReminderFacts, text: &str, viewer: &Viewer) -> String {
    let language = viewer.language;
    let ago = times::distance(language, facts.due_at, viewer.now);
    let when = viewer.at(facts.due_at);
    let mut parts = vec![say!(language, "reminder-together-line", text = text, when = when, ago = ago)];
    parts.extend(messages::missed_line(facts, language));
    parts.extend(messages::next_line(facts, viewer));
    if let Some(author) = &facts.author {
        parts.push(say!(language, "reminder-message-from", name = sanitize_line(author)));
    }
    parts.extend(messages::status_line(facts, viewer));
    parts.join(" · ")
}

/// The message always has this button, because its custom id carries the delivery's tag.
fn all_done_button(facts: &CatchUpFacts, language: Language) -> Button {
    let button = Button::success(ReminderPress::AllDone(facts.id), say!(language, "reminder-all-done"));
    if facts.reminders.iter().any(is_open) { button } else { button.disabled() }
}

fn selects(facts: &CatchUpFacts, viewer: &Viewer) -> Vec<Select> {
    let select = |press, key, offered: fn(&ReminderFacts) -> bool| {
        let choices: Vec<Choice> =
            facts.reminders.iter().filter(|one| offered(one)).map(|one| choice(one, viewer)).collect();
        (!choices.is_empty()).then(|| Select::new(press, say!(viewer.language, key), SelectKind::Choices(choices)))
    };
    let open = facts.reminders.iter().filter(|one| is_open(one)).count();
    let done = select(ReminderPress::DoneChosen(facts.id), "reminder-done-which", is_open);
    let snooze = select(ReminderPress::SnoozeChosen(facts.id), "reminder-later-which", can_be_snoozed);
    let stop = select(ReminderPress::StopOneOf(facts.id), "reminder-stop-which", messages::can_be_stopped);
    [done.map(|done| done.choice_count(1, open)), snooze, stop].into_iter().flatten().collect()
}

fn is_open(facts: &ReminderFacts) -> bool {
    matches!(facts.status, OccurrenceStatus::Open | OccurrenceStatus::Snoozed { .. })
}

fn can_be_snoozed(facts: &ReminderFacts) -> bool {
    !matches!(facts.status, OccurrenceStatus::Stopped | OccurrenceStatus::SentAgain { .. })
}

fn choice(facts: &ReminderFacts, viewer: &Viewer) -> Choice {
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    let when = times::dm_time(viewer.language, zone, facts.due_at, viewer.now);
    Choice::new(facts.occurrence.to_string(), clip(&facts.text, MAX_CHOICE_CHARS)).described(when)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reminders::{CatchUpId, MAX_CATCH_UP, MAX_TEXT_CHARS, OccurrenceId, Timing};
    use crate::time::Timestamp;

    #[test]
    fn full_catch_up_of_long_texts_fits_into_one_message() {
        let now: Timestamp = "2020-11-17T17:00:00Z".parse().unwrap();
        let one = |n: i64| ReminderFacts {
            occurrence: OccurrenceId(n),
            text: "*".repeat(MAX_TEXT_CHARS),
            due_at: "2020-11-10T17:00:00Z".parse().unwrap(),
            timing: Timing::Late,
            author: Some("Secretariat lead".to_owned()),
            recurs: true,
            next_at: Some(now),
            status: OccurrenceStatus::Open,
            missed: 7,
        };
        let max = i64::try_from(MAX_CATCH_UP).unwrap();
        let facts = CatchUpFacts { id: CatchUpId(1), reminders: (1..=max).map(one).collect(), late: 4 };
        for language in Language::ALL {
            let zone = ZoneId::parse("America/Argentina/Buenos_Aires").ok();
            let reply = reply(&facts, &Viewer { member: None, language, zone, now });
            assert!(reply.content().chars().count() < MAX_CONTENT_CHARS, "{}", reply.content());
            assert_eq!(reply.content().lines().count(), MAX_CATCH_UP + 2, "{}", reply.content());
        }
    }
}

//! What the faces of reminders look like.

use crate::discord::reminders::presses::ReminderPress;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, disarm, disarm_line};
use crate::discord::ui::widgets::OPTIONS;
use crate::discord::ui::widgets::{Among, Button, Choice, Select};
use crate::reminders::{ManyDraft, OccurrenceId, Outlook, Passed, Reminder, ReminderDraftId, Saved, State};
use crate::say;
use crate::time::{self, Date, Timestamp, Understood, ZoneId};
use crate::words::{Language, phrases, rules, times};

/// Meanings of one phrase that are offered.
pub const MOST_CHOICES: usize = 5;
/// Days that one text may mean; a row has room for as many buttons.
pub const MOST_DAYS: usize = 5;
/// Names in one line of a preview.
const NAMES: usize = 60;
/// Characters of a text in a list.
const SHORT: usize = 80;

pub fn needs_zone(language: Language) -> Reply {
    let button = Button::primary(crate::discord::members::presses::ProfilePress::Edit, say!(language, "profile-begin"));
    Reply::new(say!(language, "reminder-needs-zone")).buttons([button])
}

/// What was understood, before anything is saved.
pub fn understood(
    language: Language,
    zone: ZoneId,
    draft: ReminderDraftId,
    text: &str,
    understood: &Understood,
    asleep: bool,
    now: Timestamp,
) -> Reply {
    let answer = time::PhraseAnswer::Understood(Box::new(understood.clone()));
    let mut lines = vec![say!(language, "reminder-understood", text = disarm(text))];
    lines.extend(phrases::answer(language, zone, &answer, now));
    lines.push(if asleep { say!(language, "reminder-sounds-in-sleep") } else { say!(language, "reminder-sounds") });
    Reply::new(lines.join("\n")).buttons([
        Button::success(ReminderPress::Save(draft, 0), say!(language, "reminder-save")),
        Button::secondary(ReminderPress::Discard(draft), say!(language, "reminder-discard")),
    ])
}

/// Several meanings: a press saves the one that is meant.
pub fn which(
    language: Language,
    zone: ZoneId,
    draft: ReminderDraftId,
    question: &str,
    choices: &[time::Choice],
    now: Timestamp,
) -> Reply {
    let buttons = choices.iter().take(MOST_CHOICES).enumerate().map(|(n, choice)| {
        Button::primary(ReminderPress::Save(draft, n), phrases::choice(language, zone, choice, now))
    });
    let discard = Button::secondary(ReminderPress::Discard(draft), say!(language, "reminder-discard"));
    Reply::new(question).buttons(buttons).buttons([discard])
}

pub fn saved(language: Language, zone: ZoneId, saved: &Saved, now: Timestamp) -> Reply {
    match saved {
        Saved::Own { reminder, due_at } => {
            let when = times::dm(language, zone, *due_at, now);
            let text = disarm(&reminder.text);
            Reply::new(match rule(language, zone, reminder) {
                Some(rule) => say!(language, "reminder-saved-recurring", text = text, when = when, rule = rule),
                None => say!(language, "reminder-saved", text = text, when = when),
            })
        }
        Saved::Many { batch, reminders, at_once, skipped } => {
            let text = say!(language, "reminder-many-saved", count = *reminders, now = *at_once, skipped = *skipped);
            Reply::new(text)
                .buttons([Button::danger(ReminderPress::StopMany(*batch), say!(language, "reminder-stop-many"))])
        }
        Saved::Before => Reply::new(say!(language, "reminder-saved-before")),
    }
}

/// How a reminder recurs, in words.
fn rule(language: Language, zone: ZoneId, reminder: &Reminder) -> Option<String> {
    let plan = &reminder.plan;
    plan.rule.as_ref().map(|rule| rules::rule(language, rule, plan.wall, plan.zone, zone))
}

/// Several days may have been meant, each of which has a draft.
pub fn which_day(language: Language, typed: &str, choices: &[(ReminderDraftId, Date)]) -> Reply {
    let buttons = choices
        .iter()
        .map(|(draft, day)| Button::primary(ReminderPress::ShowMany(*draft), times::long_day(language, *day)));
    Reply::new(say!(language, "reminder-which-day", typed = typed)).buttons(buttons)
}

/// Whom a reminder for many reaches and when, before anything is saved.
pub fn preview(language: Language, draft: ReminderDraftId, asked: &ManyDraft, today: Date, outlook: &Outlook) -> Reply {
    let (when, recurs) = (times::day_and_time(language, asked.wall, today), asked.rule.is_some());
    let head = if recurs { "reminder-preview-recurring" } else { "reminder-preview" };
    let mut lines = vec![say!(language, head, text = disarm(&asked.text), when = when)];
    if let (Some((first, from)), Some((last, to))) = (outlook.coming.first(), outlook.coming.last()) {
        lines.push(say!(
            language,
            "reminder-preview-coming",
            count = outlook.coming.len(),
            first = disarm_line(first),
            from = times::stamp(*from),
            last = disarm_line(last),
            to = times::stamp(*to)
        ));
    }
    if !outlook.passed.is_empty() {
        let names = names(outlook.passed.iter().map(|(name, _)| name));
        lines.push(say!(language, "reminder-preview-passed", count = outlook.passed.len(), names = names));
    }
    if !outlook.held.is_empty() {
        lines.push(say!(language, "reminder-preview-held", count = outlook.held.len(), names = names(&outlook.held)));
    }
    if !outlook.without_zone.is_empty() {
        let names = names(&outlook.without_zone);
        lines.push(say!(language, "reminder-preview-no-zone", count = outlook.without_zone.len(), names = names));
    }
    let save = |passed, key| Button::success(ReminderPress::SaveMany(draft, passed), say!(language, key));
    let mut buttons = match (outlook.passed.is_empty(), recurs || !outlook.coming.is_empty()) {
        (true, _) => vec![save(Passed::Skip, "reminder-save")],
        (false, true) => vec![save(Passed::SendNow, "reminder-send-now"), save(Passed::Skip, "reminder-skip")],
        (false, false) => vec![save(Passed::SendNow, "reminder-send-now")],
    };
    buttons.push(Button::secondary(ReminderPress::Discard(draft), say!(language, "reminder-discard")));
    Reply::new(lines.join("\n")).buttons(buttons)
}

fn names<'a>(names: impl IntoIterator<Item = &'a String>) -> String {
    let all: Vec<String> = names.into_iter().map(|name| disarm_line(name)).collect();
    let shown = all.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
    let more = if all.len() > NAMES { ", …" } else { "" };
    clip(&format!("{shown}{more}"), 500)
}

/// A member's own reminders, with a way to stop each.
pub fn list(language: Language, zone: ZoneId, reminders: &[Reminder], now: Timestamp) -> Reply {
    if reminders.is_empty() {
        return Reply::new(say!(language, "reminder-list-empty"));
    }
    let coming: Vec<_> = reminders
        .iter()
        .filter_map(|reminder| match reminder.state {
            State::Active { due_at } => Some((reminder, times::dm(language, zone, due_at, now))),
            State::Over | State::Stopped => None,
        })
        .collect();
    let lines = coming.iter().take(OPTIONS).map(|(reminder, when)| {
        let text = disarm_line(&clip(&reminder.text, SHORT));
        match rule(language, zone, reminder) {
            Some(rule) => say!(language, "reminder-list-recurring", text = text, when = when.as_str(), rule = rule),
            None => say!(language, "reminder-list-line", text = text, when = when.as_str()),
        }
    });
    let mut lines: Vec<String> = lines.collect();
    lines.insert(0, say!(language, "reminder-list", count = coming.len()));
    if coming.len() > OPTIONS {
        lines.push(say!(language, "reminder-list-more", count = coming.len() - OPTIONS));
    }
    let choices = coming
        .iter()
        .take(OPTIONS)
        .map(|(reminder, when)| Choice::new(reminder.id.to_string(), clip(&reminder.text, SHORT)).described(when));
    let select = Select::new(
        ReminderPress::StopChosen,
        say!(language, "reminder-stop-which"),
        Among::Choices(choices.collect()),
    );
    Reply::new(lines.join("\n")).select(select)
}

pub fn how_much_later(language: Language, id: OccurrenceId) -> Reply {
    Reply::new(say!(language, "reminder-how-much-later")).buttons(later_buttons(language, id))
}

pub fn later_buttons(language: Language, id: OccurrenceId) -> Vec<Button> {
    let by = |minutes, key| Button::secondary(ReminderPress::LaterBy(id, minutes), say!(language, key));
    vec![
        by(10, "reminder-later-10-minutes"),
        by(60, "reminder-later-1-hour"),
        by(180, "reminder-later-3-hours"),
        by(24 * 60, "reminder-later-tomorrow"),
        Button::secondary(ReminderPress::TypeLater(id), say!(language, "reminder-later-other")),
    ]
}

/// A button for each time that was perhaps meant.
pub fn later_meanings(
    language: Language,
    zone: ZoneId,
    id: OccurrenceId,
    answer: &time::PhraseAnswer,
    now: Timestamp,
) -> Vec<Button> {
    let (time::PhraseAnswer::Ambiguous(choices) | time::PhraseAnswer::Past(choices)) = answer else {
        return Vec::new();
    };
    let once = choices.iter().filter(|choice| choice.answer.rule.is_none());
    let button = |choice: &time::Choice| {
        let press = ReminderPress::LaterAt(id, choice.answer.instant.as_millisecond());
        Button::primary(press, phrases::choice(language, zone, choice, now))
    };
    once.take(MOST_CHOICES).map(button).collect()
}

pub fn put_off(language: Language, zone: ZoneId, until: Timestamp, now: Timestamp) -> Reply {
    Reply::new(say!(language, "reminder-put-off", when = times::dm(language, zone, until, now)))
}

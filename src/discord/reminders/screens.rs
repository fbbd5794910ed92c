//! The answers to the commands and buttons of reminders.

use crate::discord::alerts::messages::comma_list;
use crate::discord::members::presses::ProfilePress;
use crate::discord::reminders::presses::{InstantMs, ReminderPress, SnoozeLength};
use crate::discord::ui::pages::Pages;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, sanitize, sanitize_line};
use crate::discord::ui::widgets::{Button, Choice, Select, SelectKind};
use crate::discord::viewer::Viewer;
use crate::reminders::service::{BatchStopOutcome, RecallOutcome, SnoozeOutcome, UndoableStop};
use crate::reminders::{
    GroupDraft, GroupPreview, OccurrenceId, PassedPolicy, Plan, Reminder, ReminderDraftId, SaveOutcome,
};
use crate::say;
use crate::time::{self, Anchor, Date, PhraseAnswer, Place, Timestamp, Understood, ZoneId};
use crate::words::{Language, phrases, rules, times};

/// The most meanings of one phrase that are offered: a row has room for this many buttons.
pub const MAX_CHOICES: usize = 5;
/// The most days that are offered for one typed date: a row has room for this many buttons.
pub const MAX_DATE_MEANINGS: usize = 5;
/// The limit, in characters, of a reminder's text on the button that undoes its stop. A label has at most 80
/// characters.
const MAX_UNDO_TEXT_CHARS: usize = 40;
/// The limit, in characters, of one list of names in a preview.
const MAX_NAMES_CHARS: usize = 500;
/// The limit, in characters, of a reminder's text in a list.
const MAX_LISTED_CHARS: usize = 80;
/// The number of reminders on one page. Ten lines with long times and rules fit into a message.
const REMINDERS_PER_PAGE: usize = 10;

/// The zone in which times are read and shown; UTC for a viewer without a zone.
pub fn zone_or_utc(viewer: &Viewer) -> ZoneId {
    viewer.zone.unwrap_or_else(ZoneId::utc)
}

pub fn today(viewer: &Viewer) -> Date {
    time::local(zone_or_utc(viewer), viewer.now).0.date()
}

fn local_time(viewer: &Viewer, at: Timestamp) -> String {
    times::dm_time(viewer.language, zone_or_utc(viewer), at, viewer.now)
}

pub fn needs_zone(language: Language) -> Reply {
    let button = Button::primary(ProfilePress::Edit, say!(language, "profile-begin"));
    Reply::new(say!(language, "reminder-needs-zone")).buttons([button])
}

/// Shows how the phrase was understood, before anything is saved.
pub fn understood_phrase(viewer: &Viewer, draft: ReminderDraftId, text: &str, understood: &Understood) -> Reply {
    let language = viewer.language;
    let answer = PhraseAnswer::Understood(Box::new(understood.clone()));
    let mut lines = vec![say!(language, "reminder-understood", text = sanitize(text))];
    lines.extend(phrases::answer(language, zone_or_utc(viewer), "", &answer, viewer.now));
    let profile = viewer.member.as_ref().and_then(|member| member.profile.as_ref());
    let is_quiet = profile.is_some_and(|profile| profile.quiet.is_quiet(profile.zone, understood.instant));
    lines.push(if is_quiet { say!(language, "reminder-sounds-in-sleep") } else { say!(language, "reminder-sounds") });
    Reply::new(lines.join("\n")).buttons([
        Button::success(ReminderPress::Save(draft, 0), say!(language, "reminder-save")),
        Button::secondary(ReminderPress::Discard(draft), say!(language, "reminder-discard")),
    ])
}

/// Asks which of several times is meant. A press on a time saves the reminder with this time.
pub fn which_time(viewer: &Viewer, draft: ReminderDraftId, answer: &PhraseAnswer) -> Reply {
    let (language, zone, now) = (viewer.language, zone_or_utc(viewer), viewer.now);
    let offered = &meanings(answer)[..meanings(answer).len().min(MAX_CHOICES)];
    let question = phrases::answer(language, zone, "", answer, now).into_iter().next();
    let lines: Vec<String> = question.into_iter().chain(phrases::preview(language, zone, offered, now)).collect();
    let labels = phrases::choices(language, zone, offered, now).into_iter().enumerate();
    let buttons = labels.map(|(index, label)| Button::primary(ReminderPress::Save(draft, index), label));
    let discard = Button::secondary(ReminderPress::Discard(draft), say!(language, "reminder-discard"));
    Reply::new(lines.join("\n")).buttons(buttons).buttons([discard])
}

fn meanings(answer: &PhraseAnswer) -> &[time::Choice] {
    match answer {
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) | PhraseAnswer::NoSuchDay(choices) => choices,
        PhraseAnswer::Understood(_) | PhraseAnswer::Unknown => &[],
    }
}

pub fn saved_reminder(viewer: &Viewer, saved: &SaveOutcome) -> Reply {
    let language = viewer.language;
    match saved {
        SaveOutcome::Own { reminder, due_at } => {
            let (text, when) = (sanitize(&reminder.text), local_time(viewer, *due_at));
            Reply::new(match rule_text(viewer, reminder) {
                Some(rule) => say!(language, "reminder-saved-recurring", text = text, when = when, rule = rule),
                None => say!(language, "reminder-saved", text = text, when = when),
            })
        }
        SaveOutcome::Group { batch, draft, reminders, sent_now, skipped } => {
            let key = if draft.rule.is_some() { "reminder-many-saved-recurring" } else { "reminder-many-saved" };
            let when = times::day_and_time(language, draft.wall, today(viewer));
            let text = sanitize(&draft.text);
            let (count, now, skipped) = (*reminders, *sent_now, *skipped);
            let text = say!(language, key, text = text, when = when, count = count, now = now, skipped = skipped);
            let stop = Button::danger(ReminderPress::StopBatch(*batch), say!(language, "reminder-stop-many"));
            Reply::new(text).buttons([stop])
        }
        SaveOutcome::ZoneChanged { draft, plans } => which_zone(viewer, *draft, plans),
        SaveOutcome::AlreadySaved => Reply::new(say!(language, "reminder-saved-before")),
    }
}

/// Asks which time is meant, because the member's zone has changed since the preview: the instant that was shown, or
/// the same local time in the new zone.
fn which_zone(viewer: &Viewer, draft: ReminderDraftId, plans: &[Plan]) -> Reply {
    let language = viewer.language;
    let shown = plans.iter().find(|plan| plan.anchor == Anchor::WallInZone);
    let place = |zone| Place::of(zone).label(language);
    let text = match shown {
        Some(shown) => {
            say!(language, "reminder-zone-changed", shown = place(shown.zone), here = place(zone_or_utc(viewer)))
        }
        None => say!(language, "reminder-zone-changed-passed", here = place(zone_or_utc(viewer))),
    };
    let buttons = plans.iter().enumerate().filter_map(|(index, plan)| {
        let when = local_time(viewer, plan.next_after(viewer.now)?);
        let key = if plan.anchor == Anchor::WallInZone { "reminder-zone-as-shown" } else { "reminder-zone-here" };
        Some(Button::primary(ReminderPress::Save(draft, index), say!(language, key, when = when)))
    });
    let discard = Button::secondary(ReminderPress::Discard(draft), say!(language, "reminder-discard"));
    Reply::new(text).buttons(buttons).buttons([discard])
}

/// The result of "Stop it for everyone".
pub fn batch_stopped(language: Language, stopped: BatchStopOutcome) -> Reply {
    if stopped.was_stopped && stopped.not_sent == 0 && stopped.under_way == 0 {
        return Reply::new(say!(language, "reminder-many-stopped-before"));
    }
    let mut lines = vec![say!(language, "reminder-many-stopped", count = stopped.not_sent)];
    let parts = [
        ("reminder-many-recalled", stopped.recalled),
        ("reminder-many-under-way", stopped.under_way),
        ("reminder-many-arrived", stopped.arrived),
    ];
    let nonzero = parts.into_iter().filter(|(_, count)| *count > 0);
    lines.extend(nonzero.map(|(key, count)| say!(language, key, count = count)));
    Reply::new(lines.join("\n"))
}

/// The button that undoes the stop of one reminder.
pub fn undo_stop(language: Language, stop: &UndoableStop, press: ReminderPress) -> Button {
    Button::secondary(press, say!(language, "reminder-undo-stop", text = clip(&stop.text, MAX_UNDO_TEXT_CHARS)))
}

/// How a reminder recurs, in words; `None` if it does not recur.
fn rule_text(viewer: &Viewer, reminder: &Reminder) -> Option<String> {
    let plan = &reminder.plan;
    plan.rule.as_ref().map(|rule| rules::rule(viewer.language, rule, plan.wall, plan.zone, zone_or_utc(viewer)))
}

/// Asks which day is meant. Each day has a draft of its own.
pub fn which_day(language: Language, question: String, choices: &[(ReminderDraftId, Date)]) -> Reply {
    let buttons = choices
        .iter()
        .map(|(draft, day)| Button::primary(ReminderPress::PreviewForGroup(*draft), times::long_day(language, *day)));
    Reply::new(question).buttons(buttons)
}

/// Shows whom a reminder for a group will reach, and when. Nothing is saved yet.
pub fn preview(viewer: &Viewer, id: ReminderDraftId, draft: &GroupDraft, preview: &GroupPreview) -> Reply {
    let language = viewer.language;
    let (when, recurs) = (times::day_and_time(language, draft.wall, today(viewer)), draft.rule.is_some());
    let head = if recurs { "reminder-preview-recurring" } else { "reminder-preview" };
    let mut lines = vec![say!(language, head, text = sanitize(&draft.text), when = when)];
    if let (Some((first, from)), Some((last, to))) = (preview.upcoming_members.first(), preview.upcoming_members.last())
    {
        lines.push(say!(
            language,
            "reminder-preview-coming",
            count = preview.upcoming_members.len(),
            first = sanitize_line(first),
            from = times::stamp(*from),
            last = sanitize_line(last),
            to = times::stamp(*to)
        ));
    }
    if !preview.passed_members.is_empty() {
        let names = names_text(language, preview.passed_members.iter().map(|(name, _)| name));
        lines.push(say!(language, "reminder-preview-passed", count = preview.passed_members.len(), names = names));
    }
    if !preview.held_members.is_empty() {
        lines.push(say!(
            language,
            "reminder-preview-held",
            count = preview.held_members.len(),
            names = names_text(language, &preview.held_members)
        ));
    }
    if !preview.members_with_assumed_zone.is_empty() {
        let names = names_text(language, &preview.members_with_assumed_zone);
        lines.push(say!(
            language,
            "reminder-preview-assumed",
            count = preview.members_with_assumed_zone.len(),
            names = names
        ));
    }
    if !preview.members_without_zone.is_empty() {
        let names = names_text(language, &preview.members_without_zone);
        lines.push(say!(
            language,
            "reminder-preview-no-zone",
            count = preview.members_without_zone.len(),
            names = names
        ));
    }
    let save =
        |passed_policy, key| Button::success(ReminderPress::SaveForGroup(id, passed_policy), say!(language, key));
    let mut buttons = match (preview.passed_members.is_empty(), recurs || !preview.upcoming_members.is_empty()) {
        (true, _) => vec![save(PassedPolicy::Skip, "reminder-save")],
        (false, true) => {
            vec![save(PassedPolicy::SendNow, "reminder-send-now"), save(PassedPolicy::Skip, "reminder-skip")]
        }
        (false, false) => vec![save(PassedPolicy::SendNow, "reminder-send-all-now")],
    };
    buttons.push(Button::secondary(ReminderPress::Discard(id), say!(language, "reminder-discard")));
    Reply::new(lines.join("\n")).buttons(buttons)
}

fn names_text<'a>(language: Language, names: impl IntoIterator<Item = &'a String>) -> String {
    let all: Vec<String> = names.into_iter().map(|name| sanitize_line(name)).collect();
    comma_list(language, &all, MAX_NAMES_CHARS)
}

/// One page of a member's reminders, with a select to stop one of them. `unreadable`: how many more reminders the
/// member has whose rows cannot be read.
pub fn list(viewer: &Viewer, reminders: &[(Reminder, Timestamp)], page: usize, unreadable: usize) -> Reply {
    let language = viewer.language;
    let warning = (unreadable > 0).then(|| say!(language, "reminder-list-unreadable", count = unreadable));
    if reminders.is_empty() {
        return Reply::new(warning.unwrap_or_else(|| say!(language, "reminder-list-empty")));
    }
    let mut lines = vec![say!(language, "reminder-list", count = reminders.len())];
    let mut choices = Vec::new();
    let pages = Pages::new(page, reminders.len(), REMINDERS_PER_PAGE);
    for (reminder, next_at) in reminders.iter().skip(pages.range().start).take(REMINDERS_PER_PAGE) {
        let when = local_time(viewer, *next_at);
        let text = clip(&reminder.text, MAX_LISTED_CHARS);
        choices.push(Choice::new(reminder.id.to_string(), text.as_str()).described(&when));
        lines.push(list_line(viewer, reminder, *next_at, MAX_LISTED_CHARS));
    }
    lines.extend(warning);
    lines.extend(pages.line(language));
    let label = say!(language, "reminder-stop-which");
    let select = Select::new(ReminderPress::StopChosen, label, SelectKind::Choices(choices));
    Reply::new(lines.join("\n")).select(select).buttons(pages.buttons(language, ReminderPress::ListPage))
}

/// The line of one reminder in a list. `next_at`: when the reminder is due next.
pub fn list_line(viewer: &Viewer, reminder: &Reminder, next_at: Timestamp, max_text_chars: usize) -> String {
    let (language, when) = (viewer.language, local_time(viewer, next_at));
    let text = sanitize_line(&clip(&reminder.text, max_text_chars));
    match rule_text(viewer, reminder) {
        Some(rule) => say!(language, "reminder-list-recurring", text = text, when = when, rule = rule),
        None => say!(language, "reminder-list-line", text = text, when = when),
    }
}

pub fn ask_snooze(language: Language, id: OccurrenceId) -> Reply {
    let other = Button::secondary(ReminderPress::TypeSnooze(id), say!(language, "reminder-later-other"));
    Reply::new(say!(language, "reminder-how-much-later")).buttons(snooze_length_buttons(language, id)).buttons([other])
}

/// A button for each length that nobody has to type.
pub fn snooze_length_buttons(language: Language, id: OccurrenceId) -> Vec<Button> {
    let snooze = |length, key| Button::secondary(ReminderPress::SnoozeFor(id, length), say!(language, key));
    vec![
        snooze(SnoozeLength::TEN_MINUTES, "reminder-later-10-minutes"),
        snooze(SnoozeLength::ONE_HOUR, "reminder-later-1-hour"),
        snooze(SnoozeLength::THREE_HOURS, "reminder-later-3-hours"),
        snooze(SnoozeLength::ONE_DAY, "reminder-later-tomorrow"),
    ]
}

/// A button for each time that the phrase may mean. No meaning in `answer` may recur.
pub fn snooze_meanings(viewer: &Viewer, id: OccurrenceId, answer: &PhraseAnswer) -> Vec<Button> {
    let button = |choice: &time::Choice| {
        let press = ReminderPress::SnoozeUntil(id, InstantMs(choice.answer.instant));
        Button::primary(press, phrases::choice(viewer.language, zone_or_utc(viewer), choice, viewer.now))
    };
    meanings(answer).iter().take(MAX_CHOICES).map(button).collect()
}

/// Says when the reminder comes again, and what the new snooze changed.
pub fn snooze_confirmation(viewer: &Viewer, id: OccurrenceId, until: Timestamp, outcome: SnoozeOutcome) -> Reply {
    let language = viewer.language;
    let mut lines = vec![say!(language, "reminder-put-off", when = local_time(viewer, until))];
    if let Some(replaced) = outcome.replaced {
        let key = match replaced.recall {
            RecallOutcome::Recalled => "reminder-put-off-instead",
            RecallOutcome::UnderWay => "reminder-put-off-under-way",
        };
        lines.push(say!(language, key, when = local_time(viewer, replaced.ended_at)));
    }
    if outcome.was_done {
        lines.push(say!(language, "reminder-put-off-after-done"));
    }
    let done = Button::success(ReminderPress::Done(id), say!(language, "reminder-done"));
    Reply::new(lines.join("\n")).buttons(outcome.was_done.then_some(done))
}

//! Texts about what a change of zone or an absence does to a member's reminders, for the answers of `/profile`. Also
//! renders the answers to "Keep the old times" and to the button that undoes "Keep the old times".

use crate::discord::reminders::presses::ReminderPress;
use crate::discord::reminders::screens;
use crate::discord::ui::reply::Reply;
use crate::discord::ui::text::{clip, sanitize_line};
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::reminders::MovedReminders;
use crate::reminders::service::RemindersDuringAbsence;
use crate::say;
use crate::time::Timestamp;
use crate::words::Language;

/// The most reminders that are listed one by one. This many lines fit into a message together with the profile.
const MAX_LISTED: usize = 7;
/// The limit, in characters, of a reminder's text in these lists.
const MAX_TEXT_CHARS: usize = 50;

/// The text that lists the reminders that moved, each with its time before and after, in the member's new zone.
pub fn moved_text(moved: &MovedReminders, viewer: &Viewer) -> String {
    let language = viewer.language;
    let mut lines = vec![say!(language, "reminder-moved", count = moved.reminders.len())];
    lines.extend(moved.reminders.iter().take(MAX_LISTED).map(|(one, reminder)| {
        let (before, after) = (viewer.at(one.before_at), viewer.at(one.after_at));
        let is_now = one.after_at <= viewer.now && one.is_earlier();
        let key = if is_now { "reminder-moved-line-now" } else { "reminder-moved-line" };
        say!(language, key, text = short_text(&reminder.text), before = before, after = after)
    }));
    lines.extend(more_line(language, moved.reminders.len()));
    lines.join("\n")
}

/// The button "Keep the old times", or the button that undoes it. `None` if neither is possible.
pub fn keep_or_follow_button(moved: &MovedReminders, viewer: &Viewer) -> Option<Button> {
    let (language, count) = (viewer.language, moved.reminders.len());
    if moved.can_be_kept(viewer.now) {
        let label = say!(language, "reminder-moved-keep", count = count);
        return Some(Button::primary(ReminderPress::KeepOldTimes(moved.id), label));
    }
    let label = say!(language, "reminder-moved-follow");
    (moved.kept_reminders().count() > 0).then(|| Button::secondary(ReminderPress::FollowLocalTimes(moved.id), label))
}

/// The answer to "Keep the old times".
pub fn kept_times(moved: &MovedReminders, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let kept: Vec<_> = moved.kept_reminders().collect();
    if kept.is_empty() {
        return Reply::new(say!(language, "reminder-moved-too-late"));
    }
    let mut lines = vec![say!(language, "reminder-moved-kept", count = kept.len())];
    for reminder in kept.iter().take(MAX_LISTED) {
        lines
            .extend(reminder.state.due_at().map(|due_at| screens::list_line(viewer, reminder, due_at, MAX_TEXT_CHARS)));
    }
    lines.extend(more_line(language, kept.len()));
    Reply::new(lines.join("\n")).buttons(keep_or_follow_button(moved, viewer))
}

/// The answer to the button that undoes "Keep the old times".
pub fn followed_local_times(moved: &MovedReminders, viewer: &Viewer) -> Reply {
    let language = viewer.language;
    let active: Vec<_> = moved.reminders.iter().filter_map(|(_, one)| Some((one, one.state.due_at()?))).collect();
    let mut lines = vec![say!(language, "reminder-moved-followed", count = active.len())];
    lines.extend(
        active.iter().take(MAX_LISTED).map(|(one, due_at)| screens::list_line(viewer, one, *due_at, MAX_TEXT_CHARS)),
    );
    lines.extend(more_line(language, active.len()));
    Reply::new(lines.join("\n")).buttons(keep_or_follow_button(moved, viewer))
}

/// Says which reminders wait until the member is back at `until`, and how many of the member's own reminders arrive
/// during the absence. `None` if no reminder is due during the absence.
pub fn absence_text(found: &RemindersDuringAbsence, until: Timestamp, viewer: &Viewer) -> Option<String> {
    let language = viewer.language;
    let mut lines = Vec::new();
    if !found.held_reminders.is_empty() {
        lines.push(say!(language, "reminder-away-held", count = found.held_reminders.len()));
        lines.extend(found.held_reminders.iter().take(MAX_LISTED).map(|(text, due_at)| {
            let (before, after) = (viewer.at(*due_at), viewer.at(until));
            say!(language, "reminder-moved-line", text = short_text(text), before = before, after = after)
        }));
        lines.extend(more_line(language, found.held_reminders.len()));
    }
    if found.own_count > 0 {
        lines.push(say!(language, "reminder-away-own", count = found.own_count));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn short_text(text: &str) -> String {
    sanitize_line(&clip(text, MAX_TEXT_CHARS))
}

fn more_line(language: Language, count: usize) -> Option<String> {
    let more = count.saturating_sub(MAX_LISTED);
    (more > 0).then(|| say!(language, "reminder-moved-more", count = more))
}

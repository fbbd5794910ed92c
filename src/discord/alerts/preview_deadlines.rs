//! What the preview of an alert says about its deadline and about later ones, and the buttons that choose another one.

use crate::alerts::drafts::{DeadlineReach, Preview};
use crate::discord::alerts::deadlines;
use crate::discord::alerts::presses::AlertPress;
use crate::discord::ui::widgets::Button;
use crate::discord::viewer::Viewer;
use crate::say;
use crate::time::{Timestamp, ZoneId};
use crate::words::times;

/// The line that says how many people can hear the alert before the deadline, and before the other deadlines. `None` if
/// the preview has no such numbers.
pub(super) fn reach_line(preview: &Preview, viewer: &Viewer) -> Option<String> {
    let language = viewer.language;
    let options = preview.deadlines.as_ref()?;
    let (count, total) = (options.current.in_time, preview.people.len());
    let mut parts = vec![say!(
        language,
        "alert-preview-in-time",
        count = count,
        total = total,
        time = time(options.current.at, viewer)
    )];
    parts.extend(options.others.iter().map(|other| {
        say!(language, "alert-preview-in-time-other", count = other.in_time, time = time(other.at, viewer))
    }));
    Some(parts.join(" "))
}

/// The warning that the chosen deadline had passed. `None` if the author chose no deadline, or one that is to come.
pub(super) fn passed_line(preview: &Preview, viewer: &Viewer) -> Option<String> {
    let passed = preview.passed_choice?;
    Some(say!(viewer.language, "alert-preview-choice-passed", time = time(passed, viewer)))
}

/// One button for each other deadline.
pub(super) fn buttons(preview: &Preview, viewer: &Viewer) -> Vec<Button> {
    let others: &[DeadlineReach] = preview.deadlines.as_ref().map_or(&[], |options| &options.others);
    let button = |other: &DeadlineReach| {
        let press = AlertPress::MoveDeadline(preview.draft, other.at.as_millisecond());
        Button::secondary(press, deadlines::other_label(viewer.language, preview.ask.kind(), &time(other.at, viewer)))
    };
    others.iter().map(button).collect()
}

/// The instant in the author's zone and in UTC, short enough for a button.
fn time(at: Timestamp, viewer: &Viewer) -> String {
    times::short_time(viewer.language, viewer.zone.unwrap_or_else(ZoneId::utc), at, viewer.now)
}

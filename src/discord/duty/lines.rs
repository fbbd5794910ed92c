//! The parts of lines that several screens and messages of duty share.

use crate::discord::ui::text::sanitize_line;
use crate::discord::viewer::Viewer;
use crate::duty::{OpenPart, Period, SlotDetails, Warnings};
use crate::say;
use crate::time::{PhraseAnswer, SignedDuration, Timestamp, ZoneId, local};
use crate::words::{Language, phrases, times};

/// A period longer than this has the date of its end.
const MAX_WITHOUT_END_DATE: SignedDuration = SignedDuration::from_hours(24);

/// A period in the reader's own time, with UTC: `Wed 11 Nov, 04:00–08:00 (02:00–06:00 UTC)`. For a reader without a
/// zone: UTC, and Discord's timestamps.
pub fn period(viewer: &Viewer, period: Period) -> String {
    let language = viewer.language;
    match viewer.zone {
        Some(zone) if zone == ZoneId::utc() => in_utc(language, period, viewer.now),
        Some(zone) => {
            let own = in_zone(language, zone, period, viewer.now);
            let utc = utc_hours(language, zone, period);
            say!(language, "duty-period-with-utc", own = own, utc = utc)
        }
        None => {
            let utc = in_utc(language, period, viewer.now);
            say!(language, "duty-period-many", utc = utc, own = stamps(period))
        }
    }
}

/// A period in UTC in words: `Wed 11 Nov, 02:00–06:00 UTC`.
pub fn in_utc(language: Language, period: Period, now: Timestamp) -> String {
    say!(language, "time-in-utc", when = in_zone(language, ZoneId::utc(), period, now))
}

/// Discord's timestamps of the start and the end, which each reader sees in their own time.
pub fn stamps(period: Period) -> String {
    format!("<t:{}:t>–<t:{}:t>", period.starts_at.as_second(), period.ends_at.as_second())
}

fn in_zone(language: Language, zone: ZoneId, period: Period, now: Timestamp) -> String {
    let (start, end, today) =
        (local(zone, period.starts_at).0, local(zone, period.ends_at).0, local(zone, now).0.date());
    let end = match period.duration() > MAX_WITHOUT_END_DATE {
        true => times::day_and_time(language, end, today),
        false => times::clock(end.time()),
    };
    say!(language, "duty-period", start = times::day_and_time(language, start, today), end = end)
}

/// The hours in UTC, with the weekday if it is another day than in `zone`.
fn utc_hours(language: Language, zone: ZoneId, period: Period) -> String {
    let (own, utc) = (local(zone, period.starts_at).0, local(ZoneId::utc(), period.starts_at).0);
    let end = times::clock(local(ZoneId::utc(), period.ends_at).0.time());
    let start = times::clock(utc.time());
    let start = match own.date() == utc.date() {
        true => start,
        false => {
            let weekday = times::weekday_short(language, utc.weekday());
            say!(language, "time-weekday-and-time", weekday = weekday, time = start)
        }
    };
    say!(language, "duty-period", start = start, end = end)
}

/// Says that the clocks change within the period. `None` if they do not.
pub fn clock_change(viewer: &Viewer, period: Period) -> Option<String> {
    let zone = viewer.zone?;
    let (real, on_clock) = (period.duration(), period.duration_on_clock(zone));
    (real != on_clock).then(|| {
        let language = viewer.language;
        let (real, on_clock) = (times::duration(language, real), times::duration(language, on_clock));
        say!(language, "duty-clock-change", clock = on_clock, real = real)
    })
}

/// How many people are missing, and when: `needs 2`, `complete`.
pub fn missing(details: &SlotDetails, viewer: &Viewer) -> String {
    let language = viewer.language;
    if details.open.is_empty() {
        return say!(language, "duty-complete");
    }
    if details.is_missing_throughout(viewer.now) {
        return say!(language, "duty-needs", count = details.missing());
    }
    let parts: Vec<String> = details.open.iter().map(|part| missing_part(part, viewer)).collect();
    parts.join(" · ")
}

fn missing_part(part: &OpenPart, viewer: &Viewer) -> String {
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    let clock = |at| times::clock(local(zone, at).0.time());
    let (from, until) = (clock(part.period.starts_at), clock(part.period.ends_at));
    let key = if viewer.zone.is_some() { "duty-needs-part" } else { "duty-needs-part-utc" };
    say!(viewer.language, key, count = part.missing, from = from, until = until)
}

/// The names of those who have the slot, with their hours if they have only a part of it. `None` if nobody has it.
pub fn people(details: &SlotDetails, viewer: &Viewer) -> Option<String> {
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    let name = |shift: &crate::duty::Shift, name: Option<&String>| {
        let name = name_or_someone(name.map(String::as_str), viewer.language);
        if shift.period == details.slot.period {
            return name;
        }
        let clock = |at| times::clock(local(zone, at).0.time());
        let (from, until) = (clock(shift.period.starts_at), clock(shift.period.ends_at));
        say!(viewer.language, "duty-person-part", name = name, from = from, until = until)
    };
    let names: Vec<String> = details.shifts.iter().map(|(shift, known)| name(shift, known.as_ref())).collect();
    (!names.is_empty()).then(|| crate::words::list(viewer.language, &names))
}

pub fn name_or_someone(name: Option<&str>, language: Language) -> String {
    name.map(sanitize_line).filter(|name| !name.is_empty()).unwrap_or_else(|| say!(language, "duty-someone"))
}

/// What a person should know before they take a shift. Empty if there is nothing.
pub fn warnings(warnings: &Warnings, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    if warnings.is_night() {
        let quiet = times::duration(language, warnings.quiet);
        lines.push(say!(language, "duty-warning-night", quiet = quiet));
        lines.push(say!(language, "duty-warning-nights", count = warnings.nights));
    }
    match warnings.rest {
        Some(rest) if rest.is_zero() => lines.push(say!(language, "duty-warning-no-rest")),
        Some(rest) => lines.push(say!(language, "duty-warning-rest", rest = times::duration(language, rest))),
        None => {}
    }
    lines
}

/// Explains why a typed time cannot be used.
pub fn not_understood(viewer: &Viewer, typed: &str, answer: &PhraseAnswer, now: Timestamp) -> String {
    let language = viewer.language;
    let zone = viewer.zone.unwrap_or_else(ZoneId::utc);
    let typed_line = say!(language, "duty-typed", typed = sanitize_line(typed));
    let lines = phrases::answer(language, zone, typed, answer, now);
    std::iter::once(typed_line).chain(lines).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(zone: Option<&str>, language: Language) -> Viewer {
        let now = "2026-10-20T12:00:00Z".parse().unwrap();
        Viewer { zone: zone.map(|id| ZoneId::parse(id).unwrap()), language, ..Viewer::many(now) }
    }

    fn period_of(start: &str, end: &str) -> Period {
        Period::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
    }

    #[test]
    fn period_is_in_the_readers_own_time_and_in_utc() {
        let slot = period_of("2026-10-21T02:00:00Z", "2026-10-21T06:00:00Z");
        let text = |zone| period(&viewer(zone, Language::English), slot);
        insta::assert_snapshot!(text(Some("Europe/Paris")), @"Wed 21 Oct, 04:00–08:00 (02:00–06:00 UTC)");
        insta::assert_snapshot!(text(Some("America/La_Paz")), @"Tue 20 Oct, 22:00–02:00 (Wed 02:00–06:00 UTC)");
        insta::assert_snapshot!(text(Some("UTC")), @"Wed 21 Oct, 02:00–06:00 UTC");
        insta::assert_snapshot!(text(None), @"Wed 21 Oct, 02:00–06:00 UTC (<t:1792548000:t>–<t:1792562400:t> for you)");
        let long = period_of("2026-10-21T02:00:00Z", "2026-10-23T06:00:00Z");
        insta::assert_snapshot!(
            period(&viewer(Some("UTC"), Language::English), long),
            @"Wed 21 Oct, 02:00–Fri 23 Oct, 06:00 UTC"
        );
    }

    #[test]
    fn clock_change_within_a_period_is_told_to_those_whose_clocks_change() {
        let night = period_of("2026-10-24T22:00:00Z", "2026-10-25T05:00:00Z");
        let text = |zone, language| clock_change(&viewer(Some(zone), language), night);
        insta::assert_snapshot!(text("Europe/Paris", Language::English).unwrap(), @"The clocks change in this time: 6 hours on the clock, 7 hours in reality.");
        assert_eq!(text("UTC", Language::English), None);
        assert_eq!(text("America/La_Paz", Language::French), None);
    }
}

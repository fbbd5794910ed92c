//! Renders the answer to a typed time or place, with its assumptions and choices.

use super::{list, rules, times};
use crate::say;
use crate::time::{
    Assumption, Choice, DayEnd, DayPart, Language, Meaning, PhraseAnswer, Place, PlaceName, Timestamp, Understood,
    ZoneId, has_other_letters, local,
};

/// An assumption as one sentence: `No time given, so 09:00.`
pub fn assumption(language: Language, assumption: &Assumption) -> String {
    match assumption {
        Assumption::Day(date) => say!(language, "time-assumed-day", day = times::long_day(language, *date)),
        Assumption::Year(year) => say!(language, "time-assumed-year", year = year.to_string()),
        Assumption::NoTime(time) => say!(language, "time-assumed-time", time = times::clock(*time)),
        Assumption::DayPart(part, time) => say!(language, day_part_key(*part), time = times::clock(*time)),
        Assumption::TwentyFourHours(time) => say!(language, "time-assumed-24-hours", time = times::clock(*time)),
        Assumption::Noon => say!(language, "time-assumed-noon"),
        Assumption::EndsNextDay(wall) => {
            say!(
                language,
                "time-assumed-next-day",
                day = times::long_day(language, wall.date()),
                time = times::clock(wall.time())
            )
        }
        Assumption::AnywhereOnEarth => say!(language, "time-assumed-anywhere-on-earth"),
        Assumption::ClockJumps { asked, got } => {
            say!(
                language,
                "time-assumed-clock-jumps",
                asked = times::clock(asked.time()),
                got = times::clock(got.time())
            )
        }
        Assumption::Place(place) => say!(language, "time-assumed-place", place = self::place(language, place)),
        Assumption::NoDaylightSaving(zone) => no_daylight_saving(language, *zone),
        Assumption::FromNow => say!(language, "time-assumed-from-now"),
        Assumption::EveryTwoWeeks(day) => {
            say!(language, "time-assumed-two-weeks", weekday = times::weekday(language, *day))
        }
        Assumption::Spelling { typed, read } => {
            say!(language, "time-assumed-spelling", typed = typed.as_str(), read = *read)
        }
        Assumption::LastDayOfShorterMonths(day) => say!(language, "time-assumed-last-day", day = *day),
    }
}

/// The warning for a fixed offset from UTC.
pub fn no_daylight_saving(language: Language, zone: ZoneId) -> String {
    say!(language, "time-assumed-no-daylight-saving", zone = zone.as_str())
}

/// The lines that show how Magpie understood `typed`, or that ask a question. The person sees them before anything is
/// saved.
pub fn answer(language: Language, asker: ZoneId, typed: &str, answer: &PhraseAnswer, now: Timestamp) -> Vec<String> {
    let question_lines = |question: &str, choices: &[Choice]| {
        let choices = self::choices(language, asker, choices, now);
        let lines = choices.into_iter().map(|choice| say!(language, "time-when-choice", choice = choice));
        std::iter::once(say!(language, question)).chain(lines).collect()
    };
    match answer {
        PhraseAnswer::Understood(understood) => {
            let distance = times::distance(language, understood.instant, now);
            let when = local_time(language, asker, understood, now);
            let mut lines = vec![say!(language, "time-when-understood", when = when, distance = distance)];
            lines.extend(
                rule_in_words(language, asker, understood).map(|rule| say!(language, "time-when-recurs", rule = rule)),
            );
            lines.extend(time_in_named_zone(language, asker, understood));
            lines.extend(both_days_in_words(language, asker, understood));
            lines.extend(understood.assumptions.iter().map(|a| assumption(language, a)));
            lines
        }
        PhraseAnswer::Ambiguous(choices) => question_lines("time-when-ambiguous", choices),
        PhraseAnswer::Past(choices) if choices.is_empty() => vec![say!(language, "time-when-past")],
        PhraseAnswer::Past(choices) => question_lines("time-when-past-choices", choices),
        PhraseAnswer::NoSuchDay(choices) => question_lines("time-when-no-such-day", choices),
        PhraseAnswer::Unknown if has_other_letters(typed) => vec![say!(language, "time-when-latin")],
        PhraseAnswer::Unknown => vec![say!(language, "time-when-unknown")],
    }
}

/// One text for each choice, for buttons or lines of a list. If some choices recur, the texts of the choices that do
/// not recur say so.
pub fn choices(language: Language, asker: ZoneId, choices: &[Choice], now: Timestamp) -> Vec<String> {
    let is_single = |one: &Choice| one.answer.rule.is_none() && one.meaning == Meaning::Plain;
    let has_recurring = choices.iter().any(|one| one.answer.rule.is_some());
    let text = |one: &Choice| match choice(language, asker, one, now) {
        when if has_recurring && is_single(one) => say!(language, "time-choice-once", when = when),
        when => when,
    };
    choices.iter().map(text).collect()
}

/// The lines that preview the choices of an ambiguous phrase. If any choice recurs, each choice has a line. The line of
/// a choice that recurs has the next days. The last lines are the assumptions that all choices share.
pub fn preview(language: Language, asker: ZoneId, choices: &[Choice], now: Timestamp) -> Vec<String> {
    let mut lines = Vec::new();
    if choices.iter().any(|one| one.answer.rule.is_some()) {
        let labels = self::choices(language, asker, choices, now);
        lines.extend(choices.iter().zip(labels).map(|(one, label)| {
            let days = next_days(language, asker, &one.answer, now);
            let choice =
                if days.is_empty() { label } else { say!(language, "time-choice-next", choice = label, days = days) };
            say!(language, "time-when-choice", choice = choice)
        }));
    }
    // Leave out an assumption that only some choices have. People would think that it is true for all choices.
    if let Some((first, other_choices)) = choices.split_first() {
        let is_common = |one: &&Assumption| other_choices.iter().all(|other| other.answer.assumptions.contains(one));
        lines.extend(first.answer.assumptions.iter().filter(is_common).map(|one| assumption(language, one)));
    }
    lines
}

/// The days of the next occurrences after the first one, in the asker's zone. Empty if the answer does not recur.
fn next_days(language: Language, asker: ZoneId, answer: &Understood, now: Timestamp) -> String {
    const SHOWN_DAYS: usize = 2;
    let Some(rule) = &answer.rule else { return String::new() };
    let series = rule.series(answer.zone, answer.wall);
    let next = std::iter::successors(series.next_after(answer.instant), |at| series.next_after(*at));
    let today = local(asker, now).0.date();
    let day = |at| times::short_day(language, local(asker, at).0.date(), today);
    list(language, &next.take(SHOWN_DAYS).map(day).collect::<Vec<_>>())
}

/// The text of one choice in the asker's local time, for a button or a line of a list.
pub fn choice(language: Language, asker: ZoneId, choice: &Choice, now: Timestamp) -> String {
    let when = local_time(language, asker, &choice.answer, now);
    match &choice.meaning {
        Meaning::Plain => when,
        Meaning::Recurs => match rule_in_words(language, asker, &choice.answer) {
            Some(rule) => say!(language, "time-choice-recurs", when = when, rule = rule),
            None => when,
        },
        Meaning::FirstPass => say!(language, "time-choice-first-pass", when = when),
        Meaning::SecondPass => say!(language, "time-choice-second-pass", when = when),
        Meaning::EndOfDay(DayEnd::OwnZone) => say!(language, "time-choice-end-of-day", when = when),
        Meaning::EndOfDay(DayEnd::Everywhere) => say!(language, "time-choice-end-everywhere", when = when),
        Meaning::EndOfDay(DayEnd::At(place)) => {
            say!(language, "time-choice-end-there", when = when, place = self::place(language, place))
        }
        Meaning::Zone(place) => say!(language, "time-choice-zone", when = when, place = self::place(language, place)),
    }
}

/// The rule in words. `None` if the answer does not recur.
fn rule_in_words(language: Language, asker: ZoneId, answer: &Understood) -> Option<String> {
    answer.rule.as_ref().map(|rule| rules::rule(language, rule, answer.wall, answer.zone, asker))
}

/// The time in the zone that the phrase names. `None` if that zone is the asker's zone or UTC.
fn time_in_named_zone(language: Language, asker: ZoneId, answer: &Understood) -> Option<String> {
    if answer.zone.canonical() == asker.canonical() || answer.zone == ZoneId::utc() {
        return None;
    }
    let when = times::day_and_time(language, answer.wall, local(asker, answer.instant).0.date());
    Some(say!(language, "time-when-there", when = when, place = place(language, &Place::of(answer.zone))))
}

/// The asker's day and the day in UTC, in words. `None` if they are the same day.
fn both_days_in_words(language: Language, asker: ZoneId, answer: &Understood) -> Option<String> {
    let date = |zone| local(zone, answer.instant).0.date();
    (date(asker) != date(ZoneId::utc()))
        .then(|| say!(language, "time-when-other-day", both = times::time_and_utc(language, asker, answer.instant)))
}

/// The instant of the answer in the asker's local time.
fn local_time(language: Language, asker: ZoneId, answer: &Understood, now: Timestamp) -> String {
    times::dm_time(language, asker, answer.instant, now)
}

/// The name of a place: `Brisbane, Australia`, `UTC+10`.
pub fn place(language: Language, place: &Place) -> String {
    place.label(language)
}

/// The text of a place that a person can choose, with its current time: `Chicago, United States: 08:30 now`.
pub fn place_choice(language: Language, place: &Place, now: Timestamp) -> String {
    let (wall, offset) = local(place.zone, now);
    let utc = times::offset(offset);
    let name = match place.name {
        PlaceName::Fixed => say!(language, "time-place-fixed", zone = place.label(language)),
        _ => place.label(language),
    };
    say!(language, "time-place-now", place = name, time = times::clock(wall.time()), offset = utc)
}

/// The key of the text for an assumed part of the day.
fn day_part_key(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => "time-assumed-morning",
        DayPart::Afternoon => "time-assumed-afternoon",
        DayPart::Evening => "time-assumed-evening",
        DayPart::Night => "time-assumed-night",
        DayPart::Tonight => "time-assumed-tonight",
        DayPart::EndOfDay => "time-assumed-end-of-day",
        DayPart::EndOfWork => "time-assumed-end-of-work",
    }
}

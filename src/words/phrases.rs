//! Renders the answer to a time phrase or a place: its assumptions, and the choices of a question.

use super::{list, rules, times};
use crate::say;
use crate::time::{
    Assumption, Choice, DayEnd, DayPart, Language, Meaning, PhraseAnswer, Place, PlaceName, Timestamp, Understood,
    ZoneId, has_other_letters, local,
};

/// An assumption, in one sentence: `No time given, so 09:00.`
pub fn assumption(language: Language, assumption: &Assumption) -> String {
    match assumption {
        Assumption::Day(date) => say!(language, "time-assumed-day", day = times::long_day(language, *date)),
        Assumption::Year(year) => say!(language, "time-assumed-year", year = year.to_string()),
        Assumption::NoTime(time) => say!(language, "time-assumed-time", time = times::clock(*time)),
        Assumption::DayPart(part, time) => say!(language, day_part(*part), time = times::clock(*time)),
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

/// The lines that show what was understood of `typed`, or the question to ask. They are shown before anything is saved.
pub fn answer(language: Language, asker: ZoneId, typed: &str, answer: &PhraseAnswer, now: Timestamp) -> Vec<String> {
    let listed = |question: &str, choices: &[Choice]| {
        let choices = self::choices(language, asker, choices, now);
        let lines = choices.into_iter().map(|choice| say!(language, "time-when-choice", choice = choice));
        std::iter::once(say!(language, question)).chain(lines).collect()
    };
    match answer {
        PhraseAnswer::Understood(understood) => {
            let distance = times::in_words(language, understood.instant, now);
            let when = local_time(language, asker, understood, now);
            let mut lines = vec![say!(language, "time-when-understood", when = when, distance = distance)];
            lines.extend(
                rule_in_words(language, asker, understood).map(|rule| say!(language, "time-when-recurs", rule = rule)),
            );
            lines.extend(time_in_named_zone(language, asker, understood));
            lines.extend(both_days_in_words(language, asker, understood));
            lines.extend(understood.assumed.iter().map(|a| assumption(language, a)));
            lines
        }
        PhraseAnswer::Ambiguous(choices) => listed("time-when-ambiguous", choices),
        PhraseAnswer::Past(choices) if choices.is_empty() => vec![say!(language, "time-when-past")],
        PhraseAnswer::Past(choices) => listed("time-when-past-choices", choices),
        PhraseAnswer::NoSuchDay(choices) => listed("time-when-no-such-day", choices),
        PhraseAnswer::Unknown if has_other_letters(typed) => vec![say!(language, "time-when-latin")],
        PhraseAnswer::Unknown => vec![say!(language, "time-when-unknown")],
    }
}

/// The texts of the meanings of an ambiguous phrase, for buttons or lines of a list. If only some meanings repeat, the
/// texts of the other meanings say that they do not repeat.
pub fn choices(language: Language, asker: ZoneId, choices: &[Choice], now: Timestamp) -> Vec<String> {
    let is_once = |one: &Choice| one.answer.rule.is_none() && one.meaning == Meaning::Plain;
    let some_repeat = choices.iter().any(|one| one.answer.rule.is_some());
    let word = |one: &Choice| match choice(language, asker, one, now) {
        when if some_repeat && is_once(one) => say!(language, "time-choice-once", when = when),
        when => when,
    };
    choices.iter().map(word).collect()
}

/// Previews the meanings of an ambiguous phrase. If any of them repeats: one line for each meaning, with the next days
/// if it repeats. Then the assumptions that all of them share.
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
    // Leave out an assumption that only some meanings share: people would read it as true for all of them.
    if let Some((first, others)) = choices.split_first() {
        let is_common = |one: &&Assumption| others.iter().all(|other| other.answer.assumed.contains(one));
        lines.extend(first.answer.assumed.iter().filter(is_common).map(|one| assumption(language, one)));
    }
    lines
}

/// The next days after the first on which a recurring answer occurs, in the asker's time; empty if it does not recur.
fn next_days(language: Language, asker: ZoneId, answer: &Understood, now: Timestamp) -> String {
    const SHOWN_DAYS: usize = 2;
    let Some(rule) = &answer.rule else { return String::new() };
    let series = rule.series(answer.zone, answer.wall);
    let next = std::iter::successors(series.next_after(answer.instant), |at| series.next_after(*at));
    let today = local(asker, now).0.date();
    let day = |at| times::short_day(language, local(asker, at).0.date(), today);
    list(language, &next.take(SHOWN_DAYS).map(day).collect::<Vec<_>>())
}

/// One of several meanings, for a button or a line of a list, in the asker's time.
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
        Meaning::EndOfDay(DayEnd::Own) => say!(language, "time-choice-end-of-day", when = when),
        Meaning::EndOfDay(DayEnd::Everywhere) => say!(language, "time-choice-end-everywhere", when = when),
        Meaning::EndOfDay(DayEnd::At(place)) => {
            say!(language, "time-choice-end-there", when = when, place = self::place(language, place))
        }
        Meaning::Zone(place) => say!(language, "time-choice-zone", when = when, place = self::place(language, place)),
    }
}

/// The rule in words, if the answer recurs.
fn rule_in_words(language: Language, asker: ZoneId, answer: &Understood) -> Option<String> {
    answer.rule.as_ref().map(|rule| rules::rule(language, rule, answer.wall, answer.zone, asker))
}

/// The time in the zone that the phrase names; `None` if this zone is the asker's or UTC.
fn time_in_named_zone(language: Language, asker: ZoneId, answer: &Understood) -> Option<String> {
    if answer.zone.canonical() == asker.canonical() || answer.zone == ZoneId::utc() {
        return None;
    }
    let when = times::day_and_time(language, answer.wall, local(asker, answer.instant).0.date());
    Some(say!(language, "time-when-there", when = when, place = place(language, &Place::of(answer.zone))))
}

/// The day for the asker and the day in UTC, in words; `None` if they are the same day.
fn both_days_in_words(language: Language, asker: ZoneId, answer: &Understood) -> Option<String> {
    let date = |zone| local(zone, answer.instant).0.date();
    (date(asker) != date(ZoneId::utc()))
        .then(|| say!(language, "time-when-other-day", both = times::spelled_out(language, asker, answer.instant)))
}

/// The asker's local time.
fn local_time(language: Language, asker: ZoneId, answer: &Understood, now: Timestamp) -> String {
    times::dm(language, asker, answer.instant, now)
}

/// `Brisbane, Australia`, `UTC+10`.
pub fn place(language: Language, place: &Place) -> String {
    place.label(language)
}

/// One of several places, with the time there: `Chicago, United States: 08:30 now`.
pub fn place_choice(language: Language, place: &Place, now: Timestamp) -> String {
    let (wall, offset) = local(place.zone, now);
    let utc = times::offset(offset);
    let name = match place.name {
        PlaceName::Fixed => say!(language, "time-place-fixed", zone = place.label(language)),
        _ => place.label(language),
    };
    say!(language, "time-place-now", place = name, time = times::clock(wall.time()), offset = utc)
}

fn day_part(part: DayPart) -> &'static str {
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

//! Turns a parsed phrase into its answer.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::answer::{Anchor, Assumption, Choice, Meaning, PhraseAnswer, Understood};
use super::asker::{Asker, move_by};
use super::choices::{MAX_CHOICES, join_answers_for_both_dates, plain_choice, question, understood, with_assumptions};
use super::days;
use super::lexicon::Unit;
use super::once::{ReadContext, answer_once};
use super::parsed::{Day, Direction, Parsed, Phrase, Zone};
use super::recurring::answer_recurring;
use crate::time::ZoneAnswer;
use crate::time::language::HourSign;
use crate::time::local::local;
use crate::time::places::{Place, abbreviation_key, abbreviation_meanings};
use crate::time::zone::ZoneId;

pub(super) fn answer(phrase: &Phrase, asker: Asker) -> PhraseAnswer {
    match phrase {
        Phrase::Now => understood(at_instant(asker, asker.now)),
        Phrase::Shift(spans, direction) => answer_for_shift(spans, *direction, asker),
        Phrase::Span(spans) => {
            with_assumptions(answer_for_shift(spans, Direction::Forward, asker), &[Assumption::FromNow])
        }
        Phrase::LooseDays(days) => answer_for_loose_days(*days, asker),
        Phrase::ShiftedDay(spans, parsed) => answer_for_shifted_day(spans, parsed, asker),
        Phrase::RelativeTo(spans, direction, parsed) => answer_relative_to(spans, *direction, parsed, asker),
        Phrase::HourOrSpan(hours, parsed) => answer_for_hour_or_span(*hours, parsed, asker),
        Phrase::Time(parsed) => answer_for_time(parsed, asker),
    }
}

/// The answer to a phrase whose date does not exist in the calendar. It offers the nearest dates. `None` if the date
/// exists, or if the phrase has no date.
pub(super) fn no_such_day(phrase: &Phrase, asker: Asker) -> Option<PhraseAnswer> {
    let Phrase::Time(parsed) = phrase else { return None };
    let nearest_dates = days::near_missing_date(parsed.day?, local(asker.zone, asker.now).0.date());
    let mut choices = Vec::new();
    for date in nearest_dates {
        let day = Day::Date { year: Some(date.year()), month: date.month(), day: date.day() };
        match answer_for_time(&Parsed { day: Some(day), weekday: None, ..parsed.clone() }, asker) {
            PhraseAnswer::Understood(one) => choices.push(plain_choice(*one)),
            PhraseAnswer::Ambiguous(some) => choices.extend(some),
            PhraseAnswer::Past(_) | PhraseAnswer::NoSuchDay(_) | PhraseAnswer::Unknown => {}
        }
    }
    choices.truncate(MAX_CHOICES);
    (!choices.is_empty()).then_some(PhraseAnswer::NoSuchDay(choices))
}

fn at_instant(asker: Asker, instant: Timestamp) -> Understood {
    let wall = local(asker.zone, instant).0;
    Understood { instant, wall, zone: asker.zone, anchor: Anchor::Instant, rule: None, assumptions: Vec::new() }
}

/// The answer to "in 2 h" or "in 3 days". Hours count in real time. Days keep the time of day.
fn answer_for_shift(spans: &[(i64, Unit)], direction: Direction, asker: Asker) -> PhraseAnswer {
    if direction == Direction::Back {
        return PhraseAnswer::Past(Vec::new());
    }
    let Some(instant) = move_by(spans, asker, asker.now, asker.zone).filter(|at| *at > asker.now) else {
        return PhraseAnswer::Unknown;
    };
    let anchor = if spans.iter().all(|(_, unit)| unit.is_real_time()) { Anchor::Instant } else { Anchor::Wall };
    understood(Understood { anchor, ..at_instant(asker, instant) })
}

/// The answer to "dans quinze jours" or "en ocho días". People usually mean two weeks and one week, but can mean
/// fifteen days and eight days.
fn answer_for_loose_days(days: i64, asker: Asker) -> PhraseAnswer {
    let lengths =
        [(days / 7, Unit::Week), (days, Unit::Day)].map(|span| move_by(&[span], asker, asker.now, asker.zone));
    let choices =
        lengths.into_iter().flatten().map(|instant| Understood { anchor: Anchor::Wall, ..at_instant(asker, instant) });
    question(choices.map(plain_choice).collect())
}

/// The answer to a phrase such as "in 3 days at 9:00".
fn answer_for_shifted_day(spans: &[(i64, Unit)], parsed: &Parsed, asker: Asker) -> PhraseAnswer {
    let Some(instant) = move_by(spans, asker, asker.now, asker.zone) else { return PhraseAnswer::Unknown };
    let date = local(asker.zone, instant).0.date();
    let day = Day::Date { year: Some(date.year()), month: date.month(), day: date.day() };
    answer_for_time(&Parsed { day: Some(day), ..parsed.clone() }, asker)
}

/// The answer to a phrase such as "30 minutes before Tue 14:00 UTC".
fn answer_relative_to(spans: &[(i64, Unit)], direction: Direction, parsed: &Parsed, asker: Asker) -> PhraseAnswer {
    let sign = if direction == Direction::Back { -1 } else { 1 };
    let spans: Vec<(i64, Unit)> = spans.iter().map(|(n, unit)| (sign * n, *unit)).collect();
    let moved = |one: Understood| -> Option<Understood> {
        let instant = move_by(&spans, asker, one.instant, one.zone)?;
        Some(Understood { instant, wall: local(one.zone, instant).0, ..one })
    };
    let all_moved = |choices: Vec<Choice>| -> Vec<Choice> {
        let kept = choices.into_iter().filter_map(|choice| Some(Choice { answer: moved(choice.answer)?, ..choice }));
        kept.filter(|choice| choice.answer.instant > asker.now).collect()
    };
    match answer_for_time(parsed, asker) {
        PhraseAnswer::Understood(one) => match moved(*one) {
            Some(one) if one.instant > asker.now => understood(one),
            Some(_) => PhraseAnswer::Past(Vec::new()),
            None => PhraseAnswer::Unknown,
        },
        PhraseAnswer::Ambiguous(choices) => match all_moved(choices) {
            none if none.is_empty() => PhraseAnswer::Past(Vec::new()),
            some => PhraseAnswer::Ambiguous(some),
        },
        PhraseAnswer::Past(choices) => PhraseAnswer::Past(all_moved(choices)),
        PhraseAnswer::NoSuchDay(_) | PhraseAnswer::Unknown => PhraseAnswer::Unknown,
    }
}

/// The answer to the text "2h", which means in two hours or at two o'clock.
fn answer_for_hour_or_span(hours: i64, parsed: &Parsed, asker: Asker) -> PhraseAnswer {
    // In French, "15h" is always a time of day.
    let is_time_of_day = hours >= 12 && asker.language.facts().hour_sign == HourSign::TimeOfDay;
    let mut choices: Vec<Choice> = Vec::new();
    if let Some(instant) = move_by(&[(hours, Unit::Hour)], asker, asker.now, asker.zone).filter(|at| *at > asker.now) {
        choices.push(plain_choice(at_instant(asker, instant)));
    }
    match answer_for_time(parsed, asker) {
        PhraseAnswer::Understood(one) if is_time_of_day => return understood(*one),
        PhraseAnswer::Past(later) if is_time_of_day => return PhraseAnswer::Past(later),
        PhraseAnswer::Understood(one) => choices.push(plain_choice(*one)),
        PhraseAnswer::Ambiguous(more) | PhraseAnswer::Past(more) => choices.extend(more),
        PhraseAnswer::NoSuchDay(_) | PhraseAnswer::Unknown => return PhraseAnswer::Unknown,
    }
    question(choices)
}

fn answer_for_time(parsed: &Parsed, asker: Asker) -> PhraseAnswer {
    let typos = || parsed.typos.iter().map(|(typed, read)| Assumption::Spelling { typed: typed.clone(), read });
    let in_named_zone = |zone: ZoneId, mut assumptions: Vec<Assumption>| {
        assumptions.extend(typos());
        answer_in_zone(parsed, Place::id(zone), Some(zone), assumptions, asker)
    };
    match &parsed.zone {
        None | Some(Zone::Own) => answer_in_zone(parsed, Place::id(asker.zone), None, typos().collect(), asker),
        Some(Zone::Place(place)) => in_named_zone(place.zone, fixed_offset_warning(parsed, place.zone)),
        Some(Zone::Corrected(place)) => in_named_zone(place.zone, vec![Assumption::Place(place.clone())]),
        Some(Zone::AnywhereOnEarth) => {
            let zone = ZoneId::fixed(Offset::constant(-12)).expect("UTC-12 is a possible fixed offset");
            in_named_zone(zone, vec![Assumption::AnywhereOnEarth])
        }
        Some(Zone::Several(places)) => answer_for_each_zone(parsed, places, asker),
        Some(Zone::Abbreviation(name)) => answer_for_abbreviation(parsed, name, asker),
    }
}

/// A warning if the phrase recurs in a zone with a fixed offset. In a place with daylight saving time, such a time is
/// wrong for half of the year.
fn fixed_offset_warning(parsed: &Parsed, zone: ZoneId) -> Vec<Assumption> {
    if zone.fixed_offset().is_some() && parsed.every.is_some() {
        vec![Assumption::NoDaylightSaving(zone)]
    } else {
        Vec::new()
    }
}

/// The answer to a phrase whose zone is an abbreviation. The meaning of an abbreviation depends on the date: in July,
/// no clock in Paris shows CET. So a guess of the zone gives the date, and the date gives the meaning.
fn answer_for_abbreviation(parsed: &Parsed, name: &str, asker: Asker) -> PhraseAnswer {
    let Some(key) = abbreviation_key(name) else { return PhraseAnswer::Unknown };
    let first_guess = match abbreviation_meanings(&key, asker.now) {
        Some(ZoneAnswer::One { place, .. }) => place.zone,
        Some(ZoneAnswer::Ask(places)) => places[0].zone,
        _ => return PhraseAnswer::Unknown,
    };
    let guess = answer_in_zone(parsed, Place::id(first_guess), Some(first_guess), Vec::new(), asker);
    let guessed_instant = match &guess {
        PhraseAnswer::Understood(one) => one.instant,
        PhraseAnswer::Ambiguous(choices) | PhraseAnswer::Past(choices) => {
            choices.first().map_or(asker.now, |c| c.answer.instant)
        }
        PhraseAnswer::NoSuchDay(_) | PhraseAnswer::Unknown => return PhraseAnswer::Unknown,
    };
    match abbreviation_meanings(&key, guessed_instant) {
        Some(ZoneAnswer::One { place, .. }) => {
            answer_for_time(&Parsed { zone: Some(Zone::Place(place)), ..parsed.clone() }, asker)
        }
        Some(ZoneAnswer::Ask(places)) => answer_for_each_zone(parsed, &places, asker),
        _ => PhraseAnswer::Unknown,
    }
}

/// Reads the phrase in each of several zones, and asks which zone the person means. Offers at most two choices for each
/// zone.
fn answer_for_each_zone(parsed: &Parsed, places: &[Place], asker: Asker) -> PhraseAnswer {
    let (mut choices, mut later_choices) = (Vec::new(), Vec::new());
    for place in places {
        let choice_in_zone = |one: Understood| Choice { answer: one, meaning: Meaning::Zone(place.clone()) };
        match answer_in_zone(parsed, place.clone(), Some(place.zone), Vec::new(), asker) {
            PhraseAnswer::Understood(one) => choices.push(choice_in_zone(*one)),
            PhraseAnswer::Ambiguous(some) => {
                choices.extend(some.into_iter().take(2).map(|choice| choice_in_zone(choice.answer)))
            }
            PhraseAnswer::Past(some) => {
                later_choices.extend(some.into_iter().take(1).map(|choice| choice_in_zone(choice.answer)))
            }
            PhraseAnswer::NoSuchDay(_) | PhraseAnswer::Unknown => return PhraseAnswer::Unknown,
        }
    }
    if choices.is_empty() {
        return PhraseAnswer::Past(later_choices);
    }
    // If the time has passed in one of the zones, offer a later time in that zone, because the person may mean it.
    let mut kept: Vec<Choice> = Vec::new();
    for choice in choices.into_iter().chain(later_choices) {
        if !kept.iter().any(|other| other.answer.instant == choice.answer.instant) && kept.len() < MAX_CHOICES {
            kept.push(choice);
        }
    }
    PhraseAnswer::Ambiguous(kept)
}

/// The answer to the phrase in one zone. If the date in that zone differs from the date in the asker's zone, "today"
/// can mean either date. If the two answers differ, the result is a question.
fn answer_in_zone(
    parsed: &Parsed,
    place: Place,
    named_zone: Option<ZoneId>,
    assumptions: Vec<Assumption>,
    asker: Asker,
) -> PhraseAnswer {
    let zone = place.zone;
    let anchor = if named_zone.is_some() { Anchor::WallInZone } else { Anchor::Wall };
    let wall_there = local(zone, asker.now).0;
    let wall_here = local(asker.zone, asker.now).0;
    let answer_for = |today: Date| {
        let context = ReadContext { zone, anchor, today, now: wall_there, asker };
        let answer = match &parsed.every {
            Some(every) => answer_recurring(parsed, every, context),
            None => answer_once(parsed, context),
        };
        with_assumptions(answer, &assumptions)
    };
    let answer = answer_for(wall_there.date());
    if wall_here.date() == wall_there.date() || parsed.every.is_some() {
        answer
    } else {
        join_answers_for_both_dates(answer, answer_for(wall_here.date()))
    }
}
